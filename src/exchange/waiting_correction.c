/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/waiting_correction.h"

#include "exchange/amending.h"
#include "store/corrections.h"
#include "store/exchanges.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct waiting_letter {
	uint8_t id[PACKAGE_ID_SIZE];
	char tag[CORRECTION_TAG_SIZE + 1];
};

struct applying {
	struct waiting_correction *waiting;
	struct act *act;
	const char *record;
	struct buffer line, text, but; /* but: fields that something newer brought */
	uint8_t letter[PACKAGE_ID_SIZE];
	struct manifest manifest; /* of the letter */
	uint64_t sequence;
	bool found;
	struct waiting_letter *all; /* that wait */
	size_t count;
};

static void applying_clear(struct applying *x)
{
	buffer_wipe(&x->line);
	buffer_wipe(&x->text);
	buffer_clear(&x->but);
	manifest_clear(&x->manifest);
	free(x->all);
}

void waiting_correction_clear(struct waiting_correction *w)
{
	correction_answers_clear(&w->answers);
	correction_letters_clear(&w->onward);
}

static bool read_manifest(void *context, const struct exchange_row *row, struct error *e)
{
	struct applying *x = context;
	struct note note;
	manifest_clear(&x->manifest);
	return note_parse(row->manifest_note, "manifest", &note, e) && manifest_parse(&note, &x->manifest, e);
}

static bool add_waiting(struct applying *x, const struct correction_row *row, struct error *e)
{
	struct waiting_letter *more = reallocarray(x->all, x->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	x->all = more;
	memcpy(more[x->count].id, row->letter, sizeof more->id);
	snprintf(more[x->count++].tag, sizeof more->tag, "%s", row->tag);
	return true;
}

/* Of those that wait, the one that its sender numbered last. */
static bool note_waiting(void *context, const struct correction_row *row, struct error *e)
{
	struct applying *x = context;
	if (row->outcome || !row->line.size)
		return true;
	if (!add_waiting(x, row, e) ||
	    !exchanges_find(x->act->desk->store, row->letter, false, read_manifest, x, e))
		return false;
	if (x->found && x->manifest.sequence < x->sequence)
		return true;
	x->found = true;
	x->sequence = x->manifest.sequence;
	memcpy(x->letter, row->letter, sizeof x->letter);
	buffer_reset(&x->line);
	buffer_append(&x->line, row->line);
	return buffer_ok(&x->line, e);
}

static bool put(struct applying *x, const struct stored_record *stored, const struct correction *said,
                struct error *e)
{
	struct store *s = x->act->desk->store;
	const struct manifest *m = &x->manifest;
	_cleanup_(record_clear) struct record now = { 0 };
	const struct import_counts counts = { .read = 1, .changed = 1 };
	const struct correction_why why = { said->reason, said->found };
	char letter[2 * PACKAGE_ID_SIZE + 1], id[RECORD_ID_SIZE + 1];
	bool stands = x->but.size > 0; /* the rest came with something newer */
	const struct stored_record template = { .package = stands ? stored->package : letter,
		                                .tag = said->tag,
		                                .agreement = m->terms.agreement,
		                                .purpose = m->terms.purpose,
		                                .sequence = stands ? RECORD_NEWEST : m->sequence,
		                                .taken_in = x->act->desk->now,
		                                .retain_until = stored->retain_until };
	enum record_change change;
	int64_t import;
	uint64_t told;
	hex_encode(bytes_of(x->letter, sizeof x->letter), letter);
	return amendment_merge(x->act->desk->catalogue, stored->json, said, buffer_bytes(&x->but), &now, e) &&
	       import_begin(s, m->sender, letter, &import, e) &&
	       record_put(s, import, m->sender, &now, &template, NULL, &change, id, e) &&
	       import_end(s, import, &counts, e) &&
	       correction_letters_add(&x->waiting->onward, x->act, id, &why, &told, e);
}

static bool settle(struct applying *x, const char *tag, const uint8_t letter[PACKAGE_ID_SIZE],
                   enum correction_outcome outcome, struct error *e)
{
	char record[RECORD_ID_SIZE + 1];
	return corrections_settle(x->act->desk->store, WAY_CORRECTION_CAME, letter, tag,
	                          correction_outcome_name(outcome), NULL, x->act->desk->now, record, e) &&
	       correction_answers_add(&x->waiting->answers, x->act, tag, x->record, letter, outcome,
	                              KEEPS_COUNT, e);
}

static bool apply(void *context, const struct stored_record *stored, struct error *e)
{
	struct applying *x = context;
	struct store *s = x->act->desk->store;
	struct correction said;
	bool later;
	if (stored->restricted) /* by something else still */
		return true;
	if (!correction_parse(buffer_bytes(&x->line), "corrections", &said, &x->text, e) ||
	    !exchanges_find(s, x->letter, false, read_manifest, x, e) ||
	    !amendment_overtaken(s, x->record, x->manifest.sequence, &said, &x->but, &later, e) ||
	    !correction_answers_start(&x->waiting->answers, x->act, x->manifest.sender, &x->manifest.terms,
	                              e))
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (memcmp(x->all[i].id, x->letter, sizeof x->letter) != 0 &&
		    !settle(x, x->all[i].tag, x->all[i].id, CORRECTION_OVERTAKEN, e))
			return false;
	enum correction_outcome outcome = later ? CORRECTION_OVERTAKEN : CORRECTION_APPLIED;
	return (later || put(x, stored, &said, e)) && settle(x, said.tag, x->letter, outcome, e);
}

bool waiting_correction_apply(struct waiting_correction *w, struct act *a, const char *record,
                              struct error *e)
{
	const struct selection one = { .kind = SELECT_RECORDS, .items = &record, .count = 1 };
	_cleanup_(applying_clear) struct applying x = { .waiting = w, .act = a, .record = record };
	struct store *s = a->desk->store;
	return corrections_each(s, record, WAY_CORRECTION_CAME, note_waiting, &x, e) &&
	       (!x.found || records_each(s, &one, false, apply, &x, e));
}

bool waiting_correction_send(struct waiting_correction *w, struct act *a, struct error *e)
{
	return correction_answers_send(&w->answers, a, e) && correction_letters_send(&w->onward, a, e);
}

char *waiting_correction_publish(struct waiting_correction *w, struct act *a)
{
	char *path = correction_answers_publish(&w->answers, a);
	correction_letters_publish(&w->onward, a);
	return path;
}

void waiting_correction_failed(struct waiting_correction *w, const struct error *why)
{
	correction_answers_failed(&w->answers, why);
	correction_letters_failed(&w->onward, why);
}
