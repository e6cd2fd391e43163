/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/consents.h"

#include "unit.h"

#define WORDS "Asked at home; may refuse."

static struct consent sample(const char *id, const char *tie, const char *given)
{
	struct consent c = {
		.kind = CONSENT_EXPLICIT,
		.tie = string_copy(tie),
		.agreement = string_copy("oss-wmo-wi"),
		.purpose = string_copy("onderzoek-2.3.2"),
		.to = string_copy(UNIT),
		.fields = string_copy("burgerservicenummer postcode"),
		.given = a_day(given),
		.until = a_day("2030-01-01"),
		.by = CONSENT_BY(GIVER_CLIENT),
		.age = AGE_16,
		.assured = ASSURED_FORM,
	};
	OK(consent_put_words(&c, WORDS, &e));
	snprintf(c.id, sizeof c.id, "%s%028d", id, 0);
	return c;
}

static bool count_one(void *context, const struct consent *c, struct error *e)
{
	size_t *count = context;
	(void)e;
	*count += c->withdrawn ? 100 : 1;
	return true;
}

Test(consents, are_kept_found_and_withdrawn)
{
	struct unit u;
	struct consent *found = NULL;
	size_t count = 0, all = 0;
	unit_create(&u);
	_cleanup_(consent_clear) struct consent a = sample("aaaa", "999990019", "2026-01-01"),
						b = sample("bbbb", "999990019", "2026-03-01"),
						c = sample("cccc", "999990020", "2026-02-01");
	OK(store_begin(u.store, &e));
	OK(consents_add(u.store, &a, NULL, &e));
	OK(consents_add(u.store, &b, "00ff", &e));
	OK(consents_add(u.store, &c, NULL, &e));
	OK(consents_add(u.store, &a, NULL, &e)); /* once more: nothing */
	OK(consents_of(u.store, "999990019", NULL, &found, &count, &e));
	cr_assert_eq(count, 2);
	cr_assert_str_eq(found[0].id, b.id); /* newest first */
	cr_assert_str_eq(found[1].id, a.id);
	cr_assert_str_eq(consent_words(&found[1]), WORDS);
	cr_assert_eq(found[1].assured, ASSURED_FORM);
	consents_free(found, count);
	OK(consents_withdraw(u.store, a.id, a_day("2026-05-01"), &e));
	FAILS(ERR_FILE_EXISTS, consents_withdraw(u.store, a.id, a_day("2026-05-02"), &e));
	FAILS(ERR_NOT_FOUND, consents_withdraw(u.store, "dddd", a_day("2026-05-01"), &e));
	OK(consents_each(u.store, count_one, &all, &e));
	cr_assert_eq(all, 102);
	OK(consents_of(u.store, "999990032", NULL, &found, &count, &e));
	cr_assert_eq(count, 0);
	consents_free(found, count);
	unit_end(&u);
}

#define SET \
	"Jansen\x1f" \
	"Anna\x1f" \
	"1990-12-31\x1f" \
	"5341AB\x1f" \
	"12"

Test(consents, are_found_by_number_or_set)
{
	struct unit u;
	struct consent *found = NULL;
	size_t count = 0;
	unit_create(&u);
	_cleanup_(consent_clear) struct consent a = sample("aaaa", "999990019", "2026-01-01"),
						b = sample("bbbb", SET, "2026-03-01"),
						c = sample("cccc", "999990019", "2026-03-01");
	OK(store_begin(u.store, &e));
	OK(consents_add(u.store, &a, NULL, &e));
	OK(consents_add(u.store, &b, NULL, &e));
	OK(consents_add(u.store, &c, NULL, &e));
	OK(consents_of(u.store, SET, NULL, &found, &count, &e));
	cr_assert(count == 1 && strcmp(found[0].id, b.id) == 0 && strcmp(found[0].tie, SET) == 0);
	consents_free(found, count);
	OK(consents_of(u.store, "999990019", SET, &found, &count, &e));
	cr_assert_eq(count, 3);
	cr_assert_str_eq(found[0].id, c.id, "of one day, the one put down last");
	cr_assert_str_eq(found[1].id, b.id);
	cr_assert_str_eq(found[2].id, a.id);
	consents_free(found, count);
	OK(consents_of(u.store, NULL, NULL, &found, &count, &e));
	cr_assert_eq(count, 0, "a record that nothing ties to");
	consents_free(found, count);
	unit_end(&u);
}

Test(consents, with_a_known_id_may_differ_by_a_withdrawal_only)
{
	struct unit u;
	size_t all = 0;
	unit_create(&u);
	_cleanup_(consent_clear) struct consent a = sample("aaaa", "999990019", "2026-01-01"),
						b = sample("aaaa", "999990019", "2026-01-02");
	free(b.words_hash);
	b.words_hash = string_copy(a.words_hash);
	OK(store_begin(u.store, &e));
	OK(consents_add(u.store, &a, NULL, &e));
	struct error fault = { 0 };
	cr_assert_not(consents_add(u.store, &b, NULL, &fault));
	cr_assert_eq(fault.code, ERR_FILE_EXISTS);
	cr_assert_null(strstr(fault.detail, "99999"));
	a.withdrawn = a_day("2026-06-01"); /* comes with a later package */
	OK(consents_add(u.store, &a, "00ff", &e));
	a.withdrawn = 0; /* an older letter overtaken: it stays withdrawn */
	OK(consents_add(u.store, &a, "01ff", &e));
	OK(consents_each(u.store, count_one, &all, &e));
	cr_assert_eq(all, 100);
	a.withdrawn = a_day("2026-07-01"); /* the other unit heard it later: it ended when it ended */
	OK(consents_add(u.store, &a, NULL, &e));
	_cleanup_(consent_clear) struct consent kept = { 0 };
	OK(consents_find(u.store, a.id, &kept, &e));
	cr_assert_eq(kept.withdrawn, a_day("2026-06-01"));
	FAILS(ERR_NOT_FOUND, consents_find(u.store, "dddd", &kept, &e));
	unit_end(&u);
}
