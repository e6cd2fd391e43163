/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A breach and what it laid open, as it is told. */

#include "exchange/breaching.h"
#include "report/account.h"
#include "tools/common/session.h"

/* Its state: number, about what, when learned, by when to report, what was said since. */
void breach_tell_state(struct session *s, const struct breach *b);
/* A table of many: rows between the start and account_table_end. */
void breach_tell_rows_start(struct account *a);
void breach_tell_row(struct session *s, const struct breach *b);
/* `named`: the clients by name and case number, where whoever asks may see them. */
bool breach_tell(struct session *s, const struct breach *b, const struct exposure *x, bool named,
                 struct error *e) _must_check_;
/* Parts of it, for texts: what can be read and which letters; with whose keys; and which fields, of how many.
 */
void breach_tell_exposure(struct session *s, struct account *a, const struct exposure *x);
void breach_tell_keys(struct account *a, const struct exposure *x, uint64_t clear);
void breach_tell_fields(struct session *s, struct account *a, const struct exposure *x);
