/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/recovery_key.h"

#include "io/file.h"
#include "trust/keyfile.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FACTOR 14u

static char directory[] = "/tmp/sluis-recovery-XXXXXX";
static char path[64];
static struct secret passphrase, wrong;
static struct age_identity key;

static void start(void)
{
	struct error e;
	cr_assert(crypto_start(&e));
	cr_assert(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/recovery.key", directory);
	cr_assert(secret_copy(&passphrase, BYTES("correct horse"), &e));
	cr_assert(secret_copy(&wrong, BYTES("correct house"), &e));
	cr_assert(age_identity_generate(&key, &e));
}

static void stop(void)
{
	age_identity_clear(&key);
	secret_clear(&passphrase);
	secret_clear(&wrong);
	unlink(path);
	rmdir(directory);
}

TestSuite(recovery_key, .init = start, .fini = stop);

static enum error_code read_key(const struct secret *with)
{
	_cleanup_(age_identity_clear) struct age_identity read = { 0 };
	struct error e;
	if (!recovery_key_read(path, with, &read, &e)) {
		cr_assert_null(read.scalar.data);
		return e.code;
	}
	cr_assert(bytes_equal_secret(secret_open(&read.scalar), secret_open(&key.scalar)));
	secret_close(&read.scalar);
	secret_close(&key.scalar);
	cr_assert(age_recipient_equal(&read.recipient, &key.recipient));
	return ERR_NONE;
}

Test(recovery_key, comes_back_from_its_shares)
{
	struct error e;
	for (unsigned threshold = 2; threshold <= 3; threshold++) {
		_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
		_cleanup_(age_identity_clear) struct age_identity again = { 0 };
		cr_assert(recovery_key_split(&key, threshold, 4, &set, &e));
		cr_assert(set.shares[0].extendable);
		cr_assert_eq(set.shares[0].exponent, 0);
		cr_assert_eq(slip39_word_count(set.shares[0].value.size), 33);
		cr_assert(recovery_key_combine(&set, &again, &e));
		cr_assert(age_recipient_equal(&again.recipient, &key.recipient));
	}
	struct slip39_set none;
	cr_assert_not(recovery_key_split(&key, 1, 1, &none, &e),
	              "of one share there is nothing to put together");
	cr_assert_eq(e.code, ERR_VALUE);
}

Test(recovery_key, is_of_32_bytes)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	_cleanup_(secret_clear) struct secret secret = { 0 };
	struct age_identity none;
	struct error e;
	cr_assert(secret_random(&secret, 16, &e) && slip39_split(&secret, 2, 2, 0, &set, &e));
	cr_assert_not(recovery_key_combine(&set, &none, &e));
	cr_assert_eq(e.code, ERR_SHARE);
}

Test(recovery_key, stands_in_a_file_under_a_passphrase)
{
	struct error e;
	cr_assert(recovery_key_write(&key, path, &passphrase, FACTOR, &e), "%s", e.detail);
	cr_assert_eq(read_key(&passphrase), ERR_NONE);
	cr_assert_eq(read_key(&wrong), ERR_PASSPHRASE);
	cr_assert_not(recovery_key_write(&key, path, &passphrase, FACTOR, &e));
	cr_assert_eq(e.code, ERR_FILE_EXISTS);
	struct keyfile person;
	cr_assert_not(keyfile_read(path, &passphrase, &person, &e), "nobody works with it");
	cr_assert_eq(e.code, ERR_KEYFILE);
}

/* What another program may have put into such a file: before the identity, and behind it. */
Test(recovery_key, is_one_identity_whatever_is_said_of_it)
{
	static const struct {
		const char *before, *behind;
		enum error_code code;
	} rows[] = {
		{ "", "", ERR_NONE },
		{ "", "\n", ERR_NONE },
		{ "# created: 2026-11-24T10:00:00Z\n# public key: x\n\n", "\n\n# end", ERR_NONE },
		{ " ", "", ERR_KEYFILE },
		{ "", " ", ERR_KEYFILE },
		{ "# sluis key file: oss.nl/p-1\n", "\nPRIVATE+KEY+oss.nl/p-1+1a2b3c4d+AQ==\n", ERR_NONE },
		{ "AGE\n", "", ERR_KEYFILE },
		{ "", "\nAGE", ERR_KEYFILE },
		{ "# ", "", ERR_KEYFILE },
	};
	char identity[AGE_IDENTITY_SIZE + 1] = "";
	struct error e;
	age_identity_format(&key, identity);
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		_cleanup_(secret_clear) struct secret text = { 0 };
		char whole[256];
		snprintf(whole, sizeof whole, "%s%s%s", rows[i].before, identity, rows[i].behind);
		cr_assert(secret_copy(&text, bytes_of_string(whole), &e));
		cr_assert(sealed_text_write(path, &text, &passphrase, FACTOR, true, &e));
		cr_assert_eq(read_key(&passphrase), rows[i].code, "row %zu", i);
	}
}
