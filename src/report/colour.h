/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The colours of a terminal, in one place: an error, a warning and a verdict have one, and nothing else. What
 * has a colour says the same in words. Whether there are colours at all, `terminal_has_colours` tells. */

#include "report/page.h"

/* What a terminal is sent before text of this tone, and behind it. */
const char *colour_start(enum page_tone tone);
const char *colour_end(void);
