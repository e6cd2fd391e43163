/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/catalogue.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct catalogue *shipped(void)
{
	struct catalogue *c = NULL;
	struct error e;
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue.yaml", &c, &e), "%s: %s (line %lu)",
	          e.subject, e.detail, (unsigned long)e.line);
	return c;
}

static const struct field *named(const struct catalogue *c, const char *name)
{
	const struct field *f = catalogue_find(c, bytes_of_string(name));
	cr_assert(f, "no field %s", name);
	return f;
}

/* Name, category letter and domain of every field that the standard list of case data has. */
/* clang-format off */
static const char *const expected[] = {
	"burgerservicenummer I shared", "naam.voornamen I shared", "naam.voorvoegsel I shared",
	  "naam.geslachtsnaam I shared",
	"geboorte.datum I shared", "geslacht I shared", "postcode I shared", "huisnummer I shared",
	  "huisletter I shared",
	"huisnummertoevoeging I shared", "gemeentecode O shared", "geheimhouding O shared",
	"wettelijkeVertegenwoordiging H shared", "relatie.soort O shared", "huishouden.soort O shared",
	  "huishouden.id O shared",
	"zaak.identificatie O shared", "zaak.bronorganisatie O shared", "zaak.zaaktype O shared",
	  "zaak.startdatum O shared",
	"zaak.einddatum O shared", "status.omschrijving O shared", "status.datumStatusGezet O shared",
	  "regisseur O shared",
	"plan.id O shared", "startdatumBewaartermijn O shared", "archiefactiedatum O shared", "wet O shared",
	"gegevensbron O shared", "melding.aanmeldwijze O wmo", "melding.isClientOpDeHoogte O wmo",
	"beschikking.datumAfgifte O shared", "voorziening.productCategorie H wmo",
	  "voorziening.productCode H wmo",
	"voorziening.omvang.volume O wmo", "voorziening.omvang.eenheid O wmo",
	  "voorziening.omvang.frequentie O wmo",
	"toewijzingnummer O wmo", "beperking H wmo", "zelfredzaamheid.financien.score F shared",
	"zelfredzaamheid.werkOpleiding.score O shared", "zelfredzaamheid.tijdsbesteding.score O shared",
	"zelfredzaamheid.huisvesting.score O shared", "zelfredzaamheid.huiselijkeRelaties.score H shared",
	"zelfredzaamheid.geestelijkeGezondheid.score H shared",
	  "zelfredzaamheid.lichamelijkeGezondheid.score H shared",
	"zelfredzaamheid.middelengebruik.score H shared", "zelfredzaamheid.basaleADL.score H shared",
	"zelfredzaamheid.instrumenteleADL.score H shared", "zelfredzaamheid.sociaalNetwerk.score O shared",
	"zelfredzaamheid.maatschappelijkeParticipatie.score O shared",
	  "zelfredzaamheid.justitie.score C shared",
	"participatieladder.trede O shared", "participatieladder.datum O shared", "ikWil O shared",
	  "ikKan O shared",
	"ikHebNodig O shared", "traject.soort H shared", "traject.datumStart O shared",
	  "traject.datumEinde O shared",
	"inkomensvoorziening.soort H pw", "inkomensvoorziening.ingangsdatum F pw",
	  "inkomensvoorziening.einddatum F pw",
	"inkomensvoorziening.bedrag F pw", "reintegratievoorziening.codeType H pw",
	  "reintegratievoorziening.datumStart O pw",
	"reintegratievoorziening.datumEinde O pw", "codeArbeidsvermogen H pw", "ontheffing.soort H pw",
	"loonkostensubsidie.percentageLoonwaarde H pw", "verslag H shared", "bijlagen H shared",
	"contact.telefoon I shared", "contact.email I shared", "contact.voorkeur I shared",
	"vertegenwoordiger.soort H shared", "vertegenwoordiger.naam I shared",
	"vertegenwoordiger.telefoon I shared", "mantelzorger.relatie O wmo",
	"clientondersteuner.betrokken O shared", "opleiding.niveau O pw",
	"opleiding.startkwalificatie O pw", "plan.doel.code O shared", "plan.actie.code O shared",
	"plan.actie.wie O shared", "plan.actie.voor O shared", "plan.actie.status O shared",
	"plan.actie2.code O shared", "plan.actie2.wie O shared", "plan.actie2.voor O shared",
	"plan.actie2.status O shared", "plan.actie3.code O shared", "plan.actie3.wie O shared",
	"plan.actie3.voor O shared", "plan.actie3.status O shared", "werkfit.soort H pw",
	"beschutwerk.advies H pw", "schuld.signaal F wgs", "schuld.hulp F wgs", "bezoek.datum O shared",
	"bezoek.soort O shared", "bezoek.aanwezig O shared",
};
/* clang-format on */

