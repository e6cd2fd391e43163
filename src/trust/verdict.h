/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a signature is worth, looked back at: one function for whoever opens a letter, audits a log, lays two
 * logs beside each other or looks into his own. It is asked with a chain of rosters up to the version that
 * the one who judges knew, or knows today; so what was right to take in stays right, and what is known since
 * is told too. docs/adr/0077. */

#include "trust/roster.h"

/* From the best to the worst. The words are for people, marked. */
/* clang-format off */
#define SIGNATURE_VERDICTS(X) \
	X(SIGNATURE_VALID, "valid", N_("valid")) \
	/* it was made before that, or is proven to have been there before */ \
	X(SIGNATURE_SINCE_REVOKED, "valid-since-revoked", N_("valid, since revoked")) \
	/* the key was lost or stolen, and only the signer's own clock says that this was before */ \
	X(SIGNATURE_UNPROVEN, "unproven", N_("unproven")) \
	X(SIGNATURE_INVALID, "invalid", N_("invalid"))
/* clang-format on */
enum signature_verdict {
#define X(verdict, name, words) verdict,
	SIGNATURE_VERDICTS(X)
#undef X
		SIGNATURE_VERDICT_COUNT,
};
const char *signature_verdict_name(enum signature_verdict v);
const char *signature_verdict_words(enum signature_verdict v); /* not translated yet */

struct signature {
	const struct roster_chain *chain;
	const struct roster
		*named; /* the version that the text names, of that chain; its key is the one in question */
	const char *person, *unit;
	enum power power;
	moment made;    /* at the earliest, as far as places prove it (log/proven.h) */
	moment arrived; /* by then it was there, which somebody else than the signer shows; 0: nobody does */
};
struct signature_judged {
	enum signature_verdict verdict;
	const struct roster *of_day;             /* the last version whose mandates counted; NULL: none did */
	const struct roster_mandate *mandate;    /* of that version; NULL: none */
	const struct roster *revoked_in;         /* which version revokes it … */
	const struct roster_revocation *revoked; /* … and its row; NULL: none does */
	struct error why; /* unproven and invalid: ERR_PERSON_UNKNOWN, ERR_REVOKED, ERR_MANDATE … */
};
/* By the rights of its day: the version that is named and each later one that was issued by then must give
 * the mandate, with the key of that version. Later ones take back only a key that they say had ended by then;
 * who merely isn't in them any more has left since. A revocation counts by its reason: left and superseded
 * from their day on; lost and compromised whatever the day, but for what had arrived before theirs. */
struct signature_judged signature_judge(const struct signature *s);
/* Is it to be taken in? The first two verdicts are; else the error, with what nothing shows. */
bool signature_stands(const struct signature *s, const struct roster **ret_of_day, struct error *e)
	_must_check_;
