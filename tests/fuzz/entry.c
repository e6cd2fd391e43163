/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A log entry: one spelling. */

#include "fuzz.h"

#include "base/limits.h"
#include "log/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct entry entry;
	struct error e = { 0 };
	fuzz_accepted = entry_parse(bytes_of(data, size), &entry, &text, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(size <= LIMIT_LOG_ENTRY_SIZE);
	MUST(entry_format(&entry, &again, &e) && bytes_equal(buffer_bytes(&again), bytes_of(data, size)));
	return 0;
}
