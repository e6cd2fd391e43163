/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Asking for a passphrase. A module of its own, so that a program which holds secrets but never asks for one
 * links no terminal. */

#include "crypto/secret.h"

#define PASSPHRASE_MAX 1024u
#define PASSPHRASE_TRIES 3u /* at a terminal */

/* From a descriptor (one a line, in the order asked; CR before the LF and a byte-order mark are no part of
 * it), or with -1 at the terminal, behind `prompt`. ERR_NO_TERMINAL, ERR_INTERRUPTED, ERR_PASSPHRASE when it
 * is empty. */
bool passphrase_read(int fd, const char *prompt, struct secret *ret, struct error *e) _must_check_;
/* A new one from a descriptor. ERR_PASSPHRASE_WEAK. */
bool passphrase_read_new(int fd, struct secret *ret, struct error *e) _must_check_;

/* What is said at the terminal, translated by the caller; the last three end in line feeds. */
struct passphrase_talk {
	const char *prompt, *again;        /* before what is typed, the first and the second time */
	const char *offer, *weak, *differ; /* above one that was made; why it is asked again */
};
/* A new one at the terminal, typed twice. When the first answer is empty, one that chance made is shown
 * there, and nowhere else; it is then typed as well. Weak ones and those that differ are asked again, three
 * times in all: ERR_PASSPHRASE_WEAK. */
bool passphrase_ask_new(const struct passphrase_talk *talk, struct secret *ret, struct error *e) _must_check_;

/* May this be a new one? Sixteen characters, of which six are different; or four words with blanks between,
 * each of two characters at least, none of them twice, and of twelve together. That keeps out what is tried
 * first at a stolen key file, behind scrypt: a word, a name with a year. It is a rule about length and no
 * measure of strength. It knows no list of words, names or keyboards, so that "1234567890abcdef" and the
 * first line of a hymn pass; and it asks for no digit, sign or capital, which people put where everybody
 * looks for them. Only what `passphrase_make` makes is as strong as it says. */
bool passphrase_is_strong(struct bytes text);

/* Six words of share/sluis/words-nl.txt, each drawn evenly and by itself, with a blank between: 1,296 words,
 * so 62 bits. */
bool passphrase_make(struct secret *ret, struct error *e) _must_check_;
size_t passphrase_word_count(void);
/* The nth word, from 0. */
struct bytes passphrase_word(size_t n);
