/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/slip39.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS 33u /* of a share of 32 bytes */

/* --- the list --- */

Test(slip39, has_1024_words_that_four_letters_tell_apart)
{
	char last[SLIP39_WORD_SIZE + 1] = "", word[SLIP39_WORD_SIZE + 1];
	for (uint16_t i = 0; i < 1024; i++) {
		slip39_word(i, word);
		cr_assert_geq(strlen(word), SLIP39_WORD_TELLS, "%s", word);
		cr_assert_lt(strncmp(last, word, SLIP39_WORD_TELLS), 0, "%s, %s", last, word);
		cr_assert_eq(slip39_word_find(bytes_of_string(word)), i, "%s", word);
		memcpy(last, word, sizeof last);
	}
	cr_assert_str_eq(last, "zero");
	slip39_word(1024, word);
	cr_assert_str_eq(word, "", "behind the last there is none");
}

Test(slip39, takes_a_word_whole_or_by_its_beginning)
{
	static const struct {
		const char *typed;
		bool found, near;
	} rows[] = {
		{ "academic", true, true },
		{ "ACADEMIC", true, true },
		{ "Acad", true, true },
		{ "academ", true, true },
		{ "aca", false, false },
		{ "", false, false },
		{ "academia", false, true },
		{ "academics", false, true },
		{ "academicacademic", false, true },
		{ "acadamic", false, true },
		{ "xcademic", false, false },
		{ "academi\xc3", false, true },
		{ "zzzz", false, false },
		{ "acid", true, true },
		{ "acids", false, true },
		{ "`cademic", false, false },
		{ "[cademic", false, false },
	};
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		struct bytes typed = bytes_of_string(rows[i].typed);
		cr_assert_eq(slip39_word_find(typed) != SLIP39_NO_WORD, rows[i].found, "%s", rows[i].typed);
		cr_assert_eq(slip39_word_near(typed) != SLIP39_NO_WORD, rows[i].near, "%s", rows[i].typed);
	}
}

/* --- sets --- */

struct made {
	struct secret secret;
	char words[SLIP39_MEMBERS_MOST][SLIP39_TEXT_MOST + 1];
	unsigned threshold, count;
};

static void make(struct made *m, unsigned threshold, unsigned count)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	struct error e;
	*m = (struct made){ .threshold = threshold, .count = count };
	cr_assert(secret_random(&m->secret, 32, &e));
	cr_assert(slip39_split(&m->secret, threshold, count, 0, &set, &e), "%s", e.detail);
	cr_assert_eq(set.count, count);
	for (unsigned i = 0; i < count; i++) {
		_cleanup_(secret_clear) struct secret text = { 0 };
		cr_assert(slip39_write(&set, i, &text, &e));
		struct bytes words = secret_open(&text);
		memcpy(m->words[i], words.data, words.size);
		secret_close(&text);
	}
}

/* The shares of the bits of `which`, together: what comes of them, and whether it is the secret. */
static enum error_code combine(const struct made *m, unsigned which, bool *ret_right)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	_cleanup_(secret_clear) struct secret found = { 0 };
	struct error e;
	*ret_right = false;
	for (unsigned i = 0; i < m->count; i++)
		if ((which >> i & 1) && !slip39_add(&set, bytes_of_string(m->words[i]), &e))
			return e.code;
	if (!slip39_combine(&set, bytes_of(NULL, 0), &found, &e))
		return e.code;
	*ret_right = bytes_equal_secret(secret_open(&found), secret_open(&m->secret));
	secret_close(&found);
	secret_close(&m->secret);
	return ERR_NONE;
}

