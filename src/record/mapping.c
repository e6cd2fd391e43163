/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping.h"

#include "base/moment.h"
#include "codec/yaml.h"
#include "record/attachment.h"
#include "record/bsn.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAPPING_VERSION "1"
#define NO_COLUMN SIZE_MAX

/* The file as libcyaml reads it: all text. */
struct file_value {
	char *from, *to;
};
struct file_constant {
	char *field, *value;
};
struct file_entry {
	char *field, *from, *as, *otherwise;
	struct file_value *values;
	unsigned values_count;
};
struct mapping_file {
	char *version, *source, *format, *separator, *encoding, *skip_unless;
	char **empty;
	struct file_constant *constants;
	struct file_entry *fields;
	unsigned empty_count, constants_count, fields_count;
};

enum transform { AS_TEXT, AS_BSN, AS_DATE, AS_POSTCODE, AS_NUMBER, AS_TRUTH };
static const char *const transforms[] = {
	[AS_TEXT] = "text",         [AS_BSN] = "bsn",       [AS_DATE] = "date",
	[AS_POSTCODE] = "postcode", [AS_NUMBER] = "number", [AS_TRUTH] = "truth",
};

/* One field of the catalogue and where its value comes from. */
struct entry {
	const struct field *field;
	const struct file_entry *file; /* NULL for a constant */
	struct bytes constant;
	enum transform as;
	size_t column; /* CSV: found by mapping_header */
};

struct mapping {
	const struct catalogue *catalogue; /* borrowed */
	struct mapping_file *file;         /* owns every text; NULL for the identity */
	char *identity_source;
	enum mapping_format format;
	struct csv_options csv;
	struct entry *entries;
	size_t count;
	size_t skip_column, columns; /* CSV: found by mapping_header */
};

static const cyaml_schema_value_t empty_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 100) };

static const cyaml_schema_field_t value_keys[] = {
	CYAML_FIELD_STRING_PTR("from", CYAML_FLAG_POINTER, struct file_value, from, 1, 200),
	CYAML_FIELD_STRING_PTR("to", CYAML_FLAG_POINTER, struct file_value, to, 1, 200),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t value_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_value, value_keys),
};
static const cyaml_schema_field_t constant_keys[] = {
	CYAML_FIELD_STRING_PTR("field", CYAML_FLAG_POINTER, struct file_constant, field, 1, 80),
	CYAML_FIELD_STRING_PTR("value", CYAML_FLAG_POINTER, struct file_constant, value, 1, 200),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t constant_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_constant, constant_keys),
};
static const cyaml_schema_field_t entry_keys[] = {
	CYAML_FIELD_STRING_PTR("field", CYAML_FLAG_POINTER, struct file_entry, field, 1, 80),
	CYAML_FIELD_STRING_PTR("from", CYAML_FLAG_POINTER, struct file_entry, from, 1, 200),
	CYAML_FIELD_STRING_PTR("as", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_entry, as, 1, 20),
	CYAML_FIELD_SEQUENCE("values", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_entry, values,
	                     &value_schema, 1, 1000),
	CYAML_FIELD_STRING_PTR("otherwise", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_entry,
	                       otherwise, 1, 200),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t entry_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_entry, entry_keys),
};
static const cyaml_schema_field_t file_keys[] = {
	CYAML_FIELD_STRING_PTR("version", CYAML_FLAG_POINTER, struct mapping_file, version, 1, 10),
	CYAML_FIELD_STRING_PTR("source", CYAML_FLAG_POINTER, struct mapping_file, source, 1, 60),
	CYAML_FIELD_STRING_PTR("format", CYAML_FLAG_POINTER, struct mapping_file, format, 1, 10),
	CYAML_FIELD_STRING_PTR("separator", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct mapping_file,
	                       separator, 1, 5),
	CYAML_FIELD_STRING_PTR("encoding", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct mapping_file,
	                       encoding, 1, 20),
	CYAML_FIELD_STRING_PTR("skip_unless", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct mapping_file,
	                       skip_unless, 1, 200),
	CYAML_FIELD_SEQUENCE("empty", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct mapping_file, empty,
	                     &empty_schema, 1, 100),
	CYAML_FIELD_SEQUENCE("constants", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct mapping_file,
	                     constants, &constant_schema, 1, 1000),
	CYAML_FIELD_SEQUENCE("fields", CYAML_FLAG_POINTER, struct mapping_file, fields, &entry_schema, 1,
	                     1000),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t file_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct mapping_file, file_keys),
};

