/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The options that choose clients, which several commands have: --all, --record ID…, or
 * --select-from FILE (BSNs, one a line, so that none stands in an argument). */

#include "cli/command.h"
#include "store/records.h"

#define SELECTION_OPTIONS \
	{ "all", 0, OPTION_FLAG, NULL, N_("every client") }, \
		{ "record", 0, OPTION_VALUES, "ID…", \
		  N_("these records, by the ids that `sluis list` shows, or their beginnings, or case " \
		     "numbers") }, \
	{ \
		"select-from", 0, OPTION_VALUE, "FILE", \
			N_("the clients whose BSNs stand in FILE, one a line; - is standard input") \
	}

struct selection_options {
	struct selection selection;
	char **items; /* owned: BSNs, or whole ids */
	size_t count;
};
/* Was any of them given? */
bool selection_options_given(const struct invocation *in);
/* One record more, by its whole id; the selection is of records then. */
bool selection_options_add(struct selection_options *c, const char *id, struct error *e) _must_check_;
/* Of the session with an open store. ERR_USAGE, ERR_NOT_FOUND, ERR_AMBIGUOUS. */
bool selection_options_read(struct session *s, struct selection_options *ret, struct error *e) _must_check_;
/* The same for a command without --all. */
bool selection_options_read_some(struct session *s, struct selection_options *ret, struct error *e)
	_must_check_;
/* Those whose BSNs stand in a file, one a line. ERR_USAGE: there is none. */
bool selection_options_read_bsns(const char *path, struct selection_options *ret, struct error *e)
	_must_check_;
void selection_options_clear(struct selection_options *c);
