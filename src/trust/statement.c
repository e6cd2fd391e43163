/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/statement.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/written.h"
#include "io/file.h"

#include <string.h>

/* An em dash and a blank open every signature line (c2sp.org/signed-note). */
static const char signature_mark[] = "\n\n\xe2\x80\x94 ";

static bool type_character(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '/';
}

/* What follows "type: " in the first line; false unless it reads sluis.KIND/vN. */
static bool first_line_type(struct bytes raw, struct bytes *ret)
{
	struct cursor c = cursor_of(raw);
	struct bytes line = cursor_line(&c);
	if (c.failed || !bytes_starts_with(line, "type: sluis."))
		return false;
	struct bytes type = { line.data + strlen("type: "), line.size - strlen("type: ") };
	for (size_t i = 0; i < type.size; i++)
		if (!type_character(type.data[i]))
			return false;
	*ret = type;
	return true;
}

bool statement_read(const char *path, struct buffer *ret, struct error *e)
{
	if (!file_take(path, LIMIT_NOTE_SIZE, ret, e))
		return false;
	struct bytes raw = buffer_bytes(ret);
	bool is_signed = raw.size && memmem(raw.data, raw.size, "\xe2\x80\x94 ", 4);
	if (file_kind_of(raw) == FILE_NOTE_CRLF && !is_signed)
		return true;
	return file_kind_check(raw, path, FILE_FOR_NOTE, e);
}

bool statement_type(struct bytes raw, char *ret, size_t size)
{
	struct bytes type;
	if (!first_line_type(raw, &type) || type.size > STATEMENT_TYPE_MAX || type.size >= size)
		return false;
	memcpy(ret, type.data, type.size);
	ret[type.size] = 0;
	return true;
}

/* Splits "sluis.roster/v1" before its number. */
static bool split_version(struct bytes type, struct bytes *ret_kind, uint64_t *ret_version)
{
	size_t at = type.size;
	while (at > 0 && type.data[at - 1] >= '0' && type.data[at - 1] <= '9')
		at--;
	if (at < 2 || type.data[at - 1] != 'v' || type.data[at - 2] != '/')
		return false;
	*ret_kind = bytes_of(type.data, at);
	return number_parse(bytes_of(type.data + at, type.size - at), UINT32_MAX, ret_version);
}

static bool check_type(struct bytes text, const char *type, const char *subject, struct error *e)
{
	struct bytes found, kind, wanted_kind;
	uint64_t version, wanted_version;
	if (!first_line_type(text, &found))
		return error_line(e, ERR_NOTE, subject, 1, "the first line must be \"type: %s\"", type);
	if (bytes_equal_string(found, type))
		return true;
	if (split_version(found, &kind, &version) &&
	    split_version(bytes_of_string(type), &wanted_kind, &wanted_version) &&
	    bytes_equal(kind, wanted_kind) && version > wanted_version)
		return error_line(e, ERR_VERSION, subject, 1, "this program reads %s", type);
	return error_line(e, ERR_NOTE, subject, 1,
	                  "another kind of text: the first line must be \"type: %s\"", type);
}

bool statement_open(struct bytes raw, const char *type, const char *subject, struct note *ret,
                    struct error *e)
{
	struct note note;
	if (!note_parse(raw, subject, &note, e) || !check_type(note.text, type, subject, e))
		return false;
	*ret = note;
	return true;
}

bool statement_is_signed(struct bytes raw)
{
	return raw.size && memmem(raw.data, raw.size, signature_mark, strlen(signature_mark));
}

bool statement_open_draft(struct bytes raw, const char *type, const char *subject, struct note *ret,
                          struct error *e)
{
	if (statement_is_signed(raw))
		return statement_open(raw, type, subject, ret, e);
	if (raw.size > LIMIT_NOTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_NOTE_SIZE);
	if (!text_check_unmarked(raw, subject, e) || !text_check_signed(raw, subject, e) ||
	    !check_type(raw, type, subject, e))
		return false;
	if (raw.data[raw.size - 1] != '\n')
		return error_set(e, ERR_TRUNCATED, subject, "the last line has no end");
	*ret = (struct note){ .text = raw, .signatures = bytes_of(raw.data + raw.size, 0) };
	sha256_of(raw, &ret->hash);
	return true;
}
