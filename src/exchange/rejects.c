/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/rejects.h"

#include <string.h>

#define BOM "\xef\xbb\xbf" /* by which spreadsheets know UTF-8, and csv_open as well */

static const char *const columns[] = {
#define X(column) column,
	REJECTS_COLUMNS(X)
#undef X
};

static bool is_column(struct bytes heading)
{
	for (size_t i = 0; i < ELEMENTS(columns); i++)
		if (bytes_equal_string(heading, columns[i]))
			return true;
	return false;
}

bool rejects_check(const char *path, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	uint8_t head[64];
	size_t size;
	if (!path || !file_exists(path))
		return true;
	if (!file_open(path, false, &fd, e))
		return false;
	struct fd_stream file = { fd, path };
	if (!source_fill(fd_source(&file), head, sizeof head, &size, e))
		return false;
	struct bytes text = bytes_of(head, size);
	if (size == 0)
		return true;
	if (bytes_starts_with(text, BOM)) {
		text = bytes_of(head + 3, size - 3);
		size_t end = 0;
		while (end < text.size && !strchr(";,\t\r", text.data[end]))
			end++;
		if (end < text.size && is_column(bytes_of(text.data, end)))
			return true;
	}
	return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
}

bool rejects_start(struct rejects *r, const char *path, const char *column, struct error *e)
{
	r->column = column;
	r->separator = ';';
	return file_write_start(&r->file, path, e);
}

void rejects_clear(struct rejects *r)
{
	file_write_clear(&r->file);
	buffer_wipe(&r->heading);
	buffer_wipe(&r->line);
}

static void append_row(struct buffer *out, const struct rejects *r, struct bytes first,
                       const struct csv_row *row, size_t from)
{
	csv_append_cell(out, r->separator, first);
	size_t count = row && row->fields ? row->count : from;
	for (size_t i = from; i < count; i++) {
		buffer_append_byte(out, (uint8_t)r->separator);
		csv_append_cell(out, r->separator, row->fields[i]);
	}
	/* Cells that lack at the end: a table has a cell for each column. */
	for (size_t i = count - from; i < r->columns; i++)
		buffer_append_byte(out, (uint8_t)r->separator);
	buffer_append_string(out, "\r\n");
}

bool rejects_heading(struct rejects *r, const struct csv_row *heading, char separator, bool mapped,
                     struct error *e)
{
	r->separator = separator;
	r->again = !mapped && heading->count && is_column(heading->fields[0]);
	r->columns = heading->count - r->again;
	append_row(&r->heading, r, bytes_of_string(r->column), heading, r->again);
	return buffer_ok(&r->heading, e);
}

bool rejects_add(struct rejects *r, const struct csv_row *row, struct bytes reason, struct error *e)
{
	buffer_reset(&r->line);
	if (!r->headed) {
		buffer_append_string(&r->line, BOM);
		if (r->heading.size)
			buffer_append(&r->line, buffer_bytes(&r->heading));
		else
			append_row(&r->line, r, bytes_of_string(r->column), NULL, 0);
		r->headed = true;
	}
	append_row(&r->line, r, reason, row, r->again);
	return buffer_ok(&r->line, e) && sink_write(file_write_sink(&r->file), buffer_bytes(&r->line), e);
}
