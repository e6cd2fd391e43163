/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A disclosure, with whatever first roster it brings taken for the root. */

#include "fuzz.h"

#include "codec/json.h"
#include "log/disclosure.h"

static bool find_root(struct bytes file, struct sha256 *ret)
{
	static const char mark[] = "\n{\"roster\":";
	_cleanup_(json_freep) json_t *object = NULL;
	const uint8_t *at = file.size ? memmem(file.data, file.size, mark, sizeof mark - 1) : NULL;
	struct note note;
	struct error e;
	if (!at)
		return false;
	struct cursor rest = cursor_of(bytes_of(at + 1, file.size - (size_t)(at + 1 - file.data)));
	if (!json_parse(cursor_until(&rest, '\n'), "roster", &object, &e))
		return false;
	const json_t *text = json_object_get(object, "roster");
	if (!json_is_string(text) ||
	    !note_parse(bytes_of(json_string_value(text), json_string_length(text)), "roster", &note, &e))
		return false;
	*ret = note.hash;
	return true;
}

struct shown {
	uint64_t next, count;
};

static bool look(void *context, const struct disclosure_entry *entry, struct error *e)
{
	struct shown *s = context;
	(void)e;
	MUST(entry->entry->index >= s->next);
	s->next = entry->entry->index + 1;
	s->count++;
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		MUST(entry->disclosed[f] == (entry->values[f] != NULL));
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(disclosure_text_freep) struct disclosure_text *text = NULL;
	struct disclosure d;
	struct sha256 root = { 0 };
	struct shown shown = { 0 };
	struct error e = { 0 };
	struct bytes file = bytes_of(data, size);
	(void)fuzz_person(); /* starts the libraries */
	(void)find_root(file, &root);
	fuzz_accepted = disclosure_verify(file, "file", NULL, 0, &root, &d, &text, look, &shown, &e);
	if (fuzz_accepted)
		MUST(shown.count == d.entries + 1);
	else
		(void)fuzz_refused(&e);
	return 0;
}
