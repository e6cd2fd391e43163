/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/grounds.h"

#include "base/limits.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct grounds *shipped(void)
{
	struct grounds *g = NULL;
	struct error e = { 0 };
	cr_assert(grounds_parse(grounds_shipped(), "grounds-nl.yaml", &g, &e), "%s:%lu %s",
	          error_name(e.code), (unsigned long)e.line, e.detail);
	return g;
}

static const struct ground *row(const struct grounds *g, const char *id)
{
	const struct ground *found = grounds_find(g, id);
	cr_assert_not_null(found, "%s", id);
	return found;
}

Test(grounds, the_shipped_table)
{
	_cleanup_(grounds_freep) struct grounds *g = shipped();
	struct sha256 hash;
	moment as_of;
	sha256_of(grounds_shipped(), &hash);
	cr_assert(sha256_equal(grounds_hash(g), &hash));
	cr_assert_str_eq(grounds_id(g), "grounds-nl");
	cr_assert_eq(grounds_version(g), 2);
	cr_assert(day_parse(BYTES("2026-09-01"), &as_of) && grounds_as_of(g) == as_of);
	cr_assert(day_parse(BYTES("2027-01-01"), &as_of) && grounds_review_by(g) == as_of);
	cr_assert_null(grounds_row(g, grounds_size(g)));
	cr_assert_null(grounds_find(g, "wmo-5.1.1"));
	const struct ground *to_wmo = row(g, "wmo-5.1.1-4");
	cr_assert(!to_wmo->bars && to_wmo->enabled && to_wmo->standing == GROUND_ALLOW);
	cr_assert(to_wmo->consent && to_wmo->no_objection && to_wmo->household);
	cr_assert_eq(to_wmo->from, PARTY_PW | PARTY_JEUGD | PARTY_WGS);
	cr_assert_eq(to_wmo->to, PARTY_WMO);
	cr_assert_eq(to_wmo->laws, LAW_PW | LAW_JEUGD | LAW_WGS);
	cr_assert_eq(to_wmo->task_count, 8);
	cr_assert(ground_has_task(to_wmo, "wmo-2.3.10") && !ground_has_task(to_wmo, "wmo-2.1.4") &&
	          !ground_has_task(to_wmo, "wmo-2.3.1"));
	cr_assert_not(ground_has_source(to_wmo, BYTES("client")));
	cr_assert(to_wmo->exceptions & paragraph_bit("A9-2-a", "A9-2-") &&
	          !(to_wmo->exceptions & paragraph_bit("A9-2-b", "A9-2-")));
	cr_assert_not(to_wmo->categories & 1u << CATEGORY_CRIMINAL);
}

Test(grounds, tells_when_the_statutes_must_be_read_again)
{
	static const struct {
		const char *day;
		enum grounds_age age;
	} cases[] = {
		{ "2026-11-01", GROUNDS_CURRENT },
		{ "2026-11-02", GROUNDS_DUE },
		{ "2027-01-01", GROUNDS_DUE },
		{ "2027-01-02", GROUNDS_PAST },
	};
	_cleanup_(grounds_freep) struct grounds *g = shipped();
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		moment day;
		cr_assert(day_parse(bytes_of_string(cases[i].day), &day));
		cr_expect_eq(grounds_age(g, day), cases[i].age, "%s", cases[i].day);
	}
}

