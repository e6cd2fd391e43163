/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/key_set.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static struct catalogue *catalogue;
static struct error e;

static void start(void)
{
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue.yaml", &catalogue, &e), "%s", e.detail);
}

static void stop(void)
{
	catalogue_freep(&catalogue);
}

TestSuite(key_set, .init = start, .fini = stop);

static bool add(struct key_set *s, const bool *keep, const char *json)
{
	_cleanup_(record_clear) struct record r = { 0 };
	cr_assert(record_parse(catalogue, bytes_of_string(json), "line", &r, &e), "%s", e.detail);
	return key_set_add(s, &r, keep, "", "this one", &e);
}

Test(key_set, takes_a_case_once_and_a_client_without_one_once)
{
	_cleanup_(key_set_clear) struct key_set s = { 0 };
	cr_expect(
		add(&s, NULL,
	            "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\",\"zaak.identificatie\":\"Z-1\"}"));
	cr_expect(
		add(&s, NULL,
	            "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\",\"zaak.identificatie\":\"Z-2\"}"));
	cr_expect(add(&s, NULL, "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\"}"));
	cr_expect(add(&s, NULL, "{\"wet\":\"wmo\",\"burgerservicenummer\":\"999990019\"}"));
	cr_expect_not(add(&s, NULL,
	                  "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\",\"gegevensbron\":\"pw\"}"));
	cr_expect_eq(e.code, ERR_DUPLICATE);
	cr_expect_str_eq(e.subject, "this one");
	cr_expect_not(
		add(&s, NULL,
	            "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990020\",\"zaak.identificatie\":\"Z-2\"}"));
	cr_expect_eq(s.count, 4);
}

/* The receiver knows what leaves, and no more. */
Test(key_set, goes_by_what_is_kept)
{
	_cleanup_(key_set_clear) struct key_set s = { 0 };
	bool *keep = calloc(catalogue_size(catalogue), sizeof *keep);
	cr_assert_not_null(keep);
	keep[catalogue_role(catalogue, ROLE_BSN)->index] = keep[catalogue_role(catalogue, ROLE_LAW)->index] =
		true;
	cr_expect(
		add(&s, keep,
	            "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\",\"zaak.identificatie\":\"Z-1\"}"));
	cr_expect_not(
		add(&s, keep,
	            "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\",\"zaak.identificatie\":\"Z-2\"}"));
	cr_expect_eq(e.code, ERR_DUPLICATE);
	keep[catalogue_role(catalogue, ROLE_BSN)->index] = false;
	cr_expect_not(add(&s, keep, "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\"}"));
	cr_expect_eq(e.code, ERR_NO_IDENTITY);
	free(keep);
}

/* The sender's tag tells cases of one client apart; a case number all the same. */
Test(key_set, goes_by_the_tag_too)
{
	static const char client[] = "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\"}";
	static const char numbered[] = "{\"wet\":\"pw\",\"burgerservicenummer\":\"999990019\","
				       "\"zaak.identificatie\":\"Z-1\"}";
	static const struct {
		const char *json, *tag;
		bool new;
	} cases[] = {
		{ client, "a", true },   { client, "b", true },    { client, "a", false },
		{ numbered, "c", true }, { numbered, "d", false }, { numbered, "a", false },
	};
	_cleanup_(key_set_clear) struct key_set s = { 0 };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(record_clear) struct record r = { 0 };
		cr_assert(record_parse(catalogue, bytes_of_string(cases[i].json), "line", &r, &e));
		cr_expect_eq(key_set_add(&s, &r, NULL, cases[i].tag, "this one", &e), cases[i].new, "%zu", i);
		cr_expect(cases[i].new || e.code == ERR_DUPLICATE, "%zu", i);
	}
}

Test(key_set, grows)
{
	_cleanup_(key_set_clear) struct key_set s = { 0 };
	char json[96];
	for (int round = 0; round < 2; round++)
		for (unsigned i = 0; i < 5000; i++) {
			snprintf(json, sizeof json, "{\"wet\":\"pw\",\"zaak.identificatie\":\"Z-%u\"}", i);
			cr_assert_eq(add(&s, NULL, json), round == 0, "%u", i);
		}
	cr_expect_eq(s.count, 5000);
}
