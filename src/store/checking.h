/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whether a store is what it says, looked at whole; what opening it looks at is store.h's. Each reads all
 * there is of its kind, in a transaction that reads, or is taken back. */

#include "base/error.h"

struct store;

/* Trees and indexes of the database, and rows that refer to each other. Only once its pages are known to be
 * as they were written (store_check_whole). ERR_STORE_DAMAGED. */
bool checking_database(struct store *s, struct error *e) _must_check_;
/* The search index by its own check, and each record held against it: `*ret_missing` aren't found by their
 * own words. Only once the database is known to be sound. ERR_STORE_DAMAGED. */
bool checking_search(struct store *s, uint64_t *ret_missing, struct error *e) _must_check_;
/* Each entry in its place, and the tree from the entries alone: it must give the root of the newest
 * checkpoint. ERR_LOG, ERR_LOG_ENTRY, ERR_LOG_MISSING, ERR_LOG_ROOT. */
bool checking_log(struct store *s, struct error *e) _must_check_;
/* The outbox against what the database says of letters. */
struct outbox_state {
	uint64_t there, missing; /* letters on their way, with their file and without it */
	uint64_t unknown;        /* files that are no letter's */
};
bool checking_outbox(struct store *s, struct outbox_state *ret, struct error *e) _must_check_;
