/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What people write: whatever comes in is refused, or has one form, and that form is read as itself. */

#include "fuzz.h"

#include "base/text.h"
#include "base/written.h"
#include "record/bsn.h"
#include "record/date.h"

static void plain(struct bytes raw, bool one_line)
{
	_cleanup_(buffer_clear) struct buffer once = { 0 }, again = { 0 };
	text_append_plain(&once, text_trimmed(raw), one_line);
	MUST(!once.failed);
	if (!text_is_utf8(raw))
		return;
	struct bytes form = text_trimmed(buffer_bytes(&once));
	text_append_plain(&again, form, one_line);
	MUST(text_is_utf8(form) && bytes_equal(text_trimmed(buffer_bytes(&again)), form));
}

static bool words(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer once = { 0 }, again = { 0 };
	struct error e = { 0 };
	if (!text_read_words(raw, "words", &once, &e)) {
		fuzz_refused(&e);
		return false;
	}
	MUST(text_check_signed(buffer_bytes(&once), "words", &e));
	MUST(text_trimmed(buffer_bytes(&once)).size == once.size);
	if (!text_foreign_kind(buffer_bytes(&once)))
		MUST(text_read_words(buffer_bytes(&once), "words", &again, &e) &&
		     bytes_equal(buffer_bytes(&once), buffer_bytes(&again)));
	return true;
}

static void numbers(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer date = { 0 }, same = { 0 };
	char bsn[BSN_SIZE + 1];
	struct error e = { 0 };
	if (bsn_read(raw, "bsn", 0, bsn, &e))
		MUST(bsn_is_valid(bytes_of_string(bsn)));
	else
		fuzz_refused(&e);
	if (date_read(raw, &date))
		MUST(date_read(buffer_bytes(&date), &same) &&
		     bytes_equal(buffer_bytes(&date), buffer_bytes(&same)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = bytes_of(data, size);
	plain(raw, true);
	plain(raw, false);
	fuzz_accepted = words(raw);
	numbers(text_trimmed(raw));
	return 0;
}
