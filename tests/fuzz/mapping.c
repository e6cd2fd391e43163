/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A mapping, and behind a line "%" the file that it is for: CSV or NDJSON. */

#include "fuzz.h"

#include "base/limits.h"
#include "codec/json.h"
#include "record/mapping.h"

static const struct catalogue *shipped(void)
{
	static struct catalogue *c;
	struct error e;
	if (!c)
		MUST(catalogue_load(catalogue_shipped(), "catalogue", &c, &e));
	return c;
}

/* A record from elsewhere is one that this program would write. */
static void keep(const struct record *r)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(record_clear) struct record same = { 0 };
	struct error e = { 0 };
	MUST(record_check_identity(r, &e) && record_format(r, NULL, &text, &e));
	MUST(record_parse(shipped(), buffer_bytes(&text), "record", &same, &e));
}

static void rows(struct mapping *m, struct bytes data)
{
	_cleanup_(csv_freep) struct csv_reader *reader = NULL;
	struct error e = { 0 };
	struct csv_row row;
	bool more, skipped;
	size_t found;
	if (!csv_open(source_of_bytes(&data), mapping_csv_options(m), &reader, &e)) {
		fuzz_refused(&e);
		return;
	}
	MUST(csv_next(reader, &row, &more, &e));
	if (!more || !mapping_header(m, &row, &found, &e))
		return;
	for (;;) {
		_cleanup_(record_clear) struct record r = { 0 };
		MUST(csv_next(reader, &row, &more, &e));
		if (!more)
			return;
		skipped = false;
		if (!mapping_row(m, &row, &r, &skipped, &e))
			fuzz_refused(&e);
		else if (!skipped)
			keep(&r);
	}
}

static void objects(const struct mapping *m, struct bytes data)
{
	struct cursor lines = cursor_of(data);
	struct error e = { 0 };
	while (!cursor_done(&lines)) {
		_cleanup_(record_clear) struct record r = { 0 };
		_cleanup_(json_freep) json_t *object = NULL;
		bool skipped = false;
		if (!json_parse(cursor_until(&lines, '\n'), "line", &object, &e) ||
		    !mapping_object(m, object, &r, &skipped, &e))
			fuzz_refused(&e);
		else if (!skipped)
			keep(&r);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(mapping_freep) struct mapping *m = NULL;
	struct bytes yaml = bytes_of(data, size), rest = bytes_of(NULL, 0);
	struct error e = { 0 };
	const uint8_t *mark = size ? memmem(data, size, "\n%\n", 3) : NULL;
	if (mark) {
		yaml.size = (size_t)(mark - data) + 1;
		rest = bytes_of(mark + 3, size - yaml.size - 2);
	}
	fuzz_accepted = mapping_load(yaml, "mapping", shipped(), &m, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	if (mapping_file_format(m) == MAPPING_CSV)
		rows(m, rest);
	else
		objects(m, rest);
	return 0;
}
