/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A line of the member `records/`: the fields that go, and before them what the receiver tells the record
 * from the sender's others by (store/record_tag.h), which is no field and no agreement lists. Packages of
 * before have none. docs/format/package.md. */

#include "store/records.h"

/* Puts it before the object of fields that `line` holds, as decide_line wrote it. */
bool case_line_put_tag(struct buffer *line, const char *tag, struct error *e) _must_check_;
/* The object of fields of a line, into `ret_fields`, and the tag; empty when it has none. Whatever isn't in
 * the one spelling is left among the fields, which then have a name that no catalogue has. */
bool case_line_read(struct bytes line, struct buffer *ret_fields, char ret_tag[RECORD_TAG_SIZE + 1],
                    struct error *e) _must_check_;
