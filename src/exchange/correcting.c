/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/correcting.h"

#include "exchange/amending.h"

#include <stdlib.h>
#include <string.h>

void correcting_result_clear(struct correcting_result *r)
{
	free(r->fields);
	told_letters_free(r->sent, r->sent_count);
	*r = (struct correcting_result){ 0 };
}

struct correcting {
	struct act *act;
	const char *record;
	struct correction_why why;
	enum correction_keep kept;
	struct amendment amended;
	struct correction_letters letters;
	struct correcting_result result;
};

static void correcting_clear(struct correcting *c)
{
	amendment_clear(&c->amended);
	correction_letters_clear(&c->letters);
	correcting_result_clear(&c->result);
}

/* --- the act --- */

static bool put(struct correcting *c, const char *source, struct error *e)
{
	struct store *s = c->act->desk->store;
	const struct import_counts counts = { .read = 1, .changed = 1 };
	char id[RECORD_ID_SIZE + 1];
	enum record_change change;
	int64_t import;
	return import_begin(s, source, "correction", &import, e) &&
	       record_put(s, import, source, &c->amended.after, NULL, NULL, &change, id, e) &&
	       (strcmp(id, c->record) == 0 ||
	        error_set(e, ERR_NO_CORRECTION, c->record, "%s", N_("another record stands in its place"))) &&
	       import_end(s, import, &counts, e);
}

static bool correct_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct correcting *c = context;
	_cleanup_(string_freep) char *source = string_copy(stored->source);
	if (!source)
		return error_memory(e);
	if (stored->package)
		return error_set(e, ERR_NO_CORRECTION, c->record, "it came from %s", stored->source);
	if (stored->restricted)
		return error_set(e, ERR_RESTRICTED, c->record, "%s", "");
	return amendment_read(&c->amended, stored, e) && amendment_check_law(&c->amended, e) &&
	       amendment_check_same(&c->amended, source, e) && put(c, source, e) &&
	       act_client(c->act, &c->amended.after, c->record, NULL, NULL, e);
}

static bool correct_body(struct act *a, void *context, struct error *e)
{
	struct correcting *c = context;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &c->record, .count = 1 };
	uint64_t told;
	c->act = c->amended.act = a;
	if (!records_each(a->desk->store, &one, false, correct_one, c, e) ||
	    !correction_letters_add(&c->letters, a, c->record, &c->why, &told, e) ||
	    !corrections_forget_due(a->desk->store, c->record, e))
		return false;
	a->private.values[PRIVATE_REASON] = correction_reason_name(c->why.reason);
	a->private.values[PRIVATE_FIELDS_SHOWN] = buffer_string(&c->amended.names);
	a->entry.records = 1;
	c->result.records = 1;
	c->result.fields = string_copy(buffer_string(&c->amended.names));
	return c->result.fields || error_memory(e);
}

static bool send_letters(struct act *a, void *context, struct error *e)
{
	struct correcting *c = context;
	return correction_letters_send(&c->letters, a, e);
}

static bool publish(struct act *a, void *context, struct error *e)
{
	struct correcting *c = context;
	correction_letters_publish(&c->letters, a);
	c->result.stayed = c->letters.stayed;
	return correction_letters_give(&c->letters, &c->result.sent, &c->result.sent_count, e);
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct correcting *c = context;
	correction_letters_failed(&c->letters, why);
}

static bool run(struct desk *d, const struct act_frame *f, struct correcting *c,
                struct correcting_result *ret, struct error *e)
{
	if (!act_run(d, f, c, e))
		return false;
	*ret = c->result;
	c->result = (struct correcting_result){ 0 };
	return true;
}

bool correcting(struct desk *d, const struct correcting_request *q, struct correcting_result *ret,
                struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_CORRECT,
		                                .body = correct_body,
		                                .logged = send_letters,
		                                .done = publish,
		                                .failed = failed };
	_cleanup_(correcting_clear) struct correcting c = {
		.record = q->record,
		.why = q->why,
		.amended = { .record = q->record, .changes = q->changes, .as_disputed = q->as_disputed }
	};
	return run(d, &frame, &c, ret, e);
}

/* --- what an import changed --- */

struct due {
	char (*records)[RECORD_ID_SIZE + 1];
	size_t count;
};

