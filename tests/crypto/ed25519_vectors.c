/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Ed25519 as notes verify it: Wycheproof's vectors, and CCTV's edge cases of the points (tests/vectors). Each
 * signature is made a note's line, so that it goes the way of every signature in sluis. */
#include "crypto/note.h"
#include "vector_file.h"

#include <stdio.h>

#define WYCHEPROOF_VECTORS 151u
#define CCTV_VECTORS 914u
#define NAME "vector"

/* The key as the text that a roster would hold, taken in by the parser. */
static struct note_verifier verifier_of(const uint8_t key[32])
{
	struct note_verifier v = { .name = NAME, .type = NOTE_ED25519 }, parsed;
	char text[NOTE_VERIFIER_TEXT_MAX + 1];
	struct sha256 id;
	struct error e;
	memcpy(v.key, key, 32);
	sha256_of_parts((struct bytes[]){ BYTES(NAME "\n\x01"), bytes_of(key, 32) }, 2, &id);
	memcpy(v.id, id.bytes, sizeof v.id);
	note_verifier_format(&v, text);
	cr_assert(note_verifier_parse(bytes_of_string(text), &parsed, &e), "%s", e.detail);
	cr_assert(note_verifier_equal(&v, &parsed));
	return parsed;
}

/* Whether `note_verify` counts this signature over these bytes. The text isn't one that `note_parse` would
 * let through, which is about signed texts and not about signatures. */
static bool accepted(const uint8_t key[32], struct bytes message, struct bytes signature)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, lines = { 0 };
	struct note_verifier v = verifier_of(key);
	struct error e;
	buffer_append(&raw, bytes_of(v.id, sizeof v.id));
	buffer_append(&raw, signature);
	buffer_append_string(&lines, "\xe2\x80\x94 " NAME " ");
	base64_append(&lines, buffer_bytes(&raw), BASE64_PADDED);
	buffer_append_byte(&lines, '\n');
	struct note n = { .text = message, .signatures = buffer_bytes(&lines) };
	if (note_verify_one(&n, &v, &e))
		return true;
	/* An empty signature isn't even a line. */
	cr_assert_eq(e.code, signature.size ? ERR_SIGNATURE : ERR_NOTE, "%s", e.detail);
	return false;
}

/* Wycheproof knows no choice here: a vector is valid or invalid, and libsodium says the same of each. */
Test(ed25519_vectors, wycheproof)
{
	json_t *all = vectors_load("wycheproof/ed25519.json", WYCHEPROOF_VECTORS);
	_cleanup_(buffer_clear) struct buffer message = { 0 }, signature = { 0 };
	size_t good = 0, failed = 0, i;
	json_t *v;
	json_array_foreach(all, i, v)
	{
		uint8_t key[32];
		vector_array(v, "pk", key, sizeof key);
		bool accepts =
			accepted(key, vector_hex(v, "msg", &message), vector_hex(v, "sig", &signature));
		good += accepts;
		if (accepts != vector_result(v, "valid")) {
			printf("vector %zu: %s\n", i + 1, accepts ? "accepted" : "refused");
			failed++;
		}
	}
	printf("ed25519, wycheproof: %zu vectors, %zu accepted\n", i, good);
	fflush(stdout);
	json_decref(all);
	cr_assert_eq(failed, 0);
}

/* These are signatures on which implementations differ, so each must be judged as libsodium means to: points
 * of low order are refused, as key (anybody could sign for it) and as R; other encodings of a point are, as
 * RFC 8032 and FIPS 186-5 ask; and the equation without the cofactor is checked, so that a residue of low
 * order refuses. A component of low order alone, beside one of prime order, is accepted: no list of points
 * finds it, and only who holds the key can make such signatures. ed25519-dalek's verify_strict draws the same
 * line; Go and OpenSSL accept points of low order. So no key of low order is ever put in a roster by an
 * honest officer, and none would count here. */
static bool is_expected(const json_t *v)
{
	static const char *const refused[] = { "low_order_A",     "low_order_R",       "non_canonical_A",
		                               "non_canonical_R", "low_order_residue", "reencoded_k" };
	for (size_t i = 0; i < ELEMENTS(refused); i++)
		if (vector_flag(v, refused[i]))
			return false;
	return true;
}

Test(ed25519_vectors, cctv)
{
	json_t *all = vectors_load("ed25519/ed25519vectors.json", CCTV_VECTORS), *v;
	_cleanup_(buffer_clear) struct buffer signature = { 0 };
	size_t good = 0, failed = 0, i;
	json_array_foreach(all, i, v)
	{
		uint8_t key[32];
		vector_array(v, "key", key, sizeof key);
		bool accepts = accepted(key, bytes_of_string(vector_text(v, "msg")),
		                        vector_hex(v, "sig", &signature));
		good += accepts;
		if (accepts != is_expected(v)) {
			printf("vector %zu: %s\n", i, accepts ? "accepted" : "refused");
			failed++;
		}
	}
	printf("ed25519, cctv: %zu vectors, %zu accepted\n", i, good);
	fflush(stdout);
	json_decref(all);
	cr_assert_eq(failed, 0);
	cr_assert_gt(good, 0, "some are good");
}
