/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A package's manifest: one spelling, and no member that tar would not carry. */

#include "fuzz.h"

#include "trust/manifest.h"
#include "trust/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	struct note n;
	fuzz_accepted = false;
	if (!statement_open_draft(bytes_of(data, size), MANIFEST_TYPE, "manifest.note", &n, &e) ||
	    !manifest_parse(&n, &m, &e))
		return fuzz_refused(&e);
	fuzz_accepted = true;
	MUST(sha256_equal(&m.hash, &n.hash));
	MUST(manifest_format(&m, &text, &e) && bytes_equal(buffer_bytes(&text), n.text));
	for (size_t i = 0; i < m.member_count; i++)
		MUST(member_name_is_valid(m.members[i].name));
	return 0;
}
