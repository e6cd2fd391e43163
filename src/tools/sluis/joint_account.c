/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/joint_account.h"

#include "cli/language.h"
#include "cli/words.h"
#include "exchange/desk.h"
#include "io/file.h"
#include "tools/sluis/named.h"

#include <string.h>

/* clang-format off */
#define KIND_WORDS(X) \
	X(JOINT_PLAN, N_("plan"), N_("Plan")) \
	X(JOINT_HOUSEHOLD, N_("household"), N_("Household"))
/* clang-format on */
static const struct {
	const char *label, *title;
} words[] = {
#define X(kind, label, title) [kind] = { label, title },
	KIND_WORDS(X)
#undef X
};

struct telling {
	struct account *a;
	const struct desk *desk;
	const struct joint_view *view;
	const char *unit; /* this one */
};

static struct bytes value_of(const struct record *r, const char *name)
{
	const struct field *f = catalogue_find(r->catalogue, bytes_of_string(name));
	return f ? record_get(r, f) : bytes_of(NULL, 0);
}

static void cell_bytes(struct account *a, struct bytes value)
{
	_cleanup_(string_freep) char *text = string_of_bytes(value);
	account_cell(a, text ? text : "");
}

/* To people: the name and the number of the case; on paper that number, or the record's where there is none.
 */
static void cell_client(const struct telling *t, const struct joint_record *r)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	if (!account_has(t->a, ACCOUNT_PAGE))
		client_append(&text, &r->record);
	else
		buffer_append(&text, record_role(&r->record, ROLE_CASE));
	if (!text.size)
		buffer_append_string(&text, r->id);
	account_cell_buffer(t->a, &text);
}

static void cell_name(const struct telling *t, const struct joint_record *r)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	name_append(&text, &r->record);
	account_cell_buffer(t->a, &text);
}

/* --- whose records, and who directs each --- */

static void cell_direction(const struct telling *t, const struct joint_record *r)
{
	static const char *const states[DIRECTING_STATE_COUNT] = { [DIRECTING_ELSEWHERE] = "elsewhere",
		                                                   [DIRECTING_HERE] = "here",
		                                                   [DIRECTING_GIVEN] = "given",
		                                                   [DIRECTING_ASKING] = "asking" };
	const enum directing_state state = r->standing.row.directing.state;
	const char *unit = joint_record_director(r, t->unit);
	account_cell(t->a, r->standing.certain ? states[state] : "uncertain");
	if (unit)
		account_cell(t->a, unit);
	else if (!r->standing.certain)
		account_cell_words(t->a, "", N_("not certain"));
	else
		account_cell_words(t->a, "", state == DIRECTING_ASKING ? N_("asked") : "");
}

