/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/agreement_account.h"

#include "cli/label.h"
#include "cli/words.h"

#include <string.h>

static void pair_if(struct account *o, const char *key, const char *label, const char *value)
{
	if (value)
		account_pair(o, key, label, value);
}

void agreement_tell_head(struct account *o, const struct agreement *a)
{
	account_pair(o, "id", _("agreement"), a->id);
	account_pair_number(o, "version", _("version"), a->version);
	account_pair(o, "title", _("title"), a->title);
	account_pair(o, "goal", _("goal"), a->goal);
	account_pair_day(o, "valid_from", _("valid from"), a->valid_from);
	account_pair_day(o, "valid_until", _("until and with"), a->valid_until);
}

void agreement_tell_parties(struct account *o, const struct agreement *a)
{
	static const struct column columns[] = {
		{ "unit", N_("unit"), COLUMN_NAME },
		{ "controller", N_("controller"), COLUMN_NAME },
		{ "role", N_("role"), COLUMN_TEXT },
		{ "decision", N_("decision"), COLUMN_TEXT },
		{ "decided_on", N_("decided on"), COLUMN_TEXT },
	};
	account_table(o, "parties", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < a->party_count; i++) {
		const struct agreement_party *p = &a->parties[i];
		account_cell(o, p->unit);
		account_cell(o, p->controller);
		account_cell(o, p->role);
		account_cell(o, p->decision ? p->decision : "");
		account_cell(o, p->decided_on ? p->decided_on : "");
	}
	account_table_end(o, NULL);
}

static void tell_direction(struct account *o, const struct agreement_purpose *p, const char *unit)
{
	if (strcmp(p->from, unit) == 0)
		account_pair_words(o, "direction", _("which way"), "out", N_("this unit sends"));
	else if (strcmp(p->to, unit) == 0)
		account_pair_words(o, "direction", _("which way"), "in", N_("this unit receives"));
	else
		account_pair_words(o, "direction", _("which way"), "others", N_("between other units"));
}

/* By the purpose or by its ground: to be told only where both are known. */
static void tell_what_is_asked(struct account *o, const struct agreement *a,
                               const struct agreement_purpose *p)
{
	static const char *const sentences[CONSENT_KINDS] = {
		[CONSENT_EXPLICIT] = N_("explicit consent"),
		[CONSENT_NO_OBJECTION] = N_("a written no-objection"),
		[CONSENT_TOLD] = N_("no objection, after being told that one may object"),
	};
	_cleanup_(buffer_clear) struct buffer names = { 0 };
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	for (int k = 0; k < CONSENT_KINDS; k++) {
		if (!agreement_needs(a, p, (enum consent_kind)k))
			continue;
		buffer_printf(&words, "%s%s", names.size ? "; " : "", gettext(sentences[k]));
		buffer_printf(&names, "%s%s", names.size ? " " : "", consent_kind_name((enum consent_kind)k));
	}
	const char *tokens = buffer_string(&names), *said = buffer_string(&words);
	if (names.size && tokens && said)
		account_pair_words(o, "asked", _("asked of the client"), tokens, said);
	else
		account_pair_words(o, "asked", _("asked of the client"), "none", N_("nothing"));
}

static void tell_labels(struct account *o, const struct agreement_purpose *p)
{
	_cleanup_(buffer_clear) struct buffer labels = { 0 };
	for (size_t i = 0; i < p->field_count; i++)
		buffer_printf(&labels, "%s%s", i ? "; " : "", label_of(p->fields[i].field));
	const char *text = buffer_string(&labels);
	account_pair(o, NULL, _("what goes"), text ? text : "");
}

/* Codes are for officers. The article is its row's, where the table is the one that it was signed with. */
static void tell_purpose(struct account *o, const struct agreement *a, const struct agreement_purpose *p,
                         const struct grounds *g, const char *unit)
{
	const struct ground *row = g ? grounds_find(g, p->ground) : NULL;
	account_item(o, NULL, p->code);
	account_blank(o);
	account_pair(o, "code", _("purpose"), p->code);
	account_pair(o, "description", _("what for"), p->description);
	if (unit)
		tell_direction(o, p, unit);
	account_pair(o, "from", _("from"), p->from);
	account_pair(o, "to", _("to"), p->to);
	tell_labels(o, p);
	pair_if(o, "acts_for", _("acts for"), p->acts_for);
	account_pair(o, "task", unit ? NULL : _("statutory task"), p->task);
	account_pair(o, "phase", unit ? NULL : _("phase"), phase_name(p->phase));
	account_pair(o, "ground", unit ? NULL : _("ground"), p->ground);
	account_pair(o, "article", _("article"), row ? row->article : p->article);
	if (a->pinned.grounds)
		tell_what_is_asked(o, a, p);
	account_pair_yes(o, "consent", unit ? NULL : _("explicit consent needed"), p->consent);
	account_pair_yes(o, "no_objection", unit ? NULL : _("written no-objection needed"), p->no_objection);
	if (p->consent_months)
		account_pair_number(o, "consent_months", _("months that it holds at most"),
		                    p->consent_months);
	account_pair_number(o, "retention_months", _("months kept"), p->retention_months);
	pair_if(o, "retention_article", _("kept so long by"), p->retention_article);
	pair_if(o, "retention_why", _("why not longer"), p->retention_why);
	pair_if(o, "weighed", unit ? NULL : _("the client's privacy weighed"), p->weighed);
	pair_if(o, "weighed_on", unit ? NULL : _("weighed on"), p->weighed_on);
	account_item_end(o);
}

static void tell_fields(struct account *o, const struct agreement *a)
{
	static const struct column columns[] = {
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "field", N_("field"), COLUMN_NAME },
		{ "category", N_("category"), COLUMN_STATE },
		{ "why", N_("why"), COLUMN_TEXT },
	};
	account_table(o, "fields", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct agreement_purpose *p = &a->purposes[i];
		for (size_t j = 0; j < p->field_count; j++) {
			const char letter[2] = { category_letter(p->fields[j].field->category), 0 };
			account_cell(o, p->code);
			account_cell(o, p->fields[j].field->name);
			account_cell(o, letter);
			account_cell(o, p->fields[j].why);
		}
	}
	account_table_end(o, NULL);
}

void agreement_tell_purposes(struct account *o, const struct agreement *a, const struct grounds *g,
                             const char *unit)
{
	account_list(o, "purposes");
	for (size_t i = 0; i < a->purpose_count; i++)
		tell_purpose(o, a, &a->purposes[i], g, unit);
	account_list_end(o);
	if (!unit)
		account_blank(o);
	else
		account_only(o, ACCOUNT_JSON);
	tell_fields(o, a);
	account_for_all(o);
}