Test(catalogue, ships_every_field_with_its_category_and_domain)
{
	static const char *const domains[] = { "shared", "wmo", "pw", "wgs", "jeugd", "wi" };
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	cr_assert_eq(catalogue_size(c), ELEMENTS(expected));
	for (size_t i = 0; i < ELEMENTS(expected); i++) {
		const struct field *f = catalogue_field(c, i);
		char line[200];
		snprintf(line, sizeof line, "%s %c %s", f->name, category_letter(f->category),
		         domains[f->domain]);
		cr_assert_str_eq(line, expected[i]);
		cr_assert_eq(f->index, i);
		cr_assert_eq(named(c, f->name), f);
		cr_assert(*f->gloss && *f->gloss_nl && *f->source);
		cr_assert(f->label && f->label_nl && *f->label && *f->label_nl, "%s", f->name);
	}
	cr_assert_null(catalogue_field(c, ELEMENTS(expected)));
	cr_assert_str_eq(catalogue_version(c), "2026.3");
}

Test(catalogue, finds_no_field_that_it_does_not_have)
{
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	static const char *const none[] = { "",     "Burgerservicenummer", "naam", "naam.",
		                            "wet ", "traject.soort.x" };
	for (size_t i = 0; i < ELEMENTS(none); i++)
		cr_assert_null(catalogue_find(c, bytes_of_string(none[i])), "%s", none[i]);
}

Test(catalogue, file_in_the_tree_is_the_one_built_in)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/share/sluis/catalogue.yaml", getenv("SLUIS_SOURCE"));
	FILE *f = fopen(path, "rb");
	cr_assert(f);
	struct bytes built_in = catalogue_shipped();
	char *text = malloc(built_in.size + 1);
	size_t size = fread(text, 1, built_in.size + 1, f);
	fclose(f);
	cr_assert(bytes_equal(bytes_of(text, size), built_in));
	free(text);
}

Test(law, has_two_names)
{
	enum law law;
	cr_assert(law_parse(BYTES("wmo"), &law) && law == LAW_WMO);
	cr_assert(law_parse(BYTES("pw"), &law) && law == LAW_PW);
	cr_assert_str_eq(law_name(LAW_WMO), "wmo");
	cr_assert_str_eq(law_name(LAW_PW), "pw");
	cr_assert_not(law_parse(BYTES("Wmo"), &law));
	cr_assert_not(law_parse(BYTES(""), &law));
	cr_assert_not(law_parse(BYTES("jw"), &law));
}

struct sample {
	const char *field, *value;
};

