/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_draft.h"

#include "trust/agreement_text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- paths --- */

/* Where a path leads: to a row of a holder, and when that is a list, perhaps to an item of it. */
struct place {
	char *holder;
	const struct keyed *row;
	size_t index; /* SIZE_MAX: none */
};

static char **text_at(const struct place *p)
{
	assert(p->row && p->row->kind == KEYED_IS_TEXT);
	return (char **)(void *)(p->holder + p->row->offset);
}

static size_t *count_at(const struct place *p)
{
	return (size_t *)(void *)(p->holder + p->row->count);
}

/* NULL when there is no such item. */
static char *item_at(const struct place *p)
{
	char *items;
	memcpy(&items, p->holder + p->row->offset, sizeof items);
	return p->index < *count_at(p) ? items + p->index * p->row->size : NULL;
}

/* The item, made when it is the one behind the last. */
static char *make_item(const struct place *p, const char *path, struct error *e)
{
	char *items;
	size_t *count = count_at(p);
	if (p->index < *count)
		return item_at(p);
	if (p->index > *count || *count >= p->row->most) {
		error_set(e, p->index > *count ? ERR_NOT_FOUND : ERR_TOO_LARGE, path, "more than %zu",
		          *count);
		return NULL;
	}
	memcpy(&items, p->holder + p->row->offset, sizeof items);
	items = reallocarray(items, *count + 1, p->row->size);
	if (!items) {
		error_memory(e);
		return NULL;
	}
	memcpy(p->holder + p->row->offset, &items, sizeof items);
	return memset(items + (*count)++ * p->row->size, 0, p->row->size);
}

static const struct keyed *row_of(const struct keyed *keys, struct bytes name)
{
	while (keys->name && !bytes_equal_string(name, keys->name))
		keys++;
	assert(keys->name);
	return keys;
}

/* "purposes/1/fields/3/why". With `make`, the item that the last key is of is made when it is the one behind
 * the last; false when an item isn't there. */
static bool find_place(struct agreement_text *t, const char *path, bool make, struct place *ret,
                       struct error *e)
{
	struct place p = { (char *)t, NULL, SIZE_MAX };
	const struct keyed *keys = agreement_keys;
	for (struct cursor c = cursor_of(bytes_of_string(path)); !cursor_done(&c);) {
		struct bytes part = cursor_until(&c, '/');
		uint64_t number;
		if (!p.row) {
			p.row = row_of(keys, part);
			continue;
		}
		p.index = number_parse(part, p.row->most, &number) ? (size_t)number : SIZE_MAX;
		if (cursor_done(&c))
			break;
		bool last = !bytes_find(c.left, '/');
		char *item = make && last ? make_item(&p, path, e) : item_at(&p);
		if (!item)
			return make && !last ? error_set(e, ERR_NOT_FOUND, path, "%s", "") : false;
		keys = p.row->keys;
		p = (struct place){ item, NULL, SIZE_MAX };
	}
	assert(p.row); /* a path ends in a key, or in an item of one */
	*ret = p;
	return true;
}

/* --- what others use --- */

bool agreement_draft_new(struct agreement_text **ret, struct error *e)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	if (!agreement_draft_set(t, "type", AGREEMENT_TYPE, e))
		return false;
	*ret = t;
	t = NULL;
	return true;
}

bool agreement_draft_load(struct bytes raw, const char *subject, struct agreement_text **ret, struct error *e)
{
	struct bytes yaml;
	bool is_signed;
	if (!agreement_text_find(raw, subject, &yaml, &is_signed, e))
		return false;
	if (is_signed)
		return error_set(e, ERR_AGREEMENT_INVALID, subject,
		                 "signed already: it can only be followed by another version");
	return agreement_text_load(yaml, subject, ret, e);
}

void agreement_draft_freep(struct agreement_text **t)
{
	agreement_text_freep(t);
}

const char *agreement_draft_get(const struct agreement_text *t, const char *path)
{
	struct place p;
	/* Nothing is written through it. */
	return find_place((struct agreement_text *)(uintptr_t)t, path, false, &p, NULL) ? *text_at(&p) : NULL;
}

size_t agreement_draft_count(const struct agreement_text *t, const char *list)
{
	struct place p;
	return find_place((struct agreement_text *)(uintptr_t)t, list, false, &p, NULL) ? *count_at(&p) : 0;
}

bool agreement_draft_set(struct agreement_text *t, const char *path, const char *value, struct error *e)
{
	_cleanup_(string_freep) char *copy = string_copy(value);
	struct place p;
	if (value && !copy)
		return error_memory(e);
	if (!find_place(t, path, true, &p, e))
		return false;
	char *old = *text_at(&p);
	*text_at(&p) = copy;
	copy = old;
	return true;
}

void agreement_draft_remove(struct agreement_text *t, const char *item)
{
	struct place p;
	char *gone = find_place(t, item, false, &p, NULL) ? item_at(&p) : NULL;
	if (!gone)
		return;
	keyed_clear(gone, p.row->keys);
	memmove(gone, gone + p.row->size, (--*count_at(&p) - p.index) * p.row->size);
}

bool agreement_draft_format(const struct agreement_text *t, struct buffer *out, struct error *e)
{
	keyed_write(t, agreement_keys, KEYED_PLAIN, out);
	return buffer_ok(out, e);
}

uint64_t agreement_draft_line(struct bytes yaml, const char *path)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = NULL;
	struct error ignored;
	if (!agreement_text_load(yaml, NULL, &t, &ignored) || !keyed_has(keyed_whole(&t->lines), path))
		return 0;
	return keyed_line(keyed_in(keyed_whole(&t->lines), "%s", path));
}
