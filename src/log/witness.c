/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/witness.h"

#include "base/limits.h"
#include "codec/base64.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WITNESS_LINE "sluis.witness/v1"
#define SIZE_MOST (UINT64_C(1) << 53)

void witness_clear(struct witness *w)
{
	if (!w)
		return;
	buffer_clear(&w->raw);
	free(w->steps);
	*w = (struct witness){ 0 };
}

/* --- writing --- */

void witness_start(struct buffer *out)
{
	buffer_append_string(out, WITNESS_LINE "\n");
}

bool witness_add(struct log *l, uint64_t old, struct bytes note, struct buffer *out, struct error *e)
{
	struct merkle_proof proof = { 0 };
	struct checkpoint c;
	struct note n;
	if (!note_parse(note, "checkpoint", &n, e) || !checkpoint_parse(n.text, &c, e) ||
	    (old && !log_prove_consistency(l, old, c.size, &proof, e)))
		return false;
	buffer_printf(out, "\nold %" PRIu64 "\n", old);
	for (size_t i = 0; i < proof.count; i++) {
		base64_append(out, bytes_of(proof.hashes[i].bytes, SHA256_SIZE), BASE64_PADDED);
		buffer_append_byte(out, '\n');
	}
	checkpoint_append(out, note);
	return buffer_ok(out, e);
}

bool witness_add_seen(struct bytes cosigned, struct buffer *out, struct error *e)
{
	buffer_append_string(out, "\nseen\n");
	checkpoint_append(out, cosigned);
	return buffer_ok(out, e);
}

/* --- reading --- */

static bool fault(struct error *e, const char *subject, const char *what)
{
	return error_set(e, ERR_LOG_PROOF, subject, "%s", what);
}

/* The hashes up to the empty line. */
static bool read_hashes(struct cursor *lines, const char *subject, struct merkle_proof *ret, struct error *e)
{
	for (;;) {
		struct bytes line = cursor_line(lines);
		size_t size;
		if (lines->failed)
			return fault(e, subject, N_("ends within a proof"));
		if (line.size == 0)
			return true;
		if (ret->count == MERKLE_PROOF_MAX)
			return fault(e, subject, N_("more hashes than a proof can have"));
		struct sha256 *hash = &ret->hashes[ret->count++];
		if (!base64_decode(line, BASE64_PADDED, hash->bytes, SHA256_SIZE, &size) ||
		    size != SHA256_SIZE)
			return fault(e, subject, N_("not a hash"));
	}
}

/* A step behind its "old SIZE" line. */
static bool read_step(struct cursor *lines, struct bytes old, const char *subject,
                      const struct unit_keys *log_keys, const struct witness_step *before,
                      struct witness_step *ret, struct error *e)
{
	struct witness_step step = { 0 };
	struct merkle_proof proof = { 0 };
	if (!number_parse(old, SIZE_MOST, &step.old))
		return fault(e, subject, N_("not the size of a tree"));
	if (!read_hashes(lines, subject, &proof, e))
		return false;
	if (!checkpoint_next(lines, &step.note))
		return fault(e, subject, N_("no checkpoint where one is due"));
	if (!checkpoint_open(step.note, subject, log_keys, &step.checkpoint, e))
		return false;
	if (step.old != (before ? before->checkpoint.size : 0) ||
	    (before && step.checkpoint.size <= step.old))
		return fault(e, subject, N_("the steps don't follow on each other"));
	if (before ? !merkle_check_consistency(step.old, step.checkpoint.size, &before->checkpoint.root,
	                                       &step.checkpoint.root, &proof)
	           : proof.count > 0)
		return fault(e, subject, N_("a tree isn't proven to go on from the one before"));
	*ret = step;
	return true;
}

/* Room doubles at each power of two. */
static struct witness_step *next_step(struct witness *w, struct error *e)
{
	if ((w->count & (w->count - 1)) == 0) {
		struct witness_step *more = reallocarray(w->steps, w->count ? 2 * w->count : 1, sizeof *more);
		if (!more) {
			error_memory(e);
			return NULL;
		}
		w->steps = more;
	}
	return &w->steps[w->count];
}

static bool read_seen(struct cursor *lines, const char *subject, struct witness *w, struct error *e)
{
	if (cursor_line(lines).size || !checkpoint_next(lines, &w->seen) || !cursor_done(lines))
		return fault(e, subject, N_("not a checkpoint that was seen, at the end"));
	return true;
}

static bool read_all(struct witness *w, const char *subject, const struct unit_keys *log_keys,
                     struct error *e)
{
	struct cursor lines = cursor_of(buffer_bytes(&w->raw));
	if (!bytes_equal_string(cursor_line(&lines), WITNESS_LINE) || cursor_line(&lines).size ||
	    lines.failed)
		return fault(e, subject, N_("not a chain of a kind known here"));
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_line(&lines);
		if (w->count && bytes_equal_string(line, "seen"))
			return read_seen(&lines, subject, w, e);
		if (lines.failed || !bytes_starts_with(line, "old "))
			return fault(e, subject, N_("neither a step nor what was seen"));
		if (w->count == LIMIT_WITNESS_STEPS)
			return error_set(e, ERR_TOO_LARGE, subject, "more than %u checkpoints",
			                 LIMIT_WITNESS_STEPS);
		struct witness_step *step = next_step(w, e);
		if (!step || !read_step(&lines, bytes_of(line.data + 4, line.size - 4), subject, log_keys,
		                        w->count ? &w->steps[w->count - 1] : NULL, step, e))
			return false;
		w->count++;
	}
	return w->count ? true : fault(e, subject, N_("no step"));
}

bool witness_open(struct bytes raw, const char *subject, const struct unit_keys *log_keys,
                  struct witness *ret, struct error *e)
{
	_cleanup_(witness_clear) struct witness w = { 0 };
	if (raw.size > LIMIT_WITNESS_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_WITNESS_SIZE);
	buffer_append(&w.raw, raw);
	if (!buffer_ok(&w.raw, e) || !read_all(&w, subject, log_keys, e))
		return false;
	*ret = w;
	w = (struct witness){ 0 };
	return true;
}

const struct witness_step *witness_at(const struct witness *w, uint64_t size)
{
	for (size_t low = 0, high = w->count; low < high;) {
		size_t middle = low + (high - low) / 2;
		uint64_t there = w->steps[middle].checkpoint.size;
		if (there == size)
			return &w->steps[middle];
		if (there < size)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
