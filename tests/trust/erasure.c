/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/erasure.h"

#include <criterion/criterion.h>

#define ID "00112233445566778899aabbccddeeff"
#define TAG "ffeeddccbbaa99887766554433221100"
#define LINE "{\"id\":\"" ID "\",\"record\":\"" TAG "\",\"decided\":\"2026-11-24T10:00:00Z\"}"

Test(erasure, is_read_as_it_is_written)
{
	struct error e = { 0 };
	struct erasure_notice n = { 0 };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert(erasure_notice_parse(BYTES(LINE), "line", &n, &e), "%s", error_name(e.code));
	cr_expect_str_eq(n.id, ID);
	cr_expect_str_eq(n.tag, TAG);
	cr_assert(erasure_notice_format(&n, &out, &e));
	cr_expect(bytes_equal_string(buffer_bytes(&out), LINE));
}

Test(erasure, of_another_form_is_refused)
{
	static const struct {
		const char *line;
		enum error_code code;
	} cases[] = {
		{ "", ERR_SYNTAX },
		{ "{}", ERR_SYNTAX },
		{ "{\"id\":\"" ID "\"}", ERR_SYNTAX },
		{ "{\"record\":\"" TAG "\",\"id\":\"" ID "\",\"decided\":\"2026-11-24T10:00:00Z\"}",
		  ERR_SYNTAX },
		{ "{\"id\":\"" ID "\",\"id\":\"" ID "\"}", ERR_SYNTAX },
		{ "{\"id\":\"0011\"}", ERR_VALUE },
		{ "{\"id\":\"" ID "00\"}", ERR_VALUE },
		{ "{\"record\":\"zfeeddccbbaa99887766554433221100\"}", ERR_VALUE },
		{ "{\"decided\":\"gisteren\"}", ERR_VALUE },
		{ "{\"decided\":7}", ERR_VALUE },
		{ "{\"burgerservicenummer\":\"999990019\"}", ERR_UNKNOWN_KEY },
		{ LINE " ", ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct error e = { 0 };
		struct erasure_notice n = { 0 };
		cr_expect_not(erasure_notice_parse(bytes_of_string(cases[i].line), "line", &n, &e), "%zu", i);
		cr_expect_eq(e.code, cases[i].code, "%zu: %s", i, error_name(e.code));
	}
}