Test(slip39, any_threshold_of_the_shares_give_the_secret_and_fewer_do_not)
{
	static const unsigned shapes[][2] = { { 1, 1 }, { 2, 2 }, { 2, 3 }, { 3, 5 }, { 4, 6 } };
	for (size_t s = 0; s < ELEMENTS(shapes); s++) {
		struct made m;
		make(&m, shapes[s][0], shapes[s][1]);
		for (unsigned which = 1; which < 1u << m.count; which++) {
			bool right, enough = (unsigned)__builtin_popcount(which) >= m.threshold;
			enum error_code code = combine(&m, which, &right);
			cr_assert_eq(code, enough ? ERR_NONE : ERR_SHARES_MISSING, "%x of %u of %u: %s",
			             which, m.threshold, m.count, error_name(code));
			cr_assert_eq(right, enough, "%x of %u of %u", which, m.threshold, m.count);
		}
		secret_clear(&m.secret);
	}
}

Test(slip39, the_most_there_can_be)
{
	struct made m;
	bool right;
	make(&m, 16, 16);
	cr_assert_eq(combine(&m, 0xffff, &right), ERR_NONE);
	cr_assert(right);
	cr_assert_eq(combine(&m, 0x7fff, &right), ERR_SHARES_MISSING);
	secret_clear(&m.secret);
}

Test(slip39, shares_of_one_secret_differ_each_time)
{
	struct made a, b;
	make(&a, 2, 3);
	make(&b, 2, 3);
	for (unsigned i = 0; i < 3; i++)
		for (unsigned k = 0; k < 3; k++)
			cr_assert_str_neq(a.words[i], b.words[k]);
	secret_clear(&a.secret);
	secret_clear(&b.secret);
}

/* A share of a lower threshold than the secret was split by: as somebody would make it who wants fewer to be
 * enough, or a wrong key to come out. */
Test(slip39, fewer_shares_that_claim_to_be_enough_are_found_out)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 }, claimed = { 0 };
	_cleanup_(secret_clear) struct secret secret = { 0 }, found = { 0 };
	struct error e;
	cr_assert(secret_random(&secret, 32, &e) && slip39_split(&secret, 3, 5, 0, &set, &e));
	for (size_t i = 0; i < 2; i++) {
		_cleanup_(secret_clear) struct secret text = { 0 };
		set.shares[i].threshold = 2;
		cr_assert(slip39_write(&set, i, &text, &e));
		cr_assert(slip39_add(&claimed, secret_open(&text), &e), "the checksum fits");
		secret_close(&text);
	}
	cr_assert_eq(slip39_missing(&claimed), 0);
	cr_assert_not(slip39_combine(&claimed, bytes_of(NULL, 0), &found, &e));
	cr_assert_eq(e.code, ERR_SHARES_DIGEST);
	cr_assert_null(found.data);
}

/* … nor does one too many that lies elsewhere go unnoticed. */
Test(slip39, each_share_is_held_against_the_others)
{
	_cleanup_(slip39_set_clear) struct slip39_set one = { 0 }, other = { 0 };
	_cleanup_(secret_clear) struct secret secret = { 0 }, found = { 0 };
	struct error e;
	cr_assert(secret_random(&secret, 32, &e));
	cr_assert(slip39_split(&secret, 2, 3, 0, &one, &e) && slip39_split(&secret, 2, 3, 0, &other, &e));
	cr_assert(slip39_combine(&one, bytes_of(NULL, 0), &found, &e));
	secret_clear(&found);
	struct secret kept = one.shares[2].value;
	one.shares[2].value = other.shares[2].value;
	cr_assert_not(slip39_combine(&one, bytes_of(NULL, 0), &found, &e));
	cr_assert_eq(e.code, ERR_SHARES_DIGEST);
	one.shares[2].value = kept;
}

Test(slip39, makes_only_sets_that_there_are)
{
	static const struct {
		size_t size;
		unsigned threshold, count, exponent;
	} rows[] = { { 32, 0, 1, 0 },  { 32, 4, 3, 0 }, { 32, 2, 17, 0 }, { 32, 1, 2, 0 },
		     { 32, 2, 3, 16 }, { 15, 2, 3, 0 }, { 17, 2, 3, 0 },  { 66, 2, 3, 0 } };
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
		_cleanup_(secret_clear) struct secret secret = { 0 };
		struct error e;
		cr_assert(secret_random(&secret, rows[i].size, &e));
		cr_assert_not(
			slip39_split(&secret, rows[i].threshold, rows[i].count, rows[i].exponent, &set, &e));
		cr_assert_eq(e.code, ERR_VALUE, "row %zu", i);
	}
}

