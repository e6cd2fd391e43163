/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/client_report_account.h"

#include "cli/words.h"
#include "log/act_kinds.h"
#include "report/when.h"
#include "trust/letter_kinds.h"
#include "trust/rights.h"

#include <stdio.h>
#include <string.h>

/* Who received and sent, who looked, and what else was done. */

static void cell_role(const struct report_telling *t, const struct report_row *row)
{
	account_cell(t->a, row->role ? row->role : "");
}

/* As a client reads it; others as the log calls them. */
static const struct {
	const char *action, *words;
} act_words[] = {
	{ "read", N_("looked at your data") },
	{ "search", N_("found you in a search") },
	{ "export", N_("wrote your data to a file") },
	{ "preview", N_("checked what may be sent") },
	{ "log", N_("looked at what was done with your data") },
	{ "disclose", N_("told somebody what was done, as in this report") },
	{ "import", N_("took your data in from our own system") },
	{ "undo", N_("took an import back") },
	{ "consent", N_("put down what you agreed to") },
	{ "withdraw", N_("put down that you took it back") },
	{ "pack", N_("made a letter ready") },
	{ "approve", N_("a second person agreed to send a letter") },
	{ "open", N_("opened a letter") },
	{ "resend", N_("wrote a letter again") },
	{ "void", N_("took a letter back") },
	{ "correct", N_("corrected your data") },
	{ "purge", N_("destroyed data, since their term was over") },
	{ "retain", N_("changed how long your data are kept") },
	{ "right", N_("dealt with what you asked") },
	{ "decide", N_("decided what happens to data that nobody may use") },
	{ "acceptance", N_("said whether your file is taken on") },
	{ "handover", N_("handed over who directs your case") },
};

static const char *words_of_act(const struct report_row *row)
{
	if (row->sort == REPORT_REFUSED)
		return _("the program refused what somebody tried");
	for (size_t i = 0; i < ELEMENTS(act_words); i++)
		if (strcmp(act_words[i].action, row->action) == 0)
			return _(act_words[i].words);
	return _(words_act(row->action));
}

/* --- to whom, and from where --- */

/* What one unit sent and another received is one line, where both tell of it. */
static bool is_told_by_sender(const struct report_telling *t, const struct report_row *row)
{
	if (row->sort != REPORT_CAME || !row->package)
		return false;
	for (size_t i = 0; i < t->report->count; i++)
		for (size_t j = 0; j < t->report->parts[i].row_count; j++) {
			const struct report_row *sent = &t->report->parts[i].rows[j];
			if (sent->sort == REPORT_WENT && sent->package && sent->fields && row->fields &&
			    strcmp(sent->package, row->package) == 0 && json_equal(sent->fields, row->fields))
				return true;
		}
	return false;
}

static void cell_purpose(const struct report_telling *t, const struct report_part *p,
                         const struct report_row *row)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	if (package_kind_of(row->kind) == PACKAGE_CORRECTION)
		buffer_printf(&words, "%s", _("To put right what went before. "));
	buffer_printf(&words, "%s", report_purpose_words(p, row->agreement, row->purpose, row->version));
	account_cell_buffer(t->a, &words);
}

/* When what went was taken back; 0: it wasn't. */
static moment taken_back(const struct report_part *p, const struct report_row *row)
{
	for (size_t i = 0; row->sort == REPORT_WENT && row->package && i < p->row_count; i++) {
		const struct report_row *other = &p->rows[i];
		if (other->sort != REPORT_REFUSED && act_kind_of(other->action) == ACT_VOID &&
		    other->package && strcmp(other->package, row->package) == 0)
			return other->when;
	}
	return 0;
}

/* Taken back or not, it may have been opened before: so it stands here. */
static void cell_fields(const struct report_telling *t, size_t part, const struct report_row *row,
                        moment back)
{
	_cleanup_(buffer_clear) struct buffer cell = { 0 };
	char when[WHEN_SIZE];
	if (back)
		buffer_printf(&cell, _("Taken back on %s: the other team may not use it. "),
		              moment_in_words(back, WHEN_IN_A_SENTENCE, when));
	if (row->fields)
		report_append_fields(t, part, row->fields, &cell);
	else
		buffer_printf(&cell, "%s", _("Which data isn't kept any more."));
	account_cell_buffer(t->a, &cell);
}

static void tell_crossing(const struct report_telling *t, size_t part, const struct report_row *row)
{
	const struct report_part *p = &t->report->parts[part];
	const json_t *terms = report_part_terms(p, row->agreement, row->purpose, row->version);
	const char *article = report_line_text(terms, "article");
	bool sent = row->sort == REPORT_WENT;
	bool stayed = row->withheld && *row->withheld == '*';
	account_cell_moment(t->a, row->when);
	account_cell(t->a, report_unit_name(t, sent ? p->what.log : row->peer));
	account_cell(t->a, report_unit_name(t, sent ? row->peer : p->what.log));
	cell_purpose(t, p, row);
	if (stayed)
		account_cell(t->a, _("Nothing: all of it stayed."));
	else
		cell_fields(t, part, row, taken_back(p, row));
	cell_role(t, row);
	account_cell(t->a, article ? article : "");
}

