/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/note.h"
#include "base/limits.h"
#include "codec/base64.h"

#include "vectors/published_keys.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

/* The example keys and note of golang.org/x/mod/sumdb/note, the format's first implementation. */
#define PETER_VERIFIER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_TEXT \
	"If you think cryptography is the answer to your problem,\nthen you don't know what your problem " \
	"is.\n"
#define PETER_LINE \
	"\xe2\x80\x94 PeterNeumann " \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

/* Criterion's children skip the check at exit. Absent outside sanitizer builds. */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* Declared first in a test, it runs last; a .fini's verdict wouldn't count. */
static void check_leaks(const int *unused)
{
	(void)unused;
	if (__lsan_do_recoverable_leak_check)
		cr_assert_eq(__lsan_do_recoverable_leak_check(), 0);
}

static struct note_signer generate(const char *name, enum note_key_type type)
{
	struct note_signer s;
	struct error e;
	cr_assert(note_signer_generate(name, type, &s, &e));
	return s;
}

static void sign(struct buffer *note, const char *text, const struct note_signer *s, int64_t when)
{
	struct error e;
	cr_assert(note_sign(note, bytes_of_string(text), s, when, &e), "%s", e.detail);
}

static struct note parse(const struct buffer *raw)
{
	struct note n;
	struct error e;
	cr_assert(note_parse(buffer_bytes(raw), "test", &n, &e), "%s", e.detail);
	return n;
}

Test(note, agrees_with_the_known_example)
{
	struct error e;
	_cleanup_(note_signer_clear) struct note_signer peter = { 0 };
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct note_verifier v;
	char text[NOTE_VERIFIER_TEXT_MAX + 1], secret[NOTE_SIGNER_TEXT_MAX + 1];
	cr_assert(note_signer_parse(BYTES(PETER_SIGNER), &peter, &e));
	cr_assert(note_verifier_parse(BYTES(PETER_VERIFIER), &v, &e));
	cr_assert(note_verifier_equal(&v, &peter.public));
	note_verifier_format(&v, text);
	cr_assert_str_eq(text, PETER_VERIFIER);
	cr_assert_eq(note_signer_format(&peter, secret), strlen(PETER_SIGNER));
	cr_assert_str_eq(secret, PETER_SIGNER);
	sign(&raw, PETER_TEXT, &peter, 0);
	cr_assert(bytes_equal_string(buffer_bytes(&raw), PETER_TEXT "\n" PETER_LINE));
	struct note n = parse(&raw);
	cr_assert(note_verify_one(&n, &v, &e));
	struct sha256 hash;
	sha256_of(BYTES(PETER_TEXT), &hash);
	cr_assert(sha256_equal(&hash, &n.hash));
}

Test(note, takes_the_verifier_key_of_a_public_log)
{
	struct note_verifier v;
	struct error e;
	cr_assert(note_verifier_parse(
		BYTES("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"), &v, &e));
	cr_assert_str_eq(v.name, "sum.golang.org");
	cr_assert_eq(v.type, NOTE_ED25519);
}

Test(note, refuses_verifier_keys_that_are_not_exactly_right)
{
	static const char *const bad[] = {
		"",
		"+",
		"++",
		"PeterNeumann",
		"PeterNeumann+c74f20a3",
		"PeterNeumann+c74f20a3+",
		"+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+AhpcjQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
		PETER_SIGNER,
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct note_verifier v;
		struct error e;
		cr_assert_not(note_verifier_parse(bytes_of_string(bad[i]), &v, &e), "%s", bad[i]);
		cr_assert_eq(e.code, ERR_VALUE);
	}
	char long_name[140];
	memset(long_name, 'a', sizeof long_name);
	memcpy(long_name + 129, "+00000000", 10);
	struct note_verifier v;
	struct error e;
	cr_assert_not(note_verifier_parse(bytes_of_string(long_name), &v, &e));
}

Test(note, refuses_signing_keys_that_are_not_exactly_right)
{
	_cleanup_(check_leaks) int leaks = 0;
	static const char *const bad[] = {
		"",
		"PRIVATE+KEY+",
		PETER_VERIFIER,
		PETER_SIGNER_LOWER,
		PETER_SIGNER_OTHER_ID,
		PETER_SIGNER_OTHER_ALGORITHM,
		PETER_SIGNER_SHORT,
		PETER_SIGNER_LONG,
		PETER_SIGNER "\n",
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct note_signer s = { 0 };
		struct error e;
		cr_assert_not(note_signer_parse(bytes_of_string(bad[i]), &s, &e), "%s", bad[i]);
		cr_assert_eq(e.code, ERR_KEYFILE);
		cr_assert_null(strstr(e.detail, "AYEKFALV"), "an error shows no secret");
		cr_assert_null(strstr(e.subject, "AYEKFALV"));
		cr_assert_null(s.seed.data);
	}
}

