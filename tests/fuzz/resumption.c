/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* That a log goes on from an older place, signed or a draft. */

#include "fuzz.h"

#include "trust/resumption.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(resumption_freep) struct resumption *r = NULL;
	struct error e = { 0 };
	fuzz_accepted = resumption_parse(bytes_of(data, size), "resumption", &r, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(r->size > 0 && r->lost_to > r->size && r->reason[0] && r->note.size == size);
	MUST(!resumption_covers(r, r->size) && resumption_covers(r, r->lost_to));
	MUST(!resumption_covers(r, r->lost_to + 1) && resumption_skips(r) <= RESUMPTION_LETTERS);
	return 0;
}
