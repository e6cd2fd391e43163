/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Each part of an account is handed to the forms that are open: report/plain lays it
 * out as text, codec/json writes it for programs, report/page marks it up. */

#include "report/account.h"

#include "base/text.h"
#include "report/colour.h"
#include "report/plain.h"
#include "report/when.h"

#include <assert.h>
#include <inttypes.h>
#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DOCUMENT_WIDTH 78u
#define NUMBER_SIZE 24u
#define ID_SIZE 65u /* with its NUL */

static bool is_open(const struct account *a, enum account_sink sink)
{
	return a->open & sink;
}

/* Between the blocks of a document. */
static void space(struct account *a)
{
	if (a->document)
		buffer_append_byte(&a->text, '\n');
}

/* A paragraph of a document, or lines as they come. */
static void text_line(struct account *a, const char *text)
{
	struct cursor c = cursor_of(bytes_of_string(text));
	do {
		plain_wrapped(&a->text, cursor_until(&c, '\n'), a->document ? DOCUMENT_WIDTH : a->width);
	} while (!cursor_done(&c));
	space(a);
}

void account_begin(struct account *a, unsigned sinks, const char *key, const char *name,
                   const struct page_words *words)
{
	*a = (struct account){ .sinks = sinks, .open = sinks, .document = words != NULL };
	assert(words || !is_open(a, ACCOUNT_PAGE));
	if (words)
		a->words = *words;
	if (is_open(a, ACCOUNT_PAGE))
		page_begin(&a->page, words);
	if (words && is_open(a, ACCOUNT_TEXT)) {
		plain_heading(&a->text, words->title, '=');
		if (words->subtitle)
			text_line(a, words->subtitle);
	}
	if (!is_open(a, ACCOUNT_JSON))
		return;
	json_begin(&a->writer, &a->object);
	json_object_of(&a->writer, NULL);
	json_number(&a->writer, "sluis", 1);
	json_text(&a->writer, key, name);
}

void account_clear(struct account *a)
{
	/* What is told may be about clients. */
	buffer_wipe(&a->text);
	buffer_wipe(&a->object);
	buffer_wipe(&a->page);
	buffer_wipe(&a->pairs);
	buffer_wipe(&a->table.cells);
}

bool account_ok(const struct account *a, struct error *e)
{
	return buffer_ok(&a->text, e) && buffer_ok(&a->object, e) && buffer_ok(&a->page, e) &&
	       buffer_ok(&a->pairs, e) && buffer_ok(&a->table.cells, e);
}

void account_only(struct account *a, unsigned sinks)
{
	a->open = a->sinks & sinks;
}

void account_for_all(struct account *a)
{
	a->open = a->sinks;
}

/* Pairs that stand one below another are one block: whatever comes behind them ends it. */
static void end_pairs(struct account *a)
{
	if (a->pairs.size) {
		if (a->plain)
			plain_lines(&a->text, buffer_bytes(&a->pairs));
		else
			plain_pairs(&a->text, buffer_bytes(&a->pairs), a->width);
		space(a);
	}
	a->text.failed = a->text.failed || a->pairs.failed;
	buffer_reset(&a->pairs);
	if (a->in_pairs)
		page_pairs_end(&a->page);
	a->in_pairs = false;
}

bool account_end(struct account *a, struct error *e)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_PAGE))
		page_end(&a->page, &a->words);
	if (is_open(a, ACCOUNT_TEXT) && a->words.made_by)
		plain_wrapped(&a->text, bytes_of_string(a->words.made_by), DOCUMENT_WIDTH);
	if (is_open(a, ACCOUNT_JSON)) {
		json_end_object(&a->writer);
		buffer_append_byte(&a->object, '\n');
	}
	return account_ok(a, e);
}

/* --- parts for people --- */

void account_line(struct account *a, const char *format, ...)
{
	if (!(a->open & ACCOUNT_PEOPLE))
		return;
	va_list args;
	va_start(args, format);
	_cleanup_(string_freep) char *owned = string_vprintf(format, args);
	va_end(args);
	end_pairs(a);
	if (!owned)
		a->text.failed = true;
	if (is_open(a, ACCOUNT_TEXT))
		text_line(a, owned);
	if (is_open(a, ACCOUNT_PAGE))
		page_paragraph(&a->page, owned);
}

