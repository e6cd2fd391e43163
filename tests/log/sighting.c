/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "log/inventory.h"

/* What others have seen of a log, in its bundle or kept by the auditor. */

static struct verify_result verify_kept(struct story *s, const struct buffer *kept, size_t count)
{
	struct bytes views[4];
	struct verify_result r = { 0 };
	struct error e;
	for (size_t i = 0; i < count; i++)
		views[i] = buffer_bytes(&kept[i]);
	const struct verify_request request = { .fingerprint = &s->rosters[0]->hash,
		                                .checkpoints = views,
		                                .checkpoint_count = count };
	CHECK(bundle_examine(s->bundle, &request, &r, NULL, &e));
	return r;
}

static void only_finding(const struct verify_result *r, enum error_code code, const char *subject)
{
	show_findings(r);
	cr_assert_eq(r->finding_count, 1);
	cr_assert_eq(r->findings[0].code, code, "%s", error_name(r->findings[0].code));
	cr_assert_str_eq(r->findings[0].subject, subject);
}

Test(sighting, a_cosigned_checkpoint_is_counted_as_witness)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	story_write(&s);
	r = story_verify(&s);
	cr_assert_eq(r.witnessed, 0);
	verify_result_clear(&r);
	story_seen(&s, 7, &s.p.witnesses[OSS_WMO]);
	story_seen(&s, 3, &s.p.witnesses[OSS_WMO]);
	story_seen(&s, 11, &s.p.witnesses[OSS_WMO]);
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
	cr_assert_eq(r.witnessed, 11);
	cr_assert_eq(r.witnessed_at, a_day(STORY_DAY) + 40000);
}

Test(sighting, history_rewritten_below_a_witness_is_a_fork)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	story_seen(&s, 7, &s.p.witnesses[OSS_WMO]);
	s.entries[AT_CHILD].commitment.bytes[0] ^= 1; /* and all of it signed anew */
	story_write(&s);
	r = story_verify(&s);
	only_finding(&r, ERR_LOG_FORK, "witnessed/000000000007.note");
}

Test(sighting, what_nobody_known_signed_is_told)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	_cleanup_(note_signer_clear) struct note_signer stranger = { 0 };
	struct error e;
	CHECK(note_signer_generate("oss.nl/wmo", NOTE_COSIGNATURE, &stranger, &e));
	story_start(&s, OSS_WI);
	story_seen(&s, 7, &stranger);
	story_write(&s);
	r = story_verify(&s);
	only_finding(&r, ERR_LOG_POLICY, "witnessed/000000000007.note");
	buffer_clear(&s.seen[0]);
	s.seen_count = 0;
	story_seen(&s, 7, NULL);
	story_write(&s);
	verify_result_clear(&r);
	r = story_verify(&s);
	only_finding(&r, ERR_UNSIGNED, "witnessed/000000000007.note");
	strcpy(s.seen_names[0], "witnessed/000000000008.note");
	story_write(&s);
	verify_result_clear(&r);
	r = story_verify(&s);
	only_finding(&r, ERR_LOG_POLICY, "witnessed/000000000008.note");
}

Test(sighting, a_peer_is_somebody_else)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	story_seen(&s, 5, NULL);
	strcpy(s.seen_names[0], "peers/oss.nl/wi/000000000005.note");
	story_write(&s);
	r = story_verify(&s);
	only_finding(&r, ERR_LOG_POLICY, "peers/oss.nl/wi/000000000005.note");
	verify_result_clear(&r);
	s.log_key = &s.p.logs[OSS_WMO];
	story_checkpoint(&s, 5, NULL, &s.seen[0]);
	s.log_key = &s.p.logs[OSS_WI];
	strcpy(s.seen_names[0], "peers/oss.nl/wmo/000000000005.note");
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
}

