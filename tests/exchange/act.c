/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/act.h"

#include "team.h"

/* --- what said no, and what could not be done --- */

static bool turned_down(struct desk *d, enum error_code code)
{
	struct error why = { 0 };
	uint64_t before = log_length(d);
	error_set(&why, code, "x", "%s", "");
	cr_assert_not(act_turn_down(d, ACT_OPEN, &why), "always false");
	cr_assert_eq(d->unlogged.code, ERR_NONE);
	return log_length(d) == before + 1 && last_act_says(d, error_name(code)) &&
	       last_act_says(d, "\"status\":\"Error\"");
}

Test(act, logs_what_said_no_and_not_what_could_not_be_done)
{
	static const enum error_code no[] = { ERR_MANDATE,     ERR_CONSENT,   ERR_PACKAGE_EXPIRED,
		                              ERR_MEMBER_HASH, ERR_TOO_LARGE, ERR_SIGNATURE,
		                              ERR_LOG_PROOF,   ERR_NO_KEY,    ERR_BSN };
	static const enum error_code fault[] = { ERR_MEMORY,         ERR_IO,    ERR_DISK_FULL,
		                                 ERR_BUSY,           ERR_USAGE, ERR_NOT_FOUND,
		                                 ERR_FILE_MISSING,   ERR_STORE, ERR_STORE_FSYNC,
		                                 ERR_STORE_ROLLBACK, ERR_LOG,   ERR_PACKAGE_REPLAYED,
		                                 ERR_PASSPHRASE };
	struct team t;
	team_start(&t);
	for (size_t i = 0; i < ELEMENTS(no); i++)
		cr_expect(turned_down(&t.wi, no[i]), "%s", error_name(no[i]));
	for (size_t i = 0; i < ELEMENTS(fault); i++)
		cr_expect_not(turned_down(&t.wi, fault[i]), "%s", error_name(fault[i]));
	team_end(&t);
}

/* --- the frame, step by step --- */

/* An act that leaves a mark in the store, and fails at the step that it is told: the first letter of `took`
 * that it doesn't get past. */
struct trial {
	char at;
	enum error_code code;
	bool told; /* `refused` tells of the refusal by itself */
	char took[8];
};

static bool step(struct trial *t, char letter, struct error *why)
{
	strncat(t->took, (const char[]){ letter, 0 }, sizeof t->took - strlen(t->took) - 1);
	return t->at != letter || error_set(why, t->code, "trial", "%s", "as it was told");
}

/* A text that is no UTF-8 makes the log refuse the entry. */
static bool trial_body(struct act *a, void *context, struct error *why)
{
	struct trial *t = context;
	a->entry.source = t->at == 'l' ? "\xff" : "trial";
	return store_set(a->desk->store, "trial", BYTES("here"), why) && step(t, 'b', why);
}

/* Somebody else ends the transaction: the commit fails. */
static bool trial_logged(struct act *a, void *context, struct error *why)
{
	struct trial *t = context;
	if (t->at == 'c')
		store_rollback(a->desk->store);
	return step(t, 'e', why);
}

static bool trial_done(_unused_ struct act *a, void *context, struct error *why)
{
	return step(context, 'd', why);
}

static void trial_failed(struct act *a, void *context, struct error *why)
{
	struct error none;
	(void)!step(context, 'f', &none);
	cr_expect_neq(why->code, ERR_NONE);
	cr_expect(a->open, "not rolled back yet");
}

static bool trial_refused(struct act *a, void *context, struct act_refusal *ret, _unused_ struct error *why)
{
	struct trial *t = context;
	struct error none;
	(void)!step(t, 'r', &none);
	cr_expect_not(a->open, "rolled back");
	*ret = (struct act_refusal){ .package = "0a0b", .peer = WMO };
	return !t->told;
}

static const struct act_frame trial = { .kind = ACT_READ,
	                                .body = trial_body,
	                                .logged = trial_logged,
	                                .done = trial_done,
	                                .failed = trial_failed,
	                                .refused = trial_refused };

static bool is_marked(struct desk *d)
{
	_cleanup_(buffer_clear) struct buffer mark = { 0 };
	struct error why = { 0 };
	return store_get(d->store, "trial", &mark, &why);
}

Test(act, that_succeeds_is_in_the_store_and_in_the_log)
{
	struct team t;
	struct trial all = { 0 };
	team_start(&t);
	uint64_t before = log_length(&t.wi);
	OK(act_run(&t.wi, &trial, &all, &e));
	cr_expect_str_eq(all.took, "bed");
	cr_expect(is_marked(&t.wi));
	cr_expect_eq(log_length(&t.wi), before + 1);
	cr_expect(last_act_says(&t.wi, "\"action\":\"read\""));
	team_end(&t);
}

