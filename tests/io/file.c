/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/file.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[64];
static struct error e;

static void set_up(void)
{
	umask(077);
	strcpy(directory, "/tmp/sluis-file-XXXXXX");
	cr_assert(mkdtemp(directory));
	cr_assert_eq(chdir(directory), 0);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status, (void)type, (void)where;
	return remove(path);
}

static void tear_down(void)
{
	cr_assert_eq(chdir("/"), 0);
	nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

TestSuite(file, .init = set_up, .fini = tear_down);

static void put(const char *path, const char *content)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, content, strlen(content)), (ssize_t)strlen(content));
	close(fd);
}

static bool holds(const char *path, const char *content)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	return file_read(path, 1 << 20, &b, &e) && bytes_equal_string(buffer_bytes(&b), content);
}

static unsigned entries(void)
{
	DIR *d = opendir(".");
	unsigned count = 0;
	for (struct dirent *entry; (entry = readdir(d));)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(d);
	return count;
}

Test(file, reads_up_to_its_limit)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	put("a", "12345");
	buffer_append_string(&b, "old");
	cr_assert(file_read("a", 5, &b, &e));
	cr_assert(bytes_equal_string(buffer_bytes(&b), "12345"));
	cr_assert_not(file_read("a", 4, &b, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert_str_eq(e.subject, "a");
	cr_assert(bytes_equal_string(buffer_bytes(&b), "12345"), "a failure leaves the buffer alone");
	put("empty", "");
	cr_assert(file_read("empty", 0, &b, &e));
	cr_assert_eq(b.size, 0);
}

Test(file, refuses_to_open_anything_but_a_regular_file)
{
	int fd = -1;
	put("a", "x");
	cr_assert_eq(symlink("a", "link"), 0);
	cr_assert_eq(mkfifo("pipe", 0600), 0);
	cr_assert_eq(mkdir("d", 0700), 0);
	static const struct {
		const char *path;
		enum error_code code;
	} cases[] = { { "link", ERR_FILE_UNSAFE },
		      { "pipe", ERR_FILE_UNSAFE },
		      { "d", ERR_FOLDER },
		      { "/dev/null", ERR_FILE_UNSAFE },
		      { "/dev/stdin", ERR_FILE_UNSAFE },
		      { "/dev/fd/0", ERR_FILE_UNSAFE },
		      { "nothing", ERR_FILE_MISSING },
		      { "", ERR_FILE_MISSING },
		      { "-", ERR_FILE_MISSING },
		      { "a/b", ERR_NOT_FOLDER } };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		cr_assert_not(file_open(cases[i].path, false, &fd, &e), "%s", cases[i].path);
		cr_assert_eq(e.code, cases[i].code, "%s: %s", cases[i].path, error_name(e.code));
	}
	cr_assert_eq(fd, -1);
	cr_assert(file_open("a", false, &fd, &e));
	cr_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	uint64_t size;
	cr_assert(file_size(fd, &size, &e));
	cr_assert_eq(size, 1);
	fd_closep(&fd);
	fd_closep(&fd);
	cr_assert(file_exists("a") && file_exists("link") && !file_exists("nothing"));
}

Test(file, opens_standard_input_where_it_may)
{
	int pipes[2], fd;
	cr_assert_eq(pipe(pipes), 0);
	cr_assert_eq(dup2(pipes[0], 0), 0);
	cr_assert_eq(write(pipes[1], "in", 2), 2);
	close(pipes[1]);
	cr_assert(file_open("-", true, &fd, &e));
	cr_assert_neq(fd, 0);
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct fd_stream stream = { fd, "-" };
	cr_assert(source_drain(fd_source(&stream), 100, &b, &e));
	cr_assert(bytes_equal_string(buffer_bytes(&b), "in"));
	uint64_t size;
	cr_assert_not(file_size(fd, &size, &e));
	cr_assert_eq(e.code, ERR_FILE_UNSAFE);
	fd_closep(&fd);
}

static void assert_taken(const char *path, const char *content)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	cr_assert(file_take(path, 100, &b, &e), "%s: %s %s", path, error_name(e.code), e.detail);
	cr_assert(bytes_equal_string(buffer_bytes(&b), content), "%s", path);
}

