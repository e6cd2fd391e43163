/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/age_input.h"

#include "codec/base64.h"

#include <assert.h>
#include <string.h>

#define BEGIN_LINE "-----BEGIN AGE ENCRYPTED FILE-----"
#define END_LINE "-----END AGE ENCRYPTED FILE-----"
#define SPACE_MAX 1024u /* white space before and behind, each */

static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool armor_error(struct error *e, const char *what)
{
	return error_set(e, ERR_AGE_ARMOR, NULL, "%s", what);
}

/* Something in the block, unless the file is at its end. */
static bool refill(struct age_input *i, struct error *e)
{
	if (i->block_at < i->block_size)
		return true;
	i->block_at = i->block_size = 0;
	return i->in.read(i->in.context, i->block, sizeof i->block, &i->block_size, e);
}

/* The next byte as it stands in the file; `*ret_more` false at its end. */
static bool next_byte(struct age_input *i, uint8_t *ret, bool *ret_more, struct error *e)
{
	if (!refill(i, e))
		return false;
	*ret_more = i->block_size > 0;
	if (*ret_more)
		*ret = i->block[i->block_at++];
	return true;
}

/* A line of at most 64 columns without its LF or CRLF. At the end of the file the
 * line may lack them. */
static bool next_line(struct age_input *i, uint8_t out[AGE_ARMOR_COLUMNS], size_t *ret_size, struct error *e)
{
	size_t size = 0;
	bool more, carriage = false;
	for (;;) {
		uint8_t c = 0;
		if (!next_byte(i, &c, &more, e))
			return false;
		if (!more || c == '\n')
			break;
		if (carriage)
			return armor_error(e, N_("a carriage return inside a line"));
		if (c == '\r') {
			carriage = true;
			continue;
		}
		if (size == AGE_ARMOR_COLUMNS)
			return armor_error(e, N_("a line of more than 64 columns"));
		out[size++] = c;
	}
	*ret_size = size;
	return more || size
	               ? true
	               : armor_error(e,
	                             N_("the last line, \"-----END AGE ENCRYPTED FILE-----\", is missing"));
}

/* Only white space up to the end of the file. */
static bool check_behind(struct age_input *i, struct error *e)
{
	for (size_t spaces = 0;; spaces++) {
		uint8_t c;
		bool more;
		if (!next_byte(i, &c, &more, e))
			return false;
		if (!more)
			return true;
		if (!is_space(c) || spaces == SPACE_MAX)
			return armor_error(e, N_("something follows the last line"));
	}
}

/* The next line of the body into `line`, or the end. */
static bool next_body_line(struct age_input *i, struct error *e)
{
	uint8_t text[AGE_ARMOR_COLUMNS];
	size_t size;
	if (!next_line(i, text, &size, e))
		return false;
	struct bytes line = bytes_of(text, size);
	i->line_at = i->line_size = 0;
	if (bytes_equal_string(line, END_LINE)) {
		i->ended = true;
		return check_behind(i, e);
	}
	if (i->short_line)
		return armor_error(e, N_("a line follows the body's last one"));
	if (size == 0 || !base64_decode(line, BASE64_PADDED, i->line, sizeof i->line, &i->line_size))
		return armor_error(e, N_("a line isn't base64"));
	i->short_line = i->line_size < sizeof i->line;
	return true;
}

static size_t take(uint8_t *out, size_t size, const uint8_t *from, size_t *at, size_t end)
{
	size_t taken = size < end - *at ? size : end - *at;
	memcpy(out, from + *at, taken);
	*at += taken;
	return taken;
}

bool age_input_read(void *input, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct age_input *i = input;
	if (!i->armored) {
		if (i->block_at == i->block_size && size >= sizeof i->block)
			return i->in.read(i->in.context, out, size, ret_size, e);
		if (!refill(i, e))
			return false;
		*ret_size = take(out, size, i->block, &i->block_at, i->block_size);
		return true;
	}
	while (i->line_at == i->line_size && !i->ended)
		if (!next_body_line(i, e))
			return false;
	*ret_size = take(out, size, i->line, &i->line_at, i->line_size);
	return true;
}

/* What the first block is: armor behind `*ret_skip` bytes of white space, or not. */
static bool look(struct bytes first, bool *ret_armored, size_t *ret_skip, struct error *e)
{
	size_t space = 0;
	while (space < first.size && space <= SPACE_MAX && is_space(first.data[space]))
		space++;
	struct bytes rest = bytes_of(first.data + space, first.size - space);
	*ret_armored = bytes_starts_with(rest, "-----");
	*ret_skip = space;
	if (*ret_armored && (space > SPACE_MAX || (space && first.data[space - 1] != '\n')))
		return armor_error(e, N_("too much white space before the first line"));
	/* Foreign text above armor is told as such. A binary age file never holds the
	 * line that early: its version line comes first. */
	if (!*ret_armored && !bytes_starts_with(first, "age-encryption.org/") && first.size &&
	    memmem(first.data, first.size, BEGIN_LINE, sizeof BEGIN_LINE - 1))
		return armor_error(e, N_("something precedes the first line"));
	return true;
}

bool age_input_start(struct age_input *i, struct source in, struct error *e)
{
	*i = (struct age_input){ .in = in };
	uint8_t line[AGE_ARMOR_COLUMNS];
	size_t skip, size;
	if (!source_fill(in, i->block, sizeof i->block, &i->block_size, e) ||
	    !look(bytes_of(i->block, i->block_size), &i->armored, &skip, e))
		return false;
	if (!i->armored)
		return true;
	i->block_at = skip;
	if (!next_line(i, line, &size, e))
		return false;
	if (!bytes_equal_string(bytes_of(line, size), BEGIN_LINE))
		return armor_error(e, N_("the first line isn't \"-----BEGIN AGE ENCRYPTED FILE-----\""));
	return true;
}
