/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"
#include "store/exchanges.h"
#include "store/resumed.h"

#include <string.h>

/* A letter of ours arrived. */
struct receipt {
	char *sent; /* path of the package that arrived, when its file is still here */
};

static void receipt_clear(void *own)
{
	struct receipt *r = own;
	string_freep(&r->sent);
}

static bool take(struct opening *o, struct error *e)
{
	return (o->letter.manifest.answers && !o->letter.manifest.member_count) ||
	       error_set(e, ERR_PACKAGE, "manifest.note", "%s",
	                 N_("a receipt answers one package and holds nothing else"));
}

/* A receipt repeats the terms of what it answers: our log will say them after it. */
static bool same_terms(void *context, const struct exchange_row *row, struct error *e)
{
	const struct manifest *r = context;
	_cleanup_(manifest_clear) struct manifest sent = { 0 };
	struct note note;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &sent, e))
		return false;
	const struct terms_named asked = terms_named_without_overrides(&sent.terms),
				 told = terms_named_without_overrides(&r->terms);
	if (terms_named_same(&asked, &told))
		return true;
	return error_set(e, ERR_RECEIPT, r->sender, "%s",
	                 N_("it names other terms than the package that it answers"));
}

/* By what is known, or came with this very letter. */
static bool went_on(const struct opening *o, uint64_t *ret_number, struct error *e)
{
	_cleanup_(resumed_list_clear) struct resumed_list known = { 0 };
	const struct incoming *l = &o->letter;
	*ret_number = 0;
	if (!resumed_load(o->act->desk->store, l->manifest.sender, &known, e))
		return false;
	for (size_t i = 0; i < known.count; i++)
		if (known.list[i].number > *ret_number)
			*ret_number = known.list[i].number;
	for (size_t i = 0; i < l->resumption_count; i++)
		if (!resumed_has(&known, &l->resumptions[i].statement->hash))
			*ret_number = l->manifest.sequence;
	return true;
}

static bool settle(struct opening *o, struct error *e)
{
	struct receipt *r = o->own;
	struct store *s = o->act->desk->store;
	struct manifest *m = &o->letter.manifest;
	uint64_t number;
	if (!went_on(o, &number, e) || (number && !exchanges_forget_receipt(s, m, number, e)))
		return false;
	return exchanges_receipt(s, m, &r->sent, e) &&
	       exchanges_find(s, m->answer_id, true, same_terms, m, e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct manifest *m = &o->letter.manifest;
	ret->answered.sequence = m->answer_sequence;
	ret->answered.accepted = m->accepted;
	memcpy(ret->answered.id, o->letter.answers, sizeof ret->answered.id);
}

/* The file that was sent is needed no longer; if this fails, it just stays. */
static void done(struct opening *o)
{
	struct receipt *r = o->own;
	struct error later;
	if (r->sent)
		(void)!file_remove(r->sent, &later);
}

const struct opener open_receipt = { .name = "receipt",
	                             .size = sizeof(struct receipt),
	                             .clear = receipt_clear,
	                             .take = take,
	                             .settle = settle,
	                             .fill = fill,
	                             .done = done };
