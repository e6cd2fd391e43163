/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/backup.h"

#include "base/limits.h"
#include "io/file.h"
#include "io/tar.h"
#include "store/access.h"
#include "store/exchanges.h"
#include "store/journal.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCK 65536u
#define STILL_WAITS 400u                         /* of 5 ms, as long as outbox_hold */
#define DATABASE_MOST ((UINT64_C(8) << 30) - 1u) /* what a part of a tar can be */

/* A file of the backup as it was put there; looked for by its name when it is read back. */
struct put {
	char *name;
	uint64_t size;
	struct sha256 hash;
};

struct backup {
	struct store *store;
	int lock;
	struct access_list access;
	struct store_key key;
	struct backup_note note;
	struct buffer note_text, anchor;
	struct age_identity once; /* its recipient is the last of `to` */
	struct age_recipient *to;
	size_t to_count;
	struct put *puts;
	size_t put_count, put_room;
};

void backup_freep(struct backup **backup)
{
	struct backup *b = *backup;
	if (!b)
		return;
	database_rollback(b->store->db);
	fd_closep(&b->lock);
	access_list_clear(&b->access);
	store_key_clear(&b->key);
	backup_note_clear(&b->note);
	buffer_clear(&b->note_text);
	buffer_clear(&b->anchor);
	age_identity_clear(&b->once);
	free(b->to);
	for (size_t i = 0; i < b->put_count; i++)
		free(b->puts[i].name);
	free(b->puts);
	free(b);
	*backup = NULL;
}

const struct backup_note *backup_note_of(const struct backup *b)
{
	return &b->note;
}

/* --- the store as it is --- */

/* At a moment at which nobody is between a commit and the name of its letter's file, so that each letter that
 * the database tells of has its file. The outbox's lock would say so as well; but who commits waits for that
 * inside its transaction, and the write-ahead log can't be emptied before that ends. What a crash left stays
 * so: it is taken along as it is. */
static bool hold_still(struct store *s, struct error *e)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	size_t leaving;
	for (unsigned i = 0;; i++) {
		if (!database_begin_file(s->db, e) || !exchanges_leaving(s, &leaving, e))
			return false;
		if (leaving == 0 || i == STILL_WAITS)
			return true;
		database_rollback(s->db);
		nanosleep(&pause, NULL);
	}
}

static bool hash_database(struct backup *b, struct error *e)
{
	struct database *db = b->store->db;
	struct sha256_stream hash;
	uint8_t block[BLOCK];
	bool done = true;
	sha256_start(&hash);
	for (uint64_t at = 0; done && at < b->note.size; at += sizeof block) {
		size_t size = b->note.size - at < sizeof block ? (size_t)(b->note.size - at) : sizeof block;
		done = database_file_read(db, at, block, size, e);
		if (done)
			sha256_update(&hash, bytes_of(block, size));
	}
	sha256_end(&hash, &b->note.database);
	return done;
}

static bool look_through(struct backup *b, struct error *e)
{
	struct store *s = b->store;
	bool whole;
	if (!database_is_whole(s->db, &whole, e))
		return false;
	if (!whole)
		return error_set(e, ERR_STORE_KEY, s->home, "a page is not as it was written");
	if (!database_file_size(s->db, &b->note.size, e))
		return false;
	return (b->note.size <= DATABASE_MOST ||
	        error_set(e, ERR_TOO_LARGE, s->home, "%s", N_("a database above 8 GiB"))) &&
	       hash_database(b, e);
}

static bool describe(struct backup *b, const struct keyfile *by, struct error *e)
{
	struct store *s = b->store;
	struct backup_note *n = &b->note;
	_cleanup_(buffer_clear) struct buffer newest = { 0 };
	const struct unit_keys keys = store_log_keys(s);
	struct checkpoint c;
	memcpy(n->store, s->id, sizeof n->store);
	n->made = moment_now();
	n->log = store_log_key(s)->public;
	n->witness = store_witness_key(s)->public;
	n->unit = string_copy(s->unit);
	if (!n->unit)
		return error_memory(e);
	if (!journal_checkpoint(s, &newest, e) ||
	    !checkpoint_open(buffer_bytes(&newest), s->home, &keys, &c, e) ||
	    !store_anchor_text(s, buffer_bytes(&newest), &b->anchor, e) || !look_through(b, e))
		return false;
	n->entries = c.size;
	n->root = c.root;
	return backup_note_sign(n, &by->signer, &b->note_text, e);
}

