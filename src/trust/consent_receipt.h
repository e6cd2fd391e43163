/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A client's receipt of a consent, for programs: a consent record of ISO/IEC TS 27560:2023 in a consent
 * receipt, by the profile that W3C's Data Privacy Vocabulary has for it (dpv-27560), as JSON-LD 1.1 with its
 * context inside. It says what the declaration and the agreement say, and names nobody: not the client, not
 * the consulent. docs/format/consent-receipt.md says which part becomes which term. */

#include "trust/agreement.h"
#include "trust/consent.h"

enum consent_state { CONSENT_IN_FORCE, CONSENT_WITHDRAWN, CONSENT_OVER };
/* On the day of `now`: the last day counts, and what was withdrawn stays so. */
enum consent_state consent_state_on(const struct consent *c, moment now);

/* One line of JSON with its LF. `p` is the purpose that it was given for, of `a`; `r` names the controller's
 * data protection officer, where there is one. Only of CONSENT_EXPLICIT: ERR_VALUE otherwise, since neither a
 * no-objection nor having been told is consent. */
bool consent_receipt_append(struct buffer *out, const struct consent *c, const struct agreement *a,
                            const struct agreement_purpose *p, const struct roster *r, moment now,
                            struct error *e) _must_check_;
