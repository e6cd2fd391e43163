/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/gzip.h"

#define ZLIB_CONST /* what goes in is read only */
#include <string.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* the largest window; 16 asks zlib for gzip instead of zlib's own form */
#define GZIP_LEVEL 6
#define OS_UNKNOWN 255
#define GZIP_OVERHEAD 32u /* header, sums, and what deflate adds to a few bytes */
#define CHUNK 65536u

static void deflate_clear(z_stream *z)
{
	deflateEnd(z);
}

static void inflate_clear(z_stream *z)
{
	inflateEnd(z);
}

static bool fail_zlib(int code, struct error *e)
{
	if (code == Z_MEM_ERROR)
		return error_memory(e);
	return error_set(e, ERR_LIBRARY, NULL, "zlib: %s", zError(code));
}

/* Hand over input in parts that fit zlib's `uInt`. */
static void feed(z_stream *z, struct bytes *left)
{
	if (z->avail_in || !left->size)
		return;
	size_t size = left->size < (1u << 30) ? left->size : 1u << 30;
	z->next_in = left->data;
	z->avail_in = (uInt)size;
	left->data += size;
	left->size -= size;
}

bool gzip_deflate(struct bytes in, struct buffer *ret, struct error *e)
{
	_cleanup_(deflate_clear) z_stream z = { 0 };
	gz_header header = { .os = OS_UNKNOWN };
	int code = deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY);
	if (code == Z_OK)
		code = deflateSetHeader(&z, &header);
	if (code != Z_OK)
		return fail_zlib(code, e);
	while (code != Z_STREAM_END) {
		uint8_t *room = buffer_room(ret, CHUNK);
		if (!room)
			return buffer_ok(ret, e);
		feed(&z, &in);
		z.next_out = room;
		z.avail_out = CHUNK;
		code = deflate(&z, in.size ? Z_NO_FLUSH : Z_FINISH);
		if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
			return fail_zlib(code, e);
		buffer_grew(ret, CHUNK - z.avail_out);
	}
	return true;
}

/* One call of inflate, of which at most `limit` more bytes may come. */
static bool inflate_some(z_stream *z, size_t limit, struct buffer *ret, bool *ret_done, struct error *e)
{
	uint8_t chunk[CHUNK / 4];
	z->next_out = chunk;
	z->avail_out = sizeof chunk;
	int code = inflate(z, Z_NO_FLUSH);
	size_t got = sizeof chunk - z->avail_out;
	if (code == Z_MEM_ERROR)
		return error_memory(e);
	if (code != Z_OK && code != Z_STREAM_END)
		return error_set(e, ERR_GZIP, NULL, "%s",
		                 code == Z_BUF_ERROR ? N_("ends too early") : N_("not gzip, or damaged"));
	if (got > limit - ret->size)
		return error_set(e, ERR_TOO_LARGE, NULL, "inflates to more than %zu bytes", limit);
	buffer_append(ret, bytes_of(chunk, got));
	*ret_done = code == Z_STREAM_END;
	return buffer_ok(ret, e);
}

static bool inflate_all(struct bytes in, size_t limit, struct buffer *ret, struct error *e)
{
	_cleanup_(inflate_clear) z_stream z = { 0 };
	int code = inflateInit2(&z, GZIP_WINDOW);
	if (code != Z_OK)
		return fail_zlib(code, e);
	for (bool done = false; !done;) {
		feed(&z, &in);
		if (!inflate_some(&z, limit, ret, &done, e))
			return false;
	}
	if (z.avail_in || in.size)
		return error_set(e, ERR_GZIP, NULL, "something behind the member");
	return true;
}

/* No name, comment, time or extra field; zlib writes the same for level 6 (RFC 1952 2.3). */
static bool check_header(struct bytes in, struct error *e)
{
	static const uint8_t header[] = { 0x1f, 0x8b, Z_DEFLATED, 0, 0, 0, 0, 0, 0, OS_UNKNOWN };
	if (in.size < sizeof header || memcmp(in.data, header, 3) != 0)
		return error_set(e, ERR_GZIP, NULL, "%s", N_("not gzip, or damaged"));
	return memcmp(in.data, header, sizeof header) == 0 ||
	       error_set(e, ERR_GZIP, NULL, "%s", N_("another header than a package's"));
}

/* What doesn't compress grows by five bytes in each 16 KiB at most; empty blocks between could hold anything.
 */
static bool check_growth(size_t packed, size_t inflated, struct error *e)
{
	return packed <= inflated + inflated / 1024 + GZIP_OVERHEAD ||
	       error_set(e, ERR_GZIP, NULL, "%s", N_("larger than what is in it"));
}

bool gzip_inflate(struct bytes in, size_t limit, struct buffer *ret, struct error *e)
{
	buffer_reset(ret);
	if (check_header(in, e) && inflate_all(in, limit, ret, e) && check_growth(in.size, ret->size, e))
		return true;
	buffer_reset(ret);
	return false;
}
