/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/catalogue.h"

#include "base/text.h"
#include "codec/keyed.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX ((INT64_C(1) << 53) - 1) /* JSON numbers are exact up to here */
#define FIELD_NAME_MAX 80u

extern const unsigned char catalogue_text[]; /* made by scripts/embed */
extern const size_t catalogue_text_size;

/* The catalogue, or a municipality's additions (CATALOGUE_TYPE), which have an id. */
struct catalogue_file {
	char *id, *version;
	struct field *fields;
	size_t field_count;
	struct keyed_lines lines; /* while it is loaded */
	bool held;                /* catalogue_addition */
};

struct catalogue {
	struct catalogue_file *files; /* own every text: the catalogue first, then additions */
	size_t file_count;
	struct field *fields; /* of all files, each once */
	size_t size;
	uint32_t *slots; /* open addressing: index + 1, 0 when free */
	size_t mask;
	size_t roles[ROLE_COUNT]; /* the index of each role's field */
};

/* The words of the file, in the order of the enums. */
/* clang-format off */
static const char *const kinds[] = {
	[FIELD_TEXT] = "text",     [FIELD_FREE_TEXT] = "free-text",     [FIELD_BSN] = "bsn",
	[FIELD_DAY] = "day",       [FIELD_PARTIAL_DAY] = "partial-day", [FIELD_CODE] = "code",
	[FIELD_NUMBER] = "number", [FIELD_TRUTH] = "truth",             [FIELD_POSTCODE] = "postcode",
	[FIELD_DIGITS] = "digits", [FIELD_ATTACHMENTS] = "attachments", [FIELD_UNIT] = "unit",
	[FIELD_CODES] = "codes",   [FIELD_REFERENCE] = "reference",     [FIELD_EMAIL] = "email",
	[FIELD_TELEPHONE] = "telephone",
};
/* clang-format on */

const char *field_kind_name(enum field_kind kind)
{
	return kinds[kind];
}
const char *const category_names[] = {
#define X(category, letter, name) [category] = name,
	CATEGORIES(X)
#undef X
};
const char *const law_names[] = {
#define X(law, name) name,
	LAWS(X)
#undef X
};
static const char *const source_names[] = {
#define X(source, name) [source] = name,
	SOURCES(X)
#undef X
};
static const char *const domains[] = {
	[DOMAIN_SHARED] = "shared", [DOMAIN_WMO] = "wmo",     [DOMAIN_PW] = "pw",
	[DOMAIN_WGS] = "wgs",       [DOMAIN_JEUGD] = "jeugd", [DOMAIN_WI] = "wi"
};

static const struct {
	const char *name;
	enum field_kind kind;
	enum category category;
} roles[ROLE_COUNT] = {
#define X(role, name, kind, category) [role] = { name, kind, category },
	CATALOGUE_ROLES(X)
#undef X
};

const char *role_name(enum role role)
{
	return (size_t)role < ELEMENTS(roles) ? roles[role].name : "?";
}

enum field_kind role_kind(enum role role)
{
	assert(role < ROLE_COUNT);
	return roles[role].kind;
}

bool role_is_address(enum role role)
{
	return role == ROLE_POSTCODE || role == ROLE_NUMBER || role == ROLE_LETTER || role == ROLE_SUFFIX;
}

char category_letter(enum category c)
{
	static const char letters[] = {
#define X(category, letter, name) [category] = letter,
		CATEGORIES(X)
#undef X
	};
	return (size_t)c < sizeof letters ? letters[c] : '?';
}

/* The place of the word; the count when it isn't there. */
static size_t place_of_word(struct bytes word, const char *const *words, size_t count)
{
	size_t i = 0;
	while (i < count && !bytes_equal_string(word, words[i]))
		i++;
	return i;
}

const char *domain_name(enum domain d)
{
	return (size_t)d < ELEMENTS(domains) ? domains[d] : "?";
}

const char *law_name(enum law law)
{
	for (size_t i = 0; i < LAW_COUNT; i++)
		if ((unsigned)law == 1u << i)
			return law_names[i];
	return "?";
}

bool category_parse(struct bytes text, enum category *ret)
{
	size_t i = place_of_word(text, category_names, CATEGORY_COUNT);
	if (i == CATEGORY_COUNT)
		return false;
	*ret = (enum category)i;
	return true;
}

