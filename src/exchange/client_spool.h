/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the log entries of an act's clients commit to, kept in a spool until the act's own
 * entry is logged: that one comes first, and its counts are known only when the last client
 * was met. */

#include "log/entry.h"
#include "record/record.h"

struct spool;
struct client_spool {
	struct spool *spool;
	uint64_t count;
	uint64_t without_case; /* of those whose record was at hand */
	struct buffer line;
};
bool client_spool_start(struct client_spool *c, const char *directory, struct error *e) _must_check_;
bool client_spool_add_bsn(struct client_spool *c, struct bytes bsn /* may be empty */, const char *record_id,
                          const char *consents, const char *withheld, struct error *e) _must_check_;
bool client_spool_add(struct client_spool *c, const struct record *r, const char *record_id,
                      const char *consents, const char *withheld, struct error *e) _must_check_;
/* In the order in which they were added, as an entry's private part says it. */
bool client_spool_each(struct client_spool *c,
                       bool (*each)(void *context, struct entry_private *p, struct error *e), void *context,
                       struct error *e) _must_check_;
void client_spool_clear(struct client_spool *c);
