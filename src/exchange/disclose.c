/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/disclose.h"

#include "base/limits.h"
#include "codec/json.h"
#include "crypto/age.h"
#include "exchange/bsn_set.h"
#include "exchange/client_entries.h"
#include "exchange/screening.h"
#include "exchange/second_person.h"
#include "io/file.h"
#include "log/act_kinds.h"
#include "log/disclosure.h"
#include "store/statements.h"
#include "trust/order.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void disclose_result_clear(struct disclose_result *r)
{
	string_freep(&r->path);
	*r = (struct disclose_result){ 0 };
}

/* An entry to go in: with its private part, or only to say what act it was. */
struct item {
	uint64_t index, act; /* `act`: to which it belongs */
	bool private;
};

struct disclosing {
	const struct disclose_request *request;
	struct act *act;
	const struct roster_person *recipient;
	struct item *items;
	size_t count;
	struct bsn_set met;
	struct client_part part;
	struct disclosure what;
	struct buffer note;
	struct sha256 hash;
	struct second_person second;
	bool fields[PRIVATE_COUNT];
	struct file_write file;
	struct age_writer *age;
	uint64_t written;
	struct order *order;  /* NULL: on none */
	const char *to, *why; /* to whom and for what reason: as it was asked, or as the order says */
	struct disclose_result *result;
};

static void disclosing_clear(struct disclosing *d)
{
	free(d->items);
	order_freep(&d->order);
	bsn_set_clear(&d->met);
	client_part_clear(&d->part);
	buffer_clear(&d->note);
	age_writer_freep(&d->age);
	file_write_clear(&d->file);
}

/* --- on which order --- */

static bool is_order(void *context, const char *type, const struct sha256 *hash, struct bytes note,
                     struct error *e)
{
	struct disclosing *d = context;
	(void)type;
	return d->order || !sha256_equal(hash, d->request->order) || order_parse(note, "order", &d->order, e);
}

static void used_name(const struct sha256 *hash, char ret[sizeof "order:" + SHA256_HEX_SIZE])
{
	memcpy(ret, "order:", 6);
	sha256_hex(hash, ret + 6);
}

/* It was opened here, and may be carried out today, once. */
static bool read_order(struct disclosing *d, struct error *e)
{
	struct store *s = d->act->desk->store;
	char used[sizeof "order:" + SHA256_HEX_SIZE];
	bool there;
	d->to = d->request->recipient;
	d->why = d->request->reason;
	if (!d->request->order)
		return true;
	if (!statements_each_pinned(s, ORDER_TYPE, is_order, d, e))
		return false;
	if (!d->order)
		return error_set(e, ERR_ORDER, "--order", "%s",
		                 N_("it wasn't opened here: `sluis open` takes it in"));
	if (!order_valid_at(d->order, d->act->when))
		return error_set(e, ERR_ORDER, "--order", "%s", N_("its term is over, or hasn't begun"));
	used_name(&d->order->hash, used);
	if (!store_find(s, used, &there, NULL, e))
		return false;
	if (there)
		return error_set(e, ERR_ORDER, "--order", "%s", N_("it was carried out before"));
	d->to = d->order->auditor;
	d->why = d->order->reason;
	return true;
}

static bool order_is_used(struct disclosing *d, struct error *e)
{
	char used[sizeof "order:" + SHA256_HEX_SIZE], index[24];
	if (!d->order)
		return true;
	used_name(&d->order->hash, used);
	int size = snprintf(index, sizeof index, "%" PRIu64, d->act->index);
	return store_set(d->act->desk->store, used, bytes_of(index, (size_t)size), e);
}

/* --- who --- */

/* What is told to a client may be joined with what other units tell: by one clerk, of any of them. */
static bool answers_clients(const struct disclosing *d, const char *name, struct error *e)
{
	const struct desk *desk = d->act->desk;
	const struct roster *roster = desk_roster(desk);
	const struct roster_mandate *mandate;
	bool found = false;
	for (size_t i = 0; !found && i < roster->unit_count; i++)
		found = roster_mandate_for(roster, name, roster->units[i].name, POWER_LOG | POWER_DECIDE, 0,
		                           desk->now, &mandate, e);
	return found;
}

