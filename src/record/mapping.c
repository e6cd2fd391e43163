/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping.h"

#include "base/moment.h"
#include "codec/keyed.h"
#include "record/attachment.h"
#include "record/bsn.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAPPING_VERSION "1"
#define NO_COLUMN SIZE_MAX

enum transform { AS_TEXT, AS_BSN, AS_DATE, AS_POSTCODE, AS_NUMBER, AS_TRUTH };

/* The file as it stands. */
struct file_value {
	char *from, *to;
};
struct file_constant {
	char *field, *value;
};
struct file_entry {
	char *field, *from, *otherwise;
	enum transform as;
	bool has_as;
	struct file_value *values;
	size_t value_count;
};
struct mapping_file {
	char *source, *skip_unless;
	enum mapping_format format;
	enum separator { SEMICOLON, COMMA, TAB } separator;
	enum csv_encoding encoding;
	char **empty;
	struct file_constant *constants;
	struct file_entry *fields;
	size_t empty_count, constant_count, field_count;
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
	struct mapping_file file;          /* owns every text */
	bool identity;                     /* then of the file there is the source and the format */
	struct entry *entries;
	size_t count;
	size_t skip_column, columns; /* CSV: found by mapping_header */
};

/* --- the file --- */

static bool is_source_name(struct bytes name)
{
	for (size_t i = 0; i < name.size; i++) {
		uint8_t c = name.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !(i && (c == '.' || c == '-')))
			return false;
	}
	return name.size > 0;
}

static const char *const formats[] = { [MAPPING_CSV] = "csv", [MAPPING_NDJSON] = "ndjson" };
static const char *const separators[] = { [SEMICOLON] = ";", [COMMA] = ",", [TAB] = "tab" };
static const char *const encodings[] = { [CSV_UTF8] = "utf-8", [CSV_WINDOWS_1252] = "windows-1252" };
static const char *const transforms[] = {
	[AS_TEXT] = "text",         [AS_BSN] = "bsn",       [AS_DATE] = "date",
	[AS_POSTCODE] = "postcode", [AS_NUMBER] = "number", [AS_TRUTH] = "truth",
};

#define NEEDED(name_, type_, member_, most_) \
	KEYED_TEXT(name_, struct type_, member_, .least = 1, .most = (most_))
#define AT_WILL(name_, type_, member_, most_) \
	KEYED_TEXT(name_, struct type_, member_, .least = 1, .most = (most_), KEYED_OPTIONAL)

static const struct keyed empty_item = KEYED_TEXT_ITEM(.least = 1, .most = 100);
static const struct keyed value_keys[] = {
	NEEDED("from", file_value, from, 200),
	NEEDED("to", file_value, to, 200),
	{ 0 },
};
static const struct keyed constant_keys[] = {
	NEEDED("field", file_constant, field, 80),
	NEEDED("value", file_constant, value, 200),
	{ 0 },
};
static const struct keyed entry_keys[] = {
	NEEDED("field", file_entry, field, 80),
	NEEDED("from", file_entry, from, 200),
	KEYED_WORD("as", struct file_entry, as, transforms, KEYED_HAS(struct file_entry, has_as),
	           .rule = "text, bsn, date, postcode, number or truth expected"),
	KEYED_LIST("values", struct file_entry, values, value_count, value_keys, 1000, KEYED_OPTIONAL,
	           .least = 1),
	AT_WILL("otherwise", file_entry, otherwise, 200),
	{ 0 },
};
static const struct keyed file_keys[] = {
	KEYED_CONSTANT("version", MAPPING_VERSION, .code = ERR_VERSION),
	KEYED_TEXT("source", struct mapping_file, source, .most = 60, .fits = is_source_name,
	           .rule = "a name of a-z, 0-9, '-' and '.' expected"),
	KEYED_WORD("format", struct mapping_file, format, formats, .rule = "csv or ndjson expected"),
	KEYED_WORD("separator", struct mapping_file, separator, separators, KEYED_OPTIONAL,
	           .rule = "\";\", \",\" or tab expected"),
	KEYED_WORD("encoding", struct mapping_file, encoding, encodings, KEYED_OPTIONAL,
	           .rule = "utf-8 or windows-1252 expected"),
	AT_WILL("skip_unless", mapping_file, skip_unless, 200),
	KEYED_VALUES("empty", struct mapping_file, empty, empty_count, empty_item, 100, KEYED_OPTIONAL,
	             .least = 1),
	KEYED_LIST("constants", struct mapping_file, constants, constant_count, constant_keys, 1000,
	           KEYED_OPTIONAL, .least = 1),
	KEYED_LIST("fields", struct mapping_file, fields, field_count, entry_keys, 1000, .least = 1),
	{ 0 },
};

