/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/case_line.h"

#include <assert.h>
#include <string.h>

#define BEGINS "{\"@record\":\""
#define ENDS "\","

bool case_line_put_tag(struct buffer *line, const char *tag, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer fields = { 0 };
	assert(line->size > 2 && line->data[0] == '{'); /* a record has a field at least */
	buffer_append(&fields, bytes_of(line->data + 1, line->size - 1));
	buffer_reset(line);
	buffer_printf(line, BEGINS "%s" ENDS, tag);
	buffer_append(line, buffer_bytes(&fields));
	return buffer_ok(&fields, e) && buffer_ok(line, e);
}

static bool has_at(struct bytes line, size_t at, const char *text)
{
	size_t size = strlen(text);
	return line.size >= at + size && memcmp(line.data + at, text, size) == 0;
}

bool case_line_read(struct bytes line, struct buffer *ret_fields, char ret_tag[RECORD_TAG_SIZE + 1],
                    struct error *e)
{
	const size_t begins = strlen(BEGINS), fields = begins + RECORD_TAG_SIZE + strlen(ENDS);
	uint8_t raw[RECORD_TAG_SIZE / 2];
	size_t blanks = 0;
	*ret_tag = '\0';
	buffer_reset(ret_fields);
	/* They stay in what is given back, whose spelling is compared. */
	while (blanks < line.size && line.data[blanks] == ' ')
		blanks++;
	buffer_append(ret_fields, bytes_of(line.data, blanks));
	line = bytes_of(line.data + blanks, line.size - blanks);
	if (!has_at(line, 0, BEGINS) || !has_at(line, begins + RECORD_TAG_SIZE, ENDS) ||
	    !hex_decode(bytes_of(line.data + begins, RECORD_TAG_SIZE), raw, sizeof raw)) {
		buffer_append(ret_fields, line);
		return buffer_ok(ret_fields, e);
	}
	hex_encode(bytes_of(raw, sizeof raw), ret_tag);
	buffer_append_byte(ret_fields, '{');
	buffer_append(ret_fields, bytes_of(line.data + fields, line.size - fields));
	return buffer_ok(ret_fields, e);
}
