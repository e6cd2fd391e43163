/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/catalogue.h"

#include "base/moment.h"
#include "base/text.h"
#include "codec/yaml.h"
#include "record/attachment.h"
#include "record/bsn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX ((INT64_C(1) << 53) - 1) /* JSON numbers are exact up to here */
#define FIELD_NAME_MAX 80u

extern const unsigned char catalogue_text[]; /* made by scripts/embed */
extern const size_t catalogue_text_size;

/* The file as libcyaml reads it: all text. */
struct file_field {
	char *name, *gloss, *gloss_nl, *type, *least, *most, *category, *domain, *source;
	char **codes;
	unsigned codes_count;
};
struct catalogue_file {
	char *version;
	struct file_field *fields;
	unsigned fields_count;
};

/* A municipality's additions (CATALOGUE_TYPE). */
struct additions_file {
	char *type, *id, *version;
	struct file_field *fields;
	unsigned fields_count;
};

struct catalogue {
	struct catalogue_file *file; /* owns every text but those of additions */
	struct additions_file **additions;
	size_t addition_count;
	struct field *fields;
	size_t size;
	uint32_t *slots; /* open addressing: index + 1, 0 when free */
	size_t mask;
};

static const cyaml_schema_value_t code_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 40) };

static const cyaml_schema_field_t field_keys[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct file_field, name, 1, FIELD_NAME_MAX),
	CYAML_FIELD_STRING_PTR("gloss", CYAML_FLAG_POINTER, struct file_field, gloss, 1, 400),
	CYAML_FIELD_STRING_PTR("gloss_nl", CYAML_FLAG_POINTER, struct file_field, gloss_nl, 1, 400),
	CYAML_FIELD_STRING_PTR("type", CYAML_FLAG_POINTER, struct file_field, type, 1, 20),
	CYAML_FIELD_STRING_PTR("least", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_field, least, 1,
	                       20),
	CYAML_FIELD_STRING_PTR("most", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_field, most, 1,
	                       20),
	CYAML_FIELD_SEQUENCE("codes", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_field, codes,
	                     &code_schema, 1, 1000),
	CYAML_FIELD_STRING_PTR("category", CYAML_FLAG_POINTER, struct file_field, category, 1, 20),
	CYAML_FIELD_STRING_PTR("domain", CYAML_FLAG_POINTER, struct file_field, domain, 1, 20),
	CYAML_FIELD_STRING_PTR("source", CYAML_FLAG_POINTER, struct file_field, source, 1, 100),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t field_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_field, field_keys),
};
static const cyaml_schema_field_t file_keys[] = {
	CYAML_FIELD_STRING_PTR("version", CYAML_FLAG_POINTER, struct catalogue_file, version, 1, 40),
	CYAML_FIELD_SEQUENCE("fields", CYAML_FLAG_POINTER, struct catalogue_file, fields, &field_schema, 1,
	                     10000),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t file_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct catalogue_file, file_keys),
};

static const cyaml_schema_field_t additions_keys[] = {
	CYAML_FIELD_STRING_PTR("type", CYAML_FLAG_POINTER, struct additions_file, type, 1, 40),
	CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER, struct additions_file, id, 1, 64),
	CYAML_FIELD_STRING_PTR("version", CYAML_FLAG_POINTER, struct additions_file, version, 1, 40),
	CYAML_FIELD_SEQUENCE("fields", CYAML_FLAG_POINTER, struct additions_file, fields, &field_schema, 1,
	                     10000),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t additions_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct additions_file, additions_keys),
};

/* The words of the file, in the order of the enums. */
/* clang-format off */
static const char *const kinds[] = {
	[FIELD_TEXT] = "text",     [FIELD_FREE_TEXT] = "free-text",     [FIELD_BSN] = "bsn",
	[FIELD_DAY] = "day",       [FIELD_PARTIAL_DAY] = "partial-day", [FIELD_CODE] = "code",
	[FIELD_NUMBER] = "number", [FIELD_TRUTH] = "truth",             [FIELD_POSTCODE] = "postcode",
	[FIELD_DIGITS] = "digits", [FIELD_ATTACHMENTS] = "attachments",
};
/* clang-format on */
static const char *const categories[] = {
	[CATEGORY_IDENTIFICATION] = "identification",
	[CATEGORY_ORDINARY] = "ordinary",
	[CATEGORY_SPECIAL] = "special",
	[CATEGORY_FINANCIAL] = "financial",
	[CATEGORY_CRIMINAL] = "criminal",
};
static const char *const domains[] = { [DOMAIN_SHARED] = "shared", [DOMAIN_WMO] = "wmo", [DOMAIN_PW] = "pw" };

