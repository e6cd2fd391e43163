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
		                            "Wmo 2015 art. 2.1.4a" };
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
		"Wmo 2015 art. 5 lid 1 onder b en c en d en e en f en g en h en i en j "
		"en k en l en m"
	};
	for (size_t i = 0; i < ELEMENTS(good); i++)
		cr_expect(keep_article_is_valid(bytes_of_string(good[i])), "%s", good[i]);
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_expect_not(keep_article_is_valid(bytes_of_string(bad[i])), "%s", bad[i]);
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
