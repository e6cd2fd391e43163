/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An unlocked key kept by the kernel for a while, so that a day's work isn't forty
 * passphrases: the session keyring of keyctl(2). Where there is no session, the
 * kernel's only one is the user-session keyring, which each process of the account
 * can read: a key goes there when the caller says so. It is a cache, never a home: a
 * key's only home is its file. */

#include "crypto/secret.h"

/* `name` is "sluis:" and a fingerprint. Replaces; forgets after `seconds`. ERR_KEYRING; ERR_KEYRING_SHARED,
 * and nothing kept, where each process of the account could read it and not `shared_ok`. */
bool keyring_put(const char *name, const struct secret *value, unsigned seconds, bool shared_ok,
                 struct error *e) _must_check_;
/* ERR_NOT_FOUND when it isn't there or has expired, ERR_KEYRING when the kernel refuses keyrings. */
bool keyring_get(const char *name, struct secret *ret, struct error *e) _must_check_;
/* Missing is fine. */
bool keyring_drop(const char *name, struct error *e) _must_check_;
/* Every one whose name begins so, and how many there were. */
bool keyring_drop_all(const char *prefix, size_t *ret_count, struct error *e) _must_check_;
