/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Whose declarations are whose: of clients without a BSN, with one, and of those whose BSN became known. What
 * a sender who doesn't keep to the rules would have the receiver take in. */
#include "exchange/declarations.h"

#include "team.h"

#define PERSON(first, birth, number, more) \
	"{" more "\"naam.voornamen\":\"" first \
	"\",\"naam.geslachtsnaam\":\"Jansen\",\"geboorte.datum\":\"" birth \
	"\",\"postcode\":\"5341AB\",\"huisnummer\":12,\"zaak.identificatie\":\"" number \
	"\",\"wet\":\"pw\",\"gegevensbron\":\"pw\"}\n"
#define WITH_BSN "\"burgerservicenummer\":\"" BSN_1 "\","

/* As SAID, by the set. */
#define SET(id, kind, first, birth) \
	"{\"id\":\"" id "\",\"kind\":\"" kind \
	"\",\"naam.geslachtsnaam\":\"Jansen\",\"naam.voornamen\":\"" first "\",\"geboorte.datum\":\"" birth \
	"\",\"postcode\":\"5341AB\",\"huisnummer\":\"12\",\"agreement\":\"" AGREEMENT \
	"\",\"purpose\":\"" PURPOSE "\",\"to\":\"" WMO \
	"\",\"fields\":\"naam.voornamen naam.geslachtsnaam geboorte.datum postcode huisnummer " \
	"zaak.identificatie\",\"given\":\"2026-11-20\",\"until\":\"2027-11-20\",\"by\":\"client\",\"age\":" \
	"\"16+\"," \
	"\"assured\":\"conversation\",\"words\":" \
	"\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"," \
	"\"evidence\":\"" FORM "\"}\n"
#define BOTH(first, birth) \
	SET("00000000000000000000000000000001", "consent", first, birth) \
	SET("00000000000000000000000000000002", "no-objection", first, birth)

static enum error_code forged(const char *consents, const char *records, uint64_t count)
{
	struct team t;
	const struct forgery f = { .consents = consents, .records = records, .count = count };
	team_start(&t);
	_cleanup_(string_freep) char *path = forge(&t, &f);
	enum error_code code = open_forged(&t, path);
	team_end(&t);
	return code;
}

Test(declarations, that_name_the_set_carry_who_has_it)
{
	const char *both = BOTH("Anna", "1980-01-01");
	cr_expect_eq(forged(both, PERSON("Anna", "1980-01-01", "Z1", ""), 1), ERR_NONE);
	cr_expect_eq(forged(both,
	                    PERSON("Anna", "1980-01-01", "Z1", "") PERSON("Anna", "1980-01-01", "Z2", ""), 2),
	             ERR_NONE, "two cases");
}

Test(declarations, that_name_somebody_else_carry_nobody)
{
	const char *anna = PERSON("Anna", "1980-01-01", "Z1", "");
	cr_expect_eq(forged(BOTH("Hanna", "1980-01-01"), anna, 1), ERR_CONSENT, "a twin's");
	cr_expect_eq(forged(BOTH("ANNA", "1980-01-01"), anna, 1), ERR_CONSENT, "in capitals");
	cr_expect_eq(forged(BOTH("Anna", "1980-01-02"), anna, 1), ERR_CONSENT, "born a day later");
	cr_expect_eq(forged(BOTH("Anna", "1980-01"), anna, 1), ERR_PACKAGE_CONTENT, "of half a set");
	cr_expect_eq(forged(BOTH("Anna", "1980-01-01"), PERSON("Anna", "1980-01", "Z1", ""), 1), ERR_CONSENT,
	             "a record with half of it");
	cr_expect_eq(forged(SET("00000000000000000000000000000001", "consent", "Anna", "1980-01-01")
	                            SAID("00000000000000000000000000000002", "no-objection", BSN_1),
	                    anna, 1),
	             ERR_CONSENT, "and one the number, which stayed behind");
	cr_expect_eq(forged(BOTH("Anna", "1980-01-01")
	                            SET("00000000000000000000000000000003", "consent", "Hanna", "1980-01-01"),
	                    anna, 1),
	             ERR_PACKAGE, "of somebody who isn't in the package");
}

/* --- at one desk --- */

static size_t of_record(struct team *t, const char *json)
{
	_cleanup_(record_clear) struct record r = { 0 };
	struct consent *all = NULL;
	size_t count = 0;
	OK(record_parse(t->wi.catalogue, bytes_of_string(json), "record", &r, &e));
	OK(declarations_of_record(&t->wi, &r, &all, &count, &e));
	consents_free(all, count);
	return count;
}

static size_t of_client(struct team *t, const char *tie)
{
	struct consent *all = NULL;
	size_t count = 0;
	OK(declarations_of_client(&t->wi, tie, &all, &count, &e));
	consents_free(all, count);
	return count;
}

