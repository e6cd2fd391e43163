/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/keyed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What reading and writing share: freeing by a table, and the places of a text that was read. */

static void clear_value(char *place, const struct keyed *k)
{
	if (k->kind == KEYED_IS_TEXT)
		string_freep((char **)(void *)place);
}

char *keyed_rows(const void *holder, const struct keyed *k)
{
	char *rows;
	memcpy(&rows, (const char *)holder + k->offset, sizeof rows);
	return rows;
}

size_t keyed_count(const void *holder, const struct keyed *k)
{
	size_t count;
	memcpy(&count, (const char *)holder + k->count, sizeof count);
	return count;
}

static void clear_list(char *holder, const struct keyed *k)
{
	char *items = keyed_rows(holder, k);
	size_t *count = (size_t *)(void *)(holder + k->count);
	for (size_t i = 0; i < *count; i++) {
		if (k->keys)
			keyed_clear(items + i * k->size, k->keys);
		else
			clear_value(items + i * k->size, k->value);
	}
	free(items);
	items = NULL;
	memcpy(holder + k->offset, &items, sizeof items);
	*count = 0;
}

void keyed_clear(void *holder, const struct keyed *keys)
{
	for (const struct keyed *k = keys; k->name; k++) {
		if (k->kind == KEYED_IS_LIST)
			clear_list(holder, k);
		else if (k->kind == KEYED_IS_PART)
			keyed_clear(holder, k->keys);
		else
			clear_value((char *)holder + k->offset, k);
	}
}

/* --- places --- */

void keyed_lines_clear(struct keyed_lines *l)
{
	free(l->marks);
	*l = (struct keyed_lines){ 0 };
}

struct keyed_at keyed_whole(const struct keyed_lines *l)
{
	return (struct keyed_at){ l, 0 };
}

/* The mark of that key, or of the item of that number, right below another; 0 when there is none. */
static size_t mark_below(struct keyed_at at, struct bytes part)
{
	const struct keyed_mark *marks = at.lines->marks;
	uint64_t item = 0, wanted;
	bool by_number = number_parse(part, UINT32_MAX, &wanted);
	for (size_t i = at.mark + 1; i < at.lines->count && marks[i].depth > marks[at.mark].depth; i++) {
		if (marks[i].depth != marks[at.mark].depth + 1)
			continue;
		if (marks[i].key ? bytes_equal_string(part, marks[i].key) : by_number && item++ == wanted)
			return i;
	}
	return 0;
}

static struct keyed_at follow(struct keyed_at at, struct bytes path, bool *ret_all)
{
	*ret_all = at.mark < at.lines->count;
	for (struct cursor c = cursor_of(path); *ret_all && !cursor_done(&c);) {
		size_t below = mark_below(at, cursor_until(&c, '/'));
		*ret_all = below != 0;
		if (below)
			at.mark = below;
	}
	return at;
}

struct keyed_at keyed_in(struct keyed_at at, const char *path, ...)
{
	char room[256];
	bool unused;
	va_list args;
	va_start(args, path);
	vsnprintf(room, sizeof room, path, args);
	va_end(args);
	return follow(at, bytes_of_string(room), &unused);
}

bool keyed_has(struct keyed_at at, const char *path)
{
	bool all;
	(void)follow(at, bytes_of_string(path), &all);
	return all;
}

uint64_t keyed_line(struct keyed_at at)
{
	return at.mark < at.lines->count ? at.lines->marks[at.mark].line : 0;
}

bool keyed_fault_fill(struct keyed_at at, struct error *e, enum error_code code, const char *key,
                      const char *rule)
{
	bool unused;
	uint64_t line = keyed_line(follow(at, bytes_of_string(key), &unused));
	return error_line(e, code, at.lines->subject, line, "%s: %s", key, rule);
}

bool keyed_truth(const char *text, bool *ret)
{
	bool truth = strcmp(text, "true") == 0;
	if (!truth && strcmp(text, "false") != 0)
		return false;
	*ret = truth;
	return true;
}
