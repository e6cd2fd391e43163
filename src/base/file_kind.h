/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a file is, by its first bytes: so that whoever named the wrong one, or has one that was changed on its
 * way, hears which it is and what to do, and not that a package is damaged or a signature false. Nothing is
 * trusted for it: what passes is read as strictly as before. */

#include "base/bytes.h"

/* What may be asked for. A kind may serve for several. */
enum file_use {
	FILE_FOR_NOTHING = 0,
	FILE_FOR_PACKAGE = 1 << 0, /* an age file to a person or a unit */
	FILE_FOR_NOTE = 1 << 1,    /* a signed text, or a draft of one */
	FILE_FOR_CASES = 1 << 2,   /* rows to import */
	FILE_FOR_MAPPING = 1 << 3, /* a text that a person wrote for this program */
	FILE_FOR_KEY = 1 << 4,
	FILE_FOR_WORDS = 1 << 5, /* lines or prose */
	FILE_FOR_PROOF = 1 << 6, /* what `sluis-audit prove` checks */
	FILE_FOR_CARD = 1 << 7,
};

#define FILE_HEAD 4096u /* as many first bytes are looked at; fewer are fine */

/* Kind, name (the detail of ERR_WRONG_FILE), uses, words, and what to do. */
/* clang-format off */
#define FILE_KINDS(X) \
	/* not known: whatever is asked for may be it */ \
	X(FILE_OTHER, "other", ~0u, "", "") \
	/* ours, or what we read */ \
	X(FILE_AGE, "age", FILE_FOR_PACKAGE, N_("this is an encrypted file"), \
	  N_("open it with `sluis open`, or decrypt it with `key decrypt`")) \
	X(FILE_ARMOR, "age-armor", FILE_FOR_PACKAGE | FILE_FOR_KEY, N_("this is an encrypted file"), \
	  N_("open it with `sluis open`, or decrypt it with `key decrypt`")) \
	X(FILE_KEY, "key-file", FILE_FOR_KEY, N_("this is a personal key file"), \
	  N_("keep it to yourself, and name the file that you meant; the key goes behind --key")) \
	X(FILE_NOTE, "note", FILE_FOR_NOTE | FILE_FOR_PROOF, \
	  N_("this is a text for the programs to sign or verify"), \
	  N_("name the file that you meant")) \
	X(FILE_CARD, "card", FILE_FOR_CARD, N_("this is a public card"), \
	  N_("give it to an officer, who puts it in the roster with `sluis-officer roster add`")) \
	X(FILE_PROOF, "evidence", FILE_FOR_PROOF, N_("this is evidence on a log"), \
	  N_("`sluis-audit prove` tells what it shows")) \
	X(FILE_MAPPING, "mapping", FILE_FOR_MAPPING | FILE_FOR_WORDS, N_("this is a mapping"), \
	  N_("a mapping goes behind --map; the file with the rows is named without an option")) \
	X(FILE_CSV, "csv", FILE_FOR_CASES | FILE_FOR_WORDS, N_("this is a CSV file"), \
	  N_("a file with rows is named to `sluis import`, with its mapping behind --map")) \
	X(FILE_JSON, "json", FILE_FOR_CASES | FILE_FOR_WORDS | FILE_FOR_PROOF, N_("this is JSON"), \
	  N_("name the file that you meant")) \
	/* ours, and changed on its way */ \
	X(FILE_EMPTY, "empty", FILE_FOR_WORDS, N_("this file is empty"), N_FILE_COPY) \
	X(FILE_ZEROS, "zeros", FILE_FOR_NOTHING, \
	  N_("this file holds zeros alone: its copying was cut short"), \
	  N_FILE_COPY) \
	X(FILE_AGE_CRLF, "package-line-endings", FILE_FOR_NOTHING, \
	  N_("something on the way converted the line endings of this encrypted file to those " \
	     "of Windows, which damages it"), N_FILE_SEND) \
	X(FILE_NOTE_CRLF, "text-line-endings", FILE_FOR_NOTHING, \
	  N_("something on the way converted the line endings of this signed text to those of " \
	     "Windows, so that its signatures don't fit"), N_FILE_SEND) \
	X(FILE_NOTE_RECODED, "text-recoded", FILE_FOR_NOTHING, \
	  N_("something on the way wrote this signed text in another encoding, so that its " \
	     "signatures don't fit"), \
	  N_FILE_SEND) \
	X(FILE_MARKED, "byte-order-mark", FILE_FOR_NOTHING, \
	  N_("an editor put a mark (BOM) before the first byte of this file"), \
	  N_("take the file as it was sent; don't save it in an editor")) \
	X(FILE_LETTERS, "base64", FILE_FOR_NOTHING, \
	  N_("this is a file written as letters (base64 or hexadecimal), as mail carries it"), \
	  N_("save the attachment with the mail program, or decode it, as with `base64 -d`")) \
	X(FILE_MAIL, "mail", FILE_FOR_WORDS, N_("this is a whole mail message, or a part of one"), \
	  N_("open it in the mail program, and save the attachment")) \
	X(FILE_TNEF, "winmail", FILE_FOR_NOTHING, \
	  N_("this is a winmail.dat, in which Outlook packs what it sends"), N_FILE_SEND) \
	X(FILE_SMIME, "smime", FILE_FOR_NOTHING, \
	  N_("this is a signed or encrypted mail message (S/MIME, PGP)"), \
	  N_("open it in the mail program, and save the attachment")) \
	X(FILE_HTML, "html", FILE_FOR_NOTHING, \
	  N_("this is a web page: the page round a download, or a table that calls itself a workbook"), \
	  N_("log in there and save the file itself; save a workbook as CSV UTF-8")) \
	X(FILE_SHORTCUT, "shortcut", FILE_FOR_NOTHING, N_("this is a shortcut to a file, and not the file"), \
	  N_("copy the file itself")) \
	X(FILE_BESIDE, "file-manager", FILE_FOR_NOTHING, \
	  N_("this is what a file manager keeps beside a file"), \
	  N_("name the file of the same name, without `._`")) \
	/* packed */ \
	X(FILE_ZIP, "zip", FILE_FOR_NOTHING, N_("this is a zip"), N_FILE_UNPACK) \
	X(FILE_ARCHIVE, "archive", FILE_FOR_NOTHING, \
	  N_("this is a packed file (gzip, tar, 7z, rar and the like)"), \
	  N_FILE_UNPACK) \
	/* other programs' */ \
	X(FILE_WORKBOOK, "workbook", FILE_FOR_NOTHING, \
	  N_("this is an Excel or OpenDocument workbook"), N_FILE_CSV) \
	X(FILE_OFFICE, "old-office", FILE_FOR_NOTHING, \
	  N_("this is a file of an older Office program (xls, doc, msg)"), N_FILE_CSV) \
	X(FILE_DOCUMENT, "document", FILE_FOR_NOTHING, \
	  N_("this is a document of a word processor, or a PDF"), \
	  N_("rows are imported from CSV; words are taken from plain text in UTF-8")) \
	X(FILE_XML, "xml", FILE_FOR_NOTHING, N_("this is XML, as iWmo messages are"), \
	  N_("XML isn't read: export the rows as CSV UTF-8, or as NDJSON")) \
	X(FILE_UTF16, "utf-16", FILE_FOR_NOTHING, N_("this text is UTF-16"), N_("save it as UTF-8")) \
	X(FILE_PICTURE, "picture", FILE_FOR_NOTHING, \
	  N_("this is a picture"), N_("name the file that you meant")) \
	X(FILE_DATABASE, "database", FILE_FOR_NOTHING, \
	  N_("this is a database of SQLite or Access"), N_FILE_CSV) \
	X(FILE_PROGRAM, "program", FILE_FOR_NOTHING, N_("this is a program"), \
	  N_("don't start it; ask who sent it what it is"))
/* clang-format on */
#define N_FILE_COPY \
	N_("copy it again from where it came from, and take a stick out only when the machine says so")
#define N_FILE_SEND \
	N_("have the file sent again in a zip, or on a stick, so that nothing changes it on the way")
#define N_FILE_UNPACK N_("unpack it first, and name the file that comes of it")
#define N_FILE_CSV N_("save the sheet as CSV UTF-8 in the program that it is of, and name that file")

enum file_kind {
#define X(kind, name, uses, words, hint) kind,
	FILE_KINDS(X)
#undef X
		FILE_KIND_COUNT
};

/* Of the first FILE_HEAD bytes, or of all. */
enum file_kind file_kind_of(struct bytes head);
const char *file_kind_name(enum file_kind kind);
/* False when a file that begins so can't serve for any of `uses`: ERR_WRONG_FILE on `path`, whose detail is
 * the kind's name. */
bool file_kind_check(struct bytes head, const char *path, unsigned uses, struct error *e) _must_check_;
