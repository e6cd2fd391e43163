/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/carried.h"

#include "io/file.h"

#include <string.h>

char *carried_path(const struct desk *d, const char *letter, const char *where)
{
	struct error not_one;
	if (!directory_check(where, &not_one))
		return string_copy(where);
	const char *slash = strrchr(letter, '/'), *unit = store_unit(d->store);
	_cleanup_(string_freep) char *name = string_printf("%.*s_%s-%s", (int)strcspn(unit, "/"), unit,
	                                                   strchr(unit, '/') + 1, slash ? slash + 1 : letter);
	return name ? path_join(where, name) : NULL;
}
