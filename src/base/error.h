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

/* Every kind of failure and finding, in one list: the enumerator, its class, and
 * the stable name that `--json` shows as the finding code. `cli/words.c` holds,
 * for each, the exit code, the words and the hint. Names are never reused or
 * renamed. The order of the rows means nothing: what code asks of a kind of
 * failure, it asks of the class. */
#define ERROR_CODES(X) \
	X(ERR_NONE, NONE, "none") \
	/* the machine */ \
	X(ERR_MEMORY, MACHINE, "out-of-memory") \
	X(ERR_IO, MACHINE, "input-output") \
	X(ERR_DISK_FULL, MACHINE, "disk-full") \
	X(ERR_FILE_MISSING, MACHINE, "file-missing") \
	X(ERR_FILE_EXISTS, MACHINE, "file-exists") \
	X(ERR_FILE_UNSAFE, MACHINE, "file-unsafe") /* link, device, not regular */ \
	X(ERR_FOLDER, MACHINE, "is-a-folder") \
	X(ERR_NOT_FOLDER, MACHINE, "not-a-folder") \
	X(ERR_NOT_LOG, USAGE, "not-a-log") \
	X(ERR_READ_ONLY, MACHINE, "read-only") \
	X(ERR_TOLD, MACHINE, "output-lost")            /* what was done couldn't be told */ \
	X(ERR_COPY, MACHINE, "copy-failed")            /* of what was made and logged */ \
	X(ERR_PIPE, MACHINE, "pipe-closed")            /* who reads has had enough */ \
	X(ERR_WRONG_FILE, USAGE, "wrong-kind-of-file") /* detail: a name of file_kind.h */ \
	X(ERR_TOO_LARGE, TEXT, "too-large")            /* above a named limit */ \
	X(ERR_NETWORK_FS, MACHINE, "network-file-system") \
	X(ERR_CLOCK, MACHINE, "clock") /* stands before what was made earlier */ \
	X(ERR_BUSY, MACHINE, "busy") \
	X(ERR_INTERRUPTED, MACHINE, "interrupted") \
	X(ERR_LIBRARY, MACHINE, "library") /* a library refused to start */ \
	X(ERR_KEYRING, MACHINE, "keyring-unavailable") \
	X(ERR_KEYRING_SHARED, MACHINE, "keyring-shared") \
	/* what the user typed */ \
	X(ERR_USAGE, USAGE, "usage") \
	X(ERR_NOT_FOUND, USAGE, "not-found") \
	X(ERR_AMBIGUOUS, USAGE, "ambiguous") \
	X(ERR_NO_TERMINAL, USAGE, "no-terminal") \
	X(ERR_NAME, USAGE, "bad-name") \
	X(ERR_NO_RETRACTION, USAGE, "no-retraction") /* to send again */ \
	X(ERR_NOT_OFFICER, USAGE, "not-an-officer")  /* whose signature counts nowhere */ \
	/* foreign text */ \
	X(ERR_SYNTAX, ROW, "syntax") \
	X(ERR_UTF8, ROW, "not-utf8") \
	X(ERR_CONTROL_CHARACTER, ROW, "control-character") \
	X(ERR_VALUE, ROW, "bad-value") \
	X(ERR_UNKNOWN_KEY, ROW, "unknown-key") \
	X(ERR_DUPLICATE, ROW, "duplicate") \
	X(ERR_MISSING, ROW, "missing-part") \
	X(ERR_VERSION, TEXT, "unknown-version") \
	X(ERR_TRUNCATED, TEXT, "truncated") \
	/* records and import */ \
	X(ERR_BSN, ROW, "bsn-invalid") \
	X(ERR_FIELD_UNKNOWN, ROW, "field-unknown") \
	X(ERR_FIELD_VALUE, ROW, "field-value") \
	X(ERR_NO_IDENTITY, ROW, "no-identifying-set") \
	X(ERR_CSV_QUOTE, ROW, "csv-quote") \
	X(ERR_CSV_COLUMNS, ROW, "csv-columns") \
	X(ERR_NUL_BYTE, ROW, "nul-byte") \
	X(ERR_PROTECTION, ROW, "protection-lost") \
	X(ERR_MAPPING, TEXT, "mapping") \
	X(ERR_UNMAPPED, USAGE, "mapping-needed") \
	X(ERR_ROWS_REJECTED, OUTCOME, "rows-rejected") \
	X(ERR_IMPORT_PACKED, REFUSAL, "import-packed") \
	X(ERR_IMPORT_RECEIVED, REFUSAL, "import-received") \
	/* keys and encryption */ \
	X(ERR_PASSPHRASE, USAGE, "wrong-passphrase") \
	X(ERR_PASSPHRASE_WEAK, USAGE, "weak-passphrase") \
	X(ERR_NO_KEY, REFUSAL, "no-usable-key") \
	X(ERR_AGE_HEADER, REFUSAL, "age-header") \
	X(ERR_AGE_HMAC, REFUSAL, "age-header-mac") \
	X(ERR_AGE_PAYLOAD, REFUSAL, "age-payload") \
	X(ERR_AGE_ARMOR, REFUSAL, "age-armor") \
	X(ERR_WORK_FACTOR, REFUSAL, "work-factor") \
	X(ERR_WORK_MEMORY, MACHINE, "work-factor-memory") \
	X(ERR_KEYFILE, REFUSAL, "key-file-damaged") \
	X(ERR_KEY_UNBOUND, REFUSAL, "key-not-bound-to-store") \
	/* recovery */ \
	X(ERR_SHARE_WORD, TEXT, "share-word-unknown") \
	X(ERR_SHARE_LENGTH, TEXT, "share-length") \
	X(ERR_SHARE_CHECKSUM, TEXT, "share-checksum") \
	X(ERR_SHARE, TEXT, "share-malformed") \
	X(ERR_SHARE_OTHER_SET, USAGE, "share-of-another-set") \
	X(ERR_SHARE_TWICE, USAGE, "share-twice") \
	X(ERR_SHARES_MISSING, USAGE, "shares-missing") \
	X(ERR_SHARES_DIGEST, TEXT, "shares-do-not-fit") \
	X(ERR_RECOVERY_NONE, REFUSAL, "recovery-not-in-roster") \
	X(ERR_RECOVERY_OTHER, REFUSAL, "recovery-other-key") \
	/* signatures and trust */ \
	X(ERR_NOTE, REFUSAL, "note-malformed") \
	X(ERR_SIGNATURE, REFUSAL, "signature-bad") \
	X(ERR_UNSIGNED, REFUSAL, "signature-missing") \
	X(ERR_QUORUM, REFUSAL, "quorum-missing") \
	X(ERR_FINGERPRINT, REFUSAL, "fingerprint-mismatch") \
	X(ERR_SPOKEN, USAGE, "fingerprint-spoken-wrong") /* in a ceremony, three times */ \
	X(ERR_TRANSCRIPT, REFUSAL, "transcript-of-others") \
	X(ERR_ROSTER_CHAIN, REFUSAL, "roster-chain") \
	X(ERR_ROSTER_FORK, REFUSAL, "roster-fork") \
	X(ERR_ROSTER_OLD, REFUSAL, "roster-known-already") \
	X(ERR_ROSTER_MERGE, REFUSAL, "rosters-not-to-merge") \
	X(ERR_ROSTER_STALE, REFUSAL, "roster-past-review") \
	X(ERR_ROSTER_INVALID, REFUSAL, "roster-invalid") \
	X(ERR_ROSTER_FUTURE, REFUSAL, "roster-from-the-future") \
	X(ERR_NO_ROSTER, REFUSAL, "roster-missing") \
	X(ERR_UNIT_UNKNOWN, REFUSAL, "unit-unknown") \
	X(ERR_UNIT_NOT_READY, REFUSAL, "unit-without-keys") \
	X(ERR_PERSON_UNKNOWN, REFUSAL, "person-unknown") \
	X(ERR_MANDATE, REFUSAL, "mandate-missing") \
	X(ERR_NOT_YET, REFUSAL, "not-valid-yet") \
	X(ERR_REVOKED, REFUSAL, "key-revoked") \
	/* the agreement and the law */ \
	X(ERR_AGREEMENT_UNKNOWN, REFUSAL, "agreement-unknown") \
	X(ERR_AGREEMENT_EXPIRED, REFUSAL, "agreement-not-valid") \
	X(ERR_AGREEMENT_INVALID, REFUSAL, "agreement-invalid") \
	X(ERR_AGREEMENT_FORK, REFUSAL, "agreement-fork") \
	X(ERR_GROUNDS_FLOOR, REFUSAL, "grounds-below-floor") \
	X(ERR_PINNED, REFUSAL, "pinned-text-missing") \
	X(ERR_CATALOGUE, REFUSAL, "catalogue-unknown") \
	X(ERR_PURPOSE, REFUSAL, "purpose-not-agreed") \
	X(ERR_DIRECTION, REFUSAL, "direction-not-agreed") \
	X(ERR_FIELD_NOT_AGREED, REFUSAL, "field-not-agreed") \
	X(ERR_CONSENT, REFUSAL, "consent-missing") \
	X(ERR_OPTED_OUT, REFUSAL, "client-objected") \
	X(ERR_NOTHING_LEAVES, REFUSAL, "nothing-leaves") \
	X(ERR_OWN_APPROVAL, REFUSAL, "approved-by-its-packer") \
	X(ERR_NOT_PENDING, REFUSAL, "not-waiting-for-approval") \
	X(ERR_PENDING_CHANGED, REFUSAL, "changed-since-packed") \
	X(ERR_NO_RESEND, REFUSAL, "not-sent-again") \
	X(ERR_SENT_CHANGED, REFUSAL, "changed-since-sent") \
	X(ERR_NO_VOID, REFUSAL, "not-to-be-voided") \
	X(ERR_NO_CORRECTION, REFUSAL, "not-to-be-corrected") \
	X(ERR_NOT_DISPUTED, REFUSAL, "nothing-disputed") \
	X(ERR_RESTRICTED, REFUSAL, "record-restricted") \
	X(ERR_NOT_RESTRICTED, REFUSAL, "nothing-to-decide") \
	X(ERR_HELD, REFUSAL, "record-held") /* it must not be erased */ \
	X(ERR_NOT_ACCEPTED, REFUSAL, "not-accepted") \
	X(ERR_OUTCOME_SAID, REFUSAL, "outcome-said-before") \
	X(ERR_NOT_DIRECTING, REFUSAL, "not-directing") \
	X(ERR_HANDOVER, REFUSAL, "handover-not-agreed") \
	X(ERR_ORDER, REFUSAL, "order-not-for-this") \
	X(ERR_BREACH, REFUSAL, "breach-not-so") /* what can't be said of it, or not yet */ \
	X(ERR_PART, REFUSAL, "report-part-unfit") \
	/* packages */ \
	X(ERR_PACKAGE, REFUSAL, "package-malformed") \
	X(ERR_PACKAGE_NOT_OURS, REFUSAL, "package-for-another") \
	X(ERR_PACKAGE_RECIPIENTS, REFUSAL, "package-recipients") \
	X(ERR_PACKAGE_REPLAYED, OUTCOME, "package-opened-before") \
	X(ERR_PACKAGE_CONFLICT, REFUSAL, "package-number-conflict") \
	X(ERR_PACKAGE_EXPIRED, REFUSAL, "package-past-use-by") \
	X(ERR_PACKAGE_FUTURE, REFUSAL, "package-from-the-future") \
	X(ERR_PACKAGE_NUMBER, REFUSAL, "package-number-ahead") \
	X(ERR_PACKAGE_VOIDED, REFUSAL, "package-voided")        /* word of that was opened before */ \
	X(ERR_PACKAGE_EARLY, REFUSAL, "package-before-its-own") /* what it corrects wasn't opened yet */ \
	X(ERR_PACKAGE_CONTENT, REFUSAL, "package-content")      /* signed, and yet not right */ \
	X(ERR_MEMBER_NAME, REFUSAL, "member-name") \
	X(ERR_MEMBER_TYPE, REFUSAL, "member-type") \
	X(ERR_MEMBER_DUPLICATE, REFUSAL, "member-duplicate") \
	X(ERR_MEMBER_UNLISTED, REFUSAL, "member-unlisted") \
	X(ERR_MEMBER_MISSING, REFUSAL, "member-missing") \
	X(ERR_MEMBER_HASH, REFUSAL, "member-hash") \
	X(ERR_MEMBER_SIZE, REFUSAL, "member-size") \
	X(ERR_MEMBER_COUNT, REFUSAL, "member-count") \
	X(ERR_GZIP, REFUSAL, "gzip-damaged") \
	X(ERR_PADDING, REFUSAL, "padding") \
	X(ERR_RECEIPT, REFUSAL, "receipt-unmatched") \
	X(ERR_REFUSAL, REFUSAL, "refusal-unmatched") \
	X(ERR_REQUEST, REFUSAL, "answer-unmatched") /* to what wasn't asked, or not so */ \
	X(ERR_ANSWERED, REFUSAL, "answered-before") \
	/* the store */ \
	X(ERR_STORE, STORE, "store") /* SQLite refused; detail says */ \
	X(ERR_STORE_KEY, STORE, "store-wrong-key-or-damaged") \
	X(ERR_STORE_DAMAGED, STORE, "store-damaged") /* its pages are whole, what they hold isn't */ \
	X(ERR_STORE_PLAINTEXT, STORE, "store-not-encrypted") \
	X(ERR_STORE_VERSION, STORE, "store-schema-newer") \
	X(ERR_STORE_ROLLBACK, STORE, "store-rolled-back") \
	X(ERR_STORE_ANCHOR, STORE, "store-anchor") \
	X(ERR_STORE_FSYNC, STORE, "store-fsync") \
	X(ERR_SQLCIPHER, STORE, "sqlcipher-too-old") \
	X(ERR_SLOT_THERE, USAGE, "slot-there-already") \
	X(ERR_SLOT_OTHER_KEY, REFUSAL, "slot-for-another-key") \
	X(ERR_SLOT_MISSING, USAGE, "slot-missing") \
	X(ERR_SLOT_LAST, REFUSAL, "slot-of-the-last") \
	X(ERR_ACCESS_LIST, REFUSAL, "access-list") \
	X(ERR_ACCESS_UNFINISHED, REFUSAL, "access-unfinished") /* a change that a crash cut off */ \
	X(ERR_UNIT_KEYS_OWED, REFUSAL, "unit-keys-owed") /* who left had the keys that a roster lists */ \
	X(ERR_REGAINING, REFUSAL, "access-not-regained") /* the officers' roster doesn't say what it must */ \
	X(ERR_BACKUP, STORE, "not-a-backup")             /* or one that isn't what it says */ \
	X(ERR_NO_RECOVERY, USAGE, "no-recovery-key")     /* of the unit, in the roster */ \
	/* the log */ \
	X(ERR_LOG, STORE, "log-damaged") \
	X(ERR_LOG_MISSING, STORE, "log-part-missing") \
	X(ERR_LOG_UNSIGNED, REFUSAL, "log-checkpoint-unsigned") \
	X(ERR_LOG_KEY, REFUSAL, \
	  "log-key-unproven") /* a log's key changed, and the one before didn't sign for it */ \
	X(ERR_LOG_ROOT, REFUSAL, "log-root-mismatch") \
	X(ERR_LOG_SHORTER, REFUSAL, "log-shorter") \
	X(ERR_LOG_FORK, REFUSAL, "log-forked") \
	X(ERR_LOG_ABANDONED, REFUSAL, "log-given-up") \
	X(ERR_RESUMPTION, REFUSAL, "resumption-refused") \
	X(ERR_LOG_PROOF, REFUSAL, "log-proof") \
	X(ERR_EVIDENCE, REFUSAL, "evidence-shows-nothing") \
	X(ERR_UNWITNESSED, REFUSAL, "unwitnessed-too-long") \
	X(ERR_LOG_COMMITMENT, REFUSAL, "log-commitment") \
	X(ERR_LOG_ENTRY, REFUSAL, "log-entry-malformed") \
	X(ERR_LOG_SEQUENCE, REFUSAL, "log-sequence") \
	X(ERR_LOG_MANDATE, REFUSAL, "log-act-without-mandate") \
	X(ERR_LOG_AGREEMENT, REFUSAL, "log-agreement-not-valid") \
	X(ERR_LOG_GROUND, REFUSAL, "log-ground-not-allowed") \
	X(ERR_LOG_OVERRIDE, REFUSAL, "log-override-not-valid") \
	X(ERR_LOG_OVERRIDES_NAMED, REFUSAL, "log-overrides-differ") \
	X(ERR_EXCHANGE_LACKS, REFUSAL, "exchange-lacks-counterpart") \
	X(ERR_EXCHANGE_DIFFERS, REFUSAL, "exchange-differs") \
	X(ERR_LOG_STRANGER, REFUSAL, "log-file-not-its-own") \
	X(ERR_LOG_POLICY, REFUSAL, "log-bundle-not-vouched") \
	X(ERR_LOG_COSIGNED, REFUSAL, "log-cosignature-time") /* at which it can't have been made */

