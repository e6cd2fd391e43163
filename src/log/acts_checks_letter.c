/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Does the letter that an entry tells of exist, and is it the one? */
#include "log/acts_checks.h"

#include "log/proven.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct acts_peer {
	char name[128 + 1];
	uint64_t last;          /* number sent */
	struct proven received; /* by number */
	struct arrivals arrivals;
};

/* The letters that this unit sent to `unit`, and got from it. */
static struct acts_peer *peer_of(struct acts *a, const char *unit, struct error *e)
{
	for (size_t i = 0; i < a->peer_count; i++)
		if (strcmp(a->peers[i].name, unit) == 0)
			return &a->peers[i];
	struct acts_peer *more = reallocarray(a->peers, a->peer_count + 1, sizeof *more);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	a->peers = more;
	struct acts_peer *p = &a->peers[a->peer_count++];
	memset(p, 0, sizeof *p);
	snprintf(p->name, sizeof p->name, "%s", unit);
	p->last = a->skipped;
	return p;
}

void acts_skip_numbers(struct acts *a, uint64_t skipped)
{
	for (size_t i = 0; i < a->peer_count; i++)
		a->peers[i].last += skipped;
	a->skipped += skipped;
}

static bool check_sequence(struct acts *a, const struct entry *entry, const char *receiver, uint64_t sequence,
                           struct error *e)
{
	struct acts_peer *peer = peer_of(a, receiver, e);
	if (!peer)
		return false;
	uint64_t expected = peer->last + 1;
	peer->last = sequence;
	return sequence == expected ||
	       finding_add(a->result, ERR_LOG_SEQUENCE, entry->index, receiver, e,
	                   "letter %" PRIu64 " where %" PRIu64 " was due", sequence, expected);
}

/* The manifest with that hash, which this entry names; NULL with a finding when it isn't here or was named
 * before. */
static bool name_manifest(struct acts *a, const struct entry *entry, const struct sha256 *hash,
                          struct signed_texts_manifest **ret, struct error *e)
{
	char hex[SHA256_HEX_SIZE + 1] = "";
	*ret = hash ? signed_texts_manifest(a->signed_texts, hash) : NULL;
	if (hash)
		sha256_hex(hash, hex);
	if (!*ret)
		return finding_add(a->result, ERR_LOG_MISSING, entry->index, "manifests", e,
		                   "no manifest with the hash that the entry names: %s", hex);
	if ((*ret)->named) {
		*ret = NULL;
		return finding_add(a->result, ERR_DUPLICATE, entry->index, "manifests", e,
		                   "two acts name the manifest %s", hex);
	}
	(*ret)->named = true;
	return true;
}

static bool answers_fit(const struct entry *entry, const struct manifest *m)
{
	char id[2 * PACKAGE_ID_SIZE + 1] = "";
	if (m->answers)
		hex_encode(bytes_of(m->answer_id, sizeof m->answer_id), id);
	return strcmp(entry->answers ? entry->answers : "", id) == 0;
}

const char *acts_manifest_fault(const char *origin, const struct entry *entry, const struct manifest *m)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	bool sent = act_kind_is(act_kind_of(entry->action), ACT_SENDS);
	hex_encode(bytes_of(m->id, sizeof m->id), id);
	if (!same(sent ? m->sender : m->receiver, origin) ||
	    !same(sent ? m->receiver : m->sender, entry->peer))
		return N_("other units");
	if (!same(entry->package, id) || entry->sequence != m->sequence ||
	    !same(entry->package_kind, package_kind_name(m->kind)))
		return N_("another package");
	if (m->terms.agreement ? !same(m->terms.agreement, entry->terms.agreement) ||
	                                 m->terms.version != entry->terms.version ||
	                                 !sha256_equal(&m->terms.hash, &entry->terms.hash)
	                       : entry->terms.agreement != NULL)
		return N_("another agreement");
	if ((m->terms.purpose || entry->terms.purpose) && !same(m->terms.purpose, entry->terms.purpose))
		return N_("another purpose");
	if ((m->terms.overrides || entry->terms.overrides) &&
	    !same(m->terms.overrides, entry->terms.overrides))
		return N_("other overrides");
	if (!answers_fit(entry, m))
		return N_("another letter that it answers");
	if (is(entry, ACT_PACK) ? entry->roster_version != m->roster_version
	                        : is(entry, ACT_APPROVE) && entry->roster_version < m->roster_version)
		return N_("another version of the roster");
	if (sent && (m->records != entry->records || m->withheld != entry->withheld))
		return N_("other counts");
	if (sent && (entry->start < m->created || entry->start > m->use_by))
		return N_("other days");
	return NULL;
}

/* --- when it was made --- */

