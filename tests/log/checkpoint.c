/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/checkpoint.h"

#include <criterion/criterion.h>
#include <string.h>

#define CHECK(call) cr_assert((call), "%s: %s %s", #call, error_name(e.code), e.detail)
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

static struct note_signer signer(const char *name)
{
	struct note_signer s = { 0 };
	struct error e;
	cr_assert(crypto_start(&e));
	cr_assert(note_signer_generate(name, NOTE_ED25519, &s, &e));
	return s;
}

static struct checkpoint sample(void)
{
	struct checkpoint c = { .origin = "oss.nl/wmo", .size = 20852163 };
	memset(c.root.bytes, 7, sizeof c.root.bytes);
	return c;
}

Test(checkpoint, is_three_lines)
{
	struct checkpoint c;
	struct error e;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	cr_assert(checkpoint_parse(BYTES("oss.nl/wmo\n20852163\n" ROOT "\n"), &c, &e));
	cr_assert_str_eq(c.origin, "oss.nl/wmo");
	cr_assert_eq(c.size, 20852163);
	cr_assert_eq(c.root.bytes[0], 0x0a);
	cr_assert(checkpoint_format(&c, &text, &e));
	cr_assert_str_eq(buffer_string(&text), "oss.nl/wmo\n20852163\n" ROOT "\n");
}

Test(checkpoint, anything_else_is_refused)
{
	/* clang-format off */
	static const char *const bad[] = {
		"", "oss.nl/wmo\n", "oss.nl/wmo\n1\n", "oss.nl/wmo\n1\n" ROOT,
		  "oss.nl/wmo\n1\n" ROOT "\nextension\n", "oss.nl/wmo\n1\n" ROOT "\n\n",
		"\n1\n" ROOT "\n", "oss nl/wmo\n1\n" ROOT "\n", "oss.nl\n1\n" ROOT "\n",
		  "oss.nl/wmo\n01\n" ROOT "\n", "oss.nl/wmo\n-1\n" ROOT "\n",
		"oss.nl/wmo\n\n" ROOT "\n", "oss.nl/wmo\n 1\n" ROOT "\n",
		  "oss.nl/wmo\n18446744073709551616\n" ROOT "\n",
		"oss.nl/wmo\n9007199254740993\n" ROOT "\n", "oss.nl/wmo\n1\nCsUY\n", "oss.nl/wmo\n1\n\n",
		  "oss.nl/wmo\n1\n" ROOT "=\n",
		"oss.nl/wmo\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
		  "oss.nl/wmo\r\n1\n" ROOT "\n",
	};
	/* clang-format on */
	struct checkpoint c;
	struct error e;
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_not(checkpoint_parse(bytes_of_string(bad[i]), &c, &e), "%s", bad[i]);
		cr_assert_eq(e.code, ERR_LOG);
	}
}

Test(checkpoint, opens_with_its_own_key_alone)
{
	_cleanup_(note_signer_clear) struct note_signer key = signer("oss.nl/wmo"),
							other = signer("oss.nl/wmo"),
							peer = signer("oss.nl/wi");
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint c = sample(), back;
	struct error e;
	cr_assert(checkpoint_sign(&c, &key, &note, &e), "%s", e.detail);
	cr_assert(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&key.public), &back, &e), "%s",
	          e.detail);
	cr_assert_eq(back.size, c.size);
	cr_assert(sha256_equal(&back.root, &c.root));
	cr_assert_not(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&other.public), &back, &e));
	cr_assert_eq(e.code, ERR_LOG_UNSIGNED);
	cr_assert_not(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&peer.public), &back, &e));
	cr_assert_eq(e.code, ERR_LOG_UNSIGNED);
	cr_assert_not(checkpoint_sign(&c, &peer, &note, &e));
	cr_assert_eq(e.code, ERR_NAME);
}

Test(checkpoint, of_another_log_signed_by_this_key_is_refused)
{
	_cleanup_(note_signer_clear) struct note_signer key = signer("oss.nl/wmo");
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint back;
	struct error e;
	cr_assert(note_sign(&note, BYTES("oss.nl/wi\n1\n" ROOT "\n"), &key, 0, &e));
	cr_assert_not(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&key.public), &back, &e));
	cr_assert_eq(e.code, ERR_LOG_UNSIGNED);
}

