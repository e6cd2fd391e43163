/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/reconcile.h"

#include "base/code.h"
#include "log/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct reconciling {
	const struct ledger *sides;
	size_t count;
	struct reconciliation *result;
};

void reconciliation_clear(struct reconciliation *r)
{
	if (!r)
		return;
	verify_result_clear(&r->findings);
	free(r->exchanges);
	free(r->sums);
	*r = (struct reconciliation){ 0 };
}

static const struct code states[] = {
#define X(state, name, words) [state] = { name, words },
	EXCHANGE_STATE_LIST(X)
#undef X
};

const char *exchange_state_name(enum exchange_state state)
{
	return code_name(states, ELEMENTS(states), state);
}

const char *exchange_state_words(enum exchange_state state)
{
	return code_words(states, ELEMENTS(states), state);
}

static const struct ledger *side_of(const struct reconciling *r, const char *unit)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->sides[i].result.origin, unit) == 0)
			return &r->sides[i];
	return NULL;
}

static bool contradicts(struct reconciling *r, struct exchange *x, enum error_code code, uint64_t index,
                        struct error *e, const char *unit, const char *what)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(x->manifest->id, PACKAGE_ID_SIZE), id);
	x->state = EXCHANGE_CONTRADICTED;
	x->since = 0;
	return finding_add(&r->result->findings, code, index, id, e, "%s: %s", unit, what);
}

static bool add_exchange(struct reconciling *r, const struct exchange *x, struct error *e)
{
	struct reconciliation *result = r->result;
	if ((result->exchange_count & (result->exchange_count - 1)) == 0) {
		size_t room = result->exchange_count ? 2 * result->exchange_count : 1;
		struct exchange *more = reallocarray(result->exchanges, room, sizeof *more);
		if (!more)
			return error_memory(e);
		result->exchanges = more;
	}
	result->exchanges[result->exchange_count++] = *x;
	return true;
}

/* --- one letter --- */

/* A log that ends before that moment, and whose size the other knew to be larger, was exported too early. One
 * that goes on after it and still is shorter has lost something. */
static bool too_early(const struct ledger *l, uint64_t size_seen, moment when)
{
	return size_seen > l->result.size && l->result.last < when;
}

static bool is_zero(const struct sha256 *hash)
{
	static const struct sha256 zeros;
	return sha256_equal(hash, &zeros);
}

/* Did the log of `l` go on from an older place, by the word of its officers, and is that why a tree of `size`
 * entries, which `witness` told of in its entry `index`, is no part of it? What that one saw once it knew is.
 */
static bool is_given_up(const struct ledger *l, const struct ledger *witness, uint64_t size, uint64_t index)
{
	for (size_t i = 0; i < l->result.resumption_count; i++) {
		const struct verify_resumption *r = &l->result.resumptions[i];
		const struct verify_resumption *learned = NULL;
		if (strcmp(r->origin, l->result.origin) != 0 || size <= r->size || size > r->lost_to)
			continue;
		for (size_t k = 0; k < witness->result.resumption_count; k++)
			if (sha256_equal(&witness->result.resumptions[k].hash, &r->hash))
				learned = &witness->result.resumptions[k];
		/* The letter that brought it is the entry before. */
		if (!learned || (index != NO_INDEX && index + 1 < learned->index))
			return true;
	}
	return false;
}

static bool compare_counts(struct reconciling *r, struct exchange *x, const struct crossing *opened,
                           const struct signed_texts_manifest *receipt, struct error *e)
{
	/* No sum: it could wrap. */
	if (opened->records > x->manifest->records ||
	    opened->left_out != x->manifest->records - opened->records)
		return contradicts(r, x, ERR_EXCHANGE_DIFFERS, opened->index, e, x->manifest->receiver,
		                   N_("took in another number of records than were sent"));
	return !receipt || receipt->manifest.accepted == opened->records ||
	       contradicts(r, x, ERR_EXCHANGE_DIFFERS, opened->index, e, x->manifest->receiver,
	                   N_("receipted another number of records than it took in"));
}

static bool awaits_approval(const struct ledger *sender, const struct signed_texts_manifest *m)
{
	const struct signed_texts_agreement *a =
		m->manifest.terms.agreement
			? signed_texts_agreement(&sender->signed_texts, m->manifest.terms.agreement,
	                                         m->manifest.terms.version)
			: NULL;
	return a && a->agreement->approval_by_two && package_kind_is(m->manifest.kind, LETTER_DECIDED) &&
	       !m->approved;
}

