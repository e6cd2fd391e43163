/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/consent.h"

#include "crypto/hash.h"
#include "crypto/secret.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#define DAY(text) day_of(text)

static moment day_of(const char *text)
{
	moment m;
	cr_assert(day_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

#define START "{\"id\":\"00112233445566778899aabbccddeeff\",\"kind\":\"consent\","
#define HEAD START "\"bsn\":\"999990019\","
#define HEAD_OF_SET \
	START "\"naam.geslachtsnaam\":\"Jansén\",\"naam.voornamen\":\"Anna Maria\",\"geboorte.datum\":\"" \
	      "1980-01-01\",\"postcode\":\"5341AB\",\"huisnummer\":\"12\","
#define MIDDLE \
	"\"agreement\":\"oss-wmo-wi\",\"purpose\":\"onderzoek-2.3.2\",\"to\":\"oss.nl/" \
	"wmo\",\"fields\":\"postcode huisnummer\"," \
	"\"given\":\"2026-11-01\",\"until\":\"2027-02-01\""
#define BY ",\"by\":\"client parent\",\"age\":\"12-15\""
#define ASSURED ",\"assured\":\"form\",\"words\":\"" HASH "\""
#define HASH "c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff"
#define VOLUNTARY ",\"voluntary\":\"asked at home, may refuse\""
static const char plain[] = HEAD MIDDLE BY ASSURED "}";
static const char full[] = HEAD MIDDLE BY ASSURED
	",\"evidence\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
	"\"withdrawn\":\"2026-12-01T09:30:00Z\"}";

Test(consent, reads_back_what_it_writes)
{
	static const char *const texts[] = { plain, full };
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_(consent_clear) struct consent c = { 0 };
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		struct error e = { 0 };
		cr_assert(consent_parse(bytes_of_string(texts[i]), "c", &c, &e), "%s %s", error_name(e.code),
		          e.detail);
		cr_assert_eq(c.kind, CONSENT_EXPLICIT);
		cr_assert_str_eq(c.tie, "999990019");
		cr_assert_eq(c.until, DAY("2027-02-01"));
		cr_assert_eq(c.withdrawn != 0, i == 1);
		cr_assert(consent_format(&c, &out, &e));
		cr_assert_str_eq(buffer_string(&out), texts[i]);
	}
}

static const char of_set[] = HEAD_OF_SET MIDDLE BY ASSURED "}";

Test(consent, names_the_set_where_there_is_no_number)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e = { 0 };
	cr_assert(consent_parse(bytes_of_string(of_set), "c", &c, &e), "%s", e.detail);
	cr_assert_str_eq(c.tie, "Jansén\x1f"
	                        "Anna Maria\x1f"
	                        "1980-01-01\x1f"
	                        "5341AB\x1f"
	                        "12");
	cr_assert(consent_format(&c, &out, &e));
	cr_assert_str_eq(buffer_string(&out), of_set);
}

/* All of it, whole, as a record has it; and nothing beside it. */
Test(consent, is_strict_about_the_set)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "\"postcode\":\"5341AB\",", "", ERR_MISSING },
		{ "\"naam.geslachtsnaam\":\"Jansén\",", "", ERR_MISSING },
		{ "Jansén", "", ERR_MISSING },
		{ "Jansén", "Jans\\u001fen", ERR_VALUE },
		{ "Jansén", "Jans\\nen", ERR_VALUE },
		{ "Jansén", "Jans\\u001b[2Jen", ERR_VALUE },
		{ "1980-01-01", "1980-01", ERR_VALUE },
		{ "1980-01-01", "1980", ERR_VALUE },
		{ "1980-01-01", "1980-02-30", ERR_VALUE },
		{ "1980-01-01", "01-01-1980", ERR_VALUE },
		{ "5341AB", "5341 AB", ERR_VALUE },
		{ "5341AB", "5341ab", ERR_VALUE },
		{ "\"12\"", "\"012\"", ERR_VALUE },
		{ "\"12\"", "\"0\"", ERR_VALUE },
		{ "\"12\"", "\"12a\"", ERR_VALUE },
		{ "\"12\"", "12", ERR_VALUE },
		{ "\"postcode\"", "\"postcode\":\"5341AB\",\"postcode\"", ERR_DUPLICATE },
		{ "\"postcode\"", "\"bsn\":\"999990019\",\"postcode\"", ERR_UNKNOWN_KEY },
		{ "\"postcode\"", "\"huisletter\":\"a\",\"postcode\"", ERR_UNKNOWN_KEY },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(consent_clear) struct consent c = { 0 };
		struct error e = { 0 };
		const char *at = strstr(of_set, cases[i].from);
		cr_assert_not_null(at);
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - of_set), of_set,
		                                                   cases[i].to, at + strlen(cases[i].from));
		cr_expect_not(consent_parse(bytes_of_string(text), "c", &c, &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		cr_expect_null(strstr(e.detail, "Jans"), "case %zu: %s", i, e.detail);
		cr_expect_null(strstr(e.detail, "1980"), "case %zu: %s", i, e.detail);
	}
}