Test(note, makes_keys_that_survive_their_text)
{
	const char *names[] = { "oss.nl/wmo", "a", "gemeente-\xc3\xa9n" };
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		enum note_key_type type = i % 2 ? NOTE_COSIGNATURE : NOTE_ED25519;
		_cleanup_(note_signer_clear) struct note_signer s = generate(names[i], type), again = { 0 };
		char text[NOTE_SIGNER_TEXT_MAX + 1];
		struct error e;
		size_t size = note_signer_format(&s, text);
		cr_assert(note_signer_parse(bytes_of(text, size), &again, &e));
		cr_assert(note_verifier_equal(&s.public, &again.public));
		cr_assert_eq(again.public.type, type);
	}
	char longest[129];
	memset(longest, 'n', 128);
	longest[128] = 0;
	_cleanup_(note_signer_clear) struct note_signer s = generate(longest, NOTE_ED25519);
	char text[NOTE_SIGNER_TEXT_MAX + 1];
	cr_assert_eq(note_signer_format(&s, text), NOTE_SIGNER_TEXT_MAX);
}

Test(note, makes_no_key_under_a_bad_name)
{
	char longer[130];
	memset(longer, 'n', 129);
	longer[129] = 0;
	const char *const bad[] = { "",
		                    "a b",
		                    "a+b",
		                    "a\nb",
		                    "a\tb",
		                    "a\xc2\xa0"
		                    "b",
		                    "a\xe3\x80\x80",
		                    "a\xe2\x80\x83",
		                    "a\xe2\x80\xaf",
		                    "a\xe1\x9a\x80",
		                    "a\xe2\x81\x9f",
		                    "a\xff",
		                    "a\xe2\x80\xae",
		                    longer };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct note_signer s;
		struct error e;
		cr_assert_not(note_signer_generate(bad[i], NOTE_ED25519, &s, &e), "%zu", i);
		cr_assert_eq(e.code, ERR_NAME);
	}
}

Test(note, counts_distinct_signers)
{
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/p-aaaa", NOTE_ED25519);
	_cleanup_(note_signer_clear) struct note_signer b = generate("oss.nl/p-bbbb", NOTE_ED25519);
	_cleanup_(note_signer_clear) struct note_signer c = generate("oss.nl/p-cccc", NOTE_ED25519);
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, "text\n\nwith an empty line\n", &a, 0);
	sign(&raw, "text\n\nwith an empty line\n", &b, 0);
	struct note n = parse(&raw);
	cr_assert(bytes_equal_string(n.text, "text\n\nwith an empty line\n"));
	const struct note_verifier keys[] = { c.public, a.public, b.public, a.public };
	bool by[4];
	size_t count;
	struct error e;
	cr_assert(note_verify(&n, keys, 4, by, NULL, &count, &e));
	cr_assert(!by[0] && by[1] && by[2] && by[3]);
	cr_assert_eq(count, 2, "the same key listed twice is one");
	cr_assert(note_verify(&n, keys, 1, by, NULL, &count, &e), "unknown keys are ignored");
	cr_assert_eq(count, 0);
	cr_assert(note_verify(&n, NULL, 0, NULL, NULL, &count, &e));
	cr_assert_not(note_verify_one(&n, &c.public, &e));
	cr_assert_eq(e.code, ERR_UNSIGNED);
	cr_assert_str_eq(e.subject, "oss.nl/p-cccc");
}

