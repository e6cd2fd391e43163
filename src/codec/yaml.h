/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* YAML: a strict, small subset, read through libcyaml. Before libcyaml sees a
 * text it must pass `yaml_check`: UTF-8, LF only, no tabs in indentation, no
 * anchors, aliases, tags, directives, merge keys, empty keys or more than one document, no
 * nesting beyond LIMIT_YAML_DEPTH. Every scalar is read as text (libcyaml would
 * take `0x10` for 16 and YAML 1.1 `no` for false): callers parse numbers, truths
 * and days themselves with the strict readers below, so that `country: no` is the
 * text "no". Duplicate, unknown and missing keys are refused with their line. */

#include "base/bytes.h"

#include <cyaml/cyaml.h>

/* ERR_SYNTAX, ERR_UTF8, ERR_CONTROL_CHARACTER, ERR_DUPLICATE with line; ERR_TOO_LARGE
 * above LIMIT_YAML_SIZE. */
bool yaml_check(struct bytes text, const char *subject, struct error *e) _must_check_;

/* Load into a struct described by a cyaml schema (`yaml_check` included); free
 * it with `yaml_unload`. The detail is libyaml's or libcyaml's name of the fault and
 * quotes nothing of the text; a missing key is named. At most 256 keys in a mapping's
 * schema. `ret_sequence_count` is NULL unless the schema is a sequence. Kinds:
 * ERR_UNKNOWN_KEY, ERR_MISSING, ERR_VALUE, those of `yaml_check`, ERR_MEMORY. */
bool yaml_load(struct bytes text, const char *subject, const cyaml_schema_value_t *schema, void **ret,
               unsigned *ret_sequence_count, struct error *e) _must_check_;
/* NULL is fine. Not `yaml_free`: libyaml exports a function of that name. */
void yaml_unload(const cyaml_schema_value_t *schema, void *data, unsigned sequence_count);

/* Line (from 1) on which the mapping path ("purposes", "2", "fields") stands; 0
 * when not found. Items of a list count from 0. For findings that name a line.
 * NULL-terminated list. */
uint64_t yaml_line_of(struct bytes text, const char *const *path);

/* Strict readers of scalars. */
bool yaml_truth(const char *text, bool *ret) _must_check_; /* "true" or "false" only */

/* Writing: block style, two spaces, keys as given, every text double-quoted
 * unless it is plain and unambiguous ([A-Za-z0-9][A-Za-z0-9 ./_+-]* that isn't a
 * number, a truth, null, a date or a YAML 1.1 word). Values must have passed
 * `text_check_signed`. */
struct yaml_writer {
	struct buffer *out;
	unsigned depth;
	bool item; /* the next key stands behind "- " */
};
void yaml_begin(struct yaml_writer *w, struct buffer *out);
void yaml_text(struct yaml_writer *w, const char *key, const char *value);
void yaml_number(struct yaml_writer *w, const char *key, uint64_t value);
void yaml_truth_value(struct yaml_writer *w, const char *key, bool value);
void yaml_map(struct yaml_writer *w, const char *key); /* opens; keys follow */
void yaml_end_map(struct yaml_writer *w);
void yaml_list(struct yaml_writer *w,
               const char *key); /* opens; items follow; an empty list must not be opened */
void yaml_end_list(struct yaml_writer *w);
void yaml_item_map(struct yaml_writer *w); /* an item that is a mapping */
void yaml_end_item_map(struct yaml_writer *w);
void yaml_item_text(struct yaml_writer *w, const char *value);
void yaml_literal(struct yaml_writer *w, const char *key,
                  struct bytes lines); /* `key: |`, each line indented */
