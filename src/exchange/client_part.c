/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_part.h"

#include "exchange/declarations.h"
#include "exchange/past_exchange.h"
#include "exchange/past_letter.h"
#include "exchange/withheld.h"
#include "record/naming.h"
#include "store/retention.h"
#include "store/right_requests.h"
#include "store/statements.h"
#include "trust/withdrawal.h"

#include <stdlib.h>
#include <string.h>

void client_part_clear(struct client_part *p)
{
	whole_client_clear(&p->client);
	buffer_wipe(&p->records);
	buffer_wipe(&p->went);
	buffer_clear(&p->terms);
	buffer_wipe(&p->lines);
	free(p->fields);
	free(p->found);
	for (size_t i = 0; i < p->told_count; i++)
		free(p->told[i]);
	free(p->told);
	free(p->set);
	*p = (struct client_part){ 0 };
}

void client_part_fields(bool ret[PRIVATE_COUNT])
{
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		ret[f] = f != PRIVATE_REASON && f != PRIVATE_WORKSTATION;
}

/* --- a line --- */

static void line_begin(struct json_writer *w, struct buffer *out, const char *what)
{
	json_begin(w, out);
	json_object_of(w, NULL);
	json_text(w, "client", what);
}

static void line_end(struct json_writer *w)
{
	json_end_object(w);
	buffer_append_byte(w->out, '\n');
}

/* What isn't there is left out. */
static void put_text(struct json_writer *w, const char *key, const char *value)
{
	if (value && *value)
		json_text(w, key, value);
}

static void put_moment(struct json_writer *w, const char *key, moment m)
{
	char text[MOMENT_SIZE + 1];
	moment_format(m, text);
	if (m)
		json_text(w, key, text);
}

static void put_day(struct json_writer *w, const char *key, moment m)
{
	char text[DAY_SIZE + 1];
	day_format(m, text);
	if (m)
		json_text(w, key, text);
}

static void put_truth(struct json_writer *w, const char *key, bool value)
{
	if (value)
		json_truth(w, key, true);
}

static void put_field(struct client_part *p, struct json_writer *w, const struct field *f)
{
	p->fields[f->index] = true;
	json_text(w, NULL, f->name);
}

/* --- whom it is about --- */

