/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A public card; its text is signed again, so that what was changed in it is read. */

#include "fuzz.h"

#include "base/text.h"
#include "trust/card.h"

static bool parse(struct bytes raw)
{
	struct card c;
	struct error e = { 0 };
	if (!card_parse(raw, "card", &c, &e))
		return fuzz_refused(&e);
	MUST(name_is_valid(bytes_of_string(c.name)) && name_is_person(bytes_of_string(c.name)) == !c.is_unit);
	MUST(strcmp(c.key.name, c.name) == 0);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(buffer_clear) struct buffer person = { 0 };
	_cleanup_(buffer_clear) struct buffer unit = { 0 };
	struct bytes raw = bytes_of(data, size);
	fuzz_accepted = parse(raw);
	if (fuzz_sign_again(raw, fuzz_person(), &person))
		(void)parse(buffer_bytes(&person));
	if (fuzz_sign_again(raw, fuzz_log(), &unit))
		(void)parse(buffer_bytes(&unit));
	return 0;
}
