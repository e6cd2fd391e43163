/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The attacks that The Update Framework lists (theupdateframework.io, "Security", and section 1.5.2 of its
 * specification), put to the roster: a row each way to try one, and what it must end in. Where an attack
 * isn't the roster's to stop, the row names the test that does. */
#include "partnership.h"

#include "base/limits.h"

#include <stdio.h>

static struct partnership p;

static void start(void)
{
	partnership_start(&p);
}

static void stop(void)
{
	partnership_clear(&p);
}

TestSuite(attacks, .init = start, .fini = stop);

/* The chain that an honest unit knows: versions 1 and 2, and what somebody puts before it. */
struct world {
	struct roster_chain chain;
	struct roster *next; /* a draft of version 3 */
	struct error e;
};

static struct roster *version_1(void)
{
	return SIGNED(&p, partnership_draft(&p), OSS_1, OSS_2, UDEN_1, UDEN_3);
}

static const struct roster *newest(const struct world *w)
{
	return w->chain.versions[w->chain.count - 1];
}

static void world_start(struct world *w)
{
	struct roster *first = version_1();
	*w = (struct world){ .chain.fingerprint = first->hash };
	struct roster *second = partnership_next(first);
	put_mandate(second, "m-5", OSS_CLERK, OSS_WMO, LAW_WMO, POWER_OPEN);
	second = SIGNED(&p, second, OSS_1, OSS_2);
	cr_assert(roster_chain_append(&w->chain, &first, &w->e), "%s", w->e.detail);
	cr_assert(roster_chain_append(&w->chain, &second, &w->e), "%s", w->e.detail);
	w->next = partnership_next(newest(w));
}

static void world_clear(struct world *w)
{
	roster_freep(&w->next);
	roster_chain_clear(&w->chain);
}

/* The draft, signed by these, shown to the unit; the draft is used up. */
static enum error_code show(struct world *w, const int *who)
{
	struct roster *r = partnership_sign(&p, w->next, who);
	w->next = NULL;
	bool taken = roster_chain_append(&w->chain, &r, &w->e);
	roster_freep(&r);
	return taken ? ERR_NONE : w->e.code;
}
#define SHOW(w, ...) show((w), (const int[]){ __VA_ARGS__, NOBODY })

static enum error_code show_signed(struct world *w, struct roster *r)
{
	bool taken = roster_chain_append(&w->chain, &r, &w->e);
	roster_freep(&r);
	return taken ? ERR_NONE : w->e.code;
}

static enum error_code honest(struct world *w)
{
	return SHOW(w, OSS_1, OSS_3);
}

static enum error_code by_strangers(struct world *w)
{
	return SHOW(w, SPARE_1, SPARE_2, NEW_1);
}

/* Nothing is parsed before somebody known signed it. */
static enum error_code by_strangers_unparsed(struct world *w)
{
	_cleanup_(roster_freep) struct roster *r =
		partnership_sign(&p, w->next, (const int[]){ SPARE_1, NOBODY });
	w->next = NULL;
	return roster_vouches(newest(w), buffer_bytes(&r->note), "roster", &w->e) ? ERR_NONE : w->e.code;
}

static enum error_code another_root(struct world *w)
{
	struct roster_chain fresh = { .fingerprint = w->chain.fingerprint };
	struct roster *d = partnership_draft(&p);
	d->issued += 1;
	struct roster *r = SIGNED(&p, d, OSS_1, OSS_2, UDEN_1, UDEN_3);
	bool taken = roster_chain_append(&fresh, &r, &w->e);
	roster_freep(&r);
	roster_chain_clear(&fresh);
	return taken ? ERR_NONE : w->e.code;
}

static enum error_code first_version_again(struct world *w)
{
	return show_signed(w, version_1());
}

/* The content of version 1, as if it were new: the mandate of version 2 is gone again. */
static enum error_code old_rows_by_one(struct world *w)
{
	_cleanup_(roster_freep) struct roster *first = version_1();
	struct roster *d = partnership_next(first);
	d->version = 3;
	d->previous = newest(w)->hash;
	d->issued = newest(w)->issued + 1;
	roster_freep(&w->next);
	w->next = d;
	return SHOW(w, OSS_1);
}

static enum error_code version_leap(struct world *w)
{
	w->next->version = UINT64_C(1) << 62;
	return SHOW(w, OSS_1, OSS_2);
}

