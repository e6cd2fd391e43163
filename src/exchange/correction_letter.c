/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/correction_letter.h"

#include "codec/json.h"
#include "exchange/declarations.h"
#include "exchange/screening.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/record_tag.h"
#include "store/statements.h"
#include "trust/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A record in a letter. */
struct told {
	char record[RECORD_ID_SIZE + 1], bsn[9 + 1], tag[RECORD_TAG_SIZE + 1];
	uint8_t package[PACKAGE_ID_SIZE];
	int64_t version;
	char *fields;
};

struct correction_letter {
	struct terms_named terms;
	struct told *told;
	size_t told_count;
	struct member_spool member;
	struct outgoing outgoing;
	struct correction_sent sent;
};

static void letter_clear(struct correction_letter *l)
{
	terms_named_clear(&l->terms);
	for (size_t i = 0; i < l->told_count; i++) {
		memory_wipe(l->told[i].bsn, sizeof l->told[i].bsn);
		free(l->told[i].fields);
	}
	free(l->told);
	member_spool_clear(&l->member);
	outgoing_clear(&l->outgoing);
	free(l->sent.to);
	free(l->sent.path);
}

void correction_letters_clear(struct correction_letters *l)
{
	for (size_t i = 0; i < l->count; i++)
		letter_clear(&l->list[i]);
	free(l->list);
	*l = (struct correction_letters){ 0 };
}

/* --- to whom it went --- */

/* The last package that brought a record to a unit, for one purpose. */
struct delivery {
	char *peer;
	struct terms_named terms; /* without overrides */
	moment created;
	uint8_t package[PACKAGE_ID_SIZE];
};
struct deliveries {
	struct act *act;
	const struct record *now; /* whose they are */
	struct delivery *list;
	size_t count;
};

static void delivery_clear(struct delivery *d)
{
	free(d->peer);
	terms_named_clear(&d->terms);
}

static void deliveries_clear(struct deliveries *d)
{
	for (size_t i = 0; i < d->count; i++)
		delivery_clear(&d->list[i]);
	free(d->list);
}

static bool same_text(const char *a, const char *b)
{
	return bytes_equal(bytes_of_string(a), bytes_of_string(b)); /* NULL is empty */
}

/* A later package to the same unit for the same purpose brought it anew. */
static struct delivery *place_of(struct deliveries *all, const struct exchange_row *row, struct error *e)
{
	for (size_t i = 0; i < all->count; i++) {
		struct delivery *d = &all->list[i];
		if (same_text(d->peer, row->peer) && same_text(d->terms.agreement, row->agreement) &&
		    same_text(d->terms.purpose, row->purpose)) {
			delivery_clear(d);
			*d = (struct delivery){ 0 };
			return d;
		}
	}
	struct delivery *more = reallocarray(all->list, all->count + 1, sizeof *more);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	all->list = more;
	all->list[all->count] = (struct delivery){ 0 };
	return &all->list[all->count++];
}

static bool left(const struct exchange_row *row)
{
	return row->kind == PACKAGE_CASES &&
	       (row->state == SENT_OUT || row->state == SENT_RECEIPTED || row->state == SENT_PREPARED);
}

static bool note_delivery(void *context, const struct exchange_row *row, struct error *e)
{
	struct deliveries *all = context;
	_cleanup_(manifest_clear) struct manifest sent = { 0 };
	struct note note;
	if (!left(row))
		return true;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &sent, e))
		return false;
	struct delivery *d = place_of(all, row, e);
	if (!d)
		return false;
	const struct terms_named terms = terms_named_without_overrides(&sent.terms);
	d->created = row->created;
	memcpy(d->package, row->id, sizeof d->package);
	d->peer = string_copy(row->peer);
	return (d->peer || error_memory(e)) && terms_named_copy(&terms, &d->terms, e);
}

/* Of the client of today, and the record went along. */
static bool went_along(const struct deliveries *all, const json_t *client)
{
#define VALUE(field) json_string_value(json_object_get(client, private_field_name(field)))
	const char *stayed = VALUE(PRIVATE_WITHHELD), *type = VALUE(PRIVATE_SUBJECT_TYPE),
		   *subject = VALUE(PRIVATE_SUBJECT);
#undef VALUE
	bool other = type && subject && strcmp(type, "bsn") == 0 &&
	             !bytes_equal_string(record_role(all->now, ROLE_BSN), subject);
	return !other && !(stayed && *stayed == '*');
}

