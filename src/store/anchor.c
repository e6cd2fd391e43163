/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/anchor.h"

#include "base/limits.h"

#include <stdio.h>

#define ANCHOR_WAIT_MS 10000u

static bool is_not_one(const char *path, struct error *e)
{
	enum error_code why = e->code;
	if (why == ERR_MEMORY || why == ERR_IO)
		return false;
	return error_set(e, ERR_STORE_ANCHOR, path, "not a checkpoint that this unit signed (%s)",
	                 error_name(why));
}

/* The first is the newest. */
static bool open_each(struct bytes text, const char *path, const struct unit_keys *log_keys,
                      struct checkpoint *ret, struct error *e)
{
	struct cursor lines = cursor_of(text);
	struct checkpoint c;
	struct bytes note;
	for (size_t i = 0; checkpoint_next(&lines, &note); i++)
		if (!checkpoint_open(note, path, log_keys, i ? &c : ret, e))
			return false;
	return (!lines.failed && text.size) || error_set(e, ERR_LOG, path, "%s", N_("not a checkpoint"));
}

bool anchor_read(const char *home, const struct unit_keys *log_keys, bool *ret_there, struct checkpoint *ret,
                 struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return anchor_read_all(home, log_keys, ret_there, ret, &text, e);
}

bool anchor_read_all(const char *home, const struct unit_keys *log_keys, bool *ret_there,
                     struct checkpoint *ret, struct buffer *text, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(home, "anchor");
	struct checkpoint c;
	if (!path)
		return error_memory(e);
	buffer_reset(text);
	if (!file_read(path, LIMIT_WITNESS_SIZE, text, e)) {
		if (e->code != ERR_FILE_MISSING)
			return false;
		*e = (struct error){ 0 };
		*ret_there = false;
		return true;
	}
	if (!open_each(buffer_bytes(text), path, log_keys, &c, e))
		return is_not_one(path, e);
	*ret = c;
	*ret_there = true;
	return true;
}

bool anchor_prepare(const char *home, struct bytes text, struct file_write *ret, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(home, "anchor");
	_cleanup_(file_write_clear) struct file_write w = { .fd = -1 };
	if (!path)
		return error_memory(e);
	if (!file_write_start(&w, path, e) || !sink_write(file_write_sink(&w), text, e) ||
	    !file_write_sync(&w, e))
		return false;
	*ret = w;
	w = (struct file_write){ .fd = -1 };
	return true;
}

bool anchor_publish(const char *home, const struct unit_keys *log_keys, uint64_t size, bool given_up,
                    struct file_write *prepared, struct error *e)
{
	_cleanup_(string_freep) char *lock = path_join(home, "anchor.lock");
	_cleanup_(fd_closep) int held = -1;
	struct checkpoint now;
	bool there;
	if (!lock)
		return error_memory(e);
	if (!file_lock(lock, ANCHOR_WAIT_MS, &held, e) || !anchor_read(home, log_keys, &there, &now, e))
		return false;
	if (there && now.size >= size && !given_up)
		return true;
	return file_write_publish(prepared, true, e);
}
