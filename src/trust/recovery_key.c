/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/recovery_key.h"

#include "trust/sealed_text.h"

#include <stdio.h>
#include <string.h>

static const char heading[] = "# sluis recovery key\n";
static const char public_prefix[] = "# public key: ";

#define PUBLIC_SIZE (sizeof public_prefix - 1 + AGE_RECIPIENT_SIZE + 1)
#define TEXT_SIZE (sizeof heading - 1 + PUBLIC_SIZE + AGE_IDENTITY_SIZE + 1)
#define TEXT_MOST 8192u /* of one that another program wrote, or a key file with all its stores */
/* The rounds between shares and secret make guessing a passphrase slow. There is none, and 32 random bytes
 * aren't guessed: the fewest there can be. */
#define EXPONENT 0u
#define THRESHOLD_LEAST 2u

bool recovery_key_split(const struct age_identity *key, unsigned threshold, unsigned count,
                        struct slip39_set *ret, struct error *e)
{
	if (threshold < THRESHOLD_LEAST)
		return error_set(e, ERR_VALUE, NULL, "no set of shares can be so");
	return slip39_split(&key->scalar, threshold, count, EXPONENT, ret, e);
}

bool recovery_key_combine(const struct slip39_set *shares, struct age_identity *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret scalar = { 0 };
	if (!slip39_combine(shares, bytes_of(NULL, 0), &scalar, e))
		return false;
	if (scalar.size != AGE_SCALAR_SIZE)
		return error_set(e, ERR_SHARE, NULL, "their secret has %zu bytes, and a recovery key %u",
		                 scalar.size, AGE_SCALAR_SIZE);
	return age_identity_of(&scalar, ret, e);
}

bool recovery_key_write(const struct age_identity *key, const char *path, const struct secret *passphrase,
                        unsigned work_factor, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	char recipient[AGE_RECIPIENT_SIZE + 1];
	if (!secret_new(&text, TEXT_SIZE, e))
		return false;
	age_recipient_format(&key->recipient, recipient);
	char *at = (char *)text.data;
	memcpy(at, heading, sizeof heading - 1);
	at += sizeof heading - 1;
	memcpy(at, public_prefix, sizeof public_prefix - 1);
	at += sizeof public_prefix - 1;
	memcpy(at, recipient, AGE_RECIPIENT_SIZE);
	at += AGE_RECIPIENT_SIZE;
	*at++ = '\n';
	age_identity_format(key, at);
	at[AGE_IDENTITY_SIZE] = '\n';
	secret_close(&text);
	return sealed_text_write(path, &text, passphrase, work_factor ? work_factor : SEALED_WORK_FACTOR,
	                         false, e);
}

/* One identity; lines before and behind it may say what it is, as those of age-keygen do, or sign, as those
 * of a key file. */
static bool parse(const struct secret *text, struct age_identity *ret, struct error *e)
{
	struct cursor lines = cursor_of(secret_open(text));
	struct bytes identity = bytes_of(NULL, 0);
	bool good = true;
	while (good && !cursor_done(&lines)) {
		struct bytes line = cursor_until(&lines, '\n');
		if (line.size == 0 || line.data[0] == '#' || bytes_starts_with(line, "PRIVATE+KEY+"))
			continue;
		good = identity.size == 0;
		identity = line;
	}
	good = good && age_identity_parse(identity, ret, e);
	secret_close(text);
	return good || error_set(e, ERR_KEYFILE, NULL, "what it holds isn't one age identity");
}

bool recovery_key_read(const char *path, const struct secret *passphrase, struct age_identity *ret,
                       struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	unsigned work_factor;
	return sealed_text_read(path, TEXT_MOST, passphrase, &text, &work_factor, e) &&
	       (parse(&text, ret, e) || sealed_text_about(path, e));
}
