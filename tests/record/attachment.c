/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/attachment.h"

#include "codec/json.h"

#include <criterion/criterion.h>
#include <string.h>

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ONE(name, type, size, hash) \
	"{\"name\":\"" name "\",\"mediaType\":\"" type "\",\"size\":" size ",\"sha256\":\"" hash "\"}"

Test(attachments, are_written_in_one_form)
{
	struct error e;
	_cleanup_(json_freep) json_t *array = NULL;
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert(json_parse(
		BYTES("[ {\"sha256\":\"" HASH
	              "\", \"size\":12, \"name\":\"plan.pdf\",\n\"mediaType\":\"application/pdf\"} ]"),
		"t", &array, &e));
	cr_assert(attachments_append(&out, array, 5, "bijlagen", &e), "%s", e.detail);
	cr_assert_str_eq(buffer_string(&out), "[" ONE("plan.pdf", "application/pdf", "12", HASH) "]");
	cr_assert(attachments_check(buffer_bytes(&out), 5, "bijlagen", &e));
}

Test(attachments, refuse_any_other_form)
{
	/* clang-format off */
	static const char *const bad[] = {
		"", "[]", "{}", "null", "[1]", "[null]", "[{}]", "[", "\"x\"",
		"[" ONE("", "a/b", "1", HASH) "]",
		"[" ONE("a/b", "a/b", "1", HASH) "]",
		"[" ONE("..", "a/b", "1", HASH) "]",
		"[" ONE("a\\nb", "a/b", "1", HASH) "]",
		"[" ONE("a\\u001b", "a/b", "1", HASH) "]",
		"[" ONE("a\\u202e", "a/b", "1", HASH) "]",
		"[" ONE("a", "ab", "1", HASH) "]",
		"[" ONE("a", "/ab", "1", HASH) "]",
		"[" ONE("a", "a/b/c", "1", HASH) "]",
		"[" ONE("a", "a/b c", "1", HASH) "]",
		"[" ONE("a", "a/b", "-1", HASH) "]",
		"[" ONE("a", "a/b", "1.5", HASH) "]",
		"[" ONE("a", "a/b", "\"1\"", HASH) "]",
		"[" ONE("a", "a/b", "1", "00") "]",
		"[" ONE("a", "a/b", "1",
		  "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855") "]",
		"[{\"name\":\"a\",\"mediaType\":\"a/b\",\"size\":1}]",
		"[{\"name\":\"a\",\"mediaType\":\"a/b\",\"size\":1,\"sha256\":\"" HASH "\",\"more\":1}]",
		"[ " ONE("a", "a/b", "1", HASH) "]",
		"[{\"mediaType\":\"a/b\",\"name\":\"a\",\"size\":1,\"sha256\":\"" HASH "\"}]",
		"[" ONE("a", "a/b", "1", HASH) "," ONE("b", "a/b", "1", HASH) "," ONE("c", "a/b", "1",
		  HASH) "]",
	};
	/* clang-format on */
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct error e;
		cr_assert_not(attachments_check(bytes_of_string(bad[i]), 2, "bijlagen", &e), "case %zu", i);
		cr_assert_eq(e.code, ERR_FIELD_VALUE, "case %zu", i);
		cr_assert_str_eq(e.subject, "bijlagen");
	}
}
