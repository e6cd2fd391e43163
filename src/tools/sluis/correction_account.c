/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/correction_account.h"

#include "cli/invocation.h"
#include "cli/words.h"
#include "tools/sluis/named.h"

#include <string.h>

void correction_tell_unnamed(struct session *s, bool named)
{
	if (!named)
		invocation_say(s->in, "%s",
		               _("warning: the package is made and logged, but its file could not get its "
		                 "name yet; the next command does that"));
}

void correction_tell_letters(struct session *s, const struct told_letter *list, size_t count)
{
	static const struct column columns[] = {
		{ "to", N_("to be told"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER },
		{ "sequence", N_("number"), COLUMN_NUMBER },
		{ "id", N_("letter"), COLUMN_ID, ACCOUNT_JSON },
		{ "file", N_("letter, to carry there"), COLUMN_TEXT },
	};
	struct account *a = s->out;
	account_table(a, "letters", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < count; i++) {
		account_cell(a, list[i].to ? list[i].to : "");
		account_cell_number(a, list[i].records);
		account_cell_number(a, list[i].sequence);
		account_cell(a, list[i].id);
		account_cell(a, list[i].path ? list[i].path : "");
	}
	account_table_end(a, _("No other unit has what it said before: nobody needs to be told."));
	for (size_t i = 0; i < count; i++) {
		if (!*list[i].id)
			account_line(a,
			             _("%s has no keys in the roster: tell it in another way what is right."),
			             list[i].to);
		else
			correction_tell_unnamed(s, list[i].named);
	}
}

static const struct {
	const char *name, *words;
} ways[] = {
	[WAY_CORRECTED] = { "corrected", N_("corrected here") },
	[WAY_CORRECTION_CAME] = { "correction-came", N_("corrected there") },
	[WAY_DISPUTED] = { "disputed", N_("disputed here") },
	[WAY_DISPUTE_CAME] = { "dispute-came", N_("disputed there") },
	[WAY_DUE] = { "due", N_("changed by an import, not told yet") },
};

void correction_tell_start(struct account *a)
{
	static const struct column columns[] = {
		{ "record", N_("record"), COLUMN_ID },    { "what", N_("what"), COLUMN_STATE },
		{ "unit", N_("unit"), COLUMN_NAME },      { "made", N_("on"), COLUMN_DATE },
		{ "fields", N_("fields"), COLUMN_TEXT },  { "outcome", N_("what came of it"), COLUMN_STATE },
		{ "reason", N_("reason"), COLUMN_STATE }, { "decided", N_("decided"), COLUMN_DATE },
		{ "letter", N_("letter"), COLUMN_ID },
	};
	account_table(a, "corrections", NULL, columns, ELEMENTS(columns));
}

/* Where nothing came of it yet: who is to act. */
static void tell_outcome(struct account *a, const struct correction_row *r)
{
	enum correction_outcome outcome;
	enum correction_keep kept;
	bool known = r->outcome && correction_outcome_parse(bytes_of_string(r->outcome), &outcome);
	bool why = r->reason && correction_keep_parse(bytes_of_string(r->reason), &kept);
	if (known)
		account_cell_words(a, r->outcome, correction_outcome_words(outcome));
	else if (r->way == WAY_DISPUTE_CAME)
		account_cell_words(a, "undecided", N_("to be decided on"));
	else if (r->way == WAY_CORRECTION_CAME)
		account_cell_words(a, "restricted", N_("waits: the record is restricted"));
	else
		account_cell_words(a, "waiting", N_("not known yet"));
	account_cell_words(a, why ? r->reason : "", why ? correction_keep_words(kept) : "");
}

void correction_tell_row(struct session *s, const struct correction_row *r)
{
	struct account *a = s->out;
	char letter[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(r->letter, PACKAGE_ID_SIZE), letter);
	named_cell(s, ID_RECORD, r->record);
	account_cell_words(a, ways[r->way].name, ways[r->way].words);
	account_cell(a, r->peer);
	account_cell_day(a, r->made);
	account_cell(a, r->fields);
	tell_outcome(a, r);
	account_cell_day(a, r->decided);
	named_cell(s, ID_PACKAGE, letter);
}

void correction_tell_end(struct account *a)
{
	account_table_end(a, _("Nothing was corrected or disputed."));
}

void correction_tell_outcomes(struct account *a, const uint64_t counts[CORRECTION_OUTCOME_COUNT])
{
	for (enum correction_outcome i = 0; i < CORRECTION_OUTCOME_COUNT; i++)
		account_pair_number(a, correction_outcome_name(i), _(correction_outcome_words(i)), counts[i]);
}

void correction_tell_due_start(struct account *a)
{
	static const struct column columns[] = {
		{ "unit", N_("has them as they were"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER },
	};
	account_table(a, "due", NULL, columns, ELEMENTS(columns));
}

void correction_tell_due(struct account *a, const char *unit, uint64_t records)
{
	account_cell(a, unit);
	account_cell_number(a, records);
}

void correction_tell_due_end(struct account *a)
{
	account_table_end(a, NULL);
}
