/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/grounds.h"

#include "codec/yaml.h"
#include "trust/manifest.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUNDS_ROWS_MAX 1000u
#define WORDS_MAX 200u

extern const unsigned char grounds_text[]; /* made by scripts/embed */
extern const size_t grounds_text_size;

/* The text as libcyaml reads it: all of it strings. */
struct words {
	char **list;
	unsigned count;
};
struct row_text {
	char *id, *title, *title_nl, *effect, *profile, *consent, *no_objection, *client_supplied, *household,
		*article, *certainty, *source, *standing, *enabled;
	char **from, **to, **laws, **sources, **tasks, **phases, **categories, **bases, **exceptions;
	unsigned from_count, to_count, laws_count, sources_count, tasks_count, phases_count, categories_count,
		bases_count, exceptions_count;
};
struct grounds_file {
	char *type, *id, *version, *as_of;
	char **melding_fields;
	struct row_text *rows;
	unsigned melding_fields_count, rows_count;
};

struct grounds {
	struct grounds_file *file; /* owns every text */
	struct ground *rows;
	size_t size;
	uint64_t version;
	moment as_of;
	struct sha256 hash;
};

static const cyaml_schema_value_t word_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 80) };

#define NEEDED(type, key, most) CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER, struct type, key, 1, most)
#define OPTIONAL(key) \
	CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct row_text, key, 1, 80)
#define WORDS(key) \
	CYAML_FIELD_SEQUENCE(#key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct row_text, key, \
	                     &word_schema, 0, WORDS_MAX)

static const cyaml_schema_field_t row_keys[] = {
	NEEDED(row_text, id, 64),
	NEEDED(row_text, title, 400),
	NEEDED(row_text, title_nl, 400),
	NEEDED(row_text, effect, 10),
	OPTIONAL(profile),
	WORDS(from),
	WORDS(to),
	WORDS(laws),
	WORDS(sources),
	WORDS(tasks),
	WORDS(phases),
	WORDS(categories),
	WORDS(bases),
	WORDS(exceptions),
	OPTIONAL(consent),
	OPTIONAL(no_objection),
	OPTIONAL(client_supplied),
	OPTIONAL(household),
	NEEDED(row_text, article, 200),
	NEEDED(row_text, certainty, 4),
	NEEDED(row_text, source, 1000),
	CYAML_FIELD_STRING_PTR("default", CYAML_FLAG_POINTER, struct row_text, standing, 1, 10),
	NEEDED(row_text, enabled, 10),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t row_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct row_text,
	                                                             row_keys) };
static const cyaml_schema_field_t file_keys[] = {
	NEEDED(grounds_file, type, 40),
	NEEDED(grounds_file, id, 64),
	NEEDED(grounds_file, version, 20),
	NEEDED(grounds_file, as_of, 10),
	CYAML_FIELD_SEQUENCE("melding_fields", CYAML_FLAG_POINTER, struct grounds_file, melding_fields,
	                     &word_schema, 0, WORDS_MAX),
	CYAML_FIELD_SEQUENCE("rows", CYAML_FLAG_POINTER, struct grounds_file, rows, &row_schema, 1,
	                     GROUNDS_ROWS_MAX),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t file_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct grounds_file,
	                                                              file_keys) };

/* --- words for bits --- */

static const char *const party_kinds[] = { "wmo", "pw", "zorgaanbieder", "reintegratie", "uwv" };
static const char *const phases[] = { "melding",     "onderzoek",  "verslag",     "aanvraag",
	                              "beschikking", "uitvoering", "heronderzoek" };
static const char *const laws[] = { "wmo", "pw" };
static const char *const categories[] = { "identification", "ordinary", "special", "financial", "criminal" };
static const char *const bases[] = { "A6-1-a", "A6-1-b", "A6-1-c", "A6-1-d", "A6-1-e", "A6-1-f" };
static const char *const exceptions[] = { "A9-2-a", "A9-2-b", "A9-2-c", "A9-2-d", "A9-2-e",
	                                  "A9-2-f", "A9-2-g", "A9-2-h", "A9-2-i", "A9-2-j" };
