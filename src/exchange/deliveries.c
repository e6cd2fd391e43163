/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/deliveries.h"

#include "store/exchanges.h"

#include <stdlib.h>
#include <string.h>

static void delivery_clear(struct delivery *d)
{
	if (d->before) {
		delivery_clear(d->before);
		free(d->before);
	}
	free(d->peer);
	free(d->withheld);
	terms_named_clear(&d->terms);
}

void deliveries_clear(struct deliveries *d)
{
	for (size_t i = 0; i < d->count; i++)
		delivery_clear(&d->list[i]);
	free(d->list);
}

static bool same_text(const char *a, const char *b)
{
	return bytes_equal(bytes_of_string(a), bytes_of_string(b)); /* NULL is empty */
}

/* A later package to the same unit for the same purpose brought it anew; an answer brought a part. */
static struct delivery *place_of(struct deliveries *all, const struct exchange_row *row, bool part,
                                 struct error *e)
{
	for (size_t i = 0; i < all->count; i++) {
		struct delivery *d = &all->list[i];
		if (same_text(d->peer, row->peer) && same_text(d->terms.agreement, row->agreement) &&
		    same_text(d->terms.purpose, row->purpose)) {
			struct delivery *before = part ? malloc(sizeof *before) : NULL;
			if (before)
				*before = *d;
			else if (part && !error_memory(e))
				return NULL;
			else
				delivery_clear(d);
			*d = (struct delivery){ .before = before };
			return d;
		}
	}
	struct delivery *more = reallocarray(all->list, all->count + 1, sizeof *more);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	all->list = more;
	all->list[all->count] = (struct delivery){ 0 };
	return &all->list[all->count++];
}

static bool left(const struct exchange_row *row)
{
	return row->kind == PACKAGE_CASES &&
	       (row->state == SENT_OUT || row->state == SENT_RECEIPTED || row->state == SENT_PREPARED);
}

/* By the act that packed it: that a second person approved it comes behind, and perhaps behind others. */
static bool is_known(const struct deliveries *all, const struct exchange_row *row)
{
	for (size_t i = 0; i < all->count; i++)
		for (const struct delivery *d = &all->list[i]; d; d = d->before)
			if (memcmp(d->package, row->id, sizeof d->package) == 0)
				return true;
	return false;
}

static bool note_delivery(void *context, const struct exchange_row *row, struct error *e)
{
	struct deliveries *all = context;
	_cleanup_(manifest_clear) struct manifest sent = { 0 };
	struct note note;
	if (!left(row) || is_known(all, row))
		return true;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &sent, e))
		return false;
	struct delivery *d = place_of(all, row, sent.answers, e);
	if (!d)
		return false;
	const struct terms_named terms = terms_named_without_overrides(&sent.terms);
	d->created = row->created;
	memcpy(d->package, row->id, sizeof d->package);
	d->peer = string_copy(row->peer);
	d->withheld = string_copy(all->stayed);
	return ((d->peer && (d->withheld || !all->stayed)) || error_memory(e)) &&
	       terms_named_copy(&terms, &d->terms, e);
}

bool deliveries_look(void *context, uint64_t index, struct error *e)
{
	struct deliveries *all = context;
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *text_of_act = NULL;
	struct store *s = all->act->desk->store;
	struct entry child, entry;
	uint8_t id[PACKAGE_ID_SIZE];
	if (!log_entry_read(store_log(s), index, &child, &text, e))
		return false;
	if (!child.child)
		return true;
	if (!log_entry_read(store_log(s), child.parent, &entry, &text_of_act, e) ||
	    !past_client_read(s, index, &client, e))
		return false;
	if (!act_kind_is(act_kind_of(entry.action), ACT_SENDS) || !entry.package ||
	    !hex_decode(bytes_of_string(entry.package), id, sizeof id) || client.stayed ||
	    (all->whose && whose_record_another(all->whose, &client, entry.start)))
		return true;
	all->stayed = client.withheld;
	struct error why;
	if (exchanges_find(s, id, true, note_delivery, all, &why) || why.code == ERR_NOT_FOUND)
		return true;
	*e = why;
	return false;
}
