/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/onward.h"
#include "exchange/opening.h"
#include "exchange/retraction.h"

#include <string.h>

/* The declarations that clients withdrew at the unit that recorded them. */
struct ended {
	uint64_t restricted; /* records */
	struct onward onward;
};

static void ended_clear(void *own)
{
	struct ended *ended = own;
	onward_clear(&ended->onward);
}

static bool take_withdrawal(struct opening *o, struct bytes line, struct error *e)
{
	struct ended *ended = o->own;
	const struct manifest *m = &o->letter.manifest;
	_cleanup_(consent_clear) struct consent c = { 0 };
	if (!opening_read_consent(line, &c, e))
		return false;
	if (!c.withdrawn || c.withdrawn > m->created || strcmp(c.agreement, m->terms.agreement) != 0 ||
	    strcmp(c.purpose, m->terms.purpose) != 0 || strcmp(c.to, m->receiver) != 0)
		return error_set(e, ERR_PACKAGE, "consents",
		                 "%s isn't withdrawn yet, or is for something else", c.id);
	o->read++;
	return opening_add_consent(o, &c, e) &&
	       retraction_apply(o->act, &c, m->sender, &ended->restricted, &ended->onward, e);
}

/* Whatever day it is: an agreement that ended doesn't keep what a client takes back. */
static bool take(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "consents", e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct ended *ended = o->own;
	ret->retraction.ended = o->read;
	ret->retraction.restricted = ended->restricted;
}

/* Hearing that a client withdrew is enough to pass it on to whoever got it from here. */
static bool send_on(struct opening *o, struct error *e)
{
	struct ended *ended = o->own;
	return onward_send(&ended->onward, o->act, e);
}

static void done(struct opening *o)
{
	struct ended *ended = o->own;
	struct open_result *r = o->result;
	struct error later;
	onward_publish(&ended->onward, o->act);
	(void)!onward_give(&ended->onward, &r->retraction.onward, &r->retraction.onward_count, &later);
}

static void failed(struct opening *o, const struct error *why)
{
	struct ended *ended = o->own;
	onward_failed(&ended->onward, why);
}

const struct opener open_retraction = { .name = "retraction",
	                                .size = sizeof(struct ended),
	                                .clear = ended_clear,
	                                .members = { { "consents/", take_withdrawal } },
	                                .take = take,
	                                .logged = send_on,
	                                .fill = fill,
	                                .done = done,
	                                .failed = failed };
