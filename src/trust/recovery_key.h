/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A recovery key: an age identity that officers hold in shares, each a page of words (crypto/slip39), so that
 * some of them together can decrypt what a unit's own people can't any more. It decrypts and signs nothing.
 *
 * Once combined it may stand in a file under a passphrase, as age takes identities too (docs/format/
 * recovery.md):
 *
 *     # sluis recovery key
 *     # public key: age1…
 *     AGE-SECRET-KEY-1…
 *
 * It is no key file (keyfile.h): nobody works with it. */

#include "crypto/age.h"
#include "crypto/slip39.h"

/* 2 ≤ threshold ≤ count ≤ SLIP39_MEMBERS_MOST: else ERR_VALUE. */
bool recovery_key_split(const struct age_identity *key, unsigned threshold, unsigned count,
                        struct slip39_set *ret, struct error *e) _must_check_;
/* As slip39_combine; ERR_SHARE when their secret isn't of an age identity's size. */
bool recovery_key_combine(const struct slip39_set *shares, struct age_identity *ret, struct error *e)
	_must_check_;

/* Under a new name only: ERR_FILE_EXISTS. `work_factor` 0: the usual one. */
bool recovery_key_write(const struct age_identity *key, const char *path, const struct secret *passphrase,
                        unsigned work_factor, struct error *e) _must_check_;
/* Also one that age-keygen and `age -p` made, or a key file, of which the identity alone is taken: what opens
 * a backup may be either. As keyfile_read. */
bool recovery_key_read(const char *path, const struct secret *passphrase, struct age_identity *ret,
                       struct error *e) _must_check_;
