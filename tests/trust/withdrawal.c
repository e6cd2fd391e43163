/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/withdrawal.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(withdrawal, codes_are_read_as_they_are_written)
{
	for (enum withdrawal_outcome o = 0; o < OUTCOME_COUNT; o++) {
		enum withdrawal_outcome back = OUTCOME_COUNT;
		cr_assert(withdrawal_outcome_parse(bytes_of_string(withdrawal_outcome_name(o)), &back));
		cr_expect_eq(back, o);
		cr_expect_neq(*withdrawal_outcome_words(o), 0);
	}
	for (enum keep_reason r = KEEP_UNSAID + 1; r < KEEP_COUNT; r++) {
		enum keep_reason back = KEEP_UNSAID;
		cr_assert(keep_reason_parse(bytes_of_string(keep_reason_name(r)), &back));
		cr_expect_eq(back, r);
		cr_expect_neq(*keep_reason_words(r), 0);
	}
	enum keep_reason none;
	cr_expect_not(keep_reason_parse(BYTES(""), &none), "nothing is no reason");
}

Test(withdrawal, an_article_is_cited_and_nothing_else_is_said)
{
	static const char *const good[] = { "Wmo 2015 art. 5.3.4",
		                            "Wmo 2015 art. 5.3.4 lid 1",
		                            "AVG art. 17 lid 3 onder b",
		                            "AVG art. 17 lid 3 onder b en e",
		                            "Archiefwet 1995 art. 3, art. 5 lid 1 aanhef en onder c",
		                            "BW art. 7:454",
		                            "Wmo 2015 art. 2.1.4a",
		                            "BW art. 7:446a lid 1 onder b en c" };
	static const char *const bad[] = {
		"",
		"art. 5.3.4",
		"Wmo 2015",
		"Wmo 2015 art. ",
		"Wmo 2015 art. lid 1",
		"Jansen art. 5",
		"Wmo 2015 art. 5 Jansen",
		"Wmo 2015 art. 999990019",
		"Wmo 2015 art. 9999.90019",
		"Wmo 2015 art. 5  lid 1",
		"Wmo 2015 art. 5 lid 1 ",
		"Wmo 2015 art. 5.",
		"Wmo 2015 art. 5.3.4.1.2",
		"Wmo 2015 art. 9999.9001.9",
		"Awb art. 9999 9001 9",
		"Awb art. 1 lid 9 en 9 en 9 en 9 en 9 en 0 en 1",
		"Awb art. 5 onder j a n s",
		"Awb art. 5ja lid 3ns",
		"Wmo 2015 art. 5 lid 1 onder b en c en d en e en f en g en h en i en j "
		"en k en l en m"
	};
	for (size_t i = 0; i < ELEMENTS(good); i++)
		cr_expect(keep_article_is_valid(bytes_of_string(good[i])), "%s", good[i]);
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_expect_not(keep_article_is_valid(bytes_of_string(bad[i])), "%s", bad[i]);
}

/* Eight digits or more, however they are strewn over the words of a citation. */
Test(withdrawal, no_number_of_a_person_fits_in_a_citation)
{
	static const char *const between[] = { "",   "",      ".",    ":",          " ",
		                               ", ", " lid ", " en ", " onder a, ", ", art. " };
	static const char *const numbers[] = { "999990019", "99990019", "123456782" };
	for (size_t i = 0; i < 30000; i++) {
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		size_t draw = i * 2654435761u;
		buffer_append_string(&text, "Wmo 2015 art. ");
		for (const char *at = numbers[i % ELEMENTS(numbers)]; *at; at++) {
			draw = draw * 6364136223846793005u + 1442695040888963407u;
			buffer_printf(&text, "%c%s", *at,
			              at[1] ? between[(draw >> 33) % ELEMENTS(between)] : "");
		}
		cr_assert_not(keep_article_is_valid(buffer_bytes(&text)), "%s", buffer_string(&text));
	}
}

