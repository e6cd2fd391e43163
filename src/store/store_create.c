/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/store.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/access_list.h"
#include "store/decryption_keys.h"
#include "store/schema.h"
#include "store/slots.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* store_create: a unit's home from nothing, or nothing at all. */

struct founding {
	const char *home, *unit;
	const struct roster *roster;
	bool made_home, keep;
	struct store_key key;
	struct age_identity identity;
	struct signing_keys signing;
	size_t count; /* of the clerks */
	const char **persons;
	struct age_recipient *recipients; /* theirs, and behind them one for recovery */
	struct access_list access;        /* the same, as a text */
	struct buffer access_note;
	struct database *db;
};

static void remove_home(const struct founding *f)
{
	static const char *const names[] = { "store.db",    "store.db-wal",  "store.db-shm",
		                             "store.slots", "signing.slots", "unit.card" };
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_(string_freep) char *path = path_join(f->home, names[i]);
		if (path)
			unlink(path);
	}
	_cleanup_(string_freep) char *outbox = path_join(f->home, "outbox");
	if (outbox)
		rmdir(outbox);
	if (f->made_home)
		rmdir(f->home);
}

static void founding_clear(struct founding *f)
{
	database_freep(&f->db);
	if (f->home && !f->keep)
		remove_home(f);
	store_key_clear(&f->key);
	age_identity_clear(&f->identity);
	signing_keys_clear(&f->signing);
	free(f->persons);
	free(f->recipients);
	access_list_clear(&f->access);
	buffer_clear(&f->access_note);
}

/* --- who gets a slot --- */

static bool has_slot(const struct founding *f, const char *person)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->persons[i], person) == 0)
			return true;
	return false;
}

/* Does this mandate count today? The roster knows. */
static bool counts_today(const struct founding *f, const struct roster_mandate *m, moment now)
{
	struct error ignored = { 0 };
	const struct roster_mandate *found;
	return strcmp(m->unit, f->unit) == 0 && m->powers && !has_slot(f, m->person) &&
	       roster_mandate_for(f->roster, m->person, f->unit, POWER_ANY, 0, now, &found, &ignored);
}

static bool find_clerks(struct founding *f, struct error *e)
{
	moment now = moment_now();
	f->persons = calloc(f->roster->mandate_count + 1, sizeof *f->persons);
	f->recipients = calloc(f->roster->mandate_count + 1, sizeof *f->recipients);
	if (!f->persons || !f->recipients)
		return error_memory(e);
	for (size_t i = 0; i < f->roster->mandate_count; i++) {
		const struct roster_mandate *m = &f->roster->mandates[i];
		const struct roster_person *p = roster_person(f->roster, m->person);
		if (!p || !counts_today(f, m, now))
			continue;
		f->persons[f->count] = p->name;
		f->recipients[f->count++] = p->recipient;
	}
	return true;
}

static bool check(struct founding *f, const struct keyfile *creator, struct error *e)
{
	const struct roster_unit *u = roster_unit(f->roster, f->unit);
	const struct roster_person *p = roster_person(f->roster, creator->name);
	if (!u)
		return error_set(e, ERR_UNIT_UNKNOWN, f->unit, "%s", "");
	if (u->ready)
		return error_set(e, ERR_FINGERPRINT, f->unit,
		                 "the roster lists keys for this unit, which a new store can't have");
	if (!p)
		return error_set(e, ERR_PERSON_UNKNOWN, creator->name, "%s", "");
	if (!age_recipient_equal(&p->recipient, &creator->identity.recipient))
		return error_set(e, ERR_NO_KEY, creator->name,
		                 "the roster lists another key for this person");
	if (!find_clerks(f, e))
		return false;
	if (!has_slot(f, creator->name))
		return error_set(e, ERR_MANDATE, creator->name, "no mandate for %s today", f->unit);
	return true;
}

/* --- the folder --- */

static bool is_empty(const char *path, struct error *e)
{
	DIR *d = opendir(path);
	if (!d)
		return error_errno(e, errno, path, "%s", "");
	const struct dirent *entry;
	bool empty = true;
	while (empty && (entry = readdir(d)))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	closedir(d);
	return empty || error_set(e, ERR_FILE_EXISTS, path, "the folder holds files");
}

static bool make_home(struct founding *f, const char *home, struct error *e)
{
	if (mkdir(home, 0700) == 0)
		f->made_home = true;
	else if (errno != EEXIST)
		return error_errno(e, errno, home, "%s", "");
	else if (!is_empty(home, e))
		return false;
	f->home = home; /* from here on a failure cleans up */
	_cleanup_(string_freep) char *outbox = path_join(home, "outbox");
	if (!outbox)
		return error_memory(e);
	return directory_is_local(home, e) && directory_make(outbox, e);
}

