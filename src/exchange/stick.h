/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Files of a stick that was lost or found, looked at by their first bytes and never opened: which are letters
 * that left from here, which are encrypted and to how many, and which anybody can read. An age file doesn't
 * tell to whom it is. What this unit wrote it knows again by the header, whatever the name; what this unit
 * could open, its own keys tell from the header alone. */

#include "base/file_kind.h"
#include "exchange/desk.h"
#include "store/breaches.h"

/* Words aren't translated yet. */
/* clang-format off */
#define STICK_FINDS(X) \
	X(STICK_LETTER, "letter", N_("a letter that left from here")) \
	X(STICK_TO_US, "to-us", N_("encrypted to this unit")) \
	X(STICK_SEALED, "encrypted", N_("encrypted, to whom it doesn't tell")) \
	X(STICK_PASSPHRASE, "passphrase", N_("encrypted under a passphrase")) \
	X(STICK_KEY, "key-file", N_("a personal key file, under its passphrase")) \
	X(STICK_BROKEN, "broken", N_("an encrypted file that is damaged")) \
	X(STICK_EMPTY, "empty", N_("empty")) \
	X(STICK_CLEAR, "clear", N_("not encrypted by sluis: what it holds isn't looked at")) \
	X(STICK_UNREADABLE, "unreadable", N_("it can't be read"))
/* clang-format on */
enum stick_find {
#define X(find, name, words) find,
	STICK_FINDS(X)
#undef X
		STICK_FIND_COUNT
};
const char *stick_find_name(enum stick_find f);
const char *stick_find_words(enum stick_find f);

struct stick_file {
	const char *path; /* borrowed */
	enum stick_find find;
	enum file_kind kind;         /* of STICK_CLEAR */
	size_t recipients;           /* of what is encrypted: to how many keys */
	uint8_t id[PACKAGE_ID_SIZE]; /* of STICK_LETTER */
};
/* A file that can't be read is one of those that are told. */
bool stick_look(struct desk *d, const char *path, struct stick_file *ret, struct error *e) _must_check_;

/* For who writes a letter, inside the transaction: it will be known again. */
bool stick_remember(struct store *s, const char *path, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
	_must_check_;
