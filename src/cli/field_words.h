/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a field takes, and what is wrong with a row of a source, in words: for whoever mends the row. The
 * value itself is never among them. */

#include "record/mapping.h"

/* "a whole number from 1 to 99999": what is right in a field, as people write it in a source. Of codes all,
 * and what they mean where they are numbers. */
void words_append_right(struct buffer *out, const struct field *f);
/* "Sex: this value doesn't fit its field; right is: 0, 1 or 2", with the column's heading where that is
 * another word. Without the line, except of a fault that is about no field. */
void words_append_fault(struct buffer *out, const struct row_fault *f);
/* "line 3: …. ….": the cell of a row that was rejected. */
void words_append_faults(struct buffer *out, uint64_t line, const struct row_fault *faults, size_t count);