static bool list_access(struct founding *f, const struct keyfile *creator, struct error *e)
{
	const struct roster_unit *u = roster_unit(f->roster, f->unit);
	struct access_list *l = &f->access;
	memcpy(l->store, f->key.store, sizeof l->store);
	l->made = moment_now();
	l->has_recovery = u->has_recovery;
	l->recovery = u->recovery;
	if (!(l->unit = string_copy(f->unit)))
		return error_memory(e);
	for (size_t i = 0; i < f->count; i++)
		if (!access_list_add(l, f->persons[i], &f->recipients[i], e))
			return false;
	if (!access_list_sign(l, &creator->signer, &f->access_note, e))
		return false;
	f->key.has_access = true;
	f->key.access = l->hash;
	return true;
}

static bool write_slots(struct founding *f, struct error *e)
{
	const struct roster_unit *u = roster_unit(f->roster, f->unit);
	_cleanup_(string_freep) char *store = path_join(f->home, "store.slots");
	_cleanup_(string_freep) char *signing = path_join(f->home, "signing.slots");
	if (!store || !signing)
		return error_memory(e);
	size_t count = f->count;
	if (u->has_recovery)
		f->recipients[count++] = u->recovery;
	return slots_write_store(store, &f->key, f->recipients, count, false, e) &&
	       slots_write_signing(signing, &f->signing, 1, f->recipients, f->count, false, e);
}

static bool write_card(struct founding *f, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(f->home, "unit.card");
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	if (!path)
		return error_memory(e);
	return card_make(f->unit, &f->identity.recipient, &f->signing.log, &f->signing.witness, &card, e) &&
	       file_replace(path, buffer_bytes(&card), false, e);
}

/* --- the database --- */

static bool make_database(struct founding *f, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(f->home, STORE_DATABASE);
	if (!path)
		return error_memory(e);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return error_errno(e, errno, path, "%s", "");
	close(fd);
	return database_open(path, &f->key.raw, 2u << 10, true, &f->db, e) &&
	       schema_create(f->db, schema_current(), e);
}

static bool put_setting(struct founding *f, const char *name, struct bytes value, struct error *e)
{
	static const char sql[] = "INSERT INTO setting (name, value) VALUES (?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, f->db, sql, e))
		return false;
	bind_text(&st, 1, name);
	bind_blob(&st, 2, value);
	return statement_run(&st, e);
}

static bool put_roster(struct founding *f, struct error *e)
{
	static const char sql[] = "INSERT INTO roster (version, note) VALUES (1, ?1)";
	static const struct roster_chain none;
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(buffer_clear) struct buffer kept = { 0 };
	if (!roster_chain_keep(&none, f->roster, buffer_bytes(&f->roster->note), "roster", &kept, e) ||
	    !statement_start(&st, f->db, sql, e))
		return false;
	bind_blob(&st, 1, buffer_bytes(&kept));
	return statement_run(&st, e);
}

static bool fill_database(struct founding *f, struct error *e)
{
	int64_t busy;
	return database_begin(f->db, e) &&
	       put_setting(f, "store.id", bytes_of(f->key.store, sizeof f->key.store), e) &&
	       put_setting(f, "unit", bytes_of_string(f->unit), e) &&
	       put_setting(f, "fingerprint", bytes_of(f->roster->hash.bytes, SHA256_SIZE), e) &&
	       put_setting(f, "access", buffer_bytes(&f->access_note), e) && put_roster(f, e) &&
	       decryption_keys_add(f->db, &f->identity, e) && database_commit(f->db, e) &&
	       database_number(f->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e);
}

bool store_create(const char *home, const char *unit, const struct roster *roster,
                  const struct keyfile *creator, struct store **ret, struct error *e)
{
	_cleanup_(founding_clear) struct founding f = { .unit = unit, .roster = roster };
	if (roster->version != 1)
		return error_set(e, ERR_ROSTER_CHAIN, unit, "a store begins with version 1 of the roster");
	if (!check(&f, creator, e) || !store_key_generate(&f.key, e) ||
	    !age_identity_generate(&f.identity, e) || !signing_keys_generate(unit, &f.signing, e))
		return false;
	if (!list_access(&f, creator, e) || !make_home(&f, home, e) || !write_slots(&f, e) ||
	    !make_database(&f, e) || !fill_database(&f, e) || !write_card(&f, e))
		return false;
	database_freep(&f.db);
	if (!directory_sync(home, e) || !store_open(home, creator, STORE_WORK, true, ret, e))
		return false;
	f.keep = true;
	return true;
}
