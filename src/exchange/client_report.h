/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a client is told when she asks what there is of her (AVG 15; Wmo 5.3.2): the parts of one or more
 * units, each a disclosure with what there is beside the log (exchange/client_part.h). A part of this unit is
 * made, and logged; those of others come as files that they made for this very clerk, and are believed as an
 * auditor believes them: by public keys, from the fingerprint that this store has. What is told of a part is
 * read from its bytes as they were proved. Nothing here makes words of it. */

#include "exchange/disclose.h"
#include "log/disclosure.h"
#include "log/entry.h"

#define CLIENT_REPORT_PARTS 100u
#define CLIENT_REPORT_AGE \
	(31 * SECONDS_A_DAY) /* of another unit's part: older than the month of AVG 12(3) \
	                      */
#define CLIENT_REPORT_REASON "AVG art. 15"

enum report_sort {
	REPORT_WENT,   /* cases that left, or what corrects them */
	REPORT_CAME,   /* … and came */
	REPORT_LETTER, /* any other letter, or one that waits for a second person */
	REPORT_LOOKED,
	REPORT_SAID, /* by the client: declared, withdrawn, asked */
	REPORT_DID,  /* what else was done */
	REPORT_REFUSED,
};

/* An act that touched the client, once for each record that it took along and else once. Owned. */
struct report_row {
	enum report_sort sort;
	uint64_t act, entry; /* places of the act, and of what it says of the client */
	moment when;
	char *package; /* by which what one unit sent and another received is the same */
	char *action, *kind, *peer, *agreement, *purpose, *role, *right, *decision, *reason, *article, *term;
	uint64_t version;     /* of the agreement */
	char *withheld;       /* withheld.h; NULL */
	const json_t *fields; /* of what went or came, names; NULL: not known */
};

struct report_part {
	char *path;         /* NULL: this unit's own */
	struct buffer file; /* the disclosure, in the clear */
	struct disclosure what;
	struct disclosure_text *text;
	json_t *lines; /* an array of what stands beside the log */
	struct report_row *rows;
	size_t row_count;
	uint64_t entries; /* with something private of the client */
};
/* The next line that tells of `what`, from `*at` on; NULL: no more. */
const json_t *report_part_next(const struct report_part *p, const char *what, size_t *at);
/* Of a line: a text, a day or a moment; NULL and 0 where it isn't there. */
const char *report_line_text(const json_t *line, const char *key);
moment report_line_moment(const json_t *line, const char *key);
/* The terms of a purpose as this version of the agreement has them, 0: the newest that the part tells; NULL:
 * it doesn't. */
const json_t *report_part_terms(const struct report_part *p, const char *agreement, const char *purpose,
                                uint64_t version);

struct client_report {
	struct report_part *parts; /* this unit's first */
	size_t count;
	uint64_t entry; /* of the act of making it */
};
void client_report_clear(struct client_report *r);

struct client_report_request {
	struct client_part_request client;
	const char *const *others; /* paths of other units' parts */
	size_t other_count;
	const struct keyfile *second; /* where the roster asks for two; NULL */
};
/* Makes this unit's part and takes the others in. Logged as a disclosure to the client, by whoever works at
 * the desk; the requests to see that are open are marked as reported. What ERR_PART says is unfit is refused
 * and nothing is made: a part of another client, for another clerk, of this unit, of one that has one
 * already, too old, no part, or with lines that say what they may not (docs/format/log.md); and whatever
 * disclosure_verify refuses. */
bool client_report_make(struct desk *d, const struct client_report_request *q, struct client_report *ret,
                        struct error *e) _must_check_;

/* The same, of a file that is opened already, for tests and for what is measured: reads and checks one. */
bool report_part_read(struct report_part *p, const struct roster_chain *rosters, struct error *e)
	_must_check_;
void report_part_clear(struct report_part *p);

/* When a report was made for an open request, 0: none was. Where the store keeps it is
 * docs/format/store.md's.
 */
bool client_report_made(struct store *s, uint64_t request, moment *ret, struct error *e) _must_check_;
