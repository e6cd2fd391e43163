/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/entry.h"

#include "base/limits.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct sha256 one = { { 1, 2, 3 } }, two = { { 4, 5, 6 } }, three = { { 7 } }, four = { { 8 } };

/* Every member set. */
static struct entry full(void)
{
	return (struct entry){
		.index = 12,
		.log = "oss.nl/wi",
		.start = 1795521600,
		.end = 1795521601,
		.failed = true,
		.action = "pack",
		.finding = "consent-missing",
		.activity = "https://example.nl/verwerking/1",
		.terms.agreement = "oss-wmo-wi",
		.terms.version = 3,
		.terms.hash = one,
		.terms.purpose = "onderzoek-2.3.2",
		.terms.ground = "wmo-5.1.1-4",
		.terms.overrides = "0a 0b",
		.statement = "sluis.grounds/v1",
		.statement_hash = &three,
		.unit = "oss.nl/wi",
		.role = "consulent",
		.mandate = "m-1",
		.key = "0a0b0c0d",
		.roster_version = 2,
		.package = "00",
		.package_kind = "cases",
		.sequence = 9,
		.manifest = &two,
		.receipt = &three,
		.answers = "0f",
		.peer = "oss.nl/wmo",
		.peer_log = "oss.nl/wmo",
		.peer_size = 77,
		.peer_root = &four,
		.records = 41,
		.withheld = 2,
		.rejected = 1,
		.entries = 7,
		.from_index = 5,
		.to_index = 12,
		.recipient = "oss.nl/p-1",
		.access = "added",
		.source = "suwinet",
		.retention = "P24M",
		.second = true,
		.second_mandate = "m-2",
		.second_key = "01020304",
		.clock_back = true,
		.commitment = { { 255 } },
	};
}

static void format(const struct entry *entry, struct buffer *out)
{
	struct error e = { 0 };
	cr_assert(entry_format(entry, out, &e), "%s: %s", error_name(e.code), e.detail);
}

static bool parse(const char *text, struct error *e)
{
	struct entry entry;
	_cleanup_(entry_text_freep) struct entry_text *t = NULL;
	return entry_parse(bytes_of_string(text), &entry, &t, e);
}

Test(entry, an_act_has_the_one_form)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct entry entry = full();
	format(&entry, &out);
	cr_assert_str_eq(
		buffer_string(&out),
		"{\"version\":1,\"index\":12,\"log\":\"oss.nl/"
		"wi\",\"start\":\"2026-11-24T12:00:00Z\",\"end\":\"2026-11-24T12:00:01Z\","
		"\"status\":\"Error\",\"action\":\"pack\",\"finding\":\"consent-missing\",\"activity\":"
		"\"https://example.nl/verwerking/1\","
		"\"agreement\":\"oss-wmo-wi\",\"agreement_version\":3,"
		"\"agreement_hash\":\"0102030000000000000000000000000000000000000000000000000000000000\","
		"\"purpose\":\"onderzoek-2.3.2\",\"ground\":\"wmo-5.1.1-4\",\"overrides\":\"0a "
		"0b\",\"statement\":\"sluis.grounds/v1\","
		"\"statement_hash\":\"0700000000000000000000000000000000000000000000000000000000000000\","
		"\"unit\":\"oss.nl/wi\",\"role\":\"consulent\",\"mandate\":\"m-1\","
		"\"key\":\"0a0b0c0d\",\"roster_version\":2,\"package\":\"00\",\"package_kind\":\"cases\","
		"\"sequence\":9,"
		"\"manifest\":\"0405060000000000000000000000000000000000000000000000000000000000\","
		"\"receipt\":\"0700000000000000000000000000000000000000000000000000000000000000\","
		"\"answers\":\"0f\",\"peer\":\"oss.nl/wmo\","
		"\"peer_log\":\"oss.nl/wmo\",\"peer_size\":77,"
		"\"peer_root\":\"0800000000000000000000000000000000000000000000000000000000000000\","
		"\"records\":41,\"withheld\":2,\"rejected\":1,\"entries\":7,\"from_index\":5,\"to_index\":12,"
		"\"recipient\":\"oss.nl/p-1\",\"access\":\"added\","
		"\"source\":\"suwinet\",\"retention\":\"P24M\",\"second\":true,\"second_mandate\":\"m-2\","
		"\"second_key\":\"01020304\",\"clock_back\":true,"
		"\"commitment\":\"ff00000000000000000000000000000000000000000000000000000000000000\"}");
}