/* Fields that the programs themselves look at: a catalogue that lacks one, or gives it another meaning, is
 * refused. */
static const struct {
	const char *name;
	enum field_kind kind;
	enum category category;
} needed[] = {
	{ "burgerservicenummer", FIELD_BSN, CATEGORY_IDENTIFICATION },
	{ "naam.voornamen", FIELD_TEXT, CATEGORY_IDENTIFICATION },
	{ "naam.geslachtsnaam", FIELD_TEXT, CATEGORY_IDENTIFICATION },
	{ "geboorte.datum", FIELD_PARTIAL_DAY, CATEGORY_IDENTIFICATION },
	{ "postcode", FIELD_POSTCODE, CATEGORY_IDENTIFICATION },
	{ "huisnummer", FIELD_NUMBER, CATEGORY_IDENTIFICATION },
	{ "geheimhouding", FIELD_CODE, CATEGORY_ORDINARY },
	{ "zaak.identificatie", FIELD_TEXT, CATEGORY_ORDINARY },
	{ "wet", FIELD_CODE, CATEGORY_ORDINARY },
	{ "gegevensbron", FIELD_CODE, CATEGORY_ORDINARY },
};

char category_letter(enum category c)
{
	static const char letters[] = "IOSFC";
	return (unsigned)c < sizeof letters - 1 ? letters[c] : '?';
}

const char *law_name(enum law law)
{
	return law == LAW_WMO ? "wmo" : law == LAW_PW ? "pw" : "?";
}

bool law_parse(struct bytes text, enum law *ret)
{
	for (enum law law = LAW_WMO; law <= LAW_PW; law = (enum law)(law << 1)) {
		if (bytes_equal_string(text, law_name(law))) {
			*ret = law;
			return true;
		}
	}
	return false;
}

/* The place of `word` in `words`; `count` when it isn't there. */
static size_t word_index(const char *word, const char *const *words, size_t count)
{
	size_t i = 0;
	while (i < count && strcmp(word, words[i]) != 0)
		i++;
	return i;
}

static bool integer_parse(struct bytes text, int64_t *ret)
{
	uint64_t n;
	bool negative = bytes_starts_with(text, "-");
	if (negative)
		text = bytes_of(text.data + 1, text.size - 1);
	if (!number_parse(text, (uint64_t)NUMBER_MAX, &n) || (negative && n == 0))
		return false;
	*ret = negative ? -(int64_t)n : (int64_t)n;
	return true;
}

/* Loading: the text, its name and where in it we are, for errors. */
struct loading {
	struct bytes yaml;
	const char *subject;
	size_t at;
};

static bool defect(const struct loading *l, enum error_code code, const char *key, const char *detail,
                   struct error *e)
{
	char number[24];
	snprintf(number, sizeof number, "%zu", l->at);
	const char *path[] = { "fields", number, key, NULL };
	uint64_t line = yaml_line_of(l->yaml, path);
	if (line == 0) {
		path[2] = NULL;
		line = yaml_line_of(l->yaml, path);
	}
	return error_line(e, code, l->subject, line, "%s: %s", key, detail);
}

/* Names in parts between dots, each a letter and then letters and digits. */
static bool is_field_name(const char *name)
{
	bool start = true;
	for (const char *c = name; *c; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
		bool digit = *c >= '0' && *c <= '9';
		if (start ? !letter : !letter && !digit && *c != '.')
			return false;
		start = *c == '.';
	}
	return !start;
}

/* Which of `least`, `most` and `codes` each kind has: needed, or refused. */
static bool load_bounds(const struct loading *l, const struct file_field *from, struct field *to,
                        struct error *e)
{
	bool ranged = to->kind == FIELD_NUMBER || to->kind == FIELD_DIGITS;
	bool has_most = ranged || to->kind == FIELD_TEXT || to->kind == FIELD_FREE_TEXT ||
	                to->kind == FIELD_ATTACHMENTS;
	bool may_least = ranged || to->kind == FIELD_TEXT;
	if ((from->least != NULL) > may_least || (ranged && !from->least))
		return defect(l, ERR_VALUE, "least",
		              "only and always with number and digits, at will with text", e);
	if ((from->most != NULL) != has_most)
		return defect(l, ERR_VALUE, "most",
		              "needed for text, number, digits and attachments, and for these alone", e);
	if ((from->codes != NULL) != (to->kind == FIELD_CODE))
		return defect(l, ERR_VALUE, "codes", "needed for type code, and for that alone", e);
	to->least = 1;
	if (from->least && !integer_parse(bytes_of_string(from->least), &to->least))
		return defect(l, ERR_VALUE, "least", "not a whole number", e);
	if (from->most && !integer_parse(bytes_of_string(from->most), &to->most))
		return defect(l, ERR_VALUE, "most", "not a whole number", e);
	if (has_most && (to->most < to->least || (to->kind != FIELD_NUMBER && to->least < 1)))
		return defect(l, ERR_VALUE, "most", "below least, or least below 1", e);
	return true;
}

