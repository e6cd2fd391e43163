/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What went wrong, once, where it was seen.
 *
 * A function that can fail returns `bool`: true when all of it succeeded, false
 * when nothing of it did and `*e` says why. Results go through `ret_` parameters
 * that are set only on success. The error is filled once, by the code that saw
 * the fault, and passed on unchanged; `cli` alone turns it into words. Library
 * code never prints. An error never holds a secret or a client's data: subjects
 * are paths, field names, unit names, key names and opaque ids.
 *
 * A programmer's mistake is not an error: `assert` it. */

#include "base/macros.h"

#include <stdbool.h>
#include <stdint.h>

/* Every kind of failure and finding, in one list: the enumerator, and the stable
 * name that `--json` shows as the finding code. `cli/words.c` holds, for each,
 * the exit code, the words and the hint. Names are never reused or renamed. */
#define ERROR_CODES(X) \
	X(ERR_NONE, "none") \
	/* the machine */ \
	X(ERR_MEMORY, "out-of-memory") \
	X(ERR_IO, "input-output") \
	X(ERR_DISK_FULL, "disk-full") \
	X(ERR_FILE_MISSING, "file-missing") \
	X(ERR_FILE_EXISTS, "file-exists") \
	X(ERR_FILE_UNSAFE, "file-unsafe") /* link, device, not regular */ \
	X(ERR_TOO_LARGE, "too-large")     /* above a named limit */ \
	X(ERR_NETWORK_FS, "network-file-system") \
	X(ERR_BUSY, "busy") \
	X(ERR_INTERRUPTED, "interrupted") \
	X(ERR_LIBRARY, "library") /* a library refused to start */ \
	X(ERR_KEYRING, "keyring-unavailable") \
	/* what the user typed */ \
	X(ERR_USAGE, "usage") \
	X(ERR_NOT_FOUND, "not-found") \
	X(ERR_AMBIGUOUS, "ambiguous") \
	X(ERR_NO_TERMINAL, "no-terminal") \
	X(ERR_NAME, "bad-name") \
	/* foreign text */ \
	X(ERR_SYNTAX, "syntax") \
	X(ERR_UTF8, "not-utf8") \
	X(ERR_CONTROL_CHARACTER, "control-character") \
	X(ERR_VALUE, "bad-value") \
	X(ERR_UNKNOWN_KEY, "unknown-key") \
	X(ERR_DUPLICATE, "duplicate") \
	X(ERR_MISSING, "missing-part") \
	X(ERR_VERSION, "unknown-version") \
	X(ERR_TRUNCATED, "truncated") \
	/* records and import */ \
	X(ERR_BSN, "bsn-invalid") \
	X(ERR_FIELD_UNKNOWN, "field-unknown") \
	X(ERR_FIELD_VALUE, "field-value") \
	X(ERR_NO_IDENTITY, "no-identifying-set") \
	X(ERR_CSV_QUOTE, "csv-quote") \
	X(ERR_CSV_COLUMNS, "csv-columns") \
	X(ERR_NUL_BYTE, "nul-byte") \
	X(ERR_MAPPING, "mapping") \
	X(ERR_ROWS_REJECTED, "rows-rejected") \
	X(ERR_IMPORT_PACKED, "import-packed") \
	X(ERR_IMPORT_RECEIVED, "import-received") \
	/* keys and encryption */ \
	X(ERR_PASSPHRASE, "wrong-passphrase") \
	X(ERR_NO_KEY, "no-usable-key") \
	X(ERR_AGE_HEADER, "age-header") \
	X(ERR_AGE_HMAC, "age-header-mac") \
	X(ERR_AGE_PAYLOAD, "age-payload") \
	X(ERR_AGE_ARMOR, "age-armor") \
	X(ERR_WORK_FACTOR, "work-factor") \
	X(ERR_KEYFILE, "key-file-damaged") \
	X(ERR_KEY_UNBOUND, "key-not-bound-to-store") \
	/* signatures and trust */ \
	X(ERR_NOTE, "note-malformed") \
	X(ERR_SIGNATURE, "signature-bad") \
	X(ERR_UNSIGNED, "signature-missing") \
	X(ERR_QUORUM, "quorum-missing") \
	X(ERR_FINGERPRINT, "fingerprint-mismatch") \
	X(ERR_ROSTER_CHAIN, "roster-chain") \
	X(ERR_ROSTER_FORK, "roster-fork") \
	X(ERR_ROSTER_OLD, "roster-known-already") \
	X(ERR_ROSTER_STALE, "roster-past-review") \
	X(ERR_ROSTER_INVALID, "roster-invalid") \
	X(ERR_NO_ROSTER, "roster-missing") \
	X(ERR_UNIT_UNKNOWN, "unit-unknown") \
	X(ERR_UNIT_NOT_READY, "unit-without-keys") \
	X(ERR_PERSON_UNKNOWN, "person-unknown") \
	X(ERR_MANDATE, "mandate-missing") \
	X(ERR_REVOKED, "key-revoked") \
	/* the agreement and the law */ \
	X(ERR_AGREEMENT_UNKNOWN, "agreement-unknown") \
	X(ERR_AGREEMENT_EXPIRED, "agreement-not-valid") \
	X(ERR_AGREEMENT_INVALID, "agreement-invalid") \
	X(ERR_AGREEMENT_FORK, "agreement-fork") \
	X(ERR_PINNED, "pinned-text-missing") \
	X(ERR_CATALOGUE, "catalogue-unknown") \
	X(ERR_PURPOSE, "purpose-not-agreed") \
	X(ERR_DIRECTION, "direction-not-agreed") \
	X(ERR_FIELD_NOT_AGREED, "field-not-agreed") \
	X(ERR_CONSENT, "consent-missing") \
	X(ERR_NOTHING_LEAVES, "nothing-leaves") \
	X(ERR_OWN_APPROVAL, "approved-by-its-packer") \
	X(ERR_NOT_PENDING, "not-waiting-for-approval") \
	X(ERR_PENDING_CHANGED, "changed-since-packed") \
	/* packages */ \
	X(ERR_PACKAGE, "package-malformed") \
	X(ERR_PACKAGE_NOT_OURS, "package-for-another") \
	X(ERR_PACKAGE_RECIPIENTS, "package-recipients") \
	X(ERR_PACKAGE_REPLAYED, "package-opened-before") \
	X(ERR_PACKAGE_CONFLICT, "package-number-conflict") \
	X(ERR_PACKAGE_EXPIRED, "package-past-use-by") \
	X(ERR_PACKAGE_FUTURE, "package-from-the-future") \
	X(ERR_PACKAGE_NUMBER, "package-number-ahead") \
	X(ERR_PACKAGE_CONTENT, "package-content") /* signed, and yet not right */ \
	X(ERR_MEMBER_NAME, "member-name") \
	X(ERR_MEMBER_TYPE, "member-type") \
	X(ERR_MEMBER_DUPLICATE, "member-duplicate") \
	X(ERR_MEMBER_UNLISTED, "member-unlisted") \
	X(ERR_MEMBER_MISSING, "member-missing") \
	X(ERR_MEMBER_HASH, "member-hash") \
	X(ERR_MEMBER_SIZE, "member-size") \
	X(ERR_MEMBER_COUNT, "member-count") \
	X(ERR_GZIP, "gzip-damaged") \
	X(ERR_PADDING, "padding") \
	X(ERR_RECEIPT, "receipt-unmatched") \
	X(ERR_REFUSAL, "refusal-unmatched") \
	/* the store */ \
	X(ERR_STORE, "store") /* SQLite refused; detail says */ \
	X(ERR_STORE_KEY, "store-wrong-key-or-damaged") \
	X(ERR_STORE_PLAINTEXT, "store-not-encrypted") \
	X(ERR_STORE_VERSION, "store-schema-newer") \
	X(ERR_STORE_ROLLBACK, "store-rolled-back") \
	X(ERR_STORE_ANCHOR, "store-anchor") \
	X(ERR_STORE_FSYNC, "store-fsync") \
	X(ERR_SQLCIPHER, "sqlcipher-too-old") \
	/* the log */ \
	X(ERR_LOG, "log-damaged") \
	X(ERR_LOG_MISSING, "log-part-missing") \
	X(ERR_LOG_UNSIGNED, "log-checkpoint-unsigned") \
	X(ERR_LOG_ROOT, "log-root-mismatch") \
	X(ERR_LOG_SHORTER, "log-shorter") \
	X(ERR_LOG_FORK, "log-forked") \
	X(ERR_LOG_PROOF, "log-proof") \
	X(ERR_EVIDENCE, "evidence-shows-nothing") \
	X(ERR_UNWITNESSED, "unwitnessed-too-long") \
	X(ERR_LOG_COMMITMENT, "log-commitment") \
	X(ERR_LOG_ENTRY, "log-entry-malformed") \
	X(ERR_LOG_SEQUENCE, "log-sequence") \
	X(ERR_LOG_MANDATE, "log-act-without-mandate") \
	X(ERR_LOG_AGREEMENT, "log-agreement-not-valid") \
	X(ERR_LOG_GROUND, "log-ground-not-allowed") \
	X(ERR_LOG_OVERRIDE, "log-override-not-valid") \
	X(ERR_LOG_OVERRIDES_NAMED, "log-overrides-differ") \
	X(ERR_EXCHANGE_LACKS, "exchange-lacks-counterpart") \
	X(ERR_EXCHANGE_DIFFERS, "exchange-differs") \
	X(ERR_LOG_POLICY, "log-bundle-not-vouched")

