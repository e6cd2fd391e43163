/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/json.h"
#include "exchange/amending.h"
#include "exchange/opening.h"
#include "exchange/past_letter.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/record_tag.h"

#include <string.h>

/* What comes back: what a receiver did with corrections, and what it disputes of what it got. */

/* What was sent to the unit from which this came, on the terms that it names. */
struct sent {
	const struct opening *opening;
	enum package_kind kind;
	uint64_t log_index, entries;
};

static bool check_sent(void *context, const struct exchange_row *row, struct error *e)
{
	struct sent *sent = context;
	const struct manifest *m = &sent->opening->letter.manifest;
	sent->kind = row->kind;
	sent->log_index = row->log_index;
	sent->entries = row->records + row->withheld;
	return ((row->kind == PACKAGE_CORRECTION || row->kind == PACKAGE_CASES) &&
	        row->state != SENT_PENDING && row->state != SENT_DECLINED &&
	        strcmp(row->peer, m->sender) == 0 && row->agreement && row->purpose &&
	        strcmp(row->agreement, m->terms.agreement) == 0 &&
	        strcmp(row->purpose, m->terms.purpose) == 0) ||
	       error_set(e, ERR_PACKAGE, "manifest.note", "%s", N_("about a letter that went elsewhere"));
}

static bool find_sent(struct sent *sent, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	if (exchanges_find(sent->opening->act->desk->store, id, true, check_sent, sent, e))
		return true;
	return e->code != ERR_NOT_FOUND ? false
	                                : error_set(e, ERR_PACKAGE, "manifest.note", "%s",
	                                            N_("about a letter that wasn't sent"));
}

/* --- outcomes --- */

struct outcomes {
	uint64_t counts[CORRECTION_OUTCOME_COUNT];
};

static bool take_answer(struct opening *o, struct bytes line, struct error *e)
{
	struct outcomes *all = o->own;
	struct sent sent = { .opening = o };
	struct correction_answer a;
	char record[RECORD_ID_SIZE + 1];
	o->read++;
	if (!correction_answer_parse(line, "outcomes", &a, e) || !find_sent(&sent, a.letter, e))
		return false;
	if (sent.kind != PACKAGE_CORRECTION || a.decided > o->letter.manifest.created)
		return error_set(e, ERR_PACKAGE, "outcomes", "%s",
		                 N_("about a letter that corrected nothing"));
	all->counts[a.outcome]++;
	return corrections_settle(o->act->desk->store, WAY_CORRECTED, a.letter, a.tag,
	                          correction_outcome_name(a.outcome),
	                          a.kept != KEEPS_COUNT ? correction_keep_name(a.kept) : NULL, a.decided,
	                          record, e) &&
	       (!*record || act_client_bsn(o->act, bytes_of(NULL, 0), record, NULL, NULL, e));
}

/* Whatever day it is, as the corrections that it answers. */
static bool take_answers(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "outcomes", e);
}

static void fill_answers(const struct opening *o, struct open_result *ret)
{
	const struct outcomes *all = o->own;
	memcpy(ret->answers, all->counts, sizeof ret->answers);
}

const struct opener open_outcome = { .name = "outcome",
	                             .size = sizeof(struct outcomes),
	                             .members = { { "outcomes/", take_answer } },
	                             .take = take_answers,
	                             .fill = fill_answers };

/* --- disputes --- */

struct disputes {
	struct opening *opening;
	const struct correction *said; /* at hand */
	struct bytes line;
	struct buffer text, names;
	bool found;
};

static void disputes_clear(void *own)
{
	struct disputes *d = own;
	buffer_wipe(&d->text);
	buffer_clear(&d->names);
}

static bool is_agreed(const struct agreement_purpose *p, const char *name)
{
	for (size_t i = 0; i < p->field_count; i++)
		if (strcmp(p->fields[i].field->name, name) == 0)
			return true;
	return false;
}

