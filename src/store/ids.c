/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/ids.h"

#include "store/store_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Of each kind the neighbours of an id in their order, which `between` finds by an index: ?1 and ?2 are the
 * bounds, inclusive, and at most two rows are looked at. Ids are blobs, but those of declarations are text.
 */
static const struct {
	const char *between, *before, *behind;
	bool text;
} kinds[ID_KINDS] = {
	[ID_RECORD] = { "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 2",
	                "SELECT max(id) FROM record WHERE id < ?1",
	                "SELECT min(id) FROM record WHERE id > ?1" },
	[ID_DECLARATION] = { "SELECT id FROM consent WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 2",
	                     "SELECT max(id) FROM consent WHERE id < ?1",
	                     "SELECT min(id) FROM consent WHERE id > ?1", .text = true },
	[ID_PACKAGE] = { "SELECT DISTINCT id FROM exchange WHERE sent IN (0, 1) AND id BETWEEN "
	                 "?1 AND ?2 LIMIT 2",
	                 "SELECT max(id) FROM (SELECT max(id) AS id FROM exchange WHERE sent = 0 "
	                 "AND id < ?1 UNION ALL SELECT max(id) FROM exchange WHERE sent = 1 AND id < ?1)",
	                 "SELECT min(id) FROM (SELECT min(id) AS id FROM exchange WHERE sent = 0 "
	                 "AND id > ?1 UNION ALL SELECT min(id) FROM exchange WHERE sent = 1 AND id > ?1)" },
};

/* An id as the tables hold it, for as long as the statement is bound to it. */
struct bound {
	char digits[ID_DIGITS + 1];
	uint8_t raw[ID_DIGITS / 2];
};

static void bind_id(struct statement *st, int place, enum id_kind kind, struct bound *id)
{
	bool decoded = hex_decode(bytes_of_string(id->digits), id->raw, sizeof id->raw);
	assert(decoded);
	(void)decoded;
	if (kinds[kind].text)
		bind_text(st, place, id->digits);
	else
		bind_blob(st, place, bytes_of(id->raw, sizeof id->raw));
}

/* What was typed, in small letters, and `filling` behind it. */
static void fill(struct bound *ret, const char *typed, char filling)
{
	size_t size = strlen(typed);
	for (size_t i = 0; i < ID_DIGITS; i++) {
		char c = i < size ? typed[i] : filling;
		ret->digits[i] = (char)(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
	}
	ret->digits[ID_DIGITS] = 0;
}

/* False when there is none. */
static bool column_id(struct statement *st, enum id_kind kind, struct bound *ret)
{
	struct bytes value = column_bytes(st, 0);
	if (value.size != (kinds[kind].text ? ID_DIGITS : sizeof ret->raw))
		return false;
	if (kinds[kind].text)
		snprintf(ret->digits, sizeof ret->digits, "%.*s", (int)value.size, (const char *)value.data);
	else
		hex_encode(value, ret->digits);
	return true;
}

bool id_may_begin(const char *typed)
{
	size_t size = strlen(typed);
	return size >= 1 && size <= ID_DIGITS && strspn(typed, "0123456789abcdefABCDEF") == size;
}

bool id_find(struct store *s, enum id_kind kind, const char *typed, char ret[ID_DIGITS + 1], struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct bound first, last;
	bool there, another;
	if (!id_may_begin(typed))
		return error_set(e, ERR_NOT_FOUND, typed, "%s", "");
	fill(&first, typed, '0');
	fill(&last, typed, 'f');
	if (strlen(typed) == ID_DIGITS) {
		memcpy(ret, first.digits, ID_DIGITS + 1);
		return true;
	}
	if (!statement_start(&st, s->db, kinds[kind].between, e))
		return false;
	bind_id(&st, 1, kind, &first);
	bind_id(&st, 2, kind, &last);
	if (!statement_row(&st, &there, e))
		return false;
	if (!there || !column_id(&st, kind, &first))
		return error_set(e, ERR_NOT_FOUND, typed, "%s", "");
	if (!statement_row(&st, &another, e))
		return false;
	if (another)
		return error_set(e, ERR_AMBIGUOUS, typed, "%s", "");
	memcpy(ret, first.digits, ID_DIGITS + 1);
	return true;
}

/* How many digits the id has in common with the next one, before or behind it. */
static bool in_common(struct store *s, const char *sql, enum id_kind kind, struct bound *id, unsigned *ret,
                      struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct bound other;
	unsigned same = 0;
	bool row;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_id(&st, 1, kind, id);
	if (!statement_row(&st, &row, e))
		return false;
	bool there = row && column_id(&st, kind, &other);
	while (there && same < ID_DIGITS && other.digits[same] == id->digits[same])
		same++;
	*ret = same;
	return true;
}

bool id_shown(struct store *s, enum id_kind kind, const char *id, unsigned *ret_digits, struct error *e)
{
	struct bound whole;
	unsigned before, behind;
	if (!id_may_begin(id) || strlen(id) != ID_DIGITS) {
		*ret_digits = (unsigned)strlen(id);
		return true;
	}
	fill(&whole, id, '0');
	if (!in_common(s, kinds[kind].before, kind, &whole, &before, e) ||
	    !in_common(s, kinds[kind].behind, kind, &whole, &behind, e))
		return false;
	unsigned most = (before > behind ? before : behind) + 1;
	*ret_digits = most < ID_LEAST_DIGITS ? ID_LEAST_DIGITS : most > ID_DIGITS ? ID_DIGITS : most;
	return true;
}
