/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/age_header.h"

#include "codec/base64.h"
#include "io/memory.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#define COLUMNS 64u /* of a stanza's body; 48 bytes */
#define MAC_TEXT_SIZE 43u

/* "-> " and arguments of visible ASCII, one space between two. */
static bool parse_arguments(struct bytes line, struct age_stanza *ret)
{
	if (!bytes_starts_with(line, "-> "))
		return false;
	bool space = true;
	ret->arguments = bytes_of(line.data + 3, line.size - 3);
	ret->argument_count = 0;
	for (size_t i = 0; i < ret->arguments.size; i++) {
		uint8_t c = ret->arguments.data[i];
		if (c == ' ' ? space : c < 0x21 || c > 0x7e)
			return false;
		ret->argument_count += space;
		space = c == ' ';
	}
	return !space;
}

/* Lines of 64 columns, then a shorter one, maybe empty. */
static bool parse_body(struct cursor *c, struct age_stanza *ret)
{
	for (ret->body_size = 0;;) {
		struct bytes line = cursor_line(c);
		uint8_t decoded[COLUMNS / 4 * 3];
		size_t size;
		if (c->failed || line.size > COLUMNS ||
		    !base64_decode(line, BASE64_UNPADDED, decoded, sizeof decoded, &size))
			return false;
		if (ret->body_size == 0 && size == AGE_BODY_SIZE)
			memcpy(ret->body, decoded, size);
		ret->body_size += size;
		if (line.size < COLUMNS)
			return true;
	}
}

/* "--- " and the MAC, at the very end. */
static bool parse_mac(struct cursor *c, struct sha256 *ret)
{
	struct bytes line = cursor_line(c);
	size_t size;
	return !c->failed && cursor_done(c) && line.size == 4 + MAC_TEXT_SIZE &&
	       bytes_starts_with(line, "--- ") &&
	       base64_decode(bytes_of(line.data + 4, MAC_TEXT_SIZE), BASE64_UNPADDED, ret->bytes, SHA256_SIZE,
	                     &size) &&
	       size == SHA256_SIZE;
}

bool age_header_parse(struct bytes text, struct age_header *ret, struct error *e)
{
	struct cursor c = cursor_of(text);
	if (!bytes_equal_string(cursor_take(&c, sizeof AGE_VERSION_LINE - 1), AGE_VERSION_LINE))
		return error_set(e, ERR_AGE_HEADER, NULL, "not an age file of version 1");
	for (ret->count = 0; bytes_starts_with(c.left, "->"); ret->count++) {
		if (ret->count == LIMIT_AGE_STANZAS)
			return error_set(e, ERR_TOO_LARGE, NULL, "more than %u recipients",
			                 LIMIT_AGE_STANZAS);
		struct age_stanza *s = &ret->stanzas[ret->count];
		if (!parse_arguments(cursor_line(&c), s) || !parse_body(&c, s))
			return error_set(e, ERR_AGE_HEADER, NULL, "recipient %zu isn't well formed",
			                 ret->count + 1);
	}
	if (ret->count == 0)
		return error_set(e, ERR_AGE_HEADER, NULL, "no recipient");
	ret->authenticated = bytes_of(text.data, text.size - c.left.size + 3);
	if (!parse_mac(&c, &ret->mac))
		return error_set(e, ERR_AGE_HEADER, NULL, "the header's last line isn't well formed");
	return true;
}

struct bytes age_stanza_argument(const struct age_stanza *s, size_t index)
{
	struct cursor c = cursor_of(s->arguments);
	for (size_t i = 0; i < index; i++)
		cursor_until(&c, ' ');
	return cursor_until(&c, ' ');
}

void age_header_append_stanza(struct buffer *out, const char *arguments, const uint8_t body[AGE_BODY_SIZE])
{
	buffer_printf(out, "-> %s\n", arguments);
	base64_append(out, bytes_of(body, AGE_BODY_SIZE), BASE64_UNPADDED); /* 43 columns: the short line */
	buffer_append_byte(out, '\n');
}