static enum error_code backwards_in_time(struct world *w)
{
	w->next->issued = newest(w)->issued - 1;
	return SHOW(w, OSS_1, OSS_2);
}

static enum error_code on_another_branch(struct world *w)
{
	random_bytes(w->next->previous.bytes, SHA256_SIZE);
	return SHOW(w, OSS_1, OSS_2);
}

/* A second version 2, which the quorum signed for somebody else. */
static enum error_code two_of_one_number(struct world *w)
{
	_cleanup_(roster_freep) struct roster *first = version_1();
	struct roster *d = partnership_next(first);
	d->review_by += SECONDS_A_DAY;
	return show_signed(w, SIGNED(&p, d, OSS_1, OSS_2));
}

/* Signatures of one version under the text of another. */
static enum error_code signatures_moved(struct world *w)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(roster_freep) struct roster *good = SIGNED(&p, w->next, OSS_1, OSS_2);
	struct roster *mixed = NULL;
	w->next = NULL;
	replaced(buffer_bytes(&good->note), "person 7", "person 0", &note);
	cr_assert(roster_parse(buffer_bytes(&note), "mixed", &mixed, &w->e));
	return show_signed(w, mixed);
}

static enum error_code of_another_partnership(struct world *w)
{
	free(w->next->id);
	w->next->id = string_copy("elders");
	return SHOW(w, OSS_1, OSS_2, UDEN_1, UDEN_2);
}

static enum error_code another_kind_of_text(struct world *w)
{
	static const int who[] = { OSS_1, OSS_2, NOBODY };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct roster *r = NULL;
	sign_text(&p, BYTES("type: sluis.agreement/v1\nid: \"maashorst\"\n"), who, &note);
	if (roster_parse(buffer_bytes(&note), "note", &r, &w->e))
		return show_signed(w, r);
	return w->e.code;
}

static enum error_code endless_text(struct world *w)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct roster *r = NULL;
	struct roster *good = SIGNED(&p, w->next, OSS_1, OSS_2);
	w->next = NULL;
	replaced(buffer_bytes(&good->note), "\n\n", "\n", &note);
	roster_freep(&good);
	while (note.size <= LIMIT_NOTE_SIZE)
		buffer_append_string(&note, "# nothing, again and again\n");
	if (roster_parse(buffer_bytes(&note), "note", &r, &w->e))
		return show_signed(w, r);
	return w->e.code;
}

static enum error_code endless_lines(struct world *w)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct roster *r = NULL, *good = SIGNED(&p, w->next, OSS_1, OSS_2);
	w->next = NULL;
	buffer_append(&note, buffer_bytes(&good->note));
	struct note parsed;
	cr_assert(note_parse(buffer_bytes(&good->note), "note", &parsed, &w->e));
	for (unsigned i = 0; i < LIMIT_NOTE_SIGNATURES; i++)
		buffer_append(&note, parsed.signatures);
	roster_freep(&good);
	if (roster_parse(buffer_bytes(&note), "note", &r, &w->e))
		return show_signed(w, r);
	return w->e.code;
}

static enum error_code one_officers_key(struct world *w)
{
	put_mandate(w->next, "m-6", OSS_CLERK, OSS_WI, LAW_PW, POWER_ANY);
	return SHOW(w, OSS_1);
}

static enum error_code one_officers_key_and_new_ones(struct world *w)
{
	drop_officer(w->next, OSS_3);
	put_officer(w->next, &p, SPARE_1, "oss.nl");
	return SHOW(w, OSS_1, SPARE_1);
}

static enum error_code every_clerks_key(struct world *w)
{
	put_mandate(w->next, "m-6", OSS_CLERK, OSS_WI, LAW_PW, POWER_ANY);
	return SHOW(w, OSS_CLERK, UDEN_CLERK, GUEST);
}

static enum error_code another_controllers_quorum(struct world *w)
{
	put_mandate(w->next, "m-6", OSS_CLERK, OSS_WI, LAW_PW, POWER_ANY);
	return SHOW(w, UDEN_1, UDEN_2, UDEN_3);
}

/* The keys of a quorum do what a quorum may; never all officers at once, so that those who are left can see
 * it. */
static enum error_code a_quorum_that_drives_out_the_rest(struct world *w)
{
	drop_officer(w->next, OSS_3);
	drop_officer(w->next, OSS_2);
	put_officer(w->next, &p, SPARE_1, "oss.nl");
	put_officer(w->next, &p, SPARE_2, "oss.nl");
	return SHOW(w, OSS_1, OSS_2, SPARE_1, SPARE_2);
}

