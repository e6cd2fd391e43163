/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/resumed.h"

#include "base/text.h"
#include "store/settings.h"
#include "store/store_internal.h"
#include "store/witnesses.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_SIZE (SHA256_SIZE + 8u) /* the text's hash, and the letter's number */

void resumed_list_clear(struct resumed_list *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->count; i++)
		resumption_freep(&l->list[i].statement);
	free(l->list);
	*l = (struct resumed_list){ 0 };
}

/* --- reading --- */

static bool read_text(struct store *s, const struct sha256 *hash, struct resumption **ret, struct error *e)
{
	static const char sql[] = "SELECT note FROM pinned WHERE hash = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(hash->bytes, sizeof hash->bytes));
	if (!statement_row(&st, &there, e))
		return false;
	return there ? resumption_parse(column_bytes(&st, 0), "resumption", ret, e)
	             : error_set(e, ERR_STORE, s->home, "%s", N_("the text of a resumption is missing"));
}

static bool take_row(struct store *s, struct statement *st, size_t prefix, struct resumed *ret,
                     struct error *e)
{
	struct bytes name = bytes_of_string(column_text(st, 0));
	uint8_t value[VALUE_SIZE];
	struct sha256 hash;
	struct cursor digits = cursor_of(bytes_of(name.data + prefix, name.size - prefix));
	while (digits.left.size > 1 && digits.left.data[0] == '0')
		cursor_take(&digits, 1);
	if (!number_parse(digits.left, INT64_MAX, &ret->entry))
		return error_set(e, ERR_STORE, s->home, "%s", N_("a setting has another form"));
	if (!column_exactly(st, 1, value, sizeof value, e))
		return false;
	memcpy(hash.bytes, value, SHA256_SIZE);
	ret->number = 0;
	for (size_t i = SHA256_SIZE; i < VALUE_SIZE; i++)
		ret->number = ret->number << 8 | value[i];
	return read_text(s, &hash, &ret->statement, e);
}

bool resumed_load(struct store *s, const char *origin, struct resumed_list *ret, struct error *e)
{
	static const char sql[] =
		"SELECT name, value FROM setting WHERE name > ?1 AND name < ?2 ORDER BY name";
	_cleanup_(resumed_list_clear) struct resumed_list l = { 0 };
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(string_freep) char *prefix = string_printf("resumed:%s:", origin);
	_cleanup_(string_freep) char *end = string_printf("resumed:%s;", origin); /* behind the colon */
	bool more;
	if (!prefix || !end)
		return error_memory(e);
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, prefix);
	bind_text(&st, 2, end);
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		struct resumed *list = reallocarray(l.list, l.count + 1, sizeof *list);
		if (!list)
			return error_memory(e);
		l.list = list;
		l.list[l.count] = (struct resumed){ 0 };
		if (!take_row(s, &st, strlen(prefix), &l.list[l.count], e))
			return false;
		l.count++;
		if (!statement_row(&st, &more, e))
			return false;
	}
	*ret = l;
	l = (struct resumed_list){ 0 };
	return true;
}

const struct resumed *resumed_covers(const struct resumed_list *l, uint64_t size)
{
	for (size_t i = l->count; i-- > 0;)
		if (resumption_covers(l->list[i].statement, size))
			return &l->list[i];
	return NULL;
}

bool resumed_has(const struct resumed_list *l, const struct sha256 *hash)
{
	for (size_t i = 0; i < l->count; i++)
		if (sha256_equal(&l->list[i].statement->hash, hash))
			return true;
	return false;
}

/* --- writing --- */

bool resumed_add(struct store *s, const struct resumption *r, uint64_t entry, uint64_t number,
                 struct error *e)
{
	_cleanup_(string_freep) char *name = string_printf("resumed:%s:%020" PRIu64, r->unit, entry);
	uint8_t value[VALUE_SIZE];
	if (!name)
		return error_memory(e);
	memcpy(value, r->hash.bytes, SHA256_SIZE);
	for (size_t i = 0; i < 8; i++)
		value[SHA256_SIZE + i] = (uint8_t)(number >> (56 - 8 * i));
	return store_set(s, name, bytes_of(value, sizeof value), e);
}

/* --- numbers --- */

static bool number_of(struct store *s, const char *name, bool *ret_there, uint64_t *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	if (!store_find(s, name, ret_there, &value, e))
		return false;
	*ret = 0;
	return !*ret_there || number_parse(buffer_bytes(&value), INT64_MAX, ret) ||
	       error_set(e, ERR_STORE, s->home, "%s", N_("a setting has another form"));
}