Test(consent, ages_are_bands_on_the_day)
{
	static const struct {
		const char *birth, *given;
		enum consent_age age;
		unsigned years;
	} cases[] = {
		{ "2017-11-01", "2026-11-01", AGE_0_11, 9 },   { "2014-11-02", "2026-11-01", AGE_0_11, 11 },
		{ "2014-11-01", "2026-11-01", AGE_12_15, 12 }, { "2010-11-02", "2026-11-01", AGE_12_15, 15 },
		{ "2010-11-01", "2026-11-01", AGE_16, 16 },    { "2010", "2026-11-01", AGE_12_15, 15 },
		{ "2010-11", "2026-11-30", AGE_16, 16 },       { "2010-11", "2026-11-29", AGE_12_15, 15 },
		{ "2014-02-29", "2026-02-28", AGE_0_11, 11 },  { "2008-11-01", "2026-11-01", AGE_16, 18 },
		{ "2027", "2026-11-01", AGE_0_11, 0 },         { "", "2026-11-01", AGE_UNSTATED, 0 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct bytes birth = bytes_of_string(cases[i].birth);
		cr_expect_eq(consent_age_on(birth, DAY(cases[i].given)), cases[i].age, "%s", cases[i].birth);
		cr_expect_eq(consent_years_on(birth, DAY(cases[i].given)), cases[i].years, "%s",
		             cases[i].birth);
	}
}

Test(consent, kinds_have_names)
{
	cr_assert_str_eq(consent_kind_name(CONSENT_EXPLICIT), "consent");
	cr_assert_str_eq(consent_kind_name(CONSENT_NO_OBJECTION), "no-objection");
	cr_assert_str_eq(consent_kind_name(CONSENT_TOLD), "told");
	_cleanup_(string_freep) char *text = string_copy(plain);
	struct error e = { 0 };
	_cleanup_(consent_clear) struct consent c = { 0 };
	char *kind = strstr(text, "\"consent\"");
	_cleanup_(string_freep) char *other =
		string_printf("%.*s\"no-objection\"%s", (int)(kind - text), text, kind + 9);
	cr_assert(consent_parse(bytes_of_string(other), "c", &c, &e), "%s", e.detail);
	cr_assert_eq(c.kind, CONSENT_NO_OBJECTION);
}

Test(consent, is_strict_and_never_quotes_a_value)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "\"999990019\"", "\"999990018\"", ERR_BSN },
		{ "\"999990019\"", "\"99999001\"", ERR_VALUE },
		{ "\"999990019\"", "999990019", ERR_VALUE },
		{ "\"bsn\":\"999990019\",", "", ERR_MISSING },
		{ "\"form\"", "\"perhaps\"", ERR_VALUE },
		{ "\"by\":\"client parent\",", "", ERR_MISSING },
		{ "\"age\":\"12-15\",", "", ERR_MISSING },
		{ "client parent", "parent client", ERR_VALUE },
		{ "client parent", "client client", ERR_VALUE },
		{ "client parent", "client  parent", ERR_VALUE },
		{ "client parent", "client ", ERR_VALUE },
		{ "client parent", "", ERR_MISSING },
		{ "client parent", "neighbour", ERR_VALUE },
		{ "12-15", "13", ERR_VALUE },
		{ "\"age\"", "\"unable\":\"no\",\"age\"", ERR_VALUE },
		{ ",\"assured\":\"form\"", "", ERR_MISSING },
		{ ",\"words\":\"" HASH "\"", "", ERR_MISSING },
		{ HASH, "asked at home, may refuse", ERR_VALUE }, /* the words themselves */
		{ ASSURED, ASSURED VOLUNTARY, ERR_UNKNOWN_KEY },
		{ ASSURED, ",\"voluntary\":\"\"", ERR_MISSING },
		{ "\"purpose\":\"onderzoek-2.3.2\"", "\"purpose\":\"\"", ERR_MISSING },
		{ "\"fields\":\"postcode huisnummer\",", "", ERR_MISSING },
		{ "\"postcode huisnummer\"", "\"\"", ERR_MISSING },
		{ "\"postcode huisnummer\"", "\"postcode  huisnummer\"", ERR_MISSING },
		{ "\"postcode huisnummer\"", "\" postcode\"", ERR_MISSING },
		{ "\"postcode huisnummer\"", "\"postcode \"", ERR_MISSING },
		{ "\"oss.nl/wmo\"", "\"wmo\"", ERR_VALUE },
		{ "\"2026-11-01\"", "\"2026-02-30\"", ERR_VALUE },
		{ "\"2026-11-01\"", "\"2027-11-01\"", ERR_VALUE },
		{ "\"2026-12-01T09:30:00Z\"", "\"2026-12-01\"", ERR_VALUE },
		{ "\"2026-12-01T09:30:00Z\"", "\"1970-01-01T00:00:00Z\"", ERR_VALUE },
		{ "\"aaaa", "\"aaa", ERR_VALUE },
		{ "\"aaaa", "\"AAAA", ERR_VALUE },
		{ "\"0011", "\"001g", ERR_VALUE },
		{ "\"kind\":\"consent\"", "\"kind\":\"maybe\"", ERR_VALUE },
		{ "\"kind\":\"consent\"", "\"kind\":\"consent\",\"kind\":\"consent\"", ERR_DUPLICATE },
		{ "\"kind\":\"consent\"", "\"kind\":\"consent\",\"999990019\":\"1\"", ERR_UNKNOWN_KEY },
		{ "{\"id\"", "[\"id\"", ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(consent_clear) struct consent c = { 0 };
		struct error e = { 0 };
		const char *at = strstr(full, cases[i].from);
		cr_assert_not_null(at);
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - full), full,
		                                                   cases[i].to, at + strlen(cases[i].from));
		cr_expect_not(consent_parse(bytes_of_string(text), "c", &c, &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		cr_expect_null(strstr(e.detail, "9999"), "case %zu: %s", i, e.detail);
	}
	struct error e = { 0 };
	struct consent c = { 0 };
	cr_assert_not(consent_parse(BYTES("[]"), "c", &c, &e));
	cr_assert_eq(e.code, ERR_SYNTAX);
}

