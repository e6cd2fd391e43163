/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/desk.h"

#include "team.h"

/* One desk stays open while the clock goes on, and then back. */
Test(desk, reads_the_clock_for_each_act)
{
	struct team t;
	uint64_t total;
	team_start(&t);
	set_clock("2026-11-23T11:00:00Z");
	OK(reading_list(&t.wi, &everyone, 10, &total, NULL, NULL, &e));
	cr_expect(last_act_says(&t.wi, "\"start\":\"2026-11-23T11:00:00Z\""));
	cr_expect_not(last_act_says(&t.wi, "clock_back"));
	OK(reading_list(&t.wi, &everyone, 10, &total, NULL, NULL, &e));
	cr_expect_not(last_act_says(&t.wi, "clock_back"), "the same second isn't back");
	set_clock("2026-11-23T10:59:59Z");
	OK(reading_list(&t.wi, &everyone, 10, &total, NULL, NULL, &e));
	cr_expect(last_act_says(&t.wi, "\"clock_back\":true"));
	OK(reading_list(&t.wi, &everyone, 10, &total, NULL, NULL, &e));
	cr_expect_not(last_act_says(&t.wi, "clock_back"), "it went back once");
	team_end(&t);
}

/* Someone whose mandate ended is told no, and that is logged without one. */
Test(desk, logs_a_refusal_of_someone_without_mandate)
{
	struct team t;
	uint64_t total;
	team_start(&t);
	struct roster *next = team_next_roster(&t);
	OK(roster_remove(next, "m-1-1", &e));
	team_sign_roster(&t, next);
	team_adopt(&t, &t.wi);
	FAILS(ERR_MANDATE, reading_list(&t.wi, &everyone, 10, &total, NULL, NULL, &e));
	cr_expect(last_act_says(&t.wi, "mandate-missing"));
	cr_expect_not(last_act_says(&t.wi, "\"mandate\""));
	team_end(&t);
}

static struct desk reopened(struct team *t, const char *home)
{
	struct desk d = { 0 };
	struct keyfile key = t->wi.key;
	t->wi.key = (struct keyfile){ 0 };
	desk_clear(&t->wi);
	OK(desk_open(home, &key, STORE_WORK, &d, &e));
	return d;
}

/* The program died between the commit and the rename, and the next one is run from elsewhere. */
Test(desk, finishes_what_a_crash_left_wherever_it_is_run_from)
{
	struct team t;
	char home[160];
	_cleanup_(string_freep) char *path = NULL;
	team_start(&t);
	team_path(&t, "wi", home);
	{
		_cleanup_(act_clear) struct act a = { 0 };
		_cleanup_(outgoing_clear) struct outgoing p = { .file.fd = -1 };
		_cleanup_(member_spool_clear) struct member_spool records = { 0 };
		struct member_spool *const spools[] = { &records };
		const struct forgery one = { .consents = "", .records = CASE(BSN_1, "Z1") "\n", .count = 1 };
		OK(act_begin(&a, &t.wi, ACT_PACK, POWER_PACK, &e));
		forge_lines(&records, "records", &t.wi, one.records);
		forge_manifest(&p.manifest, &one, &t.wi);
		outgoing_start(&p);
		OK(outgoing_prepare(&p, &a, spools, 1, &e));
		OK(act_log(&a, &e));
		OK(outgoing_write(&p, &a, spools, 1, &e));
		OK(act_commit(&a, &e));
		path = string_copy(p.path);
		file_write_leave(&p.file);
	}
	cr_assert_not(file_exists(path));
	cr_assert_eq(chdir(t.folder), 0);
	t.wi = reopened(&t, "wi"); /* a relative HOME */
	cr_expect_eq(t.wi.lost, 0);
	cr_expect_eq(t.wi.unlogged.code, ERR_NONE);
	cr_expect(file_exists(path));
	cr_expect(last_act_says(&t.wi, "\"action\":\"recover\""));
	team_end(&t);
}
