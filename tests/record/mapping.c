/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping.h"

#include "codec/json.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct catalogue *c;

static void load(void)
{
	struct error e;
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue.yaml", &c, &e), "%s", e.detail);
}

static void unload(void)
{
	catalogue_freep(&c);
}

TestSuite(mapping, .init = load, .fini = unload);

static void read_file(const char *path, struct buffer *out)
{
	char whole[4096];
	snprintf(whole, sizeof whole, "%s/%s", getenv("SLUIS_SOURCE"), path);
	FILE *f = fopen(whole, "rb");
	cr_assert(f, "%s", whole);
	uint8_t *room;
	size_t size;
	while ((room = buffer_room(out, 65536)) && (size = fread(room, 1, 65536, f)) > 0)
		buffer_grew(out, size);
	fclose(f);
}

static struct mapping *loaded(const char *yaml)
{
	struct mapping *m = NULL;
	struct error e;
	cr_assert(mapping_load(bytes_of_string(yaml), "m.yaml", c, &m, &e), "%s line %lu: %s",
	          error_name(e.code), (unsigned long)e.line, e.detail);
	return m;
}

static struct mapping *loaded_file(const char *path)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	read_file(path, &text);
	return loaded(buffer_string(&text));
}

/* A row out of text split at ';'. */
struct row {
	struct bytes fields[16];
	struct csv_row row;
};
static const struct csv_row *row_of(struct row *r, const char *text)
{
	struct cursor left = cursor_of(bytes_of_string(text));
	*r = (struct row){ .row = { .line = 7, .fields = r->fields } };
	bool more = true;
	while (more) {
		more = left.left.size && memchr(left.left.data, ';', left.left.size);
		r->fields[r->row.count++] = cursor_until(&left, ';');
	}
	return &r->row;
}

#define HEAD "version: \"1\"\nsource: bron\nformat: csv\n"
#define LAW "constants:\n  - field: wet\n    value: pw\n"
#define BSN "  - field: burgerservicenummer\n    from: bsn\n"
#define FIELDS "fields:\n" BSN

/* Map one row: "header" / "row" to the JSON of the record; NULL when it is rejected. */
static char *mapped(const char *yaml, const char *header, const char *text, struct error *e)
{
	_cleanup_(mapping_freep) struct mapping *m = loaded(yaml);
	_cleanup_(record_clear) struct record r = { 0 };
	struct buffer out = { 0 };
	struct row row;
	bool skipped;
	size_t found;
	cr_assert(mapping_header(m, row_of(&row, header), &found, e), "%s %s", e->subject, e->detail);
	if (!mapping_row(m, row_of(&row, text), &r, &skipped, e))
		return NULL;
	if (skipped)
		return string_copy("skipped");
	cr_assert(record_format(&r, NULL, &out, e));
	return (char *)(uintptr_t)buffer_string(&out);
}

#define ME "\"burgerservicenummer\":\"999993653\","

