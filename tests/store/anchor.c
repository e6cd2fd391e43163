/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/anchor.h"

#include "unit.h"

static void checkpoint_of(const struct note_signer *key, uint64_t size, struct buffer *note)
{
	struct checkpoint c = { .origin = UNIT, .size = size, .root = { { (uint8_t)size } } };
	buffer_reset(note);
	OK(checkpoint_sign(&c, key, note, &e));
}

static uint64_t size_of(const struct unit *u, const struct note_signer *key)
{
	struct checkpoint c = { 0 };
	bool there;
	OK(anchor_read(u->home, ONE_KEY(&key->public), &there, &c, &e));
	return there ? c.size : 0;
}

static void write_anchor(const struct unit *u, const struct note_signer *key, uint64_t size)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(file_write_clear) struct file_write w = { .fd = -1 };
	checkpoint_of(key, size, &note);
	OK(anchor_prepare(u->home, buffer_bytes(&note), &w, &e));
	OK(anchor_publish(u->home, ONE_KEY(&key->public), size, false, &w, &e));
}

Test(anchor, goes_forward_only)
{
	struct unit u;
	_cleanup_(note_signer_clear) struct note_signer key = { 0 };
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	OK(note_signer_generate(UNIT, NOTE_ED25519, &key, &e));
	cr_assert_eq(size_of(&u, &key), 0);
	write_anchor(&u, &key, 7);
	cr_assert_eq(size_of(&u, &key), 7);
	write_anchor(&u, &key, 5); /* a program that was slower between its commit and here */
	cr_assert_eq(size_of(&u, &key), 7);
	write_anchor(&u, &key, 9);
	cr_assert_eq(size_of(&u, &key), 9);
	unit_end(&u);
}

Test(anchor, is_there_only_once_published)
{
	struct unit u;
	_cleanup_(note_signer_clear) struct note_signer key = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	OK(note_signer_generate(UNIT, NOTE_ED25519, &key, &e));
	checkpoint_of(&key, 3, &note);
	struct file_write w = { .fd = -1 };
	OK(anchor_prepare(u.home, buffer_bytes(&note), &w, &e));
	cr_assert_eq(size_of(&u, &key), 0);
	file_write_clear(&w);
	cr_assert_eq(size_of(&u, &key), 0);
	cr_assert_eq(rmdir(u.home), 0, "a temporary file was left");
	unit_end(&u);
}

Test(anchor, of_another_key_or_another_unit_is_refused)
{
	struct unit u;
	_cleanup_(note_signer_clear) struct note_signer key = { 0 }, other = { 0 }, elsewhere = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint c;
	bool there;
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	OK(note_signer_generate(UNIT, NOTE_ED25519, &key, &e));
	OK(note_signer_generate(UNIT, NOTE_ED25519, &other, &e));
	OK(note_signer_generate("oss.nl/wi", NOTE_ED25519, &elsewhere, &e));
	write_anchor(&u, &key, 3);
	FAILS(ERR_STORE_ANCHOR, anchor_read(u.home, ONE_KEY(&other.public), &there, &c, &e));
	FAILS(ERR_STORE_ANCHOR, anchor_read(u.home, ONE_KEY(&elsewhere.public), &there, &c, &e));
	save(&u, "anchor", &note);
	for (size_t i = 0; i < note.size; i += 3) { /* a flipped bit anywhere */
		note.data[i] ^= 1;
		put_back(&u, "anchor", &note);
		FAILS(ERR_STORE_ANCHOR, anchor_read(u.home, ONE_KEY(&key.public), &there, &c, &e));
		note.data[i] ^= 1;
	}
	/* damaged while a program runs: the next commit tells, and doesn't paint over it */
	struct file_write w = { .fd = -1 };
	note.size = 0;
	put_back(&u, "anchor", &note);
	checkpoint_of(&key, 9, &note);
	OK(anchor_prepare(u.home, buffer_bytes(&note), &w, &e));
	FAILS(ERR_STORE_ANCHOR, anchor_publish(u.home, ONE_KEY(&key.public), 9, false, &w, &e));
	file_write_clear(&w);
	unit_end(&u);
}
