/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/yaml.h"

#include "base/limits.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* --- events: libyaml's, with our errors --- */

struct reader {
	yaml_parser_t parser;
	struct bytes text;
	const char *subject;
};

static void reader_clear(struct reader *r)
{
	yaml_parser_delete(&r->parser);
}

static bool reader_start(struct reader *r, struct bytes text, const char *subject, struct error *e)
{
	*r = (struct reader){ .text = text, .subject = subject };
	if (!yaml_parser_initialize(&r->parser))
		return error_memory(e);
	yaml_parser_set_input_string(&r->parser, text.data, text.size);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	return true;
}

static uint64_t line_of_offset(struct bytes text, size_t offset)
{
	uint64_t line = 1;
	for (size_t i = 0; i < offset && i < text.size; i++)
		line += text.data[i] == '\n';
	return line;
}

/* libyaml's words name a rule and never quote the text. */
static bool fail_event(const struct reader *r, struct error *e)
{
	const yaml_parser_t *p = &r->parser;
	if (p->error == YAML_MEMORY_ERROR)
		return error_memory(e);
	uint64_t line = p->problem_mark.line + 1;
	if (p->error == YAML_READER_ERROR)
		line = line_of_offset(r->text, p->problem_offset);
	return error_line(e, ERR_SYNTAX, r->subject, line, "%s", p->problem ? p->problem : "not YAML");
}

/* The caller deletes the event. */
static bool next_event(struct reader *r, yaml_event_t *ret, struct error *e)
{
	return yaml_parser_parse(&r->parser, ret) ? true : fail_event(r, e);
}

static uint64_t event_line(const yaml_event_t *event)
{
	return event->start_mark.line + 1;
}

static bool starts_node(const yaml_event_t *event)
{
	return event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT;
}

static bool ends_node(const yaml_event_t *event)
{
	return event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT;
}

static struct bytes scalar_of(const yaml_event_t *event)
{
	return bytes_of(event->data.scalar.value, event->data.scalar.length);
}

/* --- the subset --- */

struct key {
	size_t offset, size; /* in `texts` */
	uint64_t line;
};

struct frame {
	bool mapping, key_next;
	size_t first; /* of its keys */
};

struct check {
	struct reader reader;
	struct frame frames[LIMIT_YAML_DEPTH];
	unsigned depth, documents;
	struct buffer texts, keys; /* keys of the mappings that are open: bytes, and struct key */
};

static void check_clear(struct check *c)
{
	reader_clear(&c->reader);
	buffer_clear(&c->texts);
	buffer_clear(&c->keys);
}

static bool refuse(const struct check *c, const yaml_event_t *event, const char *why, struct error *e)
{
	return error_line(e, ERR_SYNTAX, c->reader.subject, event_line(event), "%s", why);
}

static bool check_properties(const struct check *c, const yaml_event_t *event, struct error *e)
{
	bool anchor = false, tag = false;
	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	}
	if (anchor || event->type == YAML_ALIAS_EVENT)
		return refuse(c, event, "anchors and aliases aren't used here", e);
	if (tag)
		return refuse(c, event, "tags aren't used here", e);
	return true;
}

/* Escapes in a quoted text must not bring in what may not stand there as it is. */
static bool check_scalar(const struct check *c, const yaml_event_t *event, struct error *e)
{
	struct error inner = { 0 };
	if (text_check_signed(scalar_of(event), c->reader.subject, &inner))
		return true;
	return error_line(e, inner.code, c->reader.subject, event_line(event),
	                  "an escape stands for a character not allowed");
}

/* What stands where a key must: note it, to be compared when the mapping ends. */
static bool check_key(struct check *c, const yaml_event_t *event, struct error *e)
{
	if (event->type != YAML_SCALAR_EVENT)
		return refuse(c, event, "a key must be text", e);
	struct bytes text = scalar_of(event);
	if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && bytes_equal_string(text, "<<"))
		return refuse(c, event, "merge keys aren't used here", e);
	if (text.size == 0)
		return refuse(c, event, "a key must not be empty", e);
	struct key key = { c->texts.size, text.size, event_line(event) };
	buffer_append(&c->texts, text);
	buffer_append(&c->keys, bytes_of(&key, sizeof key));
	return buffer_ok(&c->texts, e) && buffer_ok(&c->keys, e);
}

