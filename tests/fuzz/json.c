/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* JSON: what is read is written, and read again as the same; attachments, which are
 * JSON with a form of their own. */

#include "fuzz.h"

#include "codec/json.h"
#include "record/attachment.h"

static void attachments(struct bytes raw, const json_t *value)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	static const char *const words[] = { "ordinary", "health" };
	static const struct attachments_of of = { "bijlagen", 20, words, 2, 1 };
	bool formed = attachments_check(raw, &of, &e) || fuzz_refused(&e);
	if (!attachments_append(&text, value, &of, &e)) {
		MUST(!formed);
		fuzz_refused(&e);
		return;
	}
	MUST(attachments_check(buffer_bytes(&text), &of, &e));
	MUST(formed == bytes_equal(raw, buffer_bytes(&text)));
	struct bytes rest = buffer_bytes(&text);
	_cleanup_(buffer_clear) struct buffer same = { 0 };
	size_t place = 0;
	for (struct attachment a; attachments_next(&rest, &a);)
		attachment_put(&same, &a, ++place, false);
	buffer_append_byte(&same, ']');
	MUST(place == json_array_size(value) && bytes_equal(buffer_bytes(&same), buffer_bytes(&text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(json_freep) json_t *value = NULL;
	_cleanup_(json_freep) json_t *same = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer twice = { 0 };
	struct error e = { 0 };
	fuzz_accepted = json_parse(bytes_of(data, size), "json", &value, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(json_append(&text, value, &e) && json_parse(buffer_bytes(&text), "json", &same, &e));
	MUST(json_equal(value, same));
	MUST(json_append(&twice, same, &e) && bytes_equal(buffer_bytes(&text), buffer_bytes(&twice)));
	attachments(bytes_of(data, size), value);
	return 0;
}
