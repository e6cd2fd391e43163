/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/correction_letter.h"

#include "exchange/comparing.h"
#include "exchange/past_letter.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/record_tag.h"

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
	_cleanup_(comparing_clear) struct comparing c = {
		.act = l->act, .stored = stored, .now = now, .to = to
	};
	bool differs, stayed;
	if (!comparing(&c, &differs, &stayed, e))
		return false;
	l->stayed += stayed;
	*told += differs;
	return !differs || put_line(l, &c, why, e);
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
	struct whose_record whose;
	_cleanup_(deliveries_clear) struct deliveries all = { .act = a, .whose = &whose };
	if (!record_recall(a->desk->catalogue, stored->json, stored->id, &now, e) ||
	    !whose_record_find(a->desk, stored->id, &now, &whose, e) ||
	    !store_log_of_record(a->desk->store, stored->id, deliveries_look, &all, e))
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

bool correction_letters_keep(struct correction_letters *l, struct act *a, const struct correction_row *row,
                             enum correction_keep kept, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	_cleanup_(terms_named_clear) struct terms_named terms = { 0 };
	struct store *s = a->desk->store;
	struct told told = { .version = 0 };
	char record[RECORD_ID_SIZE + 1];
	l->act = a;
	if (!exchanges_find(s, row->letter, false, past_letter_terms, &terms, e))
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