/* --- loading --- */

/* Where in the file a defect is: a key, or a list, an item's number and a key. */
struct place {
	struct bytes yaml;
	const char *subject;
	const char *list; /* NULL at the top */
	size_t item;
};

static bool defect(const struct place *p, enum error_code code, const char *key, const char *detail,
                   struct error *e)
{
	char number[24];
	snprintf(number, sizeof number, "%zu", p->item);
	const char *const top[] = { key, NULL };
	const char *const in_item[] = { p->list, number, key, NULL };
	const char *const item[] = { p->list, number, NULL };
	uint64_t line = yaml_line_of(p->yaml, p->list ? in_item : top);
	if (line == 0 && p->list)
		line = yaml_line_of(p->yaml, item);
	return error_line(e, code, p->subject, line, "%s: %s", key, detail);
}

static bool is_source_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') ||
		      (c > name && (*c == '.' || *c == '-'))))
			return false;
	return *name != 0;
}

static bool load_csv_options(struct mapping *m, const struct place *p, struct error *e)
{
	static const struct {
		const char *word;
		char separator;
	} separators[] = { { ";", ';' }, { ",", ',' }, { "tab", '\t' } };
	const char *separator = m->file->separator ? m->file->separator : ";";
	const char *encoding = m->file->encoding ? m->file->encoding : "utf-8";
	m->csv = (struct csv_options){ 0, CSV_UTF8 };
	for (size_t i = 0; i < ELEMENTS(separators); i++)
		if (strcmp(separator, separators[i].word) == 0)
			m->csv.separator = separators[i].separator;
	if (!m->csv.separator)
		return defect(p, ERR_VALUE, "separator", "\";\", \",\" or tab expected", e);
	if (strcmp(encoding, "windows-1252") == 0)
		m->csv.encoding = CSV_WINDOWS_1252;
	else if (strcmp(encoding, "utf-8") != 0)
		return defect(p, ERR_VALUE, "encoding", "utf-8 or windows-1252 expected", e);
	return true;
}

static bool load_head(struct mapping *m, const struct place *p, struct error *e)
{
	const struct mapping_file *f = m->file;
	if (strcmp(f->version, MAPPING_VERSION) != 0)
		return defect(p, ERR_VERSION, "version", "\"" MAPPING_VERSION "\" expected", e);
	if (!is_source_name(f->source))
		return defect(p, ERR_VALUE, "source", "a name of a-z, 0-9, '-' and '.' expected", e);
	if (strcmp(f->format, "csv") == 0) {
		m->format = MAPPING_CSV;
		return load_csv_options(m, p, e);
	}
	m->format = MAPPING_NDJSON;
	if (strcmp(f->format, "ndjson") != 0)
		return defect(p, ERR_VALUE, "format", "csv or ndjson expected", e);
	if (f->separator)
		return defect(p, ERR_VALUE, "separator", "for csv only", e);
	if (f->encoding && strcmp(f->encoding, "utf-8") != 0)
		return defect(p, ERR_VALUE, "encoding", "ndjson is always utf-8", e);
	return true;
}

static enum transform usual_transform(const struct field *f)
{
	switch (f->kind) {
	case FIELD_BSN:
		return AS_BSN;
	case FIELD_DAY:
	case FIELD_PARTIAL_DAY:
		return AS_DATE;
	case FIELD_POSTCODE:
		return AS_POSTCODE;
	case FIELD_NUMBER:
		return AS_NUMBER;
	case FIELD_TRUTH:
		return AS_TRUTH;
	case FIELD_TEXT:
	case FIELD_FREE_TEXT:
	case FIELD_CODE:
	case FIELD_DIGITS:
	case FIELD_ATTACHMENTS:
		return AS_TEXT;
	}
	return AS_TEXT;
}

static bool load_transform(const struct place *p, struct entry *to, struct error *e)
{
	to->as = usual_transform(to->field);
	if (!to->file->as)
		return true;
	size_t as = 0;
	while (as < ELEMENTS(transforms) && strcmp(to->file->as, transforms[as]) != 0)
		as++;
	if (as == ELEMENTS(transforms))
		return defect(p, ERR_VALUE, "as", "text, bsn, date, postcode, number or truth expected", e);
	if (as != AS_TEXT && as != to->as)
		return defect(p, ERR_MAPPING, "as", "doesn't fit the type of the field", e);
	to->as = (enum transform)as;
	return true;
}

