/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People read each override in one order, which is also that of the text by itself for
 * programs; where it is a member of a list, programs have an order of their own. */

#include "tools/common/override_account.h"

#include "cli/words.h"

#include <string.h>

/* `row`: in the table of grounds; NULL: not known. `itself`: there is nothing around it that tells what it is
 * for. */
static void tell(struct account *a, const struct override *w, const struct ground *row, bool itself)
{
	if (itself)
		account_pair_number(a, "version", _("version"), w->version);
	account_pair(a, "controller", _("decided by the officers of"), w->controller);
	account_pair(a, "ground", _("ground"), w->ground);
	if (row) {
		account_pair(a, "article", _("article"), row->article);
		account_pair_words(a, "certainty", _("certainty"), row->certainty,
		                   certainty_words(row->certainty));
	}
	if (itself) {
		account_pair(a, "agreement", _("agreement"), w->agreement);
		account_pair(a, "purpose", _("purpose"), w->purpose);
	}
	account_pair(a, "reasons", _("reasons"), w->reasons);
	account_pair(a, "fg", _("advice by (FG)"), w->fg);
	account_pair_day(a, "advised", _("on"), w->advised);
	account_pair(a, "advice", _("advice"), w->advice);
	account_pair_day(a, "valid_from", _("valid from"), w->valid_from);
	account_pair_day(a, "valid_until", _("until and with"), w->valid_until);
	account_pair_hash(a, "sha256", _("SHA-256, for agreements to pin"), &w->hash);
}

void override_tell(struct account *a, const struct override *w)
{
	account_pair(a, "id", _("override"), w->id);
	tell(a, w, NULL, true);
}

static void tell_relied(struct account *a, const struct override *w, const struct ground *row)
{
	account_item(a, NULL, w->id);
	account_pair(a, "override", NULL, w->id);
	account_pair(a, "ground", NULL, w->ground);
	account_pair(a, "article", NULL, row ? row->article : "");
	account_pair(a, "certainty", NULL, row ? row->certainty : "");
	account_pair(a, "fg", NULL, w->fg);
	account_pair_day(a, "valid_from", NULL, w->valid_from);
	account_pair_day(a, "valid_until", NULL, w->valid_until);
	account_pair(a, "controller", NULL, w->controller);
	account_pair(a, "reasons", NULL, w->reasons);
	account_pair_day(a, "advised", NULL, w->advised);
	account_pair(a, "advice", NULL, w->advice);
	account_pair_hash(a, "sha256", NULL, &w->hash);
	account_only(a, ACCOUNT_TEXT); /* on a page it is the heading */
	account_pair(a, NULL, _("override"), w->id);
	account_only(a, ACCOUNT_PEOPLE);
	tell(a, w, row, false);
	account_for_all(a);
	account_item_end(a);
}

static void tell_heading(struct account *a, size_t before)
{
	account_only(a, ACCOUNT_PEOPLE);
	if (before == 0)
		account_section(a, "overrides", _("Overrides that this rests on"));
	else
		account_blank(a);
	account_only(a, ACCOUNT_TEXT);
	if (before == 0)
		account_line(a, "%s", _("Rests on an override:"));
	account_for_all(a);
}

void overrides_tell(struct account *a, const struct agreement *terms, const struct agreement_purpose *p)
{
	const struct pinned *pinned = &terms->pinned;
	size_t found = 0;
	account_list(a, "overrides");
	for (size_t i = 0; i < pinned->override_count; i++) {
		const struct override *w = pinned->overrides[i];
		if (strcmp(w->purpose, p->code) != 0)
			continue;
		tell_heading(a, found++);
		tell_relied(a, w, grounds_find(pinned->grounds, w->ground));
	}
	account_only(a, ACCOUNT_PEOPLE);
	if (found)
		account_section_end(a);
	account_for_all(a);
	account_list_end(a);
}

void override_tell_acts(struct account *a, const char *hash, const struct override *w,
                        const struct ground *row, uint64_t acts)
{
	account_item(a, NULL, w ? w->id : hash);
	account_pair(a, "override", NULL, w ? w->id : hash);
	account_pair(a, "purpose", NULL, w ? w->purpose : "");
	account_pair(a, "article", NULL, row ? row->article : "");
	account_pair(a, "certainty", NULL, row ? row->certainty : "");
	account_pair_day(a, "valid_until", NULL, w ? w->valid_until : 0);
	account_pair(a, "reasons", NULL, w ? w->reasons : "");
	account_pair(a, "fg", NULL, w ? w->fg : "");
	account_pair(a, "advice", NULL, w ? w->advice : "");
	account_only(a, ACCOUNT_TEXT);
	account_pair(a, NULL, _("override"), w ? w->id : hash);
	account_only(a, ACCOUNT_PEOPLE);
	if (w)
		tell(a, w, row, true);
	account_for_all(a);
	account_pair_number(a, "acts", _("acts"), acts);
	account_item_end(a);
}
