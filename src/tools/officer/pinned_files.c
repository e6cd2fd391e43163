/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/pinned_files.h"

#include "base/limits.h"
#include "io/file.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

void pinned_files_clear(struct pinned_files *p)
{
	for (size_t i = 0; i < p->count; i++)
		buffer_clear(&p->list[i].note);
	free(p->list);
	*p = (struct pinned_files){ 0 };
}

static bool read_one(const char *path, struct pinned_file *f, struct error *e)
{
	static const char *const types[] = { GROUNDS_TYPE, OVERRIDE_TYPE, CATALOGUE_TYPE };
	struct note note;
	f->path = path;
	if (!statement_read(path, &f->note, e))
		return false;
	if (!statement_type(buffer_bytes(&f->note), f->type, sizeof f->type))
		return error_set(e, ERR_NOTE, path, "%s", N_("not a signed text of sluis"));
	for (size_t i = 0; i < ELEMENTS(types); i++) {
		if (strcmp(types[i], f->type) != 0)
			continue;
		if (!statement_open_draft(buffer_bytes(&f->note), f->type, path, &note, e))
			return false;
		f->text = note.text;
		f->hash = note.hash;
		return true;
	}
	return error_set(e, ERR_NOTE, path, "%s isn't a kind of text that an agreement pins", f->type);
}

bool pinned_files_read(const char *const *paths, size_t count, struct pinned_files *ret, struct error *e)
{
	_cleanup_(pinned_files_clear) struct pinned_files p = { 0 };
	p.list = calloc(count + 1, sizeof *p.list);
	if (!p.list)
		return error_memory(e);
	while (p.count < count) {
		size_t i = p.count++;
		if (!read_one(paths[i], &p.list[i], e))
			return false;
	}
	*ret = p;
	p = (struct pinned_files){ 0 };
	return true;
}

static bool find(void *context, const struct sha256 *hash, struct buffer *ret, bool *ret_found,
                 struct error *e)
{
	const struct pinned_files *p = context;
	const struct bytes shipped[] = { catalogue_shipped(), grounds_shipped() };
	struct sha256 known;
	*ret_found = false;
	for (size_t i = 0; i < p->count && !*ret_found; i++) {
		*ret_found = sha256_equal(&p->list[i].hash, hash);
		if (*ret_found)
			buffer_append(ret, buffer_bytes(&p->list[i].note));
	}
	for (size_t i = 0; i < ELEMENTS(shipped) && !*ret_found; i++) {
		sha256_of(shipped[i], &known);
		*ret_found = sha256_equal(&known, hash);
		if (*ret_found)
			buffer_append(ret, shipped[i]);
	}
	return buffer_ok(ret, e);
}

struct pinned_source pinned_files_source(struct pinned_files *p)
{
	return (struct pinned_source){ find, p };
}

static bool load_catalogue(const struct pinned_files *p, struct catalogue **ret, struct error *e)
{
	struct catalogue_addition *texts = calloc(p->count + 1, sizeof *texts);
	size_t count = 0;
	if (!texts)
		return error_memory(e);
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->list[i].type, CATALOGUE_TYPE) == 0)
			texts[count++] = (struct catalogue_addition){ p->list[i].text, p->list[i].path };
	bool ok = catalogue_load_with(catalogue_shipped(), "catalogue.yaml", texts, count, ret, e);
	free(texts);
	return ok;
}

bool pinned_files_all(const struct pinned_files *p, struct pinned *ret, struct error *e)
{
	_cleanup_(pinned_clear) struct pinned all = { 0 };
	struct bytes grounds = grounds_shipped();
	const char *table = "grounds-nl.yaml";
	all.overrides = calloc(p->count + 1, sizeof(struct override *));
	if (!all.overrides)
		return error_memory(e);
	for (size_t i = 0; i < p->count; i++) {
		const struct pinned_file *f = &p->list[i];
		if (strcmp(f->type, GROUNDS_TYPE) == 0) {
			grounds = buffer_bytes(&f->note);
			table = f->path;
		}
		if (strcmp(f->type, OVERRIDE_TYPE) != 0)
			continue;
		if (!override_parse(buffer_bytes(&f->note), f->path, &all.overrides[all.override_count], e))
			return false;
		all.override_count++;
	}
	if (!grounds_parse(grounds, table, &all.grounds, e) || !load_catalogue(p, &all.catalogue, e))
		return false;
	*ret = all;
	all = (struct pinned){ 0 };
	return true;
}
