/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/exposure.h"

#include "base/code.h"
#include "exchange/past_exchange.h"
#include "exchange/past_letter.h"
#include "exchange/withheld.h"
#include "store/statements.h"

#include <stdlib.h>
#include <string.h>

static const struct code places[EXPOSED_PLACE_COUNT] = {
#define X(place, name, words) [place] = { name, words },
	EXPOSED_PLACES(X)
#undef X
};

const char *exposed_place_name(enum exposed_place_kind p)
{
	return code_name(places, EXPOSED_PLACE_COUNT, p);
}

const char *exposed_place_words(enum exposed_place_kind p)
{
	return code_words(places, EXPOSED_PLACE_COUNT, p);
}

void exposure_clear(struct exposure *x)
{
	if (x->clients)
		memory_wipe(x->clients, x->client_count * sizeof *x->clients);
	free(x->clients);
	free(x->letters);
	free(x->fields);
	*x = (struct exposure){ 0 };
}

bool exposure_is_readable(const struct exposure *x)
{
	for (size_t i = 0; i < x->keys.count; i++)
		if (x->keys.list[i].compromised)
			return true;
	return false;
}

/* --- clients --- */

/* Room for one more is made by doubling. */
static bool add_client(struct exposure *x, const char *record, struct bytes bsn, bool gone, struct error *e)
{
	size_t n = x->client_count;
	if ((n & (n - 1)) == 0) {
		void *more = reallocarray(x->clients, n ? 2 * n : 1, sizeof *x->clients);
		if (!more)
			return error_memory(e);
		x->clients = more;
	}
	struct exposed_client *c = &x->clients[x->client_count++];
	*c = (struct exposed_client){ .gone = gone };
	if (record && strlen(record) == RECORD_ID_SIZE)
		memcpy(c->record, record, RECORD_ID_SIZE);
	if (bsn.size == BSN_SIZE)
		memcpy(c->bsn, bsn.data, BSN_SIZE);
	return true;
}

static int by_client(const void *a, const void *b)
{
	const struct exposed_client *x = a, *y = b;
	int order = strcmp(x->bsn, y->bsn);
	if (order || *x->bsn)
		return order ? order : (int)x->gone - (int)y->gone;
	return strcmp(x->record, y->record);
}

static bool is_same_client(const struct exposed_client *x, const struct exposed_client *y)
{
	if (*x->bsn || *y->bsn)
		return strcmp(x->bsn, y->bsn) == 0;
	return *x->record && strcmp(x->record, y->record) == 0;
}

/* A client counts once, by the number or else by the record; one whose record is here before one that isn't.
 */
static void count_clients(struct exposure *x)
{
	size_t kept = 0;
	x->records = x->client_count;
	if (x->client_count)
		qsort(x->clients, x->client_count, sizeof *x->clients, by_client);
	for (size_t i = 0; i < x->client_count; i++)
		if (!kept || !is_same_client(&x->clients[kept - 1], &x->clients[i]))
			x->clients[kept++] = x->clients[i];
	x->client_count = kept;
}

/* --- what stood in a record then --- */

struct version_sought {
	struct desk *desk;
	moment when;
	const char *package; /* that it came with; NULL: it was in force `when` */
	moment found;
	bool any;
	bool *filled; /* by the catalogue's index */
};

static bool look_at_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct version_sought *v = context;
	const struct catalogue *c = v->desk->catalogue;
	_cleanup_(record_clear) struct record r = { 0 };
	bool fits = v->package ? stored->package && strcmp(stored->package, v->package) == 0
	                       : stored->taken_in <= v->when;
	if (!fits || (v->any && stored->taken_in <= v->found))
		return true;
	if (!record_recall(c, stored->json, stored->id, &r, e))
		return false;
	v->any = true;
	v->found = stored->taken_in;
	for (size_t i = 0; i < catalogue_size(c); i++)
		v->filled[i] = record_get(&r, catalogue_field(c, i)).size > 0;
	return true;
}

/* --- letters --- */

