/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Temporary files in a store's home and outbox: the lock that tells a program that is
 * publishing from one that crashed, finishing after a crash, and sweeping. */

#include "store/store.h"

/* To be held before a temporary file is made in the home or its outbox, inside a transaction or not, until it
 * has its name: until `outbox_release`, `store_rollback` or the store is closed. Waits some two seconds.
 * ERR_BUSY. */
bool outbox_hold(struct store *s, struct error *e) _must_check_;
void outbox_release(struct store *s);
/* Remove the temporary files that a crash left, unless a row of `exchanges` waits to be finished with one
 * (its finishing sweeps) or another program holds the lock. Nothing is removed by a store that holds the lock
 * itself. */
bool outbox_sweep(struct store *s, struct error *e) _must_check_;