enum error_code {
#define X(code, name) code,
	ERROR_CODES(X)
#undef X
		ERR_COUNT
};

#define ERROR_SUBJECT_MAX 256
#define ERROR_DETAIL_MAX 256

struct error {
	enum error_code code;
	int sys_errno;                   /* 0 when the system had no part in it */
	uint64_t line;                   /* line of a text, from 1; 0 when none applies */
	const char *where;               /* function that saw it, static storage */
	char subject[ERROR_SUBJECT_MAX]; /* what it is about: path, field, key name; may be empty */
	char detail[ERROR_DETAIL_MAX];   /* rule or library's words, English; may be empty */
};

/* Fill `*e` and return false, so that a caller can write
 * `return error_set(e, ERR_SYNTAX, path, "tab in indentation")`. `subject` may be
 * NULL; control characters in either are replaced by '?'. `e` may not be NULL. */
#define error_set(e, code, subject, ...) \
	error_is_set(error_fill((e), (code), 0, 0, __func__, (subject), __VA_ARGS__))
/* The same with a line number, from 1. */
#define error_line(e, code, subject, line, ...) \
	error_is_set(error_fill((e), (code), 0, (line), __func__, (subject), __VA_ARGS__))
/* The same with errno; ENOSPC and EDQUOT become ERR_DISK_FULL, ENOENT becomes
 * ERR_FILE_MISSING, EEXIST ERR_FILE_EXISTS, ELOOP ERR_FILE_UNSAFE, ENOMEM
 * ERR_MEMORY, EINTR ERR_INTERRUPTED, everything else stays `ERR_IO`. */
#define error_errno(e, err, subject, ...) \
	error_is_set(error_fill((e), ERR_IO, (err), 0, __func__, (subject), __VA_ARGS__))
#define error_memory(e) error_is_set(error_fill((e), ERR_MEMORY, 0, 0, __func__, NULL, "%s", ""))

bool error_fill(struct error *e, enum error_code code, int sys_errno, uint64_t line, const char *where,
                const char *subject, const char *format, ...) _printf_(7, 8);

/* False, where the compiler can see it: it warns of results that are unset on no real path otherwise. */
static inline bool error_is_set(bool filled)
{
	(void)filled;
	return false;
}

/* The stable name, "package-opened-before"; "unknown" for a value outside the enum. */
const char *error_name(enum error_code code);
