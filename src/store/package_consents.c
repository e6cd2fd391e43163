/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/package_consents.h"

#include "store/store_internal.h"

#include <string.h>

#define CONSENT_SIZE 16u

/* A statement whose first two places are a declaration and a package. `raw` is the caller's: what is bound is
 * borrowed. */
static bool start(struct statement *st, struct store *s, const char *sql, const char *consent,
                  uint8_t raw[CONSENT_SIZE], const uint8_t *package, struct error *e)
{
	if (!hex_decode(bytes_of_string(consent), raw, CONSENT_SIZE))
		return error_set(e, ERR_NOT_FOUND, consent, "%s", "");
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_blob(st, 1, bytes_of(raw, CONSENT_SIZE));
	if (package)
		bind_blob(st, 2, bytes_of(package, PACKAGE_ID_SIZE));
	return true;
}

bool package_consents_add(struct store *s, const char *consent, const uint8_t package[PACKAGE_ID_SIZE],
                          struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[CONSENT_SIZE];
	return start(&st, s, "INSERT OR IGNORE INTO relied (consent, package) VALUES (?1, ?2)", consent, raw,
	             package, e) &&
	       statement_run(&st, e);
}

bool package_consents_has(struct store *s, const char *consent, const uint8_t package[PACKAGE_ID_SIZE],
                          bool *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[CONSENT_SIZE];
	return start(&st, s, "SELECT 1 FROM relied WHERE consent = ?1 AND package = ?2", consent, raw,
	             package, e) &&
	       statement_row(&st, ret, e);
}

bool package_consents_each(struct store *s, const char *consent,
                           bool (*each)(void *context, const uint8_t package[PACKAGE_ID_SIZE],
                                        struct error *e),
                           void *context, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[CONSENT_SIZE];
	bool more;
	if (!start(&st, s, "SELECT package FROM relied WHERE consent = ?1 ORDER BY package", consent, raw,
	           NULL, e) ||
	    !statement_row(&st, &more, e))
		return false;
	while (more) {
		uint8_t id[PACKAGE_ID_SIZE];
		if (!column_exactly(&st, 0, id, sizeof id, e) || !each(context, id, e) ||
		    !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool package_consents_forget(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "DELETE FROM relied WHERE package = ?1", e))
		return false;
	bind_blob(&st, 1, bytes_of(package, PACKAGE_ID_SIZE));
	return statement_run(&st, e);
}
