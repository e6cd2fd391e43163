/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A consent, as it stands in a package: one spelling. */

#include "fuzz.h"

#include "trust/consent.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	_cleanup_(consent_clear) struct consent same = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer twice = { 0 };
	struct error e = { 0 };
	fuzz_accepted = consent_parse(bytes_of(data, size), "consent", &c, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(consent_format(&c, &text, &e) && consent_parse(buffer_bytes(&text), "consent", &same, &e));
	MUST(consent_format(&same, &twice, &e) && bytes_equal(buffer_bytes(&text), buffer_bytes(&twice)));
	(void)consent_holds(&c, c.agreement, c.purpose, c.to, c.given);
	return 0;
}