bool law_parse(struct bytes text, enum law *ret)
{
	size_t i = place_of_word(text, law_names, LAW_COUNT);
	if (i == LAW_COUNT)
		return false;
	*ret = (enum law)(1u << i);
	return true;
}

bool source_parse(struct bytes text, enum data_source *ret)
{
	size_t i = place_of_word(text, source_names, SOURCE_COUNT);
	if (i == SOURCE_COUNT)
		return false;
	*ret = (enum data_source)i;
	return true;
}

/* --- the file --- */

static bool parse_integer(struct bytes text, void *ret, struct error *e)
{
	(void)e;
	return integer_parse(text, NUMBER_MAX, ret);
}

static void format_integer(const void *value, struct buffer *out)
{
	buffer_printf(out, "%" PRId64, *(const int64_t *)value);
}

static const struct keyed_type integer_type = { parse_integer, format_integer, N_("not a whole number") };

/* Names in parts between dots, each a letter and then letters and digits. */
static bool is_field_name(struct bytes name)
{
	bool start = true;
	for (size_t i = 0; i < name.size; i++) {
		uint8_t c = name.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool digit = c >= '0' && c <= '9';
		if (start ? !letter : !letter && !digit && c != '.')
			return false;
		start = c == '.';
	}
	return !start;
}

static bool is_line(struct bytes text)
{
	return text.size && !bytes_find(text, '\n');
}

/* Which of `least`, `most` and `codes` each kind has: needed, or refused. */
static bool check_bounds(struct field *f, struct keyed_at at, struct error *e)
{
	bool least = keyed_has(at, "least"), most = keyed_has(at, "most");
	bool ranged = f->kind == FIELD_NUMBER || f->kind == FIELD_DIGITS;
	bool line = f->kind == FIELD_TEXT || f->kind == FIELD_REFERENCE;
	bool has_most = ranged || line || f->kind == FIELD_FREE_TEXT || f->kind == FIELD_ATTACHMENTS;
	bool may_least = ranged || line;
	if (least > may_least || (ranged && !least))
		return keyed_fault(
			at, e, ERR_VALUE, "least",
			N_("only and always with number and digits, at will with text and reference"));
	if (most != has_most)
		return keyed_fault(at, e, ERR_VALUE, "most",
		                   N_("needed for texts, reference, number, digits and attachments, and for "
		                      "these alone"));
	if (!f->codes == (f->kind == FIELD_CODE || f->kind == FIELD_CODES))
		return keyed_fault(at, e, ERR_VALUE, "codes",
		                   N_("needed for types code and codes, and for these alone"));
	if (!least)
		f->least = 1;
	if (has_most && (f->most < f->least || (f->kind != FIELD_NUMBER && f->least < 1)))
		return keyed_fault(at, e, ERR_VALUE, "most", N_("below least, or least below 1"));
	return true;
}

static bool check_field(void *field, struct keyed_at at, struct error *e)
{
	struct field *f = field;
	for (size_t i = 0; i < f->code_count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(f->codes[i], f->codes[j]) == 0)
				return keyed_fault(keyed_in(at, "codes/%zu", i), e, ERR_DUPLICATE, "codes",
				                   N_("a code is there twice"));
	if (!f->label != !f->label_nl)
		return keyed_fault(at, e, ERR_MISSING, f->label ? "label_nl" : "label",
		                   N_("in both languages, or in neither"));
	return check_bounds(f, at, e);
}

