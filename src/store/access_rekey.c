/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Another key for the database, so that whose slot went opens nothing that is made from then on. */
#include "base/limits.h"
#include "io/file.h"
#include "store/access.h"
#include "store/access_slots.h"
#include "store/outbox.h"
#include "store/schema.h"
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#define CACHE_KIB (16u << 10)

/* The database as it is, and a tenth: its pages are written to the write-ahead log first. Asked by name: a
 * descriptor of it that this process closed would take SQLite's locks along. */
static bool check_room(const struct store *s, const char *path, struct error *e)
{
	_cleanup_(fd_closep) int home = open(s->home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat status;
	if (home < 0 || stat(path, &status) < 0)
		return error_errno(e, errno, path, "%s", "");
	uint64_t size = (uint64_t)status.st_size;
	return file_leaves_room(home, path, size + size / 10, e);
}

bool access_alone(struct store *s, const struct keyfile *key, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, STORE_DATABASE);
	if (!path)
		return error_memory(e);
	if (!check_room(s, path, e))
		return false;
	database_freep(&s->db);
	return store_open_database(s, key, CACHE_KIB, true, false, e);
}

static bool open_again(struct store *s, const struct store_key *k, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, STORE_DATABASE);
	bool whole;
	if (!path)
		return error_memory(e);
	return database_open(path, &k->raw, CACHE_KIB, false, &s->db, e) && schema_temporary(s->db, e) &&
	       database_guard(s->db, e) && database_is_whole(s->db, &whole, e) &&
	       (whole || error_set(e, ERR_STORE_KEY, path, "a page is not as it was written"));
}

static bool remove_copies(const struct store *s, struct error *e)
{
	for (size_t version = 2; version <= schema_current()->count; version++) {
		_cleanup_(string_freep) char *name = string_printf(STORE_DATABASE ".before-%zu", version);
		_cleanup_(string_freep) char *path = name ? store_path(s, name) : NULL;
		if (!path)
			return error_memory(e);
		if (file_exists(path) && !file_remove(path, e))
			return false;
	}
	return true;
}

static bool rekey(struct store *s, const struct access_list *l, struct store_key *k, struct error *e)
{
	if (s->slots.by_before) { /* cut off before the database had the other key */
		secret_clear(&k->raw);
		secret_move(&k->raw, &k->before);
	}
	/* Those who stay can open it by either key, before it has the new one. */
	if (!store_key_renew(k, e) || !access_slots_write_signing(s, l, s->signing, s->signing_count, e) ||
	    !access_slots_write(s, l, k, e))
		return false;
	bool done = database_rekey(s->db, &k->raw, e);
	database_freep(&s->db);
	if (!done)
		return false;
	if (!open_again(s, k, e))
		return e->code == ERR_STORE_KEY
		               ? error_set(e, ERR_IO, s->home, "%s", N_("its pages can't be written anew"))
		               : false;
	secret_clear(&k->before);
	return access_slots_write(s, l, k, e) && remove_copies(s, e);
}

bool access_rekey(struct store *s, const struct access_list *l, const struct keyfile *key, struct error *e)
{
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	if (!outbox_hold(s, e)) /* as access_seal */
		return false;
	bool done = store_read_slots(s, key, &k, e) && rekey(s, l, &k, e);
	outbox_release(s);
	return done;
}
