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
	plain_pairs(&out,
	            PARTS("één\0a\0"
	                  "日本語\0b\x1b\0"
	                  "e\xcc\x81\0"),
	            0);
	assert_text(&out, "één:    a\n日本語: b\xef\xbf\xbd\ne\xcc\x81:\n");
}

Test(plain, breaks_lines_at_blanks)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_wrapped(&out, bytes_of_string("één twee drie vijfentwintig zes"), 8);
	assert_text(&out, "één twee\ndrie\nvijfentwintig\nzes\n");
	plain_wrapped(&out, bytes_of_string(""), 8);
	assert_text(&out, "\n");
	plain_wrapped(&out, bytes_of_string("  een twee drie"), 8);
	assert_text(&out, "  een\n  twee\n  drie\n");
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

#define ROW "a name that is long\0001\0and words that are longer, much longer"

Test(plain, wraps_text_where_a_table_is_too_wide)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_table(&out, columns, ELEMENTS(columns), PARTS(ROW "\0other\00022\0x"), 50);
	assert_text(&out, "Who                  Count\n"
	                  "a name that is long      1  and words that are\n"
	                  "                            longer, much longer\n"
	                  "other                   22  x\n");
	plain_table(&out, columns, ELEMENTS(columns), PARTS(ROW "\0other\00022\0x"), 44);
	assert_text(&out, "Who                Count\n"
	                  "a name that is         1  and words that are\n"
	                  "long                      longer, much\n"
	                  "                          longer\n"
	                  "other                 22  x\n");
}

Test(plain, shows_no_column_without_anything_in_it)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	static const struct column four[] = { { "a", "A", COLUMN_ID },
		                              { "b", "Restricted", COLUMN_STATE },
		                              { "c", "C", COLUMN_NAME },
		                              { "d", "Since", COLUMN_DATE } };
	plain_table(&out, four, ELEMENTS(four), PARTS("1\0\0x\0\0002\0\0y\0"), 0);
	assert_text(&out, "A  C\n1  x\n2  y\n");
	plain_table(&out, four, ELEMENTS(four), PARTS("1\0\0x\0\0002\0yes\0y\0"), 0);
	assert_text(&out, "A  Restricted  C\n1              x\n2  yes         y\n");
}

/* An id, a name, a number are never cut and never broken: then a row is a block. */
Test(plain, makes_blocks_where_wrapping_is_not_enough)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	static const struct column named[] = { { "who", "Who", COLUMN_NAME },
		                               { "count", "Count", COLUMN_NUMBER },
		                               { "what", "What", COLUMN_TEXT } };
	plain_table(&out, named, ELEMENTS(named), PARTS(ROW "\0other\00022\0"), 38);
	assert_text(&out, "Who:   a name that is long\n"
	                  "Count: 1\n"
	                  "What:  and words that are longer, much\n"
	                  "       longer\n"
	                  "\n"
	                  "Who:   other\n"
	                  "Count: 22\n");
	plain_table(&out, named, ELEMENTS(named), PARTS(ROW), 12);
	assert_text(&out, "Who: a name\n    that is\n    long\nCount: 1\n"
	                  "What: and\n    words\n    that are\n    longer,\n    much\n    longer\n");
}

/* Whatever is in a table and however narrow the screen: every id is there as it is, and no line is longer
 * than the screen unless it holds a word that is. */
