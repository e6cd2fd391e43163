/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "partnership.h"

#include "trust/agreement.h"
#include "trust/roster_edit.h"

/* Oss is at its version 1, Uden at its version 3: what merges them is version 4, and Oss's chain has no 2
 * and 3.
 */
static struct partnership p;
static struct sides {
	struct roster_chain oss, uden;
} sides;

static struct roster *side(const char *controller, int officers, int clerk, int unit)
{
	struct roster *r = calloc(1, sizeof *r);
	r->id = string_copy(controller);
	r->version = 1;
	r->issued = a_day("2026-02-01") + 36000;
	r->review_by = a_day("2027-02-01");
	put_controller(r, controller, 2);
	for (int i = officers; i < officers + 3; i++)
		put_officer(r, &p, i, controller);
	put_person(r, &p, clerk);
	put_unit(r, &p, unit, controller);
	put_mandate(r, "m-1-1", clerk, unit, LAW_WMO, POWER_READ | POWER_PACK);
	return r;
}

static void append(struct roster_chain *c, struct roster *r)
{
	struct error e;
	if (!c->count)
		c->fingerprint = r->hash;
	cr_assert(roster_chain_append(c, &r, &e), "%s: %s", error_name(e.code), e.detail);
}

static const struct roster *newest(const struct roster_chain *c)
{
	return roster_chain_newest(c);
}

static void start(void)
{
	partnership_start(&p);
	sides = (struct sides){ 0 };
	append(&sides.oss, SIGNED(&p, side("oss.nl", OSS_1, OSS_CLERK, OSS_WMO), OSS_1, OSS_2));
	append(&sides.uden, SIGNED(&p, side("uden.nl", UDEN_1, UDEN_CLERK, UDEN_WMO), UDEN_1, UDEN_3));
	for (int i = 0; i < 2; i++)
		append(&sides.uden, SIGNED(&p, partnership_next(newest(&sides.uden)), UDEN_2, UDEN_3));
}

static void stop(void)
{
	roster_chain_clear(&sides.oss);
	roster_chain_clear(&sides.uden);
	partnership_clear(&p);
}

TestSuite(roster_merge, .init = start, .fini = stop);

/* By the fingerprints that they have. */
static bool merge_with(const struct roster *a, const struct roster *b, struct roster **ret, struct error *e)
{
	const struct sha256 roots[2] = { sides.oss.fingerprint, sides.uden.fingerprint };
	return roster_merge(a, b, roots, "maashorst", a_day("2026-03-01"), ret, e);
}

static struct roster *merged_draft(void)
{
	struct roster *r = NULL;
	struct error e;
	cr_assert(merge_with(newest(&sides.oss), newest(&sides.uden), &r, &e), "%s: %s", error_name(e.code),
	          e.detail);
	return r;
}

static enum error_code append_fault(struct roster_chain *c, struct roster *signed_one, struct error *e)
{
	*e = (struct error){ 0 };
	bool taken = roster_chain_append(c, &signed_one, e);
	roster_freep(&signed_one);
	return taken ? ERR_NONE : e->code;
}

#define ALL_SIGNED(draft) SIGNED(&p, (draft), OSS_1, OSS_3, UDEN_1, UDEN_2)

/* --- what it says --- */

Test(roster_merge, has_all_rows_of_both)
{
	_cleanup_(roster_freep) struct roster *r = merged_draft();
	cr_expect_str_eq(r->id, "maashorst");
	cr_expect_eq(r->version, 4);
	cr_expect(sha256_equal(&r->previous, &newest(&sides.oss)->hash));
	cr_expect_eq(r->controller_count, 2);
	cr_expect_eq(r->person_count, 8);
	cr_expect_eq(r->officer_count, 6);
	cr_expect_eq(r->unit_count, 2);
	cr_expect_eq(r->mandate_count, 2);
	cr_expect_str_eq(r->mandates[0].id, "m-4-1", "an id that both had");
	cr_expect_str_eq(r->mandates[1].id, "m-4-2");
	cr_assert_eq(r->merged_count, 2);
	cr_expect_str_eq(r->merged[1].id, "uden.nl");
	cr_expect_eq(r->merged[1].version, 3);
	cr_expect(sha256_equal(&r->merged[1].hash, &newest(&sides.uden)->hash));
	cr_expect(sha256_equal(&r->merged[1].root, &sides.uden.fingerprint));
}

