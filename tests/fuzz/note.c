/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A signed note: split, its signature lines walked, verified against known keys. */

#include "fuzz.h"

static void walk(const struct note *n)
{
	struct cursor lines = cursor_of(n->signatures);
	struct note_signature s;
	size_t count = 0;
	for (; note_next_signature(&lines, &s); count++)
		MUST(s.name.size > 0 && s.base64.size > 0);
	MUST(!lines.failed && count > 0);
}

static bool verify(const struct note *n)
{
	const struct note_verifier keys[] = { fuzz_person()->public, fuzz_log()->public,
		                              fuzz_witness()->public };
	bool by[ELEMENTS(keys)] = { 0 };
	int64_t times[ELEMENTS(keys)] = { 0 };
	size_t count = 0, sum = 0;
	struct error e = { 0 };
	if (!note_verify(n, keys, ELEMENTS(keys), by, times, &count, &e))
		return fuzz_refused(&e);
	for (size_t i = 0; i < ELEMENTS(keys); i++)
		sum += by[i];
	MUST(sum == count);
	return count > 0;
}

/* What signs can be verified, whatever the text. */
static void sign(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer signed_note = { 0 };
	struct error e = { 0 };
	struct note n;
	if (!fuzz_sign_again(raw, fuzz_person(), &signed_note))
		return;
	MUST(note_parse(buffer_bytes(&signed_note), "note", &n, &e) &&
	     note_verify_one(&n, &fuzz_person()->public, &e));
	MUST(bytes_starts_with(raw, "") && n.text.size <= raw.size &&
	     memcmp(n.text.data, raw.data, n.text.size) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = bytes_of(data, size);
	struct error e = { 0 };
	struct note n;
	fuzz_accepted = false;
	sign(raw);
	if (!note_parse(raw, "note", &n, &e))
		return fuzz_refused(&e);
	MUST(n.text.data == data && n.text.size > 0 && n.text.data[n.text.size - 1] == '\n');
	MUST(n.text.size + 1 + n.signatures.size == size);
	walk(&n);
	fuzz_accepted = verify(&n);
	return 0;
}