bool backup_start(struct store *s, const struct keyfile *by, struct backup **ret, struct error *e)
{
	_cleanup_(backup_freep) struct backup *b = calloc(1, sizeof *b);
	if (!b)
		return error_memory(e);
	b->store = s;
	b->lock = -1;
	if (!access_lock(s, by, &b->lock, e) || !store_read_slots(s, by, &b->key, e) || !hold_still(s, e) ||
	    !access_load(s, &b->access, e))
		return false;
	if (!access_is_settled(s, &b->access) || b->key.before.data)
		return error_set(e, ERR_ACCESS_UNFINISHED, access_list_about(&b->access), "%s", "");
	if (!describe(b, by, e))
		return false;
	*ret = b;
	b = NULL;
	return true;
}

bool backup_address(struct backup *b, bool to_clerks, struct error *e)
{
	const struct roster *r = roster_chain_newest(&b->store->rosters);
	const struct roster_unit *u = r ? roster_unit(r, b->store->unit) : NULL;
	if (!to_clerks && !(u && u->has_recovery))
		return error_set(e, ERR_NO_RECOVERY, b->store->unit, "%s", "");
	size_t persons = to_clerks ? b->access.person_count : 0;
	b->to = calloc(persons + 2, sizeof *b->to);
	if (!b->to)
		return error_memory(e);
	if (!age_identity_generate(&b->once, e))
		return false;
	for (size_t i = 0; i < persons; i++)
		b->to[b->to_count++] = b->access.persons[i].recipient;
	if (u && u->has_recovery)
		b->to[b->to_count++] = u->recovery;
	b->to[b->to_count++] = b->once.recipient;
	return true;
}

/* --- writing --- */

struct writing {
	struct backup *backup;
	struct tar_writer tar;
};

static struct put *put_next(struct backup *b, const char *name, uint64_t size, struct error *e)
{
	if (b->put_count == b->put_room) {
		size_t room = b->put_room ? 2 * b->put_room : 16;
		struct put *more = reallocarray(b->puts, room, sizeof *more);
		if (!more) {
			error_memory(e);
			return NULL;
		}
		b->puts = more;
		b->put_room = room;
	}
	char *copy = string_copy(name);
	if (!copy) {
		error_memory(e);
		return NULL;
	}
	struct put *p = &b->puts[b->put_count++];
	*p = (struct put){ .name = copy, .size = size };
	return p;
}

static bool write_bytes(struct writing *w, const char *name, struct bytes content, struct error *e)
{
	struct put *p = put_next(w->backup, name, content.size, e);
	if (!p)
		return false;
	sha256_of(content, &p->hash);
	return tar_writer_file(&w->tar, name, content, e);
}

static bool write_content(struct writing *w, int fd, const char *path, struct put *p, struct error *e)
{
	struct fd_stream in = { fd, path };
	struct sha256_stream hash;
	uint8_t block[BLOCK];
	bool done = true;
	sha256_start(&hash);
	for (uint64_t left = p->size; done && left;) {
		size_t size = left < sizeof block ? (size_t)left : sizeof block;
		done = source_exactly(fd_source(&in), block, size, path, e) &&
		       tar_writer_content(&w->tar, bytes_of(block, size), e);
		if (done)
			sha256_update(&hash, bytes_of(block, size));
		left -= size;
	}
	sha256_end(&hash, &p->hash);
	return done;
}

/* A file of the home. One that is gone by now was taken away for what came since. */
static bool write_file(struct writing *w, const char *name, bool optional, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(w->backup->store, name);
	_cleanup_(fd_closep) int fd = -1;
	uint64_t size;
	if (!path)
		return error_memory(e);
	if (!file_open(path, false, &fd, e))
		return optional && e->code == ERR_FILE_MISSING;
	if (!file_size(fd, &size, e))
		return false;
	struct put *p = put_next(w->backup, name, size, e);
	return p && tar_writer_member(&w->tar, name, size, e) && write_content(w, fd, path, p, e);
}

static bool write_letter(void *context, const struct exchange_row *row, struct error *e)
{
	if (!row->sent || !row->file || row->state != SENT_OUT)
		return true;
	_cleanup_(string_freep) char *name = path_join("outbox", row->file);
	return name ? write_file(context, name, true, e) : error_memory(e);
}

static void directory_closep(DIR **d)
{
	if (*d)
		closedir(*d);
}

