/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Fingerprints between people and programs: as an option, as a question, and to be read aloud. What a
 * fingerprint is, is trust/fingerprint.h's. */

#include "cli/invocation.h"
#include "report/account.h"
#include "trust/fingerprint.h"

/* What is said of something that isn't one. */
#define FINGERPRINT_FORMS \
	N_("sixteen groups are needed: of four hexadecimal digits, or of five digits; blanks don't matter")

/* --fingerprint as it was typed; `*ret_given` false when it was left out. ERR_USAGE. */
bool fingerprint_option(const struct invocation *in, bool *ret_given, struct sha256 *ret, struct error *e)
	_must_check_;
/* The same where it can't be left out. ERR_USAGE. */
bool fingerprint_needed(const struct invocation *in, struct sha256 *ret, struct error *e) _must_check_;
/* The same, asked for on a terminal as fingerprint_ask does. */
bool fingerprint_wanted(const struct invocation *in, const char *about, struct sha256 *ret, struct error *e)
	_must_check_;
/* Asks on the terminal until one was typed. `about` says of what, in a line above the question.
 * ERR_INTERRUPTED when somebody stops. Only where `confirm_can_ask` is true. */
bool fingerprint_ask(const char *about, struct sha256 *ret, struct error *e) _must_check_;
/* Both forms, the second one below the first; in JSON KEY and KEY_spoken. */
void fingerprint_tell(struct account *a, const char *key, const char *label, const struct sha256 *h);