Test(note, one_key_under_two_names_counts_once)
{
	struct error e;
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/p-aaaa", NOTE_ED25519),
							b = { 0 };
	char text[NOTE_SIGNER_TEXT_MAX + 1], other[NOTE_SIGNER_TEXT_MAX + 1];
	note_signer_format(&a, text);
	/* the same seed under another name, with that name's id */
	const char *base64 = strrchr(text, '+') ? text + strlen(text) - 44 : NULL;
	struct sha256 id;
	sha256_of_parts((struct bytes[]){ BYTES("oss.nl/p-bbbb\n\x01"), bytes_of(a.public.key, 32) }, 2, &id);
	char hex[9];
	hex_encode(bytes_of(id.bytes, 4), hex);
	snprintf(other, sizeof other, "PRIVATE+KEY+oss.nl/p-bbbb+%s+%s", hex, base64);
	cr_assert(note_signer_parse(bytes_of_string(other), &b, &e));
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, "text\n", &a, 0);
	sign(&raw, "text\n", &b, 0);
	struct note n = parse(&raw);
	const struct note_verifier keys[] = { a.public, b.public };
	bool by[2];
	size_t count;
	cr_assert(note_verify(&n, keys, 2, by, NULL, &count, &e));
	cr_assert(by[0] && by[1]);
	cr_assert_eq(count, 1);
}

Test(note, refuses_a_bad_signature_of_a_known_key)
{
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/p-aaaa", NOTE_ED25519);
	_cleanup_(note_signer_clear) struct note_signer b = generate("oss.nl/p-bbbb", NOTE_ED25519);
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, "text\n", &a, 0);
	sign(&raw, "text\n", &b, 0);
	raw.data[0] = 'T';
	struct note n = parse(&raw);
	const struct note_verifier keys[] = { b.public };
	bool by[1] = { true };
	size_t count;
	struct error e;
	cr_assert_not(note_verify(&n, keys, 1, by, NULL, &count, &e));
	cr_assert_eq(e.code, ERR_SIGNATURE);
	cr_assert_str_eq(e.subject, "oss.nl/p-bbbb");
	cr_assert_not(by[0]);
	cr_assert_not(note_verify_one(&n, &a.public, &e));
	cr_assert_eq(e.code, ERR_SIGNATURE);
}

Test(note, a_colliding_key_id_neither_signs_nor_spoils)
{
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/wmo", NOTE_ED25519);
	struct note_verifier twin = a.public;
	twin.key[3] ^= 1;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, "text\n", &a, 0);
	struct note n = parse(&raw);
	const struct note_verifier keys[] = { twin, a.public };
	bool by[2];
	size_t count;
	struct error e;
	cr_assert(note_verify(&n, keys, 2, by, NULL, &count, &e));
	cr_assert(!by[0] && by[1]);
	cr_assert_not(note_verify(&n, keys, 1, by, NULL, &count, &e));
}

Test(note, signs_with_a_key_once)
{
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/wmo", NOTE_ED25519);
	_cleanup_(note_signer_clear) struct note_signer b = generate("oss.nl/wi", NOTE_ED25519);
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error e;
	sign(&raw, "text\n", &a, 0);
	size_t size = raw.size;
	cr_assert_not(note_sign(&raw, BYTES("text\n"), &a, 0, &e));
	cr_assert_eq(e.code, ERR_FILE_EXISTS);
	cr_assert_not(note_sign(&raw, BYTES("Text\n"), &b, 0, &e));
	cr_assert_eq(e.code, ERR_NOTE);
	cr_assert_eq(raw.size, size, "a refusal changes nothing");
}

Test(note, signs_only_text_that_can_be_read_back)
{
	_cleanup_(check_leaks) int leaks = 0;
	static const struct {
		const char *text;
		enum error_code code;
	} bad[] = {
		{ "", ERR_NOTE },
		{ "no line feed", ERR_NOTE },
		{ "tab\there\n", ERR_CONTROL_CHARACTER },
		{ "\r\n", ERR_CONTROL_CHARACTER },
		{ "\xff\n", ERR_UTF8 },
		{ "\xe2\x80\xae\n", ERR_CONTROL_CHARACTER },
	};
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/wmo", NOTE_ED25519);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		struct error e;
		cr_assert_not(note_sign(&raw, bytes_of_string(bad[i].text), &a, 0, &e), "%zu", i);
		cr_assert_eq(e.code, bad[i].code, "%zu: %s", i, error_name(e.code));
		cr_assert_eq(raw.size, 0);
	}
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, "\n\n\n", &a, 0);
	struct note n = parse(&raw);
	cr_assert(bytes_equal_string(n.text, "\n\n\n"));
}

