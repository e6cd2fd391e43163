/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/witness.h"

#include "fixture.h"

/* A log that grows, and the checkpoints that it was sent with. */
struct growing {
	struct memory_log memory;
	struct note_signer key, witness;
	struct log *log;
	struct buffer notes[4]; /* of sizes 3, 8, 9, 20 */
};
static const uint64_t sizes[] = { 3, 8, 9, 20 };

static void growing_clear(struct growing *g)
{
	log_freep(&g->log);
	memory_log_clear(&g->memory);
	note_signer_clear(&g->key);
	note_signer_clear(&g->witness);
	for (size_t i = 0; i < ELEMENTS(g->notes); i++)
		buffer_clear(&g->notes[i]);
}

static void grow(struct growing *g, uint64_t size, const char *word, struct buffer *note)
{
	struct error e;
	while (log_size(g->log) < size) {
		char text[40];
		CHECK(log_append(g->log,
		                 bytes_of(text, (size_t)snprintf(text, sizeof text, "%s %d", word,
		                                                 (int)log_size(g->log))),
		                 &e));
	}
	CHECK(log_sign(g->log, &g->key, note, &e));
}

static void growing_start(struct growing *g, const struct note_signer *key, const char *word)
{
	struct error e;
	*g = (struct growing){ 0 };
	CHECK(crypto_start(&e));
	if (key) {
		g->key.public = key->public;
		CHECK(secret_copy(&g->key.seed, secret_open(&key->seed), &e));
		secret_close(&key->seed);
	} else {
		CHECK(note_signer_generate("oss.nl/wi", NOTE_ED25519, &g->key, &e));
	}
	CHECK(note_signer_generate("oss.nl/wmo", NOTE_COSIGNATURE, &g->witness, &e));
	const struct log_storage storage = memory_storage(&g->memory);
	CHECK(log_open(&storage, ONE_KEY(&g->key.public), &g->log, &e));
	for (size_t i = 0; i < ELEMENTS(sizes); i++)
		grow(g, sizes[i], word, &g->notes[i]);
}

/* The chain over the notes [first, last]. */
static void chain(struct growing *g, size_t first, size_t last, struct buffer *out)
{
	struct error e;
	witness_start(out);
	for (size_t i = first; i <= last; i++)
		CHECK(witness_add(g->log, i == first ? 0 : sizes[i - 1], buffer_bytes(&g->notes[i]), out,
		                  &e));
}

Test(witness, leads_from_one_checkpoint_to_the_next)
{
	_cleanup_(growing_clear) struct growing g;
	growing_start(&g, NULL, "entry");
	for (size_t first = 0; first < ELEMENTS(sizes); first++)
		for (size_t last = first; last < ELEMENTS(sizes); last++) {
			_cleanup_(buffer_clear) struct buffer raw = { 0 };
			_cleanup_(witness_clear) struct witness w = { 0 };
			struct error e;
			chain(&g, first, last, &raw);
			CHECK(witness_open(buffer_bytes(&raw), "log.witness", ONE_KEY(&g.key.public), &w,
			                   &e));
			cr_assert_eq(w.count, last - first + 1);
			cr_assert_eq(w.seen.size, 0);
			cr_assert_eq(witness_last(&w)->checkpoint.size, sizes[last]);
			for (size_t i = 0; i < ELEMENTS(sizes); i++) {
				const struct witness_step *step = witness_at(&w, sizes[i]);
				cr_assert_eq(step != NULL, i >= first && i <= last);
				cr_assert(!step || bytes_equal(step->note, buffer_bytes(&g.notes[i])));
			}
			cr_assert_null(witness_at(&w, 7));
		}
}

Test(witness, carries_what_was_seen_of_the_other_log)
{
	_cleanup_(growing_clear) struct growing g, other;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, cosigned = { 0 };
	_cleanup_(witness_clear) struct witness w = { 0 };
	struct checkpoint c;
	moment when;
	struct error e;
	growing_start(&g, NULL, "entry");
	growing_start(&other, NULL, "other");
	chain(&g, 0, 1, &raw);
	CHECK(checkpoint_cosign(buffer_bytes(&other.notes[2]), &g.witness, 1795514400, &cosigned, &e));
	CHECK(witness_add_seen(buffer_bytes(&cosigned), &raw, &e));
	CHECK(witness_open(buffer_bytes(&raw), "log.witness", ONE_KEY(&g.key.public), &w, &e));
	CHECK(checkpoint_open_cosigned(w.seen, "seen", ONE_KEY(&other.key.public), ONE_KEY(&g.witness.public),
	                               &c, &when, &e));
	cr_assert_eq(c.size, 9);
	cr_assert_eq(when, 1795514400);
	cr_assert(!checkpoint_open_cosigned(w.seen, "seen", ONE_KEY(&other.key.public),
	                                    ONE_KEY(&other.witness.public), &c, &when, &e) &&
	          e.code == ERR_UNSIGNED);
	cr_assert(!checkpoint_open_cosigned(w.seen, "seen", ONE_KEY(&g.key.public),
	                                    ONE_KEY(&g.witness.public), &c, &when, &e) &&
	          e.code == ERR_LOG_UNSIGNED);
}

