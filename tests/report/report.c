/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/report.h"

#include <criterion/criterion.h>

#include <string.h>

static bool has(struct buffer *b, const char *what)
{
	return strstr(buffer_string(b), what) != NULL;
}

/* One account, three forms. */
Test(report, tells_the_same_to_people_and_programs)
{
	static const struct page_words words = { .language = "nl",
		                                 .title = "Titel",
		                                 .skip = "naar de inhoud" };
	static const struct report_column columns[] = { { "who", "wie", false },
		                                        { "clients", "cliënten", true } };
	_cleanup_(report_clear) struct report r;
	_cleanup_(json_freep) json_t *json = NULL;
	struct error e;
	report_begin(&r, &words);
	report_verdict(&r, PAGE_GOOD, "verified", "Goed <zo>");
	report_section(&r, "one", "Eén");
	report_pair(&r, "name", "naam", "a\x1b\"b");
	report_pair_number(&r, "count", "aantal", 3);
	report_table(&r, columns, 2);
	report_cell_token(&r, "read", "las");
	report_cell_number(&r, 12);
	report_cell(&r, "b");
	report_cell_token(&r, "", "minder dan 5");
	report_table_end(&r, "rows", "Wie", "niemand");
	report_table(&r, columns, 2);
	report_table_end(&r, "none", "Wie nog", "niemand");
	report_section_end(&r);
	cr_assert(report_end(&r, &e));
	cr_assert(has(&r.html, "Goed &lt;zo&gt;") && has(&r.html, "<caption>Wie</caption>") &&
	          has(&r.html, "minder dan 5") && has(&r.html, "niemand"));
	cr_assert(has(&r.text, "wie      cliënten\nlas            12\nb    minder dan 5\n"));
	cr_assert(!has(&r.text, "\x1b") && !has(&r.html, "\x1b"));
	cr_assert(json_parse(buffer_bytes(&r.json), "report", &json, &e), "%s", e.detail);
	json_t *one = json_object_get(json, "one"), *rows = json_object_get(one, "rows");
	cr_assert_str_eq(json_string_value(json_object_get(json, "verdict")), "verified");
	cr_assert_eq(json_integer_value(json_object_get(one, "count")), 3);
	cr_assert_eq(json_array_size(rows), 2);
	cr_assert_str_eq(json_string_value(json_object_get(json_array_get(rows, 0), "who")), "read");
	cr_assert_eq(json_integer_value(json_object_get(json_array_get(rows, 0), "clients")), 12);
	cr_assert(json_is_null(json_object_get(json_array_get(rows, 1), "clients")));
	cr_assert_eq(json_array_size(json_object_get(one, "none")), 0);
}
