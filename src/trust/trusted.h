/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where an auditor's trust in a partnership starts: the fingerprint of its first roster, as an officer read
 * it aloud, kept so that nobody types it twice. Type sluis.trust/v1 (docs/format/trust.md). It isn't signed:
 * it is worth what the place is worth where it stands. No file is read or written here. */

#include "base/moment.h"
#include "crypto/hash.h"
#include "trust/roster.h"

#define TRUSTED_TYPE "sluis.trust/v1"

struct trusted {
	char *roster;       /* the id of the partnership's rosters */
	char **controllers; /* of the first roster, for people to tell partnerships apart */
	size_t controller_count;
	struct sha256 fingerprint;
	moment kept; /* since when */
};
void trusted_clear(struct trusted *t);
/* With line: ERR_SYNTAX &c. of keyed_read. */
bool trusted_parse(struct bytes text, const char *subject, struct trusted *ret, struct error *e) _must_check_;
/* The text about a first roster that was found to have its fingerprint.
 */
bool trusted_format(const struct roster *root, moment now, struct buffer *out, struct error *e) _must_check_;