static bool write_folder(struct writing *w, const char *folder, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(w->backup->store, folder);
	if (!path)
		return error_memory(e);
	_cleanup_(directory_closep) DIR *d = opendir(path);
	if (!d)
		return errno == ENOENT || error_errno(e, errno, path, "%s", "");
	const struct dirent *entry;
	while ((entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		_cleanup_(string_freep) char *name = path_join(folder, entry->d_name);
		if (!name)
			return error_memory(e);
		if (!write_file(w, name, true, e))
			return false;
	}
	return true;
}

static bool write_database(struct writing *w, struct error *e)
{
	struct backup *b = w->backup;
	uint8_t block[BLOCK];
	struct put *p = put_next(b, STORE_DATABASE, b->note.size, e);
	if (!p || !tar_writer_member(&w->tar, STORE_DATABASE, b->note.size, e))
		return false;
	p->hash = b->note.database;
	for (uint64_t at = 0; at < b->note.size; at += sizeof block) {
		size_t size = b->note.size - at < sizeof block ? (size_t)(b->note.size - at) : sizeof block;
		if (!database_file_read(b->store->db, at, block, size, e) ||
		    !tar_writer_content(&w->tar, bytes_of(block, size), e))
			return false;
	}
	return true;
}

static bool write_part(struct writing *w, const struct backup_part *p, struct error *e)
{
	if (strcmp(p->name, STORE_DATABASE) == 0)
		return write_database(w, e);
	if (strcmp(p->name, "anchor") == 0) /* the file may be ahead by now */
		return write_bytes(w, p->name, buffer_bytes(&w->backup->anchor), e);
	if (strcmp(p->name, "outbox") == 0)
		return exchanges_each(w->backup->store, write_letter, w, e);
	return p->folder ? write_folder(w, p->name, e) : write_file(w, p->name, p->optional, e);
}

static bool write_key(struct writing *w, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (!store_key_format(&w->backup->key, &text, e))
		return false;
	bool done = tar_writer_file(&w->tar, BACKUP_KEY, secret_open(&text), e);
	secret_close(&text);
	return done;
}

bool backup_write(struct backup *b, struct sink out, struct error *e)
{
	_cleanup_(age_writer_freep) struct age_writer *age = NULL;
	struct writing w = { .backup = b };
	if (!age_writer_start(out, b->to, b->to_count, &age, e))
		return false;
	tar_writer_start(&w.tar, age_writer_sink(age));
	if (!tar_writer_file(&w.tar, BACKUP_NOTE, buffer_bytes(&b->note_text), e) || !write_key(&w, e))
		return false;
	for (const struct backup_part *p = backup_parts; p->name; p++)
		if (!write_part(&w, p, e))
			return false;
	return tar_writer_end(&w.tar, e) && age_writer_end(age, e);
}

/* --- reading it back --- */

struct comparing {
	const struct backup *backup;
	size_t at;
};

static bool is_as_put(void *context, const char *name, uint64_t size, struct source content, struct error *e)
{
	struct comparing *c = context;
	struct sha256_stream hash;
	struct sha256 found;
	uint8_t block[BLOCK];
	size_t got = 1;
	bool done = true;
	const struct put *p = c->at < c->backup->put_count ? &c->backup->puts[c->at++] : NULL;
	sha256_start(&hash);
	while (done && got) {
		done = content.read(content.context, block, sizeof block, &got, e);
		if (done)
			sha256_update(&hash, bytes_of(block, got));
	}
	sha256_end(&hash, &found);
	return done &&
	       ((p && p->size == size && strcmp(p->name, name) == 0 && sha256_equal(&p->hash, &found)) ||
	        error_set(e, ERR_BACKUP, name, "%s", N_("read back, it is another than was written")));
}

bool backup_verify(const struct backup *b, struct source in, struct error *e)
{
	_cleanup_(backup_read_clear) struct backup_read read = { 0 };
	const struct age_keys keys = { .identities = &b->once, .identity_count = 1 };
	struct comparing c = { .backup = b };
	if (!backup_read(in, &keys, is_as_put, &c, &read, e))
		return false;
	return (c.at == b->put_count &&
	        bytes_equal(buffer_bytes(&read.note_text), buffer_bytes(&b->note_text))) ||
	       error_set(e, ERR_BACKUP, BACKUP_NOTE, "%s", N_("read back, it is another than was written"));
}
