/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An agreement as an entry for the register of processing (AVG 30), in the terms of
 * W3C's Data Privacy Vocabulary 2 (the prefixes dpv and eu-gdpr), as JSON-LD 1.1 with
 * its context inside, so that a reader needs nothing from elsewhere. It is written for
 * other programs and never read here; docs/format/dpv.md says which part becomes which
 * term. It holds what the agreement says, the rights that the AVG gives everybody, and
 * the measures that every package has. */

#include "trust/agreement.h"

/* One line of JSON with its LF. The entry is named by the hash of the agreement's text
 * (RFC 6920, ni:///sha-256;…), and its parts by a fragment of that. `g` gives the certainty of each ground;
 * NULL, or another table than the agreement pins: without. `r` gives each controller's data protection
 * officer; NULL: without. */
bool dpv_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                const struct roster *r, struct error *e) _must_check_;
