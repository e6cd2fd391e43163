/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/stream.h"

#include <string.h>

bool source_fill(struct source s, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	size_t filled = 0;
	while (filled < size) {
		size_t got;
		if (!s.read(s.context, out + filled, size - filled, &got, e))
			return false;
		if (got == 0)
			break;
		filled += got;
	}
	*ret_size = filled;
	return true;
}

bool source_exactly(struct source s, uint8_t *out, size_t size, const char *subject, struct error *e)
{
	size_t got;
	if (!source_fill(s, out, size, &got, e))
		return false;
	if (got != size)
		return error_set(e, ERR_TRUNCATED, subject, "bytes missing: %zu", size - got);
	return true;
}

bool source_drain(struct source s, size_t limit, struct buffer *out, struct error *e)
{
	for (size_t total = 0;;) {
		uint8_t *room = buffer_room(out, 16384);
		size_t got;
		if (!room)
			return buffer_ok(out, e);
		if (!s.read(s.context, room, 16384, &got, e))
			return false;
		if (got == 0)
			return true;
		if (got > limit - total)
			return error_set(e, ERR_TOO_LARGE, NULL, "more than %zu bytes", limit);
		total += got;
		buffer_grew(out, got);
	}
}

static bool bytes_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct bytes *left = context;
	size_t taken = size < left->size ? size : left->size;
	(void)e;
	if (taken) {
		memcpy(out, left->data, taken);
		left->data += taken;
		left->size -= taken;
	}
	*ret_size = taken;
	return true;
}

struct source source_of_bytes(struct bytes *left)
{
	return (struct source){ bytes_read, left };
}

bool peek_start(struct peek *p, struct source in, struct error *e)
{
	size_t size;
	if (!source_fill(in, p->head, sizeof p->head, &size, e))
		return false;
	p->left = bytes_of(p->head, size);
	p->rest = in;
	return true;
}

static bool peek_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct peek *p = context;
	return p->left.size ? bytes_read(&p->left, out, size, ret_size, e)
	                    : p->rest.read(p->rest.context, out, size, ret_size, e);
}

struct source peek_source(struct peek *p)
{
	return (struct source){ peek_read, p };
}

static bool buffer_write(void *context, struct bytes bytes, struct error *e)
{
	struct buffer *out = context;
	buffer_append(out, bytes);
	return buffer_ok(out, e);
}

struct sink sink_to_buffer(struct buffer *out)
{
	return (struct sink){ buffer_write, out };
}
