/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Secrets: keys and passphrases, in memory that is locked, guarded, wiped, left
 * out of core dumps, and inaccessible except while it is used. Never grown, never
 * formatted, never in an error. */

#include "base/bytes.h"

/* Once at start of every program that touches secrets: sodium_init, no core
 * dumps (PR_SET_DUMPABLE 0, RLIMIT_CORE 0). ERR_LIBRARY. */
bool crypto_start(struct error *e) _must_check_;
/* False when memory can't be locked here (RLIMIT_MEMLOCK): worth a warning once. */
bool crypto_memory_locks(void);

struct secret {
	uint8_t *data; /* NULL when empty; readable only between open and close */
	size_t size;
};

bool secret_new(struct secret *ret, size_t size, struct error *e) _must_check_;    /* zeros; left open */
bool secret_random(struct secret *ret, size_t size, struct error *e) _must_check_; /* left closed */
/* Copies and wipes nothing: the caller wipes `from`. Left closed. */
bool secret_copy(struct secret *ret, struct bytes from, struct error *e) _must_check_;
void secret_clear(struct secret *s); /* wipes and frees; empty is fine */
/* The text in the form in which it is compared (NFC, `text_compose_into`), never outside secret memory; a
 * copy of what isn't UTF-8. */
bool secret_compose(struct secret *ret, const struct secret *from, struct error *e) _must_check_;
/* Access. Opens nest no deeper than one. `secret_open` gives a view until `secret_close`. */
struct bytes secret_open(const struct secret *s);
void secret_close(const struct secret *s);
void secret_move(struct secret *to, struct secret *from); /* `to` must be empty */

bool bytes_equal_secret(struct bytes a, struct bytes b); /* constant time in content */
void random_bytes(void *out, size_t size);
