/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/outputs.h"

#include "base/limits.h"
#include "cli/usage.h"
#include "cli/words.h"
#include "io/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* --- what an output may not be --- */

static bool is_that(const struct stat *output, const char *path)
{
	struct stat other;
	return path && *path && stat(path, &other) == 0 && same_file(output, &other);
}

/* Another word of the command line, or the key, whether it was typed or is the environment's. `self` is the
 * word that names the output. */
static bool is_input(const struct invocation *in, const struct stat *output, const char *const *self)
{
	for (size_t i = 0; i < in->count; i++)
		if (&in->arguments[i] != self && is_that(output, in->arguments[i]))
			return true;
	for (size_t i = 0; i < in->given_count; i++)
		for (size_t k = 0; option_names_path(in->given[i].option) && k < in->given[i].count; k++)
			if (&in->given[i].values[k] != self && is_that(output, in->given[i].values[k]))
				return true;
	return is_that(output, getenv("SLUIS_KEY"));
}

/* The home, named by option or environment, or any folder that has a store's database. */
static bool is_store(const struct invocation *in, int folder, const struct stat *status)
{
	const struct given *home = invocation_given(in, "home");
	return is_that(status, home ? home->values[0] : getenv("SLUIS_HOME")) ||
	       faccessat(folder, STORE_DATABASE, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Up from the folder in which the output is to stand. In a store, only what is in its outbox is free. */
static bool is_in_store(const struct invocation *in, const char *directory)
{
	_cleanup_(fd_closep) int fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat here, below = { 0 }, outbox;
	while (fd >= 0 && fstat(fd, &here) == 0) {
		if (same_file(&here, &below)) /* the root is its own parent */
			return false;
		bool free = fstatat(fd, "outbox", &outbox, AT_SYMLINK_NOFOLLOW) == 0 &&
		            same_file(&outbox, &below);
		if (!free && is_store(in, fd, &here))
			return true;
		int up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		fd_closep(&fd);
		fd = up;
		below = here;
	}
	return false;
}

/* --- one of them --- */

/* Of a folder, into which something is put, the folder itself; of a file, the one that it is to stand in. */
static bool check_place(const struct invocation *in, const char *path, struct error *e)
{
	const char *slash = strrchr(path, '/');
	struct stat status;
	bool folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
	_cleanup_(string_freep) char *directory =
		folder  ? string_copy(path)
		: slash ? string_of_bytes(bytes_of(path, (size_t)(slash - path) + 1))
			: string_copy(".");
	if (!directory)
		return error_memory(e);
	return !is_in_store(in, directory) ||
	       error_set(e, ERR_USAGE, path,
	                 _("this is in the folder of a store: write somewhere else, or in its `outbox`"));
}

static bool check_output(const struct invocation *in, const char *name, const char *const *word,
                         struct error *e)
{
	struct stat status, target;
	if (strcmp(*word, "-") == 0)
		return error_set(e, ERR_USAGE, name,
		                 _("this is not written to standard output: name a file"));
	if (!check_place(in, *word, e))
		return false;
	if (lstat(*word, &status) < 0)
		return true;
	if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
		return error_set(e, ERR_FILE_UNSAFE, *word, "%s", "");
	/* Into a folder something is put, which replaces nothing that is read. */
	return stat(*word, &target) < 0 || S_ISDIR(target.st_mode) || !is_input(in, &target, word) ||
	       error_set(e, ERR_USAGE, *word,
	                 _("this is what the command reads: name another file to write"));
}

bool outputs_check_path(const struct invocation *in, const char *path, struct error *e)
{
	return check_output(in, path, &path, e);
}

bool outputs_check(const struct invocation *in, struct error *e)
{
	if (in->command->writes && in->count &&
	    !check_output(in, in->command->arguments, &in->arguments[0], e))
		return false;
	for (size_t i = 0; i < in->given_count; i++) {
		const struct given *g = &in->given[i];
		if (g->option->kind == OPTION_OUTPUT && !check_output(in, g->option->name, &g->values[0], e))
			return false;
	}
	return true;
}
