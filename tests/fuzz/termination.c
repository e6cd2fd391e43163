/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The end of an agreement, signed or a draft. */

#include "fuzz.h"

#include "trust/termination.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(termination_freep) struct termination *r = NULL;
	struct error e = { 0 };
	fuzz_accepted = termination_parse(bytes_of(data, size), "termination", &r, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(r->version > 0 && r->reason[0] && r->note.size == size && r->from + SECONDS_A_DAY > r->made);
	const struct agreement a = { .id = r->agreement, .version = r->version };
	MUST(termination_ends(r, &a, r->from) && !termination_ends(r, &a, r->from - 1));
	return 0;
}