static bool load_codes(const struct loading *l, const struct file_field *from, struct field *to,
                       struct error *e)
{
	if (!from->codes)
		return true;
	const char **codes = calloc((size_t)from->codes_count + 1, sizeof *codes);
	if (!codes)
		return error_memory(e);
	to->codes = codes;
	for (size_t i = 0; i < from->codes_count; i++) {
		if (word_index(from->codes[i], codes, i) < i)
			return defect(l, ERR_DUPLICATE, "codes", "a code is there twice", e);
		codes[i] = from->codes[i];
	}
	return true;
}

static bool load_field(const struct loading *l, const struct file_field *from, struct field *to,
                       struct error *e)
{
	size_t kind = word_index(from->type, kinds, ELEMENTS(kinds));
	size_t category = word_index(from->category, categories, ELEMENTS(categories));
	size_t domain = word_index(from->domain, domains, ELEMENTS(domains));
	if (!is_field_name(from->name))
		return defect(l, ERR_VALUE, "name", "letters, digits and dots expected", e);
	if (kind == ELEMENTS(kinds))
		return defect(l, ERR_VALUE, "type", "not a type", e);
	if (category == ELEMENTS(categories))
		return defect(l, ERR_VALUE, "category", "not a category", e);
	if (domain == ELEMENTS(domains))
		return defect(l, ERR_VALUE, "domain", "not a domain", e);
	if (strchr(from->gloss, '\n') || strchr(from->gloss_nl, '\n'))
		return defect(l, ERR_VALUE, "gloss", "more than one line", e);
	to->index = l->at;
	to->name = from->name;
	to->gloss = from->gloss;
	to->gloss_nl = from->gloss_nl;
	to->kind = (enum field_kind)kind;
	to->category = (enum category)category;
	to->domain = (enum domain)domain;
	to->source = from->source;
	return load_bounds(l, from, to, e) && load_codes(l, from, to, e);
}

/* FNV-1a: spreads well over short names; the names aren't an attacker's. */
static size_t hash_of(struct bytes name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < name.size; i++)
		h = (h ^ name.data[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32);
}

/* The slot of `name`, or the free one where it would go. */
static uint32_t *slot_of(const struct catalogue *c, struct bytes name)
{
	size_t at = hash_of(name) & c->mask;
	while (c->slots[at] && !bytes_equal_string(name, c->fields[c->slots[at] - 1].name))
		at = (at + 1) & c->mask;
	return &c->slots[at];
}

