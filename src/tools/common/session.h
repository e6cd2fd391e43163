/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a program with secrets makes ready for its commands (struct session): the person's
 * key, unlocked, and the desk at the unit's store. */

#include "cli/output.h"
#include "cli/words.h"
#include "exchange/desk.h"

/* The key of a file under the passphrase that `prompt` asks for. At a terminal a wrong one is asked again,
 * three times in all. The passphrase is the caller's to clear. ERR_PASSPHRASE &c. of keyfile_read. */
bool session_key_typed(struct invocation *in, const char *path, const char *prompt,
                       struct secret *ret_passphrase, struct keyfile *ret, struct error *e) _must_check_;
/* From the session keyring when `sluis unlock` put it there, else from the key file with its passphrase. */
bool session_key(struct invocation *in, struct keyfile *ret, struct error *e) _must_check_;
#define SECOND_KEY_OPTION \
	{ \
		"second-key", 0, OPTION_VALUE, "KEY", N_("key file of the second person, who signs as well") \
	}
/* The key of the second person who is at the desk, with that person's own passphrase: empty when --second-key
 * isn't given. */
bool session_second_key(struct invocation *in, struct keyfile *ret, struct error *e) _must_check_;
/* Only from the keyring: asks for nothing. ERR_NOT_FOUND where it is locked. */
bool session_key_unlocked(const char *path, struct keyfile *ret, struct error *e) _must_check_;
/* The name under which the keyring holds the key of that file: "sluis:" and a hash of the file, so that a
 * changed file is asked for again. */
bool session_keyring_name(const char *path, char ret[7 + 32 + 1], struct error *e) _must_check_;
/* Writes the key to its file again, under `passphrase`, and drops what the keyring held of the file as it
 * was: that is the same key, and nobody could name it any more. `work_factor` as keyfile_write's. */
bool session_key_rewrite(const char *path, const struct keyfile *key, const struct secret *passphrase,
                         unsigned work_factor, struct error *e) _must_check_;
/* Every key that `unlock` put into the keyring, whatever its file is now. */
bool session_lock(size_t *ret_count, struct error *e) _must_check_;
/* Somebody's words, from a file or from standard input ("-"), as `text_read_words` reads them; ERR_MISSING
 * when there are none. They may be about a client. */
bool session_words(const char *path, size_t most, struct buffer *ret, struct error *e) _must_check_;

/* The key and the desk, without a word on what is there. */
bool session_sit_down(struct session *s, enum command_needs needs, struct error *e) _must_check_;
/* The two functions of struct program. Opening tells what there is to say on sitting down: work finished
 * after a crash, an old roster. */
bool session_open(struct session *s, enum command_needs needs, struct error *e) _must_check_;
void session_close(struct session *s);
/* For an act that failed once it had `begun`, behind its entry: a part is done, so that the error's "nothing
 * was changed" is not all that there is to say. Returns false. */
bool session_tell_cut_off(const struct session *s, bool begun);
/* That a refusal could not be logged, where that was so. */
void session_tell_unlogged(struct session *s);
