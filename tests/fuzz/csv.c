/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* CSV with every separator and encoding: the same rows however the bytes come, all of
 * them UTF-8, and reading ends. */

#include "fuzz.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/csv.h"
#include "crypto/hash.h"

struct count {
	uint64_t rows, bad, last_line;
	struct sha256 hash;
};

static void take_row(const struct csv_row *row, struct sha256_stream *hash, struct count *count)
{
	MUST(row->line > count->last_line);
	count->last_line = row->line;
	sha256_update(hash, bytes_of(&row->line, sizeof row->line));
	sha256_update(hash, bytes_of(&row->fault.code, sizeof row->fault.code));
	if (row->fault.code != ERR_NONE) {
		count->bad++;
		fuzz_refused(&row->fault);
		return;
	}
	count->rows++;
	MUST(row->count > 0 && row->count <= LIMIT_CSV_COLUMNS);
	for (size_t i = 0; i < row->count; i++) {
		MUST(row->fields[i].size <= LIMIT_CSV_FIELD_SIZE && text_is_utf8(row->fields[i]));
		sha256_update(hash, bytes_of(&row->fields[i].size, sizeof row->fields[i].size));
		sha256_update(hash, row->fields[i]);
	}
}

static bool read_all(struct bytes raw, size_t piece, struct csv_options options, struct count *ret)
{
	_cleanup_(csv_freep) struct csv_reader *r = NULL;
	struct sha256_stream hash;
	struct fuzz_drip in = { raw, piece };
	struct error e = { 0 };
	*ret = (struct count){ 0 };
	sha256_start(&hash);
	if (!csv_open(fuzz_drip_source(&in), options, &r, &e))
		return fuzz_refused(&e);
	for (bool more = true; more;) {
		struct csv_row row = { 0 };
		MUST(csv_next(r, &row, &more, &e));
		if (more)
			take_row(&row, &hash, ret);
	}
	sha256_end(&hash, &ret->hash);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct csv_options all[] = {
		{ ';', CSV_UTF8 }, { ',', CSV_UTF8 }, { '\t', CSV_UTF8 }, { ';', CSV_WINDOWS_1252 }
	};
	fuzz_accepted = false; /* each file is good with one of them */
	for (size_t i = 0; i < ELEMENTS(all); i++) {
		struct count whole, dripped;
		bool good = read_all(bytes_of(data, size), SIZE_MAX, all[i], &whole);
		MUST(read_all(bytes_of(data, size), 3, all[i], &dripped) == good);
		MUST(sha256_equal(&whole.hash, &dripped.hash));
		fuzz_accepted = fuzz_accepted || (good && whole.rows && !whole.bad);
	}
	return 0;
}