Test(roster_merge, takes_the_stricter_of_what_holds_for_all_logs)
{
	_cleanup_(roster_freep) struct roster *a = NULL, *b = NULL, *r = NULL;
	struct roster *next = partnership_next(newest(&sides.oss));
	struct error e;
	next->log_months = 24;
	next->review_by = a_day("2026-12-01");
	a = SIGNED(&p, next, OSS_1, OSS_2);
	next = partnership_next(newest(&sides.uden));
	next->disclosure_by_two = true;
	next->access_by_two = true;
	b = SIGNED(&p, next, UDEN_1, UDEN_2);
	cr_assert(merge_with(a, b, &r, &e));
	cr_expect_eq(r->log_months, 24);
	cr_expect_eq(r->review_by, a_day("2026-12-01"));
	cr_expect(r->disclosure_by_two);
	cr_expect(r->access_by_two);
	cr_expect_eq(r->version, 5);
	roster_freep(&r);
	cr_assert(merge_with(b, a, &r, &e), "the other way round");
	cr_expect_eq(r->log_months, 24);
	cr_expect_eq(r->review_by, a_day("2026-12-01"));
	cr_expect(r->disclosure_by_two);
}

Test(roster_merge, keeps_once_what_both_have)
{
	struct roster *oss = partnership_next(newest(&sides.oss)),
		      *uden = partnership_next(newest(&sides.uden));
	put_person(oss, &p, GUEST);
	put_person(uden, &p, GUEST);
	_cleanup_(roster_freep) struct roster *a = SIGNED(&p, oss, OSS_1, OSS_2),
					      *b = SIGNED(&p, uden, UDEN_1, UDEN_2), *r = NULL;
	struct error e;
	cr_assert(merge_with(a, b, &r, &e));
	cr_expect_eq(r->person_count, 9);
}

static void other_person(struct roster *r)
{
	put_person(r, &p, OSS_CLERK);
	person_of(r, OSS_CLERK)->key = p.signers[OSS_CLERK].public;
	person_of(r, OSS_CLERK)->until = a_day("2026-12-31");
}
static void other_unit(struct roster *r)
{
	put_person(r, &p, OSS_CLERK);
	put_controller(r, "oss.nl", 2);
	for (int i = OSS_1; i <= OSS_3; i++)
		put_officer(r, &p, i, "oss.nl");
	put_unit(r, &p, OSS_WMO, "oss.nl");
	random_bytes(r->units[r->unit_count - 1].recipient.key, 32);
}
static void other_threshold(struct roster *r)
{
	put_controller(r, "oss.nl", 3);
	for (int i = OSS_1; i <= OSS_3; i++)
		put_officer(r, &p, i, "oss.nl");
	put_officer(r, &p, SPARE_1, "oss.nl");
}
static void other_officers(struct roster *r)
{
	put_controller(r, "oss.nl", 2);
	put_officer(r, &p, OSS_1, "oss.nl");
	put_officer(r, &p, OSS_2, "oss.nl");
	put_officer(r, &p, SPARE_1, "oss.nl");
}

