/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/headings.h"

#include <criterion/criterion.h>
#include <string.h>

static struct catalogue *c;
static struct headings *h;

static void load(void)
{
	struct error e;
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue.yaml", &c, &e));
	cr_assert(headings_load(c, &h, &e), "%s %s", e.subject, e.detail);
}

static void unload(void)
{
	headings_freep(&h);
	catalogue_freep(&c);
}

TestSuite(headings, .init = load, .fini = unload);

static const char *field_of(const char *heading, enum heading_match *match)
{
	const struct field *f;
	struct error e;
	cr_assert(headings_find(h, bytes_of_string(heading), &f, match, &e));
	return f ? f->name : "";
}

/* Of each of the catalogue's words, and in capitals: no word of source systems hides one. */
Test(headings, are_the_catalogues_own)
{
	enum heading_match match;
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		const char *words[] = { f->name, f->label, f->label_nl };
		for (size_t k = 0; k < ELEMENTS(words); k++) {
			cr_expect_str_eq(field_of(words[k], &match), f->name, "%s", words[k]);
			cr_expect_eq(match == HEADING_NAME, strcmp(words[k], f->name) == 0, "%s", words[k]);
		}
	}
}

Test(headings, are_found_however_they_are_spelled)
{
	static const struct {
		const char *heading, *field;
		enum heading_match match;
	} found[] = {
		{ "B.S.N.", "burgerservicenummer", HEADING_LABEL },
		{ "Sofi-nummer", "burgerservicenummer", HEADING_SYNONYM },
		{ "BSN cli\xc3\xabnt", "burgerservicenummer", HEADING_RESEMBLES },
		{ "Geboortedatum van de inwoner", "geboorte.datum", HEADING_RESEMBLES },
		{ "Geb.datum", "geboorte.datum", HEADING_SYNONYM },
		{ "HUISNR.", "huisnummer", HEADING_LABEL },
		{ "08.11.60", "postcode", HEADING_LABEL },
		{ "zelfredzaamheid financien", "zelfredzaamheid.financien.score", HEADING_LABEL },
		{ "BSN partner", "", HEADING_UNKNOWN },
		{ "Geboortedatum kind", "", HEADING_UNKNOWN },
		{ "client", "", HEADING_UNKNOWN },
		{ "", "", HEADING_UNKNOWN },
		{ "-", "", HEADING_UNKNOWN },
		{ "\xff", "", HEADING_UNKNOWN },
	};
	for (size_t i = 0; i < ELEMENTS(found); i++) {
		enum heading_match match;
		cr_expect_str_eq(field_of(found[i].heading, &match), found[i].field, "%s", found[i].heading);
		cr_expect_eq(match, found[i].match, "%s: %d", found[i].heading, (int)match);
	}
}

Test(headings, know_codes_by_other_words)
{
	const struct field *sex = catalogue_find(c, BYTES("geslacht"));
	const struct field *benefit = catalogue_find(c, BYTES("inkomensvoorziening.soort"));
	cr_expect_str_eq(headings_code(h, sex, BYTES("Vrouw")), "2");
	cr_expect_str_eq(headings_code(h, sex, BYTES("1")), "1");
	cr_expect_null(headings_code(h, sex, BYTES("9")));
	cr_expect_str_eq(headings_code(h, benefit, BYTES("Algemene bijstand")), "algemeneBijstand");
	cr_expect_null(headings_code(h, benefit, BYTES("Jansen")));
	cr_expect(headings_is_amount(h, catalogue_find(c, BYTES("inkomensvoorziening.bedrag"))));
	cr_expect_not(headings_is_amount(h, catalogue_find(c, BYTES("huisnummer"))));
}
