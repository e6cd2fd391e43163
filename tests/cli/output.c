/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/output.h"

#include "cli/program.h"
#include "cli/words.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An invocation can only be had from a program: each test is its one command. */
static void (*body)(struct account *o);

static bool run_body(struct session *s, struct error *e)
{
	(void)e;
	body(s->out);
	return true;
}

static const struct command commands[] = { { .name = "show", .summary = "show", .run = run_body }, { 0 } };
static const struct program program = { .name = "proof", .summary = "proof", .commands = commands };

static void assert_prints(void (*what)(struct account *o), bool json, const char *expected)
{
	char text[4096], *argv[] = { (char *)(uintptr_t) "proof", (char *)(uintptr_t) "show",
		                     json ? (char *)(uintptr_t) "--json" : NULL, NULL };
	cr_redirect_stdout();
	body = what;
	cr_assert_eq(program_main(&program, json ? 3 : 2, argv), EXIT_DONE);
	FILE *f = cr_get_redirected_stdout();
	text[fread(text, 1, sizeof text - 1, f)] = 0;
	cr_assert_str_eq(text, expected);
}

static void pairs(struct account *o)
{
	account_pair(o, "name", "Name", "oss.nl/wmo");
	account_pair(o, "review", "Review één", NULL);
	account_pair_number(o, "count", "Count", UINT64_C(12345678901234));
	account_line(o, "%s\nand", "a\x1b[31mline");
	account_pair(o, "x", "X", "a\nb\"\xff");
}

Test(output, aligns_pairs_block_by_block)
{
	assert_prints(pairs, false,
	              "Name:       oss.nl/wmo\nReview één:\nCount:      "
	              "12345678901234\na\xef\xbf\xbd[31mline\nand\nX: a\xef\xbf\xbd"
	              "b\"\xef\xbf\xbd\n");
}

Test(output, prints_pairs_as_json)
{
	assert_prints(pairs, true,
	              "{\"sluis\":1,\"command\":\"show\",\"name\":\"oss.nl/"
	              "wmo\",\"review\":null,\"count\":12345678901234,\"x\":\"a\xef\xbf\xbd"
	              "b\\\"\xef\xbf\xbd\"}\n");
}

static void rows(struct account *o)
{
	static const struct column columns[] = { { "who", "Who", COLUMN_NAME },
		                                 { "count", "Count", COLUMN_NUMBER },
		                                 { "what", "What", COLUMN_TEXT } };
	account_table(o, "rows", NULL, columns, ELEMENTS(columns));
	account_cell(o, "één");
	account_cell_number(o, 7);
	account_cell(o, NULL);
	account_cell(o, "日本");
	account_cell_number(o, 123456);
	account_cell(o, "\x1b");
	account_table_end(o, NULL);
}

Test(output, aligns_columns_by_the_width_on_screen)
{
	assert_prints(rows, false, "Who    Count  What\néén        7\n日本  123456  \xef\xbf\xbd\n");
}

Test(output, prints_rows_as_json)
{
	assert_prints(rows, true,
	              "{\"sluis\":1,\"command\":\"show\",\"rows\":[{\"who\":\"één\",\"count\":7,\"what\":"
	              "null},{\"who\":\"日本\",\"count\":123456,\"what\":\"\\u001B\"}]}\n");
}

static void no_rows(struct account *o)
{
	static const struct column columns[] = { { "who", "Who", COLUMN_NAME } };
	account_table(o, "rows", NULL, columns, 1);
	account_table_end(o, NULL);
}

Test(output, prints_no_heading_without_rows)
{
	assert_prints(no_rows, false, "");
}

Test(output, prints_an_empty_array_without_rows)
{
	assert_prints(no_rows, true, "{\"sluis\":1,\"command\":\"show\",\"rows\":[]}\n");
}
