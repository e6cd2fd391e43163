/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/confirm.h"
#include "exchange/renewing.h"
#include "io/file.h"
#include "tools/sluis/commands.h"

/* The unit's own keys: `sluis unit`. */

const struct option unit_options[] = {
	CONFIRM_OPTION,
	{ 0 },
};

/* --- show --- */

static const char *state_name(enum decryption_key_state state, const char **ret_words)
{
	static const char *const names[] = { "waits", "in-use", "replaced" };
	static const char *const words[] = { N_("waits for the roster that lists it"), N_("in use"),
		                             N_("replaced") };
	*ret_words = words[state];
	return names[state];
}

struct showing {
	struct account *out;
	moment term; /* from its replacement until it isn't needed any more */
};

static bool show_key(void *context, const struct decryption_key *row, _unused_ struct error *e)
{
	struct showing *s = context;
	char recipient[AGE_RECIPIENT_SIZE + 1];
	const char *words, *state = state_name(row->state, &words);
	age_recipient_format(&row->recipient, recipient);
	account_cell_number(s->out, row->number);
	account_cell(s->out, recipient);
	account_cell_day(s->out, row->made);
	account_cell_words(s->out, state, words);
	account_cell_day(s->out, row->replaced);
	account_cell_day(s->out, row->replaced ? row->replaced + s->term : 0);
	return true;
}

bool unit_show(struct session *s, struct error *e)
{
	static const struct column columns[] = {
		{ "key", N_("key"), COLUMN_NUMBER },
		{ "recipient", NULL, COLUMN_ID, ACCOUNT_JSON },
		{ "made", N_("made"), COLUMN_DATE },
		{ "state", N_("state"), COLUMN_STATE },
		{ "replaced", N_("replaced"), COLUMN_DATE },
		{ "needed_until", N_("needed until"), COLUMN_DATE },
	};
	struct desk *d = s->desk;
	struct account *a = s->out;
	struct showing showing = { .out = a };
	moment since;
	bool waits;
	struct error owed;
	if (!renewing_needed_since(d, &since, e) || !renewal_waits(d->store, &waits, NULL, e))
		return false;
	showing.term = d->now - since;
	bool sends = renewal_check_owed(d->store, &owed);
	if (!sends && owed.code != ERR_UNIT_KEYS_OWED) {
		*e = owed;
		return false;
	}
	account_pair(a, "unit", _("unit"), store_unit(d->store));
	account_truth(a, "waits", waits);
	account_truth(a, "packing_waits", !sends);
	account_blank(a);
	account_table(a, "keys", NULL, columns, ELEMENTS(columns));
	if (!decryption_keys_each(d->store, show_key, &showing, e))
		return false;
	account_table_end(a, NULL);
	if (waits)
		account_line(
			a, "%s",
			_("New keys wait for the officers: give them `unit.card`, in the store's folder."));
	if (!sends)
		account_line(a, "%s",
		             _("Until the roster lists them no package leaves: somebody who left had the old "
		               "ones."));
	return true;
}

/* --- renew --- */

static bool confirm_of_unit(struct session *s, const char *what, const char *question, struct error *e)
{
	_cleanup_(account_clear) struct account shown = { 0 };
	confirm_begin(&shown, s->in);
	account_pair(&shown, NULL, _("unit"), store_unit(s->desk->store));
	account_line(&shown, "%s", what);
	return confirm(s->in, &shown, question, NULL, e);
}

bool unit_renew(struct session *s, struct error *e)
{
	bool made, begun = false;
	if (!confirm_of_unit(
		    s,
		    _("New keys are made: for decrypting, for this unit's log, and for what it countersigns. "
	              "The old ones go on working until you open the roster that lists the new ones; letters "
	              "under way can still be opened after that."),
		    _("Make new keys for this unit?"), e))
		return false;
	if (!renewing_renew(s->desk, &made, &begun, e))
		return session_tell_cut_off(s, begun);
	_cleanup_(string_freep) char *card = path_join(store_home(s->desk->store), "unit.card");
	if (!card)
		return error_memory(e);
	account_truth(s->out, "made", made);
	account_pair(s->out, "card", _("card for the officers"), card);
	account_line(
		s->out, "%s",
		made ? _("New keys are made. The officers put the card in the roster, with `sluis-officer "
	                 "roster add --replace`; open that roster here when it comes.")
		     : _("New keys were made before, and wait for the roster that lists them."));
	return true;
}

/* --- destroy --- */

bool unit_destroy(struct session *s, struct error *e)
{
	uint64_t count;
	if (!confirm_of_unit(
		    s,
		    _("Decryption keys that were replaced so long ago that no letter to them is under "
	              "way any more are destroyed. Letters that were kept elsewhere can't be opened "
	              "with them again."),
		    _("Destroy them?"), e) ||
	    !renewing_destroy(s->desk, &count, e))
		return false;
	account_pair_number(s->out, "destroyed", _("keys destroyed"), count);
	return true;
}
