/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/desk.h"

#include "store/statements.h"
#include "trust/statement.h"

#include <stdlib.h>

/* What additions a store holds, as their texts without signatures. */
struct held_additions {
	struct buffer *notes;
	struct catalogue_addition *texts; /* views into the notes, with room for one more */
	size_t count;
};

static void held_additions_clear(struct held_additions *h)
{
	for (size_t i = 0; i < h->count; i++)
		buffer_clear(&h->notes[i]);
	free(h->notes);
	free(h->texts);
}

static bool hold_addition(void *context, const char *type, const struct sha256 *hash, struct bytes raw,
                          struct error *e)
{
	struct held_additions *h = context;
	struct note note;
	(void)hash;
	struct buffer *notes = reallocarray(h->notes, h->count + 1, sizeof *notes);
	if (notes)
		h->notes = notes;
	struct catalogue_addition *texts = reallocarray(h->texts, h->count + 2, sizeof *texts);
	if (texts)
		h->texts = texts;
	if (!notes || !texts)
		return error_memory(e);
	h->notes[h->count] = (struct buffer){ 0 };
	buffer_append(&h->notes[h->count], raw);
	if (!buffer_ok(&h->notes[h->count], e))
		return false;
	if (!statement_open(buffer_bytes(&h->notes[h->count]), CATALOGUE_TYPE, type, &note, e)) {
		buffer_clear(&h->notes[h->count]);
		return false;
	}
	h->texts[h->count++] = (struct catalogue_addition){ note.text, "additions", true };
	return true;
}

bool desk_catalogue_with(const struct desk *d, const struct catalogue_addition *more, struct catalogue **ret,
                         struct error *e)
{
	_cleanup_(held_additions_clear) struct held_additions h = { 0 };
	if (!statements_each_pinned(d->store, CATALOGUE_TYPE, hold_addition, &h, e))
		return false;
	struct catalogue_addition alone[1];
	struct catalogue_addition *texts = h.texts ? h.texts : alone;
	size_t count = h.count;
	if (more)
		texts[count++] = *more;
	return catalogue_load_with(catalogue_shipped(), "catalogue.yaml", texts, count, ret, e);
}

bool desk_renew_catalogue(struct desk *d, struct error *e)
{
	struct catalogue *c = NULL;
	if (!desk_catalogue_with(d, NULL, &c, e))
		return false;
	catalogue_freep(&d->catalogue);
	d->catalogue = c;
	return true;
}

void desk_clear(struct desk *d)
{
	if (!d)
		return;
	store_freep(&d->store);
	catalogue_freep(&d->catalogue);
	keyfile_clear(&d->key);
	*d = (struct desk){ 0 };
}

const struct roster *desk_roster(const struct desk *d)
{
	return roster_chain_newest(store_rosters(d->store));
}
