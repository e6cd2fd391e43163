/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A gzip member under a limit. */

#include "fuzz.h"

#include "codec/gzip.h"

#define LIMIT (1u << 18)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	_cleanup_(buffer_clear) struct buffer packed = { 0 };
	_cleanup_(buffer_clear) struct buffer same = { 0 };
	struct error e = { 0 };
	fuzz_accepted = gzip_inflate(bytes_of(data, size), LIMIT, &out, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(out.size <= LIMIT);
	MUST(gzip_deflate(buffer_bytes(&out), &packed, &e) &&
	     gzip_inflate(buffer_bytes(&packed), out.size, &same, &e));
	MUST(bytes_equal(buffer_bytes(&out), buffer_bytes(&same)));
	if (out.size)
		MUST(!gzip_inflate(buffer_bytes(&packed), out.size - 1, &same, &e) &&
		     e.code == ERR_TOO_LARGE);
	return 0;
}
