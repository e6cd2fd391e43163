/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* log.proof, as it came, and with its checkpoint signed again by the log's key. */

#include "fuzz.h"

#include "log/proof.h"

static bool open_one(struct bytes raw)
{
	_cleanup_(proof_clear) struct proof p = { 0 };
	struct error e = { 0 };
	struct sha256 leaf;
	if (!proof_open(raw, "log.proof", ONE_KEY(&fuzz_log()->public), &p, &e))
		return fuzz_refused(&e);
	merkle_leaf(buffer_bytes(&p.entry), &leaf);
	MUST(p.index < p.checkpoint.size);
	MUST(merkle_check_inclusion(p.index, p.checkpoint.size, &leaf, &p.path, &p.checkpoint.root));
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char end[] = "\n\n";
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct bytes raw = bytes_of(data, size);
	const uint8_t *split = size ? memmem(data, size, end, 2) : NULL;
	fuzz_accepted = open_one(raw);
	if (!split)
		return 0;
	size_t head = (size_t)(split - data) + 2;
	if (!fuzz_sign_again(bytes_of(data + head, size - head), fuzz_log(), &note))
		return 0;
	buffer_append(&again, bytes_of(data, head));
	buffer_append(&again, buffer_bytes(&note));
	(void)open_one(buffer_bytes(&again));
	return 0;
}
