/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/plain.h"

#include <criterion/criterion.h>

#include <locale.h>
#include <string.h>

static void assert_text(struct buffer *out, const char *expected)
{
	cr_assert_str_eq(buffer_string(out), expected);
	buffer_reset(out);
}

/* One NUL behind each part, as the account keeps them: the literal's own ends the last. */
#define PARTS(text) bytes_of(text, sizeof(text))

static void setup(void)
{
	cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(plain, .init = setup);

Test(plain, aligns_values_by_the_width_on_screen)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_pairs(&out, PARTS("één\0a\0"
	                        "日本語\0b\x1b\0"
	                        "e\xcc\x81\0"));
	assert_text(&out, "één:    a\n日本語: b\xef\xbf\xbd\ne\xcc\x81: \n");
}

Test(plain, breaks_lines_at_blanks)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_wrapped(&out, "één twee drie vijfentwintig zes", 8);
	assert_text(&out, "één twee\ndrie\nvijfentwintig\nzes\n");
	plain_wrapped(&out, "", 8);
	assert_text(&out, "\n");
}

Test(plain, underlines_what_is_shown)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_heading(&out, "日本\n", '=');
	assert_text(&out, "日本\xef\xbf\xbd\n=====\n\n");
}

static const struct column columns[] = { { "who", "Who", COLUMN_NAME },
	                                 { "count", "Count", COLUMN_NUMBER },
	                                 { "what", "", COLUMN_TEXT } };

Test(plain, aligns_columns_and_leaves_no_blanks_behind)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_table(&out, columns, ELEMENTS(columns), PARTS("één\0007\0\0日本\000123456\0x"), 0);
	assert_text(&out, "Who    Count\néén        7\n日本  123456  x\n");
}

Test(plain, cuts_the_widest_columns_to_the_terminal)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_table(&out, columns, ELEMENTS(columns),
	            PARTS("a name that is long\0001\0and words that are longer"), 36);
	assert_text(&out, "Who            Count\na name that …      1  and words tha…\n");
	plain_table(&out, columns, ELEMENTS(columns),
	            PARTS("a name that is long\0001\0and words that are longer"), 1);
	assert_text(&out, "Who       Count\na name …      1  and wor…\n");
}
