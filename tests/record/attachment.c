/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/attachment.h"

#include "codec/json.h"

#include <criterion/criterion.h>
#include <string.h>

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ONE(name, type, size, hash) \
	"{\"name\":\"" name "\",\"mediaType\":\"" type "\",\"size\":" size ",\"sha256\":\"" hash "\"}"

static const char *const words[] = { "ordinary", "health", "criminal" };
static const struct attachments_of five = { "bijlagen", 5, words, ELEMENTS(words), 1 },
				   two = { "bijlagen", 2, words, ELEMENTS(words), 1 };

Test(attachments, are_written_in_one_form)
{
	struct error e;
	_cleanup_(json_freep) json_t *array = NULL;
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert(json_parse(
		BYTES("[ {\"sha256\":\"" HASH
	              "\", \"size\":12, \"name\":\"plan.pdf\",\n\"mediaType\":\"application/pdf\"} ]"),
		"t", &array, &e));
	cr_assert(attachments_append(&out, array, &five, &e), "%s", e.detail);
	cr_assert_str_eq(buffer_string(&out), "[" ONE("plan.pdf", "application/pdf", "12", HASH) "]");
	cr_assert(attachments_check(buffer_bytes(&out), &five, &e));
}

static void same_form(const char *given, const char *expected)
{
	struct error e;
	_cleanup_(json_freep) json_t *array = NULL;
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert(json_parse(bytes_of_string(given), "t", &array, &e));
	cr_assert(attachments_append(&out, array, &five, &e), "%s", e.detail);
	cr_expect_str_eq(buffer_string(&out), expected);
}

#define STATED(category) \
	"[{\"name\":\"a\",\"mediaType\":\"text/csv\",\"size\":1,\"sha256\":\"" HASH \
	"\",\"category\":" category "}]"

Test(attachments, state_a_category_that_isn_t_their_field_s)
{
	struct error e;
	same_form(STATED("\"ordinary\""), STATED("\"ordinary\""));
	same_form(STATED("\"health\""), "[" ONE("a", "text/csv", "1", HASH) "]");
	cr_expect(attachments_check(BYTES(STATED("\"criminal\"")), &five, &e));
	cr_expect_not(attachments_check(BYTES(STATED("\"health\"")), &five, &e), "not in its one form");
	cr_expect_not(attachments_check(BYTES(STATED("\"harmless\"")), &five, &e));
	cr_expect_not(attachments_check(BYTES(STATED("null")), &five, &e));
	cr_expect_not(attachments_check(BYTES(STATED("1")), &five, &e));
}

/* Names that look like what stands behind a name, or like the name that is made. */
Test(attachments, are_read_one_by_one_and_written_under_made_names)
{
	static const char text[] = "[" ONE("\\\"}],\\\"category\\\":\\\"x", "text/csv", "1",
	                                   HASH) "," ONE("attachment-2", "text/csv", "22",
	                                                 HASH) "," ONE("\\\\", "image/png", "3", HASH) "]";
	static const char made[] =
		"[" ONE("attachment-1", "text/csv", "1",
	                HASH) "," ONE("attachment-2", "text/csv", "22",
	                              HASH) "," ONE("attachment-3", "image/png", "3", HASH) "]";
	struct error e;
	struct bytes rest = BYTES(text);
	_cleanup_(buffer_clear) struct buffer same = { 0 }, unnamed = { 0 };
	size_t place = 0;
	cr_assert(attachments_check(rest, &five, &e), "%s", e.detail);
	for (struct attachment a; attachments_next(&rest, &a);) {
		attachment_put(&same, &a, ++place, false);
		attachment_put(&unnamed, &a, place, true);
		cr_expect_eq(attachment_is_unnamed(&a, place), place == 2, "%zu", place);
		cr_expect_eq(a.category.size, 0);
	}
	buffer_append_byte(&same, ']');
	buffer_append_byte(&unnamed, ']');
	cr_expect_str_eq(buffer_string(&same), text);
	cr_expect_str_eq(buffer_string(&unnamed), made);
	rest = BYTES(STATED("\"criminal\""));
	struct attachment stated;
	cr_assert(attachments_next(&rest, &stated));
	cr_expect(bytes_equal_string(stated.category, "criminal"));
	cr_expect_not(attachments_next(&rest, &stated));
}

Test(attachments, refuse_any_other_form)
{
	/* clang-format off */
	static const char *const bad[] = {
		"", "[]", "{}", "null", "[1]", "[null]", "[{}]", "[", "\"x\"",
		"[" ONE("", "text/csv", "1", HASH) "]",
		"[" ONE("a/b", "text/csv", "1", HASH) "]",
		"[" ONE("..", "text/csv", "1", HASH) "]",
		"[" ONE("a\\nb", "text/csv", "1", HASH) "]",
		"[" ONE("a\\u001b", "text/csv", "1", HASH) "]",
		"[" ONE("a\\u202e", "text/csv", "1", HASH) "]",
		"[" ONE("a", "ab", "1", HASH) "]",
		"[" ONE("a", "/ab", "1", HASH) "]",
		"[" ONE("a", "text/csv/c", "1", HASH) "]",
		"[" ONE("a", "text/csv c", "1", HASH) "]",
		"[" ONE("a", "x/diagnose-schizofrenie-999990032", "1", HASH) "]",
		"[" ONE("a", "text/CSV", "1", HASH) "]",
		"[" ONE("a", "", "1", HASH) "]",
		"[" ONE("a", "text/csv", "-1", HASH) "]",
		"[" ONE("a", "text/csv", "1.5", HASH) "]",
		"[" ONE("a", "text/csv", "\"1\"", HASH) "]",
		"[" ONE("a", "text/csv", "1", "00") "]",
		"[" ONE("a", "text/csv", "1",
		  "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855") "]",
		"[{\"name\":\"a\",\"mediaType\":\"text/csv\",\"size\":1}]",
		"[{\"name\":\"a\",\"mediaType\":\"text/csv\",\"size\":1,\"sha256\":\"" HASH "\",\"more\":1}]",
		"[ " ONE("a", "text/csv", "1", HASH) "]",
		"[{\"mediaType\":\"text/csv\",\"name\":\"a\",\"size\":1,\"sha256\":\"" HASH "\"}]",
		"[" ONE("a", "text/csv", "1", HASH) "," ONE("b", "text/csv", "1", HASH) ","
		  ONE("c", "text/csv", "1", HASH) "]",
	};
	/* clang-format on */
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct error e;
		cr_assert_not(attachments_check(bytes_of_string(bad[i]), &two, &e), "case %zu", i);
		cr_assert_eq(e.code, ERR_FIELD_VALUE, "case %zu", i);
		cr_assert_str_eq(e.subject, "bijlagen");
	}
}
