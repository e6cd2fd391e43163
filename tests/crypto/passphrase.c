/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/passphrase.h"

#include <criterion/criterion.h>
#include <pty.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A pipe that holds `text` and is closed behind it. */
static int pipe_with(const char *text)
{
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
	close(ends[1]);
	return ends[0];
}

static enum error_code read_one(int fd, const char *expected)
{
	_cleanup_(secret_clear) struct secret p = { 0 };
	struct error e;
	const struct passphrase_source from = { .fd = fd, .prompt = "p", .again = "again" };
	if (!passphrase_read(&from, &p, &e)) {
		cr_assert_null(p.data);
		return e.code;
	}
	cr_assert(bytes_equal_string(secret_open(&p), expected));
	secret_close(&p);
	return ERR_NONE;
}

Test(passphrase, takes_a_line_each_from_a_descriptor)
{
	int fd = pipe_with("first one\nsecond \nlast");
	cr_assert_eq(read_one(fd, "first one"), ERR_NONE);
	cr_assert_eq(read_one(fd, "second "), ERR_NONE);
	cr_assert_eq(read_one(fd, "last"), ERR_NONE);
	cr_assert_eq(read_one(fd, ""), ERR_PASSPHRASE, "nothing is left");
	close(fd);
}

Test(passphrase, is_what_would_be_typed_whatever_file_it_stands_in)
{
	int fd = pipe_with("\xef\xbb\xbf"
	                   "een lange wachtzin\r\ntwee\rdrie\r\n\r\n");
	cr_assert_eq(read_one(fd, "een lange wachtzin"), ERR_NONE);
	cr_assert_eq(read_one(fd, "twee\rdrie"), ERR_NONE);
	cr_assert_eq(read_one(fd, ""), ERR_PASSPHRASE, "only a line end");
	close(fd);
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1],
	                   "\xff\xfe"
	                   "a\0\n",
	                   5),
	             5);
	cr_assert_eq(read_one(ends[0], ""), ERR_PASSPHRASE);
	close(ends[0]);
	close(ends[1]);
}

Test(passphrase, refuses_an_empty_line)
{
	int fd = pipe_with("\nx\n");
	cr_assert_eq(read_one(fd, ""), ERR_PASSPHRASE);
	close(fd);
}

Test(passphrase, has_a_limit)
{
	char text[PASSPHRASE_MAX + 2];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = 0;
	int fd = pipe_with(text);
	cr_assert_eq(read_one(fd, ""), ERR_TOO_LARGE);
	close(fd);
	text[PASSPHRASE_MAX] = 0;
	fd = pipe_with(text);
	cr_assert_eq(read_one(fd, text), ERR_NONE);
	close(fd);
}

Test(passphrase, says_when_a_descriptor_does_not_read)
{
	int fd = pipe_with("x");
	close(fd);
	cr_assert_eq(read_one(fd, ""), ERR_IO);
}

Test(passphrase, needs_a_terminal_when_there_is_no_descriptor)
{
	setsid(); /* leaves the terminal that the tests may run on */
	cr_assert_eq(read_one(-1, ""), ERR_NO_TERMINAL);
}

/* Types `lines` at a terminal of its own, one a prompt; the child's exit status is the error's code. */
static enum error_code typed(const char *const *lines, const char *expected)
{
	int terminal;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	cr_assert_geq(child, 0);
	if (child == 0) {
		_cleanup_(secret_clear) struct secret p = { 0 };
		struct error e = { 0 };
		const struct passphrase_source from = { .fd = -1, .prompt = "first?", .again = "again?" };
		if (passphrase_read(&from, &p, &e) && !bytes_equal_string(secret_open(&p), expected))
			_exit(255);
		_exit((int)e.code);
	}
	char seen[4096];
	size_t size = 0;
	for (ssize_t got;
	     size < sizeof seen - 1 && (got = read(terminal, seen + size, sizeof seen - 1 - size)) > 0;) {
		size += (size_t)got;
		seen[size] = 0;
		if (*lines && strchr(seen, '?')) {
			cr_assert_eq(write(terminal, *lines, strlen(*lines)), (ssize_t)strlen(*lines));
			cr_assert_null(strstr(seen, "geheim"), "nothing typed is shown");
			lines++;
			size = 0;
		}
	}
	close(terminal);
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status));
	return (enum error_code)WEXITSTATUS(status);
}

Test(passphrase, is_typed_twice)
{
	cr_assert_eq(typed((const char *[]){ "geheim 1\n", "geheim 1\n", NULL }, "geheim 1"), ERR_NONE);
	cr_assert_eq(typed((const char *[]){ "geheim 1\n", "geheim 2\n", NULL }, ""), ERR_PASSPHRASE);
	cr_assert_eq(typed((const char *[]){ "\n", NULL }, ""), ERR_PASSPHRASE);
}
