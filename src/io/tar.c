/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/tar.h"

#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* IEEE Std 1003.1, pax, "ustar Interchange Format". */
struct header {
	char name[TAR_NAME_MAX], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100],
		magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], unused[12];
};
_Static_assert(sizeof(struct header) == TAR_BLOCK, "a header is one block");

#define SIZE_LIMIT (UINT64_C(1) << 33) /* eleven octal digits */

static const uint8_t zeros[TAR_BLOCK];

static uint32_t padding_of(uint64_t size)
{
	return (uint32_t)(-size & (TAR_BLOCK - 1));
}

/* Relative, of proper components, with nothing in it that a terminal or another system reads otherwise. */
static bool name_is_good(const char *name)
{
	struct error ignored;
	struct bytes text = bytes_of_string(name);
	if (!text_check_signed(text, NULL, &ignored) || strpbrk(name, "\\\n") || text.size > TAR_NAME_MAX)
		return false;
	for (const char *part = name;; part++) {
		size_t size = strcspn(part, "/");
		if (size == 0 || (size == 1 && part[0] == '.') ||
		    (size == 2 && part[0] == '.' && part[1] == '.'))
			return false;
		part += size;
		if (!*part)
			return true;
	}
}

/* The one header that a member with this name and size has. `name` is padded with
 * NULs, and at its full length has none. */
static void make_header(const char name[TAR_NAME_MAX], uint64_t size, struct header *ret)
{
	struct header h = { .type = '0', .magic = "ustar", .version = { '0', '0' } };
	memcpy(h.name, name, sizeof h.name);
	memcpy(h.mode, "0000600", sizeof h.mode);
	memcpy(h.uid, "0000000", sizeof h.uid);
	memcpy(h.gid, "0000000", sizeof h.gid);
	memcpy(h.mtime, "00000000000", sizeof h.mtime);
	memcpy(h.major, "0000000", sizeof h.major);
	memcpy(h.minor, "0000000", sizeof h.minor);
	for (size_t i = sizeof h.size - 1; i-- > 0; size >>= 3)
		h.size[i] = (char)('0' + (size & 7));
	memset(h.checksum, ' ', sizeof h.checksum);
	uint32_t sum = 0;
	for (size_t i = 0; i < sizeof h; i++)
		sum += ((const uint8_t *)&h)[i];
	for (size_t i = 6; i-- > 0; sum >>= 3)
		h.checksum[i] = (char)('0' + (sum & 7));
	h.checksum[6] = 0;
	*ret = h;
}

/* --- writing --- */

void tar_writer_start(struct tar_writer *w, struct sink out)
{
	*w = (struct tar_writer){ .out = out };
}

static bool put(struct tar_writer *w, struct bytes bytes, struct error *e)
{
	if (!sink_write(w->out, bytes, e))
		return false;
	w->written += bytes.size;
	return true;
}

bool tar_writer_member(struct tar_writer *w, const char *name, uint64_t size, struct error *e)
{
	assert(w->left == 0);
	if (!name_is_good(name))
		return error_set(e, ERR_MEMBER_NAME, NULL, "not a name for a member");
	if (size >= SIZE_LIMIT)
		return error_set(e, ERR_MEMBER_SIZE, name, "8 GiB or more");
	char padded[TAR_NAME_MAX] = { 0 };
	memcpy(padded, name, strlen(name));
	struct header header;
	make_header(padded, size, &header);
	if (!put(w, bytes_of(&header, sizeof header), e))
		return false;
	w->left = size;
	return true;
}

bool tar_writer_content(struct tar_writer *w, struct bytes content, struct error *e)
{
	assert(content.size <= w->left);
	if (content.size == 0)
		return true;
	if (!put(w, content, e))
		return false;
	w->left -= content.size;
	/* Every header and all padding fill their block: what isn't full is the content's. */
	return w->left == 0 ? put(w, bytes_of(zeros, padding_of(w->written)), e) : true;
}

bool tar_writer_file(struct tar_writer *w, const char *name, struct bytes content, struct error *e)
{
	return tar_writer_member(w, name, content.size, e) && tar_writer_content(w, content, e);
}

bool tar_writer_end(struct tar_writer *w, struct error *e)
{
	assert(w->left == 0);
	if (!put(w, bytes_of(zeros, TAR_BLOCK), e))
		return false;
	return put(w, bytes_of(zeros, TAR_BLOCK), e);
}

/* --- reading --- */

void tar_reader_start(struct tar_reader *r, struct source in)
{
	*r = (struct tar_reader){ .in = in };
}

static bool is_zero(const uint8_t *bytes, size_t size)
{
	uint8_t any = 0;
	for (size_t i = 0; i < size; i++)
		any |= bytes[i];
	return any == 0;
}

static bool fail(const struct tar_reader *r, enum error_code code, const char *why, struct error *e)
{
	return error_set(e, code, NULL, "member %llu: %s", (unsigned long long)r->member, why);
}

static bool read_content(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct tar_reader *r = context;
	size_t wanted = size < r->left ? size : (size_t)r->left, got = 0;
	if (wanted && !r->in.read(r->in.context, out, wanted, &got, e))
		return false;
	if (wanted && got == 0)
		return fail(r, ERR_TRUNCATED, N_("ends in its content"), e);
	r->left -= got;
	*ret_size = got;
	return true;
}

