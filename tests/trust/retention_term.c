/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/retention_term.h"

#include <criterion/criterion.h>
#include <stdint.h>

static moment at(const char *text)
{
	moment m = 0;
	cr_assert(moment_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

Test(retention_term, is_over_on_its_day_at_whatever_hour)
{
	moment until = at("2041-11-28T14:00:00Z");
	cr_expect_eq(retention_state(until, false, at("2041-11-27T23:59:59Z"), 0), RETENTION_RUNNING);
	cr_expect_eq(retention_state(until, false, at("2041-11-28T00:00:00Z"), 0), RETENTION_DUE);
	cr_expect_eq(retention_state(until, false, at("2041-11-28T23:59:59Z"), 0), RETENTION_DUE);
	cr_expect_eq(retention_state(until, false, at("2050-01-01T00:00:00Z"), 0), RETENTION_DUE);
	cr_expect_eq(retention_day(until), at("2041-11-28T00:00:00Z"));
}

Test(retention_term, is_told_of_before_and_can_be_held)
{
	moment until = at("2027-02-26T14:00:00Z");
	cr_expect_eq(retention_state(until, false, at("2026-11-28T10:00:00Z"), 90), RETENTION_NEAR);
	cr_expect_eq(retention_state(until, false, at("2026-11-27T10:00:00Z"), 90), RETENTION_RUNNING);
	cr_expect_eq(retention_state(until, true, at("2029-01-01T00:00:00Z"), 90), RETENTION_HELD);
	cr_expect_eq(retention_state(0, false, at("2029-01-01T00:00:00Z"), 90), RETENTION_UNSET);
	cr_expect_eq(retention_state(0, true, at("2029-01-01T00:00:00Z"), 90), RETENTION_HELD);
	cr_expect_eq(retention_day(0), 0);
	cr_expect_str_eq(retention_state_name(RETENTION_DUE), "due");
	cr_expect_str_eq(retention_state_words(RETENTION_HELD), "held");
}

/* A run a day, at an hour that differs: records come with terms of months, are held and released, and get
 * longer terms. Each goes on its day, or on the first day on which nothing holds it; none goes earlier. */
#define DAYS 10000u
#define RECORDS 4000u

static uint32_t draw(uint32_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state % below;
}

struct simulated {
	moment until;
	bool held, there;
	moment came;
	unsigned months;
};

static bool is_calendar_day_of_term(const struct simulated *r, moment today)
{
	char term[DAY_SIZE + 1], day[DAY_SIZE + 1];
	day_format(r->until, term);
	day_format(today, day);
	return strcmp(term, day) == 0;
}

Test(retention_term, no_purge_is_late_or_early_in_ten_thousand_days)
{
	static struct simulated all[RECORDS];
	uint32_t state = 20261128;
	moment first = at("2026-11-28T00:00:00Z");
	size_t late = 0, early = 0, gone = 0, after_hold = 0;
	for (size_t i = 0; i < RECORDS; i++) {
		moment came = first + (moment)draw(&state, DAYS / 2 * 86400u);
		unsigned months = 1 + draw(&state, 180);
		all[i] = (struct simulated){ moment_add_months(came, months), false, true, came, months };
	}
	for (unsigned day = 0; day < DAYS; day++) {
		moment today = first + (moment)day * SECONDS_A_DAY, now = today + draw(&state, 86400);
		for (size_t i = 0; i < RECORDS; i++) {
			struct simulated *r = &all[i];
			bool was_held = r->held;
			if (!r->there || r->came > now)
				continue;
			uint32_t what = draw(&state, 20000);
			r->held = what < 4 ? true : what < 400 ? false : r->held;
			if (what == 401 && r->until > now)
				r->until = moment_add_months(r->until, 1 + draw(&state, 24));
			if (retention_state(r->until, r->held, now, 0) == RETENTION_DUE) {
				bool on_its_day = is_calendar_day_of_term(r, today);
				early += r->until - r->until % SECONDS_A_DAY > today || r->held;
				late += !on_its_day && !was_held;
				after_hold += !on_its_day;
				r->there = false;
				gone++;
			} else {
				late += !r->held && r->until < today + SECONDS_A_DAY;
			}
		}
	}
	cr_expect_eq(late, 0, "%zu", late);
	cr_expect_eq(early, 0, "%zu", early);
	cr_expect(gone > RECORDS / 2 && after_hold > 0, "%zu went, %zu behind a hold", gone, after_hold);
}
