/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The small encodings: each has one spelling, so what is read is written the same. */

#include "fuzz.h"

#include "base/moment.h"
#include "base/text.h"
#include "codec/base64.h"
#include "codec/bech32.h"

#define MOST 4096u

static bool base64(struct bytes raw, enum base64_padding padding)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	uint8_t out[MOST];
	size_t size;
	if (!base64_decode(raw, padding, out, sizeof out, &size))
		return false;
	base64_append(&text, bytes_of(out, size), padding);
	MUST(bytes_equal(buffer_bytes(&text), raw));
	if (size)
		MUST(!base64_decode(raw, padding, out, size - 1, &size));
	return true;
}

static bool bech32(struct bytes raw, const char *hrp, size_t size)
{
	char text[BECH32_MAX + 1];
	uint8_t out[64];
	if (!bech32_decode(raw, hrp, false, out, size))
		return false;
	MUST(bech32_encode(hrp, bytes_of(out, size), text) && bytes_equal_string(raw, text));
	return true;
}

static bool recipient(struct bytes raw)
{
	struct age_recipient r;
	char text[AGE_RECIPIENT_SIZE + 1];
	struct error e = { 0 };
	if (!age_recipient_parse(raw, &r, &e))
		return fuzz_refused(&e);
	age_recipient_format(&r, text);
	MUST(bytes_equal_string(raw, text));
	return true;
}

static bool moments(struct bytes raw)
{
	char text[MOMENT_SIZE + 1], day[DAY_SIZE + 1];
	moment m;
	bool is_moment = moment_parse(raw, &m);
	if (is_moment) {
		moment_format(m, text);
		MUST(bytes_equal_string(raw, text));
	}
	bool is_day = day_parse(raw, &m);
	if (is_day) {
		day_format(m, day);
		MUST(bytes_equal_string(raw, day));
	}
	return is_moment || is_day;
}

static bool numbers(struct bytes raw)
{
	uint64_t number;
	struct sha256 hash;
	char text[SHA256_HEX_SIZE + 1];
	bool is_number = number_parse(raw, UINT64_MAX, &number);
	if (is_number) {
		snprintf(text, sizeof text, "%llu", (unsigned long long)number);
		MUST(bytes_equal_string(raw, text) &&
		     (number == 0 || !number_parse(raw, number - 1, &number)));
	}
	bool is_hash = sha256_parse(raw, &hash);
	if (is_hash) {
		sha256_hex(&hash, text);
		MUST(bytes_equal_string(raw, text));
	}
	return is_number || is_hash;
}

/* Whatever it is, it can be shown. */
static void shown(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e = { 0 };
	bool clean = text_check_signed(raw, "text", &e);
	text_append_shown(&out, raw);
	struct bytes text = buffer_bytes(&out);
	MUST(text_is_utf8(text) && text_check_signed(text, "text", &e) &&
	     (!text.size || !memchr(text.data, '\n', text.size)));
	if (clean && (!raw.size || !memchr(raw.data, '\n', raw.size)))
		MUST(bytes_equal(text, raw));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = bytes_of(data, size);
	shown(raw);
	if (size && data[size - 1] == '\n')
		raw.size--; /* seeds are text files */
	bool any = base64(raw, BASE64_PADDED);
	any = base64(raw, BASE64_UNPADDED) || any;
	any = bech32(raw, "age", 32) || any;
	any = bech32(raw, "a", 64) || any;
	any = recipient(raw) || any;
	any = moments(raw) || any;
	any = numbers(raw) || any;
	fuzz_accepted = any;
	return 0;
}
