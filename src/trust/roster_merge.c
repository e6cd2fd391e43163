/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/keyed.h"
#include "trust/roster_change.h"
#include "trust/roster_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* One draft of two rosters. */

/* The row goes over, with what it owns. */
static bool move_row(struct roster *to, char *row, const struct keyed *list, struct error *e)
{
	size_t count = keyed_count(to, list);
	char *rows = reallocarray(keyed_rows(to, list), count + 1, list->size);
	if (!rows)
		return error_memory(e);
	memcpy(rows + count++ * list->size, row, list->size);
	memset(row, 0, list->size);
	memcpy((char *)to + list->offset, &rows, sizeof rows);
	memcpy((char *)to + list->count, &count, sizeof count);
	return true;
}

/* The names of all rows of a list: each is compared with many. */
struct names {
	struct buffer *list;
	size_t count;
};
static void names_clear(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		buffer_clear(&n->list[i]);
	free(n->list);
}

static bool name_row(const struct roster *r, const struct keyed *list, size_t i, struct buffer *ret,
                     struct error *e)
{
	const struct roster_row row = { r, list->name, keyed_rows(r, list) + i * list->size };
	roster_row_name(&row, ret);
	return buffer_ok(ret, e);
}

static bool names_of(const struct roster *r, const struct keyed *list, struct names *ret, struct error *e)
{
	ret->list = calloc(keyed_count(r, list) + 1, sizeof *ret->list);
	if (!ret->list)
		return error_memory(e);
	while (ret->count < keyed_count(r, list)) {
		size_t i = ret->count++;
		if (!name_row(r, list, i, &ret->list[i], e))
			return false;
	}
	return true;
}

static bool rows_alike(const void *a, const void *b, const struct keyed *list, bool *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer of_a = { 0 }, of_b = { 0 };
	keyed_write(a, list->keys, KEYED_PLAIN, &of_a);
	keyed_write(b, list->keys, KEYED_PLAIN, &of_b);
	*ret = bytes_equal(buffer_bytes(&of_a), buffer_bytes(&of_b));
	return buffer_ok(&of_a, e) && buffer_ok(&of_b, e);
}

/* What a list's rows have to be made alike in, before. */
static const char *differs(const char *list)
{
	static const struct {
		const char *list, *words;
	} known[] = {
		{ "units",
		  N_("both have a unit of this name, with other keys: close one of the two, or give it "
		     "another name as a new unit, before they merge") },
		{ "persons",
		  N_("both have this person, with other keys or days: replace the card in one of the "
		     "two (`roster add --replace`) before they merge") },
		{ "controllers",
		  N_("both have this controller, with another threshold: make it the same in one "
		     "of the two before they merge") },
	};
	for (size_t i = 0; i < ELEMENTS(known); i++)
		if (strcmp(known[i].list, list) == 0)
			return known[i].words;
	return N_(
		"both have this row, and differ in it: make it the same in one of the two before they merge");
}

static bool take_rows(struct roster *to, struct roster *from, const struct keyed *list, struct error *e)
{
	_cleanup_(names_clear) struct names there = { 0 };
	if (!names_of(to, list, &there, e))
		return false;
	for (size_t i = 0; i < keyed_count(from, list); i++) {
		_cleanup_(buffer_clear) struct buffer name = { 0 };
		char *row = keyed_rows(from, list) + i * list->size;
		size_t at = 0;
		bool alike = true;
		if (!name_row(from, list, i, &name, e))
			return false;
		while (at < there.count && !bytes_equal(buffer_bytes(&there.list[at]), buffer_bytes(&name)))
			at++;
		if (at == there.count
		            ? !move_row(to, row, list, e)
		            : !rows_alike(keyed_rows(to, list) + at * list->size, row, list, &alike, e))
			return false;
		if (!alike)
			return error_set(e, ERR_ROSTER_MERGE, buffer_string(&name), "%s",
			                 differs(list->name));
	}
	return true;
}

/* A controller that both have has the same officers in both: else no quorum of the one would be one of the
 * other. */
