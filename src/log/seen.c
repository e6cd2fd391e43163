/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/seen.h"

#include "base/limits.h"

#include <string.h>

/* A checkpoint that this witness cosigned; whose log signed it was looked at then. */
static bool open_own(struct bytes raw, const char *subject, const struct note_verifier *witness,
                     struct checkpoint *ret, struct error *e)
{
	struct note n;
	return note_parse(raw, subject, &n, e) && note_verify_one(&n, witness, e) &&
	       checkpoint_parse(n.text, ret, e);
}

bool seen_find(struct bytes file, const char *subject, const struct note_verifier *witness,
               const char *origin, struct bytes *ret_note, struct error *e)
{
	struct cursor lines = cursor_of(file);
	struct bytes note, found = { 0 };
	size_t count = 0;
	if (file.size > LIMIT_WITNESS_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_WITNESS_SIZE);
	while (checkpoint_next(&lines, &note)) {
		struct checkpoint c;
		if (++count > LIMIT_WITNESS_STEPS)
			return error_set(e, ERR_TOO_LARGE, subject, "more than %u logs", LIMIT_WITNESS_STEPS);
		if (!open_own(note, subject, witness, &c, e))
			return false;
		if (strcmp(c.origin, origin) != 0)
			continue;
		if (found.size)
			return error_set(e, ERR_LOG, subject, "two checkpoints of %s", origin);
		found = note;
	}
	if (lines.failed)
		return error_set(e, ERR_LOG, subject, "%s", N_("not a file of checkpoints"));
	*ret_note = found;
	return true;
}

static bool goes_forward(struct bytes before, const struct checkpoint *now, const char *subject,
                         const struct note_verifier *witness, struct error *e)
{
	struct checkpoint c;
	if (before.size == 0)
		return true;
	if (!open_own(before, subject, witness, &c, e))
		return false;
	if (c.size > now->size)
		return error_set(e, ERR_LOG_SHORTER, now->origin, "entries: %llu; seen before: %llu",
		                 (unsigned long long)now->size, (unsigned long long)c.size);
	return c.size < now->size || sha256_equal(&c.root, &now->root) ||
	       error_set(e, ERR_LOG_FORK, now->origin, "two roots of its first %llu entries",
	                 (unsigned long long)c.size);
}

bool seen_put(struct bytes file, const char *subject, const struct note_verifier *witness, struct bytes note,
              bool given_up, struct buffer *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct cursor lines = cursor_of(file);
	struct checkpoint now;
	struct bytes before, each;
	if (!open_own(note, subject, witness, &now, e) ||
	    !seen_find(file, subject, witness, now.origin, &before, e) ||
	    (!given_up && !goes_forward(before, &now, subject, witness, e)))
		return false;
	while (checkpoint_next(&lines, &each))
		if (each.data != before.data)
			checkpoint_append(&out, each);
	checkpoint_append(&out, note);
	buffer_append(ret, buffer_bytes(&out));
	return buffer_ok(&out, e) && buffer_ok(ret, e);
}
