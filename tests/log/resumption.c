/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "trust/resumption.h"

/* A log that went on from an older place, as its auditor judges it: by the officers' word, or by none. */

enum { PLACE = 3, LOST_TO = 40 };

/* The officers' text for the log of the story, whose first PLACE entries stand. */
static void put_text(struct story *s, const char *unit, uint64_t size, bool root_of_then, const int *who)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 }, text = { 0 };
	struct checkpoint c;
	struct note n;
	struct error e;
	char hex[SHA256_HEX_SIZE + 1];
	story_checkpoint(s, PLACE, NULL, &note);
	CHECK(note_parse(buffer_bytes(&note), "checkpoint", &n, &e) && checkpoint_parse(n.text, &c, &e));
	c.root.bytes[0] ^= root_of_then ? 0 : 1;
	sha256_hex(&c.root, hex);
	buffer_printf(&text,
	              "type: sluis.resumption/v1\nunit: %s\nsize: %llu\nroot: \"%s\"\nlost_to: %u\n"
	              "made: \"" STORY_DAY "T09:00:00Z\"\nreason: \"the disk broke\"\n",
	              unit, (unsigned long long)size, hex, LOST_TO);
	sha256_of(buffer_bytes(&text), &s->text_hashes[s->text_count]);
	sign_text(&s->p, buffer_bytes(&text), who, &s->texts[s->text_count++]);
}

/* At the end of the log. */
static struct entry *put_entry(struct story *s)
{
	struct entry *entry = story_act(s, "resume");
	entry->statement = RESUMPTION_TYPE;
	entry->statement_hash = &s->text_hashes[0];
	entry->from_index = PLACE;
	entry->to_index = LOST_TO;
	entry->entries = LOST_TO - PLACE;
	return entry;
}

static struct entry *went_on(struct story *s)
{
	story_start(s, OSS_WI);
	put_text(s, "oss.nl/wi", PLACE, true, BY(OSS_1, OSS_2));
	return put_entry(s);
}

static struct verify_result judged(struct story *s)
{
	story_write(s);
	struct verify_result r = story_verify(s);
	show_findings(&r);
	return r;
}

static void finds(struct story *s, enum error_code code)
{
	_cleanup_(verify_result_clear) struct verify_result r = judged(s);
	cr_expect(has_finding(&r, code, s->entry_count - 1), "no %s", error_name(code));
	story_clear(s);
}

Test(resumption, by_the_officers_word_is_no_finding)
{
	_cleanup_(story_clear) struct story s;
	went_on(&s);
	_cleanup_(verify_result_clear) struct verify_result r = judged(&s);
	cr_assert_eq(r.finding_count, 0);
	cr_assert_eq(r.resumption_count, 1);
	cr_expect_str_eq(r.resumptions[0].origin, "oss.nl/wi");
	cr_expect_eq(r.resumptions[0].index, s.entry_count - 1);
	cr_expect_eq(r.resumptions[0].size, PLACE);
	cr_expect_eq(r.resumptions[0].lost_to, LOST_TO);
	cr_expect_eq(r.given_up, 0);
}

Test(resumption, by_too_few_or_by_others_is_none)
{
	struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wi", PLACE, true, BY(OSS_1));
	put_entry(&s);
	finds(&s, ERR_QUORUM);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wi", PLACE, true, BY(OSS_1, WI_CLERK));
	put_entry(&s);
	finds(&s, ERR_QUORUM);
}

Test(resumption, must_fit_the_log_and_the_entry)
{
	struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wi", PLACE, false, BY(OSS_1, OSS_2));
	put_entry(&s);
	finds(&s, ERR_RESUMPTION);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wmo", PLACE, true, BY(OSS_1, OSS_2));
	put_entry(&s);
	finds(&s, ERR_RESUMPTION);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wi", 30, true, BY(OSS_1, OSS_2)); /* a place that isn't reached */
	put_entry(&s)->from_index = 30;
	s.entries[s.entry_count - 1].entries = LOST_TO - 30;
	finds(&s, ERR_RESUMPTION);
	went_on(&s)->from_index++;
	finds(&s, ERR_RESUMPTION);
	went_on(&s)->to_index++;
	finds(&s, ERR_RESUMPTION);
	went_on(&s)->entries++;
	finds(&s, ERR_RESUMPTION);
	went_on(&s)->peer = "oss.nl/wmo";
	finds(&s, ERR_RESUMPTION);
}

