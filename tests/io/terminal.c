/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/terminal.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* Each test runs a child on a terminal of its own and talks to it from the master's side. When the leader of
 * a terminal's session ends, the kernel drops what it wrote and nobody has read; so the child marks the end
 * and stays until `go` is closed. */
struct child {
	int master, go;
	pid_t pid;
	char seen[8192]; /* all that the terminal showed */
	size_t size;
};

/* Read until the terminal has shown `text`, or the child is gone. */
static bool wait_for(struct child *c, const char *text)
{
	while (!strstr(c->seen, text)) {
		ssize_t got = read(c->master, c->seen + c->size, sizeof c->seen - 1 - c->size);
		if (got <= 0)
			return false;
		c->size += (size_t)got;
		c->seen[c->size] = 0;
	}
	return true;
}

#define END "{end}"

static int finish(struct child *c)
{
	int status;
	cr_assert(wait_for(c, END), "%s", c->seen);
	*strstr(c->seen, END) = 0;
	close(c->go);
	cr_assert_eq(waitpid(c->pid, &status, 0), c->pid);
	close(c->master);
	return status;
}

static const int fatal[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };

static void start(struct child *c, void (*main)(void))
{
	struct winsize size = { .ws_row = 24, .ws_col = 60 };
	int go[2];
	cr_assert_eq(pipe(go), 0);
	*c = (struct child){ .go = go[1] };
	c->pid = forkpty(&c->master, NULL, NULL, &size);
	cr_assert_geq(c->pid, 0);
	if (c->pid == 0) {
		/* Whoever runs the tests may ignore some, as nohup and a shell's `&` do. */
		for (size_t i = 0; i < ELEMENTS(fatal); i++)
			signal(fatal[i], SIG_DFL);
		close(go[1]);
		main();
		printf(END);
		fflush(stdout);
		char byte;
		_exit(read(go[0], &byte, 1) == 0 ? 0 : 1);
	}
	close(go[0]);
}

static bool echoes(int fd)
{
	struct termios t;
	return tcgetattr(fd, &t) == 0 && (t.c_lflag & ECHO) && (t.c_lflag & ICANON) && (t.c_lflag & ISIG);
}

/* Shows "[SIZE:HEX]" or "[error]", and whether the echo is back. */
static void ask(void)
{
	uint8_t out[16];
	size_t size = 0;
	struct error e;
	char hex[2 * sizeof out + 1];
	if (terminal_read_hidden("Word: ", out, sizeof out, &size, &e)) {
		hex_encode(bytes_of(out, size), hex);
		printf("[%zu:%s]", size, hex);
	} else {
		printf("[%s]", error_name(e.code));
	}
	printf(echoes(0) ? "<echo>" : "<no echo>");
	fflush(stdout);
}

static void check_typed(const char *typed, size_t size, const char *expected)
{
	struct child c;
	start(&c, ask);
	cr_assert(wait_for(&c, "Word: "));
	cr_assert_not(echoes(c.master));
	cr_assert_eq(write(c.master, typed, size), (ssize_t)size);
	cr_assert_eq(finish(&c), 0);
	cr_assert(strstr(c.seen, expected), "%s: %s", expected, c.seen);
	cr_assert(strstr(c.seen, "<echo>"), "%s", c.seen);
	cr_assert_null(strstr(c.seen, "geheim"), "%s", c.seen);
}

#define CHECK(typed, expected) check_typed(typed, sizeof(typed) - 1, expected)

Test(terminal, reads_without_echo)
{
	CHECK("geheim\n", "[6:67656865696d]");
	CHECK("geheim\r", "[6:67656865696d]");
	CHECK("\n", "[0:]");
	CHECK("a b\t\xc3\xa9\n", "[6:61206209c3a9]");
	CHECK("0123456789abcdef\n", "[16:30313233343536373839616263646566]");
}

Test(terminal, lets_the_typist_correct)
{
	CHECK("ab\x7f"
	      "c\n",
	      "[2:6163]");
	CHECK("a\xc3\xa9\b"
	      "c\n",
	      "[2:6163]");
	CHECK("\x7f\x7f"
	      "a\n",
	      "[1:61]");
	CHECK("geheim\x15"
	      "ab\n",
	      "[2:6162]");
	CHECK("0123456789abcdefghijkl\x15"
	      "ab\n",
	      "[2:6162]");
	CHECK("a\x1b\x01\0b\n", "[2:6162]");
	CHECK("ab\x04", "[2:6162]");
}

Test(terminal, gives_up_when_told)
{
	CHECK("geheim\x03", "[interrupted]");
	CHECK("geheim\x1c", "[interrupted]");
	CHECK("\x04", "[interrupted]");
	CHECK("0123456789abcdefg\n", "[too-large]");
}

