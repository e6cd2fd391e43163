/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What an officer keeps of the logs that he cosigned: several checkpoints in one text, as the anchor has them
 * too. */

#include "fuzz.h"

#include "log/seen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes file = bytes_of(data, size), note, each;
	struct cursor lines = cursor_of(file);
	struct error e = { 0 };
	fuzz_accepted = seen_find(file, "seen", &fuzz_witness()->public, "oss.nl/wmo", &note, &e);
	if (!fuzz_accepted)
		fuzz_refused(&e);
	size_t total = 0;
	while (checkpoint_next(&lines, &each))
		total += each.size + 1;
	MUST(total <= size + 1);
	return 0;
}
