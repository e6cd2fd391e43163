/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/record_tag.h"

#include "crypto/hash.h"
#include "crypto/secret.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <string.h>

#define SETTING "record.secret"
#define SECRET_SIZE 32u

static bool make_secret(struct store *s, struct buffer *ret, struct error *e)
{
	uint8_t made[SECRET_SIZE];
	random_bytes(made, sizeof made);
	buffer_append(ret, bytes_of(made, sizeof made));
	memory_wipe(made, sizeof made);
	return buffer_ok(ret, e) && store_set(s, SETTING, buffer_bytes(ret), e);
}

bool record_tag(struct store *s, const struct stored_record *r, const char *receiver,
                char ret[RECORD_TAG_SIZE + 1], struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer secret = { 0 };
	struct sha256 tag;
	bool there;
	if (!store_find(s, SETTING, &there, &secret, e) || (!there && !make_secret(s, &secret, e)))
		return false;
	if (secret.size != SECRET_SIZE)
		return error_set(e, ERR_STORE, SETTING, "%s", N_("another size than it was made with"));
	const struct bytes parts[] = { BYTES("sluis.record.v1"), bytes_of("", 1), bytes_of_string(receiver),
		                       bytes_of("", 1), r->key };
	hmac_sha256(buffer_bytes(&secret), parts, ELEMENTS(parts), &tag);
	hex_encode(bytes_of(tag.bytes, RECORD_TAG_SIZE / 2), ret);
	return true;
}

/* The key of a received record is its sender, a unit separator, and then "#" with what that put. */
void record_tag_of_received(const struct stored_record *r, char ret[RECORD_TAG_SIZE + 1])
{
	const size_t before = r->source ? strlen(r->source) + 2 : 0;
	uint8_t raw[RECORD_TAG_SIZE / 2];
	*ret = '\0';
	if (!r->package || r->key.size < before + RECORD_TAG_SIZE || r->key.data[before - 1] != '#' ||
	    !hex_decode(bytes_of(r->key.data + before, RECORD_TAG_SIZE), raw, sizeof raw))
		return;
	hex_encode(bytes_of(raw, sizeof raw), ret);
}
