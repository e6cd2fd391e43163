/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A case record as a line of JSON: written again it is a record, in the one form. */

#include "fuzz.h"

#include "record/record.h"

static const struct catalogue *shipped(void)
{
	static struct catalogue *c;
	struct error e;
	if (!c)
		MUST(catalogue_load(catalogue_shipped(), "catalogue", &c, &e));
	return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(record_clear) struct record same = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer twice = { 0 };
	_cleanup_(buffer_clear) struct buffer key = { 0 };
	struct error e = { 0 };
	enum law law;
	fuzz_accepted = record_parse(shipped(), bytes_of(data, size), "record", &r, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(record_law(&r, &law) && (law == LAW_WMO || law == LAW_PW));
	MUST(record_format(&r, NULL, &text, &e) &&
	     record_parse(shipped(), buffer_bytes(&text), "record", &same, &e));
	MUST(record_format(&same, NULL, &twice, &e) &&
	     bytes_equal(buffer_bytes(&text), buffer_bytes(&twice)));
	bool identified = record_check_identity(&r, &e) || fuzz_refused(&e);
	if (!record_key(&r, "source", &key, &e))
		fuzz_refused(&e);
	else
		MUST(identified ||
		     record_get(&r, catalogue_find(shipped(), BYTES("zaak.identificatie"))).size > 0);
	return 0;
}
