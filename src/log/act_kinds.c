/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/act_kinds.h"

#include <string.h>

static const struct {
	const char *name;
	unsigned powers, traits;
} rows[] = { [ACT_UNKNOWN] = { "unknown", POWER_ANY, ACT_PLAIN },
#define X(kind, name, powers, traits, words) [kind] = { name, powers, traits },
	     ACT_KINDS(X)
#undef X
};

const char *act_kind_name(enum act_kind kind)
{
	return rows[(unsigned)kind < ACT_COUNT ? kind : ACT_UNKNOWN].name;
}

enum act_kind act_kind_of(const char *name)
{
	for (unsigned k = ACT_UNKNOWN + 1; name && k < ACT_COUNT; k++)
		if (strcmp(rows[k].name, name) == 0)
			return (enum act_kind)k;
	return ACT_UNKNOWN;
}

unsigned act_kind_powers(enum act_kind kind)
{
	return rows[(unsigned)kind < ACT_COUNT ? kind : ACT_UNKNOWN].powers;
}

bool act_kind_is(enum act_kind kind, enum act_traits trait)
{
	return (unsigned)kind < ACT_COUNT && (rows[kind].traits & (unsigned)trait) != 0;
}
