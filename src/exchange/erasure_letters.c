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
	terms_named_clear(&p->terms);
	free(p->to);
	free(p->lines);
	outgoing_clear(&p->outgoing);
	member_spool_clear(&p->member);
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
		if (strcmp(l->list[i].to, row->peer) == 0 &&
		    strcmp(l->list[i].terms.agreement, row->agreement) == 0 &&
		    strcmp(l->list[i].terms.purpose, row->purpose) == 0)
			return &l->list[i];
	return NULL;
}

/* The terms are those of the last package that it went with. */
static bool take_terms(struct erasure_letter *p, const struct exchange_row *row, struct error *e)
{
	terms_named_clear(&p->terms);
	return past_letter_terms(&p->terms, row, e);
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
	if (!record_tag(g->act->desk->store, g->stored, p->to, line->tag, e))
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
	struct erasure_letter *p = find_letter(l, row);
	if (!p) {
		struct erasure_letter *more = reallocarray(l->list, l->count + 1, sizeof *more);
		if (!more)
			return error_memory(e);
		l->list = more;
		p = &more[l->count];
		*p = (struct erasure_letter){ .outgoing.file.fd = -1 };
		p->to = string_copy(row->peer);
		if (!p->to)
			return error_memory(e);
		l->count++;
	}
	return take_terms(p, row, e) && add_line(g, p, e);
}

static bool read_entry(struct store *s, uint64_t index, struct buffer *raw, struct entry *ret,
                       struct entry_text **text, struct error *e)
{
	return log_entry(store_log(s), index, raw, e) && entry_parse(buffer_bytes(raw), ret, text, e);
}

static bool look_at_entry(void *context, uint64_t index, struct error *e)
{
	struct gathering *g = context;
	struct store *s = g->act->desk->store;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, of_act = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	struct entry child, entry;
	uint8_t id[PACKAGE_ID_SIZE];
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	if (!read_entry(s, index, &raw, &child, &text, e))
		return false;
	if (!child.child)
		return true;
	if (!read_entry(s, child.parent, &of_act, &entry, &text_of_act, e))
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

static bool write_line(struct erasure_letter *p, struct act *a, const struct erasure_line *line,
                       struct error *e)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct erasure_notice n = { .decided = a->desk->now };
	uint8_t id[16];
	random_bytes(id, sizeof id);
	hex_encode(bytes_of(id, sizeof id), n.id);
	memcpy(n.tag, line->tag, sizeof n.tag);
	const struct told_unit told = { n.id, p->to, p->terms.agreement, p->terms.purpose, p->request };
	return erasure_notice_format(&n, &out, e) && member_spool_line(&p->member, buffer_bytes(&out), e) &&
	       told_unit_add(a->desk->store, &told, e) &&
	       act_client_bsn(a, bytes_of(NULL, 0), line->record, n.id, NULL, e);
}

static bool send_body(struct act *a, void *context, struct error *e)
{
	struct erasure_letter *p = context;
	struct manifest *m = &p->outgoing.manifest;
	struct member_spool *const spools[] = { &p->member };
	outgoing_start(&p->outgoing);
	m->kind = PACKAGE_ERASURE;
	m->receiver = string_copy(p->to);
	m->use_by = a->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	m->records = p->count;
	if (!m->receiver)
		return error_memory(e);
	if (!terms_named_copy(&p->terms, &m->terms, e) ||
	    !member_spool_start(&p->member, "erasures", store_home(a->desk->store), e))
		return false;
	for (size_t i = 0; i < p->count; i++)
		if (!write_line(p, a, &p->lines[i], e))
			return false;
	if (!member_spool_end(&p->member, e) ||
	    !outgoing_prepare(&p->outgoing, a, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), p->id);
	p->sequence = m->sequence;
	a->entry.package = p->id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(&p->outgoing, &a->entry);
	return true;
}

static bool send_logged(struct act *a, void *context, struct error *e)
{
	struct erasure_letter *p = context;
	struct member_spool *const spools[] = { &p->member };
	return outgoing_write(&p->outgoing, a, spools, ELEMENTS(spools), e);
}

static const struct act_frame sending = { .kind = ACT_PACK, .body = send_body, .logged = send_logged };

bool erasure_letters_send(struct erasure_letters *l, struct act *a, uint64_t request, struct error *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct erasure_letter *p = &l->list[i];
		const struct roster_unit *unit = roster_unit(desk_roster(a->desk), p->to);
		p->request = request;
		p->unreachable = !unit || !unit->ready;
		if (!p->unreachable && !act_run_also(a, &sending, p, e))
			return false;
	}
	return true;
}

void erasure_letters_publish(struct erasure_letters *l, struct act *a)
{
	struct error later;
	for (size_t i = 0; i < l->count; i++)
		if (!l->list[i].unreachable)
			l->list[i].named = outgoing_publish(&l->list[i].outgoing, a->desk, &later);
}

void erasure_letters_failed(struct erasure_letters *l, const struct error *why)
{
	for (size_t i = 0; i < l->count; i++)
		outgoing_failed(&l->list[i].outgoing, why);
}
