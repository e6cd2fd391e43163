/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An agreement while it is being written: any part may be missing or wrong, and each
 * is named by its path, such as "title", "parties/0/unit" or "purposes/1/fields/3/why".
 * `agreement_check` on what `agreement_draft_format` writes tells what it lacks.
 * Remarks in a text that was loaded aren't kept. */

#include "base/bytes.h"

struct agreement_text; /* NULL is fine where it is freed */

bool agreement_draft_new(struct agreement_text **ret, struct error *e) _must_check_;
/* ERR_AGREEMENT_INVALID when it is signed: a signed text isn't changed but followed by
 * another version. Errors of the YAML with their line. */
bool agreement_draft_load(struct bytes raw, const char *subject, struct agreement_text **ret, struct error *e)
	_must_check_;
void agreement_draft_freep(struct agreement_text **t);

/* The part at the path; NULL when it isn't there. Asking for a path that no agreement has is a programmer's
 * mistake. */
const char *agreement_draft_get(const struct agreement_text *t, const char *path);
/* Items of "parties", "purposes" or "purposes/0/fields"; 0 when there is no such purpose. */
size_t agreement_draft_count(const struct agreement_text *t, const char *list);
/* A copy of the value; NULL takes the part out. The index behind the last one makes a new item. ERR_TOO_LARGE
 * at the most items that an agreement may have, ERR_MEMORY. */
bool agreement_draft_set(struct agreement_text *t, const char *path, const char *value, struct error *e)
	_must_check_;
/* An item, such as "purposes/1/fields/3", with all that is in it. Nothing when it isn't there. */
void agreement_draft_remove(struct agreement_text *t, const char *item);

/* Every part that is there, in the order of docs/format/agreement.md. Values must have passed
 * `text_check_signed`. */
bool agreement_draft_format(const struct agreement_text *t, struct buffer *out, struct error *e) _must_check_;
/* The line of a part in what was formatted; 0 when it isn't there. */
uint64_t agreement_draft_line(struct bytes yaml, const char *path);
