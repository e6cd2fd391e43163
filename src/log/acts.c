/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/acts.h"

#include "log/act_kinds.h"
#include "trust/withdrawal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct acts_peer {
	char name[128 + 1];
	uint64_t last; /* number sent */
};

void acts_clear(struct acts *a)
{
	free(a->peers);
	a->peers = NULL;
	a->peer_count = 0;
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static bool is(const struct entry *entry, enum act_kind kind)
{
	return same(entry->action, act_kind_name(kind));
}

/* --- form --- */

static bool entry_fault(struct acts *a, const struct entry *entry, struct error *e, const char *what)
{
	return finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->action, e, "%s", what);
}

static bool check_form(struct acts *a, const struct entry *entry, struct error *e)
{
	bool first = entry->index == 0;
	if (!same(entry->log, a->origin) && !entry_fault(a, entry, e, "of another log"))
		return false;
	if (!same(entry->unit, a->origin) && !entry_fault(a, entry, e, "of another unit"))
		return false;
	if (act_kind_of(entry->action) == ACT_UNKNOWN &&
	    !entry_fault(a, entry, e, "not an act that a log knows"))
		return false;
	if (first != is(entry, ACT_INIT) &&
	    !entry_fault(a, entry, e, "a log starts with `init`, and only there"))
		return false;
	if (first && (entry->roster_version != 1 || entry->terms.agreement) &&
	    !entry_fault(a, entry, e, "`init` names roster version 1 and no agreement"))
		return false;
	if (!first && entry->start < a->end && !entry->clock_back &&
	    !entry_fault(a, entry, e,
	                 "starts before the act before it ended, and doesn't say that the clock went back"))
		return false;
	a->end = entry->end > entry->start ? entry->end : entry->start;
	return true;
}

/* --- mandate --- */

static const struct roster_mandate *find_mandate(const struct roster *r, const char *id)
{
	for (size_t i = 0; i < r->mandate_count; i++)
		if (strcmp(r->mandates[i].id, id) == 0)
			return &r->mandates[i];
	return NULL;
}

static bool key_fits(const struct roster *r, const struct roster_mandate *m, const char *key)
{
	const struct roster_person *p = roster_person(r, m->person);
	char hex[2 * sizeof p->key.id + 1];
	if (!p)
		return false;
	hex_encode(bytes_of(p->key.id, sizeof p->key.id), hex);
	return same(key, hex);
}

/* What is wrong with the mandate that the entry names; NULL when nothing is. */
static const char *mandate_fault(const struct roster *r, const struct entry *entry, const char *origin,
                                 struct error *why)
{
	const struct roster_mandate *m = entry->mandate ? find_mandate(r, entry->mandate) : NULL;
	if (!entry->mandate)
		return "no mandate";
	if (!m)
		return "a mandate that this version of the roster doesn't have";
	if (strcmp(m->unit, origin) != 0)
		return "a mandate at another unit";
	if (!same(m->role, entry->role))
		return "another role than the mandate's";
	unsigned needs = act_kind_powers(act_kind_of(entry->action));
	enum package_kind kind = package_kind_of(entry->package_kind);
	if (is(entry, ACT_PACK) && !package_kind_is(kind, LETTER_ANSWERS))
		needs |= package_kind_powers(kind);
	if (!(m->powers & needs))
		return "a mandate that doesn't allow this";
	if (entry->start < m->from || (m->until && entry->start >= m->until + SECONDS_A_DAY))
		return "a mandate that wasn't valid that day";
	if (!key_fits(r, m, entry->key))
		return "a key that isn't that of the mandate's holder";
	if (!roster_key_valid(r, m->person, entry->start, why))
		return "a key that wasn't valid that day";
	return NULL;
}

static bool mandate_finding(struct acts *a, const struct entry *entry, struct error *e, const char *what)
{
	return finding_add(a->result, ERR_LOG_MANDATE, entry->index,
	                   entry->mandate ? entry->mandate : entry->action, e, "%s: %s",
	                   entry->action ? entry->action : "?", what);
}

static bool check_mandate(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	struct error why;
	if (!r)
		return mandate_finding(a, entry, e, "a roster version that isn't here");
	if (entry->roster_version < a->roster_version)
		return mandate_finding(a, entry, e, "an older roster version than an act before it");
	a->roster_version = entry->roster_version;
	/* Someone whose mandate ended may still be told no. */
	if (is(entry, ACT_REFUSE) && !entry->mandate && !entry->key && !entry->role)
		return true;
	const char *what = mandate_fault(r, entry, a->origin, &why);
	return !what || mandate_finding(a, entry, e, what);
}

