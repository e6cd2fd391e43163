/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The texts that officers can start from, built in from share/sluis: agreements, and overrides worked out as
 * drafts. Marks in them stand for what isn't known before: @catalogue@ and @grounds@ for the hashes of what
 * this program ships, @today@ and @in-a-year@ for days. */

#include "base/bytes.h"
#include "base/error.h"

struct template
{
	const char *name, *summary; /* the summary isn't translated yet */
	const unsigned char *text;
	const size_t *size;
};

/* Each ends with a NULL name. */
extern const struct template templates_of_agreements[], templates_of_overrides[];

/* ERR_NOT_FOUND with `hint` as its detail. */
bool template_fill(const struct template *list, const char *name, const char *hint, struct buffer *out,
                   struct error *e) _must_check_;
