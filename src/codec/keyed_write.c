/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/keyed.h"

#include <inttypes.h>
#include <string.h>

/* Writing: rows in their order, each value in the one way that it is spelled. */

struct writer {
	struct buffer *out;
	enum keyed_style style;
	unsigned depth;
	bool item; /* the next key stands behind "- " */
};

/* --- texts --- */

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Words that YAML 1.1 or 1.2 takes for something other than text. */
static bool is_word_of_yaml(const char *text)
{
	static const char *const words[] = { "true", "false", "yes",  "no",  "on", "off",
		                             "y",    "n",     "null", "nan", "inf" };
	for (size_t i = 0; i < ELEMENTS(words); i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	return false;
}

/* [A-Za-z0-9][A-Za-z0-9 ./_+-]* that isn't a number, a truth, null, a date or a word of YAML 1.1. */
static bool is_plain(const char *text)
{
	if (!is_letter(text[0]) && !is_digit(text[0]))
		return false;
	size_t size = strlen(text);
	for (size_t i = 0; i < size; i++)
		if (!is_letter(text[i]) && !is_digit(text[i]) && !strchr(" ./_+-", text[i]))
			return false;
	if (text[size - 1] == ' ' || is_word_of_yaml(text))
		return false;
	/* What starts with a digit and goes on as some number or date might. */
	return !is_digit(text[0]) || strspn(text, "0123456789abcdefABCDEFxXoO._+-") != size;
}

static void append_quoted(struct buffer *out, const char *text)
{
	buffer_append_byte(out, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '"' || *c == '\\')
			buffer_append_byte(out, '\\');
		/* U+FEFF, U+FFFE and U+FFFF, which libyaml doesn't take as they are. */
		if (strncmp(c, "\xef\xbb\xbf", 3) == 0 || strncmp(c, "\xef\xbf\xbe", 3) == 0 ||
		    strncmp(c, "\xef\xbf\xbf", 3) == 0) {
			buffer_append_string(out, c[1] == '\xbb'   ? "\\uFEFF"
			                          : c[2] == '\xbe' ? "\\uFFFE"
			                                           : "\\uFFFF");
			c += 2;
		} else if (*c == '\n') {
			buffer_append_string(out, "\\n");
		} else {
			buffer_append_byte(out, (uint8_t)*c);
		}
	}
	buffer_append_byte(out, '"');
}

/* A number or a truth, as a person writes it. */
static bool is_bare(const char *text)
{
	bool unused;
	uint64_t number;
	return keyed_truth(text, &unused) || number_parse(bytes_of_string(text), UINT32_MAX, &number);
}

static void write_text(struct writer *w, const struct keyed *k, const char *text)
{
	if ((w->style == KEYED_PLAIN && is_plain(text)) || (k->bare && is_bare(text)))
		buffer_append_string(w->out, text);
	else
		append_quoted(w->out, text);
}

static void append_indent(struct writer *w, unsigned depth)
{
	buffer_printf(w->out, "%*s", (int)(2 * depth), "");
}

/* --- values --- */

static void write_hex(struct writer *w, const struct keyed *k, const void *place)
{
	char hex[2 * KEYED_HEX_MAX + 1];
	hex_encode(bytes_of(place, k->size), hex);
	write_text(w, k, hex);
}

static void write_time(struct writer *w, const struct keyed *k, const moment *when)
{
	char text[MOMENT_SIZE + 1];
	if (k->kind == KEYED_IS_DAY)
		day_format(*when, text);
	else
		moment_format(*when, text);
	write_text(w, k, text);
}

static void write_other(struct writer *w, const struct keyed *k, const void *place)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	k->type->format(place, &text);
	const char *string = buffer_string(&text);
	if (string)
		write_text(w, k, string);
	else
		w->out->failed = true;
}

static void write_block(struct writer *w, const struct keyed *k, const char *holder)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	k->type->format(holder, &text);
	w->out->failed = w->out->failed || text.failed;
	buffer_append_string(w->out, "|");
	for (struct cursor c = cursor_of(buffer_bytes(&text)); !cursor_done(&c);) {
		struct bytes line = cursor_until(&c, '\n');
		buffer_append_byte(w->out, '\n');
		if (line.size)
			append_indent(w, w->depth + 1);
		buffer_append(w->out, line);
	}
}

static unsigned word_at(const struct keyed *k, const void *place)
{
	return k->size == sizeof(bool) ? *(const bool *)place : *(const unsigned *)place;
}

