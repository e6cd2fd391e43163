/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/disclosure.h"

#include "base/text.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/yaml.h"

#include <string.h>

/* Writing a disclosure. Checking it is disclosure_verify.c. */

static void write_hash(struct yaml_writer *w, const char *key, const struct sha256 *hash)
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(hash, hex);
	yaml_text(w, key, hex);
}

bool disclosure_format(const struct disclosure *d, struct buffer *text, struct error *e)
{
	struct yaml_writer w;
	char made[MOMENT_SIZE + 1];
	if (strlen(d->reason) > DISCLOSURE_REASON_MAX || strchr(d->reason, '\n'))
		return error_set(e, ERR_VALUE, "reason", "one line of at most %u bytes",
		                 DISCLOSURE_REASON_MAX);
	if (!text_check_signed(bytes_of_string(d->reason), "reason", e))
		return false;
	moment_format(d->made, made);
	buffer_append_string(text, "type: " DISCLOSURE_TYPE "\n");
	yaml_begin(&w, text);
	yaml_text(&w, "log", d->log);
	yaml_text(&w, "made", made);
	yaml_number(&w, "roster_version", d->roster_version);
	yaml_text(&w, "by", d->by);
	if (d->second)
		yaml_text(&w, "second", d->second);
	yaml_text(&w, "recipient", d->recipient);
	yaml_text(&w, "reason", d->reason);
	yaml_number(&w, "entries", d->entries);
	write_hash(&w, "list", &d->list);
	return buffer_ok(text, e);
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
