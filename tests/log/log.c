/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

static struct note_signer a_key(void)
{
	struct note_signer s = { 0 };
	struct error e;
	CHECK(crypto_start(&e));
	CHECK(note_signer_generate("oss.nl/wmo", NOTE_ED25519, &s, &e));
	return s;
}

static struct bytes entry_text(uint64_t i, char out[24])
{
	return bytes_of(out, (size_t)snprintf(out, 24, "entry %llu", (unsigned long long)i));
}

static void grow(struct log *l, uint64_t to)
{
	struct error e;
	char text[24];
	for (uint64_t i = log_size(l); i < to; i++)
		CHECK(log_append(l, entry_text(i, text), &e));
}

/* The root by the definition of RFC 6962 2.1, recursively. */
static void plain_root(uint64_t from, uint64_t size, struct sha256 *ret)
{
	char text[24];
	struct sha256 left, right;
	if (size == 0) {
		merkle_empty(ret);
		return;
	}
	if (size == 1) {
		merkle_leaf(entry_text(from, text), ret);
		return;
	}
	uint64_t split = 1;
	while (split * 2 < size)
		split *= 2;
	plain_root(from, split, &left);
	plain_root(from + split, size - split, &right);
	merkle_node(&left, &right, ret);
}

static bool same_root(const struct log *l, uint64_t size)
{
	struct sha256 got, expected;
	log_root(l, &got);
	plain_root(0, size, &expected);
	return log_size(l) == size && sha256_equal(&got, &expected);
}

Test(log, grows_and_is_found_again_at_every_edge)
{
	static const uint64_t sizes[] = { 0,   1,   2,   3,    7,     8,     255,   256,  257,
		                          511, 512, 513, 1000, 65535, 65536, 65537, 66000 };
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		_cleanup_(log_freep) struct log *l = NULL;
		_cleanup_(buffer_clear) struct buffer note = { 0 };
		struct checkpoint c;
		CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
		cr_assert(i == 0 || log_size(l) == sizes[i - 1]);
		grow(l, sizes[i]);
		cr_assert(same_root(l, sizes[i]), "%llu", (unsigned long long)sizes[i]);
		CHECK(log_sign(l, &key, &note, &e));
		CHECK(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&key.public), &c, &e));
		cr_assert_eq(c.size, sizes[i]);
		cr_assert(bytes_equal(buffer_bytes(&note), buffer_bytes(&memory.checkpoint)));
	}
}

Test(log, writes_a_tile_once_when_it_is_full)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	grow(l, 1000);
	cr_assert_eq(memory.tile_puts, 3);
	CHECK(log_sign(l, &key, NULL, &e));
	cr_assert_eq(memory.tile_puts, 5); /* two partial ones */
	CHECK(log_sign(l, &key, NULL, &e));
	cr_assert_eq(memory.tile_puts, 5);
}

Test(log, proves_inclusion_and_consistency)
{
	static const uint64_t sizes[] = { 1, 2, 3, 5, 8, 13, 255, 256, 257, 300, 511, 512, 700 };
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	const struct log_storage storage = memory_storage(&memory);
	struct merkle_proof proof;
	struct sha256 root, from, leaf;
	struct error e;
	char text[24];
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	grow(l, 700);
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		plain_root(0, sizes[i], &root);
		CHECK(log_root_at(l, sizes[i], &from, &e));
		cr_assert(sha256_equal(&root, &from));
		for (uint64_t index = 0; index < sizes[i]; index += 1 + sizes[i] / 17) {
			merkle_leaf(entry_text(index, text), &leaf);
			CHECK(log_prove_inclusion(l, index, sizes[i], &proof, &e));
			cr_assert(merkle_check_inclusion(index, sizes[i], &leaf, &proof, &root));
		}
		for (size_t j = 0; j <= i; j++) {
			plain_root(0, sizes[j], &from);
			CHECK(log_prove_consistency(l, sizes[j], sizes[i], &proof, &e));
			cr_assert(merkle_check_consistency(sizes[j], sizes[i], &from, &root, &proof));
		}
	}
}