Test(note, takes_no_more_signatures_than_its_limit)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct note_signer last = { 0 };
	for (unsigned i = 0; i <= LIMIT_NOTE_SIGNATURES; i++) {
		char name[16];
		snprintf(name, sizeof name, "key%u", i);
		note_signer_clear(&last);
		last = generate(name, NOTE_ED25519);
		if (i < LIMIT_NOTE_SIGNATURES)
			sign(&raw, "text\n", &last, 0);
	}
	struct error e;
	struct note n;
	cr_assert(note_parse(buffer_bytes(&raw), "test", &n, &e));
	cr_assert_not(note_sign(&raw, BYTES("text\n"), &last, 0, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	buffer_append_string(&raw, PETER_LINE);
	cr_assert_not(note_parse(buffer_bytes(&raw), "test", &n, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	note_signer_clear(&last);
}

Test(note, takes_no_more_bytes_than_its_limit)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	uint8_t *room = buffer_room(&raw, LIMIT_NOTE_SIZE);
	cr_assert_not_null(room);
	memset(room, 'a', LIMIT_NOTE_SIZE);
	room[LIMIT_NOTE_SIZE - 1] = '\n';
	buffer_grew(&raw, LIMIT_NOTE_SIZE);
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/wmo", NOTE_ED25519);
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	struct note n;
	cr_assert_not(note_sign(&note, buffer_bytes(&raw), &a, 0, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	buffer_append_string(&raw, "\n" PETER_LINE);
	cr_assert_not(note_parse(buffer_bytes(&raw), "test", &n, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}

Test(note, refuses_malformed_notes)
{
	_cleanup_(check_leaks) int leaks = 0;
	static const struct {
		const char *raw;
		enum error_code code;
		uint64_t line;
	} bad[] = {
		{ "", ERR_NOTE, 0 },
		{ "text\n", ERR_NOTE, 0 },
		{ "text\n\n", ERR_NOTE, 0 },
		{ "text\n" PETER_LINE, ERR_NOTE, 0 },
		{ "\n" PETER_LINE, ERR_NOTE, 0 },
		{ "a\nb\n\nno signature\n", ERR_NOTE, 4 },
		{ "a\n\n" PETER_LINE "text\n", ERR_NOTE, 4 },
		{ "a\n\n" PETER_LINE "\n", ERR_NOTE, 0 },
		{ "a\n\n- PeterNeumann x08goAAA\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann \n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94  x08goAAA\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 Peter+Neumann x08goAAA\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann x08gow==\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann x08go\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann x08goAB=\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann x08goAAA \n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann  x08goAAA\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94\xc2\xa0PeterNeumann x08goAAA\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 Peter\xc2\xa0Neumann x08goAAA\n", ERR_NOTE, 3 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann x08goAAA", ERR_NOTE, 0 },
		{ "a\r\n\n" PETER_LINE, ERR_CONTROL_CHARACTER, 1 },
		{ "a\xc2\n\n" PETER_LINE, ERR_UTF8, 1 },
		{ "a\n\n\xe2\x80\x94 PeterNeumann\xe2\x80\xae x08goAAA\n", ERR_CONTROL_CHARACTER, 3 },
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct note n;
		struct error e;
		cr_assert_not(note_parse(bytes_of_string(bad[i].raw), "file.note", &n, &e), "%zu", i);
		cr_assert_eq(e.code, bad[i].code, "%zu: %s", i, error_name(e.code));
		cr_assert_eq(e.line, bad[i].line, "%zu: line %lu", i, (unsigned long)e.line);
		cr_assert_str_eq(e.subject, "file.note");
	}
	struct note n;
	struct error e;
	cr_assert_not(note_parse(bytes_of("a\0\n\n" PETER_LINE, sizeof "a\0\n\n" PETER_LINE - 1), "x", &n,
	                         &e),
	              "a NUL byte");
	cr_assert(note_parse(BYTES("a\n\n\xe2\x80\x94 PeterNeumann x08goAAA\n"), "x", &n, &e),
	          "one byte of an unknown signature is form enough");
}

Test(note, refuses_a_known_keys_signature_of_another_size)
{
	struct note_verifier v;
	struct note n;
	struct error e;
	cr_assert(note_verifier_parse(BYTES(PETER_VERIFIER), &v, &e));
	cr_assert(note_parse(BYTES("a\n\n\xe2\x80\x94 PeterNeumann x08gowA=\n"), "x", &n, &e));
	cr_assert_not(note_verify_one(&n, &v, &e));
	cr_assert_eq(e.code, ERR_SIGNATURE);
}

Test(note, a_cosignature_carries_its_time)
{
	_cleanup_(note_signer_clear) struct note_signer log = generate("oss.nl/wmo", NOTE_ED25519);
	_cleanup_(note_signer_clear) struct note_signer peer = generate("oss.nl/wi", NOTE_COSIGNATURE);
	const char *text = "oss.nl/wmo\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, text, &log, 0);
	sign(&raw, text, &peer, 1679315147);
	struct note n = parse(&raw);
	const struct note_verifier keys[] = { log.public, peer.public };
	bool by[2];
	int64_t times[2];
	size_t count;
	struct error e;
	cr_assert(note_verify(&n, keys, 2, by, times, &count, &e));
	cr_assert_eq(count, 2);
	cr_assert_eq(times[0], 0);
	cr_assert_eq(times[1], 1679315147);

	/* by hand: id, big-endian time, and a signature over the two lines and the text */
	struct cursor lines = cursor_of(n.signatures);
	struct note_signature s;
	cr_assert(note_next_signature(&lines, &s) && note_next_signature(&lines, &s));
	cr_assert_not(note_next_signature(&lines, &(struct note_signature){ 0 }));
	cr_assert_not(lines.failed);
	cr_assert(bytes_equal_string(s.name, "oss.nl/wi"));
	uint8_t bytes[76];
	size_t size;
	cr_assert(base64_decode(s.base64, BASE64_PADDED, bytes, sizeof bytes, &size) && size == 76);
	cr_assert_eq(memcmp(bytes, peer.public.id, 4), 0);
	cr_assert_eq(memcmp(bytes + 4, "\0\0\0\0\x64\x18\x50\xcb", 8), 0);
	_cleanup_(string_freep) char *message = string_printf("cosignature/v1\ntime 1679315147\n%s", text);
	cr_assert_eq(crypto_sign_verify_detached(bytes + 12, (uint8_t *)message, strlen(message),
	                                         peer.public.key),
	             0);
}

Test(note, a_cosignature_is_bound_to_its_time)
{
	_cleanup_(note_signer_clear) struct note_signer peer = generate("oss.nl/wi", NOTE_COSIGNATURE);
	for (int what = 0; what < 2; what++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		sign(&raw, "a\n", &peer, 7);
		struct note n = parse(&raw);
		struct cursor lines = cursor_of(n.signatures);
		struct note_signature s;
		struct error e;
		uint8_t bytes[76];
		size_t size;
		cr_assert(note_next_signature(&lines, &s));
		cr_assert(base64_decode(s.base64, BASE64_PADDED, bytes, sizeof bytes, &size));
		bytes[what ? 4 : 11] ^= what ? 0x80 : 1; /* beyond INT64_MAX, or a second off */
		_cleanup_(buffer_clear) struct buffer changed = { 0 };
		buffer_append_string(&changed, "a\n\n\xe2\x80\x94 oss.nl/wi ");
		base64_append(&changed, bytes_of(bytes, 76), BASE64_PADDED);
		buffer_append_byte(&changed, '\n');
		n = parse(&changed);
		cr_assert_not(note_verify_one(&n, &peer.public, &e));
		cr_assert_eq(e.code, ERR_SIGNATURE);
	}
}

Test(note, of_two_cosignatures_by_a_key_the_later_time_counts)
{
	_cleanup_(note_signer_clear) struct note_signer peer = generate("oss.nl/wi", NOTE_COSIGNATURE);
	_cleanup_(buffer_clear) struct buffer early = { 0 }, late = { 0 };
	sign(&early, "a\n", &peer, 7);
	sign(&late, "a\n", &peer, 9);
	struct note n = parse(&early);
	buffer_append(&late, n.signatures);
	n = parse(&late);
	bool by[1];
	int64_t times[1];
	size_t count;
	struct error e;
	cr_assert(note_verify(&n, &peer.public, 1, by, times, &count, &e));
	cr_assert_eq(count, 1);
	cr_assert_eq(times[0], 9);
}

Test(note, the_types_do_not_stand_in_for_each_other)
{
	_cleanup_(note_signer_clear) struct note_signer a = generate("oss.nl/wmo", NOTE_ED25519);
	struct note_verifier other = a.public;
	other.type = NOTE_COSIGNATURE;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	sign(&raw, "a\n", &a, 0);
	struct note n = parse(&raw);
	struct error e;
	cr_assert_not(note_verify_one(&n, &other, &e));
	cr_assert_not(note_verifier_equal(&other, &a.public));
}
