/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/letter_kinds.h"

#include <string.h>

static const struct {
	const char *name;
	unsigned powers, traits;
	enum package_kind answer;
} rows[] = {
#define X(kind, name, powers, traits, answer, words) [kind] = { name, powers, traits, answer },
	LETTER_KINDS(X)
#undef X
		[PACKAGE_UNKNOWN] = { "unknown", 0, LETTER_PLAIN, PACKAGE_UNKNOWN },
};

/* A store's number, or a manifest that a test made, may be none of them. */
static enum package_kind known(enum package_kind kind)
{
	return (unsigned)kind < PACKAGE_UNKNOWN ? kind : PACKAGE_UNKNOWN;
}

const char *package_kind_name(enum package_kind kind)
{
	return rows[known(kind)].name;
}

enum package_kind package_kind_of(const char *name)
{
	unsigned k = 0;
	while (k < PACKAGE_UNKNOWN && !(name && strcmp(rows[k].name, name) == 0))
		k++;
	return (enum package_kind)k;
}

unsigned package_kind_powers(enum package_kind kind)
{
	return rows[known(kind)].powers;
}

bool package_kind_is(enum package_kind kind, enum letter_traits trait)
{
	return rows[known(kind)].traits & trait;
}

enum package_kind package_kind_answer(enum package_kind kind)
{
	return rows[known(kind)].answer;
}