Test(entry, a_child_has_index_parent_and_commitment_alone)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct entry entry = full();
	entry.child = true;
	entry.parent = 11;
	format(&entry, &out);
	cr_assert_str_eq(
		buffer_string(&out),
		"{\"version\":1,\"index\":12,\"parent\":11,"
		"\"commitment\":\"ff00000000000000000000000000000000000000000000000000000000000000\"}");
	cr_assert_lt(out.size, 130);
}

Test(entry, reads_back_what_it_writes)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 }, again = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *t = NULL;
	struct entry entry = full(), back;
	struct error e;
	format(&entry, &out);
	cr_assert(entry_parse(buffer_bytes(&out), &back, &t, &e), "%s", e.detail);
	cr_assert_not(back.child);
	cr_assert_eq(back.index, 12);
	cr_assert_str_eq(back.action, "pack");
	cr_assert_eq(back.start, entry.start);
	cr_assert(back.failed && back.second && back.clock_back);
	cr_assert(sha256_equal(back.peer_root, &four));
	cr_assert(sha256_equal(back.manifest, &two));
	cr_assert_eq(back.records, 41);
	format(&back, &again);
	cr_assert(bytes_equal(buffer_bytes(&out), buffer_bytes(&again)));
}

Test(entry, an_empty_act_reads_back)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *t = NULL;
	struct entry entry = { 0 }, back;
	struct error e;
	format(&entry, &out);
	cr_assert(entry_parse(buffer_bytes(&out), &back, &t, &e), "%s", e.detail);
	cr_assert_null(back.action);
	cr_assert_null(back.manifest);
}

#define HASH "ff00000000000000000000000000000000000000000000000000000000000000"
#define ACT_START \
	"{\"version\":1,\"index\":1,\"start\":\"2026-11-24T12:00:00Z\",\"end\":\"2026-11-24T12:00:00Z\"," \
	"\"status\":\"Ok\""
#define ACT_END ",\"commitment\":\"" HASH "\"}"
#define ACT(rest) ACT_START rest ACT_END

