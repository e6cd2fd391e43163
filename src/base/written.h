/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Text as people and their programs write it: with white space of every kind around it, accents in two
 * forms, line ends of three kinds, a byte-order mark, or not a text at all. Whatever is read from people goes
 * through here before it is compared, kept or shown, so that what looks the same is the same
 * (docs/adr/0054). Signed texts don't: their bytes are what was signed. */

#include "base/bytes.h"

/* Without white space around it: Unicode's White_Space (UAX #44), and the marks that show nothing, such as a
 * byte-order mark and the soft hyphen. Bytes that aren't UTF-8 stay. */
struct bytes text_trimmed(struct bytes text);

/* Appends the text in Normalization Form C (UAX #15). What isn't UTF-8 is appended as it is. */
void text_append_composed(struct buffer *out, struct bytes text);
/* As above, and white space of whatever kind becomes a blank or LF, a mark that shows nothing goes. In
 * `one_line` several blanks become one, too. */
void text_append_plain(struct buffer *out, struct bytes text, bool one_line);
/* Letters and digits alone, without accents, whatever their case: for words of which it doesn't matter how
 * they are spelled, such as a column's heading. Nothing of a text that isn't UTF-8. */
void text_append_folded(struct buffer *out, struct bytes text);
/* The composed text in the caller's room, for what must not pass through other memory: `*ret_size` bytes at
 * the start of `room`. False when the text isn't UTF-8, or `room` is too small: four times
 * `size` + 1 int32_t do for any text. */
bool text_compose_into(struct bytes text, int32_t *room, size_t room_count, size_t *ret_size) _must_check_;

/* What a file is that begins so, in a few English words, when it is none of the texts that sluis reads:
 * UTF-16, a workbook, XML, a PDF, and what else people hand in by mistake. NULL otherwise. */
const char *text_foreign_kind(struct bytes head);
/* Is that kind a text, in another encoding? */
bool text_is_foreign_encoding(const char *kind);

/* A whole text of a person's own, such as a mapping, a list or what was said: without byte-order mark, with
 * LF as line end, composed. ERR_UTF8 and ERR_NUL_BYTE name the line; ERR_SYNTAX is for what
 * `text_foreign_kind` knows. */
bool text_read_written(struct bytes raw, const char *subject, struct buffer *ret, struct error *e)
	_must_check_;
/* The same for words, an answer or a reason: tabs become blanks, white space around them goes, and
 * nothing that misleads is left (ERR_CONTROL_CHARACTER). What is left may be empty. */
bool text_read_words(struct bytes raw, const char *subject, struct buffer *ret, struct error *e) _must_check_;
/* For a text that is signed as it stands: ERR_SYNTAX when an editor put a byte-order mark before it. */
bool text_check_unmarked(struct bytes text, const char *subject, struct error *e) _must_check_;
