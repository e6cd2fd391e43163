/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Both ways with another implementation: the age client of the system, which
 * scripts/setup installs. */
#include "crypto/age.h"
#include "io/file.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASSPHRASE "drie wilgen aan de sluis"

static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 200000 };
static char folder[64];

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at)
{
	(void)s, (void)kind, (void)at;
	return remove(path);
}

static void set_up(void)
{
	strcpy(folder, "/tmp/sluis-age-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void tear_down(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

TestSuite(age_client, .init = set_up, .fini = tear_down);

static int status_of(pid_t child)
{
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The exit status of a command; 127 when it isn't installed. */
static int run(const char *const *arguments)
{
	pid_t child = fork();
	cr_assert_geq(child, 0);
	if (child == 0) {
		int nothing = open("/dev/null", O_RDWR);
		dup2(nothing, 0);
		dup2(nothing, 1);
		dup2(nothing, 2);
		execvp(arguments[0], (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	return status_of(child);
}

#define RUN(...) run((const char *const[]){ __VA_ARGS__, NULL })

static bool skip(void)
{
	if (RUN("age", "--version") == 0 && RUN("age-keygen", "--version") == 0)
		return false;
	cr_skip_test("no age client: run scripts/setup");
	return true;
}

/* A command at a terminal of its own, which types the passphrase at each prompt. */
static int run_at_terminal(const char *const *arguments)
{
	int terminal;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	cr_assert_geq(child, 0);
	if (child == 0) {
		execvp(arguments[0], (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	char seen[4096];
	size_t size = 0;
	for (ssize_t got;
	     size < sizeof seen - 1 && (got = read(terminal, seen + size, sizeof seen - 1 - size)) > 0;) {
		size += (size_t)got;
		seen[size] = 0;
		char *prompt = strstr(seen, "passphrase");
		if (prompt && strstr(prompt, ": ")) {
			cr_assert_eq(write(terminal, PASSPHRASE "\n", sizeof PASSPHRASE),
			             (ssize_t)sizeof PASSPHRASE);
			size = 0;
		}
	}
	close(terminal);
	return status_of(child);
}

#define RUN_AT_TERMINAL(...) run_at_terminal((const char *const[]){ __VA_ARGS__, NULL })

static struct buffer sample(size_t size)
{
	struct buffer b = { 0 };
	uint8_t *room = buffer_room(&b, size + 1);
	for (size_t i = 0; i < size; i++)
		room[i] = (uint8_t)(i * 13 + i / 509);
	buffer_grew(&b, size);
	return b;
}

static void put(const char *name, struct bytes content)
{
	FILE *f = fopen(name, "we");
	cr_assert_not_null(f);
	cr_assert_eq(fwrite(content.data, 1, content.size, f), content.size);
	cr_assert_eq(fclose(f), 0);
}

static struct buffer get(const char *name)
{
	struct buffer b = { 0 };
	struct error e;
	cr_assert(file_read(name, 1u << 20, &b, &e), "%s: %s", name, e.detail);
	return b;
}

static void write_all(struct age_writer *w, struct bytes plain)
{
	struct error e;
	cr_assert(sink_write(age_writer_sink(w), plain, &e));
	cr_assert(age_writer_end(w, &e));
}

static void put_identity(const char *name, const struct age_identity *id)
{
	char text[AGE_IDENTITY_SIZE + 1] = { 0 };
	age_identity_format(id, text);
	text[AGE_IDENTITY_SIZE] = '\n';
	put(name, bytes_of(text, sizeof text));
}

static struct age_identity generate(void)
{
	struct age_identity id;
	struct error e;
	cr_assert(age_identity_generate(&id, &e));
	return id;
}

/* The content of age-keygen's file: comments, of which one names the recipient, and the identity. */
static struct age_identity parse_keygen(const char *name)
{
	struct age_identity id = { 0 };
	struct age_recipient named = { 0 };
	struct error e;
	_cleanup_(buffer_clear) struct buffer b = get(name);
	struct cursor c = cursor_of(buffer_bytes(&b));
	while (!cursor_done(&c)) {
		struct bytes line = cursor_line(&c);
		cr_assert_not(c.failed);
		size_t before = sizeof "# public key: " - 1;
		if (bytes_starts_with(line, "# public key: "))
			cr_assert(age_recipient_parse(bytes_of(line.data + before, line.size - before),
			                              &named, &e));
		else if (!bytes_starts_with(line, "#"))
			cr_assert(age_identity_parse(line, &id, &e));
	}
	cr_assert(age_recipient_equal(&named, &id.recipient), "both derive the same recipient");
	return id;
}

Test(age_client, opens_what_we_write)
{
	if (skip())
		return;
	cr_assert_eq(RUN("age-keygen", "-o", "theirs"), 0);
	_cleanup_(age_identity_clear) struct age_identity theirs = parse_keygen("theirs"), ours = generate(),
							  third = generate();
	put_identity("ours", &ours);
	const struct age_recipient to[] = { third.recipient, ours.recipient, theirs.recipient };
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		_cleanup_(buffer_clear) struct buffer plain = sample(sizes[i]), file = { 0 };
		_cleanup_(age_writer_freep) struct age_writer *w = NULL;
		struct error e;
		cr_assert(age_writer_start(sink_to_buffer(&file), to, 3, &w, &e));
		write_all(w, buffer_bytes(&plain));
		put("file.age", buffer_bytes(&file));
		static const char *const keys[] = { "ours", "theirs" };
		for (size_t k = 0; k < 2; k++) {
			/* with -o, age makes no file when there is nothing to put in it */
			_cleanup_(string_freep) char *command =
				string_printf("age -d -i %s file.age >plain", keys[k]);
			cr_assert_eq(RUN("sh", "-c", command), 0, "%zu bytes", sizes[i]);
			_cleanup_(buffer_clear) struct buffer out = get("plain");
			cr_assert(bytes_equal(buffer_bytes(&plain), buffer_bytes(&out)));
		}
	}
}

static void check_opens(const char *name, const struct age_keys *keys, struct bytes plain)
{
	_cleanup_(buffer_clear) struct buffer file = get(name), out = { 0 };
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	struct bytes left = buffer_bytes(&file);
	struct error e;
	cr_assert(age_reader_start(source_of_bytes(&left), keys, &r, &e), "%s", e.detail);
	cr_assert(source_drain(age_reader_source(r), SIZE_MAX, &out, &e), "%s", e.detail);
	cr_assert(bytes_equal(plain, buffer_bytes(&out)));
}

Test(age_client, writes_what_we_open)
{
	if (skip())
		return;
	_cleanup_(age_identity_clear) struct age_identity first = generate(), second = generate(),
							  nobody = generate();
	char to_first[AGE_RECIPIENT_SIZE + 1], to_second[AGE_RECIPIENT_SIZE + 1];
	age_recipient_format(&first.recipient, to_first);
	age_recipient_format(&second.recipient, to_second);
	for (size_t i = 0; i < ELEMENTS(sizes) * 2; i++) {
		bool armored = i % 2;
		_cleanup_(buffer_clear) struct buffer plain = sample(sizes[i / 2]);
		put("plain", buffer_bytes(&plain));
		cr_assert_eq(RUN("age", armored ? "-a" : "-e", "-r", to_first, "-r", to_second, "-o",
		                 "file.age", "plain"),
		             0);
		check_opens("file.age", &(struct age_keys){ .identities = &first, .identity_count = 1 },
		            buffer_bytes(&plain));
		check_opens("file.age", &(struct age_keys){ .identities = &second, .identity_count = 1 },
		            buffer_bytes(&plain));
		_cleanup_(buffer_clear) struct buffer file = get("file.age");
		cr_assert_eq(bytes_starts_with(buffer_bytes(&file), "-----BEGIN"), armored);
		_cleanup_(age_reader_freep) struct age_reader *r = NULL;
		struct bytes left = buffer_bytes(&file);
		struct error e;
		cr_assert_not(
			age_reader_start(source_of_bytes(&left),
		                         &(struct age_keys){ .identities = &nobody, .identity_count = 1 }, &r,
		                         &e));
		cr_assert_eq(e.code, ERR_NO_KEY);
	}
}

Test(age_client, opens_and_writes_under_a_passphrase)
{
	if (skip())
		return;
	_cleanup_(secret_clear) struct secret p = { 0 };
	_cleanup_(buffer_clear) struct buffer plain = sample(70000), file = { 0 };
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	struct error e;
	cr_assert(secret_copy(&p, BYTES(PASSPHRASE), &e));
	cr_assert(age_writer_start_passphrase(sink_to_buffer(&file), &p, 14, &w, &e));
	write_all(w, buffer_bytes(&plain));
	put("ours.age", buffer_bytes(&file));
	cr_assert_eq(RUN_AT_TERMINAL("age", "-d", "-o", "back", "ours.age"), 0);
	_cleanup_(buffer_clear) struct buffer back = get("back");
	cr_assert(bytes_equal(buffer_bytes(&plain), buffer_bytes(&back)));

	cr_assert_eq(RUN_AT_TERMINAL("age", "-p", "-o", "theirs.age", "back"), 0);
	const struct age_keys keys = { .passphrase = &p, .least_work_factor = 14, .most_work_factor = 20 };
	check_opens("theirs.age", &keys, buffer_bytes(&plain));
}
