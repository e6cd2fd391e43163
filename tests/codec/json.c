/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/json.h"

#include "base/limits.h"

#include <criterion/criterion.h>
#include <string.h>

static struct error e;

static enum error_code code_of(struct bytes text)
{
	_cleanup_(json_freep) json_t *j = NULL;
	e = (struct error){ 0 };
	if (json_parse(text, "subject", &j, &e)) {
		cr_assert_not_null(j);
		return ERR_NONE;
	}
	cr_assert_null(j);
	if (e.code != ERR_MEMORY)
		cr_assert_str_eq(e.subject, "subject");
	return e.code;
}

Test(json, reads_and_writes_back_in_order)
{
	static const char *const texts[] = {
		"{\"b\":1,\"a\":[true,false,null,\"x\"],\"c\":{}}",
		"[]",
		"\"\"",
		"0",
		"null",
		"\"\\u0001\\b\\f\\n\\r\\t\\\"\\\\/\"",
		"9007199254740991",
		"-9007199254740991",
		"\"é€😀\"",
	};
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_(json_freep) json_t *j = NULL;
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		cr_assert(json_parse(bytes_of_string(texts[i]), "s", &j, &e), "%s: %s", texts[i], e.detail);
		cr_assert(json_append(&b, j, &e));
		cr_assert(bytes_equal_string(buffer_bytes(&b), texts[i]), "%s", buffer_string(&b));
	}
}

Test(json, refuses_what_is_not_one_strict_value)
{
	static const struct {
		const char *text;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "", ERR_SYNTAX, 1 },
		{ "  \n ", ERR_SYNTAX, 2 },
		{ "{", ERR_SYNTAX, 1 },
		{ "{\"a\":1}\n{\"b\":2}", ERR_SYNTAX, 2 },
		{ "{\"a\":1}x", ERR_SYNTAX, 1 },
		{ "{\n\"a\":1,\n\"a\":2}", ERR_DUPLICATE, 3 },
		{ "{\"a\":1,\"\\u0061\":2}", ERR_DUPLICATE, 1 },
		{ "[{\"x\":{\"a\":1,\"a\":1}}]", ERR_DUPLICATE, 1 },
		{ "{\"a\":1,}", ERR_SYNTAX, 1 },
		{ "[1,]", ERR_SYNTAX, 1 },
		{ "[01]", ERR_SYNTAX, 1 },
		{ "[+1]", ERR_SYNTAX, 1 },
		{ "[.5]", ERR_SYNTAX, 1 },
		{ "[NaN]", ERR_SYNTAX, 1 },
		{ "['a']", ERR_SYNTAX, 1 },
		{ "{a:1}", ERR_SYNTAX, 1 },
		{ "[1] // x", ERR_SYNTAX, 1 },
		{ "\"a\nb\"", ERR_SYNTAX, 1 },
		{ "\"\\x\"", ERR_SYNTAX, 1 },
		{ "\"\\ud800\"", ERR_SYNTAX, 1 },
		{ "\"\\u0000\"", ERR_SYNTAX, 1 },
		{ "{\"\\u0000\":1}", ERR_SYNTAX, 1 },
		{ "\xef\xbb\xbf{}", ERR_SYNTAX, 1 },
		{ "[\n\"\xff\"]", ERR_UTF8, 2 },
		{ "\"\xed\xa0\x80\"", ERR_UTF8, 1 },
		{ "\"\xc0\xaf\"", ERR_UTF8, 1 },
		{ "9007199254740992", ERR_VALUE, 0 },
		{ "[{\"a\":-9007199254740992}]", ERR_VALUE, 0 },
		{ "99999999999999999999", ERR_VALUE, 1 },
		{ "1e999", ERR_VALUE, 1 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		cr_assert_eq(code_of(bytes_of_string(cases[i].text)), cases[i].code, "%s: %s", cases[i].text,
		             error_name(e.code));
		if (cases[i].line)
			cr_assert_eq(e.line, cases[i].line, "%s: %lu", cases[i].text, (unsigned long)e.line);
	}
	cr_assert_eq(code_of(bytes_of("[\0]", 3)), ERR_SYNTAX);
	cr_assert_eq(code_of(bytes_of("[]\0", 3)), ERR_SYNTAX);
	cr_assert_eq(code_of(bytes_of(NULL, 0)), ERR_SYNTAX);
}

Test(json, quotes_no_input_in_errors)
{
	static const char *const texts[] = { "{\"geheim\":geheim}",
		                             "{\"geheim\":1,\"geheim\":2}",
		                             "geheim",
		                             "[1] geheim",
		                             "{\"geheim\" 1}",
		                             "[\"geheim\n\"]",
		                             "[\"geheim\\q\"]" };
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		cr_assert_neq(code_of(bytes_of_string(texts[i])), ERR_NONE);
		cr_assert_null(strstr(e.detail, "geheim"), "%s", e.detail);
	}
}

