/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/acts_checks.h"

static bool order_finding(struct acts *a, const struct entry *entry, struct error *e, const char *what)
{
	return finding_add(a->result, ERR_ORDER, entry->index, entry->action, e, "%s", what);
}

/* What is wrong with disclosing on it; NULL: nothing. */
static const char *order_fault(const struct acts *a, const struct entry *entry, struct law_text *t,
                               const struct order *o)
{
	bool again = t->carried_out;
	t->carried_out = true;
	if (!same(o->unit, a->origin))
		return N_("an order about the log of another unit");
	if (!same(o->auditor, entry->recipient))
		return N_("disclosed to another than the order says");
	if (!order_valid_at(o, entry->start))
		return N_("disclosed outside the term of the order");
	return again ? N_("disclosed a second time on one order") : NULL;
}

bool acts_check_order(struct acts *a, const struct entry *entry, struct error *e)
{
	_cleanup_(order_freep) struct order *o = NULL;
	struct error why;
	if (!entry->order)
		return true;
	if (!is(entry, ACT_DISCLOSE) && !is(entry, ACT_FOLLOW))
		return order_finding(a, entry, e, N_("an order, on which this act doesn't rest"));
	struct law_text *t = law_find(&a->signed_texts->law, entry->order);
	if (!t || !t->vouched || !law_order(t, &o, &why))
		return order_finding(a, entry, e, N_("an order that was not taken in before"));
	if (is(entry, ACT_FOLLOW))
		return true;
	const char *what = order_fault(a, entry, t, o);
	return !what || order_finding(a, entry, e, what);
}
