/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/record.h"

#include "base/limits.h"

#include <criterion/criterion.h>
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

TestSuite(record, .init = load, .fini = unload);

static struct record parsed(const char *json)
{
	struct record r = { 0 };
	struct error e;
	cr_assert(record_parse(c, bytes_of_string(json), "t", &r, &e), "%s: %s", e.subject, e.detail);
	return r;
}

static void set(struct record *r, const char *field, const char *value)
{
	struct error e;
	cr_assert(record_set(r, catalogue_find(c, bytes_of_string(field)), bytes_of_string(value), &e), "%s",
	          e.detail);
}

#define FULL \
	"{\"burgerservicenummer\":\"999993653\",\"naam.geslachtsnaam\":\"Béamont\",\"huisnummer\":31," \
	"\"wet\":\"pw\"," \
	"\"melding.isClientOpDeHoogte\":true,\"verslag\":\"een\\ntwee\",\"bijlagen\":[{\"name\":\"a.pdf\"," \
	"\"mediaType\":" \
	"\"application/" \
	"pdf\",\"size\":3,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}]" \
	"}"

static struct bytes value(const struct record *r, const char *field)
{
	const struct field *f = catalogue_find(r->catalogue, bytes_of_string(field));
	cr_assert_not_null(f, "%s", field);
	return record_get(r, f);
}

Test(record, is_written_as_it_was_read)
{
	struct error e;
	_cleanup_(record_clear) struct record r = parsed(FULL);
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert(record_format(&r, NULL, &out, &e));
	cr_assert_str_eq(buffer_string(&out), FULL);
	cr_assert(bytes_equal_string(value(&r, "huisnummer"), "31"));
	cr_assert(bytes_equal_string(value(&r, "melding.isClientOpDeHoogte"), "true"));
	cr_assert_eq(value(&r, "naam.voornamen").size, 0);
}

Test(record, is_the_same_bytes_in_whichever_order_it_came)
{
	struct error e;
	_cleanup_(record_clear) struct record r = parsed(
		" { \"wet\" : \"wmo\", \"postcode\":\"3077AW\" , \"naam.geslachtsnaam\":\"B\\u00e9\" }\n");
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert(record_format(&r, NULL, &out, &e));
	cr_assert_str_eq(buffer_string(&out),
	                 "{\"naam.geslachtsnaam\":\"Bé\",\"postcode\":\"3077AW\",\"wet\":\"wmo\"}");
}

Test(record, leaves_out_what_is_not_kept)
{
	struct error e;
	_cleanup_(record_clear) struct record r = parsed(FULL);
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	bool keep[200] = { false };
	keep[catalogue_find(c, BYTES("wet"))->index] = true;
	keep[catalogue_find(c, BYTES("postcode"))->index] = true; /* absent */
	cr_assert(record_format(&r, keep, &out, &e));
	cr_assert_str_eq(buffer_string(&out), "{\"wet\":\"pw\"}");
}

