/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"
#include "exchange/past_letter.h"
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

static bool restrict_one(struct voids *v, const struct past_client *client, struct error *e)
{
	const struct desk *d = v->act->desk;
	bool stands = false, new;
	if (!client->record || !voided_stands(d->store, client->record, v->notice.package, &stands, e))
		return !client->record;
	if (!stands)
		return true;
	if (!voided_restrict(d->store, client->record, v->notice.package, d->now, &new, e))
		return false;
	v->restricted += new;
	return !new || act_client_bsn(v->act, bytes_of_string(client->bsn), client->record, NULL, NULL, e);
}

/* Whose records came, the log knows: behind the act that opened it there is an entry for each client. */
static bool restrict_all(void *context, const struct exchange_row *row, struct error *e)
{
	struct voids *v = context;
	struct store *s = v->act->desk->store;
	for (uint64_t i = row->log_index + 1; i < log_size(store_log(s)); i++) {
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		_cleanup_(past_client_clear) struct past_client client = { 0 };
		struct entry entry;
		if (!log_entry_read(store_log(s), i, &entry, &text, e))
			return false;
		if (!entry.child || entry.parent != row->log_index)
			break;
		if (!past_client_read(s, i, &client, e) || !restrict_one(v, &client, e))
			return false;
	}
	return true;
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
	       requests_void(s, false, v->notice.package, e) &&
	       (!v->opened || exchanges_find(s, v->notice.package, false, restrict_all, v, e));
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
