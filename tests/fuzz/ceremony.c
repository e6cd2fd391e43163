/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The transcript of a ceremony, signed or a draft: what is read is written as what is read again. */

#include "fuzz.h"

#include "trust/ceremony.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(ceremony_clear) struct ceremony c = { 0 }, again = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	fuzz_accepted = ceremony_parse(bytes_of(data, size), "transcript", &c, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(c.note.size == size && (!c.ended || (c.has_root && c.officer_count > 0)));
	MUST(!c.has_recovery || c.recovery_threshold <= c.recovery_shares);
	MUST(ceremony_format(&c, &text, &e));
	MUST(ceremony_parse(buffer_bytes(&text), "again", &again, &e));
	MUST(again.step_count == c.step_count && again.officer_count == c.officer_count);
	return 0;
}