Test(file, takes_what_a_shell_makes_of_process_substitution)
{
	static const char *const folders[] = { "/dev/fd", "/proc/self/fd" };
	char path[64];
	put("a", "file");
	assert_taken("a", "file");
	for (size_t i = 0; i < ELEMENTS(folders); i++) {
		int pipes[2];
		cr_assert_eq(pipe(pipes), 0);
		cr_assert_eq(write(pipes[1], "pipe", 4), 4);
		close(pipes[1]);
		snprintf(path, sizeof path, "%s/%d", folders[i], pipes[0]);
		assert_taken(path, "pipe");
		close(pipes[0]);
	}
	int fd = -1;
	cr_assert_not(file_open(path, true, &fd, &e), "a descriptor that isn't open");
	cr_assert_eq(e.code, ERR_FILE_MISSING);
	int folder = open(".", O_RDONLY);
	snprintf(path, sizeof path, "/dev/fd/%d", folder);
	cr_assert_not(file_open(path, true, &fd, &e));
	cr_assert_eq(e.code, ERR_FOLDER);
	cr_assert_eq(symlink("a", "link"), 0);
	cr_assert_not(file_open("link", true, &fd, &e), "a link stays a link");
	cr_assert_eq(e.code, ERR_FILE_UNSAFE);
}

Test(file, waits_for_who_writes_to_a_named_pipe)
{
	cr_assert_eq(mkfifo("pipe", 0600), 0);
	pid_t writer = fork();
	if (writer == 0) {
		usleep(50000);
		int fd = open("pipe", O_WRONLY);
		ssize_t put = write(fd, "late", 4);
		_exit(put == 4 ? 0 : 1);
	}
	assert_taken("pipe", "late");
	int status = 1;
	cr_assert_eq(waitpid(writer, &status, 0), writer);
	cr_assert_eq(status, 0);
}

