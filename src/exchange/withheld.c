/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/withheld.h"

#include <string.h>

bool withheld_names(const char *withheld, const char *field, struct bytes *ret_rule)
{
	size_t length = strlen(field);
	for (const char *at = withheld; at && *at; at += *at == ' ') {
		size_t size = strcspn(at, " ");
		if (at[0] == '*' || (size > length && strncmp(at, field, length) == 0 && at[length] == ':')) {
			const char *colon = memchr(at, ':', size);
			*ret_rule = colon ? bytes_of(colon + 1, size - (size_t)(colon + 1 - at))
			                  : bytes_of(NULL, 0);
			return true;
		}
		at += size;
	}
	return false;
}
