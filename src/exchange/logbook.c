/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/logbook.h"

#include "log/bundle.h"
#include "store/exchanges.h"
#include "store/statements.h"

#include <stdio.h>
#include <string.h>

static bool show_entry(struct desk *d, uint64_t index, bool private, bool (*each)(void *context, const struct logbook_row *row, struct error *e), void *context, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(buffer_clear) struct buffer values = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!log_entry(store_log(d->store), index, &raw, e) || !entry_parse(buffer_bytes(&raw), &entry, &text, e) ||
	    (private && !store_log_private(d->store, index, &values, e)))
		return false;
	const struct logbook_row row = { &entry, buffer_bytes(&raw), buffer_bytes(&values) };
	return each(context, &row, e);
}

bool logbook_show(struct desk *d, uint64_t from, uint64_t to, bool private, bool (*each)(void *context, const struct logbook_row *row, struct error *e), void *context, struct error *e)
{
	_cleanup_(act_clear) struct act a = { 0 };
	if (!act_begin(&a, d, "log", ACTION_LOG, e)) {
		act_clear(&a);
		return desk_refused(d, "log", NULL, NULL, e);
	}
	uint64_t size = log_size(store_log(d->store));
	for (uint64_t i = from; i < to && i < size; i++)
		if (!show_entry(d, i, private, each, context, e))
			return false;
	return act_log(&a, e) && act_commit(&a, e);
}

static bool export_agreement(void *context, const struct agreement *a, struct error *e)
{
	char name[256];
	snprintf(name, sizeof name, "agreements/%s-v%llu.note", a->id, (unsigned long long)a->version);
	return bundle_file(context, name, buffer_bytes(&a->note), e);
}

static bool export_manifest(void *context, const struct exchange_row *row, struct error *e)
{
	char id[2 * PACKAGE_ID_SIZE + 1], name[64];
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	snprintf(name, sizeof name, "manifests/%s.note", id);
	return bundle_file(context, name, row->manifest_note, e);
}

static bool export_parts(struct desk *d, struct bundle_writer *w, struct error *e)
{
	const struct roster_chain *chain = store_rosters(d->store);
	for (size_t i = 0; i < chain->count; i++) {
		char name[64];
		snprintf(name, sizeof name, "rosters/%06zu.note", i + 1);
		if (!bundle_file(w, name, buffer_bytes(&chain->versions[i]->note), e))
			return false;
	}
	return statements_each_agreement(d->store, true, d->catalogue, export_agreement, w, e) &&
	       exchanges_each(d->store, export_manifest, w, e);
}

bool logbook_export(struct desk *d, const char *directory, uint64_t *ret_size, struct error *e)
{
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	if (!act_begin(&a, d, "log", ACTION_LOG, e)) {
		act_clear(&a);
		return desk_refused(d, "log", NULL, NULL, e);
	}
	/* Entry, checkpoint and files belong together: the transaction is held until all of it is written. */
	if (!bundle_start(directory, &w, e) || !act_log(&a, e) || !store_sign_log(d->store, &checkpoint, e) ||
	    !bundle_log(w, store_log(d->store), buffer_bytes(&checkpoint), e) || !export_parts(d, w, e) || !act_commit(&a, e))
		return false;
	*ret_size = log_size(store_log(d->store));
	return bundle_end(w, e);
}
