/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a command needs before it can start: the person's key, unlocked, and the
 * desk at the unit's store. Shared by the programs that have secrets. */

#include "cli/output.h"
#include "cli/words.h"
#include "exchange/desk.h"

/* From the session keyring when `sluis unlock` put it there, else from the key
 * file with its passphrase. */
bool session_key(struct invocation *in, struct keyfile *ret, struct error *e) _must_check_;
/* The name under which the keyring holds the key of that file: "sluis:" and a hash of the file, so that a
 * changed file is asked for again. */
bool session_keyring_name(const char *path, char ret[7 + 32 + 1], struct error *e) _must_check_;
/* Key, store, and what there is to say on sitting down: work finished after a crash, an old roster. */
bool session_desk(struct invocation *in, enum store_use use, struct desk *ret, struct error *e) _must_check_;
/* A command's frame. `run` does the work and fills the output, which is printed when
 * it succeeded; without a desk, and at one. The exit code. */
int session_run(struct invocation *in, bool (*run)(struct invocation *in, struct output *o, struct error *e));
int session_run_at_desk(struct invocation *in, enum store_use use,
                        bool (*run)(struct invocation *in, struct output *o, struct desk *d,
                                    struct error *e));
/* Somebody's words, from a file or from standard input ("-"), without the last line's end. They may be about
 * a client. */
bool session_words(const char *path, size_t most, struct buffer *ret, struct error *e) _must_check_;
/* Prints the error and, when a refusal could not be logged, that too; gives the exit code. */
int session_fail(struct invocation *in, const struct desk *d, const struct error *e);
