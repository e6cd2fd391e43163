/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A file of evidence, under the fingerprint of whichever roster it brings. */

#include "fuzz.h"

#include "base/limits.h"
#include "io/tar.h"
#include "log/evidence.h"

/* The hash of the first roster's text, or zeros. */
static struct sha256 fingerprint_of(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	struct tar_reader tar;
	struct tar_member member;
	struct error e = { 0 };
	struct note note;
	bool more;
	tar_reader_start(&tar, source_of_bytes(&raw));
	for (int i = 0; i < 2; i++)
		if (!tar_reader_next(&tar, &member, &more, &e) || !more ||
		    !tar_reader_take(&tar, LIMIT_NOTE_SIZE, &content, &e))
			return (struct sha256){ 0 };
	return note_parse(buffer_bytes(&content), "roster", &note, &e) ? note.hash : (struct sha256){ 0 };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = bytes_of(data, size);
	const struct sha256 fingerprint = fingerprint_of(raw);
	struct evidence is = { 0 };
	struct error e = { 0 };
	fuzz_accepted = evidence_open(raw, NULL, 0, &fingerprint, &is, &e);
	if (!fuzz_accepted)
		fuzz_refused(&e);
	else
		MUST(evidence_is(raw) && !checkpoint_equal(&is.known, &is.shown));
	return 0;
}
