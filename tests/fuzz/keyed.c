/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A text by its keys, with a row of each kind: what is read is written, and read back the same;
 * and any text that may be signed survives being written and read. */

#include "fuzz.h"

#include "base/text.h"
#include "codec/keyed.h"

struct item {
	char *name, *value;
	char **words;
	size_t word_count;
};
struct document {
	char *type, *text;
	uint64_t version, fixed, depth;
	bool open, has_part;
	unsigned colour, laws;
	uint8_t id[4];
	moment made, day;
	struct item *items;
	size_t item_count;
	char *sums;
};

static const char *const colours[] = { "red", "green" };
static const char *const laws[] = { "wmo", "pw" };
static const struct keyed word = KEYED_TEXT_ITEM();
static const struct keyed item_keys[] = {
	KEYED_TEXT("name", struct item, name),
	KEYED_TEXT("value", struct item, value, KEYED_OPTIONAL),
	KEYED_VALUES("words", struct item, words, word_count, word, 100, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed part_keys[] = { KEYED_NUMBER("depth", struct document, depth, 0), { 0 } };
static const struct keyed keys[] = {
	KEYED_TEXT("type", struct document, type),
	KEYED_TEXT("text", struct document, text, KEYED_OPTIONAL),
	KEYED_NUMBER("version", struct document, version, 0, KEYED_OPTIONAL, .least = 1),
	KEYED_FIXED("fixed", struct document, fixed, KEYED_OPTIONAL, .least = 1),
	KEYED_TRUTH("open", struct document, open, KEYED_OPTIONAL, .least = 1),
	KEYED_WORD("colour", struct document, colour, colours, KEYED_OPTIONAL),
	KEYED_BITS("laws", struct document, laws, laws, KEYED_OPTIONAL),
	KEYED_HEX("id", struct document, id, KEYED_OPTIONAL),
	KEYED_MOMENT("made", struct document, made, KEYED_OPTIONAL),
	KEYED_DAY("day", struct document, day, KEYED_OPTIONAL),
	KEYED_PART("part", struct document, has_part, part_keys),
	KEYED_LIST("items", struct document, items, item_count, item_keys, 100, KEYED_OPTIONAL,
	           .empty_is_none = true),
	KEYED_TEXT("sums", struct document, sums, KEYED_OPTIONAL),
	{ 0 },
};

static void document_clear(struct document *d)
{
	keyed_clear(d, keys);
}

/* What is written is read, and written the same again. */
static void write_and_read(const struct document *d, enum keyed_style style)
{
	_cleanup_(document_clear) struct document back = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, again = { 0 };
	struct error e = { 0 };
	keyed_write(d, keys, style, &text);
	MUST(buffer_ok(&text, &e) && keyed_read(buffer_bytes(&text), "again", keys, &back, NULL, &e));
	keyed_write(&back, keys, style, &again);
	MUST(bytes_equal(buffer_bytes(&text), buffer_bytes(&again)));
	MUST(strcmp(d->type, back.type) == 0 && d->item_count == back.item_count);
}

/* Any text that may be signed survives being written and read. */
static void round_trip(struct bytes raw)
{
	_cleanup_(string_freep) char *value = string_of_bytes(raw);
	struct error e = { 0 };
	struct item item = { .name = value };
	const struct document d = { .type = value, .items = &item, .item_count = 1 };
	if (raw.size > 1u << 16 || !text_check_signed(raw, "text", &e))
		return;
	write_and_read(&d, KEYED_PLAIN);
	write_and_read(&d, KEYED_QUOTED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(document_clear) struct document d = { 0 };
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct error e = { 0 };
	round_trip(bytes_of(data, size));
	fuzz_accepted = keyed_read(bytes_of(data, size), "text", keys, &d, &lines, &e);
	(void)keyed_line(keyed_in(keyed_whole(&lines), "items/1/name"));
	if (!fuzz_accepted) {
		MUST(!d.type && !d.items && !d.item_count);
		return fuzz_refused(&e);
	}
	MUST(d.type && keyed_has(keyed_whole(&lines), "type"));
	write_and_read(&d, KEYED_PLAIN);
	write_and_read(&d, KEYED_QUOTED);
	return 0;
}