Test(field, accepts_what_fits)
{
	/* clang-format off */
	static const struct sample good[] = {
		{ "burgerservicenummer", "999993653" }, { "naam.voornamen", "Żáïŀëñøŕ" },
		  { "naam.voorvoegsel", "van der" },
		{ "geboorte.datum", "1985" }, { "geboorte.datum", "1985-03" }, { "geboorte.datum",
		  "2000-02-29" },
		{ "postcode", "3077AW" }, { "huisnummer", "1" }, { "huisnummer", "99999" }, { "huisletter",
		  "a" },
		{ "gemeentecode", "0518" }, { "geheimhouding", "7" }, { "geslacht", "0" }, { "wet", "pw" },
		{ "melding.isClientOpDeHoogte", "false" }, { "voorziening.productCategorie", "07" },
		  { "toewijzingnummer", "000000001" },
		{ "participatieladder.trede", "6" }, { "inkomensvoorziening.bedrag", "0" }, { "verslag",
		  "een\ntwee; \"drie\"" },
		{ "zaak.startdatum", "2026-11-23" }, { "relatie.soort", "01" },
		  { "voorziening.productCode", "02A15" },
		{ "regisseur", "oss.nl/wmo" }, { "contact.telefoon", "+31612345678" },
		{ "contact.email", "j.o'x+1@a-b.nl" },
		{ "bezoek.aanwezig", "client" }, { "bezoek.aanwezig", "client mantelzorger overig" },
		{ "vertegenwoordiger.naam", "Jansen-Pietersz." }, { "plan.actie3.wie", "oss.nl/wi" },
		{ "zaak.identificatie", "2026/Z-00001.a" },
	};
	/* clang-format on */
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		struct error e;
		cr_assert(field_check(named(c, good[i].field), bytes_of_string(good[i].value), &e),
		          "%s %s: %s", good[i].field, good[i].value, e.detail);
	}
}

Test(field, refuses_what_does_not_and_never_quotes_it)
{
	/* clang-format off */
	static const struct sample bad[] = {
		{ "burgerservicenummer", "010008579" }, { "naam.voornamen", "a\nb" }, { "naam.voornamen",
		  "a\tb" },
		{ "naam.voornamen", "\xff\xfe" }, { "naam.voornamen", "x\xe2\x80\xaey" },
		  { "naam.voorvoegsel", "elf tekens!" },
		{ "geboorte.datum", "19850301" }, { "geboorte.datum", "1985-13" }, { "geboorte.datum",
		  "2001-02-29" },
		{ "geboorte.datum", "0985" }, { "geboorte.datum", "85" }, { "geboorte.datum", "1985-03-" },
		  { "zaak.startdatum", "1985-03" },
		{ "zaak.startdatum", "1985" }, { "postcode", "0123AB" }, { "postcode", "1234ab" },
		  { "postcode", "1234 AB" },
		{ "postcode", "12345A" }, { "huisnummer", "0" }, { "huisnummer", "100000" },
		  { "huisnummer", "-1" },
		{ "huisnummer", "012" }, { "huisnummer", "1.0" }, { "huisnummer", "99999999999999999999" },
		  { "huisletter", "ab" },
		{ "gemeentecode", "518" }, { "gemeentecode", "05181" }, { "gemeentecode", "05 8" },
		  { "geheimhouding", "8" },
		{ "geslacht", "9" }, { "wet", "Wmo" }, { "wet", "wmo\n" }, { "melding.isClientOpDeHoogte",
		  "True" },
		{ "voorziening.productCategorie", "19" }, { "toewijzingnummer", "1234567890" },
		  { "participatieladder.trede", "7" },
		{ "participatieladder.trede", "-0" }, { "verslag", "a\x01" }, { "zaak.identificatie",
		  "a\x1f" "b" },
		{ "bijlagen", "[]" }, { "voorziening.productCode", "1" },
		{ "regisseur", "Jan de Vries" }, { "regisseur", "oss.nl/p-jansen" },
		{ "regisseur", "wmo-team" },
		{ "contact.telefoon", "bel de buurvrouw" }, { "contact.telefoon", "0612 345678" },
		{ "contact.email", "geen" },
		{ "contact.email", "a b@c.nl" }, { "contact.email", "a@nl" }, { "contact.email", "@c.nl" },
		{ "bezoek.aanwezig", "mantelzorger client" }, { "bezoek.aanwezig", "client client" },
		{ "bezoek.aanwezig", "client " }, { "bezoek.aanwezig", "Jan" },
		{ "schuld.hulp", "geen idee" },
		{ "zaak.identificatie", "heeft schizofrenie" }, { "plan.id", "schizofrenie" },
		{ "huishouden.id", "gezin 1" },
		{ "huishouden.soort", "woont met een ander" }, { "inkomensvoorziening.soort", "bijstand" },
		{ "melding.aanmeldwijze", "via de wijkagent" }, { "opleiding.niveau", "vmbo" },
		{ "vertegenwoordiger.soort", "buurman" }, { "mantelzorger.relatie", "14" },
	};
	/* clang-format on */
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct error e;
		cr_assert_not(field_check(named(c, bad[i].field), bytes_of_string(bad[i].value), &e),
		              "case %zu %s", i, bad[i].field);
		cr_assert_eq(e.code, i == 0 ? ERR_BSN : ERR_FIELD_VALUE, "case %zu", i);
		cr_assert_str_eq(e.subject, bad[i].field);
		cr_assert(strlen(bad[i].value) < 5 || !strstr(e.detail, bad[i].value),
		          "case %zu quotes the value", i);
	}
}

