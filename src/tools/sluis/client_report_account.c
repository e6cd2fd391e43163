/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/client_report_account.h"

#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "report/when.h"
#include "trust/retention_term.h"
#include "trust/rights.h"

#include <stdlib.h>
#include <string.h>

#define REPORT_WIDTH 80u /* of the text, in characters: it is printed */

/* --- names --- */

const char *report_unit_name(const struct report_telling *t, const char *unit)
{
	const struct roster_unit *u = unit ? roster_unit(desk_roster(t->session->desk), unit) : NULL;
	return u && u->label ? u->label : unit ? unit : "";
}

const char *report_field_label(const struct report_telling *t, size_t part, const char *name)
{
	const json_t *line = json_object_get(t->fields[part], name);
	const char *label = report_line_text(line, t->dutch ? "label_nl" : "label");
	return label ? label : name;
}

void report_append_fields(const struct report_telling *t, size_t part, const json_t *names,
                          struct buffer *out)
{
	size_t i;
	const json_t *name;
	json_array_foreach(names, i, name)
		buffer_printf(out, "%s%s", i ? "; " : "",
	                      report_field_label(t, part, json_string_value(name)));
}

const char *report_purpose_words(const struct report_part *p, const char *agreement, const char *purpose,
                                 uint64_t version)
{
	const json_t *terms = report_part_terms(p, agreement, purpose, version);
	const char *words = report_line_text(terms, "description");
	return words ? words : purpose ? purpose : "";
}

static const struct {
	const char *code, *words;
} law_words[] = {
	{ "wmo", N_("Wmo 2015: help to live at home") },
	{ "pw", N_("Participatiewet: income and work") },
	{ "jeugdwet", N_("Jeugdwet: help for children and parents") },
	{ "wgs", N_("Wet gemeentelijke schuldhulpverlening: help with debts") },
	{ "wi", N_("Wet inburgering 2021: integration") },
	{ "suwi", N_("Wet SUWI: work and benefits") },
	{ "zvw", N_("Zorgverzekeringswet: health insurance") },
}, origin_words[] = {
	{ "client", N_("from you") },
	{ "wmo", N_("from our own Wmo files") },
	{ "pw", N_("from our own files on income and work") },
	{ "jeugd", N_("from our own files on youth help") },
	{ "wgs", N_("from our own files on debts") },
	{ "wi", N_("from our own files on integration") },
	{ "uwv", N_("from UWV") },
	{ "svb", N_("from SVB") },
	{ "brp", N_("from the population register (BRP)") },
	{ "suwinet", N_("from Suwinet, where UWV, SVB and municipalities look things up") },
	{ "aanbieder", N_("from who gives you care") },
	{ "reintegratie", N_("from who helps you to work") },
	{ "overig", N_("from elsewhere") },
};

const char *report_law_words(const char *law)
{
	for (size_t i = 0; law && i < ELEMENTS(law_words); i++)
		if (strcmp(law_words[i].code, law) == 0)
			return _(law_words[i].words);
	return law ? law : "";
}

static const char *words_of_origin(const char *origin)
{
	for (size_t i = 0; origin && i < ELEMENTS(origin_words); i++)
		if (strcmp(origin_words[i].code, origin) == 0)
			return _(origin_words[i].words);
	return origin ? origin : "";
}

static bool line_is(const json_t *line, const char *key)
{
	return json_is_true(json_object_get(line, key));
}

/* --- which data --- */

/* As people write it. */
static void cell_value(const struct report_telling *t, const char *value)
{
	char words[WHEN_SIZE];
	moment day;
	if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
		account_cell_yes(t->a, *value == 't');
	else if (day_parse(bytes_of_string(value), &day))
		account_cell(t->a, day_in_words(day, WHEN_IN_A_SENTENCE, words));
	else
		account_cell(t->a, value);
}

static void tell_values(const struct report_telling *t, size_t part, const json_t *record,
                        const char *caption)
{
	static const struct column columns[] = {
		{ "field", N_("what it is"), COLUMN_NAME },
		{ "value", N_("what it says"), COLUMN_TEXT },
		{ "meaning", N_("what the number or word means"), COLUMN_TEXT },
	};
	json_t *values = json_object_get(record, "values"), *value;
	const char *name;
	account_table(t->a, NULL, caption, columns, ELEMENTS(columns));
	json_object_foreach(values, name, value)
	{
		if (strcmp(name, role_name(ROLE_LAW)) == 0 || strcmp(name, role_name(ROLE_SOURCE)) == 0)
			continue; /* told above, in words */
		const json_t *field = json_object_get(t->fields[part], name);
		const char *gloss = report_line_text(field, t->dutch ? "gloss_nl" : "gloss");
		account_cell(t->a, report_field_label(t, part, name));
		cell_value(t, json_string_value(value));
		account_cell(t->a, gloss ? gloss : "");
	}
	account_table_end(t->a, _("Nothing else."));
}

