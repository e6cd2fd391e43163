/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A declaration of a client ends: with it every other one for the very same, and for
 * whoever received on it a retraction is made, in an act `pack` behind the one that ended
 * it. What else comes of a withdrawal is `retraction`'s. docs/adr/0014-retraction.md. */

#include "exchange/outgoing.h"
#include "exchange/retracted.h"
#include "store/consents.h"

struct ending {
	struct act *act;
	struct consent named; /* the one that was named */
	struct consent *all;  /* of the client */
	size_t count;
	struct buffer ids;        /* of those that ended, a blank between */
	struct buffer line, last; /* manifest of the newest package that went: its terms are repeated */
	uint64_t last_sequence;
	bool went;
	bool again; /* nothing ends: what had ended is told once more */
	bool both;  /* consent and no-objection end together, where the client gave both for the very same */
	struct outgoing outgoing;
	struct member_spool member;
	struct retraction_result result;
};
#define ENDING ((struct ending){ .outgoing.file.fd = -1 })
void ending_clear(struct ending *g);

/* Is it one of those that ended by it, or had before? */
bool ending_has(const struct ending *g, const char *consent);
/* Did this one of `all` end by it? */
bool ending_ended(const struct ending *g, const struct consent *c);
bool ending_same_terms(const struct consent *a, const struct consent *b);
/* The one a consent and the other a no-objection, for the very same. */
bool ending_pairs(const struct consent *a, const struct consent *b);
/* For `body`: the declarations end. ERR_NOT_FOUND; ERR_FILE_EXISTS when it was withdrawn before. */
bool ending_end(struct ending *g, struct act *a, const char *consent, struct error *e) _must_check_;
/* For `body`, of a letter that is sent again: what ended together with this one, and what went on it; nothing
 * changes. ERR_NOT_FOUND; ERR_NO_RETRACTION: it wasn't withdrawn, or no package went on it. */
bool ending_recall(struct ending *g, struct act *a, const char *consent, struct error *e) _must_check_;
/* For `body`, when nothing else is about the client. */
bool ending_about_client(struct ending *g, struct act *a, struct error *e) _must_check_;
/* For `logged`: the retraction, where one is needed and the roster has keys of the unit. */
bool ending_send(struct ending *g, struct act *a, struct error *e) _must_check_;
/* In an act of its own: the retraction once more, of what was recalled. */
bool ending_send_again(struct desk *d, const char *consent, struct ending *g, struct error *e) _must_check_;
/* For `done` and `failed`. */
void ending_publish(struct ending *g, struct act *a);
void ending_failed(struct ending *g, const struct error *why);