static bool check_recipient(struct disclosing *d, struct error *e)
{
	const struct desk *desk = d->act->desk;
	const struct roster *roster = desk_roster(desk);
	const char *name = d->to, *unit = store_unit(desk->store);
	const struct roster_unit *u = roster_unit(roster, unit);
	const struct roster_mandate *mandate;
	d->recipient = roster_person(roster, name);
	if (!d->recipient)
		return error_set(e, ERR_PERSON_UNKNOWN, name, "%s", "");
	if (!roster_key_valid(roster, name, desk->now, e))
		return false;
	if (d->request->client)
		return answers_clients(d, name, e);
	/* Where the officers ordered it, they chose. */
	return d->order || (u && roster_is_officer(roster, name, u->controller)) ||
	       roster_mandate_for(roster, name, unit, POWER_LOG, 0, desk->now, &mandate, e);
}

static bool check_second(struct disclosing *d, struct error *e)
{
	d->second.key = d->request->second;
	return second_person_enter(&d->second, d->act, POWER_LOG,
	                           desk_roster(d->act->desk)->disclosure_by_two,
	                           N_("the roster asks for two persons to disclose from a log"), e);
}

/* --- what --- */

static bool add_item(struct disclosing *d, uint64_t index, uint64_t act, bool private, struct error *e)
{
	if (d->count % 256 == 0) {
		struct item *more = reallocarray(d->items, d->count + 256, sizeof *more);
		if (!more)
			return error_memory(e);
		d->items = more;
	}
	d->items[d->count++] = (struct item){ index, act, private };
	return true;
}

/* A child says nothing without its act. */
static bool add_entry(void *context, uint64_t index, struct error *e)
{
	struct disclosing *d = context;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!log_entry_read(store_log(d->act->desk->store), index, &entry, &text, e))
		return false;
	uint64_t act = entry.child ? entry.parent : index;
	return add_item(d, index, act, true, e) && (!entry.child || add_item(d, act, act, false, e));
}

static int by_index(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* In order, each once; private where it was asked for once. */
static void settle_items(struct disclosing *d)
{
	size_t kept = 0;
	if (d->count)
		qsort(d->items, d->count, sizeof *d->items, by_index);
	for (size_t i = 0; i < d->count; i++)
		if (kept && d->items[kept - 1].index == d->items[i].index)
			d->items[kept - 1].private = d->items[kept - 1].private || d->items[i].private;
		else
			d->items[kept++] = d->items[i];
	d->count = kept;
}

/* --- what an order is about --- */

static bool is_by_person(const struct disclosing *d, const struct entry *entry)
{
	const struct roster *r =
		roster_chain_version(store_rosters(d->act->desk->store), entry->roster_version);
	const struct roster_mandate *m = r && entry->mandate ? roster_mandate_by_id(r, entry->mandate) : NULL;
	return m && strcmp(m->person, d->order->person) == 0 && order_covers(d->order, entry->start);
}

/* Each act of the person in those days, with its clients. */
static bool add_acts(struct disclosing *d, struct error *e)
{
	uint64_t size = log_size(store_log(d->act->desk->store));
	bool theirs = false;
	for (uint64_t i = 0; i < size; i++) {
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		struct entry entry;
		if (!log_entry_read(store_log(d->act->desk->store), i, &entry, &text, e))
			return false;
		theirs = entry.child ? theirs : is_by_person(d, &entry);
		if (theirs && !add_item(d, i, entry.child ? entry.parent : i, true, e))
			return false;
	}
	return true;
}

/* One about the client, of an act in those days. */
static bool add_covered(void *context, uint64_t index, struct error *e)
{
	struct disclosing *d = context;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	struct entry entry, act;
	if (!log_entry_read(store_log(d->act->desk->store), index, &entry, &text, e) ||
	    !log_entry_read(store_log(d->act->desk->store), entry.child ? entry.parent : index, &act,
	                    &text_of_act, e))
		return false;
	return !order_covers(d->order, act.start) || add_entry(d, index, e);
}

static bool add_ordered(struct disclosing *d, struct error *e)
{
	const char *record = d->order->record;
	const struct selection client = { .kind = SELECT_RECORDS, .items = &record, .count = 1 };
	return record ? client_entries(d->act->desk, &client, add_covered, d, e) : add_acts(d, e);
}

/* By every name that the client has here. */
static bool choose_client(struct disclosing *d, struct error *e)
{
	const struct whole_client *c = &d->part.client;
	const char *number = c->ties.number ? c->ties.number : d->request->client->number;
	if (number) {
		const struct selection by_number = { .kind = SELECT_BSNS, .items = &number, .count = 1 };
		if (!client_entries(d->act->desk, &by_number, add_entry, d, e))
			return false;
	}
	for (size_t i = 0; i < c->count; i++) {
		const char *id = c->ids[i];
		const struct selection by_record = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
		if (!client_entries(d->act->desk, &by_record, add_entry, d, e))
			return false;
	}
	return true;
}

/* What there is beside the log, of the entries that are told. */
static bool tell_client(struct disclosing *d, struct error *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < d->count; i++)
		if (!client_part_hides(&d->part, d->items[i].act))
			d->items[kept++] = d->items[i];
	d->count = kept;
	for (size_t i = 0; i < d->count; i++)
		if (d->items[i].private && !client_part_entry(&d->part, d->items[i].index, e))
			return false;
	return client_part_end(&d->part, e);
}

