/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/folder.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void folder_clear(struct folder *f)
{
	for (size_t i = 0; i < f->count; i++) {
		free(f->list[i].path);
		buffer_clear(&f->list[i].raw);
	}
	free(f->list);
	free(f->key);
	*f = (struct folder){ 0 };
}

/* Whether it is a text of ours; a key is remembered. */
static bool is_ours(struct folder *f, struct folder_text *t)
{
	struct error ignored;
	struct note note;
	if (!file_read(t->path, LIMIT_NOTE_SIZE, &t->raw, &ignored))
		return false;
	struct bytes raw = buffer_bytes(&t->raw);
	if (file_kind_of(raw) == FILE_KEY && !f->key)
		f->key = string_copy(t->path);
	if (!file_kind_check(raw, t->path, FILE_FOR_NOTE | FILE_FOR_CARD, &ignored) ||
	    !statement_type(raw, t->type, sizeof t->type))
		return false;
	return !statement_is_signed(raw) || note_parse(raw, t->path, &note, &ignored);
}

static bool add(struct folder *f, const char *folder, const char *name, struct error *e)
{
	struct folder_text t = { .path = path_join(folder, name) };
	if (!t.path)
		return error_memory(e);
	t.name = t.path + strlen(t.path) - strlen(name);
	if (!is_ours(f, &t)) {
		free(t.path);
		buffer_clear(&t.raw);
		return true;
	}
	struct folder_text *more = reallocarray(f->list, f->count + 1, sizeof *more);
	if (!more) {
		free(t.path);
		buffer_clear(&t.raw);
		return error_memory(e);
	}
	f->list = more;
	f->list[f->count++] = t;
	return true;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct folder_text *)a)->name, ((const struct folder_text *)b)->name);
}

bool folder_read(const char *path, struct folder *ret, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	if (!directory_check(path, e))
		return false;
	DIR *d = opendir(path);
	if (!d)
		return error_errno(e, errno, path, "%s", "");
	bool ok = true;
	for (const struct dirent *entry; ok && (entry = readdir(d));)
		ok = entry->d_name[0] == '.' || add(&f, path, entry->d_name, e);
	closedir(d);
	if (!ok)
		return false;
	if (f.count)
		qsort(f.list, f.count, sizeof *f.list, compare);
	*ret = f;
	f = (struct folder){ 0 };
	return true;
}

const struct folder_text *folder_next(const struct folder *f, const char *type,
                                      const struct folder_text *after)
{
	for (size_t i = after ? (size_t)(after - f->list) + 1 : 0; i < f->count; i++)
		if (strcmp(f->list[i].type, type) == 0)
			return &f->list[i];
	return NULL;
}

/* Of the same partnership, or of one that became it. */
static bool is_of(const struct roster *newest, const char *id)
{
	bool is = strcmp(newest->id, id) == 0;
	for (size_t i = 0; i < newest->merged_count; i++)
		is = is || strcmp(newest->merged[i].id, id) == 0;
	return is;
}

static bool check_alone(const struct folder *f, const struct roster *newest, struct error *e)
{
	for (const struct folder_text *t = NULL; (t = folder_next(f, ROSTER_TYPE, t));) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		if (!roster_parse(buffer_bytes(&t->raw), t->path, &r, e))
			return false;
		if (!is_of(newest, r->id))
			return error_set(e, ERR_AMBIGUOUS, t->path, "rosters of %s and of %s", newest->id,
			                 r->id);
		if (newest->version == r->version && !sha256_equal(&newest->hash, &r->hash))
			return error_set(e, ERR_AMBIGUOUS, t->path, "two different rosters bear version %llu",
			                 (unsigned long long)r->version);
	}
	return true;
}

bool folder_roster(const struct folder *f, struct roster **ret, const char **ret_path, struct error *e)
{
	_cleanup_(roster_freep) struct roster *newest = NULL;
	for (const struct folder_text *t = NULL; (t = folder_next(f, ROSTER_TYPE, t));) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		if (!roster_parse(buffer_bytes(&t->raw), t->path, &r, e))
			return false;
		if (newest && newest->version >= r->version)
			continue;
		roster_freep(&newest);
		newest = r;
		r = NULL;
		if (ret_path)
			*ret_path = t->path;
	}
	if (newest && !check_alone(f, newest, e))
		return false;
	*ret = newest;
	newest = NULL;
	return true;
}

void rosters_before_clear(struct rosters_before *b)
{
	for (size_t i = 0; i < b->count; i++)
		roster_freep(&b->list[i]);
	*b = (struct rosters_before){ 0 };
}

bool rosters_before_whole(const struct rosters_before *b, const struct roster *r)
{
	return b->count == (r->version == 1 ? 0u : roster_merger_of(r) ? 2u : 1u);
}

bool rosters_before_take(struct rosters_before *b, const struct roster *r, struct roster **candidate)
{
	const struct roster *c = *candidate;
	bool follows =
		roster_merger_of(r) ? roster_merger(c, r) != NULL : sha256_equal(&r->previous, &c->hash);
	for (size_t i = 0; i < b->count; i++)
		follows = follows && !sha256_equal(&b->list[i]->hash, &c->hash);
	if (!follows || b->count == ELEMENTS(b->list))
		return false;
	b->list[b->count++] = *candidate;
	*candidate = NULL;
	return true;
}

bool folder_rosters_before(const struct folder *f, const struct roster *r, struct rosters_before *ret,
                           struct error *e)
{
	_cleanup_(rosters_before_clear) struct rosters_before b = { 0 };
	for (const struct folder_text *t = NULL; (t = folder_next(f, ROSTER_TYPE, t));) {
		_cleanup_(roster_freep) struct roster *one = NULL;
		if (!roster_parse(buffer_bytes(&t->raw), t->path, &one, e) && e->code == ERR_MEMORY)
			return false;
		if (one)
			(void)rosters_before_take(&b, r, &one);
	}
	*ret = b;
	b = (struct rosters_before){ 0 };
	return true;
}

bool folder_root(const struct folder *f, struct roster **ret, struct error *e)
{
	_cleanup_(roster_freep) struct roster *root = NULL;
	struct error ignored;
	for (const struct folder_text *t = NULL; (t = folder_next(f, ROSTER_TYPE, t));) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		if (!roster_parse(buffer_bytes(&t->raw), t->path, &r, e))
			return false;
		if (r->version != 1 || !roster_verify_root(r, &r->hash, &ignored))
			continue;
		if (root && !sha256_equal(&root->hash, &r->hash))
			return error_set(e, ERR_AMBIGUOUS, t->path, "%s",
			                 N_("two first versions of a roster lie there"));
		roster_freep(&root);
		root = r;
		r = NULL;
	}
	*ret = root;
	root = NULL;
	return true;
}
