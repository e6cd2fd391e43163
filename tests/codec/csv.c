/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/csv.h"

#include "base/limits.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct error e;

/* A source that gives a few bytes at a time, to cross every boundary. */
struct slow {
	struct bytes left;
	size_t step;
};

static bool slow_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *error)
{
	struct slow *s = context;
	(void)error;
	size_t n = s->step < size ? s->step : size;
	n = n < s->left.size ? n : s->left.size;
	if (n)
		memcpy(out, s->left.data, n);
	s->left = bytes_of(s->left.data + n, s->left.size - n);
	*ret_size = n;
	return true;
}

/* All rows as text: "LINE:field|field" or "LINE!fault", joined by a space. */
static const char *show(struct buffer *out, struct bytes text, struct csv_options options, size_t step)
{
	struct slow slow = { text, step };
	_cleanup_(csv_freep) struct csv_reader *r = NULL;
	buffer_reset(out);
	if (!csv_open((struct source){ slow_read, &slow }, options, &r, &e))
		return error_name(e.code);
	for (;;) {
		struct csv_row row;
		bool more;
		cr_assert(csv_next(r, &row, &more, &e));
		if (!more)
			return buffer_string(out);
		if (out->size)
			buffer_append_byte(out, ' ');
		buffer_printf(out, "%llu%c", (unsigned long long)row.line, row.fault.code ? '!' : ':');
		if (row.fault.code) {
			cr_assert_eq(row.fault.line, row.line);
			cr_assert(row.fields == NULL && row.count == 0);
			buffer_append_string(out, error_name(row.fault.code));
		}
		for (size_t i = 0; i < row.count; i++) {
			buffer_append_string(out, i ? "|" : "");
			buffer_append(out, row.fields[i]);
		}
	}
}

static void check(const char *text, size_t size, struct csv_options options, const char *expected)
{
	for (size_t step = 1; step < 5; step++) {
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		const char *got = show(&out, bytes_of(text, size), options, step);
		cr_assert_str_eq(got, expected, "%s: %s instead of %s", text, got, expected);
	}
}

#define CHECK(text, expected) check(text, sizeof(text) - 1, (struct csv_options){ ';', CSV_UTF8 }, expected)
#define CHECK_1252(text, expected) \
	check(text, sizeof(text) - 1, (struct csv_options){ ';', CSV_WINDOWS_1252 }, expected)

Test(csv, reads_rows)
{
	CHECK("", "");
	CHECK("a", "1:a");
	CHECK("a;b\nc;d\n", "1:a|b 2:c|d");
	CHECK("a;b\r\nc;d\r\n", "1:a|b 2:c|d");
	CHECK("a;b\r\nc;d", "1:a|b 2:c|d");
	CHECK(";\n", "1:|");
	CHECK("a;\nb;", "1:a| 2:b|");
	CHECK("a,b\tc\n", "1:a,b\tc");
	CHECK("a;b\r", "1:a|b");
	CHECK("a\rb;c\n", "1:a\rb|c");
	check("a,b;\n", 5, (struct csv_options){ ',', CSV_UTF8 }, "1:a|b;");
	check("a\tb,\n", 5, (struct csv_options){ '\t', CSV_UTF8 }, "1:a|b,");
}

Test(csv, skips_empty_lines)
{
	CHECK("\n", "");
	CHECK("\r\n", "");
	CHECK("\n\na\n\r\n\nb\n\n", "3:a 6:b");
	CHECK("\"\"\n", "1:");
	CHECK("a\n\r", "1:a");
}

Test(csv, reads_quoted_fields)
{
	CHECK("\"a;b\";\"c\"\"d\"\n", "1:a;b|c\"d");
	CHECK("\"a\nb\";c\nd\n", "1:a\nb|c 3:d");
	CHECK("\"a\r\n\r\nb\"\r\nd\r\n", "1:a\r\n\r\nb 4:d");
	CHECK("\"\"\"\";\"\"\n", "1:\"|");
	CHECK("\"a\"", "1:a");
	CHECK("\"a\"\r", "1:a");
	CHECK("x;\"\"\"a\"\"\"\n", "1:x|\"a\"");
}

Test(csv, loses_one_row_to_a_stray_quote)
{
	CHECK("a;b\"c\nd;e\n", "1!csv-quote 2:d|e");
	CHECK("a; \"b\"\nd\n", "1!csv-quote 2:d");
	CHECK("\"a\"b;c\nd;e\n", "1!csv-quote 2:d|e");
	CHECK("\"a\" ;c\nd;e\n", "1!csv-quote 2:d|e");
	CHECK("\"a\"\rb\nd\n", "1!csv-quote 2:d");
	CHECK("a\n\"b;c\nd;e\nf\n", "1:a 2!csv-quote 3:d|e 4:f");
	CHECK("\"b\nc\"d\ne\n", "1!csv-quote 2!csv-quote 3:e");
	CHECK("\"", "1!csv-quote");
	CHECK("a;\"b", "1!csv-quote");
	CHECK("\"a\n\"b\n\"c\n", "1!csv-quote 2!csv-quote 3!csv-quote");
}