Test(mapping, turns_columns_into_fields)
{
	static const char yaml[] =
		HEAD "separator: tab\nencoding: windows-1252\nempty: [\"-\", \"00000000\"]\n" LAW FIELDS
		     "  - field: geslacht\n    from: mv\n    values: [{from: M, to: \"1\"}, {from: V, to: "
		     "\"2\"}]\n    otherwise: \"0\"\n"
		     "  - field: naam.geslachtsnaam\n    from: naam\n";
	_cleanup_(mapping_freep) struct mapping *m = loaded(yaml);
	cr_assert_str_eq(mapping_source(m), "bron");
	cr_assert_eq(mapping_file_format(m), MAPPING_CSV);
	cr_assert_eq(mapping_csv_options(m).separator, '\t');
	cr_assert_eq(mapping_csv_options(m).encoding, CSV_WINDOWS_1252);
	static const char *const cases[][2] = {
		{ " 999993653 ;x;V;  de Béamont ",
		  "{" ME "\"naam.geslachtsnaam\":\"de Béamont\",\"geslacht\":\"2\",\"wet\":\"pw\"}" },
		{ "999993653;x;?;", "{" ME "\"geslacht\":\"0\",\"wet\":\"pw\"}" },
		{ "999993653;x;-;00000000", "{" ME "\"wet\":\"pw\"}" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct error e;
		_cleanup_(string_freep) char *json = mapped(yaml, "bsn;other; mv ;naam", cases[i][0], &e);
		cr_assert(json, "case %zu: %s", i, e.detail);
		cr_assert_str_eq(json, cases[i][1]);
	}
}

/* A field, the raw value, and what the record gets; NULL when the row is rejected. */
static const struct form {
	const char *field, *as, *raw, *expected;
} forms[] = {
	{ "geboorte.datum", "date", "31-12-1990", "1990-12-31" },
	{ "geboorte.datum", "date", "1-2-1990", "1990-02-01" },
	{ "geboorte.datum", "date", "19901231", "1990-12-31" },
	{ "geboorte.datum", "date", "1990-12-31", "1990-12-31" },
	{ "geboorte.datum", "date", "19850000", "1985" },
	{ "geboorte.datum", "date", "19850300", "1985-03" },
	{ "geboorte.datum", "date", "00-00-1985", "1985" },
	{ "geboorte.datum", "date", "00-03-1985", "1985-03" },
	{ "geboorte.datum", "date", "1985-03-00", "1985-03" },
	{ "geboorte.datum", "date", "1985-03", "1985-03" },
	{ "geboorte.datum", "date", "1985", "1985" },
	{ "geboorte.datum", "date", "19850012", "1985" },
	{ "geboorte.datum", "date", "00000000", NULL },
	{ "geboorte.datum", "date", "31-02-1990", NULL },
	{ "geboorte.datum", "date", "31/12/1990", "1990-12-31" },
	{ "geboorte.datum", "date", "1/2/1990", "1990-02-01" },
	{ "geboorte.datum", "date", "1990/12/31", "1990-12-31" },
	{ "geboorte.datum", "date", "12/31/1990", NULL },
	{ "geboorte.datum", "date", "31/12-1990", NULL },
	{ "geboorte.datum", "date", "31/12/1990/", NULL },
	{ "geboorte.datum", "date", "31/12/90", NULL },
	{ "geboorte.datum", "date", "31-12-90", NULL },
	{ "geboorte.datum", "date", "1990-12-31-", NULL },
	{ "geboorte.datum", "date", "1990--31", NULL },
	{ "geboorte.datum", "date", "1990-12-31-1", NULL },
	{ "geboorte.datum", "date", "-", NULL },
	{ "geboorte.datum", "date", "1990123a", NULL },
	{ "geboorte.datum", "date", "1990-12-31T00:00:00", NULL },
	{ "zaak.startdatum", "date", "31-12-2025", "2025-12-31" },
	{ "zaak.startdatum", "date", "20250000", NULL },
	{ "zaak.startdatum", "text", "2025-12-31", "2025-12-31" },
	{ "zaak.startdatum", "text", "31-12-2025", NULL },
	{ "postcode", "postcode", "3077 aw", "3077AW" },
	{ "postcode", "postcode", "3077AW", "3077AW" },
	{ "postcode", "postcode", "3077A", NULL },
	{ "postcode", "postcode",
	  "3077\xc2\xa0"
	  "aw",
	  "3077AW" },
	{ "postcode", "postcode", "3077-AW", NULL },
	{ "huisnummer", "number", "0031", "31" },
	{ "huisnummer", "number", "31a", "31" },
	{ "huisnummer", "number", "31+", NULL },
	{ "huisnummer", "number", "1E+03", NULL },
	{ "huisnummer", "number", "a31", NULL },
	{ "huisnummer", "number", "31 boven", NULL },
	{ "geboorte.datum", "date", "01-02-2129", NULL },
	{ "geboorte.datum", "date", "9999", NULL },
	{ "geboorte.datum", "date", "9999-12", NULL },
	{ "geboorte.datum", "date", "01-01-1753", NULL },
	{ "huisnummer", "number", "0", NULL },
	{ "huisnummer", "number", "31,0", NULL },
	{ "melding.isClientOpDeHoogte", "truth", "Ja", "true" },
	{ "melding.isClientOpDeHoogte", "truth", "N", "false" },
	{ "melding.isClientOpDeHoogte", "truth", "1", "true" },
	{ "melding.isClientOpDeHoogte", "truth", "misschien", NULL },
	{ "verslag", "text", "een\r\ntwee\rdrie\tvier", "een\\ntwee\\ndrie vier" },
	{ "verslag", "text",
	  "\xef\xbb\xbf\xc2\xa0"
	  "een\vtwee\xe2\x80\xa8"
	  "drie  vier\xc2\xa0",
	  "een\\ntwee\\ndrie  vier" },
	{ "naam.geslachtsnaam", "text",
	  "de\xc2\xa0"
	  " Be\xcc\x81"
	  "amont\xe2\x80\x8b",
	  "de Béamont" },
	{ "verslag", "text", "een\x1b[1m", NULL },
	{ "naam.voornamen", "text", "een\r\ntwee", NULL },
	{ "gemeentecode", "text", "0518", "0518" },
	{ "gemeentecode", "text", "518", NULL },
	{ "participatieladder.trede", "number", "7", NULL },
};

static bool is_bare(const char *field)
{
	return strcmp(field, "huisnummer") == 0 || strcmp(field, "melding.isClientOpDeHoogte") == 0;
}

Test(mapping, reads_the_forms_that_sources_use)
{
	for (size_t i = 0; i < ELEMENTS(forms); i++) {
		const struct form *f = &forms[i];
		struct error e;
		_cleanup_(string_freep) char *yaml =
			string_printf(HEAD LAW FIELDS "  - field: %s\n    from: x\n    as: %s\n", f->field,
		                      f->as);
		_cleanup_(string_freep) char *row = string_printf("999993653;%s", f->raw);
		_cleanup_(string_freep) char *json = mapped(yaml, "bsn;x", row, &e);
		if (!f->expected) {
			cr_assert_null(json, "case %zu", i);
			cr_assert_eq(e.code, ERR_FIELD_VALUE, "case %zu: %s", i, error_name(e.code));
			cr_assert_str_eq(e.subject, f->field);
			cr_assert_eq(e.line, 7);
			cr_assert(strlen(f->raw) < 4 || !strstr(e.detail, f->raw),
			          "case %zu quotes the value", i);
			continue;
		}
		const char *quote = is_bare(f->field) ? "" : "\"";
		_cleanup_(string_freep) char *member =
			string_printf("\"%s\":%s%s%s", f->field, quote, f->expected, quote);
		cr_assert(json, "case %zu: %s", i, e.detail);
		cr_assert(strstr(json, member), "case %zu: %s in %s", i, member, json);
	}
}

struct told {
	size_t count;
	struct error last;
};

static void note_left_out(void *context, const struct row_fault *fault)
{
	struct told *t = context;
	t->count++;
	t->last = fault->why;
}

/* The postcode of another country and a house number with a letter: the person goes in. */
static void expect_address(const char *extra, const char *address, const char *expected, size_t left_out)
{
	_cleanup_(string_freep) char *yaml =
		string_printf(HEAD LAW FIELDS
	                      "  - field: postcode\n    from: p\n%s  - field: huisnummer\n    from: n\n%s",
	                      extra, extra);
	_cleanup_(mapping_freep) struct mapping *m = loaded(yaml);
	_cleanup_(string_freep) char *text = string_printf("999993653;%s", address);
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(buffer_clear) struct buffer json = { 0 };
	struct told told = { 0 };
	struct row row;
	struct error e = { 0 };
	size_t found;
	bool skipped = false;
	mapping_watch(m, (struct mapping_watch){ .left_out = note_left_out, .context = &told });
	cr_assert(mapping_header(m, row_of(&row, "bsn;p;n"), &found, &e));
	bool ok = mapping_row(m, row_of(&row, text), &r, &skipped, &e);
	cr_assert_eq(ok, expected != NULL, "%s: %s %s", address, e.subject, e.detail);
	cr_expect_eq(told.count, left_out, "%s: %zu", address, told.count);
	cr_expect(!left_out || (told.last.code && told.last.subject[0] && !strstr(told.last.detail, "3680")));
	if (!ok)
		return;
	cr_assert(record_format(&r, NULL, &json, &e));
	_cleanup_(string_freep) char *whole =
		string_printf("{\"burgerservicenummer\":\"999993653\",%s\"wet\":\"pw\"}", expected);
	cr_expect_str_eq(buffer_string(&json), whole, "%s", address);
}

Test(mapping, keeps_the_person_when_the_address_isnt_dutch)
{
	static const char leave[] = "    on_fault: leave-out\n", reject[] = "    on_fault: reject\n";
	expect_address("", "B-3680;12", "\"huisnummer\":12,", 1);
	expect_address("", "3680;12", "\"huisnummer\":12,", 1);
	expect_address("", "52062;12", "\"huisnummer\":12,", 1);
	expect_address("", "SW1A 1AA;10", "\"huisnummer\":10,", 1);
	expect_address("", "3077A;12", NULL, 0);
	expect_address(reject, "B-3680;12", NULL, 0);
	expect_address(leave, "3077A;12", "\"huisnummer\":12,", 1);
	expect_address(leave, "3077AW;onbekend", "\"postcode\":\"3077AW\",", 1);
	expect_address(leave, "B-3680;onbekend", "", 2);
	expect_address("", "3077AW;12A", "\"postcode\":\"3077AW\",\"huisnummer\":12,\"huisletter\":\"A\",",
	               0);
	expect_address("", "3077AW;12 bis",
	               "\"postcode\":\"3077AW\",\"huisnummer\":12,\"huisnummertoevoeging\":\"bis\",", 0);
	expect_address("", "3077AW;12-2",
	               "\"postcode\":\"3077AW\",\"huisnummer\":12,\"huisnummertoevoeging\":\"2\",", 0);
	expect_address("", "3077AW;12a-3",
	               "\"postcode\":\"3077AW\",\"huisnummer\":12,\"huisletter\":\"a\","
	               "\"huisnummertoevoeging\":\"3\",",
	               0);
}

/* What a record is known by, or held back for. */
Test(mapping, leaves_nothing_out_that_protects)
{
	static const char *const kept[] = { "burgerservicenummer", "zaak.identificatie", "wet",
		                            "gegevensbron", "geheimhouding" };
	for (size_t i = 0; i < ELEMENTS(kept); i++) {
		_cleanup_(string_freep) char *yaml =
			string_printf(HEAD "fields:\n  - field: %s\n    from: x\n    on_fault: leave-out\n",
		                      kept[i]);
		struct mapping *m = NULL;
		struct error e;
		cr_expect_not(mapping_load(bytes_of_string(yaml), "m.yaml", c, &m, &e), "%s", kept[i]);
		cr_expect_eq(e.code, ERR_MAPPING);
	}
}

/* Nobody's editor changes what a mapping says: with CRLF, a byte-order mark, accents in two parts. */
Test(mapping, is_the_same_from_whatever_editor)
{
	static const char *const texts[] = {
		HEAD LAW FIELDS "  - field: naam.geslachtsnaam\n    from: \"caf\xc3\xa9\"\n",
		"\xef\xbb\xbf" HEAD LAW FIELDS "  - field: naam.geslachtsnaam\n    from: \"cafe\xcc\x81\"\n",
		"version: \"1\"\r\nsource: bron\r\nformat: csv\r\n" LAW FIELDS
		"  - field: naam.geslachtsnaam\n    from: \"caf\xc3\xa9\xc2\xa0\"\n",
	};
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		struct error e;
		_cleanup_(string_freep) char *json =
			mapped(texts[i], "bsn;cafe\xcc\x81", "999993653;Jansen", &e);
		cr_expect(json && strstr(json, "Jansen"), "case %zu", i);
	}
	struct mapping *m = NULL;
	struct error e;
	cr_expect_not(mapping_load(bytes_of(NULL, 0), "m.yaml", c, &m, &e));
}

