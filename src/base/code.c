/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/code.h"

const char *code_name(const struct code *all, size_t count, unsigned value)
{
	return value < count && all[value].name ? all[value].name : "";
}

const char *code_words(const struct code *all, size_t count, unsigned value)
{
	return value < count && all[value].words ? all[value].words : "";
}

int code_find(const struct code *all, size_t count, struct bytes name)
{
	for (size_t i = 0; name.size && i < count; i++)
		if (all[i].name && bytes_equal_string(name, all[i].name))
			return (int)i;
	return -1;
}