struct looking {
	struct act *act;
	struct exposure *x;
	bool *filled;                            /* scratch */
	const struct exposed_client *only;       /* NULL: all */
	size_t stored;                           /* of the clients, those of the store: first, and sorted */
	const struct age_recipient *of_key;      /* only letters that are encrypted to this; NULL: any */
	const struct agreement_purpose *purpose; /* of the letter under way */
	char package[2 * PACKAGE_ID_SIZE + 1];
	moment when;
};

/* By the number where both have one: a record may have been another's before. */
static bool is_asked(const struct looking *l, const char *record, struct bytes bsn)
{
	if (!l->only)
		return true;
	if (*l->only->bsn && bsn.size)
		return bytes_equal_string(bsn, l->only->bsn);
	return record && strcmp(record, l->only->record) == 0;
}

static int by_number(const void *a, const void *b)
{
	const struct exposed_client *x = a, *y = b;
	return strcmp(x->bsn, y->bsn);
}

/* Where the store is laid open, all that it says of this client counted already. */
static bool is_stored(const struct looking *l, const struct past_client *p)
{
	const struct exposed_client *all = l->x->clients;
	struct exposed_client sought = { .gone = false };
	if (!l->stored)
		return false;
	if (p->bsn && strlen(p->bsn) == BSN_SIZE) {
		memcpy(sought.bsn, p->bsn, BSN_SIZE);
		bool is = bsearch(&sought, all, l->stored, sizeof *all, by_number);
		memory_wipe(&sought, sizeof sought);
		return is;
	}
	for (size_t i = 0; i < l->stored; i++)
		if (p->record && strcmp(all[i].record, p->record) == 0)
			return true;
	return false;
}

static void count_field(struct looking *l, const struct field *f)
{
	l->x->fields[f->index]++;
}

/* Of one client in cases: those fields of the purpose that weren't withheld, and were filled; of one who is
 * gone, that may have been. */
static bool count_fields(struct looking *l, const struct past_client *p, bool sent, bool *ret_gone,
                         struct error *e)
{
	const struct catalogue *c = l->act->desk->catalogue;
	struct version_sought v = { .desk = l->act->desk,
		                    .when = l->when,
		                    .package = sent ? NULL : l->package,
		                    .filled = l->filled };
	struct bytes rule;
	if (p->record && !records_history(l->act->desk->store, p->record, look_at_version, &v, e))
		return false;
	*ret_gone = !v.any;
	/* Every record says under which law it is made, and where its data came from. */
	static const enum role always[] = { ROLE_LAW, ROLE_SOURCE };
	for (size_t i = 0; i < ELEMENTS(always); i++)
		if (!v.any || l->filled[catalogue_role(c, always[i])->index])
			count_field(l, catalogue_role(c, always[i]));
	for (size_t i = 0; l->purpose && i < l->purpose->field_count; i++) {
		const char *name = l->purpose->fields[i].field->name;
		const struct field *f = catalogue_find(c, bytes_of_string(name));
		if (f && f->role != ROLE_LAW && f->role != ROLE_SOURCE &&
		    !withheld_names(p->withheld, name, &rule) && (!v.any || l->filled[f->index]))
			count_field(l, f);
	}
	return true;
}

/* Of one client in a correction or a dispute: the fields that it named; where that isn't known any more,
 * those that it may have. */
static bool count_corrected(struct looking *l, const struct exchange_row *row, const struct past_client *p,
                            struct error *e)
{
	const struct catalogue *c = l->act->desk->catalogue;
	bool disputes = row->kind == PACKAGE_DISPUTE, known = false;
	enum correction_way way = disputes ? (row->sent ? WAY_DISPUTED : WAY_DISPUTE_CAME)
	                                   : (row->sent ? WAY_CORRECTED : WAY_CORRECTION_CAME);
	memset(l->filled, 0, catalogue_size(c) * sizeof *l->filled);
	if (p->record && !past_exchange_told(l->act->desk, row->id, way, p->record, l->filled, e))
		return false;
	for (size_t i = 0; i < catalogue_size(c); i++)
		known = known || l->filled[i];
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (known ? l->filled[i]
		          : !l->purpose || past_exchange_lists(l->purpose, catalogue_field(c, i)))
			count_field(l, catalogue_field(c, i));
	return true;
}

