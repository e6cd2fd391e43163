/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"
#include "store/restrictions.h"
#include "trust/erasure.h"

/* What the sender erased, and sent here before (AVG 19). This unit answers for its copies itself, and a law
 * may oblige it to keep them: each is restricted at once, until somebody with the power decides
 * (docs/adr/0037). */
struct word {
	uint64_t restricted, unknown;
};

static bool take_notice(struct opening *o, struct bytes line, struct error *e)
{
	struct word *w = o->own;
	const struct manifest *m = &o->letter.manifest;
	struct erasure_notice n;
	char record[RECORD_ID_SIZE + 1];
	if (!erasure_notice_parse(line, "erasures", &n, e))
		return false;
	if (n.decided > m->created)
		return error_set(e, ERR_PACKAGE, "erasures", "%s",
		                 N_("decided behind the day of the letter"));
	o->read++;
	if (!restriction_by_erasure(o->act->desk->store, m->sender, n.tag, m->terms.agreement,
	                            m->terms.purpose, m->sequence, n.id, o->act->desk->now, record, e))
		return false;
	w->restricted += *record != 0;
	w->unknown += *record == 0;
	return act_client_bsn(o->act, bytes_of(NULL, 0), *record ? record : NULL, n.id, NULL, e);
}

/* Whatever day it is, as a retraction. */
static bool take(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "erasures", e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct word *w = o->own;
	ret->erasure.restricted = w->restricted;
	ret->erasure.unknown = w->unknown;
}

const struct opener open_erasure = { .name = "erasure",
	                             .size = sizeof(struct word),
	                             .members = { { "erasures/", take_notice } },
	                             .take = take,
	                             .fill = fill };
