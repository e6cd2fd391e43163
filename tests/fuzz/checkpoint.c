/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A checkpoint, as it came and with its text signed again by the log's key. */

#include "fuzz.h"

#include "log/checkpoint.h"

static bool open_one(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct checkpoint c;
	struct error e = { 0 };
	struct note n;
	if (!checkpoint_open(raw, "checkpoint", ONE_KEY(&fuzz_log()->public), &c, &e))
		return fuzz_refused(&e);
	MUST(note_parse(raw, "checkpoint", &n, &e));
	MUST(checkpoint_format(&c, &text, &e) && bytes_equal(buffer_bytes(&text), n.text));
	return true;
}

static void parse(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct checkpoint c;
	struct error e = { 0 };
	if (!checkpoint_parse(raw, &c, &e))
		fuzz_refused(&e);
	else
		MUST(checkpoint_format(&c, &text, &e) && bytes_equal(buffer_bytes(&text), raw));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct bytes raw = bytes_of(data, size);
	parse(raw);
	fuzz_accepted = open_one(raw);
	if (fuzz_sign_again(raw, fuzz_log(), &again))
		(void)open_one(buffer_bytes(&again));
	return 0;
}