static const struct keyed code_item = KEYED_TEXT_ITEM(.least = 1, .most = 40);
static const struct keyed field_keys[] = {
	KEYED_TEXT("name", struct field, name, .most = FIELD_NAME_MAX, .fits = is_field_name,
	           .rule = N_("letters, digits and dots expected")),
	KEYED_TEXT("gloss", struct field, gloss, .most = 400, .fits = is_line,
	           .rule = N_("one line expected")),
	KEYED_TEXT("gloss_nl", struct field, gloss_nl, .most = 400, .fits = is_line,
	           .rule = N_("one line expected")),
	KEYED_TEXT("label", struct field, label, KEYED_OPTIONAL, .least = 1, .most = 60, .fits = is_line,
	           .rule = N_("one line expected")),
	KEYED_TEXT("label_nl", struct field, label_nl, KEYED_OPTIONAL, .least = 1, .most = 60,
	           .fits = is_line, .rule = N_("one line expected")),
	KEYED_WORD("type", struct field, kind, kinds, .rule = N_("not a type")),
	KEYED_OTHER("least", struct field, least, integer_type, KEYED_OPTIONAL),
	KEYED_OTHER("most", struct field, most, integer_type, KEYED_OPTIONAL),
	KEYED_VALUES("codes", struct field, codes, code_count, code_item, 1000, KEYED_OPTIONAL, .least = 1),
	KEYED_WORD("category", struct field, category, category_names, .rule = N_("not a category")),
	KEYED_WORD("domain", struct field, domain, domains, .rule = N_("not a domain")),
	KEYED_TEXT("source", struct field, source, .least = 1, .most = 100),
	{ 0 },
};
#define VERSION KEYED_TEXT("version", struct catalogue_file, version, .least = 1, .most = 40)
#define FIELDS \
	KEYED_LIST("fields", struct catalogue_file, fields, field_count, field_keys, 10000, .least = 1, \
	           .check = check_field)
static const struct keyed catalogue_keys[] = { VERSION, FIELDS, { 0 } };
static const struct keyed additions_keys[] = {
	KEYED_CONSTANT("type", CATALOGUE_TYPE),
	KEYED_TEXT("id", struct catalogue_file, id, .least = 1, .most = 64),
	VERSION,
	FIELDS,
	{ 0 },
};

/* --- loading --- */

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

/* Labels don't count: they are for people's eyes. */
static bool same_meaning(const struct field *a, const struct field *b)
{
	return a->kind == b->kind && a->category == b->category && a->domain == b->domain &&
	       a->least == b->least && a->most == b->most && same_codes(a->codes, b->codes) &&
	       same_text(a->gloss, b->gloss) && same_text(a->gloss_nl, b->gloss_nl) &&
	       same_text(a->source, b->source);
}

/* Where the fields of a text begin, and those of the first text end. */
struct loading {
	size_t first, shipped;
	bool held;
};

/* A name said twice within one text is a mistake whatever it means. */
static bool load_next(struct catalogue *c, struct keyed_at at, const struct field *from,
                      const struct loading *l, struct error *e)
{
	uint32_t *slot = slot_of(c, bytes_of_string(from->name));
	if (*slot == 0) {
		c->fields[c->size] = *from;
		c->fields[c->size].index = c->size;
		c->fields[c->size].role = ROLE_NONE;
		*slot = (uint32_t)++c->size;
		return true;
	}
	if (*slot - 1 >= l->first)
		return keyed_fault(at, e, ERR_DUPLICATE, "name", N_("a field of that name is there already"));
	return same_meaning(&c->fields[*slot - 1], from) || (l->held && *slot - 1 < l->shipped) ||
	       keyed_fault(at, e, ERR_DUPLICATE, "name",
	                   N_("a field is never redefined: this name has another meaning already"));
}

static bool load_fields(struct catalogue *c, const struct catalogue_file *file, struct error *e)
{
	const struct loading l = { c->size, c->files[0].field_count, file->held };
	for (size_t i = 0; i < file->field_count; i++)
		if (!load_next(c, keyed_in(keyed_whole(&file->lines), "fields/%zu", i), &file->fields[i], &l,
		               e))
			return false;
	return true;
}

static struct keyed_at place_of(const struct catalogue *c, const struct field *f)
{
	return keyed_in(keyed_whole(&c->files[0].lines), "fields/%zu", f->index);
}

static bool does_for(enum field_kind kind, enum field_kind needed)
{
	return kind == needed || (kind == FIELD_TEXT && needed == FIELD_REFERENCE);
}

