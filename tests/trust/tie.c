/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/tie.h"

#include <criterion/criterion.h>

#include <string.h>

static const char anna[] = "Jansén\x1f"
			   "Anna Maria\x1f"
			   "1980-01-01\x1f"
			   "5341AB\x1f"
			   "12";

static struct catalogue *catalogue(void)
{
	struct catalogue *c = NULL;
	struct error e = { 0 };
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &c, &e), "%s", e.detail);
	return c;
}

static void set(struct record *r, enum role role, const char *value)
{
	struct error e = { 0 };
	cr_assert(record_set(r, catalogue_role(r->catalogue, role), bytes_of_string(value), &e), "%s",
	          e.detail);
}

static void person(const struct catalogue *c, struct record *r)
{
	struct error e = { 0 };
	cr_assert(record_start(r, c, &e));
	set(r, ROLE_BSN, "999990019");
	set(r, ROLE_SURNAME, "Jansén");
	set(r, ROLE_FIRST_NAMES, "Anna Maria");
	set(r, ROLE_BIRTH, "1980-01-01");
	set(r, ROLE_POSTCODE, "5341AB");
	set(r, ROLE_NUMBER, "12");
}

Test(tie, a_record_has_both_or_either_or_none)
{
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(record_clear) struct record r = { 0 };
	struct ties t;
	struct error e = { 0 };
	person(c, &r);
	cr_assert(ties_of_record(&r, &t, &e));
	cr_expect_str_eq(t.number, "999990019");
	cr_expect_str_eq(t.set, anna);
	cr_expect(tie_is_number(t.number) && !tie_is_number(t.set));
	cr_expect(bytes_equal_string(tie_number(t.number), "999990019") && tie_number(t.set).size == 0);
	ties_clear(&t);
	set(&r, ROLE_BSN, "");
	cr_assert(ties_of_record(&r, &t, &e));
	cr_expect(!t.number && strcmp(t.set, anna) == 0);
	ties_clear(&t);
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++) {
		_cleanup_(record_clear) struct record less = { 0 };
		person(c, &less);
		set(&less, record_identifying[i], "");
		cr_assert(ties_of_record(&less, &t, &e));
		cr_expect(t.number && !t.set, "without %s", role_name(record_identifying[i]));
		ties_clear(&t);
	}
	set(&r, ROLE_BIRTH, "1980-01");
	cr_assert(ties_of_record(&r, &t, &e));
	cr_expect(!t.number && !t.set, "the birth date has to be whole");
	ties_clear(&t);
}

Test(tie, fits_exactly)
{
	static const struct {
		enum role role;
		const char *value;
	} others[] = { { ROLE_SURNAME, "Jansen" },
		       { ROLE_SURNAME, "jansén" },
		       { ROLE_SURNAME, "Janse\u0301n" }, /* as other bytes */
		       { ROLE_FIRST_NAMES, "Anna" },
		       { ROLE_FIRST_NAMES, "Anna M." },
		       { ROLE_BIRTH, "1980-01-02" },
		       { ROLE_BIRTH, "1980-01" },
		       { ROLE_POSTCODE, "5341AC" },
		       { ROLE_NUMBER, "1" },
		       { ROLE_NUMBER, "" } };
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(record_clear) struct record r = { 0 };
	person(c, &r);
	cr_expect(tie_fits(anna, &r) && tie_fits("999990019", &r));
	cr_expect_not(tie_fits("999990020", &r));
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		_cleanup_(record_clear) struct record other = { 0 };
		person(c, &other);
		set(&other, others[i].role, others[i].value);
		cr_expect_not(tie_fits(anna, &other), "%s", others[i].value);
		cr_expect(tie_fits("999990019", &other), "%s", others[i].value);
	}
	set(&r, ROLE_BSN, "");
	cr_expect(tie_fits(anna, &r) && !tie_fits("999990019", &r));
	cr_expect_not(tie_fits("", &r), "what names nobody names nobody without a number");
}

/* What an adversary sends can't be cut another way. */
Test(tie, values_are_joined_and_taken_apart)
{
	struct bytes values[IDENTIFYING_COUNT], again[IDENTIFYING_COUNT];
	_cleanup_(tie_freep) char *tie = NULL;
	struct error e = { 0 };
	tie_values(anna, values);
	cr_assert(tie_of_values(values, "c", &tie, &e), "%s", e.detail);
	cr_expect_str_eq(tie, anna);
	cr_expect(tie_check(tie, "c", &e));
	tie_values("Jansén\x1f"
	           "Anna",
	           again);
	cr_expect(again[1].size == 4 && again[2].size == 0 && again[4].size == 0);
	values[0] = BYTES("Jansén\x1f"
	                  "Anna Maria");
	_cleanup_(tie_freep) char *none = NULL;
	cr_expect_not(tie_of_values(values, "c", &none, &e));
	cr_expect_eq(e.code, ERR_VALUE);
	cr_expect_null(strstr(e.detail, "Jans"), "%s", e.detail);
	cr_expect_null(none);
}

Test(tie, is_checked_and_never_quoted)
{
	static const struct {
		const char *tie;
		enum error_code code;
	} cases[] = {
		{ "999990018", ERR_BSN },
		{ "", ERR_BSN },
		{ "\x1f\x1f\x1f\x1f", ERR_MISSING },
		{ "Jansén\x1f"
		  "Anna\x1f"
		  "1980-01-01\x1f"
		  "5341AB",
		  ERR_MISSING },
		{ "Jansén\x1f"
		  "Anna\x1f"
		  "1980-01-01\x1f"
		  "5341AB\x1f"
		  "12\x1f",
		  ERR_VALUE },
		{ "Jansén\x1f"
		  "Anna\x1f"
		  "1980-01\x1f"
		  "5341AB\x1f"
		  "12",
		  ERR_VALUE },
		{ "Jansén\x1f"
		  "Anna\x1f"
		  "1980-01-01\x1f"
		  "5341 AB\x1f"
		  "12",
		  ERR_VALUE },
		{ "Jansén\x1f"
		  "Anna\x1f"
		  "1980-01-01\x1f"
		  "5341AB\x1f"
		  "0",
		  ERR_VALUE },
		{ "Jans\xffn\x1f"
		  "Anna\x1f"
		  "1980-01-01\x1f"
		  "5341AB\x1f"
		  "12",
		  ERR_VALUE },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct error e = { 0 };
		cr_expect_not(tie_check(cases[i].tie, "c", &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s", i, e.detail);
		cr_expect_null(strstr(e.detail, "1980"), "case %zu: %s", i, e.detail);
	}
}
