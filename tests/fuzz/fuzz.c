/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fuzz.h"

#include "codec/bech32.h"

#include <sodium.h>
#include <sys/prctl.h>

#define SCALAR_SIZE 32u

bool fuzz_accepted;

void fuzz_broken(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: doesn't hold: %s\n", file, line, condition);
	abort();
}

bool fuzz_refused(const struct error *e)
{
	MUST(e->code > ERR_NONE && e->code < ERR_COUNT && e->code != ERR_MEMORY);
	for (const char *c = e->subject; *c; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
	for (const char *c = e->detail; *c; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
	return false;
}

static void start(void)
{
	static bool started;
	struct error e;
	if (started)
		return;
	MUST(crypto_start(&e));
	MUST(prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L) == 0); /* the leak check traces its own process */
	started = true;
}

/* 32 bytes that follow from `name`. */
static void derive(const char *name, uint8_t ret[SCALAR_SIZE])
{
	const struct bytes parts[] = { BYTES("sluis fuzz key: "), bytes_of_string(name) };
	struct sha256 hash;
	sha256_of_parts(parts, ELEMENTS(parts), &hash);
	memcpy(ret, hash.bytes, SCALAR_SIZE);
}

const struct age_identity *fuzz_identity(void)
{
	static struct age_identity identity;
	char text[BECH32_MAX + 1];
	uint8_t scalar[SCALAR_SIZE];
	struct error e;
	start();
	if (identity.scalar.data)
		return &identity;
	derive("age", scalar);
	MUST(bech32_encode("age-secret-key-", bytes_of(scalar, sizeof scalar), text));
	for (char *c = text; *c; c++)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	MUST(age_identity_parse(bytes_of_string(text), &identity, &e));
	return &identity;
}

static const struct note_signer *signer(struct note_signer *s, const char *name, enum note_key_type type,
                                        const char *from)
{
	uint8_t seed[SCALAR_SIZE], pair[crypto_sign_SECRETKEYBYTES],
		line_and_type[] = { '\n', (uint8_t)type };
	struct sha256 id;
	struct error e;
	start();
	if (s->seed.data)
		return s;
	derive(from, seed);
	snprintf(s->public.name, sizeof s->public.name, "%s", name);
	s->public.type = type;
	crypto_sign_seed_keypair(s->public.key, pair, seed);
	const struct bytes parts[] = { bytes_of_string(name), bytes_of(line_and_type, 2),
		                       bytes_of(s->public.key, 32) };
	sha256_of_parts(parts, ELEMENTS(parts), &id);
	memcpy(s->public.id, id.bytes, sizeof s->public.id);
	MUST(secret_copy(&s->seed, bytes_of(seed, sizeof seed), &e));
	return s;
}

const struct note_signer *fuzz_person(void)
{
	static struct note_signer s;
	return signer(&s, "oss.nl/p-7f3k", NOTE_ED25519, "person");
}

const struct note_signer *fuzz_log(void)
{
	static struct note_signer s;
	return signer(&s, "oss.nl/wmo", NOTE_ED25519, "log");
}

const struct note_signer *fuzz_witness(void)
{
	static struct note_signer s;
	return signer(&s, "oss.nl/wmo", NOTE_COSIGNATURE, "witness");
}

bool fuzz_sign_again(struct bytes raw, const struct note_signer *by, struct buffer *note)
{
	static const char mark[] = "\n\n\xe2\x80\x94 ";
	const uint8_t *end = raw.size ? memmem(raw.data, raw.size, mark, sizeof mark - 1) : NULL;
	struct error e = { 0 };
	if (end)
		raw.size = (size_t)(end - raw.data) + 1;
	return note_sign(note, raw, by, by->public.type == NOTE_COSIGNATURE ? 1795521600 : 0, &e) ||
	       fuzz_refused(&e);
}

static bool drip(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct fuzz_drip *d = context;
	(void)e;
	size = size < d->piece ? size : d->piece;
	size = size < d->left.size ? size : d->left.size;
	if (size) {
		memcpy(out, d->left.data, size);
		d->left = bytes_of(d->left.data + size, d->left.size - size);
	}
	*ret_size = size;
	return true;
}

struct source fuzz_drip_source(struct fuzz_drip *d)
{
	return (struct source){ drip, d };
}