Test(roster_merge, refuses_what_isnt_the_same_in_both)
{
	static const struct {
		void (*change)(struct roster *r);
		const char *subject;
	} cases[] = {
		{ other_person, "oss.nl/p-k001" },
		{ other_unit, "oss.nl/wmo" },
		{ other_threshold, "oss.nl/p-0004" },
		{ other_officers, "oss.nl/p-0003" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(roster_freep) struct roster *b = partnership_next(newest(&sides.uden)), *r = NULL;
		struct error e = { 0 };
		cases[i].change(b);
		_cleanup_(roster_freep) struct roster *other =
			partnership_sign(&p, b, (const int[]){ UDEN_1, UDEN_2, OSS_1, OSS_2, NOBODY });
		b = NULL;
		cr_expect_not(merge_with(newest(&sides.oss), other, &r, &e));
		cr_expect_eq(e.code, ERR_ROSTER_MERGE, "%zu: %s", i, error_name(e.code));
		cr_expect_str_eq(e.subject, cases[i].subject);
	}
}

Test(roster_merge, refuses_one_with_itself)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	const struct sha256 roots[2] = { sides.uden.fingerprint, sides.uden.fingerprint };
	struct error e = { 0 };
	cr_expect_not(roster_merge(sides.uden.versions[0], newest(&sides.uden), roots, "uden.nl",
	                           a_day("2026-03-01"), &r, &e));
	cr_expect_eq(e.code, ERR_ROSTER_MERGE);
	cr_expect_not(roster_merge(newest(&sides.oss), newest(&sides.uden),
	                           (const struct sha256[]){ sides.oss.fingerprint, sides.uden.fingerprint },
	                           "x", a_day("2026-01-01"), &r, &e));
	cr_expect_eq(e.code, ERR_CLOCK, "before what it follows on");
}

/* --- who signs --- */

/* Every set of the six officers: enough is two of each side, for either chain. */
Test(roster_merge, needs_enough_of_both)
{
	for (unsigned set = 0; set < 1u << 6; set++) {
		int who[7], count = 0, of_oss = 0, of_uden = 0;
		for (int i = 0; i < 6; i++)
			if (set & 1u << i) {
				who[count++] = OSS_1 + i;
				of_oss += i < 3;
				of_uden += i >= 3;
			}
		who[count] = NOBODY;
		_cleanup_(roster_freep) struct roster *r = partnership_sign(&p, merged_draft(), who);
		struct error e = { 0 };
		bool enough = of_oss >= 2 && of_uden >= 2;
		cr_expect_eq(roster_verify_next(newest(&sides.oss), r, &e), enough, "%x", set);
		cr_expect(enough || e.code == ERR_QUORUM);
		cr_expect_eq(roster_verify_next(newest(&sides.uden), r, &e), enough, "%x", set);
		cr_expect(enough || e.code == ERR_QUORUM);
	}
}

/* --- in either chain --- */

static void take_both(void)
{
	struct error e;
	_cleanup_(roster_freep) struct roster *one = ALL_SIGNED(merged_draft());
	struct roster *again = NULL;
	cr_assert(roster_parse(buffer_bytes(&one->note), "m", &again, &e));
	cr_assert_eq(append_fault(&sides.uden, again, &e), ERR_NONE, "%s", e.detail);
	cr_assert_eq(append_fault(&sides.oss, one, &e), ERR_NONE, "%s", e.detail);
	one = NULL;
}

Test(roster_merge, leaves_numbers_out)
{
	const struct roster *first = newest(&sides.oss);
	take_both();
	const struct roster *m = newest(&sides.oss);
	cr_expect_eq(sides.oss.count, 2);
	cr_expect_eq(roster_chain_version(&sides.oss, 1), first);
	cr_expect_null(roster_chain_version(&sides.oss, 2));
	cr_expect_null(roster_chain_version(&sides.oss, 3));
	cr_expect_eq(roster_chain_version(&sides.oss, 4), m);
	cr_expect_null(roster_chain_version(&sides.oss, 5));
	cr_expect_null(roster_chain_version(&sides.oss, 0));
	cr_expect_eq(roster_chain_up_to(&sides.oss, 0), 0);
	cr_expect_eq(roster_chain_up_to(&sides.oss, 3), 1);
	cr_expect_eq(roster_chain_up_to(&sides.oss, 4), 2);
	cr_expect_eq(roster_chain_up_to(&sides.oss, UINT64_MAX), 2);
	cr_expect_eq(roster_chain_at(&sides.oss, UINT64_MAX, m->issued), m);
	cr_expect_eq(roster_chain_at(&sides.oss, UINT64_MAX, m->issued - 1), first);
	cr_expect_eq(roster_chain_at(&sides.oss, UINT64_MAX, 0), first);
	cr_expect_eq(roster_chain_at(&sides.oss, 3, m->issued), first);
	cr_expect(roster_chain_merged_root(&sides.oss, &sides.uden.fingerprint));
	cr_expect(roster_chain_merged_root(&sides.uden, &sides.oss.fingerprint));
	cr_expect_not(roster_chain_merged_root(&sides.oss, &m->hash));
}

