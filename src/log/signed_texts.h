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
#include "trust/verdict.h"

struct signed_texts_agreement {
	struct agreement *agreement;
	bool vouched;         /* as of a text of the law (log/law.h) */
	struct terms **terms; /* of each of its purposes */
};
struct signed_texts_manifest {
	struct manifest manifest; /* without its members and recipients */
	bool sound;               /* signed by the person it names, who had a mandate for it */
	moment made; /* when it was, at the earliest (log/proven.h), once an entry named it; until then: as it
	                says */
	bool named;  /* by an entry */
	moment arrived; /* it was there by then, as a letter that came before it with a higher number shows; 0
	                 */
	uint64_t seen_at; /* the entry that names it, or that letter: who saw that, saw this */
	bool is_judged;   /* by all the rosters that are here (log/verdicts.h): */
	struct signature_judged judged;
	bool approved; /* by an `approve` */
	bool answered; /* by a receipt that came back */
	char *second;  /* the other person who signed it; NULL: nobody did */
};
/* A checkpoint that was seen before, by its signature that of the log's key. */
#define SIGHTING_LOG_KEYS 2u
struct signed_texts_sighting {
	struct checkpoint checkpoint;
	char name[200];
	bool own;      /* under `witnessed`: of this very log */
	bool cosigned; /* by a witness of the roster … */
	moment when;   /* … at that time by its own clock, the last of them */
	moment first;  /* … and the first */
	/* Of its log's own keys, by which it is signed: two where one took over from the other. */
	const struct note_verifier *log_keys[SIGHTING_LOG_KEYS];
	size_t log_key_count;
	moment vouched; /* the first by a key that no roster revoked by then; 0: none */
};
struct signed_texts {
	moment now; /* set by who loads them */
	struct roster_chain chain;
	uint64_t own_rosters;       /* how many of the chain, from its first on, the bundle holds itself */
	struct inventory files;     /* every statement's name and hash, sorted */
	struct law_texts law;       /* what the agreements pin */
	struct note_verifier *keys; /* of every person in any version */
	size_t key_count;
	struct signed_texts_agreement *agreements;
	size_t agreement_count;
	struct signed_texts_manifest *manifests; /* by id */
	struct signed_texts_manifest **by_hash;
	size_t manifest_count;
	struct signed_texts_sighting *sightings;
	size_t sighting_count;
	struct note_verifier *witnesses; /* of every unit, and of every officer who has one, in any version */
	size_t witness_count;
};
void signed_texts_clear(struct signed_texts *s);

/* Reads all of `directory`. `s->chain.count` 0: no roster could be trusted. */
bool signed_texts_load(struct signed_texts *s, const char *directory, const struct bytes *extra_rosters,
                       size_t extra_count, const struct sha256 *fingerprint, struct verify_result *r,
                       struct error *e) _must_check_;

/* A checkpoint in a bundle or from elsewhere: signed by the log key of the unit whose it says that it is,
 * cosigned by witnesses of the rosters or by nobody. ERR_LOG_UNSIGNED, ERR_SIGNATURE, ERR_LOG_POLICY for a
 * line by somebody unknown. */
bool signed_texts_sight(const struct signed_texts *s, struct bytes raw, const char *subject,
                        struct signed_texts_sighting *ret, struct error *e) _must_check_;
/* The log keys of a unit. False when no roster lists any. */
bool signed_texts_log_keys(const struct signed_texts *s, const char *unit, struct unit_keys *ret);

/* NULL when there is none. */
struct signed_texts_agreement *signed_texts_agreement(const struct signed_texts *s, const char *id,
                                                      uint64_t version);
struct signed_texts_manifest *signed_texts_manifest(const struct signed_texts *s, const struct sha256 *hash);
const struct signed_texts_manifest *signed_texts_manifest_by_id(const struct signed_texts *s,
                                                                const uint8_t id[PACKAGE_ID_SIZE]);