static bool entry_at(const struct deliveries *all, uint64_t index, struct buffer *raw, struct entry *ret,
                     struct entry_text **text, struct error *e)
{
	return log_entry(store_log(all->act->desk->store), index, raw, e) &&
	       entry_parse(buffer_bytes(raw), ret, text, e);
}

static bool look_at_client(void *context, uint64_t index, struct error *e)
{
	struct deliveries *all = context;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, of_act = { 0 };
	_cleanup_(buffer_wipe) struct buffer values = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	_cleanup_(json_freep) json_t *client = NULL;
	struct store *s = all->act->desk->store;
	struct entry child, entry;
	uint8_t id[PACKAGE_ID_SIZE];
	if (!entry_at(all, index, &raw, &child, &text, e))
		return false;
	if (!child.child)
		return true;
	if (!entry_at(all, child.parent, &of_act, &entry, &text_of_act, e) ||
	    !store_log_private(s, index, &values, e) ||
	    !json_parse(buffer_bytes(&values), "private", &client, e))
		return false;
	if (!act_kind_is(act_kind_of(entry.action), ACT_SENDS) || !entry.package ||
	    !hex_decode(bytes_of_string(entry.package), id, sizeof id) || !went_along(all, client))
		return true;
	struct error why;
	if (exchanges_find(s, id, true, note_delivery, all, &why) || why.code == ERR_NOT_FOUND)
		return true;
	*e = why;
	return false;
}

/* --- what is otherwise now --- */

/* A record that was changed, and one delivery of what it said before. */
struct comparing {
	struct act *act;
	const struct stored_record *stored;
	const struct record *now;
	const struct delivery *to;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct terms *terms;
	struct consent *consents;
	size_t consent_count;
	struct record went;
	int64_t version;
	bool *keep;
	enum rule *rules;
	bool any;
	struct buffer json, fields, removed, names;
};

static void comparing_clear(struct comparing *c)
{
	terms_freep(&c->terms);
	consents_free(c->consents, c->consent_count);
	record_clear(&c->went);
	free(c->keep);
	free(c->rules);
	buffer_wipe(&c->json);
	buffer_wipe(&c->fields);
	buffer_clear(&c->removed);
	buffer_clear(&c->names);
}

/* As they held then: what was withdrawn since doesn't keep a wrong record wrong. */
static bool find_declarations(struct comparing *c, struct error *e)
{
	if (!declarations_of_stored(c->act->desk, c->stored->id, &c->consents, &c->consent_count, e))
		return false;
	for (size_t i = 0; i < c->consent_count; i++)
		c->consents[i].withdrawn = 0;
	screening_counting(c->consents, &c->consent_count, &c->went, c->agreement, c->purpose,
	                   c->to->created);
	return true;
}

static bool find_terms(struct comparing *c, bool *ret_there, struct error *e)
{
	struct desk *d = c->act->desk;
	const size_t fields = catalogue_size(d->catalogue);
	*ret_there = false;
	if (!statements_agreement(d->store, c->to->terms.agreement, c->to->terms.version, &c->agreement, e))
		return e->code == ERR_AGREEMENT_UNKNOWN;
	c->purpose = agreement_purpose(c->agreement, c->to->terms.purpose);
	if (!c->purpose)
		return true;
	*ret_there = true;
	c->keep = calloc(fields, sizeof *c->keep);
	c->rules = calloc(fields, sizeof *c->rules);
	return (c->keep && c->rules) || error_memory(e);
}

static bool find_went(struct comparing *c, bool *ret_there, struct error *e)
{
	struct desk *d = c->act->desk;
	*ret_there = false;
	if (!corrections_version_sent(d->store, c->stored->id, c->to->package, c->to->created, &c->json,
	                              &c->version, e))
		return false;
	if (c->version < 0)
		return true;
	if (!record_recall(d->catalogue, buffer_bytes(&c->json), c->stored->id, &c->went, e))
		return false;
	*ret_there = declarations_same_client(c->now, &c->went);
	return true;
}

