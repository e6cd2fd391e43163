/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <criterion/criterion.h>

Test(text, tells_well_formed_utf8)
{
	cr_assert(text_is_utf8(BYTES("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80")));
	static const char *const bad[] = { "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\x80",
		                           "\xe2\x82", "\xff" };
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(text_is_utf8(bytes_of_string(bad[i])), "case %zu", i);
}

Test(text, refuses_what_misleads_a_reader_and_names_the_line)
{
	struct error e;
	cr_assert(text_check_signed(BYTES("één\ntwee\n"), "t", &e));
	static const char *const bad[] = { "a\nb\rc",     "a\nb\x1b[1m",     "a\n\xe2\x80\xae",
		                           "a\n\xc2\x85", "a\n\xe2\x80\xa8", "a\n\x7f" };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_not(text_check_signed(bytes_of_string(bad[i]), "t", &e), "case %zu", i);
		cr_assert_eq(e.code, ERR_CONTROL_CHARACTER);
		cr_assert_eq(e.line, 2);
	}
}

Test(text, shows_control_characters_as_replacements)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	text_append_shown(&b, BYTES("a\x1b\xff\nz"));
	cr_assert_str_eq(buffer_string(&b), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
}

Test(name, has_two_halves_of_plain_characters)
{
	cr_assert(name_is_valid(BYTES("oss.nl/wmo")));
	cr_assert(name_is_person(BYTES("oss.nl/p-7f3k")));
	cr_assert_not(name_is_person(BYTES("oss.nl/wmo")));
	cr_assert_not(name_is_person(BYTES("oss.nl/p-")));
	cr_assert(name_is_unit(BYTES("oss.nl/wmo")) && !name_is_unit(BYTES("oss.nl/p-7f3k")) &&
	          !name_is_unit(BYTES("oss.nl")));
	static const char *const bad[] = { "",    "/",     "a/",   "/a",   "a",    "a/b/c",
		                           "A/b", "a b/c", "../x", "a/-b", "a/.b", "a/b\n" };
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(name_is_valid(bytes_of_string(bad[i])), "case %zu", i);
}

Test(identifier, is_short_and_plain)
{
	cr_assert(identifier_is_valid(BYTES("onderzoek-2.3.2")));
	static const char *const bad[] = { "", "A", "a b", "a/b", "a_b", "a\n", "é" };
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_expect_not(identifier_is_valid(bytes_of_string(bad[i])), "%s", bad[i]);
	char text[66];
	memset(text, 'a', sizeof text);
	cr_expect(identifier_is_valid(bytes_of(text, 64)));
	cr_expect_not(identifier_is_valid(bytes_of(text, 65)));
}
