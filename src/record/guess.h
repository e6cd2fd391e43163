/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A mapping drafted from a table: which column is which field, by its heading, and in which form, by its
 * values. A draft is for somebody to look through. No value of it goes into a draft but codes of the
 * catalogue, as the source spells them, and marks for nothing such as "-": never one that tells of a person.
 */

#include "codec/csv.h"
#include "record/headings.h"
#include "record/mapping.h"

/* Why a column has its field, or none. */
enum guess_how {
	GUESS_NONE,      /* nothing knows the heading */
	GUESS_NAMELESS,  /* there is none, or it looks like a value */
	GUESS_TWICE,     /* another column has the same heading */
	GUESS_TAKEN,     /* another column is the field already */
	GUESS_BY_VALUES, /* of the heading nothing is known; all of its values have the form */
	GUESS_BY_PART,   /* the heading resembles one */
	GUESS_BY_WORD,   /* of the heading: a word of source systems, a label */
	GUESS_BY_NAME,   /* the field's own name */
};
static inline bool guess_is_mapped(enum guess_how how)
{
	return how >= GUESS_BY_VALUES;
}

struct guess_value {
	char *from;
	const char *to;
};
struct guess_column {
	char *heading; /* as a mapping names it */
	const struct field *field;
	enum guess_how how;
	bool amount;
	struct guess_value *values; /* codes that the source spells otherwise */
	size_t value_count;
	size_t filled, misfits; /* values seen, and how many of these don't fit the field */
};
struct guess {
	struct csv_options options;
	struct guess_column *columns;
	size_t count, rows;
	unsigned empties; /* which of `guess_empties` the source writes */
};
#define GUESS_EMPTIES(X) X(".") X("-") X("00000000") X("n.v.t.") X("nvt") X("NULL") X("#N/A") X("#N/B")

/* Is it rows of cells, by its first bytes, and no JSON? */
bool guess_is_table(struct bytes head);
/* From the first bytes of a file, or all (`whole`). ERR_SYNTAX when no row is a heading that is known. */
bool guess_table(struct bytes text, bool whole, const char *subject, const struct catalogue *c,
                 struct guess *ret, struct error *e) _must_check_;
void guess_clear(struct guess *g);

/* Does each column have a field's own name, and is the law among them? Then no mapping is needed. */
bool guess_says_all(const struct guess *g);
/* Is the field mapped? */
bool guess_has(const struct guess *g, enum role role);
/* The laws that its fields are of, if they are of one; 0 otherwise. */
unsigned guess_law(const struct guess *g);

/* What a draft says in the language of whoever reads it, in lines that begin with '#'; both may append
 * nothing. */
struct guess_remarks {
	void (*head)(void *context, const struct guess *g, struct buffer *out);
	void (*column)(void *context, const struct guess_column *c,
	               struct buffer *out); /* before the column */
	void *context;
};
/* The mapping as YAML. `source` is its name, `law` what `wet` is unless a column says it; `remarks` may be
 * NULL. */
void guess_append_mapping(const struct guess *g, const char *source, const char *law,
                          const struct guess_remarks *remarks, struct buffer *out);