static bool look_at_client(struct looking *l, const struct exchange_row *row, uint64_t index, bool *ret_is,
                           struct error *e)
{
	_cleanup_(past_client_clear) struct past_client p = { 0 };
	bool gone = true;
	if (!past_client_read(l->act->desk->store, index, &p, e))
		return false;
	*ret_is = !p.stayed && is_asked(l, p.record, bytes_of_string(p.bsn));
	if (!*ret_is || is_stored(l, &p))
		return true;
	if (package_kind_is(row->kind, LETTER_DECIDED)) {
		if (!count_fields(l, &p, row->sent, &gone, e))
			return false;
	} else {
		gone = !p.record;
		bool corrects = row->kind == PACKAGE_CORRECTION || row->kind == PACKAGE_DISPUTE;
		if (corrects && !count_corrected(l, row, &p, e))
			return false;
		if (!corrects && p.bsn)
			count_field(l, catalogue_role(l->act->desk->catalogue, ROLE_BSN));
	}
	l->x->gone += gone;
	return add_client(l->x, p.record, bytes_of_string(p.bsn), gone, e);
}

/* The clients stand behind the act with which it left or came, as its children. */
static bool look_at_clients(struct looking *l, const struct exchange_row *row, struct exposed_letter *letter,
                            struct error *e)
{
	struct log *log = store_log(l->act->desk->store);
	for (uint64_t i = row->log_index; i < log_size(log); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		struct entry entry;
		bool is = false;
		if (!log_entry(log, i, &raw, e) || !entry_parse(buffer_bytes(&raw), &entry, &text, e))
			return false;
		if (i == row->log_index) {
			l->when = entry.start;
			continue;
		}
		if (!entry.child || entry.parent != row->log_index)
			break;
		if (!look_at_client(l, row, i, &is, e))
			return false;
		letter->clients += is;
	}
	return true;
}

static bool find_purpose(struct looking *l, const struct manifest *m, struct error *e)
{
	const struct agreement *agreement = NULL;
	l->purpose = NULL;
	if (!m->terms.agreement || !m->terms.purpose)
		return true;
	if (!statements_agreement(l->act->desk->store, m->terms.agreement, m->terms.version, &agreement, e))
		return false;
	l->purpose = agreement_purpose(agreement, m->terms.purpose);
	return true;
}

static bool is_to_key(const struct looking *l, const struct manifest *m)
{
	for (size_t i = 0; l->of_key && i < m->recipient_count; i++)
		if (age_recipient_equal(&m->recipients[i], l->of_key))
			return true;
	return !l->of_key;
}

static bool add_letter(struct looking *l, const struct exchange_row *row, struct exposed_letter **ret,
                       struct error *e)
{
	struct exposure *x = l->x;
	struct exposed_letter *more = reallocarray(x->letters, x->letter_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	x->letters = more;
	*ret = &x->letters[x->letter_count++];
	**ret = (struct exposed_letter){ .sent = row->sent,
		                         .kind = row->kind,
		                         .state = row->state,
		                         .sequence = row->sequence,
		                         .created = row->created,
		                         .done = row->done };
	memcpy((*ret)->id, row->id, sizeof row->id);
	strncpy((*ret)->peer, row->peer, sizeof(*ret)->peer - 1);
	if (!x->since || row->created < x->since)
		x->since = row->created;
	return true;
}

/* One that was held back for a second person, and one that this said no to, was no file. */
static bool was_written(const struct exchange_row *row)
{
	return !row->sent || (row->state != SENT_PENDING && row->state != SENT_DECLINED);
}

static bool look_at_letter(void *context, const struct exchange_row *row, struct error *e)
{
	struct looking *l = context;
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	struct exposed_letter *letter;
	struct note note;
	if (!was_written(row))
		return true;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &m, e))
		return false;
	if (!is_to_key(l, &m))
		return true;
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), l->package);
	if (!find_purpose(l, &m, e) || !add_letter(l, row, &letter, e))
		return false;
	/* What answers a letter says nothing of clients but how many. */
	if (!package_kind_is(row->kind, LETTER_ANSWERS) && !look_at_clients(l, row, letter, e))
		return false;
	for (size_t i = 0; i < m.recipient_count; i++)
		if (!exposed_keys_add(l->act->desk, &m.recipients[i], &l->x->keys, e))
			return false;
	return true;
}

