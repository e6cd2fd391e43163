/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A table of grounds, signed or a draft. */

#include "fuzz.h"

#include "trust/grounds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	struct error e = { 0 };
	fuzz_accepted = grounds_parse(bytes_of(data, size), "grounds", &g, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *row = grounds_row(g, i);
		MUST(grounds_find(g, row->id) == row && row->article[0] && row->certainty[0]);
		MUST(row->bars || (row->from && row->to && row->laws && row->phases && row->task_count));
		MUST(row->bars || !(row->categories & 1u << CATEGORY_CRIMINAL));
		for (size_t j = 0; j < row->task_count; j++)
			MUST(ground_has_task(row, row->tasks[j]));
	}
	return 0;
}
