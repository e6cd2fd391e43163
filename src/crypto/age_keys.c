/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/age.h"

#include "codec/bech32.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

/* The two halves of an age key, an identity and its recipient, and how each is written (bech32). */

#define IDENTITY_HRP "age-secret-key-"
#define RECIPIENT_HRP "age"

/* The public half of a scalar; takes over `scalar`, which is open, when it succeeds. */
static void open_note(struct secret *scalar, struct age_identity *ret)
{
	*ret = (struct age_identity){ 0 };
	crypto_scalarmult_base(ret->recipient.key, scalar->data);
	secret_close(scalar);
	secret_move(&ret->scalar, scalar);
}

bool age_identity_generate(struct age_identity *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret scalar = { 0 };
	if (!secret_new(&scalar, AGE_SCALAR_SIZE, e))
		return false;
	random_bytes(scalar.data, scalar.size);
	open_note(&scalar, ret);
	return true;
}

bool age_identity_of(const struct secret *from, struct age_identity *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret scalar = { 0 };
	assert(from->size == AGE_SCALAR_SIZE);
	if (!secret_new(&scalar, AGE_SCALAR_SIZE, e))
		return false;
	memcpy(scalar.data, secret_open(from).data, AGE_SCALAR_SIZE);
	secret_close(from);
	open_note(&scalar, ret);
	return true;
}

bool age_identity_parse(struct bytes text, struct age_identity *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret scalar = { 0 };
	if (!secret_new(&scalar, AGE_SCALAR_SIZE, e))
		return false;
	if (text.size != AGE_IDENTITY_SIZE ||
	    !bech32_decode(text, IDENTITY_HRP, true, scalar.data, scalar.size))
		return error_set(e, ERR_KEYFILE, NULL, "not an age identity of the form AGE-SECRET-KEY-1...");
	open_note(&scalar, ret);
	return true;
}

void age_identity_format(const struct age_identity *id, char *out)
{
	char text[BECH32_MAX + 1];
	bool encoded = bech32_encode(IDENTITY_HRP, secret_open(&id->scalar), text);
	secret_close(&id->scalar);
	assert(encoded && strlen(text) == AGE_IDENTITY_SIZE);
	for (size_t i = 0; i < AGE_IDENTITY_SIZE; i++) {
		unsigned c = (unsigned char)text[i];
		out[i] = (char)(c ^ ((c & 0x40) >> 1 & c)); /* letters alone have 0x40: clears their 0x20 */
	}
	memory_wipe(text, sizeof text);
}

void age_identity_clear(struct age_identity *id)
{
	if (!id)
		return;
	secret_clear(&id->scalar);
	*id = (struct age_identity){ 0 };
}

/* The coordinates of order 1, 2, 4 and 8 on Curve25519 and its twist, in little-endian, and the two of them
 * that have a second spelling below 2^255 (RFC 7748 6.1 and 7; cr.yp.to/ecdh.html#validate): whatever is
 * multiplied with them, everybody knows the outcome. */
#define FF_10 "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
static const char low_order[][32 + 1] = {
	"",
	"\x01",
	"\xe0\xeb\x7a\x7c\x3b\x41\xb8\xae\x16\x56\xe3\xfa\xf1\x9f\xc4\x6a"
	"\xda\x09\x8d\xeb\x9c\x32\xb1\xfd\x86\x62\x05\x16\x5f\x49\xb8\x00",
	"\x5f\x9c\x95\xbc\xa3\x50\x8c\x24\xb1\xd0\xb1\x55\x9c\x83\xef\x5b"
	"\x04\x44\x5c\xc4\x58\x1c\x8e\x86\xd8\x22\x4e\xdd\xd0\x9f\x11\x57",
	"\xec" FF_10 FF_10 FF_10 "\x7f",
	"\xed" FF_10 FF_10 FF_10 "\x7f",
	"\xee" FF_10 FF_10 FF_10 "\x7f",
};

/* The top bit isn't a part of the coordinate (RFC 7748 5). Public, so compared as such. */
static bool is_of_low_order(const uint8_t key[32])
{
	for (size_t i = 0; i < ELEMENTS(low_order); i++)
		if (memcmp(key, low_order[i], 31) == 0 && (key[31] & 0x7f) == (uint8_t)low_order[i][31])
			return true;
	return false;
}

bool age_recipient_parse(struct bytes text, struct age_recipient *ret, struct error *e)
{
	struct age_recipient r;
	if (text.size != AGE_RECIPIENT_SIZE ||
	    !bech32_decode(text, RECIPIENT_HRP, false, r.key, sizeof r.key))
		return error_set(e, ERR_VALUE, NULL, "not an age recipient of the form age1...");
	if (is_of_low_order(r.key))
		return error_set(e, ERR_VALUE, NULL, "an age recipient of low order, which protects nothing");
	*ret = r;
	return true;
}

void age_recipient_format(const struct age_recipient *r, char out[AGE_RECIPIENT_SIZE + 1])
{
	char text[BECH32_MAX + 1];
	bool encoded = bech32_encode(RECIPIENT_HRP, bytes_of(r->key, sizeof r->key), text);
	assert(encoded && strlen(text) == AGE_RECIPIENT_SIZE);
	memcpy(out, text, AGE_RECIPIENT_SIZE + 1);
}

bool age_recipient_equal(const struct age_recipient *a, const struct age_recipient *b)
{
	return memcmp(a->key, b->key, sizeof a->key) == 0;
}
