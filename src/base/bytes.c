/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/bytes.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes bytes_of_string(const char *text)
{
	return bytes_of(text, text ? strlen(text) : 0);
}

bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool bytes_equal_string(struct bytes a, const char *text)
{
	return bytes_equal(a, bytes_of_string(text));
}

bool bytes_starts_with(struct bytes a, const char *prefix)
{
	struct bytes p = bytes_of_string(prefix);
	return a.size >= p.size && (p.size == 0 || memcmp(a.data, p.data, p.size) == 0);
}

void buffer_clear(struct buffer *b)
{
	if (!b)
		return;
	free(b->data);
	*b = (struct buffer){ .limit = b->limit };
}

void memory_wipe(void *data, size_t size)
{
	if (size)
		explicit_bzero(data, size);
}

void buffer_wipe(struct buffer *b)
{
	if (b->data)
		memory_wipe(b->data, b->capacity);
	buffer_clear(b);
}

void buffer_reset(struct buffer *b)
{
	b->size = 0;
	b->failed = false;
}

/* Make room for `more` bytes and a NUL behind them. */
static bool buffer_reserve(struct buffer *b, size_t more)
{
	size_t size, need;
	if (b->failed)
		return false;
	if (!size_add(b->size, more, &size) || (b->limit && size > b->limit) || !size_add(size, 1, &need)) {
		b->failed = true;
		return false;
	}
	if (need <= b->capacity)
		return true;
	size_t capacity = b->capacity < 64 ? 64 : b->capacity;
	while (capacity < need)
		if (!size_mul(capacity, 2, &capacity))
			capacity = need;
	uint8_t *data = realloc(b->data, capacity);
	if (!data) {
		b->failed = true;
		return false;
	}
	b->data = data;
	b->capacity = capacity;
	return true;
}

void buffer_append(struct buffer *b, struct bytes more)
{
	if (more.size == 0 || !buffer_reserve(b, more.size))
		return;
	memcpy(b->data + b->size, more.data, more.size);
	b->size += more.size;
}

void buffer_append_string(struct buffer *b, const char *text)
{
	buffer_append(b, bytes_of_string(text));
}

void buffer_append_byte(struct buffer *b, uint8_t byte)
{
	buffer_append(b, bytes_of(&byte, 1));
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	va_list again;
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (size < 0) {
		b->failed = true;
	} else if (buffer_reserve(b, (size_t)size)) {
		vsnprintf((char *)b->data + b->size, (size_t)size + 1, format, again);
		b->size += (size_t)size;
	}
	va_end(again);
}

uint8_t *buffer_room(struct buffer *b, size_t more)
{
	return buffer_reserve(b, more) ? b->data + b->size : NULL;
}

void buffer_grew(struct buffer *b, size_t more)
{
	assert(!b->failed && more < b->capacity - b->size);
	b->size += more;
}

bool buffer_ok(const struct buffer *b, struct error *e)
{
	if (!b->failed)
		return true;
	if (b->limit && b->size <= b->limit)
		return error_set(e, ERR_TOO_LARGE, NULL, "more than %zu bytes", b->limit);
	return error_memory(e);
}

const char *buffer_string(struct buffer *b)
{
	if (!buffer_reserve(b, 0))
		return NULL;
	b->data[b->size] = 0;
	return (const char *)b->data;
}

struct bytes cursor_take(struct cursor *c, size_t size)
{
	if (c->failed || size > c->left.size) {
		c->failed = true;
		return (struct bytes){ NULL, 0 };
	}
	struct bytes taken = { c->left.data, size };
	if (size)
		c->left.data += size;
	c->left.size -= size;
	return taken;
}

struct bytes cursor_until(struct cursor *c, uint8_t stop)
{
	const uint8_t *at = bytes_find(c->left, stop);
	if (c->failed || !at)
		return cursor_take(c, c->left.size);
	struct bytes taken = cursor_take(c, (size_t)(at - c->left.data));
	cursor_take(c, 1);
	return taken;
}

struct bytes cursor_line(struct cursor *c)
{
	if (c->failed || !bytes_find(c->left, '\n')) {
		c->failed = true;
		return (struct bytes){ NULL, 0 };
	}
	return cursor_until(c, '\n');
}

char *string_of_bytes(struct bytes b)
{
	char *text = malloc(b.size + 1);
	if (!text)
		return NULL;
	if (b.size)
		memcpy(text, b.data, b.size);
	text[b.size] = 0;
	return text;
}

char *string_copy(const char *text)
{
	return text ? string_of_bytes(bytes_of_string(text)) : NULL;
}

char *string_vprintf(const char *format, va_list args)
{
	char *text = NULL;
	return vasprintf(&text, format, args) < 0 ? NULL : text;
}

char *string_printf(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = string_vprintf(format, args);
	va_end(args);
	return text;
}

void string_freep(char **text)
{
	free(*text);
	*text = NULL;
}

void hex_encode(struct bytes b, char *out)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < b.size; i++) {
		*out++ = digits[b.data[i] >> 4];
		*out++ = digits[b.data[i] & 15];
	}
	*out = 0;
}

static int hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(struct bytes text, uint8_t *out, size_t size)
{
	if (text.size / 2 != size || text.size % 2)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = hex_digit(text.data[2 * i]), low = hex_digit(text.data[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool bytes_lists(struct bytes list, const char *name)
{
	for (struct cursor c = cursor_of(list); !cursor_done(&c);) {
		struct bytes one = cursor_until(&c, ',');
		while (one.size && one.data[0] == ' ')
			one = bytes_of(one.data + 1, one.size - 1);
		if (bytes_equal_string(one, name))
			return true;
	}
	return false;
}

bool number_parse(struct bytes text, uint64_t max, uint64_t *ret)
{
	uint64_t n = 0;
	if (text.size == 0 || (text.size > 1 && text.data[0] == '0'))
		return false;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, text.data[i] - '0', &n))
			return false;
	}
	if (n > max)
		return false;
	*ret = n;
	return true;
}

bool integer_parse(struct bytes text, int64_t max, int64_t *ret)
{
	uint64_t n;
	bool negative = bytes_starts_with(text, "-");
	if (negative)
		text = bytes_of(text.data + 1, text.size - 1);
	if (!number_parse(text, (uint64_t)max, &n) || (negative && n == 0))
		return false;
	*ret = negative ? -(int64_t)n : (int64_t)n;
	return true;
}