Test(log, what_it_does_not_hold_it_does_not_prove)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(buffer_clear) struct buffer entry = { 0 };
	const struct log_storage storage = memory_storage(&memory);
	struct merkle_proof proof;
	struct sha256 root;
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	grow(l, 10);
	cr_assert(!log_root_at(l, 11, &root, &e) && e.code == ERR_LOG_SHORTER);
	cr_assert(!log_prove_inclusion(l, 3, 11, &proof, &e) && e.code == ERR_LOG_SHORTER);
	cr_assert(!log_prove_inclusion(l, 5, 5, &proof, &e) && e.code == ERR_NOT_FOUND);
	cr_assert(!log_prove_consistency(l, 0, 5, &proof, &e) && e.code == ERR_LOG_PROOF);
	cr_assert(!log_prove_consistency(l, 6, 5, &proof, &e) && e.code == ERR_LOG_PROOF);
	cr_assert(!log_prove_consistency(l, 6, 50, &proof, &e) && e.code == ERR_LOG_SHORTER);
	cr_assert(!log_entry(l, 10, &entry, &e) && e.code == ERR_NOT_FOUND);
	CHECK(log_entry(l, 9, &entry, &e));
	cr_assert_str_eq(buffer_string(&entry), "entry 9");
	CHECK(log_root_at(l, 0, &root, &e));
}

Test(log, forgets_what_was_not_signed)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	grow(l, 200);
	CHECK(log_sign(l, &key, NULL, &e));
	grow(l, 230);
	CHECK(log_reload(l, &e));
	cr_assert(same_root(l, 200));
	grow(l, 300);
	CHECK(log_sign(l, &key, NULL, &e));
	cr_assert(same_root(l, 300));
}

Test(log, a_refused_write_is_an_error_and_asks_for_a_roll_back)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	grow(l, 255);
	memory.refuse_entry = true;
	cr_assert(!log_append(l, BYTES("x"), &e) && e.code == ERR_DISK_FULL);
	cr_assert_eq(log_size(l), 255);
	memory.refuse_entry = false;
	CHECK(log_sign(l, &key, NULL, &e));
	memory.refuse_tile = true;
	cr_assert(!log_append(l, BYTES("x"), &e) && e.code == ERR_DISK_FULL);
	cr_assert(!log_append(l, BYTES("x"), &e) && e.code == ERR_LOG);
	cr_assert(!log_sign(l, &key, NULL, &e) && e.code == ERR_LOG);
	memory.refuse_tile = false;
	CHECK(log_reload(l, &e));
	grow(l, 260);
	memory.refuse_checkpoint = true;
	cr_assert(!log_sign(l, &key, NULL, &e) && e.code == ERR_DISK_FULL);
	memory.refuse_checkpoint = false;
	CHECK(log_sign(l, &key, NULL, &e));
	cr_assert(same_root(l, 260));
}

Test(log, an_entry_has_a_largest_size)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	static const uint8_t large[LIMIT_LOG_ENTRY_SIZE + 1];
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	cr_assert(!log_append(l, bytes_of(large, sizeof large), &e) && e.code == ERR_TOO_LARGE);
	CHECK(log_append(l, bytes_of(large, sizeof large - 1), &e));
}

Test(log, damage_of_what_is_stored_is_seen_on_opening)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(note_signer_clear) struct note_signer key = a_key(), other = a_key();
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(buffer_clear) struct buffer older = { 0 };
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	grow(l, 299);
	CHECK(log_sign(l, &key, &older, &e));
	grow(l, 300);
	CHECK(log_sign(l, &key, NULL, &e));
	log_freep(&l);
	cr_assert(!log_open(&storage, ONE_KEY(&other.public), &l, &e) && e.code == ERR_LOG_UNSIGNED);
	struct memory_tile *edge = memory_tile(&memory, 0, 1);
	cr_assert(edge);
	if (!edge)
		return;
	edge->hashes.data[40] ^= 1;
	cr_assert(!log_open(&storage, ONE_KEY(&key.public), &l, &e) && e.code == ERR_LOG_ROOT);
	edge->hashes.data[40] ^= 1;
	edge->hashes.size -= 32;
	cr_assert(!log_open(&storage, ONE_KEY(&key.public), &l, &e) && e.code == ERR_LOG);
	edge->hashes.size += 32;
	memory.checkpoint.data[3] ^= 1;
	cr_assert_not(log_open(&storage, ONE_KEY(&key.public), &l, &e));
	memory.checkpoint.data[3] ^= 1;
	buffer_reset(&memory.checkpoint);
	buffer_append(&memory.checkpoint, buffer_bytes(&older));
	cr_assert(!log_open(&storage, ONE_KEY(&key.public), &l, &e) && e.code == ERR_LOG);
}
