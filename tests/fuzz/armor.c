/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* ASCII armor around anything: comes out as the same bytes however it is read, and
 * bare bytes come out as they are. */

#include "fuzz.h"

#include "crypto/age_input.h"

#define MOST (1u << 20)

static bool read_all(struct bytes raw, size_t piece, struct buffer *out, bool *ret_armored)
{
	static struct age_input i;
	struct fuzz_drip in = { raw, piece };
	struct error e = { 0 };
	if (!age_input_start(&i, fuzz_drip_source(&in), &e))
		return fuzz_refused(&e);
	*ret_armored = i.armored;
	return source_drain((struct source){ age_input_read, &i }, MOST, out, &e) || fuzz_refused(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(buffer_clear) struct buffer whole = { 0 };
	_cleanup_(buffer_clear) struct buffer dripped = { 0 };
	bool armored = false, again = false;
	bool good = read_all(bytes_of(data, size), SIZE_MAX, &whole, &armored);
	MUST(read_all(bytes_of(data, size), 1, &dripped, &again) == good && armored == again);
	if (good)
		MUST(bytes_equal(buffer_bytes(&whole), buffer_bytes(&dripped)));
	if (good && !armored && size < MOST)
		MUST(bytes_equal(buffer_bytes(&whole), bytes_of(data, size)));
	fuzz_accepted = good && armored;
	return 0;
}