Test(plain, loses_nothing_at_any_width)
{
	static const struct column all[] = {
		{ "id", "Id", COLUMN_ID },           { "who", "Who", COLUMN_NAME },
		{ "day", "Day", COLUMN_DATE },       { "state", "State", COLUMN_STATE },
		{ "count", "Count", COLUMN_NUMBER }, { "what", "What", COLUMN_TEXT }
	};
	static const char id[] = "0123456789abcdef0123456789abcdef";
	for (size_t width = 1; width < 200; width++) {
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		plain_table(&out, all, ELEMENTS(all),
		            PARTS("0123456789abcdef0123456789abcdef\0Bakker, Daan\0009 dec 2026\0waiting\0"
		                  "12345\0words that go on for a while, and on"),
		            width);
		cr_assert_not_null(strstr(buffer_string(&out), id), "%zu", width);
		for (struct cursor c = cursor_of(buffer_bytes(&out)); !cursor_done(&c);) {
			struct bytes line = cursor_until(&c, '\n');
			cr_assert(line.size <= width || line.size <= sizeof "State: " + sizeof id,
			          "%zu: %.*s", width, (int)line.size, line.data);
		}
	}
}

/* However long a label, however narrow the screen: every word is there, apart from the next, and no line is
 * longer than the screen unless a word is. */
Test(plain, keeps_the_words_of_labels_and_values_apart)
{
	static const char pairs[] =
		"signatures still needed\0they can come from\0logs forget after, in months\0"
		"60\0one\0a bc def ghij klmno\0abcd ef gh\0ijkl mn op";
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	for (struct cursor c = cursor_of(PARTS(pairs)); !cursor_done(&c);) {
		buffer_printf(&words, "%s: ", (const char *)c.left.data);
		cursor_until(&c, 0);
		buffer_printf(&words, "%s ", (const char *)c.left.data);
		cursor_until(&c, 0);
	}
	for (size_t width = 0; width < 90; width++) {
		_cleanup_(buffer_clear) struct buffer out = { 0 }, back = { 0 };
		plain_pairs(&out, PARTS(pairs), width);
		struct cursor c = cursor_of(buffer_bytes(&out));
		while (!cursor_done(&c)) {
			struct bytes line = cursor_until(&c, '\n');
			cr_assert(!width || line.size <= width || line.size <= sizeof "    signatures:",
			          "%zu: %.*s", width, (int)line.size, line.data);
			for (struct cursor w = cursor_of(line); !cursor_done(&w);) {
				struct bytes word = cursor_until(&w, ' ');
				if (word.size)
					buffer_printf(&back, "%.*s ", (int)word.size,
					              (const char *)word.data);
			}
		}
		cr_assert_str_eq(buffer_string(&back), buffer_string(&words), "%zu", width);
	}
}

Test(plain, has_a_line_for_each_value_for_who_listens)
{
	static const struct column named[] = { { "who", "Who", COLUMN_NAME },
		                               { "count", "Count", COLUMN_NUMBER },
		                               { "what", "What", COLUMN_TEXT } };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	plain_lines(&out, PARTS("Label\0a value\0A longer label\0"));
	assert_text(&out, "Label: a value\nA longer label:\n");
	plain_blocks(&out, named, ELEMENTS(named), PARTS("Bakker\0001\0some words\0Jansen\00022\0"));
	assert_text(&out, "Who: Bakker\nCount: 1\nWhat: some words\n\nWho: Jansen\nCount: 22\n");
}

/* Whatever blanks a text has, and however wide its column becomes. */
Test(plain, takes_blanks_as_they_come)
{
	static const struct column two[] = { { "id", "Id", COLUMN_ID }, { "what", "What", COLUMN_TEXT } };
	static const char letters[] = "a  b";
	uint32_t random = 1;
	for (size_t round = 0; round < 2000; round++) {
		_cleanup_(buffer_clear) struct buffer out = { 0 }, cells = { 0 };
		buffer_append(&cells, bytes_of("1", 2));
		for (size_t i = 0; i < 60; i++) {
			random = random * 1103515245u + 12345u;
			buffer_append_byte(&cells, (uint8_t)letters[random >> 30]);
		}
		buffer_append_byte(&cells, 0);
		plain_table(&out, two, ELEMENTS(two), buffer_bytes(&cells), 20 + round % 50);
		cr_assert_lt(out.size, 1000, "%zu", round);
	}
}