/* Oss's version 1 with what it became a part of. */
Test(roster_merge, isnt_done_twice)
{
	const struct roster *first = newest(&sides.oss);
	_cleanup_(roster_freep) struct roster *again = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	take_both();
	cr_expect(!merge_with(first, newest(&sides.uden), &again, &e) || !roster_format(again, &text, &e));
	cr_expect(e.code == ERR_ROSTER_INVALID || e.code == ERR_ROSTER_MERGE, "%s", error_name(e.code));
}

Test(roster_merge, goes_on_as_one)
{
	struct error e;
	take_both();
	struct roster *next = SIGNED(&p, partnership_next(newest(&sides.oss)), OSS_1, OSS_2), *same = NULL;
	cr_assert(roster_parse(buffer_bytes(&next->note), "n", &same, &e));
	cr_expect_eq(append_fault(&sides.oss, next, &e), ERR_NONE, "%s", e.detail);
	cr_expect_eq(append_fault(&sides.uden, same, &e), ERR_NONE, "%s", e.detail);
}

/* --- what isn't one --- */

static void other_number(struct roster *r)
{
	r->version = 5;
}
static void other_hash(struct roster *r)
{
	r->merged[1].hash.bytes[0] ^= 1;
}
static void other_root(struct roster *r)
{
	r->merged[1].root.bytes[0] ^= 1;
}
static void other_name(struct roster *r)
{
	r->merged[1].id[0] = 'o';
}
static void earlier(struct roster *r)
{
	r->issued = a_day("2026-02-01");
}
static void one_row(struct roster *r)
{
	free(r->merged[1].id);
	r->merged_count = 1;
}

/* What Uden's stores say, whoever signed. */
Test(roster_merge, names_the_very_versions)
{
	static const struct {
		void (*change)(struct roster *r);
		enum error_code code;
	} cases[] = {
		{ other_number, ERR_ROSTER_CHAIN }, { other_hash, ERR_ROSTER_CHAIN },
		{ other_root, ERR_FINGERPRINT },    { other_name, ERR_ROSTER_CHAIN },
		{ earlier, ERR_ROSTER_CHAIN },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct roster *r = merged_draft();
		struct error e;
		cases[i].change(r);
		cr_expect_eq(append_fault(&sides.uden, ALL_SIGNED(r), &e), cases[i].code, "%zu: %s %s", i,
		             error_name(e.code), e.detail);
	}
}

static void same_root(struct roster *r)
{
	r->merged[1].root = r->merged[0].root;
}
static void same_version(struct roster *r)
{
	r->merged[1].hash = r->merged[0].hash;
}
static void no_version(struct roster *r)
{
	r->merged[1].version = 0;
}
static void later_version(struct roster *r)
{
	r->merged[1].version = r->version;
}
static void bad_name(struct roster *r)
{
	r->merged[1].id[0] = '/';
}

Test(roster_merge, contradicts_itself)
{
	static void (*const changes[])(struct roster * r) = { same_root,     same_version, no_version,
		                                              later_version, bad_name,     one_row };
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		_cleanup_(roster_freep) struct roster *r = merged_draft();
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e = { 0 };
		changes[i](r);
		cr_expect_not(roster_format(r, &text, &e), "%zu", i);
		cr_expect_eq(e.code, ERR_ROSTER_INVALID, "%zu: %s", i, error_name(e.code));
	}
}

Test(roster_merge, stays_told)
{
	struct error e;
	take_both();
	struct roster *less = partnership_next(newest(&sides.oss)),
		      *more = partnership_next(newest(&sides.oss));
	for (size_t i = 0; i < 2; i++)
		free(less->merged[i].id);
	less->merged_count = 0;
	cr_expect_eq(append_fault(&sides.oss, ALL_SIGNED(less), &e), ERR_ROSTER_CHAIN);
	for (int i = 0; i < 2; i++) {
		struct roster_merged *row = GROW(more->merged, more->merged_count);
		*row = (struct roster_merged){ .id = string_copy("boxtel.nl"), .version = 1 };
		random_bytes(row->hash.bytes, sizeof row->hash.bytes);
		random_bytes(row->root.bytes, sizeof row->root.bytes);
	}
	cr_expect_eq(append_fault(&sides.oss, ALL_SIGNED(more), &e), ERR_ROSTER_CHAIN);
}

