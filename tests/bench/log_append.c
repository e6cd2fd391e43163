/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How many entries a second the log takes: a client's entry is committed to, formatted,
 * hashed into the tree, and the checkpoint signed once, as an act of many clients does.
 * Storage takes it and forgets. Beside it, the bare hashing of the same bytes. */
#include "log/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct forgetful {
	uint64_t bytes;
};

static bool put_entry(void *context, uint64_t index, struct bytes entry, struct error *e)
{
	struct forgetful *f = context;
	(void)index;
	(void)e;
	f->bytes += entry.size;
	return true;
}

static bool get_entry(void *context, uint64_t index, struct buffer *ret, struct error *e)
{
	(void)context;
	(void)index;
	(void)ret;
	return error_set(e, ERR_LOG_MISSING, "bench", "%s", "");
}

static bool put_tile(void *context, unsigned level, uint64_t n, struct bytes hashes, struct error *e)
{
	(void)context;
	(void)level;
	(void)n;
	(void)hashes;
	(void)e;
	return true;
}

static bool get_tile(void *context, unsigned level, uint64_t n, struct buffer *ret, struct error *e)
{
	(void)context;
	(void)level;
	(void)n;
	(void)ret;
	(void)e;
	return true;
}

static bool put_checkpoint(void *context, struct bytes note, struct error *e)
{
	(void)context;
	(void)note;
	(void)e;
	return true;
}

static bool get_checkpoint(void *context, struct buffer *ret, struct error *e)
{
	(void)context;
	(void)ret;
	(void)e;
	return true;
}

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool append_one(struct log *l, struct entry *entry, struct entry_private *p, struct buffer *text,
                       struct error *e)
{
	entry->index = log_size(l);
	random_bytes(p->secret, sizeof p->secret);
	entry_commit(p, &entry->commitment);
	buffer_reset(text);
	return entry_format(entry, text, e) && log_append(l, buffer_bytes(text), e);
}

static bool run(uint64_t count, struct error *e)
{
	struct forgetful f = { 0 };
	const struct log_storage storage = { &f,       put_entry,      get_entry,     put_tile,
		                             get_tile, put_checkpoint, get_checkpoint };
	_cleanup_(note_signer_clear) struct note_signer key = { 0 };
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct entry entry = { .child = true, .parent = 0, .log = "oss.nl/wi" };
	struct entry_private p = { 0 };
	p.values[PRIVATE_RECORD] = "00112233445566778899aabbccddeeff";
	if (!note_signer_generate("oss.nl/wi", NOTE_ED25519, &key, e) ||
	    !log_open(&storage, ONE_KEY(&key.public), &l, e))
		return false;
	double start = cpu_seconds();
	for (uint64_t i = 0; i < count; i++)
		if (!append_one(l, &entry, &p, &text, e))
			return false;
	if (!log_sign(l, &key, NULL, e))
		return false;
	double appended = cpu_seconds() - start;
	struct sha256 hash;
	start = cpu_seconds();
	for (uint64_t i = 0; i < count; i++)
		sha256_of(buffer_bytes(&text), &hash);
	double hashed = cpu_seconds() - start;
	printf("# %llu entries of %llu bytes: append %.0f a CPU second, hash alone %.0f, ratio %.2f\n",
	       (unsigned long long)count, (unsigned long long)(f.bytes / count), (double)count / appended,
	       (double)count / hashed, appended / hashed);
	return true;
}

int main(int argc, char **argv)
{
	uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
	struct error e;
	bool ok = count > 0 && run(count, &e);
	if (!ok)
		fprintf(stderr, "log_append: %s %s\n", error_name(e.code), e.detail);
	printf("%s 1 - %llu entries were appended\n1..1\n", ok ? "ok" : "not ok", (unsigned long long)count);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
