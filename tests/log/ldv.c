/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/ldv.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct sha256 first = { { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09 } },
			   second = { { 0xff } };

static const char *record_of(struct ldv *l, const struct entry *entry, const char *type, const char *subject,
                             struct buffer *out)
{
	struct error e;
	buffer_reset(out);
	cr_assert(ldv_append(l, entry, type, subject, out, &e), "%s", error_name(e.code));
	return buffer_string(out);
}

Test(ldv, an_act_and_a_client)
{
	_cleanup_(ldv_clear) struct ldv l = { .activity = "https://register.oss.nl/1", .key = { 1 } };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	const struct entry act = { .index = 5,
		                   .log = "oss.nl/wi",
		                   .start = 1795521600,
		                   .end = 1795521601,
		                   .action = "read",
		                   .commitment = first };
	const struct entry child = { .child = true, .index = 6, .parent = 5, .commitment = second };
	cr_assert_str_eq(
		record_of(&l, &act, NULL, NULL, &out),
		"{\"trace_id\":\"01020304050607080900000000000000\",\"span_id\":\"0102030405060708\","
		"\"status\":\"Ok\",\"name\":\"read\","
		"\"start_time\":1795521600000,\"end_time\":1795521601000,"
		"\"resource\":{\"attributes\":{\"service.name\":\"sluis\",\"service.namespace\":\"oss.nl/"
		"wi\"}},"
		"\"attributes\":{\"dpl.core.processing_activity_id\":\"https://register.oss.nl/1\"}}\n");
	/* The pseudonym with Python's hmac. */
	cr_assert_str_eq(
		record_of(&l, &child, "bsn", "999990019", &out),
		"{\"trace_id\":\"01020304050607080900000000000000\",\"span_id\":\"ff00000000000000\","
		"\"parent_span_id\":\"0102030405060708\","
		"\"status\":\"Ok\",\"name\":\"read\",\"start_time\":1795521600000,\"end_time\":1795521601000,"
		"\"resource\":{\"attributes\":{\"service.name\":\"sluis\",\"service.namespace\":\"oss.nl/"
		"wi\"}},"
		"\"attributes\":{\"dpl.core.processing_activity_id\":\"https://register.oss.nl/1\","
		"\"dpl.core.data_subject_id\":\"7e7df133ccbc72d4ce18bff506e59a6e\",\"dpl.core.data_subject_"
		"id_type\":\"BSN\"}}\n");
}

Test(ldv, both_sides_of_an_exchange_share_a_trace)
{
	const struct entry pack = { .action = "pack",
		                    .package = "00112233445566778899aabbccddeeff",
		                    .manifest = &first,
		                    .commitment = second };
	const struct entry open = { .action = "open",
		                    .package = "00112233445566778899aabbccddeeff",
		                    .manifest = &first,
		                    .receipt = &second,
		                    .peer = "oss.nl/wi",
		                    .log = "oss.nl/wmo",
		                    .start = 1,
		                    .end = 1,
		                    .commitment = { { 7 } } };
	const struct entry receipt = { .action = "open",
		                       .package = "ffeeddccbbaa99887766554433221100",
		                       .answers = "00112233445566778899aabbccddeeff",
		                       .manifest = &second,
		                       .peer = "oss.nl/wmo",
		                       .log = "oss.nl/wi",
		                       .start = 1,
		                       .end = 1,
		                       .commitment = { { 8 } } };
	_cleanup_(ldv_clear) struct ldv l = { .activity = "urn:x:y" };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	char a[LDV_TRACE_SIZE + 1], b[LDV_TRACE_SIZE + 1], span[LDV_SPAN_SIZE + 1];
	ldv_trace(&pack, a);
	ldv_trace(&open, b);
	cr_assert_str_eq(a, b);
	ldv_trace(&receipt, b);
	cr_assert_str_eq(a, b);
	ldv_span(&pack, span);
	cr_assert_str_eq(span, "0102030405060708");
	cr_assert(strstr(record_of(&l, &open, NULL, NULL, &out),
	                 "\"span_id\":\"ff00000000000000\",\"parent_span_id\":\"0102030405060708\""));
	cr_assert(strstr(buffer_string(&out),
	                 "\"dpl.core.foreign_operation.processor\":\"tag:oss.nl,2026:sluis/wi\""));
	cr_assert(strstr(record_of(&l, &receipt, NULL, NULL, &out),
	                 "\"span_id\":\"0800000000000000\",\"parent_span_id\":\"ff00000000000000\""));
}

Test(ldv, a_refusal_is_no_error_and_what_broke_is)
{
	_cleanup_(ldv_clear) struct ldv l = { .activity = "urn:x:y" };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct entry act = { .action = "refuse",
		             .finding = "consent-missing",
		             .failed = true,
		             .start = 1,
		             .end = 1,
		             .commitment = first };
	cr_assert(strstr(record_of(&l, &act, NULL, NULL, &out),
	                 "\"status\":\"Unset\",\"name\":\"refuse: consent-missing\""));
	act.finding = NULL;
	cr_assert(strstr(record_of(&l, &act, NULL, NULL, &out), "\"status\":\"Error\""));
	act.activity = "https://own.example/2";
	cr_assert(strstr(record_of(&l, &act, NULL, NULL, &out), "https://own.example/2"));
}

Test(ldv, a_client_comes_after_its_act)
{
	_cleanup_(ldv_clear) struct ldv l = { .activity = "urn:x:y" };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	const struct entry act = { .action = "read", .index = 3, .start = 1, .end = 1, .commitment = first };
	const struct entry child = { .child = true, .index = 4, .parent = 2, .commitment = second };
	struct error e;
	cr_assert_not(ldv_append(&l, &child, "bsn", "999990019", &out, &e));
	cr_assert_eq(e.code, ERR_LOG_ENTRY);
	record_of(&l, &act, NULL, NULL, &out);
	cr_assert_not(ldv_append(&l, &child, "bsn", "999990019", &out, &e));
	cr_assert_eq(e.code, ERR_LOG_ENTRY);
}