static bool choose_entries(struct disclosing *d, struct error *e)
{
	const struct disclose_request *q = d->request;
	if ((d->order && !add_ordered(d, e)) ||
	    (q->clients && !client_entries(d->act->desk, q->clients, add_entry, d, e)))
		return false;
	if (q->client && (!client_part_begin(&d->part, d->act, q->client, e) || !choose_client(d, e)))
		return false;
	for (size_t i = 0; !d->order && !q->clients && i < q->entry_count; i++)
		if (!add_entry(d, q->entries[i], e))
			return false;
	settle_items(d);
	bool any = d->count != 0;
	if (q->client && !tell_client(d, e)) /* it may keep what the log forgot */
		return false;
	if (!any && !d->part.says)
		return error_set(e, ERR_NOT_FOUND, store_unit(d->act->desk->store), "%s",
		                 N_("its log keeps nothing of them"));
	return !q->meet || q->meet(q->context, d->act, &d->part, e);
}

/* The private part of an entry, as it was committed to. */
struct private_part {
	struct buffer text;
	json_t *object;
	struct entry_private values;
};

static void private_part_clear(struct private_part *p)
{
	json_freep(&p->object);
	buffer_wipe(&p->text);
	memory_wipe(&p->values, sizeof p->values);
}

static bool read_private(struct store *s, uint64_t index, struct private_part *p, bool *ret_there,
                         struct error *e)
{
	if (!store_log_secret(s, index, p->values.secret, &p->text, ret_there, e))
		return false;
	if (!*ret_there)
		return true;
	if (!json_parse(buffer_bytes(&p->text), "private", &p->object, e))
		return false;
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		p->values.values[f] = json_string_value(
			json_object_get(p->object, private_field_name((enum private_field)f)));
	return true;
}

/* Disclosing shows clients, and that is told in turn: once each. */
static bool meet_client(struct disclosing *d, const struct entry_private *p, struct error *e)
{
	const char *type = p->values[PRIVATE_SUBJECT_TYPE], *subject = p->values[PRIVATE_SUBJECT];
	bool bsn = type && subject && strcmp(type, "bsn") == 0, new = true;
	if (!subject || (bsn && !bsn_set_add(&d->met, bytes_of_string(subject), &new, e)))
		return !subject;
	return !new || act_client_bsn(d->act, bytes_of_string(bsn ? subject : NULL),
	                              p->values[PRIVATE_RECORD], NULL, NULL, e);
}

/* Its auditor asks for one: another record of the client doesn't show whose it is. */
static bool is_of_ordered(const struct disclosing *d, const struct item *item, const struct entry_private *p)
{
	const char *record = p->values[PRIVATE_RECORD];
	return !d->order || !d->order->record ||
	       (item->act != item->index && record && strcmp(record, d->order->record) == 0);
}

static bool meet_clients(struct disclosing *d, struct error *e)
{
	bool met = !d->order || !d->order->record;
	for (size_t i = 0; i < d->count; i++) {
		_cleanup_(private_part_clear) struct private_part p = { 0 };
		bool there;
		if (!d->items[i].private)
			continue;
		if (!read_private(d->act->desk->store, d->items[i].index, &p, &there, e) ||
		    (there && !meet_client(d, &p.values, e)))
			return false;
		d->result->forgotten += !there;
		met = met || (there && is_of_ordered(d, &d->items[i], &p.values));
	}
	if (!met)
		return error_set(e, ERR_NOT_FOUND, d->order->record, "%s",
		                 N_("the log keeps nothing of this record in the days of the order"));
	/* Of a client of whom no entry is told, the act tells all the same. */
	return !d->request->client || d->act->clients.count || whole_client_log(&d->part.client, true, e);
}

