/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/evidence.h"

#include "fixture.h"

/* Two histories of one log, both signed with its key, and the roster that lists that key. */
struct trial {
	struct partnership people;
	struct roster_chain chain;
	struct sha256 fingerprint;
	struct memory_log memory[2];
	struct log *logs[2];
	struct buffer small[2], large[2]; /* checkpoints of sizes 6 and 11 */
};

static void trial_clear(struct trial *t)
{
	for (size_t i = 0; i < 2; i++) {
		log_freep(&t->logs[i]);
		memory_log_clear(&t->memory[i]);
		buffer_clear(&t->small[i]);
		buffer_clear(&t->large[i]);
	}
	roster_chain_clear(&t->chain);
	partnership_clear(&t->people);
}

static void grow(struct trial *t, size_t which, uint64_t size, struct buffer *note)
{
	struct error e;
	while (log_size(t->logs[which]) < size) {
		char text[40];
		CHECK(log_append(t->logs[which],
		                 bytes_of(text, (size_t)snprintf(text, sizeof text, "%zu %d", which,
		                                                 (int)log_size(t->logs[which]))),
		                 &e));
	}
	CHECK(log_sign(t->logs[which], &t->people.logs[OSS_WI], note, &e));
}

static void trial_start(struct trial *t)
{
	struct error e;
	*t = (struct trial){ 0 };
	partnership_start(&t->people);
	struct roster *root = SIGNED(&t->people, partnership_draft(&t->people), OSS_1, OSS_2, UDEN_1, UDEN_2);
	t->chain.fingerprint = t->fingerprint = root->hash;
	CHECK(roster_chain_append(&t->chain, &root, &e));
	for (size_t i = 0; i < 2; i++) {
		const struct log_storage storage = memory_storage(&t->memory[i]);
		CHECK(log_open(&storage, ONE_KEY(&t->people.logs[OSS_WI].public), &t->logs[i], &e));
		grow(t, i, 6, &t->small[i]);
		grow(t, i, 11, &t->large[i]);
	}
}

static void make(const struct trial *t, enum evidence_kind kind, const struct buffer *known,
                 const struct buffer *shown, struct bytes chain, struct buffer *out)
{
	const struct evidence_parts parts = {
		.kind = kind,
		.log = "oss.nl/wi",
		.witness = "oss.nl/wmo",
		.found = 1795514400,
		.rosters = &t->chain,
		.known = buffer_bytes(known),
		.shown = buffer_bytes(shown),
		.chain = chain,
	};
	struct error e;
	buffer_reset(out);
	CHECK(evidence_format(&parts, out, &e));
	cr_assert(evidence_is(buffer_bytes(out)));
}

static enum error_code open_it(const struct trial *t, const struct buffer *file, struct evidence *ret)
{
	struct error e = { 0 };
	return evidence_open(buffer_bytes(file), NULL, 0, &t->fingerprint, ret, &e) ? ERR_NONE : e.code;
}

Test(evidence, of_a_fork_is_two_roots_of_one_size)
{
	_cleanup_(trial_clear) struct trial t;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct evidence is;
	trial_start(&t);
	make(&t, EVIDENCE_FORK, &t.small[0], &t.small[1], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_NONE);
	cr_assert_eq(is.kind, EVIDENCE_FORK);
	cr_assert_eq(is.known.size, 6);
	cr_assert_eq(is.shown.size, 6);
	cr_assert_str_eq(is.log, "oss.nl/wi");
	cr_assert_eq(is.roster_version, 1);
	make(&t, EVIDENCE_FORK, &t.small[0], &t.small[0], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_EVIDENCE);
	make(&t, EVIDENCE_FORK, &t.small[0], &t.large[1], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_EVIDENCE);
}

static void chain_of(struct trial *t, size_t which, struct buffer *out)
{
	struct error e;
	buffer_reset(out);
	witness_start(out);
	CHECK(witness_add(t->logs[which], 0, buffer_bytes(&t->small[which]), out, &e));
	CHECK(witness_add(t->logs[which], 6, buffer_bytes(&t->large[which]), out, &e));
}

Test(evidence, of_a_missing_proof_is_refuted_by_the_proof)
{
	_cleanup_(trial_clear) struct trial t;
	_cleanup_(buffer_clear) struct buffer file = { 0 }, chain = { 0 };
	struct evidence is;
	trial_start(&t);
	make(&t, EVIDENCE_UNPROVEN, &t.small[0], &t.large[1], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_NONE);
	chain_of(&t, 1, &chain); /* right, but of another history than the one known */
	make(&t, EVIDENCE_UNPROVEN, &t.small[0], &t.large[1], buffer_bytes(&chain), &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_NONE);
	chain_of(&t, 0, &chain);
	make(&t, EVIDENCE_UNPROVEN, &t.small[0], &t.large[0], buffer_bytes(&chain), &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_EVIDENCE, "the proof is in it, and right");
	make(&t, EVIDENCE_UNPROVEN, &t.large[0], &t.small[0], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_EVIDENCE, "a smaller tree proves nothing");
}

Test(evidence, counts_only_under_its_fingerprint_and_its_keys)
{
	_cleanup_(trial_clear) struct trial t, stranger;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct evidence is;
	struct sha256 other = { { 1 } };
	struct error e;
	trial_start(&t);
	trial_start(&stranger);
	make(&t, EVIDENCE_FORK, &t.small[0], &t.small[1], (struct bytes){ 0 }, &file);
	cr_assert(!evidence_open(buffer_bytes(&file), NULL, 0, &other, &is, &e) && e.code == ERR_FINGERPRINT);
	make(&t, EVIDENCE_FORK, &t.small[0], &stranger.small[1], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &is), ERR_LOG_UNSIGNED);
	/* A letter's manifests are asked of a rollback. */
	make(&t, EVIDENCE_ROLLBACK, &t.large[0], &t.small[1], (struct bytes){ 0 }, &file);
	cr_assert_neq(open_it(&t, &file, &is), ERR_NONE);
}

Test(evidence, changed_in_any_byte_never_shows_another_tree)
{
	_cleanup_(trial_clear) struct trial t;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct evidence good, is;
	trial_start(&t);
	make(&t, EVIDENCE_FORK, &t.small[0], &t.small[1], (struct bytes){ 0 }, &file);
	cr_assert_eq(open_it(&t, &file, &good), ERR_NONE);
	for (size_t i = 0; i < file.size; i += i < 2048 || i + 6144 > file.size ? 1 : 37) {
		file.data[i] ^= 4;
		if (open_it(&t, &file, &is) == ERR_NONE)
			cr_assert(checkpoint_equal(&is.known, &good.known) &&
			                  checkpoint_equal(&is.shown, &good.shown),
			          "byte %zu", i);
		file.data[i] ^= 4;
	}
	for (size_t size = 0; size < file.size; size += 97) {
		struct buffer cut = { .data = file.data, .size = size };
		cr_assert(open_it(&t, &cut, &is) != ERR_NONE, "%zu bytes", size);
	}
}
