/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Plain text, for a terminal or a file, as report/page.h is HTML. What is given here is
 * shown safely (text_append_shown); what is aligned is aligned by its width on a screen. */

#include "base/bytes.h"
#include "report/column.h"

/* Broken at blanks, so that a line has at most `width` columns where its words allow; 0: one line. Further
 * lines begin as far to the right as the text does. */
void plain_wrapped(struct buffer *out, struct bytes text, size_t width);
/* Likewise, where the line has `at` columns already; further lines are moved in by as many. No line feed
 * behind it. */
void plain_hanging(struct buffer *out, struct bytes text, size_t at, size_t width);
/* With a row of `line` below it and an empty line below that. */
void plain_heading(struct buffer *out, const char *text, char line);
/* "label: value" a line, the values in one column, unless that leaves them too little. What is wider than
 * `width` is broken as `plain_wrapped` does. `pairs` holds "label\0value\0" for each. */
void plain_pairs(struct buffer *out, struct bytes pairs, size_t width);
/* `cells` holds "text\0" for each, row by row, and each row has `count` of them. `width` is that of the
 * terminal; 0: there is no limit. Nothing is ever cut off: where a table is too wide, columns of words
 * (text, names, states) are wrapped, and if that isn't enough each row becomes a block of pairs. A column in
 * which no row has anything isn't shown. */
void plain_table(struct buffer *out, const struct column *columns, size_t count, struct bytes cells,
                 size_t width);
/* For who listens, or reads with the fingers: the pairs, or each row as a block of pairs, a whole line each,
 * and no blanks that only a screen needs. */
void plain_lines(struct buffer *out, struct bytes pairs);
void plain_blocks(struct buffer *out, const struct column *columns, size_t count, struct bytes cells);
