/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/articles.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

/* The SHA-256 of "Vervallen." */
#define GONE "eac130c6c1b181889e30df339c212613b101cfae2641626af7c7b3cea5f006d4"

static const char least[] = "type: sluis.articles/v1\n"
			    "id: a\n"
			    "version: 1\n"
			    "read: 2026-11-27\n"
			    "articles:\n"
			    "  - law: Wmo\n"
			    "    bwb: BWBR0035362\n"
			    "    article: \"5.2.1\"\n"
			    "    version: 2026-07-01\n"
			    "    source: s\n"
			    "    sha256: " GONE "\n"
			    "    text: |-\n"
			    "      Vervallen.\n"
			    "  - law: AVG\n"
			    "    celex: 32016R0679\n"
			    "    article: \"10\"\n"
			    "    version: 2016-05-04\n"
			    "    source: s\n"
			    "    excerpt: true\n"
			    "    sha256: " GONE "\n"
			    "    text: |-\n"
			    "      Vervallen.\n";

static struct articles *shipped(void)
{
	struct articles *a = NULL;
	struct error e = { 0 };
	cr_assert(articles_parse(articles_shipped(), "articles-nl.yaml", &a, &e), "%s:%lu %s",
	          error_name(e.code), (unsigned long)e.line, e.detail);
	return a;
}

Test(articles, the_shipped_words)
{
	_cleanup_(articles_freep) struct articles *a = shipped();
	const struct article *power = articles_find(a, "BWBR0035362", BYTES("5.2.1"));
	moment day;
	cr_assert(day_parse(BYTES("2026-11-27"), &day) && articles_read_on(a) == day);
	cr_assert_not_null(power);
	cr_assert(strstr(power->text, "\n2 Het college is slechts bevoegd tot het verstrekken van"));
	cr_assert_not(power->excerpt);
	cr_assert_str_eq(power->law, "Wmo");
	cr_assert(day_parse(BYTES("2026-07-01"), &day) && power->version == day);
	cr_assert(articles_find(a, "BWBR0035362", BYTES("2.1.4"))->excerpt);
	cr_assert_null(articles_find(a, "BWBR0015703", BYTES("10f")));
	cr_assert_null(articles_find(a, "BWBR0035362", BYTES("5.2")));
}

Test(articles, each_defect_has_its_line)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "", "", ERR_NONE, 0 },
		{ "v1\n", "v2\n", ERR_VALUE, 1 },
		{ "articles/v1\n", "grounds/v1\n", ERR_VALUE, 1 },
		{ "read: 2026-11-27", "read: gisteren", ERR_VALUE, 4 },
		{ "    bwb: BWBR0035362\n", "", ERR_MISSING, 6 },
		{ "bwb: BWBR0035362", "bwb: BWBR003536", ERR_VALUE, 7 },
		{ "celex: 32016R0679", "celex: 32016R0679\n    bwb: BWBR0035362", ERR_VALUE, 15 },
		{ "celex: 32016R0679", "celex: 02016R0679", ERR_VALUE, 15 },
		{ "\"5.2.1\"", "\"5.2.\"", ERR_VALUE, 8 },
		{ "\"5.2.1\"", "art. 5", ERR_VALUE, 8 },
		{ "    version: 2026-07-01\n", "", ERR_MISSING, 6 },
		{ "    source: s\n", "", ERR_MISSING, 6 },
		{ "Vervallen.", "Vervallen", ERR_VALUE, 11 },
		{ "    text: |-\n      Vervallen.\n", "", ERR_MISSING, 6 },
		{ "  - law: AVG\n    celex: 32016R0679\n    article: \"10\"\n",
		  "  - law: Wmo\n    bwb: BWBR0035362\n    article: \"5.2.1\"\n", ERR_DUPLICATE, 16 },
		{ "    source: s\n", "    bron: s\n", ERR_UNKNOWN_KEY, 10 },
		{ "excerpt: true", "excerpt: ja", ERR_VALUE, 19 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(articles_freep) struct articles *a = NULL;
		const char *at = strstr(least, cases[i].from);
		struct error e = { 0 };
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - least), least,
		                                                   cases[i].to, at + strlen(cases[i].from));
		bool ok = articles_parse(bytes_of_string(text), "a.yaml", &a, &e);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		cr_expect_eq(ok, cases[i].code == ERR_NONE);
		cr_expect_eq(e.line, cases[i].line, "case %zu: line %lu %s", i, (unsigned long)e.line,
		             e.detail);
	}
}

