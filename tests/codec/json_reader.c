/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/json_reader.h"

#include "base/limits.h"

#include <criterion/criterion.h>
#include <string.h>

static struct error e;

/* "key=kind:value;" for each member, or the error's name. */
static void read_all(struct bytes text, struct buffer *ret)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	static const char kinds[] = {
		[JSON_TEXT] = 't', [JSON_WHOLE] = 'n', [JSON_TRUTH] = 'b', [JSON_UNREAD] = '?'
	};
	struct json_member m;
	bool more = true;
	buffer_reset(ret);
	e = (struct error){ 0 };
	bool ok = json_reader_begin(&o, text, "subject", &e);
	while (ok && more) {
		ok = json_reader_next(&o, &m, &more, &e);
		if (ok && more)
			buffer_printf(ret, "%.*s=%c:%.*s;", (int)m.key.size, (const char *)m.key.data,
			              kinds[m.kind], (int)m.value.size, (const char *)m.value.data);
	}
	if (ok)
		return;
	buffer_reset(ret);
	buffer_printf(ret, "%s %llu", error_name(e.code), (unsigned long long)e.line);
	cr_expect_str_eq(e.subject, "subject");
}

#define READS(text, expected) \
	do { \
		_cleanup_(buffer_clear) struct buffer got = { 0 }; \
		read_all(bytes_of_string(text), &got); \
		cr_expect_str_eq(buffer_string(&got), expected, "%s: %s", text, e.detail); \
	} while (0)

Test(json_reader, hands_out_members_in_their_order)
{
	READS("{}", "");
	READS(" {\t}\r\n", "");
	READS("{\"a\":\"x\"}", "a=t:x;");
	READS("{ \"b\" : 12 , \"a\" : true,\n\"c\":false,\"\":-5 }", "b=n:12;a=b:true;c=b:false;=n:-5;");
	READS("{\"a\":1,\"a\":2}", "a=n:1;a=n:2;"); /* the user's to refuse */
	READS("{\"n\":0,\"m\":-0,\"most\":9007199254740991,\"least\":-9007199254740991}",
	      "n=n:0;m=n:-0;most=n:9007199254740991;least=n:-9007199254740991;");
}

Test(json_reader, leaves_other_kinds_unread)
{
	READS("{\"a\":null,\"b\":1.50,\"c\":1e2,\"d\":-0E+1}", "a=?:null;b=?:1.50;c=?:1e2;d=?:-0E+1;");
	READS("{\"a\":[1, {\"x\":\"]}\\\"\\\\\"}],\"b\":{}}", "a=?:[1, {\"x\":\"]}\\\"\\\\\"}];b=?:{};");
}

Test(json_reader, spells_escapes_out)
{
	READS("{\"\\u0061\\tb\":\"\\\"\\\\\\/\\n\\u00e9\\u20AC\\uD83D\\ude00 z\"}",
	      "a\tb=t:\"\\/\n\u00e9\u20ac\U0001F600 z;");
	READS("{\"a\":\"\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud800\\udc00\\udbff\\udfff\"}",
	      "a=t:\x7f\xc2\x80\u07ff\u0800\uffff\U00010000\U0010ffff;");
}

Test(json_reader, refuses_what_is_not_one_object)
{
	READS("", "syntax 1");
	READS("\n[]", "syntax 2");
	READS("\"a\"", "syntax 1");
	READS("{", "syntax 1");
	READS("{\"a\"", "syntax 1");
	READS("{\"a\":", "syntax 1");
	READS("{\"a\":1", "syntax 1");
	READS("{\"a\":1}\n{}", "syntax 2");
	READS("{\"a\":1}x", "syntax 1");
	READS("{,}", "syntax 1");
	READS("{\"a\":1,}", "syntax 1");
	READS("{\"a\":1 \"b\":2}", "syntax 1");
	READS("{a:1}", "syntax 1");
	READS("{\"a\" 1}", "syntax 1");
	READS("{\"a\":[1}", "syntax 1");
	READS("{\"a\":[\"x]}", "syntax 1");
	READS("{\"a\":\"x\\", "syntax 1");
	READS("{\"a\":[\"x\\", "syntax 1");
	READS("{\"a\":nul}", "syntax 1");
	READS("{\"a\":truex}", "syntax 1");
	READS("{\"a\":+1}", "syntax 1");
	READS("{\"a\":01}", "syntax 1");
	READS("{\"a\":-}", "syntax 1");
	READS("{\"a\":1.}", "syntax 1");
	READS("{\"a\":.5}", "syntax 1");
	READS("{\"a\":1e}", "syntax 1");
	READS("{\"a\":9007199254740992}", "bad-value 1");
	READS("{\"a\":-99999999999999999999999}", "bad-value 1");
}

Test(json_reader, refuses_texts_that_are_none)
{
	READS("{\"a\":\"x\ny\"}", "syntax 1");
	READS("{\"a\":\"\x1f\"}", "syntax 1");
	READS("{\"a\":\"\\x\"}", "syntax 1");
	READS("{\"a\":\"\\u12g4\"}", "syntax 1");
	READS("{\"a\":\"\\u12", "syntax 1");
	READS("{\"a\":\"\\u0000\"}", "syntax 1");
	READS("{\"a\":\"\\ud800\"}", "syntax 1");
	READS("{\"a\":\"\\ud800\\n\"}", "syntax 1");
	READS("{\"a\":\"\\ud800\\u0041\"}", "syntax 1");
	READS("{\"a\":\"\\udc00\"}", "syntax 1");
	READS("{\n\"a\":\"\xff\"}", "not-utf8 2");
	_cleanup_(buffer_clear) struct buffer got = { 0 };
	read_all(BYTES("{\"a\":\"x\0y\"}"), &got);
	cr_expect_str_eq(buffer_string(&got), "syntax 1");
	read_all(BYTES("{\"a\":1}\0"), &got);
	cr_expect_str_eq(buffer_string(&got), "syntax 1");
}

Test(json_reader, refuses_more_than_the_limit)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer got = { 0 };
	buffer_append_string(&text, "{}");
	while (text.size <= LIMIT_NOTE_SIZE)
		buffer_append_byte(&text, ' ');
	read_all(buffer_bytes(&text), &got);
	cr_expect_str_eq(buffer_string(&got), "too-large 0");
}