Test(grounds, keeps_the_certainty_of_each_row)
{
	static const struct {
		const char *id, *certainty;
		enum ground_default standing;
		bool bars, enabled;
	} rows[] = {
		{ "wmo-5.1.1-4", "S", GROUND_ALLOW, false, true },
		{ "wmo-5.1.1-4-eigen-bijdrage", "S", GROUND_DENY, true, true },
		{ "wgs-8d", "S", GROUND_ALLOW, false, true },
		{ "wmo-5.3.3-1", "S/I", GROUND_ASK, false, true },
		{ "wmo-5.3.3-3", "?", GROUND_DENY, false, true },
		{ "wmo-5.2.1-1-a", "S/I", GROUND_ALLOW, false, true },
		{ "wmo-5.2.1-1-b", "S/I", GROUND_ALLOW, false, true },
		{ "wmo-5.2.2-a", "S", GROUND_ALLOW, false, true },
		{ "wmo-5.2.5", "S", GROUND_ALLOW, false, true },
		{ "wmo-5.2.5-2", "S", GROUND_ALLOW, false, true },
		{ "pw-67-1-reintegratie", "S", GROUND_ALLOW, false, true },
		{ "pw-67-1-uwv", "S", GROUND_ALLOW, false, true },
		{ "pw-64-1-n", "S", GROUND_ALLOW, false, true },
		{ "pw-64-1-b", "S", GROUND_ALLOW, false, true },
		{ "pw-64-1-a", "S", GROUND_ALLOW, false, true },
		{ "pw-67a", "S", GROUND_ALLOW, false, true },
		{ "wi-35-4", "S", GROUND_ALLOW, false, true },
		{ "wi-35-5", "S", GROUND_ALLOW, false, true },
		{ "avg-10", "I", GROUND_DENY, true, true },
		{ "suwi-74", "?", GROUND_ASK, true, true },
		{ "wams-pw-wmo", "?", GROUND_ASK, false, false },
		{ "wams-wmo-pw", "?", GROUND_ASK, false, false },
		{ "wmo-5.2.1-2-c", "S", GROUND_ALLOW, false, false },
		{ "optout-36799", "?", GROUND_ASK, false, false },
	};
	_cleanup_(grounds_freep) struct grounds *g = shipped();
	cr_assert_eq(grounds_size(g), ELEMENTS(rows));
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		const struct ground *r = row(g, rows[i].id);
		cr_expect_str_eq(r->certainty, rows[i].certainty, "%s", r->id);
		cr_expect_eq(r->standing, rows[i].standing, "%s", r->id);
		cr_expect_eq(r->bars, rows[i].bars, "%s", r->id);
		cr_expect_eq(r->enabled, rows[i].enabled, "%s", r->id);
		cr_expect(*r->article && *r->source && *r->title && *r->title_nl, "%s", r->id);
	}
	cr_assert_str_eq(row(g, "wams-pw-wmo")->profile, "wams");
}

Test(grounds, has_words_for_each_certainty_and_default)
{
	static const char *const certainties[] = { "S", "S/I", "I", "?" };
	for (size_t i = 0; i < ELEMENTS(certainties); i++)
		cr_assert_gt(strlen(certainty_words(certainties[i])), 3, "%s", certainties[i]);
	cr_assert_str_eq(certainty_words("of a later version"), "of a later version");
	cr_assert_str_eq(ground_default_words(GROUND_ASK), "only with an override");
	cr_assert_str_eq(ground_default_words((enum ground_default)9), "?");
}

Test(grounds, contact_data_alone_at_melding)
{
	_cleanup_(grounds_freep) struct grounds *g = shipped();
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	struct error e = { 0 };
	size_t count = 0;
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &c, &e));
	for (size_t i = 0; i < catalogue_size(c); i++)
		count += grounds_melding_field(g, catalogue_field(c, i)->name);
	cr_assert_eq(count, 13);
	cr_assert(grounds_melding_field(g, "burgerservicenummer") && grounds_melding_field(g, "postcode"));
	cr_assert_not(grounds_melding_field(g, "geslacht"));
	cr_assert_not(grounds_melding_field(g, "inkomensvoorziening.soort"));
}

