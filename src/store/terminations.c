/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/terminations.h"

#include "store/settings.h"
#include "store/statements.h"
#include "store/store_internal.h"
#include "store/witnesses.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTING "termination:"
struct setting_name {
	char text[sizeof SETTING + SHA256_HEX_SIZE];
};

static struct setting_name setting_of(const struct sha256 *hash)
{
	struct setting_name name;
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(hash, hex);
	snprintf(name.text, sizeof name.text, SETTING "%s", hex);
	return name;
}

bool terminations_add(struct store *s, const struct termination *t, uint64_t entry, struct error *e)
{
	const struct setting_name name = setting_of(&t->hash);
	char number[24];
	int size = snprintf(number, sizeof number, "%" PRIu64, entry);
	return statements_add_pinned(s, TERMINATION_TYPE, &t->hash, buffer_bytes(&t->note), e) &&
	       store_set(s, name.text, bytes_of(number, (size_t)size), e);
}

struct reading {
	bool (*each)(void *context, const struct termination *t, struct error *e);
	void *context;
};

static bool read_one(void *context, _unused_ const char *type, _unused_ const struct sha256 *hash,
                     struct bytes note, struct error *e)
{
	const struct reading *r = context;
	_cleanup_(termination_freep) struct termination *t = NULL;
	return termination_parse(note, "termination", &t, e) && r->each(r->context, t, e);
}

bool terminations_each(struct store *s,
                       bool (*each)(void *context, const struct termination *t, struct error *e),
                       void *context, struct error *e)
{
	struct reading r = { each, context };
	return statements_each_pinned(s, TERMINATION_TYPE, read_one, &r, e);
}

/* --- which of them ends it --- */

struct ended {
	const struct agreement *of;
	struct termination *first;
};

static bool note_first(void *context, const struct termination *t, struct error *e)
{
	struct ended *f = context;
	if (!termination_ends(t, f->of, t->from) || (f->first && f->first->from <= t->from))
		return true;
	termination_freep(&f->first);
	return termination_parse(buffer_bytes(&t->note), "termination", &f->first, e);
}

bool terminations_of(struct store *s, const struct agreement *a, struct termination **ret, struct error *e)
{
	struct ended f = { .of = a };
	bool ok = terminations_each(s, note_first, &f, e);
	if (!ok)
		termination_freep(&f.first);
	*ret = f.first;
	return ok;
}

/* --- who knows --- */

struct untold {
	struct store *store;
	const char *peer;
	uint64_t seen, size; /* by that, and there is */
	struct termination_list all;
};

void termination_list_clear(struct termination_list *l)
{
	for (size_t i = 0; l && i < l->count; i++)
		termination_freep(&l->list[i]);
	if (l)
		free(l->list);
	if (l)
		*l = (struct termination_list){ 0 };
}

static bool entry_of(struct store *s, const struct termination *t, uint64_t *ret, struct error *e)
{
	const struct setting_name name = setting_of(&t->hash);
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	return store_get(s, name.text, &value, e) &&
	       (number_parse(buffer_bytes(&value), INT64_MAX, ret) ||
	        error_set(e, ERR_STORE, s->home, "%s", N_("a setting has another form")));
}

static bool concerns(struct store *s, const struct termination *t, const char *unit, bool *ret,
                     struct error *e)
{
	const struct agreement *a;
	if (!statements_agreement(s, t->agreement, t->version, &a, e))
		return false;
	*ret = agreement_party_of(a, unit) != NULL;
	return true;
}

static bool note_untold(void *context, const struct termination *t, struct error *e)
{
	struct untold *u = context;
	uint64_t entry;
	bool does;
	if (!entry_of(u->store, t, &entry, e) || !concerns(u->store, t, u->peer, &does, e))
		return false;
	if (!does || entry < u->seen || entry >= u->size)
		return true;
	struct termination **more = reallocarray(u->all.list, u->all.count + 1, sizeof(struct termination *));
	if (!more)
		return error_memory(e);
	u->all.list = more;
	u->all.list[u->all.count] = NULL;
	return termination_parse(buffer_bytes(&t->note), "termination", &u->all.list[u->all.count++], e);
}

bool terminations_untold(struct store *s, const char *peer, uint64_t size, struct termination_list *ret,
                         struct error *e)
{
	struct untold u = { .store = s, .peer = peer, .size = size };
	bool ok = witnesses_largest_cosigned(s, peer, &u.seen, NULL, e) &&
	          terminations_each(s, note_untold, &u, e);
	if (!ok)
		termination_list_clear(&u.all);
	*ret = u.all;
	return ok;
}
