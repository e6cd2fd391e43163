/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What one unit asks of another, and what it hears: the lines of a letter that asks (which fields, by which
 * day, of whom), and those of the package that answers it (what came of each client). A request holds no more
 * of a client than names her: the BSN, or the set that stands in its place (trust/tie.h). It widens nothing:
 * which fields may be asked is what may ever go under the terms, and what goes is decided record by record,
 * as always. docs/adr/0087, 0088. */

#include "trust/decide.h"

/* What came of a client who was asked for: the stable code, and words for people. */
/* clang-format off */
#define REQUEST_OUTCOMES(X) \
	X(REQUEST_SENT, "sent", N_("sent")) \
	X(REQUEST_REFUSED, "refused", N_("refused")) \
	X(REQUEST_NOT_HELD, "not-held", N_("no record there")) \
	/* nothing goes, and whether the client is known isn't told: that needs the client's word, too */ \
	X(REQUEST_UNTOLD, "untold", N_("nothing, and not told why"))
/* clang-format on */
enum request_outcome {
#define X(outcome, code, words) outcome,
	REQUEST_OUTCOMES(X)
#undef X
		REQUEST_OUTCOME_COUNT
};
const char *request_outcome_code(enum request_outcome o);
const char *request_outcome_words(enum request_outcome o); /* not translated yet */
bool request_outcome_parse(struct bytes code, enum request_outcome *ret) _must_check_;

/* --- what is asked --- */

struct request_asked {
	char *fields; /* names, each once, one blank between */
	moment by;    /* the day by which the answer is due */
};
void request_asked_clear(struct request_asked *a);
bool request_asked_format(const struct request_asked *a, struct buffer *out, struct error *e) _must_check_;
bool request_asked_parse(struct bytes json, const char *subject, struct request_asked *ret, struct error *e)
	_must_check_;
/* Marks the fields by index in the catalogue, whose size `ret` has: ERR_FIELD_UNKNOWN. */
bool request_asked_mark(const char *fields, const struct catalogue *c, bool *ret, struct error *e)
	_must_check_;
/* May each of the fields ever go under the terms, on that day? ERR_PURPOSE when nothing does;
 * ERR_FIELD_NOT_AGREED names the first that may not, and tells of all, with the rule. */
bool request_check_fields(const struct terms *t, const struct catalogue *c, const bool *asked, moment when,
                          struct error *e) _must_check_;
/* The day by which an answer is due at the earliest that may be asked: of what the ground's article sets, in
 * weeks from the day it is asked (PW 64(6)); 0: it sets none. */
moment request_due(const struct agreement *a, const struct agreement_purpose *p, moment asked);

/* --- of whom: one line each --- */

bool request_client_format(const char *tie, struct buffer *out, struct error *e) _must_check_;
/* `*ret` is to be given to tie_freep. */
bool request_client_parse(struct bytes json, const char *subject, char **ret, struct error *e) _must_check_;

/* --- what is answered: one line for each client, in the order of the request --- */

struct request_answer {
	enum request_outcome outcome;
	enum rule rule; /* of REQUEST_REFUSED: by which; else RULE_AGREED */
	char *stayed;   /* of REQUEST_SENT: "field:rule" of what was asked and didn't come; NULL: all did */
};
void request_answer_clear(struct request_answer *a);
bool request_answer_format(const struct request_answer *a, struct buffer *out, struct error *e) _must_check_;
bool request_answer_parse(struct bytes json, const char *subject, struct request_answer *ret, struct error *e)
	_must_check_;
/* What may be said of a client of whom nothing goes by `rule`, or of whom there is no record (RULE_ABSENT):
 * where the client's word is asked, that word is asked of telling whether she is known, too. */
enum request_outcome request_outcome_of(const struct agreement *a, const struct agreement_purpose *p,
                                        enum rule rule);
/* Goes along though it wasn't asked, where it may go: what tells of whom the record is, which case, under
 * which law and from where, and that it is of a member of the household. `by_set`: the BSN doesn't do. */
bool request_goes_along(const struct field *f, bool by_set);
