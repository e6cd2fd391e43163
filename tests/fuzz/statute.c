/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Statutes as others publish them, in either form. */

#include "fuzz.h"

#include "codec/statute.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(statute_clear) struct statute s = { 0 };
	struct error e = { 0 };
	fuzz_accepted = statute_parse(bytes_of(data, size), "statute", &s, &e);
	if (!fuzz_accepted) {
		MUST(!s.articles && !s.bwb);
		return fuzz_refused(&e);
	}
	MUST(s.bwb && s.count > 0);
	for (size_t i = 0; i < s.count; i++) {
		MUST(statute_find(&s, bytes_of_string(s.articles[i].number)));
		for (size_t j = 0; j < s.articles[i].words.size; j++)
			MUST(!strchr(" \t\r\n", s.articles[i].words.data[j]) || !s.articles[i].words.data[j]);
	}
	return 0;
}