Test(withdrawal, keeping_alone_has_a_reason_and_an_article)
{
	static const char article[] = "Wmo 2015 art. 5.3.4 lid 1";
	cr_expect(withdrawal_outcome_fits(OUTCOME_KEEP, KEEP_RETENTION, article));
	cr_expect_not(withdrawal_outcome_fits(OUTCOME_KEEP, KEEP_UNSAID, article));
	cr_expect_not(withdrawal_outcome_fits(OUTCOME_KEEP, KEEP_RETENTION, NULL));
	cr_expect_not(withdrawal_outcome_fits(OUTCOME_KEEP, KEEP_RETENTION, "because we want to"));
	cr_expect(withdrawal_outcome_fits(OUTCOME_ERASE, KEEP_UNSAID, NULL));
	cr_expect_not(withdrawal_outcome_fits(OUTCOME_ERASE, KEEP_RETENTION, NULL));
	cr_expect_not(withdrawal_outcome_fits(OUTCOME_UNLOCK, KEEP_UNSAID, article));
	cr_expect_not(withdrawal_outcome_fits(OUTCOME_COUNT, KEEP_UNSAID, NULL));
}

static bool parses(const char *json, enum error_code *ret)
{
	struct withdrawal_decision d;
	struct error e = { 0 };
	bool done = withdrawal_decision_parse(bytes_of_string(json), "decisions", &d, &e);
	*ret = e.code;
	return done;
}

#define ID "\"consent\":\"00112233445566778899aabbccddeeff\""
#define WHEN "\"decided\":\"2026-11-23T11:00:00Z\"}"

Test(withdrawal, a_decision_is_read_as_it_is_written)
{
	static const char kept[] =
		"{" ID
		",\"decision\":\"keep\",\"reason\":\"archive\",\"article\":\"Archiefwet 1995 art. 3\"," WHEN;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct withdrawal_decision d;
	struct error e;
	cr_assert(withdrawal_decision_parse(BYTES(kept), "decisions", &d, &e), "%s", e.detail);
	cr_expect(d.outcome == OUTCOME_KEEP && d.reason == KEEP_ARCHIVE);
	cr_assert(withdrawal_decision_format(&d, &again, &e));
	cr_expect_str_eq(buffer_string(&again), kept);
	d.reason = KEEP_UNSAID;
	cr_expect_not(withdrawal_decision_format(&d, &again, &e), "kept without a reason");
}

Test(withdrawal, a_decision_says_nothing_else)
{
	static const struct {
		const char *json;
		enum error_code code;
	} bad[] = {
		{ "{" ID ",\"decision\":\"keep\"," WHEN, ERR_MISSING },
		{ "{" ID ",\"decision\":\"erase\",\"reason\":\"archive\"," WHEN, ERR_MISSING },
		{ "{" ID ",\"decision\":\"sold\"," WHEN, ERR_VALUE },
		{ "{\"consent\":\"0011\",\"decision\":\"erase\"," WHEN, ERR_VALUE },
		{ "{\"decision\":\"erase\"," WHEN, ERR_MISSING },
		{ "{" ID ",\"decision\":\"erase\"}", ERR_MISSING },
		{ "{" ID ",\"decision\":\"erase\",\"bsn\":\"999990019\"," WHEN, ERR_UNKNOWN_KEY },
		{ "{" ID ",\"decision\":\"keep\",\"decision\":\"erase\"," WHEN, ERR_SYNTAX },
		{ "{" ID ", \"decision\":\"erase\"," WHEN, ERR_SYNTAX },
		{ "{" ID ",\"decision\":7," WHEN, ERR_VALUE },
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		enum error_code code = ERR_NONE;
		cr_expect_not(parses(bad[i].json, &code), "%s", bad[i].json);
		cr_expect_eq(code, bad[i].code, "%s: %s", bad[i].json, error_name(code));
	}
}
