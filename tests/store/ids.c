/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/ids.h"

#include "store/consents.h"
#include "unit.h"

static void declare(struct unit *u, const char *id)
{
	_cleanup_(consent_clear) struct consent c = {
		.kind = CONSENT_EXPLICIT,
		.tie = string_copy("999990019"),
		.agreement = string_copy("oss-wmo-wi"),
		.purpose = string_copy("onderzoek-2.3.2"),
		.to = string_copy(UNIT),
		.fields = string_copy("burgerservicenummer postcode"),
		.given = a_day("2026-01-01"),
		.until = a_day("2030-01-01"),
		.by = CONSENT_BY(GIVER_CLIENT),
		.age = AGE_16,
		.assured = ASSURED_FORM,
	};
	snprintf(c.id, sizeof c.id, "%s", id);
	OK(consent_put_words(&c, "Asked at home; may refuse.", &e));
	OK(consents_add(u->store, &c, NULL, &e));
}

/* Of each id, what is shown finds it, and a digit fewer would fit another, or isn't shown at all. */
Test(ids, the_shortest_beginning_that_fits_one_alone)
{
	static const char *const ids[] = {
		"00000000000000000000000000000000", "00000000000000000000000000000001",
		"0000000fffffffffffffffffffffffff", "7abc0000000000000000000000000000",
		"7abc0000100000000000000000000000", "7abcd000000000000000000000000000",
		"fffffffffffffffffffffffffffffffe", "ffffffffffffffffffffffffffffffff",
	};
	struct unit u;
	unit_create(&u);
	OK(store_begin(u.store, &e));
	for (size_t i = 0; i < ELEMENTS(ids); i++)
		declare(&u, ids[i]);
	for (size_t i = 0; i < ELEMENTS(ids); i++) {
		char typed[ID_DIGITS + 1], found[ID_DIGITS + 1];
		unsigned digits = 0;
		OK(id_shown(u.store, ID_DECLARATION, ids[i], &digits, &e));
		cr_assert(digits >= ID_LEAST_DIGITS && digits <= ID_DIGITS, "%s: %u", ids[i], digits);
		snprintf(typed, sizeof typed, "%.*s", (int)digits, ids[i]);
		OK(id_find(u.store, ID_DECLARATION, typed, found, &e));
		cr_assert_str_eq(found, ids[i]);
		if (digits == ID_LEAST_DIGITS)
			continue;
		typed[digits - 1] = 0;
		FAILS(ERR_AMBIGUOUS, id_find(u.store, ID_DECLARATION, typed, found, &e));
	}
	OK(store_commit(u.store, &e));
	unit_end(&u);
}

Test(ids, what_begins_none_or_several)
{
	struct unit u;
	char found[ID_DIGITS + 1];
	unit_create(&u);
	OK(store_begin(u.store, &e));
	declare(&u, "7abc0000000000000000000000000000");
	declare(&u, "7abd0000000000000000000000000000");
	OK(store_commit(u.store, &e));
	OK(id_find(u.store, ID_DECLARATION, "7ABD", found, &e));
	cr_assert_str_eq(found, "7abd0000000000000000000000000000");
	FAILS(ERR_AMBIGUOUS, id_find(u.store, ID_DECLARATION, "7ab", found, &e));
	FAILS(ERR_NOT_FOUND, id_find(u.store, ID_DECLARATION, "7abe", found, &e));
	FAILS(ERR_NOT_FOUND, id_find(u.store, ID_DECLARATION, "", found, &e));
	FAILS(ERR_NOT_FOUND, id_find(u.store, ID_DECLARATION, "7abx", found, &e));
	FAILS(ERR_NOT_FOUND, id_find(u.store, ID_RECORD, "7abd", found, &e));
	FAILS(ERR_NOT_FOUND, id_find(u.store, ID_PACKAGE, "7abd", found, &e));
	FAILS(ERR_NOT_FOUND,
	      id_find(u.store, ID_DECLARATION, "7abd00000000000000000000000000000", found, &e));
	/* A whole one may be of a record that is gone, whom the log still tells of. */
	OK(id_find(u.store, ID_RECORD, "0123456789ABCDEF0123456789abcdef", found, &e));
	cr_assert_str_eq(found, "0123456789abcdef0123456789abcdef");
	unit_end(&u);
}
