/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the log entries of an act's clients commit to, kept in a spool until the act's own
 * entry is logged: that one comes first, and its counts are known only when the last client
 * was met. */

#include "exchange/act.h"
#include "record/record.h"

struct spool;
struct client_spool {
	struct spool *spool;
	uint64_t count;
	struct buffer line;
};
bool client_spool_start(struct client_spool *c, const char *directory, struct error *e) _must_check_;
bool client_spool_add_bsn(struct client_spool *c, struct bytes bsn /* may be empty */, const char *record_id,
                          const char *consents, const char *withheld, struct error *e) _must_check_;
bool client_spool_add(struct client_spool *c, const struct record *r, const char *record_id,
                      const char *consents, const char *withheld, struct error *e) _must_check_;
/* Once the act's entry is logged: an entry for each. */
bool client_spool_log(struct client_spool *c, struct act *a, struct error *e) _must_check_;
void client_spool_clear(struct client_spool *c);
