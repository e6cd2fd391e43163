/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/naming.h"

#include <string.h>

/* By what it takes. */
static const enum field_naming of_kind[] = {
	[FIELD_TEXT] = NAMING_OTHERS,        [FIELD_FREE_TEXT] = NAMING_MAYBE,
	[FIELD_BSN] = NAMING_OTHERS,         [FIELD_DAY] = NAMING_NOBODY,
	[FIELD_PARTIAL_DAY] = NAMING_NOBODY, [FIELD_CODE] = NAMING_NOBODY,
	[FIELD_NUMBER] = NAMING_NOBODY,      [FIELD_TRUTH] = NAMING_NOBODY,
	[FIELD_POSTCODE] = NAMING_NOBODY,    [FIELD_DIGITS] = NAMING_NOBODY,
	[FIELD_ATTACHMENTS] = NAMING_OTHERS, [FIELD_REFERENCE] = NAMING_NOBODY,
	[FIELD_CODES] = NAMING_NOBODY,       [FIELD_UNIT] = NAMING_NOBODY,
	[FIELD_TELEPHONE] = NAMING_OTHERS,   [FIELD_EMAIL] = NAMING_OTHERS,
};

/* Fields that are otherwise than their kind. Those of a role are the client's own; names are never
 * redefined. */
static const struct {
	const char *name;
	enum field_naming naming;
} known[] = {
	{ "contact.telefoon", NAMING_NOBODY },
	{ "contact.email", NAMING_NOBODY },
	{ "huishouden.id", NAMING_OTHERS },
};

enum field_naming field_naming(const struct field *f)
{
	if (f->role != ROLE_NONE)
		return NAMING_NOBODY;
	for (size_t i = 0; i < ELEMENTS(known); i++)
		if (strcmp(known[i].name, f->name) == 0)
			return known[i].naming;
	return field_is_typed(f) ? NAMING_MAYBE : of_kind[f->kind];
}