static void add_name(struct buffer *out, const char *name)
{
	buffer_printf(out, "%s%s", out->size ? " " : "", name);
}

/* One that had gone, if it is otherwise now. */
static void compare_field(struct comparing *c, const struct question *q, size_t i)
{
	const struct field *f = catalogue_field(c->now->catalogue, i);
	struct bytes went = c->went.values[i], now = c->now->values[i];
	bool had_gone = c->keep[i] && went.data && f->kind != FIELD_ATTACHMENTS;
	c->keep[i] = false;
	if (!had_gone || bytes_equal(went, now))
		return;
	c->keep[i] = now.data && decide_field(q, f).allowed;
	if (!now.data)
		add_name(&c->removed, f->name);
	if (c->keep[i] || !now.data)
		add_name(&c->names, f->name);
	c->any = c->any || c->keep[i];
}

/* `*ret_stayed`: nothing of the client may go, on the day on which the rest went. */
static bool compare(struct comparing *c, bool *ret_stayed, struct error *e)
{
	const struct catalogue *catalogue = c->now->catalogue;
	struct question q = { .laws = c->act->laws, .when = c->to->created, .record = &c->went };
	if (!terms_prepare(c->agreement, c->purpose, catalogue, &c->terms, e) || !find_declarations(c, e) ||
	    !screening_purpose_since(c->act->desk, c->agreement, c->purpose, &q.since, e))
		return false;
	q.terms = c->terms;
	q.consents = c->consents;
	q.consent_count = c->consent_count;
	*ret_stayed = !decide_record(&q, c->keep, c->rules).allowed;
	if (*ret_stayed)
		return true;
	q.record = c->now;
	for (size_t i = 0; i < catalogue_size(catalogue); i++)
		compare_field(c, &q, i);
	return buffer_ok(&c->removed, e) && buffer_ok(&c->names, e) &&
	       (!c->any || decide_line(&q, c->keep, &c->fields, e));
}

/* --- the letters --- */

static struct correction_letter *letter_to(struct correction_letters *l, const char *unit,
                                           const struct terms_named *terms, struct error *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->list[i].sent.to, unit) == 0 && terms_named_same(&l->list[i].terms, terms))
			return &l->list[i];
	struct correction_letter *more = reallocarray(l->list, l->count + 1, sizeof *more);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	l->list = more;
	struct correction_letter *new = &l->list[l->count++];
	*new = (struct correction_letter){ .outgoing.file.fd = -1 };
	new->sent.to = string_copy(unit);
	if (!new->sent.to) {
		error_memory(e);
		return NULL;
	}
	return terms_named_copy(terms, &new->terms, e) &&
	                       member_spool_start(&new->member, "corrections",
	                                          store_home(l->act->desk->store), e)
	               ? new
	               : NULL;
}

