/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/restriction_account.h"

#include "cli/words.h"
#include "exchange/desk.h"
#include "exchange/restriction.h"
#include "tools/sluis/named.h"

void restriction_tell_start(struct account *a)
{
	static const struct column columns[] = {
		{ "id", N_("restricted record"), COLUMN_ID },  { "from", N_("received from"), COLUMN_NAME },
		{ "purpose", N_("purpose"), COLUMN_NAME },     { "consent", N_("withdrawn"), COLUMN_ID },
		{ "since", N_("since"), COLUMN_DATE },         { "state", N_("state"), COLUMN_STATE },
		{ "decide_by", N_("decide by"), COLUMN_DATE }, { "reason", N_("reason"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	account_table(a, "restricted", NULL, columns, ELEMENTS(columns));
}

void restriction_tell(struct session *s, const struct restriction *r)
{
	struct account *a = s->out;
	enum keep_reason reason = KEEP_UNSAID;
	moment by = r->since + RESTRICTION_DAYS * SECONDS_A_DAY;
	bool known = r->reason && keep_reason_parse(bytes_of_string(r->reason), &reason);
	named_cell(s, ID_RECORD, r->record);
	account_cell(a, r->source);
	account_cell(a, r->purpose);
	if (r->erasure)
		account_cell_words(a, r->consent, N_("erased there"));
	else
		named_cell(s, ID_DECLARATION, r->consent);
	account_cell_day(a, r->since);
	if (r->kept)
		account_cell_words(a, "kept", N_("kept"));
	else if (s->desk->now > by)
		account_cell_words(a, "overdue", N_("to be decided on, overdue"));
	else
		account_cell_words(a, "undecided", N_("to be decided on"));
	account_cell_day(a, r->kept ? 0 : by);
	account_cell_words(a, known ? r->reason : "", known ? keep_reason_words(reason) : "");
	account_cell(a, r->article ? r->article : "");
}

void restriction_tell_end(struct account *a)
{
	account_table_end(a, _("No record is restricted."));
}

void restriction_tell_onward(struct account *a, const struct retraction_result *list, size_t count)
{
	static const struct column columns[] = {
		{ "to", N_("went on to"), COLUMN_NAME },
		{ "withdrawn", N_("consents that ended"), COLUMN_NUMBER },
		{ "sequence", N_("number"), COLUMN_NUMBER },
		{ "file", N_("retraction, to send on"), COLUMN_TEXT },
	};
	account_table(a, "onward", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < count; i++) {
		account_cell(a, list[i].to ? list[i].to : "");
		account_cell_number(a, list[i].declarations);
		account_cell_number(a, list[i].sequence);
		account_cell(a, list[i].path ? list[i].path : "");
	}
	account_table_end(a, NULL);
	for (size_t i = 0; i < count; i++)
		if (list[i].unreachable)
			account_line(
				a,
				_("%s has no keys in the roster: tell it in another way that it may not use "
			          "what it received."),
				list[i].to);
}