static bool load_values(const struct place *p, const struct entry *to, struct error *e)
{
	struct error why;
	const struct file_entry *f = to->file;
	for (size_t i = 0; i < f->values_count; i++) {
		if (!field_check(to->field, bytes_of_string(f->values[i].to), &why))
			return defect(p, ERR_MAPPING, "values", "a value to map to doesn't fit the field", e);
		for (size_t j = 0; j < i; j++)
			if (strcmp(f->values[i].from, f->values[j].from) == 0)
				return defect(p, ERR_DUPLICATE, "values", "the same value is mapped twice",
				              e);
	}
	if (f->otherwise && !f->values_count)
		return defect(p, ERR_MAPPING, "otherwise", "only together with values", e);
	if (f->otherwise && !field_check(to->field, bytes_of_string(f->otherwise), &why))
		return defect(p, ERR_MAPPING, "otherwise", "the value doesn't fit the field", e);
	return true;
}

/* Add an entry for the field of that name, once. */
static bool add_entry(struct mapping *m, const struct place *p, const char *name, struct entry **ret,
                      struct error *e)
{
	const struct field *f = catalogue_find(m->catalogue, bytes_of_string(name));
	if (!f)
		return defect(p, ERR_FIELD_UNKNOWN, "field", "not in the catalogue", e);
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].field == f)
			return defect(p, ERR_DUPLICATE, "field", "this field is mapped already", e);
	*ret = &m->entries[m->count++];
	**ret = (struct entry){ .field = f, .column = NO_COLUMN };
	return true;
}

static bool load_entries(struct mapping *m, struct place *p, struct error *e)
{
	const struct mapping_file *f = m->file;
	struct entry *to;
	struct error why;
	m->entries = calloc((size_t)f->constants_count + f->fields_count, sizeof *m->entries);
	if (!m->entries)
		return error_memory(e);
	p->list = "constants";
	for (p->item = 0; p->item < f->constants_count; p->item++) {
		if (!add_entry(m, p, f->constants[p->item].field, &to, e))
			return false;
		to->constant = bytes_of_string(f->constants[p->item].value);
		if (!field_check(to->field, to->constant, &why))
			return defect(p, ERR_MAPPING, "value", "doesn't fit the field", e);
	}
	p->list = "fields";
	for (p->item = 0; p->item < f->fields_count; p->item++) {
		if (!add_entry(m, p, f->fields[p->item].field, &to, e))
			return false;
		to->file = &f->fields[p->item];
		if (!load_transform(p, to, e) || !load_values(p, to, e))
			return false;
	}
	p->list = NULL;
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->entries[i].field->name, "wet") == 0)
			return true;
	return error_line(e, ERR_MAPPING, p->subject, 0,
	                  "nothing gives the field wet: a constant or a field is needed");
}

bool mapping_load(struct bytes yaml, const char *subject, const struct catalogue *c, struct mapping **ret,
                  struct error *e)
{
	_cleanup_(mapping_freep) struct mapping *m = calloc(1, sizeof *m);
	if (!m)
		return error_memory(e);
	*m = (struct mapping){ .catalogue = c, .skip_column = NO_COLUMN };
	struct place p = { yaml, subject, NULL, 0 };
	void *file;
	if (!yaml_load(yaml, subject, &file_schema, &file, NULL, e))
		return false;
	m->file = file;
	if (!load_head(m, &p, e) || !load_entries(m, &p, e))
		return false;
	*ret = m;
	m = NULL;
	return true;
}

void mapping_freep(struct mapping **m)
{
	if (!m || !*m)
		return;
	if ((*m)->file)
		yaml_unload(&file_schema, (*m)->file, 0);
	free((*m)->identity_source);
	free((*m)->entries);
	free(*m);
	*m = NULL;
}

bool mapping_identity(const struct catalogue *c, const char *source, struct mapping **ret, struct error *e)
{
	if (!is_source_name(source))
		return error_set(e, ERR_VALUE, source, "a source's name is of a-z, 0-9, '-' and '.'");
	_cleanup_(mapping_freep) struct mapping *m = calloc(1, sizeof *m);
	if (!m)
		return error_memory(e);
	*m = (struct mapping){ .catalogue = c, .format = MAPPING_NDJSON, .skip_column = NO_COLUMN };
	m->identity_source = string_copy(source);
	if (!m->identity_source)
		return error_memory(e);
	*ret = m;
	m = NULL;
	return true;
}

const char *mapping_source(const struct mapping *m)
{
	return m->file ? m->file->source : m->identity_source;
}

enum mapping_format mapping_file_format(const struct mapping *m)
{
	return m->format;
}

