/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Was each act lawful when it was done? One parent entry after another, in order,
 * against the rosters, agreements and manifests of a bundle. Whether the entries
 * are those that were signed is bundle_verify.c's. */

#include "log/entry.h"
#include "log/signed_texts.h"
#include "trust/termination.h"

struct acts_peer;
struct acts {
	struct signed_texts *signed_texts;
	struct verify_result *result;
	const char *origin;
	moment now;              /* the auditor's */
	uint64_t roster_version; /* the newest that an entry named */
	uint64_t roster_before;  /* the same, as of the act before */
	moment start, end;       /* of the act before */
	moment proven;           /* no later act was done before that (log/proven.h) */
	moment done;             /* the act at hand, at the earliest: as of then it is judged */
	size_t sighting;         /* the next of those that weren't passed yet */
	struct acts_peer *peers; /* sequence numbers, by unit */
	size_t peer_count;
	struct termination **ended; /* of agreements, as taken in so far */
	size_t ended_count;
	uint64_t skipped; /* numbers of letters, to each, where the log went on from an older place */
};

/* Of one entry, which stands in the log of `origin`, what is wrong; NULL: nothing. So that what `open`
 * believes of another unit's log is what its auditor will say of it. */
/* With who did it, by that roster: the one whose version the entry names; as of `done` (log/proven.h). */
const char *acts_mandate_fault(const struct roster *r, const struct entry *entry, const char *origin,
                               moment done, struct error *why);
/* With what it says of the letter that was packed, approved or opened, whose manifest is `m`. */
const char *acts_manifest_fault(const char *origin, const struct entry *entry, const struct manifest *m);

/* A parent entry, parsed; its findings are added. */
bool acts_check(struct acts *a, const struct entry *entry, struct error *e) _must_check_;
/* After the last: rosters that were named and manifests that were not. */
bool acts_end(struct acts *a, struct error *e) _must_check_;
/* Behind the entries: what was seen of a tree whose newest act began at `act` (0: not known) bears a time
 * that fits. */
bool acts_check_sighting(struct acts *a, const struct signed_texts_sighting *seen, moment act,
                         struct error *e) _must_check_;
void acts_clear(struct acts *a);
