/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/ldv.h"

#include "codec/json.h"
#include "log/act_kinds.h"

#include <stdio.h>
#include <string.h>

#define PSEUDONYM_SIZE 32u

void ldv_clear(struct ldv *l)
{
	memory_wipe(l->key, sizeof l->key);
	buffer_clear(&l->name);
	buffer_clear(&l->unit);
	buffer_clear(&l->act_activity);
}

void ldv_trace(const struct entry *act, char out[LDV_TRACE_SIZE + 1])
{
	const char *package = act->answers ? act->answers : act->package;
	if (package && strlen(package) == LDV_TRACE_SIZE)
		memcpy(out, package, LDV_TRACE_SIZE + 1);
	else
		hex_encode(bytes_of(act->commitment.bytes, LDV_TRACE_SIZE / 2), out);
}

/* The letter that an act sent: the same eight bytes are the parent of whoever takes it in. */
static const struct sha256 *letter_sent(const struct entry *entry)
{
	return entry->receipt                           ? entry->receipt
	       : act_kind_of(entry->action) == ACT_PACK ? entry->manifest
	                                                : NULL;
}

void ldv_span(const struct entry *entry, char out[LDV_SPAN_SIZE + 1])
{
	const struct sha256 *hash = entry->child ? NULL : letter_sent(entry);
	hex_encode(bytes_of(hash ? hash->bytes : entry->commitment.bytes, LDV_SPAN_SIZE / 2), out);
}

/* HMAC-SHA-256(key, "sluis.ldv.v1\0" ‖ type ‖ 0x00 ‖ subject), the first sixteen bytes in hex. */
static void pseudonym_of(const uint8_t key[LDV_KEY_SIZE], const char *type, const char *subject,
                         char out[PSEUDONYM_SIZE + 1])
{
	struct sha256 mac;
	hmac_sha256(bytes_of(key, LDV_KEY_SIZE),
	            (const struct bytes[]){ BYTES("sluis.ldv.v1\0"), bytes_of(type, strlen(type) + 1),
	                                    bytes_of_string(subject) },
	            3, &mac);
	hex_encode(bytes_of(mac.bytes, PSEUDONYM_SIZE / 2), out);
}

/* A refusal is work done as it should be: LDV keeps Error for what broke. */
static const char *status_of(const struct entry *act)
{
	return !act->failed ? "Ok" : act->finding ? "Unset" : "Error";
}

static bool begin_act(struct ldv *l, const struct entry *act, struct error *e)
{
	l->begun = true;
	l->index = act->index;
	l->start = act->start;
	l->end = act->end;
	l->status = status_of(act);
	ldv_trace(act, l->trace);
	ldv_span(act, l->span);
	buffer_reset(&l->name);
	buffer_printf(&l->name, "%s%s%s%s%s", act->action ? act->action : "?", act->terms.purpose ? " " : "",
	              act->terms.purpose ? act->terms.purpose : "", act->finding ? ": " : "",
	              act->finding ? act->finding : "");
	buffer_reset(&l->unit);
	buffer_append_string(&l->unit, act->log);
	buffer_reset(&l->act_activity);
	buffer_append_string(&l->act_activity, act->activity ? act->activity : l->activity);
	return buffer_ok(&l->name, e) && buffer_ok(&l->unit, e) && buffer_ok(&l->act_activity, e);
}

/* A unit as a URI that is its municipality's to give (RFC 4151). */
static bool write_processor(struct json_writer *w, const char *unit, struct error *e)
{
	const char *slash = strchr(unit, '/');
	_cleanup_(string_freep) char *tag =
		slash ? string_printf("tag:%.*s,2026:sluis/%s", (int)(slash - unit), unit, slash + 1) : NULL;
	if (slash && !tag)
		return error_memory(e);
	if (tag)
		json_text(w, "dpl.core.foreign_operation.processor", tag);
	return true;
}

/* An act that took in a letter was called by the one that sent it. */
static bool was_called(const struct entry *entry)
{
	return !entry->child && entry->manifest && entry->peer && act_kind_of(entry->action) == ACT_OPEN;
}

static bool write_attributes(struct ldv *l, struct json_writer *w, const struct entry *entry,
                             const char *type, const char *subject, struct error *e)
{
	char pseudonym[PSEUDONYM_SIZE + 1];
	json_object_of(w, "attributes");
	json_bytes(w, "dpl.core.processing_activity_id", buffer_bytes(&l->act_activity));
	if (subject && type) {
		pseudonym_of(l->key, type, subject, pseudonym);
		json_text(w, "dpl.core.data_subject_id", pseudonym);
		json_text(w, "dpl.core.data_subject_id_type", strcmp(type, "bsn") == 0 ? "BSN" : type);
	}
	if (was_called(entry) && !write_processor(w, entry->peer, e))
		return false;
	json_end_object(w);
	return true;
}

bool ldv_append(struct ldv *l, const struct entry *entry, const char *type, const char *subject,
                struct buffer *out, struct error *e)
{
	struct json_writer w;
	char span[LDV_SPAN_SIZE + 1], caller[LDV_SPAN_SIZE + 1];
	if (!entry->child && !begin_act(l, entry, e))
		return false;
	if (entry->child && (!l->begun || entry->parent != l->index))
		return error_set(e, ERR_LOG_ENTRY, "parent", "entry %llu doesn't come after its act",
		                 (unsigned long long)entry->index);
	ldv_span(entry, span);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "trace_id", l->trace);
	json_text(&w, "span_id", span);
	if (entry->child)
		json_text(&w, "parent_span_id", l->span);
	if (was_called(entry)) {
		hex_encode(bytes_of(entry->manifest->bytes, LDV_SPAN_SIZE / 2), caller);
		json_text(&w, "parent_span_id", caller);
	}
	json_text(&w, "status", l->status);
	json_bytes(&w, "name", buffer_bytes(&l->name));
	json_number(&w, "start_time", l->start * 1000);
	json_number(&w, "end_time", l->end * 1000);
	json_object_of(&w, "resource");
	json_object_of(&w, "attributes");
	json_text(&w, "service.name", "sluis");
	json_bytes(&w, "service.namespace", buffer_bytes(&l->unit));
	json_end_object(&w);
	json_end_object(&w);
	if (!write_attributes(l, &w, entry, type, subject, e))
		return false;
	json_end_object(&w);
	buffer_append_byte(out, '\n');
	return buffer_ok(out, e);
}
