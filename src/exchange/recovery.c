/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/recovery.h"

#include "exchange/act.h"
#include "store/recovery.h"

static const struct roster_unit *listed_unit(const struct desk *d)
{
	const struct roster_unit *u = roster_unit(desk_roster(d), store_unit(d->store));
	return u && u->has_recovery ? u : NULL;
}

bool recovery_state(struct desk *d, struct recovery_state *ret, struct error *e)
{
	const struct roster_unit *u = listed_unit(d);
	*ret = (struct recovery_state){ .listed = u != NULL };
	if (!u)
		return true;
	if (!recovery_last_drill(d->store, &u->recovery, &ret->drilled, e))
		return false;
	ret->due = ret->drilled ? moment_add_months(ret->drilled, DRILL_MONTHS) : 0;
	return true;
}

struct drilling {
	const struct age_identity *key;
};

static bool drill_body(struct act *a, void *context, struct error *e)
{
	const struct age_identity *key = ((const struct drilling *)context)->key;
	struct store *s = a->desk->store;
	const struct roster_unit *u = listed_unit(a->desk);
	if (!u)
		return error_set(e, ERR_RECOVERY_NONE, store_unit(s), "%s", "");
	if (!age_recipient_equal(&u->recovery, &key->recipient))
		return error_set(e, ERR_RECOVERY_OTHER, store_unit(s), "%s", "");
	return recovery_opens(s, key, e) && recovery_note_drill(s, &u->recovery, a->when, e);
}

bool recovery_drill(struct desk *d, const struct age_identity *key, struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_DRILL, .body = drill_body };
	struct drilling context = { key };
	return act_run(d, &frame, &context, e);
}