enum error_code {
#define X(code, class, name) code,
	ERROR_CODES(X)
#undef X
		ERR_COUNT
};

/* What a code says of the thing that was asked for. */
enum error_class {
	CLASS_NONE,    /* no error */
	CLASS_MACHINE, /* a want of memory, disk, lock or library: it tells nothing of what was asked */
	CLASS_USAGE,   /* what the user typed: a wrong argument, name or passphrase */
	CLASS_ROW,     /* a value or a line of a text is wrong; a reader of rows can go on with the next */
	CLASS_TEXT,    /* a text as a whole is wrong: too large, cut off, of another version */
	CLASS_REFUSAL, /* the answer is no: a key, mandate, agreement, package or log doesn't hold */
	CLASS_STORE,   /* the own store, or the own log in it, is at fault */
	CLASS_OUTCOME, /* what came of an act in which nothing was at fault */
};

#define ERROR_SUBJECT_MAX 256
#define ERROR_DETAIL_MAX 256
#define ERROR_TOLD_MAX 320

struct error {
	enum error_code code;
	int sys_errno;                   /* 0 when the system had no part in it */
	uint64_t line;                   /* line of a text, from 1; 0 when none applies */
	const char *where;               /* function that saw it, static storage */
	char subject[ERROR_SUBJECT_MAX]; /* what it is about: path, field, key name; may be empty */
	char detail[ERROR_DETAIL_MAX];   /* rule or library's words, English; may be empty */
	char told[ERROR_TOLD_MAX];       /* the same in the reader's language */
};

