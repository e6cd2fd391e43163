/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/proof.h"

#include "base/limits.h"
#include "codec/base64.h"

#include <inttypes.h>

#define PROOF_LINE "c2sp.org/tlog-proof@v1"

static void append_base64_line(struct buffer *out, struct bytes bytes)
{
	base64_append(out, bytes, BASE64_PADDED);
	buffer_append_byte(out, '\n');
}

bool proof_format(struct log *l, uint64_t index, struct bytes checkpoint_note, struct buffer *out,
                  struct error *e)
{
	_cleanup_(buffer_clear) struct buffer entry = { 0 };
	struct merkle_proof path;
	struct checkpoint c;
	struct note n;
	if (!note_parse(checkpoint_note, "checkpoint", &n, e) || !checkpoint_parse(n.text, &c, e) ||
	    !log_entry(l, index, &entry, e) || !log_prove_inclusion(l, index, c.size, &path, e))
		return false;
	buffer_append_string(out, PROOF_LINE "\nextra ");
	append_base64_line(out, buffer_bytes(&entry));
	buffer_printf(out, "index %" PRIu64 "\n", index);
	for (size_t i = 0; i < path.count; i++)
		append_base64_line(out, bytes_of(path.hashes[i].bytes, SHA256_SIZE));
	buffer_append_byte(out, '\n');
	buffer_append(out, checkpoint_note);
	return buffer_ok(out, e);
}

void proof_clear(struct proof *p)
{
	if (!p)
		return;
	buffer_clear(&p->entry);
	buffer_clear(&p->checkpoint_note);
	*p = (struct proof){ 0 };
}

static bool fault(struct error *e, const char *subject, uint64_t line, const char *what)
{
	return error_line(e, ERR_LOG_PROOF, subject, line, "%s", what);
}

/* A line that starts with `word` and a blank; the rest of it. */
static bool labelled(struct bytes line, const char *word, size_t word_size, struct bytes *ret)
{
	if (!bytes_starts_with(line, word))
		return false;
	*ret = bytes_of(line.data + word_size, line.size - word_size);
	return true;
}

static bool read_entry(struct bytes base64, const char *subject, struct buffer *ret, struct error *e)
{
	size_t size, most = base64.size / 4 * 3;
	if (most == 0 || most > LIMIT_LOG_ENTRY_SIZE + 2)
		return fault(e, subject, 2, N_("the extra line holds no entry"));
	uint8_t *room = buffer_room(ret, most);
	if (!room)
		return error_memory(e);
	if (!base64_decode(base64, BASE64_PADDED, room, most, &size) || size > LIMIT_LOG_ENTRY_SIZE)
		return fault(e, subject, 2, N_("the extra line holds no entry"));
	buffer_grew(ret, size);
	return true;
}

/* The hashes up to the empty line. */
static bool read_path(struct cursor *lines, const char *subject, struct merkle_proof *ret, struct error *e)
{
	for (uint64_t number = 4;; number++) {
		struct bytes line = cursor_line(lines);
		size_t size;
		if (lines->failed)
			return fault(e, subject, number, N_("ends before its checkpoint"));
		if (line.size == 0)
			return true;
		if (ret->count == MERKLE_PROOF_MAX)
			return fault(e, subject, number, N_("more hashes than a proof can have"));
		struct sha256 *hash = &ret->hashes[ret->count++];
		if (!base64_decode(line, BASE64_PADDED, hash->bytes, SHA256_SIZE, &size) ||
		    size != SHA256_SIZE)
			return fault(e, subject, number, N_("not a hash"));
	}
}

static bool read_proof(struct bytes raw, const char *subject, struct proof *p, struct error *e)
{
	struct cursor lines = cursor_of(raw);
	struct bytes value;
	if (!bytes_equal_string(cursor_line(&lines), PROOF_LINE))
		return fault(e, subject, 1, N_("not a proof of a kind known here"));
	if (!labelled(cursor_line(&lines), "extra ", 6, &value))
		return fault(e, subject, 2, N_("no extra line"));
	if (!read_entry(value, subject, &p->entry, e))
		return false;
	if (!labelled(cursor_line(&lines), "index ", 6, &value) ||
	    !number_parse(value, UINT64_C(1) << 53, &p->index))
		return fault(e, subject, 3, N_("no index line"));
	if (!read_path(&lines, subject, &p->path, e))
		return false;
	buffer_append(&p->checkpoint_note, lines.left);
	return buffer_ok(&p->checkpoint_note, e);
}

bool proof_open(struct bytes raw, const char *subject, const struct unit_keys *log_keys, struct proof *ret,
                struct error *e)
{
	_cleanup_(proof_clear) struct proof p = { 0 };
	struct sha256 leaf;
	if (raw.size > LIMIT_PROOF_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_PROOF_SIZE);
	if (!read_proof(raw, subject, &p, e) ||
	    !checkpoint_open(buffer_bytes(&p.checkpoint_note), subject, log_keys, &p.checkpoint, e))
		return false;
	merkle_leaf(buffer_bytes(&p.entry), &leaf);
	if (p.index >= p.checkpoint.size ||
	    !merkle_check_inclusion(p.index, p.checkpoint.size, &leaf, &p.path, &p.checkpoint.root))
		return fault(e, subject, 0, N_("the entry is not in the tree of the checkpoint"));
	*ret = p;
	p = (struct proof){ 0 };
	return true;
}
