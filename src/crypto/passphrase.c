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

/* `*ret` is left open, and as large as a passphrase may be; what was typed are its first bytes. */
static bool ask(const char *prompt, int fd, struct secret *ret, size_t *ret_size, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	size_t size;
	if (!secret_new(&room, PASSPHRASE_MAX, e))
		return false;
	if (fd >= 0 ? !read_line(fd, room.data, room.size, &size, e)
	            : !terminal_read_hidden(prompt, room.data, room.size, &size, e))
		return false;
	*ret_size = size;
	secret_move(ret, &room);
	return true;
}

bool passphrase_read(int fd, const char *prompt, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret typed = { 0 };
	size_t size;
	if (!ask(prompt, fd, &typed, &size, e))
		return false;
	if (size == 0)
		return error_set(e, ERR_PASSPHRASE, NULL, "empty");
	return secret_copy(ret, bytes_of(typed.data, size), e);
}

/* --- a new one --- */

bool passphrase_read_new(int fd, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret typed = { 0 };
	size_t size;
	if (!ask(NULL, fd, &typed, &size, e))
		return false;
	if (!passphrase_is_strong(bytes_of(typed.data, size)))
		return error_set(e, ERR_PASSPHRASE_WEAK, NULL, "%s", "");
	return secret_copy(ret, bytes_of(typed.data, size), e);
}

static bool is_typed_again(const struct passphrase_talk *t, struct bytes first, bool *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret again = { 0 };
	size_t size;
	if (!ask(t->again, -1, &again, &size, e))
		return false;
	*ret = bytes_equal_secret(first, bytes_of(again.data, size));
	return *ret || terminal_show(bytes_of_string(t->differ), e);
}

/* Shown once: who mistypes it has it before the eyes still. */
static bool offer(const struct passphrase_talk *t, struct secret *ret, bool *ret_done, struct error *e)
{
	_cleanup_(secret_clear) struct secret made = { 0 };
	if (!passphrase_make(&made, e))
		return false;
	const struct bytes text = secret_open(&made);
	bool ok = terminal_show(bytes_of_string(t->offer), e) && terminal_show(BYTES("\n    "), e) &&
	          terminal_show(text, e) && terminal_show(BYTES("\n\n"), e);
	for (unsigned tries = 0; ok && !*ret_done && tries < PASSPHRASE_TRIES; tries++)
		ok = is_typed_again(t, text, ret_done, e);
	if (ok && *ret_done)
		ok = secret_copy(ret, text, e);
	secret_close(&made);
	return ok;
}

/* One try. `*ret_done`: `*ret` is one. */
static bool try_new(const struct passphrase_talk *t, struct secret *ret, bool *ret_done, struct error *e)
{
	_cleanup_(secret_clear) struct secret typed = { 0 };
	size_t size;
	*ret_done = false;
	if (!ask(t->prompt, -1, &typed, &size, e))
		return false;
	if (size == 0)
		return offer(t, ret, ret_done, e);
	const struct bytes text = bytes_of(typed.data, size);
	if (!passphrase_is_strong(text))
		return terminal_show(bytes_of_string(t->weak), e);
	return is_typed_again(t, text, ret_done, e) && (!*ret_done || secret_copy(ret, text, e));
}

bool passphrase_ask_new(const struct passphrase_talk *t, struct secret *ret, struct error *e)
{
	for (unsigned tries = 0; tries < PASSPHRASE_TRIES; tries++) {
		bool done;
		if (!try_new(t, ret, &done, e))
			return false;
		if (done)
			return true;
	}
	return error_set(e, ERR_PASSPHRASE_WEAK, NULL, "%s", "");
}
