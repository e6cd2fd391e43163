/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/told_letters.h"

#include "exchange/past_letter.h"
#include "store/exchanges.h"

#include <stdlib.h>
#include <string.h>

static void letter_free(struct told_draft *l)
{
	for (size_t i = 0; i < l->letter.records; i++)
		free(l->records[i]);
	free(l->records);
	following_clear(&l->letter);
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
		if (strcmp(t->list[i]->letter.to, to) == 0 &&
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
	memcpy(l->package, package, sizeof l->package);
	*ret = l;
	return following_start(&l->letter, a, t->kind, t->member, to, terms, e);
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
	*ret = find(t, to, none);
	return *ret || add(t, a, to, none, terms, ret, e);
}

bool told_letters_add(struct told_draft *l, struct bytes line, const char *record, struct error *e)
{
	char **more = reallocarray(l->records, l->letter.records + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	l->records = more;
	l->records[l->letter.records] = string_copy(record ? record : "");
	return (l->records[l->letter.records] || error_memory(e)) && following_line(&l->letter, line, e);
}

/* --- sending them --- */

static bool name_clients(struct act *a, void *context, struct error *e)
{
	const struct told_draft *l = context;
	for (size_t i = 0; i < l->letter.records; i++)
		if (*l->records[i] && !act_client_bsn(a, bytes_of(NULL, 0), l->records[i], NULL, NULL, e))
			return false;
	return true;
}

bool told_letters_send(struct told_letters *t, struct act *a, struct error *e)
{
	for (size_t i = 0; i < t->count; i++)
		if (!following_send(&t->list[i]->letter, a, name_clients, t->list[i], e))
			return false;
	return true;
}

void told_letters_publish(struct told_letters *t, struct act *a)
{
	for (size_t i = 0; i < t->count; i++)
		following_publish(&t->list[i]->letter, a);
}

void told_letters_failed(struct told_letters *t, const struct error *why)
{
	for (size_t i = 0; i < t->count; i++)
		following_failed(&t->list[i]->letter, why);
}

bool told_letters_give(struct told_letters *t, struct told_letter **ret, size_t *ret_count, struct error *e)
{
	*ret = calloc(t->count ? t->count : 1, sizeof **ret);
	if (!*ret)
		return error_memory(e);
	for (*ret_count = 0; *ret_count < t->count; ++*ret_count)
		following_give(&t->list[*ret_count]->letter, &(*ret)[*ret_count]);
	return true;
}
