/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/sent_records.h"

#include "exchange/past_letter.h"
#include "store/exchanges.h"
#include "store/record_tag.h"

#include <stdlib.h>
#include <string.h>

void sent_records_clear(struct sent_records *r)
{
	free(r->list);
	*r = (struct sent_records){ 0 };
}

struct finding {
	struct act *act;
	const struct manifest *about; /* of the letter that came back */
	bool went;
	uint64_t log_index, entries; /* of the act with which it left, and of clients behind that */
	const char *record;
	struct sent_records *ret;
};

/* Did it leave, to the unit that says something of it, on the terms on which that is said? */
static bool note_sent(void *context, const struct exchange_row *row, struct error *e)
{
	struct finding *f = context;
	const struct manifest *m = f->about;
	(void)e;
	f->went = (row->kind == PACKAGE_CASES || row->kind == PACKAGE_CORRECTION) &&
	          strcmp(row->peer, m->sender) == 0 && row->state != SENT_PENDING &&
	          row->state != SENT_DECLINED && row->agreement && row->purpose &&
	          strcmp(row->agreement, m->terms.agreement) == 0 &&
	          strcmp(row->purpose, m->terms.purpose) == 0;
	f->log_index = row->log_index;
	f->entries = row->records + row->withheld;
	return true;
}

static bool add_tag(void *context, const struct stored_record *stored, struct error *e)
{
	struct finding *f = context;
	struct sent_records *r = f->ret;
	if (r->count % 256 == 0) {
		struct sent_record *more = reallocarray(r->list, r->count + 256, sizeof *more);
		if (!more)
			return error_memory(e);
		r->list = more;
	}
	struct sent_record *one = &r->list[r->count++];
	memcpy(one->record, stored->id, sizeof one->record);
	return record_tag(f->act->desk->store, stored, f->about->sender, one->tag, e);
}

/* The log has an entry for each client behind the act with which it left, those who stayed too. */
static bool add_record(struct finding *f, uint64_t index, struct error *e)
{
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	struct store *s = f->act->desk->store;
	if (!past_client_read(s, index, &client, e))
		return false;
	f->ret->some_unknown = f->ret->some_unknown || client.forgotten;
	if (!client.record || client.stayed)
		return true;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &client.record, .count = 1 };
	if (records_each(s, &one, false, add_tag, f, e))
		return true;
	f->ret->some_unknown = true;
	return e->code == ERR_NOT_FOUND;
}

static int by_tag(const void *a, const void *b)
{
	const struct sent_record *x = a, *y = b;
	return strcmp(x->tag, y->tag);
}

bool sent_records_find(struct act *a, const uint8_t package[PACKAGE_ID_SIZE], const struct manifest *about,
                       const char *subject, struct sent_records *ret, struct error *e)
{
	struct finding f = { .act = a, .about = about, .ret = ret };
	if (!exchanges_find(a->desk->store, package, true, note_sent, &f, e) && e->code != ERR_NOT_FOUND)
		return false;
	if (!f.went)
		return error_set(e, ERR_PACKAGE, subject, "%s",
		                 N_("no package of cases that it names went to this unit"));
	memcpy(ret->package, package, sizeof ret->package);
	for (uint64_t i = 1; i <= f.entries; i++)
		if (!add_record(&f, f.log_index + i, e))
			return false;
	if (ret->count)
		qsort(ret->list, ret->count, sizeof *ret->list, by_tag);
	return true;
}

const struct sent_record *sent_records_get(const struct sent_records *r, const char *tag)
{
	struct sent_record sought = { 0 };
	if (strlen(tag) != RECORD_TAG_SIZE || !r->count)
		return NULL;
	memcpy(sought.tag, tag, sizeof sought.tag);
	return bsearch(&sought, r->list, r->count, sizeof *r->list, by_tag);
}
