/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/key_types.h"
#include "trust/roster_change.h"
#include "trust/roster_check.h"

#include <stdlib.h>
#include <string.h>

const char *difference_name(enum difference d)
{
	static const char *const names[DIFFERENCES] = { "added", "gone", "changed" };
	return names[d];
}

static const struct keyed *keys_of(const char *list)
{
	const struct keyed *k = roster_keys;
	while (strcmp(k->name, list) != 0)
		k++;
	return k->keys;
}

/* The names of all rows that differ: each is compared with many. */
struct row_names {
	struct buffer *list;
	size_t count;
};
static void row_names_clear(struct row_names *n)
{
	for (size_t i = 0; i < n->count; i++)
		buffer_clear(&n->list[i]);
	free(n->list);
}

static bool name_rows(const struct roster_change *c, struct row_names *ret, struct error *e)
{
	ret->list = calloc(c->count + 1, sizeof *ret->list);
	if (!ret->list)
		return error_memory(e);
	for (; ret->count < c->count; ret->count++)
		roster_row_name(&c->rows[ret->count], &ret->list[ret->count]);
	for (size_t i = 0; i < ret->count; i++)
		if (!buffer_ok(&ret->list[i], e))
			return false;
	return true;
}

/* --- telling --- */

struct differing {
	roster_difference_hook each;
	void *context;
	bool first;
};

static bool tell_key(struct differing *d, struct roster_difference *what, const void *was, const void *is,
                     const struct keyed *key, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer before = { 0 }, after = { 0 };
	if (was)
		roster_row_value(was, key, &before);
	if (is)
		roster_row_value(is, key, &after);
	if (!buffer_ok(&before, e) || !buffer_ok(&after, e))
		return false;
	if (bytes_equal(buffer_bytes(&before), buffer_bytes(&after)))
		return true;
	what->key = key->name;
	what->was = before.size ? buffer_string(&before) : NULL;
	what->is = after.size ? buffer_string(&after) : NULL;
	what->is_key = key->type == &verifier_type;
	what->first = d->first;
	d->first = false;
	return d->each(d->context, what, e);
}

/* `was` or `is` may be NULL: the row is new, or gone. */
static bool tell_row(struct differing *d, const char *name, const struct roster_row *was,
                     const struct roster_row *is, struct error *e)
{
	const char *list = was ? was->list : is->list;
	struct roster_difference what = { .kind = !was  ? DIFFERENCE_ADDED
		                                  : !is ? DIFFERENCE_GONE
		                                        : DIFFERENCE_CHANGED,
		                          .list = list,
		                          .name = name };
	d->first = true;
	for (const struct keyed *k = keys_of(list); k->name; k++)
		if (!tell_key(d, &what, was ? was->row : NULL, is ? is->row : NULL, k, e))
			return false;
	return true;
}

/* What isn't in a row, but for what each version has of its own. */
static bool tell_terms(struct differing *d, const struct roster *known, const struct roster *next,
                       struct error *e)
{
	static const char *const own[] = { "version", "previous", "issued" };
	struct roster_difference what = { .kind = DIFFERENCE_CHANGED, .list = "roster", .name = "" };
	d->first = true;
	for (const struct keyed *k = roster_keys; k->name; k++) {
		bool skip = k->kind == KEYED_IS_LIST || k->kind == KEYED_IS_CONSTANT;
		for (size_t i = 0; i < ELEMENTS(own); i++)
			skip = skip || strcmp(own[i], k->name) == 0;
		if (!skip && !tell_key(d, &what, known, next, k, e))
			return false;
	}
	return true;
}

/* The row of `next` that this one of `known` became; each becomes one. */
static size_t find_became(const struct roster_change *c, const struct row_names *names, size_t row,
                          const bool *used)
{
	for (size_t i = 0; i < c->count; i++)
		if (!used[i] && c->rows[i].of != c->rows[row].of &&
		    strcmp(c->rows[i].list, c->rows[row].list) == 0 &&
		    bytes_equal(buffer_bytes(&names->list[i]), buffer_bytes(&names->list[row])))
			return i;
	return c->count;
}

static void bools_freep(bool **b)
{
	free(*b);
}

bool roster_each_difference(const struct roster *known, const struct roster *next,
                            roster_difference_hook each, void *context, struct error *e)
{
	_cleanup_(roster_change_clear) struct roster_change c = { 0 };
	_cleanup_(row_names_clear) struct row_names names = { 0 };
	_cleanup_(bools_freep) bool *used = NULL;
	struct differing d = { .each = each, .context = context };
	if (!roster_change_between(known, next, &c, e) || !name_rows(&c, &names, e))
		return false;
	used = calloc(c.count + 1, sizeof *used);
	if (!used)
		return error_memory(e);
	if (!tell_terms(&d, known, next, e))
		return false;
	for (size_t i = 0; i < c.count; i++) {
		if (c.rows[i].of != known)
			continue;
		size_t became = find_became(&c, &names, i, used);
		used[became] = true; /* there is room for one that is none */
		if (!tell_row(&d, buffer_string(&names.list[i]), &c.rows[i],
		              became < c.count ? &c.rows[became] : NULL, e))
			return false;
	}
	for (size_t i = 0; i < c.count; i++)
		if (c.rows[i].of == next && !used[i] &&
		    !tell_row(&d, buffer_string(&names.list[i]), NULL, &c.rows[i], e))
			return false;
	return true;
}
