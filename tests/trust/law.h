/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* One purpose between two units, its client's record and what the client said, for
 * the tests that hold the decision against the law: built by hand, with the shipped
 * catalogue and table of grounds, so that nothing of the check stands in between.
 * Criterion reports each assertion that holds to its runner, which takes longer than a
 * decision: what runs millions of times asks first, and fails only then. */

#include "../sampled.h"

#include "base/text.h"
#include "trust/decide.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAW_NOON INT64_C(1795521600) /* 2026-11-24T12:00:00Z */
#define LAW_TODAY (LAW_NOON - SECONDS_A_DAY / 2)
#define LAW_BSN "999990019"
#define LAW_SET \
	"x\x1fx\x1f" \
	"1985-03-01\x1f" \
	"5341AB\x1f" \
	"1" /* of a record with these values */
#define LAW_FIELDS_MAX 128u
#define LAW_OVERRIDES_MAX 3u

struct law_scene {
	struct catalogue *catalogue;
	struct grounds *grounds;
	char agreement_id[16], code[16], from[24], to[24], task[32], ground[40], exception[8];
	struct agreement_party parties[2];
	struct agreement_field fields[LAW_FIELDS_MAX];
	char told[4096]; /* their names, as a client who is asked for all of them is told */
	struct agreement_purpose purpose;
	struct override overrides[LAW_OVERRIDES_MAX], *pinned[LAW_OVERRIDES_MAX];
	char override_ground[LAW_OVERRIDES_MAX][40], reasons[16];
	struct agreement agreement;
};

_unused_ static void law_start(struct law_scene *s)
{
	struct error e = { 0 };
	*s = (struct law_scene){ .agreement_id = "oss-1",
		                 .code = "doel-1",
		                 .from = "oss.nl/sender",
		                 .to = "oss.nl/receiver",
		                 .reasons = "SUWI 74(2)(b)" };
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &s->catalogue, &e), "%s", e.detail);
	cr_assert(grounds_parse(grounds_shipped(), "grounds", &s->grounds, &e), "%s", e.detail);
	static char here[] = "oss.nl", elsewhere[] = "uden.nl";
	s->parties[0] = (struct agreement_party){ .unit = s->from, .controller = here };
	s->parties[1] = (struct agreement_party){ .unit = s->to, .controller = elsewhere };
	s->purpose = (struct agreement_purpose){ .code = s->code,
		                                 .from = s->from,
		                                 .to = s->to,
		                                 .task = s->task,
		                                 .ground = s->ground,
		                                 .fields = s->fields };
	for (size_t i = 0; i < LAW_OVERRIDES_MAX; i++)
		s->pinned[i] = &s->overrides[i];
	s->agreement = (struct agreement){ .id = s->agreement_id,
		                           .parties = s->parties,
		                           .party_count = 2,
		                           .purposes = &s->purpose,
		                           .purpose_count = 1 };
	s->agreement.pinned = (struct pinned){ .grounds = s->grounds, .overrides = s->pinned };
}

_unused_ static void law_clear(struct law_scene *s)
{
	grounds_freep(&s->grounds);
	catalogue_freep(&s->catalogue);
}

_unused_ static const struct field *law_field(const struct law_scene *s, const char *name)
{
	const struct field *f = catalogue_find(s->catalogue, bytes_of_string(name));
	if (!f)
		cr_assert_fail("no field %s", name);
	return f;
}

_unused_ static void law_list(struct law_scene *s, const struct field *f)
{
	if (s->purpose.field_count >= LAW_FIELDS_MAX)
		cr_assert_fail("too many fields");
	size_t end = strlen(s->told);
	snprintf(s->told + end, sizeof s->told - end, "%s%s", end ? " " : "", f->name);
	s->fields[s->purpose.field_count++] = (struct agreement_field){ .field = f };
}

_unused_ static void law_flow(struct law_scene *s, enum party_kind from, enum party_kind to,
                              const char *ground, const char *task)
{
	s->parties[0].kind = from;
	s->parties[1].kind = to;
	snprintf(s->ground, sizeof s->ground, "%s", ground);
	snprintf(s->task, sizeof s->task, "%s", task);
}

/* `letter` of AVG 9(2); 0: the purpose names none. */
_unused_ static void law_exception(struct law_scene *s, char letter)
{
	snprintf(s->exception, sizeof s->exception, "A9-2-%c", letter);
	s->purpose.exception = letter ? s->exception : NULL;
}

/* An override of that row for the scene's purpose, valid on `from` up to and including `until`. */
_unused_ static void law_override(struct law_scene *s, const char *ground, moment from, moment until)
{
	size_t i = s->agreement.pinned.override_count++;
	if (i >= LAW_OVERRIDES_MAX)
		cr_assert_fail("too many overrides");
	snprintf(s->override_ground[i], sizeof s->override_ground[i], "%s", ground);
	s->overrides[i] = (struct override){ .ground = s->override_ground[i],
		                             .reasons = s->reasons,
		                             .purpose = s->code,
		                             .valid_from = from,
		                             .valid_until = until };
}

_unused_ static void law_set(const struct law_scene *s, struct record *r, const char *name, const char *value)
{
	struct error e = { 0 };
	if (!record_set(r, law_field(s, name), bytes_of_string(value), &e))
		cr_assert_fail("%s: %s", name, e.detail);
}

_unused_ static struct terms *law_terms(const struct law_scene *s)
{
	struct terms *t = NULL;
	struct error e = { 0 };
	if (!terms_prepare(&s->agreement, &s->purpose, s->catalogue, &t, &e))
		cr_assert_fail("%s", error_name(e.code));
	return t;
}

/* Of all that the purpose lists, given a month ago, for a month to come. */
static char law_number[] = LAW_BSN,
	    law_form[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

_unused_ static struct consent law_consent(struct law_scene *s, enum consent_kind kind)
{
	return (struct consent){ .kind = kind,
		                 .tie = law_number,
		                 .agreement = s->agreement_id,
		                 .purpose = s->code,
		                 .to = s->to,
		                 .fields = s->told,
		                 .by = CONSENT_BY(GIVER_CLIENT),
		                 .age = AGE_16,
		                 .evidence = law_form,
		                 .given = LAW_TODAY - 30 * SECONDS_A_DAY,
		                 .until = LAW_TODAY + 30 * SECONDS_A_DAY };
}

/* Below `below`: SplitMix64 (Steele, Lea and Flood, 2014), the same on every machine. */
_unused_ static uint64_t law_draw(uint64_t *seed, uint64_t below)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (z ^ z >> 31) % below;
}