Test(resumption, serves_once)
{
	struct story s;
	went_on(&s);
	put_entry(&s);
	finds(&s, ERR_RESUMPTION);
}

Test(resumption, of_another_unit_is_learned)
{
	_cleanup_(story_clear) struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wmo", PLACE, false, BY(OSS_1, OSS_2));
	put_entry(&s)->peer = "oss.nl/wmo";
	_cleanup_(verify_result_clear) struct verify_result r = judged(&s);
	cr_assert_eq(r.finding_count, 0);
	cr_assert_eq(r.resumption_count, 1);
	cr_expect_str_eq(r.resumptions[0].origin, "oss.nl/wmo");
}

/* A tree that the log signed and isn't a part of it, kept elsewhere. */
static struct verify_result with_kept(struct story *s, size_t size, const struct note_signer *witness,
                                      moment cosigned)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct verify_result r = { 0 };
	struct error e;
	uint8_t before = s->entries[PLACE].commitment.bytes[0];
	s->entries[PLACE].commitment.bytes[0] ^= 1;
	s->cosigned = cosigned;
	story_checkpoint(s, size, witness, &note);
	s->entries[PLACE].commitment.bytes[0] = before;
	const struct bytes kept = buffer_bytes(&note);
	const struct verify_request request = { .fingerprint = &s->rosters[0]->hash,
		                                .checkpoints = &kept,
		                                .checkpoint_count = 1 };
	story_write(s);
	CHECK(bundle_examine(s->bundle, &request, &r, NULL, &e));
	show_findings(&r);
	return r;
}

Test(resumption, what_was_kept_is_given_up_as_far_as_it_says)
{
	_cleanup_(story_clear) struct story s;
	went_on(&s);
	moment then = s.entries[s.entry_count - 1].start;
	_cleanup_(verify_result_clear) struct verify_result r = with_kept(&s, PLACE + 2, NULL, 0);
	cr_expect_eq(r.finding_count, 0);
	cr_expect_eq(r.given_up, 1);
	_cleanup_(verify_result_clear) struct verify_result seen =
		with_kept(&s, PLACE + 2, &s.p.witnesses[OSS_WMO], then);
	cr_expect_eq(seen.finding_count, 0);
	cr_expect_eq(seen.given_up, 1);
	/* Somebody saw it after the log had gone on: another branch. */
	_cleanup_(verify_result_clear) struct verify_result later =
		with_kept(&s, PLACE + 2, &s.p.witnesses[OSS_WMO], then + CLOCK_SLACK + 1);
	cr_expect(has_finding(&later, ERR_LOG_FORK, NO_INDEX));
	cr_expect_eq(later.given_up, 0);
}

Test(resumption, without_it_the_same_is_a_fork)
{
	_cleanup_(story_clear) struct story s;
	story_start(&s, OSS_WI);
	_cleanup_(verify_result_clear) struct verify_result r = with_kept(&s, PLACE + 2, NULL, 0);
	cr_expect(has_finding(&r, ERR_LOG_FORK, NO_INDEX));
}

/* Letters are numbered behind all that can have been given; the next number is none. */
Test(resumption, the_next_number_is_behind_what_is_lost)
{
	struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl/wi", PLACE, true, BY(OSS_1, OSS_2));
	struct entry letter = s.entries[AT_LETTER], child = s.entries[AT_LETTER + 1];
	s.entry_count = AT_LETTER;
	put_entry(&s);
	letter.index = AT_LETTER + 1;
	child.index = AT_LETTER + 2;
	child.parent = AT_LETTER + 1;
	letter.start += 60;
	letter.end += 60;
	s.entries[s.entry_count++] = letter;
	s.entries[s.entry_count++] = child;
	s.without = RECEIPT;
	_cleanup_(verify_result_clear) struct verify_result r = judged(&s);
	cr_expect(has_finding(&r, ERR_LOG_SEQUENCE, AT_LETTER + 1));
	story_clear(&s);
}