/* --- loading --- */

static bool check_head(const struct mapping_file *f, struct keyed_at at, struct error *e)
{
	if (f->format == MAPPING_NDJSON && keyed_has(at, "separator"))
		return keyed_fault(at, e, ERR_VALUE, "separator", "for csv only");
	if (f->format == MAPPING_NDJSON && f->encoding != CSV_UTF8)
		return keyed_fault(at, e, ERR_VALUE, "encoding", "ndjson is always utf-8");
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

static bool load_transform(struct keyed_at at, struct entry *to, struct error *e)
{
	enum transform usual = usual_transform(to->field);
	to->as = to->file->has_as ? to->file->as : usual;
	return to->as == AS_TEXT || to->as == usual ||
	       keyed_fault(at, e, ERR_MAPPING, "as", "doesn't fit the type of the field");
}

static bool check_values(struct keyed_at at, const struct entry *to, struct error *e)
{
	struct error why;
	const struct file_entry *f = to->file;
	for (size_t i = 0; i < f->value_count; i++) {
		struct keyed_at value = keyed_in(at, "values/%zu", i);
		if (!field_check(to->field, bytes_of_string(f->values[i].to), &why))
			return keyed_fault(value, e, ERR_MAPPING, "to", "doesn't fit the field");
		for (size_t j = 0; j < i; j++)
			if (strcmp(f->values[i].from, f->values[j].from) == 0)
				return keyed_fault(value, e, ERR_DUPLICATE, "from",
				                   "the same value is mapped twice");
	}
	if (f->otherwise && !f->value_count)
		return keyed_fault(at, e, ERR_MAPPING, "otherwise", "only together with values");
	if (f->otherwise && !field_check(to->field, bytes_of_string(f->otherwise), &why))
		return keyed_fault(at, e, ERR_MAPPING, "otherwise", "the value doesn't fit the field");
	return true;
}

/* Add an entry for the field of that name, once. */
static bool add_entry(struct mapping *m, struct keyed_at at, const char *name, struct entry **ret,
                      struct error *e)
{
	const struct field *f = catalogue_find(m->catalogue, bytes_of_string(name));
	if (!f)
		return keyed_fault(at, e, ERR_FIELD_UNKNOWN, "field", "not in the catalogue");
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].field == f)
			return keyed_fault(at, e, ERR_DUPLICATE, "field", "this field is mapped already");
	*ret = &m->entries[m->count++];
	**ret = (struct entry){ .field = f, .column = NO_COLUMN };
	return true;
}

static bool load_constants(struct mapping *m, struct keyed_at whole, struct error *e)
{
	for (size_t i = 0; i < m->file.constant_count; i++) {
		struct keyed_at at = keyed_in(whole, "constants/%zu", i);
		struct entry *to;
		struct error why;
		if (!add_entry(m, at, m->file.constants[i].field, &to, e))
			return false;
		to->constant = bytes_of_string(m->file.constants[i].value);
		if (!field_check(to->field, to->constant, &why))
			return keyed_fault(at, e, ERR_MAPPING, "value", "doesn't fit the field");
	}
	return true;
}

static bool load_fields(struct mapping *m, struct keyed_at whole, struct error *e)
{
	for (size_t i = 0; i < m->file.field_count; i++) {
		struct keyed_at at = keyed_in(whole, "fields/%zu", i);
		struct entry *to;
		if (!add_entry(m, at, m->file.fields[i].field, &to, e))
			return false;
		to->file = &m->file.fields[i];
		if (!load_transform(at, to, e) || !check_values(at, to, e))
			return false;
	}
	return true;
}

