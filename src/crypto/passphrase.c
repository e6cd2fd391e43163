/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/passphrase.h"

#include "io/terminal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* One line, byte by byte: what is behind it belongs to the next question. */
static bool read_line(int fd, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	size_t used = 0;
	for (;;) {
		uint8_t c = 0;
		ssize_t got = read(fd, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_errno(e, errno, NULL, "%s", N_("reading the passphrase"));
		if (got == 0 || c == '\n')
			break;
		if (used == size) {
			memory_wipe(&c, 1);
			return error_set(e, ERR_TOO_LARGE, NULL, "a passphrase of more than %zu bytes", size);
		}
		out[used++] = c;
		memory_wipe(&c, 1);
	}
	/* A file of Windows: what is typed has neither. */
	if (used && out[used - 1] == '\r')
		used--;
	if (used >= 3 && bytes_starts_with(bytes_of(out, used), "\xef\xbb\xbf"))
		memmove(out, out + 3, used -= 3);
	if (used && memchr(out, 0, used))
		return error_set(e, ERR_PASSPHRASE, NULL, "a NUL byte in it: save the file as UTF-8");
	*ret_size = used;
	return true;
}

static bool ask(const char *prompt, int fd, struct secret *ret, size_t *ret_size, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	size_t size;
	if (!secret_new(&room, PASSPHRASE_MAX, e))
		return false;
	if (fd >= 0 ? !read_line(fd, room.data, room.size, &size, e)
	            : !terminal_read_hidden(prompt, room.data, room.size, &size, e))
		return false;
	if (size == 0)
		return error_set(e, ERR_PASSPHRASE, NULL, "empty");
	*ret_size = size;
	secret_move(ret, &room);
	return true;
}

bool passphrase_read(const struct passphrase_source *from, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret typed = { 0 }, again = { 0 };
	size_t size, size_again;
	if (!ask(from->prompt, from->fd, &typed, &size, e))
		return false;
	if (from->fd < 0 && from->again) {
		if (!ask(from->again, -1, &again, &size_again, e))
			return false;
		if (!bytes_equal_secret(bytes_of(typed.data, size), bytes_of(again.data, size_again)))
			return error_set(e, ERR_PASSPHRASE, NULL, "the two differ");
	}
	return secret_copy(ret, bytes_of(typed.data, size), e);
}
