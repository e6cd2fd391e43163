/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What units tell each other of records that weren't right (AVG 16, 19), one JSON object a line. Forward, to
 * whoever received: a correction, or that what was disputed is kept. Back, to where it came from: a dispute,
 * with what it should say; and what came of a correction. Why is told in codes. docs/adr/0094, 0095. */

#include "trust/manifest.h"

#define CORRECTION_TAG_SIZE 32u /* what a receiver tells the sender's records apart by, in hex */

/* clang-format off */
/* What was wrong with it. */
#define CORRECTION_REASONS(X) \
	X(CORRECTION_INACCURATE, "inaccurate", N_("it wasn't right")) \
	X(CORRECTION_INCOMPLETE, "incomplete", N_("it wasn't complete")) \
	X(CORRECTION_OUTDATED, "outdated", N_("it is no longer so"))
/* Who found it. */
#define CORRECTION_FINDERS(X) \
	X(FOUND_CLIENT, "client", N_("the client")) \
	X(FOUND_SELF, "self", N_("the unit itself")) \
	X(FOUND_UNIT, "unit", N_("another unit"))
/* What came of it, for one record. */
#define CORRECTION_OUTCOMES(X) \
	X(CORRECTION_APPLIED, "applied", N_("applied")) \
	X(CORRECTION_KEPT, "kept", N_("kept as it is")) \
	X(CORRECTION_OVERTAKEN, "overtaken", N_("overtaken by a later letter")) \
	X(CORRECTION_UNKNOWN, "unknown", N_("unknown there"))
/* Why it is kept as it is. */
#define CORRECTION_KEEPS(X) \
	X(KEEPS_RESTRICTED, "restricted", N_("it is restricted, and waits for a decision")) \
	X(KEEPS_ESTABLISHED, "established", N_("it was established to be right")) \
	X(KEEPS_REGISTER, "register", N_("a basic registration says so: ask there")) \
	X(KEEPS_JUDGEMENT, "judgement", N_("it is a professional's judgement: the client's view is added")) \
	X(KEEPS_UNPROVEN, "unproven", N_("nothing shows that it is otherwise"))
/* clang-format on */
#define X(code, name, words) code,
enum correction_reason { CORRECTION_REASONS(X) CORRECTION_REASON_COUNT };
enum correction_finder { CORRECTION_FINDERS(X) FOUND_COUNT };
enum correction_outcome { CORRECTION_OUTCOMES(X) CORRECTION_OUTCOME_COUNT };
enum correction_keep { CORRECTION_KEEPS(X) KEEPS_COUNT };
#undef X
/* Codes and words, static; empty of the counts. The words are English, to be translated where they are
 * printed. */
const char *correction_reason_name(enum correction_reason r);
const char *correction_reason_words(enum correction_reason r);
bool correction_reason_parse(struct bytes code, enum correction_reason *ret) _must_check_;
const char *correction_finder_name(enum correction_finder f);
const char *correction_finder_words(enum correction_finder f);
bool correction_finder_parse(struct bytes code, enum correction_finder *ret) _must_check_;
const char *correction_outcome_name(enum correction_outcome o);
const char *correction_outcome_words(enum correction_outcome o);
bool correction_outcome_parse(struct bytes code, enum correction_outcome *ret) _must_check_;
const char *correction_keep_name(enum correction_keep k);
const char *correction_keep_words(enum correction_keep k);
bool correction_keep_parse(struct bytes code, enum correction_keep *ret) _must_check_;

/* A correction or a dispute of one record. Texts are borrowed when it is formatted, and of `text` when it was
 * parsed. */
struct correction {
	char tag[CORRECTION_TAG_SIZE + 1];
	uint8_t package[PACKAGE_ID_SIZE]; /* the letter that brought what is corrected */
	enum correction_reason reason;
	enum correction_finder found;
	bool answers; /* a dispute, which came with the letter … */
	uint8_t dispute[PACKAGE_ID_SIZE];
	enum correction_keep kept; /* … KEEPS_COUNT: it isn't kept; else nothing is corrected */
	struct bytes fields;       /* an object of what they say now, in the catalogue's order; empty: none */
	struct bytes removed;      /* names of what they say no more, a blank between; empty: none */
};
/* Appends the line, without LF. */
bool correction_format(const struct correction *c, struct buffer *out, struct error *e) _must_check_;
/* Strict in all but what `fields` holds, which is an object: what correction_format writes. `text` holds what
 * `ret` points to. ERR_SYNTAX and its kin, ERR_UNKNOWN_KEY, ERR_VALUE, ERR_MISSING. */
bool correction_parse(struct bytes json, const char *subject, struct correction *ret, struct buffer *text,
                      struct error *e) _must_check_;

/* What came of a correction, for one record. */
struct correction_answer {
	char tag[CORRECTION_TAG_SIZE + 1];
	uint8_t letter[PACKAGE_ID_SIZE]; /* the correction */
	enum correction_outcome outcome;
	enum correction_keep kept; /* of CORRECTION_KEPT; else KEEPS_COUNT */
	moment decided;
};
bool correction_answer_format(const struct correction_answer *a, struct buffer *out, struct error *e)
	_must_check_;
bool correction_answer_parse(struct bytes json, const char *subject, struct correction_answer *ret,
                             struct error *e) _must_check_;
