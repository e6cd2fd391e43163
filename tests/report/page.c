/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/page.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

static const struct page_words words = {
	.language = "nl",
	.title = "Proef <1>",
	.subtitle = "van & \"naar\"",
	.skip = "naar de inhoud",
	.made_by = "sluis",
};

static size_t count_of(struct buffer *page, const char *what)
{
	size_t count = 0;
	for (const char *at = buffer_string(page); (at = strstr(at, what)); at += strlen(what))
		count++;
	return count;
}

static bool has(struct buffer *page, const char *what)
{
	return strstr(buffer_string(page), what) != NULL;
}

Test(page, escapes_everything)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	html_append(&out, "<script>alert(\"1\")</script> & 'x'");
	cr_assert_str_eq(buffer_string(&out),
	                 "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;");
	buffer_reset(&out);
	html_append(&out, "a\xe2\x80\xae"
	                  "b\x1b[0m\xff"); /* a bidirectional control, an escape, a lone byte */
	cr_assert(!has(&out, "\x1b") && !has(&out, "\xe2\x80\xae") && !has(&out, "\xff"));
	cr_assert(has(&out, "\xef\xbf\xbd"));
	buffer_reset(&out);
	html_append(&out, NULL);
	cr_assert_eq(out.size, 0);
}

Test(page, numbers_words_and_sets_the_last_apart)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	page_words(&out, BYTES("acid ajar zero"), 2);
	cr_assert_str_eq(buffer_string(&out), "<ol class=\"words\">\n<li>acid</li>\n"
	                                      "<li class=\"check\">ajar</li>\n<li class=\"check\">zero</li>\n"
	                                      "</ol>\n");
}

Test(page, is_whole_and_asks_for_nothing_from_outside)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e;
	page_begin(&out, &words);
	page_section(&out, "verdict", "Oordeel");
	page_verdict(&out, PAGE_BAD, "Niet goed");
	page_paragraph(&out, "Tekst");
	page_section_end(&out);
	page_end(&out, &words);
	cr_assert(buffer_ok(&out, &e));
	cr_assert(has(&out, "<html lang=\"nl\">") && has(&out, "<title>Proef &lt;1&gt;</title>"));
	cr_assert_eq(count_of(&out, "<h1>"), 1);
	cr_assert_eq(count_of(&out, "<main"), 1);
	cr_assert_eq(count_of(&out, "<section"), count_of(&out, "</section>"));
	cr_assert(has(&out, "default-src 'none'"));
	cr_assert(has(&out, "van &amp; &quot;naar&quot;"));
	for (const char *const *no = (const char *const[]){ "<script", "http:", "https:", "src=", "url(",
	                                                    "@import", "<link", NULL };
	     *no; no++)
		cr_assert(!has(&out, *no), "%s", *no);
}

Test(page, gives_each_cell_of_a_table_its_header)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	const struct column columns[] = { { "who", "wie", COLUMN_NAME },
		                          { "often", "hoe vaak", COLUMN_NUMBER } };
	struct page_table t;
	page_table_begin(&t, &out, "Wie <hoe>", columns, 2);
	page_cell(&t, "a");
	page_cell(&t, "12");
	page_cell(&t, NULL);
	page_cell(&t, "< 5");
	page_table_end(&t);
	cr_assert_eq(count_of(&out, "scope=\"col\""), 2);
	cr_assert_eq(count_of(&out, "scope=\"row\""), 2);
	cr_assert_eq(count_of(&out, "<tr "), 3);
	cr_assert_eq(count_of(&out, "</tr>"), 3);
	cr_assert(has(&out, "<caption>Wie &lt;hoe&gt;</caption>"));
	cr_assert(has(&out, "<th role=\"rowheader\" scope=\"row\" data-label=\"wie\">a</th>"
	                    "<td role=\"cell\" class=\"n\" data-label=\"hoe vaak\">12</td>"));
	cr_assert(has(&out, " data-label=\"hoe vaak\">&lt; 5</td>"));
}

Test(page, lays_a_table_out_by_the_room_that_its_columns_need)
{
	static const struct {
		size_t columns;
		const char *layout;
	} cases[] = { { 2, "" }, { 4, "middling" }, { 7, "wide" }, { 10, "long" } };
	struct column columns[10];
	for (size_t i = 0; i < ELEMENTS(columns); i++)
		columns[i] = (struct column){ "c", "kolom <1>", COLUMN_NAME };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		char expected[64];
		struct page_table t;
		page_table_begin(&t, &out, "Veel", columns, cases[i].columns);
		for (size_t k = 0; k < cases[i].columns; k++)
			page_cell(&t, "");
		page_table_end(&t);
		snprintf(expected, sizeof expected, "<table role=\"table\" class=\"%s\"", cases[i].layout);
		cr_expect(has(&out, expected), "%zu columns", cases[i].columns);
		cr_expect_eq(count_of(&out, "<col style="), cases[i].columns);
		cr_expect_eq(count_of(&out, "data-label=\"kolom &lt;1&gt;\""), cases[i].columns);
	}
	/* A title whose word is long asks for more. */
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct page_table t;
	columns[0].title = "arbeidsongeschiktheidsverzekering";
	page_table_begin(&t, &out, "Veel", columns, 2);
	cr_expect(has(&out, "class=\"middling\""));
}

Test(page, draws_bars_of_any_number_and_height)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	const struct page_bar few[] = { { "ma", 40, 10 }, { "di <", 0, 0 }, { "wo", 1, 0 } };
	page_bars(&out, "Per \"dag\"", few, 3);
	cr_assert(has(&out, "role=\"img\" aria-label=\"Per &quot;dag&quot;\""));
	cr_assert_eq(count_of(&out, "<rect"), 3); /* nothing for nothing; two for the first */
	cr_assert(has(&out, ">50</text>"));       /* the axis ends at a round number */
	cr_assert(has(&out, "di &lt;"));
	buffer_reset(&out);
	page_bars(&out, "Leeg", NULL, 0);
	cr_assert_eq(count_of(&out, "<rect"), 0);
	buffer_reset(&out);
	struct page_bar many[1000];
	for (size_t i = 0; i < 1000; i++)
		many[i] = (struct page_bar){ "dag", i == 7 ? UINT64_MAX : i, 0 };
	page_bars(&out, "Veel", many, 1000);
	cr_assert_lt(count_of(&out, ">dag<"), 20); /* labels that don't lie over each other */
	cr_assert_eq(count_of(&out, "<rect"), 999);
}
