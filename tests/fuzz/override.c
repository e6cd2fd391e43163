/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An override, signed or a draft. */

#include "fuzz.h"

#include "trust/override.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(override_freep) struct override *o = NULL;
	struct error e = { 0 };
	fuzz_accepted = override_parse(bytes_of(data, size), "override", &o, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(o->version > 0 && o->reasons[0] && o->fg[0] && o->advice[0] && o->note.size == size);
	MUST(override_valid_at(o, o->valid_from) && override_valid_at(o, o->valid_until));
	MUST(!override_valid_at(o, o->valid_from - 1) &&
	     !override_valid_at(o, o->valid_until + SECONDS_A_DAY));
	return 0;
}