void account_fold(struct account *a, const char *summary)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_TEXT))
		text_line(a, summary);
	if (is_open(a, ACCOUNT_PAGE))
		page_fold(&a->page, summary);
}

void account_fold_end(struct account *a)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_PAGE))
		page_fold_end(&a->page);
}

void account_blank(struct account *a)
{
	if (!is_open(a, ACCOUNT_TEXT) || a->document)
		return;
	end_pairs(a);
	buffer_append_byte(&a->text, '\n');
}

void account_verdict(struct account *a, enum page_tone tone, const char *token, const char *text)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_PAGE))
		page_verdict(&a->page, tone, text);
	if (is_open(a, ACCOUNT_TEXT)) {
		buffer_append_string(&a->text, a->colours ? colour_start(tone) : "");
		text_line(a, text);
		buffer_append_string(&a->text, a->colours ? colour_end() : "");
	}
	if (is_open(a, ACCOUNT_JSON) && token)
		json_text(&a->writer, "verdict", token);
}

void account_bars(struct account *a, const char *title, const struct page_bar *bars, size_t count)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_PAGE))
		page_bars(&a->page, title, bars, count);
}

/* --- pairs --- */

/* "" stands for the catalogue's heading. */
static const char *translated(const char *words)
{
	return words && *words ? gettext(words) : words;
}

static const char *yes_words(bool yes)
{
	return yes ? N_("yes") : N_("no");
}

static void people_pair(struct account *a, const char *label, const char *value)
{
	if (is_open(a, ACCOUNT_TEXT)) {
		buffer_append(&a->pairs, bytes_of(label, strlen(label) + 1));
		buffer_append(&a->pairs, bytes_of(value ? value : "", value ? strlen(value) + 1 : 1));
	}
	if (is_open(a, ACCOUNT_PAGE)) {
		if (!a->in_pairs)
			page_pairs(&a->page);
		a->in_pairs = true;
		page_pair(&a->page, label, value);
	}
}

/* A value may come from anywhere: control characters are escaped, but it must be UTF-8. */
static void json_value(struct json_writer *w, const char *key, const char *value)
{
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	if (value && !text_is_utf8(bytes_of_string(value))) {
		text_append_shown(&shown, bytes_of_string(value));
		value = buffer_string(&shown);
	}
	json_text(w, key, value);
}

/* For programs `token`, and for people the words as they are. */
static void put_pair(struct account *a, const char *key, const char *label, const char *token,
                     const char *words)
{
	if (key && is_open(a, ACCOUNT_JSON))
		json_value(&a->writer, key, token);
	if (label)
		people_pair(a, label, words);
}

void account_pair(struct account *a, const char *key, const char *label, const char *value)
{
	put_pair(a, key, label, value, value);
}

void account_pair_words(struct account *a, const char *key, const char *label, const char *token,
                        const char *words)
{
	put_pair(a, key, label, token, translated(words));
}

void account_pair_yes(struct account *a, const char *key, const char *label, bool yes)
{
	account_pair_words(a, key, label, yes ? "yes" : "no", yes_words(yes));
}

void account_pair_number(struct account *a, const char *key, const char *label, uint64_t value)
{
	char digits[NUMBER_SIZE];
	snprintf(digits, sizeof digits, "%" PRIu64, value);
	if (key && is_open(a, ACCOUNT_JSON))
		json_raw(&a->writer, key, bytes_of_string(digits));
	if (label)
		people_pair(a, label, digits);
}

static const char *day_text(moment day, char out[DAY_SIZE + 1])
{
	out[0] = 0;
	if (day)
		day_format(day, out);
	return out;
}

static const char *moment_text(moment when, char out[MOMENT_SIZE + 1])
{
	out[0] = 0;
	if (when)
		moment_format(when, out);
	return out;
}

void account_pair_day(struct account *a, const char *key, const char *label, moment day)
{
	char text[DAY_SIZE + 1], words[WHEN_SIZE];
	put_pair(a, key, label, day_text(day, text), day_in_words(day, WHEN_IN_A_SENTENCE, words));
}