Test(grounds, words_and_bits)
{
	static const char *const kinds[] = { "wmo",         "pw",     "zorgaanbieder", "reintegratie",
		                             "uwv",         "jeugd",  "wgs",           "inburgering",
		                             "svb",         "school", "pgb-derde",     "zorgverzekeraar",
		                             "zorgverlener" };
	static const char *const phases[] = { "melding",     "onderzoek",  "verslag",      "aanvraag",
		                              "beschikking", "uitvoering", "heronderzoek", "spoed" };
	enum party_kind kind = PARTY_WMO;
	enum phase phase = PHASE_MELDING;
	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		cr_assert(party_kind_parse(bytes_of_string(kinds[i]), &kind));
		cr_assert_str_eq(party_kind_name(kind), kinds[i]);
	}
	for (size_t i = 0; i < ELEMENTS(phases); i++) {
		cr_assert(phase_parse(bytes_of_string(phases[i]), &phase));
		cr_assert_str_eq(phase_name(phase), phases[i]);
	}
	cr_assert_not(party_kind_parse(BYTES("WMO"), &kind));
	cr_assert_not(phase_parse(BYTES(""), &phase));
	cr_assert_str_eq(party_kind_name((enum party_kind)3), "?");
	cr_assert_str_eq(phase_name((enum phase)0), "?");
	cr_assert_str_eq(ground_default_name(GROUND_ASK), "ask");
	cr_assert_eq(paragraph_bit("A6-1-a", "A6-1-"), 1);
	cr_assert_eq(paragraph_bit("A6-1-ab", "A6-1-"), 0);
	cr_assert_eq(paragraph_bit("A6-1-", "A6-1-"), 0);
	cr_assert_eq(paragraph_bit("A9-2-a", "A6-1-"), 0);
}

/* One row that grants and one that bars, to be altered. */
static const char least[] = "type: sluis.grounds/v1\n"
			    "id: g\n"
			    "version: 1\n"
			    "as_of: 2026-09-01\n"
			    "melding_fields: [postcode]\n"
			    "rows:\n"
			    "  - id: a-1\n"
			    "    title: t\n"
			    "    title_nl: t\n"
			    "    effect: grants\n"
			    "    from: [pw]\n"
			    "    to: [wmo, uwv]\n"
			    "    laws: [pw]\n"
			    "    tasks: [wmo-1]\n"
			    "    phases: [onderzoek]\n"
			    "    categories: [ordinary]\n"
			    "    bases: [A6-1-e]\n"
			    "    consent: false\n"
			    "    no_objection: false\n"
			    "    household: false\n"
			    "    article: art\n"
			    "    certainty: S\n"
			    "    source: src\n"
			    "    default: allow\n"
			    "    enabled: true\n"
			    "  - id: b-1\n"
			    "    title: t\n"
			    "    title_nl: t\n"
			    "    effect: bars\n"
			    "    article: art\n"
			    "    certainty: I\n"
			    "    source: src\n"
			    "    default: ask\n"
			    "    enabled: true\n";

#define ZEROS "00000000000000000000000000000000"
#define WORDS "    bwb: BWBR0035362\n    version: 2026-07-01\n    text: " ZEROS ZEROS "\n"