static bool set_number(struct store *s, const char *name, uint64_t number, struct error *e)
{
	char text[24];
	int size = snprintf(text, sizeof text, "%" PRIu64, number);
	return store_set(s, name, bytes_of(text, (size_t)size), e);
}

#define NUMBERS "resumed.numbers"

bool resumed_last_number(struct store *s, const char *peer, uint64_t *ret, struct error *e)
{
	_cleanup_(string_freep) char *name = string_printf(NUMBERS ":%s", peer);
	bool there;
	if (!name)
		return error_memory(e);
	/* To one whom this store knows no letter to, there may have been some in what is lost. */
	return number_of(s, name, &there, ret, e) && (there || number_of(s, NUMBERS, &there, ret, e));
}

static bool skip_to(struct store *s, const char *peer, uint64_t known, uint64_t skipped, struct error *e)
{
	_cleanup_(string_freep) char *name = string_printf(NUMBERS ":%s", peer);
	uint64_t last;
	if (!name)
		return error_memory(e);
	return resumed_last_number(s, peer, &last, e) &&
	       set_number(s, name, (last > known ? last : known) + skipped, e);
}

bool resumed_skip_numbers(struct store *s, uint64_t skipped, struct error *e)
{
	static const char sql[] =
		"SELECT peer, max(sequence) FROM exchange WHERE sent GROUP BY peer ORDER BY peer";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t others;
	bool more, there;
	if (!number_of(s, NUMBERS, &there, &others, e) || !statement_start(&st, s->db, sql, e) ||
	    !statement_row(&st, &more, e))
		return false;
	while (more)
		if (!skip_to(s, column_text(&st, 0), column_count(&st, 1), skipped, e) ||
		    !statement_row(&st, &more, e))
			return false;
	return set_number(s, NUMBERS, others + skipped, e);
}

/* --- who knows --- */

bool resumed_unheard(struct store *s, const char *peer, bool *ret, struct error *e)
{
	static const char sql[] =
		"SELECT 1 FROM exchange WHERE NOT sent AND peer = ?1 AND log_index > ?2 LIMIT 1";
	_cleanup_(resumed_list_clear) struct resumed_list own = { 0 };
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool heard;
	if (!resumed_load(s, s->unit, &own, e))
		return false;
	*ret = false;
	if (own.count == 0)
		return true;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, own.list[own.count - 1].entry);
	if (!statement_row(&st, &heard, e))
		return false;
	*ret = !heard;
	return true;
}

bool resumed_untold(struct store *s, const char *peer, struct resumed_list *ret, struct error *e)
{
	_cleanup_(resumed_list_clear) struct resumed_list own = { 0 };
	uint64_t seen;
	size_t told = 0;
	if (!resumed_load(s, s->unit, &own, e) ||
	    (own.count && !witnesses_largest_cosigned(s, peer, &seen, NULL, e)))
		return false;
	while (told < own.count && own.list[told].entry < seen)
		told++;
	for (size_t i = 0; i < told; i++)
		resumption_freep(&own.list[i].statement);
	if (told)
		memmove(own.list, own.list + told, (own.count - told) * sizeof *own.list);
	own.count -= told;
	*ret = own;
	own = (struct resumed_list){ 0 };
	return true;
}

/* --- given up --- */

static bool keep_given_up(struct store *s, const char *peer, uint64_t size, uint64_t entry, struct bytes note,
                          struct error *e)
{
	_cleanup_(string_freep) char *name =
		string_printf("given-up:%s:%020" PRIu64 ":%020" PRIu64, peer, size, entry);
	return name ? store_set(s, name, note, e) : error_memory(e);
}

bool resumed_give_up(struct store *s, const char *peer, uint64_t size, uint64_t entry, struct error *e)
{
	static const char ask[] = "SELECT size, note FROM peer_checkpoint WHERE peer = ?1 AND size > ?2",
			  forget[] = "DELETE FROM peer_checkpoint WHERE peer = ?1 AND size > ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement gone = { 0 };
	bool more;
	if (!statement_start(&st, s->db, ask, e) || !statement_start(&gone, s->db, forget, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, size);
	bind_text(&gone, 1, peer);
	bind_count(&gone, 2, size);
	if (!statement_row(&st, &more, e))
		return false;
	while (more)
		if (!keep_given_up(s, peer, column_count(&st, 0), entry, column_bytes(&st, 1), e) ||
		    !statement_row(&st, &more, e))
			return false;
	return statement_run(&gone, e);
}