static void tell_left_out(const struct report_telling *t, size_t part, const json_t *record)
{
	_cleanup_(buffer_clear) struct buffer labels = { 0 };
	const json_t *names = json_object_get(record, "left_out");
	if (!json_array_size(names))
		return;
	report_append_fields(t, part, names, &labels);
	if (!labels.failed)
		account_line(
			t->a,
			_("There is more that isn't shown here, since it may name somebody else: %s. Ask us "
		          "if you want to see it."),
			buffer_string(&labels));
}

static void tell_record(const struct report_telling *t, size_t part, const json_t *record)
{
	struct account *a = t->a;
	const struct report_part *p = &t->report->parts[part];
	const char *sender = report_line_text(record, "sender");
	const char *team = report_unit_name(t, p->what.log);
	bool before = line_is(record, "before");
	_cleanup_(string_freep) char *heading =
		string_printf(before ? _("%s: what it said before") : "%s", team);
	account_item(a, NULL, heading ? heading : team);
	account_only(a, ACCOUNT_TEXT); /* on the page the heading says it */
	account_pair(a, NULL, _("Team"), team);
	account_for_all(a);
	account_pair(a, NULL, _("For"), report_law_words(report_line_text(record, "law")));
	if (sender)
		account_pair(a, NULL, _("Received from"), report_unit_name(t, sender));
	account_pair(a, NULL, _("Where it comes from"), words_of_origin(report_line_text(record, "origin")));
	account_pair_moment(a, NULL, before ? _("Taken in first") : _("Taken in"),
	                    report_line_moment(record, "taken_in"));
	if (line_is(record, "restricted"))
		account_pair(a, NULL, _("Note"), _("Nobody uses this now. It is kept, and you may see it."));
	if (line_is(record, "waits"))
		account_pair(a, NULL, _("Note"), _("This came in. The team still has to accept it."));
	tell_values(t, part, record, before ? _("What was different then") : _("Your data"));
	tell_left_out(t, part, record);
	account_item_end(a);
}

static void tell_data(const struct report_telling *t)
{
	bool any = false;
	account_section(t->a, "data", _("Which data we have of you"));
	for (size_t i = 0; i < t->report->count; i++) {
		const json_t *record;
		for (size_t at = 0; (record = report_part_next(&t->report->parts[i], "record", &at));) {
			tell_record(t, i, record);
			any = true;
		}
	}
	if (!any)
		account_line(t->a, "%s", _("None of these teams has a file of you now."));
	account_section_end(t->a);
}

/* --- how long --- */

static void tell_term(const struct report_telling *t, const struct report_part *p, const json_t *record)
{
	struct account *a = t->a;
	moment until = report_line_moment(record, "until");
	const json_t *terms =
		report_part_terms(p, report_line_text(record, "agreement"),
	                          report_line_text(record, "purpose"),
	                          (uint64_t)json_integer_value(json_object_get(record, "version")));
	const char *article = report_line_text(terms, "retention_article");
	account_cell(a, report_unit_name(t, p->what.log));
	account_cell(a, report_law_words(report_line_text(record, "law")));
	account_cell_day(a, until ? retention_day(until) : 0);
	account_cell(a, line_is(record, "held")
	                        ? _("Kept longer for now: there is a reason, such as an appeal.")
	                : until ? _("On that day it is destroyed.")
	                        : _("No day is set here. The law of that file says how long: ask "
	                            "the team."));
	account_cell(a, article ? article : "");
}

static void tell_keeping(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "team", N_("team"), COLUMN_NAME },        { "file", N_("case file"), COLUMN_TEXT },
		{ "until", N_("kept until"), COLUMN_DATE }, { "then", N_("and then"), COLUMN_TEXT },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	account_section(t->a, "keeping", _("How long we keep it"));
	account_table(t->a, NULL, _("How long each file is kept"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++) {
		const json_t *record;
		for (size_t at = 0; (record = report_part_next(&t->report->parts[i], "record", &at));)
			if (!line_is(record, "before"))
				tell_term(t, &t->report->parts[i], record);
	}
	account_table_end(t->a, _("There is no file to keep."));
	account_section_end(t->a);
}

/* --- what the client said, and asked --- */

