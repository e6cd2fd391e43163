/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* log.witness, as it came. */

#include "fuzz.h"

#include "log/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(witness_clear) struct witness w = { 0 };
	struct error e = { 0 };
	fuzz_accepted =
		witness_open(bytes_of(data, size), "log.witness", ONE_KEY(&fuzz_log()->public), &w, &e);
	if (!fuzz_accepted) {
		fuzz_refused(&e);
		return 0;
	}
	MUST(w.count > 0 && w.steps[0].old == 0);
	for (size_t i = 0; i < w.count; i++) {
		MUST(i == 0 || (w.steps[i].old == w.steps[i - 1].checkpoint.size &&
		                w.steps[i].checkpoint.size > w.steps[i].old));
		MUST(witness_at(&w, w.steps[i].checkpoint.size) == &w.steps[i]);
	}
	return 0;
}
