/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/statute.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The seeds of the fuzz target say the same law in both forms. */
static void load(const char *name, struct buffer *ret)
{
	_cleanup_(string_freep) char *path =
		string_printf("%s/tests/fuzz/corpus/statute/%s", getenv("SLUIS_SOURCE"), name);
	FILE *f = fopen(path, "rb");
	char part[4096];
	cr_assert_not_null(f, "%s", path);
	for (size_t size; (size = fread(part, 1, sizeof part, f)) > 0;)
		buffer_append(ret, bytes_of(part, size));
	fclose(f);
}

Test(statute, both_forms_say_the_same)
{
	static const char *const names[] = { "valid-xml", "valid-yaml" };
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(statute_clear) struct statute s = { 0 };
		struct error e = { 0 };
		moment day;
		load(names[i], &raw);
		cr_assert(statute_parse(buffer_bytes(&raw), names[i], &s, &e), "%s: %s:%lu %s", names[i],
		          error_name(e.code), (unsigned long)e.line, e.detail);
		cr_expect_str_eq(s.bwb, "BWBR0035362");
		cr_expect(day_parse(BYTES("2026-07-01"), &day) && s.from == day);
		cr_assert_eq(s.count, 2);
		cr_assert_eq(statute_find(&s, BYTES("5.2.1")), &s.articles[0]);
		cr_expect_str_eq(buffer_string(&s.articles[0].words),
		                 "1Hetcollegeisbevoegd,bedoeldinartikel2.3.2:a.hetene&\xc3\xa9"
		                 "enhetandere.",
		                 "%s", names[i]);
		cr_expect_null(statute_find(&s, BYTES("5.2")));
	}
}

Test(statute, what_is_refused)
{
	static const struct {
		const char *name;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "bad-bomb", ERR_SYNTAX, 1 },    { "bad-truncated", ERR_SYNTAX, 8 },
		{ "bad-root", ERR_SYNTAX, 2 },    { "bad-alias", ERR_SYNTAX, 27 },
		{ "bad-no-law", ERR_MISSING, 0 }, { "bad-day", ERR_VALUE, 4 },
		{ "bad-deep", ERR_SYNTAX, 1 },    { "bad-latin", ERR_UTF8, 0 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		struct statute s = { 0 };
		struct error e = { 0 };
		load(cases[i].name, &raw);
		cr_expect_not(statute_parse(buffer_bytes(&raw), "x", &s, &e), "%s", cases[i].name);
		cr_expect_eq(e.code, cases[i].code, "%s: %s %s", cases[i].name, error_name(e.code), e.detail);
		cr_expect_eq(e.line, cases[i].line, "%s: line %lu %s", cases[i].name, (unsigned long)e.line,
		             e.detail);
		cr_expect(!s.articles && !s.bwb);
	}
}

Test(statute, neither_form)
{
	static const struct {
		const char *text;
		enum error_code code;
	} cases[] = {
		{ "", ERR_MISSING },
		{ "geen wet", ERR_MISSING },
		{ "articles: []\nbwb_id: BWBR0000001\nvalid_from: 2026-01-01\n", ERR_MISSING },
		{ "bwb_id: BWBR0000001\nbwb_id: BWBR0000002\n", ERR_DUPLICATE },
		{ "? [a]\n: b\n", ERR_SYNTAX },
		{ "a: [b\n", ERR_SYNTAX },
		{ "<toestand bwb-id='B' "
		  "inwerkingtreding='2026-07-01'><artikel><kop><nr>1</nr></kop>&x;</artikel>"
		  "</toestand>",
		  ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct statute s = { 0 };
		struct error e = { 0 };
		cr_expect_not(statute_parse(bytes_of_string(cases[i].text), "x", &s, &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
	}
}

Test(statute, blanks_mean_nothing)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	statute_append_words(&words, BYTES(" a b\r\n\tc\xc2\xa0 d\xc2"));
	cr_expect_str_eq(buffer_string(&words), "abcd\xc2");
}
