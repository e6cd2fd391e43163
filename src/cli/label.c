/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/label.h"

#include "cli/language.h"

#include <string.h>

const char *label_of(const struct field *f)
{
	return field_label(f, strcmp(language_code(), "nl") == 0);
}
