/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What can be wrong around the programs and in a store, a check for each thing. `doctor` walks those of the
 * table that are quickly done, `check` those that look through a store whole, and a session remarks on some
 * when somebody sits down to work. A check looks and says what it found; it changes nothing, and logs
 * nothing. */

#include "cli/command.h"
#include "exchange/desk.h"

enum health {
	HEALTH_FINE,
	HEALTH_REMARK, /* nothing is wrong, and something will be or could be better */
	HEALTH_WRONG,
	HEALTH_UNKNOWN, /* it couldn't be looked at */
};
struct found {
	enum health health;
	struct error error; /* of what is wrong, or why it couldn't be looked at: its code decides the exit */
	struct buffer what; /* what was found, in words; empty where the error's own words say it */
	const char *todo;   /* what to do, translated; NULL where the error's own hint says it */
};
void found_clear(struct found *f);

/* --- those that a session asks for --- */

/* A key file or a folder that others of this machine can get at. Missing is no matter of this one. */
void check_permissions(const char *path, bool folder, struct found *ret);
/* The clock, held against the day of the roster, and against the moment of the last entry of the log (0:
 * there is none, or it isn't known). */
void check_clock(const struct roster *r, moment last, moment now, struct found *ret);
/* The day by which it is to be reviewed. */
void check_roster(const struct roster *r, moment now, struct found *ret);

/* --- all of them --- */

struct checkup {
	const struct session *session;
	const char *key, *home, *roster_file; /* NULL where it isn't known */
	struct roster *roster;                /* of that file */
	struct error no_key, no_home;         /* why it isn't known */
	struct desk *desk;                    /* once it was opened; NULL otherwise */
	struct error closed;                  /* why it couldn't be */
};
/* For whom a check is. */
enum check_for {
	CHECK_ALL,
	CHECK_KEY,    /* who has a key */
	CHECK_HOME,   /* who works at a store: looks at its folder */
	CHECK_STORE,  /* … and into it; unknown where it can't be opened */
	CHECK_ROSTER, /* who named a file with a roster */
};
/* By which command, as bits. */
enum check_by { BY_DOCTOR = 1 << 0, BY_CHECK = 1 << 1, BY_BOTH = BY_DOCTOR | BY_CHECK };
/* What later ones may rest on: of a damaged database nothing more is asked. */
enum check_ground { STANDS_ALONE, IS_GROUND, NEEDS_GROUND, IS_GROUND_AND_NEEDS_IT };
struct check {
	const char *name;  /* in JSON; never renamed */
	const char *title; /* N_("…") */
	enum check_for who;
	enum check_by by;
	void (*look)(const struct checkup *c, struct found *ret);
	enum check_ground ground;
};
/* In the order in which they are told; ends with a NULL name. */
extern const struct check checks[];
