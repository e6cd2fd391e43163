/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A client withdraws a consent or a no-objection. At the unit that recorded it: the
 * declaration ends, the packages that went on it are named, and a package of the kind
 * `retraction` is made ready for whoever received them. At that unit: what rested on
 * it is restricted, until it is decided on (`restriction.h`). docs/adr/0014, 0037. */

#include "exchange/screening.h"
#include "trust/manifest.h"

struct retracted_package {
	char id[2 * PACKAGE_ID_SIZE + 1];
	uint64_t sequence;
	moment created;
	bool arrived; /* its receipt came */
	bool pending; /* waits for approval, and can't be approved any more */
};
struct retraction_result {
	uint64_t declarations; /* that ended: the one that was named, and others of the client for the very
	                          same */
	char *to;              /* the unit that they were for */
	struct retracted_package *packages; /* that rest on them */
	size_t package_count;
	uint64_t restricted;              /* records that another unit had sent on them, here */
	char id[2 * PACKAGE_ID_SIZE + 1]; /* of the retraction; empty when none was needed */
	uint64_t sequence;
	char *path;       /* where it stands; NULL when none was made */
	bool unreachable; /* packages went, but the roster has no keys of that unit */
	bool named;       /* as in pack_result */
};
void retraction_result_clear(struct retraction_result *r);

/* `id` is a declaration's. ERR_NOT_FOUND; ERR_FILE_EXISTS when it was withdrawn before. */
bool retract(struct desk *d, const char *id, struct retraction_result *ret, struct error *e) _must_check_;

/* What `sender` sent on this declaration, which is withdrawn, is restricted, unless another one of the
 * client still carries it. Each record gets its entry; `*restricted` counts up. */
bool retraction_apply(struct act *a, const struct consent *c, const char *sender, uint64_t *restricted,
                      struct error *e) _must_check_;
