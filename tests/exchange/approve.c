/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/approve.h"

#include "team.h"

static const struct change two[] = { { "id: oss-wmo-wi", "id: oss-two" },
	                             { "approval_by_two: false", "approval_by_two: true" },
	                             { NULL, NULL } };

/* A colleague at W&I, with a key of his own and a mandate with `powers`; his desk is `ret`. */
static void colleague(struct team *t, unsigned powers, struct desk *ret)
{
	struct keyfile key = { 0 };
	struct card card = { 0 };
	OK(keyfile_generate("oss.nl/p-9z9z", &key, &e));
	team_card(&key, &card);
	struct roster *next = team_next_roster(t);
	OK(roster_add_person(next, &card, NULL, a_day("2026-11-01"), &e));
	OK(roster_add_mandate(next, card.name, WI, "consulent", LAW_PW, powers, a_day("2026-11-01"), 0, &e));
	team_sign_roster(t, next);
	team_adopt(t, &t->wi);
	team_adopt(t, &t->wmo);
	*ret = (struct desk){ 0 };
	/* One store, one open connection: the colleague sits down at the same desk. */
	*ret = t->wi;
	ret->key = key;
}

static void waiting(struct team *t, struct pack_result *ret)
{
	const struct selection all = { .kind = SELECT_ALL };
	const struct consenting_request consents = {
		.to = WMO,
		.agreement = "oss-two",
		.purpose = PURPOSE,
		.kinds[CONSENT_EXPLICIT] = true,
		.kinds[CONSENT_NO_OBJECTION] = true,
		.given = a_day("2026-11-20"),
		.until = a_day("2027-11-20"),
		.by = CONSENT_BY(GIVER_CLIENT),
		.age = AGE_16,
		.assured = ASSURED_CONVERSATION,
		.words = WORDS,
		.evidence = FORM,
		.selection = all,
	};
	const struct pack_request q = {
		.to = WMO, .agreement = "oss-two", .purpose = PURPOSE, .selection = all
	};
	uint64_t count;
	team_import(t, CASE(BSN_1, "Z1") "\n" CASE(BSN_2, "Z2") "\n");
	OK(consenting_record(&t->wi, &consents, &count, &e));
	OK(pack(&t->wi, &q, ret, &e));
	cr_assert(ret->pending && !ret->path);
}

Test(approve, needs_another_person_who_may)
{
	struct team t;
	struct desk other;
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 }, approved = { 0 }, none = { 0 };
	team_start(&t);
	team_adopt_agreement(&t, two);
	waiting(&t, &packed);
	FAILS(ERR_OWN_APPROVAL, approve(&t.wi, packed.id, &none, &e));
	cr_expect(last_act_says(&t.wi, "\"finding\":\"approved-by-its-packer\""));
	colleague(&t, POWER_PACK, &other);
	FAILS(ERR_MANDATE, approve(&other, packed.id, &none, &e));
	keyfile_clear(&other.key);
	team_end(&t);
}

Test(approve, gives_a_package_that_the_receiver_takes_from_two)
{
	struct team t;
	struct desk other;
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 }, approved = { 0 }, again = { 0 };
	_cleanup_(open_result_clear) struct open_result opened = { 0 };
	team_start(&t);
	team_adopt_agreement(&t, two);
	waiting(&t, &packed);
	colleague(&t, POWER_APPROVE, &other);
	OK(approve(&other, packed.id, &approved, &e));
	cr_assert(last_act_says(&t.wi, "\"action\":\"approve\"") && last_act_says(&t.wi, "\"second\":true"));
	FAILS(ERR_NOT_PENDING, approve(&other, packed.id, &again, &e));
	FAILS(ERR_NOT_PENDING, approve_decline(&other, packed.id, NULL, &again, &e));
	OK(open_file(&t.wmo, approved.path, &opened, &e));
	cr_assert(opened.cases.counts.added == 2 && opened.letter.approver);
	cr_assert_str_eq(opened.letter.approver, "oss.nl/p-9z9z");
	keyfile_clear(&other.key);
	team_end(&t);
}

/* Past every check of the sender: one signature where two are asked, and two where one is. */
Test(approve, is_checked_by_the_receiver)
{
	struct team t;
	struct desk other;
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 }, approved = { 0 };
	team_start(&t);
	team_adopt_agreement(&t, two);
	waiting(&t, &packed);
	colleague(&t, POWER_APPROVE, &other);
	OK(approve(&other, packed.id, &approved, &e));
	/* the colleague's mandate turns out never to have been */
	struct roster *next = team_next_roster(&t);
	for (size_t i = 0; i < next->mandate_count; i++)
		if (strcmp(next->mandates[i].person, "oss.nl/p-9z9z") == 0)
			next->mandates[i].until = a_day("2026-11-02");
	team_sign_roster(&t, next);
	team_adopt(&t, &t.wmo);
	cr_expect_eq(open_forged(&t, approved.path), ERR_MANDATE);
	keyfile_clear(&other.key);
	team_end(&t);
}

Test(approve, leaves_a_declined_package_where_it_is)
{
	struct team t;
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 }, declined = { 0 }, more = { 0 };
	const struct pack_request q = {
		.to = WMO, .agreement = "oss-two", .purpose = PURPOSE, .selection = everyone
	};
	team_start(&t);
	team_adopt_agreement(&t, two);
	waiting(&t, &packed);
	OK(approve_decline(&t.wi, packed.id, "Not yet.", &declined, &e));
	cr_assert(last_act_says(&t.wi, "\"action\":\"decline\""));
	cr_assert_not(last_act_says(&t.wi, "Not yet"));
	FAILS(ERR_NOT_PENDING, approve(&t.wi, packed.id, &more, &e));
	FAILS(ERR_NOT_FOUND, approve(&t.wi, "00112233445566778899aabbccddeeff", &more, &e));
	FAILS(ERR_NOT_FOUND, approve(&t.wi, "xyz", &more, &e));
	OK(pack(&t.wi, &q, &more, &e));
	cr_assert_eq(more.sequence, 2);
	team_end(&t);
}