static enum error_code a_revoked_officers_key(struct world *w)
{
	put_revocation(w->next, OSS_3, REVOKED_COMPROMISED, "2026-01-15");
	cr_assert_eq(SHOW(w, OSS_1, OSS_2), ERR_NONE);
	w->next = partnership_next(newest(w));
	put_mandate(w->next, "m-7", OSS_CLERK, OSS_WI, LAW_PW, POWER_ANY);
	return SHOW(w, OSS_1, OSS_3);
}

static enum error_code a_lower_threshold_by_one(struct world *w)
{
	put_officer(w->next, &p, SPARE_1, "oss.nl");
	w->next->controllers[0].threshold = 3;
	return SHOW(w, OSS_1);
}

static const struct {
	const char *attack, *tried;
	enum error_code (*try)(struct world *w);
	enum error_code must;
} rows[] = {
	{ "none", "the next version by its quorum", honest, ERR_NONE },
	{ "arbitrary installation", "a version by strangers", by_strangers, ERR_QUORUM },
	{ "arbitrary installation", "the same before it is parsed", by_strangers_unparsed, ERR_QUORUM },
	{ "arbitrary installation", "another first version", another_root, ERR_FINGERPRINT },
	{ "rollback", "the first version again", first_version_again, ERR_ROSTER_OLD },
	{ "rollback", "old rows under a new number", old_rows_by_one, ERR_QUORUM },
	{ "rollback", "issued before the one it follows", backwards_in_time, ERR_ROSTER_CHAIN },
	{ "fast-forward", "a number behind which none is left", version_leap, ERR_ROSTER_CHAIN },
	{ "mix-and-match", "on a version that nobody knows", on_another_branch, ERR_ROSTER_CHAIN },
	{ "mix-and-match", "two versions of one number", two_of_one_number, ERR_ROSTER_FORK },
	{ "mix-and-match", "signatures of one under another", signatures_moved, ERR_SIGNATURE },
	{ "wrong installation", "a roster of another partnership", of_another_partnership, ERR_ROSTER_CHAIN },
	{ "wrong installation", "another kind of text", another_kind_of_text, ERR_NOTE },
	{ "endless data", "a text without end", endless_text, ERR_TOO_LARGE },
	{ "endless data", "signatures without end", endless_lines, ERR_TOO_LARGE },
	{ "key compromise", "one officer's key", one_officers_key, ERR_QUORUM },
	{ "key compromise", "one officer's and keys of his own", one_officers_key_and_new_ones, ERR_QUORUM },
	{ "key compromise", "the keys of all who aren't officers", every_clerks_key, ERR_QUORUM },
	{ "key compromise", "all of another controller", another_controllers_quorum, ERR_QUORUM },
	{ "key compromise", "a quorum, to drive out the rest", a_quorum_that_drives_out_the_rest,
	  ERR_ROSTER_CHAIN },
	{ "key compromise", "a key that was revoked", a_revoked_officers_key, ERR_QUORUM },
	{ "key compromise", "one officer's, for another threshold", a_lower_threshold_by_one, ERR_QUORUM },
	/* fast-forward of the day of issue: tests/store/statements.c, a_roster_must_follow_the_one_before.
	 * indefinite freeze, and malicious mirrors that keep updates back: nothing fetches rosters. A package
	 * names the version that it was made under, and one that the receiver lacks refuses it
	 * (tests/cli/40-bad-package.sh, "with a roster that nobody knows"); past its review date and grace
	 * nothing is packed any more (there, too). extraneous dependencies: a roster names nothing outside
	 * itself. */
};

Test(attacks, end_as_they_must)
{
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		struct world w;
		world_start(&w);
		size_t known = w.chain.count;
		enum error_code ended = rows[i].try(&w);
		cr_expect_eq(ended, rows[i].must, "%s, %s: %s", rows[i].attack, rows[i].tried,
		             error_name(ended));
		if (rows[i].must && rows[i].try != a_revoked_officers_key)
			cr_expect_eq(w.chain.count, known, "%s: nothing is taken", rows[i].tried);
		world_clear(&w);
	}
	printf("%zu attacks on the roster\n", ELEMENTS(rows) - 1);
	fflush(stdout);
}
