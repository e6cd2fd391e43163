/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A breach of personal data (AVG 4, point 12): what it is about, what a unit did about it, and why it left
 * something undone. The program counts hours and names articles. Whether there is a risk, whether the
 * authority is told (AVG 33) and whether clients are (AVG 34), people decide. */

#include "base/bytes.h"
#include "base/moment.h"

/* What it is about: its code in logs, and its words. */
/* clang-format off */
#define BREACH_SOURCES(X) \
	X(BREACH_PACKAGE, "package", N_("a letter")) \
	X(BREACH_STICK, "stick", N_("files on a stick")) \
	X(BREACH_KEY, "key", N_("a key")) \
	X(BREACH_STORE, "store", N_("the store of this unit"))
/* What was done: its code. */
#define BREACH_STEPS(X) \
	X(BREACH_LEARNED, "learned") \
	X(BREACH_REPORTED, "reported") \
	X(BREACH_NOT_REPORTED, "not-reported") \
	X(BREACH_TOLD, "told") \
	X(BREACH_NOT_TOLD, "not-told") \
	X(BREACH_WRITTEN, "written") \
	X(BREACH_CLOSED, "closed")
/* Why the authority, or clients, aren't told: code, whether it may be said of the one and of the other,
 * article, words. */
#define BREACH_REASONS(X) \
	X(BREACH_NO_BREACH, "no-breach", true, true, "AVG art. 4 punt 12", \
	  N_("it was no breach of personal data")) \
	X(BREACH_NO_RISK, "no-risk", true, false, "AVG art. 33 lid 1", \
	  N_("a risk to people isn't likely")) \
	X(BREACH_NO_HIGH_RISK, "no-high-risk", false, true, "AVG art. 34 lid 1", \
	  N_("a high risk to people isn't likely")) \
	X(BREACH_UNINTELLIGIBLE, "unintelligible", false, true, "AVG art. 34 lid 3 onder a", \
	  N_("whoever has it can't read it")) \
	X(BREACH_MEASURES, "measures", false, true, "AVG art. 34 lid 3 onder b", \
	  N_("measures since then took the high risk away")) \
	X(BREACH_PUBLIC, "public-notice", false, true, "AVG art. 34 lid 3 onder c", \
	  N_("they were told by a public notice instead"))
/* clang-format on */
enum breach_source {
#define X(source, code, words) source,
	BREACH_SOURCES(X)
#undef X
		BREACH_SOURCE_COUNT
};
enum breach_step {
#define X(step, code) step,
	BREACH_STEPS(X)
#undef X
		BREACH_STEP_COUNT
};
enum breach_reason {
	BREACH_UNSAID, /* none */
#define X(reason, code, authority, clients, article, words) reason,
	BREACH_REASONS(X)
#undef X
		BREACH_REASON_COUNT
};
/* Codes and words, static; empty of a value outside the enum. Words aren't translated yet. */
const char *breach_source_name(enum breach_source s);
const char *breach_source_words(enum breach_source s);
bool breach_source_parse(struct bytes code, enum breach_source *ret) _must_check_;
const char *breach_step_name(enum breach_step s);
bool breach_step_parse(struct bytes code, enum breach_step *ret) _must_check_;
const char *breach_reason_name(enum breach_reason r);
const char *breach_reason_words(enum breach_reason r);
const char *breach_reason_article(enum breach_reason r);
bool breach_reason_parse(struct bytes code, enum breach_reason *ret) _must_check_;
/* May that be why, of BREACH_NOT_REPORTED or BREACH_NOT_TOLD? */
bool breach_reason_fits(enum breach_reason r, enum breach_step step);

#define BREACH_HOURS 72u
/* When the authority must have been told by: that many hours behind the moment at which the unit learned of
 * it, Sundays included (AVG 33(1)). */
moment breach_due(moment learned);
/* As an entry must say it: what isn't done has a reason and its article, and nothing else has; what was
 * learned, reported or told has its moment, `at`, and nothing else has. NULL: not said. */
bool breach_step_fits(enum breach_step step, const char *reason, const char *article, const char *at);
