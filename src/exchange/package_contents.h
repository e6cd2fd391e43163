/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What preview, pack, approve and resend gather while a selection is screened: sums for people, the clients'
 * entries for the log and, where a package is made of it, its members. What they then do with it is theirs.
 */

#include "exchange/key_set.h"
#include "exchange/package.h"
#include "exchange/screening.h"
#include "exchange/tie_set.h"
#include "trust/request.h"

struct package_contents {
	/* the caller's, set before package_contents_start */
	struct act *act;
	struct screening_sums *sums;
	const uint8_t *package; /* its id (PACKAGE_ID_SIZE) when one is made; NULL: nothing but looking */
	bool approving;         /* the package was gathered before, and has to come out the same */
	bool left;              /* and it left before: nothing about it waits any more */
	bool looking;           /* and nothing of it leaves yet: no record is marked as packed */
	bool (*each)(void *context, const struct screened *s,
	             struct error *e); /* for every client; may be NULL */
	/* For each declaration that goes along with that client's record: its line, as it travels. May be
	 * NULL.
	 */
	bool (*declared)(void *context, const struct screened *s, struct bytes line, struct error *e);
	void *context;
	void (*progress)(void *context, uint64_t done); /* may be NULL */
	void *progress_context;

	struct buffer overrides; /* that the purpose rests on, as entries and manifests say it */
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;  /* in it */
	char retention[RETENTION_CLASS_SIZE + 1]; /* for the act's entry */
	/* Of one that answers a request (trust/request.h): which fields, by index, and a line for each
	 * client. Whoever makes it sets them; made again, they are as the store has them. Else NULL and
	 * nothing. */
	bool *asked; /* owned */
	struct member_spool answers;
	struct member_spool consents, records;
	struct tie_set consented[CONSENT_KINDS]; /* clients whose declarations are in, or would be */
	struct tie_set clients;                  /* who were met */
	struct key_set keys;                     /* of the records that are in */
	struct buffer line;
	/* When approving: records that aren't what they were or may not leave any more, declarations that
	 * hold no longer; and the first of either. */
	uint64_t changed_records, changed_declarations;
	struct error first_change;
};
void package_contents_clear(struct package_contents *g);
/* Its members, in the order in which they travel. */
#define PACKAGE_CONTENTS_SPOOLS(g) \
	{ \
		&(g)->answers, &(g)->consents, &(g)->records \
	}

/* Room for what will be gathered. Before it, `agreement` and `purpose` are set (screening_terms). */
bool package_contents_start(struct package_contents *g, struct error *e) _must_check_;
/* Screens the selection. When approving, ERR_PENDING_CHANGED tells of records that changed, went, or may not
 * leave any more. */
bool package_contents_selection(struct package_contents *g, const struct selection *which, struct error *e)
	_must_check_;
/* Of a package that answers one: the request's fields, and room for the answers. Behind
 * package_contents_start. */
bool package_contents_asked(struct package_contents *g, const char *fields, struct error *e) _must_check_;
bool package_contents_answer(struct package_contents *g, const struct request_answer *a, struct error *e)
	_must_check_;
/* The members are complete, ready to be written. */
bool package_contents_end(struct package_contents *g, struct error *e) _must_check_;
