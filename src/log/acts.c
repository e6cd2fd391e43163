/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/acts.h"

#include "log/acts_checks.h"
#include "log/proven.h"
#include "trust/breach.h"
#include "trust/outcome.h"
#include "trust/remark.h"
#include "trust/rights.h"
#include "trust/withdrawal.h"

#include <inttypes.h>
#include <stdio.h>

/* --- form --- */

static bool entry_fault(struct acts *a, const struct entry *entry, struct error *e, const char *what)
{
	return finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->action, e, "%s", what);
}

static bool check_form(struct acts *a, const struct entry *entry, struct error *e)
{
	bool first = entry->index == 0;
	if (!same(entry->log, a->origin) && !entry_fault(a, entry, e, N_("of another log")))
		return false;
	if (!same(entry->unit, a->origin) && !entry_fault(a, entry, e, N_("of another unit")))
		return false;
	if (act_kind_of(entry->action) == ACT_UNKNOWN &&
	    !entry_fault(a, entry, e, N_("not an act that a log knows")))
		return false;
	if (first != is(entry, ACT_INIT) &&
	    !entry_fault(a, entry, e, N_("a log starts with `init`, and only there")))
		return false;
	if (first && (entry->roster_version != 1 || entry->terms.agreement) &&
	    !entry_fault(a, entry, e, N_("`init` names roster version 1 and no agreement")))
		return false;
	if (!first && entry->start < a->end && !entry->clock_back &&
	    !entry_fault(
		    a, entry, e,
		    N_("starts before the act before it ended, and doesn't say that the clock went back")))
		return false;
	a->start = entry->start;
	a->end = entry->end > entry->start ? entry->end : entry->start;
	if (entry->end < entry->start && !entry_fault(a, entry, e, N_("ends before it starts")))
		return false;
	return entry->failed == (entry->finding != NULL) ||
	       entry_fault(a, entry, e, N_("an error and what was found go together"));
}

/* --- when, at the earliest --- */

bool acts_check_sighting(struct acts *a, const struct signed_texts_sighting *seen, moment act,
                         struct error *e)
{
	struct error why;
	return !seen->cosigned || /* by the first of them and the last */
	       (checkpoint_check_cosigned(seen->name, seen->first, act, a->now, &why) &&
	        checkpoint_check_cosigned(seen->name, seen->when, 0, a->now, &why)) ||
	       finding_of_error(a->result, &why, NO_INDEX, seen->name, e);
}

/* Behind a tree that somebody else saw: its last act was done by then, and says when. */
static bool pass_sightings(struct acts *a, uint64_t size, struct error *e)
{
	const struct signed_texts *s = a->signed_texts;
	for (; a->sighting < s->sighting_count; a->sighting++) {
		const struct signed_texts_sighting *seen = &s->sightings[a->sighting];
		if (seen->own && seen->checkpoint.size > size)
			return true;
		if (!acts_check_sighting(a, seen, seen->own ? a->start : 0, e))
			return false;
		if (seen->own && seen->cosigned && seen->checkpoint.size > 0)
			a->proven = proven_latest(a->proven, proven_told(a->start, seen->first));
	}
	return true;
}

static bool find_done(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster *named = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	if (!pass_sightings(a, entry->index, e))
		return false;
	if (named)
		a->proven = proven_latest(a->proven, proven_elsewhere(named->issued));
	a->done = proven_latest(entry->start, a->proven);
	return true;
}

/* When the letter was made; of one that no entry named yet, what it says. */
static moment made_of(const struct acts *a, const struct manifest *m)
{
	const struct signed_texts_manifest *s = signed_texts_manifest(a->signed_texts, &m->hash);
	return s ? s->made : m->created;
}

/* --- agreement --- */

/* The moment on which the agreement must hold: for a letter from elsewhere the day it was made, for a receipt
 * that of what it answers. */
