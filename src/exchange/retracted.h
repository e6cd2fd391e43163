/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What came of it that a declaration of a client ended: for whoever tells of it. How one
 * ends is `retraction`'s and `ending`'s. */

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
	/* What went on from here to others ended with it (`onward.h`): as much of each. */
	struct retraction_result *onward;
	size_t onward_count;
};
void retraction_result_clear(struct retraction_result *r);
void retraction_results_clear(struct retraction_result *list, size_t count); /* each, and the list */