Test(slip39, any_size_and_exponent_comes_back)
{
	for (size_t size = SLIP39_SECRET_LEAST; size <= SLIP39_SECRET_MOST; size += 2) {
		_cleanup_(slip39_set_clear) struct slip39_set set = { 0 }, read = { 0 };
		_cleanup_(secret_clear) struct secret secret = { 0 }, found = { 0 };
		struct error e;
		cr_assert(secret_random(&secret, size, &e));
		cr_assert(slip39_split(&secret, 2, 2, size == 20 ? 2 : 0, &set, &e));
		for (size_t i = 0; i < 2; i++) {
			_cleanup_(secret_clear) struct secret text = { 0 };
			cr_assert(slip39_write(&set, i, &text, &e));
			struct bytes words = secret_open(&text);
			size_t blanks = 0;
			for (size_t k = 0; k < words.size; k++)
				blanks += words.data[k] == ' ';
			cr_assert_eq(blanks + 1, slip39_word_count(size), "%zu", size);
			cr_assert(slip39_add(&read, words, &e), "%zu: %s", size, error_name(e.code));
			secret_close(&text);
		}
		cr_assert_eq(read.shares[1].exponent, size == 20 ? 2 : 0);
		cr_assert(slip39_combine(&read, bytes_of(NULL, 0), &found, &e));
		cr_assert(bytes_equal_secret(secret_open(&found), secret_open(&secret)), "%zu", size);
		secret_close(&found);
		secret_close(&secret);
	}
	cr_assert_eq(slip39_word_count(32), WORDS);
}

/* --- what people type --- */

static enum error_code add(const char *words, struct error *e)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	return slip39_add(&set, bytes_of_string(words), e) ? ERR_NONE : e->code;
}

/* The words of a share, each by itself. */
static void apart(const char *text, char words[WORDS][SLIP39_WORD_SIZE + 1])
{
	char copy[SLIP39_TEXT_MOST + 1], *rest = copy, *word;
	size_t count = 0;
	strcpy(copy, text);
	while ((word = strsep(&rest, " "))) {
		cr_assert_lt(count, WORDS);
		strcpy(words[count++], word);
	}
	cr_assert_eq(count, WORDS);
}

static void together(char words[WORDS][SLIP39_WORD_SIZE + 1], size_t count, char *out)
{
	char *at = out;
	for (size_t i = 0; i < count; i++)
		at += sprintf(at, "%s%s", i ? " " : "", words[i]);
}

Test(slip39, tells_what_is_wrong_with_what_was_typed)
{
	struct made m;
	struct error e;
	char words[WORDS][SLIP39_WORD_SIZE + 1], text[3 * SLIP39_TEXT_MOST];
	make(&m, 2, 3);
	apart(m.words[1], words);
	cr_assert_eq(add(m.words[1], &e), ERR_NONE);
	for (size_t count = 0; count < WORDS; count++) {
		together(words, count, text);
		enum error_code code = add(text, &e);
		cr_assert(code == ERR_SHARE_LENGTH || code == ERR_SHARE_CHECKSUM, "the first %zu: %s", count,
		          error_name(code));
	}
	sprintf(text, "%s acid", m.words[1]);
	cr_assert_eq(add(text, &e), ERR_SHARE_LENGTH, "one more");
	sprintf(text, "%s %s", m.words[1], m.words[2]);
	cr_assert_eq(add(text, &e), ERR_SHARE_LENGTH, "two shares on a line");
	for (size_t i = 0; i < WORDS; i++) {
		char kept[SLIP39_WORD_SIZE + 1], at[16];
		memcpy(kept, words[i], sizeof kept);
		words[i][0] = words[i][0] == 'q' ? 'x' : 'q';
		words[i][1] = 'q';
		together(words, WORDS, text);
		cr_assert_eq(add(text, &e), ERR_SHARE_WORD);
		snprintf(at, sizeof at, "word %zu", i + 1);
		cr_assert_str_eq(e.detail, at);
		cr_assert_null(strstr(e.detail, words[i]), "what was typed is told nowhere");
		memcpy(words[i], kept, sizeof kept);
	}
	secret_clear(&m.secret);
}

