/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Recovery shares as officers type them: one after another at a terminal, or from a descriptor for a script.
 *
 * Nothing of them is shown while they are typed: who sits down last would find the others' words above his
 * own, and so hold all of them. Of a mistyped word its number is told, and the word that it may be when its
 * first four letters say so: one word of 33, to who has the page before him. In a script no word is told. */

#include "cli/invocation.h"
#include "crypto/slip39.h"

#define SHARES_OPTION \
	{ \
		"shares-fd", 0, OPTION_VALUE, "N", \
			N_("read the shares from the open file of this number, a line each, not from the " \
		           "terminal") \
	}

/* Shares of one set, enough of them. From a descriptor all that there are, each right: ERR_SHARE_… with the
 * line, ERR_SHARES_MISSING. At a terminal what is wrong is typed again. */
bool recovery_shares_take(const struct invocation *in, struct slip39_set *ret, struct error *e) _must_check_;
