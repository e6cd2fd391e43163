/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/disclosure.h"

#include "base/text.h"
#include "base/written.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/keyed.h"

#include <stdlib.h>
#include <string.h>

/* The statement both ways, and writing the lines. Checking them is disclosure_verify.c. */

static const struct keyed statement_keys[] = {
	KEYED_CONSTANT("type", DISCLOSURE_TYPE),
	KEYED_TEXT("log", struct disclosure, log),
	KEYED_MOMENT("made", struct disclosure, made),
	KEYED_NUMBER("roster_version", struct disclosure, roster_version, INT64_MAX),
	KEYED_TEXT("by", struct disclosure, by),
	KEYED_TEXT("second", struct disclosure, second, KEYED_OPTIONAL),
	KEYED_TEXT("recipient", struct disclosure, recipient),
	KEYED_TEXT("reason", struct disclosure, reason),
	KEYED_HEX("order", struct disclosure, order, KEYED_HAS(struct disclosure, has_order)),
	KEYED_NUMBER("entries", struct disclosure, entries, INT64_MAX),
	KEYED_HEX("list", struct disclosure, list),
	KEYED_HEX("client", struct disclosure, client, KEYED_HAS(struct disclosure, has_client)),
	{ 0 },
};

bool disclosure_format(const struct disclosure *d, struct buffer *text, struct error *e)
{
	if (strlen(d->reason) > DISCLOSURE_REASON_MAX || strchr(d->reason, '\n'))
		return error_set(e, ERR_VALUE, "reason", "one line of at most %u bytes",
		                 DISCLOSURE_REASON_MAX);
	if (text_trimmed(bytes_of_string(d->reason)).size == 0)
		return error_set(e, ERR_MISSING, "reason", "%s", N_("why it is disclosed"));
	if (!text_check_signed(bytes_of_string(d->reason), "reason", e))
		return false;
	keyed_write(d, statement_keys, KEYED_PLAIN, text);
	return buffer_ok(text, e);
}

struct disclosure_text {
	struct disclosure owned;
};

void disclosure_text_freep(struct disclosure_text **t)
{
	if (!*t)
		return;
	keyed_clear(&(*t)->owned, statement_keys);
	free(*t);
	*t = NULL;
}

bool disclosure_parse(const struct note *note, struct disclosure *ret, struct disclosure_text **ret_text,
                      struct error *e)
{
	_cleanup_(disclosure_text_freep) struct disclosure_text *t = calloc(1, sizeof *t);
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	if (!t)
		return error_memory(e);
	if (!keyed_read(note->text, "statement", statement_keys, &t->owned, NULL, e) ||
	    !disclosure_format(&t->owned, &again, e))
		return false;
	if (!bytes_equal(buffer_bytes(&again), note->text))
		return error_set(e, ERR_SYNTAX, "statement", "%s", N_("not in the one form that it has"));
	*ret = t->owned;
	*ret_text = t;
	t = NULL;
	return true;
}

bool disclosure_head(struct bytes statement_note, struct bytes checkpoint_note,
                     const struct roster_chain *rosters, struct buffer *out, struct error *e)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "sluis", "disclosure/v1");
	json_bytes(&w, "statement", statement_note);
	json_bytes(&w, "checkpoint", checkpoint_note);
	json_end_object(&w);
	buffer_append_byte(out, '\n');
	for (size_t i = 0; i < rosters->count; i++) {
		json_begin(&w, out);
		json_object_of(&w, NULL);
		json_bytes(&w, "roster", buffer_bytes(&rosters->versions[i]->note));
		json_end_object(&w);
		buffer_append_byte(out, '\n');
	}
	return buffer_ok(out, e);
}

static bool write_proof(struct json_writer *w, const struct merkle_proof *proof, struct error *e)
{
	json_array_of(w, "proof");
	for (size_t i = 0; i < proof->count; i++) {
		_cleanup_(buffer_clear) struct buffer base64 = { 0 };
		base64_append(&base64, bytes_of(proof->hashes[i].bytes, SHA256_SIZE), BASE64_PADDED);
		if (!buffer_ok(&base64, e))
			return false;
		json_bytes(w, NULL, buffer_bytes(&base64));
	}
	json_end_array(w);
	return true;
}

static void write_fields(struct json_writer *w, const struct entry_private *p, const bool *which)
{
	struct sha256 hash;
	json_object_of(w, "disclosed");
	for (unsigned f = 0; f < PRIVATE_COUNT; f++) {
		if (!which[f])
			continue;
		entry_field_salt(p, (enum private_field)f, &hash);
		json_object_of(w, private_field_name((enum private_field)f));
		json_text(w, "value", p->values[f] ? p->values[f] : "");
		json_hex(w, "salt", bytes_of(hash.bytes, SHA256_SIZE));
		json_end_object(w);
	}
	json_end_object(w);
	json_object_of(w, "commitments");
	for (unsigned f = 0; f < PRIVATE_COUNT; f++) {
		if (which[f])
			continue;
		entry_field_commitment(p, (enum private_field)f, &hash);
		json_hex(w, private_field_name((enum private_field)f), bytes_of(hash.bytes, SHA256_SIZE));
	}
	json_end_object(w);
	memory_wipe(&hash, sizeof hash);
}

bool disclosure_line(struct log *l, uint64_t index, uint64_t size, const struct entry_private *p,
                     const bool *which, struct buffer *out, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct merkle_proof proof;
	struct json_writer w;
	if (!log_entry(l, index, &raw, e) || !log_prove_inclusion(l, index, size, &proof, e))
		return false;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_number(&w, "index", (int64_t)index);
	json_bytes(&w, "entry", buffer_bytes(&raw));
	if (!write_proof(&w, &proof, e))
		return false;
	if (p)
		write_fields(&w, p, which);
	json_end_object(&w);
	buffer_append_byte(out, '\n');
	return buffer_ok(out, e);
}
