/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The ways to a desk: an open store, a new one, and a key that is bound to one. Each is an act,
 * or may have to finish one. */

#include "exchange/desk.h"

/* Clock and catalogue; no store yet. */
bool desk_prepare(struct desk *d, struct error *e) _must_check_;
/* Takes `key` over on success. Finishes what a crash left in the outbox, and logs it; and that the store came
 * out of a backup, where nobody has opened it since. */
bool desk_open(const char *home, struct keyfile *key, enum store_use use, struct desk *ret, struct error *e)
	_must_check_;
/* Of a store that may be known to be older (STORE_BEHIND), to go on from it: nothing is finished or logged.
 */
bool desk_open_behind(const char *home, struct keyfile *key, struct desk *ret, struct error *e) _must_check_;
/* `sluis init`: makes the store (store_create) and logs that. The mandate asked for is any at that unit.
 * Takes `key` over on success. */
bool desk_create(const char *home, const char *unit, struct roster **root /* taken */,
                 const struct sha256 *fingerprint, struct keyfile *key, struct desk *ret, struct error *e)
	_must_check_;
/* Binds the caller's key to the store at `home` (`sluis key trust`): its roster root must be `fingerprint`.
 * Logged, under any mandate there. Takes `key` over on success; the caller writes the key file anew. */
bool desk_bind(const char *home, struct keyfile *key, const struct sha256 *fingerprint, struct desk *ret,
               struct error *e) _must_check_;