/* Each role has its field, of the kind and category that the programs rely on. */
static bool find_roles(struct catalogue *c, struct error *e)
{
	for (enum role role = 0; role < ROLE_COUNT; role++) {
		uint32_t slot = *slot_of(c, bytes_of_string(roles[role].name));
		if (!slot)
			return error_line(e, ERR_MISSING, c->files[0].lines.subject, 0, "no field %s",
			                  roles[role].name);
		struct field *f = &c->fields[slot - 1];
		if (!does_for(f->kind, roles[role].kind))
			return keyed_fault(place_of(c, f), e, ERR_VALUE, "type",
			                   N_("the programs need another type for this field"));
		if (f->category != roles[role].category)
			return keyed_fault(place_of(c, f), e, ERR_VALUE, "category",
			                   N_("the programs need another category for this field"));
		f->role = role;
		c->roles[role] = slot - 1;
	}
	return true;
}

/* The programs know these laws and sources, and no others: a catalogue can't add one. */
static bool check_codes(const struct catalogue *c, struct error *e)
{
	const struct field *laws = catalogue_role(c, ROLE_LAW), *sources = catalogue_role(c, ROLE_SOURCE);
	enum law law;
	enum data_source source;
	for (size_t i = 0; i < laws->code_count; i++)
		if (!law_parse(bytes_of_string(laws->codes[i]), &law))
			return keyed_fault(place_of(c, laws), e, ERR_VALUE, "codes",
			                   N_("a law that this version of the program doesn't know"));
	for (size_t i = 0; i < sources->code_count; i++)
		if (!source_parse(bytes_of_string(sources->codes[i]), &source))
			return keyed_fault(place_of(c, sources), e, ERR_VALUE, "codes",
			                   N_("a source that this version of the program doesn't know"));
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
	c->files = calloc(count + 1, sizeof *c->files);
	if (!c->files)
		return error_memory(e);
	for (*ret_most = 0; c->file_count <= count; c->file_count++) {
		struct catalogue_file *file = &c->files[c->file_count];
		const struct catalogue_addition *from = c->file_count ? &additions[c->file_count - 1] : NULL;
		if (!keyed_read(from ? from->text : yaml, from ? from->subject : subject,
		                from ? additions_keys : catalogue_keys, file, &file->lines, e)) {
			keyed_lines_clear(&file->lines);
			return false;
		}
		file->held = from && from->held;
		*ret_most += file->field_count;
	}
	return true;
}

bool catalogue_load_with(struct bytes yaml, const char *subject, const struct catalogue_addition *additions,
                         size_t count, struct catalogue **ret, struct error *e)
{
	_cleanup_(catalogue_freep) struct catalogue *c = calloc(1, sizeof *c);
	if (!c)
		return error_memory(e);
	size_t most;
	if (!read_files(c, yaml, subject, additions, count, &most, e) || !make_room(c, most, e) ||
	    !load_fields(c, &c->files[0], e) || !find_roles(c, e) || !check_codes(c, e))
		return false;
	for (size_t i = 1; i <= count; i++)
		if (!load_fields(c, &c->files[i], e))
			return false;
	for (size_t i = 0; i <= count; i++)
		keyed_lines_clear(&c->files[i].lines);
	*ret = c;
	c = NULL;
	return true;
}

void catalogue_freep(struct catalogue **c)
{
	if (!c || !*c)
		return;
	for (size_t i = 0; i < (*c)->file_count; i++) {
		keyed_clear(&(*c)->files[i], additions_keys);
		keyed_lines_clear(&(*c)->files[i].lines);
	}
	free((*c)->files);
	free((*c)->fields);
	free((*c)->slots);
	free(*c);
	*c = NULL;
}

struct bytes catalogue_shipped(void)
{
	return bytes_of(catalogue_text, catalogue_text_size);
}

const char *catalogue_version(const struct catalogue *c)
{
	return c->files[0].version;
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

const struct field *catalogue_role(const struct catalogue *c, enum role role)
{
	return &c->fields[c->roles[role]];
}

const char *field_label(const struct field *f, bool dutch)
{
	const char *label = dutch ? f->label_nl : f->label;
	return label ? label : f->name;
}

struct attachments_of field_attachments(const struct field *f)
{
	return (struct attachments_of){ f->name, (size_t)f->most, category_names, CATEGORY_COUNT,
		                        (size_t)f->category };
}

bool field_is_typed(const struct field *f)
{
	return f->kind == FIELD_FREE_TEXT ||
	       (f->kind == FIELD_TEXT && f->category != CATEGORY_IDENTIFICATION);
}
