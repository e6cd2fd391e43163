/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement.h"

#include <criterion/criterion.h>

static const struct terms_named whole = {
	.agreement = "oss-wmo-wi",
	.version = 3,
	.hash = { { 8 } },
	.purpose = "onderzoek-2.3.2",
	.ground = "wmo-5.1.1-4",
	.overrides = "0a 0b",
};

Test(terms_named, a_copy_has_texts_of_its_own)
{
	struct terms_named copy;
	struct error e;
	cr_assert(terms_named_copy(&whole, &copy, &e));
	cr_assert(terms_named_same(&whole, &copy));
	cr_expect_neq(copy.agreement, whole.agreement);
	terms_named_clear(&copy);
	cr_expect_null(copy.agreement);
	cr_expect_eq(copy.version, 0);
	terms_named_clear(&copy);
}

Test(terms_named, each_part_makes_a_difference)
{
	struct terms_named others[6];
	for (size_t i = 0; i < ELEMENTS(others); i++)
		others[i] = whole;
	others[0].agreement = "oss-wmo-wi-2";
	others[1].version = 4;
	others[2].hash.bytes[31] = 1;
	others[3].purpose = NULL;
	others[4].ground = "wmo-2.3.2";
	others[5].overrides = "0a";
	for (size_t i = 0; i < ELEMENTS(others); i++)
		cr_expect_not(terms_named_same(&whole, &others[i]), "%zu", i);
}

Test(terms_named, an_answer_repeats_all_but_the_overrides)
{
	const struct terms_named less = terms_named_without_overrides(&whole);
	cr_expect_null(less.overrides);
	cr_expect_str_eq(less.ground, "wmo-5.1.1-4");
	cr_expect_not(terms_named_same(&whole, &less));
}

Test(terms_named, of_an_agreement_with_and_without_a_purpose)
{
	char id[] = "oss-wmo-wi", code[] = "onderzoek-2.3.2", ground[] = "wmo-5.1.1-4";
	const struct agreement agreement = { .id = id, .version = 3, .hash = { { 8 } } };
	const struct agreement_purpose purpose = { .code = code, .ground = ground };
	const struct terms_named with = agreement_terms(&agreement, &purpose, "0a 0b"),
				 without = agreement_terms(&agreement, NULL, "");
	cr_assert(terms_named_same(&with, &whole));
	cr_expect_eq(without.version, 3);
	cr_expect_null(without.purpose);
	cr_expect_null(without.ground);
	cr_expect_null(without.overrides);
}
