/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/directing.h"

#include <criterion/criterion.h>

/* What every order of letters comes to is tests/model's. */

#define TAG "00112233445566778899aabbccddeeff"
#define LINE(word, generation, life) \
	"{\"record\":\"" TAG "\",\"word\":\"" word "\",\"generation\":" generation ",\"life\":" life \
	",\"of\":0,\"said\":\"2026-11-23T10:00:00Z\"}"

Test(directing, is_handed_over_by_who_directs_it_in_this_life)
{
	struct directing d = { DIRECTING_HERE, 4, 7 };
	struct handover_line line = { 0 };
	cr_expect_eq(directing_give(&d, 8, &line), ERR_NOT_DIRECTING, "a backup was restored since");
	cr_expect_eq(directing_give(&d, 7, &line), ERR_NONE);
	cr_expect_eq(line.word, HANDOVER_GIVE);
	cr_expect_eq(line.generation, 5);
	cr_expect_eq(d.state, DIRECTING_GIVEN);
	cr_expect_eq(directing_give(&d, 7, &line), ERR_NOT_DIRECTING, "and once");
}

Test(directing, is_asked_by_who_does_not_direct_it)
{
	struct directing d = { DIRECTING_HERE, 4, 7 };
	struct handover_line line = { 0 };
	cr_expect_eq(directing_ask(&d, 7, &line), ERR_HANDOVER);
	cr_expect_eq(directing_ask(&d, 8, &line), ERR_NONE, "what was so isn't certain");
	cr_expect_eq(line.word, HANDOVER_ASK);
	cr_expect_eq(line.generation, 6);
	cr_expect_eq(d.life, 8);
}

Test(directing, goes_back_where_there_is_nothing_to_direct)
{
	struct directing d = { 0 };
	struct hearing h = { .has = false };
	struct handover_line line = { .word = HANDOVER_GIVE, .generation = 3 }, reply = { 0 };
	cr_expect_eq(directing_hear(&d, &h, &line, &reply), HEARD_RETURNED);
	cr_expect_eq(reply.word, HANDOVER_GIVE);
	cr_expect_eq(reply.generation, 4);
	cr_expect_eq(d.state, DIRECTING_GIVEN);
	cr_expect_eq(directing_hear(&d, &h, &line, &reply), HEARD_LATE, "the same again");
	line.word = HANDOVER_WORD_COUNT;
	cr_expect_eq(directing_hear(&d, &h, &line, &reply), HEARD_LATE, "no word that there is");
}

Test(directing, a_line_is_read_as_it_is_written_and_not_otherwise)
{
	static const char good[] = LINE("give", "3", "1700000000");
	static const struct {
		const char *json;
		enum error_code code;
	} bad[] = {
		{ "", ERR_SYNTAX },
		{ "{}", ERR_MISSING },
		{ LINE("take", "3", "0"), ERR_VALUE },
		{ LINE("give", "0", "0"), ERR_MISSING },
		{ LINE("give", "2147483648", "0"), ERR_MISSING },
		{ LINE("give", "-1", "0"), ERR_VALUE },
		{ LINE("give", "\"3\"", "0"), ERR_VALUE },
		{ LINE("give", "3", "9007199254740993"), ERR_VALUE },
		{ LINE("give", "3", "0,\"wet\":\"pw\""), ERR_UNKNOWN_KEY },
		{ LINE("give", "03", "0"), ERR_SYNTAX },
	};
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct handover_line l;
	struct error e;
	cr_assert(handover_line_parse(BYTES(good), "handovers", &l, &e), "%s", e.detail);
	cr_expect_eq(l.word, HANDOVER_GIVE);
	cr_expect_eq(l.life, 1700000000);
	cr_assert(handover_line_format(&l, &again, &e));
	cr_expect_str_eq(buffer_string(&again), good);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_expect_not(handover_line_parse(bytes_of_string(bad[i].json), "handovers", &l, &e), "%s",
		              bad[i].json);
		cr_expect_eq(e.code, bad[i].code, "%s: %s", bad[i].json, error_name(e.code));
	}
	for (enum handover_word w = 0; w < HANDOVER_WORD_COUNT; w++)
		cr_expect_neq(*handover_word_name(w), 0);
}