/* Both logs have it. */
static bool compare_opened(struct reconciling *r, struct exchange *x, const struct ledger *sender,
                           const struct ledger *receiver, const struct crossing *sent,
                           const struct crossing *opened, const struct crossing *receipted, struct error *e)
{
	const struct signed_texts_manifest *receipt =
		receipted ? signed_texts_manifest(&sender->signed_texts, &receipted->manifest) : NULL;
	const struct signed_texts_manifest *m = signed_texts_manifest(&sender->signed_texts, &sent->manifest);
	x->opened = opened->when;
	x->opened_at = opened->index;
	if (!sha256_equal(&sent->manifest, &opened->manifest))
		return contradicts(r, x, ERR_EXCHANGE_DIFFERS, opened->index, e, x->manifest->receiver,
		                   N_("opened another manifest under the same id than was sent"));
	/* Opened again, once the first opening was lost. */
	bool again = receipted && is_given_up(receiver, sender, receipted->peer_size, receipted->index);
	if (receipted && !again && !is_zero(&opened->receipt) &&
	    !sha256_equal(&receipted->manifest, &opened->receipt))
		return contradicts(r, x, ERR_EXCHANGE_DIFFERS, receipted->index, e, x->manifest->sender,
		                   N_("holds another receipt than the one that was given"));
	if (receipted && is_zero(&opened->receipt))
		return contradicts(r, x, ERR_EXCHANGE_LACKS, receipted->index, e, x->manifest->sender,
		                   N_("holds a receipt, where the receiver's log gave none"));
	if (m && awaits_approval(sender, m) && !too_early(sender, opened->peer_size, opened->when))
		return contradicts(r, x, ERR_EXCHANGE_LACKS, opened->index, e, x->manifest->receiver,
		                   N_("opened a letter that nobody approved in the sender's log"));
	x->state = receipted ? EXCHANGE_COMPLETE : EXCHANGE_UNRECEIPTED;
	x->since = receipted ? 0 : opened->when;
	return compare_counts(r, x, opened, receipt, e);
}

/* The receiver's log, where it is here, doesn't have it. */
static bool compare_unopened(struct reconciling *r, struct exchange *x, const struct ledger *sender,
                             const struct ledger *receiver, const struct signed_texts_manifest *m,
                             const struct crossing *receipted, struct error *e)
{
	bool voided = ledger_find(sender, CROSSED_VOID, m->manifest.id) != NULL;
	if (!receiver) {
		x->state = receipted ? EXCHANGE_COMPLETE : voided ? EXCHANGE_VOID : EXCHANGE_ALONE;
		x->since = x->state == EXCHANGE_ALONE ? x->packed : 0;
		return true;
	}
	if (receipted && is_given_up(receiver, sender, receipted->peer_size, receipted->index)) {
		x->state = EXCHANGE_LOST;
		x->since = receipted->when;
		return true;
	}
	if (receipted && !too_early(receiver, receipted->peer_size, receipted->when))
		return contradicts(r, x, ERR_EXCHANGE_LACKS, receipted->index, e, x->manifest->sender,
		                   N_("holds a receipt of a letter that the receiver's log doesn't have"));
	if (receipted)
		x->state = EXCHANGE_UNSEEN;
	else if (voided)
		x->state = EXCHANGE_VOID;
	else
		x->state = awaits_approval(sender, m) ? EXCHANGE_PENDING : EXCHANGE_UNOPENED;
	x->since = voided ? 0 : x->packed;
	return true;
}

/* Each log has its witnesses: what one of them proves is proven. */
static enum signature_verdict signature_of(const struct signed_texts_manifest *sent,
                                           const struct ledger *receiver)
{
	const struct signed_texts_manifest *there =
		receiver ? signed_texts_manifest(&receiver->signed_texts, &sent->manifest.hash) : NULL;
	enum signature_verdict found = sent->is_judged ? sent->judged.verdict : SIGNATURE_INVALID;
	return there && there->is_judged && there->judged.verdict < found ? there->judged.verdict : found;
}

