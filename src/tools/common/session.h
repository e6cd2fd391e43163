/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a program with secrets makes ready for its commands (struct session): the person's
 * key, unlocked, and the desk at the unit's store. */

#include "cli/output.h"
#include "cli/words.h"
#include "exchange/desk.h"

/* From the session keyring when `sluis unlock` put it there, else from the key file with its passphrase. */
bool session_key(struct invocation *in, struct keyfile *ret, struct error *e) _must_check_;
/* The name under which the keyring holds the key of that file: "sluis:" and a hash of the file, so that a
 * changed file is asked for again. */
bool session_keyring_name(const char *path, char ret[7 + 32 + 1], struct error *e) _must_check_;
/* Somebody's words, from a file or from standard input ("-"), as `text_read_words` reads them; ERR_MISSING
 * when there are none. They may be about a client. */
bool session_words(const char *path, size_t most, struct buffer *ret, struct error *e) _must_check_;

/* The two functions of struct program. Opening tells what there is to say on sitting down: work finished
 * after a crash, an old roster. */
bool session_open(struct session *s, enum command_needs needs, struct error *e) _must_check_;
void session_close(struct session *s);
/* That a refusal could not be logged, where that was so. */
void session_tell_unlogged(struct session *s);
