/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* tar, the part of POSIX ustar that a package uses: regular files with names of
 * at most 100 bytes, nothing else. The reader takes foreign bytes: a header
 * that isn't exactly of that kind (checksum, magic, type, mode digits, size, NUL
 * padding) is refused, as are links, devices, directories, extensions, absolute
 * names, empty, "." and ".." components and backslashes. It keeps no list of
 * names: duplicates are the package's business. */

#include "base/stream.h"

#define TAR_BLOCK 512u
#define TAR_NAME_MAX 100u

struct tar_member {
	char name[TAR_NAME_MAX + 1];
	uint64_t size; /* bytes of content, at most 8 GiB - 1 */
};

/* --- writing: header, then exactly `size` bytes, then the padding of the block --- */
struct tar_writer {
	struct sink out;
	uint64_t written; /* bytes so far, headers and padding included */
	uint64_t left;    /* content still due for the current member */
};
void tar_writer_start(struct tar_writer *w, struct sink out);
bool tar_writer_member(struct tar_writer *w, const char *name, uint64_t size, struct error *e) _must_check_;
bool tar_writer_content(struct tar_writer *w, struct bytes content, struct error *e) _must_check_;
bool tar_writer_file(struct tar_writer *w, const char *name, struct bytes content, struct error *e)
	_must_check_;
bool tar_writer_end(struct tar_writer *w, struct error *e) _must_check_; /* two blocks of zeros */

/* --- reading: next, then all of its content (or skip), then next --- */
struct tar_reader {
	struct source in;
	uint64_t left;    /* content of the current member not read yet */
	uint32_t padding; /* bytes behind it */
	uint64_t read;    /* bytes before the current member's content; at the end, of all there was */
	uint64_t due;     /* content of the current member and what fills its last block */
	uint64_t member;  /* ordinal of the current member, from 1 */
};
void tar_reader_start(struct tar_reader *r, struct source in);
/* False in `*ret_more` at the end-of-archive marker, after which the source must
 * hold zeros only up to its end. ERR_TRUNCATED, ERR_PACKAGE, ERR_MEMBER_NAME, ERR_MEMBER_TYPE. */
bool tar_reader_next(struct tar_reader *r, struct tar_member *ret, bool *ret_more, struct error *e)
	_must_check_;
struct source tar_reader_content(struct tar_reader *r); /* ends with the member */
/* The current member whole, at most `limit` bytes (else ERR_MEMBER_SIZE). Resets `ret` first. */
bool tar_reader_take(struct tar_reader *r, size_t limit, struct buffer *ret, struct error *e) _must_check_;
