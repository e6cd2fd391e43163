/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "trust/termination.h"

/* A log whose unit took in that an agreement ended, as its auditor judges what follows. */

static void put_text(struct story *s, const char *controller, const char *from, const char *made,
                     bool of_this_text, const int *who)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct sha256 hash = s->agreement->hash;
	char hex[SHA256_HEX_SIZE + 1];
	hash.bytes[0] ^= of_this_text ? 0 : 1;
	sha256_hex(&hash, hex);
	buffer_printf(&text,
	              "type: sluis.termination/v1\nagreement: oss-wmo-wi\nversion: 1\ntext: \"%s\"\n"
	              "controller: %s\nfrom: %s\nmade: \"%s\"\nreason: r\n",
	              hex, controller, from, made);
	sha256_of(buffer_bytes(&text), &s->text_hashes[s->text_count]);
	sign_text(&s->p, buffer_bytes(&text), who, &s->texts[s->text_count++]);
}

/* In the place of the entry there, behind which the rest of the story goes on, a minute later. */
static struct entry *put_entry(struct story *s, size_t at)
{
	struct entry old[STORY_MAX];
	size_t count = s->entry_count;
	memcpy(old, s->entries, sizeof old);
	s->entry_count = at;
	struct entry *entry = story_act(s, "termination");
	entry->statement = TERMINATION_TYPE;
	entry->statement_hash = &s->text_hashes[0];
	story_agreed(s, entry, false);
	for (size_t i = at; i < count; i++) {
		struct entry *next = &s->entries[s->entry_count];
		*next = old[i];
		next->index = s->entry_count++;
		if (next->child)
			next->parent++;
		else
			next->start += 60, next->end += 60;
	}
	return entry;
}

static struct verify_result judged(struct story *s)
{
	story_write(s);
	struct verify_result r = story_verify(s);
	show_findings(&r);
	return r;
}

static size_t findings_at(struct story *s, enum error_code code, uint64_t index)
{
	_cleanup_(verify_result_clear) struct verify_result r = judged(s);
	size_t count = r.finding_count;
	cr_expect(has_finding(&r, code, index), "no %s at %llu", error_name(code), (unsigned long long)index);
	story_clear(s);
	return count;
}

#define BEFORE "2026-01-02T10:00:00Z"

Test(termination, before_its_day_and_behind_the_letters_is_no_finding)
{
	struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2026-05-05", BEFORE, true, BY(OSS_1, OSS_2));
	put_entry(&s, AT_LETTER);
	_cleanup_(verify_result_clear) struct verify_result ahead = judged(&s);
	cr_expect_eq(ahead.finding_count, 0);
	story_clear(&s);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", STORY_DAY, BEFORE, true, BY(OSS_1, OSS_2));
	put_entry(&s, s.entry_count);
	_cleanup_(verify_result_clear) struct verify_result behind = judged(&s);
	cr_expect_eq(behind.finding_count, 0);
	story_clear(&s);
}

Test(termination, a_letter_that_went_or_came_afterwards_is_a_finding)
{
	for (int unit = OSS_WMO; unit <= OSS_WI; unit++) {
		struct story s;
		story_start(&s, unit);
		put_text(&s, "oss.nl", STORY_DAY, BEFORE, true, BY(OSS_1, OSS_2));
		put_entry(&s, AT_LETTER);
		cr_expect_geq(findings_at(&s, ERR_LOG_AGREEMENT, AT_LETTER + 1), 1);
	}
}

Test(termination, by_too_few_or_about_another_text_is_a_finding)
{
	struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2026-05-05", BEFORE, true, BY(OSS_1));
	put_entry(&s, AT_LETTER);
	findings_at(&s, ERR_QUORUM, AT_LETTER);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2026-05-05", BEFORE, true, BY(OSS_1, WI_CLERK));
	put_entry(&s, AT_LETTER);
	findings_at(&s, ERR_QUORUM, AT_LETTER);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2026-05-05", BEFORE, false, BY(OSS_1, OSS_2));
	put_entry(&s, AT_LETTER);
	findings_at(&s, ERR_AGREEMENT_INVALID, AT_LETTER);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2031-01-01", BEFORE, true, BY(OSS_1, OSS_2));
	put_entry(&s, AT_LETTER);
	findings_at(&s, ERR_VALUE, AT_LETTER);
}

Test(termination, names_its_agreement_and_is_what_the_act_says)
{
	struct story s;
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2026-05-05", BEFORE, true, BY(OSS_1, OSS_2));
	put_entry(&s, AT_LETTER)->terms = (struct terms_named){ 0 };
	findings_at(&s, ERR_LOG_ENTRY, AT_LETTER);
	story_start(&s, OSS_WI);
	put_text(&s, "oss.nl", "2026-05-05", BEFORE, true, BY(OSS_1, OSS_2));
	put_entry(&s, AT_LETTER)->action = "override";
	findings_at(&s, ERR_LOG_ENTRY, AT_LETTER);
}