Test(entry, anything_but_the_one_form_is_refused)
{
	static const char *const bad[] = {
		"",
		"{",
		"[]",
		"1",
		"null",
		"{}",
		"\xff",
		"{\"version\":2,\"index\":1,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":\"1\",\"index\":1,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"index\":1,\"version\":1,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":-1,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1.0,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":01,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":9007199254740992,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1,\"parent\":0,\"commitment\":\"FF"
		"00000000000000000000000000000000000000000000000000000000000000\"}",
		"{\"version\":1,\"index\":1,\"parent\":0,\"commitment\":\"ff\"}",
		"{\"version\":1,\"index\":1,\"parent\":0}",
		"{\"version\":1,\"index\":1,\"parent\":null,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1,\"parent\":0,\"commitment\":\"" HASH "\"}\n",
		" {\"version\":1,\"index\":1,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1,\"parent\":0,\"parent\":0,\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1,\"parent\":0,\"action\":\"read\",\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1,\"parent\":0,\"commitment\":\"" HASH "\",\"extra\":1}",
		"{\"version\":1,\"index\":1,\"commitment\":\"" HASH "\"}",
		ACT(",\"unknown\":\"x\""),
		ACT(",\"action\":1"),
		ACT(",\"action\":null"),
		ACT(",\"records\":0"),
		ACT(",\"records\":\"1\""),
		ACT(",\"second\":false"),
		ACT(",\"second\":1"),
		ACT(",\"manifest\":\"00\""),
		ACT(",\"manifest\":12"),
		ACT(",\"action\":\"a\\u0000\""),
		ACT(",\"action\":\"\\u0061\""),
		ACT(",\"finding\":\"x\",\"action\":\"y\""),
		ACT(",\"clock_back\":true,\"second\":true"),
		"{\"version\":1,\"index\":1,\"start\":\"2026-11-24T12:00:00Z\",\"end\":\"2026-11-24T12:00:"
		"00Z\",\"status\":\"ok\",\"commitment\":\"" HASH "\"}",
		"{\"version\":1,\"index\":1,\"start\":\"2026-11-24 "
		"12:00:00\",\"end\":\"2026-11-24T12:00:00Z\",\"status\":\"Ok\",\"commitment\":\"" HASH "\"}",
	};
	struct error e;
	cr_assert(parse("{\"version\":1,\"index\":1,\"parent\":0,\"commitment\":\"" HASH "\"}", &e));
	cr_assert(parse(ACT(""), &e), "%s %s", e.subject, e.detail);
	cr_assert(parse(ACT(",\"action\":\"a\",\"records\":1"), &e));
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_not(parse(bad[i], &e), "%s", bad[i]);
		cr_assert_eq(e.code, ERR_LOG_ENTRY, "%s: %s", bad[i], error_name(e.code));
	}
}

Test(entry, a_text_has_one_spelling_as_well)
{
	static const char *const good[] = {
		"",
		"a\\\"b",
		"\\\\",
		"\\b\\f\\n\\r\\t",
		"\\u0001\\u001F\\u000B",
		"\xc3\xa9/\x7f",
		"\xf0\x9f\x9a\xa2",
	};
	static const char *const bad[] = {
		"\\/", "\\u0000", "\\u0008", "\\u000a", "\\u001f", "\\u0020",      "\\u00",    "\\u",
		"\\",  "\\x",     "\n",      "\x1f",    "\xc3",    "\xed\xa0\x80", "\xc0\x80",
	};
	struct error e;
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		_cleanup_(string_freep) char *text =
			string_printf("%s%s%s", ACT_START ",\"action\":\"", good[i], "\"" ACT_END);
		cr_assert(parse(text, &e), "%s: %s", text, e.detail);
	}
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(string_freep) char *text =
			string_printf("%s%s%s", ACT_START ",\"action\":\"", bad[i], "\"" ACT_END);
		cr_assert_not(parse(text, &e), "%s", text);
		cr_assert_eq(e.code, ERR_LOG_ENTRY);
	}
	/* Cut off anywhere. */
	const char *whole = ACT(",\"action\":\"a\\n\",\"records\":12,\"second\":true");
	for (size_t size = 0; size < strlen(whole); size++) {
		_cleanup_(string_freep) char *part = string_printf("%.*s", (int)size, whole);
		cr_assert_not(parse(part, &e), "%s", part);
	}
}

