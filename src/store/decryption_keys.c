/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/decryption_keys.h"

#include "store/settings.h"
#include "store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SINCE "keys.since."
#define NAME_SIZE 40u

bool decryption_keys_add(struct database *db, const struct age_identity *identity, struct error *e)
{
	static const char sql[] = "INSERT INTO unit_key (number, identity, made)"
				  " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM unit_key), ?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (!secret_new(&text, AGE_IDENTITY_SIZE + 1, e) || !statement_start(&st, db, sql, e))
		return false;
	age_identity_format(identity, (char *)text.data);
	bind_utf8(&st, 1, bytes_of(text.data, AGE_IDENTITY_SIZE));
	bind_number(&st, 2, moment_now());
	bool done = statement_run(&st, e);
	statement_clear(&st);
	secret_close(&text);
	return done;
}

bool decryption_keys_drop_newest(struct store *s, struct error *e)
{
	return database_run(s->db, "DELETE FROM unit_key WHERE number = (SELECT max(number) FROM unit_key)",
	                    e);
}

bool decryption_keys_load(struct store *s, struct error *e)
{
	static const char sql[] = "SELECT identity FROM unit_key ORDER BY number DESC LIMIT 64";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	s->identities = calloc(DECRYPTION_KEYS_MOST, sizeof *s->identities);
	if (!s->identities)
		return error_memory(e);
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		if (!age_identity_parse(column_bytes(&st, 0), &s->identities[s->identity_count], e))
			return false;
		s->identity_count++;
		if (!statement_row(&st, &more, e))
			return false;
	}
	return s->identity_count > 0 || error_set(e, ERR_STORE, s->home, "no decryption key of the unit");
}

/* When a roster first listed another behind one that listed this. One that lists none says nothing. */
static void find_state(const struct store *s, struct decryption_key *row)
{
	bool listed = false;
	row->state = DECRYPTION_KEY_WAITS;
	for (size_t i = 0; i < s->rosters.count; i++) {
		const struct roster *r = s->rosters.versions[i];
		const struct roster_unit *u = roster_unit(r, s->unit);
		if (!u || !u->ready)
			continue;
		bool here = age_recipient_equal(&u->recipient, &row->recipient);
		if (here) {
			row->state = DECRYPTION_KEY_IN_USE;
			row->replaced = 0;
		} else if (listed) {
			row->state = DECRYPTION_KEY_REPLACED;
			row->replaced = r->issued;
		}
		listed = here;
	}
}

static bool take_row(const struct store *s, struct statement *st, struct decryption_key *ret, struct error *e)
{
	_cleanup_(age_identity_clear) struct age_identity identity = { 0 };
	*ret = (struct decryption_key){ .number = column_count(st, 0), .made = column_number(st, 2) };
	if (!age_identity_parse(column_bytes(st, 1), &identity, e))
		return false;
	ret->recipient = identity.recipient;
	find_state(s, ret);
	return true;
}

/* A roster may come long after its issue: until then letters are made to the key before. */
static bool find_taken(struct store *s, struct decryption_key *row, uint64_t last, struct error *e)
{
	for (uint64_t next = row->number + 1; next <= last; next++) {
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		char name[NAME_SIZE];
		uint64_t when;
		bool there;
		snprintf(name, sizeof name, SINCE "%" PRIu64, next);
		if (!store_find(s, name, &there, &text, e))
			return false;
		if (!there)
			continue;
		if (!number_parse(buffer_bytes(&text), INT64_MAX, &when))
			return error_set(e, ERR_STORE, s->home, "%s", name);
		if ((moment)when > row->replaced)
			row->replaced = (moment)when;
		return true;
	}
	return true;
}

bool decryption_keys_each(struct store *s,
                          bool (*each)(void *context, const struct decryption_key *row, struct error *e),
                          void *context, struct error *e)
{
	static const char sql[] = "SELECT number, identity, made FROM unit_key ORDER BY number";
	static const char count[] = "SELECT max(number) FROM unit_key";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct decryption_key row;
	int64_t last;
	bool more;
	if (!database_number(s->db, count, &last, e) || !statement_start(&st, s->db, sql, e) ||
	    !statement_row(&st, &more, e))
		return false;
	while (more)
		if (!take_row(s, &st, &row, e) ||
		    (row.state == DECRYPTION_KEY_REPLACED && !find_taken(s, &row, (uint64_t)last, e)) ||
		    !each(context, &row, e) || !statement_row(&st, &more, e))
			return false;
	return true;
}

static bool note_in_use(void *context, const struct decryption_key *row, _unused_ struct error *e)
{
	uint64_t *number = context;
	if (row->state == DECRYPTION_KEY_IN_USE)
		*number = row->number;
	return true;
}

/* Which decryption key is in use from now on. */
bool decryption_keys_taken_up(struct store *s, struct error *e)
{
	char name[NAME_SIZE], text[NAME_SIZE];
	uint64_t number = 0;
	if (!decryption_keys_each(s, note_in_use, &number, e))
		return false;
	snprintf(name, sizeof name, SINCE "%" PRIu64, number);
	snprintf(text, sizeof text, "%lld", (long long)moment_now());
	return store_set(s, name, bytes_of_string(text), e);
}

struct destroying {
	moment before;
	uint64_t numbers[DECRYPTION_KEYS_MOST];
	size_t count;
};

static bool note_replaced(void *context, const struct decryption_key *row, _unused_ struct error *e)
{
	struct destroying *d = context;
	if (row->state == DECRYPTION_KEY_REPLACED && row->replaced < d->before &&
	    d->count < ELEMENTS(d->numbers))
		d->numbers[d->count++] = row->number;
	return true;
}

bool decryption_keys_destroy(struct store *s, moment before, uint64_t *ret_count, struct error *e)
{
	struct destroying d = { .before = before };
	if (!decryption_keys_each(s, note_replaced, &d, e))
		return false;
	for (size_t i = 0; i < d.count; i++) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		if (!statement_start(&st, s->db, "DELETE FROM unit_key WHERE number = ?1", e))
			return false;
		bind_count(&st, 1, d.numbers[i]);
		if (!statement_run(&st, e))
			return false;
	}
	*ret_count = d.count;
	return true;
}