struct csv_options mapping_csv_options(const struct mapping *m)
{
	return m->csv;
}

static struct bytes trimmed(struct bytes b)
{
	while (b.size && strchr(" \t\r\n", b.data[b.size - 1]) && b.data[b.size - 1])
		b.size--;
	while (b.size && strchr(" \t\r\n", b.data[0]) && b.data[0])
		b = bytes_of(b.data + 1, b.size - 1);
	return b;
}

static bool find_column(const struct csv_row *header, const char *name, size_t *ret, struct error *e)
{
	*ret = NO_COLUMN;
	for (size_t i = 0; i < header->count; i++) {
		if (!bytes_equal_string(trimmed(header->fields[i]), name))
			continue;
		if (*ret != NO_COLUMN)
			return error_line(e, ERR_MAPPING, name, header->line, "this column is there twice");
		*ret = i;
	}
	return *ret != NO_COLUMN ||
	       error_line(e, ERR_MAPPING, name, header->line, "no such column in the header row");
}

bool mapping_header(struct mapping *m, const struct csv_row *header, struct error *e)
{
	assert(m->format == MAPPING_CSV);
	if (header->fault.code != ERR_NONE) {
		*e = header->fault;
		return false;
	}
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].file &&
		    !find_column(header, m->entries[i].file->from, &m->entries[i].column, e))
			return false;
	if (m->file->skip_unless && !find_column(header, m->file->skip_unless, &m->skip_column, e))
		return false;
	m->columns = header->count;
	return true;
}

/* --- values --- */

static bool is_empty(const struct mapping *m, struct bytes raw)
{
	if (raw.size == 0)
		return true;
	for (size_t i = 0; i < m->file->empty_count; i++)
		if (bytes_equal_string(raw, m->file->empty[i]))
			return true;
	return false;
}

/* One line break, LF, and no tabs: what a spreadsheet's cell may hold otherwise. Copied in runs. */
static bool as_text(struct bytes raw, struct buffer *out)
{
	size_t start = 0;
	for (size_t i = 0; i < raw.size; i++) {
		uint8_t c = raw.data[i];
		if (c != '\r' && c != '\t')
			continue;
		buffer_append(out, bytes_of(raw.data + start, i - start));
		if (c == '\t')
			buffer_append_byte(out, ' ');
		else if (i + 1 == raw.size || raw.data[i + 1] != '\n')
			buffer_append_byte(out, '\n');
		start = i + 1;
	}
	buffer_append(out, bytes_of(raw.data + start, raw.size - start));
	return true;
}

static bool as_bsn(struct bytes raw, struct buffer *out)
{
	char whole[BSN_SIZE + 1];
	bool valid = bsn_complete(raw, whole);
	buffer_append(out, valid ? bytes_of(whole, BSN_SIZE) : raw); /* field_check says what is wrong */
	explicit_bzero(whole, sizeof whole);
	return true;
}

static bool digits_value(struct bytes text, unsigned *ret)
{
	unsigned n = 0;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		n = n * 10 + (unsigned)(text.data[i] - '0');
	}
	*ret = n;
	return text.size > 0;
}

/* Month and day 0 mean unknown. A day of an unknown month (19660013, which the BRP has) leaves the year: a
 * partial date can't hold it. */
static bool append_date(struct bytes year, struct bytes month, struct bytes day, struct buffer *out)
{
	unsigned y, m = 0, d = 0;
	if (year.size != 4 || month.size > 2 || day.size > 2 || !digits_value(year, &y) ||
	    (month.size && !digits_value(month, &m)) || (day.size && !digits_value(day, &d)))
		return false;
	if (m && d)
		buffer_printf(out, "%04u-%02u-%02u", y, m, d);
	else if (m)
		buffer_printf(out, "%04u-%02u", y, m);
	else
		buffer_printf(out, "%04u", y);
	return true;
}

/* 31-12-1990, 1990-12-31, 19901231, and with an unknown part: 19850000, 00-03-1985, 1985-03, 1985. */
static bool as_date(struct bytes raw, struct buffer *out)
{
	const struct bytes none = { NULL, 0 };
	if (raw.size == 8 && !memchr(raw.data, '-', 8))
		return append_date(bytes_of(raw.data, 4), bytes_of(raw.data + 4, 2),
		                   bytes_of(raw.data + 6, 2), out);
	struct cursor c = cursor_of(raw);
	struct bytes part[3] = { none, none, none };
	size_t parts = 0;
	while (!cursor_done(&c) && parts < 3)
		part[parts++] = cursor_until(&c, '-');
	if (!cursor_done(&c) || raw.data[raw.size - 1] == '-')
		return false;
	for (size_t i = 0; i < parts; i++)
		if (part[i].size == 0)
			return false;
	if (parts == 3 && part[2].size == 4)
		return append_date(part[2], part[1], part[0], out);
	return append_date(part[0], part[1], part[2], out);
}