Test(terminal, restores_the_echo_before_it_dies_of_a_signal)
{
	for (size_t i = 0; i < ELEMENTS(fatal); i++) {
		struct child c;
		start(&c, ask);
		/* Keeps the terminal's settings when the child is gone. */
		char name[64];
		cr_assert_eq(ptsname_r(c.master, name, sizeof name), 0);
		int slave = open(name, O_RDWR | O_NOCTTY);
		cr_assert_geq(slave, 0);
		cr_assert(wait_for(&c, "Word: "));
		cr_assert_eq(kill(c.pid, fatal[i]), 0);
		int status;
		cr_assert_eq(waitpid(c.pid, &status, 0), c.pid);
		cr_assert(WIFSIGNALED(status));
		cr_assert_eq(WTERMSIG(status), fatal[i]);
		cr_assert(echoes(slave), "signal %d", fatal[i]);
		close(slave);
		close(c.go);
		close(c.master);
	}
}

static void ask_ignoring(void)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	raise(SIGHUP);
	ask();
}

Test(terminal, goes_on_ignoring_what_is_ignored)
{
	struct child c;
	start(&c, ask_ignoring);
	cr_assert(wait_for(&c, "Word: "));
	cr_assert_eq(kill(c.pid, SIGINT), 0);
	cr_assert_eq(write(c.master, "ab\n", 3), 3);
	cr_assert_eq(finish(&c), 0);
	cr_assert(strstr(c.seen, "[2:6162]"), "%s", c.seen);
}

static void ask_line(void)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct error e;
	if (terminal_read_line("Name: ", &b, &e))
		printf("[%zu]", b.size);
	else
		printf("[%s]", error_name(e.code));
	fflush(stdout);
}

Test(terminal, reads_a_line_with_echo)
{
	static const char *const cases[][2] = { { "jansen\n", "[6]" },
		                                { "\n", "[0]" },
		                                { "\x04", "[interrupted]" } };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct child c;
		start(&c, ask_line);
		cr_assert(wait_for(&c, "Name: "));
		cr_assert_eq(write(c.master, cases[i][0], strlen(cases[i][0])), (ssize_t)strlen(cases[i][0]));
		cr_assert_eq(finish(&c), 0);
		cr_assert(strstr(c.seen, cases[i][1]), "%s", c.seen);
		if (i == 0)
			cr_assert(strstr(c.seen, "jansen"));
	}
}

Test(terminal, says_when_there_is_none)
{
	pid_t pid = fork();
	cr_assert_geq(pid, 0);
	if (pid == 0) {
		uint8_t out[4];
		size_t size;
		struct error e, line_error;
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		setsid();
		bool wrong = terminal_read_hidden("", out, sizeof out, &size, &e) ||
		             terminal_read_line("", &b, &line_error);
		_exit(wrong || e.code != ERR_NO_TERMINAL || line_error.code != ERR_NO_TERMINAL);
	}
	int status;
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert_eq(status, 0);
}

static void show_progress(void)
{
	struct progress p;
	printf("{width %u}", terminal_width(STDERR_FILENO));
	setenv("COLUMNS", "40", 1);
	printf("{said %u}", terminal_width(STDERR_FILENO));
	setenv("COLUMNS", "wide", 1);
	printf("{nonsense %u}", terminal_width(STDERR_FILENO));
	unsetenv("COLUMNS");
	fflush(stdout);
	progress_start(&p, "Reading", 200);
	progress_update(&p, 1);
	printf("{early}");
	fflush(stdout);
	p.told_ns -= INT64_C(3000000000);
	progress_update(&p, 100);
	progress_update(&p, 101);
	p.told_ns -= INT64_C(3000000000);
	progress_update(&p, 400);
	progress_start(&p, "Counting", 0);
	p.told_ns -= INT64_C(3000000000);
	progress_update(&p, 7);
}

/* Lines alone: nothing that a screen reader can't read, or that is drawn over. */
Test(terminal, tells_progress_in_lines)
{
	struct child c;
	start(&c, show_progress);
	cr_assert_eq(finish(&c), 0);
	cr_assert_str_eq(
		c.seen,
		"{width 60}{said 40}{nonsense 60}{early}Reading: 50%\r\nReading: 100%\r\nCounting: 7\r\n");
}

Test(terminal, draws_nothing_elsewhere)
{
	int pipes[2];
	cr_assert_eq(pipe(pipes), 0);
	int before = dup(2);
	dup2(pipes[1], 2);
	close(pipes[1]);
	struct progress p;
	progress_start(&p, "Reading", 200);
	p.told_ns -= INT64_C(3000000000);
	progress_update(&p, 100);
	unsigned width = terminal_width(STDERR_FILENO);
	dup2(before, 2);
	char byte;
	cr_assert_eq(read(pipes[0], &byte, 1), 0);
	cr_assert_eq(width, 0);
}
