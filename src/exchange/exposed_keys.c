/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/exposed_keys.h"

#include "log/act_kinds.h"
#include "store/access.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF_RECOVERY ":" ROSTER_RECOVERY

/* --- who holds a key --- */

/* A row of a roster that has keys. */
struct holder {
	char name[128 + 16];
	const struct age_recipient *recipient;
	const struct note_verifier *signs; /* beside it; NULL: nothing */
	const struct roster *roster;
};

/* Every holder in one version, until `fits` says so. */
static bool holder_in(const struct roster *r, bool (*fits)(const void *context, const struct holder *h),
                      const void *context, struct holder *ret)
{
	for (size_t i = 0; i < r->person_count; i++) {
		const struct roster_person *p = &r->persons[i];
		struct holder h = { .recipient = &p->recipient, .signs = &p->key, .roster = r };
		snprintf(h.name, sizeof h.name, "%s", p->name);
		*ret = h;
		if (fits(context, &h))
			return true;
	}
	for (size_t i = 0; i < r->unit_count; i++) {
		const struct roster_unit *u = &r->units[i];
		struct holder h = { .recipient = &u->recipient, .signs = &u->log, .roster = r };
		snprintf(h.name, sizeof h.name, "%s", u->name);
		*ret = h;
		if (u->ready && fits(context, &h))
			return true;
		h.recipient = &u->recovery;
		h.signs = NULL;
		snprintf(h.name, sizeof h.name, "%s" OF_RECOVERY, u->name);
		*ret = h;
		if (u->has_recovery && fits(context, &h))
			return true;
	}
	return false;
}

/* In the newest version that has one. */
static bool find_holder(const struct desk *d, bool (*fits)(const void *context, const struct holder *h),
                        const void *context, struct holder *ret)
{
	const struct roster_chain *c = store_rosters(d->store);
	for (size_t i = c->count; i-- > 0;)
		if (holder_in(c->versions[i], fits, context, ret))
			return true;
	return false;
}

static bool has_recipient(const void *context, const struct holder *h)
{
	return age_recipient_equal(context, h->recipient);
}

static bool is_called(const void *context, const struct holder *h)
{
	char id[8 + 1] = "";
	if (h->signs)
		hex_encode(bytes_of(h->signs->id, sizeof h->signs->id), id);
	return strcmp(context, h->name) == 0 || strcmp(context, id) == 0;
}

bool exposed_key_named(struct desk *d, const char *typed, struct breach *ret, moment *ret_from,
                       struct error *e)
{
	_cleanup_(string_freep) char *own = string_printf("%s" OF_RECOVERY, store_unit(d->store));
	const struct roster_chain *c = store_rosters(d->store);
	struct age_recipient recipient;
	struct error ignored;
	struct holder h, first;
	if (!own)
		return error_memory(e);
	bool is_age = age_recipient_parse(bytes_of_string(typed), &recipient, &ignored);
	bool there =
		is_age ? find_holder(d, has_recipient, &recipient, &h)
		       : find_holder(d, is_called, strcmp(typed, ROSTER_RECOVERY) == 0 ? own : typed, &h);
	if (!there)
		return error_set(e, ERR_NOT_FOUND, "--key-of", "%s",
		                 N_("no roster that is known here lists this key"));
	snprintf(ret->holder, sizeof ret->holder, "%s", h.name);
	ret->recipient = *h.recipient;
	*ret_from = h.roster->issued;
	for (size_t i = 0; i < c->count; i++)
		if (holder_in(c->versions[i], has_recipient, &ret->recipient, &first)) {
			*ret_from = c->versions[i]->issued;
			break;
		}
	return true;
}

/* --- is it in others' hands? --- */

struct suspected {
	const struct age_recipient *key;
	bool is;
};

static bool is_put_down(void *context, const struct breach *b, struct error *e)
{
	struct suspected *s = context;
	(void)e;
	if (b->source == BREACH_KEY && b->not_reported != BREACH_NO_BREACH &&
	    age_recipient_equal(&b->recipient, s->key))
		s->is = true;
	return true;
}

/* Officers revoke the key that signs; the one that decrypts stands beside it in the same hands. */
static bool is_revoked(const struct desk *d, const struct holder *h)
{
	const struct roster *newest = desk_roster(d);
	for (size_t i = 0; h->signs && i < newest->revocation_count; i++) {
		const struct roster_revocation *v = &newest->revocations[i];
		if (!revocation_spares_dates(v->reason) && roster_revocation_is_of(v, h->signs))
			return true;
	}
	return false;
}

bool exposed_keys_add(struct desk *d, const struct age_recipient *key, struct exposed_keys *x,
                      struct error *e)
{
	struct suspected s = { .key = key };
	struct holder h = { .signs = NULL };
	if (!find_holder(d, has_recipient, key, &h)) {
		h = (struct holder){ .signs = NULL };
		char text[AGE_RECIPIENT_SIZE + 1];
		age_recipient_format(key, text);
		snprintf(h.name, sizeof h.name, "%s", text);
	}
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->list[i].holder, h.name) == 0)
			return true;
	if (!breaches_each(d->store, is_put_down, &s, e))
		return false;
	if (x->count == EXPOSED_KEYS_MOST)
		return error_set(e, ERR_TOO_LARGE, "keys", "%s", N_("more holders of keys than can be told"));
	struct exposed_key *one = &x->list[x->count++];
	snprintf(one->holder, sizeof one->holder, "%s", h.name);
	one->compromised = s.is || is_revoked(d, &h);
	return true;
}