Test(mapping, completes_a_bsn_and_rejects_a_wrong_one)
{
	struct error e;
	_cleanup_(string_freep) char *json = mapped(HEAD LAW FIELDS, "bsn", "12345672", &e);
	cr_assert_str_eq(json, "{\"burgerservicenummer\":\"012345672\",\"wet\":\"pw\"}");
	static const char *const bad[] = { "010008579", "10008579", "x", "1", "9999936530" };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_null(mapped(HEAD LAW FIELDS, "bsn", bad[i], &e), "case %zu", i);
		cr_assert_eq(e.code, i < 2 ? ERR_BSN : ERR_FIELD_VALUE, "case %zu", i);
		cr_assert_eq(e.line, 7);
	}
}

Test(mapping, rejects_a_value_outside_its_table_and_a_row_without_identity)
{
	struct error e;
	static const char table[] = HEAD LAW FIELDS
		"  - field: geslacht\n    from: mv\n    values:\n      - from: M\n        to: \"1\"\n";
	cr_assert_null(mapped(table, "bsn;mv", "999993653;m", &e));
	cr_assert_eq(e.code, ERR_FIELD_VALUE);
	cr_assert_str_eq(e.subject, "geslacht");
	cr_assert_null(mapped(table, "bsn;mv", ";M", &e));
	cr_assert_eq(e.code, ERR_NO_IDENTITY);
	cr_assert_eq(e.line, 7);
}