struct source tar_reader_content(struct tar_reader *r)
{
	return (struct source){ read_content, r };
}

static bool skip_member(struct tar_reader *r, struct error *e)
{
	uint8_t block[16 * TAR_BLOCK];
	for (size_t got; r->left;)
		if (!read_content(r, block, sizeof block, &got, e))
			return false;
	size_t got;
	if (!source_fill(r->in, block, r->padding, &got, e))
		return false;
	if (got != r->padding)
		return fail(r, ERR_TRUNCATED, N_("ends in its padding"), e);
	r->padding = 0;
	return is_zero(block, got) ? true : fail(r, ERR_PACKAGE, N_("padding isn't zero"), e);
}

/* One block of zeros was read: another, and then no more than zeros. */
static bool read_end(struct tar_reader *r, struct error *e)
{
	uint8_t block[16 * TAR_BLOCK];
	size_t got;
	r->read += r->due + TAR_BLOCK;
	r->due = 0;
	if (!source_fill(r->in, block, TAR_BLOCK, &got, e))
		return false;
	if (got != TAR_BLOCK)
		return error_set(e, ERR_TRUNCATED, NULL, "ends in the end-of-archive marker");
	while (got) {
		if (!is_zero(block, got))
			return error_set(e, ERR_PACKAGE, NULL, "something behind the last member");
		r->read += got;
		if (!r->in.read(r->in.context, block, sizeof block, &got, e))
			return false;
	}
	return true;
}

/* Eleven octal digits and a NUL. */
static bool read_size(const char field[12], uint64_t *ret)
{
	uint64_t size = 0;
	for (size_t i = 0; i < 11; i++) {
		if (field[i] < '0' || field[i] > '7')
			return false;
		size = size << 3 | (uint64_t)(field[i] - '0');
	}
	*ret = size;
	return field[11] == 0;
}

/* The type is looked at first, to say what a foreign tar holds. Then all must stand
 * exactly as `make_header` puts it, the checksum included. */
static bool read_header(const struct tar_reader *r, const struct header *h, struct tar_member *ret,
                        struct error *e)
{
	if (memcmp(h->magic,
	           "ustar\0"
	           "00",
	           8) != 0)
		return fail(r, ERR_PACKAGE, N_("not a ustar header"), e);
	if (h->type != '0')
		return fail(r, ERR_MEMBER_TYPE, N_("not a regular file"), e);
	struct tar_member member = { 0 };
	memcpy(member.name, h->name, TAR_NAME_MAX);
	size_t size = strlen(member.name);
	if (!is_zero((const uint8_t *)h->prefix, sizeof h->prefix))
		return fail(r, ERR_MEMBER_NAME, N_("name of more than 100 bytes"), e);
	if (!is_zero((const uint8_t *)h->name + size, TAR_NAME_MAX - size) || !name_is_good(member.name))
		return fail(r, ERR_MEMBER_NAME, N_("unsafe name"), e);
	if (!read_size(h->size, &member.size))
		return fail(r, ERR_PACKAGE, N_("size isn't eleven octal digits"), e);
	struct header expected;
	make_header(h->name, member.size, &expected);
	if (memcmp(h->checksum, expected.checksum, sizeof h->checksum) != 0)
		return fail(r, ERR_PACKAGE, "checksum", e);
	if (memcmp(h, &expected, sizeof expected) != 0)
		return fail(r, ERR_PACKAGE, N_("mode, owner, time or device isn't the fixed one"), e);
	*ret = member;
	return true;
}

bool tar_reader_next(struct tar_reader *r, struct tar_member *ret, bool *ret_more, struct error *e)
{
	struct header header;
	size_t got;
	if (!skip_member(r, e) || !source_fill(r->in, (uint8_t *)&header, sizeof header, &got, e))
		return false;
	if (got != sizeof header)
		return error_set(e, ERR_TRUNCATED, NULL, "ends behind member %llu",
		                 (unsigned long long)r->member);
	if (is_zero((const uint8_t *)&header, sizeof header)) {
		if (!read_end(r, e))
			return false;
		*ret_more = false;
		return true;
	}
	struct tar_member member;
	r->member++;
	if (!read_header(r, &header, &member, e))
		return false;
	r->read += r->due + TAR_BLOCK;
	r->left = member.size;
	r->padding = padding_of(member.size);
	r->due = member.size + r->padding;
	*ret = member;
	*ret_more = true;
	return true;
}

bool tar_reader_take(struct tar_reader *r, size_t limit, struct buffer *ret, struct error *e)
{
	buffer_reset(ret);
	if (r->left > limit)
		return fail(r, ERR_MEMBER_SIZE, N_("too large"), e);
	size_t size = (size_t)r->left;
	uint8_t *room = buffer_room(ret, size);
	if (!room)
		return buffer_ok(ret, e);
	size_t got;
	if (!source_fill(tar_reader_content(r), room, size, &got, e))
		return false;
	assert(got == size);
	buffer_grew(ret, size);
	return true;
}