static void repeat(struct buffer *b, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_append_string(b, text);
}

Test(json, limits_depth_and_size)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	repeat(&b, "[", LIMIT_JSON_DEPTH);
	buffer_append_string(&b, "\"[[[[[\\\"[[[\"");
	repeat(&b, "]", LIMIT_JSON_DEPTH);
	cr_assert_eq(code_of(buffer_bytes(&b)), ERR_NONE, "%s", e.detail);
	buffer_reset(&b);
	repeat(&b, "{\"a\":", LIMIT_JSON_DEPTH + 1);
	cr_assert_eq(code_of(buffer_bytes(&b)), ERR_SYNTAX);
	buffer_reset(&b);
	repeat(&b, "[", 1 << 20);
	cr_assert_eq(code_of(buffer_bytes(&b)), ERR_SYNTAX);
	buffer_reset(&b);
	repeat(&b, "]", 100);
	repeat(&b, "[", LIMIT_JSON_DEPTH);
	cr_assert_eq(code_of(buffer_bytes(&b)), ERR_SYNTAX);
	buffer_reset(&b);
	repeat(&b, "          ", LIMIT_NOTE_SIZE / 10 + 1);
	cr_assert_eq(code_of(buffer_bytes(&b)), ERR_TOO_LARGE);
}

Test(json, writes_by_hand)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct json_writer w;
	json_begin(&w, &b);
	json_object_of(&w, NULL);
	json_text(&w, "a", "x\"\\\n\x1f/\x7f");
	json_text(&w, "none", NULL);
	json_array_of(&w, "list");
	json_number(&w, NULL, -5);
	json_object_of(&w, NULL);
	json_end_object(&w);
	json_array_of(&w, NULL);
	json_end_array(&w);
	json_end_array(&w);
	json_hex(&w, "hex", BYTES("\x00\xff"));
	json_truth(&w, "yes", true);
	json_truth(&w, "no", false);
	json_bytes(&w, "bytes", bytes_of("a\0b", 3));
	json_raw(&w, "raw", BYTES("[1]"));
	json_end_object(&w);
	cr_assert(buffer_ok(&b, &e));
	cr_assert_str_eq(
		buffer_string(&b),
		"{\"a\":\"x\\\"\\\\\\n\\u001F/\x7f\",\"none\":null,\"list\":[-5,{},[]],\"hex\":\"00ff\","
		"\"yes\":true,\"no\":false,\"bytes\":\"a\\u0000b\",\"raw\":[1]}");
}

Test(json, writes_as_jansson_does)
{
	_cleanup_(buffer_clear) struct buffer mine = { 0 }, theirs = { 0 };
	char all[0x80];
	for (int i = 1; i < 0x80; i++)
		all[i - 1] = (char)i;
	all[0x7f] = 0;
	struct json_writer w;
	json_begin(&w, &mine);
	json_text(&w, NULL, all);
	_cleanup_(json_freep) json_t *j = json_string(all);
	cr_assert(json_append(&theirs, j, &e));
	cr_assert(bytes_equal(buffer_bytes(&mine), buffer_bytes(&theirs)), "%s\n%s", buffer_string(&mine),
	          buffer_string(&theirs));
	_cleanup_(buffer_clear) struct buffer small = { .limit = 5 };
	cr_assert_not(json_append(&small, j, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}

/* Of each value one spelling, which is the writer's. */
Test(json, tells_what_the_writer_wrote)
{
	static const char *const others[] = {
		"{ }",         "{} ",         "\t{}",        "{\"a\": 1}",         "{\"a\" :1}",
		"[1, 2]",      "\"\\u0061\"", "\"\\/\"",     "\"\\u000a\"",        "\"\\u000A\"",
		"\"\\u001f\"", "\"\\u00e9\"", "\"\\u0022\"", "\"\\ud83d\\udd11\"", "\"\\",
		"\"\\u00",     "\"\\u0020\"", "\"\\u00:0\"",
	};
	for (size_t i = 0; i < ELEMENTS(others); i++)
		cr_assert_not(json_is_plain(bytes_of_string(others[i])), "%s", others[i]);
	for (unsigned c = 1; c < 0x80; c++) {
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		struct json_writer w;
		const char text[] = { 'a', (char)c, ' ', '\\', '"', 0 };
		json_begin(&w, &out);
		json_object_of(&w, NULL);
		json_text(&w, "a key", text);
		json_number(&w, "n", -12);
		json_end_object(&w);
		cr_assert(json_is_plain(buffer_bytes(&out)), "%u", c);
	}
}
