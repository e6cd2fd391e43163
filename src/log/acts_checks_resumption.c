/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Did a log go on from an older place, and is that what the officers signed? */
#include "log/acts_checks.h"

#include <stdio.h>
#include <stdlib.h>

/* What the entry says beside the text, and what the text says of the log. */
static const char *resumption_fault(const struct acts *a, const struct entry *entry,
                                    const struct resumption *s)
{
	bool own = same(s->unit, a->origin);
	if (own ? entry->peer != NULL : !same(entry->peer, s->unit))
		return N_("the text is about another unit");
	if (entry->from_index != s->size || entry->to_index != s->lost_to ||
	    entry->entries != s->lost_to - s->size)
		return N_("the text says other entries");
	if (own && s->size > entry->index)
		return N_("goes on from a place that the log hadn't reached");
	for (size_t i = 0; i < a->result->resumption_count; i++)
		if (sha256_equal(&a->result->resumptions[i].hash, &s->hash))
			return N_("the same text was taken in before");
	return NULL;
}

static bool note_resumption(struct acts *a, const struct entry *entry, const struct resumption *s,
                            struct error *e)
{
	struct verify_result *r = a->result;
	struct verify_resumption *more = reallocarray(r->resumptions, r->resumption_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	r->resumptions = more;
	struct verify_resumption *now = &r->resumptions[r->resumption_count++];
	*now = (struct verify_resumption){ .index = entry->index,
		                           .when = entry->start,
		                           .size = s->size,
		                           .lost_to = s->lost_to,
		                           .root = s->root,
		                           .hash = s->hash };
	snprintf(now->origin, sizeof now->origin, "%s", s->unit);
	return true;
}

bool acts_check_resumption(struct acts *a, const struct entry *entry, struct error *e)
{
	_cleanup_(resumption_freep) struct resumption *s = NULL;
	const struct law_text *t =
		entry->statement_hash ? law_find(&a->signed_texts->law, entry->statement_hash) : NULL;
	struct error why;
	if (!is(entry, ACT_RESUME) || !t)
		return true; /* told already */
	if (!law_resumption(t, &s, &why))
		return finding_of_error(a->result, &why, entry->index, "law", e);
	const char *what = resumption_fault(a, entry, s);
	if (what)
		return finding_add(a->result, ERR_RESUMPTION, entry->index, s->unit, e, "%s", what);
	/* What was numbered in what is lost is numbered by nobody again. */
	if (same(s->unit, a->origin))
		acts_skip_numbers(a, resumption_skips(s));
	return note_resumption(a, entry, s, e);
}
