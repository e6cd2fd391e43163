/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"
#include "store/requests.h"
#include "store/voided.h"

#include <string.h>

/* Packages that their sender voided. */
struct voids {
	struct void_notice notice; /* one a letter */
	bool opened;
	uint64_t restricted; /* records */
	struct act *act;
};

static bool restrict_one(void *context, const char record[RECORD_ID_SIZE + 1], struct bytes bsn,
                         struct error *e)
{
	struct voids *v = context;
	const struct desk *d = v->act->desk;
	bool new;
	if (!voided_restrict(d->store, record, v->notice.package, d->now, &new, e))
		return false;
	v->restricted += new;
	return !new || act_client_bsn(v->act, bsn, record, NULL, NULL, e);
}

static bool take_void(struct opening *o, struct bytes line, struct error *e)
{
	struct voids *v = o->own;
	const struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	v->act = o->act;
	if (o->read++)
		return error_set(e, ERR_PACKAGE, "voids", "%s", N_("a letter voids one package"));
	if (!void_notice_parse(line, "voids", &v->notice, e))
		return false;
	if (v->notice.sequence >= m->sequence)
		return error_set(e, ERR_PACKAGE, "voids", "%s", N_("it voids what wasn't sent before it"));
	return voided_was_opened(s, m->sender, &v->notice, &v->opened, e) &&
	       requests_reopen(s, true, v->notice.package, e) &&
	       (!v->opened || voided_records(s, m->sender, v->notice.package, restrict_one, v, e));
}

/* Whatever day it is: what was a mistake stays one when its agreement ended. */
static bool take(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "voids", e);
}

static bool keep(struct opening *o, struct error *e)
{
	const struct voids *v = o->own;
	const struct desk *d = o->act->desk;
	return voided_add(d->store, o->letter.manifest.sender, &v->notice, d->now, o->act->index, e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct voids *v = o->own;
	hex_encode(bytes_of(v->notice.package, PACKAGE_ID_SIZE), ret->voided.id);
	ret->voided.sequence = v->notice.sequence;
	ret->voided.reason = v->notice.reason;
	ret->voided.opened = v->opened;
	ret->voided.restricted = v->restricted;
}

const struct opener open_void = { .name = "voiding",
	                          .size = sizeof(struct voids),
	                          .members = { { "voids/", take_void } },
	                          .take = take,
	                          .logged = keep,
	                          .fill = fill };
