/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Breaches that were put down (trust/breach.h), what each is about, and what was done since; and by which
 * first bytes letters of this unit are known again outside. A breach names letters and a key and no client,
 * so it stays when clients are forgotten. Both stand in settings (docs/format/store.md). */

#include "crypto/age.h"
#include "trust/breach.h"
#include "trust/manifest.h"

struct store;

struct breach {
	uint64_t number; /* from 1 */
	enum breach_source source;
	uint64_t entry; /* of the log, that put it down */
	moment learned, noted;
	moment reported, told, closed;             /* 0: not yet … */
	enum breach_reason not_reported, not_told; /* … or why not; BREACH_UNSAID: nobody said */
	char holder[128 + 16];                     /* of a key: whose, a person, a unit or UNIT:recovery */
	struct age_recipient recipient;            /* … and which */
	uint8_t (*letters)[PACKAGE_ID_SIZE];       /* of a package, or of a stick; owned */
	size_t letter_count;
	uint64_t files, sealed, clear; /* of a stick: files; encrypted ones and others that are no letter
	                                  known here */
};
void breach_clear(struct breach *b);
/* Has somebody said that the authority, and clients, were told, or why not? */
bool breach_is_settled(const struct breach *b);

/* `b->number` is set. */
bool breach_add(struct store *s, struct breach *b, struct error *e) _must_check_;
bool breach_put(struct store *s, const struct breach *b, struct error *e) _must_check_;
bool breach_find(struct store *s, uint64_t number, struct breach *ret, struct error *e)
	_must_check_; /* ERR_NOT_FOUND */
/* By number. */
bool breaches_each(struct store *s, bool (*each)(void *context, const struct breach *b, struct error *e),
                   void *context, struct error *e) _must_check_;

/* The MAC of a letter's age header, which no other encryption has: so a file is known again whatever its
 * name is. */
bool letter_head_add(struct store *s, const uint8_t mac[32], const uint8_t id[PACKAGE_ID_SIZE],
                     struct error *e) _must_check_;
bool letter_head_find(struct store *s, const uint8_t mac[32], bool *ret_there,
                      uint8_t ret_id[PACKAGE_ID_SIZE], struct error *e) _must_check_;
