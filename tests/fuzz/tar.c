/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* tar: as it comes, and with the checksums of its headers put right, so that what was
 * changed in them is looked at. What is read, written again, is the same archive. */

#include "fuzz.h"

#include "io/tar.h"

#define MEMBER_MOST (1u << 18)

static void check_name(const char *name)
{
	size_t length = strlen(name);
	MUST(length > 0 && length <= TAR_NAME_MAX && name[0] != '/' && name[length - 1] != '/' &&
	     !strchr(name, '\\'));
	MUST(!strstr(name, "//") && strncmp(name, "../", 3) != 0 && !strstr(name, "/../") &&
	     strcmp(name, "..") != 0);
	MUST(length < 3 || strcmp(name + length - 3, "/..") != 0);
}

static bool read_all(struct bytes raw, size_t piece, struct buffer *again)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	struct fuzz_drip in = { raw, piece };
	struct tar_reader r;
	struct tar_writer w;
	struct tar_member member;
	struct error e = { 0 };
	tar_reader_start(&r, fuzz_drip_source(&in));
	tar_writer_start(&w, sink_to_buffer(again));
	for (bool more = true;;) {
		if (!tar_reader_next(&r, &member, &more, &e))
			return fuzz_refused(&e);
		if (!more)
			return tar_writer_end(&w, &e);
		check_name(member.name);
		if (!tar_reader_take(&r, MEMBER_MOST, &content, &e))
			return fuzz_refused(&e);
		MUST(content.size == member.size &&
		     tar_writer_file(&w, member.name, buffer_bytes(&content), &e));
	}
}

/* Skipping finds the same end as reading. */
static bool skip_all(struct bytes raw)
{
	struct fuzz_drip in = { raw, SIZE_MAX };
	struct tar_reader r;
	struct tar_member member;
	struct error e = { 0 };
	tar_reader_start(&r, fuzz_drip_source(&in));
	for (bool more = true; more;)
		if (!tar_reader_next(&r, &member, &more, &e))
			return fuzz_refused(&e);
	return true;
}

static bool both(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	_cleanup_(buffer_clear) struct buffer dripped = { 0 };
	bool good = read_all(raw, SIZE_MAX, &again);
	MUST(read_all(raw, 100, &dripped) == good &&
	     bytes_equal(buffer_bytes(&again), buffer_bytes(&dripped)));
	if (good)
		MUST(skip_all(raw) && again.size <= raw.size &&
		     memcmp(again.data, raw.data, again.size) == 0);
	return good;
}

/* Six octal digits, NUL, blank, over a header whose checksum counts as blanks. */
static void put_checksum(uint8_t *header)
{
	unsigned sum = 0;
	memset(header + 148, ' ', 8);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += header[i];
	for (size_t i = 6; i-- > 0; sum >>= 3)
		header[148 + i] = (uint8_t)('0' + (sum & 7));
	header[154] = 0;
}

static void put_checksums(struct buffer *b)
{
	for (uint64_t at = 0; at + TAR_BLOCK <= b->size && b->data[at];) {
		uint64_t content = 0;
		put_checksum(b->data + at);
		for (size_t i = 124; i < 135; i++)
			content = content * 8 + (b->data[at + i] & 7u);
		at += TAR_BLOCK + (content + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(buffer_clear) struct buffer right = { 0 };
	fuzz_accepted = both(bytes_of(data, size));
	buffer_append(&right, bytes_of(data, size));
	put_checksums(&right);
	(void)both(buffer_bytes(&right));
	return 0;
}
