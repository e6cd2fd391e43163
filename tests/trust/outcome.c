/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/outcome.h"

#include <criterion/criterion.h>

#define ID "00112233445566778899aabbccddeeff"
#define LINE(rest) "{\"package\":\"" ID "\",\"record\":\"" ID "\"," rest "}"
#define SAID "\"said\":\"2026-11-23T10:00:00Z\""

Test(outcome, codes_are_read_as_they_are_written)
{
	for (enum client_outcome o = 0; o < SAID_COUNT; o++) {
		enum client_outcome back = SAID_COUNT;
		cr_assert(client_outcome_parse(bytes_of_string(client_outcome_name(o)), &back));
		cr_expect_eq(back, o);
		cr_expect_neq(*client_outcome_words(o), 0);
	}
	for (enum decline_reason r = DECLINE_UNSAID + 1; r < DECLINE_COUNT; r++) {
		enum decline_reason back = DECLINE_UNSAID;
		cr_assert(decline_reason_parse(bytes_of_string(decline_reason_name(r)), &back));
		cr_expect_eq(back, r);
		cr_expect_neq(*decline_reason_words(r), 0);
	}
	enum decline_reason none;
	cr_expect_not(decline_reason_parse(BYTES(""), &none), "nothing is no reason");
}

Test(outcome, declining_alone_has_a_reason)
{
	cr_expect(client_outcome_fits(SAID_ACCEPTED, DECLINE_UNSAID));
	cr_expect(client_outcome_fits(SAID_DECLINED, DECLINE_MOVED));
	cr_expect_not(client_outcome_fits(SAID_DECLINED, DECLINE_UNSAID));
	cr_expect_not(client_outcome_fits(SAID_DONE, DECLINE_MOVED));
	cr_expect_not(client_outcome_fits(SAID_COUNT, DECLINE_UNSAID));
}

/* Each state against each word; whoever changes the table says so here. */
Test(outcome, what_may_be_said_of_which)
{
	static const enum error_code expected[ARRIVAL_COUNT][SAID_COUNT] = {
		[ARRIVAL_WAITS] = { ERR_NONE, ERR_NONE, ERR_NOT_ACCEPTED },
		[ARRIVAL_ACCEPTED] = { ERR_OUTCOME_SAID, ERR_OUTCOME_SAID, ERR_NONE },
		[ARRIVAL_DONE] = { ERR_OUTCOME_SAID, ERR_OUTCOME_SAID, ERR_OUTCOME_SAID },
		[ARRIVAL_DECLINED] = { ERR_OUTCOME_SAID, ERR_OUTCOME_SAID, ERR_OUTCOME_SAID },
	};
	for (enum arrival_state now = 0; now < ARRIVAL_COUNT; now++)
		for (enum client_outcome said = 0; said < SAID_COUNT; said++) {
			enum arrival_state next = ARRIVAL_COUNT;
			cr_expect_eq(arrival_say(now, false, said, &next), expected[now][said], "%d %d", now,
			             said);
			cr_expect_eq(next != ARRIVAL_COUNT, expected[now][said] == ERR_NONE);
			cr_expect_neq(arrival_say(now, true, said, &next), ERR_NONE, "restricted: %d %d", now,
			              said);
		}
	enum arrival_state next;
	cr_expect_eq(arrival_say(ARRIVAL_COUNT, false, SAID_ACCEPTED, &next), ERR_OUTCOME_SAID);
	cr_expect_not(arrival_may_go(ARRIVAL_WAITS));
	cr_expect_not(arrival_may_go(ARRIVAL_DECLINED));
	cr_expect(arrival_may_go(ARRIVAL_ACCEPTED));
	cr_expect(arrival_may_go(ARRIVAL_DONE));
}

Test(outcome, a_line_is_read_as_it_is_written_and_not_otherwise)
{
	static const char good[] = LINE("\"outcome\":\"declined\",\"reason\":\"moved\"," SAID);
	static const struct {
		const char *json;
		enum error_code code;
	} bad[] = {
		{ "", ERR_SYNTAX },
		{ "{}", ERR_MISSING },
		{ LINE("\"outcome\":\"declined\"," SAID), ERR_MISSING },
		{ LINE("\"outcome\":\"accepted\",\"reason\":\"moved\"," SAID), ERR_MISSING },
		{ LINE("\"outcome\":\"taken\"," SAID), ERR_VALUE },
		{ LINE("\"outcome\":\"done\",\"said\":\"yesterday\""), ERR_VALUE },
		{ LINE("\"outcome\":\"done\",\"said\":1"), ERR_VALUE },
		{ LINE(SAID ",\"outcome\":\"done\""), ERR_SYNTAX },
		{ LINE("\"outcome\":\"done\",\"wet\":\"pw\"," SAID), ERR_UNKNOWN_KEY },
		{ "{\"package\":\"00\",\"record\":\"" ID "\",\"outcome\":\"done\"," SAID "}", ERR_VALUE },
		{ "{\"package\":\"" ID "\",\"record\":\"zz\",\"outcome\":\"done\"," SAID "}", ERR_VALUE },
	};
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct outcome_line l;
	struct error e;
	cr_assert(outcome_line_parse(BYTES(good), "outcomes", &l, &e), "%s", e.detail);
	cr_expect_eq(l.said, SAID_DECLINED);
	cr_expect_eq(l.reason, DECLINE_MOVED);
	cr_assert(outcome_line_format(&l, &again, &e));
	cr_expect_str_eq(buffer_string(&again), good);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_expect_not(outcome_line_parse(bytes_of_string(bad[i].json), "outcomes", &l, &e), "%s",
		              bad[i].json);
		cr_expect_eq(e.code, bad[i].code, "%s: %s", bad[i].json, error_name(e.code));
	}
}
