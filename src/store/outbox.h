/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Files on their way out, as far as the store is concerned: the lock that tells a
 * program that is publishing from one that crashed, and finishing after a crash. */

#include "store/store.h"

/* Held until `outbox_release` or the store is closed. ERR_BUSY. */
bool outbox_hold(struct store *s, struct error *e) _must_check_;
void outbox_release(struct store *s);
