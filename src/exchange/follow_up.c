/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/follow_up.h"

#include "exchange/act.h"
#include "store/statements.h"
#include "trust/order.h"

#include <string.h>

struct following {
	const struct follow_up_note *note;
	bool known; /* the order */
	char named[REMARK_NAMED_SIZE];
	uint64_t entry;
};

static bool is_order(void *context, const char *type, const struct sha256 *hash, struct bytes note,
                     struct error *e)
{
	struct following *f = context;
	(void)type, (void)note, (void)e;
	f->known = f->known || sha256_equal(hash, f->note->order);
	return true;
}

static bool follow_body(struct act *a, void *context, struct error *e)
{
	struct following *f = context;
	const struct follow_up_note *n = f->note;
	char today[DAY_SIZE + 1];
	day_format(a->when, today);
	if (strncmp(n->month, today, MONTH_SIZE) > 0)
		return error_set(e, ERR_VALUE, "--month", "%s", N_("a month that hasn't come yet"));
	if (n->order && !statements_each_pinned(a->desk->store, ORDER_TYPE, is_order, f, e))
		return false;
	if (n->order && !f->known)
		return error_set(e, ERR_ORDER, "--order", "%s",
		                 N_("it wasn't opened here: `sluis open` takes it in"));
	remark_format(n->month, n->remark, f->named);
	a->entry.remark = f->named;
	a->entry.decision = follow_up_name(n->came);
	a->entry.order = n->order;
	a->private.values[PRIVATE_REASON] = n->why;
	return true;
}

static bool follow_logged(struct act *a, void *context, struct error *e)
{
	struct following *f = context;
	(void)e;
	f->entry = a->index;
	return true;
}

static const struct act_frame following = { .kind = ACT_FOLLOW,
	                                    .body = follow_body,
	                                    .logged = follow_logged };

bool follow_up(struct desk *d, const struct follow_up_note *note, uint64_t *ret_entry, struct error *e)
{
	struct following f = { .note = note };
	if (!act_run(d, &following, &f, e))
		return false;
	*ret_entry = f.entry;
	return true;
}
