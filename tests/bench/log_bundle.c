/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Makes what log_audit.py measures: the exported logs of two units that exchanged a
 * letter, of SLUIS_BENCH_ENTRIES entries each, under SLUIS_BENCH_DIR. One entry in a
 * hundred is an act, the others are clients in it. */
#include "../log/fixture.h"

#include "log/bundle.h"

static void write_log(struct story *s, uint64_t count, const char *directory)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, checkpoint = { 0 };
	const struct log_storage storage = memory_storage(&memory);
	struct entry act = s->entries[AT_IMPORT], child = { .child = true, .parent = s->entry_count - 1 };
	struct error e;
	act.start = act.end = s->entries[s->entry_count - 1].end;
	CHECK(log_open(&storage, ONE_KEY(&s->log_key->public), &l, &e));
	for (uint64_t i = 0; i < count; i++) {
		struct entry *entry = i < s->entry_count ? &s->entries[i] : i % 100 ? &child : &act;
		if (entry == &act)
			child.parent = i;
		if (i >= s->entry_count) {
			entry->index = i;
			random_bytes(entry->commitment.bytes, SHA256_SIZE);
		}
		buffer_reset(&raw);
		CHECK(entry_format(entry, &raw, &e));
		CHECK(log_append(l, buffer_bytes(&raw), &e));
	}
	CHECK(log_sign(l, s->log_key, &checkpoint, &e));
	CHECK(bundle_start(directory, &w, &e));
	CHECK(bundle_log(w, l, buffer_bytes(&checkpoint), &e));
	story_parts(s, w);
	CHECK(bundle_end(w, &e));
}

Test(bundles, are_written)
{
	const char *directory = getenv("SLUIS_BENCH_DIR"), *count = getenv("SLUIS_BENCH_ENTRIES");
	_cleanup_(story_clear) struct story s;
	char hex[SHA256_HEX_SIZE + 1];
	struct error e;
	cr_assert(directory && count);
	story_start(&s, OSS_WI);
	for (int side = 0; side < 2; side++) {
		_cleanup_(string_freep) char *path = string_printf("%s/%s", directory, side ? "wmo" : "wi");
		s.unit = side ? OSS_WMO : OSS_WI;
		s.log_key = &s.p.logs[s.unit];
		s.entry_count = 0;
		story_entries(&s);
		write_log(&s, strtoull(count, NULL, 10), path);
	}
	sha256_hex(&s.rosters[0]->hash, hex);
	_cleanup_(string_freep) char *path = string_printf("%s/fingerprint", directory);
	CHECK(file_replace(path, bytes_of_string(hex), true, &e));
}
