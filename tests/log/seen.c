/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/seen.h"

#include "fixture.h"

struct officer {
	struct note_signer witness, other, wi, wmo;
};

static void officer_clear(struct officer *o)
{
	note_signer_clear(&o->witness);
	note_signer_clear(&o->other);
	note_signer_clear(&o->wi);
	note_signer_clear(&o->wmo);
}

static void officer_start(struct officer *o)
{
	struct error e;
	*o = (struct officer){ 0 };
	CHECK(crypto_start(&e));
	CHECK(note_signer_generate("oss.nl/p-0001", NOTE_COSIGNATURE, &o->witness, &e));
	CHECK(note_signer_generate("oss.nl/p-0002", NOTE_COSIGNATURE, &o->other, &e));
	CHECK(note_signer_generate("oss.nl/wi", NOTE_ED25519, &o->wi, &e));
	CHECK(note_signer_generate("oss.nl/wmo", NOTE_ED25519, &o->wmo, &e));
}

static void seen_note(const struct note_signer *log, const struct note_signer *witness, uint64_t size,
                      uint8_t root, struct buffer *ret)
{
	_cleanup_(buffer_clear) struct buffer own = { 0 };
	struct checkpoint c = { .size = size, .root = { { root } } };
	struct error e;
	memcpy(c.origin, log->public.name, sizeof c.origin);
	CHECK(checkpoint_sign(&c, log, &own, &e));
	buffer_reset(ret);
	CHECK(checkpoint_cosign(buffer_bytes(&own), witness, 5, ret, &e));
}

static enum error_code put_over(struct officer *o, struct buffer *file, const struct note_signer *log,
                                uint64_t size, uint8_t root, bool given_up)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct buffer next = { 0 };
	struct error e;
	seen_note(log, &o->witness, size, root, &note);
	if (!seen_put(buffer_bytes(file), "seen", &o->witness.public, buffer_bytes(&note), given_up, &next,
	              &e)) {
		buffer_clear(&next);
		return e.code;
	}
	buffer_clear(file);
	*file = next;
	return ERR_NONE;
}

static enum error_code put(struct officer *o, struct buffer *file, const struct note_signer *log,
                           uint64_t size, uint8_t root)
{
	return put_over(o, file, log, size, root, false);
}

static uint64_t size_of(struct officer *o, const struct buffer *file, const char *origin)
{
	struct error e;
	struct bytes note;
	struct checkpoint c;
	struct note n;
	CHECK(seen_find(buffer_bytes(file), "seen", &o->witness.public, origin, &note, &e));
	if (note.size == 0)
		return 0;
	CHECK(note_parse(note, "seen", &n, &e) && checkpoint_parse(n.text, &c, &e));
	return c.size;
}

Test(seen, goes_forward_for_each_log)
{
	_cleanup_(officer_clear) struct officer o;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	officer_start(&o);
	cr_assert_eq(size_of(&o, &file, "oss.nl/wi"), 0);
	cr_assert_eq(put(&o, &file, &o.wi, 7, 1), ERR_NONE);
	cr_assert_eq(put(&o, &file, &o.wmo, 3, 2), ERR_NONE);
	cr_assert_eq(put(&o, &file, &o.wi, 9, 3), ERR_NONE);
	cr_assert_eq(put(&o, &file, &o.wi, 9, 3), ERR_NONE, "the same again is nothing new");
	cr_assert_eq(size_of(&o, &file, "oss.nl/wi"), 9);
	cr_assert_eq(size_of(&o, &file, "oss.nl/wmo"), 3);
	cr_assert_eq(put(&o, &file, &o.wi, 8, 4), ERR_LOG_SHORTER);
	cr_assert_eq(put(&o, &file, &o.wi, 9, 5), ERR_LOG_FORK);
	cr_assert_eq(size_of(&o, &file, "oss.nl/wi"), 9);
	cr_assert_eq(size_of(&o, &file, "oss.nl/wmo"), 3);
	cr_assert_eq(put_over(&o, &file, &o.wi, 8, 4, true), ERR_NONE, "what was seen is given up");
	cr_assert_eq(size_of(&o, &file, "oss.nl/wi"), 8);
	cr_assert_eq(size_of(&o, &file, "oss.nl/wmo"), 3);
}

Test(seen, by_another_or_changed_is_not_believed)
{
	_cleanup_(officer_clear) struct officer o;
	_cleanup_(buffer_clear) struct buffer file = { 0 }, foreign = { 0 };
	struct bytes note;
	struct error e;
	officer_start(&o);
	cr_assert_eq(put(&o, &file, &o.wi, 7, 1), ERR_NONE);
	seen_note(&o.wi, &o.other, 7, 1, &foreign);
	cr_assert(!seen_find(buffer_bytes(&foreign), "seen", &o.witness.public, "oss.nl/wi", &note, &e) &&
	          e.code == ERR_UNSIGNED);
	for (size_t i = 0; i < file.size; i++) {
		file.data[i] ^= 1;
		bool found =
			seen_find(buffer_bytes(&file), "seen", &o.witness.public, "oss.nl/wi", &note, &e);
		/* The log's own line is a line by a key that isn't asked for; the rest is signed, or form. */
		struct note n;
		cr_assert(!found || (note_parse(note, "seen", &n, &e) &&
		                     bytes_starts_with(n.text, "oss.nl/wi\n7\n")),
		          "byte %zu", i);
		file.data[i] ^= 1;
	}
	_cleanup_(buffer_clear) struct buffer twice = { 0 };
	checkpoint_append(&twice, buffer_bytes(&file));
	checkpoint_append(&twice, buffer_bytes(&file));
	cr_assert(!seen_find(buffer_bytes(&twice), "seen", &o.witness.public, "oss.nl/wi", &note, &e) &&
	                  e.code == ERR_LOG,
	          "one log twice");
}
