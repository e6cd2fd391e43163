/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/explaining.h"

#include "exchange/act.h"
#include "exchange/amending.h"
#include "exchange/client_entries.h"
#include "exchange/past_exchange.h"
#include "exchange/withheld.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/statements.h"
#include "store/voided.h"
#include "trust/rules.h"

#include <string.h>

struct explaining {
	const char *record;
	const struct field *field;
	bool (*each)(void *context, const struct explained *x, struct error *e);
	void *context;
	struct act *act;
	struct record current; /* whose client it is about */
	struct whose_record whose;
};

/* --- on what it rested --- */

static bool note_receipt(void *context, const struct exchange_row *row, struct error *e)
{
	struct explained *x = context;
	(void)e;
	x->has_receipt = true;
	x->receipt = row->log_index;
	return true;
}

struct answer {
	bool there, voided; /* voided: what it answers */
	uint8_t id[PACKAGE_ID_SIZE];
};

static bool note_answer(void *context, const struct exchange_row *row, struct error *e)
{
	struct answer *a = context;
	(void)e;
	a->there = row->has_answer;
	a->voided = row->state == SENT_VOIDED;
	memcpy(a->id, row->answer, sizeof a->id);
	return true;
}

/* Its receipt; and whether it was taken back since. */
static bool find_since(const struct explaining *x, const uint8_t id[PACKAGE_ID_SIZE], struct explained *ret,
                       struct error *e)
{
	struct store *s = x->act->desk->store;
	struct answer answer = { 0 };
	struct manifest came = { .sender = (char *)(uintptr_t)ret->entry->peer };
	struct error why;
	memcpy(came.id, id, sizeof came.id);
	if (ret->sent) {
		if (!exchanges_find(s, id, true, note_answer, &answer, e))
			return false;
		ret->voided = answer.voided;
		return !answer.there || exchanges_find(s, answer.id, false, note_receipt, ret, e);
	}
	ret->voided = !voided_check(s, &came, &why);
	return !ret->voided || why.code == ERR_PACKAGE_VOIDED ||
	       error_set(e, why.code, why.subject, "%s", why.detail);
}

/* --- a correction --- */

struct corrected {
	const char *field;
	const uint8_t *letter;
	bool any;
};

static bool look_at_correction(void *context, const struct correction_row *row, struct error *e)
{
	struct corrected *c = context;
	(void)e;
	c->any = c->any || (memcmp(row->letter, c->letter, PACKAGE_ID_SIZE) == 0 &&
	                    amendment_names(bytes_of_string(row->fields), c->field));
	return true;
}

/* --- an exchange --- */

static bool decide_outcome(struct explaining *x, struct explained *ret, const char *withheld,
                           struct buffer *rule, struct error *e)
{
	_cleanup_(past_exchange_clear) struct past_exchange past = { .entry = ret->entry,
		                                                     .record = x->record,
		                                                     .now = &x->current };
	struct bytes named = { 0 };
	bool stayed = withheld_names(withheld, x->field->name, &named);
	buffer_append(rule, named);
	if (!stayed && !past_exchange_lists(ret->purpose, x->field)) {
		buffer_printf(rule, "%s", rule_name(RULE_NOT_AGREED));
		stayed = true;
	}
	if (stayed) {
		ret->outcome = EXPLAINED_STAYED;
		if (!buffer_ok(rule, e))
			return false;
		ret->rule = buffer_string(rule);
		return true;
	}
	if (!past_exchange_version(x->act->desk, &past, e))
		return false;
	bool filled = past.known && record_get(&past.then, x->field).size > 0;
	ret->outcome = filled ? EXPLAINED_WENT : EXPLAINED_EMPTY;
	return true;
}

static bool tell_exchange(struct explaining *x, const struct entry *entry, const struct past_client *client,
                          struct error *e)
{
	_cleanup_(buffer_clear) struct buffer rule = { 0 };
	struct explained told = { .entry = entry, .sent = act_kind_of(entry->action) != ACT_OPEN };
	uint8_t id[PACKAGE_ID_SIZE];
	if (!entry->terms.agreement || !entry->terms.purpose)
		return true;
	if (!statements_agreement(x->act->desk->store, entry->terms.agreement, entry->terms.version,
	                          &told.agreement, e))
		return false;
	told.purpose = agreement_purpose(told.agreement, entry->terms.purpose);
	if (!told.purpose || !past_exchange_is(entry, told.agreement))
		return true;
	told.consents = client->consents;
	if (!entry->package || !hex_decode(bytes_of_string(entry->package), id, sizeof id))
		return true;
	if (package_kind_of(entry->package_kind) != PACKAGE_CORRECTION) {
		if (!decide_outcome(x, &told, client->withheld, &rule, e))
			return false;
	} else {
		struct corrected c = { .field = x->field->name, .letter = id };
		enum correction_way way = told.sent ? WAY_CORRECTED : WAY_CORRECTION_CAME;
		if (!corrections_each(x->act->desk->store, x->record, way, look_at_correction, &c, e))
			return false;
		if (!c.any)
			return true;
		told.outcome = EXPLAINED_CORRECTED;
	}
	return find_since(x, id, &told, e) && x->each(x->context, &told, e);
}

static bool look_at_client(void *context, uint64_t index, struct error *e)
{
	struct explaining *x = context;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	struct entry child, entry;
	if (!log_entry_read(store_log(x->act->desk->store), index, &child, &text, e))
		return false;
	if (!child.child)
		return true;
	return log_entry_read(store_log(x->act->desk->store), child.parent, &entry, &text_of_act, e) &&
	       past_client_read(x->act->desk->store, index, &client, e) &&
	       (whose_record_another(&x->whose, &client, entry.start) ||
	        tell_exchange(x, &entry, &client, e));
}

static bool meet_client(void *context, const struct stored_record *stored, struct error *e)
{
	struct explaining *x = context;
	return record_recall(x->act->desk->catalogue, stored->json, stored->id, &x->current, e) &&
	       whose_record_find(x->act->desk, stored->id, &x->current, &x->whose, e) &&
	       act_client(x->act, &x->current, stored->id, NULL, NULL, e);
}

static bool explain_body(struct act *a, void *context, struct error *e)
{
	struct explaining *x = context;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &x->record, .count = 1 };
	struct store *s = a->desk->store;
	x->act = a;
	a->private.values[PRIVATE_FIELDS_SHOWN] = x->field->name;
	if (!records_each(s, &one, false, meet_client, x, e) ||
	    !store_log_of_record(s, x->record, look_at_client, x, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame explaining = { .kind = ACT_READ, .body = explain_body };

bool explain(struct desk *d, const char *record, const struct field *field,
             bool (*each)(void *context, const struct explained *x, struct error *e), void *context,
             struct error *e)
{
	struct explaining x = { .record = record, .field = field, .each = each, .context = context };
	bool ok = act_run(d, &explaining, &x, e);
	record_clear(&x.current);
	return ok;
}
