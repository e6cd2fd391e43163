/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/naming.h"

#include <criterion/criterion.h>
#include <string.h>

/* Decided a second time, on purpose: a field that isn't here is shown to its client as it stands. */
static const struct {
	const char *name;
	enum field_naming naming;
} others[] = {
	{ "huishouden.id", NAMING_OTHERS },
	{ "zaak.zaaktype", NAMING_MAYBE },
	{ "status.omschrijving", NAMING_MAYBE },
	{ "beperking", NAMING_MAYBE },
	{ "ikWil", NAMING_MAYBE },
	{ "ikKan", NAMING_MAYBE },
	{ "ikHebNodig", NAMING_MAYBE },
	{ "reintegratievoorziening.codeType", NAMING_MAYBE },
	{ "verslag", NAMING_MAYBE },
	{ "bijlagen", NAMING_OTHERS },
	{ "contact.voorkeur", NAMING_MAYBE },
	{ "vertegenwoordiger.naam", NAMING_OTHERS },
	{ "vertegenwoordiger.telefoon", NAMING_OTHERS },
};

static enum field_naming expected(const char *name)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].name, name) == 0)
			return others[i].naming;
	return NAMING_NOBODY;
}

Test(naming, only_what_names_nobody_is_shown)
{
	struct catalogue *c = NULL;
	struct error e = { 0 };
	size_t held = 0;
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &c, &e), "%s", e.detail);
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		cr_expect_eq(field_naming(f), expected(f->name), "%s", f->name);
		held += field_naming(f) != NAMING_NOBODY;
	}
	cr_assert_eq(held, sizeof others / sizeof *others);
	catalogue_freep(&c);
}

/* Of a field that a municipality added, its kind alone decides. */
Test(naming, fields_of_a_municipality)
{
	static const struct {
		enum field_kind kind;
		enum field_naming naming;
	} kinds[] = {
		{ FIELD_TEXT, NAMING_OTHERS },      { FIELD_FREE_TEXT, NAMING_MAYBE },
		{ FIELD_BSN, NAMING_OTHERS },       { FIELD_TELEPHONE, NAMING_OTHERS },
		{ FIELD_EMAIL, NAMING_OTHERS },     { FIELD_ATTACHMENTS, NAMING_OTHERS },
		{ FIELD_CODE, NAMING_NOBODY },      { FIELD_DAY, NAMING_NOBODY },
		{ FIELD_NUMBER, NAMING_NOBODY },    { FIELD_UNIT, NAMING_NOBODY },
		{ FIELD_REFERENCE, NAMING_NOBODY },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct field f = { .name = "oss.veld",
			                 .role = ROLE_NONE,
			                 .kind = kinds[i].kind,
			                 .category = CATEGORY_IDENTIFICATION };
		cr_expect_eq(field_naming(&f), kinds[i].naming, "%s", field_kind_name(f.kind));
	}
	const struct field typed = {
		.name = "oss.tekst", .role = ROLE_NONE, .kind = FIELD_TEXT, .category = CATEGORY_ORDINARY
	};
	cr_expect_eq(field_naming(&typed), NAMING_MAYBE);
}