Test(field, counts_characters_not_bytes)
{
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	struct error e;
	char name[2 * 201 + 1];
	for (size_t i = 0; i < 201; i++)
		memcpy(name + 2 * i, "\xc3\xab", 2);
	const struct field *f = named(c, "naam.voornamen");
	cr_assert(field_check(f, bytes_of(name, 2 * (size_t)200), &e));
	cr_assert_not(field_check(f, bytes_of(name, 2 * (size_t)201), &e));
	cr_assert_not(field_check(f, bytes_of("a\0b", 3), &e));
}

/* The shipped text with the first `from` replaced; and the line on which that stood. */
static char *edited(const char *from, const char *to, uint64_t *ret_line)
{
	char *text = string_of_bytes(catalogue_shipped());
	char *at = strstr(text, from);
	cr_assert(at, "no %s", from);
	*ret_line = 1;
	for (char *c = text; c < at; c++)
		*ret_line += *c == '\n';
	char *out = string_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	free(text);
	return out;
}

Test(catalogue, refuses_defects_and_names_their_line)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "    type: bsn", "    type: bsm", ERR_VALUE },
		{ "    category: identification", "    category: secret", ERR_VALUE },
		{ "    domain: shared", "    domain: zorg", ERR_VALUE },
		{ "name: naam.voorvoegsel", "name: naam.voornamen", ERR_DUPLICATE },
		{ "name: naam.voorvoegsel", "name: naam..voorvoegsel", ERR_VALUE },
		{ "name: naam.voorvoegsel", "name: naam_voorvoegsel", ERR_VALUE },
		{ "most: \"200\"", "most: \"0\"", ERR_VALUE },
		{ "most: \"200\"", "most: \"0x10\"", ERR_VALUE },
		{ "most: \"200\"", "most: \"many\"", ERR_VALUE },
		{ "codes: [\"0\", \"1\", \"2\"]", "codes: [\"0\", \"1\", \"0\"]", ERR_DUPLICATE },
		{ "codes: [\"wmo\", \"pw\", \"jeugdwet\", \"wgs\", \"wi\", \"suwi\", \"zvw\"]",
		  "codes: [\"wmo\", \"pw\", \"jw\"]", ERR_VALUE },
		{ "type: partial-day", "type: day", ERR_VALUE },
		{ "    category: identification", "    category: ordinary", ERR_VALUE },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		uint64_t line;
		struct error e;
		_cleanup_(catalogue_freep) struct catalogue *c = NULL;
		_cleanup_(string_freep) char *text = edited(cases[i].from, cases[i].to, &line);
		cr_assert_not(catalogue_load(bytes_of_string(text), "mine.yaml", &c, &e), "case %zu", i);
		cr_assert_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		cr_assert_eq(e.line, line, "case %zu: line %lu, not %lu: %s", i, (unsigned long)e.line,
		             (unsigned long)line, e.detail);
		cr_assert_str_eq(e.subject, "mine.yaml");
		cr_assert_null(c);
	}
}

