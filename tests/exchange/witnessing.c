/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/witnessing.h"

#include "team.h"

static void letters_start(struct team *t)
{
	team_start(t);
	team_import(t, CASE(BSN_1, "Z-1") "\n");
	cr_assert_eq(team_consent(t, &everyone), 2);
}

/* From W&I; the path of the package. */
static char *send(struct team *t)
{
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	team_pack(t, &r);
	return string_copy(r.path);
}

/* At the Wmo, whose receipt is in `r`. */
static void arrives(struct team *t, const char *path, struct open_result *r)
{
	open_result_clear(r);
	OK(open_file(&t->wmo, path, r, &e));
}

static void comes_back(struct team *t, const struct open_result *r)
{
	_cleanup_(open_result_clear) struct open_result receipt = { 0 };
	OK(open_file(&t->wi, r->letter.receipt, &receipt, &e));
}

static uint64_t seen_of_wi(struct team *t)
{
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint seen = { 0 };
	bool there;
	OK(store_begin(t->wmo.store, &e));
	OK(witnesses_largest_seen(t->wmo.store, WI, &there, &seen, &e));
	store_rollback(t->wmo.store);
	return there ? seen.checkpoint.size : 0;
}

static struct tail tail_of_wi(struct team *t)
{
	struct tail tail = { 0 };
	OK(store_begin(t->wi.store, &e));
	OK(witnessing_tail(t->wi.store, NULL, &tail, &e));
	store_rollback(t->wi.store);
	return tail;
}

Test(witnessing, remembers_a_tree_only_with_the_letter_that_brought_it)
{
	struct team t;
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	letters_start(&t);
	char *refused =
		forge(&t, &(struct forgery){ .consents = "", .records = CASE(BSN_2, "Z-9"), .count = 1 });
	cr_assert_eq(seen_of_wi(&t), 0);
	cr_assert_eq(open_forged(&t, refused), ERR_CONSENT);
	cr_assert_eq(seen_of_wi(&t), 0, "a refused letter's tree isn't remembered, and so never cosigned");
	char *path = send(&t);
	arrives(&t, path, &r);
	cr_assert_eq(seen_of_wi(&t), log_length(&t.wi));
	free(refused);
	free(path);
	team_end(&t);
}

Test(witnessing, cosigns_the_largest_tree_whatever_comes_late)
{
	struct team t;
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	letters_start(&t);
	char *first = send(&t), *second = send(&t);
	uint64_t size = log_length(&t.wi);
	arrives(&t, second, &r);
	cr_assert_eq(seen_of_wi(&t), size);
	arrives(&t, first, &r);
	cr_assert_eq(seen_of_wi(&t), size);
	comes_back(&t, &r); /* the receipt of the first, made when the second was known */
	cr_assert_eq(tail_of_wi(&t).witnessed, size);
	free(first);
	free(second);
	team_end(&t);
}

static bool may_leave(struct team *t)
{
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	const struct pack_request q = { .to = WMO, .purpose = PURPOSE, .selection = everyone };
	struct error e = { 0 };
	bool left = pack(&t->wi, &q, &r, &e);
	cr_assert(left || e.code == ERR_UNWITNESSED, "%s %s", error_name(e.code), e.detail);
	return left;
}

/* What `sluis-officer log witness` gives, without the bundle. */
static void officer_cosigns(struct team *t, uint64_t size)
{
	_cleanup_(buffer_clear) struct buffer own = { 0 }, note = { 0 };
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	OK(store_begin(t->wi.store, &e));
	OK(witnesses_checkpoint_at(t->wi.store, size, &own, &e));
	store_rollback(t->wi.store);
	OK(checkpoint_cosign(buffer_bytes(&own), &t->officers[OFFICER_3].witness, t->wi.now, &note, &e));
	OK(open_note(&t->wi, buffer_bytes(&note), "witness.note", &r, &e));
	cr_assert_eq(r.what, OPENED_COSIGNATURE);
	cr_assert_str_eq(r.sender, t->cards[OFFICER_3].name);
}

/* The officer's cosigning key comes into the roster. */
static void list_officer(struct team *t)
{
	struct roster *next = team_next_roster(t);
	OK(keyfile_add_witness(&t->officers[OFFICER_3], &e));
	for (size_t i = 0; i < next->person_count; i++)
		if (strcmp(next->persons[i].name, t->cards[OFFICER_3].name) == 0) {
			next->persons[i].has_witness = true;
			next->persons[i].witness = t->officers[OFFICER_3].witness.public;
		}
	team_sign_roster(t, next);
	team_adopt(t, &t->wi);
	team_adopt(t, &t->wmo);
}

