/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/named.h"

#include "base/written.h"
#include "cli/label.h"
#include "exchange/desk.h"
#include "exchange/reading.h"
#include "store/records.h"

#include <string.h>

#define CASES_LOOKED_AT 1000u /* that hold the words of the number, of which those that are it count */

struct by_case {
	const struct desk *desk;
	struct bytes number;
	char id[ID_DIGITS + 1];
	size_t count;
};

static bool look_at_case(void *context, const struct stored_record *stored, struct error *e)
{
	struct by_case *c = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(c->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	if (!bytes_equal(record_role(&r, ROLE_CASE), c->number))
		return true;
	memcpy(c->id, stored->id, sizeof c->id);
	c->count++;
	return true;
}

/* `ret_count` of them have that case number. */
static bool find_case(struct session *s, const char *typed, char ret[ID_DIGITS + 1], size_t *ret_count,
                      struct error *e)
{
	struct by_case c = { .desk = s->desk, .number = bytes_of_string(typed) };
	*ret_count = 0;
	if (!text_trimmed(c.number).size)
		return true;
	if (!records_search(s->desk->store, c.number, CASES_LOOKED_AT, look_at_case, &c, e))
		return false;
	*ret_count = c.count;
	memcpy(ret, c.id, sizeof c.id);
	return true;
}

bool named_find(struct session *s, enum id_kind kind, const char *typed, char ret[ID_DIGITS + 1],
                struct error *e)
{
	char of_case[ID_DIGITS + 1], id[ID_DIGITS + 1];
	size_t cases = 0;
	if (kind == ID_RECORD && strlen(typed) < ID_DIGITS && !find_case(s, typed, of_case, &cases, e))
		return false;
	if (!id_find(s->desk->store, kind, typed, id, e)) {
		if (e->code != ERR_NOT_FOUND || cases == 0)
			return false;
		memcpy(id, of_case, sizeof id);
	} else if (cases == 1 && strcmp(id, of_case) != 0) {
		cases++;
	}
	if (cases > 1)
		return error_set(e, ERR_AMBIGUOUS, typed, "%s", "");
	memcpy(ret, id, sizeof id);
	return true;
}

unsigned named_digits(struct session *s, enum id_kind kind, const char *id)
{
	struct error ignored;
	unsigned digits;
	return id_shown(s->desk->store, kind, id, &digits, &ignored) ? digits : ID_DIGITS;
}

void named_cell(struct session *s, enum id_kind kind, const char *id)
{
	account_cell_id(s->out, id, named_digits(s, kind, id));
}

void named_pair(struct session *s, const char *key, const char *label, enum id_kind kind, const char *id)
{
	account_pair_id(s->out, key, label, id, named_digits(s, kind, id));
}

void name_append(struct buffer *out, const struct record *r)
{
	struct bytes surname = record_role(r, ROLE_SURNAME), first = record_role(r, ROLE_FIRST_NAMES),
		     prefix = record_role(r, ROLE_PREFIX);
	buffer_append(out, surname);
	buffer_append_string(out, surname.size && (first.size || prefix.size) ? ", " : "");
	buffer_append(out, first);
	buffer_append_string(out, first.size && prefix.size ? " " : "");
	buffer_append(out, prefix);
}

void client_append(struct buffer *out, const struct record *r)
{
	struct bytes number = record_role(r, ROLE_CASE);
	size_t before = out->size;
	name_append(out, r);
	bool named = out->size > before;
	buffer_append_string(out, named && number.size ? " (" : "");
	buffer_append(out, number);
	buffer_append_string(out, named && number.size ? ")" : "");
}

struct of_tie {
	const struct desk *desk;
	struct buffer *out;
	bool found;
};

static bool append_first(void *context, const struct stored_record *stored, struct error *e)
{
	struct of_tie *t = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (t->found)
		return true;
	t->found = true;
	if (!record_recall(t->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	client_append(t->out, &r);
	return true;
}

bool named_client_of(struct session *s, const char *tie, struct buffer *out, struct error *e)
{
	const struct selection which = { .kind = SELECT_TIED, .tie = tie };
	struct of_tie t = { .desk = s->desk, .out = out };
	uint64_t total;
	return reading_list(s->desk, &which, 1, &total, append_first, &t, e) && buffer_ok(out, e);
}