Test(mapping, passes_over_what_is_no_person)
{
	struct error e;
	static const char yaml[] = HEAD "skip_unless: bsn\nempty: [\".\"]\n" LAW FIELDS;
	static const char *const skipped[] = { ";x", " ;x", ".;x", "" };
	for (size_t i = 0; i < ELEMENTS(skipped); i++) {
		_cleanup_(string_freep) char *json = mapped(yaml, "bsn;y", skipped[i], &e);
		cr_assert_str_eq(json, "skipped", "case %zu", i);
	}
}

/* Spreadsheets leave out empty cells at the end of a row, and write some behind it. */
Test(mapping, takes_rows_with_empty_cells_too_few_or_too_many)
{
	struct error e;
	static const char *const rows[] = { "999993653", "999993653;", "999993653;;",
		                            "999993653;; ;\xc2\xa0;" };
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		_cleanup_(string_freep) char *json = mapped(HEAD LAW FIELDS, "bsn;y", rows[i], &e);
		cr_assert(json && strstr(json, "999993653"), "case %zu", i);
	}
	cr_assert_null(mapped(HEAD "skip_unless: y\n" LAW FIELDS, "bsn;y", "999993653", &e));
	cr_assert_eq(e.code, ERR_CSV_COLUMNS, "cut off before the column that tells a person");
	static const char *const blank[] = { ";", ";;", " ;\t;", "\xef\xbb\xbf" };
	for (size_t i = 0; i < ELEMENTS(blank); i++) {
		_cleanup_(string_freep) char *json = mapped(HEAD LAW FIELDS, "bsn;y", blank[i], &e);
		cr_assert_str_eq(json, "skipped", "case %zu", i);
	}
}

