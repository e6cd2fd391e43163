/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A secret in shares that are written down as words (SLIP-0039): some of them together give it back, fewer
 * tell nothing of it. Sets of one group are made; any valid set is combined.
 *
 * Neither which words there are nor what comes of them decides which branch is taken or which memory is
 * read: words are compared with all 1,024, and the field's arithmetic is gf256.h's. How long words are, how
 * many there are, and what a share says of itself in public (`struct slip39_share`) is not hidden; nor, once
 * words turn out to be wrong, that they are. */

#include "crypto/secret.h"

#define SLIP39_WORDS_LEAST 20u
#define SLIP39_WORDS_MOST 59u
#define SLIP39_WORD_SIZE 8u     /* letters of the longest word */
#define SLIP39_WORD_TELLS 4u    /* so many of its first letters tell a word from all others */
#define SLIP39_SECRET_LEAST 16u /* bytes; an even number of them */
#define SLIP39_SECRET_MOST 64u
#define SLIP39_PASSPHRASE_MOST 128u
#define SLIP39_MEMBERS_MOST 16u
#define SLIP39_SHARES_MOST 64u /* in the hand at once */
/* Room for the words of a share, a blank behind each. */
#define SLIP39_TEXT_MOST (SLIP39_WORDS_MOST * (SLIP39_WORD_SIZE + 1))

/* Words for a secret of so many bytes: 33 for 32. */
size_t slip39_word_count(size_t secret_size);

/* A share. All but its value it says in public: to which set it belongs, and which part of it it is. */
struct slip39_share {
	uint16_t id;      /* of the set: 15 bits, the same in each share */
	bool extendable;  /* the id is no salt, so that the same secret can have more sets */
	uint8_t exponent; /* 10,000 × 2^exponent rounds of HMAC lie between the shares and the secret */
	uint8_t group;    /* from 0 */
	uint8_t group_threshold, group_count;
	uint8_t member;      /* from 0 */
	uint8_t threshold;   /* members of its group that are needed */
	struct secret value; /* as large as the secret; closed */
};
/* Shares of one set, each once. */
struct slip39_set {
	size_t count;
	struct slip39_share shares[SLIP39_SHARES_MOST];
};
void slip39_set_clear(struct slip39_set *s);

/* Makes `count` shares of one group, extendable, without passphrase, of which any `threshold` give `secret`
 * back. 1 ≤ threshold ≤ count ≤ SLIP39_MEMBERS_MOST, and count 1 where the threshold is: else ERR_VALUE, as
 * for a secret of another size. */
bool slip39_split(const struct secret *secret, unsigned threshold, unsigned count, unsigned exponent,
                  struct slip39_set *ret, struct error *e) _must_check_;
/* The words of a share of the set, a blank between them; left closed. */
bool slip39_write(const struct slip39_set *s, size_t share, struct secret *ret, struct error *e) _must_check_;

/* Takes another share into `s`, which begins as zeros. `words`: separated by white space, in upper or lower
 * case, each whole or its first letters, four at least. ERR_SHARE_WORD (detail: which; not the word itself),
 * ERR_SHARE_LENGTH, ERR_SHARE_CHECKSUM, ERR_SHARE (no checksum tells why it can't be), ERR_SHARE_OTHER_SET,
 * ERR_SHARE_TWICE; ERR_TOO_LARGE above SLIP39_SHARES_MOST. */
bool slip39_add(struct slip39_set *s, struct bytes words, struct error *e) _must_check_;
/* How many more shares it takes at least; 0: none. An empty set's is 1, as nothing is known of it. */
unsigned slip39_missing(const struct slip39_set *s);
/* What the shares give back; `passphrase` may be empty, and a wrong one gives another secret, unnoticed.
 * Shares above those needed are held against the others. ERR_SHARES_MISSING, ERR_SHARES_DIGEST (they don't
 * fit each other). Takes some 10 ms × 2^exponent. */
bool slip39_combine(const struct slip39_set *s, struct bytes passphrase, struct secret *ret, struct error *e)
	_must_check_;

/* --- words, one at a time, for who types them --- */

#define SLIP39_NO_WORD UINT16_MAX
/* The word's place in the list, from 0, where it is one or its first letters; SLIP39_NO_WORD. */
uint16_t slip39_word_find(struct bytes typed);
/* The word that begins with the same four letters; SLIP39_NO_WORD. */
uint16_t slip39_word_near(struct bytes typed);
/* Its letters into `out`, zeros behind them. */
void slip39_word(uint16_t place, char out[SLIP39_WORD_SIZE + 1]);
/* Where exactly one of the words is wrong, which (from 1), by the checksum alone, which tells that of up to
 * two wrong words; 0: not so. */
size_t slip39_wrong_word(struct bytes words);
