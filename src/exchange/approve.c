/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/approve.h"

#include "exchange/outgoing.h"
#include "exchange/package_contents.h"
#include "exchange/witnessing.h"
#include "store/exchanges.h"
#include "store/package_consents.h"
#include "store/pending.h"
#include "store/renewal.h"

#include <string.h>

struct approving {
	const char *id, *reason; /* asked: the package; why not */
	bool looking;            /* and nothing more: `each` is called */
	bool (*each)(void *context, const struct screened *s, struct error *e);
	void *context;
	struct act *act;
	struct outgoing outgoing;
	struct package_contents contents;
	struct pack_result result;
};

static void approving_clear(struct approving *p)
{
	outgoing_clear(&p->outgoing);
	package_contents_clear(&p->contents);
	pack_result_clear(&p->result);
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
	const struct manifest *m = &p->outgoing.manifest;
	struct entry *entry = &p->act->entry;
	p->result.sequence = m->sequence;
	p->result.use_by = m->use_by;
	entry->package = p->result.id;
	entry->terms = m->terms;
	entry->records = m->records;
	entry->withheld = m->withheld;
	outgoing_describe(&p->outgoing, entry);
}

static bool take_up(struct approving *p, const char *id, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	if (!find_held(p->act->desk, id, &note, e) ||
	    !outgoing_take_up(&p->outgoing, p->act, buffer_bytes(&note), e))
		return false;
	hex_encode(bytes_of(p->outgoing.manifest.id, PACKAGE_ID_SIZE), p->result.id);
	return true;
}

/* --- may it still leave? --- */

static bool check_persons(const struct approving *p, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	const struct roster *roster = desk_roster(p->act->desk);
	const struct roster_mandate *mandate;
	if (strcmp(m->signer, p->act->desk->key.name) == 0)
		return error_set(e, ERR_OWN_APPROVAL, m->signer, "%s", "");
	return roster_key_valid(roster, m->signer, m->created, e) &&
	       roster_mandate_for(roster, m->signer, m->sender, POWER_PACK, 0, m->created, &mandate, e);
}

static bool check_date(const struct approving *p, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	char day[DAY_SIZE + 1];
	/* An approval stands behind what it approves, in every clock that will look at it. */
	if (p->act->desk->now < m->created) {
		day_format(m->created, day);
		return error_set(e, ERR_PACKAGE_FUTURE, p->result.id, "made on %s", day);
	}
	if (p->act->desk->now <= m->use_by)
		return true;
	day_format(m->use_by, day);
	return error_set(e, ERR_PACKAGE_EXPIRED, p->result.id, "to be opened by %s", day);
}

/* The same text of the agreement as the packer's, still in force. */
static bool find_terms(struct approving *p, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	struct package_contents *g = &p->contents;
	if (!screening_terms(p->act->desk, m->receiver, m->terms.agreement, m->terms.purpose, &g->agreement,
	                     &g->purpose, e))
		return false;
	if (!sha256_equal(&g->agreement->hash, &m->terms.hash))
		return error_set(e, ERR_PENDING_CHANGED, m->terms.agreement, "version %llu is in force now",
		                 (unsigned long long)g->agreement->version);
	return renewal_check_owed(p->act->desk->store, e) &&
	       witnessing_check_age(p->act->desk, g->agreement, e);
}

/* Decided as of the moment of packing, under laws for which both have a mandate. */
static bool gather_again(struct approving *p, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	const struct selection which = { .kind = SELECT_PENDING, .package = m->id };
	struct package_contents *g = &p->contents;
	struct act *a = p->act;
	a->when = m->created;
	a->laws &= roster_laws_for(desk_roster(a->desk), m->signer, m->sender, POWER_PACK, m->created);
	*g = (struct package_contents){ .act = a,
		                        .sums = &p->result.sums,
		                        .package = m->id,
		                        .approving = true,
		                        .looking = p->looking,
		                        .each = p->each,
		                        .context = p->context,
		                        .agreement = g->agreement,
		                        .purpose = g->purpose };
	if (!package_contents_start(g, e) || !package_contents_selection(g, &which, e))
		return false;
	if (g->sums->leaving != m->records)
		return error_set(e, ERR_PENDING_CHANGED, p->result.id,
		                 "records: %llu; of these still there: %llu", (unsigned long long)m->records,
		                 (unsigned long long)g->sums->leaving);
	return package_contents_end(g, e);
}