/* What went along with a package is with its receiver as well: it was said once. */
static bool is_told_before(const struct report_telling *t, size_t part, const json_t *declaration)
{
	const json_t *line;
	for (size_t i = 0; i < part; i++)
		for (size_t at = 0; (line = report_part_next(&t->report->parts[i], "declaration", &at));)
			if (json_equal(line, declaration))
				return true;
	return false;
}

static void tell_declaration(const struct report_telling *t, const struct report_part *p, const json_t *line)
{
	enum consent_kind kind;
	const char *code = report_line_text(line, "kind");
	bool known = code && consent_kind_parse(bytes_of_string(code), &kind);
	account_cell(t->a, report_unit_name(t, p->what.log));
	account_cell_words(t->a, code, known ? _(consent_kind_words(kind)) : code);
	account_cell(t->a, report_unit_name(t, report_line_text(line, "to")));
	account_cell(t->a, report_purpose_words(p, report_line_text(line, "agreement"),
	                                        report_line_text(line, "purpose"), 0));
	account_cell_day(t->a, report_line_moment(line, "given"));
	account_cell_day(t->a, report_line_moment(line, "until"));
	account_cell_moment(t->a, report_line_moment(line, "withdrawn"));
}

static void tell_declarations(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "team", N_("team"), COLUMN_NAME },
		{ "kind", N_("what you said"), COLUMN_STATE },
		{ "to", N_("to whom it may go"), COLUMN_NAME },
		{ "purpose", N_("what for"), COLUMN_TEXT },
		{ "given", N_("said on"), COLUMN_DATE },
		{ "until", N_("holds until"), COLUMN_DATE },
		{ "withdrawn", N_("you took it back on"), COLUMN_DATE },
	};
	account_section(t->a, "said", _("What you agreed to, and took back"));
	account_table(t->a, NULL, _("What you said"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++) {
		const struct report_part *p = &t->report->parts[i];
		const json_t *line;
		for (size_t at = 0; (line = report_part_next(p, "declaration", &at));)
			if (!is_told_before(t, i, line))
				tell_declaration(t, p, line);
	}
	account_table_end(t->a, _("These teams have no consent of you."));
	account_line(t->a, "%s",
	             _("You may take back your consent. You need not say why. What happened before stays "
	               "lawful."));
	account_section_end(t->a);
}

static void tell_request(const struct report_telling *t, const struct report_part *p, const json_t *line)
{
	struct account *a = t->a;
	enum right right;
	enum right_outcome outcome;
	const char *code = report_line_text(line, "right"), *came = report_line_text(line, "outcome"),
		   *article = report_line_text(line, "article");
	bool known = code && right_parse(bytes_of_string(code), &right);
	bool decided = came && right_outcome_parse(bytes_of_string(came), &outcome);
	account_cell(a, report_unit_name(t, p->what.log));
	account_cell_words(a, code, known ? _(right_words(right)) : code);
	account_cell_day(a, report_line_moment(line, "asked"));
	account_cell_day(a, report_line_moment(line, "due"));
	account_cell_words(a, decided ? came : "open",
	                   decided ? _(right_outcome_words(outcome)) : _("to be answered"));
	account_cell(a, article ? article : "");
}

static void tell_requests(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "team", N_("team"), COLUMN_NAME },       { "right", N_("what you asked"), COLUMN_STATE },
		{ "asked", N_("asked on"), COLUMN_DATE },  { "due", N_("we answer by"), COLUMN_DATE },
		{ "outcome", N_("answer"), COLUMN_STATE }, { "article", N_("article"), COLUMN_TEXT },
	};
	account_section(t->a, "asked", _("What you asked us"));
	account_table(t->a, NULL, _("Your requests"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++) {
		const json_t *line;
		for (size_t at = 0; (line = report_part_next(&t->report->parts[i], "request", &at));)
			tell_request(t, &t->report->parts[i], line);
	}
	account_table_end(t->a, _("No request of you is put down."));
	account_section_end(t->a);
}

/* --- what isn't told now --- */

static void tell_hidden(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "team", N_("team"), COLUMN_NAME },
		{ "acts", N_("how many"), COLUMN_NUMBER },
		{ "until", N_("until"), COLUMN_DATE },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	bool any = false;
	account_section(t->a, "hidden", _("What we can't tell you yet"));
	account_table(t->a, NULL, _("Acts that a law hides for a time"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++) {
		const json_t *line;
		for (size_t at = 0; (line = report_part_next(&t->report->parts[i], "hidden", &at));) {
			account_cell(t->a, report_unit_name(t, t->report->parts[i].what.log));
			account_cell_number(t->a,
			                    (uint64_t)json_integer_value(json_object_get(line, "acts")));
			account_cell_day(t->a, report_line_moment(line, "until"));
			account_cell(t->a, report_line_text(line, "article"));
			any = true;
		}
	}
	account_table_end(t->a, _("Nothing is hidden."));
	if (any)
		account_line(t->a, "%s", _("Ask again after that day. Then you get these as well."));
	account_section_end(t->a);
}