Test(witnessing, the_agreement_bounds_the_age_of_the_tail)
{
	static const struct change bounded[] = { { "version: 1\n", "version: 2\n" },
		                                 { "use_by_days: 14\n",
		                                   "use_by_days: 14\nwitness_days: 5\n" },
		                                 { 0 } };
	struct team t;
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	letters_start(&t);
	list_officer(&t);
	team_adopt_agreement(&t, bounded);
	set_clock("2026-12-05T10:00:00Z");
	cr_assert(may_leave(&t), "however old the log is: a first letter is how it gets its first witness");
	set_clock("2026-12-09T10:00:00Z");
	cr_assert(may_leave(&t), "4 days after that letter");
	set_clock("2026-12-12T10:00:00Z");
	cr_assert_not(may_leave(&t), "7 days, and no receipt was opened");
	cr_assert(last_act_says(&t.wi, "unwitnessed-too-long"));
	officer_cosigns(&t, log_length(&t.wi));
	cr_assert(may_leave(&t), "an officer has seen it");
	set_clock("2026-12-16T10:00:00Z");
	char *path = send(&t);
	arrives(&t, path, &r);
	comes_back(&t, &r);
	cr_assert(may_leave(&t));
	set_clock("2026-12-23T10:00:00Z");
	cr_assert_not(may_leave(&t));
	set_clock("2026-12-13T10:00:00Z"); /* a clock that went back makes nothing older */
	cr_assert(may_leave(&t));
	free(path);
	team_end(&t);
}

/* The other party's cosignature alone doesn't lift it, nor the officer's: the two that the agreement names
 * do. */
Test(witnessing, an_agreement_names_who_must_have_seen_the_log)
{
	struct team t;
	char named[256];
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	letters_start(&t);
	list_officer(&t);
	snprintf(named, sizeof named,
	         "use_by_days: 14\nwitness_days: 5\nwitness_quorum: 2\nwitnesses:\n  - %s\n  - %s\n  - %s\n",
	         WI, WMO, t.cards[OFFICER_3].name);
	const struct change bounded[] = { { "version: 1\n", "version: 2\n" },
		                          { "use_by_days: 14\n", named },
		                          { 0 } };
	team_adopt_agreement(&t, bounded);
	set_clock("2026-12-09T10:00:00Z");
	cr_assert(may_leave(&t), "a first letter is how it gets its first witness");
	char *path = send(&t);
	arrives(&t, path, &r);
	comes_back(&t, &r);
	set_clock("2026-12-16T10:00:00Z");
	cr_assert_not(may_leave(&t), "the other party has seen it, the officer hasn't");
	officer_cosigns(&t, log_length(&t.wi));
	cr_assert_not(may_leave(&t), "the officer has seen what came since, the other party hasn't");
	free(path);
	set_clock("2026-12-09T12:00:00Z");
	path = send(&t);
	arrives(&t, path, &r);
	comes_back(&t, &r);
	set_clock("2026-12-16T10:00:00Z");
	cr_assert(may_leave(&t), "both have seen up to that letter");
	set_clock("2026-12-22T10:00:00Z");
	cr_assert_not(may_leave(&t), "and it ages as before");
	free(path);
	team_end(&t);
}

Test(witnessing, takes_no_cosignature_of_strangers)
{
	struct team t;
	_cleanup_(buffer_clear) struct buffer own = { 0 }, note = { 0 };
	_cleanup_(note_signer_clear) struct note_signer stranger = { 0 };
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	letters_start(&t);
	list_officer(&t);
	uint64_t size = log_length(&t.wi);
	OK(store_begin(t.wi.store, &e));
	OK(witnesses_checkpoint_at(t.wi.store, size, &own, &e));
	store_rollback(t.wi.store);
	const struct note_signer *bad[] = { &stranger, store_witness_key(t.wi.store) };
	OK(note_signer_generate(t.cards[OFFICER_3].name, NOTE_COSIGNATURE, &stranger, &e));
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		buffer_reset(&note);
		OK(checkpoint_cosign(buffer_bytes(&own), bad[i], 5, &note, &e));
		FAILS(ERR_UNSIGNED, open_note(&t.wi, buffer_bytes(&note), "witness.note", &r, &e));
	}
	cr_assert_eq(tail_of_wi(&t).witnessed, 0, "nor of its own key");
	team_end(&t);
}

static enum error_code cosigned_at(struct team *t, moment when)
{
	_cleanup_(buffer_clear) struct buffer own = { 0 }, note = { 0 };
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	struct error why = { 0 };
	OK(store_begin(t->wi.store, &e));
	OK(witnesses_checkpoint_at(t->wi.store, log_length(&t->wi), &own, &e));
	store_rollback(t->wi.store);
	OK(checkpoint_cosign(buffer_bytes(&own), &t->officers[OFFICER_3].witness, when, &note, &e));
	return open_note(&t->wi, buffer_bytes(&note), "witness.note", &r, &why) ? ERR_NONE : why.code;
}

/* An export that held it would never verify again. */
Test(witnessing, takes_no_cosignature_of_a_day_on_which_it_cant_have_been_made)
{
	struct team t;
	letters_start(&t);
	list_officer(&t);
	const moment now = t.wi.now;
	cr_expect_eq(cosigned_at(&t, now + SECONDS_A_DAY + 1), ERR_LOG_COSIGNED);
	cr_expect_eq(cosigned_at(&t, INT64_C(3459391999999999)), ERR_LOG_COSIGNED);
	cr_expect_eq(cosigned_at(&t, now - SECONDS_A_DAY - 1), ERR_LOG_COSIGNED);
	cr_expect_eq(tail_of_wi(&t).witnessed, 0);
	cr_expect_eq(cosigned_at(&t, now - SECONDS_A_DAY / 2), ERR_NONE);
	cr_expect_neq(tail_of_wi(&t).witnessed, 0);
	team_end(&t);
}
