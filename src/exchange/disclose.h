/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a log keeps private, disclosed to one person (log/disclosure.h), and forgotten
 * when its term is over. Both are acts with an entry; neither changes one. */

#include "exchange/client_part.h"

struct disclose_request {
	const char *recipient; /* a person in the roster: an officer of this unit's controller, or with a
	                          mandate for this log */
	const char *reason;    /* for the log's private part and for the recipient; names no client */
	const char *path;      /* NULL: HOME/outbox/disclosure-N.age, N the entry that tells of it */
	/* Of clients (BSNs, or records by id: SELECT_BSNS, SELECT_RECORDS), or of entries by their index. */
	const struct selection *clients; /* NULL: entries */
	const uint64_t *entries;
	size_t entry_count;
	const bool *fields; /* PRIVATE_COUNT: which; NULL for all */
	/* On the order of the officers with this hash, which was opened here: its person's acts, or its
	 * client's entries, to its auditor, for its reason; the members above are then NULL. NULL: on none.
	 */
	const struct sha256 *order;
	const struct keyfile *second; /* the second person, with a mandate for this log too; NULL for none */
	/* All of one client, with what there is beside the log; the recipient may then be anybody in the
	 * roster who answers clients, of whichever unit. NULL: not so. */
	const struct client_part_request *client;
	/* Asked before anything is logged, once it is known what will be told. NULL: nothing is. */
	bool (*meet)(void *context, struct act *a, const struct client_part *part, struct error *e);
	void *context;
	struct buffer *kept; /* gets the lines instead of a file, in the clear; NULL: a file */
};
struct disclose_result {
	char *path;   /* NULL where there is no file */
	uint64_t act; /* index of its entry */
	uint64_t entries,
		clients;    /* entries in the file, the acts they belong to included; clients among them */
	uint64_t forgotten; /* entries whose private part was gone */
};
void disclose_result_clear(struct disclose_result *r);
/* Writes the file, encrypted to the recipient alone. ERR_PERSON_UNKNOWN, ERR_REVOKED, ERR_MANDATE;
 * ERR_ORDER: not opened here, past its term, or carried out before; ERR_UNSIGNED where the roster asks for
 * two; ERR_NOT_FOUND when the log has nothing of them, and of a client the store hasn't either. */
bool disclose(struct desk *d, const struct disclose_request *request, struct disclose_result *ret,
              struct error *e) _must_check_;

struct forget_result {
	moment before; /* a day: entries of acts before it */
	uint64_t count, to_index;
};
/* Erases what is private of entries of acts before `before` (a day), or, when that is 0, before the term that
 * the roster sets. ERR_VALUE when `before` is later than the term allows. */
bool forget(struct desk *d, moment before, struct forget_result *ret, struct error *e) _must_check_;