/* Might who signed it then? When it was sound on the day that it names, and that is the day, it is. */
static bool check_made(struct acts *a, const struct entry *entry, struct signed_texts_manifest *s,
                       struct error *e)
{
	const struct roster *of_day;
	struct error why;
	return !s->sound ||
	       proven_mandated(&a->signed_texts->chain, entry->roster_version, &s->manifest, s->made,
	                       s->arrived, &of_day, &why) ||
	       finding_of_error(a->result, &why, entry->index, entry->package, e);
}

/* A letter of this unit's own: behind all that its log has proven. */
static bool check_own_made(struct acts *a, const struct entry *entry, struct signed_texts_manifest *s,
                           struct error *e)
{
	s->made = proven_latest(s->manifest.created, a->proven);
	s->seen_at = entry->index;
	return check_made(a, entry, s, e);
}

/* A letter that came, as `open` judged it: by what had come of that unit before. */
static bool check_came_made(struct acts *a, const struct entry *entry, struct signed_texts_manifest *s,
                            struct error *e)
{
	const struct manifest *m = &s->manifest;
	const struct signed_texts_manifest *answered =
		m->answers ? signed_texts_manifest_by_id(a->signed_texts, m->answer_id) : NULL;
	struct acts_peer *peer = peer_of(a, m->sender, e);
	struct error why;
	if (!peer)
		return false;
	s->made = proven_made(m, proven_before(&peer->received, m->sequence),
	                      roster_chain_version(&a->signed_texts->chain, m->roster_version),
	                      answered ? answered->manifest.created : 0);
	const struct arrival *behind = s->second ? NULL : arrivals_behind(&peer->arrivals, m->sequence);
	s->arrived = behind ? behind->when : 0;
	s->seen_at = behind ? behind->index : entry->index;
	if (!proven_add(&peer->received, m->sequence, proven_told(s->made, entry->start), e) ||
	    !arrivals_add(&peer->arrivals, (struct arrival){ m->sequence, entry->index, entry->start }, e) ||
	    (!manifest_check_dates(m, entry->start, &why) &&
	     !finding_of_error(a->result, &why, entry->index, entry->package, e)))
		return false;
	return check_made(a, entry, s, e);
}

/* A letter that this unit sent must be signed by whoever did the act. */
static bool check_signer(struct acts *a, const struct entry *entry, const struct manifest *m, struct error *e)
{
	const char *person = acts_person(a, entry);
	return !person || same(person, m->signer) ||
	       acts_mandate_finding(a, entry, e,
	                            N_("the manifest is signed by another person than the one who did it"));
}

static bool needs_two(const struct acts *a, const struct manifest *m)
{
	const struct signed_texts_agreement *s =
		m->terms.agreement
			? signed_texts_agreement(a->signed_texts, m->terms.agreement, m->terms.version)
			: NULL;
	return s && s->agreement->approval_by_two && package_kind_is(m->kind, LETTER_DECIDED);
}

static bool check_answer(struct acts *a, const struct entry *entry, const struct manifest *receipt,
                         struct error *e)
{
	struct signed_texts_manifest *answered =
		receipt->answers ? signed_texts_manifest(a->signed_texts, &receipt->answer_hash) : NULL;
	if (answered && memcmp(answered->manifest.id, receipt->answer_id, PACKAGE_ID_SIZE) != 0)
		answered = NULL;
	if (answered)
		answered->answered = true;
	if (answered && needs_two(a, &answered->manifest) && !answered->approved)
		return finding_add(a->result, ERR_UNSIGNED, entry->index, entry->package, e, "%s",
		                   N_("a receipt for a letter that no second person approved"));
	if (answered && sha256_equal(&answered->manifest.hash, &receipt->answer_hash) &&
	    receipt->answer_sequence == answered->manifest.sequence)
		return true;
	return finding_add(a->result, ERR_RECEIPT, entry->index, receipt->sender, e, "%s",
	                   N_("a receipt for a letter that isn't in this log"));
}

/* Cases that answer a request: it is in this log, went or came before, and on the same purpose. */
static bool check_asked(struct acts *a, const struct entry *entry, const struct manifest *m, struct error *e)
{
	const struct signed_texts_manifest *asked =
		m->answers ? signed_texts_manifest(a->signed_texts, &m->answer_hash) : NULL;
	if (!m->answers)
		return true;
	if (asked && asked->named && asked->manifest.kind == PACKAGE_REQUEST &&
	    memcmp(asked->manifest.id, m->answer_id, PACKAGE_ID_SIZE) == 0 &&
	    asked->manifest.sequence == m->answer_sequence && same(asked->manifest.sender, m->receiver) &&
	    same(asked->manifest.receiver, m->sender) &&
	    same(asked->manifest.terms.agreement, m->terms.agreement) &&
	    same(asked->manifest.terms.purpose, m->terms.purpose))
		return true;
	return finding_add(a->result, ERR_REQUEST, entry->index, entry->package, e, "%s",
	                   N_("answers a request that isn't in this log, or otherwise than it was asked"));
}

