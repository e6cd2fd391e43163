/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/consenting.h"

#include "team.h"

#define TWO_CASES CASE(BSN_1, "Z1") "\n" CASE(BSN_1, "Z2") "\n" CASE(BSN_2, "Z3") "\n"

static bool keep_id(void *context, const struct consent *c, struct error *e)
{
	(void)e;
	memcpy(context, c->id, sizeof c->id);
	return true;
}

Test(consenting, asks_a_client_once_however_many_cases)
{
	struct team t;
	team_start(&t);
	team_import(&t, TWO_CASES);
	cr_expect_eq(team_consent(&t, &everyone), 4, "two clients, two kinds");
	cr_expect(last_act_says(&t.wi, "\"records\":2"));
	cr_expect(last_act_says(&t.wi, "\"purpose\":\"" PURPOSE "\""));
	team_end(&t);
}

Test(consenting, logs_that_it_was_refused)
{
	struct team t;
	uint64_t count;
	team_start(&t);
	team_import(&t, TWO_CASES);
	struct consenting_request q = { .to = WMO,
		                        .purpose = "onderzoek-9.9.9",
		                        .kinds[CONSENT_EXPLICIT] = true,
		                        .given = a_day("2026-11-20"),
		                        .until = a_day("2027-11-20"),
		                        .by = CONSENT_BY(GIVER_CLIENT),
		                        .age = AGE_16,
		                        .assured = ASSURED_FORM,
		                        .words = WORDS,
		                        .evidence = FORM,
		                        .selection = everyone };
	FAILS(ERR_PURPOSE, consenting_record(&t.wi, &q, &count, &e));
	cr_expect(last_act_says(&t.wi, "purpose-not-agreed"));
	q.purpose = PURPOSE;
	q.given = a_day("2026-11-24");
	FAILS(ERR_VALUE, consenting_record(&t.wi, &q, &count, &e)); /* tomorrow */
	q.given = q.until + SECONDS_A_DAY;
	FAILS(ERR_VALUE, consenting_record(&t.wi, &q, &count, &e));
	q.given = a_day("2026-11-20");
	q.words = "";
	FAILS(ERR_MISSING, consenting_record(&t.wi, &q, &count, &e));
	q.words = WORDS;
	q.by = 0;
	FAILS(ERR_MISSING, consenting_record(&t.wi, &q, &count, &e));
	q.by = CONSENT_BY(GIVER_MENTOR);
	FAILS(ERR_VALUE, consenting_record(&t.wi, &q, &count, &e)); /* of an able adult */
	q.by = CONSENT_BY(GIVER_CLIENT);
	q.age = AGE_UNSTATED;
	FAILS(ERR_MISSING, consenting_record(&t.wi, &q, &count, &e)); /* no birth date either */
	q.age = AGE_0_11;
	FAILS(ERR_VALUE, consenting_record(&t.wi, &q, &count, &e));
	q.age = AGE_16;
	q.assured = ASSURED_IN_WORDS; /* of an older version alone */
	FAILS(ERR_VALUE, consenting_record(&t.wi, &q, &count, &e));
	team_end(&t);
}

/* Withdrawn while a desk stood open: whoever packs next must know, whenever that program was started. */
Test(consenting, a_withdrawal_holds_for_whoever_packs_next)
{
	struct team t;
	char id[33];
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 };
	const struct pack_request q = { .to = WMO, .purpose = PURPOSE, .selection = everyone };
	team_start(&t);
	team_import(&t, CASE(BSN_1, "Z1") "\n");
	team_consent(&t, &everyone);
	OK(consenting_list(&t.wi, &everyone, keep_id, id, &e));
	set_clock("2026-11-23T10:00:05Z");
	_cleanup_(retraction_result_clear) struct retraction_result gone = { 0 };
	OK(retract(&t.wi, id, false, &gone, &e));
	cr_assert(gone.declarations == 1 && !gone.path, "nothing went on it");
	cr_expect(last_act_says(&t.wi, "\"action\":\"withdraw\""));
	FAILS(ERR_FILE_EXISTS, retract(&t.wi, id, false, &gone, &e));
	FAILS(ERR_NOTHING_LEAVES, pack(&t.wi, &q, &packed, &e));
	cr_expect(last_act_says(&t.wi, "nothing-leaves"));
	team_end(&t);
}
