/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/error.h"

#include <criterion/criterion.h>

/* Which errors go into the log as a refusal. An auditor counts on it, so a code that is added, or that
 * changes its class, is decided upon here as well. */
static const struct {
	enum error_code code;
	bool refusal;
} codes[] = {
	{ ERR_MEMORY, false },
	{ ERR_IO, false },
	{ ERR_DISK_FULL, false },
	{ ERR_FILE_MISSING, false },
	{ ERR_FILE_EXISTS, false },
	{ ERR_FILE_UNSAFE, false },
	{ ERR_FOLDER, false },
	{ ERR_NOT_FOLDER, false },
	{ ERR_NOT_LOG, false },
	{ ERR_READ_ONLY, false },
	{ ERR_TOLD, false },
	{ ERR_COPY, false },
	{ ERR_PIPE, false },
	{ ERR_WRONG_FILE, false },
	{ ERR_TOO_LARGE, true },
	{ ERR_NETWORK_FS, false },
	{ ERR_CLOCK, false },
	{ ERR_BUSY, false },
	{ ERR_INTERRUPTED, false },
	{ ERR_LIBRARY, false },
	{ ERR_KEYRING, false },
	{ ERR_KEYRING_SHARED, false },
	{ ERR_USAGE, false },
	{ ERR_NOT_FOUND, false },
	{ ERR_AMBIGUOUS, false },
	{ ERR_NO_TERMINAL, false },
	{ ERR_NAME, false },
	{ ERR_NO_RETRACTION, false },
	{ ERR_NOT_OFFICER, false },
	{ ERR_SYNTAX, true },
	{ ERR_UTF8, true },
	{ ERR_CONTROL_CHARACTER, true },
	{ ERR_VALUE, true },
	{ ERR_UNKNOWN_KEY, true },
	{ ERR_DUPLICATE, true },
	{ ERR_MISSING, true },
	{ ERR_VERSION, true },
	{ ERR_TRUNCATED, true },
	{ ERR_BSN, true },
	{ ERR_FIELD_UNKNOWN, true },
	{ ERR_FIELD_VALUE, true },
	{ ERR_NO_IDENTITY, true },
	{ ERR_CSV_QUOTE, true },
	{ ERR_CSV_COLUMNS, true },
	{ ERR_NUL_BYTE, true },
	{ ERR_PROTECTION, true },
	{ ERR_MAPPING, true },
	{ ERR_UNMAPPED, false },
	{ ERR_ROWS_REJECTED, false },
	{ ERR_IMPORT_PACKED, true },
	{ ERR_IMPORT_RECEIVED, true },
	{ ERR_PASSPHRASE, false },
	{ ERR_PASSPHRASE_WEAK, false },
	{ ERR_NO_KEY, true },
	{ ERR_AGE_HEADER, true },
	{ ERR_AGE_HMAC, true },
	{ ERR_AGE_PAYLOAD, true },
	{ ERR_AGE_ARMOR, true },
	{ ERR_WORK_FACTOR, true },
	{ ERR_WORK_MEMORY, false },
	{ ERR_KEYFILE, true },
	{ ERR_KEY_UNBOUND, true },
	{ ERR_SHARE_WORD, true },
	{ ERR_SHARE_LENGTH, true },
	{ ERR_SHARE_CHECKSUM, true },
	{ ERR_SHARE, true },
	{ ERR_SHARE_OTHER_SET, false },
	{ ERR_SHARE_TWICE, false },
	{ ERR_SHARES_MISSING, false },
	{ ERR_SHARES_DIGEST, true },
	{ ERR_RECOVERY_NONE, true },
	{ ERR_RECOVERY_OTHER, true },
	{ ERR_NOTE, true },
	{ ERR_SIGNATURE, true },
	{ ERR_UNSIGNED, true },
	{ ERR_QUORUM, true },
	{ ERR_FINGERPRINT, true },
	{ ERR_SPOKEN, false },
	{ ERR_TRANSCRIPT, true },
	{ ERR_ROSTER_CHAIN, true },
	{ ERR_ROSTER_FORK, true },
	{ ERR_ROSTER_OLD, true },
	{ ERR_ROSTER_STALE, true },
	{ ERR_ROSTER_INVALID, true },
	{ ERR_NO_ROSTER, true },
	{ ERR_UNIT_UNKNOWN, true },
	{ ERR_UNIT_NOT_READY, true },
	{ ERR_PERSON_UNKNOWN, true },
	{ ERR_MANDATE, true },
	{ ERR_NOT_YET, true },
	{ ERR_REVOKED, true },
	{ ERR_ROSTER_FUTURE, true },
	{ ERR_LOG_STRANGER, true },
	{ ERR_AGREEMENT_UNKNOWN, true },
	{ ERR_AGREEMENT_EXPIRED, true },
	{ ERR_AGREEMENT_INVALID, true },
	{ ERR_AGREEMENT_FORK, true },
	{ ERR_GROUNDS_FLOOR, true },
	{ ERR_PINNED, true },
	{ ERR_CATALOGUE, true },
	{ ERR_PURPOSE, true },
	{ ERR_DIRECTION, true },
	{ ERR_FIELD_NOT_AGREED, true },
	{ ERR_CONSENT, true },
	{ ERR_OPTED_OUT, true },
	{ ERR_NOTHING_LEAVES, true },
	{ ERR_OWN_APPROVAL, true },
	{ ERR_NOT_PENDING, true },
	{ ERR_PENDING_CHANGED, true },
	{ ERR_NO_RESEND, true },
	{ ERR_SENT_CHANGED, true },
	{ ERR_RESTRICTED, true },
	{ ERR_NOT_RESTRICTED, true },
	{ ERR_PACKAGE, true },
	{ ERR_PACKAGE_NOT_OURS, true },
	{ ERR_PACKAGE_RECIPIENTS, true },
	{ ERR_PACKAGE_REPLAYED, false },
	{ ERR_PACKAGE_CONFLICT, true },
	{ ERR_PACKAGE_EXPIRED, true },
	{ ERR_PACKAGE_FUTURE, true },
	{ ERR_PACKAGE_NUMBER, true },
	{ ERR_PACKAGE_CONTENT, true },
	{ ERR_MEMBER_NAME, true },
	{ ERR_MEMBER_TYPE, true },
	{ ERR_MEMBER_DUPLICATE, true },
	{ ERR_MEMBER_UNLISTED, true },
	{ ERR_MEMBER_MISSING, true },
	{ ERR_MEMBER_HASH, true },
	{ ERR_MEMBER_SIZE, true },
	{ ERR_MEMBER_COUNT, true },
	{ ERR_GZIP, true },
	{ ERR_PADDING, true },
	{ ERR_RECEIPT, true },
	{ ERR_REFUSAL, true },
	{ ERR_STORE, false },
	{ ERR_STORE_KEY, false },
	{ ERR_STORE_DAMAGED, false },
	{ ERR_STORE_PLAINTEXT, false },
	{ ERR_STORE_VERSION, false },
	{ ERR_STORE_ROLLBACK, false },
	{ ERR_STORE_ANCHOR, false },
	{ ERR_STORE_FSYNC, false },
	{ ERR_SQLCIPHER, false },
	{ ERR_SLOT_THERE, false },
	{ ERR_SLOT_OTHER_KEY, true },
	{ ERR_SLOT_MISSING, false },
	{ ERR_SLOT_LAST, true },
	{ ERR_ACCESS_LIST, true },
	{ ERR_ACCESS_UNFINISHED, true },
	{ ERR_UNIT_KEYS_OWED, true },
	{ ERR_BACKUP, false },
	{ ERR_NO_RECOVERY, false },
	{ ERR_LOG, false },
	{ ERR_LOG_MISSING, false },
	{ ERR_LOG_UNSIGNED, true },
	{ ERR_LOG_KEY, true },
	{ ERR_LOG_ROOT, true },
	{ ERR_LOG_SHORTER, true },
	{ ERR_LOG_FORK, true },
	{ ERR_LOG_PROOF, true },
	{ ERR_EVIDENCE, true },
	{ ERR_UNWITNESSED, true },
	{ ERR_LOG_COMMITMENT, true },
	{ ERR_LOG_ENTRY, true },
	{ ERR_LOG_SEQUENCE, true },
	{ ERR_LOG_MANDATE, true },
	{ ERR_LOG_AGREEMENT, true },
	{ ERR_LOG_GROUND, true },
	{ ERR_LOG_OVERRIDE, true },
	{ ERR_LOG_OVERRIDES_NAMED, true },
	{ ERR_EXCHANGE_LACKS, true },
	{ ERR_EXCHANGE_DIFFERS, true },
	{ ERR_LOG_POLICY, true },
	{ ERR_LOG_COSIGNED, true },
};

