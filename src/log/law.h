/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The law in a bundle: the texts that its agreements pin by hash (and transcripts of ceremonies, which are
 * kept beside them), and whether an
 * exchange was allowed by them on its day. That is decided by `decide_purpose`, as it
 * was when the package was made. What hangs on a record (its law, its source, the
 * client's consent) isn't in a log, and so isn't asked. */

#include "trust/agreement.h"
#include "trust/decide.h"
#include "trust/order.h"
#include "trust/resumption.h"
#include "trust/statement.h"
#include "trust/termination.h"

struct law_text {
	char type[STATEMENT_TYPE_MAX +
	          1];       /* "sluis.grounds/v1" …; "" for a field catalogue, which nobody signs */
	struct sha256 hash; /* of the text without signatures */
	struct buffer raw;
	bool vouched; /* its officers signed it in number, on the day of an act that took it in or rests on it
	               */
	bool used;    /* by an agreement or an act */
	bool carried_out; /* of an order: something was disclosed on it */
};
struct law_texts {
	struct law_text *list;
	size_t count;
};
void law_clear(struct law_texts *l);

/* A file of the bundle, `law/HASH.note` or `law/HASH.yaml`. Who signed a note must be known already.
 * ERR_LOG_POLICY: not the text that the name says; ERR_NOTE and what the kinds' parsers say. */
bool law_take(struct law_texts *l, const char *name, struct bytes raw, struct error *e) _must_check_;
/* Is it the transcript of a ceremony? That is held against the first roster, whatever came later. */
bool law_is_transcript(const struct law_text *t);
/* Did the officers sign it in number who were in office on that day, by that roster? As `sluis open` asks it.
 * ERR_QUORUM. */
bool law_vouch(struct law_text *t, const struct roster *r, moment when, struct error *e) _must_check_;
/* Of a text of that kind, vouched or not. */
bool law_resumption(const struct law_text *t, struct resumption **ret, struct error *e) _must_check_;
bool law_order(const struct law_text *t, struct order **ret, struct error *e) _must_check_;
struct law_text *law_find(const struct law_texts *l,
                          const struct sha256 *hash); /* NULL when it isn't there */
/* For agreement_load. What it gives counts as used. */
struct pinned_source law_source(struct law_texts *l);

/* By which roster, and when, something was done. */
struct law_day {
	const struct roster *roster; /* NULL: it isn't here */
	moment when;
};
/* Why cases could not go under a purpose (made ready as `t`) at `when`, by an act of that day. */
struct law_fault {
	enum error_code code; /* ERR_LOG_GROUND, ERR_LOG_OVERRIDE, ERR_LOG_AGREEMENT */
	char subject[128];    /* the row, or the override's id */
	const char *what;     /* NULL: nothing was wrong */
};
struct law_fault law_judge(const struct law_texts *l, const struct agreement *a,
                           const struct agreement_purpose *p, const struct terms *t, moment when,
                           const struct law_day *entered);
