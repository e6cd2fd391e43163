/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An order (sluis.order/v1): the officers of a unit's controller have what its log keeps private of one
 * person's acts, or about one client, disclosed to one auditor, for a reason and within a term. A client is
 * named by a record of hers, by its id, and never otherwise. A signature of the person whom it is about never
 * counts. docs/format/order.md. */

#include "base/moment.h"
#include "trust/roster.h"

#define ORDER_TYPE "sluis.order/v1"
#define ORDER_DAYS_MOST 92u /* an order can be carried out for so many days at the most */

struct order {
	char *unit;            /* whose log */
	char *person, *record; /* about whom: one of them, the other NULL; `record` an id */
	moment from, until;    /* days: of the acts that it is about; until is inclusive of that day */
	char *auditor;         /* who gets it: a person */
	char *reason;
	moment made;
	moment valid_until; /* a day: on it, it can still be carried out */
	struct buffer note; /* as it came */
	struct sha256 hash; /* of the text */
};

/* A signed note, or a draft. With line: ERR_SYNTAX &c. of keyed_read, ERR_VALUE; ERR_NOTE, ERR_VERSION. */
bool order_parse(struct bytes raw, const char *subject, struct order **ret, struct error *e) _must_check_;
void order_freep(struct order **o);
/* The text of a draft. ERR_VALUE as order_parse. */
bool order_format(const struct order *o, struct buffer *out, struct error *e) _must_check_;
/* Signed by the quorum of the officers whose unit it is, without the one it is about. ERR_QUORUM,
 * ERR_SIGNATURE, ERR_UNIT_UNKNOWN. */
bool order_verify(const struct order *o, const struct roster *r, moment when, struct error *e) _must_check_;
/* May it be carried out, from the day it was made to the last one of its term? */
bool order_valid_at(const struct order *o, moment when);
/* Did an act that began then fall in its days? */
bool order_covers(const struct order *o, moment when);
