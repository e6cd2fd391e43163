/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/declarations.h"
#include "exchange/opening.h"
#include "store/decisions.h"
#include "store/exchanges.h"
#include "store/right_requests.h"

#include <string.h>

/* What the receiver decided on records that rested on declarations which clients withdrew. */
struct told {
	uint64_t decided[OUTCOME_COUNT];
};

/* A package of cases that was voided here, and had gone to that unit on these terms. */
static bool check_voided(void *context, const struct exchange_row *row, struct error *e)
{
	const struct manifest *m = context;
	return (row->state == SENT_VOIDED && strcmp(row->peer, m->sender) == 0 && row->agreement &&
	        row->purpose && strcmp(row->agreement, m->terms.agreement) == 0 &&
	        strcmp(row->purpose, m->terms.purpose) == 0) ||
	       error_set(e, ERR_PACKAGE, "decisions", "%s", N_("about a package that wasn't voided here"));
}

static bool take_on_voided(struct opening *o, const struct withdrawal_decision *d, struct error *e)
{
	struct told *told = o->own;
	struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	uint8_t id[PACKAGE_ID_SIZE];
	if (!hex_decode(bytes_of_string(d->consent), id, sizeof id) || d->decided > m->created)
		return error_set(e, ERR_PACKAGE, "decisions", "%s is for something else", d->consent);
	if (!exchanges_find(s, id, true, check_voided, m, e))
		return e->code != ERR_NOT_FOUND
		               ? false
		               : error_set(e, ERR_PACKAGE, "decisions", "%s isn't known here", d->consent);
	o->read++;
	told->decided[d->outcome]++;
	return decisions_add(s, d, m->sender, o->letter.id, e);
}

/* No declaration was withdrawn: then it answers word of an erasure, and names nobody here any more. */
static bool take_of_erasure(struct opening *o, const struct withdrawal_decision *d, struct error *e)
{
	struct told *told = o->own;
	const struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	const struct told_unit t = { d->consent, m->sender, m->terms.agreement, m->terms.purpose, 0 };
	bool there;
	if (!told_unit_has(s, &t, &there, e))
		return false;
	if (!there || d->decided > m->created)
		return error_set(e, ERR_PACKAGE, "decisions", "%s isn't known here", d->consent);
	o->read++;
	told->decided[d->outcome]++;
	return decisions_add(s, d, m->sender, o->letter.id, e) &&
	       act_client_bsn(o->act, bytes_of(NULL, 0), NULL, d->consent, NULL, e);
}

/* The declaration names the client: it was recorded here, or came here, for that unit. */
static bool take_decision(struct opening *o, struct bytes line, struct error *e)
{
	struct told *told = o->own;
	const struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	struct withdrawal_decision d;
	_cleanup_(consent_clear) struct consent c = { 0 };
	if (!withdrawal_decision_parse(line, "decisions", &d, e))
		return false;
	if (d.voided)
		return take_on_voided(o, &d, e);
	if (!consents_find(s, d.consent, &c, e))
		return e->code == ERR_NOT_FOUND && take_of_erasure(o, &d, e);
	if (strcmp(c.to, m->sender) != 0 || strcmp(c.agreement, m->terms.agreement) != 0 ||
	    strcmp(c.purpose, m->terms.purpose) != 0 || d.decided > m->created)
		return error_set(e, ERR_PACKAGE, "decisions", "%s is for something else", d.consent);
	o->read++;
	told->decided[d.outcome]++;
	return decisions_add(s, &d, m->sender, o->letter.id, e) &&
	       declarations_log_client(o->act, c.tie, c.id, e);
}

/* Whatever day it is, as the retraction that it follows. */
static bool take(struct opening *o, struct error *e)
{
	return opening_find_agreement(o, e) && opening_read_members(o, e) &&
	       opening_check_count(o, "decisions", e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct told *told = o->own;
	memcpy(ret->decided, told->decided, sizeof ret->decided);
}

const struct opener open_decision = { .name = "decision",
	                              .size = sizeof(struct told),
	                              .members = { { "decisions/", take_decision } },
	                              .take = take,
	                              .fill = fill };
