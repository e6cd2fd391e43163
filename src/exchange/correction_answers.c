/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/correction_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void correction_answers_clear(struct correction_answers *a)
{
	if (!a->started)
		return;
	free(a->to);
	free(a->records);
	terms_named_clear(&a->terms);
	member_spool_clear(&a->member);
	outgoing_clear(&a->outgoing);
	*a = (struct correction_answers){ 0 };
}

bool correction_answers_start(struct correction_answers *a, struct act *act, const char *to,
                              const struct terms_named *terms, struct error *e)
{
	const struct terms_named told = terms_named_without_overrides(terms);
	*a = (struct correction_answers){ .started = true, .to = string_copy(to), .outgoing.file.fd = -1 };
	return (a->to || error_memory(e)) && terms_named_copy(&told, &a->terms, e) &&
	       member_spool_start(&a->member, "outcomes", store_home(act->desk->store), e);
}

bool correction_answers_add(struct correction_answers *a, struct act *act, const char *tag,
                            const char *record, const uint8_t letter[PACKAGE_ID_SIZE],
                            enum correction_outcome outcome, enum correction_keep kept, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	struct correction_answer said = { .outcome = outcome, .kept = kept, .decided = act->desk->now };
	memcpy(said.tag, tag, sizeof said.tag);
	memcpy(said.letter, letter, sizeof said.letter);
	void *more = reallocarray(a->records, a->count + 1, sizeof *a->records);
	if (!more)
		return error_memory(e);
	a->records = more;
	snprintf(a->records[a->count++], sizeof *a->records, "%s", record ? record : "");
	return correction_answer_format(&said, &line, e) &&
	       member_spool_line(&a->member, buffer_bytes(&line), e);
}

static bool tell_body(struct act *act, void *context, struct error *e)
{
	struct correction_answers *a = context;
	struct outgoing *p = &a->outgoing;
	struct manifest *m = &p->manifest;
	struct member_spool *const spools[] = { &a->member };
	outgoing_start(p);
	m->kind = PACKAGE_OUTCOME;
	m->receiver = string_copy(a->to);
	m->use_by = act->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	m->records = a->count;
	if (!m->receiver)
		return error_memory(e);
	if (!terms_named_copy(&a->terms, &m->terms, e) || !member_spool_end(&a->member, e) ||
	    !outgoing_prepare(p, act, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), a->id);
	act->entry.package = a->id;
	act->entry.terms = m->terms;
	act->entry.records = m->records;
	outgoing_describe(p, &act->entry);
	for (size_t i = 0; i < a->count; i++) {
		const char *record = *a->records[i] ? a->records[i] : NULL;
		if (!act_client_bsn(act, bytes_of(NULL, 0), record, NULL, NULL, e))
			return false;
	}
	return true;
}

static bool tell_logged(struct act *act, void *context, struct error *e)
{
	struct correction_answers *a = context;
	struct member_spool *const spools[] = { &a->member };
	return outgoing_write(&a->outgoing, act, spools, ELEMENTS(spools), e);
}

static const struct act_frame telling = { .kind = ACT_PACK, .body = tell_body, .logged = tell_logged };

bool correction_answers_send(struct correction_answers *a, struct act *act, struct error *e)
{
	const struct roster_unit *unit = a->count ? roster_unit(desk_roster(act->desk), a->to) : NULL;
	return !unit || !unit->ready || act_run_also(act, &telling, a, e);
}

char *correction_answers_publish(struct correction_answers *a, struct act *act)
{
	struct error later;
	if (!a->started || !a->outgoing.path)
		return NULL;
	(void)!outgoing_publish(&a->outgoing, act->desk, &later);
	return string_copy(a->outgoing.path);
}

void correction_answers_failed(struct correction_answers *a, const struct error *why)
{
	if (a->started)
		outgoing_failed(&a->outgoing, why);
}
