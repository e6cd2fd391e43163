/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/request.h"

#include <criterion/criterion.h>
#include <string.h>

Test(request, outcomes_are_read_as_they_are_written)
{
	enum request_outcome back;
	for (unsigned o = 0; o < REQUEST_OUTCOME_COUNT; o++) {
		cr_assert(
			request_outcome_parse(bytes_of_string(request_outcome_code((enum request_outcome)o)),
		                              &back));
		cr_expect_eq(back, o);
		cr_expect_neq(*request_outcome_words((enum request_outcome)o), 0);
	}
	cr_expect_not(request_outcome_parse(BYTES(""), &back));
	cr_expect_not(request_outcome_parse(BYTES("it came"), &back), "words are for people");
}

Test(request, what_is_asked_has_one_spelling)
{
	static const char good[] = "{\"fields\":\"wet postcode\",\"by\":\"2026-12-21\"}";
	static const char *const bad[] = {
		"{}",
		"{\"fields\":\"\",\"by\":\"2026-12-21\"}",
		"{\"fields\":\"wet\"}",
		"{\"by\":\"2026-12-21\"}",
		"{\"by\":\"2026-12-21\",\"fields\":\"wet\"}",
		"{\"fields\":\"wet wet\",\"by\":\"2026-12-21\"}",
		"{\"fields\":\"wet  postcode\",\"by\":\"2026-12-21\"}",
		"{\"fields\":\"wet \",\"by\":\"2026-12-21\"}",
		"{\"fields\":\" wet\",\"by\":\"2026-12-21\"}",
		"{\"fields\":\"wet\",\"by\":\"2026-02-30\"}",
		"{\"fields\":\"wet\",\"by\":\"soon\"}",
		"{\"fields\":\"wet\",\"by\":\"2026-12-21\",\"why\":\"so\"}",
		"{\"fields\":[\"wet\"],\"by\":\"2026-12-21\"}",
		"{\"fields\":\"wet\",\"by\":\"2026-12-21\"} ",
		"[]",
	};
	struct request_asked a = { 0 };
	struct buffer again = { 0 };
	struct error e;
	cr_assert(request_asked_parse(bytes_of_string(good), "asked", &a, &e));
	cr_expect_str_eq(a.fields, "wet postcode");
	cr_assert(request_asked_format(&a, &again, &e));
	cr_expect_str_eq(buffer_string(&again), good);
	request_asked_clear(&a);
	buffer_clear(&again);
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_expect_not(request_asked_parse(bytes_of_string(bad[i]), "asked", &a, &e), "%s", bad[i]);
}

Test(request, names_no_more_fields_than_a_letter_may)
{
	struct buffer line = { 0 };
	struct request_asked a = { 0 };
	struct error e;
	buffer_append_string(&line, "{\"fields\":\"");
	for (unsigned i = 0; i < 256; i++)
		buffer_printf(&line, "%sf%u", i ? " " : "", i);
	struct bytes most = buffer_bytes(&line);
	struct buffer fits = { 0 };
	buffer_append(&fits, most);
	buffer_append_string(&fits, "\",\"by\":\"2026-12-21\"}");
	buffer_append_string(&line, " f256\",\"by\":\"2026-12-21\"}");
	cr_expect(request_asked_parse(buffer_bytes(&fits), "asked", &a, &e));
	request_asked_clear(&a);
	cr_expect_not(request_asked_parse(buffer_bytes(&line), "asked", &a, &e));
	buffer_clear(&line);
	buffer_clear(&fits);
}

