/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/colour.h"

/* Of the eight that each terminal has and its user can set, in bold: ECMA-48, 8.3.117. */
const char *colour_start(enum page_tone tone)
{
	static const char *const starts[] = {
		[PAGE_GOOD] = "\x1b[1;32m",
		[PAGE_OPEN] = "\x1b[1;33m",
		[PAGE_BAD] = "\x1b[1;31m",
	};
	return starts[tone];
}

const char *colour_end(void)
{
	return "\x1b[0m";
}