static const char *const defaults[] = {
	[GROUND_ALLOW] = "allow", [GROUND_ASK] = "ask", [GROUND_DENY] = "deny"
};

struct vocabulary {
	const char *const *words;
	size_t count;
};
#define VOCABULARY(words) ((struct vocabulary){ words, ELEMENTS(words) })

/* The place of the word; the count when it isn't there. */
static size_t place_of(struct bytes word, struct vocabulary v)
{
	size_t i = 0;
	while (i < v.count && !bytes_equal_string(word, v.words[i]))
		i++;
	return i;
}

static const char *name_of(unsigned bit, struct vocabulary v)
{
	for (size_t i = 0; i < v.count; i++)
		if (bit == 1u << i)
			return v.words[i];
	return "?";
}

static bool bit_of(struct bytes word, struct vocabulary v, unsigned *ret)
{
	size_t i = place_of(word, v);
	if (i == v.count)
		return false;
	*ret = 1u << i;
	return true;
}

const char *party_kind_name(enum party_kind kind)
{
	return name_of((unsigned)kind, VOCABULARY(party_kinds));
}

bool party_kind_parse(struct bytes text, enum party_kind *ret)
{
	unsigned bit;
	if (!bit_of(text, VOCABULARY(party_kinds), &bit))
		return false;
	*ret = (enum party_kind)bit;
	return true;
}

const char *phase_name(enum phase phase)
{
	return name_of((unsigned)phase, VOCABULARY(phases));
}

bool phase_parse(struct bytes text, enum phase *ret)
{
	unsigned bit;
	if (!bit_of(text, VOCABULARY(phases), &bit))
		return false;
	*ret = (enum phase)bit;
	return true;
}

const char *ground_default_name(enum ground_default d)
{
	return (size_t)d < ELEMENTS(defaults) ? defaults[d] : "?";
}

unsigned paragraph_bit(const char *text, const char *prefix)
{
	size_t size = strlen(prefix);
	if (strncmp(text, prefix, size) != 0 || text[size] < 'a' || text[size] > 'z' || text[size + 1])
		return 0;
	return 1u << (text[size] - 'a');
}

/* --- loading --- */

struct loading {
	struct bytes yaml;
	const char *subject;
	size_t row;
};

static bool defect(const struct loading *l, enum error_code code, const char *key, const char *what,
                   struct error *e)
{
	char number[24];
	snprintf(number, sizeof number, "%zu", l->row);
	const char *path[] = { "rows", number, key, NULL };
	uint64_t line = yaml_line_of(l->yaml, path);
	if (line == 0) {
		path[2] = NULL;
		line = yaml_line_of(l->yaml, path);
	}
	return error_line(e, code, l->subject, line, "%s: %s", key, what);
}

static bool load_bits(const struct loading *l, const char *key, char *const *words, unsigned count,
                      struct vocabulary v, unsigned *ret, struct error *e)
{
	for (unsigned i = 0; i < count; i++) {
		unsigned bit;
		if (!bit_of(bytes_of_string(words[i]), v, &bit))
			return defect(l, ERR_VALUE, key, "a word that it can't have", e);
		if (*ret & bit)
			return defect(l, ERR_DUPLICATE, key, "a word twice", e);
		*ret |= bit;
	}
	return true;
}

/* A yes or no, which a row that bars doesn't have and a row that grants must. */
static bool load_truth(const struct loading *l, const char *key, const char *text, const struct ground *g,
                       bool *ret, struct error *e)
{
	if (g->bars != !text)
		return defect(l, text ? ERR_VALUE : ERR_MISSING, key,
		              "needed in a row that grants, and in that alone", e);
	return !text || yaml_truth(text, ret) || defect(l, ERR_VALUE, key, "true or false", e);
}

