/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/law.h"

#include "fixture.h"

#include "log/inventory.h"

/* The findings of a log under that law: all must be `code`, about entry `index`; ERR_NONE: there are none. */
static void judged(int unit, const struct story_law *law, enum error_code code, uint64_t index)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start_under(&s, unit, law);
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count > 0, code != ERR_NONE);
	cr_assert(code == ERR_NONE || has_finding(&r, code, index));
	for (size_t i = 0; i < r.finding_count; i++)
		cr_assert(r.findings[i].code == code || r.findings[i].code == ERR_QUORUM, "%s",
		          error_name(r.findings[i].code));
}

#define ASKS .from = "default: allow", .to = "default: ask"

Test(law, a_row_that_asks_is_allowed_by_its_override)
{
	judged(OSS_WI, &(struct story_law){ ASKS, .override_until = "2026-12-31" }, ERR_NONE, 0);
	judged(OSS_WMO, &(struct story_law){ ASKS, .override_until = STORY_DAY }, ERR_NONE, 0);
}

Test(law, what_the_table_does_not_allow_was_not_allowed)
{
	judged(OSS_WI, &(struct story_law){ .from = "enabled: true", .to = "enabled: false" }, ERR_LOG_GROUND,
	       AT_LETTER);
	judged(OSS_WI, &(struct story_law){ .from = "default: allow", .to = "default: deny" }, ERR_LOG_GROUND,
	       AT_LETTER);
	judged(OSS_WMO, &(struct story_law){ .from = "- id: wmo-5.1.1-4\n", .to = "- id: wmo-5.1.1-9\n" },
	       ERR_LOG_GROUND, AT_LETTER);
	judged(OSS_WMO, &(struct story_law){ .from = "tasks: [wmo-2.3.2, ", .to = "tasks: [" },
	       ERR_LOG_GROUND, AT_LETTER);
	judged(OSS_WI, &(struct story_law){ .from = "phases: [melding, onderzoek, ", .to = "phases: [" },
	       ERR_LOG_GROUND, AT_LETTER);
}

Test(law, a_row_that_asks_needs_an_override_of_that_day)
{
	judged(OSS_WI, &(struct story_law){ ASKS }, ERR_LOG_OVERRIDE, AT_LETTER);
	judged(OSS_WMO, &(struct story_law){ ASKS, .override_until = "2026-05-03" }, ERR_LOG_OVERRIDE,
	       AT_LETTER);
}

Test(law, the_officers_must_have_signed_it)
{
	judged(OSS_WI, &(struct story_law){ .grounds_by_one = true }, ERR_LOG_GROUND, AT_LETTER);
	judged(OSS_WI, &(struct story_law){ ASKS, .override_until = "2026-12-31", .override_by_fg = true },
	       ERR_LOG_OVERRIDE, AT_LETTER);
}

Test(law, an_entry_names_the_overrides_that_it_rests_on)
{
	static const char other[] = "0000000000000000000000000000000000000000000000000000000000000000";
	judged(OSS_WI, &(struct story_law){ ASKS, .override_until = "2026-12-31", .names = "" },
	       ERR_LOG_OVERRIDES_NAMED, AT_LETTER);
	judged(OSS_WMO, &(struct story_law){ ASKS, .override_until = "2026-12-31", .names = other },
	       ERR_LOG_OVERRIDES_NAMED, AT_LETTER);
	judged(OSS_WI, &(struct story_law){ .names = other }, ERR_LOG_OVERRIDES_NAMED, AT_LETTER);
}

static char *law_path(const struct story *s, const struct sha256 *hash, const char *suffix)
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(hash, hex);
	return string_printf("%s/law/%s.%s", s->bundle, hex, suffix);
}

static bool finds(struct story *s, enum error_code code)
{
	_cleanup_(verify_result_clear) struct verify_result r = story_verify(s);
	show_findings(&r);
	return has_finding(&r, code, UINT64_MAX);
}

Test(law, a_pinned_text_that_is_lost_is_a_finding)
{
	_cleanup_(story_clear) struct story s;
	struct sha256 catalogue;
	sha256_of(catalogue_shipped(), &catalogue);
	story_start_under(&s, OSS_WI, &(struct story_law){ ASKS, .override_until = "2026-12-31" });
	const struct sha256 *const texts[] = { &s.grounds_hash, &s.override_hash, &catalogue };
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		story_write(&s);
		_cleanup_(string_freep) char *path = law_path(&s, texts[i], i == 2 ? "yaml" : "note");
		cr_assert_eq(unlink(path), 0);
		cr_assert(finds(&s, i == 2 ? ERR_CATALOGUE : ERR_PINNED));
	}
}

Test(law, a_text_that_is_another_or_nobodys_is_a_finding)
{
	_cleanup_(story_clear) struct story s;
	struct error e;
	struct sha256 catalogue;
	sha256_of(catalogue_shipped(), &catalogue);
	story_start(&s, OSS_WI);
	story_write(&s);
	_cleanup_(string_freep) char *path = law_path(&s, &catalogue, "yaml");
	CHECK(file_replace(path, BYTES("fields: []\n"), true, &e));
	cr_assert(finds(&s, ERR_LOG_POLICY));
	story_write(&s);
	struct sha256 hash;
	sha256_of(BYTES("x\n"), &hash);
	_cleanup_(string_freep) char *more = law_path(&s, &hash, "yaml");
	CHECK(file_replace(more, BYTES("x\n"), false, &e));
	cr_assert(finds(&s, ERR_LOG_POLICY));
}

Test(law, an_act_of_taking_in_a_text_names_one_that_is_here)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	struct entry *act = story_act(&s, "grounds");
	act->statement = "sluis.grounds/v1";
	act->statement_hash = &s.grounds_hash;
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
	act->statement_hash = &s.agreement->hash;
	story_write(&s);
	verify_result_clear(&r);
	r = story_verify(&s);
	cr_assert(has_finding(&r, ERR_LOG_MISSING, act->index));
	act->statement_hash = &s.grounds_hash;
	act->statement = "sluis.override/v1";
	story_write(&s);
	verify_result_clear(&r);
	r = story_verify(&s);
	cr_assert(has_finding(&r, ERR_LOG_ENTRY, act->index));
}
