/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/import_notice.h"

#include "exchange/comparing.h"
#include "store/corrections.h"

#include <stdlib.h>
#include <string.h>

void import_notice_clear(struct import_notice *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->units[i].unit);
	free(n->units);
	*n = (struct import_notice){ 0 };
}

struct changed {
	char record[RECORD_ID_SIZE + 1];
	struct deliveries went;
};
struct noticing {
	struct act *act;
	struct changed *list;
	size_t count, last; /* last: where the one before was found */
	struct changed *at; /* whose row is at hand */
	struct import_notice notice;
};

static void noticing_clear(struct noticing *n)
{
	for (size_t i = 0; i < n->count; i++)
		deliveries_clear(&n->list[i].went);
	free(n->list);
	import_notice_clear(&n->notice);
}

static struct changed *changed_of(struct noticing *n, const char *record, struct error *e)
{
	for (size_t i = 0; i < n->count; i++) {
		size_t k = (n->last + i) % n->count; /* those of one package stand behind each other */
		if (strcmp(n->list[k].record, record) == 0) {
			n->last = k + 1;
			return &n->list[k];
		}
	}
	struct changed *more = reallocarray(n->list, n->count + 1, sizeof *more);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	n->list = more;
	struct changed *new = &n->list[n->count++];
	*new = (struct changed){ .went.act = n->act };
	memcpy(new->record, record, sizeof new->record);
	return new;
}

static bool note_entry(void *context, const char record[RECORD_ID_SIZE + 1], uint64_t index, struct error *e)
{
	struct noticing *n = context;
	struct changed *c = changed_of(n, record, e);
	return c && deliveries_look(&c->went, index, e);
}

static bool note_unit(struct noticing *n, const struct stored_record *stored, const struct record *now,
                      const struct delivery *to, bool *any, struct error *e)
{
	_cleanup_(comparing_clear) struct comparing c = {
		.act = n->act, .stored = stored, .now = now, .to = to
	};
	struct correction_row row = { .way = WAY_DUE, .peer = to->peer, .made = n->act->desk->now };
	bool differs, stayed;
	if (!comparing(&c, &differs, &stayed, e))
		return false;
	if (!differs)
		return true;
	*any = true;
	row.fields = buffer_string(&c.names);
	memcpy(row.letter, to->package, sizeof row.letter);
	memcpy(row.package, to->package, sizeof row.package);
	memcpy(row.record, stored->id, sizeof row.record);
	return corrections_add(n->act->desk->store, &row, e);
}

static bool look_at_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct noticing *n = context;
	struct deliveries *went = &n->at->went;
	_cleanup_(record_clear) struct record now = { 0 };
	bool any = false;
	if (!record_recall(n->act->desk->catalogue, stored->json, stored->id, &now, e) ||
	    !corrections_forget_due(n->act->desk->store, stored->id, e))
		return false;
	for (size_t i = 0; i < went->count; i++)
		if (!note_unit(n, stored, &now, &went->list[i], &any, e))
			return false;
	n->notice.records += any;
	return true;
}

static bool add_unit(void *context, const char *unit, uint64_t records, struct error *e)
{
	struct noticing *n = context;
	struct import_notice_unit *more = reallocarray(n->notice.units, n->notice.count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	n->notice.units = more;
	more[n->notice.count] = (struct import_notice_unit){ string_copy(unit), records };
	return more[n->notice.count++].unit || error_memory(e);
}

bool import_notice(struct act *a, int64_t import, struct import_notice *ret, struct error *e)
{
	_cleanup_(noticing_clear) struct noticing n = { .act = a };
	struct store *s = a->desk->store;
	if (!corrections_changed(s, import, note_entry, &n, e))
		return false;
	for (size_t i = 0; i < n.count; i++) {
		const char *record = n.list[i].record;
		const struct selection one = { .kind = SELECT_RECORDS, .items = &record, .count = 1 };
		n.at = &n.list[i];
		if (!records_each(s, &one, false, look_at_record, &n, e))
			return false;
	}
	if (n.notice.records && !corrections_due_units(s, add_unit, &n, e))
		return false;
	*ret = n.notice;
	n.notice = (struct import_notice){ 0 };
	return true;
}