Test(slip39, takes_it_as_people_type_it)
{
	struct made m;
	struct error e;
	char words[WORDS][SLIP39_WORD_SIZE + 1], text[3 * SLIP39_TEXT_MOST], *at = text;
	make(&m, 2, 3);
	apart(m.words[0], words);
	at += sprintf(at, " \t\n");
	for (size_t i = 0; i < WORDS; i++)
		at += sprintf(at, "%.*s%s", i % 3 ? 8 : 4, words[i], i % 2 ? "  " : "\n");
	for (char *c = text; *c; c += 5)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
	cr_assert_eq(add(text, &e), ERR_NONE, "%s", error_name(e.code));
	secret_clear(&m.secret);
}

/* A word of the list in the place of another: the checksum tells, and where. */
Test(slip39, a_wrong_word_is_found_wherever_it_stands)
{
	struct made m;
	struct error e;
	char words[WORDS][SLIP39_WORD_SIZE + 1], text[SLIP39_TEXT_MOST + 1];
	make(&m, 2, 3);
	apart(m.words[2], words);
	cr_assert_eq(slip39_wrong_word(bytes_of_string(m.words[2])), 0, "none");
	for (size_t i = 0; i < WORDS; i++) {
		char kept[SLIP39_WORD_SIZE + 1];
		memcpy(kept, words[i], sizeof kept);
		/* Into the second word's extendable flag nothing is put: the checksum begins with it. */
		uint16_t place = slip39_word_find(bytes_of_string(kept));
		slip39_word((uint16_t)(i == 1 ? place ^ 3 : (place + 1 + 29 * i) % 1024), words[i]);
		together(words, WORDS, text);
		cr_assert_eq(add(text, &e), ERR_SHARE_CHECKSUM, "word %zu", i + 1);
		cr_assert_eq(slip39_wrong_word(bytes_of_string(text)), i + 1);
		size_t next = (i + 7) % WORDS;
		char other[SLIP39_WORD_SIZE + 1];
		memcpy(other, words[next], sizeof other);
		place = slip39_word_find(bytes_of_string(other));
		slip39_word(place ^ 1, words[next]);
		together(words, WORDS, text);
		cr_assert_eq(add(text, &e), ERR_SHARE_CHECKSUM);
		cr_assert_eq(slip39_wrong_word(bytes_of_string(text)), 0, "of two, neither is named");
		memcpy(words[next], other, sizeof other);
		memcpy(words[i], kept, sizeof kept);
	}
	secret_clear(&m.secret);
}

Test(slip39, takes_each_share_of_one_set_once)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	struct made m, other;
	struct error e;
	make(&m, 3, 5);
	make(&other, 3, 5);
	cr_assert_eq(slip39_missing(&set), 1, "nothing is known yet");
	cr_assert(slip39_add(&set, bytes_of_string(m.words[0]), &e));
	cr_assert_eq(slip39_missing(&set), 2);
	cr_assert_not(slip39_add(&set, bytes_of_string(m.words[0]), &e));
	cr_assert_eq(e.code, ERR_SHARE_TWICE);
	cr_assert_not(slip39_add(&set, bytes_of_string(other.words[1]), &e));
	cr_assert_eq(e.code, ERR_SHARE_OTHER_SET);
	cr_assert_eq(slip39_missing(&set), 2, "neither was taken");
	cr_assert(slip39_add(&set, bytes_of_string(m.words[4]), &e));
	cr_assert(slip39_add(&set, bytes_of_string(m.words[2]), &e));
	cr_assert_eq(slip39_missing(&set), 0);
	secret_clear(&m.secret);
	secret_clear(&other.secret);
}
