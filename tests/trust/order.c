/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/order.h"

#include "partnership.h"

static const char text[] = "type: sluis.order/v1\n"
			   "unit: oss.nl/wmo\n"
			   "person: oss.nl/p-k001\n"
			   "from: \"2026-11-01\"\n"
			   "until: \"2026-11-30\"\n"
			   "auditor: oss.nl/p-0003\n"
			   "reason: Inzagen in de avond.\n"
			   "made: \"2026-12-02T12:00:00Z\"\n"
			   "valid_until: \"2026-12-09\"\n";

static enum error_code parse(struct bytes raw, uint64_t *ret_line)
{
	_cleanup_(order_freep) struct order *o = NULL;
	struct error e = { 0 };
	bool ok = order_parse(raw, "o.yaml", &o, &e);
	cr_expect_eq(ok, o != NULL);
	*ret_line = e.line;
	return ok ? ERR_NONE : e.code;
}

Test(order, covers_its_days_and_is_carried_out_within_its_term)
{
	_cleanup_(order_freep) struct order *o = NULL;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct error e = { 0 };
	cr_assert(order_parse(bytes_of_string(text), "o.yaml", &o, &e), "%s", e.detail);
	cr_expect_str_eq(o->person, "oss.nl/p-k001");
	cr_expect_null(o->record);
	cr_expect_not(order_covers(o, a_day("2026-11-01") - 1));
	cr_expect(order_covers(o, a_day("2026-11-01")));
	cr_expect(order_covers(o, a_day("2026-12-01") - 1), "its last day is in");
	cr_expect_not(order_covers(o, a_day("2026-12-01")));
	cr_expect_not(order_valid_at(o, a_day("2026-12-01")));
	cr_expect(order_valid_at(o, a_day("2026-12-10") - 1));
	cr_expect_not(order_valid_at(o, a_day("2026-12-10")));
	cr_assert(order_format(o, &again, &e), "%s", e.detail);
	cr_expect(bytes_equal_string(buffer_bytes(&again), text), "%s", buffer_string(&again));
}

Test(order, each_defect_has_its_line)
{
	static const struct defect cases[] = {
		{ "order/v1", "order/v2", ERR_VERSION, 1 },
		{ "order/v1", "roster/v1", ERR_NOTE, 1 },
		{ "unit: oss.nl/wmo", "unit: Oss", ERR_VALUE, 2 },
		{ "person: oss.nl/p-k001", "person: oss.nl/wmo", ERR_VALUE, 3 },
		{ "person: oss.nl/p-k001", "record: \"999990019\"", ERR_VALUE, 3 },
		{ "from: \"2026-11-01\"", "from: 2026-11-31", ERR_VALUE, 4 },
		{ "until: \"2026-11-30\"", "until: 2026-10-31", ERR_VALUE, 5 },
		{ "auditor: oss.nl/p-0003", "auditor: oss.nl/wmo", ERR_VALUE, 6 },
		{ "reason: Inzagen in de avond.", "reason: \"  \"", ERR_VALUE, 7 },
		{ "T12:00:00Z", "", ERR_VALUE, 8 },
		{ "valid_until: \"2026-12-09\"", "valid_until: 2026-12-01", ERR_VALUE, 9 },
		{ "valid_until: \"2026-12-09\"", "valid_until: 2027-03-05", ERR_VALUE, 9 },
		{ "reason:", "reden:", ERR_UNKNOWN_KEY, 7 },
	};
	expect_defects(text, parse, cases, ELEMENTS(cases));
}

Test(order, is_about_one_person_or_one_client)
{
	static const char record[] = "record: \"00112233445566778899aabbccddeeff\"\n";
	_cleanup_(buffer_clear) struct buffer client = { 0 }, both = { 0 }, none = { 0 }, self = { 0 };
	uint64_t line;
	replaced(bytes_of_string(text), "person: oss.nl/p-k001\n", record, &client);
	replaced(bytes_of_string(text),
	         "from:", "record: \"00112233445566778899aabbccddeeff\"\nfrom:", &both);
	replaced(bytes_of_string(text), "person: oss.nl/p-k001\n", "", &none);
	replaced(bytes_of_string(text), "auditor: oss.nl/p-0003", "auditor: oss.nl/p-k001", &self);
	cr_expect_eq(parse(buffer_bytes(&client), &line), ERR_NONE);
	cr_expect_eq(parse(buffer_bytes(&both), &line), ERR_VALUE);
	cr_expect_eq(parse(buffer_bytes(&none), &line), ERR_VALUE);
	cr_expect_eq(parse(buffer_bytes(&self), &line), ERR_VALUE, "nobody audits himself");
}

static enum error_code signed_by(const struct partnership *p, const struct roster *r, const char *person,
                                 const int *who)
{
	_cleanup_(order_freep) struct order *o = NULL;
	_cleanup_(buffer_clear) struct buffer altered = { 0 }, note = { 0 };
	struct error e = { 0 };
	replaced(bytes_of_string(text), "oss.nl/p-k001", person, &altered);
	sign_text(p, buffer_bytes(&altered), who, &note);
	cr_assert(order_parse(buffer_bytes(*who == NOBODY ? &altered : &note), "o.note", &o, &e), "%s %s",
	          error_name(e.code), e.detail);
	return order_verify(o, r, a_day("2026-12-02"), &e) ? ERR_NONE : e.code;
}

Test(order, is_signed_by_officers_whom_it_is_not_about)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-k001", BY(OSS_1, OSS_2)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-k001", BY(OSS_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-k001", BY(OSS_1, UDEN_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-k001", BY(OSS_1, OSS_CLERK)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0001", BY(OSS_1, OSS_2)), ERR_QUORUM,
	             "his own doesn't count");
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0001", BY(OSS_3, OSS_2)), ERR_NONE);
	cr_expect_neq(signed_by(&p, r, "oss.nl/p-k001", BY(NOBODY)), ERR_NONE);
}