/* Version 0.1.0 sent the consulent's words along: such a line is read, and its words go no further. */
Test(consent, of_an_older_version_is_read_without_its_words)
{
	static const char *const lines[] = { HEAD MIDDLE VOLUNTARY "}",
		                             HEAD MIDDLE ",\"assured\":\"in-words\"}" };
	for (size_t i = 0; i < ELEMENTS(lines); i++) {
		_cleanup_(consent_clear) struct consent c = { 0 };
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		struct error e = { 0 };
		cr_assert(consent_parse(bytes_of_string(lines[i]), "c", &c, &e), "%s", e.detail);
		cr_assert_eq(c.assured, ASSURED_IN_WORDS);
		cr_assert_null(c.words);
		cr_assert_null(c.words_hash);
		cr_assert(consent_format(&c, &out, &e));
		cr_assert_eq(c.by,
		             CONSENT_BY(
				     GIVER_CLIENT)); /* what that version recorded is what the client said */
		cr_assert_eq(c.age, AGE_UNSTATED);
		cr_assert_str_eq(buffer_string(&out),
		                 HEAD MIDDLE ",\"by\":\"client\",\"assured\":\"in-words\"}");
	}
}

/* The same words twice have two hashes: nobody learns them by guessing, or who had the same. */
Test(consent, keeps_words_behind_a_hash)
{
	_cleanup_(consent_clear) struct consent a = { 0 }, b = { 0 }, none = { 0 };
	struct error e = { 0 };
	struct sha256 sum;
	char hex[SHA256_HEX_SIZE + 1];
	cr_assert(crypto_start(&e));
	cr_assert(consent_put_words(&a, "At the kitchen table.", &e));
	cr_assert(consent_put_words(&b, "At the kitchen table.", &e));
	cr_assert_str_eq(consent_words(&a), "At the kitchen table.");
	cr_assert_str_neq(a.words_hash, b.words_hash);
	sha256_of(bytes_of_string(a.words), &sum);
	sha256_hex(&sum, hex);
	cr_assert_str_eq(hex, a.words_hash);
	cr_assert_not(consent_put_words(&none, "", &e));
	cr_assert_eq(e.code, ERR_MISSING);
	cr_assert_null(consent_words(&none));
}

Test(consent, is_not_written_when_it_would_not_be_read)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e = { 0 };
	cr_assert(consent_parse(bytes_of_string(plain), "c", &c, &e));
	free(c.words_hash);
	c.words_hash = NULL;
	cr_assert_not(consent_format(&c, &out, &e));
	cr_assert_eq(e.code, ERR_MISSING);
	cr_assert_eq(out.size, 0);
}

Test(consent, holds_for_its_purpose_recipient_and_term_only)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	struct error e = { 0 };
	cr_assert(consent_parse(bytes_of_string(full), "c", &c, &e));
	const char *a = "oss-wmo-wi", *p = "onderzoek-2.3.2", *to = "oss.nl/wmo";
	moment withdrawn = c.withdrawn;
	cr_expect(consent_holds(&c, a, p, to, DAY("2026-11-01")));
	cr_expect_not(consent_holds(&c, a, p, to, DAY("2026-11-01") - 1));
	cr_expect_not(consent_holds(&c, "other", p, to, DAY("2026-11-02")));
	cr_expect_not(consent_holds(&c, a, "other", to, DAY("2026-11-02")));
	cr_expect_not(consent_holds(&c, a, p, "oss.nl/jeugd", DAY("2026-11-02")));
	cr_expect(consent_holds(&c, a, p, to, withdrawn - 1));
	cr_expect_not(consent_holds(&c, a, p, to, withdrawn));
	c.withdrawn = 0;
	cr_expect(consent_holds(&c, a, p, to, DAY("2027-02-01") + SECONDS_A_DAY - 1));
	cr_expect_not(consent_holds(&c, a, p, to, DAY("2027-02-02")));
}