/* What the colleague signed, if it may still leave. */
static bool make_again(struct approving *p, struct error *e)
{
	return take_up(p, p->id, e) && check_persons(p, e) && check_date(p, e) && find_terms(p, e) &&
	       gather_again(p, e);
}

static bool approve_body(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	struct member_spool *const spools[] = { &p->contents.consents, &p->contents.records };
	p->act = a;
	if (!make_again(p, e) || !outgoing_approve(&p->outgoing, a, spools, ELEMENTS(spools), e))
		return false;
	describe(p);
	a->entry.second = true;
	a->entry.retention = screening_retention(p->contents.purpose, p->contents.retention);
	return true;
}

/* Its entry is a preview's: what would leave, to whom and on which terms. */
static bool look_body(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	const struct manifest *m = &p->outgoing.manifest;
	p->act = a;
	p->looking = true;
	if (!make_again(p, e))
		return false;
	a->entry.terms = m->terms;
	a->entry.peer = m->receiver;
	a->entry.records = m->records;
	a->entry.withheld = m->withheld;
	a->entry.retention = screening_retention(p->contents.purpose, p->contents.retention);
	p->result.terms = p->contents.agreement;
	p->result.purpose = p->contents.purpose;
	return true;
}

static bool approve_logged(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	struct member_spool *const spools[] = { &p->contents.consents, &p->contents.records };
	return pending_forget(a->desk->store, p->outgoing.manifest.id, e) &&
	       outgoing_write(&p->outgoing, a, spools, ELEMENTS(spools), e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct approving *p = context;
	struct error later;
	p->result.path = string_copy(p->outgoing.path);
	p->result.named = outgoing_publish(&p->outgoing, a->desk, &later);
	p->result.terms = p->contents.agreement;
	p->result.purpose = p->contents.purpose;
	return true;
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct approving *p = context;
	outgoing_failed(&p->outgoing, why);
}

/* Of the package only what was signed is told of. */
static bool refused(_unused_ struct act *a, void *context, struct act_refusal *ret,
                    _unused_ struct error *why)
{
	struct approving *p = context;
	if (p->outgoing.manifest.receiver)
		*ret = (struct act_refusal){ .package = p->result.id, .peer = p->outgoing.manifest.receiver };
	return true;
}

static bool decline_body(struct act *a, void *context, struct error *e)
{
	struct approving *p = context;
	struct store *s = a->desk->store;
	const struct manifest *m = &p->outgoing.manifest;
	p->act = a;
	a->private.values[PRIVATE_REASON] = p->reason;
	if (!take_up(p, p->id, e))
		return false;
	describe(p);
	return exchanges_set_state(s, m->id, SENT_DECLINED, e) && pending_forget(s, m->id, e) &&
	       package_consents_forget(s, m->id, e);
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
	*ret = p->result;
	p->result = (struct pack_result){ 0 };
	return true;
}

bool approve(struct desk *d, const char *id, struct pack_result *ret, struct error *e)
{
	_cleanup_(approving_clear) struct approving p = { .id = id, .outgoing.file.fd = -1 };
	return settle(d, &approving, &p, ret, e);
}

bool approve_look(struct desk *d, const char *id,
                  bool (*each)(void *context, const struct screened *s, struct error *e), void *context,
                  struct pack_result *ret, struct error *e)
{
	_cleanup_(approving_clear) struct approving p = {
		.id = id, .each = each, .context = context, .outgoing.file.fd = -1
	};
	return settle(d, &looking, &p, ret, e);
}

bool approve_decline(struct desk *d, const char *id, const char *reason, struct pack_result *ret,
                     struct error *e)
{
	_cleanup_(
		approving_clear) struct approving p = { .id = id, .reason = reason, .outgoing.file.fd = -1 };
	return settle(d, &declining, &p, ret, e);
}
