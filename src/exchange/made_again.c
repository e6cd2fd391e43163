/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/made_again.h"

#include "exchange/witnessing.h"
#include "store/renewal.h"

void made_again_clear(struct made_again *m)
{
	outgoing_clear(&m->outgoing);
	package_contents_clear(&m->contents);
	pack_result_clear(&m->result);
}

bool made_again_start(struct made_again *m, struct bytes manifest_note, struct error *e)
{
	if (!outgoing_take_up(&m->outgoing, m->act, manifest_note, e))
		return false;
	hex_encode(bytes_of(m->outgoing.manifest.id, PACKAGE_ID_SIZE), m->result.id);
	return true;
}

static bool check_date(const struct made_again *p, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	char day[DAY_SIZE + 1];
	/* Whoever goes on with it stands behind what he goes on with, in every clock that will look at it. */
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
static bool find_terms(struct made_again *p, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	struct package_contents *g = &p->contents;
	const bool back = package_kind_is(m->kind, LETTER_BACK);
	if (!(back ? screening_terms_back : screening_terms)(p->act->desk, m->receiver, m->terms.agreement,
	                                                     m->terms.purpose, &g->agreement, &g->purpose, e))
		return false;
	if (!sha256_equal(&g->agreement->hash, &m->terms.hash))
		return error_set(e, ERR_PENDING_CHANGED, m->terms.agreement, "version %llu is in force now",
		                 (unsigned long long)g->agreement->version);
	return renewal_check_owed(p->act->desk->store, e) &&
	       witnessing_check_age(p->act->desk, g->agreement, e);
}

bool made_again_check(struct made_again *m, struct error *e)
{
	return check_date(m, e) && find_terms(m, e);
}

bool made_again_gather(struct made_again *p, const struct selection *which, struct error *e)
{
	const struct manifest *m = &p->outgoing.manifest;
	struct package_contents *g = &p->contents;
	struct act *a = p->act;
	a->when = m->created;
	a->laws &= p->laws;
	*g = (struct package_contents){ .act = a,
		                        .sums = &p->result.sums,
		                        .package = m->id,
		                        .approving = true,
		                        .left = p->left,
		                        .looking = p->looking,
		                        .each = p->each,
		                        .context = p->context,
		                        .agreement = g->agreement,
		                        .purpose = g->purpose };
	if (!package_contents_start(g, e) || !package_contents_selection(g, which, e))
		return false;
	if (g->sums->leaving != m->records)
		return error_set(e, ERR_PENDING_CHANGED, p->result.id,
		                 "records: %llu; of these still there: %llu", (unsigned long long)m->records,
		                 (unsigned long long)g->sums->leaving);
	return package_contents_end(g, e);
}