/* --- rights, and where to go --- */

static void tell_rights(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "may", N_("you may ask us"), COLUMN_TEXT },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	account_section(t->a, "rights", _("What you may do"));
	account_table(t->a, NULL, _("Your rights"), columns, ELEMENTS(columns));
	for (unsigned r = 0; r < RIGHT_COUNT; r++) {
		account_cell(t->a, _(right_words((enum right)r)));
		account_cell(t->a, right_article((enum right)r, false));
	}
	account_table_end(t->a, NULL);
	account_line(
		t->a, "%s",
		_("Tell the team, or your contact. You get an answer within one month. It costs nothing."));
	account_line(t->a, "%s", _("This program takes no decision about you by itself: people do."));
}

/* Once for each municipality. */
static void tell_fg(const struct report_telling *t)
{
	const struct roster *roster = desk_roster(t->session->desk);
	for (size_t i = 0; i < roster->controller_count; i++) {
		const char *controller = roster->controllers[i].name;
		const struct roster_person *fg = roster_fg(roster, controller);
		bool ours = false;
		for (size_t p = 0; !ours && p < t->report->count; p++) {
			const struct roster_unit *u = roster_unit(roster, t->report->parts[p].what.log);
			ours = u && strcmp(u->controller, controller) == 0;
		}
		if (!ours)
			continue;
		account_line(t->a,
		             _("Is something wrong, or do you have a question on privacy? Ask the data "
		               "protection officer of %s%s%s."),
		             controller, fg && fg->label ? ": " : "", fg && fg->label ? fg->label : "");
	}
	account_line(t->a, "%s",
	             _("You may also complain to the Autoriteit Persoonsgegevens (AVG art. 77): "
	               "autoriteitpersoonsgegevens.nl."));
	account_section_end(t->a);
}

/* --- from whom this report is --- */

static bool has_part(const struct client_report *r, const char *unit)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->parts[i].what.log, unit) == 0)
			return true;
	return false;
}

/* Who received or sent, and gave no part: the client may ask there as well. Each once. */
static void tell_missing(const struct report_telling *t)
{
	_cleanup_(buffer_clear) struct buffer names = { 0 };
	_cleanup_(json_freep) json_t *seen = json_object();
	for (size_t i = 0; seen && i < t->report->count; i++)
		for (size_t j = 0; j < t->report->parts[i].row_count; j++) {
			const struct report_row *row = &t->report->parts[i].rows[j];
			bool crossed = row->sort == REPORT_WENT || row->sort == REPORT_CAME;
			if (!crossed || !row->peer || has_part(t->report, row->peer) ||
			    json_object_get(seen, row->peer))
				continue;
			(void)!json_object_set_new(seen, row->peer, json_true());
			buffer_printf(&names, "%s%s", names.size ? ", " : "", report_unit_name(t, row->peer));
		}
	if (names.size && !names.failed)
		account_line(
			t->a,
			_("Not in this report: %s. That team received or sent data of you. You may ask it "
		          "for its own answer."),
			buffer_string(&names));
}