Test(csv, refuses_nul_and_broken_utf8)
{
	CHECK("a\0b;c\nd\n", "1!nul-byte 2:d");
	CHECK("\"a\n\0\"\nd\n", "1!nul-byte 2!nul-byte 3:d");
	CHECK("\0", "1!nul-byte");
	CHECK("a;\xff\nd\n", "1!not-utf8 2:d");
	CHECK("a;\xc3\xa9\n", "1:a|é");
	CHECK("a\xc3;\xa9"
	      "b\n",
	      "1!not-utf8");
	CHECK("\"\xed\xa0\x80\"\nd\n", "1!not-utf8 2:d");
	CHECK("\"x\n\xff\"\nd\n", "1!not-utf8 2!csv-quote 3:d");
}

Test(csv, reads_windows_1252)
{
	CHECK_1252("caf\xe9;\x80 5\n\"\x93x\x94\";\xff\n", "1:café|€ 5 2:“x”|ÿ");
	CHECK_1252("\xa0\xc0\n", "1:\xc2\xa0À");
	CHECK_1252("a;\x81\nb\n", "1!not-utf8 2:b");
	CHECK_1252("\x8d\n\x8f\n\x90\n\x9d\n\x9f\n", "1!not-utf8 2!not-utf8 3!not-utf8 4!not-utf8 5:Ÿ");
	CHECK_1252("\"\xe9\"\"\"\n", "1:é\"");
}

Test(csv, knows_byte_order_marks)
{
	CHECK("\xef\xbb\xbf"
	      "a;b\n",
	      "1:a|b");
	CHECK("\xef\xbb\xbf\"a\";b\n", "1:a|b");
	CHECK("\xef\xbb\xbf", "");
	CHECK_1252("\xef\xbb\xbf"
	           "\xc3\xa9\n",
	           "1:é");
	CHECK("a\n\xef\xbb\xbf"
	      "b\n",
	      "1:a 2:\xef\xbb\xbf"
	      "b");
	CHECK("a\0b\0\r\0\n\0", "not-utf8");
	CHECK("\xff\xfe"
	      "a\0",
	      "not-utf8");
	CHECK("\xfe\xff\0a", "not-utf8");
}

/* What Excel and others make of a table. */
Test(csv, reads_what_spreadsheets_write)
{
	CHECK("sep=;\r\na;b\r\n", "2:a|b");
	CHECK("sep=,\na,b;c\n", "2:a|b;c");
	CHECK("\xef\xbb\xbf"
	      "SEP=\t\r\na\tb\r\n",
	      "2:a|b");
	CHECK("sep=;", "1:sep=|");
	CHECK("sep=x\na\n", "1:sep=x 2:a");
	CHECK("a\nsep=;\n", "1:a 2:sep=|");
	CHECK("a;b\rc;d\r\re;f", "1:a|b 2:c|d 4:e|f");
	CHECK("a;\"x\ry\"\rc;d\re\r\n", "1:a|x\ry 3:c|d 4:e");
	CHECK("sep=;\ra;b\rc;d\r", "2:a|b 3:c|d");
}

static bool is_utf8_after_all(const char *text)
{
	_cleanup_(csv_freep) struct csv_reader *r = NULL;
	struct bytes left = bytes_of_string(text);
	struct csv_row row;
	bool more = true;
	cr_assert(csv_open(source_of_bytes(&left), (struct csv_options){ ';', CSV_WINDOWS_1252 }, &r, &e));
	while (more)
		cr_assert(csv_next(r, &row, &more, &e));
	return csv_is_utf8_after_all(r);
}

Test(csv, knows_utf8_under_another_name)
{
	cr_assert(is_utf8_after_all("naam\nBéamont\n"));
	cr_assert(is_utf8_after_all("naam\n\"Šimić \"\"x\"\"\";a\n"));
	cr_assert_not(is_utf8_after_all("naam\nBeamont\n"));
	cr_assert_not(is_utf8_after_all("naam\nB\xe9"
	                                "amont\n"));
	cr_assert_not(is_utf8_after_all("naam\nBéamont\nB\xe9"
	                                "amont\n"));
	cr_assert_not(is_utf8_after_all("\xef\xbb\xbfnaam\nBéamont\n")); /* read as what it is */
}

Test(csv, names_what_is_no_table)
{
	CHECK("PK\x03\x04xl/workbook.xml", "syntax");
	CHECK("<?xml version=\"1.0\"?>", "syntax");
	CHECK("\n<!DOCTYPE html>", "syntax");
	CHECK("%PDF-1.7", "syntax");
}

