/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Chains of rosters by letters: what each version lists for one unit, a key by its letter, '-' the unit
 * without keys, ' ' no unit at all. */

#include "trust/unit_keys.h"

#include <criterion/criterion.h>
#include <string.h>

#define UNIT "oss.nl/wmo"
#define VERSIONS 6u

static struct note_signer keys[3];

static void start(void)
{
	struct error e;
	cr_assert(crypto_start(&e));
	for (size_t i = 0; i < ELEMENTS(keys); i++)
		cr_assert(note_signer_generate(UNIT, NOTE_ED25519, &keys[i], &e));
}

static void stop(void)
{
	for (size_t i = 0; i < ELEMENTS(keys); i++)
		note_signer_clear(&keys[i]);
}

static const struct note_verifier *key_of(char letter)
{
	return &keys[letter - 'a'].public;
}

struct versions {
	struct roster_unit units[VERSIONS];
	struct roster rosters[VERSIONS], *list[VERSIONS];
	struct roster_chain chain;
};

static void make(const char *letters, struct versions *v)
{
	static char name[] = UNIT;
	*v = (struct versions){ .chain.versions = v->list, .chain.count = strlen(letters) };
	for (size_t i = 0; i < v->chain.count; i++) {
		v->units[i] = (struct roster_unit){ .name = name, .ready = letters[i] != '-' };
		if (letters[i] != '-' && letters[i] != ' ')
			v->units[i].log = *key_of(letters[i]);
		v->rosters[i] = (struct roster){ .units = &v->units[i], .unit_count = letters[i] != ' ' };
		v->list[i] = &v->rosters[i];
	}
}
