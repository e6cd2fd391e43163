/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/whole_client.h"

#include "exchange/declarations.h"
#include "store/retraction.h"

#include <stdlib.h>
#include <string.h>

void whole_client_clear(struct whole_client *c)
{
	record_clear(&c->current);
	ties_clear(&c->ties);
	free(c->ids);
	c->ids = NULL;
	c->count = 0;
}

static bool add_id(struct whole_client *c, const char *id, struct error *e)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->ids[i], id) == 0)
			return true;
	void *more = reallocarray(c->ids, c->count + 1, sizeof *c->ids);
	if (!more)
		return error_memory(e);
	c->ids = more;
	memcpy(c->ids[c->count++], id, RECORD_ID_SIZE + 1);
	return true;
}

/* Of several with one BSN the first says who it is. */
static bool meet(void *context, const struct stored_record *stored, struct error *e)
{
	struct whole_client *c = context;
	if (c->count)
		return add_id(c, stored->id, e);
	return record_recall(c->act->desk->catalogue, stored->json, stored->id, &c->current, e) &&
	       ties_of_record(&c->current, &c->ties, e) && add_id(c, stored->id, e);
}

/* A set names who has a BSN elsewhere, too; two records with two numbers are two persons. */
static bool add_same(void *context, const struct stored_record *stored, struct error *e)
{
	struct whole_client *c = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(c->act->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	return !declarations_same_client(&c->current, &r) || add_id(c, stored->id, e);
}

static bool add_tied(struct whole_client *c, const char *tie, struct error *e)
{
	const struct selection which = { .kind = SELECT_TIED, .tie = tie };
	return !tie || records_each(c->act->desk->store, &which, false, add_same, c, e);
}

static bool meet_named(struct whole_client *c, struct error *e)
{
	const struct selection one = { .kind = c->record ? SELECT_RECORDS : SELECT_BSNS,
		                       .items = c->record ? &c->record : &c->number,
		                       .count = 1 };
	if (records_each(c->act->desk->store, &one, false, meet, c, e))
		return true;
	return !c->record && e->code == ERR_NOT_FOUND && !c->count;
}

bool whole_client_of(struct whole_client *c, struct act *a, struct error *e)
{
	c->act = a;
	if (!meet_named(c, e) || !add_tied(c, c->ties.number, e) || !add_tied(c, c->ties.set, e))
		return false;
	c->wmo = c->count && bytes_equal_string(record_role(&c->current, ROLE_LAW), "wmo");
	return true;
}

/* Versions of records that are about somebody else now. */
static bool is_of_client(void *context, const struct stored_record *version, bool *ret, struct error *e)
{
	const struct whole_client *c = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(c->act->desk->catalogue, version->json, version->id, &r, e))
		return false;
	*ret = tie_fits(c->ties.number ? c->ties.number : c->ties.set, &r);
	return true;
}

static bool split_before(void *context, const struct stored_record *stored, struct error *e)
{
	struct whole_client *c = context;
	char id[RECORD_ID_SIZE + 1];
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->ids[i], stored->id) == 0)
			return true;
	return record_split(c->act->desk->store, stored->id, is_of_client, c, id, e) &&
	       (!*id || add_id(c, id, e));
}

bool whole_client_before(struct whole_client *c, struct error *e)
{
	const char *tie = c->ties.number ? c->ties.number : c->ties.set;
	const struct selection before = { .kind = SELECT_TIED_BEFORE, .tie = tie };
	return !tie || records_each(c->act->desk->store, &before, false, split_before, c, e);
}

bool whole_client_log(const struct whole_client *c, bool named, struct error *e)
{
	if (named && !c->count)
		return act_client_bsn(c->act, bytes_of_string(c->number), NULL, NULL, NULL, e);
	struct bytes bsn = named ? record_role(&c->current, ROLE_BSN) : bytes_of(NULL, 0);
	for (size_t i = 0; i < c->count; i++)
		if (!act_client_bsn(c->act, bsn, c->ids[i], NULL, NULL, e))
			return false;
	return true;
}
