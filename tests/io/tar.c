/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/tar.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct error e;

static const char hundred[] =
	"0123456789012345678901234567890123456789/1234567890123456789012345678901234567890"
	"12345678901234567/x";

static void archive(struct buffer *b)
{
	struct tar_writer w;
	tar_writer_start(&w, sink_to_buffer(b));
	cr_assert(tar_writer_file(&w, "manifest.note", BYTES("hello\n"), &e));
	cr_assert(tar_writer_file(&w, "records/000001.ndjson.gz", BYTES(""), &e));
	cr_assert(tar_writer_member(&w, "big", 1000, &e));
	uint8_t part[500];
	memset(part, 'x', sizeof part);
	cr_assert(tar_writer_content(&w, bytes_of(part, 500), &e));
	cr_assert(tar_writer_content(&w, bytes_of(part, 500), &e));
	cr_assert(tar_writer_end(&w, &e));
	cr_assert_eq(w.written, b->size);
}

/* Read all; the code of the error, or ERR_NONE. */
static enum error_code read_all(struct bytes text, unsigned *ret_members)
{
	struct tar_reader r;
	tar_reader_start(&r, source_of_bytes(&text));
	struct tar_member m;
	e = (struct error){ 0 };
	for (unsigned members = 0;; members++) {
		bool more;
		if (!tar_reader_next(&r, &m, &more, &e))
			return e.code;
		if (!more) {
			*ret_members = members;
			return ERR_NONE;
		}
	}
}

Test(tar, reads_what_it_wrote)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, content = { 0 };
	archive(&b);
	cr_assert_eq(b.size, (1 + 1 + 1 + 1 + 2 + 2) * TAR_BLOCK);
	struct bytes left = buffer_bytes(&b);
	struct tar_reader r;
	struct tar_member m;
	bool more = false;
	tar_reader_start(&r, source_of_bytes(&left));
	cr_assert(tar_reader_next(&r, &m, &more, &e), "%s", e.detail);
	cr_assert(more);
	cr_assert_str_eq(m.name, "manifest.note");
	cr_assert_eq(m.size, 6);
	cr_assert_not(tar_reader_take(&r, 5, &content, &e));
	cr_assert_eq(e.code, ERR_MEMBER_SIZE);
	cr_assert(tar_reader_take(&r, 6, &content, &e));
	cr_assert(bytes_equal_string(buffer_bytes(&content), "hello\n"));
	cr_assert(tar_reader_next(&r, &m, &more, &e) && more);
	cr_assert_str_eq(m.name, "records/000001.ndjson.gz");
	cr_assert(tar_reader_take(&r, 6, &content, &e));
	cr_assert_eq(content.size, 0);
	cr_assert(tar_reader_next(&r, &m, &more, &e) && more);
	cr_assert_eq(m.size, 1000);
	cr_assert_eq(r.member, 3);
	uint8_t some[700];
	size_t got;
	cr_assert(source_fill(tar_reader_content(&r), some, sizeof some, &got, &e));
	cr_assert_eq(got, 700);
	cr_assert(source_fill(tar_reader_content(&r), some, sizeof some, &got, &e));
	cr_assert_eq(got, 300);
	cr_assert_eq(r.read, 4 * TAR_BLOCK, "what stands before the third member's content");
	cr_assert(tar_reader_next(&r, &m, &more, &e));
	cr_assert_not(more);
	cr_assert_eq(r.read, b.size);
}

Test(tar, skips_what_is_not_read)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	archive(&b);
	unsigned members = 0;
	cr_assert_eq(read_all(buffer_bytes(&b), &members), ERR_NONE);
	cr_assert_eq(members, 3);
	uint8_t zeros[2000] = { 0 };
	buffer_append(&b, bytes_of(zeros, sizeof zeros));
	cr_assert_eq(read_all(buffer_bytes(&b), &members), ERR_NONE, "zeros may follow");
	buffer_append_byte(&b, 1);
	cr_assert_eq(read_all(buffer_bytes(&b), &members), ERR_PACKAGE);
}

Test(tar, takes_names_of_a_hundred_bytes)
{
	cr_assert_eq(strlen(hundred), TAR_NAME_MAX);
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct tar_writer w;
	tar_writer_start(&w, sink_to_buffer(&b));
	cr_assert(tar_writer_file(&w, hundred, BYTES("x"), &e));
	cr_assert(tar_writer_file(&w, "bijlage/één.pdf", BYTES("x"), &e));
	cr_assert(tar_writer_end(&w, &e));
	struct bytes left = buffer_bytes(&b);
	struct tar_reader r;
	struct tar_member m;
	bool more;
	tar_reader_start(&r, source_of_bytes(&left));
	cr_assert(tar_reader_next(&r, &m, &more, &e), "%s", e.detail);
	cr_assert_str_eq(m.name, hundred);
	cr_assert(tar_reader_next(&r, &m, &more, &e), "%s", e.detail);
	cr_assert_str_eq(m.name, "bijlage/één.pdf");
}

