/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The kinds of text that officers sign. Each says, in one row, how it is read and what is checked before
 * anybody signs, whose signatures it needs, and what is shown of it; `X sign FILE` and `setup` go by that. */

#include "tools/officer/signing.h"

/* What lies beside the text, and is needed for reading it or counting its signatures. */
struct signable_with {
	const struct roster *roster;         /* whose officers sign; NULL: not known */
	const struct rosters_before *before; /* of a roster: the versions before, as far as at hand */
	const char *const *pinned;           /* paths of what an agreement pins */
	size_t pinned_count;
};

struct signable {
	const char *type; /* "sluis.roster/v1" */
	const char *kind; /* N_("a roster") */
	/* Reads it and finds what forbids signing it; `*ret` is for the others, and freed by `end`. */
	bool (*begin)(const struct signable_with *with, struct bytes raw, const char *path, void **ret,
	              struct error *e);
	bool (*needs)(struct signing *g, const void *what, const struct signable_with *with, struct error *e);
	bool (*describe)(struct account *o, const void *what, struct error *e);
	void (*end)(void *what);
};
/* NULL when officers sign no such text. */
const struct signable *signable_of(const char *type);

/* A text that is ready to be signed. `raw` and `path` are borrowed, and so is what `with` names. */
struct signable_text {
	const struct signable *kind;
	void *what;
	struct signing signing;
};
/* ERR_NOTE when the text isn't of that type; what the kind's `begin` says. */
bool signable_begin(const char *type, const char *path, struct bytes raw, const struct signable_with *with,
                    struct signable_text *ret, struct error *e) _must_check_;
void signable_end(struct signable_text *t);
/* The command: signs the file that was named, which must be of that type. */
bool signable_command(struct session *s, const char *type, struct error *e) _must_check_;

/* The rows, each from beside its subject's other commands. */
extern const struct signable signable_roster, signable_grounds, signable_override, signable_catalogue,
	signable_agreement, signable_report, signable_resumption, signable_termination, signable_order;
