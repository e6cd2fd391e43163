/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/sealed_text.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "crypto/age.h"
#include "io/file.h"

#include <string.h>

static bool check_work_factor(unsigned work_factor, struct error *e)
{
	if (work_factor >= SEALED_LEAST_WORK_FACTOR && work_factor <= SEALED_MOST_WORK_FACTOR)
		return true;
	return error_set(e, ERR_WORK_FACTOR, NULL, "%u: it must be %u to %u", work_factor,
	                 SEALED_LEAST_WORK_FACTOR, SEALED_MOST_WORK_FACTOR);
}

static bool encrypt(const struct secret *text, struct sink out, const struct secret *passphrase,
                    unsigned work_factor, struct error *e)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	if (!age_writer_start_passphrase(out, passphrase, work_factor, &w, e))
		return false;
	bool ok = sink_write(age_writer_sink(w), secret_open(text), e);
	secret_close(text);
	return ok && age_writer_end(w, e);
}

bool sealed_text_write(const char *path, const struct secret *text, const struct secret *passphrase,
                       unsigned work_factor, bool replace, struct error *e)
{
	_cleanup_(secret_clear) struct secret composed = { 0 };
	_cleanup_(buffer_clear) struct buffer cipher = { .limit = LIMIT_KEY_FILE_SIZE };
	return check_work_factor(work_factor, e) && secret_compose(&composed, passphrase, e) &&
	       encrypt(text, sink_to_buffer(&cipher), &composed, work_factor, e) && buffer_ok(&cipher, e) &&
	       file_replace(path, buffer_bytes(&cipher), replace, e);
}

bool sealed_text_about(const char *path, struct error *e)
{
	memcpy(e->subject, "", 1);
	strncat(e->subject, path, sizeof e->subject - 1);
	return false;
}

/* Told apart as far as age allows: a wrong passphrase can't be told from a damaged
 * scrypt stanza, nor a file that was cut within its only chunk from a changed one. */
static bool name_fault(const char *path, struct error *e)
{
	switch ((int)e->code) {
	case ERR_AGE_HEADER:
	case ERR_AGE_ARMOR:
		return error_set(e, ERR_KEYFILE, path, "this isn't an age file, or its header is damaged");
	case ERR_AGE_HMAC:
		return error_set(e, ERR_KEYFILE, path, "the passphrase fits, but the header was changed");
	case ERR_AGE_PAYLOAD:
		return error_set(e, ERR_KEYFILE, path,
		                 "the passphrase fits, but the content was changed or cut");
	case ERR_NO_KEY:
		return error_set(e, ERR_KEYFILE, path, "this age file isn't encrypted under a passphrase");
	case ERR_PASSPHRASE:
		return error_set(e, ERR_PASSPHRASE, path, "%s", "");
	case ERR_TRUNCATED:
		return error_set(e, ERR_TRUNCATED, path, "the key file ends too early");
	case ERR_WORK_FACTOR:
		return error_set(e, ERR_WORK_FACTOR, path, "a key file's work factor is %u to %u",
		                 SEALED_LEAST_WORK_FACTOR, SEALED_MOST_WORK_FACTOR);
	case ERR_WORK_MEMORY:
	case ERR_KEYFILE:
		return sealed_text_about(path, e);
	default:
		return false;
	}
}

/* All of the payload, into secret memory of its exact size. */
static bool decrypt(struct bytes cipher, size_t most, const struct secret *passphrase, struct secret *ret,
                    unsigned *ret_work_factor, struct error *e)
{
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	_cleanup_(secret_clear) struct secret scratch = { 0 };
	const struct age_keys keys = {
		.passphrase = passphrase,
		.least_work_factor = SEALED_LEAST_WORK_FACTOR,
		.most_work_factor = SEALED_MOST_WORK_FACTOR,
	};
	size_t size;
	if (!age_reader_start(source_of_bytes(&cipher), &keys, &r, e) || !secret_new(&scratch, most + 1, e))
		return false;
	if (!source_fill(age_reader_source(r), scratch.data, scratch.size, &size, e))
		return false;
	if (size == 0 || size == scratch.size)
		return error_set(e, ERR_KEYFILE, NULL, "the content isn't a sluis key file's");
	*ret_work_factor = age_reader_work_factor(r);
	return secret_copy(ret, bytes_of(scratch.data, size), e);
}

static bool equal(const struct secret *a, const struct secret *b)
{
	bool same = bytes_equal_secret(secret_open(a), secret_open(b));
	secret_close(a);
	secret_close(b);
	return same;
}

/* Keyboards write é in one part or in two: composed, as `sealed_text_write` does; then as it was typed, for a
 * file that another program made. */
static bool decrypt_either(struct bytes cipher, size_t most, const struct secret *typed, struct secret *ret,
                           unsigned *ret_work_factor, struct error *e)
{
	_cleanup_(secret_clear) struct secret composed = { 0 };
	if (!secret_compose(&composed, typed, e))
		return false;
	if (decrypt(cipher, most, &composed, ret, ret_work_factor, e))
		return true;
	return e->code == ERR_PASSPHRASE && !equal(&composed, typed) &&
	       decrypt(cipher, most, typed, ret, ret_work_factor, e);
}

bool sealed_text_read(const char *path, size_t most, const struct secret *passphrase, struct secret *ret,
                      unsigned *ret_work_factor, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer cipher = { 0 };
	if (!file_read(path, LIMIT_KEY_FILE_SIZE, &cipher, e) ||
	    !file_kind_check(buffer_bytes(&cipher), path, FILE_FOR_KEY, e))
		return false;
	return decrypt_either(buffer_bytes(&cipher), most, passphrase, ret, ret_work_factor, e) ||
	       name_fault(path, e);
}