/* --- two ways from one version --- */

Test(roster_merge, is_a_fork_beside_another_version)
{
	struct error e;
	struct roster *beside_oss = SIGNED(&p, partnership_next(newest(&sides.oss)), OSS_1, OSS_2);
	struct roster *beside_uden = SIGNED(&p, partnership_next(newest(&sides.uden)), UDEN_1, UDEN_2);
	struct roster *other = merged_draft();
	other->review_by = a_day("2026-11-01");
	take_both();
	cr_expect_eq(append_fault(&sides.oss, beside_oss, &e), ERR_ROSTER_FORK, "a number that was left out");
	cr_expect_eq(append_fault(&sides.uden, beside_uden, &e), ERR_ROSTER_FORK, "the same number");
	cr_expect_eq(append_fault(&sides.oss, ALL_SIGNED(other), &e), ERR_ROSTER_FORK, "two mergers");
}

Test(roster_merge, is_a_fork_where_one_went_on)
{
	struct error e;
	struct roster *r = ALL_SIGNED(merged_draft()), *same = NULL;
	cr_assert(roster_parse(buffer_bytes(&r->note), "m", &same, &e));
	append(&sides.uden, SIGNED(&p, partnership_next(newest(&sides.uden)), UDEN_1, UDEN_2));
	append(&sides.uden, SIGNED(&p, partnership_next(newest(&sides.uden)), UDEN_1, UDEN_2));
	append(&sides.oss, SIGNED(&p, partnership_next(newest(&sides.oss)), OSS_1, OSS_2));
	cr_expect_eq(append_fault(&sides.uden, r, &e), ERR_ROSTER_FORK);
	cr_expect_eq(append_fault(&sides.oss, same, &e), ERR_ROSTER_FORK, "%s %s", error_name(e.code),
	             e.detail);
}

/* The other side's earlier versions are none of ours. */
Test(roster_merge, doesnt_bring_the_other_chain)
{
	struct error e;
	struct roster *r = SIGNED(&p, side("uden.nl", UDEN_1, UDEN_CLERK, UDEN_WMO), UDEN_1, UDEN_3);
	take_both();
	cr_expect_eq(append_fault(&sides.oss, r, &e), ERR_ROSTER_FORK, "another version 1");
}

/* --- who succeeds whom --- */

static struct roster *succeeded(const char *from, const char *to)
{
	struct roster *r = partnership_next(newest(&sides.oss));
	struct error e;
	cr_assert(roster_add_controller(r, to, 2, &e));
	for (int i = NEW_1; i <= NEW_3; i++)
		put_officer(r, &p, i, to);
	for (size_t i = 0; i < r->unit_count; i++)
		if (strcmp(r->units[i].controller, from) == 0)
			cr_assert(roster_set_text(&r->units[i].controller, to, &e));
	cr_assert(roster_remove(r, from, &e));
	cr_assert(roster_add_succession(r, from, to, a_day("2026-02-01"), &e));
	return r;
}

Test(roster_merge, successor_is_said_by_both)
{
	struct error e;
	cr_expect_eq(append_fault(&sides.oss, SIGNED(&p, succeeded("oss.nl", "boxtel.nl"), NEW_1, NEW_2), &e),
	             ERR_QUORUM);
	cr_expect_eq(append_fault(&sides.oss, SIGNED(&p, succeeded("oss.nl", "boxtel.nl"), OSS_1, OSS_2), &e),
	             ERR_QUORUM);
	cr_expect_eq(append_fault(&sides.oss,
	                          SIGNED(&p, succeeded("oss.nl", "boxtel.nl"), OSS_1, OSS_2, NEW_1, NEW_2),
	                          &e),
	             ERR_NONE, "%s", e.detail);
	cr_expect(roster_succeeds(newest(&sides.oss), "boxtel.nl", "oss.nl"));
	cr_expect(roster_succeeds(newest(&sides.oss), "boxtel.nl", "boxtel.nl"));
	cr_expect_not(roster_succeeds(newest(&sides.oss), "oss.nl", "boxtel.nl"));
}