static int compare_keys(const void *a, const void *b, void *texts)
{
	const struct key *x = a, *y = b;
	const uint8_t *text = texts;
	size_t common = x->size < y->size ? x->size : y->size;
	int order = common ? memcmp(text + x->offset, text + y->offset, common) : 0;
	if (order == 0)
		order = (x->size > y->size) - (x->size < y->size);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* At the end of a mapping: no two keys alike. Then they are forgotten. */
static bool check_duplicates(struct check *c, size_t first, struct error *e)
{
	size_t count = c->keys.size / sizeof(struct key) - first;
	if (count == 0)
		return true;
	struct key *keys = (struct key *)(void *)c->keys.data + first;
	size_t offset = keys[0].offset;
	qsort_r(keys, count, sizeof *keys, compare_keys, c->texts.data);
	for (size_t i = 1; i < count; i++) {
		struct bytes before = bytes_of(c->texts.data + keys[i - 1].offset, keys[i - 1].size);
		if (bytes_equal(before, bytes_of(c->texts.data + keys[i].offset, keys[i].size)))
			return error_line(e, ERR_DUPLICATE, c->reader.subject, keys[i].line,
			                  "this key occurs before");
	}
	c->keys.size = first * sizeof(struct key);
	c->texts.size = offset;
	return true;
}

static bool check_open(struct check *c, const yaml_event_t *event, struct error *e)
{
	if (c->depth == LIMIT_YAML_DEPTH)
		return refuse(c, event, "nested too deeply", e);
	bool mapping = event->type == YAML_MAPPING_START_EVENT;
	c->frames[c->depth++] = (struct frame){ mapping, mapping, c->keys.size / sizeof(struct key) };
	return true;
}

/* A key, a value or an item. */
static bool check_node(struct check *c, const yaml_event_t *event, struct error *e)
{
	struct frame *frame = c->depth ? &c->frames[c->depth - 1] : NULL;
	if (!check_properties(c, event, e))
		return false;
	if (event->type == YAML_SCALAR_EVENT && !check_scalar(c, event, e))
		return false;
	if (frame && frame->mapping) {
		if (frame->key_next && !check_key(c, event, e))
			return false;
		frame->key_next = !frame->key_next;
	}
	return starts_node(event) ? check_open(c, event, e) : true;
}

static bool check_document(struct check *c, const yaml_event_t *event, struct error *e)
{
	if (++c->documents > 1)
		return refuse(c, event, "more than one document", e);
	if (event->data.document_start.version_directive ||
	    event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
		return refuse(c, event, "directives aren't used here", e);
	return true;
}

static bool check_event(struct check *c, bool *ret_done, struct error *e)
{
	_cleanup_(yaml_event_delete) yaml_event_t event = { 0 };
	*ret_done = false;
	if (!next_event(&c->reader, &event, e))
		return false;
	if (event.type == YAML_STREAM_END_EVENT)
		*ret_done = true;
	else if (event.type == YAML_DOCUMENT_START_EVENT)
		return check_document(c, &event, e);
	else if (event.type == YAML_SCALAR_EVENT || event.type == YAML_ALIAS_EVENT || starts_node(&event))
		return check_node(c, &event, e);
	else if (ends_node(&event))
		return check_duplicates(c, c->frames[--c->depth].first, e);
	return true;
}

bool yaml_check(struct bytes text, const char *subject, struct error *e)
{
	if (text.size > LIMIT_YAML_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_YAML_SIZE);
	if (!text_check_signed(text, subject, e))
		return false;
	/* libyaml would skip one at the start of any line. */
	const uint8_t *mark = text.size ? memmem(text.data, text.size, "\xef\xbb\xbf", 3) : NULL;
	if (mark)
		return error_line(e, ERR_SYNTAX, subject, line_of_offset(text, (size_t)(mark - text.data)),
		                  "byte-order mark");
	_cleanup_(check_clear) struct check c = { 0 };
	if (!reader_start(&c.reader, text, subject, e))
		return false;
	for (bool done = false; !done;)
		if (!check_event(&c, &done, e))
			return false;
	if (c.documents == 0)
		return error_line(e, ERR_SYNTAX, subject, 1, "nothing in it");
	return true;
}

/* --- loading --- */

/* The rest of a node whose first event was `first`. */
static bool skip_node(struct reader *r, const yaml_event_t *first, struct error *e)
{
	for (unsigned depth = starts_node(first); depth;) {
		_cleanup_(yaml_event_delete) yaml_event_t event = { 0 };
		if (!next_event(r, &event, e))
			return false;
		depth += starts_node(&event);
		depth -= ends_node(&event);
	}
	return true;
}

static bool check_keys(struct reader *r, const cyaml_schema_value_t *schema, const yaml_event_t *first,
                       struct error *e);

#define FIELDS_MAX 256u

static const cyaml_schema_field_t *find_field(const cyaml_schema_field_t *fields, struct bytes key)
{
	for (const cyaml_schema_field_t *f = fields; f->key; f++)
		if (bytes_equal_string(key, f->key))
			return f;
	return NULL;
}

/* One key and its value; at the end of the mapping `*ret_more` is false. */
static bool check_member(struct reader *r, const cyaml_schema_field_t *fields, bool seen[FIELDS_MAX],
                         bool *ret_more, struct error *e)
{
	_cleanup_(yaml_event_delete) yaml_event_t key = { 0 }, value = { 0 };
	if (!next_event(r, &key, e))
		return false;
	*ret_more = key.type == YAML_SCALAR_EVENT;
	if (!*ret_more)
		return true;
	const cyaml_schema_field_t *field = find_field(fields, scalar_of(&key));
	if (!field)
		return error_line(e, ERR_UNKNOWN_KEY, r->subject, event_line(&key), "unknown key");
	assert(field - fields < FIELDS_MAX);
	seen[field - fields] = true;
	return next_event(r, &value, e) && check_keys(r, &field->value, &value, e);
}

static bool check_mapping(struct reader *r, const cyaml_schema_field_t *fields, uint64_t line,
                          struct error *e)
{
	bool seen[FIELDS_MAX] = { false };
	for (bool more = true; more;)
		if (!check_member(r, fields, seen, &more, e))
			return false;
	for (const cyaml_schema_field_t *f = fields; f->key; f++)
		if (!seen[f - fields] && !(f->value.flags & CYAML_FLAG_OPTIONAL))
			return error_line(e, ERR_MISSING, r->subject, line, "key missing: %s", f->key);
	return true;
}

static bool check_items(struct reader *r, const cyaml_schema_value_t *entry, struct error *e)
{
	for (;;) {
		_cleanup_(yaml_event_delete) yaml_event_t event = { 0 };
		if (!next_event(r, &event, e))
			return false;
		if (ends_node(&event))
			return true;
		if (!check_keys(r, entry, &event, e))
			return false;
	}
}

/* Unknown and missing keys, which libcyaml refuses too but with the line of whatever
 * value came before. What isn't of the kind that the schema asks is left to libcyaml.
 * The depth is bounded: `yaml_check` came first. */
static bool check_keys(struct reader *r, const cyaml_schema_value_t *schema, const yaml_event_t *first,
                       struct error *e)
{
	if (schema->type == CYAML_MAPPING && first->type == YAML_MAPPING_START_EVENT)
		return check_mapping(r, schema->mapping.fields, event_line(first), e);
	if ((schema->type == CYAML_SEQUENCE || schema->type == CYAML_SEQUENCE_FIXED) &&
	    first->type == YAML_SEQUENCE_START_EVENT)
		return check_items(r, schema->sequence.entry, e);
	return skip_node(r, first, e);
}

/* To the first event of the only document's only node. */
static bool enter_document(struct reader *r, yaml_event_t *ret, struct error *e)
{
	for (int i = 0; i < 3; i++) {
		yaml_event_delete(ret);
		if (!next_event(r, ret, e))
			return false;
	}
	return true;
}

static bool check_schema(struct bytes text, const char *subject, const cyaml_schema_value_t *schema,
                         struct error *e)
{
	_cleanup_(reader_clear) struct reader r = { 0 };
	_cleanup_(yaml_event_delete) yaml_event_t first = { 0 };
	return reader_start(&r, text, subject, e) && enter_document(&r, &first, e) &&
	       check_keys(&r, schema, &first, e);
}

/* The innermost line of libcyaml's backtrace: " in mapping field 'x' (line: 3, column: 4)".
 * The other messages may quote the text and aren't read. */
_printf_(3, 0) static void note_line(cyaml_log_t level, void *context, const char *format, va_list args)
{
	uint64_t *line = context;
	char message[512];
	(void)level;
	if (*line || !strstr(format, "(line: %zu"))
		return;
	vsnprintf(message, sizeof message, format, args);
	const char *at = strstr(message, "(line: ");
	if (at)
		*line = strtoull(at + strlen("(line: "), NULL, 10);
}

static bool fail_load(cyaml_err_t why, const char *subject, uint64_t line, struct error *e)
{
	if (why == CYAML_ERR_OOM)
		return error_memory(e);
	enum error_code code = ERR_VALUE;
	if (why == CYAML_ERR_INVALID_KEY)
		code = ERR_UNKNOWN_KEY;
	else if (why == CYAML_ERR_MAPPING_FIELD_MISSING)
		code = ERR_MISSING;
	else if (why == CYAML_ERR_LIBYAML_PARSER || why == CYAML_ERR_ALIAS)
		code = ERR_SYNTAX;
	return error_line(e, code, subject, line ? line : 1, "%s", cyaml_strerror(why));
}

static cyaml_config_t configuration(uint64_t *line)
{
	return (cyaml_config_t){
		.log_fn = line ? note_line : NULL,
		.log_ctx = line,
		.mem_fn = cyaml_mem,
		.log_level = CYAML_LOG_ERROR,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

bool yaml_load(struct bytes text, const char *subject, const cyaml_schema_value_t *schema, void **ret,
               unsigned *ret_sequence_count, struct error *e)
{
	if (!yaml_check(text, subject, e) || !check_schema(text, subject, schema, e))
		return false;
	uint64_t line = 0;
	unsigned count = 0;
	cyaml_config_t config = configuration(&line);
	cyaml_data_t *data = NULL;
	cyaml_err_t why = cyaml_load_data(text.data, text.size, &config, schema, &data,
	                                  ret_sequence_count ? &count : NULL);
	if (why != CYAML_OK)
		return fail_load(why, subject, line, e);
	*ret = data;
	if (ret_sequence_count)
		*ret_sequence_count = count;
	return true;
}

void yaml_unload(const cyaml_schema_value_t *schema, void *data, unsigned sequence_count)
{
	cyaml_config_t config = configuration(NULL);
	if (data)
		cyaml_free(&config, schema, data, sequence_count);
}

/* --- where a path stands --- */

static uint64_t find_path(struct reader *r, const yaml_event_t *first, const char *const *path);

static uint64_t find_in_mapping(struct reader *r, const char *const *path)
{
	for (;;) {
		struct error ignored;
		_cleanup_(yaml_event_delete) yaml_event_t key = { 0 }, value = { 0 };
		if (!next_event(r, &key, &ignored) || key.type != YAML_SCALAR_EVENT ||
		    !next_event(r, &value, &ignored))
			return 0;
		if (bytes_equal_string(scalar_of(&key), path[0]))
			return path[1] ? find_path(r, &value, path + 1) : event_line(&key);
		if (!skip_node(r, &value, &ignored))
			return 0;
	}
}

static uint64_t find_in_sequence(struct reader *r, const char *const *path)
{
	uint64_t wanted;
	if (!number_parse(bytes_of_string(path[0]), UINT32_MAX, &wanted))
		return 0;
	for (uint64_t i = 0;; i++) {
		struct error ignored;
		_cleanup_(yaml_event_delete) yaml_event_t item = { 0 };
		if (!next_event(r, &item, &ignored) || ends_node(&item))
			return 0;
		if (i == wanted)
			return path[1] ? find_path(r, &item, path + 1) : event_line(&item);
		if (!skip_node(r, &item, &ignored))
			return 0;
	}
}

static uint64_t find_path(struct reader *r, const yaml_event_t *first, const char *const *path)
{
	if (first->type == YAML_MAPPING_START_EVENT)
		return find_in_mapping(r, path);
	if (first->type == YAML_SEQUENCE_START_EVENT)
		return find_in_sequence(r, path);
	return 0;
}

uint64_t yaml_line_of(struct bytes text, const char *const *path)
{
	struct error ignored;
	_cleanup_(reader_clear) struct reader r = { 0 };
	_cleanup_(yaml_event_delete) yaml_event_t first = { 0 };
	if (!yaml_check(text, NULL, &ignored) || !reader_start(&r, text, NULL, &ignored) ||
	    !enter_document(&r, &first, &ignored))
		return 0;
	return path[0] ? find_path(&r, &first, path) : event_line(&first);
}

bool yaml_truth(const char *text, bool *ret)
{
	bool truth = strcmp(text, "true") == 0;
	if (!truth && strcmp(text, "false") != 0)
		return false;
	*ret = truth;
	return true;
}

/* --- writing --- */

void yaml_begin(struct yaml_writer *w, struct buffer *out)
{
	*w = (struct yaml_writer){ .out = out };
}

static void append_indent(struct yaml_writer *w, unsigned depth)
{
	buffer_printf(w->out, "%*s", (int)(2 * depth), "");
}

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

static void append_text(struct yaml_writer *w, const char *value)
{
	if (is_plain(value))
		buffer_append_string(w->out, value);
	else
		append_quoted(w->out, value);
}

static void append_key(struct yaml_writer *w, const char *key)
{
	append_indent(w, w->item ? w->depth - 1 : w->depth);
	buffer_printf(w->out, "%s%s:", w->item ? "- " : "", key);
	w->item = false;
}

void yaml_text(struct yaml_writer *w, const char *key, const char *value)
{
	append_key(w, key);
	buffer_append_byte(w->out, ' ');
	append_text(w, value);
	buffer_append_byte(w->out, '\n');
}

void yaml_number(struct yaml_writer *w, const char *key, uint64_t value)
{
	append_key(w, key);
	buffer_printf(w->out, " %" PRIu64 "\n", value);
}

void yaml_truth_value(struct yaml_writer *w, const char *key, bool value)
{
	append_key(w, key);
	buffer_append_string(w->out, value ? " true\n" : " false\n");
}

void yaml_map(struct yaml_writer *w, const char *key)
{
	append_key(w, key);
	buffer_append_byte(w->out, '\n');
	w->depth++;
}

void yaml_end_map(struct yaml_writer *w)
{
	assert(w->depth > 0 && !w->item);
	w->depth--;
}

void yaml_list(struct yaml_writer *w, const char *key)
{
	yaml_map(w, key);
}

void yaml_end_list(struct yaml_writer *w)
{
	yaml_end_map(w);
}

void yaml_item_map(struct yaml_writer *w)
{
	assert(!w->item);
	w->item = true;
	w->depth++;
}

void yaml_end_item_map(struct yaml_writer *w)
{
	yaml_end_map(w);
}

void yaml_item_text(struct yaml_writer *w, const char *value)
{
	assert(!w->item);
	append_indent(w, w->depth);
	buffer_append_string(w->out, "- ");
	append_text(w, value);
	buffer_append_byte(w->out, '\n');
}

void yaml_literal(struct yaml_writer *w, const char *key, struct bytes lines)
{
	if (lines.size == 0) {
		yaml_text(w, key, "");
		return;
	}
	const uint8_t *text = lines.data;
	size_t size = lines.size;
	bool ended = text[size - 1] == '\n';
	bool blank_end = ended && (size == 1 || text[size - 2] == '\n');
	append_key(w, key);
	buffer_printf(w->out, " |%s%s\n", text[0] == ' ' || text[0] == '\n' ? "2" : "",
	              !ended      ? "-"
	              : blank_end ? "+"
	                          : "");
	for (struct cursor c = cursor_of(lines); !cursor_done(&c);) {
		struct bytes line = cursor_until(&c, '\n');
		if (line.size)
			append_indent(w, w->depth + 1);
		buffer_append(w->out, line);
		buffer_append_byte(w->out, '\n');
	}
}
