/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Corrections and disputes of records: a row for each record in each letter, until the record is gone. And of
 * records that an import changed after they had left: a row for each unit that has what they said before. */

#include "store/records.h"
#include "trust/manifest.h"

struct store;

enum correction_way {
	WAY_CORRECTED, /* this unit told another what is right */
	WAY_CORRECTION_CAME,
	WAY_DISPUTED, /* this unit told where the record came from that it isn't right */
	WAY_DISPUTE_CAME,
	WAY_DUE, /* nobody was told yet; `letter` is the package that brought what isn't so any more */
};
struct correction_row {
	enum correction_way way;
	uint8_t letter[PACKAGE_ID_SIZE], package[PACKAGE_ID_SIZE];
	const char *peer, *tag, *fields; /* fields: names, a blank between */
	char record[RECORD_ID_SIZE + 1];
	int64_t version;              /* of WAY_CORRECTED: place in the history of what had gone */
	struct bytes line;            /* of what waits: as it came; else empty */
	moment made, decided;         /* decided 0: nothing came of it yet */
	const char *outcome, *reason; /* NULL; codes of trust/correction.h */
};
bool corrections_add(struct store *s, const struct correction_row *r, struct error *e) _must_check_;
/* In the order in which they came; of one record (NULL: of all), and one way (-1: each). */
bool corrections_each(struct store *s, const char *record, int way,
                      bool (*each)(void *context, const struct correction_row *r, struct error *e),
                      void *context, struct error *e) _must_check_;
/* What came of the one with that tag in that letter, unless something later is known. `*ret_record` is empty
 * when there is none. */
bool corrections_settle(struct store *s, enum correction_way way, const uint8_t letter[PACKAGE_ID_SIZE],
                        const char *tag, const char *outcome, const char *reason, moment decided,
                        char ret_record[RECORD_ID_SIZE + 1], struct error *e) _must_check_;
/* Nobody needs to be told of this record any more. */
bool corrections_forget_due(struct store *s, const char *record, struct error *e) _must_check_;
/* Nor of those that say again what had left. */
bool corrections_forget_undone(struct store *s, struct error *e) _must_check_;
struct correction_counts {
	uint64_t due, disputed; /* records: changed after they left; disputed, and unanswered */
	uint64_t kept;          /* elsewhere, though corrected here */
	moment first;           /* when the oldest dispute came; 0 */
};
bool corrections_count(struct store *s, struct correction_counts *ret, struct error *e) _must_check_;
/* To how many records of each unit that is due. */
bool corrections_due_units(struct store *s,
                           bool (*each)(void *context, const char *unit, uint64_t records, struct error *e),
                           void *context, struct error *e) _must_check_;

/* --- records, by what units tell each other --- */

/* The id of the record that `sender` tells apart by `tag`; empty: there is none here. */
bool corrections_find_record(struct store *s, const char *sender, const char *tag, const char *agreement,
                             const char *purpose, char ret[RECORD_ID_SIZE + 1], struct error *e) _must_check_;
/* What a record said when it went with `package`, made at `when`: the newest version that had left by then,
 * or the one that an earlier correction of the same package knew. `*ret_version` is its place in the history,
 * 0 of the current one; -1: there is none any more. */
bool corrections_version_sent(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                              moment when, struct buffer *ret_json, int64_t *ret_version, struct error *e)
	_must_check_;
/* What it said when it came with `package`; `*ret_there` false: not known any more. */
bool corrections_version_came(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                              struct buffer *ret_json, bool *ret_there, struct error *e) _must_check_;
/* Which fields of a record were brought by what its sender numbered later than `sequence`: all of them, when
 * that was a package or a correction; else those that were asked for of answers, each with a blank behind it.
 */
bool corrections_brought_since(struct store *s, const char *record, uint64_t sequence, bool *ret_all,
                               struct buffer *ret_names, struct error *e) _must_check_;
/* Records that this import changed after they had left, each with the entries of the log that name it. */
bool corrections_changed(struct store *s, int64_t import,
                         bool (*each)(void *context, const char record[RECORD_ID_SIZE + 1], uint64_t index,
                                      struct error *e),
                         void *context, struct error *e) _must_check_;
