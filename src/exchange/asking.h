/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `sluis request`: this unit asks another for fields of clients, under a purpose that is agreed from there to
 * here. What nothing could ever carry isn't asked, and of a client nothing is told but who she is. The letter
 * is one like any other: numbered, signed, logged with an entry for each client, receipted. */

#include "exchange/package.h"
#include "store/records.h"
#include "trust/agreement.h"
#include "trust/manifest.h"

struct act;
struct desk;

struct asking_request {
	const char *from, *agreement /* NULL: the only one that fits */, *purpose;
	const char *fields;         /* names, each once, one blank between */
	moment by;                  /* day; 0: what the ground's article sets */
	struct selection selection; /* SELECT_BSNS: whether there are records of them here or not */
};
struct asking_result {
	const struct agreement *terms; /* the store's */
	const struct agreement_purpose *purpose;
	char *path;
	char id[2 * PACKAGE_ID_SIZE + 1];
	uint64_t sequence, clients;
	moment by, use_by;
	bool named; /* false: committed, but not renamed yet; the next command finishes it */
};
void asking_result_clear(struct asking_result *r);

/* ERR_FIELD_UNKNOWN, ERR_FIELD_NOT_AGREED, ERR_PURPOSE; ERR_USAGE when a day is needed and none is given, or
 * it is sooner than the article's or past; ERR_TOO_LARGE above LIMIT_REQUEST_CLIENTS and
 * LIMIT_REQUEST_FIELDS; ERR_NO_IDENTITY of a record that doesn't tell whose it is; and what keeps any letter
 * from leaving. */
bool ask(struct desk *d, const struct asking_request *q, struct asking_result *ret, struct error *e)
	_must_check_;

/* The members of a request that was sent, as they were; each client gets its entry under the act. Zeros to
 * begin. */
struct asking_members {
	struct member_spool asked, clients;
	struct buffer line;
	struct act *act;
};
bool asking_recall(struct asking_members *m, struct act *a, const uint8_t id[PACKAGE_ID_SIZE],
                   struct error *e) _must_check_;
void asking_members_clear(struct asking_members *m);
