/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package of cases that its sender voids. Its receiver is told by a letter that names the package by id,
 * number and hash, and why in a code: never in words, which could be about a client. */

#include "trust/manifest.h"

/* Why, and its stable code, which letters show. */
/* clang-format off */
#define VOID_REASONS(X) \
	X(VOID_WRONG_UNIT, "wrong-unit", N_("it was meant for another unit")) \
	X(VOID_WRONG_CLIENT, "wrong-client", N_("it is about another client than was meant")) \
	X(VOID_TOO_MUCH, "too-much", N_("it holds more than was meant")) \
	X(VOID_OUTDATED, "outdated", N_("what it says is no longer so")) \
	X(VOID_LOST, "lost", N_("it was lost on its way")) \
	X(VOID_MISTAKE, "mistake", N_("it was made by mistake"))
/* clang-format on */
enum void_reason {
	VOID_UNSAID,
#define X(reason, code, words) reason,
	VOID_REASONS(X)
#undef X
		VOID_COUNT
};
/* Static; empty of VOID_UNSAID and of a value outside the enum. The words are English, to be translated where
 * they are printed. */
const char *void_reason_name(enum void_reason r);
const char *void_reason_words(enum void_reason r);
bool void_reason_parse(struct bytes code, enum void_reason *ret) _must_check_;

struct void_notice {
	uint8_t package[PACKAGE_ID_SIZE];
	uint64_t sequence;
	struct sha256 manifest; /* the hash of the package's */
	enum void_reason reason;
};
/* One JSON object, its members in a fixed order, without LF. */
bool void_notice_format(const struct void_notice *n, struct buffer *out, struct error *e) _must_check_;
/* Strict: what void_notice_format writes. ERR_SYNTAX and its kin, ERR_UNKNOWN_KEY, ERR_VALUE, ERR_MISSING. */
bool void_notice_parse(struct bytes json, const char *subject, struct void_notice *ret, struct error *e)
	_must_check_;