static bool load_conditions(const struct loading *l, const struct row_text *t, struct ground *g,
                            struct error *e)
{
	return load_bits(l, "from", t->from, t->from_count, VOCABULARY(party_kinds), &g->from, e) &&
	       load_bits(l, "to", t->to, t->to_count, VOCABULARY(party_kinds), &g->to, e) &&
	       load_bits(l, "laws", t->laws, t->laws_count, VOCABULARY(laws), &g->laws, e) &&
	       load_bits(l, "phases", t->phases, t->phases_count, VOCABULARY(phases), &g->phases, e) &&
	       load_bits(l, "categories", t->categories, t->categories_count, VOCABULARY(categories),
	                 &g->categories, e) &&
	       load_bits(l, "bases", t->bases, t->bases_count, VOCABULARY(bases), &g->bases, e) &&
	       load_bits(l, "exceptions", t->exceptions, t->exceptions_count, VOCABULARY(exceptions),
	                 &g->exceptions, e) &&
	       load_truth(l, "consent", t->consent, g, &g->consent, e) &&
	       load_truth(l, "no_objection", t->no_objection, g, &g->no_objection, e) &&
	       load_truth(l, "client_supplied", t->client_supplied, g, &g->client_supplied, e) &&
	       load_truth(l, "household", t->household, g, &g->household, e);
}

/* What grants must say from whom to whom, what and for what: a condition forgotten would let through too
 * much. */
static bool check_grant(const struct loading *l, const struct ground *g, struct error *e)
{
	const struct {
		const char *key;
		bool there;
	} needed[] = {
		{ "from", g->from },        { "to", g->to },         { "laws", g->laws },
		{ "tasks", g->task_count }, { "phases", g->phases }, { "categories", g->categories },
		{ "bases", g->bases },
	};
	for (size_t i = 0; i < ELEMENTS(needed); i++)
		if (!needed[i].there)
			return defect(l, ERR_MISSING, needed[i].key, "a row that grants must state it", e);
	if (g->categories & 1u << CATEGORY_CRIMINAL)
		return defect(l, ERR_VALUE, "categories", "criminal data are never exchanged (AVG art. 10)",
		              e);
	return true;
}

static bool load_row(const struct loading *l, const struct row_text *t, struct ground *g, struct error *e)
{
	static const char *const certainties[] = { "S", "I", "?", "S/I" };
	size_t standing = place_of(bytes_of_string(t->standing), VOCABULARY(defaults));
	if (!identifier_is_valid(bytes_of_string(t->id)))
		return defect(l, ERR_VALUE, "id", "a-z, 0-9, - and . expected", e);
	if (strcmp(t->effect, "grants") != 0 && strcmp(t->effect, "bars") != 0)
		return defect(l, ERR_VALUE, "effect", "grants or bars", e);
	if (place_of(bytes_of_string(t->certainty), VOCABULARY(certainties)) == ELEMENTS(certainties))
		return defect(l, ERR_VALUE, "certainty", "S, I, ? or S/I", e);
	if (strchr(t->title, '\n') || strchr(t->title_nl, '\n'))
		return defect(l, ERR_VALUE, "title", "more than one line", e);
	*g = (struct ground){
		.id = t->id,
		.title = t->title,
		.title_nl = t->title_nl,
		.bars = strcmp(t->effect, "bars") == 0,
		.profile = t->profile,
		.sources = (const char *const *)t->sources,
		.source_count = t->sources_count,
		.tasks = (const char *const *)t->tasks,
		.task_count = t->tasks_count,
		.article = t->article,
		.source = t->source,
		.certainty = t->certainty,
		.standing = (enum ground_default)standing,
	};
	if (standing == ELEMENTS(defaults) || (g->bars && g->standing == GROUND_ALLOW))
		return defect(l, ERR_VALUE, "default", g->bars ? "ask or deny" : "allow, ask or deny", e);
	if (!yaml_truth(t->enabled, &g->enabled))
		return defect(l, ERR_VALUE, "enabled", "true or false", e);
	return load_conditions(l, t, g, e) && (g->bars || check_grant(l, g, e));
}

