/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An age file, armored or not: its header, then its payload, under a fixed identity
 * and a fixed passphrase. */

#include "fuzz.h"

#define PLAINTEXT_MOST (1u << 20)

static const struct secret *passphrase(void)
{
	static struct secret s;
	struct error e;
	if (!s.data)
		MUST(secret_copy(&s, BYTES("een zin die niemand kiest"), &e));
	return &s;
}

static bool read_all(struct bytes raw, size_t piece, struct buffer *out, size_t *ret_stanzas)
{
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	const struct age_keys keys = { .identities = fuzz_identity(),
		                       .identity_count = 1,
		                       .passphrase = passphrase(),
		                       .least_work_factor = 1,
		                       .most_work_factor = 4 };
	struct fuzz_drip in = { raw, piece };
	struct error e = { 0 };
	if (!age_reader_start(fuzz_drip_source(&in), &keys, &r, &e))
		return fuzz_refused(&e);
	MUST((age_reader_identity(r) == 0) == (age_reader_work_factor(r) == 0));
	*ret_stanzas = age_reader_stanzas(r);
	if (source_drain(age_reader_source(r), PLAINTEXT_MOST, out, &e))
		return true;
	fuzz_refused(&e);
	enum error_code code = e.code;
	uint8_t more;
	size_t got;
	if (code != ERR_TOO_LARGE) /* that is the drain's own */
		MUST(!age_reader_source(r).read(age_reader_source(r).context, &more, 1, &got, &e) &&
		     e.code == code);
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(buffer_clear) struct buffer whole = { 0 };
	_cleanup_(buffer_clear) struct buffer dripped = { 0 };
	size_t stanzas = 0, again = 0;
	bool good = read_all(bytes_of(data, size), SIZE_MAX, &whole, &stanzas);
	MUST(read_all(bytes_of(data, size), 61, &dripped, &again) == good && stanzas == again);
	MUST(bytes_equal(buffer_bytes(&whole), buffer_bytes(&dripped)));
	fuzz_accepted = good;
	return 0;
}
