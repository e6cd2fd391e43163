/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Did a controller end an agreement, might it, and did anything go or come under that afterwards? */
#include "log/acts_checks.h"

#include <stdlib.h>

static bool keep(struct acts *a, struct termination **t, struct error *e)
{
	struct termination **more = reallocarray(a->ended, a->ended_count + 1, sizeof(struct termination *));
	if (!more)
		return error_memory(e);
	a->ended = more;
	a->ended[a->ended_count++] = *t;
	*t = NULL;
	return true;
}

bool acts_check_termination(struct acts *a, const struct entry *entry, struct error *e)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	const struct law_text *text =
		entry->statement_hash ? law_find(&a->signed_texts->law, entry->statement_hash) : NULL;
	const struct signed_texts_agreement *s =
		signed_texts_agreement(a->signed_texts, entry->terms.agreement ? entry->terms.agreement : "",
	                               entry->terms.version);
	struct error why;
	if (!is(entry, ACT_TERMINATION) || !text || strcmp(text->type, TERMINATION_TYPE) != 0)
		return true; /* told already */
	if (!entry->terms.agreement)
		return finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->action, e, "%s",
		                   N_("doesn't say which agreement ended"));
	if (!termination_parse(buffer_bytes(&text->raw), "law", &t, &why) ||
	    (s &&
	     !termination_check(t, s->agreement,
	                        roster_chain_version(&a->signed_texts->chain, entry->roster_version), &why)))
		return finding_of_error(a->result, &why, entry->index, entry->terms.agreement, e);
	return keep(a, &t, e);
}

bool acts_has_ended(const struct acts *a, const struct agreement *agreement, moment when)
{
	for (size_t i = 0; i < a->ended_count; i++)
		if (termination_ends(a->ended[i], agreement, when))
			return true;
	return false;
}

void acts_clear_ended(struct acts *a)
{
	for (size_t i = 0; i < a->ended_count; i++)
		termination_freep(&a->ended[i]);
	free(a->ended);
	a->ended = NULL;
	a->ended_count = 0;
}
