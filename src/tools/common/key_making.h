/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A person's new key and its public card, for each command that makes one. */

#include "cli/command.h"
#include "trust/card.h"
#include "trust/keyfile.h"

/* What --work-factor says; 0 when it wasn't given. ERR_USAGE. */
bool key_work_factor(struct invocation *in, unsigned *ret, struct error *e) _must_check_;
/* Where the card of that key file belongs: in `folder`, or, with NULL, beside it. Named after it, so that
 * anna.key has anna.card. NULL when out of memory; the caller frees. */
char *key_card_path(const char *key_path, const char *folder);
/* The card of a key: appends its note, and reads it back. */
bool key_card(const struct keyfile *k, struct buffer *note, struct card *ret, struct error *e) _must_check_;
/* Asks for a new passphrase, and writes the key file and its card, neither of which may be there already
 * (ERR_FILE_EXISTS, before anybody is asked). An officer's has a cosigning key. `ret` and `ret_passphrase`
 * are the caller's to clear. */
bool key_make(struct invocation *in, const char *name, const char *path, const char *card_path, bool officer,
              struct keyfile *ret, struct secret *ret_passphrase, struct error *e) _must_check_;
