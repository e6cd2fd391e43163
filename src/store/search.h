/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The full-text index over records. It holds no copy of the texts: what was indexed is
 * worked out again from the record's JSON when a row leaves the index, so the rule
 * that gives the text of a record may change only together with the schema. */

#include "record/record.h"

struct store;

/* What of a record is searched, into `ret` (reset first): from the record, or from its JSON; both give the
 * same. */
bool search_text_of_record(struct store *s, const struct record *r, struct buffer *ret, struct error *e)
	_must_check_;
bool search_text_of_json(struct bytes json, struct buffer *ret, struct error *e) _must_check_;
bool search_add(struct store *s, int64_t row, struct bytes text, struct error *e) _must_check_;
bool search_remove(struct store *s, int64_t row, struct bytes text, struct error *e) _must_check_;
/* Before a commit. Removing securely rewrites every list that names the row: some milliseconds a row with
 * long texts. So an act that removes many marks them as gone instead, and here the whole index is written
 * anew without them. */
bool search_settle(struct store *s, struct error *e) _must_check_;
/* So many are going to be removed: where that makes them many, from the first one on. */
void search_expect(struct store *s, uint64_t count);
/* Words as an FTS5 expression: each is quoted, all must match, the last as a prefix. ERR_USAGE when there is
 * no word, ERR_UTF8, ERR_TOO_LARGE. */
bool search_expression(struct bytes words, struct buffer *ret, struct error *e) _must_check_;
/* What a user typed, for the index: expressions, and a birth date, which the index doesn't hold. */
struct search_query {
	struct buffer words; /* an expression for all words; empty when one of them can only be a date */
	struct buffer rest;  /* for all but the date; empty when there are no others */
	struct buffer birth; /* as a record begins that has it; empty when no word is a date in any form of
	                        import */
};
void search_query_clear(struct search_query *q);
/* A BSN may have blanks or dots in it. Errors as `search_expression`. */
bool search_query_read(struct bytes terms, struct search_query *ret, struct error *e) _must_check_;
