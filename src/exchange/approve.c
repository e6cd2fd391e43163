/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/approve.h"

#include "exchange/made_again.h"
#include "store/exchanges.h"
#include "store/package_consents.h"
#include "store/pending.h"
#include "store/requests.h"

#include <string.h>

struct approving {
	const char *id, *reason; /* asked: the package; why not */
	struct made_again made;
};

static void approving_clear(struct approving *p)
{
	made_again_clear(&p->made);
}

/* --- the package that waits --- */

struct held {
	enum sent_state state;
	struct buffer note;
};

static bool copy_held(void *context, const struct exchange_row *row, struct error *e)
{
	struct held *h = context;
	h->state = row->state;
	buffer_append(&h->note, row->manifest_note);
	return buffer_ok(&h->note, e);
}

static bool find_held(struct desk *d, const char *id, struct buffer *ret_note, struct error *e)
{
	uint8_t raw[PACKAGE_ID_SIZE];
	struct held h = { 0 };
	if (!hex_decode(bytes_of_string(id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, id, "%s", "");
	bool ok = exchanges_find(d->store, raw, true, copy_held, &h, e);
	if (ok && h.state != SENT_PENDING)
		ok = error_set(e, ERR_NOT_PENDING, id, "%s", "");
	*ret_note = h.note;
	return ok;
}

/* What the entries of both ends say of the package. */
static void describe(struct approving *p)
{
	const struct manifest *m = &p->made.outgoing.manifest;
	struct entry *entry = &p->made.act->entry;
	p->made.result.sequence = m->sequence;
	p->made.result.use_by = m->use_by;
	entry->package = p->made.result.id;
	entry->terms = m->terms;
	entry->records = m->records;
	entry->withheld = m->withheld;
	outgoing_describe(&p->made.outgoing, entry);
}

static bool take_up(struct approving *p, const char *id, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	return find_held(p->made.act->desk, id, &note, e) &&
	       made_again_start(&p->made, buffer_bytes(&note), e);
}

/* --- may it still leave? --- */

/* Under laws for which both have a mandate. */
static unsigned signer_laws(const struct approving *p)
{
	const struct manifest *m = &p->made.outgoing.manifest;
	return roster_laws_for(desk_roster(p->made.act->desk), m->signer, m->sender, POWER_PACK, m->created);
}

static bool check_persons(const struct approving *p, struct error *e)
{
	const struct manifest *m = &p->made.outgoing.manifest;
	const struct roster *roster = desk_roster(p->made.act->desk);
	const struct roster_mandate *mandate;
	if (strcmp(m->signer, p->made.act->desk->key.name) == 0)
		return error_set(e, ERR_OWN_APPROVAL, m->signer, "%s", "");
	return roster_key_valid(roster, m->signer, m->created, e) &&
	       roster_mandate_for(roster, m->signer, m->sender, POWER_PACK, 0, m->created, &mandate, e);
}

static bool is_there(_unused_ void *context, _unused_ const struct request_row *row, _unused_ struct error *e)
{
	return true;
}

/* An answer to what is asked still. */
static bool check_asked(const struct approving *p, struct error *e)
{
	const struct manifest *m = &p->made.outgoing.manifest;
	if (!m->answers || requests_find(p->made.act->desk->store, false, m->answer_id, is_there, NULL, e))
		return true;
	return e->code == ERR_NOT_FOUND &&
	       error_set(e, ERR_PENDING_CHANGED, m->receiver, "%s", N_("the request was taken back"));
}

/* What the colleague signed, if it may still leave. */
static bool make_again(struct approving *p, struct error *e)
{
	const struct selection which = { .kind = SELECT_PENDING, .package = p->made.outgoing.manifest.id };
	if (!take_up(p, p->id, e) || !check_persons(p, e) || !check_asked(p, e))
		return false;
	p->made.laws = signer_laws(p);
	return made_again_check(&p->made, e) && made_again_gather(&p->made, &which, e);
}

static bool approve_body(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	struct member_spool *const spools[] = PACKAGE_CONTENTS_SPOOLS(&p->made.contents);
	p->made.act = a;
	if (!make_again(p, e) || !outgoing_approve(&p->made.outgoing, a, spools, ELEMENTS(spools), e))
		return false;
	describe(p);
	a->entry.second = true;
	a->entry.retention = screening_retention(p->made.contents.purpose, p->made.contents.retention);
	return true;
}

/* Its entry is a preview's: what would leave, to whom and on which terms. */
static bool look_body(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	const struct manifest *m = &p->made.outgoing.manifest;
	p->made.act = a;
	p->made.looking = true;
	if (!make_again(p, e))
		return false;
	a->entry.terms = m->terms;
	a->entry.peer = m->receiver;
	a->entry.records = m->records;
	a->entry.withheld = m->withheld;
	a->entry.retention = screening_retention(p->made.contents.purpose, p->made.contents.retention);
	p->made.result.terms = p->made.contents.agreement;
	p->made.result.purpose = p->made.contents.purpose;
	return true;
}

static bool approve_logged(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	struct member_spool *const spools[] = PACKAGE_CONTENTS_SPOOLS(&p->made.contents);
	return pending_forget(a->desk->store, p->made.outgoing.manifest.id, e) &&
	       outgoing_write(&p->made.outgoing, a, spools, ELEMENTS(spools), e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct approving *p = context;
	struct error later;
	p->made.result.path = string_copy(p->made.outgoing.path);
	p->made.result.named = outgoing_publish(&p->made.outgoing, a->desk, &later);
	p->made.result.terms = p->made.contents.agreement;
	p->made.result.purpose = p->made.contents.purpose;
	return true;
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct approving *p = context;
	outgoing_failed(&p->made.outgoing, why);
}

/* Of the package only what was signed is told of. */
static bool refused(_unused_ struct act *a, void *context, struct act_refusal *ret,
                    _unused_ struct error *why)
{
	struct approving *p = context;
	if (p->made.outgoing.manifest.receiver)
		*ret = (struct act_refusal){ .package = p->made.result.id,
			                     .peer = p->made.outgoing.manifest.receiver };
	return true;
}

static bool decline_body(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	struct store *s = a->desk->store;
	const struct manifest *m = &p->made.outgoing.manifest;
	p->made.act = a;
	a->private.values[PRIVATE_REASON] = p->reason;
	if (!take_up(p, p->id, e))
		return false;
	describe(p);
	return exchanges_set_state(s, m->id, SENT_DECLINED, e) && pending_forget(s, m->id, e) &&
	       package_consents_forget(s, m->id, e) && requests_reopen(s, false, m->id, e);
}

static const struct act_frame approving = { .kind = ACT_APPROVE,
	                                    .body = approve_body,
	                                    .logged = approve_logged,
	                                    .done = publish,
	                                    .failed = failed,
	                                    .refused = refused },
			      looking = { .kind = ACT_PREVIEW,
	                                  .powers = POWER_APPROVE,
	                                  .asked = ACT_APPROVE,
	                                  .body = look_body,
	                                  .failed = failed,
	                                  .refused = refused },
			      declining = { .kind = ACT_DECLINE,
	                                    .body = decline_body,
	                                    .failed = failed,
	                                    .refused = refused };

static bool settle(struct desk *d, const struct act_frame *f, struct approving *p, struct pack_result *ret,
                   struct error *e)
{
	if (!act_run(d, f, p, e))
		return false;
	*ret = p->made.result;
	p->made.result = (struct pack_result){ 0 };
	return true;
}

bool approve(struct desk *d, const char *id, struct pack_result *ret, struct error *e)
{
	_cleanup_(approving_clear) struct approving p = { .id = id, .made = MADE_AGAIN };
	return settle(d, &approving, &p, ret, e);
}

bool approve_look(struct desk *d, const char *id,
                  bool (*each)(void *context, const struct screened *s, struct error *e), void *context,
                  struct pack_result *ret, struct error *e)
{
	_cleanup_(approving_clear) struct approving p = { .id = id, .made = MADE_AGAIN };
	p.made.each = each;
	p.made.context = context;
	return settle(d, &looking, &p, ret, e);
}

bool approve_decline(struct desk *d, const char *id, const char *reason, struct pack_result *ret,
                     struct error *e)
{
	_cleanup_(approving_clear) struct approving p = { .id = id, .reason = reason, .made = MADE_AGAIN };
	return settle(d, &declining, &p, ret, e);
}
