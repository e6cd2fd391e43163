/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Could what stands in a field of a client's record name somebody else? Whoever shows a client her own record
 * (AVG 15(4)) asks this, field by field: a value isn't looked into. */

#include "record/catalogue.h"

enum field_naming {
	NAMING_NOBODY, /* a code, a number, a day; or it is the client herself whom it names */
	NAMING_MAYBE,  /* a person typed it: somebody must read it first */
	NAMING_OTHERS, /* a representative, a household, files: what it holds isn't about the client alone */
};
/* Of a field that a municipality added and that takes names, numbers to call or addresses: NAMING_OTHERS. */
enum field_naming field_naming(const struct field *f);
