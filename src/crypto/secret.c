/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/secret.h"

#include "base/written.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* What a program that opens a key file, a store and a package holds at once: a
 * page each for some twenty secrets, and a buffer of plaintext. */
#define LOCK_PROBE_SIZE (256u * 1024u)

bool crypto_start(struct error *e)
{
	if (sodium_init() < 0)
		return error_set(e, ERR_LIBRARY, "libsodium", "it refuses to start");
	/* Before anything else of it: OPENSSL_CONF and openssl.cnf may name code to load into this process.
	 */
	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1)
		return error_set(e, ERR_LIBRARY, "libcrypto", "it refuses to start");
	/* SQLCipher's: OpenSSL 3.0 crashes later when it ran out of memory while it set itself up. */
	if (!OSSL_LIB_CTX_get0_global_default())
		return error_set(e, ERR_LIBRARY, "libcrypto", "it refuses to start");
	if (setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }) != 0)
		return error_set(e, ERR_LIBRARY, "setrlimit", "core dumps can't be switched off");
#ifndef __SANITIZE_ADDRESS__ /* whose leak check must trace its own process */
	if (prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0)
		return error_set(e, ERR_LIBRARY, "prctl", "core dumps can't be switched off");
#endif
	return true;
}

static pthread_once_t probe_once = PTHREAD_ONCE_INIT;
static bool memory_locks;

/* sodium_malloc doesn't tell whether its mlock succeeded, so ask the kernel once. */
static void probe_lock(void)
{
	void *probe = mmap(NULL, LOCK_PROBE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (probe == MAP_FAILED)
		return;
	memory_locks = mlock(probe, LOCK_PROBE_SIZE) == 0;
	munmap(probe, LOCK_PROBE_SIZE);
}

bool crypto_memory_locks(void)
{
	pthread_once(&probe_once, probe_lock);
	return memory_locks;
}

/* Rooms that were wiped and given back, for the next secret of the same size: to map, guard and lock pages
 * and to give them back is what opening a store spent half its time on. No more than the probe asked for; the
 * rest is freed at once. */
#define SPARE_ROOMS 64u
static struct secret spare[SPARE_ROOMS];
static size_t spare_count, spare_size;
static pthread_mutex_t spare_lock = PTHREAD_MUTEX_INITIALIZER;

static uint8_t *spare_take(size_t size)
{
	uint8_t *data = NULL;
	pthread_mutex_lock(&spare_lock);
	for (size_t i = spare_count; !data && i-- > 0;)
		if (spare[i].size == size) {
			data = spare[i].data;
			spare[i] = spare[--spare_count];
			spare_size -= size;
		}
	pthread_mutex_unlock(&spare_lock);
	return data;
}

static bool spare_keep(uint8_t *data, size_t size)
{
	pthread_mutex_lock(&spare_lock);
	bool room = spare_count < SPARE_ROOMS && size <= LOCK_PROBE_SIZE - spare_size;
	if (room) {
		spare[spare_count++] = (struct secret){ data, size };
		spare_size += size;
	}
	pthread_mutex_unlock(&spare_lock);
	return room;
}

bool secret_new(struct secret *ret, size_t size, struct error *e)
{
	assert(size > 0);
	if (sodium_init() < 0)
		return error_set(e, ERR_LIBRARY, "libsodium", "it refuses to start");
	uint8_t *data = spare_take(size); /* zeros */
	if (!data && (data = sodium_malloc(size)))
		memset(data, 0, size);
	if (!data)
		return error_memory(e);
	*ret = (struct secret){ data, size };
	return true;
}

bool secret_random(struct secret *ret, size_t size, struct error *e)
{
	struct secret s;
	if (!secret_new(&s, size, e))
		return false;
	randombytes_buf(s.data, s.size);
	secret_close(&s);
	*ret = s;
	return true;
}

bool secret_copy(struct secret *ret, struct bytes from, struct error *e)
{
	struct secret s;
	if (!secret_new(&s, from.size, e))
		return false;
	memcpy(s.data, from.data, from.size);
	secret_close(&s);
	*ret = s;
	return true;
}

void secret_clear(struct secret *s)
{
	if (!s || !s->data)
		return;
	if (sodium_mprotect_readwrite(s->data) != 0)
		abort(); /* it can't be wiped */
	sodium_memzero(s->data, s->size);
	if (!spare_keep(s->data, s->size))
		sodium_free(s->data);
	*s = (struct secret){ 0 };
}

struct bytes secret_open(const struct secret *s)
{
	if (s->data && sodium_mprotect_readonly(s->data) != 0)
		abort(); /* using it would crash anyway */
	return bytes_of(s->data, s->size);
}

void secret_close(const struct secret *s)
{
	if (s->data)
		(void)sodium_mprotect_noaccess(s->data);
}

bool secret_compose(struct secret *ret, const struct secret *from, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	size_t count = 4 * from->size + 1, size;
	if (!secret_new(&room, count * sizeof(int32_t), e))
		return false;
	struct bytes text = secret_open(from);
	bool composed = text_compose_into(text, (int32_t *)(void *)room.data, count, &size) && size > 0;
	bool ok = secret_copy(ret, composed ? bytes_of(room.data, size) : text, e);
	secret_close(from);
	return ok;
}

void secret_move(struct secret *to, struct secret *from)
{
	assert(!to->data);
	*to = *from;
	*from = (struct secret){ 0 };
}

bool bytes_equal_secret(struct bytes a, struct bytes b)
{
	return a.size == b.size && (a.size == 0 || sodium_memcmp(a.data, b.data, a.size) == 0);
}

void random_bytes(void *out, size_t size)
{
	if (sodium_init() < 0)
		abort();
	randombytes_buf(out, size);
}