/* Fill `*e` and return false, so that a caller can write
 * `return error_set(e, ERR_SYNTAX, path, "tab in indentation")`. `subject` may be
 * NULL; control characters in either are replaced by '?'. `e` may not be NULL. The format is a message for
 * translators as it stands there; an argument of words is marked N_(). */
#define error_set(e, code, subject, ...) \
	error_is_set(error_fill((e), (code), 0, 0, __func__, (subject), __VA_ARGS__))
/* The same with a line number, from 1. */
#define error_line(e, code, subject, line, ...) \
	error_is_set(error_fill((e), (code), 0, (line), __func__, (subject), __VA_ARGS__))
/* The same with errno; ENOSPC and EDQUOT become ERR_DISK_FULL, ENOENT becomes
 * ERR_FILE_MISSING, EEXIST ERR_FILE_EXISTS, ELOOP ERR_FILE_UNSAFE, EISDIR ERR_FOLDER,
 * ENOTDIR ERR_NOT_FOLDER, EROFS ERR_READ_ONLY, EPIPE ERR_PIPE, ENOMEM ERR_MEMORY, EINTR
 * ERR_INTERRUPTED, everything else stays `ERR_IO`. */
#define error_errno(e, err, subject, ...) \
	error_is_set(error_fill((e), ERR_IO, (err), 0, __func__, (subject), __VA_ARGS__))
#define error_memory(e) error_is_set(error_fill((e), ERR_MEMORY, 0, 0, __func__, NULL, "%s", ""))

bool error_fill(struct error *e, enum error_code code, int sys_errno, uint64_t line, const char *where,
                const char *subject, const char *format, ...) _printf_(7, 8);

/* More behind the detail. */
void error_add(struct error *e, const char *format, ...) _printf_(2, 3);
/* The detail of another error behind this one's. */
void error_add_detail(struct error *e, const struct error *why);

/* False, where the compiler can see it: it warns of results that are unset on no real path otherwise. */
static inline bool error_is_set(bool filled)
{
	(void)filled;
	return false;
}

/* The stable name, "package-opened-before"; "unknown" for a value outside the enum. */
const char *error_name(enum error_code code);

/* CLASS_NONE for a value outside the enum. */
enum error_class error_class(enum error_code code);

/* Says no to what was asked, as against what could not be done: want of memory, disk or lock, a wrong
 * argument, and faults of the own store and log tell nothing of what was asked. A refusal is logged. */
bool error_is_refusal(enum error_code code);
