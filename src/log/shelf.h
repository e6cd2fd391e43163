/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The signed texts of a bundle, read and verified once: the chain of rosters from
 * the typed fingerprint, the agreements, the manifests. What is wrong with them
 * becomes findings; what stands here may be relied on as its members say. */

#include "log/checkpoint.h"
#include "log/finding.h"
#include "log/inventory.h"
#include "log/law.h"
#include "trust/manifest.h"

struct shelf_agreement {
	struct agreement *agreement;
	uint64_t vouched;     /* the first roster version whose officers signed it in number; 0: none */
	struct terms **terms; /* of each of its purposes */
};
struct shelf_manifest {
	struct manifest manifest; /* without its members and recipients */
	bool sound;               /* signed by the person it names, who had a mandate for it */
	bool named;               /* by an entry */
	bool approved;            /* by an `approve` */
	bool answered;            /* by a receipt that came back */
	char *second;             /* the other person who signed it; NULL: nobody did */
};
/* A checkpoint that was seen before, by its signature that of the log's key. */
struct shelf_sighting {
	struct checkpoint checkpoint;
	char name[200];
	bool own;      /* under `witnessed`: of this very log */
	bool cosigned; /* by a witness of the roster … */
	moment when;   /* … at that time by its own clock, the last of them */
};
struct shelf {
	struct roster_chain chain;
	uint64_t own_rosters;       /* how many of the chain, from version 1 on, the bundle holds itself */
	struct inventory files;     /* every statement's name and hash, sorted */
	struct law_texts law;       /* what the agreements pin */
	struct note_verifier *keys; /* of every person in any version */
	size_t key_count;
	struct shelf_agreement *agreements;
	size_t agreement_count;
	struct shelf_manifest *manifests; /* by id */
	struct shelf_manifest **by_hash;
	size_t manifest_count;
	struct shelf_sighting *sightings;
	size_t sighting_count;
	struct note_verifier *witnesses; /* of every unit, and of every officer who has one, in any version */
	size_t witness_count;
};
void shelf_clear(struct shelf *s);

/* Reads all of `directory`. `s->chain.count` 0: no roster could be trusted. */
bool shelf_load(struct shelf *s, const char *directory, const struct bytes *extra_rosters, size_t extra_count,
                const struct sha256 *fingerprint, struct verify_result *r, struct error *e) _must_check_;

/* A checkpoint in a bundle or from elsewhere: signed by the log key of the unit whose it says that it is,
 * cosigned by witnesses of the rosters or by nobody. ERR_LOG_UNSIGNED, ERR_SIGNATURE, ERR_LOG_POLICY for a
 * line by somebody unknown. */
bool shelf_sight(const struct shelf *s, struct bytes raw, const char *subject, struct shelf_sighting *ret,
                 struct error *e) _must_check_;
/* The log key of a unit in the newest roster that lists it; NULL when none does. */
const struct note_verifier *shelf_log_key(const struct shelf *s, const char *unit);

/* NULL when there is none. */
const struct shelf_agreement *shelf_agreement(const struct shelf *s, const char *id, uint64_t version);
struct shelf_manifest *shelf_manifest(const struct shelf *s, const struct sha256 *hash);
const struct shelf_manifest *shelf_manifest_by_id(const struct shelf *s, const uint8_t id[PACKAGE_ID_SIZE]);
