/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/written.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <string.h>

/* Every kind of white space and of mark that shows nothing, in UTF-8. */
static const char *const blanks[] = {
	" ",
	"\t",
	"\r",
	"\n",
	"\v",
	"\f",
	"\xc2\x85",
	"\xc2\xa0",
	"\xc2\xad",
	"\xe1\x9a\x80",
	"\xe2\x80\x80",
	"\xe2\x80\x8a",
	"\xe2\x80\x8b",
	"\xe2\x80\x8d",
	"\xe2\x80\xa8",
	"\xe2\x80\xa9",
	"\xe2\x80\xaf",
	"\xe2\x81\x9f",
	"\xe2\x81\xa0",
	"\xe3\x80\x80",
	"\xef\xbb\xbf",
};

Test(written, trims_white_space_of_every_kind)
{
	for (size_t i = 0; i < ELEMENTS(blanks); i++) {
		for (size_t j = 0; j < ELEMENTS(blanks); j++) {
			_cleanup_(string_freep) char *text =
				string_printf("%s%sJan é%s", blanks[i], blanks[j], blanks[i]);
			_cleanup_(string_freep) char *nothing = string_printf("%s%s", blanks[i], blanks[j]);
			cr_assert(bytes_equal_string(text_trimmed(bytes_of_string(text)), "Jan é"), "%zu %zu",
			          i, j);
			cr_assert_eq(text_trimmed(bytes_of_string(nothing)).size, 0, "%zu %zu", i, j);
		}
	}
	cr_assert(bytes_equal_string(text_trimmed(BYTES("\xff x \xff")), "\xff x \xff"));
	cr_assert(bytes_equal_string(text_trimmed(BYTES("\x80\x80\x80\x80\x80")), "\x80\x80\x80\x80\x80"));
	cr_assert_eq(text_trimmed(bytes_of(NULL, 0)).size, 0);
}

static void expect_plain(const char *from, const char *to, bool one_line)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	text_append_plain(&out, bytes_of_string(from), one_line);
	cr_expect_str_eq(buffer_string(&out), to, "%s", from);
}

Test(written, makes_one_text_of_what_looks_the_same)
{
	expect_plain("cafe\xcc\x81", "café", true);
	expect_plain("Jan\xc2\xa0\xc2\xa0Jansen", "Jan Jansen", true);
	expect_plain("Jan  Jansen", "Jan  Jansen", false);
	expect_plain("Jans\xc2\xad"
	             "en\xe2\x80\x8b",
	             "Jansen", true);
	expect_plain("een\r\ntwee\rdrie\vvier\xe2\x80\xa8vijf", "een\ntwee\ndrie\nvier\nvijf", false);
	expect_plain("A\xcc\x8a\xcc\xa3", "Ạ̊", true); /* the order of two marks is one, too */
	expect_plain("\xff\x65\xcc\x81", "\xff\x65\xcc\x81", true);
}

/* The letters that are composed of one of ASCII and one mark, from U+00C0 to U+024F, by their two forms. */
Test(written, composes_every_letter_of_the_latin_blocks)
{
	static const struct {
		const char *apart, *whole;
	} letters[] = {
		{ "e\xcc\x81", "é" },         { "E\xcc\x88", "Ë" }, { "i\xcc\x88", "ï" },
		{ "c\xcc\xa7", "ç" },         { "s\xcc\x8c", "š" }, { "g\xcc\x86", "ğ" },
		{ "I\xcc\x87", "İ" },         { "n\xcc\x83", "ñ" }, { "o\xcc\x8b", "ő" },
		{ "z\xcc\x87", "ż" },         { "a\xcc\xa8", "ą" }, { "u\xcc\x8a", "ů" },
		{ "y\xcc\x81", "ý" },         { "s\xcc\xa7", "ş" }, { "k\xcc\xa7", "ķ" },
		{ "w\xcc\x82", "ŵ" },         { "l\xcc\x81", "ĺ" }, { "r\xcc\x8c", "ř" },
		{ "e\xcc\x82\xcc\x81", "ế" }, { "j\xcc\x82", "ĵ" },
	};
	for (size_t i = 0; i < ELEMENTS(letters); i++) {
		expect_plain(letters[i].apart, letters[i].whole, true);
		expect_plain(letters[i].whole, letters[i].whole, true);
	}
}

