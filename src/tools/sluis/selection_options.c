/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/selection_options.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "base/written.h"
#include "cli/invocation.h"
#include "cli/words.h"
#include "io/file.h"
#include "record/bsn.h"
#include "tools/sluis/named.h"

#include <stdlib.h>

#define LINE_MOST 20u /* bytes, on the average, of a BSN as people write it */

void selection_options_clear(struct selection_options *c)
{
	for (size_t i = 0; i < c->count; i++) {
		memory_wipe(c->items[i], BSN_SIZE);
		free(c->items[i]);
	}
	free(c->items);
	*c = (struct selection_options){ 0 };
}

static bool add(struct selection_options *c, const char *item, struct error *e)
{
	if (c->count % 1024 == 0) {
		char **items = realloc(c->items, (c->count + 1024) * sizeof *items);
		if (!items)
			return error_memory(e);
		c->items = items;
	}
	c->items[c->count] = string_copy(item);
	c->count += c->items[c->count] != NULL;
	return c->count && c->items[c->count - 1] ? true : error_memory(e);
}

bool selection_options_given(const struct invocation *in)
{
	size_t ids;
	(void)invocation_values(in, "record", &ids);
	return ids > 0 || invocation_value(in, "select-from") || invocation_flag(in, "all");
}

bool selection_options_add(struct selection_options *c, const char *id, struct error *e)
{
	if (!add(c, id, e))
		return false;
	c->selection = (struct selection){ .kind = SELECT_RECORDS,
		                           .items = (const char *const *)c->items,
		                           .count = c->count };
	return true;
}

static bool add_bsn(struct selection_options *c, struct bytes line, uint64_t number, struct error *e)
{
	char bsn[BSN_SIZE + 1];
	line = text_trimmed(line);
	if (line.size == 0)
		return true;
	if (!bsn_read(line, "--select-from", number, bsn, e))
		return false;
	if (c->count >= LIMIT_SELECTION_ROWS)
		return error_set(e, ERR_TOO_LARGE, "--select-from", "more than %u lines",
		                 LIMIT_SELECTION_ROWS);
	bool ok = add(c, bsn, e);
	memory_wipe(bsn, sizeof bsn);
	return ok;
}

static bool add_records(struct session *s, struct selection_options *c, const char *const *typed,
                        size_t count, struct error *e)
{
	char id[ID_DIGITS + 1];
	for (size_t i = 0; i < count; i++)
		if (!named_find(s, ID_RECORD, typed[i], id, e) || !add(c, id, e))
			return false;
	return true;
}

static bool read_bsns(const char *path, struct selection_options *c, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	_cleanup_(buffer_wipe) struct buffer raw = { 0 }, text = { 0 };
	if (!file_open(path, true, &fd, e))
		return false;
	struct fd_stream file = { fd, path };
	bool ok = source_drain(fd_source(&file), (size_t)LIMIT_SELECTION_ROWS * LINE_MOST, &raw, e) &&
	          file_kind_check(buffer_bytes(&raw), path, FILE_FOR_WORDS, e) &&
	          text_read_written(buffer_bytes(&raw), path, &text, e);
	struct cursor lines = cursor_of(buffer_bytes(&text));
	for (uint64_t number = 1; ok && !cursor_done(&lines); number++)
		ok = add_bsn(c, cursor_until(&lines, '\n'), number, e);
	return ok;
}

static void select_items(struct selection_options *c, enum selection_kind kind)
{
	c->selection.kind = kind;
	c->selection.items = (const char *const *)c->items;
	c->selection.count = c->count;
}

bool selection_options_read_bsns(const char *path, struct selection_options *ret, struct error *e)
{
	_cleanup_(selection_options_clear) struct selection_options c = { 0 };
	if (!read_bsns(path, &c, e))
		return false;
	if (c.count == 0)
		return error_set(e, ERR_USAGE, "--select-from", "%s", N_("no BSN in it"));
	select_items(&c, SELECT_BSNS);
	*ret = c;
	c = (struct selection_options){ 0 };
	return true;
}

static bool read_options(struct session *s, bool all, const char *options, struct selection_options *ret,
                         struct error *e)
{
	const struct invocation *in = s->in;
	size_t ids;
	const char *const *records = invocation_values(in, "record", &ids);
	const char *path = invocation_value(in, "select-from");
	if ((ids > 0) + (path != NULL) + all != 1)
		return error_set(e, ERR_USAGE, options, "%s", N_("choose clients in exactly one way"));
	if (path)
		return selection_options_read_bsns(path, ret, e);
	_cleanup_(selection_options_clear) struct selection_options c = { 0 };
	if (!add_records(s, &c, records, ids, e))
		return false;
	select_items(&c, all ? SELECT_ALL : SELECT_RECORDS);
	*ret = c;
	c = (struct selection_options){ 0 };
	return true;
}

bool selection_options_read(struct session *s, struct selection_options *ret, struct error *e)
{
	return read_options(s, invocation_flag(s->in, "all"), "--all, --record, --select-from", ret, e);
}

bool selection_options_read_some(struct session *s, struct selection_options *ret, struct error *e)
{
	return read_options(s, false, "--record, --select-from", ret, e);
}
