/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A municipality's additions to the shipped catalogue: they add and never redefine. */

#include "fuzz.h"

#include "record/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(catalogue_freep) struct catalogue *shipped = NULL;
	const struct catalogue_addition text = { bytes_of(data, size), "additions" };
	struct error e = { 0 };
	fuzz_accepted = catalogue_load_with(catalogue_shipped(), "catalogue", &text, 1, &c, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(catalogue_load(catalogue_shipped(), "catalogue", &shipped, &e) &&
	     catalogue_size(c) >= catalogue_size(shipped));
	for (size_t i = 0; i < catalogue_size(shipped); i++) {
		const struct field *was = catalogue_field(shipped, i), *is = catalogue_field(c, i);
		MUST(strcmp(was->name, is->name) == 0 && was->kind == is->kind &&
		     was->category == is->category && was->domain == is->domain);
	}
	return 0;
}