void age_derive(struct bytes key, struct bytes salt, const char *info, uint8_t ret[32])
{
	struct sha256 extracted, expanded;
	hmac_sha256(salt, &key, 1, &extracted);
	hmac_sha256(bytes_of(extracted.bytes, SHA256_SIZE),
	            (struct bytes[]){ bytes_of_string(info), BYTES("\x01") }, 2, &expanded);
	memcpy(ret, expanded.bytes, SHA256_SIZE);
	memory_wipe(&extracted, sizeof extracted);
	memory_wipe(&expanded, sizeof expanded);
}

void age_header_mac(struct bytes file_key, struct bytes authenticated, struct sha256 *ret)
{
	uint8_t key[32];
	age_derive(file_key, (struct bytes){ 0 }, "header", key);
	hmac_sha256(bytes_of(key, sizeof key), &authenticated, 1, ret);
	memory_wipe(key, sizeof key);
}

void age_wrap_key_x25519(const uint8_t shared[32], const uint8_t share[32],
                         const struct age_recipient *recipient, uint8_t ret[32])
{
	uint8_t salt[64];
	memcpy(salt, share, 32);
	memcpy(salt + 32, recipient->key, 32);
	age_derive(bytes_of(shared, 32), bytes_of(salt, sizeof salt), "age-encryption.org/v1/X25519", ret);
}

/* scrypt's table (RFC 7914, 2): N blocks of 128 r bytes. A third of what there is stays for others. */
static bool fits_memory(unsigned work_factor, struct error *e)
{
	uint64_t wanted = UINT64_C(128) * 8 << work_factor, room = memory_available("");
	return wanted <= room - room / 3 ||
	       error_set(e, ERR_WORK_MEMORY, NULL,
	                 "work factor %u takes %llu MiB, and %llu MiB are available", work_factor,
	                 (unsigned long long)(wanted >> 20), (unsigned long long)(room >> 20));
}

bool age_wrap_key_scrypt(const struct secret *passphrase, const uint8_t salt[AGE_SALT_SIZE],
                         unsigned work_factor, uint8_t ret[32], struct error *e)
{
	static const char label[] = "age-encryption.org/v1/scrypt";
	uint8_t whole_salt[sizeof label - 1 + AGE_SALT_SIZE];
	memcpy(whole_salt, label, sizeof label - 1);
	memcpy(whole_salt + sizeof label - 1, salt, AGE_SALT_SIZE);
	if (!fits_memory(work_factor, e))
		return false;
	struct bytes p = secret_open(passphrase);
	int refused = crypto_pwhash_scryptsalsa208sha256_ll(p.data, p.size, whole_salt, sizeof whole_salt,
	                                                    UINT64_C(1) << work_factor, 8, 1, ret, 32);
	secret_close(passphrase);
	return refused ? error_memory(e) : true;
}

void age_chunk_nonce(uint64_t chunk, bool last, uint8_t ret[12])
{
	memset(ret, 0, 12);
	for (size_t i = 0; i < 8; i++)
		ret[3 + i] = (uint8_t)(chunk >> (56 - 8 * i));
	ret[11] = last;
}

/* Up to the line that begins with "---", with it. */
static bool header_of(struct bytes head, struct bytes *ret)
{
	struct cursor c = cursor_of(head);
	while (!c.failed && c.left.size) {
		struct bytes line = cursor_line(&c);
		if (!c.failed && bytes_starts_with(line, "---")) {
			*ret = bytes_of(head.data, head.size - c.left.size);
			return true;
		}
	}
	return false;
}

bool age_outline_read(struct bytes head, struct age_outline *ret, struct error *e)
{
	struct age_header h;
	struct bytes text;
	if (!header_of(head, &text))
		return error_set(e, ERR_AGE_HEADER, NULL, "%s", N_("it ends within its header"));
	if (!age_header_parse(text, &h, e))
		return false;
	*ret = (struct age_outline){ 0 };
	for (size_t i = 0; i < h.count; i++) {
		struct bytes kind = age_stanza_argument(&h.stanzas[i], 0);
		ret->recipients += bytes_equal_string(kind, "X25519");
		ret->passphrases += bytes_equal_string(kind, "scrypt");
	}
	ret->others = h.count - ret->recipients - ret->passphrases;
	memcpy(ret->mac, h.mac.bytes, sizeof ret->mac);
	return true;
}
