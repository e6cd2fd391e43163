/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The recovery key at a store: whether it opens it, and when that was shown last. Neither changes what the
 * store holds of clients, and no secret of the key is kept. */

#include "store/store.h"

/* Opens the slots with `key`, the database with what they hold, as somebody would who has nothing else, and
 * reads a row. ERR_NO_KEY when it has no slot; ERR_STORE_KEY when what its slot holds doesn't open this
 * store; those of slots_read_store. */
bool recovery_opens(struct store *s, const struct age_identity *key, struct error *e) _must_check_;

/* In a transaction: that this was shown with the key of `recipient`. */
bool recovery_note_drill(struct store *s, const struct age_recipient *recipient, moment when, struct error *e)
	_must_check_;
/* When it was shown last with this key; 0: never. */
bool recovery_last_drill(struct store *s, const struct age_recipient *recipient, moment *ret, struct error *e)
	_must_check_;