Test(grounds, each_defect_has_its_line)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "", "", ERR_NONE, 0 },
		{ "id: g\n", "id: G\n", ERR_VALUE, 2 },
		{ "version: 1", "version: 0", ERR_VALUE, 3 },
		{ "as_of: 2026-09-01", "as_of: 2026-09-31", ERR_VALUE, 4 },
		{ "v1\n", "v2\n", ERR_VERSION, 1 },
		{ "grounds/v1\n", "roster/v1\n", ERR_NOTE, 1 },
		{ "id: a-1", "id: A_1", ERR_VALUE, 7 },
		{ "id: b-1", "id: a-1", ERR_DUPLICATE, 26 },
		{ "effect: grants", "effect: allows", ERR_VALUE, 10 },
		{ "from: [pw]", "from: [gemeente]", ERR_VALUE, 11 },
		{ "from: [pw]", "from: []", ERR_MISSING, 11 },
		{ "    to: [wmo, uwv]\n", "", ERR_MISSING, 7 },
		{ "to: [wmo, uwv]", "to: [wmo, wmo]", ERR_DUPLICATE, 12 },
		{ "laws: [pw]", "laws: [wams]", ERR_VALUE, 13 },
		{ "tasks: [wmo-1]", "tasks: []", ERR_MISSING, 14 },
		{ "phases: [onderzoek]", "phases: [intake]", ERR_VALUE, 15 },
		{ "categories: [ordinary]", "categories: [criminal]", ERR_VALUE, 16 },
		{ "categories: [ordinary]", "categories: [other]", ERR_VALUE, 16 },
		{ "bases: [A6-1-e]", "bases: [A9-2-a]", ERR_VALUE, 17 },
		{ "consent: false", "consent: no", ERR_VALUE, 18 },
		{ "    household: false\n", "", ERR_MISSING, 7 },
		{ "certainty: S\n", "certainty: sure\n", ERR_VALUE, 22 },
		{ "default: allow", "default: maybe", ERR_VALUE, 24 },
		{ "default: ask", "default: allow", ERR_VALUE, 33 },
		{ "enabled: true", "enabled: yes", ERR_VALUE, 25 },
		{ "effect: bars\n", "effect: bars\n    consent: true\n", ERR_VALUE, 30 },
		{ "article: art\n", "artikel: art\n", ERR_UNKNOWN_KEY, 21 },
		{ "    source: src\n", "", ERR_MISSING, 7 },
		{ "as_of: 2026-09-01", "as_of: 2026-09-01\nreview_by: 2026-13-01", ERR_VALUE, 5 },
		{ "article: art\n", "article: art\n" WORDS, ERR_NONE, 0 },
		{ "article: art\n", "article: art\n    bwb: BWBR0035362\n", ERR_MISSING, 7 },
		{ "article: art\n", "article: art\n    version: 2026-07-01\n", ERR_VALUE, 22 },
		{ "article: art\n", "article: art\n    bwb: BWB0035362\n", ERR_VALUE, 22 },
		{ "article: art\n",
		  "article: art\n    bwb: BWBR0035362\n    version: 2026-07-01\n    text: 00\n", ERR_VALUE,
		  24 },
		{ "title: t\n", "title: t\n    title: t\n", ERR_DUPLICATE, 9 },
		{ "title: t\n", "title: &a t\n", ERR_SYNTAX, 8 },
		{ "title: t\n", "\ttitle: t\n", ERR_CONTROL_CHARACTER, 8 },
		{ "from: [pw]", "from: pw", ERR_VALUE, 11 },
		{ "tasks: [wmo-1]", "sources: [suwinet]\n    tasks: [wmo-1]", ERR_NONE, 0 },
		{ "tasks: [wmo-1]", "sources: [cak]\n    tasks: [wmo-1]", ERR_VALUE, 14 },
		{ "household: false\n", "household: false\n    duty: asked\n    answer_weeks: 4\n", ERR_NONE,
		  0 },
		{ "household: false\n", "household: false\n    duty: perhaps\n", ERR_VALUE, 21 },
		{ "household: false\n", "household: false\n    answer_weeks: 4\n", ERR_VALUE, 21 },
		{ "household: false\n", "household: false\n    no_objection_laws: [pw]\n", ERR_VALUE, 21 },
		{ "household: false\n", "household: false\n    opt_out: true\n", ERR_NONE, 0 },
		{ "household: false\n", "household: false\n    opt_out: perhaps\n", ERR_VALUE, 21 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(grounds_freep) struct grounds *g = NULL;
		const char *at = strstr(least, cases[i].from);
		struct error e = { 0 };
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - least), least,
		                                                   cases[i].to, at + strlen(cases[i].from));
		bool ok = grounds_parse(bytes_of_string(text), "g.yaml", &g, &e);
		cr_expect_eq(ok, cases[i].code == ERR_NONE, "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		if (!ok)
			cr_expect_eq(e.line, cases[i].line, "case %zu: line %lu %s", i, (unsigned long)e.line,
			             e.detail);
		cr_expect_eq(ok, g != NULL);
	}
}