static bool as_postcode(struct bytes raw, struct buffer *out)
{
	for (size_t i = 0; i < raw.size; i++) {
		uint8_t c = raw.data[i];
		if (c != ' ')
			buffer_append_byte(out, c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c);
	}
	return out->size > 0;
}

static bool as_number(struct bytes raw, struct buffer *out)
{
	while (raw.size > 1 && raw.data[0] == '0')
		raw = bytes_of(raw.data + 1, raw.size - 1);
	buffer_append(out, raw);
	return true;
}

static bool as_truth(struct bytes raw, struct buffer *out)
{
	static const struct {
		const char *word;
		bool truth;
	} words[] = { { "ja", true },     { "j", true },    { "waar", true }, { "true", true },
		      { "1", true },      { "nee", false }, { "n", false },   { "onwaar", false },
		      { "false", false }, { "0", false } };
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (raw.size != strlen(words[i].word) ||
		    strncasecmp((const char *)raw.data, words[i].word, raw.size) != 0)
			continue;
		buffer_append_string(out, words[i].truth ? "true" : "false");
		return true;
	}
	return false;
}

static bool transform(const struct entry *to, struct bytes raw, struct buffer *out, struct error *e)
{
	static const struct {
		bool (*apply)(struct bytes raw, struct buffer *out);
		const char *expected;
	} by_name[] = {
		[AS_TEXT] = { as_text, "text" },
		[AS_BSN] = { as_bsn, "a BSN" },
		[AS_DATE] = { as_date, "a date, as 31-12-1990, 1990-12-31 or 19901231," },
		[AS_POSTCODE] = { as_postcode, "a postcode" },
		[AS_NUMBER] = { as_number, "a whole number" },
		[AS_TRUTH] = { as_truth, "ja or nee" },
	};
	if (!by_name[to->as].apply(raw, out))
		return error_set(e, ERR_FIELD_VALUE, to->field->name, "%s expected",
		                 by_name[to->as].expected);
	return buffer_ok(out, e);
}

/* The table's value for `raw`, or its `otherwise`. */
static bool look_up(const struct entry *to, struct bytes raw, struct bytes *ret, struct error *e)
{
	const char *found = to->file->otherwise;
	for (size_t i = 0; i < to->file->values_count; i++) {
		if (bytes_equal_string(raw, to->file->values[i].from)) {
			found = to->file->values[i].to;
			break;
		}
	}
	if (!found)
		return error_set(e, ERR_FIELD_VALUE, to->field->name, "not among the mapping's values");
	*ret = bytes_of_string(found);
	return true;
}

/* Room for a value on its way; wiped, for it held a client's data. */
static void scratch_clear(struct buffer *b)
{
	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buffer_clear(b);
}

static bool set_value(const struct mapping *m, const struct entry *to, struct bytes raw,
                      struct buffer *scratch, struct record *r, struct error *e)
{
	raw = trimmed(raw);
	if (is_empty(m, raw))
		return true;
	if (to->file->values_count) {
		struct bytes value = { NULL, 0 };
		return look_up(to, raw, &value, e) && record_set(r, to->field, value, e);
	}
	buffer_reset(scratch);
	return transform(to, raw, scratch, e) && record_set(r, to->field, buffer_bytes(scratch), e);
}

static bool row_to_record(const struct mapping *m, const struct csv_row *row, struct record *r,
                          struct error *e)
{
	_cleanup_(scratch_clear) struct buffer scratch = { 0 };
	for (size_t i = 0; i < m->count; i++) {
		const struct entry *to = &m->entries[i];
		if (!to->file) {
			if (!record_set(r, to->field, to->constant, e))
				return false;
		} else if (!set_value(m, to, row->fields[to->column], &scratch, r, e)) {
			return false;
		}
	}
	return record_check_identity(r, e);
}