static moment agreement_moment(const struct acts *a, const struct entry *entry, const struct manifest *m)
{
	if (!m || !is(entry, ACT_OPEN))
		return a->done;
	const struct signed_texts_manifest *answered =
		package_kind_is(m->kind, LETTER_ANSWERS)
			? signed_texts_manifest_by_id(a->signed_texts, m->answer_id)
			: NULL;
	return answered ? answered->made : made_of(a, m);
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

static bool goes_both_ways(const struct acts *a, const struct manifest *m)
{
	const struct signed_texts_manifest *answered =
		m->answers ? signed_texts_manifest_by_id(a->signed_texts, m->answer_id) : NULL;
	return package_kind_is(m->kind, LETTER_BOTH_WAYS) ||
	       (answered && package_kind_is(answered->manifest.kind, LETTER_BOTH_WAYS));
}

static const char *purpose_fault(const struct acts *a, const struct agreement *agreement,
                                 const struct entry *entry, const struct manifest *m, enum error_code *code)
{
	if (!entry->terms.purpose)
		return m ? N_("no purpose") : NULL;
	const struct agreement_purpose *p = agreement_purpose(agreement, entry->terms.purpose);
	if (!p)
		return N_("a purpose that isn't in the agreement");
	if (!same(p->ground, entry->terms.ground)) {
		*code = ERR_LOG_GROUND;
		return N_("another ground than the agreement has for the purpose");
	}
	if (!m)
		return NULL;
	const bool back = goes_back(a, m), there = same(p->from, m->sender) && same(p->to, m->receiver),
		   here = same(p->from, m->receiver) && same(p->to, m->sender);
	if (goes_both_ways(a, m) ? !there && !here : back ? !here : !there)
		return N_("a direction that isn't agreed for the purpose");
	return NULL;
}

/* Did its officers sign it, of that day? What was taken in stays so; taken in again, it is asked again. */
static bool is_vouched(const struct acts *a, struct signed_texts_agreement *s, const struct entry *entry)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	struct error why;
	if (s->vouched && !is(entry, ACT_AGREEMENT))
		return true;
	bool now = r && agreement_verify(s->agreement, r, a->done, &why);
	s->vouched = s->vouched || now;
	return now;
}

/* Of letters, by the roster of that day, as far as this log knew: are its units still under who agreed? */
static bool is_answered_for(const struct acts *a, const struct agreement *agreement,
                            const struct entry *entry, const struct manifest *m)
{
	struct error why;
	const struct roster *r = roster_chain_at(&a->signed_texts->chain, entry->roster_version,
	                                         agreement_moment(a, entry, m));
	return !m || !r || agreement_is_answered_for(agreement, r, &why);
}

static const char *agreement_fault(const struct acts *a, const struct entry *entry, const struct manifest *m,
                                   enum error_code *code)
{
	struct error why;
	bool exchanges = act_kind_is(act_kind_of(entry->action), ACT_EXCHANGES);
	if (!entry->terms.agreement)
		return exchanges                ? N_("no agreement")
		       : entry->terms.overrides ? N_("an override without an agreement")
		                                : NULL;
	struct signed_texts_agreement *s =
		signed_texts_agreement(a->signed_texts, entry->terms.agreement, entry->terms.version);
	if (!s)
		return N_("an agreement that isn't in the bundle");
	if (!sha256_equal(&entry->terms.hash, &s->agreement->hash))
		return N_("another text of the agreement");
	if (!is_vouched(a, s, entry))
		return N_("an agreement that the officers hadn't signed");
	/* Taken in, perhaps before its day; or its end was. */
	if (is(entry, ACT_AGREEMENT) || is(entry, ACT_TERMINATION))
		return NULL;
	if (!outlives_agreement(a, entry, m) &&
	    !agreement_valid_at(s->agreement, agreement_moment(a, entry, m), &why))
		return N_("an agreement that wasn't valid that day");
	/* What was sent before is receipted afterwards: sending it was held to the end. */
	if (!outlives_agreement(a, entry, m) && !(m && m->kind == PACKAGE_RECEIPT) &&
	    acts_has_ended(a, s->agreement, agreement_moment(a, entry, m)))
		return N_("an agreement that a controller had ended");
	if (!outlives_agreement(a, entry, m) && !is_answered_for(a, s->agreement, entry, m))
		return N_("an agreement of a controller that was no more, and had no successor");
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
	const struct law_day entered = { roster_chain_version(&a->signed_texts->chain, entry->roster_version),
		                         a->done };
	struct law_fault f = law_judge(&a->signed_texts->law, s->agreement, p,
	                               s->terms[p - s->agreement->purposes], made_of(a, m), &entered);
	return !f.what ||
	       finding_add(a->result, f.code, entry->index, f.subject, e, "%s: %s", entry->action, f.what);
}

