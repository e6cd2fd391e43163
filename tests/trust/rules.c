/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/rules.h"

#include <criterion/criterion.h>

#include <string.h>

Test(rules, have_distinct_names_that_fit_where_they_travel)
{
	for (enum rule i = 0; i < RULE_COUNT; i++) {
		size_t size = strlen(rule_name(i));
		cr_assert(size > 0 && size <= 48, "%s", rule_name(i)); /* the room in a refusal */
		cr_assert_eq(strspn(rule_name(i), "abcdefghijklmnopqrstuvwxyz-"), size, "%s", rule_name(i));
		for (enum rule j = 0; j < i; j++)
			cr_assert_str_neq(rule_name(i), rule_name(j));
	}
}

Test(rules, have_a_sentence_without_full_stop)
{
	for (enum rule i = 0; i < RULE_COUNT; i++) {
		const char *sentence = rule_sentence(i);
		cr_assert(strchr(sentence, ' '), "%s has no sentence", rule_name(i));
		cr_assert_neq(sentence[strlen(sentence) - 1], '.', "%s", rule_name(i));
	}
}

/* As docs/law.md numbers them: the purpose, the client, the field. */
Test(rules, of_a_decision_stand_in_its_order)
{
	enum rule_kind last = RULE_ALLOWS;
	for (enum rule i = 0; rule_decides(i); i++) {
		cr_assert_geq(rule_kind(i), last, "%s", rule_name(i));
		last = rule_kind(i);
	}
}

/* A refusal comes from elsewhere: it can't say that a record stayed because a draft lacks a part. */
Test(rules, of_a_text_are_no_reason_that_a_record_stays)
{
	enum rule rule = RULE_COUNT;
	for (enum rule i = 0; i < RULE_COUNT; i++) {
		bool known = rule_parse(rule_name(i), &rule);
		cr_assert_eq(known, rule_decides(i), "%s", rule_name(i));
		cr_assert(!known || rule == i, "%s", rule_name(i));
		cr_assert(rule_kind(i) == RULE_OF_TEXT || rule_error(i) == ERR_NONE, "%s", rule_name(i));
	}
	cr_assert_not(rule_parse("part-missing", &rule));
	cr_assert_not(rule_parse("not-stated", &rule));
	cr_assert_not(rule_parse("term-beyond-five-years", &rule));
	cr_assert_not(rule_parse("", &rule));
	cr_assert(rule_parse("task-not-carried", &rule) && rule == RULE_TASK);
	cr_assert_eq(rule_error(RULE_PART_MISSING), ERR_MISSING);
}

Test(rules, outside_the_list_have_an_answer_too)
{
	cr_assert_str_eq(rule_name(RULE_COUNT), "unknown");
	cr_assert_str_eq(rule_sentence(RULE_COUNT), "unknown");
	cr_assert_str_eq(rule_article(RULE_COUNT), "");
	cr_assert_str_eq(rule_certainty(RULE_COUNT), "");
	cr_assert_eq(rule_kind(RULE_COUNT), RULE_OF_TEXT);
	cr_assert_eq(rule_error(RULE_COUNT), ERR_NONE);
}
