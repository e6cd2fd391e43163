/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping_value.h"

#include "base/written.h"
#include "codec/keyed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The mapping's file: its keys, and how it is loaded and held against the catalogue. */

#define MAPPING_VERSION "1"

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
	[AS_TEXT] = "text",     [AS_BSN] = "bsn",     [AS_DATE] = "date",     [AS_POSTCODE] = "postcode",
	[AS_NUMBER] = "number", [AS_TRUTH] = "truth", [AS_AMOUNT] = "amount",
};

static const char *const on_faults[] = { [FAULT_REJECTS] = "reject", [FAULT_LEAVES_OUT] = "leave-out" };

#define NEEDED(name_, type_, member_, most_) \
	KEYED_TEXT(name_, struct type_, member_, .least = 1, .most = (most_))
#define AT_WILL(name_, type_, member_, most_) \
	KEYED_TEXT(name_, struct type_, member_, .least = 1, .most = (most_), KEYED_OPTIONAL)

static const struct keyed empty_item = KEYED_TEXT_ITEM(.most = 100);
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
	           .rule = N_("text, bsn, date, postcode, number, truth or amount expected")),
	KEYED_LIST("values", struct file_entry, values, value_count, value_keys, 1000, KEYED_OPTIONAL,
	           .least = 1),
	AT_WILL("otherwise", file_entry, otherwise, 200),
	KEYED_WORD("on_fault", struct file_entry, on_fault, on_faults,
	           KEYED_HAS(struct file_entry, has_on_fault), .rule = N_("reject or leave-out expected")),
	{ 0 },
};
static const struct keyed file_keys[] = {
	KEYED_CONSTANT("version", MAPPING_VERSION, .code = ERR_VERSION),
	KEYED_TEXT("source", struct mapping_file, source, .most = 60, .fits = is_source_name,
	           .rule = N_("a name of a-z, 0-9, '-' and '.' expected")),
	KEYED_WORD("format", struct mapping_file, format, formats, .rule = N_("csv or ndjson expected")),
	KEYED_WORD("separator", struct mapping_file, separator, separators, KEYED_OPTIONAL,
	           .rule = N_("\";\", \",\" or tab expected")),
	KEYED_WORD("encoding", struct mapping_file, encoding, encodings, KEYED_OPTIONAL,
	           .rule = N_("utf-8 or windows-1252 expected")),
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
		return keyed_fault(at, e, ERR_VALUE, "separator", N_("for csv only"));
	if (f->format == MAPPING_NDJSON && f->encoding != CSV_UTF8)
		return keyed_fault(at, e, ERR_VALUE, "encoding", N_("ndjson is always utf-8"));
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
	case FIELD_REFERENCE:
	case FIELD_CODES:
	case FIELD_UNIT:
	case FIELD_TELEPHONE:
	case FIELD_EMAIL:
		return AS_TEXT;
	}
	return AS_TEXT;
}

const char *mapping_form(const struct field *f, bool amount)
{
	enum transform as = amount ? AS_AMOUNT : usual_transform(f);
	return as == AS_TEXT ? NULL : transforms[as];
}

bool mapping_takes(const struct catalogue *c, const struct field *f, bool amount, struct bytes raw,
                   bool *ret_fits, struct error *e)
{
	static const struct mapping plain = { 0 };
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(mapping_scratch_clear) struct mapping_scratch scratch = { 0 };
	const struct file_entry file = { .has_on_fault = true, .on_fault = FAULT_REJECTS };
	const struct mapping_entry to = { .field = f,
		                          .file = &file,
		                          .as = amount ? AS_AMOUNT : usual_transform(f) };
	struct error why;
	if (!record_start(&r, c, e))
		return false;
	bool fits = mapping_value_set(&plain, &to, raw, &scratch, &r, &why);
	if (!fits && error_class(why.code) != CLASS_ROW) {
		*e = why;
		return false;
	}
	*ret_fits = fits;
	return true;
}

static bool load_transform(struct keyed_at at, struct mapping_entry *to, struct error *e)
{
	enum transform usual = usual_transform(to->field);
	to->as = to->file->has_as ? to->file->as : usual;
	return to->as == AS_TEXT || to->as == usual || (to->as == AS_AMOUNT && usual == AS_NUMBER) ||
	       keyed_fault(at, e, ERR_MAPPING, "as", N_("doesn't fit the type of the field"));
}

