/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/pager.h"

#include "base/text.h"
#include "io/file.h"
#include "io/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a shell ends with when it has no such command (POSIX, 2.8.2). */
#define NO_SUCH_COMMAND 127

bool pager_is_wanted(struct bytes text)
{
	size_t height = terminal_height(STDOUT_FILENO), width = terminal_width(STDOUT_FILENO), lines = 0;
	for (struct cursor c = cursor_of(text); height && !cursor_done(&c);) {
		size_t columns = text_width(cursor_until(&c, '\n'));
		lines += columns > width ? (columns + width - 1) / width : 1;
		if (lines >= height) /* one is for the shell's prompt */
			return true;
	}
	return false;
}

/* -F: it goes away when all of it fits; -R: colours, and nothing else that a terminal obeys; -X: what was
 * read stays on the screen. */
static bool start(int from, pid_t *ret)
{
	static char less[] = "less", flags[] = "-FRX", shell[] = "/bin/sh", command[] = "-c";
	char *named = getenv("PAGER"), *by_shell[] = { shell, command, named, NULL },
	     *by_name[] = { less, flags, NULL };
	char *const *words = named && *named ? by_shell : by_name;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t usual;
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	if (posix_spawn_file_actions_init(&files) != 0)
		return false;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return false;
	}
	bool good = setenv("LESSSECURE", "1", 1) == 0 && setenv("LESSHISTFILE", "-", 1) == 0 &&
	            posix_spawn_file_actions_adddup2(&files, from, STDIN_FILENO) == 0 &&
	            posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) == 0 &&
	            posix_spawnattr_setsigdefault(&attributes, &usual) == 0 &&
	            posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF) == 0 &&
	            posix_spawnp(ret, words[0], &files, &attributes, words, environ) == 0;
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return good;
}

/* Who leaves the pager early closes its end, which is no fault. */
static void feed(int to, struct bytes text)
{
	struct fd_stream stream = { to, "pager" };
	struct error ignored;
	(void)!sink_write(fd_sink(&stream), text, &ignored);
}

static int wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

bool pager_show(struct bytes text)
{
	_cleanup_(fd_closep) int from = -1, to = -1;
	int ends[2];
	pid_t pid;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	from = ends[0];
	to = ends[1];
	if (!start(from, &pid))
		return false;
	/* ^C is the pager's while it is there. */
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	sigaction(SIGINT, &ignore, &before);
	fd_closep(&from);
	from = -1;
	feed(to, text);
	fd_closep(&to);
	to = -1;
	int status = wait_for(pid);
	sigaction(SIGINT, &before, NULL);
	return status != NO_SUCH_COMMAND;
}