Test(mapping, rejects_rows_with_more_columns_and_faulty_rows)
{
	struct error e;
	size_t found;
	cr_assert_null(mapped(HEAD LAW FIELDS, "bsn;y", "999993653;;x", &e));
	cr_assert_eq(e.code, ERR_CSV_COLUMNS);
	cr_assert_eq(e.line, 7);
	_cleanup_(mapping_freep) struct mapping *m = loaded(HEAD LAW FIELDS);
	struct row row;
	struct record r;
	bool skipped;
	cr_assert(mapping_header(m, row_of(&row, "bsn"), &found, &e));
	struct csv_row bad = { .line = 9 };
	error_line(&bad.fault, ERR_NUL_BYTE, NULL, 9, "%s", "");
	cr_assert_not(mapping_row(m, &bad, &r, &skipped, &e));
	cr_assert_eq(e.code, ERR_NUL_BYTE);
	cr_assert_eq(e.line, 9);
	cr_assert_not(mapping_header(m, &bad, &found, &e));
	cr_assert_eq(e.code, ERR_NUL_BYTE);
	cr_assert_eq(found, 0);
}

Test(mapping, asks_for_each_column_once)
{
	struct error e;
	struct row row;
	size_t found;
	_cleanup_(mapping_freep) struct mapping *m = loaded(HEAD "skip_unless: id\n" LAW FIELDS);
	static const struct {
		const char *header, *column;
		size_t found;
	} bad[] = { { "id;x", "bsn", 1 },     { "bsn;id;bsn", "bsn", 2 }, { "bsn", "id", 1 },
		    { "bsn;id;id", "id", 2 }, { "BSN;id", "bsn", 1 },     { "title", "bsn, id", 0 } };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_not(mapping_header(m, row_of(&row, bad[i].header), &found, &e), "case %zu", i);
		cr_assert_eq(e.code, ERR_MAPPING);
		cr_assert_str_eq(e.subject, bad[i].column);
		cr_assert_eq(found, bad[i].found, "case %zu", i);
	}
	cr_assert(mapping_header(m,
	                         row_of(&row, "x;id;\xc2\xa0"
	                                      "bsn ;x"),
	                         &found, &e));
	cr_assert_eq(found, 2);
}

Test(mapping, file_with_a_mistake_is_refused_with_its_line)
{
	static const struct {
		const char *yaml;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "version: \"2\"\nsource: b\nformat: csv\n" LAW FIELDS, ERR_VERSION, 1 },
		{ "version: \"1\"\nformat: csv\n" LAW FIELDS, ERR_MISSING, 0 },
		{ "version: \"1\"\nsource: a b\nformat: csv\n" LAW FIELDS, ERR_VALUE, 2 },
		{ "version: \"1\"\nsource: -a\nformat: csv\n" LAW FIELDS, ERR_VALUE, 2 },
		{ "version: \"1\"\nsource: b\nformat: xml\n" LAW FIELDS, ERR_VALUE, 3 },
		{ "version: \"1\"\nsource: b\nformat: ndjson\nseparator: \",\"\n" LAW FIELDS, ERR_VALUE, 4 },
		{ "version: \"1\"\nsource: b\nformat: ndjson\nencoding: windows-1252\n" LAW FIELDS, ERR_VALUE,
		  4 },
		{ HEAD "separator: \"|\"\n" LAW FIELDS, ERR_VALUE, 4 },
		{ HEAD "encoding: latin1\n" LAW FIELDS, ERR_VALUE, 4 },
		{ HEAD "colour: red\n" LAW FIELDS, ERR_UNKNOWN_KEY, 0 },
		{ HEAD LAW, ERR_MISSING, 0 },
		{ HEAD LAW FIELDS "  - field: bsn\n    from: x\n", ERR_FIELD_UNKNOWN, 10 },
		{ HEAD LAW FIELDS BSN, ERR_DUPLICATE, 10 },
		{ HEAD LAW FIELDS "  - field: wet\n    from: x\n", ERR_DUPLICATE, 10 },
		{ HEAD LAW FIELDS "  - field: postcode\n    from: x\n    as: zip\n", ERR_VALUE, 12 },
		{ HEAD LAW FIELDS "  - field: postcode\n    from: x\n    as: date\n", ERR_MAPPING, 12 },
		{ HEAD LAW FIELDS "  - field: postcode\n    from: x\n    otherwise: 1234AB\n", ERR_MAPPING,
		  12 },
		{ HEAD LAW FIELDS "  - field: postcode\n    from: x\n    values: [{from: a, to: b}]\n",
		  ERR_MAPPING, 12 },
		{ HEAD LAW FIELDS "  - field: geslacht\n    from: x\n    values: [{from: a, to: \"1\"}, "
		                  "{from: a, to: \"2\"}]\n",
		  ERR_DUPLICATE, 12 },
		{ HEAD LAW FIELDS "  - field: geslacht\n    from: x\n    values: [{from: a, to: \"1\"}]\n    "
		                  "otherwise: \"7\"\n",
		  ERR_MAPPING, 13 },
		{ HEAD "constants:\n  - field: wet\n    value: Wmo\n" FIELDS, ERR_MAPPING, 6 },
		{ HEAD FIELDS, ERR_MAPPING, 0 },
		{ "[]\n", ERR_NONE, 0 },
		{ "", ERR_NONE, 0 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct mapping *m = NULL;
		struct error e;
		cr_assert_not(mapping_load(bytes_of_string(cases[i].yaml), "m.yaml", c, &m, &e), "case %zu",
		              i);
		cr_assert(!cases[i].code || e.code == cases[i].code, "case %zu: %s: %s", i,
		          error_name(e.code), e.detail);
		cr_assert(!cases[i].line || e.line == cases[i].line, "case %zu: line %lu: %s", i,
		          (unsigned long)e.line, e.detail);
		cr_assert_null(m);
	}
}