static void tell_records(const struct telling *t)
{
	static const struct column columns[] = {
		{ "id", N_("record"), COLUMN_ID, ACCOUNT_JSON },
		{ "client", N_("client"), COLUMN_NAME, ACCOUNT_PEOPLE },
		{ "number", N_("client"), COLUMN_NUMBER, ACCOUNT_JSON },
		{ "name", N_("name"), COLUMN_NAME, ACCOUNT_JSON },
		{ "case", N_("case"), COLUMN_ID, ACCOUNT_JSON },
		{ "wet", N_("law"), COLUMN_STATE },
		{ "from", N_("of"), COLUMN_NAME },
		{ "household", N_("household"), COLUMN_ID },
		{ "kind", N_("kind of household"), COLUMN_STATE },
		{ "plan", N_("plan"), COLUMN_ID },
		{ "goal", N_("goal"), COLUMN_STATE },
		{ "directing", N_("direction of the case"), COLUMN_STATE, ACCOUNT_JSON },
		{ "director", N_("directed by"), COLUMN_NAME },
	};
	struct account *a = t->a;
	account_part(t->a, "records_here", _("Records here"));
	account_table(a, "records", _("Cases, and who directs each"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < t->view->record_count; i++) {
		const struct joint_record *r = &t->view->records[i];
		account_cell(a, r->id);
		cell_client(t, r);
		account_cell_number(a, r->client + 1);
		cell_name(t, r);
		cell_bytes(a, record_role(&r->record, ROLE_CASE));
		cell_bytes(a, record_role(&r->record, ROLE_LAW));
		account_cell(a, r->unit);
		cell_bytes(a, value_of(&r->record, "huishouden.id"));
		cell_bytes(a, value_of(&r->record, "huishouden.soort"));
		cell_bytes(a, value_of(&r->record, "plan.id"));
		cell_bytes(a, value_of(&r->record, "plan.doel.code"));
		cell_direction(t, r);
	}
	account_table_end(a, NULL);
	account_section_end(a);
}

/* --- what was agreed --- */

/* The units whose records say so, each once. */
static void cell_told_by(const struct telling *t, const struct joint_step *step)
{
	_cleanup_(buffer_clear) struct buffer units = { 0 };
	const struct joint_view *v = t->view;
	for (size_t i = 0; i < v->step_count; i++) {
		const struct joint_record *r = &v->records[v->steps[i].record];
		bool told = !joint_same_step(v, step, &v->steps[i]);
		for (size_t j = 0; !told && j < i; j++)
			told = joint_same_step(v, step, &v->steps[j]) &&
			       strcmp(v->records[v->steps[j].record].unit, r->unit) == 0;
		if (!told)
			buffer_printf(&units, "%s%s", units.size ? ", " : "", r->unit);
	}
	account_cell_buffer(t->a, &units);
}

static void tell_steps(const struct telling *t)
{
	static const struct column columns[] = {
		{ "due", N_("by when"), COLUMN_DATE },
		{ "step", N_("step"), COLUMN_STATE },
		{ "unit", N_("by whom"), COLUMN_NAME },
		{ "state", N_("state"), COLUMN_STATE },
		{ "client", N_("client"), COLUMN_NAME, ACCOUNT_PEOPLE },
		{ "number", N_("client"), COLUMN_NUMBER, ACCOUNT_JSON },
		{ "told_by", N_("as recorded by"), COLUMN_NAME },
	};
	const struct joint_view *v = t->view;
	account_part(t->a, "agreed", _("What was agreed"));
	account_table(t->a, "steps", _("Steps, by day"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < v->step_count; i++) {
		const struct joint_step *step = &v->steps[i];
		if (step->again)
			continue;
		account_cell_day(t->a, step->due);
		cell_bytes(t->a, step->what);
		cell_bytes(t->a, step->unit);
		cell_bytes(t->a, step->state);
		cell_client(t, &v->records[step->record]);
		account_cell_number(t->a, v->records[step->record].client + 1);
		cell_told_by(t, step);
	}
	account_table_end(t->a, _("No steps were recorded."));
	account_section_end(t->a);
}

/* --- what is due --- */

static void due_row(const struct telling *t, const struct joint_record *r, moment due, struct bytes what,
                    const char *words_of_what, struct bytes unit)
{
	const moment today = t->desk->now - t->desk->now % SECONDS_A_DAY;
	account_cell_day(t->a, due);
	account_cell_words(t->a,
	                   due < today    ? "late"
	                   : due == today ? "today"
	                                  : "ahead",
	                   due < today    ? N_("past")
	                   : due == today ? N_("today")
	                                  : "");
	if (words_of_what)
		account_cell_words(t->a, "accept", words_of_what);
	else
		cell_bytes(t->a, what);
	cell_bytes(t->a, unit);
	cell_client(t, r);
	account_cell_number(t->a, r->client + 1);
}

static void tell_due(const struct telling *t)
{
	static const struct column columns[] = {
		{ "due", N_("by when"), COLUMN_DATE },
		{ "when", N_("past?"), COLUMN_STATE },
		{ "what", N_("what"), COLUMN_STATE },
		{ "unit", N_("by whom"), COLUMN_NAME },
		{ "client", N_("client"), COLUMN_NAME, ACCOUNT_PEOPLE },
		{ "number", N_("client"), COLUMN_NUMBER, ACCOUNT_JSON },
	};
	const struct joint_view *v = t->view;
	account_part(t->a, "due_here", _("What is due"));
	account_table(t->a, "due", _("Steps and terms that are open"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < v->step_count; i++) {
		const struct joint_step *step = &v->steps[i];
		if (step->due && !step->ended && !step->again)
			due_row(t, &v->records[step->record], step->due, step->what, NULL, step->unit);
	}
	for (size_t i = 0; i < v->record_count; i++)
		if (v->records[i].decide_by)
			due_row(t, &v->records[i], v->records[i].decide_by, bytes_of(NULL, 0),
			        N_("accept or decline the record"), bytes_of_string(t->unit));
	account_table_end(t->a, _("Nothing is due."));
	account_section_end(t->a);
}

/* --- all of it --- */

static void tell_director(const struct telling *t)
{
	bool differ;
	const char *unit = joint_director(t->view, t->unit, &differ);
	if (differ)
		account_pair_words(t->a, "director", _("directed by"), "",
		                   N_("the records differ: ask with `sluis handover --ask`, or settle it"));
	else if (unit)
		account_pair(t->a, "director", _("directed by"), unit);
	else
		account_pair_words(t->a, "director", _("directed by"), "", N_("not known here"));
	account_truth(t->a, "directors_differ", differ);
}

void joint_tell(struct account *a, const struct desk *d, const struct joint_view *v, const char *value)
{
	const struct telling t = { .a = a, .desk = d, .view = v, .unit = store_unit(d->store) };
	account_pair(a, joint_kind_name(v->kind), gettext(words[v->kind].label), value);
	account_pair_number(a, "clients", _("clients"), v->client_count);
	tell_director(&t);
	if (v->hidden_records || !account_has(a, ACCOUNT_PEOPLE)) {
		account_pair_number(a, "hidden_records", _("not shown: restricted records"),
		                    v->hidden_records);
		account_pair_number(a, "hidden_clients", _("clients of whom nothing is shown"),
		                    v->hidden_clients);
	}
	tell_records(&t);
	tell_steps(&t);
	tell_due(&t);
}

bool joint_page_write(const char *path, const struct desk *d, const struct joint_view *v, const char *value,
                      struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	_cleanup_(string_freep) char *title = string_printf("%s %s", gettext(words[v->kind].title), value);
	if (!title)
		return error_memory(e);
	const struct page_words page = {
		.language = language_code(),
		.title = title,
		.subtitle = _("What this unit holds of it: who directs, what was agreed and what is due. "
		              "Other units may hold more."),
		.skip = _("To the content"),
		.made_by =
			_("Made by sluis. Shows numbers of cases and what was agreed, no names: keep it as "
		          "confidential as the records."),
	};
	account_begin(&a, ACCOUNT_PAGE, NULL, NULL, &page);
	joint_tell(&a, d, v, value);
	account_section(&a, "made", _("This page"));
	account_pair(&a, NULL, _("made at"), store_unit(d->store));
	account_pair_moment(&a, NULL, _("made"), d->now);
	account_section_end(&a);
	return account_end(&a, e) && file_replace(path, buffer_bytes(&a.page), false, e);
}
