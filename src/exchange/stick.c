/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/stick.h"

#include "base/code.h"
#include "io/file.h"

#include <string.h>

static const struct code finds[STICK_FIND_COUNT] = {
#define X(find, name, words) [find] = { name, words },
	STICK_FINDS(X)
#undef X
};

const char *stick_find_name(enum stick_find f)
{
	return code_name(finds, STICK_FIND_COUNT, f);
}

const char *stick_find_words(enum stick_find f)
{
	return code_words(finds, STICK_FIND_COUNT, f);
}

static bool read_head(const char *path, uint8_t head[AGE_HEAD], struct bytes *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	struct fd_stream in = { -1, path };
	size_t size;
	if (!file_open(path, false, &fd, e))
		return false;
	in.fd = fd;
	if (!source_fill(fd_source(&in), head, AGE_HEAD, &size, e))
		return false;
	*ret = bytes_of(head, size);
	return true;
}

/* By the header alone: nothing behind it is read. */
static bool is_to_us(const struct desk *d, struct bytes head)
{
	struct age_keys keys = { 0 };
	struct age_reader *reader = NULL;
	struct bytes left = head;
	struct error why;
	keys.identities = store_identities(d->store, &keys.identity_count);
	bool is = age_reader_start(source_of_bytes(&left), &keys, &reader, &why);
	age_reader_freep(&reader);
	return is;
}

static bool look_at_age(struct desk *d, struct bytes head, struct stick_file *f, struct error *e)
{
	struct age_outline outline;
	struct error why;
	bool there;
	if (!age_outline_read(head, &outline, &why)) {
		f->find = STICK_BROKEN;
		return true;
	}
	f->recipients = outline.recipients + outline.others;
	if (!letter_head_find(d->store, outline.mac, &there, f->id, e))
		return false;
	if (there)
		f->find = STICK_LETTER;
	else if (outline.passphrases)
		f->find = STICK_PASSPHRASE;
	else
		f->find = is_to_us(d, head) ? STICK_TO_US : STICK_SEALED;
	return true;
}

static enum stick_find find_of_kind(enum file_kind kind)
{
	static const struct {
		enum file_kind kind;
		enum stick_find find;
	} known[] = {
		{ FILE_AGE_CRLF, STICK_BROKEN }, { FILE_ARMOR, STICK_SEALED }, { FILE_KEY, STICK_KEY },
		{ FILE_EMPTY, STICK_EMPTY },     { FILE_ZEROS, STICK_EMPTY },
	};
	for (size_t i = 0; i < ELEMENTS(known); i++)
		if (known[i].kind == kind)
			return known[i].find;
	return STICK_CLEAR;
}

bool stick_look(struct desk *d, const char *path, struct stick_file *ret, struct error *e)
{
	struct stick_file f = { .path = path };
	uint8_t head[AGE_HEAD];
	struct bytes read;
	struct error why;
	if (!read_head(path, head, &read, &why)) {
		f.find = STICK_UNREADABLE;
		*ret = f;
		return true;
	}
	f.kind = file_kind_of(read);
	if (f.kind == FILE_AGE && !look_at_age(d, read, &f, e))
		return false;
	if (f.kind != FILE_AGE)
		f.find = find_of_kind(f.kind);
	*ret = f;
	return true;
}

bool stick_remember(struct store *s, const char *path, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	uint8_t head[AGE_HEAD];
	struct age_outline outline;
	struct bytes read;
	return read_head(path, head, &read, e) && age_outline_read(read, &outline, e) &&
	       letter_head_add(s, outline.mac, id, e);
}