/* Each once, and none that no role names; a text without one of them is refused. */
Test(catalogue, has_the_fields_that_the_programs_look_at)
{
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	size_t with_role = 0;
	for (size_t i = 0; i < catalogue_size(c); i++)
		with_role += catalogue_field(c, i)->role != ROLE_NONE;
	cr_assert_eq(with_role, ROLE_COUNT);
	for (enum role role = 0; role < ROLE_COUNT; role++) {
		const struct field *f = catalogue_role(c, role);
		cr_assert_eq(f, named(c, role_name(role)));
		cr_assert_eq(f->role, role, "%s", f->name);
		_cleanup_(catalogue_freep) struct catalogue *without = NULL;
		_cleanup_(string_freep) char *name = string_printf("name: %s\n", f->name),
					     *other = string_printf("name: %sAnders\n", f->name);
		uint64_t line;
		struct error e;
		_cleanup_(string_freep) char *text = edited(name, other, &line);
		cr_assert_not(catalogue_load(bytes_of_string(text), "mine.yaml", &without, &e), "%s",
		              f->name);
		cr_assert_eq(e.code, ERR_MISSING, "%s: %s", f->name, error_name(e.code));
		cr_assert(strstr(e.detail, f->name));
	}
	cr_assert_eq(named(c, "geslacht")->role, ROLE_NONE);
	cr_assert(role_is_address(ROLE_POSTCODE) && role_is_address(ROLE_SUFFIX) &&
	          !role_is_address(ROLE_CASE));
}

Test(catalogue, refuses_keys_that_do_not_belong_or_lack)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "    type: bsn\n", "    type: bsn\n    most: \"9\"\n", ERR_VALUE },
		{ "    type: bsn\n", "    type: bsn\n    least: \"9\"\n", ERR_VALUE },
		{ "    type: bsn\n", "    type: bsn\n    codes: [\"a\"]\n", ERR_VALUE },
		{ "    type: bsn\n", "    type: bsn\n    colour: red\n", ERR_UNKNOWN_KEY },
		{ "    type: bsn\n", "", ERR_MISSING },
		{ "    most: \"200\"\n", "", ERR_VALUE },
		{ "    least: \"1\"\n", "", ERR_VALUE },
		{ "    codes: [\"0\", \"1\", \"2\"]\n", "", ERR_VALUE },
		{ "version: \"2026.3\"\n", "", ERR_MISSING },
		{ "name: geheimhouding", "name: geheim", ERR_MISSING },
		{ "fields:", "fields: &a", ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		uint64_t line;
		struct error e;
		_cleanup_(catalogue_freep) struct catalogue *c = NULL;
		_cleanup_(string_freep) char *text = edited(cases[i].from, cases[i].to, &line);
		cr_assert_not(catalogue_load(bytes_of_string(text), "mine.yaml", &c, &e), "case %zu", i);
		cr_assert_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
	}
	struct error e;
	struct catalogue *c = NULL;
	cr_assert_not(catalogue_load(BYTES(""), "mine.yaml", &c, &e));
	cr_assert_not(catalogue_load(BYTES("version: a\nfields: []\n"), "mine.yaml", &c, &e));
}

Test(catalogue, takes_a_field_that_a_municipality_adds)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	buffer_append(&text, catalogue_shipped());
	buffer_append_string(&text, "  - name: oss.wijk\n    gloss: Neighbourhood\n    gloss_nl: Wijk\n    "
	                            "type: text\n    most: \"40\"\n"
	                            "    category: ordinary\n    domain: shared\n    source: Oss\n");
	cr_assert(catalogue_load(buffer_bytes(&text), "oss.yaml", &c, &e), "%s", e.detail);
	cr_assert_eq(catalogue_size(c), ELEMENTS(expected) + 1);
	cr_assert_eq(named(c, "oss.wijk")->index, ELEMENTS(expected));
}

/* --- a municipality's additions --- */

