/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/role_presets.h"

#include "base/macros.h"

const struct role_preset role_presets[] = {
#define X(name, powers, words) { name, powers, words },
	ROLE_PRESETS(X)
#undef X
		{ 0 },
};

const struct role_preset *role_preset_find(struct bytes name)
{
	for (const struct role_preset *p = role_presets; p->name; p++)
		if (bytes_equal_string(name, p->name))
			return p;
	return NULL;
}
