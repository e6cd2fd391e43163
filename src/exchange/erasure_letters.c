/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/erasure_letters.h"

#include "crypto/secret.h"
#include "exchange/past_letter.h"
#include "store/exchanges.h"
#include "store/record_tag.h"
#include "store/right_requests.h"
#include "trust/erasure.h"

#include <stdlib.h>
#include <string.h>

static void letter_clear(struct erasure_letter *p)
{
	free(p->lines);
	following_clear(&p->letter);
}

void erasure_letters_clear(struct erasure_letters *l)
{
	for (size_t i = 0; i < l->count; i++)
		letter_clear(&l->list[i]);
	free(l->list);
	*l = (struct erasure_letters){ 0 };
}

/* --- who received it --- */

struct gathering {
	struct erasure_letters *letters;
	struct act *act;
	const struct stored_record *stored;
	const char *package; /* of the entry at hand */
};

static struct erasure_letter *find_letter(const struct erasure_letters *l, const struct exchange_row *row)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->list[i].letter.to, row->peer) == 0 &&
		    strcmp(l->list[i].letter.terms.agreement, row->agreement) == 0 &&
		    strcmp(l->list[i].letter.terms.purpose, row->purpose) == 0)
			return &l->list[i];
	return NULL;
}

/* The terms are those of the last package that it went with. */
static bool take_terms(struct erasure_letter *p, const struct exchange_row *row, struct error *e)
{
	terms_named_clear(&p->letter.terms);
	return past_letter_terms(&p->letter.terms, row, e);
}

static bool add_line(struct gathering *g, struct erasure_letter *p, struct error *e)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->lines[i].record, g->stored->id) == 0)
			return true;
	struct erasure_line *more = reallocarray(p->lines, p->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	p->lines = more;
	struct erasure_line *line = &more[p->count];
	memcpy(line->record, g->stored->id, sizeof line->record);
	if (!record_tag(g->act->desk->store, g->stored, p->letter.to, line->tag, e))
		return false;
	p->count++;
	return true;
}

static bool add_package(void *context, const struct exchange_row *row, struct error *e)
{
	struct gathering *g = context;
	struct erasure_letters *l = g->letters;
	if (row->kind != PACKAGE_CASES || row->state == SENT_FAILED || row->state == SENT_DECLINED ||
	    row->state == SENT_PENDING || row->state == SENT_REFUSED || !row->agreement || !row->purpose)
		return true;
	const struct terms_named none = { 0 };
	struct erasure_letter *p = find_letter(l, row);
	if (!p) {
		struct erasure_letter *more = reallocarray(l->list, l->count + 1, sizeof *more);
		if (!more)
			return error_memory(e);
		l->list = more;
		p = &more[l->count];
		*p = (struct erasure_letter){ 0 };
		l->count++;
		if (!following_start(&p->letter, g->act, PACKAGE_ERASURE, "erasures", row->peer, &none, e))
			return false;
	}
	return take_terms(p, row, e) && add_line(g, p, e);
}

static bool look_at_entry(void *context, uint64_t index, struct error *e)
{
	struct gathering *g = context;
	struct store *s = g->act->desk->store;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	struct entry child, entry;
	uint8_t id[PACKAGE_ID_SIZE];
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	if (!log_entry_read(store_log(s), index, &child, &text, e))
		return false;
	if (!child.child)
		return true;
	if (!log_entry_read(store_log(s), child.parent, &entry, &text_of_act, e))
		return false;
	enum act_kind kind = act_kind_of(entry.action);
	if ((kind != ACT_PACK && kind != ACT_APPROVE) || entry.failed || !entry.package ||
	    !hex_decode(bytes_of_string(entry.package), id, sizeof id))
		return true;
	if (!past_client_read(s, index, &client, e))
		return false;
	/* Of a client who stayed nothing went, though the act names him. */
	return client.stayed || exchanges_find(s, id, true, add_package, g, e);
}

bool erasure_letters_add(struct erasure_letters *l, struct act *a, const struct stored_record *stored,
                         struct error *e)
{
	struct gathering g = { .letters = l, .act = a, .stored = stored };
	return store_log_of_record(a->desk->store, stored->id, look_at_entry, &g, e);
}

/* --- the letters --- */

static bool write_line(struct erasure_letter *p, struct act *a, struct erasure_line *line, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct erasure_notice n = { .decided = a->desk->now };
	uint8_t id[ERASURE_ID_SIZE];
	random_bytes(id, sizeof id);
	hex_encode(bytes_of(id, sizeof id), line->id);
	memcpy(n.id, line->id, sizeof n.id);
	memcpy(n.tag, line->tag, sizeof n.tag);
	return erasure_notice_format(&n, &out, e) && following_line(&p->letter, buffer_bytes(&out), e);
}

static bool name_clients(struct act *a, void *context, struct error *e)
{
	const struct erasure_letter *p = context;
	const struct terms_named *terms = &p->letter.terms;
	for (size_t i = 0; i < p->count; i++) {
		const struct erasure_line *line = &p->lines[i];
		const struct told_unit told = { line->id, p->letter.to, terms->agreement, terms->purpose,
			                        p->request };
		if (!told_unit_add(a->desk->store, &told, e) ||
		    !act_client_bsn(a, bytes_of(NULL, 0), line->record, line->id, NULL, e))
			return false;
	}
	return true;
}

bool erasure_letters_send(struct erasure_letters *l, struct act *a, uint64_t request, struct error *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct erasure_letter *p = &l->list[i];
		p->request = request;
		for (size_t k = 0; k < p->count; k++)
			if (!write_line(p, a, &p->lines[k], e))
				return false;
		if (!following_send(&p->letter, a, name_clients, p, e))
			return false;
	}
	return true;
}

void erasure_letters_publish(struct erasure_letters *l, struct act *a)
{
	for (size_t i = 0; i < l->count; i++)
		following_publish(&l->list[i].letter, a);
}

void erasure_letters_failed(struct erasure_letters *l, const struct error *why)
{
	for (size_t i = 0; i < l->count; i++)
		following_failed(&l->list[i].letter, why);
}