static const char added[] = "type: sluis.catalogue/v1\n"
			    "id: oss-extra\n"
			    "version: \"1\"\n"
			    "fields:\n"
			    "  - name: oss.wijk\n"
			    "    gloss: Neighbourhood\n"
			    "    gloss_nl: Wijk\n"
			    "    type: text\n"
			    "    most: \"40\"\n"
			    "    category: ordinary\n"
			    "    domain: shared\n"
			    "    source: Oss\n";

static bool add(struct bytes text, struct catalogue **ret, struct error *e)
{
	const struct catalogue_addition addition = { text, "oss.yaml" };
	*e = (struct error){ 0 };
	return catalogue_load_with(catalogue_shipped(), "catalogue.yaml", &addition, 1, ret, e);
}

Test(catalogue, additions_stand_behind_the_fields_that_are_there)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	struct error e;
	cr_assert(add(bytes_of_string(added), &c, &e), "%s line %lu: %s", error_name(e.code),
	          (unsigned long)e.line, e.detail);
	cr_assert_eq(catalogue_size(c), ELEMENTS(expected) + 1);
	cr_assert_eq(named(c, "oss.wijk")->index, ELEMENTS(expected));
	cr_assert_eq(named(c, "burgerservicenummer")->index, 0);
	cr_assert_eq(named(c, "oss.wijk")->role, ROLE_NONE);
	cr_assert_str_eq(catalogue_version(c), "2026.3");
}

Test(catalogue, the_same_additions_twice_count_once)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	const struct catalogue_addition both[] = { { bytes_of_string(added), "oss.yaml" },
		                                   { bytes_of_string(added), "uden.yaml" } };
	struct error e = { 0 };
	cr_assert(catalogue_load_with(catalogue_shipped(), "catalogue.yaml", both, 2, &c, &e), "%s: %s",
	          error_name(e.code), e.detail);
	cr_assert_eq(catalogue_size(c), ELEMENTS(expected) + 1);
}