static bool compare_sent(struct reconciling *r, const struct ledger *sender, const struct crossing *sent,
                         struct error *e)
{
	const struct signed_texts_manifest *m = signed_texts_manifest(&sender->signed_texts, &sent->manifest);
	if (!m)
		return true; /* a finding of the log's own verification */
	struct exchange x = { .manifest = &m->manifest,
		              .packed = sent->when,
		              .packed_at = sent->index,
		              .opened_at = NO_INDEX,
		              .receipted_at = NO_INDEX };
	const struct ledger *receiver = side_of(r, m->manifest.receiver);
	const struct crossing *opened = receiver ? ledger_find(receiver, CROSSED_OPENED, sent->id) : NULL;
	const struct crossing *receipted = ledger_find(sender, CROSSED_RECEIPTED, sent->id);
	x.signature = signature_of(m, receiver);
	if (receipted) {
		x.receipted = receipted->when;
		x.receipted_at = receipted->index;
	}
	bool done = opened ? compare_opened(r, &x, sender, receiver, sent, opened, receipted, e)
	                   : compare_unopened(r, &x, sender, receiver, m, receipted, e);
	return done && add_exchange(r, &x, e);
}

/* What the sender's log has is told from there; this is the rest. */
static bool compare_received(struct reconciling *r, const struct ledger *receiver,
                             const struct crossing *opened, struct error *e)
{
	const struct signed_texts_manifest *m =
		signed_texts_manifest(&receiver->signed_texts, &opened->manifest);
	const struct ledger *sender = m ? side_of(r, m->manifest.sender) : NULL;
	if (!m || (sender && ledger_find(sender, CROSSED_SENT, opened->id)))
		return true;
	struct exchange x = { .manifest = &m->manifest,
		              .opened = opened->when,
		              .opened_at = opened->index,
		              .packed_at = NO_INDEX,
		              .receipted_at = NO_INDEX };
	bool lost = sender && is_given_up(sender, receiver, opened->peer_size, opened->index);
	x.state = lost ? EXCHANGE_LOST : sender ? EXCHANGE_UNSEEN : EXCHANGE_ALONE;
	x.signature = signature_of(m, NULL);
	x.since = opened->when;
	if (sender && !lost && !too_early(sender, opened->peer_size, opened->when) &&
	    !contradicts(r, &x, ERR_EXCHANGE_LACKS, opened->index, e, m->manifest.receiver,
	                 N_("opened a letter that the sender's log doesn't have")))
		return false;
	return add_exchange(r, &x, e);
}

/* --- what each saw of the other's log --- */

static int by_tree(const struct ledger_claim *x, const struct ledger_claim *y)
{
	if (x->checkpoint.size != y->checkpoint.size)
		return x->checkpoint.size < y->checkpoint.size ? -1 : 1;
	return memcmp(&x->checkpoint.root, &y->checkpoint.root, SHA256_SIZE);
}

/* Of one tree, by when it was claimed: NO_INDEX first. */
static int by_checkpoint(const void *a, const void *b)
{
	const struct ledger_claim *x = *(const struct ledger_claim *const *)a,
				  *y = *(const struct ledger_claim *const *)b;
	int order = by_tree(x, y);
	return order ? order : (x->index + 1 > y->index + 1) - (x->index + 1 < y->index + 1);
}

static bool check_claim(struct reconciling *r, const struct ledger *witness, const struct ledger *l,
                        struct bundle_reader *reader, const struct ledger_claim *claim, struct error *e)
{
	struct merkle_proof proof = { 0 };
	struct error why;
	struct verify_result *findings = &r->result->findings;
	bool given_up = is_given_up(l, witness, claim->checkpoint.size, claim->index);
	if (claim->checkpoint.size > l->result.size && given_up) {
		r->result->given_up++;
		return true;
	}
	if (claim->checkpoint.size > l->result.size)
		return too_early(l, claim->checkpoint.size, claim->when) || claim->index == NO_INDEX ||
		       finding_add(findings, ERR_LOG_SHORTER, claim->index, l->result.origin, e,
		                   "%s: saw %" PRIu64 " entries of it, before the last of the %" PRIu64
		                   " that are here",
		                   witness->result.origin, claim->checkpoint.size, l->result.size);
	if (!log_prove_consistency(bundle_reader_log(reader), claim->checkpoint.size, l->result.size, &proof,
	                           &why))
		return finding_of_error(findings, &why, NO_INDEX, l->result.origin, e);
	if (merkle_check_consistency(claim->checkpoint.size, l->result.size, &claim->checkpoint.root,
	                             &l->result.root, &proof))
		return true;
	r->result->given_up += given_up;
	return given_up || finding_add(findings, ERR_LOG_FORK, claim->index, l->result.origin, e,
	                               "%s: saw another log of %" PRIu64 " entries than the one that is here",
	                               witness->result.origin, claim->checkpoint.size);
}

