/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a unit does about a breach: it puts down that it learned of one, and of what; writes out what its log
 * knows of it; and says whether the authority and the clients were told, or why not. Each is an act. Behind
 * the entry of the first stands one for each client, so that a client who asks hears of it; not where the
 * whole store is meant, since that is everybody. */

#include "exchange/exposure.h"

/* `b`: about what, and when it was learned; it gets its number. `exists_since`: when what it is about was
 * first there. `named`: the clients are shown. ERR_VALUE: learned at a moment that hasn't come, or before
 * what it is about was there. */
bool breach_put_down(struct desk *d, struct breach *b, moment exists_since, bool named, struct exposure *ret,
                     struct error *e) _must_check_;

struct breach_written {
	struct breach breach;
	struct exposure exposure;
	struct record client; /* as it stands here now; of one client alone */
};
void breach_written_clear(struct breach_written *w);
/* The same of one that was put down before. `record` (NULL: all): of this client alone. ERR_NOT_FOUND: no
 * such breach, or it isn't about this client. */
bool breach_write_out(struct desk *d, uint64_t number, const char *record, bool named,
                      struct breach_written *ret, struct error *e) _must_check_;

struct breach_change {
	enum breach_step step;
	moment at;                 /* of BREACH_REPORTED and BREACH_TOLD */
	enum breach_reason reason; /* of BREACH_NOT_REPORTED and BREACH_NOT_TOLD */
	const char *why;           /* in words, which the log keeps in private; NULL */
};
/* Needs the power `decide`. ERR_NOT_FOUND. ERR_VALUE: a moment before it was learned of, or that hasn't come;
 * a reason that the law doesn't have for it. ERR_BREACH: closed before; or to be closed before somebody said
 * whether both were told. */
bool breach_note(struct desk *d, uint64_t number, const struct breach_change *change, struct breach *ret,
                 struct error *e) _must_check_;

/* May whoever is at the desk see who clients are? */
bool breach_may_name(struct desk *d);