/* Room for every field that is to come. */
static bool make_room(struct catalogue *c, size_t most, struct error *e)
{
	size_t slots = 64;
	while (slots < most * 3)
		slots *= 2;
	c->mask = slots - 1;
	c->slots = calloc(slots, sizeof *c->slots);
	c->fields = calloc(most, sizeof *c->fields);
	return (c->slots && c->fields) || error_memory(e);
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool same_codes(const char *const *a, const char *const *b)
{
	size_t i = 0;
	if (!a || !b)
		return !a && !b;
	while (a[i] && b[i] && same_text(a[i], b[i]))
		i++;
	return !a[i] && !b[i];
}

static bool same_meaning(const struct field *a, const struct field *b)
{
	return a->kind == b->kind && a->category == b->category && a->domain == b->domain &&
	       a->least == b->least && a->most == b->most && same_codes(a->codes, b->codes) &&
	       same_text(a->gloss, b->gloss) && same_text(a->gloss_nl, b->gloss_nl) &&
	       same_text(a->source, b->source);
}

/* `first` is where the text's own fields begin: a name said twice within one text is a mistake whatever it
 * means. */
static bool load_next(struct catalogue *c, struct loading *l, const struct file_field *from, size_t first,
                      struct error *e)
{
	struct field *f =
		&c->fields[c->size++]; /* counted at once, so that the codes of a bad field are freed too */
	if (!load_field(l, from, f, e))
		return false;
	f->index = c->size - 1;
	uint32_t *slot = slot_of(c, bytes_of_string(f->name));
	if (*slot == 0) {
		*slot = (uint32_t)c->size;
		return true;
	}
	if (*slot - 1 >= first)
		return defect(l, ERR_DUPLICATE, "name", "a field of that name is there already", e);
	if (!same_meaning(&c->fields[*slot - 1], f))
		return defect(l, ERR_DUPLICATE, "name",
		              "a field is never redefined: this name has another meaning already", e);
	free((void *)(uintptr_t)f->codes);
	*f = (struct field){ 0 };
	c->size--;
	return true;
}

static bool load_fields(struct catalogue *c, struct loading *l, const struct file_field *list, size_t count,
                        struct error *e)
{
	size_t first = c->size;
	for (l->at = 0; l->at < count; l->at++)
		if (!load_next(c, l, &list[l->at], first, e))
			return false;
	return true;
}

static bool check_needed(const struct catalogue *c, struct loading *l, struct error *e)
{
	for (size_t i = 0; i < ELEMENTS(needed); i++) {
		const struct field *f = catalogue_find(c, bytes_of_string(needed[i].name));
		if (!f)
			return error_line(e, ERR_MISSING, l->subject, 0, "no field %s", needed[i].name);
		l->at = f->index;
		if (f->kind != needed[i].kind)
			return defect(l, ERR_VALUE, "type", "the programs need another type for this field",
			              e);
		if (f->category != needed[i].category)
			return defect(l, ERR_VALUE, "category",
			              "the programs need another category for this field", e);
	}
	return true;
}

/* The programs know two laws; a catalogue can't add one. */
static bool check_laws(const struct catalogue *c, struct loading *l, struct error *e)
{
	const struct field *wet = catalogue_find(c, BYTES("wet"));
	enum law law;
	for (size_t i = 0; wet && wet->codes && wet->codes[i]; i++) {
		l->at = wet->index;
		if (!law_parse(bytes_of_string(wet->codes[i]), &law))
			return defect(l, ERR_VALUE, "codes", "a law that the programs don't know", e);
	}
	return true;
}

bool catalogue_load(struct bytes yaml, const char *subject, struct catalogue **ret, struct error *e)
{
	return catalogue_load_with(yaml, subject, NULL, 0, ret, e);
}

/* All texts, before any of their fields is looked at. */
static bool read_files(struct catalogue *c, struct bytes yaml, const char *subject,
                       const struct catalogue_addition *additions, size_t count, size_t *ret_most,
                       struct error *e)
{
	void *file;
	if (!yaml_load(yaml, subject, &file_schema, &file, NULL, e))
		return false;
	c->file = file;
	*ret_most = c->file->fields_count;
	c->additions = calloc(count + 1, sizeof(struct additions_file *));
	if (!c->additions)
		return error_memory(e);
	for (; c->addition_count < count; c->addition_count++) {
		const struct catalogue_addition *from = &additions[c->addition_count];
		if (!yaml_load(from->text, from->subject, &additions_schema, &file, NULL, e))
			return false;
		c->additions[c->addition_count] = file;
		*ret_most += c->additions[c->addition_count]->fields_count;
	}
	return true;
}

bool catalogue_load_with(struct bytes yaml, const char *subject, const struct catalogue_addition *additions,
                         size_t count, struct catalogue **ret, struct error *e)
{
	_cleanup_(catalogue_freep) struct catalogue *c = calloc(1, sizeof *c);
	if (!c)
		return error_memory(e);
	struct loading l = { yaml, subject, 0 };
	size_t most;
	if (!read_files(c, yaml, subject, additions, count, &most, e) || !make_room(c, most, e) ||
	    !load_fields(c, &l, c->file->fields, c->file->fields_count, e) || !check_needed(c, &l, e) ||
	    !check_laws(c, &l, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct loading more = { additions[i].text, additions[i].subject, 0 };
		if (!load_fields(c, &more, c->additions[i]->fields, c->additions[i]->fields_count, e))
			return false;
	}
	*ret = c;
	c = NULL;
	return true;
}

void catalogue_freep(struct catalogue **c)
{
	if (!c || !*c)
		return;
	for (size_t i = 0; i < (*c)->size; i++)
		free((void *)(uintptr_t)(*c)->fields[i].codes);
	free((*c)->fields);
	free((*c)->slots);
	for (size_t i = 0; i < (*c)->addition_count; i++)
		yaml_unload(&additions_schema, (*c)->additions[i], 0);
	free((*c)->additions);
	if ((*c)->file)
		yaml_unload(&file_schema, (*c)->file, 0);
	free(*c);
	*c = NULL;
}

struct bytes catalogue_shipped(void)
{
	return bytes_of(catalogue_text, catalogue_text_size);
}

const char *catalogue_version(const struct catalogue *c)
{
	return c->file->version;
}

size_t catalogue_size(const struct catalogue *c)
{
	return c->size;
}

const struct field *catalogue_field(const struct catalogue *c, size_t index)
{
	return index < c->size ? &c->fields[index] : NULL;
}

const struct field *catalogue_find(const struct catalogue *c, struct bytes name)
{
	uint32_t slot = *slot_of(c, name);
	return slot ? &c->fields[slot - 1] : NULL;
}

static size_t characters(struct bytes utf8)
{
	size_t n = 0;
	for (size_t i = 0; i < utf8.size; i++)
		n += (utf8.data[i] & 0xc0) != 0x80;
	return n;
}

static bool check_text(const struct field *f, struct bytes value, struct error *e)
{
	struct error why;
	if (!text_check_signed(value, NULL, &why))
		return error_set(e, ERR_FIELD_VALUE, f->name,
		                 why.code == ERR_UTF8 ? "not well-formed UTF-8"
		                                      : "holds a control character");
	if (f->kind == FIELD_TEXT && value.size && memchr(value.data, '\n', value.size))
		return error_set(e, ERR_FIELD_VALUE, f->name, "one line expected");
	size_t n = characters(value);
	if (n < (uint64_t)f->least || n > (uint64_t)f->most)
		return error_set(e, ERR_FIELD_VALUE, f->name, "%lld to %lld characters expected",
		                 (long long)f->least, (long long)f->most);
	return true;
}

static bool is_digits(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.size > 0;
}

static bool is_day(struct bytes text)
{
	moment day;
	return day_parse(text, &day);
}

/* YYYY, YYYY-MM or YYYY-MM-DD: the missing part is filled in with 01 and checked as a day. */
static bool is_partial_day(struct bytes text)
{
	char whole[] = "YYYY-01-01";
	if (text.size != 4 && text.size != 7 && text.size != DAY_SIZE)
		return false;
	memcpy(whole, text.data, text.size);
	return is_day(bytes_of(whole, DAY_SIZE));
}

static bool is_postcode(struct bytes text)
{
	if (text.size != 6 || text.data[0] == '0' || !is_digits(bytes_of(text.data, 4)))
		return false;
	return text.data[4] >= 'A' && text.data[4] <= 'Z' && text.data[5] >= 'A' && text.data[5] <= 'Z';
}

static bool is_code(const struct field *f, struct bytes value)
{
	for (size_t i = 0; f->codes[i]; i++)
		if (bytes_equal_string(value, f->codes[i]))
			return true;
	return false;
}

static bool expect(bool fits, const struct field *f, const char *what, struct error *e)
{
	return fits || error_set(e, ERR_FIELD_VALUE, f->name, "%s expected", what);
}

static bool check_number(const struct field *f, struct bytes value, struct error *e)
{
	int64_t n;
	if (integer_parse(value, &n) && n >= f->least && n <= f->most)
		return true;
	return error_set(e, ERR_FIELD_VALUE, f->name, "a whole number from %lld to %lld expected",
	                 (long long)f->least, (long long)f->most);
}

static bool check_digits(const struct field *f, struct bytes value, struct error *e)
{
	if (is_digits(value) && value.size >= (uint64_t)f->least && value.size <= (uint64_t)f->most)
		return true;
	return error_set(e, ERR_FIELD_VALUE, f->name, "%lld to %lld digits expected", (long long)f->least,
	                 (long long)f->most);
}

bool field_check(const struct field *f, struct bytes value, struct error *e)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_FREE_TEXT:
		return check_text(f, value, e);
	case FIELD_BSN:
		return bsn_is_valid(value) ||
		       error_set(e, ERR_BSN, f->name, "nine digits that pass the 11-test expected");
	case FIELD_DAY:
		return expect(is_day(value), f, "a day, YYYY-MM-DD,", e);
	case FIELD_PARTIAL_DAY:
		return expect(is_partial_day(value), f, "YYYY-MM-DD, YYYY-MM or YYYY", e);
	case FIELD_CODE:
		return expect(is_code(f, value), f, "one of its codes", e);
	case FIELD_NUMBER:
		return check_number(f, value, e);
	case FIELD_TRUTH:
		return expect(bytes_equal_string(value, "true") || bytes_equal_string(value, "false"), f,
		              "true or false", e);
	case FIELD_POSTCODE:
		return expect(is_postcode(value), f, "a postcode, 1234AB,", e);
	case FIELD_DIGITS:
		return check_digits(f, value, e);
	case FIELD_ATTACHMENTS:
		return attachments_check(value, (size_t)f->most, f->name, e);
	}
	return error_set(e, ERR_FIELD_VALUE, f->name, "unknown type");
}