static bool check_sorted(struct reconciling *r, const struct ledger *witness, const struct ledger *l,
                         const struct ledger_claim **claims, size_t count, struct error *e)
{
	_cleanup_(bundle_reader_freep) struct bundle_reader *reader = NULL;
	struct unit_keys keys;
	struct error why;
	if (!signed_texts_log_keys(&l->signed_texts, l->result.origin, &keys))
		return true;
	if (!bundle_reader_open(l->directory, &keys, &reader, &why))
		return finding_of_error(&r->result->findings, &why, NO_INDEX, l->result.origin, e);
	for (size_t i = 0; i < count; i++)
		if ((i + 1 == count || by_tree(claims[i], claims[i + 1]) != 0) &&
		    !check_claim(r, witness, l, reader, claims[i], e))
			return false;
	return true;
}

/* All that `witness` saw of the log of `l`, each tree once: as it was claimed last. */
static bool check_claims(struct reconciling *r, const struct ledger *witness, const struct ledger *l,
                         struct error *e)
{
	const struct ledger_claim **claims = calloc(witness->claim_count + 1, sizeof *claims);
	size_t count = 0;
	if (!claims)
		return error_memory(e);
	for (size_t i = 0; i < witness->claim_count; i++)
		if (strcmp(witness->claims[i].checkpoint.origin, l->result.origin) == 0)
			claims[count++] = &witness->claims[i];
	bool done = true;
	if (count && l->result.size) {
		qsort(claims, count, sizeof *claims, by_checkpoint);
		done = check_sorted(r, witness, l, claims, count, e);
	}
	free(claims);
	return done;
}

/* --- sums --- */

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_pair(const struct manifest *x, const struct manifest *y)
{
	int order = compare_text(x->sender, y->sender);
	order = order ? order : compare_text(x->receiver, y->receiver);
	order = order ? order : compare_text(x->terms.agreement, y->terms.agreement);
	return order ? order : compare_text(x->terms.purpose, y->terms.purpose);
}

static int by_number(const void *a, const void *b)
{
	const struct manifest *x = ((const struct exchange *)a)->manifest,
			      *y = ((const struct exchange *)b)->manifest;
	int order = by_pair(x, y);
	return order ? order : x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static bool add_up(struct reconciliation *r, struct error *e)
{
	if (r->exchange_count)
		qsort(r->exchanges, r->exchange_count, sizeof *r->exchanges, by_number);
	r->sums = calloc(r->exchange_count + 1, sizeof *r->sums);
	if (!r->sums)
		return error_memory(e);
	for (size_t i = 0; i < r->exchange_count; i++) {
		const struct exchange *x = &r->exchanges[i];
		if (i == 0 || by_pair(x->manifest, r->exchanges[i - 1].manifest) != 0)
			r->sums[r->sum_count++].first = x->manifest;
		struct exchange_sum *sum = &r->sums[r->sum_count - 1];
		sum->letters++;
		sum->records += x->manifest->records;
		sum->states[x->state]++;
	}
	return true;
}

/* --- all of it --- */

static bool compare_side(struct reconciling *r, const struct ledger *l, struct error *e)
{
	for (size_t i = 0; i < l->crossing_count; i++) {
		const struct crossing *c = &l->crossings[i];
		if (c->kind == CROSSED_SENT ? !compare_sent(r, l, c, e)
		                            : c->kind == CROSSED_OPENED && !compare_received(r, l, c, e))
			return false;
	}
	for (size_t i = 0; i < r->count; i++)
		if (&r->sides[i] != l && !check_claims(r, l, &r->sides[i], e))
			return false;
	return true;
}

bool reconcile(const struct ledger *sides, size_t count, struct reconciliation *ret, struct error *e)
{
	_cleanup_(reconciliation_clear) struct reconciliation result = { 0 };
	struct reconciling r = { sides, count, &result };
	for (size_t i = 0; i < count; i++)
		if (sides[i].result.origin[0] && side_of(&r, sides[i].result.origin) != &sides[i])
			return error_set(e, ERR_USAGE, sides[i].directory,
			                 "another log of %s was given as well", sides[i].result.origin);
	for (size_t i = 0; i < count; i++)
		if (!compare_side(&r, &sides[i], e))
			return false;
	if (!add_up(&result, e))
		return false;
	*ret = result;
	result = (struct reconciliation){ 0 };
	return true;
}
