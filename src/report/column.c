/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/column.h"

#include <libintl.h>

const char *column_title(const struct column *c)
{
	/* gettext answers an empty text with the heading of the catalogue of messages. */
	return c->title && *c->title ? gettext(c->title) : "";
}
