/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The rules that one version of a roster keeps by itself: what parse and format
 * both ask. Signatures and the previous version are not looked at; see
 * roster_verify.c. */

#include "codec/keyed.h"
#include "trust/roster.h"

/* The keys of the text (roster_text.c). */
extern const struct keyed roster_keys[];

/* Where a rule was broken: the list ("persons") and the row, from 0, so that the
 * caller can name the line; list NULL for the document itself. */
struct roster_place {
	const char *list;
	size_t row;
};

/* ERR_ROSTER_INVALID: subject the name of what is wrong, detail the rule. */
bool roster_check(const struct roster *r, struct roster_place *ret_place, struct error *e) _must_check_;

/* The part of a name before its '/'. */
struct bytes roster_name_owner(const char *name);
