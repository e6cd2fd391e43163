/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What this unit holds of a joint plan, or of a household, across its records ("één gezin, één plan, één
 * regisseur"): whose records, who directs each case as far as it is known here, which steps were agreed, and
 * what is due. It is read and nothing else, as any record is (exchange/reading.h): what a person may not see
 * is counted, and each client who is shown has an entry in the log.
 *
 * A plan's number is its register's, and two registers may give the same one. So records from more than one
 * unit are taken together only where they share a client, and otherwise it is asked from which.
 * docs/adr/0112-a-plan-across-records.md. */

#include "exchange/handover.h"
#include "store/arrivals.h"

/* The word of the command, and the field by which a record names it. */
/* clang-format off */
#define JOINT_KINDS(X) \
	X(JOINT_PLAN, "plan", "plan.id") \
	X(JOINT_HOUSEHOLD, "household", "huishouden.id")
/* clang-format on */
enum joint_kind {
#define X(kind, name, field) kind,
	JOINT_KINDS(X)
#undef X
		JOINT_KIND_COUNT
};
const char *joint_kind_name(enum joint_kind k); /* empty of a value outside the enum */

struct joint_record {
	char id[RECORD_ID_SIZE + 1];
	char unit[128 + 1]; /* it came from; this unit's own name of its own */
	bool received;
	struct record record; /* only what `joint_view.shown` names is to be told */
	struct handover_standing standing;
	moment decide_by; /* it arrived, and is to be accepted or declined by this day; 0: no */
	size_t client;    /* from 0; equal for one client's records */
};

/* What a record says of one step; values are borrowed from the record. */
struct joint_step {
	size_t record;   /* index in the view */
	unsigned number; /* 1 for plan.actie, 2 for plan.actie2 … */
	struct bytes what, unit, day, state;
	moment due; /* the day, where it is one; 0 */
	bool ended; /* done or dropped */
	bool again; /* another record of this client says the same, above */
};

struct joint_view {
	enum joint_kind kind;
	char *shown; /* names of the fields that are shown, a blank between */
	struct joint_record *records;
	size_t record_count, client_count;
	struct joint_step *steps; /* by day, those without one last */
	size_t step_count;
	uint64_t hidden_records;
	uint64_t hidden_clients; /* of whom nothing is shown */
};
void joint_view_clear(struct joint_view *v); /* wipes the records */

struct joint_wish {
	enum joint_kind kind;
	const char *value;       /* its number, as records have it */
	const char *const *from; /* units whose records count; none: all */
	size_t from_count;
};
/* ERR_NOT_FOUND: no record has that number. ERR_RESTRICTED: each that has it is restricted. ERR_AMBIGUOUS:
 * they came from units that share no client, which the detail names. ERR_TOO_LARGE. */
bool joint_read(struct desk *d, const struct joint_wish *wish, struct joint_view *ret, struct error *e)
	_must_check_;

/* Do both say the same of the same client? Whatever their numbers are. */
bool joint_same_step(const struct joint_view *v, const struct joint_step *a, const struct joint_step *b);
/* Which unit directs, over all that is shown: its name when every case that tells says the same;
 * `*ret_differ` when two don't. NULL: none is known. */
const char *joint_director(const struct joint_view *v, const char *own_unit, bool *ret_differ);
/* That a case's direction says; NULL: nothing certain. */
const char *joint_record_director(const struct joint_record *r, const char *own_unit);