/* --- the statement, the entry, the file --- */

static bool sign_statement(struct disclosing *d, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer list = { 0 }, text = { 0 };
	const struct desk *desk = d->act->desk;
	const struct keyfile *second = d->request->second;
	d->what = (struct disclosure){
		.log = store_unit(desk->store),
		.made = desk->now,
		.roster_version = desk_roster(desk)->version,
		.by = desk->key.name,
		.second = second ? second->name : NULL,
		.recipient = d->recipient->name,
		.reason = d->why,
		.has_order = d->order != NULL,
		.entries = d->count,
	};
	if (d->order)
		d->what.order = d->order->hash;
	for (size_t i = 0; i < d->count; i++)
		buffer_printf(&list, "%" PRIu64 "\n", d->items[i].index);
	if (!buffer_ok(&list, e))
		return false;
	sha256_of(buffer_bytes(&list), &d->what.list);
	d->what.has_client = d->request->client != NULL;
	if (d->what.has_client)
		sha256_of(buffer_bytes(&d->part.lines), &d->what.client);
	if (!disclosure_format(&d->what, &text, e))
		return false;
	sha256_of(buffer_bytes(&text), &d->hash);
	return note_sign(&d->note, buffer_bytes(&text), &desk->key.signer, 0, e) &&
	       (!second || note_sign(&d->note, buffer_bytes(&text), &second->signer, 0, e));
}

static void describe(const struct disclosing *d, struct act *a)
{
	struct entry *entry = &a->entry;
	entry->statement = DISCLOSURE_TYPE;
	entry->statement_hash = &d->hash;
	entry->recipient = d->recipient->name;
	entry->records = a->clients.count;
	entry->entries = d->count;
	entry->from_index = d->count ? d->items[0].index : 0;
	entry->to_index = d->count ? d->items[d->count - 1].index + 1 : 0;
	entry->order = d->order ? &d->order->hash : NULL;
	a->private.values[PRIVATE_REASON] = d->why;
}

static bool write_out(struct disclosing *d, struct buffer *line, struct error *e)
{
	d->written += line->size;
	if (d->written > LIMIT_DISCLOSURE_SIZE)
		return error_set(e, ERR_TOO_LARGE, "disclosure",
		                 "more than %u MiB: disclose fewer entries at once",
		                 LIMIT_DISCLOSURE_SIZE >> 20);
	bool ok = !d->request->kept && sink_write(age_writer_sink(d->age), buffer_bytes(line), e);
	if (d->request->kept) {
		buffer_append(d->request->kept, buffer_bytes(line));
		ok = buffer_ok(d->request->kept, e);
	}
	memory_wipe(line->data, line->size);
	buffer_reset(line);
	return ok;
}

static bool write_item(struct disclosing *d, const struct item *item, uint64_t size, struct buffer *line,
                       struct error *e)
{
	_cleanup_(private_part_clear) struct private_part p = { 0 };
	struct store *s = d->act->desk->store;
	bool there = false;
	if (item->private && !read_private(s, item->index, &p, &there, e))
		return false;
	return disclosure_line(store_log(s), item->index, size, there ? &p.values : NULL, d->fields, line,
	                       e) &&
	       write_out(d, line, e);
}

static bool write_lines(struct disclosing *d, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	_cleanup_(buffer_wipe) struct buffer line = { 0 };
	struct store *s = d->act->desk->store;
	const struct item act = { .index = d->act->index, .act = d->act->index };
	if (!store_sign_log(s, &checkpoint, e) ||
	    !disclosure_head(buffer_bytes(&d->note), buffer_bytes(&checkpoint), store_rosters(s), &line, e) ||
	    !write_out(d, &line, e) || (d->what.has_client && !write_out(d, &d->part.lines, e)))
		return false;
	uint64_t size = log_size(store_log(s));
	for (size_t i = 0; i < d->count; i++)
		if (!write_item(d, &d->items[i], size, &line, e))
			return false;
	return write_item(d, &act, size, &line, e);
}

