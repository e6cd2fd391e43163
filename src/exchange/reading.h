/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Looking at case records: list, show, search, export. Each is an act with an entry
 * for every client that was shown; the caller shows nothing before it succeeded. Of a
 * record that is restricted, list and search tell that it is; the others don't use it. */

#include "exchange/desk.h"
#include "store/records.h"
#include "store/requests.h"

/* What list and search show of a record, which their entries tell; show and export show all of it. */
#define READING_LISTED \
	"wet naam.voornamen naam.voorvoegsel naam.geslachtsnaam geboorte.datum zaak.identificatie"

typedef bool (*reading_each)(void *context, const struct stored_record *r, struct error *e);

/* Up to `limit` current records; `*ret_total` of how many. */
bool reading_list(struct desk *d, const struct selection *which, uint64_t limit, uint64_t *ret_total,
                  reading_each each, void *context, struct error *e) _must_check_;
/* One record, with its history when `history`. ERR_RESTRICTED, unless it is shown to the client, which its
 * entry tells in private. */
bool reading_show(struct desk *d, const char *id, bool history, bool to_client, reading_each each,
                  void *context, struct error *e) _must_check_;
/* Full-text; `terms` as typed. */
bool reading_search(struct desk *d, struct bytes terms, uint64_t limit, reading_each each, void *context,
                    struct error *e) _must_check_;
/* Current records as NDJSON to a new file: the one act that writes case data in the clear. Those that are
 * restricted are left out and counted; ERR_RESTRICTED when there are no others. */
bool reading_export(struct desk *d, const struct selection *which, const char *path, bool replace,
                    uint64_t *ret_count, uint64_t *ret_restricted, uint64_t *ret_arrived, struct error *e)
	_must_check_;

/* The records that say the same in a field, as one plan's do. Those that `wanted` passes over (NULL: none)
 * are as if they weren't there. Of one that is restricted `hidden` is told, which shows nothing of it; each
 * other is logged as shown. `whole` sees that this was all, before any of it is logged. ERR_TOO_LARGE above
 * LIMIT_TOGETHER_RECORDS. */
struct reading_together {
	const char *field, *value;
	const char *fields; /* what is shown of each, for its entry */
	bool (*wanted)(void *context, const struct stored_record *r);
	reading_each each, hidden;
	bool (*whole)(void *context, struct error *e);
	void *context;
};
bool reading_together(struct desk *d, const struct reading_together *t, struct error *e) _must_check_;

/* A request, by the id of the letter that asks in hex, whichever way it went: what it is, then each client of
 * it in order, with the record that is here. ERR_NOT_FOUND. */
struct reading_asked {
	const struct request_client *client;
	const struct record *record; /* NULL: none is here */
};
bool reading_request(struct desk *d, const char *id,
                     bool (*whole)(void *context, const struct request_row *row, struct error *e),
                     bool (*each)(void *context, const struct reading_asked *c, struct error *e),
                     void *context, struct error *e) _must_check_;
