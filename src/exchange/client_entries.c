/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_entries.h"

#include "record/bsn.h"

#include <string.h>

struct looking {
	struct desk *desk;
	bool (*each)(void *context, uint64_t index, struct error *e);
	void *context;
	const struct record *record; /* whose entries these are */
	char bsn[BSN_SIZE + 1];      /* of the record that was named; empty: it has none */
	bool found;
};

static const char *private_value(const json_t *private, enum private_field field)
{
	return json_string_value(json_object_get(private, private_field_name(field)));
}

bool client_entry_is_of_another(const json_t *private, const struct record *r)
{
	const char *type = private_value(private, PRIVATE_SUBJECT_TYPE);
	const char *subject = private_value(private, PRIVATE_SUBJECT);
	return type && subject && strcmp(type, "bsn") == 0 &&
	       !bytes_equal_string(record_role(r, ROLE_BSN), subject);
}

static bool of_this_client(void *context, uint64_t index, struct error *e)
{
	struct looking *l = context;
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	_cleanup_(json_freep) json_t *private = NULL;
	if (!store_log_private(l->desk->store, index, &text, e) ||
	    !json_parse(buffer_bytes(&text), "private", &private, e))
		return false;
	return client_entry_is_of_another(private, l->record) || l->each(l->context, index, e);
}

/* Of one of the client's records. */
static bool look_at_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct looking *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(l->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	l->found = true;
	l->record = &r;
	bool done = store_log_of_record(l->desk->store, stored->id, of_this_client, l, e);
	l->record = NULL;
	return done;
}

static bool note_bsn(void *context, const struct stored_record *stored, struct error *e)
{
	struct looking *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(l->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	struct bytes bsn = record_role(&r, ROLE_BSN);
	l->found = true;
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
	return records_each(l->desk->store, &one, false, each, l, e) || e->code == ERR_NOT_FOUND;
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