static bool add_told(struct correction_letter *to, const struct told *told, const char *fields,
                     struct error *e)
{
	struct told *more = reallocarray(to->told, to->told_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	to->told = more;
	to->told[to->told_count] = *told;
	to->told[to->told_count].fields = string_copy(fields);
	return to->told[to->told_count++].fields || error_memory(e);
}

struct answering {
	struct act *act;
	const char *peer;
	struct correction *line;
};

/* What this unit disputed of it is answered by its correction. */
static bool answer_dispute(void *context, const struct correction_row *row, struct error *e)
{
	struct answering *a = context;
	char record[RECORD_ID_SIZE + 1];
	if (row->outcome || strcmp(row->peer, a->peer) != 0)
		return true;
	a->line->answers = true;
	memcpy(a->line->dispute, row->letter, sizeof a->line->dispute);
	return corrections_settle(a->act->desk->store, WAY_DISPUTE_CAME, row->letter, row->tag,
	                          correction_outcome_name(CORRECTION_APPLIED), NULL, a->act->when, record, e);
}

static bool put_line(struct correction_letters *l, struct comparing *c, const struct correction_why *why,
                     struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer line = { 0 };
	struct store *s = l->act->desk->store;
	struct bytes bsn = record_role(c->now, ROLE_BSN);
	struct told told = { .version = c->version };
	struct correction said = { .reason = why->reason,
		                   .found = why->found,
		                   .kept = KEEPS_COUNT,
		                   .fields = buffer_bytes(&c->fields),
		                   .removed = buffer_bytes(&c->removed) };
	struct answering answering = { l->act, c->to->peer, &said };
	struct correction_letter *to = letter_to(l, c->to->peer, &c->to->terms, e);
	if (!to || !record_tag(s, c->stored, c->to->peer, told.tag, e) ||
	    !corrections_each(s, c->stored->id, WAY_DISPUTE_CAME, answer_dispute, &answering, e))
		return false;
	memcpy(said.tag, told.tag, sizeof said.tag);
	memcpy(said.package, c->to->package, sizeof said.package);
	memcpy(told.package, c->to->package, sizeof told.package);
	snprintf(told.record, sizeof told.record, "%s", c->stored->id);
	snprintf(told.bsn, sizeof told.bsn, "%.*s", (int)bsn.size, bsn.data ? (const char *)bsn.data : "");
	bool done = correction_format(&said, &line, e) &&
	            member_spool_line(&to->member, buffer_bytes(&line), e) &&
	            add_told(to, &told, buffer_string(&c->names), e);
	memory_wipe(told.bsn, sizeof told.bsn);
	return done;
}

static bool add_to(struct correction_letters *l, const struct stored_record *stored, const struct record *now,
                   const struct delivery *to, const struct correction_why *why, uint64_t *told,
                   struct error *e)
{
	_cleanup_(comparing_clear) struct comparing c = { .act = l->act, .stored = stored, .now = now, .to = to };
	bool there, stayed = false;
	if (!find_terms(&c, &there, e))
		return false;
	if (!there)
		return true;
	if (!find_went(&c, &there, e))
		return false;
	if (!there)
		return true;
	if (!compare(&c, &stayed, e))
		return false;
	l->stayed += stayed;
	if (stayed || !c.names.size)
		return true;
	++*told;
	return put_line(l, &c, why, e);
}

struct adding {
	struct correction_letters *letters;
	const struct correction_why *why;
	uint64_t told;
};

static bool add_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct adding *x = context;
	struct act *a = x->letters->act;
	_cleanup_(record_clear) struct record now = { 0 };
	_cleanup_(deliveries_clear) struct deliveries all = { .act = a, .now = &now };
	if (!record_recall(a->desk->catalogue, stored->json, stored->id, &now, e) ||
	    !store_log_of_record(a->desk->store, stored->id, look_at_client, &all, e))
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (!add_to(x->letters, stored, &now, &all.list[i], x->why, &x->told, e))
			return false;
	return true;
}

bool correction_letters_add(struct correction_letters *l, struct act *a, const char *record,
                            const struct correction_why *why, uint64_t *ret_told, struct error *e)
{
	const struct selection one = { .kind = SELECT_RECORDS, .items = &record, .count = 1 };
	struct adding x = { .letters = l, .why = why };
	l->act = a;
	if (!records_each(a->desk->store, &one, false, add_record, &x, e))
		return false;
	*ret_told = x.told;
	/* What left can't be taken back by undoing it. */
	return !x.told || record_mark_packed(a->desk->store, record, e);
}

static bool note_terms(void *context, const struct exchange_row *row, struct error *e)
{
	struct terms_named *ret = context;
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	struct note note;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &m, e))
		return false;
	const struct terms_named terms = terms_named_without_overrides(&m.terms);
	return terms_named_copy(&terms, ret, e);
}

bool correction_letters_keep(struct correction_letters *l, struct act *a, const struct correction_row *row,
                             enum correction_keep kept, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	_cleanup_(terms_named_clear) struct terms_named terms = { 0 };
	struct store *s = a->desk->store;
	struct told told = { .version = 0 };
	char record[RECORD_ID_SIZE + 1];
	l->act = a;
	if (!exchanges_find(s, row->letter, false, note_terms, &terms, e))
		return false;
	struct correction_letter *to = letter_to(l, row->peer, &terms, e);
	struct correction said = { .answers = true, .kept = kept };
	snprintf(said.tag, sizeof said.tag, "%s", row->tag);
	snprintf(told.tag, sizeof told.tag, "%s", row->tag);
	snprintf(told.record, sizeof told.record, "%s", row->record);
	memcpy(said.dispute, row->letter, sizeof said.dispute);
	memcpy(said.package, row->package, sizeof said.package);
	memcpy(told.package, row->package, sizeof told.package);
	return to && correction_format(&said, &line, e) &&
	       member_spool_line(&to->member, buffer_bytes(&line), e) && add_told(to, &told, "", e) &&
	       corrections_settle(s, WAY_DISPUTE_CAME, row->letter, row->tag,
	                          correction_outcome_name(CORRECTION_KEPT), correction_keep_name(kept),
	                          a->when, record, e);
}

