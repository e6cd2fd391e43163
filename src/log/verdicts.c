/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/verdicts.h"

#include <stdlib.h>

/* --- by when an entry was there --- */

void shown_trees_clear(struct shown_trees *t)
{
	free(t->list);
	*t = (struct shown_trees){ 0 };
}

bool shown_trees_add(struct shown_trees *t, uint64_t size, moment when, struct error *e)
{
	if ((t->count & (t->count - 1)) == 0) { /* room doubles at each power of two */
		struct shown_tree *more = reallocarray(t->list, t->count ? 2 * t->count : 1, sizeof *more);
		if (!more)
			return error_memory(e);
		t->list = more;
	}
	t->list[t->count++] = (struct shown_tree){ size, when };
	return true;
}

static int by_size(const void *a, const void *b)
{
	const struct shown_tree *x = a, *y = b;
	return x->size < y->size ? -1 : x->size > y->size;
}

/* By size, each with the first moment of it and of all that are larger. */
void shown_trees_settle(struct shown_trees *t)
{
	if (t->count)
		qsort(t->list, t->count, sizeof *t->list, by_size);
	for (size_t i = t->count; i-- > 1;)
		if (t->list[i].when < t->list[i - 1].when)
			t->list[i - 1].when = t->list[i].when;
}

moment shown_trees_by(const struct shown_trees *t, uint64_t index)
{
	size_t low = 0, high = t->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->list[middle].size <= index)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->count ? t->list[low].when : 0;
}

static bool show(struct shown_trees *t, const struct signed_texts_sighting *seen, struct error *e)
{
	return !seen->vouched || shown_trees_add(t, seen->checkpoint.size, seen->vouched, e);
}

static bool shown_trees_of(const struct signed_texts *s, const struct signed_texts_sighting *last,
                           struct shown_trees *ret, struct error *e)
{
	for (size_t i = 0; i < s->sighting_count; i++)
		if (s->sightings[i].own && !show(ret, &s->sightings[i], e))
			return false;
	if (!show(ret, last, e))
		return false;
	shown_trees_settle(ret);
	return true;
}

/* --- who signed --- */

static struct signature_judged judge_first(const struct signed_texts *s,
                                           const struct signed_texts_manifest *m, moment arrived)
{
	const struct manifest *is = &m->manifest;
	const struct signature signature = { .chain = &s->chain,
		                             .named = roster_chain_version(&s->chain, is->roster_version),
		                             .person = is->signer,
		                             .unit = is->sender,
		                             .power = (enum power)package_kind_powers(is->kind),
		                             .made = m->made,
		                             .arrived = arrived };
	return signature_judge(&signature);
}

/* The second person may have signed by a later version: the first from the letter's on that lists him. */
static bool judge_second(const struct signed_texts *s, const struct signed_texts_manifest *m, moment arrived,
                         struct signature_judged *ret)
{
	struct signature signature = { .chain = &s->chain,
		                       .person = m->second,
		                       .unit = m->manifest.sender,
		                       .power = POWER_APPROVE,
		                       .made = m->made,
		                       .arrived = arrived };
	for (size_t i = 0; i < s->chain.count && !signature.named; i++)
		if (s->chain.versions[i]->version >= m->manifest.roster_version &&
		    roster_person(s->chain.versions[i], m->second))
			signature.named = s->chain.versions[i];
	if (!signature.named)
		return false;
	*ret = signature_judge(&signature);
	return ret->revoked; /* when he approved isn't in the manifest: whether he might, the acts tell */
}

bool verdicts_judge(struct signed_texts *s, const struct signed_texts_sighting *last, struct verify_result *r,
                    struct error *e)
{
	_cleanup_(shown_trees_clear) struct shown_trees trees = { 0 };
	if (!shown_trees_of(s, last, &trees, e))
		return false;
	for (size_t i = 0; i < s->manifest_count; i++) {
		struct signed_texts_manifest *m = &s->manifests[i];
		struct signature_judged second;
		if (!m->named || !roster_chain_version(&s->chain, m->manifest.roster_version))
			continue;
		moment arrived = shown_trees_by(&trees, m->seen_at);
		m->judged = judge_first(s, m, arrived);
		m->is_judged = true;
		if (m->second && judge_second(s, m, arrived, &second) && second.verdict > m->judged.verdict)
			m->judged = second;
		r->signatures[m->judged.verdict]++;
	}
	return true;
}