/* The receipt that opening gave. */
static bool check_receipt(struct acts *a, const struct entry *entry, const struct manifest *opened,
                          struct error *e)
{
	struct signed_texts_manifest *receipt;
	if (!name_manifest(a, entry, entry->receipt, &receipt, e))
		return false;
	if (!receipt)
		return true;
	const struct manifest *m = &receipt->manifest;
	if ((m->kind != package_kind_answer(opened->kind) || !same(m->sender, a->origin) ||
	     !same(m->receiver, entry->peer) || !m->answers ||
	     memcmp(m->answer_id, opened->id, PACKAGE_ID_SIZE) != 0 ||
	     !sha256_equal(&m->answer_hash, &opened->hash) || entry->start < m->created) &&
	    !finding_add(a->result, ERR_RECEIPT, entry->index, entry->peer, e, "%s",
	                 N_("the receipt is for another letter")))
		return false;
	return check_own_made(a, entry, receipt, e) && check_signer(a, entry, m, e) &&
	       check_sequence(a, entry, m->receiver, m->sequence, e);
}

/* What is wrong with an approval; NULL when nothing is. */
static const char *approval_fault(const struct acts *a, const struct entry *entry,
                                  const struct signed_texts_manifest *packed)
{
	const char *person = acts_person(a, entry);
	if (!packed->named)
		return N_("approved before it was packed");
	if (packed->approved)
		return N_("approved twice");
	if (!packed->second || same(packed->second, packed->manifest.signer))
		return N_("approved without the signature of a second person");
	if (person && !same(person, packed->second))
		return N_("approved by another person than the one who signed");
	return entry->second ? NULL : N_("doesn't say that a second person was present");
}

/* The second act on a letter that was packed: its manifest was named then, and carries this person's
 * signature. */
static bool check_approval(struct acts *a, const struct entry *entry, const struct manifest **ret,
                           struct error *e)
{
	struct signed_texts_manifest *packed =
		entry->manifest ? signed_texts_manifest(a->signed_texts, entry->manifest) : NULL;
	if (!packed)
		return finding_add(a->result, ERR_LOG_MISSING, entry->index, "manifests", e, "%s",
		                   N_("no manifest with the hash that the entry names"));
	*ret = &packed->manifest;
	const char *what = approval_fault(a, entry, packed);
	packed->approved = true;
	if (what && !finding_add(a->result, ERR_UNSIGNED, entry->index, entry->package, e, "%s", what))
		return false;
	what = acts_manifest_fault(a->origin, entry, &packed->manifest);
	return !what || finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->package, e,
	                            "the manifest says %s", what);
}

static bool check_exchange(struct acts *a, const struct entry *entry, const struct manifest **ret,
                           struct error *e)
{
	struct signed_texts_manifest *found;
	*ret = NULL;
	if (!name_manifest(a, entry, entry->manifest, &found, e))
		return false;
	if (!found)
		return !is(entry, ACT_PACK) || !entry->peer ||
		       check_sequence(a, entry, entry->peer, entry->sequence, e);
	const struct manifest *m = *ret = &found->manifest;
	const char *what = acts_manifest_fault(a->origin, entry, m);
	if (what && !finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->package, e,
	                         "the manifest says %s", what))
		return false;
	if (!package_kind_is(m->kind, LETTER_ANSWERS) && !check_asked(a, entry, m, e))
		return false;
	if (is(entry, ACT_PACK))
		return check_own_made(a, entry, found, e) && check_signer(a, entry, m, e) &&
		       check_sequence(a, entry, m->receiver, m->sequence, e);
	if (is(entry, ACT_OPEN) && !check_came_made(a, entry, found, e))
		return false;
	if (package_kind_is(m->kind, LETTER_ANSWERS))
		return check_answer(a, entry, m, e);
	if (needs_two(a, m) && (!found->second || same(found->second, m->signer)) &&
	    !finding_add(a->result, ERR_UNSIGNED, entry->index, entry->package, e, "%s",
	                 N_("opened without the signature of a second person")))
		return false;
	return !entry->receipt || check_receipt(a, entry, m, e);
}

bool acts_check_letter(struct acts *a, const struct entry *entry, const struct manifest **ret,
                       struct error *e)
{
	return is(entry, ACT_APPROVE) ? check_approval(a, entry, ret, e) : check_exchange(a, entry, ret, e);
}

bool acts_awaits_receipt(const struct acts *a, const struct signed_texts_manifest *m)
{
	return m->named && !m->answered && !package_kind_is(m->manifest.kind, LETTER_ANSWERS) &&
	       same(m->manifest.sender, a->origin) && (!needs_two(a, &m->manifest) || m->approved);
}

void acts_clear_peers(struct acts *a)
{
	for (size_t i = 0; i < a->peer_count; i++) {
		proven_clear(&a->peers[i].received);
		arrivals_clear(&a->peers[i].arrivals);
	}
	free(a->peers);
	a->peers = NULL;
	a->peer_count = 0;
}