Test(request, a_client_is_named_by_the_number_or_by_the_set)
{
	static const char *const good[] = {
		"{\"bsn\":\"999990019\"}",
		"{\"naam.geslachtsnaam\":\"Brouwer\",\"naam.voornamen\":\"Anna\",\"geboorte.datum\":\"1980-"
		"03-01\","
		"\"postcode\":\"5341AB\",\"huisnummer\":\"12\"}",
	};
	static const char *const bad[] = {
		"{}",
		"{\"bsn\":\"999990018\"}",
		"{\"bsn\":\"999990019\",\"naam.geslachtsnaam\":\"Brouwer\"}",
		"{\"naam.geslachtsnaam\":\"Brouwer\"}",
		"{\"bsn\":\"999990019\",\"geslacht\":\"v\"}",
		"{\"bsn\":\"999990019\",\"bsn\":\"999990019\"}",
		"{\"bsn\":999990019}",
	};
	struct error e;
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		struct buffer again = { 0 };
		char *tie = NULL;
		cr_assert(request_client_parse(bytes_of_string(good[i]), "clients", &tie, &e), "%s", good[i]);
		cr_expect_eq(tie_is_number(tie), i == 0);
		cr_assert(request_client_format(tie, &again, &e));
		cr_expect_str_eq(buffer_string(&again), good[i]);
		tie_freep(&tie);
		buffer_clear(&again);
	}
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		char *tie = NULL;
		cr_expect_not(request_client_parse(bytes_of_string(bad[i]), "clients", &tie, &e), "%s",
		              bad[i]);
		cr_expect_null(tie);
		cr_expect_null(strstr(e.detail, "99999"), "an error tells nobody's number");
	}
}

Test(request, an_answer_has_what_belongs_to_its_outcome)
{
	static const char *const good[] = {
		"{\"outcome\":\"sent\"}",
		"{\"outcome\":\"sent\",\"stayed\":\"postcode:secret-address inkomen:absent\"}",
		"{\"outcome\":\"refused\",\"rule\":\"law-not-mandated\"}",
		"{\"outcome\":\"refused\",\"rule\":\"ground-disabled\"}",
		"{\"outcome\":\"not-held\"}",
		"{\"outcome\":\"untold\"}",
	};
	static const char *const bad[] = {
		"{}",
		"{\"outcome\":\"perhaps\"}",
		"{\"outcome\":\"refused\"}",
		"{\"outcome\":\"refused\",\"rule\":\"agreed\"}",
		"{\"outcome\":\"refused\",\"rule\":\"not-agreed\"}",
		"{\"outcome\":\"refused\",\"rule\":\"no\"}",
		"{\"outcome\":\"untold\",\"rule\":\"no-consent\"}",
		"{\"outcome\":\"not-held\",\"stayed\":\"postcode:absent\"}",
		"{\"outcome\":\"sent\",\"stayed\":\"\"}",
		"{\"outcome\":\"sent\",\"stayed\":\"postcode\"}",
		"{\"outcome\":\"sent\",\"stayed\":\":absent\"}",
		"{\"outcome\":\"sent\",\"stayed\":\"postcode:no\"}",
		"{\"outcome\":\"sent\",\"stayed\":\"postcode:absent \"}",
		"{\"rule\":\"law-not-mandated\",\"outcome\":\"refused\"}",
	};
	struct error e;
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		struct request_answer a;
		struct buffer again = { 0 };
		cr_assert(request_answer_parse(bytes_of_string(good[i]), "answers", &a, &e), "%s", good[i]);
		cr_assert(request_answer_format(&a, &again, &e));
		cr_expect_str_eq(buffer_string(&again), good[i]);
		request_answer_clear(&a);
		buffer_clear(&again);
	}
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct request_answer a;
		cr_expect_not(request_answer_parse(bytes_of_string(bad[i]), "answers", &a, &e), "%s", bad[i]);
	}
}

/* Where the client's word is asked it is asked of whether she is known, too; a rule about the purpose tells
 * of nobody. */
Test(request, tells_of_a_client_what_may_be_told)
{
	struct agreement a = { 0 };
	struct agreement_purpose asks = { .consent = true }, asks_nothing = { 0 };
	cr_expect_eq(request_outcome_of(&a, &asks, RULE_ABSENT), REQUEST_UNTOLD);
	cr_expect_eq(request_outcome_of(&a, &asks, RULE_NO_CONSENT), REQUEST_UNTOLD);
	cr_expect_eq(request_outcome_of(&a, &asks, RULE_OTHER_LAW), REQUEST_UNTOLD);
	cr_expect_eq(request_outcome_of(&a, &asks, RULE_GROUND_DISABLED), REQUEST_REFUSED);
	cr_expect_eq(request_outcome_of(&a, &asks_nothing, RULE_ABSENT), REQUEST_NOT_HELD);
	cr_expect_eq(request_outcome_of(&a, &asks_nothing, RULE_OTHER_LAW), REQUEST_REFUSED);
	cr_expect_eq(request_outcome_of(&a, &asks_nothing, RULE_GROUND_DISABLED), REQUEST_REFUSED);
}
