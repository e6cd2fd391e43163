/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A log entry: public bytes E (deterministic JSON), and private fields that E
 * commits to by one hash. Erasing the entry's secret and its private values erases
 * the data, while every proof still holds.
 *
 * Each entry has a random 32-byte secret s. Per private field, in the order of
 * `enum private_field`, absent ones (empty values) included:
 *     salt       = HMAC-SHA-256(s, "sluis.salt.v1\0" ‖ name)
 *     commitment = HMAC-SHA-256(salt, "sluis.priv.v1\0" ‖ u16be(length of name) ‖ name ‖ value)
 * and E carries SHA-256 over all commitments. docs/format/log.md. */

#include "base/moment.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

#define ENTRY_SECRET_SIZE 32u

#define PRIVATE_FIELDS(X)                                                              \
	X(PRIVATE_SUBJECT, "subject")           /* BSN or record id of the client */   \
	X(PRIVATE_SUBJECT_TYPE, "subject_type") /* "bsn", "record" */                  \
	X(PRIVATE_RECORD, "record")             /* opaque record id */                 \
	X(PRIVATE_TRACE, "trace")                                                      \
	X(PRIVATE_SPAN, "span")                                                        \
	X(PRIVATE_REASON, "reason")                                                    \
	X(PRIVATE_CASE, "case")                                                        \
	X(PRIVATE_CONSENT, "consent")           /* ids of the consents relied on */    \
	X(PRIVATE_FIELDS_SHOWN, "fields")       /* what left, or was shown */          \
	X(PRIVATE_WITHHELD, "withheld")         /* what stayed, with the rules */      \
	X(PRIVATE_WORKSTATION, "workstation")

enum private_field {
#define X(field, name) field,
	PRIVATE_FIELDS(X)
#undef X
	PRIVATE_COUNT
};

struct entry_private {
	uint8_t secret[ENTRY_SECRET_SIZE];
	const char *values[PRIVATE_COUNT]; /* UTF-8; NULL is absent; borrowed */
};
const char *private_field_name(enum private_field f);
/* The hash that E carries. */
void entry_commit(const struct entry_private *p, struct sha256 *ret);
/* One field's commitment, for disclosing it. */
void entry_field_commitment(const struct entry_private *p, enum private_field f, struct sha256 *ret);

/* The public part. Texts are borrowed when formatting, and point into `text` after
 * parsing. NULL or zero: the member is left out. */
struct entry {
	bool child;                 /* a client under `parent`: only index, parent and commitment */
	uint64_t index;             /* place in the tree, from 0 */
	uint64_t parent;            /* of a child */
	const char *log;            /* origin: the unit's name */
	moment start, end;
	bool failed;                /* status Error (LDV) rather than Ok */
	const char *action;         /* NEN 7513: init, read, search, import, export, pack, open, refuse, consent, withdraw, key, roster, agreement, undo, log … */
	const char *finding;        /* refusals: error_name() */
	const char *activity;       /* processing activity, URI (AVG 30); may be NULL */
	const char *agreement;
	uint64_t agreement_version;
	const struct sha256 *agreement_hash;
	const char *purpose, *ground;
	const char *unit, *role, *mandate, *key; /* key: hex id of the actor's verifier key */
	uint64_t roster_version;
	const char *package;        /* id, hex */
	const char *package_kind;
	uint64_t sequence;          /* of the exchange */
	const struct sha256 *manifest; /* hash of the package's manifest */
	const struct sha256 *receipt;  /* hash of the receipt's manifest */
	const char *peer;           /* unit */
	const char *peer_log;       /* peer's checkpoint seen: origin */
	uint64_t peer_size;
	const struct sha256 *peer_root;
	uint64_t records, withheld, rejected; /* counts */
	const char *source, *retention;
	bool second;                /* a second approver was present */
	bool clock_back;            /* the clock stands before the previous entry's end */
	struct sha256 commitment;
};

/* Append E. Strings must be valid UTF-8; the result is at most LIMIT_LOG_ENTRY_SIZE. */
bool entry_format(const struct entry *entry, struct buffer *out, struct error *e) _must_check_;

struct entry_text; /* keeps what a parsed entry points to */
void entry_text_freep(struct entry_text **t);
/* Strict: what formatting the result gives again must be the same bytes (ERR_LOG_ENTRY). */
bool entry_parse(struct bytes raw, struct entry *ret, struct entry_text **ret_text, struct error *e) _must_check_;
