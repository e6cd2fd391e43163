/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Consent and no-objection objects in the store. */

#include "trust/consent.h"

struct store;

bool consents_add(struct store *s, const struct consent *c, const char *package /* NULL: recorded here */,
                  struct error *e) _must_check_; /* same id, same content: nothing, but a withdrawal that
                                                    comes with it holds; ERR_FILE_EXISTS otherwise */
bool consents_find(struct store *s, const char *id, struct consent *ret, struct error *e)
	_must_check_; /* ERR_NOT_FOUND */
/* The unit that it came from with a package; NULL when it was recorded here. The caller frees it. */
bool consents_sender(struct store *s, const char *id, char **ret, struct error *e) _must_check_;
bool consents_withdraw(struct store *s, const char *id, moment when, struct error *e)
	_must_check_; /* ERR_NOT_FOUND; already withdrawn: ERR_FILE_EXISTS */
/* All that have the one tie or the other, each of which may be NULL: the one given last first, and of one day
 * the one put down last. The caller gives the array to consents_free. */
bool consents_of(struct store *s, const char *tie, const char *other, struct consent **ret, size_t *ret_count,
                 struct error *e) _must_check_;
void consents_free(struct consent *all, size_t count); /* each, and the array */
bool consents_each(struct store *s, bool (*each)(void *context, const struct consent *c, struct error *e),
                   void *context, struct error *e) _must_check_;
