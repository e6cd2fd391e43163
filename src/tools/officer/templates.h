/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The texts that officers can start from, built in from share/sluis: agreements, and overrides worked out as
 * drafts. Marks in them stand for what isn't known before: @catalogue@ and @grounds@ for the hashes of what
 * this program ships, @today@ and @in-a-year@ for days. */

#include "base/bytes.h"
#include "base/error.h"
#include "trust/roster.h"

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
/* An agreement's template made to fit a partnership: its parties are the roster's units, each the first whose
 * people work under the party's law (a college's among those of the municipality whose roster it is,
 * another's among the others'); its name and title are the municipality's; and it pins that table of grounds.
 * A party for which there is no unit stays as it was, for `agreement check` to tell. Remarks in the template
 * stay behind. */
bool template_fit(const char *name, const struct roster *r, const struct sha256 *grounds, struct buffer *out,
                  struct error *e) _must_check_;