/* Whatever bytes: twice is once, and what is UTF-8 stays so. */
Test(written, settles_whatever_comes_in)
{
	static const char *const parts[] = { "e",
		                             "\xcc\x81",
		                             "\xcc\xa3",
		                             "é",
		                             " ",
		                             "\xc2\xa0",
		                             "\r",
		                             "\n",
		                             "\xef\xbb\xbf",
		                             "\xff",
		                             "\xe1\xba",
		                             "\xbf",
		                             "\xf0\x9f\x98\x80",
		                             "a",
		                             "\xe2\x80\x8b",
		                             "\xe0\xbd\xb1" };
	uint64_t draw = 1;
	for (size_t n = 0; n < 20000; n++) {
		_cleanup_(buffer_clear) struct buffer in = { 0 }, once = { 0 }, twice = { 0 };
		size_t size = n % 12;
		for (size_t i = 0; i < size; i++) {
			draw = draw * 6364136223846793005u + 1442695040888963407u;
			buffer_append_string(&in, parts[(draw >> 33) % ELEMENTS(parts)]);
		}
		text_append_plain(&once, text_trimmed(buffer_bytes(&in)), n & 1);
		text_append_plain(&twice, text_trimmed(buffer_bytes(&once)), n & 1);
		struct bytes trimmed = text_trimmed(buffer_bytes(&once));
		if (text_is_utf8(buffer_bytes(&in))) {
			cr_assert(text_is_utf8(buffer_bytes(&once)), "draw %zu", n);
			cr_assert(bytes_equal(buffer_bytes(&twice), trimmed), "draw %zu", n);
		}
	}
}

static void expect_fault(struct bytes raw, enum error_code code, uint64_t line)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e = { 0 };
	cr_expect_not(text_read_words(raw, "words", &out, &e), "line %lu", (unsigned long)line);
	cr_expect_eq(e.code, code, "%s: %s", error_name(e.code), e.detail);
	cr_expect_eq(e.line, line, "%lu", (unsigned long)e.line);
}

Test(written, says_what_isnt_a_text)
{
	expect_fault(BYTES("een\ncaf\xe9"), ERR_UTF8, 2);
	expect_fault(BYTES("\xff\xfe"
	                   "e\0e\0n\0"),
	             ERR_UTF8, 1);
	expect_fault(BYTES("e\0e\0n\0.\0"), ERR_UTF8, 1);
	expect_fault(BYTES("een\ntwee\ndr\0ie"), ERR_NUL_BYTE, 3);
	expect_fault(BYTES("a\0b"), ERR_NUL_BYTE, 1);
	expect_fault(BYTES("PK\x03\x04"), ERR_SYNTAX, 1);
	expect_fault(BYTES("<?xml version='1.0'?>"), ERR_SYNTAX, 1);
	expect_fault(BYTES("\n<!DOCTYPE html>"), ERR_SYNTAX, 1);
	expect_fault(BYTES("een\n\xe2\x80\xae"), ERR_CONTROL_CHARACTER, 2);
}

Test(written, reads_words_from_whatever_editor)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e;
	cr_assert(text_read_words(BYTES("\xef\xbb\xbf\r\n een\tcafe\xcc\x81\r\ntwee\r\n\r\n"), "words", &out,
	                          &e));
	cr_assert_str_eq(buffer_string(&out), "een café\ntwee");
	cr_assert(text_read_words(BYTES("\xef\xbb\xbf\r\n"), "words", &out, &e));
	cr_assert_eq(out.size, 0);
}

Test(written, composes_in_the_room_that_it_is_given_and_no_more)
{
	int32_t room[21];
	size_t size;
	for (size_t count = 0; count < 6; count++)
		cr_expect_eq(text_compose_into(BYTES("e\xcc\x81\x61\x61\x61"), room, count, &size),
		             count == 6, "%zu", count);
	cr_assert(text_compose_into(BYTES("e\xcc\x81"), room, ELEMENTS(room), &size));
	cr_assert(bytes_equal_string(bytes_of(room, size), "é"));
	cr_assert_not(text_compose_into(BYTES("\xff"), room, ELEMENTS(room), &size));
}