bool mapping_row(const struct mapping *m, const struct csv_row *row, struct record *ret, bool *ret_skipped,
                 struct error *e)
{
	assert(m->format == MAPPING_CSV && m->columns > 0);
	if (row->fault.code != ERR_NONE) {
		*e = row->fault;
		return false;
	}
	bool blank = row->count == 0 || (row->count == 1 && trimmed(row->fields[0]).size == 0);
	if (!blank && row->count != m->columns)
		return error_line(e, ERR_CSV_COLUMNS, NULL, row->line, "%zu columns, the header has %zu",
		                  row->count, m->columns);
	if (blank || (m->skip_column != NO_COLUMN && is_empty(m, trimmed(row->fields[m->skip_column])))) {
		*ret_skipped = true;
		return true;
	}
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_start(&r, m->catalogue, e))
		return false;
	if (!row_to_record(m, row, &r, e)) {
		e->line = row->line;
		return false;
	}
	*ret_skipped = false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}

/* --- objects --- */

/* `client.adres.postcode`: a member of that whole name, else member by member. NULL when absent. */
static const json_t *find_member(const json_t *object, const char *path)
{
	const json_t *whole = json_object_get(object, path);
	struct cursor c = cursor_of(bytes_of_string(path));
	if (whole)
		return whole;
	while (object && !cursor_done(&c)) {
		struct bytes name = cursor_until(&c, '.');
		object = json_object_getn(object, (const char *)name.data, name.size);
	}
	return object;
}

/* A scalar as text, borrowed from the value or from `room`; null and absent are empty. */
static bool scalar_text(const json_t *value, const char *subject, char room[32], struct bytes *ret,
                        struct error *e)
{
	*ret = bytes_of(NULL, 0);
	if (json_is_string(value)) {
		*ret = bytes_of(json_string_value(value), json_string_length(value));
	} else if (json_is_integer(value)) {
		int size = snprintf(room, 32, "%lld", (long long)json_integer_value(value));
		*ret = bytes_of(room, (size_t)size);
	} else if (json_is_boolean(value)) {
		*ret = json_is_true(value) ? BYTES("true") : BYTES("false");
	} else if (value && !json_is_null(value)) {
		return error_set(e, ERR_FIELD_VALUE, subject,
		                 "text, a whole number, true, false or null expected");
	}
	return true;
}

static bool set_member(const struct mapping *m, const struct entry *to, const json_t *value,
                       struct buffer *scratch, struct record *r, struct error *e)
{
	char room[32];
	struct bytes raw;
	if (to->field->kind == FIELD_ATTACHMENTS && json_is_array(value)) {
		if (json_array_size(value) == 0)
			return true;
		buffer_reset(scratch);
		return attachments_append(scratch, value, (size_t)to->field->most, to->field->name, e) &&
		       record_set(r, to->field, buffer_bytes(scratch), e);
	}
	return scalar_text(value, to->field->name, room, &raw, e) && set_value(m, to, raw, scratch, r, e);
}

static bool object_to_record(const struct mapping *m, const json_t *object, struct record *r, struct error *e)
{
	_cleanup_(scratch_clear) struct buffer scratch = { 0 };
	for (size_t i = 0; i < m->count; i++) {
		const struct entry *to = &m->entries[i];
		if (!to->file) {
			if (!record_set(r, to->field, to->constant, e))
				return false;
		} else if (!set_member(m, to, find_member(object, to->file->from), &scratch, r, e)) {
			return false;
		}
	}
	return record_check_identity(r, e);
}

static bool is_no_person(const struct mapping *m, const json_t *object, bool *ret, struct error *e)
{
	char room[32];
	struct bytes raw;
	*ret = false;
	if (!m->file || !m->file->skip_unless)
		return true;
	if (!scalar_text(find_member(object, m->file->skip_unless), m->file->skip_unless, room, &raw, e))
		return false;
	*ret = is_empty(m, trimmed(raw));
	return true;
}

bool mapping_object(const struct mapping *m, const json_t *object, struct record *ret, bool *ret_skipped,
                    struct error *e)
{
	assert(m->format == MAPPING_NDJSON);
	bool skip;
	if (!json_is_object(object))
		return error_set(e, ERR_SYNTAX, NULL, "a JSON object expected");
	if (!is_no_person(m, object, &skip, e))
		return false;
	if (skip) {
		*ret_skipped = true;
		return true;
	}
	_cleanup_(record_clear) struct record r = { 0 };
	if (m->file) {
		if (!record_start(&r, m->catalogue, e) || !object_to_record(m, object, &r, e))
			return false;
	} else if (!record_of_object(m->catalogue, object, NULL, &r, e) || !record_check_identity(&r, e)) {
		return false;
	}
	*ret_skipped = false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}