static bool load_rows(struct grounds *g, struct loading *l, struct error *e)
{
	g->rows = calloc(g->file->rows_count, sizeof *g->rows);
	if (!g->rows)
		return error_memory(e);
	for (l->row = 0; l->row < g->file->rows_count; l->row++) {
		if (grounds_find(g, g->file->rows[l->row].id))
			return defect(l, ERR_DUPLICATE, "id", "a row of that id is there already", e);
		if (!load_row(l, &g->file->rows[l->row], &g->rows[l->row], e))
			return false;
		g->size++;
	}
	return true;
}

static bool load_head(struct grounds *g, const struct loading *l, struct error *e)
{
	const char *const as_of[] = { "as_of", NULL }, *const version[] = { "version", NULL },
			  *const id[] = { "id", NULL };
	if (!identifier_is_valid(bytes_of_string(g->file->id)))
		return error_line(e, ERR_VALUE, l->subject, yaml_line_of(l->yaml, id), "%s",
		                  "id: a-z, 0-9, - and . expected");
	if (!number_parse(bytes_of_string(g->file->version), UINT32_MAX, &g->version) || g->version == 0)
		return error_line(e, ERR_VALUE, l->subject, yaml_line_of(l->yaml, version), "%s",
		                  "version: a number from 1");
	if (!day_parse(bytes_of_string(g->file->as_of), &g->as_of))
		return error_line(e, ERR_VALUE, l->subject, yaml_line_of(l->yaml, as_of), "%s",
		                  "as_of: a day, YYYY-MM-DD");
	return true;
}

bool grounds_parse(struct bytes raw, const char *subject, struct grounds **ret, struct error *e)
{
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	struct note note;
	void *file;
	if (!statement_open_draft(raw, GROUNDS_TYPE, subject, &note, e))
		return false;
	struct loading l = { note.text, subject, 0 };
	g = calloc(1, sizeof *g);
	if (!g)
		return error_memory(e);
	if (!yaml_load(note.text, subject, &file_schema, &file, NULL, e))
		return false;
	g->file = file;
	sha256_of(note.text, &g->hash);
	if (!load_head(g, &l, e) || !load_rows(g, &l, e))
		return false;
	*ret = g;
	g = NULL;
	return true;
}

void grounds_freep(struct grounds **g)
{
	if (!*g)
		return;
	free((*g)->rows);
	if ((*g)->file)
		yaml_unload(&file_schema, (*g)->file, 0);
	free(*g);
	*g = NULL;
}

struct bytes grounds_shipped(void)
{
	return bytes_of(grounds_text, grounds_text_size);
}

const char *grounds_id(const struct grounds *g)
{
	return g->file->id;
}

uint64_t grounds_version(const struct grounds *g)
{
	return g->version;
}

moment grounds_as_of(const struct grounds *g)
{
	return g->as_of;
}

const struct sha256 *grounds_hash(const struct grounds *g)
{
	return &g->hash;
}

size_t grounds_size(const struct grounds *g)
{
	return g->size;
}

const struct ground *grounds_row(const struct grounds *g, size_t index)
{
	return index < g->size ? &g->rows[index] : NULL;
}

const struct ground *grounds_find(const struct grounds *g, const char *id)
{
	for (size_t i = 0; i < g->size; i++)
		if (strcmp(g->rows[i].id, id) == 0)
			return &g->rows[i];
	return NULL;
}

bool grounds_melding_field(const struct grounds *g, const char *field)
{
	struct vocabulary v = { (const char *const *)g->file->melding_fields, g->file->melding_fields_count };
	return place_of(bytes_of_string(field), v) < v.count;
}

bool ground_has_task(const struct ground *g, const char *task)
{
	return place_of(bytes_of_string(task), (struct vocabulary){ g->tasks, g->task_count }) <
	       g->task_count;
}

bool ground_has_source(const struct ground *g, struct bytes source)
{
	return place_of(source, (struct vocabulary){ g->sources, g->source_count }) < g->source_count;
}
