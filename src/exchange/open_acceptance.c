/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"
#include "exchange/sent_records.h"
#include "store/arrivals.h"

#include <stdio.h>
#include <string.h>

/* What became of records that went to the unit that says so. */
struct told {
	struct sent_records sent; /* of the package that it is about */
	bool found;
	uint64_t said[SAID_COUNT];
};

static void told_clear(void *own)
{
	struct told *told = own;
	sent_records_clear(&told->sent);
}

static bool find_sent(struct opening *o, const struct outcome_line *l, struct error *e)
{
	struct told *told = o->own;
	if (told->found && memcmp(told->sent.package, l->package, sizeof l->package) != 0)
		return error_set(e, ERR_PACKAGE, "acceptances", "%s",
		                 N_("it is about more than one package"));
	if (told->found)
		return true;
	told->found = true;
	return sent_records_find(o->act, l->package, &o->letter.manifest, "acceptances", &told->sent, e);
}

static bool log_client(void *context, const struct stored_record *stored, struct error *e)
{
	struct opening *o = context;
	_cleanup_(record_clear) struct record record = { 0 };
	return record_recall(o->act->desk->catalogue, stored->json, stored->id, &record, e) &&
	       act_client(o->act, &record, stored->id, NULL, NULL, e);
}

static bool take_outcome(struct opening *o, struct bytes line, struct error *e)
{
	struct told *told = o->own;
	const struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	struct outcome_line l;
	if (!outcome_line_parse(line, "acceptances", &l, e) || !find_sent(o, &l, e))
		return false;
	const struct sent_record *sent = sent_records_get(&told->sent, l.record);
	if (!sent && !told->sent.some_unknown)
		return error_set(e, ERR_PACKAGE, "acceptances", "%s",
		                 N_("a record that wasn't in the package"));
	if (l.when > m->created)
		return error_set(e, ERR_PACKAGE, "acceptances", "%s",
		                 N_("said later than the letter was made"));
	struct outcome_row row = { .said = l.said,
		                   .reason = l.reason,
		                   .when = l.when,
		                   .sequence = m->sequence,
		                   .agreement = m->terms.agreement,
		                   .purpose = m->terms.purpose };
	snprintf(row.peer, sizeof row.peer, "%s", m->sender);
	memcpy(row.tag, l.record, sizeof row.tag);
	memcpy(row.package, l.package, sizeof row.package);
	memcpy(row.record, sent ? sent->record : "", sent ? sizeof row.record : 1);
	o->read++;
	told->said[l.said]++;
	const char *const id = row.record;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
	return outcomes_add(s, &row, e) && (!sent || records_each(s, &one, false, log_client, o, e));
}

/* Whatever day it is: what became of the clients is said once somebody has looked. */
static bool take(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "acceptances", e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct told *told = o->own;
	memcpy(ret->said, told->said, sizeof ret->said);
}

const struct opener open_acceptance = { .name = "acceptance",
	                                .size = sizeof(struct told),
	                                .clear = told_clear,
	                                .members = { { "acceptances/", take_outcome } },
	                                .take = take,
	                                .fill = fill };