Test(record, refuses_what_does_not_fit_and_names_the_field)
{
	static const struct {
		const char *json;
		enum error_code code;
		const char *subject;
	} cases[] = {
		{ "{\"wet\":\"pw\",\"burgerservicenummer\":\"010008579\"}", ERR_BSN, "burgerservicenummer" },
		{ "{\"wet\":\"pw\",\"burgerservicenummer\":999993653}", ERR_FIELD_VALUE,
		  "burgerservicenummer" },
		{ "{\"wet\":\"pw\",\"huisnummer\":\"31\"}", ERR_FIELD_VALUE, "huisnummer" },
		{ "{\"wet\":\"pw\",\"huisnummer\":31.0}", ERR_FIELD_VALUE, "huisnummer" },
		{ "{\"wet\":\"pw\",\"huisnummer\":0}", ERR_FIELD_VALUE, "huisnummer" },
		{ "{\"wet\":\"pw\",\"melding.isClientOpDeHoogte\":\"true\"}", ERR_FIELD_VALUE,
		  "melding.isClientOpDeHoogte" },
		{ "{\"wet\":\"pw\",\"postcode\":\"\"}", ERR_FIELD_VALUE, "postcode" },
		{ "{\"wet\":\"pw\",\"postcode\":null}", ERR_FIELD_VALUE, "postcode" },
		{ "{\"wet\":\"pw\",\"verslag\":[\"a\"]}", ERR_FIELD_VALUE, "verslag" },
		{ "{\"wet\":\"pw\",\"bijlagen\":\"x\"}", ERR_FIELD_VALUE, "bijlagen" },
		{ "{\"wet\":\"pw\",\"naam\":{\"voornamen\":\"A\"}}", ERR_FIELD_UNKNOWN, "naam" },
		{ "{\"wet\":\"pw\",\"999993653\":\"x\"}", ERR_FIELD_UNKNOWN, "t" },
		{ "{\"wet\":\"pw\",\"Jan de Vries\":\"x\"}", ERR_FIELD_UNKNOWN, "t" },
		{ "{\"wet\":\"pw\",\"\":\"x\"}", ERR_FIELD_UNKNOWN, "t" },
		{ "{\"wet\":\"pw\",\"wet\":\"pw\"}", ERR_DUPLICATE, NULL },
		{ "{\"postcode\":\"3077AW\"}", ERR_MISSING, "wet" },
		{ "{}", ERR_MISSING, "wet" },
		{ "{\"wet\":\"jw\"}", ERR_FIELD_VALUE, "wet" },
		{ "[]", ERR_SYNTAX, "t" },
		{ "\"pw\"", ERR_SYNTAX, "t" },
		{ "", ERR_SYNTAX, "t" },
		{ "{\"wet\":\"pw\"", ERR_SYNTAX, "t" },
		{ "{\"wet\":\"pw\"} {}", ERR_SYNTAX, "t" },
		{ "{\"wet\":\"pw\",\"verslag\":\"a\\u0000b\"}", ERR_NONE, NULL },
		{ "{\"wet\":\"pw\",\"verslag\":\"a\xff\"}", ERR_NONE, NULL },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct record r = { 0 };
		struct error e;
		cr_assert_not(record_parse(c, bytes_of_string(cases[i].json), "t", &r, &e), "case %zu", i);
		cr_assert(cases[i].code == ERR_NONE || e.code == cases[i].code, "case %zu: %s", i,
		          error_name(e.code));
		cr_assert(!cases[i].subject || !strcmp(e.subject, cases[i].subject), "case %zu: %s", i,
		          e.subject);
		cr_assert(!strstr(e.detail, "999993653") && !strstr(e.detail, "Jan"), "case %zu", i);
		cr_assert_null(r.values, "case %zu", i);
	}
}

