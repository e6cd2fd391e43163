/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/pending.h"

#include "store/records.h"
#include "store/store_internal.h"

#include <string.h>

#define RAW_SIZE (RECORD_ID_SIZE / 2)

/* A statement whose first two places are a package and a record. `raw` is the caller's: what is bound is
 * borrowed. */
static bool start(struct statement *st, struct store *s, const char *sql, const uint8_t *package,
                  const char *record, uint8_t raw[RAW_SIZE], struct error *e)
{
	if (!hex_decode(bytes_of_string(record), raw, RAW_SIZE))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_blob(st, 1, bytes_of(package, PACKAGE_ID_SIZE));
	bind_blob(st, 2, bytes_of(raw, RAW_SIZE));
	return true;
}

bool pending_add(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], const char *record,
                 const struct sha256 *digest, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	if (!start(&st, s, "INSERT INTO pending (package, record, digest) VALUES (?1, ?2, ?3)", package,
	           record, raw, e))
		return false;
	bind_blob(&st, 3, bytes_of(digest->bytes, SHA256_SIZE));
	return statement_run(&st, e);
}

bool pending_digest(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], const char *record,
                    struct sha256 *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	bool there;
	if (!start(&st, s, "SELECT digest FROM pending WHERE package = ?1 AND record = ?2", package, record,
	           raw, e) ||
	    !statement_row(&st, &there, e))
		return false;
	return there ? column_exactly(&st, 0, ret->bytes, SHA256_SIZE, e)
	             : error_set(e, ERR_NOT_FOUND, record, "%s", "");
}

bool pending_forget(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "DELETE FROM pending WHERE package = ?1", e))
		return false;
	bind_blob(&st, 1, bytes_of(package, PACKAGE_ID_SIZE));
	return statement_run(&st, e);
}
