/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/search.h"

#include "base/text.h"
#include "codec/json.h"
#include "record/bsn.h"
#include "record/date.h"
#include "store/store_internal.h"

#include <assert.h>
#include <string.h>

#define REMOVED_ONE_BY_ONE 200u /* in one transaction; above it the index is rewritten once */
#define TERMS_MOST_BYTES 1024u
#define TERMS_MOST 32u

/* Names, addresses, case numbers, the BSN and texts. Changing this list changes
 * the schema (see search.h). */
/* clang-format off */
static const char *const searched[] = {
	"burgerservicenummer", "naam.voornamen", "naam.voorvoegsel", "naam.geslachtsnaam", "postcode",
	  "huisnummer",
	"huisletter", "huisnummertoevoeging", "zaak.identificatie", "regisseur", "plan.id", "beperking",
	"ikWil", "ikKan", "ikHebNodig", "verslag",
};
/* clang-format on */
_Static_assert(ELEMENTS(searched) <= SEARCHED_MOST, "room in struct store");

static void look_up_fields(struct store *s, const struct catalogue *c)
{
	if (s->catalogue == c)
		return;
	for (size_t i = 0; i < ELEMENTS(searched); i++)
		s->searched[i] = catalogue_find(c, bytes_of_string(searched[i]));
	s->catalogue = c;
}

bool search_text_of_record(struct store *s, const struct record *r, struct buffer *ret, struct error *e)
{
	look_up_fields(s, r->catalogue);
	buffer_reset(ret);
	for (size_t i = 0; i < ELEMENTS(searched); i++) {
		struct bytes value =
			s->searched[i] ? record_get(r, s->searched[i]) : (struct bytes){ NULL, 0 };
		if (value.size) {
			buffer_append(ret, value);
			buffer_append_byte(ret, '\n');
		}
	}
	return buffer_ok(ret, e);
}

bool search_text_of_json(struct bytes json, struct buffer *ret, struct error *e)
{
	_cleanup_(json_freep) json_t *root = NULL;
	buffer_reset(ret);
	if (!json_parse(json, "record", &root, e))
		return false;
	for (size_t i = 0; i < ELEMENTS(searched); i++) {
		const json_t *value = json_object_get(root, searched[i]);
		if (json_is_string(value) && json_string_length(value))
			buffer_append(ret, bytes_of(json_string_value(value), json_string_length(value)));
		else if (json_is_integer(value))
			buffer_printf(ret, "%lld", (long long)json_integer_value(value));
		else
			continue;
		buffer_append_byte(ret, '\n');
	}
	return buffer_ok(ret, e);
}

bool search_add(struct store *s, int64_t row, struct bytes text, struct error *e)
{
	static const char sql[] = "INSERT INTO search (rowid, text) VALUES (?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_utf8(&st, 2, text);
	return statement_run(&st, e);
}

bool search_remove(struct store *s, int64_t row, struct bytes text, struct error *e)
{
	static const char sql[] = "INSERT INTO search (search, rowid, text) VALUES ('delete', ?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (++s->removed == REMOVED_ONE_BY_ONE &&
	    !database_run(s->db, "INSERT INTO search (search, rank) VALUES ('secure-delete', 0)", e))
		return false;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_utf8(&st, 2, text);
	return statement_run(&st, e);
}

void search_expect(struct store *s, uint64_t count)
{
	if (count >= REMOVED_ONE_BY_ONE && s->removed < REMOVED_ONE_BY_ONE)
		s->removed = REMOVED_ONE_BY_ONE - 1; /* the next one is one of many */
}

bool search_settle(struct store *s, struct error *e)
{
	return s->removed < REMOVED_ONE_BY_ONE ||
	       database_run(s->db,
	                    "INSERT INTO search (search) VALUES ('optimize');"
	                    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
	                    e);
}

void search_query_clear(struct search_query *q)
{
	buffer_wipe(&q->words);
	buffer_wipe(&q->rest);
	buffer_wipe(&q->birth);
}

static bool is_blank(uint8_t c)
{
	return c <= ' ';
}

static void append_quoted(struct buffer *out, struct bytes word)
{
	if (out->size)
		buffer_append_byte(out, ' ');
	buffer_append_byte(out, '"');
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] == '"')
			buffer_append_byte(out, '"');
		buffer_append_byte(out, word.data[i]);
	}
	buffer_append_byte(out, '"');
}

/* 999 990 019 and 9999.90.019 are one word, of the index, too; eight digits may also be one without its zero.
 */
static bool take_bsn(struct search_query *q, struct bytes terms, struct error *e)
{
	char bsn[BSN_SIZE + 1];
	struct error no;
	if (!bsn_read(terms, NULL, 0, bsn, &no))
		return true;
	struct bytes whole = bytes_of(bsn, BSN_SIZE);
	if (terms.size >= BSN_SIZE)
		buffer_reset(&q->words);
	else
		buffer_append_string(&q->words, "* OR");
	append_quoted(&q->words, whole);
	memory_wipe(bsn, sizeof bsn);
	return buffer_ok(&q->words, e);
}

static bool finish(struct buffer *expression, struct error *e)
{
	if (expression->size)
		buffer_append_byte(expression, '*');
	return buffer_ok(expression, e);
}

static bool each_word(struct bytes terms, void (*take)(void *context, struct bytes word), void *context,
                      struct error *e)
{
	size_t words = 0;
	if (terms.size > TERMS_MOST_BYTES)
		return error_set(e, ERR_TOO_LARGE, NULL, "more than %u bytes of search terms",
		                 TERMS_MOST_BYTES);
	if (!text_is_utf8(terms))
		return error_set(e, ERR_UTF8, NULL, "search terms");
	for (size_t at = 0, end; at < terms.size; at = end) {
		while (at < terms.size && is_blank(terms.data[at]))
			at++;
		for (end = at; end < terms.size && !is_blank(terms.data[end]);)
			end++;
		if (end == at)
			break;
		if (++words > TERMS_MOST)
			return error_set(e, ERR_TOO_LARGE, NULL, "more than %u search terms", TERMS_MOST);
		take(context, bytes_of(terms.data + at, end - at));
	}
	return words > 0 || error_set(e, ERR_USAGE, NULL, "no search terms");
}

static void quote_word(void *context, struct bytes word)
{
	append_quoted(context, word);
}

bool search_expression(struct bytes words, struct buffer *ret, struct error *e)
{
	return each_word(words, quote_word, ret, e) && finish(ret, e);
}

struct reading {
	struct search_query query;
	bool only_date; /* one of the words can be nothing else */
};

static void reading_clear(struct reading *r)
{
	search_query_clear(&r->query);
}

/* The first date is a birth date: one that is digits alone may be another word as well. */
static void take_word(void *context, struct bytes word)
{
	struct reading *r = context;
	struct search_query *q = &r->query;
	if (!q->birth.size && date_read(word, &q->birth))
		r->only_date = bytes_find(word, '-') != NULL;
	else
		append_quoted(&q->rest, word);
	append_quoted(&q->words, word);
}

bool search_query_read(struct bytes terms, struct search_query *ret, struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { 0 };
	struct search_query *q = &r.query;
	if (!each_word(terms, take_word, &r, e))
		return false;
	if (r.only_date)
		buffer_reset(&q->words);
	else if (!take_bsn(q, terms, e))
		return false;
	if (!finish(&q->words, e) || !finish(&q->rest, e) || !buffer_ok(&q->birth, e))
		return false;
	*ret = *q;
	*q = (struct search_query){ 0 };
	return true;
}