/* One object through a mapping; NULL when it is rejected. */
static char *mapped_object(const struct mapping *m, const char *text, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	_cleanup_(record_clear) struct record r = { 0 };
	struct buffer out = { 0 };
	bool skipped;
	cr_assert(json_parse(bytes_of_string(text), "t", &object, e), "%s", e->detail);
	if (!mapping_object(m, object, &r, &skipped, e))
		return NULL;
	if (skipped)
		return string_copy("skipped");
	cr_assert(record_format(&r, NULL, &out, e));
	return (char *)(uintptr_t)buffer_string(&out);
}

Test(mapping, follows_members_into_objects)
{
	_cleanup_(mapping_freep) struct mapping *m =
		loaded("version: \"1\"\nsource: b\nformat: ndjson\nskip_unless: client.bsn\n" LAW
	               "fields:\n  - field: burgerservicenummer\n    from: client.bsn\n  - field: "
	               "huisnummer\n    from: client.adres.nr\n"
	               "  - field: melding.isClientOpDeHoogte\n    from: weet\n  - field: bijlagen\n    "
	               "from: stukken\n");
	static const char *const good[][2] = {
		{ "{\"client\":{\"bsn\":\"999993653\",\"adres\":{\"nr\":31}}}",
		  "{" ME "\"huisnummer\":31,\"wet\":\"pw\"}" },
		{ "{\"client\":{\"bsn\":\"999993653\",\"adres\":{\"nr\":\"31\"}},\"weet\":true}",
		  "{" ME "\"huisnummer\":31,\"wet\":\"pw\",\"melding.isClientOpDeHoogte\":true}" },
		{ "{\"client.bsn\":999993653,\"client\":{\"adres\":null},\"weet\":null}",
		  "{" ME "\"wet\":\"pw\"}" },
		{ "{\"client\":{\"bsn\":12345672,\"adres\":\"x\"},\"stukken\":[]}",
		  "{\"burgerservicenummer\":\"012345672\",\"wet\":\"pw\"}" },
		{ "{\"client\":{\"bsn\":\"\"}}", "skipped" },
		{ "{\"client\":null}", "skipped" },
		{ "{}", "skipped" },
	};
	struct error e;
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		_cleanup_(string_freep) char *json = mapped_object(m, good[i][0], &e);
		cr_assert(json, "case %zu: %s", i, e.detail);
		cr_assert_str_eq(json, good[i][1]);
	}
	static const char *const bad[] = {
		"{\"client\":{\"bsn\":[\"999993653\"]}}",
		"{\"client\":{\"bsn\":1.5}}",
		"[]",
		"7",
		"{\"client\":{\"bsn\":\"999993653\",\"adres\":{\"nr\":{}}}}",
		"{\"client\":{\"bsn\":\"999993653\",\"adres\":{\"nr\":1.5}}}",
		"{\"client\":{\"bsn\":\"999993653\"},\"stukken\":[1]}",
		"{\"client\":{\"bsn\":\"999993653\"},\"stukken\":{}}",
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_null(mapped_object(m, bad[i], &e), "case %zu", i);
}

