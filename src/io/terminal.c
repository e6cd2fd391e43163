/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/terminal.h"

#include "base/text.h"
#include "base/written.h"
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_SIZE 4096u
#define COLUMNS_USUAL 80u
#define LINES_USUAL 24u
#define SIZE_LARGEST 10000u /* more is a mistake */

static bool is_stderr(void)
{
	return isatty(STDERR_FILENO) == 1;
}

/* What the variable says, else what the terminal does, else what is usual; 0 where there is no terminal. */
static unsigned size_of(int fd, const char *variable, size_t member, unsigned usual)
{
	const char *value = getenv(variable);
	struct winsize size;
	uint64_t said;
	unsigned short has = 0;
	if (isatty(fd) != 1)
		return 0;
	if (value && number_parse(bytes_of_string(value), SIZE_LARGEST, &said) && said)
		return (unsigned)said;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0)
		memcpy(&has, (const char *)&size + member, sizeof has);
	return has ? has : usual;
}

unsigned terminal_width(int fd)
{
	return size_of(fd, "COLUMNS", offsetof(struct winsize, ws_col), COLUMNS_USUAL);
}

unsigned terminal_height(int fd)
{
	return size_of(fd, "LINES", offsetof(struct winsize, ws_row), LINES_USUAL);
}

bool terminal_has_colours(int fd)
{
	const char *refused = getenv("NO_COLOR"), *kind = getenv("TERM");
	return isatty(fd) == 1 && !(refused && *refused) && kind && *kind && strcmp(kind, "dumb") != 0;
}

static bool open_terminal(const char *prompt, int *ret_fd, struct error *e)
{
	_cleanup_(fd_closep) int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return error_set(e, ERR_NO_TERMINAL, NULL, "%s", "");
	struct fd_stream stream = { fd, "/dev/tty" };
	if (!sink_write(fd_sink(&stream), bytes_of_string(prompt), e))
		return false;
	*ret_fd = fd;
	fd = -1;
	return true;
}

/* --- signals: held back while the echo is off, but for the moment of waiting --- */

static const int fatal_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static volatile sig_atomic_t caught;

static void catch (int signal)
{
	caught = signal;
}

struct guard {
	struct sigaction before[ELEMENTS(fatal_signals)];
	sigset_t mask;
};

/* Also holds back SIGTSTP and its kin: a stopped program would leave the echo off. */
static void guard_start(struct guard *g)
{
	sigset_t held;
	struct sigaction action = { .sa_handler = catch };
	sigemptyset(&held);
	sigaddset(&held, SIGTSTP);
	for (size_t i = 0; i < ELEMENTS(fatal_signals); i++)
		sigaddset(&held, fatal_signals[i]);
	sigprocmask(SIG_BLOCK, &held, &g->mask);
	caught = 0;
	for (size_t i = 0; i < ELEMENTS(fatal_signals); i++) {
		sigaction(fatal_signals[i], NULL, &g->before[i]);
		/* Who ignores a signal goes on ignoring it. */
		if (g->before[i].sa_handler != SIG_IGN)
			sigaction(fatal_signals[i], &action, NULL);
	}
}

/* Puts back what was, then lets the signal do what it would have done. */
static void guard_end(struct guard *g)
{
	for (size_t i = 0; i < ELEMENTS(fatal_signals); i++)
		sigaction(fatal_signals[i], &g->before[i], NULL);
	if (caught)
		raise(caught);
	sigprocmask(SIG_SETMASK, &g->mask, NULL);
}

/* --- a line without echo --- */

enum key { KEY_BYTE, KEY_END, KEY_GIVE_UP };

/* Wait for a byte; only here can a signal come in. Anything else is KEY_GIVE_UP. */
static enum key read_key(int fd, const struct guard *g, uint8_t *ret)
{
	sigset_t waiting = g->mask;
	sigaddset(&waiting, SIGTSTP);
	for (size_t i = 0; i < ELEMENTS(fatal_signals); i++)
		sigdelset(&waiting, fatal_signals[i]);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	while (!caught && ppoll(&p, 1, NULL, &waiting) < 0 && errno == EINTR)
		;
	if (caught)
		return KEY_GIVE_UP;
	return read(fd, ret, 1) == 1 ? KEY_BYTE : KEY_GIVE_UP;
}

struct line {
	uint8_t *out;
	size_t size, used;
	bool too_large;
};

static void erase_character(struct line *l)
{
	while (l->used && (l->out[l->used - 1] & 0xc0) == 0x80)
		l->used--;
	if (l->used)
		l->used--;
}