static bool add_set(struct client_part *p, const struct record *r, struct error *e)
{
	_cleanup_(ties_clear) struct ties ties = { 0 };
	struct sha256 hash, *more;
	if (!ties_of_record(r, &ties, e))
		return false;
	if (!ties.set)
		return true;
	sha256_of(bytes_of_string(ties.set), &hash);
	for (size_t i = 0; i < p->sets; i++)
		if (sha256_equal(&p->set[i], &hash))
			return true;
	more = reallocarray(p->set, p->sets + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	p->set = more;
	p->set[p->sets++] = hash;
	return true;
}

static const char *number_of(const struct client_part *p)
{
	return p->client.ties.number ? p->client.ties.number : p->request->number;
}

static void tell_who(struct client_part *p)
{
	struct json_writer w;
	line_begin(&w, &p->lines, "who");
	put_text(&w, "number", number_of(p));
	json_array_of(&w, "sets");
	for (size_t i = 0; i < p->sets; i++)
		json_hex(&w, NULL, bytes_of(p->set[i].bytes, SHA256_SIZE));
	json_end_array(&w);
	line_end(&w);
}

static bool same_client(const struct client_part *p, const struct record *r)
{
	return p->client.count ? declarations_same_client(&p->client.current, r)
	                       : tie_fits(p->request->number, r);
}

/* --- records --- */

/* May it be shown to the client, without anybody else named? */
static bool is_shown(const struct client_part *p, const struct field *f)
{
	enum field_naming naming = field_naming(f);
	return naming == NAMING_NOBODY || (naming == NAMING_MAYBE && p->request->texts_read);
}

/* `but` NULL: all; else what is otherwise there. */
static void put_values(struct client_part *p, struct json_writer *w, const struct record *r,
                       const struct record *but)
{
	size_t count = catalogue_size(r->catalogue);
	json_object_of(w, "values");
	for (size_t i = 0; i < count; i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		struct bytes value = record_get(r, f);
		if (!value.size || !is_shown(p, f) || (but && bytes_equal(value, record_get(but, f))))
			continue;
		p->fields[i] = true;
		json_bytes(w, f->name, value);
	}
	json_end_object(w);
	json_array_of(w, "left_out");
	for (size_t i = 0; i < count; i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (record_get(r, f).size && !is_shown(p, f))
			put_field(p, w, f);
	}
	json_end_array(w);
}

struct recording {
	struct client_part *part;
	const struct record *now; /* the current version; NULL: of somebody else now */
};

static bool put_origin(const struct client_part *p, struct json_writer *w, const struct stored_record *stored,
                       const struct record *r, struct error *e)
{
	uint64_t version;
	if (!past_letter_version(p->act->desk->store, stored->package, &version, e))
		return false;
	json_text(w, "record", stored->id);
	json_bytes(w, "law", record_role(r, ROLE_LAW));
	json_bytes(w, "origin", record_role(r, ROLE_SOURCE));
	put_text(w, stored->package ? "sender" : "source", stored->source);
	put_text(w, "agreement", stored->agreement);
	if (version)
		json_number(w, "version", (int64_t)version);
	put_text(w, "purpose", stored->purpose);
	put_moment(w, "taken_in", stored->taken_in);
	return true;
}

static bool tell_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct recording *g = context;
	struct client_part *p = g->part;
	_cleanup_(record_clear) struct record r = { 0 };
	struct json_writer w;
	if (!stored->superseded)
		return true;
	if (!record_recall(p->act->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	if (!same_client(p, &r))
		return true;
	line_begin(&w, &p->records, "record");
	if (!put_origin(p, &w, stored, &r, e))
		return false;
	json_truth(&w, "before", true);
	put_values(p, &w, &r, g->now);
	line_end(&w);
	return add_set(p, &r, e) && buffer_ok(&p->records, e);
}

static bool put_keeping(struct client_part *p, struct json_writer *w, const char *id, struct error *e)
{
	_cleanup_(kept_record_clear) struct kept_record k = { 0 };
	if (!retention_of(p->act->desk->store, id, &k, e))
		return false;
	put_day(w, "until", k.until);
	put_truth(w, "held", k.held != 0);
	return true;
}

static bool tell_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct recording g = { .part = context };
	struct client_part *p = g.part;
	_cleanup_(record_clear) struct record r = { 0 };
	struct json_writer w;
	if (!record_recall(p->act->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	line_begin(&w, &p->records, "record");
	if (!put_origin(p, &w, stored, &r, e))
		return false;
	put_truth(&w, "restricted", stored->restricted);
	put_truth(&w, "waits", stored->arrival == ARRIVAL_WAITS);
	if (!put_keeping(p, &w, stored->id, e))
		return false;
	put_values(p, &w, &r, NULL);
	line_end(&w);
	g.now = &r;
	return add_set(p, &r, e) && buffer_ok(&p->records, e) &&
	       records_history(p->act->desk->store, stored->id, tell_version, &g, e);
}

/* A case number moved, and the record is somebody else's now: what it was before, and no more. */
static bool tell_before(void *context, const struct stored_record *stored, struct error *e)
{
	struct recording g = { .part = context };
	const struct whole_client *c = &g.part->client;
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->ids[i], stored->id) == 0)
			return true;
	return records_history(c->act->desk->store, stored->id, tell_version, &g, e);
}

static bool tell_records(struct client_part *p, struct error *e)
{
	const struct whole_client *c = &p->client;
	struct store *s = p->act->desk->store;
	const char *tie = number_of(p) ? number_of(p) : c->ties.set;
	const struct selection before = { .kind = SELECT_TIED_BEFORE, .tie = tie };
	for (size_t i = 0; i < c->count; i++) {
		const char *id = c->ids[i];
		const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
		if (!records_each(s, &one, false, tell_record, p, e))
			return false;
	}
	return !tie || records_each(s, &before, false, tell_before, p, e);
}

/* --- what left and came --- */

static bool note_terms(struct client_part *p, const char *name, bool *ret_new, struct error *e)
{
	for (size_t i = 0; i < p->told_count; i++)
		if (strcmp(p->told[i], name) == 0)
			return true;
	char **more = reallocarray(p->told, p->told_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	p->told = more;
	p->told[p->told_count] = string_copy(name);
	if (!p->told[p->told_count])
		return error_memory(e);
	p->told_count++;
	*ret_new = true;
	return true;
}

static bool tell_terms(struct client_part *p, const struct agreement *a, const struct agreement_purpose *u,
                       struct error *e)
{
	_cleanup_(string_freep) char *name =
		string_printf("%s %llu %s", a->id, (unsigned long long)a->version, u->code);
	struct json_writer w;
	bool new = false;
	if (!name)
		return error_memory(e);
	if (!note_terms(p, name, &new, e))
		return false;
	if (!new)
		return true;
	line_begin(&w, &p->terms, "terms");
	json_text(&w, "agreement", a->id);
	json_number(&w, "version", (int64_t)a->version);
	json_text(&w, "purpose", u->code);
	put_text(&w, "description", u->description);
	put_text(&w, "article", u->article);
	if (u->retention_months)
		json_number(&w, "months", (int64_t)u->retention_months);
	put_text(&w, "retention_article", u->retention_article);
	line_end(&w);
	return buffer_ok(&p->terms, e);
}

/* The fields of the purpose that were filled then and didn't stay. */
static void put_went(struct client_part *p, struct json_writer *w, const struct agreement_purpose *u,
                     const struct past_client *client, const struct past_exchange *x)
{
	struct bytes rule;
	json_array_of(w, "fields");
	for (size_t i = 0; i < u->field_count; i++) {
		const char *name = u->fields[i].field->name;
		const struct field *f = catalogue_find(p->act->desk->catalogue, bytes_of_string(name));
		if (f && record_get(&x->then, f).size && !withheld_names(client->withheld, name, &rule))
			put_field(p, w, f);
	}
	json_end_array(w);
}

static bool tell_correction(struct client_part *p, uint64_t index, const struct entry *act,
                            const char *record, struct error *e)
{
	const struct catalogue *catalogue = p->act->desk->catalogue;
	bool *fields = calloc(catalogue_size(catalogue) + 1, sizeof *fields);
	struct json_writer w;
	if (!fields)
		return error_memory(e);
	bool ok = past_exchange_corrected(p->act->desk, act, record, fields, e);
	line_begin(&w, &p->went, "went");
	json_number(&w, "entry", (int64_t)index);
	json_truth(&w, "known", true);
	json_array_of(&w, "fields");
	for (size_t i = 0; i < catalogue_size(catalogue); i++)
		if (fields[i])
			put_field(p, &w, catalogue_field(catalogue, i));
	json_end_array(&w);
	line_end(&w);
	free(fields);
	return ok && buffer_ok(&p->went, e);
}

static bool tell_exchange(struct client_part *p, uint64_t index, const struct entry *act,
                          const struct agreement_purpose *u, struct error *e)
{
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	struct json_writer w;
	if (!past_client_read(p->act->desk->store, index, &client, e))
		return false;
	struct past_exchange x = { .entry = act, .record = client.record, .now = &p->client.current };
	if (!client.record || client.stayed)
		return true;
	/* Of whom no record is left here, it still went: only what isn't known. */
	if (p->client.count && package_kind_of(act->package_kind) == PACKAGE_CORRECTION)
		return tell_correction(p, index, act, client.record, e);
	if (p->client.count && !past_exchange_version(p->act->desk, &x, e))
		return false;
	line_begin(&w, &p->went, "went");
	json_number(&w, "entry", (int64_t)index);
	json_truth(&w, "known", x.known);
	if (x.known)
		put_went(p, &w, u, &client, &x);
	line_end(&w);
	past_exchange_clear(&x);
	return buffer_ok(&p->went, e);
}

bool client_part_entry(struct client_part *p, uint64_t index, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct entry entry, act;
	if (!log_entry_read(store_log(p->act->desk->store), index, &entry, &text, e))
		return false;
	if (!entry.child)
		return true;
	if (!log_entry_read(store_log(p->act->desk->store), entry.parent, &act, &text_of_act, e))
		return false;
	if (!act.terms.agreement || !act.terms.purpose)
		return true;
	if (!statements_agreement(p->act->desk->store, act.terms.agreement, act.terms.version, &agreement, e))
		return false;
	purpose = agreement_purpose(agreement, act.terms.purpose);
	if (!purpose)
		return true;
	return tell_terms(p, agreement, purpose, e) &&
	       (!past_exchange_is(&act, agreement) || tell_exchange(p, index, &act, purpose, e));
}

/* --- what the client said, and asked --- */

static void put_givers(struct json_writer *w, unsigned by)
{
	json_array_of(w, "by");
	for (unsigned g = 0; g < GIVER_COUNT; g++)
		if (by & CONSENT_BY(g))
			json_text(w, NULL, consent_giver_name((enum consent_giver)g));
	json_end_array(w);
}

static void put_named_fields(struct client_part *p, struct json_writer *w, const char *names)
{
	struct cursor c = cursor_of(bytes_of_string(names));
	json_array_of(w, "fields");
	while (!cursor_done(&c)) {
		const struct field *f = catalogue_find(p->act->desk->catalogue, cursor_until(&c, ' '));
		if (f)
			put_field(p, w, f);
	}
	json_end_array(w);
}

static void tell_declaration(struct client_part *p, const struct consent *c)
{
	struct json_writer w;
	line_begin(&w, &p->lines, "declaration");
	json_text(&w, "declaration", c->id);
	json_text(&w, "kind", consent_kind_name(c->kind));
	json_text(&w, "agreement", c->agreement);
	json_text(&w, "purpose", c->purpose);
	json_text(&w, "to", c->to);
	put_day(&w, "given", c->given);
	put_day(&w, "until", c->until);
	put_moment(&w, "withdrawn", c->withdrawn);
	put_givers(&w, c->by);
	put_named_fields(p, &w, c->fields);
	line_end(&w);
}

/* Of one of whom there is a BSN and a set, both. */
static bool tell_declarations(struct client_part *p, struct error *e)
{
	const char *const ties[] = { number_of(p), p->client.ties.set };
	struct consent *first = NULL, *second = NULL;
	size_t count = 0, more = 0;
	bool ok = (!ties[0] || declarations_of_client(p->act->desk, ties[0], &first, &count, e)) &&
	          (!ties[1] || declarations_of_client(p->act->desk, ties[1], &second, &more, e));
	p->says = p->client.count || p->records.size || count || more;
	for (size_t i = 0; ok && i < count; i++)
		tell_declaration(p, &first[i]);
	for (size_t i = 0; ok && i < more; i++) {
		bool known = false;
		for (size_t j = 0; !known && j < count; j++)
			known = strcmp(second[i].id, first[j].id) == 0;
		if (!known)
			tell_declaration(p, &second[i]);
	}
	consents_free(first, count);
	consents_free(second, more);
	return ok;
}

static bool tell_request(void *context, const struct right_request *r, struct error *e)
{
	struct client_part *p = context;
	struct json_writer w;
	bool own = false;
	(void)e;
	for (size_t i = 0; !own && i < p->client.count; i++)
		own = strcmp(p->client.ids[i], r->record) == 0;
	if (!own)
		return true;
	line_begin(&w, &p->lines, "request");
	json_number(&w, "number", (int64_t)r->number);
	json_text(&w, "right", right_name(r->right));
	put_day(&w, "asked", r->asked);
	put_day(&w, "due", right_request_due(r));
	put_moment(&w, "postponed", r->postponed);
	put_moment(&w, "decided", r->decided);
	if (r->decided)
		json_text(&w, "outcome", right_outcome_name(r->outcome));
	put_text(&w, "article", r->article);
	line_end(&w);
	return true;
}

/* --- what is hidden --- */

static bool check_hiding(const struct client_part_request *q, moment now, struct error *e)
{
	moment most = moment_add_months(now - now % SECONDS_A_DAY, CLIENT_PART_HIDES_MONTHS);
	if (!q->hidden_count)
		return true;
	if (q->hidden_count > CLIENT_PART_HIDES)
		return error_set(e, ERR_TOO_LARGE, "--hide", "more than %u acts", CLIENT_PART_HIDES);
	if (!q->article || !keep_article_is_valid(bytes_of_string(q->article)))
		return error_set(e, ERR_VALUE, "--article", "%s",
		                 N_("the article that hides it, as in \"UAVG art. 41 lid 1 onder d\""));
	return (q->until > now && q->until <= most) ||
	       error_set(e, ERR_VALUE, "--until", "%s",
	                 N_("a day to come, within a year: then the client is told after all"));
}

bool client_part_hides(struct client_part *p, uint64_t act)
{
	const struct client_part_request *q = p->request;
	bool hides = false;
	for (size_t i = 0; i < q->hidden_count; i++) {
		if (q->hidden[i] != act)
			continue;
		p->hidden += !hides && !p->found[i];
		p->found[i] = true;
		hides = true;
	}
	return hides;
}

static void tell_hidden(struct client_part *p)
{
	struct json_writer w;
	if (!p->hidden)
		return;
	line_begin(&w, &p->lines, "hidden");
	json_number(&w, "acts", (int64_t)p->hidden);
	json_text(&w, "article", p->request->article);
	put_day(&w, "until", p->request->until);
	line_end(&w);
}

/* --- the whole --- */

/* A code or a number tells nothing by itself. */
static bool is_explained(const struct field *f)
{
	static const enum field_kind kinds[] = { FIELD_CODE, FIELD_CODES, FIELD_DIGITS, FIELD_NUMBER };
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (f->kind == kinds[i])
			return strcmp(f->gloss, field_label(f, false)) != 0;
	return false;
}

static void tell_fields(struct client_part *p)
{
	const struct catalogue *c = p->act->desk->catalogue;
	struct json_writer w;
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		if (!p->fields[i])
			continue;
		line_begin(&w, &p->lines, "field");
		json_text(&w, "name", f->name);
		json_text(&w, "label", field_label(f, false));
		json_text(&w, "label_nl", field_label(f, true));
		if (is_explained(f)) {
			put_text(&w, "gloss", f->gloss);
			put_text(&w, "gloss_nl", f->gloss_nl);
		}
		line_end(&w);
	}
}

bool client_part_begin(struct client_part *p, struct act *a, const struct client_part_request *q,
                       struct error *e)
{
	p->request = q;
	p->act = a;
	p->client.record = q->record;
	p->client.number = q->number;
	p->fields = calloc(catalogue_size(a->desk->catalogue) + 1, sizeof *p->fields);
	p->found = calloc(q->hidden_count + 1, sizeof *p->found);
	if (!p->fields || !p->found)
		return error_memory(e);
	return check_hiding(q, a->when, e) && whole_client_of(&p->client, a, e) && tell_records(p, e);
}

bool client_part_end(struct client_part *p, struct error *e)
{
	for (size_t i = 0; i < p->request->hidden_count; i++)
		if (!p->found[i])
			return error_set(e, ERR_NOT_FOUND, "--hide", "%s",
			                 N_("an act that is none of this client"));
	tell_who(p);
	buffer_append(&p->lines, buffer_bytes(&p->records));
	buffer_append(&p->lines, buffer_bytes(&p->terms));
	buffer_append(&p->lines, buffer_bytes(&p->went));
	if (!tell_declarations(p, e) || !right_requests_each(p->act->desk->store, false, tell_request, p, e))
		return false;
	tell_hidden(p);
	tell_fields(p);
	return buffer_ok(&p->lines, e);
}
