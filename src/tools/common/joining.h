/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Joining a partnership by a folder that its people share: one's key, made when there is none, and its card
 * in the folder. */

#include "tools/common/folder.h"
#include "tools/common/session.h"

/* The key that --key or SLUIS_KEY names, opened; made first, when it isn't there, with the name of --name.
 * What is missing is asked on a terminal, and in a script told all at once (ERR_USAGE). Its card is put into
 * the folder, unless one of that key lies there already, and that is told. `ret_passphrase` (NULL: not
 * wanted) gets the passphrase, which is then always asked for. `*ret_made`: it wasn't there before. */
bool joining_key(struct session *s, const char *folder, bool officer, struct keyfile *ret,
                 struct secret *ret_passphrase, bool *ret_made, struct error *e) _must_check_;
/* Says so when a key file lies in the folder, where others can get at it. */
void joining_warn(struct session *s, const struct folder *f);
/* Asks one question until `fits` (NULL: anything does) takes the answer; `standard` (NULL: none) is what
 * Enter says. ERR_INTERRUPTED when somebody stops. Only where dialogue's `is_terminal` is true. */
bool joining_ask(const char *question, const char *help, const char *standard,
                 bool (*fits)(struct bytes answer), struct buffer *ret, struct error *e) _must_check_;