static void write_value(struct writer *w, const struct keyed *k, const void *place)
{
	switch (k->kind) {
	case KEYED_IS_TEXT:
		write_text(w, k, *(char *const *)place);
		break;
	case KEYED_IS_ARRAY:
		write_text(w, k, place);
		break;
	case KEYED_IS_NUMBER:
		buffer_printf(w->out, "%" PRIu64, *(const uint64_t *)place);
		break;
	case KEYED_IS_FIXED:
		buffer_printf(w->out, "\"%020" PRIu64 "\"", *(const uint64_t *)place);
		break;
	case KEYED_IS_TRUTH:
		buffer_append_string(w->out, *(const bool *)place ? "true" : "false");
		break;
	case KEYED_IS_WORD:
		write_text(w, k, k->words[word_at(k, place)]);
		break;
	case KEYED_IS_HEX:
		write_hex(w, k, place);
		break;
	case KEYED_IS_MOMENT:
	case KEYED_IS_DAY:
		write_time(w, k, place);
		break;
	case KEYED_IS_OTHER:
		write_other(w, k, place);
		break;
	case KEYED_IS_CONSTANT:
		buffer_append_string(w->out, k->rule);
		break;
	case KEYED_IS_BLOCK:
	case KEYED_IS_BITS:
	case KEYED_IS_PART:
	case KEYED_IS_LIST:
		break;
	}
}

/* --- rows --- */

static bool is_zero(const char *place, size_t size)
{
	while (size && *place == 0)
		place++, size--;
	return size == 0;
}

static bool is_there(const char *holder, const struct keyed *k)
{
	if (k->has)
		return *(const bool *)(holder + k->has - 1);
	if (k->with)
		return !is_zero(holder + k->with - 1, sizeof(char *));
	if (k->kind == KEYED_IS_LIST)
		return keyed_count(holder, k) > 0;
	return k->kind == KEYED_IS_CONSTANT || !(k->optional || k->kind == KEYED_IS_BITS) ||
	       !is_zero(holder + k->offset, k->size);
}

static void write_key(struct writer *w, const char *name)
{
	append_indent(w, w->item ? w->depth - 1 : w->depth);
	buffer_printf(w->out, "%s%s:", w->item ? "- " : "", name);
	w->item = false;
}

static void write_rows(struct writer *w, const struct keyed *keys, const char *holder);

static void write_items(struct writer *w, const struct keyed *k, const char *holder)
{
	size_t count = keyed_count(holder, k);
	const char *items = keyed_rows(holder, k);
	for (size_t i = 0; i < count; i++) {
		if (k->value) {
			append_indent(w, w->depth);
			buffer_append_string(w->out, "- ");
			write_value(w, k->value, items + i * k->size);
			buffer_append_byte(w->out, '\n');
			continue;
		}
		w->item = true;
		w->depth++;
		write_rows(w, k->keys, items + i * k->size);
		if (w->item) { /* an item that lacks everything is an item still */
			write_key(w, k->keys->name);
			buffer_append_string(w->out, " \"\"\n");
		}
		w->depth--;
	}
}

static void write_words(struct writer *w, const struct keyed *k, const char *holder)
{
	unsigned bits;
	memcpy(&bits, holder + k->offset, sizeof bits);
	for (size_t i = 0; i < k->word_count; i++) {
		if (!(bits & 1u << i))
			continue;
		append_indent(w, w->depth);
		buffer_append_string(w->out, "- ");
		write_text(w, k, k->words[i]);
		buffer_append_byte(w->out, '\n');
	}
}

static void write_below(struct writer *w, const struct keyed *k, const char *holder)
{
	buffer_append_byte(w->out, '\n');
	w->depth++;
	if (k->kind == KEYED_IS_LIST)
		write_items(w, k, holder);
	else if (k->kind == KEYED_IS_BITS)
		write_words(w, k, holder);
	else
		write_rows(w, k->keys, holder);
	w->depth--;
}

static void write_rows(struct writer *w, const struct keyed *keys, const char *holder)
{
	for (const struct keyed *k = keys; k->name; k++) {
		if (!is_there(holder, k))
			continue;
		write_key(w, k->name);
		if (k->kind == KEYED_IS_LIST || k->kind == KEYED_IS_BITS || k->kind == KEYED_IS_PART) {
			write_below(w, k, holder);
			continue;
		}
		buffer_append_byte(w->out, ' ');
		if (k->kind == KEYED_IS_BLOCK)
			write_block(w, k, holder);
		else
			write_value(w, k, holder + k->offset);
		buffer_append_byte(w->out, '\n');
	}
}

void keyed_write(const void *from, const struct keyed *keys, enum keyed_style style, struct buffer *out)
{
	struct writer w = { .out = out, .style = style };
	write_rows(&w, keys, from);
}
