/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/checkpoint.h"

#include "base/text.h"
#include "codec/base64.h"

#include <inttypes.h>
#include <string.h>

#define SIZE_IN_TEXT_MAX (UINT64_C(1) << 53) /* indexes are JSON numbers too */

bool checkpoint_format(const struct checkpoint *c, struct buffer *text, struct error *e)
{
	if (!name_is_valid(bytes_of_string(c->origin)))
		return error_set(e, ERR_NAME, c->origin, "%s", N_("a log's origin is its unit's name"));
	if (c->size > SIZE_IN_TEXT_MAX)
		return error_set(e, ERR_VALUE, c->origin, "%s", N_("tree larger than 2^53"));
	buffer_printf(text, "%s\n%" PRIu64 "\n", c->origin, c->size);
	base64_append(text, bytes_of(c->root.bytes, SHA256_SIZE), BASE64_PADDED);
	buffer_append_byte(text, '\n');
	return buffer_ok(text, e);
}

bool checkpoint_parse(struct bytes text, struct checkpoint *ret, struct error *e)
{
	struct checkpoint c = { 0 };
	struct cursor lines = cursor_of(text);
	struct bytes origin = cursor_line(&lines), size = cursor_line(&lines), root = cursor_line(&lines);
	size_t root_size;
	if (lines.failed || !cursor_done(&lines))
		return error_set(e, ERR_LOG, "checkpoint", "%s", N_("not exactly three lines"));
	if (!name_is_valid(origin) || origin.size >= sizeof c.origin)
		return error_line(e, ERR_LOG, "checkpoint", 1, "%s", N_("the origin is not a unit's name"));
	if (!number_parse(size, SIZE_IN_TEXT_MAX, &c.size))
		return error_line(e, ERR_LOG, "checkpoint", 2, "%s", N_("not a tree size"));
	if (!base64_decode(root, BASE64_PADDED, c.root.bytes, SHA256_SIZE, &root_size) ||
	    root_size != SHA256_SIZE)
		return error_line(e, ERR_LOG, "checkpoint", 3, "%s", N_("not a root hash"));
	memcpy(c.origin, origin.data, origin.size);
	*ret = c;
	return true;
}

bool checkpoint_sign(const struct checkpoint *c, const struct note_signer *log_key, struct buffer *note,
                     struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	if (strcmp(c->origin, log_key->public.name) != 0)
		return error_set(e, ERR_NAME, c->origin, "%s", N_("signed with another log's key"));
	if (!checkpoint_format(c, &text, e))
		return false;
	buffer_reset(note);
	return note_sign(note, buffer_bytes(&text), log_key, 0, e);
}

bool checkpoint_open(struct bytes note, const char *subject, const struct unit_keys *log_keys,
                     struct checkpoint *ret, struct error *e)
{
	struct note n;
	struct checkpoint c;
	const struct note_verifier *by;
	if (!note_parse(note, subject, &n, e))
		return false;
	if (!unit_keys_signed(log_keys, &n, &by, NULL, e)) {
		if (e->code == ERR_UNSIGNED)
			e->code = ERR_LOG_UNSIGNED;
		return false;
	}
	if (!checkpoint_parse(n.text, &c, e))
		return false;
	/* Its own store judges no key of its own: what it holds was signed in time. */
	const struct roster *newest =
		log_keys->chain && !log_keys->own ? roster_chain_newest(log_keys->chain) : NULL;
	if (newest && !roster_log_key_stands(newest, by, c.size, e))
		return false;
	if (strcmp(c.origin, by->name) != 0)
		return error_set(e, ERR_LOG_UNSIGNED, subject, "%s", N_("signed with another log's key"));
	*ret = c;
	return true;
}

bool checkpoint_open_cosigned(struct bytes note, const char *subject, const struct unit_keys *log_keys,
                              const struct unit_keys *witness, struct checkpoint *ret, moment *ret_when,
                              struct error *e)
{
	struct note n;
	struct checkpoint c;
	const struct note_verifier *by;
	moment when;
	if (!checkpoint_open(note, subject, log_keys, &c, e) || !note_parse(note, subject, &n, e) ||
	    !unit_keys_signed(witness, &n, &by, &when, e))
		return false;
	if (by->type != NOTE_COSIGNATURE)
		return error_set(e, ERR_UNSIGNED, by->name, "%s", N_("no cosignature by this key"));
	*ret = c;
	*ret_when = when;
	return true;
}

bool checkpoint_check_cosigned(const char *subject, moment when, moment act, moment now, struct error *e)
{
	if (when < act - CLOCK_SLACK)
		return error_set(e, ERR_LOG_COSIGNED, subject, "%s",
		                 N_("before the last act that it covers"));
	return when <= now + CLOCK_SLACK ||
	       error_set(e, ERR_LOG_COSIGNED, subject, "%s", N_("on a day that is still to come"));
}

bool checkpoint_cosign(struct bytes note, const struct note_signer *witness, moment when, struct buffer *out,
                       struct error *e)
{
	_cleanup_(buffer_clear) struct buffer own = { 0 };
	struct note n;
	buffer_append(&own, note);
	if (!buffer_ok(&own, e) || !note_parse(note, "checkpoint", &n, e) ||
	    !note_sign(&own, n.text, witness, when > 0 ? when : 0, e))
		return false;
	buffer_append(out, buffer_bytes(&own));
	return buffer_ok(out, e);
}

bool checkpoint_only(struct bytes note, const struct unit_keys *const *keys, size_t count, struct buffer *out,
                     struct error *e)
{
	struct note n;
	if (!note_parse(note, "checkpoint", &n, e))
		return false;
	buffer_append(out, n.text);
	buffer_append_byte(out, '\n');
	for (size_t i = 0; i < count; i++) {
		const struct note_verifier *by;
		if (!unit_keys_signed(keys[i], &n, &by, NULL, e))
			return false;
		buffer_append(out, note_line_of(&n, by));
	}
	return buffer_ok(out, e);
}

bool checkpoint_next(struct cursor *lines, struct bytes *ret)
{
	static const char dash[] = "\xe2\x80\x94 ";
	const uint8_t *start = lines->left.data;
	if (lines->failed || cursor_done(lines))
		return false;
	for (unsigned i = 0; i < 3; i++)
		if (cursor_line(lines).size == 0)
			lines->failed = true;
	if (cursor_line(lines).size)
		lines->failed = true;
	unsigned signatures = 0;
	while (!lines->failed && bytes_starts_with(lines->left, dash)) {
		(void)cursor_line(lines);
		signatures++;
	}
	if (lines->failed || !signatures) {
		lines->failed = true;
		return false;
	}
	*ret = bytes_of(start, (size_t)(lines->left.data - start));
	/* An empty line stands between two, and none behind the last. */
	if (!cursor_done(lines) && (cursor_line(lines).size || cursor_done(lines)))
		lines->failed = true;
	return !lines->failed;
}

void checkpoint_append(struct buffer *out, struct bytes note)
{
	if (out->size)
		buffer_append_byte(out, '\n');
	buffer_append(out, note);
}

bool checkpoint_equal(const struct checkpoint *a, const struct checkpoint *b)
{
	return a->size == b->size && strcmp(a->origin, b->origin) == 0 && sha256_equal(&a->root, &b->root);
}
