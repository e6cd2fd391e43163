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
#include "trust/terms_named.h"

#define ENTRY_SECRET_SIZE 32u

#define PRIVATE_FIELDS(X) \
	X(PRIVATE_SUBJECT, "subject")           /* BSN or record id of the client */ \
	X(PRIVATE_SUBJECT_TYPE, "subject_type") /* "bsn", "record" */ \
	X(PRIVATE_RECORD, "record")             /* opaque record id */ \
	X(PRIVATE_REASON, "reason")             /* why, in words; of a refusal: what was asked */ \
	X(PRIVATE_CASE, "case")                 /* number of the case */ \
	X(PRIVATE_CONSENT, "consent")           /* ids of the consents relied on */ \
	X(PRIVATE_FIELDS_SHOWN, "fields")       /* what left, or was shown */ \
	X(PRIVATE_WITHHELD, "withheld")         /* what stayed, with the rules */ \
	X(PRIVATE_WORKSTATION, "workstation")   /* host name of the machine */

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
/* For disclosing: one field's salt; its commitment from the secret; and the same from salt and value, as who
 * is shown them computes it. `value` NULL is empty. */
void entry_field_salt(const struct entry_private *p, enum private_field f, struct sha256 *ret);
void entry_field_commitment(const struct entry_private *p, enum private_field f, struct sha256 *ret);
void entry_commitment_of(const struct sha256 *salt, enum private_field f, const char *value,
                         struct sha256 *ret);
/* The hash that E carries, from all fields' commitments in their order. */
void entry_commit_fields(const struct sha256 fields[PRIVATE_COUNT], struct sha256 *ret);
bool private_field_parse(const char *name, enum private_field *ret) _must_check_;

/* The public part. Texts are borrowed when formatting, and point into `text` after
 * parsing. NULL or zero: the member is left out. */
struct entry {
	bool child;      /* a client under `parent`: only index, parent and commitment */
	uint64_t index;  /* place in the tree, from 0 */
	uint64_t parent; /* of a child */
	const char *log; /* origin: the unit's name */
	moment start, end;
	bool failed;          /* status Error (LDV) rather than Ok */
	const char *action;   /* NEN 7513: init, read, search, import, export, pack, open, refuse, consent,
	                         withdraw, key, roster, agreement, undo, log … (act_kinds.h) */
	const char *finding;  /* refusals: error_name() */
	const char *activity; /* processing activity, URI (AVG 30); may be NULL */
	struct terms_named terms;
	const char *statement; /* other signed text taken in: its type, "sluis.grounds/v1" */
	const struct sha256 *statement_hash;
	const char *unit, *role, *mandate, *key; /* key: hex id of the actor's verifier key */
	uint64_t roster_version;
	const char *package; /* id, hex */
	const char *package_kind;
	uint64_t sequence;             /* of the exchange */
	const struct sha256 *manifest; /* hash of the package's manifest */
	const struct sha256 *receipt;  /* hash of the receipt's manifest */
	const char *answers; /* of a letter that answers one of ours (receipt, refusal): that one's id, hex */
	const char *peer;    /* unit */
	const char *peer_log; /* peer's checkpoint seen: origin */
	uint64_t peer_size;
	const struct sha256 *peer_root;
	uint64_t records, withheld, rejected; /* counts */
	uint64_t without_case;                /* of an act that shows clients: those without a case number */
	uint64_t entries;                     /* log entries shown, disclosed or erased … */
	uint64_t from_index, to_index;        /* … between these places; `to_index` is behind the last */
	const char *recipient; /* person to whom something was disclosed, or whose access changed */
	const char *access;    /* of `access`: how it changed, "added", "removed" or "replaced" */
	const char *keys;      /* the unit's: "renewed", and then `statement` is their card; "destroyed" */
	const char *source;    /* class of the source */
	const char *retention; /* class: how long it may be kept, as an ISO 8601 duration ("P60M") */
	const char *term;      /* of `retain`: what became of it, "held", "released" or "extended" */
	const char *right;     /* of `right`: what the client asked, a code of trust/rights.h */
	const struct sha256
		*order;     /* of `disclose` and `follow-up`: the officers' order on which it was done */
	const char *remark; /* of `follow-up`: what is followed up, a month and a code of trust/remark.h */
	const char *breach; /* of `breach`: what it is about, a code of trust/breach.h … */
	const char *at;     /* … and when it was learned of, reported or told, as `start` is written */
	/* On a restricted record, codes of trust/withdrawal.h; on what a client asked, of trust/rights.h;
	 * said of one that arrived, of trust/outcome.h; done about a breach, of trust/breach.h. */
	const char *decision, *reason, *article;
	bool second; /* a second person signed: of approve the package, of disclose and access what it says …
	              */
	const char *second_mandate,
		*second_key; /* … of disclose and access, that person's; an approval is an act under its own
	                      */
	bool clock_back;     /* the clock stands before the previous entry's end */
	struct sha256 commitment;
};

/* Append E. Strings must be valid UTF-8; the result is at most LIMIT_LOG_ENTRY_SIZE. */
bool entry_format(const struct entry *entry, struct buffer *out, struct error *e) _must_check_;

struct entry_text; /* keeps what a parsed entry points to */
void entry_text_freep(struct entry_text **t);
/* Strict: taken are exactly the bytes that formatting the result gives again (ERR_LOG_ENTRY). `*ret_text` is
 * NULL for a child. */
bool entry_parse(struct bytes raw, struct entry *ret, struct entry_text **ret_text, struct error *e)
	_must_check_;