Test(record, refuses_a_line_above_the_limit)
{
	struct error e;
	struct record r = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	buffer_append_string(&text, "{\"wet\":\"pw\"}");
	while (text.size <= LIMIT_JSON_LINE_SIZE)
		buffer_append_byte(&text, ' ');
	cr_assert_not(record_parse(c, buffer_bytes(&text), "t", &r, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert(record_parse(c, bytes_of(text.data, LIMIT_JSON_LINE_SIZE), "t", &r, &e));
	record_clear(&r);
}

Test(record, keeps_the_old_value_when_the_new_one_is_refused)
{
	struct error e;
	_cleanup_(record_clear) struct record r = parsed("{\"wet\":\"pw\",\"huisnummer\":31}");
	const struct field *f = catalogue_find(c, BYTES("huisnummer"));
	cr_assert_not(record_set(&r, f, BYTES("x"), &e));
	cr_assert(bytes_equal_string(record_get(&r, f), "31"));
	cr_assert(record_set(&r, f, BYTES("32"), &e));
	cr_assert(bytes_equal_string(record_get(&r, f), "32"));
	cr_assert(record_set(&r, f, BYTES(""), &e));
	cr_assert_eq(record_get(&r, f).size, 0);
	cr_assert_null(record_get(&r, f).data);
}

Test(record, identifies_by_bsn_or_by_all_of_the_set)
{
	struct error e;
	_cleanup_(record_clear) struct record bsn =
		parsed("{\"wet\":\"pw\",\"burgerservicenummer\":\"999993653\"}");
	cr_assert(record_check_identity(&bsn, &e));
	static const char *const fields[] = { "naam.geslachtsnaam", "naam.voornamen", "geboorte.datum",
		                              "postcode", "huisnummer" };
	static const char *const values[] = { "Moulin", "Suzanne", "1985-12", "3077AW", "31" };
	_cleanup_(record_clear) struct record r = parsed("{\"wet\":\"pw\"}");
	for (size_t i = 0; i < ELEMENTS(fields); i++) {
		cr_assert_not(record_check_identity(&r, &e), "without %s", fields[i]);
		cr_assert_eq(e.code, ERR_NO_IDENTITY);
		set(&r, fields[i], values[i]);
	}
	cr_assert(record_check_identity(&r, &e));
	_cleanup_(record_clear) struct record lawless = { 0 };
	cr_assert(record_start(&lawless, c, &e));
	set(&lawless, "burgerservicenummer", "999993653");
	cr_assert_not(record_check_identity(&lawless, &e));
	cr_assert_eq(e.code, ERR_MISSING);
	enum law law;
	cr_assert_not(record_law(&lawless, &law));
	cr_assert(record_law(&bsn, &law) && law == LAW_PW);
}

static void assert_key(const struct record *r, const char *expected)
{
	struct error e;
	_cleanup_(buffer_clear) struct buffer key = { 0 };
	cr_assert(record_key(r, "bron", &key, &e), "%s", e.detail);
	cr_assert_str_eq(buffer_string(&key), expected);
}

Test(record, key_is_case_number_else_bsn_else_the_set)
{
	struct error e;
	_cleanup_(record_clear) struct record r = parsed(
		"{\"wet\":\"pw\",\"burgerservicenummer\":\"999993653\",\"zaak.identificatie\":\"Z1\"}");
	assert_key(&r, "bron\x1fpw\x1fZ1");
	set(&r, "zaak.identificatie", "");
	assert_key(&r, "bron\x1fpw\x1f\x1f"
	               "999993653");
	set(&r, "burgerservicenummer", "");
	_cleanup_(buffer_clear) struct buffer key = { 0 };
	cr_assert_not(record_key(&r, "bron", &key, &e));
	cr_assert_eq(e.code, ERR_NO_IDENTITY);
	cr_assert_eq(key.size, 0);
	static const char *const fields[] = { "naam.geslachtsnaam", "naam.voornamen", "geboorte.datum",
		                              "postcode", "huisnummer" };
	static const char *const values[] = { "Moulin", "Suzanne", "1985", "3077AW", "31" };
	for (size_t i = 0; i < ELEMENTS(fields); i++)
		set(&r, fields[i], values[i]);
	assert_key(&r, "bron\x1fpw\x1f\x1f\x1fMoulin\x1fSuzanne\x1f"
	               "1985\x1f"
	               "3077AW\x1f"
	               "31");
	set(&r, "wet", "wmo");
	assert_key(&r, "bron\x1fwmo\x1f\x1f\x1fMoulin\x1fSuzanne\x1f"
	               "1985\x1f"
	               "3077AW\x1f"
	               "31");
}

/* A case number that happens to be somebody's BSN isn't that person's key. */
Test(record, keys_of_two_kinds_never_meet)
{
	struct error e;
	_cleanup_(record_clear) struct record a =
		parsed("{\"wet\":\"pw\",\"zaak.identificatie\":\"999993653\"}");
	_cleanup_(record_clear) struct record b =
		parsed("{\"wet\":\"pw\",\"burgerservicenummer\":\"999993653\"}");
	_cleanup_(buffer_clear) struct buffer x = { 0 }, y = { 0 };
	cr_assert(record_key(&a, "bron", &x, &e) && record_key(&b, "bron", &y, &e));
	cr_assert_not(bytes_equal(buffer_bytes(&x), buffer_bytes(&y)));
}

Test(record, clearing_twice_is_harmless)
{
	struct record r = parsed("{\"wet\":\"pw\"}");
	record_clear(&r);
	record_clear(&r);
	record_clear(NULL);
}

/* A list of codes that came later than the record. */
Test(record, a_store_reads_what_its_field_no_longer_takes_and_a_package_does_not)
{
	_cleanup_(record_clear) struct record r = { 0 }, none = { 0 };
	struct error e = { 0 };
	const struct bytes line = BYTES("{\"wet\":\"pw\",\"gegevensbron\":\"de buurman\","
	                                "\"huishouden.soort\":\"woont met een ander\"}");
	cr_assert_not(record_parse(c, line, "line", &none, &e));
	cr_assert_eq(e.code, ERR_FIELD_VALUE);
	cr_assert(record_recall(c, line, "line", &r, &e), "%s: %s", e.subject, e.detail);
	const struct field *household = catalogue_find(c, BYTES("huishouden.soort"));
	cr_assert(record_is_unfit(&r, household));
	cr_assert(bytes_equal_string(record_get(&r, household), "woont met een ander"));
	cr_assert_eq(record_role(&r, ROLE_SOURCE).size, 0, "what isn't a source is none");
	cr_assert_not(record_is_unfit(&r, catalogue_role(c, ROLE_LAW)));
	cr_assert_not(record_recall(c, BYTES("{\"wet\":\"pw\",\"wet\":\"pw\"}"), "line", &none, &e));
}

static moment day_of(const char *text)
{
	moment day;
	cr_assert(day_parse(bytes_of_string(text), &day));
	return day;
}

/* Whole or in part, to come or of long ago: held against the day that is asked about. */
Test(record, a_birth_date_is_of_somebody_who_lives)
{
	static const struct {
		const char *birth;
		bool fits;
	} cases[] = {
		{ "2026-11-23", true }, { "2026-11-24", true },  { "2026-11-25", false },
		{ "2026-11", true },    { "2026-12", false },    { "2026", true },
		{ "2027", false },      { "9999-12-31", false }, { "1900-01-01", true },
		{ "1897-01-01", true }, { "1895-01-01", false }, { "1753", false },
		{ "1000", false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(record_clear) struct record r = { 0 };
		_cleanup_(string_freep) char *json =
			string_printf("{\"geboorte.datum\":\"%s\",\"wet\":\"pw\"}", cases[i].birth);
		struct error e = { 0 };
		cr_assert(record_parse(c, bytes_of_string(json), "r", &r, &e));
		cr_expect_eq(record_check_birth(&r, day_of("2026-11-23"), &e), cases[i].fits, "%s",
		             cases[i].birth);
		cr_expect_eq(e.code, cases[i].fits ? ERR_NONE : ERR_FIELD_VALUE);
		cr_expect(!strstr(e.detail, cases[i].birth));
	}
	_cleanup_(record_clear) struct record kept = { 0 };
	struct error e;
	cr_assert(record_recall(c, BYTES("{\"geboorte.datum\":\"9999\",\"wet\":\"pw\"}"), "r", &kept, &e));
	cr_expect(record_is_unfit(&kept, catalogue_role(c, ROLE_BIRTH)),
	          "one that was taken in before goes nowhere");
	cr_expect(bytes_equal_string(record_get(&kept, catalogue_role(c, ROLE_BIRTH)), "9999"));
}

/* A number that was a text, a text that was a number, a list of attachments that isn't one, a yes that was a
 * word: each is read, marked, and written so that it can be read again. */
Test(record, whatever_kind_a_field_had_a_store_reads_its_value)
{
	static const struct {
		const char *field, *json, *value, *again;
		bool fits_again;
	} cases[] = {
		{ "huisnummer", "\"twaalf\"", "twaalf", "\"twaalf\"" },
		{ "huisnummer", "1.5", "1.5", "\"1.5\"" },
		{ "huisnummer", "true", "true", "\"true\"" },
		{ "naam.geslachtsnaam", "12", "12", "\"12\"", true },
		{ "bijlagen", "\"brief.pdf\"", "brief.pdf", "\"brief.pdf\"" },
		{ "bijlagen", "[{\"name\":\"a\"}]", "[{\"name\":\"a\"}]", "\"[{\\\"name\\\":\\\"a\\\"}]\"" },
		{ "burgerservicenummer", "\"123\"", "123", "\"123\"" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer line = { 0 }, out = { 0 };
		struct error e = { 0 };
		const struct field *f = catalogue_find(c, bytes_of_string(cases[i].field));
		buffer_printf(&line, "{\"%s\":%s,\"wet\":\"pw\"}", cases[i].field, cases[i].json);
		for (int again = 0; again < 2 && !(again && cases[i].fits_again); again++) {
			_cleanup_(record_clear) struct record r = { 0 }, none = { 0 };
			cr_assert_not(record_parse(c, buffer_bytes(&line), "line", &none, &e), "%zu", i);
			cr_assert(record_recall(c, buffer_bytes(&line), "line", &r, &e), "%zu: %s", i,
			          e.detail);
			cr_expect(record_is_unfit(&r, f), "%zu", i);
			cr_expect(bytes_equal_string(record_get(&r, f), cases[i].value), "%zu", i);
			buffer_reset(&out);
			cr_assert(record_format(&r, NULL, &out, &e));
			cr_expect(strstr(buffer_string(&out), cases[i].again), "%zu: %s", i,
			          buffer_string(&out));
			buffer_reset(&line);
			buffer_append(&line, buffer_bytes(&out));
		}
	}
}
