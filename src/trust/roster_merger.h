/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Two partnerships become one, as when municipalities merge: one text follows on the newest
 * version of either roster, and both chains go on in it. Whoever knew one of them needs no
 * other fingerprint than the one that he typed. The rules of that, inside `trust/roster`
 * only; docs/adr/0081. */

#include "trust/roster.h"

/* What holds of a text that merges `known` with another: it names this very version, its number is one above
 * the higher of both, and what either had merged before stands in it still. ERR_ROSTER_CHAIN. */
bool roster_check_merger(const struct roster *known, const struct roster *next, struct error *e) _must_check_;
/* What was merged stays told, and who succeeds whom is said when the one leaves, with his officers' word.
 * ERR_ROSTER_CHAIN. */
bool roster_check_kept(const struct roster *known, const struct roster *next, struct error *e) _must_check_;

/* ERR_ROSTER_FORK where `n` continues, or merges, a version from which this chain went on another way. */
bool roster_chain_check_fork(const struct roster_chain *c, const struct roster *n, struct error *e)
	_must_check_;
/* What merges the newest version says rightly how its chain began. ERR_FINGERPRINT. */
bool roster_chain_check_root(const struct roster_chain *c, const struct roster *n, struct error *e)
	_must_check_;