/* The second person who disclosed, as the entry names them; only that act has one by name. */
static const char *second_person_fault(const struct acts *a, const struct entry *entry, enum error_code *code)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	const struct roster_mandate *first = r && entry->mandate ? find_mandate(r, entry->mandate) : NULL;
	const struct roster_mandate *m =
		r && entry->second_mandate ? find_mandate(r, entry->second_mandate) : NULL;
	struct entry theirs = *entry;
	struct error why;
	if (!is(entry, ACT_DISCLOSE) || !r) {
		*code = ERR_LOG_ENTRY;
		return entry->second_mandate || entry->second_key ||
		                       (entry->second && !is(entry, ACT_APPROVE))
		               ? "a second person, which this act doesn't have"
		               : NULL;
	}
	if (!entry->second) {
		*code = r->disclosure_by_two ? ERR_UNSIGNED : ERR_LOG_ENTRY;
		if (r->disclosure_by_two)
			return "one person, where the officers ask for two";
		return entry->second_mandate || entry->second_key ? "a second person, who wasn't there"
		                                                  : NULL;
	}
	*code = ERR_LOG_MANDATE;
	if (first && m && strcmp(first->person, m->person) == 0)
		return "one person as two";
	theirs.mandate = entry->second_mandate;
	theirs.key = entry->second_key;
	theirs.role = m ? m->role : NULL; /* not told */
	return mandate_fault(r, &theirs, a->origin, &why);
}

static bool check_second_person(struct acts *a, const struct entry *entry, struct error *e)
{
	enum error_code code = ERR_LOG_MANDATE;
	const char *what = second_person_fault(a, entry, &code);
	return !what || finding_add(a->result, code, entry->index,
	                            entry->second_mandate ? entry->second_mandate : entry->action, e,
	                            "%s: %s", entry->action ? entry->action : "?", what);
}

/* --- agreement --- */

/* The moment on which the agreement must hold: for a letter from elsewhere the day it was made, for a receipt
 * that of what it answers. */
static moment agreement_moment(const struct acts *a, const struct entry *entry, const struct manifest *m)
{
	if (!m || !is(entry, ACT_OPEN))
		return entry->start;
	const struct signed_texts_manifest *answered =
		m->answers ? signed_texts_manifest_by_id(a->signed_texts, m->answer_id) : NULL;
	return answered ? answered->manifest.created : m->created;
}

/* Word that a client withdrew, and its receipt, may go as long as there is somebody to tell; declining sends
 * nothing. */
static bool outlives_agreement(const struct acts *a, const struct entry *entry, const struct manifest *m)
{
	const struct signed_texts_manifest *answered =
		m && m->answers ? signed_texts_manifest_by_id(a->signed_texts, m->answer_id) : NULL;
	return is(entry, ACT_DECLINE) || (m && package_kind_is(m->kind, LETTER_OUTLIVES)) ||
	       (answered && package_kind_is(answered->manifest.kind, LETTER_OUTLIVES));
}

/* Against the direction that the purpose was agreed in, as answers do, but for those to letters that did. */
static bool goes_back(const struct acts *a, const struct manifest *m)
{
	const struct signed_texts_manifest *answered =
		m->answers ? signed_texts_manifest_by_id(a->signed_texts, m->answer_id) : NULL;
	if (!package_kind_is(m->kind, LETTER_ANSWERS))
		return package_kind_is(m->kind, LETTER_BACK);
	return !answered || !package_kind_is(answered->manifest.kind, LETTER_BACK);
}

static const char *purpose_fault(const struct acts *a, const struct agreement *agreement,
                                 const struct entry *entry, const struct manifest *m, enum error_code *code)
{
	if (!entry->terms.purpose)
		return m ? "no purpose" : NULL;
	const struct agreement_purpose *p = agreement_purpose(agreement, entry->terms.purpose);
	if (!p)
		return "a purpose that isn't in the agreement";
	if (!same(p->ground, entry->terms.ground)) {
		*code = ERR_LOG_GROUND;
		return "another ground than the agreement has for the purpose";
	}
	if (!m)
		return NULL;
	bool back = goes_back(a, m);
	if (!same(p->from, back ? m->receiver : m->sender) || !same(p->to, back ? m->sender : m->receiver))
		return "a direction that isn't agreed for the purpose";
	return NULL;
}