Test(roster_merge, nobody_is_succeeded_afterwards)
{
	struct roster *r = succeeded("oss.nl", "boxtel.nl");
	struct error e;
	free(r->successions[0].controller);
	free(r->successions[0].successor);
	r->succession_count = 0;
	cr_assert_eq(append_fault(&sides.oss, SIGNED(&p, r, OSS_1, OSS_2, NEW_1, NEW_2), &e), ERR_NONE);
	r = partnership_next(newest(&sides.oss));
	cr_assert(roster_add_succession(r, "oss.nl", "boxtel.nl", a_day("2026-02-01"), &e));
	cr_expect_eq(append_fault(&sides.oss, SIGNED(&p, r, NEW_1, NEW_2, NEW_3), &e), ERR_ROSTER_CHAIN);
}

Test(roster_merge, successions_make_sense)
{
	static const struct {
		const char *controller, *successor, *from;
		const char *again; /* another successor of the first */
	} wrong[] = {
		{ "oss.nl", "oss.nl", "2026-02-01", NULL },        /* is still there */
		{ "landerd.nl", "veghel.nl", "2026-02-01", NULL }, /* nobody */
		{ "landerd.nl", "oss.nl", "2026-03-01", NULL },    /* not yet */
		{ "landerd.nl", "oss.nl", "2026-02-01", "oss.nl" },
		{ "land/erd", "oss.nl", "2026-02-01", NULL },
	};
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		_cleanup_(roster_freep) struct roster *r = partnership_next(newest(&sides.oss));
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e = { 0 };
		cr_assert(roster_add_succession(r, wrong[i].controller, wrong[i].successor,
		                                a_day(wrong[i].from), &e));
		cr_assert(!wrong[i].again || roster_add_succession(r, wrong[i].controller, wrong[i].again,
		                                                   a_day(wrong[i].from), &e));
		cr_expect_not(roster_format(r, &text, &e), "%zu", i);
		cr_expect_eq(e.code, ERR_ROSTER_INVALID, "%zu: %s", i, error_name(e.code));
	}
}

/* Through several of them, and round in a circle, which ends. */
Test(roster_merge, successors_of_successors)
{
	static char a[] = "a.nl", b[] = "b.nl", c[] = "c.nl";
	struct roster_succession rows[] = { { a, b, 1 }, { b, c, 1 } },
				 circle[] = { { a, b, 1 }, { b, a, 1 } };
	struct roster r = { .successions = rows, .succession_count = 2 };
	cr_expect(roster_succeeds(&r, "c.nl", "a.nl"));
	cr_expect(roster_succeeds(&r, "b.nl", "a.nl"));
	cr_expect_not(roster_succeeds(&r, "a.nl", "c.nl"));
	r.successions = circle;
	cr_expect_not(roster_succeeds(&r, "c.nl", "a.nl"));
}

Test(roster_merge, agreements_are_answered_for_by_successors)
{
	static char wmo[] = "oss.nl/wmo", gone[] = "oss.nl/gone", was[] = "uden.nl", is[] = "oss.nl",
		    id[] = "x";
	struct agreement_party parties[] = { { .unit = wmo, .controller = is },
		                             { .unit = gone, .controller = was } };
	struct agreement agreement = { .id = id, .parties = parties, .party_count = 2 };
	struct roster_succession row = { was, is, 1 };
	_cleanup_(roster_freep) struct roster *r = partnership_next(newest(&sides.oss));
	struct error e = { 0 };
	cr_expect(agreement_is_answered_for(&agreement, r, &e), "a unit that isn't there isn't asked");
	parties[0].controller = was;
	cr_expect_not(agreement_is_answered_for(&agreement, r, &e));
	cr_expect_eq(e.code, ERR_AGREEMENT_EXPIRED);
	struct roster with = *r;
	with.successions = &row;
	with.succession_count = 1;
	cr_expect(agreement_is_answered_for(&agreement, &with, &e));
}
