/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Case records in the store: typed table, history, imports, full-text search. Rows
 * hold the record's JSON; key columns are derived from it. */

#include "base/moment.h"
#include "record/record.h"
#include "trust/arrival.h"

struct store;

#define RECORD_ID_SIZE 32u  /* hex digits of 128 random bits: opaque, safe in argv */
#define RECORD_TAG_SIZE 32u /* of a sender's record, at its receivers: record_tag.h */
#define RECORD_NEWEST UINT64_MAX

struct stored_record {
	char id[RECORD_ID_SIZE + 1];
	struct bytes json;               /* valid during the callback */
	struct bytes key;                /* what tells it from others here; empty of a version before */
	const char *tag;                 /* by the sender, where one is put; NULL or empty: none */
	const char *source;              /* mapping's source name, or the sending unit for received records */
	const char *package;             /* hex id of the package it came with; NULL for an imported one */
	const char *agreement, *purpose; /* of the package; NULL */
	uint64_t
		sequence; /* of the package, where one is put; RECORD_NEWEST: into what stands; 0 when read */
	moment taken_in;
	moment retain_until;        /* 0: not set */
	bool superseded;            /* only in history */
	bool restricted;            /* kept, and not to be used (restrictions.h) */
	enum arrival_state arrival; /* ARRIVAL_ACCEPTED of the unit's own */
};

enum record_change { RECORD_ADDED, RECORD_CHANGED, RECORD_SAME };

/* One import (a file, or a package). */
bool import_begin(struct store *s, const char *source, const char *file_label, int64_t *ret_import,
                  struct error *e) _must_check_;
/* What an import asks before a row of its file supersedes a record. */
struct record_guard {
	uint64_t line; /* of the row */
	/* May the record, as it stood `before`, become this? ERR_* of a row otherwise. NULL: yes. */
	bool (*may_change)(void *context, struct bytes before, struct error *e);
	void *context;
};
/* Adds or supersedes by key (`record_key`). With a `guard`, of two rows with one key in an import the second
 * is the same or ERR_DUPLICATE, which names the line of the first; nothing is put then, nor when the guard
 * says no. NULL: what comes supersedes. Prepared statements are kept between calls. `template` gives package,
 * agreement, purpose, sequence, retain_until (NULL for an import). `ret_id` gets the id: unchanged when a row
 * supersedes another. Of received versions the one whose letter has the later number is current; one that
 * comes behind it goes to the history, and the change is RECORD_SAME. */
bool record_put(struct store *s, int64_t import, const char *source, const struct record *r,
                const struct stored_record *template, const struct record_guard *guard,
                enum record_change *ret_change, char ret_id[RECORD_ID_SIZE + 1], struct error *e)
	_must_check_;
/* The received record that such a one would supersede, if there is one: as above by `source` and `template`.
 */
bool record_find_received(struct store *s, const char *source, const struct record *r,
                          const struct stored_record *template,
                          bool (*each)(void *context, const struct stored_record *before, struct error *e),
                          void *context, struct error *e) _must_check_;
struct import_counts {
	uint64_t read, added, changed, same, rejected, skipped;
};
bool import_end(struct store *s, int64_t import, const struct import_counts *counts, struct error *e)
	_must_check_;
/* Takes an import back: its rows go, what they superseded returns. ERR_NOT_FOUND, ERR_IMPORT_RECEIVED when it
 * is a package that was opened, ERR_IMPORT_PACKED when one of its records was packed, or superseded since
 * (ERR_EXISTS detail). */
bool import_undo(struct store *s, int64_t import, uint64_t *ret_rows, struct error *e) _must_check_;

/* Which records. Exactly one of these. */
enum selection_kind {
	SELECT_ALL,
	SELECT_RECORDS,
	SELECT_LIST,
	SELECT_BSNS,
	SELECT_PENDING,
	SELECT_TIED,
	SELECT_TIED_BEFORE,
	SELECT_FIELD
};
struct selection {
	enum selection_kind kind;
	const char *const *items; /* record ids or BSNs */
	size_t count;
	const char *list;          /* name */
	const uint8_t *package;    /* SELECT_PENDING: id of the package that waits for approval; those of its
	                              records that still are there */
	const char *tie;           /* SELECT_TIED: those about whom it names (trust/tie.h); there may be none.
	                              SELECT_TIED_BEFORE: those of which an earlier version was, perhaps of
	                              somebody else; it goes through all of these, so for what is seldom */
	const char *field, *value; /* SELECT_FIELD: those that have this text in the field of that name, if
	                              any do. It goes through all records, too */
};
/* Current records in a stable order (by rowid), streaming: memory doesn't grow with their number. `own_only`:
 * imported ones, not those received from others. Unknown ids or BSNs: ERR_NOT_FOUND names the ordinal of the
 * item, never the BSN. */
bool records_each(struct store *s, const struct selection *which, bool own_only,
                  bool (*each)(void *context, const struct stored_record *r, struct error *e), void *context,
                  struct error *e) _must_check_;
/* The first `limit` of all, in that order; the others aren't read. */
bool records_first(struct store *s, uint64_t limit,
                   bool (*each)(void *context, const struct stored_record *r, struct error *e), void *context,
                   struct error *e) _must_check_;
/* The current records that came with an import. */
bool records_of_import(struct store *s, int64_t import,
                       bool (*each)(void *context, const struct stored_record *r, struct error *e),
                       void *context, struct error *e) _must_check_;
bool records_history(struct store *s, const char *id,
                     bool (*each)(void *context, const struct stored_record *r, struct error *e),
                     void *context, struct error *e) _must_check_;
/* FTS5 over names, addresses, case numbers, BSN and texts, and the birth date; `terms` is what the user
 * typed, quoted by us, never FTS syntax; prefix match on the last (`search_query_read`). At most `limit`. */
bool records_search(struct store *s, struct bytes terms, uint64_t limit,
                    bool (*each)(void *context, const struct stored_record *r, struct error *e),
                    void *context, struct error *e) _must_check_;
bool records_count(struct store *s, uint64_t *ret, struct error *e) _must_check_;
/* Marks records as packed (so their import can't be undone). */
bool record_mark_packed(struct store *s, const char *id, struct error *e) _must_check_;