#define ANNA \
	"Jansen\x1f" \
	"Anna\x1f" \
	"1980-01-01\x1f" \
	"5341AB\x1f" \
	"12"

Test(declarations, of_a_client_whose_number_became_known_are_all_found)
{
	struct team t;
	team_start(&t);
	team_import(&t, PERSON("Anna", "1980-01-01", "Z1", ""));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	cr_expect_eq(of_client(&t, ANNA), 2);
	cr_expect_eq(of_client(&t, BSN_1), 0);
	team_import(&t, PERSON("Anna", "1980-01-01", "Z1", WITH_BSN));
	cr_expect_eq(of_client(&t, BSN_1), 2, "by the record that has both");
	cr_expect_eq(team_consent(&t, &everyone), 2);
	cr_expect_eq(of_client(&t, ANNA), 4);
	cr_expect_eq(of_client(&t, BSN_1), 4);
	cr_expect_eq(of_record(&t, "{\"burgerservicenummer\":\"" BSN_1 "\",\"wet\":\"pw\"}"), 2);
	cr_expect_eq(of_client(&t, "Jansen\x1f"
	                           "Hanna\x1f"
	                           "1980-01-01\x1f"
	                           "5341AB\x1f"
	                           "12"),
	             0);
	team_end(&t);
}

/* The record that is in a case's place now may be about somebody else. */
Test(declarations, of_who_was_there_before_are_not_the_clients)
{
	struct team t;
	team_start(&t);
	team_import(&t, PERSON("Anna", "1980-01-01", "Z1", ""));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	team_import(&t, PERSON("Hanna", "1980-01-01", "Z1", ""));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	cr_expect_eq(of_client(&t, "Jansen\x1f"
	                           "Hanna\x1f"
	                           "1980-01-01\x1f"
	                           "5341AB\x1f"
	                           "12"),
	             2);
	cr_expect_eq(of_client(&t, ANNA), 2, "no record is left");
	team_end(&t);
}

#define MOVED(number, more) \
	"{" more "\"naam.voornamen\":\"Anna\",\"naam.geslachtsnaam\":\"Jansen\",\"geboorte.datum\":" \
	"\"1980-01-01\",\"postcode\":\"5341XY\",\"huisnummer\":12,\"zaak.identificatie\":\"" number \
	"\",\"wet\":\"pw\",\"gegevensbron\":\"pw\"}\n"
#define ANNA_MOVED \
	"Jansen\x1f" \
	"Anna\x1f" \
	"1980-01-01\x1f" \
	"5341XY\x1f" \
	"12"

/* An address that was left leads to what was said at the next, and to the client's other case there. */
Test(declarations, of_who_moved_are_found_from_the_old_address_and_the_new)
{
	struct team t;
	team_start(&t);
	team_import(&t, PERSON("Anna", "1980-01-01", "Z1", ""));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	team_import(&t, MOVED("Z1", "") MOVED("Z2", ""));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	cr_expect_eq(of_client(&t, ANNA), 4, "from the old");
	cr_expect_eq(of_client(&t, ANNA_MOVED), 4, "from the new");
	team_end(&t);
}

Test(declarations, that_named_a_number_are_found_from_it)
{
	struct team t;
	team_start(&t);
	team_import(&t, PERSON("Anna", "1980-01-01", "Z1", WITH_BSN));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	team_import(&t, PERSON("Anna", "1980-01-01", "Z1", ""));
	cr_expect_eq(team_consent(&t, &everyone), 2);
	cr_expect_eq(of_client(&t, BSN_1), 4, "a number that was taken out again");
	team_end(&t);
}

/* --- who can be named --- */

Test(declarations, name_who_can_be_told_apart)
{
	struct team t;
	uint64_t count = 0;
	team_start(&t);
	team_import(&t, PERSON("Anna", "1980-01", "Z1", ""));
	const struct consenting_request q = { .to = WMO,
		                              .purpose = PURPOSE,
		                              .kinds = { [CONSENT_EXPLICIT] = true },
		                              .given = a_day("2026-11-20"),
		                              .until = a_day("2027-11-20"),
		                              .by = CONSENT_BY(GIVER_CLIENT),
		                              .age = AGE_16,
		                              .assured = ASSURED_FORM,
		                              .words = WORDS,
		                              .selection = everyone };
	FAILS(ERR_NO_IDENTITY, consenting_record(&t.wi, &q, &count, &e));
	team_import(&t, PERSON("Anna", "1980-01", "Z1", WITH_BSN));
	OK(consenting_record(&t.wi, &q, &count, &e));
	cr_expect_eq(count, 1);
	team_end(&t);
}