static const char *agreement_fault(const struct acts *a, const struct entry *entry, const struct manifest *m,
                                   enum error_code *code)
{
	struct error why;
	bool exchanges = act_kind_is(act_kind_of(entry->action), ACT_EXCHANGES);
	if (!entry->terms.agreement)
		return exchanges                ? "no agreement"
		       : entry->terms.overrides ? "an override without an agreement"
		                                : NULL;
	const struct signed_texts_agreement *s =
		signed_texts_agreement(a->signed_texts, entry->terms.agreement, entry->terms.version);
	if (!s)
		return "an agreement that isn't in the bundle";
	if (!sha256_equal(&entry->terms.hash, &s->agreement->hash))
		return "another text of the agreement";
	if (!s->vouched || s->vouched > entry->roster_version)
		return "an agreement that the officers hadn't signed";
	if (is(entry, ACT_AGREEMENT)) /* taken in, perhaps before its day */
		return NULL;
	if (!outlives_agreement(a, entry, m) &&
	    !agreement_valid_at(s->agreement, agreement_moment(a, entry, m), &why))
		return "an agreement that wasn't valid that day";
	return purpose_fault(a, s->agreement, entry, m, code);
}

static bool check_agreement(struct acts *a, const struct entry *entry, const struct manifest *m,
                            struct error *e)
{
	enum error_code code = ERR_LOG_AGREEMENT;
	const char *what = is(entry, ACT_REFUSE) ? NULL : agreement_fault(a, entry, m, &code);
	return !what || finding_add(a->result, code, entry->index,
	                            entry->terms.agreement ? entry->terms.agreement : entry->action, e,
	                            "%s: %s", entry->action ? entry->action : "?", what);
}

/* --- the law --- */

/* An entry may say nothing of overrides, but for cases that went or came. */
static bool overrides_fit(const struct agreement *agreement, const struct agreement_purpose *p,
                          const struct entry *entry, bool cases, bool *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer due = { 0 };
	if (!agreement_overrides(agreement, p, &due, e))
		return false;
	*ret = entry->terms.overrides ? bytes_equal_string(buffer_bytes(&due), entry->terms.overrides)
	                              : !cases || due.size == 0;
	return true;
}

/* Was it allowed by what the agreement pins, on the day for which it was decided? */
static bool check_law(struct acts *a, const struct entry *entry, const struct manifest *m, struct error *e)
{
	const struct signed_texts_agreement *s =
		entry->terms.agreement ? signed_texts_agreement(a->signed_texts, entry->terms.agreement,
	                                                        entry->terms.version)
				       : NULL;
	const struct agreement_purpose *p =
		s && entry->terms.purpose ? agreement_purpose(s->agreement, entry->terms.purpose) : NULL;
	bool cases = m && package_kind_is(m->kind, LETTER_DECIDED) && !is(entry, ACT_DECLINE), fit;
	if (s && !p && entry->terms.overrides)
		return finding_add(a->result, ERR_LOG_OVERRIDES_NAMED, entry->index, entry->terms.agreement,
		                   e, "%s: an override without a purpose", entry->action);
	if (!p || is(entry, ACT_REFUSE))
		return true; /* told already, or nothing went */
	if (!overrides_fit(s->agreement, p, entry, cases, &fit, e))
		return false;
	if (!fit && !finding_add(a->result, ERR_LOG_OVERRIDES_NAMED, entry->index, entry->terms.agreement, e,
	                         "%s: purpose %s", entry->action, p->code))
		return false;
	if (!cases)
		return true;
	struct law_fault f =
		law_judge(&a->signed_texts->law, s->agreement, p, s->terms[p - s->agreement->purposes],
	                  m->created, entry->roster_version);
	return !f.what ||
	       finding_add(a->result, f.code, entry->index, f.subject, e, "%s: %s", entry->action, f.what);
}

static bool check_statement(struct acts *a, const struct entry *entry, struct error *e)
{
	struct law_text *t =
		entry->statement_hash ? law_find(&a->signed_texts->law, entry->statement_hash) : NULL;
	if (!t)
		return finding_add(a->result, ERR_LOG_MISSING, entry->index, "law", e,
		                   "%s: the text that was taken in isn't here", entry->action);
	t->used = true;
	if (!same(entry->statement, t->type))
		return finding_add(a->result, ERR_LOG_ENTRY, entry->index, "law", e,
		                   "%s: another kind of text", entry->action);
	return (t->vouched && t->vouched <= entry->roster_version) ||
	       finding_add(a->result, ERR_QUORUM, entry->index, "law", e,
	                   "%s: a text that the officers hadn't signed", entry->action);
}

