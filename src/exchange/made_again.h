/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package of cases whose manifest was signed before, made again from the records: by the second person who
 * approves it, or because its file got lost. It comes out as it was signed, byte for byte, or it doesn't
 * leave; and what forbids it today forbids it again: terms that ended, a client who withdrew. */

#include "exchange/outgoing.h"
#include "exchange/pack.h"
#include "exchange/package_contents.h"

struct made_again {
	/* the caller's, before made_again_gather */
	bool left;    /* it left before, and rests on nothing that waits */
	bool looking; /* and nothing more: `each` is called */
	bool (*each)(void *context, const struct screened *s, struct error *e);
	void *context;
	unsigned laws; /* those of whoever signed it, where that isn't settled yet */

	struct act *act;
	struct outgoing outgoing;
	struct package_contents contents;
	struct pack_result result;
};
#define MADE_AGAIN ((struct made_again){ .laws = ~0u, .outgoing.file.fd = -1 })
void made_again_clear(struct made_again *m);

/* Takes the manifest up, with the signatures under it. `m->act` is set. */
bool made_again_start(struct made_again *m, struct bytes manifest_note, struct error *e) _must_check_;
/* May it leave today: ERR_PACKAGE_FUTURE, ERR_PACKAGE_EXPIRED past its use-by, ERR_PENDING_CHANGED when
 * another version of the agreement is in force, and what keeps any package from leaving. */
bool made_again_check(struct made_again *m, struct error *e) _must_check_;
/* Gathers it, decided as of the moment when it was packed. ERR_PENDING_CHANGED when it isn't what it was. */
bool made_again_gather(struct made_again *m, const struct selection *which, struct error *e) _must_check_;
