/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/following.h"

#include <stdlib.h>
#include <string.h>

bool following_start(struct following *f, struct act *a, enum package_kind kind, const char *member,
                     const char *to, const struct terms_named *terms, struct error *e)
{
	const struct terms_named plain = terms_named_without_overrides(terms);
	*f = (struct following){
		.kind = kind, .to = string_copy(to), .outgoing.file.fd = -1, .started = true
	};
	return (f->to || error_memory(e)) && terms_named_copy(&plain, &f->terms, e) &&
	       member_spool_start(&f->member, member, store_home(a->desk->store), e);
}

void following_clear(struct following *f)
{
	if (!f->started)
		return;
	free(f->to);
	free(f->path);
	terms_named_clear(&f->terms);
	member_spool_clear(&f->member);
	outgoing_clear(&f->outgoing);
	*f = (struct following){ 0 };
}

bool following_line(struct following *f, struct bytes line, struct error *e)
{
	f->records++;
	return member_spool_line(&f->member, line, e);
}

static bool send_body(struct act *a, void *context, struct error *e)
{
	struct following *f = context;
	struct outgoing *p = &f->outgoing;
	struct manifest *m = &p->manifest;
	struct member_spool *const spools[] = { &f->member };
	outgoing_start(p);
	m->kind = f->kind;
	m->receiver = string_copy(f->to);
	m->use_by = a->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	m->records = f->records;
	if (!m->receiver)
		return error_memory(e);
	if (!terms_named_copy(&f->terms, &m->terms, e) || !member_spool_end(&f->member, e) ||
	    !outgoing_prepare(p, a, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), f->id);
	f->sequence = m->sequence;
	a->entry.package = f->id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(p, &a->entry);
	return f->about(a, f->context, e);
}

static bool send_logged(struct act *a, void *context, struct error *e)
{
	struct following *f = context;
	struct member_spool *const spools[] = { &f->member };
	return outgoing_write(&f->outgoing, a, spools, ELEMENTS(spools), e);
}

static const struct act_frame sending = { .kind = ACT_PACK, .body = send_body, .logged = send_logged };

bool following_send(struct following *f, struct act *a,
                    bool (*about)(struct act *a, void *context, struct error *e), void *context,
                    struct error *e)
{
	if (!f->started || !f->records)
		return true;
	const struct roster_unit *unit = roster_unit(desk_roster(a->desk), f->to);
	f->about = about;
	f->context = context;
	f->unreachable = !unit || !unit->ready;
	return f->unreachable || act_run_also(a, &sending, f, e);
}

void following_publish(struct following *f, struct act *a)
{
	struct error later;
	if (!f->started || !f->outgoing.path)
		return;
	f->path = string_copy(f->outgoing.path);
	f->named = outgoing_publish(&f->outgoing, a->desk, &later);
}

void following_failed(struct following *f, const struct error *why)
{
	if (f->started)
		outgoing_failed(&f->outgoing, why);
}

void told_letters_free(struct told_letter *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(list[i].to);
		free(list[i].path);
	}
	free(list);
}

void following_give(struct following *f, struct told_letter *ret)
{
	*ret = (struct told_letter){ .to = f->to,
		                     .sequence = f->sequence,
		                     .records = f->records,
		                     .path = f->path,
		                     .named = f->named };
	memcpy(ret->id, f->id, sizeof ret->id);
	f->to = f->path = NULL;
}
