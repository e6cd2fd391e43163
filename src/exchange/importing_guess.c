/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/importing.h"

#include "base/file_kind.h"
#include "io/file.h"
#include "log/act_kinds.h"

#define READ_MOST (16u << 20) /* of the file: what comes behind it, is like that */

unsigned importing_laws(const struct desk *d)
{
	return roster_laws_for(desk_roster(d), d->key.name, store_unit(d->store),
	                       (enum power)act_kind_powers(ACT_IMPORT), d->now);
}

static bool read_sample(const char *path, struct buffer *text, bool *ret_whole, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	size_t size;
	if (!file_open(path, true, &fd, e))
		return false;
	struct fd_stream file = { fd, path };
	uint8_t *room = buffer_room(text, READ_MOST);
	if (!room)
		return error_memory(e);
	if (!source_fill(fd_source(&file), room, READ_MOST, &size, e))
		return false;
	buffer_grew(text, size);
	*ret_whole = size < READ_MOST;
	return true;
}

bool importing_guess(struct desk *d, const char *path, struct guess *ret, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	bool whole;
	if (!read_sample(path, &text, &whole, e) ||
	    !file_kind_check(buffer_bytes(&text), path, FILE_FOR_CASES, e))
		return false;
	if (!guess_is_table(buffer_bytes(&text)))
		return error_set(e, ERR_SYNTAX, path, "%s",
		                 N_("this is no table with columns; NDJSON whose members are fields needs no "
		                    "mapping, and for other members it is written by hand"));
	return guess_table(buffer_bytes(&text), whole, path, d->catalogue, ret, e);
}
