/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Small named values of a store: docs/format/store.md lists them. Written inside a transaction. */

#include "base/bytes.h"
#include "base/error.h"

struct store;

/* Appended to `ret`. ERR_NOT_FOUND. */
bool store_get(struct store *s, const char *name, struct buffer *ret, struct error *e) _must_check_;
/* The same of one that needn't be there. `ret` NULL: only whether it is. */
bool store_find(struct store *s, const char *name, bool *ret_there, struct buffer *ret, struct error *e)
	_must_check_;
bool store_set(struct store *s, const char *name, struct bytes value, struct error *e) _must_check_;
bool store_unset(struct store *s, const char *name, struct error *e) _must_check_; /* not there: nothing */