Test(witness, no_flipped_bit_and_no_cut_opens)
{
	_cleanup_(growing_clear) struct growing g;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error e;
	growing_start(&g, NULL, "entry");
	chain(&g, 0, 2, &raw);
	for (size_t i = 0; i < raw.size; i++) {
		_cleanup_(witness_clear) struct witness w = { 0 };
		raw.data[i] ^= (uint8_t)(1u << (i % 7));
		cr_assert_not(witness_open(buffer_bytes(&raw), "log.witness", ONE_KEY(&g.key.public), &w, &e),
		              "byte %zu", i);
		raw.data[i] ^= (uint8_t)(1u << (i % 7));
	}
	/* Whole steps may be left off at the end; nothing else. */
	size_t opened = 0;
	for (size_t size = 0; size < raw.size; size++) {
		_cleanup_(witness_clear) struct witness w = { 0 };
		opened +=
			witness_open(bytes_of(raw.data, size), "log.witness", ONE_KEY(&g.key.public), &w, &e);
	}
	cr_assert_eq(opened, 2);
}

Test(witness, of_two_logs_with_one_key_does_not_open)
{
	_cleanup_(growing_clear) struct growing g, forked;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(witness_clear) struct witness w = { 0 };
	struct error e;
	growing_start(&g, NULL, "entry");
	growing_start(&forked, &g.key, "other");
	witness_start(&raw);
	CHECK(witness_add(g.log, 0, buffer_bytes(&g.notes[0]), &raw, &e));
	CHECK(witness_add(forked.log, 3, buffer_bytes(&forked.notes[1]), &raw, &e));
	cr_assert(!witness_open(buffer_bytes(&raw), "log.witness", ONE_KEY(&g.key.public), &w, &e) &&
	                  e.code == ERR_LOG_PROOF,
	          "%s", error_name(e.code));
}

Test(witness, goes_up_and_begins_with_nothing_before_it)
{
	_cleanup_(growing_clear) struct growing g;
	struct error e;
	growing_start(&g, NULL, "entry");
	const struct {
		size_t note;
		uint64_t old;
	} bad[][2] = {
		{ { 1, 0 }, { 0, 0 } }, /* a second beginning */
		{ { 1, 0 }, { 1, 8 } }, /* the same again */
		{ { 1, 3 }, { 2, 8 } }, /* begins behind something */
		{ { 0, 0 }, { 2, 8 } }, /* a step left out */
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(witness_clear) struct witness w = { 0 };
		witness_start(&raw);
		for (size_t j = 0; j < 2; j++)
			CHECK(witness_add(g.log, bad[i][j].old, buffer_bytes(&g.notes[bad[i][j].note]), &raw,
			                  &e));
		cr_assert(!witness_open(buffer_bytes(&raw), "log.witness", ONE_KEY(&g.key.public), &w, &e) &&
		                  e.code == ERR_LOG_PROOF,
		          "%zu: %s", i, error_name(e.code));
	}
}

Test(witness, of_another_form_is_refused)
{
	static const char *const bad[] = {
		"",
		"sluis.witness/v1\n",
		"sluis.witness/v2\n\nold 0\n\n",
		"sluis.witness/v1\n\n",
		"sluis.witness/v1\n\nseen\n\n",
		"sluis.witness/v1\n\nold 00\n\n",
		"sluis.witness/v1\n\nold 0\nx\n\n",
		"sluis.witness/v1\n\nold 0\n\na\nb\nc\n",
	};
	_cleanup_(growing_clear) struct growing g;
	_cleanup_(buffer_clear) struct buffer many = { 0 };
	struct error e;
	growing_start(&g, NULL, "entry");
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(witness_clear) struct witness w = { 0 };
		cr_assert(!witness_open(bytes_of_string(bad[i]), "log.witness", ONE_KEY(&g.key.public), &w,
		                        &e) &&
		                  e.code == ERR_LOG_PROOF,
		          "%zu: %s", i, error_name(e.code));
	}
	_cleanup_(witness_clear) struct witness w = { 0 };
	while (many.size <= LIMIT_WITNESS_SIZE)
		buffer_append_string(&many, "sluis.witness/v1\n\nold 0\n\n");
	cr_assert(!witness_open(buffer_bytes(&many), "log.witness", ONE_KEY(&g.key.public), &w, &e) &&
	          e.code == ERR_TOO_LARGE);
}