Test(tar, writes_no_unsafe_names_or_sizes)
{
	static const char *const names[] = { "",     "/",    "/a",      "a/",   "a//b",          ".",
		                             "..",   "./a",  "a/.",     "a/..", "a/../b",        "../a",
		                             "a\\b", "a\nb", "a\x1b[m", "\xff", "a\xe2\x80\xae", "a\tb" };
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct tar_writer w;
	tar_writer_start(&w, sink_to_buffer(&b));
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		cr_assert_not(tar_writer_member(&w, names[i], 0, &e), "%zu", i);
		cr_assert_eq(e.code, ERR_MEMBER_NAME);
	}
	char longer[102];
	snprintf(longer, sizeof longer, "%sx", hundred);
	cr_assert_not(tar_writer_member(&w, longer, 0, &e));
	cr_assert_eq(e.code, ERR_MEMBER_NAME);
	cr_assert_not(tar_writer_member(&w, "a", UINT64_C(1) << 33, &e));
	cr_assert_eq(e.code, ERR_MEMBER_SIZE);
	cr_assert_eq(b.size, 0);
	cr_assert(tar_writer_member(&w, "a", (UINT64_C(1) << 33) - 1, &e));
	cr_assert(bytes_equal_string(bytes_of(b.data + 124, 11), "77777777777"));
	_cleanup_(buffer_clear) struct buffer tight = { .limit = 700 };
	tar_writer_start(&w, sink_to_buffer(&tight));
	cr_assert_not(tar_writer_file(&w, "a", BYTES("x"), &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}

/* A header that somebody else made: fields put in, then a right checksum. */
static void mend(uint8_t *header)
{
	unsigned sum = 0;
	memset(header + 148, ' ', 8);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += header[i];
	snprintf((char *)header + 148, 8, "%06o", sum);
}

Test(tar, refuses_every_other_header)
{
	static const struct {
		size_t at, size;
		const char *bytes;
		enum error_code code;
	} cases[] = {
		{ 0, 1, "/", ERR_MEMBER_NAME }, /* absolute */
		{ 0, 3, "../", ERR_MEMBER_NAME },
		{ 0, 2, "./", ERR_MEMBER_NAME },
		{ 0, 1, "\\", ERR_MEMBER_NAME },
		{ 0, 2, "a\0", ERR_MEMBER_NAME }, /* something behind the NUL */
		{ 0, 1, "\0", ERR_MEMBER_NAME },
		{ 0, 1, "\xff", ERR_MEMBER_NAME },
		{ 3, 1, "\x1b", ERR_MEMBER_NAME },
		{ 4, 2, "//", ERR_MEMBER_NAME },
		{ 12, 1, "/", ERR_MEMBER_NAME },    /* a directory's slash */
		{ 100, 7, "0000644", ERR_PACKAGE }, /* another mode */
		{ 100, 7, "000600 ", ERR_PACKAGE },
		{ 100, 7, "0004755", ERR_PACKAGE },
		{ 108, 7, "0001000", ERR_PACKAGE }, /* owner */
		{ 116, 7, "0001000", ERR_PACKAGE },
		{ 124, 1, "8", ERR_PACKAGE }, /* size: not octal, spaces, signs, base 256 */
		{ 124, 1, " ", ERR_PACKAGE },
		{ 124, 1, "-", ERR_PACKAGE },
		{ 124, 1, "\x80", ERR_PACKAGE },
		{ 124, 1, "\xff", ERR_PACKAGE },
		{ 124, 1, "\0", ERR_PACKAGE },
		{ 135, 1, " ", ERR_PACKAGE },
		{ 135, 1, "0", ERR_PACKAGE },
		{ 136, 11, "14725374000", ERR_PACKAGE }, /* a time */
		{ 156, 1, "\0", ERR_MEMBER_TYPE },       /* a regular file of old */
		{ 156, 1, "1", ERR_MEMBER_TYPE },        /* links, devices, directory, pipe, contiguous */
		{ 156, 1, "2", ERR_MEMBER_TYPE },
		{ 156, 1, "3", ERR_MEMBER_TYPE },
		{ 156, 1, "4", ERR_MEMBER_TYPE },
		{ 156, 1, "5", ERR_MEMBER_TYPE },
		{ 156, 1, "6", ERR_MEMBER_TYPE },
		{ 156, 1, "7", ERR_MEMBER_TYPE },
		{ 156, 1, "x", ERR_MEMBER_TYPE }, /* pax and GNU extensions */
		{ 156, 1, "g", ERR_MEMBER_TYPE },
		{ 156, 1, "L", ERR_MEMBER_TYPE },
		{ 156, 1, "K", ERR_MEMBER_TYPE },
		{ 156, 1, "S", ERR_MEMBER_TYPE },
		{ 157, 1, "a", ERR_PACKAGE },       /* a link's target */
		{ 257, 8, "ustar  ", ERR_PACKAGE }, /* GNU's magic, none, another version */
		{ 257, 8, "\0\0\0\0\0\0\0", ERR_PACKAGE },
		{ 263, 2, "01", ERR_PACKAGE },
		{ 265, 4, "root", ERR_PACKAGE },
		{ 297, 4, "root", ERR_PACKAGE },
		{ 329, 7, "0000001", ERR_PACKAGE },
		{ 337, 7, "0000001", ERR_PACKAGE },
		{ 345, 1, "p", ERR_MEMBER_NAME }, /* prefix */
		{ 499, 1, "p", ERR_MEMBER_NAME },
		{ 500, 1, "x", ERR_PACKAGE }, /* unused */
		{ 511, 1, "x", ERR_PACKAGE },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		unsigned members;
		archive(&b);
		memcpy(b.data + cases[i].at, cases[i].bytes, cases[i].size);
		mend(b.data);
		cr_assert_eq(read_all(buffer_bytes(&b), &members), cases[i].code, "%zu at %zu: %s %s", i,
		             cases[i].at, error_name(e.code), e.detail);
	}
}

Test(tar, refuses_every_changed_bit_of_a_header)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	unsigned members;
	archive(&b);
	for (size_t i = 0; i < TAR_BLOCK * 8; i++) {
		b.data[i / 8] ^= (uint8_t)(1 << i % 8);
		cr_assert_neq(read_all(buffer_bytes(&b), &members), ERR_NONE, "bit %zu", i);
		b.data[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	static const char *const checksums[] = { "000000\0 ", " 12345\0 ", "        ", "0000000 " };
	for (size_t i = 0; i < ELEMENTS(checksums); i++) {
		memcpy(b.data + 148, checksums[i], 8);
		cr_assert_eq(read_all(buffer_bytes(&b), &members), ERR_PACKAGE);
	}
}

Test(tar, notices_every_truncation_and_dirty_padding)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	unsigned members;
	archive(&b);
	for (size_t size = 0; size < b.size; size++)
		cr_assert_eq(read_all(bytes_of(b.data, size), &members), ERR_TRUNCATED, "%zu: %s", size,
		             error_name(e.code));
	b.data[TAR_BLOCK + 6] = 1;
	cr_assert_eq(read_all(buffer_bytes(&b), &members), ERR_PACKAGE);
	b.data[TAR_BLOCK + 6] = 0;
	b.data[b.size - 1] = 1;
	cr_assert_eq(read_all(buffer_bytes(&b), &members), ERR_PACKAGE);
	b.data[b.size - 1] = 0;
	b.data[b.size - TAR_BLOCK - 1] = 1;
	cr_assert_neq(read_all(buffer_bytes(&b), &members), ERR_NONE);
}

Test(tar, says_when_content_is_cut)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, content = { 0 };
	archive(&b);
	struct bytes left = bytes_of(b.data, TAR_BLOCK + 3);
	struct tar_reader r;
	struct tar_member m;
	bool more;
	tar_reader_start(&r, source_of_bytes(&left));
	cr_assert(tar_reader_next(&r, &m, &more, &e));
	cr_assert_not(tar_reader_take(&r, 100, &content, &e));
	cr_assert_eq(e.code, ERR_TRUNCATED);
	cr_assert_eq(content.size, 0);
}

