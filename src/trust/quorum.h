/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Did enough officers of a controller sign a text? The same count for agreements,
 * tables of grounds, overrides and additions to the catalogue. */

#include "trust/roster.h"

/* Who of the roster's persons signed, in its order; the caller frees. ERR_SIGNATURE when a line by one of
 * them is bad. */
bool quorum_signers(const struct note *n, const struct roster *r, bool **ret, struct error *e) _must_check_;
/* As many officers of `controller` as its threshold says, in office and with a key that counts at `when`: the
 * moment at which the text is taken in. `adviser` (NULL: nobody) is left out: who advises doesn't decide (AVG
 * 38(6)). ERR_QUORUM names the controller. */
bool quorum_of(const struct roster *r, const char *controller, const bool *signed_by, const char *adviser,
               moment when, struct error *e) _must_check_;
/* Of any controller. ERR_QUORUM. */
bool quorum_of_any(const struct roster *r, const bool *signed_by, moment when, const char *subject,
                   struct error *e) _must_check_;
/* A whole text: signed so, by those of one controller, or of the one whose unit it is (ERR_UNIT_UNKNOWN).
 * `raw` is the note, of that type; `subject` is named when it isn't. */
bool quorum_signed(struct bytes raw, const char *type, const char *subject, const struct roster *r,
                   const char *controller, const char *adviser, moment when, struct error *e) _must_check_;
bool quorum_signed_for_unit(struct bytes raw, const char *type, const char *unit, const struct roster *r,
                            const char *adviser, moment when, struct error *e) _must_check_;
