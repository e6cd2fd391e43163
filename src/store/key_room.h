/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Locked memory for the copies of a store's key that SQLCipher keeps while a database is open. It asks for
 * them as for any other memory, so what tells them apart is when: between giving the key and reading the
 * first page. It isn't for secrets of our own (crypto/secret.h), and not SQLCipher's own
 * `cipher_memory_security`, which locks and wipes every page as well and costs several times the work.
 * docs/threat-model.md has what stays in ordinary memory. */

#include "base/error.h"

/* Once, before SQLite is used: its allocator is then this one in front of its own. ERR_SQLCIPHER. */
bool key_room_start(struct error *e) _must_check_;
/* From here to `key_room_close`, what this thread's SQLite asks for in small pieces comes out of the room,
 * wiped when it is given back, and stays there until then. Where the room is full, or couldn't be had,
 * ordinary memory does. */
void key_room_open(void);
void key_room_close(void);