/* What a later table knows, and this version doesn't, it says; with the line above. */
Test(grounds, a_word_of_a_later_version_is_refused_by_what_it_is)
{
	static const struct {
		const char *from, *to, *says;
	} cases[] = {
		{ "laws: [pw]", "laws: [pw, wlz]",
		  "laws: each once, by a name that this version of the program knows" },
		{ "from: [pw]", "from: [pw, ciz]",
		  "from: each once, by a name that this version of the program knows" },
		{ "tasks: [wmo-1]", "sources: [ciz]\n    tasks: [wmo-1]",
		  "sources: a source that this version of the program knows" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(grounds_freep) struct grounds *g = NULL;
		struct error e = { 0 };
		const char *at = strstr(least, cases[i].from);
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - least), least,
		                                                   cases[i].to, at + strlen(cases[i].from));
		cr_assert_not(grounds_parse(bytes_of_string(text), "g.yaml", &g, &e));
		cr_expect_eq(e.code, ERR_VALUE);
		cr_expect_str_eq(e.detail, cases[i].says);
	}
}

Test(grounds, notes_say_what_is_no_row)
{
	_cleanup_(grounds_freep) struct grounds *g = shipped();
	cr_assert_eq(grounds_note_count(g), 4);
	for (size_t i = 0; i < grounds_note_count(g); i++) {
		const struct ground_note *n = grounds_note(g, i);
		cr_expect(*n->title && *n->title_nl && *n->article, "%s", n->id);
		cr_expect_null(grounds_find(g, n->id), "%s is a row", n->id);
	}
	cr_assert_null(grounds_note(g, 4));
	cr_assert_eq(row(g, "pw-64-1-n")->answer_weeks, 4);
	cr_assert_eq(row(g, "pw-64-1-n")->duty, DUTY_ONLY_ASKED);
	cr_assert_eq(row(g, "wmo-5.2.2-a")->duty, DUTY_ASKED);
	cr_assert_eq(row(g, "wmo-5.2.2-a")->answer_weeks, 0);
}

/* Each text says what it is for people, and each kind under which law it makes its own records. */
Test(grounds, each_kind_of_party_has_its_law_and_words)
{
	for (size_t i = 0; i < PARTY_KIND_COUNT; i++) {
		enum party_kind kind = (enum party_kind)(1u << i);
		unsigned law = party_kind_law(kind);
		cr_expect_gt(strlen(party_kind_words(kind)), 5);
		cr_expect(kind == PARTY_SCHOOL ? law == 0 : law && !(law & (law - 1)), "%s",
		          party_kind_name(kind));
	}
	cr_assert_eq(party_kind_law(PARTY_CURE), LAW_ZVW);
	cr_assert_str_eq(party_kind_words((enum party_kind)0), "?");
}

/* The no-objection is of data of the Participatiewet, and no table narrows it to others. */
Test(grounds, narrowing_the_no_objection_to_other_laws_is_below_the_floor)
{
	_cleanup_(string_freep) char *all = string_of_bytes(grounds_shipped());
	const char *at = strstr(all, "no_objection_laws: [pw]");
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	struct error e = { 0 };
	_cleanup_(string_freep) char *lax = string_printf("%.*sno_objection_laws: [wgs]%.*s", (int)(at - all),
	                                                  all, (int)strlen(at + 23), at + 23);
	cr_assert(grounds_parse(bytes_of_string(lax), "g.yaml", &g, &e), "%s", e.detail);
	cr_assert(ground_asks_no_objection(row(g, "wmo-5.1.1-4"), LAW_PW));
	cr_assert_not(ground_asks_no_objection(row(g, "wmo-5.1.1-4"), LAW_JEUGD));
	cr_assert_not(grounds_check_floors(g, &e));
	cr_assert_str_eq(e.subject, "wmo-5.1.1-4");
}