static bool check_values(struct keyed_at at, const struct mapping_entry *to, struct error *e)
{
	struct error why;
	const struct file_entry *f = to->file;
	for (size_t i = 0; i < f->value_count; i++) {
		struct keyed_at value = keyed_in(at, "values/%zu", i);
		if (!field_check(to->field, bytes_of_string(f->values[i].to), &why))
			return keyed_fault(value, e, ERR_MAPPING, "to", N_("doesn't fit the field"));
		for (size_t j = 0; j < i; j++)
			if (strcmp(f->values[i].from, f->values[j].from) == 0)
				return keyed_fault(value, e, ERR_DUPLICATE, "from",
				                   N_("the same value is mapped twice"));
	}
	if (f->otherwise && !f->value_count)
		return keyed_fault(at, e, ERR_MAPPING, "otherwise", N_("only together with values"));
	if (f->otherwise && !field_check(to->field, bytes_of_string(f->otherwise), &why))
		return keyed_fault(at, e, ERR_MAPPING, "otherwise", N_("the value doesn't fit the field"));
	return true;
}

/* Add an entry for the field of that name, once. */
static bool add_entry(struct mapping *m, struct keyed_at at, const char *name, struct mapping_entry **ret,
                      struct error *e)
{
	const struct field *f = catalogue_find(m->catalogue, bytes_of_string(name));
	if (!f)
		return keyed_fault(at, e, ERR_FIELD_UNKNOWN, "field", N_("not in the catalogue"));
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].field == f)
			return keyed_fault(at, e, ERR_DUPLICATE, "field", N_("this field is mapped already"));
	*ret = &m->entries[m->count++];
	**ret = (struct mapping_entry){ .field = f, .column = NO_COLUMN };
	return true;
}

static bool load_constants(struct mapping *m, struct keyed_at whole, struct error *e)
{
	for (size_t i = 0; i < m->file.constant_count; i++) {
		struct keyed_at at = keyed_in(whole, "constants/%zu", i);
		struct mapping_entry *to;
		struct error why;
		if (!add_entry(m, at, m->file.constants[i].field, &to, e))
			return false;
		to->constant = bytes_of_string(m->file.constants[i].value);
		if (!field_check(to->field, to->constant, &why))
			return keyed_fault(at, e, ERR_MAPPING, "value", N_("doesn't fit the field"));
	}
	return true;
}

/* A record is known by these, or held back for them: better none of it than one without. */
static bool check_on_fault(struct keyed_at at, const struct mapping_entry *to, struct error *e)
{
	static const enum role kept[] = { ROLE_BSN, ROLE_CASE, ROLE_LAW, ROLE_SOURCE, ROLE_SECRECY };
	for (size_t i = 0; i < ELEMENTS(kept); i++)
		if (to->field->role == kept[i] && to->file->on_fault == FAULT_LEAVES_OUT)
			return keyed_fault(at, e, ERR_MAPPING, "on_fault",
			                   N_("this field can't be left out"));
	return true;
}

static bool load_fields(struct mapping *m, struct keyed_at whole, struct error *e)
{
	for (size_t i = 0; i < m->file.field_count; i++) {
		struct keyed_at at = keyed_in(whole, "fields/%zu", i);
		struct mapping_entry *to;
		if (!add_entry(m, at, m->file.fields[i].field, &to, e))
			return false;
		to->file = &m->file.fields[i];
		if (!load_transform(at, to, e) || !check_values(at, to, e) || !check_on_fault(at, to, e))
			return false;
	}
	return true;
}

/* What is held against values of the source, in the form in which they are held. */
static bool make_plain(char **text, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer plain = { 0 };
	if (!*text)
		return true;
	text_append_plain(&plain, text_trimmed(bytes_of_string(*text)), true);
	if (!buffer_ok(&plain, e))
		return false;
	char *made = string_of_bytes(buffer_bytes(&plain));
	if (!made)
		return error_memory(e);
	free(*text);
	*text = made;
	return true;
}

static bool make_all_plain(struct mapping_file *f, struct error *e)
{
	bool ok = make_plain(&f->skip_unless, e);
	for (size_t i = 0; ok && i < f->empty_count; i++)
		ok = make_plain(&f->empty[i], e);
	for (size_t i = 0; ok && i < f->field_count; i++) {
		struct file_entry *to = &f->fields[i];
		ok = make_plain(&to->from, e);
		for (size_t j = 0; ok && j < to->value_count; j++)
			ok = make_plain(&to->values[j].from, e);
	}
	return ok;
}

static bool load_entries(struct mapping *m, struct keyed_at whole, struct error *e)
{
	assert(m->count == 0);
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
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	if (!m)
		return error_memory(e);
	if (!text_read_written(yaml, subject, &text, e))
		return false;
	*m = (struct mapping){ .catalogue = c, .skip_column = NO_COLUMN };
	if (!keyed_read(buffer_bytes(&text), subject, file_keys, &m->file, &lines, e) ||
	    !check_head(&m->file, keyed_whole(&lines), e) || !make_all_plain(&m->file, e) ||
	    !load_entries(m, keyed_whole(&lines), e))
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

void mapping_watch(struct mapping *m, struct mapping_watch watch)
{
	m->watch = watch;
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
