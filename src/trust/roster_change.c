/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_change.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/roster_check.h"

#include <stdlib.h>
#include <string.h>

/* --- rows, by their texts --- */

static bool hash_of(const void *from, const struct keyed *keys, struct buffer *text, struct sha256 *ret,
                    struct error *e)
{
	buffer_reset(text);
	keyed_write(from, keys, KEYED_PLAIN, text);
	sha256_of(buffer_bytes(text), ret);
	return buffer_ok(text, e);
}

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct sha256));
}

static void hashes_freep(struct sha256 **h)
{
	free(*h);
	*h = NULL;
}

static bool hash_rows(const struct roster *r, const struct keyed *list, struct buffer *text,
                      struct sha256 **ret, struct error *e)
{
	size_t count = keyed_count(r, list);
	struct sha256 *hashes = calloc(count + 1, sizeof *hashes);
	if (!hashes)
		return error_memory(e);
	*ret = hashes;
	for (size_t i = 0; i < count; i++)
		if (!hash_of(keyed_rows(r, list) + i * list->size, list->keys, text, &hashes[i], e))
			return false;
	qsort(hashes, count, sizeof *hashes, compare);
	return true;
}

static bool add(struct roster_change *c, struct roster_row row, struct error *e)
{
	struct roster_row *more = reallocarray(c->rows, c->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	c->rows = more;
	c->rows[c->count++] = row;
	return true;
}

/* The rows of that list in `a` that `b` doesn't have. */
static bool add_missing(struct roster_change *c, const struct roster *a, const struct roster *b,
                        const struct keyed *list, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(hashes_freep) struct sha256 *there = NULL;
	struct sha256 hash;
	if (!hash_rows(b, list, &text, &there, e))
		return false;
	for (size_t i = 0; i < keyed_count(a, list); i++) {
		const char *row = keyed_rows(a, list) + i * list->size;
		if (!hash_of(row, list->keys, &text, &hash, e))
			return false;
		if (!bsearch(&hash, there, keyed_count(b, list), sizeof hash, compare) &&
		    !add(c, (struct roster_row){ a, list->name, row }, e))
			return false;
	}
	return true;
}

/* Each version has these of its own. */
static bool is_of_version(const struct keyed *key)
{
	static const char *const names[] = { "version", "previous", "issued", "review_by" };
	for (size_t i = 0; i < ELEMENTS(names); i++)
		if (strcmp(names[i], key->name) == 0)
			return true;
	return key->kind == KEYED_IS_CONSTANT;
}

static bool compare_term(struct roster_change *c, const struct roster *a, const struct roster *b,
                         const struct keyed *key, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const struct keyed alone[] = { *key, { 0 } };
	struct sha256 of_a, of_b;
	if (!hash_of(a, alone, &text, &of_a, e) || !hash_of(b, alone, &text, &of_b, e))
		return false;
	c->terms = c->terms || !sha256_equal(&of_a, &of_b);
	return true;
}

void roster_change_clear(struct roster_change *c)
{
	free(c->rows);
	*c = (struct roster_change){ 0 };
}

bool roster_change_between(const struct roster *known, const struct roster *next, struct roster_change *ret,
                           struct error *e)
{
	_cleanup_(roster_change_clear) struct roster_change c = { 0 };
	for (const struct keyed *k = roster_keys; k->name; k++) {
		bool ok = k->kind != KEYED_IS_LIST
		                  ? is_of_version(k) || compare_term(&c, known, next, k, e)
		                  : add_missing(&c, known, next, k, e) && add_missing(&c, next, known, k, e);
		if (!ok)
			return false;
	}
	*ret = c;
	c = (struct roster_change){ 0 };
	return true;
}

bool roster_concerns(const struct roster *known, const struct roster *next, const char *controller, bool *ret,
                     struct error *e)
{
	_cleanup_(roster_change_clear) struct roster_change change = { 0 };
	if (!roster_change_between(known, next, &change, e))
		return false;
	*ret = roster_change_touches(&change, known, next, controller);
	return true;
}

/* --- whose they are --- */

static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Does this person belong to the controller? A person whose name no controller
 * bears belongs to those at whose units he works: somebody must answer for him. */
static bool person_belongs(const struct roster *r, const char *person, const char *controller)
{
	struct bytes owner = roster_name_owner(person);
	if (bytes_equal_string(owner, controller) || roster_is_officer(r, person, controller))
		return true;
	if (roster_controller(r, owner))
		return false;
	for (size_t i = 0; i < r->mandate_count; i++)
		if (same(r->mandates[i].person, person) &&
		    same(roster_unit(r, r->mandates[i].unit)->controller, controller))
			return true;
	return false;
}

static bool of_controller(const struct roster *r, const void *row, const char *controller)
{
	(void)r;
	return same(((const struct roster_controller *)row)->name, controller);
}

static bool of_person(const struct roster *r, const void *row, const char *controller)
{
	return person_belongs(r, ((const struct roster_person *)row)->name, controller);
}

static bool of_officer(const struct roster *r, const void *row, const char *controller)
{
	(void)r;
	return same(((const struct roster_officer *)row)->controller, controller);
}

static bool of_adviser(const struct roster *r, const void *row, const char *controller)
{
	(void)r;
	return same(((const struct roster_adviser *)row)->controller, controller);
}

static bool of_unit(const struct roster *r, const void *row, const char *controller)
{
	(void)r;
	return same(((const struct roster_unit *)row)->controller, controller);
}

static bool of_mandate(const struct roster *r, const void *row, const char *controller)
{
	return same(roster_unit(r, ((const struct roster_mandate *)row)->unit)->controller, controller);
}

/* Of a unit that isn't listed any more: whoever bears its first half, or everybody. */
static bool unit_belongs(const struct roster *r, const char *unit, const char *controller)
{
	const struct roster_unit *u = roster_unit(r, unit);
	struct bytes owner = roster_name_owner(unit);
	if (u)
		return same(u->controller, controller);
	return !roster_controller(r, owner) || bytes_equal_string(owner, controller);
}

static bool of_revocation(const struct roster *r, const void *row, const char *controller)
{
	const char *name = roster_revocation_name(row);
	return name_is_person(bytes_of_string(name)) ? person_belongs(r, name, controller)
	                                             : unit_belongs(r, name, controller);
}

static bool of_succession(const struct roster *r, const void *row, const char *controller)
{
	const struct roster_succession *s = row;
	(void)r;
	return same(s->controller, controller) || same(s->successor, controller);
}

static const struct {
	const char *list;
	bool (*is)(const struct roster *r, const void *row, const char *controller);
} owners[] = {
	{ "controllers", of_controller },
	{ "persons", of_person },
	{ "officers", of_officer },
	{ "advisers", of_adviser },
	{ "units", of_unit },
	{ "mandates", of_mandate },
	{ "revocations", of_revocation },
	{ "successions", of_succession },
};

/* Of a list that nobody is named for, everybody. */
static bool row_touches(const struct roster_row *row, const char *controller)
{
	for (size_t i = 0; i < ELEMENTS(owners); i++)
		if (same(owners[i].list, row->list))
			return owners[i].is(row->of, row->row, controller);
	return true;
}

/* Somebody of the controller's in `a` is nobody of its in `b`, though his row is the same. */
static bool loses_person(const struct roster *a, const struct roster *b, const char *controller)
{
	for (size_t i = 0; i < a->person_count; i++)
		if (person_belongs(a, a->persons[i].name, controller) &&
		    !person_belongs(b, a->persons[i].name, controller))
			return true;
	return false;
}

bool roster_change_touches(const struct roster_change *c, const struct roster *known,
                           const struct roster *next, const char *controller)
{
	for (size_t i = 0; i < c->count; i++)
		if (row_touches(&c->rows[i], controller))
			return true;
	return c->terms || loses_person(known, next, controller) || loses_person(next, known, controller);
}
