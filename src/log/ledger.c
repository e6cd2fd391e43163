/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/ledger.h"

#include "log/act_kinds.h"
#include "log/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ledger_clear(struct ledger *l)
{
	if (!l)
		return;
	verify_result_clear(&l->result);
	signed_texts_clear(&l->signed_texts);
	free(l->crossings);
	free(l->claims);
	*l = (struct ledger){ 0 };
}

/* One more of `size` bytes behind `count`: room doubles at each power of two. */
static void *grown(void *items, size_t count, size_t size, struct error *e)
{
	if (count & (count - 1))
		return items;
	void *more = reallocarray(items, count ? 2 * count : 1, size);
	if (!more)
		error_memory(e);
	return more;
}

static bool add_crossing(struct ledger *l, const struct crossing *c, struct error *e)
{
	struct crossing *more = grown(l->crossings, l->crossing_count, sizeof *more, e);
	if (!more)
		return false;
	l->crossings = more;
	l->crossings[l->crossing_count++] = *c;
	return true;
}

static bool add_claim(struct ledger *l, const struct ledger_claim *claim, struct error *e)
{
	struct ledger_claim *more = grown(l->claims, l->claim_count, sizeof *more, e);
	if (!more)
		return false;
	l->claims = more;
	l->claims[l->claim_count++] = *claim;
	return true;
}

static bool note_claim(struct ledger *l, const struct entry *entry, struct error *e)
{
	struct ledger_claim claim = { .index = entry->index, .when = entry->end };
	if (!entry->peer_log || !entry->peer_size || !entry->peer_root ||
	    strlen(entry->peer_log) >= sizeof claim.checkpoint.origin)
		return true;
	snprintf(claim.checkpoint.origin, sizeof claim.checkpoint.origin, "%s", entry->peer_log);
	claim.checkpoint.size = entry->peer_size;
	claim.checkpoint.root = *entry->peer_root;
	return add_claim(l, &claim, e);
}

static bool kind_of(const struct entry *entry, enum crossing_kind *ret)
{
	bool receipt = package_kind_is(package_kind_of(entry->package_kind), LETTER_ANSWERS);
	enum act_kind kind = act_kind_of(entry->action);
	if (kind == ACT_PACK && !receipt)
		*ret = CROSSED_SENT;
	else if (kind == ACT_OPEN)
		*ret = receipt ? CROSSED_RECEIPTED : CROSSED_OPENED;
	else if (act_kind_is(kind, ACT_VOIDS))
		*ret = CROSSED_VOID;
	else
		return false;
	return true;
}

bool ledger_see(void *context, const struct entry *entry, struct error *e)
{
	struct ledger *l = context;
	struct crossing c = { .index = entry->index,
		              .when = entry->end,
		              .records = entry->records,
		              .left_out = entry->rejected,
		              .peer_size = entry->peer_size };
	if (entry->child)
		return true;
	if (!note_claim(l, entry, e))
		return false;
	if (!kind_of(entry, &c.kind) || !entry->package ||
	    !hex_decode(bytes_of_string(entry->package), c.id, sizeof c.id))
		return true;
	if (entry->manifest)
		c.manifest = *entry->manifest;
	if (entry->receipt)
		c.receipt = *entry->receipt;
	return add_crossing(l, &c, e);
}

static int by_kind_and_id(const void *a, const void *b)
{
	const struct crossing *x = a, *y = b;
	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : memcmp(x->id, y->id, sizeof x->id);
}

bool ledger_close(struct ledger *l, struct error *e)
{
	/* A receipt goes by what it answers. */
	for (size_t i = 0; i < l->crossing_count; i++) {
		struct crossing *c = &l->crossings[i];
		const struct signed_texts_manifest *receipt =
			c->kind == CROSSED_RECEIPTED ? signed_texts_manifest(&l->signed_texts, &c->manifest)
						     : NULL;
		if (receipt && receipt->manifest.answers)
			memcpy(c->id, receipt->manifest.answer_id, sizeof c->id);
	}
	if (l->crossing_count)
		qsort(l->crossings, l->crossing_count, sizeof *l->crossings, by_kind_and_id);
	for (size_t i = 0; i < l->signed_texts.sighting_count; i++) {
		const struct ledger_claim claim = { .checkpoint = l->signed_texts.sightings[i].checkpoint,
			                            .index = NO_INDEX,
			                            .when = 0 };
		if (!l->signed_texts.sightings[i].own && !add_claim(l, &claim, e))
			return false;
	}
	return true;
}

const struct crossing *ledger_find(const struct ledger *l, enum crossing_kind kind,
                                   const uint8_t id[PACKAGE_ID_SIZE])
{
	struct crossing wanted = { .kind = kind };
	memcpy(wanted.id, id, sizeof wanted.id);
	return l->crossing_count ? bsearch(&wanted, l->crossings, l->crossing_count, sizeof *l->crossings,
	                                   by_kind_and_id)
	                         : NULL;
}