/* --- sending --- */

static bool send_body(struct act *a, void *context, struct error *e)
{
	struct correction_letter *l = context;
	struct outgoing *p = &l->outgoing;
	struct manifest *m = &p->manifest;
	struct member_spool *const spools[] = { &l->member };
	outgoing_start(p);
	m->kind = PACKAGE_CORRECTION;
	m->receiver = string_copy(l->sent.to);
	m->use_by = a->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	m->records = l->told_count;
	if (!m->receiver)
		return error_memory(e);
	if (!terms_named_copy(&l->terms, &m->terms, e) || !member_spool_end(&l->member, e) ||
	    !outgoing_prepare(p, a, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), l->sent.id);
	l->sent.sequence = m->sequence;
	a->entry.package = l->sent.id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(p, &a->entry);
	for (size_t i = 0; i < l->told_count; i++)
		if (!act_client_bsn(a, bytes_of_string(l->told[i].bsn), l->told[i].record, NULL, NULL, e))
			return false;
	return true;
}

static bool send_logged(struct act *a, void *context, struct error *e)
{
	struct correction_letter *l = context;
	struct member_spool *const spools[] = { &l->member };
	struct correction_row row = { .way = WAY_CORRECTED, .peer = l->sent.to, .made = a->desk->now };
	memcpy(row.letter, l->outgoing.manifest.id, sizeof row.letter);
	for (size_t i = 0; i < l->told_count; i++) {
		const struct told *told = &l->told[i];
		row.tag = told->tag;
		row.fields = told->fields;
		row.version = told->version;
		memcpy(row.record, told->record, sizeof row.record);
		memcpy(row.package, told->package, sizeof row.package);
		if (*told->fields && !corrections_add(a->desk->store, &row, e))
			return false;
	}
	return outgoing_write(&l->outgoing, a, spools, ELEMENTS(spools), e);
}

static const struct act_frame sending = { .kind = ACT_PACK, .body = send_body, .logged = send_logged };

bool correction_letters_send(struct correction_letters *l, struct act *a, struct error *e)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct roster_unit *unit = roster_unit(desk_roster(a->desk), l->list[i].sent.to);
		l->list[i].sent.records = l->list[i].told_count;
		if (unit && unit->ready && !act_run_also(a, &sending, &l->list[i], e))
			return false;
	}
	return true;
}

void correction_letters_publish(struct correction_letters *l, struct act *a)
{
	for (size_t i = 0; i < l->count; i++) {
		struct correction_letter *one = &l->list[i];
		struct error later;
		if (!one->outgoing.path)
			continue;
		one->sent.path = string_copy(one->outgoing.path);
		one->sent.named = outgoing_publish(&one->outgoing, a->desk, &later);
	}
}

void correction_letters_failed(struct correction_letters *l, const struct error *why)
{
	for (size_t i = 0; i < l->count; i++)
		outgoing_failed(&l->list[i].outgoing, why);
}

bool correction_letters_give(struct correction_letters *l, struct correction_sent **ret, size_t *ret_count,
                             struct error *e)
{
	*ret = calloc(l->count ? l->count : 1, sizeof **ret);
	if (!*ret)
		return error_memory(e);
	*ret_count = l->count;
	for (size_t i = 0; i < l->count; i++) {
		(*ret)[i] = l->list[i].sent;
		l->list[i].sent = (struct correction_sent){ 0 };
	}
	return true;
}

void correction_sent_free(struct correction_sent *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(list[i].to);
		free(list[i].path);
	}
	free(list);
}
