/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/secret.h"

#include <criterion/criterion.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

Test(crypto_start, switches_core_dumps_off)
{
	struct error e;
	cr_assert(crypto_start(&e));
	cr_assert(crypto_start(&e), "twice does no harm");
	struct rlimit core;
	cr_assert_eq(getrlimit(RLIMIT_CORE, &core), 0);
	cr_assert_eq(core.rlim_max, 0);
#ifndef __SANITIZE_ADDRESS__
	cr_assert_eq(prctl(PR_GET_DUMPABLE), 0);
#endif
}

/* Whether a child that runs `touch` on the secret survives; a crash is the guard at work. */
static bool survives(const struct secret *s, void (*touch)(const struct secret *s))
{
	pid_t child = fork();
	cr_assert_geq(child, 0);
	if (child == 0) {
		signal(SIGSEGV, SIG_DFL);
		signal(SIGABRT, SIG_DFL);
		touch(s);
		_exit(0);
	}
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void read_first(const struct secret *s)
{
	(void)*(volatile uint8_t *)s->data;
}

static void write_first(const struct secret *s)
{
	*(volatile uint8_t *)s->data = 1;
}

static void read_behind(const struct secret *s)
{
	(void)*(volatile uint8_t *)(s->data + s->size);
}

Test(secret, starts_as_zeros_and_open)
{
	struct error e;
	_cleanup_(secret_clear) struct secret s = { 0 };
	cr_assert(secret_new(&s, 33, &e));
	cr_assert_eq(s.size, 33);
	for (size_t i = 0; i < s.size; i++)
		cr_assert_eq(s.data[i], 0);
	cr_assert(survives(&s, write_first));
	cr_assert_not(survives(&s, read_behind), "a guard page follows");
}

Test(secret, is_out_of_reach_unless_open)
{
	struct error e;
	_cleanup_(secret_clear) struct secret s = { 0 };
	cr_assert(secret_copy(&s, BYTES("geheim"), &e));
	cr_assert_not(survives(&s, read_first));
	struct bytes view = secret_open(&s);
	cr_assert(bytes_equal_string(view, "geheim"));
	cr_assert(survives(&s, read_first));
	cr_assert_not(survives(&s, write_first), "a view is for reading");
	secret_close(&s);
	cr_assert_not(survives(&s, read_first));
	secret_open(&s);
	cr_assert(survives(&s, read_first));
}

Test(secret, clears_open_closed_and_empty)
{
	struct error e;
	struct secret s = { 0 };
	secret_clear(&s);
	secret_clear(NULL);
	cr_assert_eq(secret_open(&s).size, 0);
	secret_close(&s);
	cr_assert(secret_new(&s, 1, &e));
	secret_clear(&s);
	cr_assert_null(s.data);
	cr_assert(secret_random(&s, 1, &e));
	secret_clear(&s);
	cr_assert_eq(s.size, 0);
}

Test(secret, leaves_nothing_in_the_room_that_another_gets)
{
	struct error e;
	struct secret s = { 0 };
	cr_assert(secret_new(&s, 33, &e));
	uint8_t *room = s.data;
	memset(room, 0x5a, 33);
	secret_close(&s);
	secret_clear(&s);
	cr_assert(secret_new(&s, 33, &e));
	cr_assert_eq(s.data, room, "given out again");
	for (size_t i = 0; i < s.size; i++)
		cr_assert_eq(s.data[i], 0);
	cr_assert_not(survives(&s, read_behind));
	secret_close(&s);
	cr_assert_not(survives(&s, read_first));
	secret_clear(&s);
	/* A clear of many, and of larger ones than are kept. */
	struct secret many[100] = { 0 };
	for (size_t i = 0; i < 100; i++)
		cr_assert(secret_random(&many[i], i % 2 ? 33 : 65536, &e));
	for (size_t i = 0; i < 100; i++)
		secret_clear(&many[i]);
	cr_assert(secret_new(&s, 65536, &e));
	for (size_t i = 0; i < s.size; i++)
		cr_assert_eq(s.data[i], 0);
	secret_clear(&s);
}

Test(secret, moves)
{
	struct error e;
	struct secret from;
	_cleanup_(secret_clear) struct secret to = { 0 };
	cr_assert(secret_copy(&from, BYTES("x"), &e));
	secret_move(&to, &from);
	cr_assert_null(from.data);
	cr_assert(bytes_equal_string(secret_open(&to), "x"));
	secret_close(&to);
}

Test(secret, says_so_when_memory_is_out)
{
	struct error e;
	struct secret s = { 0 };
	cr_assert_not(secret_new(&s, SIZE_MAX / 2, &e));
	cr_assert_eq(e.code, ERR_MEMORY);
	cr_assert_null(s.data);
}

Test(secret, random_ones_differ)
{
	struct error e;
	_cleanup_(secret_clear) struct secret a = { 0 }, b = { 0 };
	cr_assert(secret_random(&a, 32, &e) && secret_random(&b, 32, &e));
	cr_assert_not(bytes_equal_secret(secret_open(&a), secret_open(&b)));
	uint8_t x[32] = { 0 }, y[32] = { 0 };
	random_bytes(x, sizeof x);
	cr_assert_neq(memcmp(x, y, 32), 0);
}

Test(secret, compares_content_and_size)
{
	cr_assert(bytes_equal_secret(BYTES("ab"), BYTES("ab")));
	cr_assert(bytes_equal_secret((struct bytes){ 0 }, (struct bytes){ 0 }));
	cr_assert_not(bytes_equal_secret(BYTES("ab"), BYTES("aB")));
	cr_assert_not(bytes_equal_secret(BYTES("ab"), BYTES("abc")));
}

Test(secret, wipes)
{
	uint8_t data[5] = { 1, 2, 3, 4, 5 };
	memory_wipe(data + 1, 3);
	cr_assert_eq(memcmp(data, "\x01\0\0\0\x05", 5), 0);
	memory_wipe(NULL, 0);
}

Test(memory, tells_whether_it_locks)
{
	struct rlimit limit;
	cr_assert_eq(getrlimit(RLIMIT_MEMLOCK, &limit), 0);
	if (limit.rlim_cur >= (1u << 20)) /* sanitizers make mlock a no-op that succeeds */
		cr_assert(crypto_memory_locks());
}

Test(memory, tells_that_it_does_not_lock)
{
#ifndef __SANITIZE_ADDRESS__
	if (geteuid() == 0) { /* root's locks have no limit */
		cr_assert_eq(setgid(65534), 0);
		cr_assert_eq(setuid(65534), 0);
	}
	cr_assert_eq(setrlimit(RLIMIT_MEMLOCK, &(struct rlimit){ 0, 0 }), 0);
	cr_assert_not(crypto_memory_locks());
	struct error e;
	_cleanup_(secret_clear) struct secret s = { 0 };
	cr_assert(secret_new(&s, 32, &e), "a secret still works");
#endif
}