Test(catalogue, additions_never_redefine_and_each_defect_has_its_line)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "name: oss.wijk", "name: verslag", ERR_DUPLICATE, 5 },
		{ "name: oss.wijk", "name: wet", ERR_DUPLICATE, 5 },
		{ "name: oss.wijk", "name: oss..wijk", ERR_VALUE, 5 },
		{ "type: text", "type: tekst", ERR_VALUE, 8 },
		{ "most: \"40\"", "most: \"0x10\"", ERR_VALUE, 9 },
		{ "category: ordinary", "category: secret", ERR_VALUE, 10 },
		{ "domain: shared", "domain: zorg", ERR_VALUE, 11 },
		{ "source: Oss", "bron: Oss", ERR_UNKNOWN_KEY, 12 },
		{ "    source: Oss\n", "    source: Oss\n    role: bsn\n", ERR_UNKNOWN_KEY, 13 },
		{ "    gloss: Neighbourhood\n", "    gloss: a\n    gloss: b\n", ERR_DUPLICATE, 7 },
		{ "gloss: Neighbourhood", "gloss: &a b", ERR_SYNTAX, 6 },
		{ "gloss: Neighbourhood", "gloss: *a", ERR_SYNTAX, 6 },
		{ "gloss: Neighbourhood", "gloss:\tb", ERR_CONTROL_CHARACTER, 6 },
		{ "id: oss-extra\n", "", ERR_MISSING, 1 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(catalogue_freep) struct catalogue *c = NULL;
		const char *at = strstr(added, cases[i].from);
		struct error e;
		_cleanup_(string_freep) char *text = string_printf("%.*s%s%s", (int)(at - added), added,
		                                                   cases[i].to, at + strlen(cases[i].from));
		cr_expect_not(add(bytes_of_string(text), &c, &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		cr_expect_eq(e.line, cases[i].line, "case %zu: line %lu", i, (unsigned long)e.line);
		cr_expect_str_eq(e.subject, "oss.yaml", "case %zu", i);
		cr_expect_null(c);
	}
}

Test(catalogue, ten_megabytes_of_additions_are_refused)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(buffer_clear) struct buffer large = { 0 };
	struct error e;
	buffer_append_string(&large, added);
	while (large.size < 10u << 20)
		buffer_append_string(&large, "# and so on, and on, and on, and on, and on, and on, and on\n");
	cr_assert_not(add(buffer_bytes(&large), &c, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert_str_eq(e.subject, "oss.yaml");
}

/* Fields that a later catalogue has, too: what ships counts, so that a store with such additions still opens;
 * who writes new ones is refused. */
Test(catalogue, what_ships_takes_the_place_of_an_addition_of_before)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL, *none = NULL;
	_cleanup_(string_freep) char *text = string_printf(
		"type: sluis.catalogue/v1\nid: oss-extra\nversion: \"1\"\nfields:\n"
		"  - name: contact.telefoon\n    gloss: Telephone\n    gloss_nl: Telefoon\n    type: text\n"
		"    most: \"40\"\n    category: ordinary\n    domain: shared\n    source: Oss\n"
		"  - name: oss.wijk\n    gloss: Neighbourhood\n    gloss_nl: Wijk\n    type: text\n"
		"    most: \"40\"\n    category: ordinary\n    domain: shared\n    source: Oss\n");
	const struct catalogue_addition held = { bytes_of_string(text), "oss.yaml", true },
					again = { bytes_of_string(added), "uden.yaml", true };
	const struct catalogue_addition both[] = { held, again };
	struct error e = { 0 };
	cr_assert(catalogue_load_with(catalogue_shipped(), "catalogue.yaml", both, 2, &c, &e), "%s: %s",
	          error_name(e.code), e.detail);
	cr_assert_eq(named(c, "contact.telefoon")->kind, FIELD_TELEPHONE);
	cr_assert_eq(catalogue_size(c), ELEMENTS(expected) + 1);
	cr_assert_not(add(bytes_of_string(text), &none, &e));
	cr_assert_eq(e.code, ERR_DUPLICATE);
}

/* The text that agreements of before pin: no labels, a case number that is a text. */
Test(catalogue, an_older_text_has_the_roles_that_it_needs)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	bool in_case = false;
	for (struct cursor at = cursor_of(catalogue_shipped()); !cursor_done(&at);) {
		struct bytes line = cursor_line(&at);
		if (bytes_starts_with(line, "  - name: "))
			in_case = bytes_equal_string(line, "  - name: zaak.identificatie");
		if (bytes_starts_with(line, "    label"))
			continue;
		if (in_case && bytes_starts_with(line, "    type: "))
			line = BYTES("    type: text");
		buffer_append(&text, line);
		buffer_append_byte(&text, '\n');
	}
	cr_assert(catalogue_load(buffer_bytes(&text), "2026.2.yaml", &c, &e), "%s line %lu: %s", e.subject,
	          (unsigned long)e.line, e.detail);
	const struct field *number = catalogue_role(c, ROLE_CASE);
	cr_assert_str_eq(field_label(number, true), "zaak.identificatie");
	cr_assert(field_is_typed(number) && field_is_typed(named(c, "verslag")));
	cr_assert_not(field_is_typed(named(c, "naam.geslachtsnaam")));
}

Test(catalogue, has_labels_in_two_languages)
{
	_cleanup_(catalogue_freep) struct catalogue *c = shipped();
	cr_assert_str_eq(field_label(named(c, "zelfredzaamheid.financien.score"), true),
	                 "Zelfredzaamheid: financiën");
	cr_assert_str_eq(field_label(named(c, "zelfredzaamheid.financien.score"), false),
	                 "Self-sufficiency: finances");
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		for (size_t j = 0; j < i; j++) {
			cr_assert_str_neq(f->label, catalogue_field(c, j)->label);
			cr_assert_str_neq(f->label_nl, catalogue_field(c, j)->label_nl);
		}
		cr_assert(!field_is_typed(f) || f->kind == FIELD_FREE_TEXT, "%s", f->name);
	}
}
