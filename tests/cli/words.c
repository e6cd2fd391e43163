/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/words.h"

#include "base/file_kind.h"

#include <criterion/criterion.h>
#include <string.h>

static void assert_message(const struct error *e, const char *expected)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	words_append_error(&b, e);
	cr_assert_str_eq(buffer_string(&b), expected);
}

Test(words, has_a_sentence_and_an_exit_code_for_every_error)
{
	for (unsigned code = ERR_NONE + 1; code < ERR_COUNT; code++) {
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		struct error e;
		error_set(&e, (enum error_code)code, NULL, "%s", "");
		words_append_error(&b, &e);
		const char *text = buffer_string(&b);
		cr_assert(strstr(text, "no words yet") == NULL, "%s has no row in cli/words.c",
		          error_name((enum error_code)code));
		cr_assert_gt(b.size, 8);
		cr_assert_neq(text[b.size - 1], '.', "%s: no full stop", error_name((enum error_code)code));
		int exit = words_exit_code((enum error_code)code);
		cr_assert((exit >= EXIT_FAILED && exit <= EXIT_SOME_REJECTED) || exit == EXIT_INTERRUPTED);
		cr_assert(words_hint(&e) || code == ERR_USAGE, "%s has no hint",
		          error_name((enum error_code)code));
	}
	cr_assert_eq(words_exit_code(ERR_COUNT), EXIT_FAILED);
}

Test(words, has_a_sentence_for_every_rule)
{
	for (unsigned rule = 0; rule < RULE_COUNT; rule++)
		cr_assert(strchr(words_rule((enum rule)rule), ' '), "%s has no sentence",
		          rule_name((enum rule)rule));
}

Test(words, tells_an_act_from_a_text_of_the_same_name)
{
	cr_assert_str_eq(words_act("grounds"), "took in grounds");
	cr_assert_str_eq(words_act("refusal"), "took in a notice of refusal");
	cr_assert_str_eq(words_kind("retraction"), "retraction");
	cr_assert_str_eq(words_act("of-a-later-version"), "of-a-later-version");
	cr_assert_null(words_act(NULL));
}

Test(words, maps_failures_to_the_documented_exit_codes)
{
	static const struct {
		enum error_code code;
		int exit;
	} expected[] = {
		{ ERR_NONE, 0 },
		{ ERR_MEMORY, 1 },
		{ ERR_DISK_FULL, 1 },
		{ ERR_SYNTAX, 1 },
		{ ERR_USAGE, 2 },
		{ ERR_NAME, 2 },
		{ ERR_SIGNATURE, 3 },
		{ ERR_FINGERPRINT, 3 },
		{ ERR_AGE_PAYLOAD, 3 },
		{ ERR_PACKAGE, 3 },
		{ ERR_MEMBER_HASH, 3 },
		{ ERR_STORE_ROLLBACK, 3 },
		{ ERR_LOG_ROOT, 3 },
		{ ERR_QUORUM, 3 },
		{ ERR_PACKAGE_CONFLICT, 3 },
		{ ERR_NO_KEY, 4 },
		{ ERR_PASSPHRASE, 4 },
		{ ERR_PASSPHRASE_WEAK, 2 },
		{ ERR_NO_TERMINAL, 4 },
		{ ERR_NOT_FOUND, 5 },
		{ ERR_FILE_MISSING, 5 },
		{ ERR_UNIT_UNKNOWN, 5 },
		{ ERR_FILE_EXISTS, 6 },
		{ ERR_PACKAGE_REPLAYED, 6 },
		{ ERR_BUSY, 7 },
		{ ERR_AGREEMENT_UNKNOWN, 8 },
		{ ERR_AGREEMENT_EXPIRED, 8 },
		{ ERR_PURPOSE, 8 },
		{ ERR_DIRECTION, 8 },
		{ ERR_FIELD_NOT_AGREED, 8 },
		{ ERR_CONSENT, 8 },
		{ ERR_OPTED_OUT, 8 },
		{ ERR_MANDATE, 8 },
		{ ERR_REVOKED, 8 },
		{ ERR_PACKAGE_EXPIRED, 8 },
		{ ERR_PACKAGE_RECIPIENTS, 8 },
		{ ERR_NOTHING_LEAVES, 8 },
		{ ERR_NO_RETRACTION, 5 },
		{ ERR_ROWS_REJECTED, 9 },
		{ ERR_INTERRUPTED, 130 },
	};
	for (size_t i = 0; i < ELEMENTS(expected); i++)
		cr_assert_eq(words_exit_code(expected[i].code), expected[i].exit, "%s",
		             error_name(expected[i].code));
}

Test(words, puts_subject_line_system_and_detail_in_their_places)
{
	struct error e;
	error_set(&e, ERR_SYNTAX, "a.yaml", "tab in indentation");
	assert_message(&e,
	               "a.yaml: this can't be read: it breaks the rules of its format (tab in indentation)");
	error_line(&e, ERR_BSN, "a.csv", 7, "%s", "");
	assert_message(&e, "a.csv, line 7: this is not a valid BSN: the eleven test fails");
	error_line(&e, ERR_BSN, NULL, 7, "%s", "");
	assert_message(&e, "line 7: this is not a valid BSN: the eleven test fails");
	error_errno(&e, 13, "a", "%s", "");
	assert_message(&e, "a: reading or writing failed: Permission denied");
	error_set(&e, ERR_USAGE, "--to", "is needed");
	assert_message(&e, "--to: is needed");
	error_memory(&e);
	assert_message(&e, "there is not enough memory; nothing was changed");
}

Test(words, shows_nothing_that_a_terminal_would_obey)
{
	struct error e = { .code = ERR_FILE_MISSING, .subject = "a\x1b[2Jb\xe2\x80\xae", .detail = "\n\x07" };
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	words_append_error(&b, &e);
	cr_assert_eq(strcspn(buffer_string(&b), "\x1b\n\x07"), b.size);
	cr_assert_not(strstr(buffer_string(&b), "\xe2\x80\xae"));
}

Test(words, tells_each_kind_of_file_and_what_to_do_with_it)
{
	for (unsigned kind = FILE_OTHER + 1; kind < FILE_KIND_COUNT; kind++) {
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		struct error e;
		error_set(&e, ERR_WRONG_FILE, "f", "%s", file_kind_name((enum file_kind)kind));
		words_append_error(&b, &e);
		cr_assert(strncmp(buffer_string(&b), "f: this is another kind", 23) != 0, "%s", e.detail);
		_cleanup_(string_freep) char *name = string_printf("(%s)", e.detail);
		cr_assert_null(strstr(buffer_string(&b), name), "its words, not its name");
		cr_assert(words_hint(&e) && *words_hint(&e), "%s", e.detail);
	}
}

Test(words, survives_a_code_outside_the_list)
{
	struct error e = { .code = (enum error_code)(ERR_COUNT + 5) };
	assert_message(&e, "something failed that has no words yet");
	cr_assert_null(words_hint(&e));
	cr_assert_str_eq(words_rule((enum rule)(RULE_COUNT + 1)), "unknown");
}
