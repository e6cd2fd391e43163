/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What becomes of a client's record once it has arrived: the receiving unit accepts it into its files, or
 * declines it; and one day its purpose is fulfilled (trust/arrival.h). Each is said to the unit that sent
 * it, in codes and never in words about a client. docs/adr/0090-accepting.md. */

#include "base/moment.h"
#include "trust/arrival.h"
#include "trust/manifest.h"

/* Why it is declined, and its stable code, which logs and letters show. */
/* clang-format off */
#define DECLINE_REASONS(X) \
	X(DECLINE_TEAM, "wrong-team", N_("another team than this one should have it")) \
	X(DECLINE_CLIENT, "not-our-client", N_("this isn't a client of this unit")) \
	X(DECLINE_MOVED, "moved", N_("the client moved to another municipality")) \
	X(DECLINE_REFUSED, "refused-by-client", N_("the client doesn't want this unit's help")) \
	X(DECLINE_NO_NEED, "nothing-to-do", N_("there is nothing for this unit to do"))
/* clang-format on */
enum decline_reason {
	DECLINE_UNSAID,
#define X(reason, code, words) reason,
	DECLINE_REASONS(X)
#undef X
		DECLINE_COUNT
};

/* Codes and words, static; empty of a value outside the enum, and of DECLINE_UNSAID. The words are English,
 * to be translated where they are printed. */
const char *client_outcome_name(enum client_outcome o);
const char *client_outcome_words(enum client_outcome o);
bool client_outcome_parse(struct bytes code, enum client_outcome *ret) _must_check_;
const char *decline_reason_name(enum decline_reason r);
const char *decline_reason_words(enum decline_reason r);
bool decline_reason_parse(struct bytes code, enum decline_reason *ret) _must_check_;
/* Declining needs a reason; nothing else has one. */
bool client_outcome_fits(enum client_outcome o, enum decline_reason reason);

/* As it is told: one JSON object a line. */
struct outcome_line {
	uint8_t package[PACKAGE_ID_SIZE]; /* that it came with */
	char record[32 + 1]; /* what the sender put to tell its records apart (docs/format/package.md) */
	enum client_outcome said;
	enum decline_reason reason; /* DECLINE_UNSAID of what isn't declined */
	moment when;
};
/* Appends the object, without LF, its members in a fixed order. */
bool outcome_line_format(const struct outcome_line *l, struct buffer *out, struct error *e) _must_check_;
/* Strict: what outcome_line_format writes. ERR_SYNTAX and its kin, ERR_UNKNOWN_KEY, ERR_DUPLICATE,
 * ERR_MISSING, ERR_VALUE. */
bool outcome_line_parse(struct bytes json, const char *subject, struct outcome_line *ret, struct error *e)
	_must_check_;