Test(sighting, what_the_auditor_kept_must_be_a_part_of_it)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct buffer kept[2] = { { 0 }, { 0 } };
	story_start(&s, OSS_WI);
	story_checkpoint(&s, 4, NULL, &kept[0]);
	story_checkpoint(&s, s.entry_count, &s.p.witnesses[OSS_WMO], &kept[1]);
	story_write(&s);
	r = verify_kept(&s, kept, 2);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
	/* Entries fewer than were signed for: the tail was cut off and signed anew. */
	s.entry_count--;
	story_write(&s);
	verify_result_clear(&r);
	r = verify_kept(&s, kept, 2);
	only_finding(&r, ERR_LOG_SHORTER, "--checkpoint");
	/* Not this log's. */
	s.entry_count++;
	story_write(&s);
	s.log_key = &s.p.logs[OSS_WMO];
	story_checkpoint(&s, 4, NULL, &kept[0]);
	verify_result_clear(&r);
	r = verify_kept(&s, kept, 1);
	only_finding(&r, ERR_LOG_POLICY, "--checkpoint");
	kept[0].data[kept[0].size - 9] ^= 1;
	verify_result_clear(&r);
	r = verify_kept(&s, kept, 1);
	cr_assert_eq(r.finding_count, 1);
	buffer_clear(&kept[0]);
	buffer_clear(&kept[1]);
}

Test(sighting, names)
{
	static const char *const good[] = { "witnessed/000000000040.note", "witnessed/000000000000.note",
		                            "peers/oss.nl/wmo/000000000012.note" };
	static const char *const bad[] = { "witnessed/40.note",
		                           "witnessed/0000000000040.note",
		                           "witnessed/00000000004a.note",
		                           "witnessed/x/000000000040.note",
		                           "peers/000000000012.note",
		                           "peers/oss.nl/000000000012.note",
		                           "peers/oss.nl/wmo/x/000000000012.note",
		                           "peers/../wmo/000000000012.note",
		                           "peers/oss.nl/wmo/000000000012.txt",
		                           "peers/oss.nl/wmo/",
		                           "witnessed/",
		                           "peers/" };
	for (size_t i = 0; i < ELEMENTS(good); i++)
		cr_assert(inventory_is_sighting(good[i]), "%s", good[i]);
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(inventory_is_sighting(bad[i]), "%s", bad[i]);
}

/* Of a witness whose clock was wrong, or that means harm: a century away, or some days. */
Test(sighting, is_of_a_day_on_which_it_can_be)
{
	const moment day = SECONDS_A_DAY, act = a_day(STORY_DAY) + 36000, now = act + 30 * day;
	const struct {
		moment when;
		bool fits;
	} cases[] = {
		{ act - day - 1, false },
		{ act - day + 120, true },
		{ act, true },
		{ now + day, true },
		{ now + day + 1, false },
		{ INT64_C(3459391999999999), false },
		{ INT64_C(1) << 40, false },
		{ 1, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		struct error e;
		story_start(&s, OSS_WI);
		s.cosigned = cases[i].when;
		story_seen(&s, 2, &s.p.witnesses[OSS_WMO]);
		story_write(&s);
		const struct verify_request request = { .fingerprint = &s.rosters[0]->hash, .now = now };
		CHECK(bundle_examine(s.bundle, &request, &r, NULL, &e));
		show_findings(&r);
		cr_expect_eq(r.finding_count, cases[i].fits ? 0 : 1, "case %zu", i);
		if (!cases[i].fits && r.finding_count)
			only_finding(&r, ERR_LOG_COSIGNED, "witnessed/000000000002.note");
	}
}

Test(sighting, rosters_are_not_of_tomorrow)
{
	const moment day = SECONDS_A_DAY;
	for (int late = 0; late < 2; late++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		struct error e;
		story_start(&s, OSS_WI);
		s.quiet = true;
		s.entry_count = 1;
		s.entries[0].start = s.entries[0].end = s.rosters[0]->issued - day - late;
		story_write(&s);
		const struct verify_request request = { .fingerprint = &s.rosters[0]->hash,
			                                .now = s.rosters[1]->issued - day - late };
		CHECK(bundle_examine(s.bundle, &request, &r, NULL, &e));
		show_findings(&r);
		cr_expect_eq(has_finding(&r, ERR_ROSTER_FUTURE, 0), late, "by the act that took it in");
		cr_expect_eq(has_finding(&r, ERR_ROSTER_FUTURE, NO_INDEX), late, "by the auditor's clock");
	}
}
