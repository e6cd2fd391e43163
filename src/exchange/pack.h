/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* preview and pack: what of a selection leaves for another unit under an
 * agreement, shown or sent. */

#include "exchange/screening.h"
#include "trust/manifest.h"

/* ERR_ROSTER_STALE once its grace is over. */
bool pack_check_roster(const struct roster *r, moment now, struct error *e) _must_check_;

struct pack_request {
	const char *to, *agreement /* NULL: the only one that fits */, *purpose;
	struct selection selection;
	/* Called for every client, and behind that for each declaration that goes along, with its line as it
	 * travels; for tables. May be NULL. */
	bool (*each)(void *context, const struct screened *s, struct error *e);
	bool (*declared)(void *context, const struct screened *s, struct bytes line, struct error *e);
	void *context;
	void (*progress)(void *context, uint64_t done); /* may be NULL */
	void *progress_context;
};
struct pack_result {
	const struct agreement
		*terms; /* the store's, with what it pins; NULL of a package that was declined */
	const struct agreement_purpose *purpose; /* in it */
	struct screening_sums sums;
	/* of pack */
	char *path;
	char id[2 * PACKAGE_ID_SIZE + 1];
	uint64_t sequence;
	moment use_by;
	bool named;   /* false: committed, but not renamed yet; the next command finishes it */
	bool arrived; /* of resend: its receipt had come, and nothing more is waited for */
	bool pending; /* nothing was written yet: a second person has to approve */
};
void pack_result_clear(struct pack_result *r);

/* Logged, as reading: it shows clients. */
bool preview(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
	_must_check_;
/* ERR_NOTHING_LEAVES when no client may go: then nothing is written. */
bool pack(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
	_must_check_;