static bool check_officers(const struct roster *a, const struct roster *b, struct error *e)
{
	for (size_t i = 0; i < a->officer_count; i++) {
		const struct roster_officer *o = &a->officers[i];
		if (roster_controller(b, bytes_of_string(o->controller)) &&
		    !roster_is_officer(b, o->person, o->controller))
			return error_set(e, ERR_ROSTER_MERGE, o->person,
			                 N_("an officer of %s in one of the two, and not in the other"),
			                 o->controller);
	}
	return true;
}

/* A mandate whose id both have gets one that neither has, on either side: an id never becomes another's. */
static bool rename_mandates(struct roster *r, const struct roster *other, uint64_t version, uint64_t *number,
                            struct error *e)
{
	for (size_t i = 0; i < r->mandate_count; i++) {
		struct roster_mandate *m = &r->mandates[i];
		if (!roster_mandate_by_id(other, m->id))
			continue;
		char *id = NULL;
		do {
			free(id);
			id = string_printf("m-%" PRIu64 "-%" PRIu64, version, (*number)++);
			if (!id)
				return error_memory(e);
		} while (roster_mandate_by_id(other, id) || roster_mandate_by_id(r, id));
		free(m->id);
		m->id = id;
	}
	return true;
}

static uint64_t months_of(const struct roster *r)
{
	return r->log_months ? r->log_months : ROSTER_LOG_MONTHS;
}

static bool add_pair(struct roster *r, const struct roster *of, const struct sha256 *root, struct error *e)
{
	struct roster_merged *rows = reallocarray(r->merged, r->merged_count + 1, sizeof *rows);
	if (!rows)
		return error_memory(e);
	r->merged = rows;
	rows[r->merged_count] = (struct roster_merged){
		.id = string_copy(of->id), .version = of->version, .hash = of->hash, .root = *root
	};
	return rows[r->merged_count++].id ? true : error_memory(e);
}

static bool set_id(struct roster *r, const char *id, struct error *e)
{
	free(r->id);
	r->id = string_copy(id);
	return r->id ? true : error_memory(e);
}

bool roster_merge(const struct roster *a, const struct roster *b, const struct sha256 roots[2],
                  const char *id, moment issued, struct roster **ret, struct error *e)
{
	_cleanup_(roster_freep) struct roster *merged = NULL, *other = NULL;
	uint64_t number = 1;
	if (sha256_equal(&roots[0], &roots[1]))
		return error_set(e, ERR_ROSTER_MERGE, b->id, "%s",
		                 N_("both began with the same version 1: they are one partnership already"));
	if (issued < a->issued || issued < b->issued)
		return error_set(e, ERR_CLOCK, a->issued > issued ? a->id : b->id, "%s",
		                 N_("issued later than now"));
	if (!check_officers(a, b, e) || !check_officers(b, a, e) ||
	    !roster_parse(buffer_bytes(&a->note), a->id, &merged, e) ||
	    !roster_parse(buffer_bytes(&b->note), b->id, &other, e))
		return false;
	buffer_clear(&merged->note);
	merged->version = (a->version > b->version ? a->version : b->version) + 1;
	merged->previous = a->hash;
	merged->issued = issued;
	merged->review_by = a->review_by < b->review_by ? a->review_by : b->review_by;
	merged->disclosure_by_two = a->disclosure_by_two || b->disclosure_by_two;
	merged->access_by_two = a->access_by_two || b->access_by_two;
	if (months_of(b) < months_of(a))
		merged->log_months = b->log_months;
	if (!set_id(merged, id, e) || !rename_mandates(merged, b, merged->version, &number, e) ||
	    !rename_mandates(other, a, merged->version, &number, e))
		return false;
	for (const struct keyed *k = roster_keys; k->name; k++)
		if (k->kind == KEYED_IS_LIST && !take_rows(merged, other, k, e))
			return false;
	if (!add_pair(merged, a, &roots[0], e) || !add_pair(merged, b, &roots[1], e))
		return false;
	*ret = merged;
	merged = NULL;
	return true;
}