/* By whose officers a text must be signed: a transcript by those of the first roster. */
static const struct roster *signers_of(const struct acts *a, const struct law_text *t, const struct roster *r)
{
	return law_is_transcript(t) ? roster_chain_version(&a->signed_texts->chain, 1) : r;
}

static bool check_statement(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	struct error why;
	struct law_text *t =
		entry->statement_hash ? law_find(&a->signed_texts->law, entry->statement_hash) : NULL;
	if (!t)
		return finding_add(a->result, ERR_LOG_MISSING, entry->index, "law", e,
		                   "%s: the text that was taken in isn't here", entry->action);
	t->used = true;
	if (!same(entry->statement, t->type) || is(entry, ACT_CEREMONY) != law_is_transcript(t) ||
	    is(entry, ACT_RESUME) != same(t->type, RESUMPTION_TYPE) ||
	    is(entry, ACT_TERMINATION) != same(t->type, TERMINATION_TYPE) ||
	    is(entry, ACT_ORDER) != same(t->type, ORDER_TYPE))
		return finding_add(a->result, ERR_LOG_ENTRY, entry->index, "law", e,
		                   "%s: another kind of text", entry->action);
	return (r && law_vouch(t, signers_of(a, t, r), a->done, &why)) ||
	       finding_add(a->result, ERR_QUORUM, entry->index, "law", e,
	                   "%s: a text that the officers hadn't signed", entry->action);
}

