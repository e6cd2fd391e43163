/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/confirm.h"
#include "io/file.h"
#include "store/renewal.h"
#include "tools/sluis/access_account.h"
#include "tools/sluis/commands.h"

#include <stdlib.h>
#include <string.h>

/* Who has access to this store: `sluis access`. */

const struct option access_options[] = {
	SECOND_KEY_OPTION,
	CONFIRM_OPTION,
	{ 0 },
};

/* --- list --- */

static bool tell_row(struct account *a, const struct access_row *row, struct error *e)
{
	_cleanup_(string_freep) char *what = access_sentence(row);
	if (!what)
		return error_memory(e);
	account_cell(a, row->person);
	account_cell(a, row->known                        ? row->known->label
	                : access_is_recovery(row->person) ? _("recovery key of the officers")
	                                                  : NULL);
	account_cell_yes(a, row->standing != ACCESS_NO_SLOT);
	account_cell(a, row->mandate ? row->mandate->role : NULL);
	account_cell(a, row->mandate ? row->mandate->id : NULL);
	account_cell(a, access_standing_name(row->standing));
	account_cell(a, what);
	return true;
}

bool access_list_command(struct session *s, struct error *e)
{
	static const struct column columns[] = {
		{ "person", N_("person"), COLUMN_NAME },
		{ "name", N_("name"), COLUMN_NAME },
		{ "access", N_("access"), COLUMN_STATE },
		{ "role", N_("mandate as"), COLUMN_STATE },
		{ "mandate", NULL, COLUMN_ID, ACCOUNT_JSON },
		{ "state", NULL, COLUMN_STATE, ACCOUNT_JSON },
		{ NULL, N_("to do"), COLUMN_TEXT, ACCOUNT_TEXT },
	};
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	struct account *a = s->out;
	if (!access_overview(s->desk, &o, e))
		return false;
	account_pair(a, "unit", _("unit"), store_unit(s->desk->store));
	account_pair(a, "changed_by", _("changed last by"), o.list.by);
	if (o.list.second)
		account_pair(a, "changed_with", _("together with"), o.list.second);
	account_pair_day(a, "changed", _("on"), o.list.made);
	account_truth(a, "finished", o.settled);
	account_blank(a);
	account_table(a, "persons", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < o.count; i++)
		if (!tell_row(a, &o.rows[i], e))
			return false;
	account_table_end(a, NULL);
	if (o.settled)
		return true;
	_cleanup_(string_freep) char *what = access_unfinished_sentence(&o);
	if (!what)
		return error_memory(e);
	account_blank(a);
	account_line(a, "%s", what);
	return true;
}

/* --- add and remove --- */

/* A person of the unit's own municipality may be named without it. */
static char *person_named(struct session *s)
{
	const char *typed = invocation_argument(s->in, 0), *unit = store_unit(s->desk->store);
	if (strchr(typed, '/') || access_is_recovery(typed))
		return string_copy(typed);
	return string_printf("%.*s/%s", (int)strcspn(unit, "/"), unit, typed);
}

/* Who it is, as the roster has him. */
static void tell_who(struct account *a, const struct desk *d, const char *person)
{
	const struct roster_person *known = roster_person(desk_roster(d), person);
	const struct roster_mandate *m;
	struct error none;
	if (access_is_recovery(person)) {
		account_pair(a, NULL, _("who"), _("recovery key of the officers"));
		account_pair(a, NULL, _("unit"), store_unit(d->store));
		return;
	}
	bool mandated = roster_mandate_for(desk_roster(d), person, store_unit(d->store), POWER_ANY, 0, d->now,
	                                   &m, &none);
	account_pair(a, NULL, _("person"), person);
	account_pair(a, NULL, _("name"), known ? known->label : _("not in the roster"));
	account_pair(a, NULL, _("mandate as"), mandated ? m->role : _("none"));
	account_pair(a, NULL, _("unit"), store_unit(d->store));
}

/* What becomes of the key that somebody had. */
static void tell_replaced(struct account *a, const struct access_replacing *r)
{
	if (!r->is)
		return;
	account_line(a, "%s",
	             _("It takes the place of this person's older key. The store is encrypted anew, and "
	               "no copy of it that is made from now on opens with that."));
	if (r->in_reach)
		account_line(a, "%s",
		             _("The older key was lost or stolen, and whoever has it had the unit's own keys "
		               "in reach: the unit gets new ones too, and no package leaves until the roster "
		               "lists them."));
}

