/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Retention at work: what goes when, what stops it, and the day's run, which purges what is due and puts down
 * what was destroyed. Each is an act; whose records they are stands in private, as ever, and of what was
 * purged only the record's id. */

#include "exchange/desk.h"
#include "store/purging.h"
#include "store/retention.h"
#include "trust/retention_term.h"

/* Those that are due, those whose day comes within so many days, and those that are held; an act of reading
 * with an entry for each. */
bool retaining_list(struct desk *d, uint64_t days,
                    bool (*each)(void *context, const struct kept_record *k, struct error *e), void *context,
                    struct error *e) _must_check_;

/* The clock decides what is destroyed for good. So where the log had no act for longer than this, whoever
 * runs it also says what day it is. */
#define RETAINING_SILENT_DAYS 40
struct retaining_run {
	uint64_t entry; /* of the run, in the log */
	struct purged purged;
	uint64_t held; /* due, and left */
	bool settled;  /* as purge_settle */
};
/* `today`: as somebody typed it; 0: nobody did. ERR_VALUE when it isn't, ERR_USAGE when it must be said. */
bool retaining_run(struct desk *d, moment today, struct retaining_run *ret, struct error *e) _must_check_;

/* For each of these somebody with the power gives a reason in words, which stands in private in the log and,
 * of a hold, beside the record. ERR_NOT_FOUND: no such record; of releasing, no hold on it. */
bool retaining_hold(struct desk *d, const char *record, const char *reason, struct error *e) _must_check_;
bool retaining_release(struct desk *d, const char *record, struct error *e) _must_check_;
/* Never shorter: ERR_VALUE. Of a record without a term it is its first. */
bool retaining_extend(struct desk *d, const char *record, moment until, const char *reason, struct error *e)
	_must_check_;
