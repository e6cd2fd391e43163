/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "versions.h"

/* What each version of a chain lists for the unit: a key by its letter, '-' the unit without keys, ' ' no
 * unit at all; the store's own, or 0; and which come, in that order. */
static const struct {
	const char *versions;
	char own;
	const char *come;
} rows[] = {
	{ "", 0, "" },       { "", 'a', "a" },     { "a", 0, "a" },       { "aaa", 0, "a" },
	{ "aab", 0, "ba" },  { "abc", 0, "cba" },  { "aba", 0, "ab" },    { "a-a", 0, "a" },
	{ "a a", 0, "a" },   { "a-b", 0, "ba" },   { "--a", 0, "a" },     { "-- ", 0, "" },
	{ "ab", 'b', "ba" }, { "ab", 'c', "cba" }, { "abcab", 0, "bac" }, { "ab-", 'b', "ba" },
};

TestSuite(unit_keys, .init = start, .fini = stop);

Test(unit_keys, come_newest_first_and_each_once)
{
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		struct versions v;
		char came[VERSIONS + 2] = "";
		make(rows[i].versions, &v);
		struct unit_keys k = unit_log_keys(&v.chain, UNIT);
		k.own = rows[i].own ? key_of(rows[i].own) : NULL;
		const struct note_verifier *key;
		size_t n = 0;
		for (size_t at = 0; (key = unit_keys_next(&k, &at)) && n <= VERSIONS; n++)
			for (char letter = 'a'; letter <= 'c'; letter++)
				if (note_verifier_equal(key, key_of(letter)))
					came[n] = letter;
		cr_assert_str_eq(came, rows[i].come, "\"%s\": %s", rows[i].versions, came);
		key = unit_keys_newest(&k);
		cr_assert(*rows[i].come ? key && note_verifier_equal(key, key_of(*rows[i].come)) : !key);
	}
}

Test(unit_keys, tell_by_which_a_note_is_signed)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	const struct note_verifier *by;
	struct versions v;
	struct note n;
	struct error e;
	make("ab", &v);
	const struct unit_keys k = unit_log_keys(&v.chain, UNIT);
	cr_assert(note_sign(&note, BYTES("text\n"), &keys[2], 0, &e));
	cr_assert(note_parse(buffer_bytes(&note), "note", &n, &e));
	cr_assert_not(unit_keys_signed(&k, &n, &by, NULL, &e), "of a key that no roster lists");
	cr_assert_eq(e.code, ERR_UNSIGNED);
	cr_assert(unit_keys_signed(ONE_KEY(&keys[2].public), &n, &by, NULL, &e));
	for (size_t i = 0; i < 2; i++) { /* the older, and then the newer beside it */
		cr_assert(note_sign(&note, BYTES("text\n"), &keys[i], 0, &e));
		cr_assert(note_parse(buffer_bytes(&note), "note", &n, &e));
		cr_assert(unit_keys_signed(&k, &n, &by, NULL, &e));
		cr_assert(note_verifier_equal(by, &keys[i].public));
	}
}
