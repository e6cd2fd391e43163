/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_entries.h"

#include "exchange/declarations.h"
#include "record/bsn.h"

#include <string.h>

/* --- whose a record is --- */

struct tracing {
	struct desk *desk;
	const struct record *now;
	moment other; /* the newest version that was about somebody else; 0: none was */
	moment since; /* the oldest behind it that wasn't; 0: none yet */
	bool dates;   /* `other` is known */
};

static bool trace_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct tracing *t = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(t->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	bool same = declarations_same_client(t->now, &r);
	if (!t->dates && !same && stored->taken_in > t->other)
		t->other = stored->taken_in;
	if (t->dates && same && stored->taken_in >= t->other && (!t->since || stored->taken_in < t->since))
		t->since = stored->taken_in;
	return true;
}

bool whose_record_find(struct desk *d, const char *id, const struct record *now, struct whose_record *ret,
                       struct error *e)
{
	struct tracing t = { .desk = d, .now = now };
	*ret = (struct whose_record){ .now = now };
	if (!records_history(d->store, id, trace_version, &t, e))
		return false;
	t.dates = true;
	if (t.other && !records_history(d->store, id, trace_version, &t, e))
		return false;
	ret->since = t.since;
	return true;
}

bool whose_record_another(const struct whose_record *w, const struct past_client *c, moment when)
{
	return c->bsn ? !bytes_equal_string(record_role(w->now, ROLE_BSN), c->bsn) : when < w->since;
}

/* --- the entries --- */

struct looking {
	struct desk *desk;
	bool (*each)(void *context, uint64_t index, struct error *e);
	void *context;
	struct whose_record whose; /* of the record whose entries these are */
	const struct record *of;   /* the client's record to which another is tied */
	char bsn[BSN_SIZE + 1];    /* of the record that was named; empty: it has none */
	bool found;
};

/* When the act of an entry began. */
static bool find_start(struct looking *l, uint64_t index, moment *ret, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	struct entry entry, act;
	if (!log_entry_read(store_log(l->desk->store), index, &entry, &text, e))
		return false;
	*ret = entry.start;
	if (!entry.child)
		return true;
	if (!log_entry_read(store_log(l->desk->store), entry.parent, &act, &text_of_act, e))
		return false;
	*ret = act.start;
	return true;
}

static bool of_this_client(void *context, uint64_t index, struct error *e)
{
	struct looking *l = context;
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	moment when = 0;
	if (!past_client_read(l->desk->store, index, &client, e) ||
	    (l->whose.since && !client.bsn && !find_start(l, index, &when, e)))
		return false;
	return whose_record_another(&l->whose, &client, when) || l->each(l->context, index, e);
}

static bool look_at_entries(struct looking *l, const char *id, const struct record *r, struct error *e)
{
	return whose_record_find(l->desk, id, r, &l->whose, e) &&
	       store_log_of_record(l->desk->store, id, of_this_client, l, e);
}

/* One without a BSN that the set ties to a record of the client. */
static bool look_at_tied(void *context, const struct stored_record *stored, struct error *e)
{
	struct looking *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(l->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	return record_role(&r, ROLE_BSN).size || !declarations_same_client(l->of, &r) ||
	       look_at_entries(l, stored->id, &r, e);
}

/* One of the client's records, and those that are tied to it. */
static bool look_at_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct looking *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(ties_clear) struct ties ties = { 0 };
	l->found = true;
	if (!record_recall(l->desk->catalogue, stored->json, stored->id, &r, e) ||
	    !ties_of_record(&r, &ties, e) || !look_at_entries(l, stored->id, &r, e))
		return false;
	const struct selection tied = { .kind = SELECT_TIED, .tie = ties.set };
	l->of = &r;
	bool done = !ties.set || records_each(l->desk->store, &tied, false, look_at_tied, l, e);
	l->of = NULL;
	return done;
}

static bool note_bsn(void *context, const struct stored_record *stored, struct error *e)
{
	struct looking *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	l->found = true;
	if (!record_recall(l->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	struct bytes bsn = record_role(&r, ROLE_BSN);
	if (bsn.size == BSN_SIZE)
		memcpy(l->bsn, bsn.data, BSN_SIZE);
	return true;
}

/* What isn't here is no error: its entries may be. */
static bool each_record(struct looking *l, enum selection_kind kind, const char *item,
                        bool (*each)(void *context, const struct stored_record *stored, struct error *e),
                        struct error *e)
{
	const struct selection one = { .kind = kind, .items = &item, .count = 1 };
	l->found = false;
	return records_each(l->desk->store, &one, false, each, l, e) ||
	       (!l->found && e->code == ERR_NOT_FOUND);
}

static bool by_number(struct looking *l, const char *bsn, struct error *e)
{
	return store_log_of_subject(l->desk->store, bsn, l->each, l->context, e) &&
	       each_record(l, SELECT_BSNS, bsn, look_at_record, e);
}

static bool by_record(struct looking *l, const char *id, struct error *e)
{
	memory_wipe(l->bsn, sizeof l->bsn);
	if (!each_record(l, SELECT_RECORDS, id, note_bsn, e))
		return false;
	if (!l->found)
		return store_log_of_record(l->desk->store, id, l->each, l->context, e);
	return *l->bsn ? by_number(l, l->bsn, e) : each_record(l, SELECT_RECORDS, id, look_at_record, e);
}

bool client_entries(struct desk *d, const struct selection *clients,
                    bool (*each)(void *context, uint64_t index, struct error *e), void *context,
                    struct error *e)
{
	struct looking l = { .desk = d, .each = each, .context = context };
	bool done = true;
	for (size_t i = 0; done && i < clients->count; i++)
		done = clients->kind == SELECT_BSNS ? by_number(&l, clients->items[i], e)
		                                    : by_record(&l, clients->items[i], e);
	memory_wipe(l.bsn, sizeof l.bsn);
	return done;
}
