/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Temporary files in a store's home and outbox, and the lock that tells a program which is publishing from
 * one that crashed. What a crash left unfinished is exchanges.h's to finish: here nobody knows of letters. */

#include "base/error.h"

#include <stddef.h>

struct store;

/* To be held before a temporary file is made in the home or its outbox, inside a transaction or not, until it
 * has its name: until `outbox_release`, `store_rollback` or the store is closed. Waits some two seconds.
 * ERR_BUSY. */
bool outbox_hold(struct store *s, struct error *e) _must_check_;
void outbox_release(struct store *s);
/* The lock's other kind: nobody publishes while `*ret_fd` is open. Never waits; `*ret_held` is false, and
 * `*ret_fd` untouched, while another program publishes, or this store itself. */
bool outbox_claim(struct store *s, int *ret_fd, bool *ret_held, struct error *e) _must_check_;
/* Counts the temporary files, or removes them as well: with the outbox claimed, they are a crash's. */
bool outbox_temporaries(struct store *s, bool remove, size_t *ret_count, struct error *e) _must_check_;