static bool add_name(struct disputes *d, struct bytes name, struct error *e)
{
	_cleanup_(string_freep) char *text = string_of_bytes(name);
	if (!text)
		return error_memory(e);
	buffer_printf(&d->names, "%s%s", d->names.size ? " " : "", text);
	return is_agreed(d->opening->purpose, text) ||
	       error_set(e, ERR_FIELD_NOT_AGREED, text, "%s", rule_name(RULE_NOT_AGREED));
}

static bool find_names(struct disputes *d, struct error *e)
{
	_cleanup_(json_freep) json_t *fields = NULL;
	const char *name;
	json_t *value;
	buffer_reset(&d->names);
	if (d->said->fields.size && !json_parse(d->said->fields, "disputes", &fields, e))
		return false;
	json_object_foreach(fields, name, value) if (!add_name(d, bytes_of_string(name), e)) return false;
	for (struct cursor c = cursor_of(d->said->removed); !cursor_done(&c);)
		if (!add_name(d, cursor_until(&c, ' '), e))
			return false;
	return buffer_ok(&d->names, e);
}

/* Only what could stand in it is kept, until somebody decides. */
static bool keep(struct disputes *d, const struct stored_record *stored, struct error *e)
{
	struct opening *o = d->opening;
	const struct manifest *m = &o->letter.manifest;
	_cleanup_(record_clear) struct record proposed = { 0 };
	struct correction_row row = { .way = WAY_DISPUTE_CAME,
		                      .peer = m->sender,
		                      .tag = d->said->tag,
		                      .fields = buffer_string(&d->names),
		                      .line = d->line,
		                      .made = o->act->desk->now };
	memcpy(row.letter, m->id, sizeof row.letter);
	memcpy(row.package, d->said->package, sizeof row.package);
	memcpy(row.record, stored->id, sizeof row.record);
	return amendment_merge(o->act->desk->catalogue, stored->json, d->said, bytes_of(NULL, 0), &proposed,
	                       e) &&
	       corrections_add(o->act->desk->store, &row, e) &&
	       act_client(o->act, &proposed, stored->id, NULL, NULL, e);
}

static bool look_at_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct disputes *d = context;
	const struct opening *o = d->opening;
	char tag[RECORD_TAG_SIZE + 1];
	if (!record_tag(o->act->desk->store, stored, o->letter.manifest.sender, tag, e))
		return false;
	if (strcmp(tag, d->said->tag) != 0)
		return true;
	d->found = true;
	return keep(d, stored, e);
}

/* The log has an entry for each client behind the act with which it left. */
static bool look_at_entry(struct disputes *d, uint64_t index, struct error *e)
{
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	struct store *s = d->opening->act->desk->store;
	struct error why;
	if (!past_client_read(s, index, &client, e))
		return false;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &client.record, .count = 1 };
	if (!client.record || client.stayed || records_each(s, &one, false, look_at_record, d, &why) ||
	    why.code == ERR_NOT_FOUND)
		return true;
	*e = why;
	return false;
}

static bool take_dispute(struct opening *o, struct bytes line, struct error *e)
{
	struct disputes *d = o->own;
	struct sent sent = { .opening = o };
	struct correction said;
	o->read++;
	d->opening = o;
	d->line = line;
	d->said = &said;
	d->found = false;
	if (!correction_parse(line, "disputes", &said, &d->text, e))
		return false;
	if (said.answers)
		return error_set(e, ERR_PACKAGE, "disputes", "%s", N_("a dispute answers none"));
	if (!find_sent(&sent, said.package, e) || !find_names(d, e))
		return false;
	for (uint64_t i = 1; i <= sent.entries && !d->found; i++)
		if (!look_at_entry(d, sent.log_index + i, e))
			return false;
	o->left_out += !d->found;
	return true;
}

static bool take_disputes(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "disputes", e);
}

static void fill_disputes(const struct opening *o, struct open_result *ret)
{
	ret->disputed.records = o->read;
	ret->disputed.unknown = o->left_out;
}

const struct opener open_dispute = { .name = "dispute",
	                             .size = sizeof(struct disputes),
	                             .clear = disputes_clear,
	                             .members = { { "disputes/", take_dispute } },
	                             .take = take_disputes,
	                             .fill = fill_disputes };
