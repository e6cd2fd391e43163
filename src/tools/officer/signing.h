/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How an officer signs a text, whatever kind it is: what it says is shown first, and whose signatures stand
 * below it, and then it is asked; afterwards it tells how many are still needed, and from whom. Refused is a
 * key that isn't of an officer whose signature counts. */

#include "cli/confirm.h"
#include "tools/common/folder.h"
#include "tools/common/session.h"
#include "trust/quorum.h"

/* Rows for the options of each command that signs. */
#define SIGNING_ANEW \
	{ \
		"anew", 0, OPTION_FLAG, NULL, N_("take off signatures that don't fit the text any more") \
	}
#define SIGNING_ROSTER \
	{ \
		"roster", 0, OPTION_VALUE, "FILE", \
			N_("whose officers sign; the newest that lies beside the text when left out") \
	}

/* Of these officers, as many as the controller's threshold says. */
struct signing_quorum {
	const struct roster *in;
	const char *controller;
	bool one_of; /* of those that say so, one is enough; of the others, all */
};
struct signing {
	const char *path;
	struct bytes raw;               /* as the file has it, signed or not */
	const char *kind;               /* N_("a roster") */
	struct signing_quorum *quorums; /* none where no roster is known */
	size_t quorum_count;
	moment when;                 /* who is in office then */
	const char *adviser;         /* whose signature counts in none; NULL: nobody */
	bool unsure;                 /* of a roster: others may count whom we can't know */
	const struct roster *itself; /* of a roster: whom it revokes doesn't sign it */
	/* What it says. */
	bool (*describe)(struct account *o, const void *what, struct error *e);
	const void *what;
};

/* Adds a quorum; the roster and the controller's name are borrowed. Once each. */
bool signing_add(struct signing *g, const struct roster *in, const char *controller, struct error *e)
	_must_check_;
/* That of the controller whose unit it is. ERR_UNIT_UNKNOWN. */
bool signing_add_unit(struct signing *g, const struct roster *in, const char *unit, struct error *e)
	_must_check_;
/* Every controller of the roster, one of which is enough. */
bool signing_add_any(struct signing *g, const struct roster *in, struct error *e) _must_check_;
/* Those whose officers must sign that roster: of the versions before, as far as they are at hand, and of its
 * own, of each controller that the change touches. */
bool signing_add_roster(struct signing *g, const struct roster *r, const struct rosters_before *before,
                        struct error *e) _must_check_;
void signing_clear(struct signing *g);

/* Signatures that must still come; 0 where it is signed by enough, or where nobody can tell. */
uint64_t signing_missing(const struct signing *g);
/* Does a signature with this key count, and isn't it there yet? */
bool signing_waits_for(const struct signing *g, const struct keyfile *key);
/* The officers whose signature is there, and how many must still come. */
void signing_tell(struct account *o, const struct signing *g);
/* "oss.nl/p-po2, oss.nl/p-po3": those who could still sign. */
void signing_append_awaited(struct buffer *out, const struct signing *g);

/* Signs, and replaces the file. On a terminal it asks first, unless --yes. `*ret_done` false: the officer
 * said no. ERR_NOT_OFFICER; ERR_SIGNATURE when signatures don't fit any more, and --anew wasn't said;
 * ERR_FILE_EXISTS when this key signed it before. */
bool signing_sign(struct session *s, const struct keyfile *key, const struct signing *g, bool *ret_done,
                  struct error *e) _must_check_;
/* The same with the key that was named, and tells what came of it. ERR_INTERRUPTED when the officer says no.
 */
bool signing_command(struct session *s, const struct signing *g, struct error *e) _must_check_;

/* The roster that --roster names, or else the newest beside the text that is signed by enough; NULL, and
 * true, where there is none or nobody can say which. */
bool signing_roster(struct invocation *in, const char *path, struct roster **ret, struct error *e)
	_must_check_;
/* Did as many officers sign the roster as it asks, and as the version before asks, where `f` (NULL: nowhere
 * is looked) has that? A roster that nobody adopted yet says nothing of who is an officer. */
bool signing_is_adopted(const struct roster *r, const struct folder *f, bool *ret, struct error *e)
	_must_check_;