static void tell_crossings(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "when", N_("when"), COLUMN_DATE },
		{ "from", N_("from"), COLUMN_NAME },
		{ "to", N_("to"), COLUMN_NAME },
		{ "purpose", N_("what for"), COLUMN_TEXT },
		{ "fields", N_("which data"), COLUMN_TEXT },
		{ "role", N_("done by"), COLUMN_TEXT },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	account_section(t->a, "crossed", _("From whom it came, and to whom it went"));
	account_table(t->a, NULL, _("What went from one team to another"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++)
		for (size_t j = 0; j < t->report->parts[i].row_count; j++) {
			const struct report_row *row = &t->report->parts[i].rows[j];
			if ((row->sort == REPORT_WENT || row->sort == REPORT_CAME) &&
			    !is_told_by_sender(t, row))
				tell_crossing(t, i, row);
		}
	account_table_end(t->a, _("Nothing went from these teams, and nothing came."));
	account_section_end(t->a);
}

/* --- who looked --- */

/* Are both one line: the same team, role and act, on one day? */
static bool same_look(const struct report_row *a, const struct report_row *b)
{
	struct civil first, second;
	civil_of(a->when, &first);
	civil_of(b->when, &second);
	return b->sort == REPORT_LOOKED && strcmp(first.day, second.day) == 0 &&
	       strcmp(a->action, b->action) == 0 &&
	       strcmp(a->role ? a->role : "", b->role ? b->role : "") == 0;
}

/* Rows of one look stand beside each other but for what else was done between: a line for each run. */
static void tell_looks_of(const struct report_telling *t, const struct report_part *p)
{
	for (size_t i = 0; i < p->row_count;) {
		const struct report_row *row = &p->rows[i++];
		uint64_t times = 1;
		moment day = row->when;
		if (row->sort != REPORT_LOOKED)
			continue;
		for (; i < p->row_count && same_look(row, &p->rows[i]); i++)
			times++;
		account_cell_moment(t->a, day);
		account_cell(t->a, report_unit_name(t, p->what.log));
		cell_role(t, row);
		account_cell_words(t->a, row->action, words_of_act(row));
		account_cell_number(t->a, times);
	}
}

static void tell_looks(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "when", N_("first at"), COLUMN_DATE },     { "team", N_("team"), COLUMN_NAME },
		{ "role", N_("who, by role"), COLUMN_TEXT }, { "what", N_("what was done"), COLUMN_STATE },
		{ "times", N_("times"), COLUMN_NUMBER },
	};
	account_section(t->a, "looked", _("Who looked at your data"));
	account_table(t->a, NULL, _("Who looked, and when"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++)
		tell_looks_of(t, &t->report->parts[i]);
	account_table_end(t->a, _("Nobody of these teams looked."));
	account_line(t->a, "%s",
	             _("Looks of one role right after each other on one day are one line. Do you think that "
	               "somebody looked without a reason? Tell us: we look into it."));
	account_section_end(t->a);
}

/* --- what else --- */

static void cell_what(const struct report_telling *t, const struct report_row *row)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	enum right right;
	enum right_outcome outcome;
	buffer_printf(&words, "%s", words_of_act(row));
	if (row->kind)
		buffer_printf(&words, ": %s", _(words_kind(row->kind)));
	if (row->right && right_parse(bytes_of_string(row->right), &right))
		buffer_printf(&words, ": %s", _(right_words(right)));
	if (row->right && row->decision && right_outcome_parse(bytes_of_string(row->decision), &outcome) &&
	    outcome != RIGHT_ASKED)
		buffer_printf(&words, " (%s)", _(right_outcome_words(outcome)));
	account_cell_buffer(t->a, &words);
}

static void tell_others(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "when", N_("when"), COLUMN_DATE },          { "team", N_("team"), COLUMN_NAME },
		{ "what", N_("what was done"), COLUMN_TEXT }, { "with", N_("with"), COLUMN_NAME },
		{ "role", N_("done by"), COLUMN_TEXT },       { "article", N_("article"), COLUMN_TEXT },
	};
	account_section(t->a, "done", _("What else we did"));
	account_table(t->a, NULL, _("What else was done with your data"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++)
		for (size_t j = 0; j < t->report->parts[i].row_count; j++) {
			const struct report_row *row = &t->report->parts[i].rows[j];
			if (row->sort == REPORT_WENT || row->sort == REPORT_CAME ||
			    row->sort == REPORT_LOOKED)
				continue;
			account_cell_moment(t->a, row->when);
			account_cell(t->a, report_unit_name(t, t->report->parts[i].what.log));
			cell_what(t, row);
			account_cell(t->a, report_unit_name(t, row->peer));
			cell_role(t, row);
			account_cell(t->a, row->article ? row->article : "");
		}
	account_table_end(t->a, _("Nothing else."));
	account_section_end(t->a);
}

void report_tell_acts(const struct report_telling *t)
{
	tell_crossings(t);
	tell_looks(t);
	tell_others(t);
}