/* Those that this act took in: none of them issued further ahead than a store takes. */
static bool check_issued(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster_chain *c = &a->signed_texts->chain;
	uint64_t newest = entry->roster_version;
	struct error why;
	if (is(entry, ACT_ROSTER) && entry->sequence > newest)
		newest = entry->sequence;
	for (size_t i = roster_chain_up_to(c, a->roster_version); i < roster_chain_up_to(c, newest); i++)
		if (!roster_check_issued(c->versions[i], entry->start, &why) &&
		    !finding_of_error(a->result, &why, entry->index, why.subject, e))
			return false;
	return true;
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

/* What a client asked, and what came of it. */
static bool check_right(struct acts *a, const struct entry *entry, struct error *e)
{
	enum right right = RIGHT_COUNT;
	enum right_outcome outcome = RIGHT_OUTCOME_COUNT;
	bool fits = entry->right && right_parse(bytes_of_string(entry->right), &right) && entry->decision &&
	            right_outcome_parse(bytes_of_string(entry->decision), &outcome) &&
	            right_outcome_fits(right, outcome, entry->reason, entry->article);
	return fits || entry_fault(a, entry, e,
	                           N_("a right, and what came of it: granted on an article, refused on one "
	                              "and with a reason, or neither, and nothing else"));
}

/* What was done about a breach: behind the entry that put it down, which each later one names. */
static bool check_breach(struct acts *a, const struct entry *entry, struct error *e)
{
	enum breach_source source = BREACH_SOURCE_COUNT;
	enum breach_step step = BREACH_STEP_COUNT;
	bool fits = entry->breach && breach_source_parse(bytes_of_string(entry->breach), &source) &&
	            entry->decision && breach_step_parse(bytes_of_string(entry->decision), &step) &&
	            breach_step_fits(step, entry->reason, entry->article, entry->at) &&
	            (step == BREACH_LEARNED) == !entry->from_index && entry->from_index < entry->index;
	return fits ||
	       entry_fault(
		       a, entry, e,
		       N_("what was done about a breach: learned, reported or told at a moment, or not, with "
	                  "a reason and its article, and the entry that put it down"));
}

/* What came of a remark on a month. */
static bool check_follow_up(struct acts *a, const struct entry *entry, struct error *e)
{
	enum remark remark = REMARK_COUNT;
	enum follow_up came = FOLLOW_UP_COUNT;
	bool fits = entry->remark && remark_named(bytes_of_string(entry->remark), &remark) &&
	            entry->decision && follow_up_parse(bytes_of_string(entry->decision), &came) &&
	            !entry->reason && !entry->article;
	return fits ||
	       entry_fault(a, entry, e, N_("a remark on a month and what came of it, and nothing else"));
}

/* How long a record is kept, which no other act changes. */
static bool check_term(struct acts *a, const struct entry *entry, struct error *e)
{
	static const char *const terms[] = { "held", "released", "extended" };
	if (!is(entry, ACT_RETAIN))
		return !entry->term || entry_fault(a, entry, e, N_("a term, which this act doesn't change"));
	for (size_t i = 0; i < ELEMENTS(terms); i++)
		if (entry->term && strcmp(entry->term, terms[i]) == 0)
			return true;
	return entry_fault(a, entry, e, N_("holds, releases or extends, and nothing else"));
}

/* What was said of records that arrived. */
static bool check_outcome(struct acts *a, const struct entry *entry, struct error *e)
{
	enum client_outcome said = SAID_COUNT;
	enum decline_reason reason = DECLINE_UNSAID;
	bool fits = entry->decision && !entry->article &&
	            client_outcome_parse(bytes_of_string(entry->decision), &said) &&
	            (!entry->reason || decline_reason_parse(bytes_of_string(entry->reason), &reason)) &&
	            client_outcome_fits(said, reason);
	return fits ||
	       entry_fault(a, entry, e,
	                   N_("accepts, declines with a reason, or says that it is done, and nothing else"));
}

/* What was decided on a restricted record, or said of one that arrived, which no other act does. */
static bool check_decision(struct acts *a, const struct entry *entry, struct error *e)
{
	enum withdrawal_outcome outcome = OUTCOME_COUNT;
	enum keep_reason reason = KEEP_UNSAID;
	bool named = entry->decision || entry->reason || entry->article;
	if (entry->remark && !is(entry, ACT_FOLLOW))
		return entry_fault(a, entry, e, N_("a remark, which this act doesn't follow up"));
	if ((entry->breach || entry->at) && !is(entry, ACT_BREACH))
		return entry_fault(a, entry, e, N_("a breach, which this act isn't about"));
	if (entry->right && !is(entry, ACT_RIGHT))
		return entry_fault(a, entry, e, N_("what a client asked, which this act isn't about"));
	if (is(entry, ACT_RIGHT))
		return check_right(a, entry, e);
	if (is(entry, ACT_BREACH))
		return check_breach(a, entry, e);
	if (is(entry, ACT_FOLLOW))
		return check_follow_up(a, entry, e);
	if (is(entry, ACT_ACCEPTANCE))
		return check_outcome(a, entry, e);
	if (!is(entry, ACT_DECIDE))
		return !named || entry_fault(a, entry, e, N_("a decision, which this act doesn't take"));
	bool fits = entry->decision && withdrawal_outcome_parse(bytes_of_string(entry->decision), &outcome) &&
	            (!entry->reason || keep_reason_parse(bytes_of_string(entry->reason), &reason)) &&
	            withdrawal_outcome_fits(outcome, reason, entry->article);
	return fits ||
	       entry_fault(a, entry, e,
	                   N_("erases, unlocks, or keeps with a reason and an article, and nothing else"));
}

bool acts_check(struct acts *a, const struct entry *entry, struct error *e)
{
	enum act_kind kind = act_kind_of(entry->action);
	const struct manifest *m = NULL;
	count(a->result, entry);
	a->roster_before = a->roster_version;
	if (!find_done(a, entry, e) || !check_form(a, entry, e) || !check_issued(a, entry, e) ||
	    !acts_check_mandate(a, entry, e) || !acts_check_second_person(a, entry, e) ||
	    !acts_check_access(a, entry, e) || !acts_check_keys(a, entry, e) ||
	    !check_decision(a, entry, e) || !check_term(a, entry, e) || !acts_check_order(a, entry, e))
		return false;
	if (act_kind_is(kind, ACT_EXCHANGES) && !acts_check_letter(a, entry, &m, e))
		return false;
	if (is(entry, ACT_ROSTER) && !check_roster(a, entry, e))
		return false;
	if (act_kind_is(kind, ACT_TAKES_LAW) &&
	    (!check_statement(a, entry, e) || !acts_check_resumption(a, entry, e) ||
	     !acts_check_termination(a, entry, e)))
		return false;
	if (!check_agreement(a, entry, m, e) || !check_law(a, entry, m, e))
		return false;
	if (m && is(entry, ACT_OPEN)) /* by another's clock; behind this act, not for it */
		a->proven = proven_latest(a->proven, proven_elsewhere(m->created));
	return true;
}

/* What no act took in, or rests on, its officers must have signed all the same. */
static bool end_agreements(struct acts *a, struct error *e)
{
	const struct signed_texts *s = a->signed_texts;
	for (size_t i = 0; i < s->agreement_count; i++) {
		const struct agreement *text = s->agreements[i].agreement;
		_cleanup_(string_freep) char *name =
			string_printf("agreements/%s-v%" PRIu64 ".note", text->id, text->version);
		struct error why;
		if (!name)
			return error_memory(e);
		if (!s->agreements[i].vouched &&
		    !agreement_verify(text, roster_chain_newest(&s->chain), a->end, &why) &&
		    !finding_of_error(a->result, &why, NO_INDEX, name, e))
			return false;
	}
	return true;
}

static bool end_law(struct acts *a, struct error *e)
{
	const struct signed_texts *s = a->signed_texts;
	for (size_t i = 0; i < s->law.count; i++) {
		struct law_text *t = &s->law.list[i];
		char hex[SHA256_HEX_SIZE + 1], name[sizeof hex + 16];
		struct error why;
		sha256_hex(&t->hash, hex);
		snprintf(name, sizeof name, "law/%s.note", hex);
		if (*t->type && !t->vouched &&
		    !law_vouch(t, signers_of(a, t, roster_chain_newest(&s->chain)), a->end, &why) &&
		    !finding_of_error(a->result, &why, NO_INDEX, name, e))
			return false;
		if (!t->used && !finding_add(a->result, ERR_LOG_POLICY, NO_INDEX, hex, e, "%s",
		                             N_("a text that no agreement pins and no act names")))
			return false;
	}
	return true;
}

bool acts_end(struct acts *a, struct error *e)
{
	const struct signed_texts *s = a->signed_texts;
	if (!pass_sightings(a, UINT64_MAX, e))
		return false;
	uint64_t own = s->own_rosters ? s->chain.versions[s->own_rosters - 1]->version : 0;
	uint64_t newest = s->chain.count ? roster_chain_newest(&s->chain)->version : 0;
	for (uint64_t v = own + 1; v <= a->roster_version; v++)
		if ((v > newest || roster_chain_version(&s->chain, v)) && /* a merger leaves numbers out */
		    !finding_add(a->result, ERR_LOG_MISSING, NO_INDEX, "rosters", e,
		                 "version %" PRIu64 " is not in the bundle", v))
			return false;
	for (size_t i = 0; i < s->manifest_count; i++) {
		char id[2 * PACKAGE_ID_SIZE + 1];
		hex_encode(bytes_of(s->manifests[i].manifest.id, PACKAGE_ID_SIZE), id);
		a->result->unreceipted += acts_awaits_receipt(a, &s->manifests[i]);
		if (!s->manifests[i].named && !finding_add(a->result, ERR_LOG_POLICY, NO_INDEX, id, e, "%s",
		                                           N_("a manifest that no act names")))
			return false;
	}
	return end_agreements(a, e) && end_law(a, e);
}

void acts_clear(struct acts *a)
{
	acts_clear_peers(a);
	acts_clear_ended(a);
}
