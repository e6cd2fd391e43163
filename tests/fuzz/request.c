/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The lines of a request and of its answer: what is taken, written again, is the same. */

#include "fuzz.h"

#include "trust/request.h"

static bool is_asked(struct bytes line, struct error *e)
{
	struct request_asked a = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	if (!request_asked_parse(line, "asked", &a, e))
		return false;
	MUST(request_asked_format(&a, &again, e) && bytes_equal(buffer_bytes(&again), line));
	request_asked_clear(&a);
	return true;
}

static bool is_client(struct bytes line, struct error *e)
{
	_cleanup_(tie_freep) char *tie = NULL;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	if (!request_client_parse(line, "clients", &tie, e))
		return false;
	MUST(request_client_format(tie, &again, e) && bytes_equal(buffer_bytes(&again), line));
	return true;
}

static bool is_answer(struct bytes line, struct error *e)
{
	struct request_answer a = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	if (!request_answer_parse(line, "answers", &a, e))
		return false;
	MUST(request_answer_format(&a, &again, e) && bytes_equal(buffer_bytes(&again), line));
	request_answer_clear(&a);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = { 0 };
	const struct bytes line = bytes_of(data, size);
	fuzz_accepted = is_asked(line, &e) || is_client(line, &e) || is_answer(line, &e);
	return fuzz_accepted ? 0 : fuzz_refused(&e);
}
