/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The text inside a personal key file. Seeds hold no secret, not even one of a test:
 * "@identity@" and "@signer@" in them stand for keys made here. */

#include "fuzz.h"

#include "trust/keyfile.h"

static const char *identity(void)
{
	static char text[AGE_IDENTITY_SIZE + 1];
	if (!text[0])
		age_identity_format(fuzz_identity(), text);
	return text;
}

static const char *signer(void)
{
	static char text[NOTE_SIGNER_TEXT_MAX + 1];
	if (!text[0])
		note_signer_format(fuzz_person(), text);
	return text;
}

static void fill_in(struct bytes raw, struct buffer *out)
{
	struct cursor c = cursor_of(raw);
	while (!cursor_done(&c)) {
		if (bytes_starts_with(c.left, "@identity@")) {
			buffer_append_string(out, identity());
			cursor_take(&c, strlen("@identity@"));
		} else if (bytes_starts_with(c.left, "@signer@")) {
			buffer_append_string(out, signer());
			cursor_take(&c, strlen("@signer@"));
		} else {
			buffer_append(out, cursor_take(&c, 1));
		}
	}
}

static void write_again(const struct keyfile *k)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	_cleanup_(secret_clear) struct secret twice = { 0 };
	_cleanup_(keyfile_clear) struct keyfile same = { 0 };
	struct error e = { 0 };
	MUST(keyfile_format(k, &text, &e) && keyfile_parse(&text, &same, &e) &&
	     keyfile_format(&same, &twice, &e));
	struct bytes a = secret_open(&text), b = secret_open(&twice);
	MUST(bytes_equal(a, b));
	secret_close(&text);
	secret_close(&twice);
	MUST(strcmp(k->name, same.name) == 0 && k->bound == same.bound && k->store_count == same.store_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	_cleanup_(buffer_clear) struct buffer filled = { 0 };
	struct error e = { 0 };
	fuzz_accepted = false;
	fill_in(bytes_of(data, size), &filled);
	if (filled.size == 0)
		return 0;
	MUST(secret_copy(&text, buffer_bytes(&filled), &e));
	fuzz_accepted = keyfile_parse(&text, &k, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	write_again(&k);
	return 0;
}
