/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the signatures under the letters of a bundle are worth by all the rosters that are here, those
 * included that came after. Whether each act was right when it was done is acts.h's, and a finding; this is
 * what is known since, and none: keys get lost. What it rests on is when others cosigned the entries that
 * name the letters. */

#include "log/signed_texts.h"

/* By when was an entry of a log there? Trees of it that others saw, of a size, at a moment by their
 * clocks.
 */
struct shown_trees {
	struct shown_tree {
		uint64_t size;
		moment when;
	} * list;
	size_t count;
};
void shown_trees_clear(struct shown_trees *t);
bool shown_trees_add(struct shown_trees *t, uint64_t size, moment when, struct error *e) _must_check_;
/* Once all are there, before the first question. */
void shown_trees_settle(struct shown_trees *t);
/* The first moment of all that hold the entry at `index`; 0: nobody saw it. */
moment shown_trees_by(const struct shown_trees *t, uint64_t index);

/* Sets `judged` of each manifest that an entry named, and counts them in `r`. `last` is the newest
 * checkpoint. */
bool verdicts_judge(struct signed_texts *s, const struct signed_texts_sighting *last, struct verify_result *r,
                    struct error *e) _must_check_;