static char *default_path(const struct disclosing *d)
{
	_cleanup_(string_freep) char *name =
		string_printf("outbox/disclosure-%06" PRIu64 ".age", d->act->index);
	return name ? path_join(store_home(d->act->desk->store), name) : NULL;
}

static bool write_file(struct disclosing *d, struct error *e)
{
	if (d->request->kept)
		return write_lines(d, e);
	d->result->path = d->request->path ? string_copy(d->request->path) : default_path(d);
	if (!d->result->path)
		return error_memory(e);
	return file_write_start(&d->file, d->result->path, e) &&
	       age_writer_start(file_write_sink(&d->file), &d->recipient->recipient, 1, &d->age, e) &&
	       write_lines(d, e) && age_writer_end(d->age, e) && file_write_sync(&d->file, e);
}

static bool disclose_body(struct act *a, void *context, struct error *e)
{
	struct disclosing *d = context;
	d->act = a;
	if (d->request->path && file_exists(d->request->path))
		return error_set(e, ERR_FILE_EXISTS, d->request->path, "%s", "");
	if (!read_order(d, e) || !check_recipient(d, e) || !check_second(d, e) || !choose_entries(d, e) ||
	    !meet_clients(d, e) || !sign_statement(d, e))
		return false;
	describe(d, a);
	return true;
}

static bool disclose_logged(struct act *a, void *context, struct error *e)
{
	struct disclosing *d = context;
	d->result->act = a->index;
	d->result->entries = d->count;
	d->result->clients = a->clients.count;
	return order_is_used(d, e) && write_file(d, e);
}

static bool publish(_unused_ struct act *a, void *context, struct error *e)
{
	struct disclosing *d = context;
	return d->request->kept || file_write_publish(&d->file, false, e);
}

static const struct act_frame disclosing = {
	.kind = ACT_DISCLOSE, .body = disclose_body, .logged = disclose_logged, .done = publish
};

bool disclose(struct desk *desk, const struct disclose_request *request, struct disclose_result *ret,
              struct error *e)
{
	_cleanup_(disclose_result_clear) struct disclose_result result = { 0 };
	_cleanup_(disclosing_clear) struct disclosing d = { .request = request,
		                                            .file.fd = -1,
		                                            .result = &result };
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		d.fields[f] = !request->fields || request->fields[f];
	if (!act_run(desk, &disclosing, &d, e))
		return false;
	*ret = result;
	result = (struct disclose_result){ 0 };
	return true;
}

/* --- forgetting --- */

/* The day from which on everything is kept. */
static moment kept_from(const struct roster *r, moment now)
{
	uint64_t months = r->log_months ? r->log_months : ROSTER_LOG_MONTHS;
	moment day = now - now % SECONDS_A_DAY;
	/* The latest day whose term is over: months differ in length, so by the calendar, one day at a time
	 * at most a month's. */
	moment from = day - (moment)months * 28 * SECONDS_A_DAY;
	while (moment_add_months(from, (unsigned)months) > day)
		from -= SECONDS_A_DAY;
	return from;
}

static bool forget_body(struct act *a, void *context, struct error *e)
{
	struct forget_result *r = context;
	struct store *s = a->desk->store;
	moment latest = kept_from(desk_roster(a->desk), a->desk->now);
	char day[DAY_SIZE + 1];
	day_format(latest, day);
	if (r->before > latest)
		return error_set(e, ERR_VALUE, "--before",
		                 "the term that the officers set keeps everything from %s on", day);
	r->before = r->before ? r->before : latest;
	if (!store_log_day(s, r->before, &r->to_index, e) || !store_log_forget(s, r->to_index, &r->count, e))
		return false;
	a->entry.entries = r->count;
	a->entry.to_index = r->to_index;
	return true;
}

/* Where another program reads, the last to close the store does this. */
static bool settle(struct act *a, _unused_ void *context, _unused_ struct error *e)
{
	struct error later;
	(void)!store_settle(a->desk->store, &later);
	return true;
}

static const struct act_frame forgetting = { .kind = ACT_FORGET, .body = forget_body, .done = settle };

bool forget(struct desk *d, moment before, struct forget_result *ret, struct error *e)
{
	struct forget_result result = { .before = before };
	if (!act_run(d, &forgetting, &result, e))
		return false;
	*ret = result;
	return true;
}