static bool look_at_named(struct looking *l, const struct breach *b, struct error *e)
{
	struct store *s = l->act->desk->store;
	for (size_t i = 0; i < b->letter_count; i++)
		if (!exchanges_find(s, b->letters[i], true, look_at_letter, l, e) &&
		    (e->code != ERR_NOT_FOUND ||
		     !exchanges_find(s, b->letters[i], false, look_at_letter, l, e)))
			return false;
	return true;
}

/* --- the store --- */

static bool look_at_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct looking *l = context;
	const struct catalogue *c = l->act->desk->catalogue;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(c, stored->json, stored->id, &r, e))
		return false;
	if (!is_asked(l, stored->id, record_role(&r, ROLE_BSN)))
		return true;
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (record_get(&r, catalogue_field(c, i)).size)
			count_field(l, catalogue_field(c, i));
	return add_client(l->x, stored->id, record_role(&r, ROLE_BSN), false, e);
}

/* Before all else: of its clients everything counts, and of others what letters and disclosures held. */
static bool look_at_store(struct looking *l, struct error *e)
{
	const struct selection all = { .kind = SELECT_ALL };
	struct exposure *x = l->x;
	x->whole = true;
	if (!records_each(l->act->desk->store, &all, false, look_at_record, l, e))
		return false;
	l->stored = x->client_count;
	if (l->stored)
		qsort(x->clients, l->stored, sizeof *x->clients, by_client);
	return true;
}

/* --- disclosures --- */

struct disclosed {
	size_t first;           /* of the clients, where its own start */
	char bsn[BSN_SIZE + 1]; /* the first that it showed */
	bool several, ordered;  /* it showed another as well; it was made on an order */
	moment when;
	bool (*each)(struct looking *l, struct disclosed *d, const struct past_client *p, struct error *e);
};

static bool note_number(struct looking *l, struct disclosed *d, const struct past_client *p, struct error *e)
{
	(void)l;
	(void)e;
	if (!p->bsn || strlen(p->bsn) != BSN_SIZE)
		return true;
	if (!*d->bsn)
		memcpy(d->bsn, p->bsn, BSN_SIZE);
	d->several = d->several || strcmp(d->bsn, p->bsn) != 0;
	return true;
}

static bool was_met(const struct looking *l, const struct disclosed *d, const struct past_client *p)
{
	for (size_t i = d->first; i < l->x->client_count; i++)
		if (p->record ? strcmp(l->x->clients[i].record, p->record) == 0
		              : p->bsn && strcmp(l->x->clients[i].bsn, p->bsn) == 0)
			return true;
	return false;
}

/* What the record said then; where that isn't here, any field. */
static bool count_record(struct looking *l, const struct disclosed *d, const struct past_client *p,
                         bool *ret_gone, struct error *e)
{
	const struct catalogue *c = l->act->desk->catalogue;
	struct version_sought v = { .desk = l->act->desk, .when = d->when, .filled = l->filled };
	if (p->record && !records_history(l->act->desk->store, p->record, look_at_version, &v, e))
		return false;
	*ret_gone = !v.any;
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (!v.any || l->filled[i])
			count_field(l, catalogue_field(c, i));
	return true;
}

/* What was told to a client holds the records too. The log doesn't say which were, but on an order none is,
 * and each is of one client. */
static bool count_disclosed(struct looking *l, struct disclosed *d, const struct past_client *p,
                            struct error *e)
{
	bool gone = !p->record;
	if ((!p->record && !p->bsn) || !is_asked(l, p->record, bytes_of_string(p->bsn)) || is_stored(l, p) ||
	    was_met(l, d, p))
		return true;
	if (d->ordered || d->several) {
		if (p->bsn)
			count_field(l, catalogue_role(l->act->desk->catalogue, ROLE_BSN));
	} else if (!count_record(l, d, p, &gone, e)) {
		return false;
	}
	l->x->gone += gone;
	return add_client(l->x, p->record, bytes_of_string(p->bsn), gone, e);
}

