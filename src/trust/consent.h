/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a client said: explicit consent (Wmo 5.1.1(4)) or written no-objection (PW
 * 65(2)(b)), given for one purpose, to one recipient and for a term; never a field
 * of the record. One JSON object a line, deterministic, both in the store and in a
 * package's consents.ndjson.gz. */

#include "base/moment.h"

enum consent_kind { CONSENT_EXPLICIT, CONSENT_NO_OBJECTION };

struct consent {
	char id[32 + 1]; /* 128 random bits, hex */
	enum consent_kind kind;
	char bsn[9 + 1];           /* of the client */
	char *agreement, *purpose; /* ids */
	char *to;                  /* unit */
	char *fields; /* what the client was told would go: names, one blank between, as the purpose listed
	                 them */
	moment given, until; /* days */
	char *voluntary;     /* how voluntariness was assured, in the consulent's words; never empty */
	char *evidence;      /* SHA-256 of the signed form, hex; NULL when there is none */
	moment withdrawn;    /* to the second; 0: not */
};

void consent_clear(struct consent *c);
bool consent_parse(struct bytes json, const char *subject, struct consent *ret, struct error *e) _must_check_;
bool consent_format(const struct consent *c, struct buffer *out, struct error *e) _must_check_;
/* For that purpose and recipient, on that day: given, not past, not withdrawn by then. */
bool consent_holds(const struct consent *c, const char *agreement, const char *purpose, const char *to,
                   moment when);
/* Is the field among those it was given for? */
bool consent_names(const struct consent *c, const char *field);
const char *consent_kind_name(enum consent_kind kind); /* "consent", "no-objection" */