Test(entry, what_can_not_be_written_is_refused_and_leaves_the_buffer)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	_cleanup_(string_freep) char *large = malloc(70000);
	struct entry entry = full();
	struct error e;
	buffer_append_string(&out, "before");
	entry.action = "\xc3\x28";
	cr_assert_not(entry_format(&entry, &out, &e));
	cr_assert_eq(e.code, ERR_UTF8);
	memset(large, 'a', 69999);
	large[69999] = 0;
	entry.action = large;
	cr_assert_not(entry_format(&entry, &out, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	large[64000] = 0;
	cr_assert(entry_format(&entry, &out, &e));
	out.size = 6;
	entry = full();
	entry.records = UINT64_C(1) << 53;
	cr_assert_not(entry_format(&entry, &out, &e));
	cr_assert_eq(e.code, ERR_VALUE);
	entry.records = 1;
	entry.index = UINT64_MAX;
	cr_assert_not(entry_format(&entry, &out, &e));
	entry.index = 1;
	entry.start = -1;
	cr_assert_not(entry_format(&entry, &out, &e));
	cr_assert_eq(e.code, ERR_VALUE);
	cr_assert_str_eq(buffer_string(&out), "before");
}

/* --- commitments --- */

/* As the header says it, with nothing of the module's own. */
static void expected_commitment(const struct entry_private *p, struct sha256 *ret)
{
	struct sha256 fields[PRIVATE_COUNT], salt;
	for (unsigned f = 0; f < PRIVATE_COUNT; f++) {
		const char *name = private_field_name((enum private_field)f);
		_cleanup_(buffer_clear) struct buffer message = { 0 };
		buffer_append(&message, bytes_of("sluis.salt.v1", 14));
		buffer_append_string(&message, name);
		struct bytes view = buffer_bytes(&message);
		hmac_sha256(bytes_of(p->secret, 32), &view, 1, &salt);
		buffer_reset(&message);
		buffer_append(&message, bytes_of("sluis.priv.v1", 14));
		buffer_append_byte(&message, 0);
		buffer_append_byte(&message, (uint8_t)strlen(name));
		buffer_append_string(&message, name);
		buffer_append_string(&message, p->values[f]);
		view = buffer_bytes(&message);
		hmac_sha256(bytes_of(salt.bytes, 32), &view, 1, &fields[f]);
	}
	sha256_of(bytes_of(fields, sizeof fields), ret);
}

static struct entry_private sample(void)
{
	struct entry_private p = { .values = { [PRIVATE_SUBJECT] = "999990019",
		                               [PRIVATE_SUBJECT_TYPE] = "bsn",
		                               [PRIVATE_REASON] = "melding" } };
	for (size_t i = 0; i < sizeof p.secret; i++)
		p.secret[i] = (uint8_t)i;
	return p;
}

Test(entry, commits_as_documented)
{
	struct entry_private p = sample();
	struct sha256 got, expected;
	char hex[SHA256_HEX_SIZE + 1];
	entry_commit(&p, &got);
	expected_commitment(&p, &expected);
	cr_assert(sha256_equal(&got, &expected));
	/* Computed with Python's hmac and hashlib. */
	sha256_hex(&got, hex);
	cr_assert_str_eq(hex, "2a328af9a04d2ce01052979405f042b523ff9f2af512b100582edd17aa6a0845");
}

Test(entry, each_value_and_the_secret_count)
{
	struct entry_private p = sample();
	struct sha256 first, other;
	entry_commit(&p, &first);
	for (unsigned f = 0; f < PRIVATE_COUNT; f++) {
		p = sample();
		p.values[f] = "another";
		entry_commit(&p, &other);
		cr_assert_not(sha256_equal(&first, &other), "%s", private_field_name((enum private_field)f));
	}
	p = sample();
	p.secret[31] ^= 1;
	entry_commit(&p, &other);
	cr_assert_not(sha256_equal(&first, &other));
	p = sample();
	p.values[PRIVATE_CASE] = "";
	entry_commit(&p, &other);
	cr_assert(sha256_equal(&first, &other), "absent and empty are the same");
}

Test(entry, one_field_can_be_disclosed)
{
	struct entry_private p = sample();
	struct sha256 fields[PRIVATE_COUNT], whole, again;
	entry_commit(&p, &whole);
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		entry_field_commitment(&p, (enum private_field)f, &fields[f]);
	sha256_of(bytes_of(fields, sizeof fields), &again);
	cr_assert(sha256_equal(&whole, &again));
}

Test(entry, names_of_private_fields)
{
	cr_assert_str_eq(private_field_name(PRIVATE_SUBJECT), "subject");
	cr_assert_str_eq(private_field_name(PRIVATE_WORKSTATION), "workstation");
	cr_assert_null(private_field_name(PRIVATE_COUNT));
}
