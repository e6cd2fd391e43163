/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/backup_parts.h"

#include "base/limits.h"
#include "io/tar.h"

#include <string.h>

#define KEY_TEXT_MAX 2048u

const struct backup_part backup_parts[] = {
	{ .name = "store.slots" },
	{ .name = "signing.slots" },
	{ .name = "anchor" },
	{ .name = "unit.card", .optional = true },
	{ .name = "outbox", .optional = true, .folder = true },
	{ .name = "evidence", .optional = true, .folder = true },
	{ .name = STORE_DATABASE },
	{ 0 },
};

void backup_read_clear(struct backup_read *b)
{
	backup_note_clear(&b->note);
	buffer_clear(&b->note_text);
	store_key_clear(&b->key);
}

struct reading {
	struct tar_reader tar;
	struct tar_member member;
	bool more;
	struct backup_read found;
	backup_take take;
	void *context;
};

static bool fault(struct error *e, const char *what)
{
	return error_set(e, ERR_BACKUP, NULL, "%s", what);
}

/* What is wrong with a tar that age vouches for up to here is no damage: it is something else. A reader of
 * age's that failed goes on failing. */
static bool next(struct reading *r, struct error *e)
{
	uint8_t more;
	size_t got;
	struct error damage;
	if (tar_reader_next(&r->tar, &r->member, &r->more, e))
		return true;
	return r->tar.in.read(r->tar.in.context, &more, 1, &got, &damage)
	               ? fault(e, N_("what is encrypted in it isn't a backup"))
	               : false;
}

static bool is_named(const struct reading *r, const char *name)
{
	return r->more && strcmp(r->member.name, name) == 0;
}

static bool read_note(struct reading *r, struct error *e)
{
	if (!next(r, e))
		return false;
	if (!is_named(r, BACKUP_NOTE))
		return fault(e, N_("it doesn't begin with the note that every backup begins with"));
	return tar_reader_take(&r->tar, LIMIT_NOTE_SIZE, &r->found.note_text, e) &&
	       backup_note_read(buffer_bytes(&r->found.note_text), &r->found.note, e) && next(r, e);
}

static bool read_key(struct reading *r, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	size_t got;
	if (!is_named(r, BACKUP_KEY) || r->member.size == 0 || r->member.size > KEY_TEXT_MAX)
		return fault(e, N_("a part is missing, or stands in another's place"));
	if (!secret_new(&text, (size_t)r->member.size, e) ||
	    !source_fill(tar_reader_content(&r->tar), text.data, text.size, &got, e))
		return false;
	secret_close(&text);
	if (!store_key_parse(&text, BACKUP_KEY, &r->found.key, e))
		return false;
	if (!bytes_equal(bytes_of(r->found.key.store, STORE_ID_SIZE),
	                 bytes_of(r->found.note.store, STORE_ID_SIZE)))
		return fault(e, N_("its parts are of two stores"));
	return next(r, e);
}

/* The database passes by and is hashed. */
struct hashed {
	struct source in;
	struct sha256_stream hash;
};

static bool read_hashed(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct hashed *h = context;
	if (!h->in.read(h->in.context, out, size, ret_size, e))
		return false;
	sha256_update(&h->hash, bytes_of(out, *ret_size));
	return true;
}

/* Whatever was left of it. */
static bool drain(struct source in, struct error *e)
{
	uint8_t block[16384];
	size_t got = 1;
	while (got)
		if (!in.read(in.context, block, sizeof block, &got, e))
			return false;
	return true;
}

static bool hand_out_database(struct reading *r, struct error *e)
{
	struct hashed h = { .in = tar_reader_content(&r->tar) };
	const struct source in = { read_hashed, &h };
	struct sha256 hash;
	sha256_start(&h.hash);
	bool done = r->take(r->context, r->member.name, r->member.size, in, e) && drain(in, e);
	sha256_end(&h.hash, &hash);
	return done &&
	       ((r->member.size == r->found.note.size && sha256_equal(&hash, &r->found.note.database)) ||
	        fault(e, N_("the database in it isn't the one that its note names")));
}

static bool hand_out(struct reading *r, struct error *e)
{
	if (strcmp(r->member.name, STORE_DATABASE) == 0)
		return hand_out_database(r, e);
	return r->take(r->context, r->member.name, r->member.size, tar_reader_content(&r->tar), e);
}

/* A name that begins with the folder's and goes on with a file's, which isn't hidden. */
static bool is_in_folder(const char *name, const char *folder)
{
	size_t size = strlen(folder);
	return strncmp(name, folder, size) == 0 && name[size] == '/' && name[size + 1] &&
	       name[size + 1] != '.' && !strchr(name + size + 1, '/');
}

static bool read_part(struct reading *r, const struct backup_part *p, struct error *e)
{
	if (!p->folder && is_named(r, p->name))
		return hand_out(r, e) && next(r, e);
	while (p->folder && r->more && is_in_folder(r->member.name, p->name)) {
		r->found.letters += strcmp(p->name, "outbox") == 0;
		if (!hand_out(r, e) || !next(r, e))
			return false;
	}
	return p->optional || fault(e, N_("a part is missing, or stands in another's place"));
}

static bool read_all(struct reading *r, struct error *e)
{
	if (!read_note(r, e) || !read_key(r, e))
		return false;
	for (const struct backup_part *p = backup_parts; p->name; p++)
		if (!read_part(r, p, e))
			return false;
	return !r->more || fault(e, N_("a part is missing, or stands in another's place"));
}

bool backup_read(struct source in, const struct age_keys *keys, backup_take take, void *context,
                 struct backup_read *ret, struct error *e)
{
	_cleanup_(age_reader_freep) struct age_reader *age = NULL;
	struct reading r = { .take = take, .context = context };
	if (!age_reader_start(in, keys, &age, e))
		return false;
	tar_reader_start(&r.tar, age_reader_source(age));
	if (!read_all(&r, e)) {
		backup_read_clear(&r.found);
		return false;
	}
	*ret = r.found;
	return true;
}
