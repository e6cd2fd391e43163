/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The manifest of a package (sluis.manifest/v1): who sends what to whom, under which
 * agreement, for which purpose, with every member's hash and sizes. Signed, so a
 * receiver knows all of that before it parses or inflates anything. Its `sha256`
 * key is a literal block in coreutils' format, so that `sha256sum -c
 * manifest.note` works on what tar wrote. */

#include "base/moment.h"
#include "crypto/age.h"
#include "crypto/hash.h"
#include "crypto/note.h"
#include "trust/letter_kinds.h"
#include "trust/terms_named.h"

#define MANIFEST_TYPE "sluis.manifest/v1"
#define PACKAGE_ID_SIZE 16u

struct manifest_member {
	char name[100 + 1];
	uint64_t size;     /* as it stands in the tar */
	uint64_t inflated; /* equal to size when it isn't compressed */
	struct sha256 hash;
};

struct manifest {
	uint8_t id[PACKAGE_ID_SIZE];
	enum package_kind kind;
	char *sender, *receiver;          /* units */
	char *signer;                     /* person, whose signature stands below */
	struct age_recipient *recipients; /* exactly the stanzas of the age file, in order */
	size_t recipient_count;
	uint64_t sequence;        /* of this ordered pair of units, from 1 */
	struct sha256 previous;   /* hash of the manifest numbered one less; zeros at 1 */
	struct terms_named terms; /* owned; of no agreement in roster packages and their receipts */
	uint64_t roster_version;
	struct sha256 roster_hash;
	moment created, use_by;
	uint64_t records, withheld; /* clients in the package; selected but kept back */
	/* of receipts, and of cases that were asked for: the letter that is answered */
	bool answers;
	uint8_t answer_id[PACKAGE_ID_SIZE];
	uint64_t answer_sequence;
	struct sha256 answer_hash; /* of its manifest */
	uint64_t accepted;         /* records taken in; receipts only */
	struct manifest_member *members;
	size_t member_count;
	struct sha256 hash; /* of the text; set by parse and format */
};

void manifest_clear(struct manifest *m);
/* Everything checked that can be without a roster: names, limits (LIMIT_PACKAGE_MEMBERS counted before
 * anything is allocated: ERR_MEMBER_COUNT), member names (ERR_MEMBER_NAME, ERR_MEMBER_DUPLICATE), sizes
 * (ERR_MEMBER_SIZE), unknown keys. */
bool manifest_parse(const struct note *n, struct manifest *ret, struct error *e) _must_check_;
bool manifest_format(struct manifest *m, struct buffer *text, struct error *e) _must_check_;
/* May it be opened at `now`, by its own dates? ERR_PACKAGE_FUTURE: made more than CLOCK_SLACK ahead;
 * ERR_PACKAGE_EXPIRED: its use-by has passed. What `open` asks of a letter, and an auditor of the entry that
 * says that it was opened. */
bool manifest_check_dates(const struct manifest *m, moment now, struct error *e) _must_check_;
/* Member names are relative, without empty, "." or ".." parts: [A-Za-z0-9._-] and '/', at most 100 bytes, and
 * none of the names that stand outside the manifest (roster notes, manifest.note, log.proof, log.witness,
 * padding). */
bool member_name_is_valid(const char *name);