bool exposed_keys_of_store(struct desk *d, struct exposed_keys *x, struct error *e)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	if (!access_load(d->store, &l, e))
		return false;
	for (size_t i = 0; i < l.person_count; i++)
		if (!exposed_keys_add(d, &l.persons[i].recipient, x, e))
			return false;
	return !l.has_recovery || exposed_keys_add(d, &l.recovery, x, e);
}

/* --- what it opened --- */

struct reaching {
	struct desk *desk;
	const struct breach *breach;
	const char *as; /* as the log names whose slot it is */
	struct exposed_reach *reach;
	bool open; /* it has a slot, as far as was read */
};

/* Was that key the holder's by the roster of the entry? */
static bool lists_key(const struct reaching *g, const struct entry *entry)
{
	const struct roster *r = roster_chain_version(store_rosters(g->desk->store), entry->roster_version);
	struct holder h;
	return r && holder_in(r, has_recipient, &g->breach->recipient, &h) &&
	       strcmp(h.name, g->breach->holder) == 0;
}

static bool has_mandate(const struct reaching *g, const struct entry *entry)
{
	const struct roster *r = roster_chain_version(store_rosters(g->desk->store), entry->roster_version);
	const struct roster_mandate *m;
	struct error ignored;
	return r && roster_mandate_for(r, g->as, store_unit(g->desk->store), POWER_ANY, 0, entry->start, &m,
	                               &ignored);
}

static void slot_came(struct reaching *g, const struct entry *entry)
{
	if (g->open)
		return;
	g->open = g->reach->store = true;
	g->reach->from = g->reach->from ? g->reach->from : entry->start;
	g->reach->to = 0;
}

static void slot_went(struct reaching *g, const struct entry *entry)
{
	if (g->open)
		g->reach->to = entry->start;
	g->open = false;
}

static void look_at_access(struct reaching *g, const struct entry *entry)
{
	bool theirs = entry->recipient && strcmp(entry->recipient, g->as) == 0,
	     recovered = entry->access && strcmp(entry->access, "recovered") == 0;
	if (!entry->access || (!theirs && !recovered))
		return;
	bool removed = strcmp(entry->access, "removed") == 0;
	if (theirs && !removed && lists_key(g, entry))
		slot_came(g, entry);
	else
		slot_went(g, entry);
}

static void count_one(uint64_t *count, moment *first, moment *last, moment when)
{
	*first = (*count)++ ? *first : when;
	*last = when;
}

/* Room for one more is made by doubling. */
static bool add_disclosure(struct exposed_reach *r, const struct entry *entry, struct error *e)
{
	uint64_t n = r->disclosures;
	if ((n & (n - 1)) == 0) {
		uint64_t *more = reallocarray(r->disclosed, n ? 2 * n : 1, sizeof *more);
		if (!more)
			return error_memory(e);
		r->disclosed = more;
	}
	r->disclosed[n] = entry->index;
	count_one(&r->disclosures, &r->first_disclosure, &r->last_disclosure, entry->start);
	return true;
}

static bool look_at_entry(struct reaching *g, const struct entry *entry, struct error *e)
{
	struct exposed_reach *r = g->reach;
	enum act_kind kind = entry->child || entry->failed ? ACT_UNKNOWN : act_kind_of(entry->action);
	/* Slots were made for everybody who had a mandate that day. */
	if (kind == ACT_INIT && lists_key(g, entry) && has_mandate(g, entry))
		slot_came(g, entry);
	if (kind == ACT_ACCESS)
		look_at_access(g, entry);
	if (kind == ACT_BACKUP && (g->open || (strcmp(g->as, ROSTER_RECOVERY) == 0 && lists_key(g, entry))))
		count_one(&r->backups, &r->first_backup, &r->last_backup, entry->start);
	bool given = kind == ACT_DISCLOSE && entry->recipient && strcmp(entry->recipient, g->as) == 0 &&
	             lists_key(g, entry);
	return !given || add_disclosure(r, entry, e);
}

void exposed_reach_clear(struct exposed_reach *r)
{
	free(r->disclosed);
	*r = (struct exposed_reach){ 0 };
}

bool exposed_reach_find(struct desk *d, const struct breach *b, struct exposed_reach *ret, struct error *e)
{
	_cleanup_(string_freep) char *own = string_printf("%s" OF_RECOVERY, store_unit(d->store));
	struct log *log = store_log(d->store);
	if (!own)
		return error_memory(e);
	bool recovery = strcmp(b->holder, own) == 0;
	struct reaching g = {
		.desk = d, .breach = b, .as = recovery ? ROSTER_RECOVERY : b->holder, .reach = ret
	};
	for (uint64_t i = 0; i < log_size(log); i++) {
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		struct entry entry;
		if (!log_entry_read(log, i, &entry, &text, e) || !look_at_entry(&g, &entry, e))
			return false;
	}
	return true;
}

bool exposed_store_made(struct desk *d, moment *ret, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!log_entry_read(store_log(d->store), 0, &entry, &text, e))
		return false;
	*ret = entry.start;
	return true;
}
