/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The text of an age header, without its MAC being checked. */

#include "fuzz.h"

#include "crypto/age_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct age_header h; /* 15 kB */
	struct bytes text = bytes_of(data, size);
	struct error e = { 0 };
	fuzz_accepted = age_header_parse(text, &h, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(h.count > 0 && h.count <= LIMIT_AGE_STANZAS);
	MUST(h.authenticated.data == data && h.authenticated.size < size);
	for (size_t i = 0; i < h.count; i++) {
		const struct age_stanza *s = &h.stanzas[i];
		MUST(s->argument_count > 0 && s->arguments.data > data && s->arguments.size < size);
		for (size_t j = 0; j < s->argument_count; j++)
			MUST(age_stanza_argument(s, j).size > 0);
		MUST(age_stanza_argument(s, s->argument_count).size == 0);
	}
	return 0;
}
