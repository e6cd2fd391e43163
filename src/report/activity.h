/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What was done, counted while logs are verified (`activity_see` looks on): over
 * time, by unit, act, purpose and person-role, and what is odd enough to ask about.
 * No client can be in it, since none is in an entry; but a count of one or two may
 * still tell, so whoever shows counts of clients shows none below ACTIVITY_LEAST. */

#include "log/entry.h"

#define ACTIVITY_LEAST 5u
#define ACTIVITY_LARGEST 5u

struct tally {
	char key[160];
	uint64_t acts, clients;
	uint64_t outside; /* acts outside office hours */
	uint64_t refused;
	uint64_t most; /* clients in the largest act */
	/* Of acts that show clients alone: */
	uint64_t looks, looks_outside; /* clients in them; those outside office hours */
	uint64_t without_case;         /* of them without a case number */
	uint64_t many;                 /* hours in which one person looked at ACTIVITY_MANY or more */
	int64_t hour;                  /* of a person: which hour by the clock … */
	uint64_t in_hour;              /* … and looks in it so far */
};
#define ACTIVITY_MANY 50u
struct tallies {
	struct tally *items; /* in the order of their first appearance, until `activity_end` sorts them */
	size_t count, last;
};
struct large_act {
	char unit[128 + 1], action[32];
	uint64_t index, clients;
	moment when;
};
struct activity {
	char month[8];       /* "2026-05": only acts of that month, in Europe/Amsterdam; empty: all */
	struct tallies days; /* "2026-05-04", the day in Europe/Amsterdam */
	struct tallies units, actions, purposes;
	struct tallies people;    /* "oss.nl/wi mandate role" */
	struct tallies roles;     /* "oss.nl/wi role" */
	struct tallies followed;  /* "outside-hours explained", of remarks on `month` */
	struct tallies refusals;  /* by finding */
	struct tallies overrides; /* by hash: of acts that rested on one */
	struct large_act
		largest[ACTIVITY_LARGEST]; /* of those that read, searched or exported, the largest first */
	uint64_t acts, clients, outside, clock_back;
	moment first, last;        /* 0: nothing was done */
	struct large_act open;     /* the act whose clients are being counted */
	bool consulting, skipping; /* it shows clients; it is of another month */
	bool open_outside;
	uint64_t open_without_case;
};
void activity_clear(struct activity *a);
bool activity_see(void *context, const struct entry *entry, struct error *e)
	_must_check_; /* `each` of a verify_request; logs one after another */
void activity_end(struct activity *a);

#define OFFICE_FROM 7u   /* o'clock, Monday to Friday … */
#define OFFICE_UNTIL 19u /* … up to here; public holidays aren't known */
