/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/grounds.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

#define GROUNDS_ROWS_MAX 1000u
#define WORDS_MAX 200u

extern const unsigned char grounds_text[]; /* made by scripts/embed */
extern const size_t grounds_text_size;

struct grounds {
	char *id;
	uint64_t version;
	moment as_of, review_by;
	char **melding_fields;
	size_t melding_field_count;
	struct ground *rows;
	struct ground_note *notes;
	size_t size, note_count;
	struct sha256 hash;
};

/* --- words for bits --- */

static const char *const party_kinds[] = {
#define X(kind, name, law, words) name,
	PARTY_KINDS(X)
#undef X
};
static const char *const phases[] = { "melding",     "onderzoek",  "verslag",      "aanvraag",
	                              "beschikking", "uitvoering", "heronderzoek", "spoed" };
static const char *const bases[] = { "A6-1-a", "A6-1-b", "A6-1-c", "A6-1-d", "A6-1-e", "A6-1-f" };
static const char *const exceptions[] = { "A9-2-a", "A9-2-b", "A9-2-c", "A9-2-d", "A9-2-e",
	                                  "A9-2-f", "A9-2-g", "A9-2-h", "A9-2-i", "A9-2-j" };
static const char *const defaults[] = {
#define X(standing, name, words) [standing] = name,
	GROUND_DEFAULTS(X)
#undef X
};
static const char *const duties[] = {
#define X(duty, name, words) [duty] = name,
	GROUND_DUTIES(X)
#undef X
};
static const struct {
	const char *certainty, *words;
} certainties[] = {
#define X(certainty, words) { certainty, words },
	CERTAINTIES(X)
#undef X
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

const char *party_kind_words(enum party_kind kind)
{
	static const char *const words[] = {
#define X(kind, name, law, words) words,
		PARTY_KINDS(X)
#undef X
	};
	return name_of((unsigned)kind, VOCABULARY(words));
}

unsigned party_kind_law(enum party_kind kind)
{
	static const unsigned laws[] = {
#define X(kind, name, law, words) law,
		PARTY_KINDS(X)
#undef X
	};
	for (size_t i = 0; i < ELEMENTS(laws); i++)
		if ((unsigned)kind == 1u << i)
			return laws[i];
	return 0;
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

const char *ground_default_words(enum ground_default d)
{
	static const char *const sentences[] = {
#define X(standing, name, words) [standing] = words,
		GROUND_DEFAULTS(X)
#undef X
	};
	return (size_t)d < ELEMENTS(sentences) ? sentences[d] : "?";
}

const char *ground_duty_name(enum ground_duty duty)
{
	return (size_t)duty < ELEMENTS(duties) ? duties[duty] : "?";
}

const char *ground_duty_words(enum ground_duty duty)
{
	static const char *const sentences[] = {
#define X(duty, name, words) [duty] = words,
		GROUND_DUTIES(X)
#undef X
	};
	return (size_t)duty < ELEMENTS(sentences) ? sentences[duty] : "?";
}

const char *certainty_words(const char *certainty)
{
	for (size_t i = 0; i < ELEMENTS(certainties); i++)
		if (strcmp(certainties[i].certainty, certainty) == 0)
			return certainties[i].words;
	return certainty;
}

unsigned paragraph_bit(const char *text, const char *prefix)
{
	size_t size = strlen(prefix);
	if (strncmp(text, prefix, size) != 0 || text[size] < 'a' || text[size] > 'z' || text[size + 1])
		return 0;
	return 1u << (text[size] - 'a');
}

bool bwb_is_valid(struct bytes text)
{
	static const char prefix[] = "BWBR";
	size_t size = strlen(prefix);
	if (text.size != size + 7 || !bytes_starts_with(text, prefix))
		return false;
	for (size_t i = size; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return true;
}

/* --- the text --- */

static bool is_line(struct bytes text)
{
	return !bytes_find(text, '\n');
}

/* A yes or no, which a row that bars doesn't have and a row that grants must. */
static bool check_truths(const struct ground *g, struct keyed_at at, struct error *e)
{
	static const char *const keys[] = { "consent", "no_objection", "household" };
	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		bool there = keyed_has(at, keys[i]);
		if (g->bars == there)
			return keyed_fault(at, e, there ? ERR_VALUE : ERR_MISSING, keys[i],
			                   N_("needed in a row that grants, and in that alone"));
	}
	return true;
}

/* What grants must say from whom to whom, what and for what: a condition forgotten would let through too
 * much. */
static bool check_grant(const struct ground *g, struct keyed_at at, struct error *e)
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
			return keyed_fault(at, e, ERR_MISSING, needed[i].key,
			                   N_("a row that grants must state it"));
	if (g->categories & 1u << CATEGORY_CRIMINAL)
		return keyed_fault(at, e, ERR_VALUE, "categories",
		                   N_("criminal data are never exchanged (AVG art. 10)"));
	return true;
}

/* What only has a meaning beside another key. */
static bool check_pairs(const struct ground *g, struct keyed_at at, struct error *e)
{
	if (g->no_objection_laws && (!g->no_objection || g->no_objection_laws & ~g->laws))
		return keyed_fault(at, e, ERR_VALUE, "no_objection_laws",
		                   N_("laws of this row, which asks the no-objection"));
	if (g->answer_weeks && !g->duty)
		return keyed_fault(at, e, ERR_VALUE, "answer_weeks", N_("only where there is a duty"));
	return true;
}

/* Law, version and text name the words together. */
static bool check_words(const struct ground *g, struct keyed_at at, struct error *e)
{
	static const char *const keys[] = { "version", "text" };
	for (size_t i = 0; i < ELEMENTS(keys); i++)
		if (keyed_has(at, keys[i]) != (g->bwb != NULL))
			return keyed_fault(at, e, g->bwb ? ERR_MISSING : ERR_VALUE, keys[i],
			                   N_("bwb, version and text go together"));
	return true;
}

static const struct ground_floor floors[] = {
	{ .id = "wmo-5.1.1-4",
	  .article = "Wmo 2015 art. 5.1.1 lid 4",
	  .consent = true,
	  .no_objection = LAW_PW,
	  .household = true,
	  .melding = true,
	  .no_amount = true },
	{ .id = "wmo-5.3.3-1", .article = "Wmo 2015 art. 5.3.3 lid 1", .consent = true },
	{ .id = "wmo-5.2.1-1-b", .article = "Wmo 2015 art. 5.2.1 lid 1 onder b", .consent = true },
	{ .id = "wmo-5.2.5", .article = "Wmo 2015 art. 5.2.5 lid 1", .consent = true },
	{ .id = "wmo-5.2.5-2", .article = "Wmo 2015 art. 5.2.5 lid 2", .consent = true },
	{ .id = "pw-67-1-reintegratie",
	  .article = "Participatiewet art. 67 lid 1 onder e",
	  .weighed = true,
	  .no_bsn_of_10 = true },
	{ .id = "pw-64-1-n", .article = "Participatiewet art. 64 lid 1 onder n", .no_bsn_of_10 = true },
	{ .id = "optout-36799", .article = "Wetsvoorstel 36 799", .opt_out = true },
};

/* "art. 5.1.1 lid 4" isn't cited by "art. 5.1.1 lid 40". */
static bool cites_first(const char *article, const char *one)
{
	size_t size = strlen(one);
	char next = strncmp(article, one, size) == 0 ? article[size] : '0';
	return !(next >= '0' && next <= '9') && !(next >= 'a' && next <= 'z');
}

static const struct ground_floor *floor_of(const struct ground *g)
{
	static const struct ground_floor none = { 0 };
	for (size_t i = 0; i < ELEMENTS(floors); i++)
		if (strcmp(floors[i].id, g->id) == 0 ||
		    (!g->bars && cites_first(g->article, floors[i].article)))
			return &floors[i];
	return &none;
}

static void ask_at_least(struct ground *g)
{
	const struct ground_floor *f = g->floor = floor_of(g);
	if (g->bars)
		return;
	g->asks_less = (f->consent && !g->consent) || (f->no_objection && !g->no_objection) ||
	               (g->no_objection_laws && f->no_objection & ~g->no_objection_laws) ||
	               (f->opt_out && !g->opt_out);
	if (g->no_objection_laws)
		g->no_objection_laws |= f->no_objection;
	g->consent = g->consent || f->consent;
	g->opt_out = g->opt_out || f->opt_out;
	g->no_objection = g->no_objection || f->no_objection;
}

static bool check_row(void *row, struct keyed_at at, struct error *e)
{
	struct ground *g = row;
	ask_at_least(g);
	if (g->bars && g->standing == GROUND_ALLOW)
		return keyed_fault(at, e, ERR_VALUE, "default", N_("ask or deny"));
	return check_truths(g, at, e) && check_words(g, at, e) && check_pairs(g, at, e) &&
	       (g->bars || check_grant(g, at, e));
}

static bool is_certainty(struct bytes text)
{
	for (size_t i = 0; i < ELEMENTS(certainties); i++)
		if (bytes_equal_string(text, certainties[i].certainty))
			return true;
	return false;
}

static const char *const effects[] = { "grants", "bars" };
static bool is_source(struct bytes text)
{
	enum data_source source;
	return source_parse(text, &source);
}

static const struct keyed source_item =
	KEYED_TEXT_ITEM(.fits = is_source, .rule = N_("a source that this version of the program knows"));
static const struct keyed word_item = KEYED_TEXT_ITEM(.least = 1, .most = 80);

#define NEEDED(name_, member_, most_, ...) \
	KEYED_TEXT(name_, struct ground, member_, .least = 1, .most = (most_), __VA_ARGS__)
#define BITS(name_, member_, words_) \
	KEYED_BITS(name_, struct ground, member_, words_, KEYED_OPTIONAL, \
	           .rule = "each once, by a name that this version of the program knows")
#define TRUTH(name_, member_) KEYED_TRUTH(name_, struct ground, member_, KEYED_OPTIONAL)
#define WORDS(name_, member_, count_) \
	KEYED_VALUES(name_, struct ground, member_, count_, word_item, WORDS_MAX, KEYED_OPTIONAL)

static const struct keyed row_keys[] = {
	KEYED_TEXT("id", struct ground, id, .fits = identifier_is_valid,
	           .rule = "a-z, 0-9, - and . expected"),
	NEEDED("title", title, 400, .fits = is_line, .rule = N_("one line of text")),
	NEEDED("title_nl", title_nl, 400, .fits = is_line, .rule = N_("one line of text")),
	KEYED_WORD("effect", struct ground, bars, effects, .rule = N_("grants or bars")),
	KEYED_TEXT("profile", struct ground, profile, KEYED_OPTIONAL, .least = 1, .most = 80),
	BITS("from", from, party_kinds),
	BITS("to", to, party_kinds),
	BITS("laws", laws, law_names),
	KEYED_VALUES("sources", struct ground, sources, source_count, source_item, SOURCE_COUNT,
	             KEYED_OPTIONAL),
	WORDS("tasks", tasks, task_count),
	TRUTH("own_law", own_law),
	TRUTH("other_controller", other_controller),
	TRUTH("opt_out", opt_out),
	BITS("phases", phases, phases),
	BITS("categories", categories, category_names),
	BITS("bases", bases, bases),
	BITS("exceptions", exceptions, exceptions),
	TRUTH("consent", consent),
	TRUTH("no_objection", no_objection),
	BITS("no_objection_laws", no_objection_laws, law_names),
	TRUTH("client_supplied", client_supplied),
	TRUTH("household", household),
	KEYED_WORD("duty", struct ground, duty, duties, KEYED_OPTIONAL,
	           .rule = N_("none, asked or only-asked")),
	KEYED_NUMBER("answer_weeks", struct ground, answer_weeks, 52, KEYED_OPTIONAL, .least = 1,
	             .rule = N_("a number of weeks, from 1 to 52")),
	NEEDED("article", article, 200),
	KEYED_TEXT("bwb", struct ground, bwb, KEYED_OPTIONAL, .fits = bwb_is_valid, .rule = BWB_RULE),
	KEYED_DAY("version", struct ground, version, KEYED_OPTIONAL),
	KEYED_HEX("text", struct ground, text, KEYED_OPTIONAL),
	KEYED_TEXT("certainty", struct ground, certainty, .fits = is_certainty, .rule = N_("S, I, ? or S/I")),
	NEEDED("source", source, 1000),
	KEYED_WORD("default", struct ground, standing, defaults, .rule = N_("allow, ask or deny")),
	KEYED_TRUTH("enabled", struct ground, enabled),
	{ 0 },
};
#define NOTE(name_, member_, most_, ...) \
	KEYED_TEXT(name_, struct ground_note, member_, .least = 1, .most = (most_), __VA_ARGS__)
static const struct keyed note_keys[] = {
	KEYED_TEXT("id", struct ground_note, id, .fits = identifier_is_valid,
	           .rule = "a-z, 0-9, - and . expected"),
	NOTE("title", title, 400, .fits = is_line, .rule = N_("one line of text")),
	NOTE("title_nl", title_nl, 400, .fits = is_line, .rule = N_("one line of text")),
	NOTE("article", article, 200),
	KEYED_TEXT("certainty", struct ground_note, certainty, .fits = is_certainty,
	           .rule = N_("S, I, ? or S/I")),
	{ 0 },
};
static const struct keyed grounds_keys[] = {
	KEYED_CONSTANT("type", GROUNDS_TYPE),
	KEYED_TEXT("id", struct grounds, id, .fits = identifier_is_valid,
	           .rule = "a-z, 0-9, - and . expected"),
	KEYED_NUMBER("version", struct grounds, version, UINT32_MAX, .least = 1,
	             .rule = N_("a number from 1")),
	KEYED_DAY("as_of", struct grounds, as_of),
	KEYED_DAY("review_by", struct grounds, review_by, KEYED_OPTIONAL),
	KEYED_VALUES("melding_fields", struct grounds, melding_fields, melding_field_count, word_item,
	             WORDS_MAX),
	KEYED_LIST("notes", struct grounds, notes, note_count, note_keys, GROUNDS_ROWS_MAX, KEYED_OPTIONAL),
	KEYED_LIST("rows", struct grounds, rows, size, row_keys, GROUNDS_ROWS_MAX, .least = 1,
	           .check = check_row),
	{ 0 },
};

static bool check_distinct(const struct grounds *g, struct keyed_at at, struct error *e)
{
	for (size_t i = 1; i < g->size; i++)
		if (grounds_find(g, g->rows[i].id) != &g->rows[i])
			return keyed_fault(keyed_in(at, "rows/%zu", i), e, ERR_DUPLICATE, "id",
			                   N_("a row of that id is there already"));
	return true;
}

bool grounds_parse(struct bytes raw, const char *subject, struct grounds **ret, struct error *e)
{
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct note note;
	if (!statement_open_draft(raw, GROUNDS_TYPE, subject, &note, e))
		return false;
	g = calloc(1, sizeof *g);
	if (!g)
		return error_memory(e);
	if (!keyed_read(note.text, subject, grounds_keys, g, &lines, e) ||
	    !check_distinct(g, keyed_whole(&lines), e))
		return false;
	sha256_of(note.text, &g->hash);
	*ret = g;
	g = NULL;
	return true;
}

void grounds_freep(struct grounds **g)
{
	if (!*g)
		return;
	keyed_clear(*g, grounds_keys);
	free(*g);
	*g = NULL;
}

struct bytes grounds_shipped(void)
{
	return bytes_of(grounds_text, grounds_text_size);
}

const char *grounds_id(const struct grounds *g)
{
	return g->id;
}

uint64_t grounds_version(const struct grounds *g)
{
	return g->version;
}

moment grounds_as_of(const struct grounds *g)
{
	return g->as_of;
}

moment grounds_review_by(const struct grounds *g)
{
	return g->review_by;
}

enum grounds_age grounds_age(const struct grounds *g, moment when)
{
	if (g->review_by && when >= g->review_by + SECONDS_A_DAY)
		return GROUNDS_PAST;
	return g->review_by && when >= g->review_by - GROUNDS_DUE_DAYS * SECONDS_A_DAY ? GROUNDS_DUE
	                                                                               : GROUNDS_CURRENT;
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

size_t grounds_note_count(const struct grounds *g)
{
	return g->note_count;
}

const struct ground_note *grounds_note(const struct grounds *g, size_t index)
{
	return index < g->note_count ? &g->notes[index] : NULL;
}

bool grounds_melding_field(const struct grounds *g, const char *field)
{
	struct vocabulary v = { (const char *const *)g->melding_fields, g->melding_field_count };
	return place_of(bytes_of_string(field), v) < v.count;
}

bool ground_is_withdrawn(const struct ground *g)
{
	static const char *const rows[] = { "wmo-2.3.2-7" };
	return g->client_supplied || place_of(bytes_of_string(g->id), VOCABULARY(rows)) < ELEMENTS(rows);
}

bool grounds_check_floors(const struct grounds *g, struct error *e)
{
	for (size_t i = 0; i < g->size; i++) {
		const struct ground *row = &g->rows[i];
		if (ground_is_withdrawn(row))
			return error_set(e, ERR_GROUNDS_FLOOR, row->id, "%s",
			                 row->client_supplied ? N_("client_supplied was withdrawn")
			                                      : N_("this row was withdrawn"));
		if (row->asks_less)
			return error_set(e, ERR_GROUNDS_FLOOR, row->id, "%s",
			                 N_("it asks less of the client than no table may"));
	}
	return true;
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

unsigned ground_laws(const struct ground *g, unsigned from)
{
	unsigned own = 0;
	for (size_t i = 0; g->own_law && i < PARTY_KIND_COUNT; i++)
		if (from & 1u << i)
			own |= party_kind_law((enum party_kind)(1u << i));
	return g->own_law ? g->laws & own : g->laws;
}

bool ground_asks_no_objection(const struct ground *g, unsigned laws)
{
	return g->no_objection && (!g->no_objection_laws || g->no_objection_laws & laws);
}
