/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What this unit knows of a letter that left or came before: on which terms, and, behind the entry of the act
 * with which it left, of each client whether anything went. */

#include "codec/json.h"
#include "store/exchanges.h"
#include "trust/terms_named.h"

/* For exchanges_find: its terms, without overrides, into a `struct terms_named` that is empty. */
bool past_letter_terms(void *terms, const struct exchange_row *row, struct error *e);

/* Of a package that came, by its id in hex, the version of its agreement. 0: of NULL, and where it isn't
 * kept.
 */
bool past_letter_version(struct store *s, const char *package, uint64_t *ret, struct error *e) _must_check_;

/* A client, as an entry keeps it in private. All of it is borrowed from the object. */
struct past_client {
	json_t *object;
	bool forgotten;       /* what was private of the entry is erased; nothing else is set */
	const char *record;   /* an id; NULL: of no record in particular */
	const char *bsn;      /* NULL: known without one */
	const char *consents; /* ids of declarations, a blank between; NULL: none */
	const char *withheld; /* withheld.h; NULL: nothing stayed … */
	bool stayed;          /* … or all of it */
};
bool past_client_read(struct store *s, uint64_t index, struct past_client *ret, struct error *e) _must_check_;
void past_client_clear(struct past_client *c);