/* The editing that a terminal would have done. */
static enum key take_byte(struct line *l, uint8_t c)
{
	enum { CTRL_C = 3, CTRL_D = 4, CTRL_U = 0x15, CTRL_BACKSLASH = 0x1c, DELETE = 0x7f };
	if (c == '\n' || c == '\r')
		return KEY_END;
	if (c == CTRL_C || c == CTRL_BACKSLASH || (c == CTRL_D && l->used == 0))
		return KEY_GIVE_UP;
	if (c == CTRL_D)
		return KEY_END;
	if (c == DELETE || c == '\b') {
		erase_character(l);
	} else if (c == CTRL_U) {
		l->used = 0;
		l->too_large = false;
	} else if (c >= 0x20 || c == '\t') {
		if (l->used < l->size)
			l->out[l->used++] = c;
		else
			l->too_large = true;
	}
	return KEY_BYTE;
}

static enum key read_keys(int fd, const struct guard *g, struct line *l)
{
	enum key key = KEY_BYTE;
	while (key == KEY_BYTE) {
		uint8_t c = 0;
		key = read_key(fd, g, &c);
		if (key == KEY_BYTE)
			key = take_byte(l, c);
		explicit_bzero(&c, sizeof c);
	}
	return key;
}

static bool finish_line(const struct line *l, enum key key, size_t *ret_size, struct error *e)
{
	if (key == KEY_END && !l->too_large) {
		*ret_size = l->used;
		return true;
	}
	explicit_bzero(l->out, l->size);
	if (key == KEY_END)
		return error_set(e, ERR_TOO_LARGE, NULL, "more than %zu bytes", l->size);
	return error_set(e, ERR_INTERRUPTED, NULL, "%s", "");
}

bool terminal_read_hidden(const char *prompt, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	_cleanup_(fd_closep) int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios before;
	if (fd < 0 || tcgetattr(fd, &before) < 0)
		return error_set(e, ERR_NO_TERMINAL, NULL, "%s", "");
	struct termios hidden = before;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	hidden.c_cc[VMIN] = 1;
	hidden.c_cc[VTIME] = 0;
	struct fd_stream stream = { fd, "/dev/tty" };
	struct line line = { .out = out, .size = size };
	struct guard guard;
	guard_start(&guard);
	/* What was typed ahead was typed with echo: it is dropped. */
	bool good = tcsetattr(fd, TCSAFLUSH, &hidden) == 0 || error_errno(e, errno, "/dev/tty", "tcsetattr");
	good = good && sink_write(fd_sink(&stream), bytes_of_string(prompt), e);
	enum key key = good ? read_keys(fd, &guard, &line) : KEY_GIVE_UP;
	if (good)
		good = sink_write(fd_sink(&stream), BYTES("\n"), e);
	tcsetattr(fd, TCSAFLUSH, &before);
	guard_end(&guard);
	if (good)
		return finish_line(&line, key, ret_size, e);
	explicit_bzero(out, size);
	return false;
}

static bool read_typed(int fd, struct buffer *ret, struct error *e)
{
	for (;;) {
		uint8_t c;
		ssize_t got = read(fd, &c, 1);
		if (got < 0)
			return error_errno(e, errno, "/dev/tty", "read");
		if (got == 0 && ret->size == 0)
			return error_set(e, ERR_INTERRUPTED, NULL, "%s", "");
		if (got == 0 || c == '\n')
			return buffer_ok(ret, e);
		if (ret->size == LINE_MAX_SIZE) {
			tcflush(fd, TCIFLUSH);
			return error_set(e, ERR_TOO_LARGE, NULL, "more than %u bytes", LINE_MAX_SIZE);
		}
		buffer_append_byte(ret, c);
	}
}

bool terminal_show(struct bytes text, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	if (!open_terminal("", &fd, e))
		return false;
	struct fd_stream stream = { fd, "/dev/tty" };
	return sink_write(fd_sink(&stream), text, e);
}

bool terminal_read_line(const char *prompt, struct buffer *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	_cleanup_(buffer_wipe) struct buffer typed = { 0 };
	return open_terminal(prompt, &fd, e) && read_typed(fd, &typed, e) &&
	       text_read_words(buffer_bytes(&typed), NULL, ret, e);
}

/* --- progress --- */

#define EVERY_NS INT64_C(3000000000)

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool silent;

void progress_silence(void)
{
	silent = true;
}

void progress_start(struct progress *p, const char *label, uint64_t total)
{
	*p = (struct progress){ .label = label, .total = total, .told_ns = now_ns() };
}

bool progress_is_due(struct progress *p)
{
	int64_t now = now_ns();
	if (silent || now - p->told_ns < EVERY_NS || !is_stderr())
		return false;
	p->told_ns = now;
	return true;
}

void progress_update(struct progress *p, uint64_t done)
{
	if (!progress_is_due(p))
		return;
	if (p->total == 0) {
		dprintf(STDERR_FILENO, "%s: %" PRIu64 "\n", p->label, done);
		return;
	}
	double part = done < p->total ? (double)done / (double)p->total : 1;
	dprintf(STDERR_FILENO, "%s: %u%%\n", p->label, (unsigned)(part * 100));
}