/* A table of before can be read, for the logs that rest on it, but not signed or taken in. */
Test(grounds, what_was_withdrawn_or_asks_less_is_refused_by_name)
{
	static const struct {
		const char *from, *to, *subject;
	} cases[] = {
		{ "", "", NULL },
		{ "id: a-1", "id: wmo-2.3.2-7", "wmo-2.3.2-7" },
		{ "consent: false\n", "consent: false\n    client_supplied: true\n", "a-1" },
		{ "consent: false\n", "consent: false\n    client_supplied: false\n", NULL },
		{ "id: a-1", "id: wmo-5.1.1-4", "wmo-5.1.1-4" },
		{ "id: a-1", "id: wmo-5.3.3-1", "wmo-5.3.3-1" },
		{ "id: a-1", "id: wmo-5.2.1-1-b", "wmo-5.2.1-1-b" },
		{ "id: a-1", "id: wmo-5.2.5", "wmo-5.2.5" },
		{ "id: a-1", "id: wmo-5.2.5-2", "wmo-5.2.5-2" },
		{ "id: a-1", "id: wmo-5.2.1-1-a", NULL },
		/* under another id, by the article that it rests on first */
		{ "article: art\n", "article: Wmo 2015 art. 5.1.1 lid 4\n", "a-1" },
		{ "article: art\n", "article: Wmo 2015 art. 5.2.5 lid 2, art. 5.2.9\n", "a-1" },
		{ "article: art\n", "article: Wmo 2015 art. 5.1.1 lid 40\n", NULL },
		{ "article: art\n", "article: Wmo 2015 art. 5.2.1 lid 1 onder a\n", NULL },
		{ "article: art\n", "article: Wmo 2015 art. 5.2.9, art. 5.1.1 lid 4\n", NULL },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(grounds_freep) struct grounds *g = NULL;
		struct error e = { 0 };
		const char *at = strstr(least, cases[i].from);
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - least), least,
		                                                   cases[i].to, at + strlen(cases[i].from));
		cr_assert(grounds_parse(bytes_of_string(text), "g.yaml", &g, &e), "case %zu: %s", i,
		          e.detail);
		bool ok = grounds_check_floors(g, &e);
		cr_expect_eq(ok, !cases[i].subject, "case %zu", i);
		if (!ok) {
			cr_expect_eq(e.code, ERR_GROUNDS_FLOOR, "case %zu: %s", i, error_name(e.code));
			cr_expect_str_eq(e.subject, cases[i].subject);
		}
	}
}

/* The floors are said in code: they ask all that the shipped rows ask, however a table's own text has it. */
Test(grounds, no_table_drops_what_the_shipped_rows_ask)
{
	_cleanup_(grounds_freep) struct grounds *g = shipped();
	struct error e = { 0 };
	cr_assert(grounds_check_floors(g, &e), "%s", e.subject);
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *want = grounds_row(g, i);
		_cleanup_(grounds_freep) struct grounds *lax = NULL;
		_cleanup_(string_freep) char *id = string_printf("id: %s", want->id);
		const char *at = strstr(least, "id: a-1");
		_cleanup_(string_freep) char *text =
			string_printf("%.*s%s%s", (int)(at - least), least, id, at + strlen("id: a-1"));
		if (want->bars)
			continue;
		cr_assert(grounds_parse(bytes_of_string(text), "g.yaml", &lax, &e), "%s", want->id);
		cr_expect_eq(grounds_row(lax, 0)->consent, want->consent, "%s", want->id);
		cr_expect_eq(grounds_row(lax, 0)->no_objection, want->no_objection, "%s", want->id);
		const struct ground_floor *floor = want->floor;
		cr_expect(!floor->id || strcmp(floor->id, want->id) == 0, "%s has the floor of %s", want->id,
		          floor->id);
		cr_expect(!floor->id || strncmp(want->article, floor->article, strlen(floor->article)) == 0,
		          "%s rests on %s", want->id, want->article);
	}
}

Test(grounds, too_large_is_refused_before_it_is_read)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct grounds *g = NULL;
	struct error e = { 0 };
	buffer_append_string(&text, least);
	while (text.size <= LIMIT_NOTE_SIZE)
		buffer_append_string(&text, "# and so on, and on\n");
	cr_assert_not(grounds_parse(buffer_bytes(&text), "g.yaml", &g, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}