static bool confirm_add(struct session *s, const char *person, const struct access_replacing *replacing,
                        const struct keyfile *second, struct error *e)
{
	_cleanup_(account_clear) struct account shown = { 0 };
	if (!confirm_is_asked(s->in))
		return true;
	if (!access_look_add(s->desk, person, second, e))
		return false;
	confirm_begin(&shown, s->in);
	tell_who(&shown, s->desk, person);
	account_line(
		&shown, "%s",
		access_is_recovery(person)
			? _("With access enough of the officers' shares together open the whole store: every "
	                    "client's record, the log, and the unit's decryption key; not the keys with "
	                    "which the unit signs its log.")
			: _("With access this person's key opens the whole store: every client's record, "
	                    "the log, and the unit's own keys."));
	tell_replaced(&shown, replacing);
	return confirm(s->in, &shown,
	               access_is_recovery(person) ? _("Give it access?") : _("Give this person access?"),
	               NULL, e);
}

static void tell_second(struct account *a, const struct keyfile *second)
{
	if (second)
		account_pair(a, "second", _("together with"), second->name);
}

/* Made with the change, unless the unit was never in a roster. */
static bool tell_new_keys(struct session *s, struct error *e)
{
	struct error owed;
	if (renewal_check_owed(s->desk->store, &owed))
		return true;
	_cleanup_(string_freep) char *card = path_join(store_home(s->desk->store), "unit.card");
	if (!card)
		return error_memory(e);
	account_pair(s->out, "card", _("card for the officers"), card);
	account_line(
		s->out, "%s",
		_("The unit has new keys. Give the card to your officers: no package leaves until you have "
	          "opened the roster that lists it."));
	return true;
}

bool access_add_command(struct session *s, struct error *e)
{
	_cleanup_(string_freep) char *person = person_named(s);
	if (!person)
		return error_memory(e);
	struct access_replacing replacing;
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	bool begun = false;
	if (!session_second_key(s->in, &key, e))
		return false;
	const struct keyfile *second = key.name ? &key : NULL;
	if (!access_replacing(s->desk, person, &replacing, e) ||
	    !confirm_add(s, person, &replacing, second, e) || !access_add(s->desk, person, second, &begun, e))
		return session_tell_cut_off(s, begun);
	account_pair(s->out, "added", _("has access"), person);
	tell_second(s->out, second);
	account_pair_yes(s->out, "rekeyed", replacing.is ? _("store encrypted anew") : NULL, replacing.is);
	tell_replaced(s->out, &replacing);
	account_line(
		s->out, "%s",
		access_is_recovery(person)
			? _("Next, with the officers: `sluis recovery drill`.")
			: _("Next, at that person's own machine: `sluis join FOLDER`, with the folder that "
	                    "the officers share."));
	return !replacing.in_reach || tell_new_keys(s, e);
}

/* What removing doesn't undo. */
static void tell_what_stays_open(struct account *a, const char *person)
{
	if (access_is_recovery(person)) {
		account_line(
			a, "%s",
			_("Enough of that key's shares together can still open copies and backups of the "
		          "store that were made until now, and packages to this unit: its decryption key "
		          "was in reach, and stays the same until it is rotated."));
		return;
	}
	account_line(
		a, "%s",
		_("This person can still open copies and backups of the store that were made until now."));
	account_line(
		a, "%s",
		_("And packages to this unit that were made before other units have the roster with its new "
	          "keys: the old ones were in reach."));
	account_line(
		a, "%s",
		_("Nothing else: the store is encrypted anew, and no copy of it made from now on opens with "
	          "that person's key."));
}

static bool confirm_remove(struct session *s, const char *person, const struct keyfile *second,
                           struct error *e)
{
	_cleanup_(account_clear) struct account shown = { 0 };
	if (!confirm_is_asked(s->in))
		return true;
	if (!access_look_remove(s->desk, person, second, e))
		return false;
	confirm_begin(&shown, s->in);
	tell_who(&shown, s->desk, person);
	if (strcmp(person, s->desk->key.name) == 0)
		account_line(&shown, "%s", _("This is you: after it you can't open this store any more."));
	tell_what_stays_open(&shown, person);
	return confirm(s->in, &shown, _("Take access away, and encrypt the store anew?"), NULL, e);
}

bool access_remove_command(struct session *s, struct error *e)
{
	_cleanup_(string_freep) char *person = person_named(s);
	if (!person)
		return error_memory(e);
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	bool begun = false;
	if (!session_second_key(s->in, &key, e))
		return false;
	const struct keyfile *second = key.name ? &key : NULL;
	if (!confirm_remove(s, person, second, e) || !access_remove(s->desk, person, second, &begun, e))
		return session_tell_cut_off(s, begun);
	account_pair(s->out, "removed", _("has no access any more"), person);
	tell_second(s->out, second);
	account_pair_yes(s->out, "rekeyed", _("store encrypted anew"), true);
	tell_what_stays_open(s->out, person);
	return tell_new_keys(s, e);
}