/* Run a command in `directory`; its output. */
static void run(const char *command, const char *directory, char *out, size_t size)
{
	char line[512];
	snprintf(line, sizeof line, "cd %s && %s", directory, command);
	FILE *f = popen(line, "r");
	cr_assert_not_null(f);
	size_t got = fread(out, 1, size - 1, f);
	out[got] = 0;
	cr_assert_eq(pclose(f), 0, "%s", command);
}

Test(tar, agrees_with_gnu_tar)
{
	char directory[] = "/tmp/sluis-tar-XXXXXX", path[64], out[2048];
	if (system("tar --version 2>/dev/null | grep -q GNU") != 0)
		cr_skip_test("no GNU tar here");
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	archive(&b);
	cr_assert(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/a.tar", directory);
	FILE *f = fopen(path, "wb");
	cr_assert_eq(fwrite(b.data, 1, b.size, f), b.size);
	fclose(f);
	run("TZ=UTC tar tvf a.tar 2>&1", directory, out, sizeof out);
	cr_assert_str_eq(out, "-rw------- 0/0               6 1970-01-01 00:00 manifest.note\n"
	                      "-rw------- 0/0               0 1970-01-01 00:00 records/000001.ndjson.gz\n"
	                      "-rw------- 0/0            1000 1970-01-01 00:00 big\n");
	run("tar xOf a.tar manifest.note 2>&1", directory, out, sizeof out);
	cr_assert_str_eq(out, "hello\n");
	/* And the other way round: GNU tar told to write the same. */
	run("tar xf a.tar && tar --format=ustar --mode=0600 --owner=0 --group=0 --numeric-owner --mtime=@0 "
	    "-cf b.tar manifest.note records/000001.ndjson.gz big && dd if=b.tar bs=512 count=8 2>/dev/null "
	    "| cmp - a.tar",
	    directory, out, sizeof out);
	cr_assert_str_eq(out, "");
	run("rm -r records manifest.note big a.tar b.tar", directory, out, sizeof out);
	cr_assert_eq(rmdir(directory), 0);
}
