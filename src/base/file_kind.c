/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file_kind.h"

#include "base/macros.h"

#include <string.h>

/* --- what begins with bytes that nothing else has --- */

struct magic {
	enum file_kind kind;
	uint8_t offset, size;
	const char *bytes;
};
#define AT(kind, offset, literal) \
	{ \
		kind, offset, sizeof(literal) - 1, literal \
	}
#define STARTS(kind, literal) AT(kind, 0, literal)

static const struct magic magics[] = {
	STARTS(FILE_ARMOR, "-----BEGIN AGE ENCRYPTED FILE-----"),
	STARTS(FILE_AGE_CRLF, "age-encryption.org/v1\r"),
	STARTS(FILE_KEY, "age-encryption.org/v1\n-> scrypt "),
	STARTS(FILE_AGE, "age-encryption.org/"),
	STARTS(FILE_MARKED, "\xef\xbb\xbf"
	                    "age-encryption.org/"),
	STARTS(FILE_MARKED, "\xef\xbb\xbftype: sluis."),
	/* age-encryption.org, type: sluis., -----BEGIN AGE, and a zip, in base64; the first in hexadecimal */
	STARTS(FILE_LETTERS, "YWdlLWVuY3J5cHRpb24ub3Jn"),
	STARTS(FILE_LETTERS, "dHlwZTogc2x1aXMu"),
	STARTS(FILE_LETTERS, "LS0tLS1CRUdJTiBBR0Ug"),
	STARTS(FILE_LETTERS, "UEsDB"),
	STARTS(FILE_LETTERS, "6167652d656e6372797074696f6e"),
	STARTS(FILE_LETTERS, "begin 6"),
	STARTS(FILE_TNEF, "\x78\x9f\x3e\x22"),
	STARTS(FILE_SMIME, "-----BEGIN PGP "),
	STARTS(FILE_SMIME, "-----BEGIN PKCS7-----"),
	AT(FILE_SMIME, 4, "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"), /* pkcs7, behind a long length */
	STARTS(FILE_SHORTCUT, "L\0\0\0\x01\x14\x02\0"),
	STARTS(FILE_SHORTCUT, "[InternetShortcut]"),
	STARTS(FILE_SHORTCUT, "[Desktop Entry]"),
	STARTS(FILE_BESIDE, "\0\x05\x16\x07"),
	STARTS(FILE_BESIDE, "\0\0\0\x01"
	                    "Bud1"),
	STARTS(FILE_BESIDE, "[.ShellClassInfo]"),
	STARTS(FILE_ARCHIVE, "\x1f\x8b"),
	STARTS(FILE_ARCHIVE, "BZh"),
	STARTS(FILE_ARCHIVE, "\xfd"
	                     "7zXZ"),
	STARTS(FILE_ARCHIVE, "7z\xbc\xaf\x27\x1c"),
	STARTS(FILE_ARCHIVE, "Rar!\x1a\x07"),
	STARTS(FILE_ARCHIVE, "\x28\xb5\x2f\xfd"),
	STARTS(FILE_ARCHIVE, "MSCF\0\0\0\0"),
	STARTS(FILE_OFFICE, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
	STARTS(FILE_OFFICE, "\x09\x08\x10\0\0\x06\x05\0"), /* BIFF without its container */
	STARTS(FILE_DOCUMENT, "%PDF-"),
	STARTS(FILE_DOCUMENT, "{\\rtf"),
	STARTS(FILE_PICTURE, "\x89PNG\r\n\x1a\n"),
	STARTS(FILE_PICTURE, "\xff\xd8\xff"),
	STARTS(FILE_PICTURE, "GIF8"),
	STARTS(FILE_PICTURE, "II*\0"),
	STARTS(FILE_PICTURE, "MM\0*"),
	AT(FILE_PICTURE, 4, "ftyphei"),
	STARTS(FILE_DATABASE, "SQLite format 3"),
	AT(FILE_DATABASE, 4, "Standard Jet DB"),
	AT(FILE_DATABASE, 4, "Standard ACE DB"),
	STARTS(FILE_PROGRAM, "\x7f"
	                     "ELF"),
	STARTS(FILE_PROGRAM, "MZ\x90"),
	STARTS(FILE_PROGRAM, "#!/"),
	STARTS(FILE_UTF16, "\xff\xfe"),
	STARTS(FILE_UTF16, "\xfe\xff"),
};

static enum file_kind by_magic(struct bytes head)
{
	for (size_t i = 0; i < ELEMENTS(magics); i++) {
		const struct magic *m = &magics[i];
		if (head.size >= (size_t)m->offset + m->size &&
		    memcmp(head.data + m->offset, m->bytes, m->size) == 0)
			return m->kind;
	}
	return FILE_OTHER;
}

/* --- what must be looked into --- */

static bool holds(struct bytes head, const char *part)
{
	return head.data && memmem(head.data, head.size, part, strlen(part)) != NULL;
}

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

/* Whatever the case of the file's letters; `text` is in lower case. */
static bool starts_with_word(struct bytes head, const char *text)
{
	size_t size = strlen(text);
	if (head.size < size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (lower(head.data[i]) != (uint8_t)text[i])
			return false;
	return true;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind a byte-order mark and white space. */
static struct bytes text_of(struct bytes head)
{
	if (bytes_starts_with(head, "\xef\xbb\xbf"))
		head = bytes_of(head.data + 3, head.size - 3);
	while (head.size && is_blank(head.data[0]))
		head = bytes_of(head.data + 1, head.size - 1);
	return head;
}

static enum file_kind kind_of_zip(struct bytes head)
{
	if (!bytes_starts_with(head, "PK\3\4") && !bytes_starts_with(head, "PK\5\6"))
		return FILE_OTHER;
	if (holds(head, "xl/") || holds(head, "opendocument.spreadsheet"))
		return FILE_WORKBOOK;
	if (holds(head, "word/") || holds(head, "opendocument.text"))
		return FILE_DOCUMENT;
	/* Office's first member, of which the names that tell more may stand further on */
	return holds(head, "[Content_Types].xml") ? FILE_WORKBOOK : FILE_ZIP;
}

static enum file_kind kind_of_tar(struct bytes head)
{
	enum { MAGIC_AT = 257 };
	if (head.size < MAGIC_AT + 5 || memcmp(head.data + MAGIC_AT, "ustar", 5) != 0)
		return FILE_OTHER;
	return bytes_starts_with(head, "evidence") ? FILE_PROOF : FILE_ARCHIVE;
}

static enum file_kind kind_of_zeros(struct bytes head)
{
	for (size_t i = 0; i < head.size; i++)
		if (head.data[i])
			return FILE_OTHER;
	return head.size ? FILE_ZEROS : FILE_EMPTY;
}

/* UTF-16 without a mark: in Western text every other byte is zero. */
static enum file_kind kind_of_wide(struct bytes head)
{
	size_t zeros[2] = { 0, 0 }, size = head.size < 128 ? head.size : 128;
	for (size_t i = 0; i < size; i++)
		zeros[i % 2] += head.data[i] == 0;
	bool wide = size >= 8 && ((zeros[0] == 0 && zeros[1] * 4 >= size / 2 * 3) ||
	                          (zeros[1] == 0 && zeros[0] * 4 >= size / 2 * 3));
	return wide ? FILE_UTF16 : FILE_OTHER;
}

static enum file_kind kind_of_markup(struct bytes head)
{
	static const char *const html[] = { "<!doctype html", "<html", "<head", "<table", "<meta", "<body" };
	struct bytes text = text_of(head);
	if (!text.size || text.data[0] != '<')
		return FILE_OTHER;
	for (size_t i = 0; i < ELEMENTS(html); i++)
		if (starts_with_word(text, html[i]))
			return FILE_HTML;
	if (holds(text, "<html") || holds(text, "<HTML"))
		return FILE_HTML;
	if (holds(text, "office:spreadsheet"))
		return FILE_WORKBOOK;
	bool xml = text.size > 1 && (text.data[1] == '?' || text.data[1] == '!' ||
	                             (lower(text.data[1]) >= 'a' && lower(text.data[1]) <= 'z'));
	return xml ? FILE_XML : FILE_OTHER;
}

/* Base64 of whatever: nothing but its letters, of each sort some, in lines as mail has them. */
static enum file_kind kind_of_letters(struct bytes head)
{
	enum { LEAST = 40, MOST = 76 };
	size_t column = 0, sorts[3] = { 0 };
	for (size_t i = 0; i < head.size; i++) {
		uint8_t c = head.data[i];
		sorts[0] += c >= 'A' && c <= 'Z';
		sorts[1] += c >= 'a' && c <= 'z';
		sorts[2] += c >= '0' && c <= '9';
		bool letter = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
		              c == '/' || c == '=';
		column = letter ? column + 1 : 0;
		if ((!letter && c != '\r' && c != '\n') || column > MOST)
			return FILE_OTHER;
	}
	return head.size >= LEAST && sorts[0] && sorts[1] && sorts[2] ? FILE_LETTERS : FILE_OTHER;
}

/* What a mail message begins with, or a part of one that was saved as it stands. */
static enum file_kind kind_of_mail(struct bytes head)
{
	static const char *const fields[] = {
		"received:",   "return-path:",  "delivered-to:", "from: ", "from ",    "mime-version:",
		"message-id:", "content-type:", "content-trans", "x-",     "subject: "
	};
	static const char *const more[] = { "\nContent-T", "\nMIME-Version:", "\nSubject: ",
		                            "\nTo: ",      "\nDate: ",        "\nReceived: " };
	struct bytes text = text_of(head);
	for (size_t i = 0; i < ELEMENTS(fields); i++)
		for (size_t k = 0; starts_with_word(text, fields[i]) && k < ELEMENTS(more); k++)
			if (holds(text, more[k]))
				return FILE_MAIL;
	/* A package or a signed text that was pasted into a message, or quoted in an answer. */
	bool ours = holds(head, "\nage-encryption.org/v1") ||
	            holds(head, "\n-----BEGIN AGE ENCRYPTED FILE-----") ||
	            holds(head, "> age-encryption.org/v1") || holds(head, "> type: sluis.");
	return ours && text.size == head.size ? FILE_MAIL : FILE_OTHER;
}

/* The first line of a text, up to its end. */
static struct bytes first_line(struct bytes text)
{
	const uint8_t *end = bytes_find(text, '\n');
	return end ? bytes_of(text.data, (size_t)(end - text.data)) : text;
}

/* A signature line begins with an em dash: c2sp.org/signed-note. */
static enum file_kind kind_of_note(struct bytes head)
{
	/* A checkpoint has no type: its first line is a name, and no sentence. */
	if (holds(head, "\r\n\r\n\xe2\x80\x94 ") && !holds(first_line(head), " "))
		return FILE_NOTE_CRLF;
	if (bytes_starts_with(head, "\xef\xbb\xbf") && holds(head, "\n\n\xe2\x80\x94 ") &&
	    !holds(first_line(head), " "))
		return FILE_MARKED;
	if (!bytes_starts_with(head, "type: sluis."))
		return FILE_OTHER;
	const uint8_t *end = bytes_find(head, '\n');
	if (end && end > head.data && end[-1] == '\r')
		return FILE_NOTE_CRLF;
	/* windows-1252; that, read as if it were and written as UTF-8; quoted-printable */
	if (holds(head, "\n\n\x97 ") || holds(head, "\n\n\xc3\xa2\xe2\x82\xac") || holds(head, "\n=E2=80=94"))
		return FILE_NOTE_RECODED;
	return bytes_starts_with(head, "type: sluis.card/") ? FILE_CARD : FILE_NOTE;
}

/* No byte that isn't written: what is encrypted has some in any line. */
static bool is_written(struct bytes line)
{
	for (size_t i = 0; i < line.size; i++)
		if ((line.data[i] < ' ' && !is_blank(line.data[i])) || line.data[i] == 0x7f)
			return false;
	return true;
}

static enum file_kind kind_of_rows(struct bytes head)
{
	struct bytes text = text_of(head), line = first_line(text);
	size_t semicolons = 0, commas = 0, tabs = 0;
	if (!is_written(line))
		return FILE_OTHER;
	if (text.size && (text.data[0] == '{' || text.data[0] == '['))
		return FILE_JSON;
	if (holds(head, "\nsource: ") && (holds(head, "\nformat: ") || holds(head, "\nfields:")))
		return FILE_MAPPING;
	if (!line.size || line.data[0] == '#' || memmem(line.data, line.size, ": ", 2))
		return FILE_OTHER;
	for (size_t i = 0; i < line.size; i++) {
		semicolons += line.data[i] == ';';
		commas += line.data[i] == ',';
		tabs += line.data[i] == '\t';
	}
	return semicolons > 1 || commas > 1 || tabs > 1 ? FILE_CSV : FILE_OTHER;
}

enum file_kind file_kind_of(struct bytes head)
{
	static enum file_kind (*const asked[])(struct bytes head) = {
		kind_of_zeros,  by_magic,     kind_of_zip,  kind_of_tar,  kind_of_note,
		kind_of_markup, kind_of_mail, kind_of_wide, kind_of_rows, kind_of_letters,
	};
	struct bytes look = { head.data, head.size < FILE_HEAD ? head.size : FILE_HEAD };
	enum file_kind kind = FILE_OTHER;
	for (size_t i = 0; i < ELEMENTS(asked) && kind == FILE_OTHER; i++)
		kind = asked[i](asked[i] == kind_of_note ? head : look); /* its signatures stand at the end */
	if (kind != FILE_OTHER)
		return kind;
	/* White space before armor is its own to pass over (age, armor.md). */
	return bytes_starts_with(text_of(look), "-----BEGIN AGE ENCRYPTED FILE-----") ? FILE_ARMOR
	                                                                              : FILE_OTHER;
}

static const struct {
	const char *name;
	unsigned uses;
} rows[] = {
#define X(kind, name, uses, words, hint) [kind] = { name, uses },
	FILE_KINDS(X)
#undef X
};

const char *file_kind_name(enum file_kind kind)
{
	return (unsigned)kind < FILE_KIND_COUNT ? rows[kind].name : "other";
}

bool file_kind_check(struct bytes head, const char *path, unsigned uses, struct error *e)
{
	enum file_kind kind = file_kind_of(head);
	return (rows[kind].uses & uses) != 0 || error_set(e, ERR_WRONG_FILE, path, "%s", rows[kind].name);
}