static void repeat(struct buffer *b, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_append_string(b, text);
}

static const struct csv_options usual = { ';', CSV_UTF8 };

Test(csv, limits_columns)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 };
	repeat(&b, ";", LIMIT_CSV_COLUMNS - 1);
	repeat(&b, "\n", 1);
	repeat(&b, ";", LIMIT_CSV_COLUMNS);
	buffer_append_string(&b, "\nb\n");
	const char *got = show(&out, buffer_bytes(&b), usual, 100000);
	cr_assert(strstr(got, " 2!csv-columns 3:b"), "%s", got);
	cr_assert_eq(strncmp(got, "1:|||", 5), 0);
}

Test(csv, survives_huge_fields)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 };
	repeat(&b, "0123456789", 1 << 20);
	buffer_append_string(&b, "\nnext\n");
	cr_assert_str_eq(show(&out, buffer_bytes(&b), usual, 100000), "1!too-large 2:next");
	buffer_reset(&b);
	buffer_append_string(&b, "x\n\"");
	repeat(&b, "0123456789", 1 << 20);
	buffer_append_string(&b, "\nnext\n\"");
	cr_assert_str_eq(show(&out, buffer_bytes(&b), usual, 100000), "1:x 2!too-large 3:next 4!csv-quote");
	buffer_reset(&b);
	repeat(&b, "0123456789", 1 << 20);
	cr_assert_str_eq(show(&out, buffer_bytes(&b), usual, 100000), "1!too-large");
	buffer_reset(&b);
	for (int i = 0; i < 9; i++) {
		repeat(&b, "0123456789abcdef", 32768);
		buffer_append_string(&b, ";");
	}
	buffer_append_string(&b, "\nnext\n");
	cr_assert_str_eq(show(&out, buffer_bytes(&b), usual, 100000), "1!too-large 2:next",
	                 "the row, not one field");
}

Test(csv, limits_a_field_to_the_byte)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 };
	repeat(&b, "0123456789abcdef", LIMIT_CSV_FIELD_SIZE / 16);
	buffer_append_string(&b, "\n");
	const char *got = show(&out, buffer_bytes(&b), usual, 100000);
	cr_assert_eq(strlen(got), LIMIT_CSV_FIELD_SIZE + 2);
	buffer_reset(&b);
	repeat(&b, "0123456789abcdef", LIMIT_CSV_FIELD_SIZE / 16);
	buffer_append_string(&b, "x\n\"");
	repeat(&b, "\"\"", LIMIT_CSV_FIELD_SIZE);
	buffer_append_string(&b, "\"\n");
	got = show(&out, buffer_bytes(&b), usual, 100000);
	cr_assert_eq(strncmp(got, "1!too-large 2:\"\"", 15), 0, "%.40s", got);
	buffer_reset(&b);
	repeat(&b, "\x80\x80\x80\x80", LIMIT_CSV_FIELD_SIZE / 8);
	cr_assert_str_eq(show(&out, buffer_bytes(&b), (struct csv_options){ ';', CSV_WINDOWS_1252 }, 100000),
	                 "1!too-large", "half a MiB of euro signs is more than one in UTF-8");
}

/* Quotes that open on every line must not make reading quadratic. */
Test(csv, reads_many_bad_lines_in_one_pass)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	repeat(&b, "\"a\n", 1);
	repeat(&b, "x;y\n", 1000000);
	struct bytes left = buffer_bytes(&b);
	_cleanup_(csv_freep) struct csv_reader *r = NULL;
	cr_assert(csv_open(source_of_bytes(&left), usual, &r, &e));
	unsigned bad = 0, good = 0;
	struct csv_row row;
	for (bool more = true; more;) {
		cr_assert(csv_next(r, &row, &more, &e));
		bad += more && row.fault.code;
		good += more && !row.fault.code;
	}
	cr_assert_eq(bad, 1);
	cr_assert_eq(good, 1000000);
}

static bool failing_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *error)
{
	unsigned *calls = context;
	(void)size;
	if ((*calls)++ == 1)
		return error_set(error, ERR_IO, "path", "gone");
	memset(out, 'a', 65536);
	*ret_size = 65536;
	return true;
}

Test(csv, passes_on_a_failure_to_read)
{
	unsigned calls = 0;
	_cleanup_(csv_freep) struct csv_reader *r = NULL;
	cr_assert(csv_open((struct source){ failing_read, &calls }, usual, &r, &e));
	struct csv_row row;
	bool more;
	cr_assert_not(csv_next(r, &row, &more, &e));
	cr_assert_eq(e.code, ERR_IO);
	struct csv_reader *none = NULL;
	calls = 1;
	cr_assert_not(csv_open((struct source){ failing_read, &calls }, usual, &none, &e));
	cr_assert_null(none);
	csv_freep(&none);
}
