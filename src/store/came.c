/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/came.h"

#include "crypto/hash.h"
#include "store/store_internal.h"

#define KEY_HASH_SIZE 16u

/* Of the key, which may be a BSN: so many bytes of it as make no two keys one. */
static void bind_key_hash(struct statement *st, struct bytes key, struct sha256 *hash)
{
	sha256_of(key, hash);
	bind_blob(st, 1, bytes_of(hash->bytes, KEY_HASH_SIZE));
}

bool came_line(struct store *s, struct bytes key, uint64_t *ret, struct error *e)
{
	static const char sql[] = "SELECT line FROM temp.came WHERE key = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct sha256 hash;
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_key_hash(&st, key, &hash);
	if (!statement_row(&st, &there, e))
		return false;
	*ret = there ? (uint64_t)column_number(&st, 0) : 0;
	return true;
}

bool came_keep(struct store *s, struct bytes key, uint64_t line, struct error *e)
{
	static const char sql[] = "INSERT OR IGNORE INTO temp.came (key, line) VALUES (?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct sha256 hash;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_key_hash(&st, key, &hash);
	bind_count(&st, 2, line);
	return statement_run(&st, e);
}