/* --- manifests --- */

/* The letters that this unit sent to `unit`. */
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
	return p;
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

/* What the entry says otherwise than the manifest; NULL when nothing. */
static const char *manifest_fault(const struct acts *a, const struct entry *entry, const struct manifest *m)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	bool sent = act_kind_is(act_kind_of(entry->action), ACT_SENDS);
	hex_encode(bytes_of(m->id, sizeof m->id), id);
	if (!same(sent ? m->sender : m->receiver, a->origin) ||
	    !same(sent ? m->receiver : m->sender, entry->peer))
		return "other units";
	if (!same(entry->package, id) || entry->sequence != m->sequence ||
	    !same(entry->package_kind, package_kind_name(m->kind)))
		return "another package";
	if (m->terms.agreement ? !same(m->terms.agreement, entry->terms.agreement) ||
	                                 m->terms.version != entry->terms.version ||
	                                 !sha256_equal(&m->terms.hash, &entry->terms.hash)
	                       : entry->terms.agreement != NULL)
		return "another agreement";
	if ((m->terms.purpose || entry->terms.purpose) && !same(m->terms.purpose, entry->terms.purpose))
		return "another purpose";
	if ((m->terms.overrides || entry->terms.overrides) &&
	    !same(m->terms.overrides, entry->terms.overrides))
		return "other overrides";
	if (!answers_fit(entry, m))
		return "another letter that it answers";
	if (sent && (m->records != entry->records || m->withheld != entry->withheld))
		return "other counts";
	return NULL;
}

/* A letter that this unit sent must be signed by whoever did the act. */
static bool check_signer(struct acts *a, const struct entry *entry, const struct manifest *m, struct error *e)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	const struct roster_mandate *mandate = r && entry->mandate ? find_mandate(r, entry->mandate) : NULL;
	return !mandate || same(mandate->person, m->signer) ||
	       mandate_finding(a, entry, e,
	                       "the manifest is signed by another person than the one who did it");
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
		                   "a receipt for a letter that no second person approved");
	if (answered && sha256_equal(&answered->manifest.hash, &receipt->answer_hash) &&
	    receipt->answer_sequence == answered->manifest.sequence)
		return true;
	return finding_add(a->result, ERR_RECEIPT, entry->index, receipt->sender, e, "%s",
	                   "a receipt for a letter that isn't in this log");
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
	     !sha256_equal(&m->answer_hash, &opened->hash)) &&
	    !finding_add(a->result, ERR_RECEIPT, entry->index, entry->peer, e, "%s",
	                 "the receipt is for another letter"))
		return false;
	return check_signer(a, entry, m, e) && check_sequence(a, entry, m->receiver, m->sequence, e);
}

/* What is wrong with an approval; NULL when nothing is. */
static const char *approval_fault(const struct acts *a, const struct entry *entry,
                                  const struct signed_texts_manifest *packed)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	const struct roster_mandate *mandate = r && entry->mandate ? find_mandate(r, entry->mandate) : NULL;
	if (!packed->named)
		return "approved before it was packed";
	if (packed->approved)
		return "approved twice";
	if (!packed->second || same(packed->second, packed->manifest.signer))
		return "approved without the signature of a second person";
	if (mandate && !same(mandate->person, packed->second))
		return "approved by another person than the one who signed";
	return entry->second ? NULL : "doesn't say that a second person was present";
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
		                   "no manifest with the hash that the entry names");
	*ret = &packed->manifest;
	const char *what = approval_fault(a, entry, packed);
	packed->approved = true;
	if (what && !finding_add(a->result, ERR_UNSIGNED, entry->index, entry->package, e, "%s", what))
		return false;
	what = manifest_fault(a, entry, &packed->manifest);
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
	const char *what = manifest_fault(a, entry, m);
	if (what && !finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->package, e,
	                         "the manifest says %s", what))
		return false;
	if (is(entry, ACT_PACK))
		return check_signer(a, entry, m, e) && check_sequence(a, entry, m->receiver, m->sequence, e);
	if (package_kind_is(m->kind, LETTER_ANSWERS))
		return check_answer(a, entry, m, e);
	if (needs_two(a, m) && (!found->second || same(found->second, m->signer)) &&
	    !finding_add(a->result, ERR_UNSIGNED, entry->index, entry->package, e, "%s",
	                 "opened without the signature of a second person"))
		return false;
	return !entry->receipt || check_receipt(a, entry, m, e);
}

