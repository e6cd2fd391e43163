/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/access_account.h"

#include <stdlib.h>
#include <string.h>

static char *recovery_sentence(enum access_standing standing)
{
	static const char *const sentences[] = {
		[ACCESS_FITS] = "",
		[ACCESS_NO_SLOT] =
			N_("The roster lists a recovery key, which has no access yet: `sluis access add "
		           "recovery`"),
		[ACCESS_NO_MANDATE] =
			N_("The roster lists no recovery key any more, and one still has access: "
		           "`sluis access remove recovery`"),
		[ACCESS_OTHER_KEY] =
			N_("Another recovery key has access than the roster lists: `sluis access remove "
		           "recovery`, and then `sluis access add recovery`"),
	};
	return string_copy(sentences[standing][0] ? _(sentences[standing]) : "");
}

bool access_is_recovery(const char *person)
{
	return strcmp(person, ROSTER_RECOVERY) == 0;
}

char *access_sentence(const struct access_row *row)
{
	if (access_is_recovery(row->person))
		return recovery_sentence(row->standing);
	switch (row->standing) {
	case ACCESS_NO_SLOT:
		return string_printf(_("%s has a mandate here, and no access yet: `sluis access add %s`"),
		                     row->person, row->person);
	case ACCESS_NO_MANDATE:
		return string_printf(
			_("%s has no mandate here any more, and still has access: `sluis access remove %s`"),
			row->person, row->person);
	case ACCESS_OTHER_KEY:
		return string_printf(
			_("%s has access with another key than the roster lists: `sluis access add %s`"),
			row->person, row->person);
	case ACCESS_FITS:
		break;
	}
	return string_copy("");
}

char *access_unfinished_sentence(const struct access_overview *o)
{
	const struct access_list *l = &o->list;
	if (l->removed)
		return string_printf(_("Taking access away from %s was cut off; this finishes it: `sluis "
		                       "access remove %s`"),
		                     l->removed, l->removed);
	if (l->replaced)
		return string_printf(_("Giving %s access with a new key was cut off; this finishes it: "
		                       "`sluis access add %s`"),
		                     l->replaced, l->replaced);
	if (l->recovered)
		return string_printf(
			_("Giving %s access by the recovery key was cut off; this finishes it: `sluis "
		          "access recover`"),
			l->recovered);
	if (l->added)
		return string_printf(
			_("Giving %s access was cut off; this finishes it: `sluis access add %s`"), l->added,
			l->added);
	return string_copy(_("The file store.slots isn't the one that this list was made with: tell your "
	                     "privacy officer"));
}

bool access_tell_differing(struct session *s, struct error *e)
{
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	if (!access_overview(s->desk, &o, e))
		return false;
	for (size_t i = 0; i < o.count; i++) {
		if (o.rows[i].standing == ACCESS_FITS)
			continue;
		_cleanup_(string_freep) char *what = access_sentence(&o.rows[i]);
		if (!what)
			return error_memory(e);
		account_line(s->out, "%s", what);
	}
	return true;
}