static bool load_entries(struct mapping *m, struct keyed_at whole, struct error *e)
{
	m->entries = calloc(m->file.constant_count + m->file.field_count, sizeof *m->entries);
	if (!m->entries)
		return error_memory(e);
	if (!load_constants(m, whole, e) || !load_fields(m, whole, e))
		return false;
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].field->role == ROLE_LAW)
			return true;
	return error_line(e, ERR_MAPPING, whole.lines->subject, 0,
	                  "nothing gives the field wet: a constant or a field is needed");
}

bool mapping_load(struct bytes yaml, const char *subject, const struct catalogue *c, struct mapping **ret,
                  struct error *e)
{
	_cleanup_(mapping_freep) struct mapping *m = calloc(1, sizeof *m);
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	if (!m)
		return error_memory(e);
	*m = (struct mapping){ .catalogue = c, .skip_column = NO_COLUMN };
	if (!keyed_read(yaml, subject, file_keys, &m->file, &lines, e) ||
	    !check_head(&m->file, keyed_whole(&lines), e) || !load_entries(m, keyed_whole(&lines), e))
		return false;
	*ret = m;
	m = NULL;
	return true;
}

void mapping_freep(struct mapping **m)
{
	if (!m || !*m)
		return;
	keyed_clear(&(*m)->file, file_keys);
	free((*m)->entries);
	free(*m);
	*m = NULL;
}

bool mapping_identity(const struct catalogue *c, const char *source, struct mapping **ret, struct error *e)
{
	if (!is_source_name(bytes_of_string(source)))
		return error_set(e, ERR_VALUE, source, "a source's name is of a-z, 0-9, '-' and '.'");
	_cleanup_(mapping_freep) struct mapping *m = calloc(1, sizeof *m);
	if (!m)
		return error_memory(e);
	*m = (struct mapping){ .catalogue = c, .identity = true, .skip_column = NO_COLUMN };
	m->file.format = MAPPING_NDJSON;
	m->file.source = string_copy(source);
	if (!m->file.source)
		return error_memory(e);
	*ret = m;
	m = NULL;
	return true;
}

const char *mapping_source(const struct mapping *m)
{
	return m->file.source;
}

enum mapping_format mapping_file_format(const struct mapping *m)
{
	return m->file.format;
}

struct csv_options mapping_csv_options(const struct mapping *m)
{
	static const char characters[] = { [SEMICOLON] = ';', [COMMA] = ',', [TAB] = '\t' };
	return (struct csv_options){ characters[m->file.separator], m->file.encoding };
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
	assert(m->file.format == MAPPING_CSV);
	if (header->fault.code != ERR_NONE) {
		*e = header->fault;
		return false;
	}
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].file &&
		    !find_column(header, m->entries[i].file->from, &m->entries[i].column, e))
			return false;
	if (m->file.skip_unless && !find_column(header, m->file.skip_unless, &m->skip_column, e))
		return false;
	m->columns = header->count;
	return true;
}

/* --- values --- */

static bool is_empty(const struct mapping *m, struct bytes raw)
{
	if (raw.size == 0)
		return true;
	for (size_t i = 0; i < m->file.empty_count; i++)
		if (bytes_equal_string(raw, m->file.empty[i]))
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
	for (size_t i = 0; i < to->file->value_count; i++) {
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
	if (to->file->value_count) {
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
	assert(m->file.format == MAPPING_CSV && m->columns > 0);
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
	if (!m->file.skip_unless)
		return true;
	if (!scalar_text(find_member(object, m->file.skip_unless), m->file.skip_unless, room, &raw, e))
		return false;
	*ret = is_empty(m, trimmed(raw));
	return true;
}

bool mapping_object(const struct mapping *m, const json_t *object, struct record *ret, bool *ret_skipped,
                    struct error *e)
{
	assert(m->file.format == MAPPING_NDJSON);
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
	if (!m->identity) {
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
