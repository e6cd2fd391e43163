/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/keyed.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/written.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Reading: libyaml's events, one at a time, each held against the subset and put where the
 * table says. */

#define FIXED_DIGITS 20u /* any uint64 */

struct reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the one looked at */
	struct bytes text;
	struct keyed_lines *lines;
	uint32_t depth;
	const char *key; /* read last */
	struct error *e;
};

static void reader_clear(struct reader *r)
{
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

static uint64_t line_of_offset(struct bytes text, size_t offset)
{
	uint64_t line = 1;
	for (size_t i = 0; i < offset && i < text.size; i++)
		line += text.data[i] == '\n';
	return line;
}

static uint64_t line_of(const struct reader *r)
{
	return r->event.start_mark.line + 1;
}

static bool refuse(const struct reader *r, enum error_code code, const char *why)
{
	return error_line(r->e, code, r->lines->subject, line_of(r), "%s", why);
}

/* The value that is looked at isn't what its key must say. */
static bool refuse_value(const struct reader *r, const struct keyed *k, enum error_code usual_code,
                         const char *usual)
{
	return error_line(r->e, k && k->code ? k->code : usual_code, r->lines->subject, line_of(r), "%s: %s",
	                  r->key ? r->key : "text", k && k->rule ? k->rule : usual);
}

/* libyaml's words name a rule and never quote the text. */
static bool fail_event(const struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	if (p->error == YAML_MEMORY_ERROR)
		return error_memory(r->e);
	uint64_t line = p->problem_mark.line + 1;
	if (p->error == YAML_READER_ERROR)
		line = line_of_offset(r->text, p->problem_offset);
	return error_line(r->e, ERR_SYNTAX, r->lines->subject, line, "%s",
	                  p->problem ? p->problem : N_("not YAML"));
}

static struct bytes scalar_of(const struct reader *r)
{
	return bytes_of(r->event.data.scalar.value, r->event.data.scalar.length);
}

/* Escapes in a quoted text must not bring in what may not stand there as it is. */
static bool check_scalar(const struct reader *r)
{
	struct error inner = { 0 };
	if (r->event.data.scalar.anchor)
		return refuse(r, ERR_SYNTAX, N_("anchors and aliases aren't used here"));
	if (r->event.data.scalar.tag)
		return refuse(r, ERR_SYNTAX, N_("tags aren't used here"));
	return r->event.data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE ||
	       text_check_signed(scalar_of(r), NULL, &inner) ||
	       refuse(r, inner.code, N_("an escape stands for a character not allowed"));
}

static bool check_event(const struct reader *r)
{
	const yaml_event_t *event = &r->event;
	bool mapping = event->type == YAML_MAPPING_START_EVENT;
	if (event->type == YAML_SCALAR_EVENT)
		return check_scalar(r);
	if (event->type == YAML_ALIAS_EVENT)
		return refuse(r, ERR_SYNTAX, N_("anchors and aliases aren't used here"));
	if (!mapping && event->type != YAML_SEQUENCE_START_EVENT)
		return true;
	if (mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor)
		return refuse(r, ERR_SYNTAX, N_("anchors and aliases aren't used here"));
	if (mapping ? event->data.mapping_start.tag : event->data.sequence_start.tag)
		return refuse(r, ERR_SYNTAX, N_("tags aren't used here"));
	return true;
}

static bool next(struct reader *r)
{
	yaml_event_delete(&r->event);
	return yaml_parser_parse(&r->parser, &r->event) ? check_event(r) : fail_event(r);
}

/* Remember where the event stands. The room doubles whenever it is full. */
static bool mark(struct reader *r, const char *key)
{
	struct keyed_lines *l = r->lines;
	if ((l->count & (l->count - 1)) == 0) {
		struct keyed_mark *more = reallocarray(l->marks, l->count ? 2 * l->count : 1, sizeof *more);
		if (!more)
			return error_memory(r->e);
		l->marks = more;
	}
	l->marks[l->count++] = (struct keyed_mark){ key, (uint32_t)line_of(r), r->depth };
	return true;
}

/* --- single values --- */

static bool check_text(const struct reader *r, const struct keyed *k, struct bytes text)
{
	uint64_t most = k->kind == KEYED_IS_ARRAY ? k->size - 1 : k->most;
	if (text.size < k->least || (k->least && text_trimmed(text).size == 0)) /* white space says nothing */
		return refuse_value(r, k, ERR_VALUE, N_("a text is expected"));
	if (most && text.size > most)
		return refuse_value(r, k, ERR_VALUE, N_("longer than it may be"));
	return !k->fits || k->fits(text) || refuse_value(r, k, ERR_VALUE, N_("not well formed"));
}

static bool read_text(const struct reader *r, const struct keyed *k, struct bytes text, void *ret)
{
	if (!check_text(r, k, text))
		return false;
	if (k->kind == KEYED_IS_ARRAY) {
		if (text.size)
			memcpy(ret, text.data, text.size);
		return true; /* what is behind it was zero */
	}
	char *copy = string_of_bytes(text);
	if (!copy)
		return error_memory(r->e);
	memcpy(ret, &copy, sizeof copy);
	return true;
}

static bool read_number(const struct keyed *k, struct bytes text, uint64_t *ret)
{
	if (k->kind == KEYED_IS_FIXED) {
		if (text.size != FIXED_DIGITS)
			return false;
		while (text.size > 1 && text.data[0] == '0')
			text = bytes_of(text.data + 1, text.size - 1);
	}
	return number_parse(text, k->most ? k->most : UINT64_MAX, ret) && *ret >= k->least;
}

/* The word's place; the number of words when it isn't one. */
static size_t word_of(const struct keyed *k, struct bytes text)
{
	size_t i = 0;
	while (i < k->word_count && !bytes_equal_string(text, k->words[i]))
		i++;
	return i;
}

static bool read_word(const struct keyed *k, struct bytes text, void *ret)
{
	size_t i = word_of(k, text);
	if (i == k->word_count)
		return false;
	if (k->size == sizeof(bool))
		*(bool *)ret = i != 0;
	else
		*(unsigned *)ret = (unsigned)i;
	return true;
}

static bool read_truth(const struct keyed *k, struct bytes text, bool *ret)
{
	*ret = bytes_equal_string(text, "true");
	return *ret || (k->least == 0 && bytes_equal_string(text, "false"));
}

static bool read_hex(const struct reader *r, const struct keyed *k, struct bytes text, uint8_t *ret)
{
	return hex_decode(text, ret, k->size) ||
	       error_line(r->e, ERR_VALUE, r->lines->subject, line_of(r),
	                  "%s: %zu hexadecimal digits are expected", r->key, 2 * k->size);
}

static bool read_other(const struct reader *r, const struct keyed *k, struct bytes text, void *ret)
{
	struct error why = { 0 };
	if (k->type->parse(text, ret, &why))
		return true;
	if (k->type->rule)
		return refuse_value(r, k, ERR_VALUE, k->type->rule);
	error_line(r->e, why.code, *why.subject ? why.subject : r->lines->subject, line_of(r), "%s", "");
	error_add_detail(r->e, &why);
	return false;
}

static bool read_value(struct reader *r, const struct keyed *k, void *place)
{
	if (r->event.type != YAML_SCALAR_EVENT)
		return refuse_value(r, NULL, ERR_VALUE, N_("a single value is expected"));
	struct bytes text = scalar_of(r);
	switch (k->kind) {
	case KEYED_IS_TEXT:
	case KEYED_IS_ARRAY:
		return read_text(r, k, text, place);
	case KEYED_IS_NUMBER:
	case KEYED_IS_FIXED:
		return read_number(k, text, place) ||
		       refuse_value(r, k, ERR_VALUE, N_("a whole number is expected"));
	case KEYED_IS_TRUTH:
		return read_truth(k, text, place) || refuse_value(r, k, ERR_VALUE, N_("true or false"));
	case KEYED_IS_WORD:
		return read_word(k, text, place) ||
		       refuse_value(r, k, ERR_VALUE, N_("a word that it can't have"));
	case KEYED_IS_HEX:
		return read_hex(r, k, text, place);
	case KEYED_IS_MOMENT:
		return (moment_parse(text, place) && *(moment *)place > 0) ||
		       refuse_value(r, k, ERR_VALUE, N_("a moment, YYYY-MM-DDThh:mm:ssZ, is expected"));
	case KEYED_IS_DAY:
		return (day_parse(text, place) && *(moment *)place > 0) ||
		       refuse_value(r, k, ERR_VALUE, N_("a day, YYYY-MM-DD, is expected"));
	case KEYED_IS_OTHER:
	case KEYED_IS_BLOCK:
		return read_other(r, k, text, place);
	case KEYED_IS_CONSTANT:
		return bytes_equal_string(text, k->rule) ||
		       error_line(r->e, k->code ? k->code : ERR_VALUE, r->lines->subject, line_of(r),
		                  "%s: \"%s\" expected", k->name, k->rule);
	case KEYED_IS_BITS:
	case KEYED_IS_PART:
	case KEYED_IS_LIST:
		break;
	}
	assert(false);
	return false;
}

/* --- lists and keys --- */

static bool read_mapping(struct reader *r, const struct keyed *keys, void *holder);

/* Of a part or an item, the mark of which was made last before it was read. */
static bool read_holder(struct reader *r, const struct keyed *k, void *holder)
{
	struct keyed_at at = { r->lines, r->lines->count - 1 };
	return read_mapping(r, k->keys, holder) && (!k->check || k->check(holder, at, r->e));
}

static bool read_bit(struct reader *r, const struct keyed *k, unsigned *ret)
{
	if (r->event.type != YAML_SCALAR_EVENT)
		return refuse_value(r, NULL, ERR_VALUE, N_("a word is expected"));
	size_t i = word_of(k, scalar_of(r));
	if (i == k->word_count)
		return refuse_value(r, k, ERR_VALUE, N_("a word that it can't have"));
	if (*ret & 1u << i)
		return refuse_value(r, k, ERR_DUPLICATE, N_("a word twice"));
	*ret |= 1u << i;
	return true;
}

/* Room for one more, zeroed, and for one behind it; it doubles whenever it is full. */
static char *grow(struct reader *r, const struct keyed *k, char *holder)
{
	char *items = keyed_rows(holder, k);
	size_t *count = (size_t *)(void *)(holder + k->count);
	if ((*count & (*count + 1)) == 0) {
		items = reallocarray(items, 2 * (*count + 1), k->size);
		if (!items) {
			error_memory(r->e);
			return NULL;
		}
		memcpy(holder + k->offset, &items, sizeof items);
	}
	return memset(items + (*count)++ * k->size, 0, 2 * k->size);
}

static bool read_item(struct reader *r, const struct keyed *k, char *holder)
{
	if (!mark(r, NULL))
		return false;
	if (k->kind == KEYED_IS_BITS)
		return read_bit(r, k, (unsigned *)(void *)(holder + k->offset));
	char *item = grow(r, k, holder);
	return item && (k->keys ? read_holder(r, k, item) : read_value(r, k->value, item));
}

static bool read_items(struct reader *r, const struct keyed *k, char *holder)
{
	uint64_t count = 0, line = line_of(r);
	if (r->event.type == YAML_SCALAR_EVENT && k->empty_is_none && scalar_of(r).size == 0)
		return true;
	if (r->event.type != YAML_SEQUENCE_START_EVENT)
		return refuse_value(r, NULL, ERR_VALUE, N_("a list is expected"));
	r->depth++;
	for (;; count++) {
		if (!next(r))
			return false;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		if (k->most && count == k->most)
			return error_line(r->e, k->code ? k->code : ERR_VALUE, r->lines->subject, line_of(r),
			                  "%s: more than %" PRIu64, k->name, k->most);
		if (!read_item(r, k, holder))
			return false;
		r->key = k->name;
	}
	r->depth--;
	return count >= k->least || error_line(r->e, ERR_VALUE, r->lines->subject, line,
	                                       "%s: at least %" PRIu64, k->name, k->least);
}

static bool read_row(struct reader *r, const struct keyed *k, char *holder)
{
	if (k->has)
		*(bool *)(holder + k->has - 1) = true;
	if (k->kind == KEYED_IS_LIST || k->kind == KEYED_IS_BITS)
		return read_items(r, k, holder);
	if (k->kind == KEYED_IS_PART)
		return read_holder(r, k, holder);
	return read_value(r, k, k->kind == KEYED_IS_BLOCK ? holder : holder + k->offset);
}

/* The row of the key that is looked at: most texts have their keys in the table's order, so that
 * it is the one behind the row before. */
static const struct keyed *row_of(const struct keyed *keys, const struct keyed *before, struct bytes key)
{
	if (before && before[1].name && bytes_equal_string(key, before[1].name))
		return &before[1];
	while (keys->name && !bytes_equal_string(key, keys->name))
		keys++;
	return keys->name ? keys : NULL;
}

static bool check_key(struct reader *r)
{
	if (r->event.type != YAML_SCALAR_EVENT)
		return refuse(r, ERR_SYNTAX, N_("a key must be text"));
	if (r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && bytes_equal_string(scalar_of(r), "<<"))
		return refuse(r, ERR_SYNTAX, N_("merge keys aren't used here"));
	return scalar_of(r).size || refuse(r, ERR_SYNTAX, N_("a key must not be empty"));
}

static bool check_missing(const struct reader *r, const struct keyed *keys, const char *holder, uint64_t seen,
                          uint64_t line)
{
	for (const struct keyed *k = keys; k->name; k++) {
		bool there = seen & UINT64_C(1) << (k - keys);
		const char *other = NULL;
		if (k->with)
			memcpy(&other, holder + k->with - 1, sizeof other);
		if (there ? k->with && !other : other || !k->optional)
			return error_line(r->e, ERR_MISSING, r->lines->subject, line,
			                  there ? N_("%s: the key that it goes with is missing")
			                        : N_("key missing: %s"),
			                  k->name);
	}
	return true;
}

static bool read_mapping(struct reader *r, const struct keyed *keys, void *holder)
{
	const struct keyed *k = NULL;
	uint64_t seen = 0, line = line_of(r);
	if (r->event.type != YAML_MAPPING_START_EVENT)
		return refuse_value(r, NULL, ERR_VALUE, N_("keys with their values are expected"));
	r->depth++;
	for (;;) {
		if (!next(r))
			return false;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (!check_key(r))
			return false;
		k = row_of(keys, k, scalar_of(r));
		if (!k)
			return refuse(r, ERR_UNKNOWN_KEY, N_("unknown key"));
		assert(k - keys < 64);
		if (seen & UINT64_C(1) << (k - keys))
			return refuse(r, ERR_DUPLICATE, N_("this key occurs before"));
		seen |= UINT64_C(1) << (k - keys);
		r->key = k->name;
		if (!mark(r, k->name) || !next(r) || !read_row(r, k, holder))
			return false;
	}
	r->depth--;
	return check_missing(r, keys, holder, seen, line);
}

/* --- the whole --- */

static bool enter_document(struct reader *r)
{
	if (!next(r)) /* the stream's start */
		return false;
	if (!next(r))
		return false;
	if (r->event.type != YAML_DOCUMENT_START_EVENT)
		return error_line(r->e, ERR_SYNTAX, r->lines->subject, 1, "nothing in it");
	if (r->event.data.document_start.version_directive ||
	    r->event.data.document_start.tag_directives.start !=
	            r->event.data.document_start.tag_directives.end)
		return refuse(r, ERR_SYNTAX, N_("directives aren't used here"));
	return next(r);
}

static bool leave_document(struct reader *r)
{
	if (!next(r)) /* the document's end */
		return false;
	if (!next(r))
		return false;
	return r->event.type == YAML_STREAM_END_EVENT || refuse(r, ERR_SYNTAX, N_("more than one document"));
}

static bool check_bytes(struct bytes text, const char *subject, struct error *e)
{
	if (text.size > LIMIT_YAML_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_YAML_SIZE);
	if (!text_check_signed(text, subject, e))
		return false;
	/* libyaml would skip one at the start of any line. */
	const uint8_t *bom = text.size ? memmem(text.data, text.size, "\xef\xbb\xbf", 3) : NULL;
	return !bom || error_line(e, ERR_SYNTAX, subject, line_of_offset(text, (size_t)(bom - text.data)),
	                          "a byte-order mark: save it as UTF-8 without one");
}

bool keyed_read(struct bytes text, const char *subject, const struct keyed *keys, void *ret,
                struct keyed_lines *lines, struct error *e)
{
	_cleanup_(keyed_lines_clear) struct keyed_lines own = { 0 };
	_cleanup_(reader_clear) struct reader r = { .text = text, .lines = lines ? lines : &own, .e = e };
	r.lines->subject = subject;
	if (!check_bytes(text, subject, e))
		return false;
	if (!yaml_parser_initialize(&r.parser))
		return error_memory(e);
	yaml_parser_set_input_string(&r.parser, text.size ? text.data : (const uint8_t *)"", text.size);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	if (enter_document(&r) && mark(&r, NULL) && read_mapping(&r, keys, ret) && leave_document(&r))
		return true;
	keyed_clear(ret, keys);
	return false;
}