Test(articles, numbers_that_a_text_names)
{
	static const struct {
		const char *text, *numbers;
	} cases[] = {
		{ "Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b",
		  "Wmo 2015:5.1.1 Participatiewet:65 " },
		{ "UAVG art. 31, 32 en 33", "UAVG:31 " },
		{ "Wmo 2015 art. 5.2.1 lid 1, art. 5.2.9; UAVG art. 30 lid 3 onder a",
		  "Wmo 2015:5.2.1 Wmo 2015:5.2.9 UAVG:30 " },
		{ "Awb art. 10:3", "Awb:10:3 " },
		{ "Wmo 2015 art. 2.1.4a.", "Wmo 2015:2.1.4a " },
		{ "Wetsvoorstel 36 295", "" },
		{ "art. ", ": " },
		{ "", "" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer found = { 0 };
		struct article_name name = { 0 };
		for (size_t at = 0; article_named_next(cases[i].text, &at, &name);)
			buffer_printf(&found, "%.*s:%.*s ", (int)name.law.size, (const char *)name.law.data,
			              (int)name.number.size, (const char *)name.number.data);
		cr_expect_str_eq(buffer_string(&found), cases[i].numbers);
	}
}

Test(articles, a_newer_text)
{
	struct article whole = { .text = "1 Een twee.\na. drie" };
	struct article part = { .text = "1 Een twee.\nb. vier", .excerpt = true };
	static const struct {
		const char *words;
		bool whole, part;
	} cases[] = {
		{ "1Eentwee.a.drie", true, false },           { "1Eentwee.a.drieb.vier", false, true },
		{ "b.vier1Eentwee.", false, false },          { "1Eentwee.b.vier", false, true },
		{ "01Eentwee.a.drie", false, false },         { "1Eentwee.", false, false },
		{ "1Eennietwee.a.drieb.vier", false, false }, { "", false, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct bytes words = bytes_of_string(cases[i].words);
		cr_expect_eq(article_is_in(&whole, words), cases[i].whole, "case %zu", i);
		cr_expect_eq(article_is_in(&part, words), cases[i].part, "case %zu", i);
	}
}

Test(articles, a_name_leads_to_its_words)
{
	_cleanup_(articles_freep) struct articles *a = shipped();
	struct article_name pw = { BYTES("Participatiewet"), BYTES("65") },
			    uavg = { BYTES("UAVG"), BYTES("30") }, none = { BYTES("Grondwet"), BYTES("1") };
	cr_assert_str_eq(articles_named(a, &pw)->law, "PW");
	cr_assert_str_eq(articles_named(a, &uavg)->law, "UAVG");
	cr_assert_null(articles_named(a, &none));
}

/* Every row that ships and grants rests on words that ship; and what is wrong is told apart. */
Test(articles, rows_and_their_words)
{
	_cleanup_(articles_freep) struct articles *a = shipped();
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	struct error e = { 0 };
	cr_assert(grounds_parse(grounds_shipped(), "grounds-nl.yaml", &g, &e));
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *row = grounds_row(g, i);
		enum article_standing standing = article_of_row(a, row, NULL);
		cr_expect(standing == ARTICLE_FITS ||
		                  (standing == ARTICLE_NOT_STATED && (row->bars || !row->enabled)),
		          "%s: %d", row->id, standing);
	}
	const struct article *other = articles_find(a, "BWBR0015703", BYTES("65")), *found;
	struct ground row = { .id = "r", .article = "Wmo 2015 art. 5.2.1 lid 1 onder a" };
	cr_expect_eq(article_of_row(a, &row, &found), ARTICLE_NOT_STATED);
	cr_expect_null(found);
	row.bwb = "BWBR0035362";
	cr_expect_eq(article_of_row(a, &row, &found), ARTICLE_OTHER_TEXT);
	cr_expect_str_eq(found->number, "5.2.1");
	row.text = found->hash;
	cr_expect_eq(article_of_row(a, &row, &found), ARTICLE_FITS);
	row.article = "Wmo 2015 art. 5.2.2";
	cr_expect_eq(article_of_row(a, &row, NULL), ARTICLE_NOT_ITS);
	row.text = other->hash; /* of another law, with the number of an article that the row names */
	row.article = "Wmo 2015 art. 65";
	cr_expect_eq(article_of_row(a, &row, &found), ARTICLE_NOT_ITS);
	cr_expect_eq(found, other);
	row.bwb = "BWBR0000001";
	row.text = (struct sha256){ 0 };
	cr_expect_eq(article_of_row(a, &row, &found), ARTICLE_UNKNOWN);
	cr_expect_null(found);
}