Test(checkpoint, no_flipped_byte_opens)
{
	_cleanup_(note_signer_clear) struct note_signer key = signer("oss.nl/wmo");
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint c = sample(), back;
	struct error e;
	cr_assert(checkpoint_sign(&c, &key, &note, &e));
	for (size_t i = 0; i < note.size; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			note.data[i] ^= (uint8_t)(1u << bit);
			cr_assert_not(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&key.public),
			                              &back, &e),
			              "byte %zu", i);
			note.data[i] ^= (uint8_t)(1u << bit);
		}
	cr_assert(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&key.public), &back, &e));
}

Test(checkpoint, what_can_not_be_written_is_refused)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct checkpoint c = sample();
	struct error e;
	strcpy(c.origin, "oss nl");
	cr_assert_not(checkpoint_format(&c, &text, &e));
	cr_assert_eq(e.code, ERR_NAME);
	c = sample();
	c.size = UINT64_MAX;
	cr_assert_not(checkpoint_format(&c, &text, &e));
	cr_assert_eq(e.code, ERR_VALUE);
}

Test(checkpoint, keeps_only_the_lines_that_are_asked_for)
{
	_cleanup_(note_signer_clear) struct note_signer log = { 0 }, witness = { 0 }, other = { 0 };
	_cleanup_(buffer_clear) struct buffer own = { 0 }, more = { 0 }, all = { 0 }, only = { 0 },
					      wanted = { 0 };
	const struct checkpoint c = { .origin = "oss.nl/wi", .size = 5 };
	struct error e;
	CHECK(crypto_start(&e));
	CHECK(note_signer_generate("oss.nl/wi", NOTE_ED25519, &log, &e));
	CHECK(note_signer_generate("oss.nl/wmo", NOTE_COSIGNATURE, &witness, &e));
	CHECK(note_signer_generate("oss.nl/jgd", NOTE_COSIGNATURE, &other, &e));
	CHECK(checkpoint_sign(&c, &log, &own, &e));
	CHECK(checkpoint_cosign(buffer_bytes(&own), &witness, 7, &wanted, &e));
	CHECK(checkpoint_cosign(buffer_bytes(&own), &other, 7, &more, &e));
	CHECK(checkpoint_cosign(buffer_bytes(&more), &witness, 7, &all, &e));
	const struct unit_keys *const keys[] = { ONE_KEY(&log.public), ONE_KEY(&witness.public) };
	CHECK(checkpoint_only(buffer_bytes(&all), keys, 2, &only, &e));
	cr_assert(bytes_equal(buffer_bytes(&only), buffer_bytes(&wanted)));
	buffer_reset(&only);
	CHECK(checkpoint_only(buffer_bytes(&all), keys, 1, &only, &e));
	cr_assert(bytes_equal(buffer_bytes(&only), buffer_bytes(&own)));
	cr_assert(!checkpoint_only(buffer_bytes(&more), keys, 2, &only, &e) && e.code == ERR_UNSIGNED);
}

Test(checkpoint, stands_in_one_text_with_others)
{
	_cleanup_(note_signer_clear) struct note_signer log = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	struct error e;
	struct bytes each;
	CHECK(crypto_start(&e));
	CHECK(note_signer_generate("oss.nl/wi", NOTE_ED25519, &log, &e));
	for (uint64_t size = 1; size <= 3; size++) {
		const struct checkpoint c = { .origin = "oss.nl/wi", .size = size };
		CHECK(checkpoint_sign(&c, &log, &note, &e));
		checkpoint_append(&text, buffer_bytes(&note));
	}
	struct cursor lines = cursor_of(buffer_bytes(&text));
	for (uint64_t size = 1; size <= 3; size++) {
		struct checkpoint c;
		cr_assert(checkpoint_next(&lines, &each));
		CHECK(checkpoint_open(each, "text", ONE_KEY(&log.public), &c, &e));
		cr_assert_eq(c.size, size);
	}
	cr_assert(!checkpoint_next(&lines, &each) && !lines.failed);
	static const char *const bad[] = { "a\nb\nc\n",
		                           "a\nb\nc\n\n",
		                           "a\nb\n\n\xe2\x80\x94 x\n",
		                           "a\nb\nc\n\n\xe2\x80\x94 x\n\n",
		                           "a\nb\nc\n\n\xe2\x80\x94 x\ny\n",
		                           "\n" };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		lines = cursor_of(bytes_of_string(bad[i]));
		cr_assert(!checkpoint_next(&lines, &each) && lines.failed, "%zu", i);
	}
}
