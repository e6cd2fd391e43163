/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Choosing, on a terminal, what the command line left out of an exchange: clients by name, the team, the
 * purpose. One question after the other, in line mode; "?" explains, "<" goes back, "." stops. What is typed
 * there may tell who a client is, which no argument may. In a script what is missing is one usage error, that
 * names all of it. */

#include "cli/choices.h"
#include "cli/command.h"
#include "exchange/pack.h"
#include "tools/sluis/selection_options.h"
#include "trust/agreement.h"

#define EXCHANGE_OPTIONS \
	SELECTION_OPTIONS, { "to", 0, OPTION_VALUE, "UNIT", N_("the unit that is to receive") }, \
		{ "agreement", 0, OPTION_VALUE, "AGREEMENT", N_("needed where several fit") }, \
	{ \
		"purpose", 0, OPTION_VALUE, "PURPOSE", N_("the agreement's purpose") \
	}

struct picked {
	struct dialogue talk;
	struct selection_options clients;
	const char *to, *agreement, *purpose; /* of the command line, or of what is owned below */
	char *owned_to, *owned_agreement, *owned_purpose;
};
void picked_clear(struct picked *p);
/* To be previewed or packed; borrows from `p`. */
struct pack_request picked_request(const struct picked *p);

/* --to, --agreement, --purpose and the options of a selection, as far as they were given; asks the rest.
 * ERR_USAGE, ERR_NOT_FOUND, ERR_AGREEMENT_UNKNOWN when there is none to choose from; ERR_INTERRUPTED when it
 * was stopped. */
bool pick_exchange(struct session *s, struct picked *ret, struct error *e) _must_check_;
/* One client or several, by name, birth date, case number or the beginning of an id. `*ret_reply` says
 * whether it was REPLY_BACK or REPLY_STOP instead. Each search is logged as a look. */
bool pick_clients(struct session *s, struct dialogue *talk, bool several, struct selection_options *ret,
                  enum reply *ret_reply, struct error *e) _must_check_;
/* Says that nothing was done, and fails with ERR_INTERRUPTED. */
bool picker_stopped(struct session *s, struct error *e);
/* A day as people write it, 31-12-2026 or 2026-12-31, "vandaag", or Enter for `standard` when that isn't 0.
 */
bool pick_day(struct dialogue *talk, const char *question, moment standard, moment *ret,
              enum reply *ret_reply, struct error *e) _must_check_;