/* A roster taken in must be the one of the chain. */
static bool check_roster(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->sequence);
	if (!r)
		return finding_add(a->result, ERR_LOG_MISSING, entry->index, "rosters", e,
		                   "version %" PRIu64 ", which was taken in", entry->sequence);
	if (entry->sequence > a->roster_version)
		a->roster_version = entry->sequence;
	return (entry->manifest && sha256_equal(entry->manifest, &r->hash)) ||
	       finding_add(a->result, ERR_ROSTER_FORK, entry->index, r->id, e,
	                   "another version %" PRIu64 " was taken in", r->version);
}

static void count(struct verify_result *r, const struct entry *entry)
{
	bool receipt = package_kind_is(package_kind_of(entry->package_kind), LETTER_ANSWERS);
	r->acts++;
	r->packed += is(entry, ACT_PACK);
	r->opened += is(entry, ACT_OPEN) && !receipt;
	r->receipts += is(entry, ACT_OPEN) && receipt;
	r->refused += is(entry, ACT_REFUSE);
	if (entry->index == 0)
		r->first = entry->start;
	r->last = entry->end;
}

/* What was decided on a restricted record, which no other act does. */
static bool check_decision(struct acts *a, const struct entry *entry, struct error *e)
{
	enum withdrawal_outcome outcome = OUTCOME_COUNT;
	enum keep_reason reason = KEEP_UNSAID;
	bool named = entry->decision || entry->reason || entry->article;
	if (!is(entry, ACT_DECIDE))
		return !named || entry_fault(a, entry, e, "a decision, which this act doesn't take");
	bool fits = entry->decision && withdrawal_outcome_parse(bytes_of_string(entry->decision), &outcome) &&
	            (!entry->reason || keep_reason_parse(bytes_of_string(entry->reason), &reason)) &&
	            withdrawal_outcome_fits(outcome, reason, entry->article);
	return fits ||
	       entry_fault(a, entry, e,
	                   "erases, unlocks, or keeps with a reason and an article, and nothing else");
}

bool acts_check(struct acts *a, const struct entry *entry, struct error *e)
{
	enum act_kind kind = act_kind_of(entry->action);
	const struct manifest *m = NULL;
	count(a->result, entry);
	if (!check_form(a, entry, e) || !check_mandate(a, entry, e) || !check_second_person(a, entry, e) ||
	    !check_decision(a, entry, e))
		return false;
	if (act_kind_is(kind, ACT_EXCHANGES) &&
	    !(is(entry, ACT_APPROVE) ? check_approval(a, entry, &m, e) : check_exchange(a, entry, &m, e)))
		return false;
	if (is(entry, ACT_ROSTER) && !check_roster(a, entry, e))
		return false;
	if (act_kind_is(kind, ACT_TAKES_LAW) && !check_statement(a, entry, e))
		return false;
	return check_agreement(a, entry, m, e) && check_law(a, entry, m, e);
}

/* A letter that left, and whose receipt isn't back: no fault, but open. */
static bool awaits_receipt(const struct acts *a, const struct signed_texts_manifest *m)
{
	return m->named && !m->answered && !package_kind_is(m->manifest.kind, LETTER_ANSWERS) &&
	       same(m->manifest.sender, a->origin) && (!needs_two(a, &m->manifest) || m->approved);
}

bool acts_end(struct acts *a, struct error *e)
{
	const struct signed_texts *s = a->signed_texts;
	for (uint64_t v = s->own_rosters + 1; v <= a->roster_version; v++)
		if (!finding_add(a->result, ERR_LOG_MISSING, NO_INDEX, "rosters", e,
		                 "version %" PRIu64 " is not in the bundle", v))
			return false;
	for (size_t i = 0; i < s->manifest_count; i++) {
		char id[2 * PACKAGE_ID_SIZE + 1];
		hex_encode(bytes_of(s->manifests[i].manifest.id, PACKAGE_ID_SIZE), id);
		a->result->unreceipted += awaits_receipt(a, &s->manifests[i]);
		if (!s->manifests[i].named && !finding_add(a->result, ERR_LOG_POLICY, NO_INDEX, id, e, "%s",
		                                           "a manifest that no act names"))
			return false;
	}
	for (size_t i = 0; i < s->law.count; i++) {
		char hex[SHA256_HEX_SIZE + 1];
		sha256_hex(&s->law.list[i].hash, hex);
		if (!s->law.list[i].used && !finding_add(a->result, ERR_LOG_POLICY, NO_INDEX, hex, e, "%s",
		                                         "a text that no agreement pins and no act names"))
			return false;
	}
	return true;
}