static bool note_due(void *context, const struct correction_row *row, struct error *e)
{
	struct due *due = context;
	for (size_t i = 0; i < due->count; i++)
		if (strcmp(due->records[i], row->record) == 0)
			return true;
	void *more = reallocarray(due->records, due->count + 1, sizeof *due->records);
	if (!more)
		return error_memory(e);
	due->records = more;
	memcpy(due->records[due->count++], row->record, sizeof *due->records);
	return true;
}

static bool client_of(void *context, const struct stored_record *stored, struct error *e)
{
	struct correcting *c = context;
	_cleanup_(record_clear) struct record r = { 0 };
	return record_recall(c->act->desk->catalogue, stored->json, stored->id, &r, e) &&
	       act_client(c->act, &r, stored->id, NULL, NULL, e);
}

static bool note_restricted(void *context, const struct stored_record *stored, _unused_ struct error *e)
{
	*(bool *)context = stored->restricted;
	return true;
}

static bool tell_due(struct correcting *c, const struct due *due, struct error *e)
{
	struct store *s = c->act->desk->store;
	for (size_t i = 0; i < due->count; i++) {
		const char *record = due->records[i];
		const struct selection one = { .kind = SELECT_RECORDS, .items = &record, .count = 1 };
		uint64_t told;
		bool restricted = false;
		if (!records_each(s, &one, false, note_restricted, &restricted, e))
			return false;
		if (restricted) /* it stays due */
			continue;
		if (!correction_letters_add(&c->letters, c->act, record, &c->why, &told, e) ||
		    !corrections_forget_due(s, record, e) ||
		    (told && !records_each(s, &one, false, client_of, c, e)))
			return false;
		c->result.records += told > 0;
	}
	return true;
}

static bool changed_body(struct act *a, void *context, struct error *e)
{
	struct correcting *c = context;
	struct due due = { 0 };
	c->act = a;
	bool done =
		corrections_each(a->desk->store, NULL, WAY_DUE, note_due, &due, e) && tell_due(c, &due, e);
	free(due.records);
	a->private.values[PRIVATE_REASON] = correction_reason_name(c->why.reason);
	a->entry.records = c->result.records;
	return done;
}

bool correcting_changed(struct desk *d, const struct correction_why *why, struct correcting_result *ret,
                        struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_CORRECT,
		                                .body = changed_body,
		                                .logged = send_letters,
		                                .done = publish,
		                                .failed = failed };
	_cleanup_(correcting_clear) struct correcting c = { .why = *why };
	return run(d, &frame, &c, ret, e);
}

/* --- what was disputed is kept --- */

static bool keep_disputed(void *context, const struct correction_row *row, struct error *e)
{
	struct correcting *c = context;
	return row->outcome || correction_letters_keep(&c->letters, c->act, row, c->kept, e);
}

static bool keep_body(struct act *a, void *context, struct error *e)
{
	struct correcting *c = context;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &c->record, .count = 1 };
	c->act = a;
	if (!records_each(a->desk->store, &one, false, client_of, c, e) ||
	    !corrections_each(a->desk->store, c->record, WAY_DISPUTE_CAME, keep_disputed, c, e))
		return false;
	if (!c->letters.count)
		return error_set(e, ERR_NOT_DISPUTED, c->record, "%s", "");
	a->private.values[PRIVATE_REASON] = correction_keep_name(c->kept);
	a->entry.records = 1;
	c->result.records = 1;
	return true;
}

bool correcting_keep(struct desk *d, const char *record, enum correction_keep kept,
                     struct correcting_result *ret, struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_CORRECT,
		                                .body = keep_body,
		                                .logged = send_letters,
		                                .done = publish,
		                                .failed = failed };
	_cleanup_(correcting_clear) struct correcting c = { .record = record, .kept = kept };
	return run(d, &frame, &c, ret, e);
}

/* --- which there are --- */

struct listing {
	struct act *act;
	bool (*each)(void *context, const struct correction_row *r, struct error *e);
	void *context;
};

static bool list_one(void *context, const struct correction_row *r, struct error *e)
{
	struct listing *l = context;
	return act_client_bsn(l->act, bytes_of(NULL, 0), r->record, NULL, NULL, e) &&
	       l->each(l->context, r, e);
}

static bool list_body(struct act *a, void *context, struct error *e)
{
	struct listing *l = context;
	l->act = a;
	if (!corrections_each(a->desk->store, NULL, -1, list_one, l, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

bool correcting_list(struct desk *d,
                     bool (*each)(void *context, const struct correction_row *r, struct error *e),
                     void *context, struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_READ, .body = list_body };
	struct listing l = { .each = each, .context = context };
	return act_run(d, &frame, &l, e);
}
