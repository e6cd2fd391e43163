/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Ids as people read and type them. An id is 128 random bits, 32 hexadecimal digits: too many to type, and to
 * compare. So the shortest beginning that no other id of its kind has is shown, and any beginning that fits
 * one alone is taken. What is written, signed and logged is always the whole id. */

#include "base/error.h"

struct store;

enum id_kind {
	ID_RECORD,      /* current ones */
	ID_DECLARATION, /* a consent or a no-objection */
	ID_PACKAGE,     /* any letter, sent or received */
	ID_KINDS
};
#define ID_DIGITS 32u
#define ID_LEAST_DIGITS 6u /* are always shown: fewer would soon fit another that comes later */

/* How many digits of `id` are shown: as many as tell it from every other of its kind. */
bool id_shown(struct store *s, enum id_kind kind, const char *id, unsigned *ret_digits, struct error *e)
	_must_check_;
/* The id that begins with `typed`, of one digit at least; capitals are taken. ERR_NOT_FOUND; ERR_AMBIGUOUS
 * when several do. An id that is whole is given back without looking whether it is there. */
bool id_find(struct store *s, enum id_kind kind, const char *typed, char ret[ID_DIGITS + 1], struct error *e)
	_must_check_;
/* Only hexadecimal digits, and not more than an id has: what might begin one. */
bool id_may_begin(const char *typed);
