/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The tables of a store and how an older store becomes a newer one: forward only,
 * one transaction, a verified copy of the file first, a newer one refused. The
 * tables are told in docs/format/store.md. */

#include "store/database.h"

/* What stands behind the database's name in that of a copy from before an upgrade, before the version's
 * number.
 */
#define SCHEMA_COPY ".before-"
struct schema {
	const char *const *steps; /* step n brings version n to n + 1 */
	size_t count;             /* the newest version */
};
const struct schema *schema_current(void);

/* Make the tables in an empty database. */
bool schema_create(struct database *db, const struct schema *schema, struct error *e) _must_check_;
/* Bring an existing one up to date. `path` and `key` are for the copy that an upgrade makes first,
 * `path` + ".before-N", and for opening it to see whether it is whole; it stays until the next upgrade.
 * A newer one: ERR_STORE_VERSION; no store at all: ERR_STORE_KEY. */
bool schema_upgrade(struct database *db, const struct schema *schema, const char *path,
                    const struct secret *key, struct error *e) _must_check_;
/* What a connection keeps for itself, in memory. */
bool schema_temporary(struct database *db, struct error *e) _must_check_;
