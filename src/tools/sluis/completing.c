/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/completing.h"

#include "base/text.h"
#include "store/exchanges.h"
#include "store/requests.h"
#include "store/statements.h"
#include "tools/common/session.h"

#include <stdlib.h>
#include <string.h>

static bool open_quietly(struct store **ret, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	const char *home = getenv("SLUIS_HOME"), *path = getenv("SLUIS_KEY");
	return home && *home && path && *path && crypto_start(e) && session_key_unlocked(path, &key, e) &&
	       store_open(home, &key, STORE_READ, false, ret, e);
}

static const struct roster *roster_of(struct store *s)
{
	return roster_chain_newest(store_rosters(s));
}

static void add_units(struct store *s, struct buffer *out)
{
	const struct roster *r = roster_of(s);
	for (size_t i = 0; i < r->unit_count; i++)
		if (strcmp(r->units[i].name, store_unit(s)) != 0)
			buffer_printf(out, "%s\n", r->units[i].name);
}

static void add_persons(struct store *s, struct buffer *out)
{
	const struct roster *r = roster_of(s);
	for (size_t i = 0; i < r->person_count; i++)
		buffer_printf(out, "%s\n", r->persons[i].name);
}

static bool add_agreement(void *context, const struct agreement *a, _unused_ struct error *e)
{
	buffer_printf(context, "%s\n", a->id);
	return true;
}

static bool add_purposes_of(void *context, const struct agreement *a, _unused_ struct error *e)
{
	for (size_t i = 0; i < a->purpose_count; i++)
		buffer_printf(context, "%s\n", a->purposes[i].code);
	return true;
}

static void add_agreements(struct store *s, struct buffer *out)
{
	struct error ignored;
	(void)!statements_each_agreement(s, NULL, add_agreement, out, &ignored);
}

static void add_purposes(struct store *s, struct buffer *out)
{
	struct error ignored;
	(void)!statements_each_agreement(s, NULL, add_purposes_of, out, &ignored);
}

static bool add_waiting(void *context, const struct exchange_row *row, _unused_ struct error *e)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	if (row->sent && row->state == SENT_PENDING)
		buffer_printf(context, "%s\n", id);
	return true;
}

static void add_packages(struct store *s, struct buffer *out)
{
	struct error ignored;
	(void)!exchanges_each(s, add_waiting, out, &ignored);
}

static bool add_open(void *context, const struct request_row *row, _unused_ struct error *e)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	if (!row->sent && !row->is_answered)
		buffer_printf(context, "%s\n", id);
	return true;
}

static void add_requests(struct store *s, struct buffer *out)
{
	struct error ignored;
	(void)!requests_each(s, add_open, out, &ignored);
}

void complete_from_store(const char *kind, struct buffer *out)
{
	static const struct {
		const char *kind;
		void (*add)(struct store *s, struct buffer *out);
	} kinds[] = {
		{ "UNIT", add_units },       { "PERSON", add_persons },   { "AGREEMENT", add_agreements },
		{ "PURPOSE", add_purposes }, { "PACKAGE", add_packages }, { "REQUEST", add_requests },
	};
	_cleanup_(store_freep) struct store *s = NULL;
	struct error ignored;
	if (!open_quietly(&s, &ignored))
		return;
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			kinds[i].add(s, out);
}
