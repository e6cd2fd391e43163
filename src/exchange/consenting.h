/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Recording what clients said: consent and no-objection, given, each an act with its entry. */

#include "exchange/screening.h"

struct consenting_request {
	const char *to, *agreement, *purpose; /* as for pack */
	bool kinds[CONSENT_KINDS];            /* which of them */
	moment given, until;                  /* days */
	unsigned by;                          /* CONSENT_BY of each who gave it together */
	bool unable;                          /* the clients can't weigh it */
	enum consent_age age;                 /* of those whose birth date isn't recorded */
	enum consent_assurance assured;       /* that the client could refuse, and how */
	const char *words;                    /* what the consulent wrote about it; they stay here */
	const char *const *fields;            /* names, of those that the purpose lists; none: all of them */
	size_t field_count;
	const char *evidence; /* SHA-256 of the signed form, hex; may be NULL */
	struct selection selection;
	/* For each client who is named by the set (trust/tie.h), by a record's id; may be NULL. */
	bool (*by_set)(void *context, const char *record, const char *tie, struct error *e);
	void *context;
	char *ret_id; /* of the one put down last: room for 33; may be NULL */
};
/* For every selected client, or for none: one whom the decision wouldn't hear (trust/declared.h) stops it,
 * so does one who objected and is told again (ERR_OPTED_OUT), and one whom nothing names that may go along
 * with the record (ERR_NO_IDENTITY). Clients are named by the BSN, where there is one and it may go, and else
 * by the set. The kind must be one that the purpose asks for (ERR_CONSENT), the fields some that it lists
 * (ERR_FIELD_NOT_AGREED). What names the client is always among them, for it ties what was said to the
 * record.
 * `*ret_count` objects recorded. */
bool consenting_record(struct desk *d, const struct consenting_request *request, uint64_t *ret_count,
                       struct error *e) _must_check_;
/* All, or one client's (record id). */
bool consenting_list(struct desk *d, const struct selection *which,
                     bool (*each)(void *context, const struct consent *c, struct error *e), void *context,
                     struct error *e) _must_check_;
/* One that was recorded here, for the client's receipt of it: logged as shown to the client. ERR_NOT_FOUND,
 * also of one that came from another unit, which gives the receipt. consent_clear is the caller's. */
bool consenting_receipt(struct desk *d, const char *id, struct consent *ret, struct error *e) _must_check_;