static void tell_parts(const struct report_telling *t)
{
	static const struct column columns[] = {
		{ "team", N_("team"), COLUMN_NAME },
		{ "made", N_("as it was on"), COLUMN_DATE },
		{ "entries", N_("lines of its log"), COLUMN_NUMBER },
	};
	account_section(t->a, "parts", _("From which teams this is"));
	account_table(t->a, NULL, _("Teams that told what they have"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->report->count; i++) {
		const struct report_part *p = &t->report->parts[i];
		account_cell(t->a, report_unit_name(t, p->what.log));
		account_cell_moment(t->a, p->what.made);
		account_cell_number(t->a, p->entries);
	}
	account_table_end(t->a, NULL);
	tell_missing(t);
	account_line(t->a, "%s",
	             _("With this report go files that prove it. An expert can check them with sluis-audit, "
	               "without asking us. They hold your data: keep them safe."));
	account_section_end(t->a);
}

/* --- the whole --- */

static void append_name(const struct report_telling *t, struct buffer *out)
{
	static const char *const parts[] = { "naam.voornamen", "naam.voorvoegsel", "naam.geslachtsnaam" };
	const json_t *record;
	for (size_t i = 0; i < t->report->count && !out->size; i++) {
		size_t at = 0;
		record = report_part_next(&t->report->parts[i], "record", &at);
		const json_t *values = json_object_get(record, "values");
		for (size_t n = 0; n < ELEMENTS(parts); n++) {
			const char *value = report_line_text(values, parts[n]);
			if (value)
				buffer_printf(out, "%s%s", out->size ? " " : "", value);
		}
	}
}

static void tell_all(const struct report_telling *t, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer name = { 0 };
	struct account *a = t->a;
	append_name(t, &name);
	if (name.size && buffer_ok(&name, e))
		account_pair(a, NULL, _("For"), buffer_string(&name));
	account_pair(a, NULL, _("From"), report_unit_name(t, t->report->parts[0].what.log));
	account_pair_moment(a, NULL, _("Made on"), t->report->parts[0].what.made);
	account_line(
		a, "%s",
		_("You asked which data we have of you. This is our answer. It tells what we have, where "
	          "it comes from, who received it and why, who looked, and how long we keep it."));
	account_line(a, "%s",
	             _("People who work here are told by their role, not by their name. What names somebody "
	               "else is left out. Articles are numbers of the law: you need not read them."));
	tell_data(t);
	report_tell_acts(t);
	tell_declarations(t);
	tell_requests(t);
	tell_keeping(t);
	tell_hidden(t);
	tell_rights(t);
	tell_fg(t);
	tell_parts(t);
}

static bool map_fields(struct report_telling *t, struct error *e)
{
	t->fields = calloc(t->report->count + 1, sizeof *t->fields);
	if (!t->fields)
		return error_memory(e);
	for (size_t i = 0; i < t->report->count; i++) {
		const json_t *line;
		t->fields[i] = json_object();
		for (size_t at = 0;
		     t->fields[i] && (line = report_part_next(&t->report->parts[i], "field", &at));)
			if (report_line_text(line, "name"))
				(void)!json_object_set_new(t->fields[i], report_line_text(line, "name"),
				                           json_deep_copy(line));
		if (!t->fields[i])
			return error_memory(e);
	}
	return true;
}

static void telling_clear(struct report_telling *t)
{
	for (size_t i = 0; t->fields && i < t->report->count; i++)
		json_freep(&t->fields[i]);
	free(t->fields);
}

static bool write_one(const char *folder, const char *name, struct bytes content, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(folder, name);
	return path ? file_replace(path, content, false, e) : error_memory(e);
}

/* "oss.nl/wmo" is no name of a file. */
static bool write_part(const char *folder, const struct report_part *p, struct error *e)
{
	_cleanup_(string_freep) char *name = string_printf("%s.jsonl", p->what.log);
	if (!name)
		return error_memory(e);
	for (char *slash = strchr(name, '/'); slash; slash = strchr(slash, '/'))
		*slash = '_';
	return write_one(folder, name, buffer_bytes(&p->file), e);
}

static bool write_folder(const struct client_report *r, const struct account *a, const char *folder,
                         struct error *e)
{
	_cleanup_(string_freep) char *making = string_printf("%s.tmp", folder);
	if (!making)
		return error_memory(e);
	if (file_exists(folder) || file_exists(making))
		return error_set(e, ERR_FILE_EXISTS, file_exists(folder) ? folder : making, "%s", "");
	if (!directory_make(making, e) || !write_one(making, "report.txt", buffer_bytes(&a->text), e) ||
	    !write_one(making, "report.html", buffer_bytes(&a->page), e))
		return false;
	for (size_t i = 0; i < r->count; i++)
		if (!write_part(making, &r->parts[i], e))
			return false;
	return directory_publish(making, folder, e);
}

bool client_report_write(struct session *s, const struct client_report *r, const char *folder,
                         struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	_cleanup_(telling_clear) struct report_telling t = {
		.session = s, .a = &a, .report = r, .dutch = strcmp(language_code(), "nl") == 0
	};
	const struct page_words words = {
		.language = language_code(),
		.title = _("What we know of you"),
		.subtitle = _("Your data: from where, to whom, why, how long, and who looked."),
		.skip = _("To the content"),
		.made_by = _("Made by sluis. AVG art. 15; Wmo 2015 art. 5.3.2."),
	};
	if (!map_fields(&t, e))
		return false;
	account_begin(&a, ACCOUNT_TEXT | ACCOUNT_PAGE, NULL, NULL, &words);
	a.width = REPORT_WIDTH;
	tell_all(&t, e);
	return account_end(&a, e) && write_folder(r, &a, folder, e);
}