Test(file, reads_no_more_of_a_pipe_than_it_may)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	int pipes[2];
	char path[64];
	cr_assert_eq(pipe(pipes), 0);
	cr_assert_eq(write(pipes[1], "12345", 5), 5);
	close(pipes[1]);
	snprintf(path, sizeof path, "/dev/fd/%d", pipes[0]);
	cr_assert_not(file_take(path, 4, &b, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}

Test(file, appears_only_when_committed)
{
	struct file_write w;
	cr_assert(file_write_start(&w, "a", &e));
	cr_assert(sink_write(file_write_sink(&w), BYTES("new"), &e));
	cr_assert_not(file_exists("a"));
	cr_assert_eq(entries(), 1);
	cr_assert(file_write_commit(&w, false, &e));
	cr_assert(holds("a", "new"));
	struct stat status;
	cr_assert_eq(stat("a", &status), 0);
	cr_assert_eq(status.st_mode & 07777, 0600);
	file_write_clear(&w);
	file_write_clear(&w);
	cr_assert_eq(entries(), 1);
}

Test(file, leaves_nothing_when_not_committed)
{
	put("a", "old");
	for (int synced = 0; synced < 2; synced++) {
		struct file_write w;
		cr_assert(file_write_start(&w, "a", &e));
		cr_assert(sink_write(file_write_sink(&w), BYTES("new"), &e));
		if (synced)
			cr_assert(file_write_sync(&w, &e));
		file_write_clear(&w);
		cr_assert_eq(entries(), 1);
		cr_assert(holds("a", "old"));
	}
}

Test(file, replaces_only_when_asked)
{
	put("a", "old");
	cr_assert_not(file_replace("a", BYTES("new"), false, &e));
	cr_assert_eq(e.code, ERR_FILE_EXISTS);
	cr_assert_str_eq(e.subject, "a");
	cr_assert(holds("a", "old"));
	cr_assert_eq(entries(), 1);
	cr_assert(file_replace("a", BYTES("new"), true, &e));
	cr_assert(holds("a", "new"));
	cr_assert_eq(symlink("a", "link"), 0);
	cr_assert_not(file_replace("link", BYTES("x"), false, &e));
	cr_assert(file_replace("link", BYTES("x"), true, &e));
	cr_assert(holds("link", "x") && holds("a", "new"), "the link goes, not what it names");
	cr_assert_eq(entries(), 2);
}

Test(file, says_why_it_cannot_be_written)
{
	struct file_write w;
	cr_assert_not(file_write_start(&w, "no/a", &e));
	cr_assert_eq(e.code, ERR_FILE_MISSING);
	file_write_clear(&w);
	cr_assert_not(file_write_start(&w, "d/", &e));
	cr_assert_eq(e.code, ERR_FOLDER);
	cr_assert_not(file_write_start(&w, "", &e));
	cr_assert_eq(e.code, ERR_FOLDER);
	struct fd_stream full = { open("/dev/full", O_WRONLY), "/dev/full" };
	cr_assert_not(sink_write(fd_sink(&full), BYTES("x"), &e));
	cr_assert_eq(e.code, ERR_DISK_FULL);
	fd_closep(&full.fd);
	char path[260];
	memset(path, 'n', sizeof path);
	path[255] = 0;
	cr_assert(file_replace(path, BYTES("long"), false, &e), "%s", e.detail);
	cr_assert(holds(path, "long"));
}

Test(file, finishes_what_a_crash_left)
{
	put("t", "content");
	put("a", "old");
	cr_assert_not(file_publish("t", "a", false, &e));
	cr_assert_eq(e.code, ERR_FILE_EXISTS);
	cr_assert(file_publish("t", "b", false, &e));
	cr_assert(holds("b", "content") && !file_exists("t"));
	cr_assert_not(file_publish("t", "b", true, &e));
	cr_assert_eq(e.code, ERR_FILE_MISSING);
	cr_assert_eq(link("b", "t"), 0);
	cr_assert(file_publish("t", "b", false, &e), "two names of one file: the last step was missing");
	cr_assert(holds("b", "content") && !file_exists("t"));
	cr_assert(file_remove("b", &e));
	cr_assert(file_remove("b", &e), "missing is fine");
	cr_assert_not(file_exists("b"));
	cr_assert_eq(mkdir("d", 0700), 0);
	cr_assert_not(file_remove("d", &e));
	cr_assert(directory_sync(".", &e));
	cr_assert_not(directory_sync("a", &e));
}

Test(file, makes_directories_for_the_owner_alone)
{
	struct stat status;
	cr_assert(directory_make("d", &e));
	cr_assert(directory_make("d", &e));
	cr_assert_eq(stat("d", &status), 0);
	cr_assert_eq(status.st_mode & 07777, 0700);
	put("a", "x");
	cr_assert_not(directory_make("a", &e));
	cr_assert_eq(e.code, ERR_NOT_FOLDER);
	cr_assert_eq(symlink("d", "l"), 0);
	cr_assert_not(directory_make("l", &e));
	cr_assert_eq(e.code, ERR_FILE_UNSAFE);
	cr_assert_not(directory_make("no/d", &e));
	cr_assert_eq(e.code, ERR_FILE_MISSING);
}

Test(file, spools_without_a_name)
{
	int fd;
	cr_assert(file_anonymous(".", &fd, &e));
	cr_assert_eq(entries(), 0);
	cr_assert_eq(write(fd, "abc", 3), 3);
	char back[3];
	cr_assert_eq(pread(fd, back, 3, 0), 3);
	fd_closep(&fd);
	cr_assert_not(file_anonymous("no", &fd, &e));
	cr_assert_eq(e.code, ERR_FILE_MISSING);
}

Test(file, joins_paths)
{
	static const char *const cases[][3] = {
		{ "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "/", "b", "/b" }, { "", "b", "b" }
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *path = path_join(cases[i][0], cases[i][1]);
		cr_assert_str_eq(path, cases[i][2]);
	}
}

Test(file, tells_local_from_network)
{
	struct statfs system;
	/* tmpfs and proc are nobody's network, whatever the machine that runs the test. */
	if (statfs("/dev/shm", &system) == 0 && system.f_type == 0x01021994)
		cr_assert(directory_is_local("/dev/shm", &e));
	if (statfs("/proc", &system) == 0 && system.f_type == 0x9fa0)
		cr_assert(directory_is_local("/proc", &e));
	cr_assert_not(directory_is_local("no", &e));
	cr_assert_eq(e.code, ERR_FILE_MISSING);
}

Test(file, locks_out_another_holder)
{
	int first, second = -1;
	cr_assert(file_lock("lock", 0, &first, &e));
	cr_assert_not(file_lock("lock", 0, &second, &e));
	cr_assert_eq(e.code, ERR_BUSY);
	cr_assert_not(file_lock("lock", 30, &second, &e));
	cr_assert_eq(e.code, ERR_BUSY);
	cr_assert_eq(second, -1);
	fd_closep(&first);
	cr_assert(file_lock("lock", 0, &second, &e));
	fd_closep(&second);
	cr_assert_eq(symlink("lock", "l"), 0);
	cr_assert_not(file_lock("l", 0, &second, &e));
	cr_assert_eq(e.code, ERR_FILE_UNSAFE);
	cr_assert_eq(mkdir("d", 0700), 0);
	cr_assert_not(file_lock("d", 0, &second, &e));
	cr_assert_eq(e.code, ERR_FOLDER);
}
