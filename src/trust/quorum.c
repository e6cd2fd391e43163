/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/quorum.h"

#include "trust/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool quorum_signers(const struct note *n, const struct roster *r, bool **ret, struct error *e)
{
	struct note_verifier *keys = calloc(r->person_count + 1, sizeof *keys);
	bool *signed_by = calloc(r->person_count + 1, sizeof *signed_by);
	size_t count;
	bool ok = (keys && signed_by) || error_memory(e);
	for (size_t i = 0; ok && i < r->person_count; i++)
		keys[i] = r->persons[i].key;
	ok = ok && note_verify(n, keys, r->person_count, signed_by, NULL, &count, e);
	free(keys);
	if (!ok)
		free(signed_by);
	else
		*ret = signed_by;
	return ok;
}

/* In office on that day, with a key that wasn't revoked: a signature doesn't tell when it was made. */
static bool is_fit(const struct roster *r, const char *person, const char *controller, moment when)
{
	struct error ignored;
	return roster_is_officer(r, person, controller) && roster_key_valid(r, person, when, &ignored);
}

bool quorum_of(const struct roster *r, const char *controller, const bool *signed_by, const char *adviser,
               moment when, struct error *e)
{
	const struct roster_controller *known = roster_controller(r, bytes_of_string(controller));
	uint64_t count = 0;
	if (!known)
		return error_set(e, ERR_QUORUM, controller, "not a controller in the roster");
	for (size_t i = 0; i < r->person_count; i++) {
		const char *person = r->persons[i].name;
		if (signed_by[i] && is_fit(r, person, controller, when) &&
		    (!adviser || strcmp(adviser, person) != 0))
			count++;
	}
	return count >= known->threshold ||
	       error_set(e, ERR_QUORUM, controller, "%" PRIu64 " of %" PRIu64 " officers signed", count,
	                 known->threshold);
}

bool quorum_of_any(const struct roster *r, const bool *signed_by, moment when, const char *subject,
                   struct error *e)
{
	struct error why;
	for (size_t i = 0; i < r->controller_count; i++)
		if (quorum_of(r, r->controllers[i].name, signed_by, NULL, when, &why))
			return true;
	return error_set(e, ERR_QUORUM, subject, "%s", N_("signed by too few officers of each controller"));
}

bool quorum_signed(struct bytes raw, const char *type, const char *subject, const struct roster *r,
                   const char *controller, const char *adviser, moment when, struct error *e)
{
	struct note note;
	bool *signed_by = NULL;
	if (!statement_open(raw, type, subject, &note, e) || !quorum_signers(&note, r, &signed_by, e))
		return false;
	bool ok = quorum_of(r, controller, signed_by, adviser, when, e);
	free(signed_by);
	return ok;
}

bool quorum_signed_for_unit(struct bytes raw, const char *type, const char *unit, const struct roster *r,
                            const char *adviser, moment when, struct error *e)
{
	const struct roster_unit *u = roster_unit(r, unit);
	return u ? quorum_signed(raw, type, unit, r, u->controller, adviser, when, e)
	         : error_set(e, ERR_UNIT_UNKNOWN, unit, "%s", "");
}
