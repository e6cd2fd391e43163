/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/activity.h"

#include <criterion/criterion.h>

#include <string.h>

static moment at(const char *text)
{
	moment m = 0;
	cr_assert(moment_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

static void act(struct activity *a, const char *action, const char *when, const char *purpose,
                uint64_t clients)
{
	struct error e;
	struct entry entry = { .start = at(when),
		               .end = at(when),
		               .action = action,
		               .unit = "oss.nl/wi",
		               .mandate = "m-1",
		               .role = "consulent",
		               .terms.purpose = purpose };
	const struct entry child = { .child = true };
	if (strcmp(action, "refuse") == 0) {
		entry.finding = "signature-bad";
		entry.mandate = entry.role = NULL;
	}
	cr_assert(activity_see(a, &entry, &e));
	for (uint64_t i = 0; i < clients; i++)
		cr_assert(activity_see(a, &child, &e));
}

static const struct tally *tally(const struct tallies *t, const char *key)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->items[i].key, key) == 0)
			return &t->items[i];
	cr_assert(false, "%s", key);
	return NULL;
}

Test(activity, counts_acts_and_the_clients_in_them)
{
	_cleanup_(activity_clear) struct activity a = { 0 };
	act(&a, "read", "2026-05-04T08:00:00Z", NULL, 7);
	act(&a, "pack", "2026-05-04T09:00:00Z", "onderzoek-2.3.2", 3);
	act(&a, "read", "2026-05-03T09:00:00Z", NULL, 40);  /* a Sunday, and before the others */
	act(&a, "refuse", "2026-05-05T18:30:00Z", NULL, 0); /* half past eight in the evening */
	activity_end(&a);
	cr_assert_eq(a.acts, 4);
	cr_assert_eq(a.clients, 50);
	cr_assert_eq(a.outside, 2);
	cr_assert_eq(a.first, at("2026-05-03T09:00:00Z"));
	cr_assert_eq(a.days.count, 3);
	cr_assert_str_eq(a.days.items[0].key, "2026-05-03");
	cr_assert_eq(tally(&a.days, "2026-05-04")->clients, 10);
	cr_assert_eq(tally(&a.purposes, "onderzoek-2.3.2")->clients, 3);
	cr_assert_eq(tally(&a.actions, "read")->clients, 47);
	cr_assert_eq(tally(&a.actions, "read")->most, 40);
	cr_assert_eq(tally(&a.people, "oss.nl/wi m-1 consulent")->acts, 3);
	cr_assert_eq(tally(&a.refusals, "signature-bad")->acts, 1);
	/* The largest of those that look, and none of those that send. */
	cr_assert_eq(a.largest[0].clients, 40);
	cr_assert_eq(a.largest[1].clients, 7);
	cr_assert_eq(a.largest[2].clients, 0);
}

Test(activity, counts_overrides_by_their_hash)
{
	_cleanup_(activity_clear) struct activity a = { 0 };
	struct error e;
	char two[2 * 64 + 2];
	memset(two, 'a', 64);
	two[64] = ' ';
	memset(two + 65, 'b', 64);
	two[129] = 0;
	struct entry entry = { .action = "pack", .unit = "oss.nl/wi", .terms.overrides = two };
	cr_assert(activity_see(&a, &entry, &e));
	two[64] = 0;
	cr_assert(activity_see(&a, &entry, &e));
	activity_end(&a);
	cr_assert_eq(a.overrides.count, 2);
	cr_assert_eq(a.overrides.items[0].acts, 2);
	cr_assert_eq(a.overrides.items[1].acts, 1);
}

/* Of one month, by role: looks, and not what was packed. */
Test(activity, tells_of_a_month_without_persons)
{
	_cleanup_(activity_clear) struct activity a = { .month = "2026-05" };
	struct error e;
	act(&a, "read", "2026-04-30T21:59:59Z", NULL, 9);   /* April still, by the clock on the wall */
	act(&a, "read", "2026-04-30T22:00:00Z", NULL, 30);  /* the first of May, at midnight */
	act(&a, "read", "2026-05-04T08:00:00Z", NULL, 49);  /* one short of many … */
	act(&a, "pack", "2026-05-04T08:10:00Z", NULL, 100); /* … which no package is … */
	act(&a, "read", "2026-05-04T08:20:00Z", NULL, 1);   /* … and now they are, once */
	act(&a, "read", "2026-05-04T08:40:00Z", NULL, 60);
	act(&a, "read", "2026-05-04T09:00:00Z", NULL, 50); /* another hour */
	act(&a, "read", "2026-06-02T09:00:00Z", NULL, 70);
	const struct entry bare = { .start = at("2026-05-05T09:00:00Z"),
		                    .end = at("2026-05-05T09:00:00Z"),
		                    .action = "read",
		                    .unit = "oss.nl/wi",
		                    .mandate = "m-2",
		                    .role = "consulent",
		                    .without_case = 6 };
	const struct entry child = { .child = true };
	cr_assert(activity_see(&a, &bare, &e));
	for (int i = 0; i < 6; i++)
		cr_assert(activity_see(&a, &child, &e));
	const struct entry followed = { .start = at("2026-06-03T09:00:00Z"),
		                        .end = at("2026-06-03T09:00:00Z"),
		                        .action = "follow-up",
		                        .unit = "oss.nl/wi",
		                        .remark = "2026-05 many",
		                        .decision = "explained" },
			   other = { .start = at("2026-06-03T09:00:00Z"),
		                     .end = at("2026-06-03T09:00:00Z"),
		                     .action = "follow-up",
		                     .unit = "oss.nl/wi",
		                     .remark = "2026-04 many",
		                     .decision = "explained" };
	cr_assert(activity_see(&a, &followed, &e));
	cr_assert(activity_see(&a, &other, &e));
	activity_end(&a);
	const struct tally *role = tally(&a.roles, "oss.nl/wi consulent");
	cr_expect_eq(role->looks, 30 + 49 + 1 + 60 + 50 + 6);
	cr_expect_eq(role->looks_outside, 30);
	cr_expect_eq(role->without_case, 6);
	cr_expect_eq(role->many, 2);
	cr_expect_eq(a.followed.count, 1);
	cr_expect_eq(tally(&a.followed, "many explained")->acts, 1);
}