Test(mapping, identity_takes_records_as_they_are)
{
	struct error e;
	struct mapping *none = NULL;
	_cleanup_(mapping_freep) struct mapping *m = NULL;
	cr_assert_not(mapping_identity(c, "../x", &none, &e));
	cr_assert(mapping_identity(c, "records", &m, &e));
	cr_assert_str_eq(mapping_source(m), "records");
	cr_assert_eq(mapping_file_format(m), MAPPING_NDJSON);
	_cleanup_(string_freep) char *json = mapped_object(m, "{\"wet\":\"pw\"," ME "\"huisnummer\":3}", &e);
	cr_assert_str_eq(json, "{" ME "\"huisnummer\":3,\"wet\":\"pw\"}");
	static const struct {
		const char *json;
		enum error_code code;
	} bad[] = {
		{ "{\"wet\":\"pw\",\"naam.voornamen\":\"A\"}", ERR_NO_IDENTITY },
		{ "{\"burgerservicenummer\":\"999993653\"}", ERR_MISSING },
		{ "{\"wet\":\"pw\",\"bsn\":\"999993653\"}", ERR_FIELD_UNKNOWN },
		{ "{\"wet\":\"pw\",\"burgerservicenummer\":\"999993654\"}", ERR_BSN },
		{ "[]", ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_null(mapped_object(m, bad[i].json, &e), "case %zu", i);
		cr_assert_eq(e.code, bad[i].code, "case %zu: %s", i, error_name(e.code));
	}
}

Test(mapping, those_that_ship_load)
{
	static const char *const folders[] = { "share/sluis/mappings", "tests/data" };
	size_t count = 0;
	for (size_t i = 0; i < ELEMENTS(folders); i++) {
		_cleanup_(string_freep) char *folder =
			string_printf("%s/%s", getenv("SLUIS_SOURCE"), folders[i]);
		DIR *d = opendir(folder);
		cr_assert(d, "%s", folder);
		for (struct dirent *entry; (entry = readdir(d));) {
			size_t size = strlen(entry->d_name);
			if (size < 5 || strcmp(entry->d_name + size - 5, ".yaml") != 0)
				continue;
			_cleanup_(string_freep) char *path =
				string_printf("%s/%s", folders[i], entry->d_name);
			_cleanup_(mapping_freep) struct mapping *m = loaded_file(path);
			count++;
		}
		closedir(d);
	}
	cr_assert_geq(count, 4);
}

#define CASE(law) \
	"{\"id\":\"d16ac5e3-0001-4abc-8def-000000000001\",\"volgnr\":1,\"zaaknummer\":\"Z2024-000001\"," \
	"\"client\":{\"bsn\":" \
	"\"999993653\",\"voornaam\":\"Zoë\",\"tussenvoegsel\":\"van " \
	"der\",\"achternaam\":\"Sluis\",\"geboortedatum\":" \
	"\"1971-02-03\",\"adres\":{\"straat\":\"Markt\",\"huisnummer\":12,\"postcode\":\"3112 " \
	"AB\",\"woonplaats\":\"Sluisdam\"}}," \
	"\"wet\":\"" law "\",\"voorziening\":\"traplift\",\"status\":\"beschikt\",\"kanaal\":\"balie\"," \
	"\"behandelaar\":\"M. Kok\"," \
	"\"afdeling\":\"Wmo\",\"datum_ontvangst\":\"2024-05-06\",\"gewijzigd\":\"2024-05-06T10:00:00+02:" \
	"00\",\"grondslag\":" \
	"\"toestemming\",\"bedrag_cent\":null,\"notitie\":\"Bezoek; \\\"goed\\\".\"}"

Test(mapping, cases_of_a_case_system_keep_to_their_law)
{
	struct error e;
	_cleanup_(mapping_freep) struct mapping *m = loaded_file("share/sluis/mappings/cases-ndjson.yaml");
	_cleanup_(string_freep) char *json = mapped_object(m, CASE("Wmo 2015"), &e);
	cr_assert_str_eq(json, "{" ME "\"naam.voornamen\":\"Zoë\",\"naam.voorvoegsel\":\"van "
	                       "der\",\"naam.geslachtsnaam\":\"Sluis\","
	                       "\"geboorte.datum\":\"1971-02-03\",\"postcode\":\"3112AB\",\"huisnummer\":12,"
	                       "\"zaak.identificatie\":\"d16ac5e3-0001-4abc-8def-000000000001\",\"zaak."
	                       "zaaktype\":\"traplift\","
	                       "\"zaak.startdatum\":\"2024-05-06\",\"status.omschrijving\":\"beschikt\","
	                       "\"wet\":\"wmo\",\"gegevensbron\":\"wmo\","
	                       "\"verslag\":\"Bezoek; \\\"goed\\\".\"}");
	_cleanup_(string_freep) char *pw = mapped_object(m, CASE("Participatiewet"), &e);
	cr_assert(pw && strstr(pw, "\"wet\":\"pw\""));
	cr_assert_null(mapped_object(m, CASE("Wgs"), &e));
	cr_assert_eq(e.code, ERR_FIELD_VALUE);
	cr_assert_str_eq(e.subject, "wet");
}

/* Every row of a CSV file through a mapping. */
struct tally {
	size_t rows, skipped, records, rejected, distinct;
	uint64_t rejected_line;
	struct error why;
};

struct set {
	char **keys;
	size_t count;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t distinct_and_free(struct set *s)
{
	size_t n = 0;
	qsort(s->keys, s->count, sizeof *s->keys, by_text);
	for (size_t i = 0; i < s->count; i++)
		n += i == 0 || strcmp(s->keys[i - 1], s->keys[i]) != 0;
	for (size_t i = 0; i < s->count; i++)
		free(s->keys[i]);
	free(s->keys);
	return n;
}

static void one_row(const struct mapping *m, const struct csv_row *row, struct tally *t, struct set *keys)
{
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(record_clear) struct record again = { 0 };
	_cleanup_(buffer_clear) struct buffer key = { 0 }, json = { 0 }, json_again = { 0 };
	struct error e;
	bool skipped;
	if (!mapping_row(m, row, &r, &skipped, &e)) {
		t->rejected++;
		t->rejected_line = e.line;
		t->why = e;
		return;
	}
	t->skipped += skipped;
	if (skipped)
		return;
	t->records++;
	cr_assert(record_key(&r, mapping_source(m), &key, &e));
	keys->keys[keys->count++] = string_copy(buffer_string(&key));
	cr_assert(record_format(&r, NULL, &json, &e));
	cr_assert(record_parse(c, buffer_bytes(&json), "again", &again, &e), "%s: %s", e.subject, e.detail);
	cr_assert(record_format(&again, NULL, &json_again, &e));
	cr_assert_str_eq(buffer_string(&json), buffer_string(&json_again));
}

static struct tally tally_of(const char *mapping, struct bytes left)
{
	_cleanup_(mapping_freep) struct mapping *m = loaded_file(mapping);
	_cleanup_(csv_freep) struct csv_reader *csv = NULL;
	struct tally t = { 0 };
	struct set keys = { .keys = calloc(10000, sizeof *keys.keys) };
	struct csv_row row;
	struct error e;
	bool more;
	size_t found;
	cr_assert(csv_open(source_of_bytes(&left), mapping_csv_options(m), &csv, &e));
	cr_assert(csv_next(csv, &row, &more, &e) && more);
	cr_assert(mapping_header(m, &row, &found, &e), "%s: %s", e.subject, e.detail);
	while (csv_next(csv, &row, &more, &e) && more) {
		t.rows++;
		one_row(m, &row, &t, &keys);
	}
	t.distinct = distinct_and_free(&keys);
	return t;
}

#define TEST_SET "tests/data/gba-v-testset-20220502.csv"

/* 687 persons under 680 numbers and two without; the other rows are earlier states of them, some with a
 * number: earlier ones, and one that fails the 11-test. None of those comes in. */
Test(mapping, takes_the_whole_national_test_set)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	read_file(TEST_SET, &file);
	struct tally t = tally_of("share/sluis/mappings/gba-v-testset.yaml", buffer_bytes(&file));
	cr_assert_eq(t.rows, 2156, "%zu", t.rows);
	cr_assert_eq(t.skipped, 2156 - 687, "%zu", t.skipped);
	cr_assert_eq(t.records, 687, "%zu, line %lu: %s %s", t.records, (unsigned long)t.rejected_line,
	             t.why.subject, t.why.detail);
	cr_assert_eq(t.rejected, 0);
	cr_assert_eq(t.distinct, 682, "%zu", t.distinct);
}

/* What scripts/seed-wi writes for `seed`. */
static void seeded(const char *seed, struct buffer *out)
{
	const char *root = getenv("SLUIS_SOURCE");
	_cleanup_(string_freep) char *command =
		string_printf("'%s/scripts/seed-wi' '%s/" TEST_SET "' %s", root, root, seed);
	FILE *f = popen(command, "r");
	cr_assert(f);
	uint8_t *room;
	size_t size;
	while ((room = buffer_room(out, 65536)) && (size = fread(room, 1, 65536, f)) > 0)
		buffer_grew(out, size);
	cr_assert_eq(pclose(f), 0);
}

Test(mapping, takes_the_seeded_benefits)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	seeded("1", &file);
	struct tally t = tally_of("share/sluis/mappings/wi-uitkeringen.yaml", buffer_bytes(&file));
	cr_assert_eq(t.rows, 680, "%zu", t.rows);
	cr_assert_eq(t.records, 680, "%zu, line %lu: %s %s", t.records, (unsigned long)t.rejected_line,
	             t.why.subject, t.why.detail);
	cr_assert_eq(t.rejected, 0);
	cr_assert_eq(t.skipped, 0);
	cr_assert_eq(t.distinct, 680, "%zu", t.distinct);
}

Test(mapping, seeding_is_the_same_for_the_same_seed)
{
	_cleanup_(buffer_clear) struct buffer a = { 0 }, b = { 0 }, other = { 0 };
	seeded("7", &a);
	seeded("7", &b);
	seeded("8", &other);
	cr_assert(bytes_equal(buffer_bytes(&a), buffer_bytes(&b)));
	cr_assert_not(bytes_equal(buffer_bytes(&a), buffer_bytes(&other)));
	cr_assert(bytes_starts_with(buffer_bytes(&a), "\xef\xbb\xbf"
	                                              "01.01.20;"));
	cr_assert(strstr(buffer_string(&a), "\r\n"));
}