void account_pair_moment(struct account *a, const char *key, const char *label, moment when)
{
	char text[MOMENT_SIZE + 1], words[WHEN_SIZE];
	put_pair(a, key, label, moment_text(when, text), moment_in_words(when, WHEN_IN_A_SENTENCE, words));
}

static const char *id_text(const char *id, unsigned digits, char out[ID_SIZE])
{
	snprintf(out, ID_SIZE, "%.*s", (int)digits, id);
	return out;
}

void account_pair_id(struct account *a, const char *key, const char *label, const char *id, unsigned digits)
{
	char words[ID_SIZE];
	put_pair(a, key, label, id, id_text(id, digits, words));
}

void account_pair_hash(struct account *a, const char *key, const char *label, const struct sha256 *hash)
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(hash, hex);
	account_pair(a, key, label, hex);
}

void account_truth(struct account *a, const char *key, bool value)
{
	if (is_open(a, ACCOUNT_JSON))
		json_truth(&a->writer, key, value);
}

void account_raw(struct account *a, const char *key, struct bytes value)
{
	if (is_open(a, ACCOUNT_JSON))
		json_raw(&a->writer, key, value);
}

/* --- tables --- */

static bool is_in(const struct column *c, enum account_sink sink)
{
	return c->in == 0 || (c->in & sink);
}

static size_t columns_in(const struct column *columns, size_t count, enum account_sink sink,
                         struct column ret[COLUMNS_MOST])
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++)
		if (is_in(&columns[i], sink))
			ret[found++] = columns[i];
	return found;
}

void account_table(struct account *a, const char *key, const char *caption, const struct column *columns,
                   size_t count)
{
	assert(count > 0 && count <= COLUMNS_MOST && !a->table.columns);
	end_pairs(a);
	a->table.caption = caption;
	a->table.columns = columns;
	a->table.count = count;
	a->table.at = a->table.rows = 0;
	a->table.text_count = columns_in(columns, count, ACCOUNT_TEXT, a->table.text_columns);
	a->table.page_count = columns_in(columns, count, ACCOUNT_PAGE, a->table.page_columns);
	a->text.failed = a->text.failed || a->table.cells.failed;
	buffer_reset(&a->table.cells);
	if (is_open(a, ACCOUNT_JSON))
		json_array_of(&a->writer, key);
}

static void start_row(struct account *a)
{
	if (is_open(a, ACCOUNT_JSON))
		json_object_of(&a->writer, NULL);
	if (is_open(a, ACCOUNT_PAGE) && a->table.rows == 0)
		page_table_begin(&a->table.page, &a->page, a->table.caption, a->table.page_columns,
		                 a->table.page_count);
}

static void end_row(struct account *a)
{
	if (is_open(a, ACCOUNT_JSON))
		json_end_object(&a->writer);
	a->table.at = 0;
	a->table.rows++;
}

/* `raw`: the token is JSON as it stands. */
static void put_cell(struct account *a, const char *token, const char *words, bool raw)
{
	const struct column *c = &a->table.columns[a->table.at];
	if (a->table.at == 0)
		start_row(a);
	if (is_open(a, ACCOUNT_JSON) && is_in(c, ACCOUNT_JSON)) {
		if (raw)
			json_raw(&a->writer, c->key, bytes_of_string(token));
		else
			json_value(&a->writer, c->key, token);
	}
	if (is_open(a, ACCOUNT_TEXT) && is_in(c, ACCOUNT_TEXT))
		buffer_append(&a->table.cells, bytes_of(words ? words : "", words ? strlen(words) + 1 : 1));
	if (is_open(a, ACCOUNT_PAGE) && is_in(c, ACCOUNT_PAGE))
		page_cell(&a->table.page, words);
	if (++a->table.at == a->table.count)
		end_row(a);
}

void account_cell(struct account *a, const char *value)
{
	put_cell(a, value, value, false);
}

void account_cell_buffer(struct account *a, struct buffer *value)
{
	a->text.failed = a->text.failed || value->failed;
	account_cell(a, value->size ? buffer_string(value) : "");
}

