/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What withdrawing does at a unit that holds copies of what was sent on the declaration: each copy is
 * restricted at once, and then a person with the power decides what comes of it. What was lawful before stays
 * so (AVG 7(3)), and a law may oblige to keep (AVG 17(3); Wmo 5.3.4, 5.3.5(2); Archiefwet): so there are
 * three outcomes. All of it is told in codes and in articles, never in words about a client. */

#include "base/moment.h"

/* What was decided, and its stable code, which logs and letters show. */
/* clang-format off */
#define WITHDRAWAL_OUTCOMES(X) \
	X(OUTCOME_ERASE, "erase", N_("erased")) \
	X(OUTCOME_KEEP, "keep", N_("kept, restricted")) \
	X(OUTCOME_UNLOCK, "unlock", N_("unlocked by a new consent"))
/* Why it is kept. */
#define KEEP_REASONS(X) \
	X(KEEP_RETENTION, "retention", N_("a law obliges to keep it for a term")) \
	X(KEEP_ARCHIVE, "archive", N_("the Archiefwet obliges to keep it")) \
	X(KEEP_TASK, "public-task", N_("it is needed for a legal duty or a public task")) \
	X(KEEP_CLAIM, "legal-claim", N_("it is needed for a legal claim, an objection or an appeal")) \
	X(KEEP_OTHER, "other-interest", N_("somebody else than the client has a considerable interest in it"))
/* clang-format on */
enum withdrawal_outcome {
#define X(outcome, code, words) outcome,
	WITHDRAWAL_OUTCOMES(X)
#undef X
		OUTCOME_COUNT
};
enum keep_reason {
	KEEP_UNSAID,
#define X(reason, code, words) reason,
	KEEP_REASONS(X)
#undef X
		KEEP_COUNT
};

/* Codes and words, static; empty of a value outside the enum, and of KEEP_UNSAID. The words are English, to
 * be translated where they are printed. */
const char *withdrawal_outcome_name(enum withdrawal_outcome o);
const char *withdrawal_outcome_words(enum withdrawal_outcome o);
bool withdrawal_outcome_parse(struct bytes code, enum withdrawal_outcome *ret) _must_check_;
const char *keep_reason_name(enum keep_reason r);
const char *keep_reason_words(enum keep_reason r);
bool keep_reason_parse(struct bytes code, enum keep_reason *ret) _must_check_;

/* Does it cite an article of a law that obliges or allows to keep, and nothing else: "Wmo 2015 art. 5.3.4 lid
 * 1"? The name of a law, "art.", numbers, letters, and the words lid, onder, aanhef and en; at most seven
 * digits and three letters in all, so that neither a BSN nor a name can be written there. */
#define KEEP_ARTICLE_SIZE 80u
bool keep_article_is_valid(struct bytes text);

/* Keeping needs a reason and an article; nothing else has either. */
bool withdrawal_outcome_fits(enum withdrawal_outcome o, enum keep_reason reason, const char *article);

/* As it is told to the unit that sent the record: one JSON object a line. The declaration names the client.
 * A package that was voided is named instead of a declaration. */
struct withdrawal_decision {
	char consent[32 + 1]; /* id of the declaration that was withdrawn … */
	bool voided;          /* … or of the package that its sender voided */
	enum withdrawal_outcome outcome;
	enum keep_reason reason;             /* KEEP_UNSAID, and … */
	char article[KEEP_ARTICLE_SIZE + 1]; /* … empty, of what isn't kept */
	moment decided;
};
/* Appends the object, without LF, its members in a fixed order. */
bool withdrawal_decision_format(const struct withdrawal_decision *d, struct buffer *out, struct error *e)
	_must_check_;
/* Strict: what withdrawal_decision_format writes. ERR_SYNTAX and its kin, ERR_UNKNOWN_KEY, ERR_DUPLICATE,
 * ERR_MISSING, ERR_VALUE. */
bool withdrawal_decision_parse(struct bytes json, const char *subject, struct withdrawal_decision *ret,
                               struct error *e) _must_check_;