Test(error, tells_refusals_from_what_could_not_be_done)
{
	bool seen[ERR_COUNT] = { [ERR_NONE] = true };
	for (size_t i = 0; i < ELEMENTS(codes); i++) {
		cr_assert_not(seen[codes[i].code], "%s stands here twice", error_name(codes[i].code));
		seen[codes[i].code] = true;
		cr_assert_eq(error_is_refusal(codes[i].code), codes[i].refusal, "%s",
		             error_name(codes[i].code));
	}
	for (unsigned code = 0; code < ERR_COUNT; code++)
		cr_assert(seen[code], "%s is not in this table", error_name((enum error_code)code));
	cr_assert_not(error_is_refusal(ERR_NONE));
	cr_assert_not(error_is_refusal(ERR_COUNT));
}

Test(error, has_a_class_for_every_code)
{
	for (unsigned code = ERR_NONE + 1; code < ERR_COUNT; code++)
		cr_assert_neq(error_class((enum error_code)code), CLASS_NONE, "%s",
		              error_name((enum error_code)code));
	cr_assert_eq(error_class(ERR_NONE), CLASS_NONE);
	cr_assert_eq(error_class(ERR_COUNT), CLASS_NONE);
}

Test(error, names_are_unique)
{
	for (unsigned a = 0; a < ERR_COUNT; a++)
		for (unsigned b = 0; b < a; b++)
			cr_assert_str_neq(error_name((enum error_code)a), error_name((enum error_code)b));
	cr_assert_str_eq(error_name(ERR_COUNT), "unknown");
}
