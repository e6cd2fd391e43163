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
	struct told *told;
	size_t told_count;
	struct following letter;
};

static void letter_clear(struct correction_letter *l)
{
	for (size_t i = 0; i < l->told_count; i++) {
		memory_wipe(l->told[i].bsn, sizeof l->told[i].bsn);
		free(l->told[i].fields);
	}
	free(l->told);
	following_clear(&l->letter);
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
		if (strcmp(l->list[i].letter.to, unit) == 0 &&
		    terms_named_same(&l->list[i].letter.terms, terms))
			return &l->list[i];
	struct correction_letter *more = reallocarray(l->list, l->count + 1, sizeof *more);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	l->list = more;
	struct correction_letter *new = &l->list[l->count++];
	*new = (struct correction_letter){ 0 };
	return following_start(&new->letter, l->act, PACKAGE_CORRECTION, "corrections", unit, terms, e)
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
	            following_line(&to->letter, buffer_bytes(&line), e) &&
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
	       following_line(&to->letter, buffer_bytes(&line), e) && add_told(to, &told, "", e) &&
	       corrections_settle(s, WAY_DISPUTE_CAME, row->letter, row->tag,
	                          correction_outcome_name(CORRECTION_KEPT), correction_keep_name(kept),
	                          a->when, record, e);
}

/* --- sending --- */

static bool add_row(struct act *a, const struct correction_letter *l, const struct told *told,
                    enum correction_way way, const uint8_t *letter, struct error *e)
{
	struct correction_row row = { .way = way,
		                      .peer = l->letter.to,
		                      .tag = told->tag,
		                      .fields = told->fields,
		                      .version = told->version,
		                      .made = a->desk->now };
	memcpy(row.letter, letter, sizeof row.letter);
	memcpy(row.record, told->record, sizeof row.record);
	memcpy(row.package, told->package, sizeof row.package);
	return !*told->fields || corrections_add(a->desk->store, &row, e);
}

static bool name_clients(struct act *a, void *context, struct error *e)
{
	const struct correction_letter *l = context;
	for (size_t i = 0; i < l->told_count; i++) {
		const struct told *told = &l->told[i];
		if (!act_client_bsn(a, bytes_of_string(told->bsn), told->record, NULL, NULL, e) ||
		    !add_row(a, l, told, WAY_CORRECTED, l->letter.outgoing.manifest.id, e))
			return false;
	}
	return true;
}

bool correction_letters_send(struct correction_letters *l, struct act *a, struct error *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct correction_letter *one = &l->list[i];
		if (!following_send(&one->letter, a, name_clients, one, e))
			return false;
		/* It is due still, until the unit has keys. */
		for (size_t k = 0; one->letter.unreachable && k < one->told_count; k++)
			if (!add_row(a, one, &one->told[k], WAY_DUE, one->told[k].package, e))
				return false;
	}
	return true;
}

void correction_letters_publish(struct correction_letters *l, struct act *a)
{
	for (size_t i = 0; i < l->count; i++)
		following_publish(&l->list[i].letter, a);
}

void correction_letters_failed(struct correction_letters *l, const struct error *why)
{
	for (size_t i = 0; i < l->count; i++)
		following_failed(&l->list[i].letter, why);
}

bool correction_letters_give(struct correction_letters *l, struct told_letter **ret, size_t *ret_count,
                             struct error *e)
{
	*ret = calloc(l->count ? l->count : 1, sizeof **ret);
	if (!*ret)
		return error_memory(e);
	for (*ret_count = 0; *ret_count < l->count; ++*ret_count)
		following_give(&l->list[*ret_count].letter, &(*ret)[*ret_count]);
	return true;
}