/* The act, and behind it whom it showed. */
static bool walk_disclosure(struct looking *l, uint64_t act, struct disclosed *d, struct error *e)
{
	struct log *log = store_log(l->act->desk->store);
	for (uint64_t i = act; i < log_size(log); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		_cleanup_(past_client_clear) struct past_client p = { 0 };
		struct entry entry;
		if (!log_entry(log, i, &raw, e) || !entry_parse(buffer_bytes(&raw), &entry, &text, e))
			return false;
		if (i == act) {
			d->when = entry.start;
			d->ordered = entry.order != NULL;
			continue;
		}
		if (!entry.child || entry.parent != act)
			break;
		if (!past_client_read(l->act->desk->store, i, &p, e) || !d->each(l, d, &p, e))
			return false;
	}
	return true;
}

static bool look_at_disclosure(struct looking *l, uint64_t act, struct error *e)
{
	struct disclosed d = { .first = l->x->client_count, .each = note_number };
	bool ok = walk_disclosure(l, act, &d, e);
	d.each = count_disclosed;
	ok = ok && walk_disclosure(l, act, &d, e);
	memory_wipe(d.bsn, sizeof d.bsn);
	return ok;
}

static void add_place(struct exposure *x, enum exposed_place_kind kind, uint64_t count, moment from,
                      moment to)
{
	x->places[x->place_count++] = (struct exposed_place){ kind, count, from, to };
	if (from && (!x->since || from < x->since))
		x->since = from;
}

static bool look_by_key(struct looking *l, const struct breach *b, struct error *e)
{
	_cleanup_(exposed_reach_clear) struct exposed_reach reach = { 0 };
	l->of_key = &b->recipient;
	if (!exposed_reach_find(l->act->desk, b, &reach, e) ||
	    !exposed_keys_add(l->act->desk, &b->recipient, &l->x->keys, e))
		return false;
	/* Whoever puts it down says so. */
	l->x->keys.list[0].compromised = b->not_reported != BREACH_NO_BREACH;
	if (((reach.store || reach.backups) && !look_at_store(l, e)) ||
	    !exchanges_each(l->act->desk->store, look_at_letter, l, e))
		return false;
	for (uint64_t i = 0; i < reach.disclosures; i++)
		if (!look_at_disclosure(l, reach.disclosed[i], e))
			return false;
	if (l->x->letter_count)
		add_place(l->x, EXPOSED_LETTERS, l->x->letter_count, l->x->since, 0);
	if (reach.store)
		add_place(l->x, EXPOSED_STORE, 1, reach.from, reach.to);
	if (reach.backups)
		add_place(l->x, EXPOSED_BACKUPS, reach.backups, reach.first_backup, reach.last_backup);
	if (reach.disclosures)
		add_place(l->x, EXPOSED_DISCLOSURES, reach.disclosures, reach.first_disclosure,
		          reach.last_disclosure);
	return true;
}

static bool look_whole(struct looking *l, struct error *e)
{
	moment made;
	if (!exposed_store_made(l->act->desk, &made, e))
		return false;
	add_place(l->x, EXPOSED_STORE, 1, made, 0);
	return exposed_keys_of_store(l->act->desk, &l->x->keys, e) && look_at_store(l, e);
}

bool exposure_find(struct act *a, const struct breach *b, const struct exposed_client *only,
                   struct exposure *ret, struct error *e)
{
	_cleanup_(exposure_clear) struct exposure x = { 0 };
	struct looking l = { .act = a, .x = &x, .only = only };
	size_t count = catalogue_size(a->desk->catalogue);
	x.fields = calloc(count, sizeof *x.fields);
	l.filled = calloc(count, sizeof *l.filled);
	bool ok = (x.fields && l.filled) || error_memory(e);
	if (ok && b->source == BREACH_STORE)
		ok = look_whole(&l, e);
	else if (ok && b->source == BREACH_KEY)
		ok = look_by_key(&l, b, e);
	else if (ok)
		ok = look_at_named(&l, b, e);
	free(l.filled);
	if (!ok)
		return false;
	count_clients(&x);
	*ret = x;
	x = (struct exposure){ 0 };
	return true;
}
