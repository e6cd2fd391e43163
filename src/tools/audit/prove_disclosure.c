/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/prove_disclosure.h"

#include "cli/words.h"
#include "log/disclosure.h"
#include "trust/statement.h"

#include <stdio.h>

/* What the entry of an act says in public, and of a client's that it belongs to one. */
static void show_act(struct account *o, const struct entry *entry)
{
	account_pair_number(o, "entry", _("entry"), entry->index);
	if (entry->child) {
		account_pair_number(o, "parent", _("a client of entry"), entry->parent);
		return;
	}
	account_pair_moment(o, "start", _("when"), entry->start);
	account_pair_words(o, "action", _("act"), entry->action, words_act(entry->action));
	if (entry->finding)
		account_pair(o, "finding", _("finding"), entry->finding);
	if (entry->terms.agreement)
		account_pair(o, "agreement", _("agreement"), entry->terms.agreement);
	if (entry->terms.purpose)
		account_pair(o, "purpose", _("purpose"), entry->terms.purpose);
	if (entry->terms.ground)
		account_pair(o, "ground", _("ground"), entry->terms.ground);
	if (entry->peer)
		account_pair(o, "peer", _("unit"), entry->peer);
	if (entry->role)
		account_pair(o, "role", _("role"), entry->role);
	if (entry->mandate)
		account_pair(o, "mandate", _("mandate"), entry->mandate);
}

static const char *private_label(enum private_field f)
{
	static const char *const labels[PRIVATE_COUNT] = {
		[PRIVATE_SUBJECT] = N_("client"),
		[PRIVATE_SUBJECT_TYPE] = N_("known by"),
		[PRIVATE_RECORD] = N_("record"),
		[PRIVATE_REASON] = N_("reason"),
		[PRIVATE_CASE] = N_("case"),
		[PRIVATE_CONSENT] = N_("consent"),
		[PRIVATE_FIELDS_SHOWN] = N_("fields shown"),
		[PRIVATE_WITHHELD] = N_("kept back"),
		[PRIVATE_WORKSTATION] = N_("workstation"),
	};
	return _(labels[f]);
}

static bool show_entry(void *context, const struct disclosure_entry *entry, struct error *e)
{
	struct account *a = context;
	account_item(a, NULL, NULL);
	account_blank(a);
	show_act(a, entry->entry);
	account_item(a, "disclosed", NULL);
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		if (entry->disclosed[f])
			account_pair(a, private_field_name((enum private_field)f),
			             *entry->values[f] ? private_label((enum private_field)f) : NULL,
			             entry->values[f]);
	account_item_end(a);
	account_item_end(a);
	return account_ok(a, e);
}

static bool read_order(const char *path, struct order **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return statement_read(path, &raw, e) && order_parse(buffer_bytes(&raw), path, ret, e);
}

bool disclosure_prove(struct account *o, struct bytes file, const char *path, const struct bytes *rosters,
                      size_t roster_count, const struct sha256 *fingerprint, const char *order_path,
                      struct error *e)
{
	_cleanup_(order_freep) struct order *order = NULL;
	_cleanup_(disclosure_text_freep) struct disclosure_text *text = NULL;
	struct disclosure d;
	if (order_path && !read_order(order_path, &order, e))
		return false;
	account_pair(o, "kind", _("kind"), "disclosure");
	account_list(o, "entries");
	if (!disclosure_verify(file, path, rosters, roster_count, fingerprint, &d, &text, show_entry, o, e))
		return false;
	account_list_end(o);
	account_blank(o);
	account_pair(o, "log", _("log of"), d.log);
	account_pair_moment(o, "made", _("disclosed on"), d.made);
	account_pair(o, "by", _("by"), d.by);
	if (d.second)
		account_pair(o, "second", _("and"), d.second);
	account_pair(o, "recipient", _("to"), d.recipient);
	account_pair(o, "reason", _("reason"), d.reason);
	if (d.has_order)
		account_pair_hash(o, "order", _("on the order with SHA-256"), &d.order);
	if (order && !disclosure_fits_order(file, path, rosters, roster_count, fingerprint, order, e))
		return false;
	uint64_t lines = 0;
	for (struct cursor c = cursor_of(d.about); !cursor_done(&c); lines++)
		(void)cursor_line(&c);
	account_pair_number(o, "client_lines", d.has_client ? _("lines on the client") : NULL, lines);
	account_truth(o, "proved", true);
	account_line(o, "%s",
	             d.has_client
	                     ? _("Proved: these entries stand in that log, these are the values that they "
	                         "commit to, and what is told of the client beside them was signed by that "
	                         "person. Whether it is true, and whether it is all, no log can show.")
	                     : _("Proved: these entries stand in that log, and these are the values that "
	                         "they commit "
	                         "to. Whether an entry is true, no log can show."));
	if (order) {
		account_line(o, "%s",
		             _("It was made on this order, which enough officers signed, to its auditor and "
		               "within its term."));
		account_line(
			o, "%s",
			order->record
				? _("Each entry but the last is of an act in the days of the order, one at "
		                    "least is about its record, and no two show different BSNs. Whose an "
		                    "entry is that shows no BSN wasn't checked.")
				: _("Each entry but the last is of an act in the days of the order, by its "
		                    "person."));
	}
	if (!order && d.has_order)
		account_line(o, "%s", _("With --order it is checked against the order as well."));
	return true;
}