Test(act, that_fails_leaves_the_store_as_it_was_and_a_refusal_in_the_log)
{
	static const struct {
		struct trial how;
		const char *took;
		enum error_code code;
		bool logged;
	} cases[] = {
		{ { 'b', ERR_CONSENT }, "bfr", ERR_CONSENT, true },
		{ { 'b', ERR_CONSENT, .told = true }, "bfr", ERR_CONSENT, false },
		{ { 'b', ERR_IO }, "bfr", ERR_IO, false },
		{ { 'b', ERR_PACKAGE_REPLAYED }, "bfr", ERR_PACKAGE_REPLAYED, false },
		{ { 'e', ERR_SIGNATURE }, "befr", ERR_SIGNATURE, true },
		{ { 'e', ERR_DISK_FULL }, "befr", ERR_DISK_FULL, false },
	};
	struct team t;
	team_start(&t);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct trial how = cases[i].how;
		uint64_t before = log_length(&t.wi);
		FAILS(cases[i].code, act_run(&t.wi, &trial, &how, &e));
		cr_expect_str_eq(how.took, cases[i].took, "%zu: %s", i, how.took);
		cr_expect_not(is_marked(&t.wi), "%zu", i);
		cr_expect_eq(log_length(&t.wi), before + cases[i].logged, "%zu", i);
		if (!cases[i].logged)
			continue;
		cr_expect(last_act_says(&t.wi, "\"action\":\"refuse\""), "%zu", i);
		cr_expect(last_act_says(&t.wi, error_name(cases[i].code)), "%zu", i);
		cr_expect(last_act_says(&t.wi, "\"package\":\"0a0b\""), "%zu", i);
	}
	team_end(&t);
}

Test(act, whose_entry_or_commit_fails_did_not_happen)
{
	struct team t;
	struct trial entry = { .at = 'l' }, commit = { .at = 'c' };
	struct error why = { 0 };
	team_start(&t);
	uint64_t before = log_length(&t.wi);
	cr_assert_not(act_run(&t.wi, &trial, &entry, &why));
	cr_expect_str_eq(entry.took, "bfr");
	cr_expect_not(is_marked(&t.wi));
	cr_assert_not(act_run(&t.wi, &trial, &commit, &why));
	cr_expect_str_eq(commit.took, "befr");
	cr_expect_not(is_marked(&t.wi));
	cr_expect_not(last_act_says(&t.wi, "\"action\":\"read\",\"source\""));
	cr_expect_leq(log_length(&t.wi), before + 2, "no more than that each was refused");
	team_end(&t);
}

/* It is committed: what comes after is told to the caller, and is no refusal. */
Test(act, whose_last_hook_fails_did_happen)
{
	struct team t;
	struct trial done = { .at = 'd', .code = ERR_SIGNATURE };
	team_start(&t);
	uint64_t before = log_length(&t.wi);
	FAILS(ERR_SIGNATURE, act_run(&t.wi, &trial, &done, &e));
	cr_expect_str_eq(done.took, "bed");
	cr_expect(is_marked(&t.wi));
	cr_expect_eq(log_length(&t.wi), before + 1);
	team_end(&t);
}

/* The mandate ended: the body isn't asked, and the refusal is logged all the same. */
Test(act, that_may_not_begin_is_refused_in_the_log)
{
	struct team t;
	struct trial none = { 0 };
	team_start(&t);
	struct roster *next = team_next_roster(&t);
	OK(roster_remove(next, "m-1-1", &e));
	team_sign_roster(&t, next);
	team_adopt(&t, &t.wi);
	uint64_t before = log_length(&t.wi);
	FAILS(ERR_MANDATE, act_run(&t.wi, &trial, &none, &e));
	cr_expect_str_eq(none.took, "fr");
	cr_expect_not(is_marked(&t.wi));
	cr_expect_eq(log_length(&t.wi), before + 1);
	cr_expect(last_act_says(&t.wi, "\"finding\":\"mandate-missing\""));
	team_end(&t);
}

/* Part of another act, whose own failure tells. */
Test(act, within_another_is_not_refused_twice)
{
	static const struct act_frame inner = { .kind = ACT_READ, .inner = true, .body = trial_body };
	struct team t;
	struct trial no = { .at = 'b', .code = ERR_CONSENT };
	team_start(&t);
	uint64_t before = log_length(&t.wi);
	FAILS(ERR_CONSENT, act_run(&t.wi, &inner, &no, &e));
	cr_expect_eq(log_length(&t.wi), before);
	team_end(&t);
}
