/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A field catalogue, and its fields' rules on texts of all kinds. */

#include "fuzz.h"

#include "record/catalogue.h"

static const char *const values[] = { "",           "1",
	                              "-1",         "true",
	                              "2026",       "2026-02",
	                              "2026-02-29", "999990019",
	                              "5341AB",     "x",
	                              "\xc3\xa9",   "\xff",
	                              "a\nb",       "99999999999999999999",
	                              "[]",         "[{\"name\":\"a\",\"mediaType\":\"a/b\",\"size\":1}]" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	struct error e = { 0 };
	fuzz_accepted = catalogue_load(bytes_of(data, size), "catalogue", &c, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		MUST(f->index == i && catalogue_find(c, bytes_of_string(f->name)) == f);
		for (size_t v = 0; v < ELEMENTS(values); v++)
			if (!field_check(f, bytes_of_string(values[v]), &e))
				fuzz_refused(&e);
	}
	return 0;
}
