/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The YAML of MinBZK/regelrecht-corpus: `bwb_id`, `valid_from`, and under `articles` a list with `number` and
 * `text`, which is Markdown. It has many more keys, which are passed over: so this isn't a text of our own,
 * as codec/keyed reads them, and here libyaml's events are read as they come. */
#include "codec/statute.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum wanted { NOTHING, LAW, DAY, ARTICLES, NUMBER, WORDS };

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;
	struct statute *statute;
	const char *subject;
	struct error *e;
	/* Of each level: whether it is a mapping, and whether its next scalar is a value, and of which key.
	 */
	struct {
		bool mapping, in_value;
		enum wanted key;
	} levels[LIMIT_STATUTE_DEPTH];
	size_t depth;
};

static bool refuse(const struct reader *r, enum error_code code, const char *what)
{
	return error_line(r->e, code, r->subject, r->event.start_mark.line + 1, "%s", what);
}

/* --- Markdown: what a link or emphasis adds to the words --- */

static struct bytes skip_link_target(struct bytes rest)
{
	const uint8_t *end = rest.size > 1 && rest.data[0] == '[' ? bytes_find(rest, ']') : NULL;
	return end ? bytes_of(end + 1, (size_t)(rest.data + rest.size - end) - 1) : rest;
}

/* "[words][ref1]" says words; "*words*" too; a dash that begins a line is a mark of a list. */
static void append_paragraph(struct buffer *out, struct bytes line)
{
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	while (line.size && line.data[0] == ' ')
		line = bytes_of(line.data + 1, line.size - 1);
	if (bytes_starts_with(line, "[ref"))
		return;
	if (bytes_starts_with(line, "- "))
		line = bytes_of(line.data + 2, line.size - 2);
	while (line.size) {
		uint8_t c = line.data[0];
		line = bytes_of(line.data + 1, line.size - 1);
		if (c == ']')
			line = skip_link_target(line);
		else if (c == '\\' && line.size) {
			buffer_append_byte(&shown, line.data[0]);
			line = bytes_of(line.data + 1, line.size - 1);
		} else if (c != '[' && c != '*')
			buffer_append_byte(&shown, c);
	}
	statute_append_words(out, buffer_bytes(&shown));
	out->failed |= shown.failed;
}

/* A line end inside a link must not hide its target, so that lines are joined to paragraphs first. */
static void append_markdown(struct buffer *out, struct bytes text)
{
	struct cursor lines = cursor_of(text);
	_cleanup_(buffer_clear) struct buffer paragraph = { 0 };
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_until(&lines, '\n');
		size_t blanks = 0;
		while (blanks < line.size && line.data[blanks] == ' ')
			blanks++;
		struct bytes shown = bytes_of(line.data + blanks, line.size - blanks);
		bool begins =
			shown.size == 0 || bytes_starts_with(shown, "- ") || bytes_starts_with(shown, "[ref");
		if (begins) {
			append_paragraph(out, buffer_bytes(&paragraph));
			buffer_clear(&paragraph);
		}
		buffer_append(&paragraph, line);
		buffer_append_byte(&paragraph, ' ');
	}
	append_paragraph(out, buffer_bytes(&paragraph));
}

/* --- events --- */

static enum wanted key_of(struct bytes name, size_t depth)
{
	static const struct {
		const char *name;
		size_t depth;
		enum wanted key;
	} keys[] = {
		{ "bwb_id", 1, LAW },    { "valid_from", 1, DAY }, { "articles", 1, ARTICLES },
		{ "number", 3, NUMBER }, { "text", 3, WORDS },
	};
	for (size_t i = 0; i < ELEMENTS(keys); i++)
		if (keys[i].depth == depth && bytes_equal_string(name, keys[i].name))
			return keys[i].key;
	return NOTHING;
}

static bool in_articles(const struct reader *r)
{
	return r->depth == 3 && r->levels[0].key == ARTICLES && !r->levels[1].mapping;
}

static bool take(char **member, struct bytes value, struct reader *r)
{
	if (*member)
		return refuse(r, ERR_DUPLICATE, N_("a key twice"));
	*member = string_of_bytes(value);
	return *member || error_memory(r->e);
}

static bool read_value(struct reader *r, enum wanted key, struct bytes value)
{
	struct statute *s = r->statute;
	struct statute_article *article = in_articles(r) ? &s->articles[s->count - 1] : NULL;
	if (key == LAW)
		return take(&s->bwb, value, r);
	if (key == DAY)
		return day_parse(value, &s->from) || refuse(r, ERR_VALUE, N_("valid_from: a day expected"));
	if (key == NUMBER && article)
		return take(&article->number, value, r);
	if (key == WORDS && article)
		append_markdown(&article->words, value);
	return true;
}

/* Before a value, whatever it is: tells of which key, and that the next is a key again. */
static enum wanted value_begins(struct reader *r)
{
	if (r->depth == 0 || !r->levels[r->depth - 1].mapping)
		return NOTHING;
	r->levels[r->depth - 1].in_value = false;
	return r->levels[r->depth - 1].key;
}

static bool on_scalar(struct reader *r)
{
	struct bytes text = bytes_of(r->event.data.scalar.value, r->event.data.scalar.length);
	if (r->depth && r->levels[r->depth - 1].mapping && !r->levels[r->depth - 1].in_value) {
		r->levels[r->depth - 1].in_value = true;
		r->levels[r->depth - 1].key = key_of(text, r->depth);
		return true;
	}
	return read_value(r, value_begins(r), text);
}

static bool on_open(struct reader *r, bool mapping)
{
	if (r->depth && r->levels[r->depth - 1].mapping && !r->levels[r->depth - 1].in_value)
		return refuse(r, ERR_SYNTAX, N_("a key that is no text"));
	value_begins(r);
	if (r->depth == LIMIT_STATUTE_DEPTH)
		return refuse(r, ERR_SYNTAX, N_("nested deeper than any statute"));
	r->levels[r->depth].mapping = mapping;
	r->levels[r->depth].in_value = false;
	r->levels[r->depth++].key = NOTHING;
	return !mapping || !in_articles(r) || statute_add(r->statute) || error_memory(r->e);
}

static bool on_event(struct reader *r)
{
	switch ((int)r->event.type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(r);
	case YAML_MAPPING_START_EVENT:
		return on_open(r, true);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(r, false);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		r->depth--;
		return true;
	case YAML_ALIAS_EVENT:
		return refuse(r, ERR_SYNTAX, N_("an alias: no statute needs one"));
	default:
		return true;
	}
}

bool statute_read_yaml(struct bytes raw, const char *subject, struct statute *ret, struct error *e)
{
	struct reader r = { .statute = ret, .subject = subject, .e = e };
	bool ok = true, end = false;
	if (!yaml_parser_initialize(&r.parser))
		return error_memory(e);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, raw.data, raw.size);
	while (ok && !end) {
		if (!yaml_parser_parse(&r.parser, &r.event)) {
			error_line(e, ERR_SYNTAX, subject, r.parser.problem_mark.line + 1, "%s",
			           r.parser.problem ? r.parser.problem : N_("not YAML"));
			ok = false;
			break;
		}
		end = r.event.type == YAML_DOCUMENT_END_EVENT || r.event.type == YAML_STREAM_END_EVENT;
		ok = on_event(&r);
		yaml_event_delete(&r.event);
	}
	yaml_parser_delete(&r.parser);
	return ok;
}
