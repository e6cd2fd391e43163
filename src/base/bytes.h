/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Bytes in memory: borrowed views, an owned growable buffer, and a cursor that
 * reads a foreign format without ever passing its end. Public data only: secrets
 * live in `crypto/secret.h`. */

#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A borrowed view; valid as long as what it points into. Not NUL-terminated. */
struct bytes {
	const uint8_t *data;
	size_t size;
};

#define BYTES(literal) ((struct bytes){ (const uint8_t *)(literal), sizeof(literal) - 1 })

static inline struct bytes bytes_of(const void *data, size_t size)
{
	return (struct bytes){ (const uint8_t *)data, size };
}
struct bytes bytes_of_string(const char *text); /* without its NUL; NULL gives an empty view */

bool bytes_equal(struct bytes a, struct bytes b); /* not constant time: public data only */
bool bytes_equal_string(struct bytes a, const char *text);
bool bytes_starts_with(struct bytes a, const char *prefix);

/* Where `byte` stands first; NULL when nowhere. Empty bytes, which may have no address, hold none: memchr()
 * takes no NULL, not even for zero bytes (C17 7.24.1). */
static inline const uint8_t *bytes_find(struct bytes bytes, uint8_t byte)
{
	return bytes.size ? memchr(bytes.data, byte, bytes.size) : NULL;
}

/* Bytes that are owned and can grow. Once an append fails for want of memory, or of room below
 * `limit`, the buffer stays failed and ignores further appends; ask `buffer_ok`
 * once at the end. Zero-initialise it; a `limit` of 0 means none. */
struct buffer {
	uint8_t *data;
	size_t size, capacity, limit;
	bool failed;
};

void buffer_clear(struct buffer *b);       /* frees, back to empty; NULL is fine */
void memory_wipe(void *data, size_t size); /* not optimised away */
void buffer_wipe(struct buffer *b);        /* buffer_clear, and nothing of the content stays in memory; what
                                              growing left behind isn't reached */
void buffer_reset(struct buffer *b);       /* size 0, keeps the memory, forgets a failure */
void buffer_append(struct buffer *b, struct bytes more);
void buffer_append_string(struct buffer *b, const char *text);
void buffer_append_byte(struct buffer *b, uint8_t byte);
void buffer_printf(struct buffer *b, const char *format, ...) _printf_(2, 3);
/* Makes room for `more` bytes at the end and returns where to write them; NULL when that
 * failed. The caller then says with `buffer_grew` how many it wrote. */
uint8_t *buffer_room(struct buffer *b, size_t more);
void buffer_grew(struct buffer *b, size_t more);
/* True unless an append failed; ERR_MEMORY or ERR_TOO_LARGE otherwise. */
bool buffer_ok(const struct buffer *b, struct error *e) _must_check_;
/* The content as a NUL-terminated string that the buffer owns; NULL when failed.
 * The NUL isn't counted in `size`. */
const char *buffer_string(struct buffer *b);
static inline struct bytes buffer_bytes(const struct buffer *b)
{
	return (struct bytes){ b->data, b->size };
}

/* A cursor that reads foreign bytes. Reading past the end sets `failed`, returns
 * zeros or empty views, and stays failed: check once, after a run of reads. */
struct cursor {
	struct bytes left;
	bool failed;
};

static inline struct cursor cursor_of(struct bytes bytes)
{
	return (struct cursor){ bytes, false };
}
struct bytes cursor_take(struct cursor *c, size_t size);
/* Up to and without the next LF, which is consumed. Failed when there is none. */
struct bytes cursor_line(struct cursor *c);
/* Up to and without `stop`, which is consumed; the rest when there is none. */
struct bytes cursor_until(struct cursor *c, uint8_t stop);
static inline bool cursor_done(const struct cursor *c)
{
	return c->left.size == 0;
}

/* An owned NUL-terminated copy; NULL only when out of memory. */
char *string_of_bytes(struct bytes b);
char *string_copy(const char *text); /* NULL gives NULL */
char *string_printf(const char *format, ...) _printf_(1, 2);
char *string_vprintf(const char *format, va_list args) __attribute__((format(printf, 1, 0)));
void string_freep(char **text); /* for _cleanup_ */

/* `a + b` or `a * b` unless it overflows. */
static inline bool size_add(size_t a, size_t b, size_t *ret)
{
	return !__builtin_add_overflow(a, b, ret);
}
static inline bool size_mul(size_t a, size_t b, size_t *ret)
{
	return !__builtin_mul_overflow(a, b, ret);
}

/* Lower-case hexadecimal. `hex_encode` writes 2 × size characters and a NUL. */
void hex_encode(struct bytes b, char *out);
/* Exactly `size` bytes from 2 × `size` lower-case digits, else false. */
bool hex_decode(struct bytes text, uint8_t *out, size_t size) _must_check_;

/* Is `name` one of the names in a list that has ", " between them? */
bool bytes_lists(struct bytes list, const char *name);

/* A decimal number without sign, leading zero (but for "0") or anything else;
 * false when it is not that or exceeds `max`. */
bool number_parse(struct bytes text, uint64_t max, uint64_t *ret) _must_check_;
/* The same with a minus sign before it at will, from -`max` to `max`; never "-0". */
bool integer_parse(struct bytes text, int64_t max, int64_t *ret) _must_check_;
