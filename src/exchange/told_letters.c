/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/told_letters.h"

#include "exchange/past_letter.h"
#include "store/exchanges.h"

#include <stdlib.h>
#include <string.h>

void told_letters_free(struct told_letter *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(list[i].to);
		free(list[i].path);
	}
	free(list);
}

static void letter_free(struct told_draft *l)
{
	for (size_t i = 0; i < l->result.records; i++)
		free(l->records[i]);
	free(l->records);
	terms_named_clear(&l->terms);
	outgoing_clear(&l->outgoing);
	member_spool_clear(&l->member);
	free(l->result.to);
	free(l->result.path);
	free(l);
}

void told_letters_clear(struct told_letters *t)
{
	for (size_t i = 0; i < t->count; i++)
		letter_free(t->list[i]);
	free(t->list);
	*t = (struct told_letters){ 0 };
}

/* --- which letters --- */

static struct told_draft *find(const struct told_letters *t, const char *to, const uint8_t *package)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->list[i]->result.to, to) == 0 &&
		    memcmp(t->list[i]->package, package, PACKAGE_ID_SIZE) == 0)
			return t->list[i];
	return NULL;
}

static bool add(struct told_letters *t, struct act *a, const char *to, const uint8_t *package,
                const struct terms_named *terms, struct told_draft **ret, struct error *e)
{
	struct told_draft **more = reallocarray(t->list, t->count + 1, sizeof(struct told_draft *));
	if (!more)
		return error_memory(e);
	t->list = more;
	struct told_draft *l = calloc(1, sizeof *l);
	if (!l)
		return error_memory(e);
	t->list[t->count++] = l;
	l->telling = t;
	l->outgoing.file.fd = -1;
	memcpy(l->package, package, sizeof l->package);
	l->result.to = string_copy(to);
	*ret = l;
	return (l->result.to || error_memory(e)) && terms_named_copy(terms, &l->terms, e) &&
	       member_spool_start(&l->member, t->member, store_home(a->desk->store), e);
}

bool told_letters_on_package(struct told_letters *t, struct act *a, const char *to,
                             const uint8_t package[PACKAGE_ID_SIZE], bool sent, struct told_draft **ret,
                             struct error *e)
{
	_cleanup_(terms_named_clear) struct terms_named terms = { 0 };
	*ret = find(t, to, package);
	return *ret || (exchanges_find(a->desk->store, package, sent, past_letter_terms, &terms, e) &&
	                add(t, a, to, package, &terms, ret, e));
}

bool told_letters_on_terms(struct told_letters *t, struct act *a, const char *to,
                           const struct terms_named *terms, struct told_draft **ret, struct error *e)
{
	static const uint8_t none[PACKAGE_ID_SIZE];
	const struct terms_named plain = terms_named_without_overrides(terms);
	*ret = find(t, to, none);
	return *ret || add(t, a, to, none, &plain, ret, e);
}

bool told_letters_add(struct told_draft *l, struct bytes line, const char *record, struct error *e)
{
	char **more = reallocarray(l->records, l->result.records + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	l->records = more;
	l->records[l->result.records] = string_copy(record ? record : "");
	return (l->records[l->result.records++] || error_memory(e)) && member_spool_line(&l->member, line, e);
}

/* --- sending them --- */

static bool send_body(struct act *a, void *context, struct error *e)
{
	struct told_draft *l = context;
	struct outgoing *p = &l->outgoing;
	struct manifest *m = &p->manifest;
	struct member_spool *const spools[] = { &l->member };
	outgoing_start(p);
	m->kind = l->telling->kind;
	m->receiver = string_copy(l->result.to);
	m->use_by = a->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	m->records = l->result.records;
	if (!m->receiver)
		return error_memory(e);
	if (!terms_named_copy(&l->terms, &m->terms, e) || !member_spool_end(&l->member, e) ||
	    !outgoing_prepare(p, a, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), l->result.id);
	l->result.sequence = m->sequence;
	a->entry.package = l->result.id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(p, &a->entry);
	for (size_t i = 0; i < l->result.records; i++)
		if (*l->records[i] && !act_client_bsn(a, bytes_of(NULL, 0), l->records[i], NULL, NULL, e))
			return false;
	return true;
}

static bool send_logged(struct act *a, void *context, struct error *e)
{
	struct told_draft *l = context;
	struct member_spool *const spools[] = { &l->member };
	return outgoing_write(&l->outgoing, a, spools, ELEMENTS(spools), e);
}

static const struct act_frame sending = { .kind = ACT_PACK, .body = send_body, .logged = send_logged };

bool told_letters_send(struct told_letters *t, struct act *a, struct error *e)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct roster_unit *unit = roster_unit(desk_roster(a->desk), t->list[i]->result.to);
		if (unit && unit->ready && !act_run_also(a, &sending, t->list[i], e))
			return false;
	}
	return true;
}

void told_letters_publish(struct told_letters *t, struct act *a)
{
	struct error later;
	for (size_t i = 0; i < t->count; i++) {
		struct told_draft *l = t->list[i];
		if (!l->outgoing.path)
			continue;
		l->result.path = string_copy(l->outgoing.path);
		l->result.named = outgoing_publish(&l->outgoing, a->desk, &later);
	}
}

void told_letters_failed(struct told_letters *t, const struct error *why)
{
	for (size_t i = 0; i < t->count; i++)
		outgoing_failed(&t->list[i]->outgoing, why);
}

bool told_letters_give(struct told_letters *t, struct told_letter **ret, size_t *ret_count, struct error *e)
{
	*ret = calloc(t->count ? t->count : 1, sizeof **ret);
	if (!*ret)
		return error_memory(e);
	for (*ret_count = 0; *ret_count < t->count; ++*ret_count) {
		struct told_letter *from = &t->list[*ret_count]->result;
		(*ret)[*ret_count] = *from;
		from->to = from->path = NULL;
	}
	return true;
}
