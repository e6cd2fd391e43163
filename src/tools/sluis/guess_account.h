/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A drafted mapping, with what whoever looks it through must know, in comments. */

#include "record/guess.h"

/* The laws under which the person may import, as bits: where there is one, `wet` is that. */
void guess_append_draft(const struct guess *g, const char *unit, unsigned laws, struct buffer *out);
/* How many columns are mapped, and how many of these are to be looked at. */
void guess_count(const struct guess *g, size_t *ret_mapped, size_t *ret_unsure);
