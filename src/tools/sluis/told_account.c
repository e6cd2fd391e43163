/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/told_account.h"

#include "cli/invocation.h"
#include "cli/words.h"
#include "report/account.h"

void told_letters_tell(struct session *s, const struct told_letter *list, size_t count)
{
	static const struct column columns[] = {
		{ "to", N_("told"), COLUMN_NAME },           { "records", N_("records"), COLUMN_NUMBER },
		{ "sequence", N_("number"), COLUMN_NUMBER }, { "file", N_("letter, to send"), COLUMN_TEXT },
		{ "id", NULL, COLUMN_ID, ACCOUNT_JSON },
	};
	struct account *a = s->out;
	bool named = true;
	account_table(a, "letters", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < count; i++) {
		account_cell(a, list[i].to);
		account_cell_number(a, list[i].records);
		account_cell_number(a, list[i].sequence);
		account_cell(a, list[i].path ? list[i].path : "");
		account_cell(a, list[i].id);
		named = named && (list[i].named || !list[i].path);
	}
	account_table_end(a, NULL);
	for (size_t i = 0; i < count; i++)
		if (!list[i].path)
			account_line(a, _("%s has no keys in the roster: tell it in another way."),
			             list[i].to);
	if (!named)
		invocation_say(s->in, "%s",
		               _("warning: the package is made and logged, but its file could not get its "
		                 "name yet; the next command does that"));
}