void account_cell_words(struct account *a, const char *token, const char *words)
{
	put_cell(a, token, translated(words), false);
}

void account_cell_id(struct account *a, const char *id, unsigned digits)
{
	char words[ID_SIZE];
	put_cell(a, id, id_text(id, digits, words), false);
}

void account_cell_yes(struct account *a, bool yes)
{
	account_cell_words(a, yes ? "yes" : "no", yes_words(yes));
}

void account_cell_number(struct account *a, uint64_t value)
{
	char digits[NUMBER_SIZE];
	snprintf(digits, sizeof digits, "%" PRIu64, value);
	put_cell(a, digits, digits, true);
}

void account_cell_line(struct account *a, uint64_t line)
{
	if (line)
		account_cell_number(a, line);
	else
		put_cell(a, "0", "", true);
}

void account_cell_day(struct account *a, moment day)
{
	char text[DAY_SIZE + 1], words[WHEN_SIZE];
	put_cell(a, day_text(day, text), day_in_words(day, WHEN_IN_A_TABLE, words), false);
}

void account_cell_moment(struct account *a, moment when)
{
	char text[MOMENT_SIZE + 1], words[WHEN_SIZE];
	put_cell(a, moment_text(when, text), moment_in_words(when, WHEN_IN_A_TABLE, words), false);
}

void account_table_end(struct account *a, const char *none)
{
	assert(a->table.at == 0);
	a->table.columns = NULL;
	if (is_open(a, ACCOUNT_JSON))
		json_end_array(&a->writer);
	if (a->table.rows == 0) {
		if (none && (a->document || (is_open(a, ACCOUNT_TEXT) && !a->text.size)))
			account_line(a, "%s", none);
		return;
	}
	if (is_open(a, ACCOUNT_PAGE))
		page_table_end(&a->table.page);
	if (!is_open(a, ACCOUNT_TEXT))
		return;
	if (a->document)
		plain_wrapped(&a->text, bytes_of_string(a->table.caption), DOCUMENT_WIDTH);
	const struct bytes cells = buffer_bytes(&a->table.cells);
	if (a->plain)
		plain_blocks(&a->text, a->table.text_columns, a->table.text_count, cells);
	else
		plain_table(&a->text, a->table.text_columns, a->table.text_count, cells, a->width);
	space(a);
}

/* --- parts of parts --- */

void account_section(struct account *a, const char *key, const char *heading)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_PAGE))
		page_section(&a->page, key, heading);
	if (is_open(a, ACCOUNT_TEXT)) {
		if (a->text.size)
			buffer_append_byte(&a->text, '\n');
		if (a->document)
			plain_heading(&a->text, heading, '-');
	}
	if (is_open(a, ACCOUNT_JSON) && a->document)
		json_object_of(&a->writer, key);
}

void account_part(struct account *a, const char *key, const char *heading)
{
	account_section(a, key, heading);
	if (!a->document)
		account_line(a, "%s:", heading);
}

void account_section_end(struct account *a)
{
	end_pairs(a);
	if (is_open(a, ACCOUNT_PAGE))
		page_section_end(&a->page);
	if (is_open(a, ACCOUNT_JSON) && a->document)
		json_end_object(&a->writer);
}

void account_list(struct account *a, const char *key)
{
	if (is_open(a, ACCOUNT_JSON))
		json_array_of(&a->writer, key);
}

void account_list_end(struct account *a)
{
	if (is_open(a, ACCOUNT_JSON))
		json_end_array(&a->writer);
}

/* What a command prints goes on in the same block: it has empty lines where it wants another. */
static void end_pairs_of_document(struct account *a)
{
	if (a->document)
		end_pairs(a);
}

void account_item(struct account *a, const char *key, const char *heading)
{
	end_pairs_of_document(a);
	if (is_open(a, ACCOUNT_JSON))
		json_object_of(&a->writer, key);
	if (is_open(a, ACCOUNT_PAGE) && heading)
		page_subheading(&a->page, heading);
}

void account_item_end(struct account *a)
{
	end_pairs_of_document(a);
	if (is_open(a, ACCOUNT_JSON))
		json_end_object(&a->writer);
}
