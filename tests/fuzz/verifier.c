/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A verifier key: one spelling. */

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[NOTE_VERIFIER_TEXT_MAX + 1];
	struct bytes raw = bytes_of(data, size);
	struct note_verifier v;
	struct error e = { 0 };
	if (size && data[size - 1] == '\n')
		raw.size--; /* seeds are text files */
	fuzz_accepted = note_verifier_parse(raw, &v, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	note_verifier_format(&v, text);
	MUST(bytes_equal_string(raw, text));
	return 0;
}
