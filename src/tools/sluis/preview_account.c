/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/preview_account.h"

#include "cli/label.h"
#include "cli/words.h"
#include "tools/common/override_account.h"
#include "tools/sluis/declaration_account.h"

#include <stdlib.h>
#include <string.h>

void preview_clients_clear(struct preview_clients *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->items[i].number);
		free(c->items[i].fields);
	}
	free(c->items);
	for (size_t i = 0; i < c->declaration_count; i++) {
		free(c->declarations[i].number);
		consent_clear(&c->declarations[i].said);
	}
	free(c->declarations);
	*c = (struct preview_clients){ 0 };
}

/* --- contents --- */

/* With room for one more of `size` behind the `count` that are there; NULL: no memory. */
static void *with_room(void *items, size_t size, size_t count, size_t *room, struct error *e)
{
	if (count < *room)
		return items;
	size_t more = *room ? 2 * *room : 64;
	void *grown = reallocarray(items, more, size);
	if (grown)
		*room = more;
	else
		error_memory(e);
	return grown;
}

/* Of the case; NULL, too, when the record has none. */
static bool take_number(const struct screened *s, char **ret, struct error *e)
{
	struct bytes number = record_role(s->record, ROLE_CASE);
	*ret = number.size ? string_of_bytes(number) : NULL;
	return !number.size || *ret ? true : error_memory(e);
}

bool preview_clients_add(struct preview_clients *c, const struct screened *s, struct error *e)
{
	_Static_assert(RULE_COUNT <= UINT8_MAX, "a rule is kept in a byte");
	size_t count = catalogue_size(s->record->catalogue);
	struct preview_client *items = with_room(c->items, sizeof *items, c->count, &c->room, e);
	if (!items)
		return false;
	c->items = items;
	struct preview_client *one = &items[c->count];
	*one = (struct preview_client){ .leaves = s->client.allowed, .rule = s->client.rule };
	memcpy(one->record, s->stored->id, sizeof one->record);
	if (!take_number(s, &one->number, e))
		return false;
	c->count++; /* and is freed with the others */
	if (!one->leaves)
		return true;
	one->fields = calloc(count, sizeof *one->fields);
	for (size_t i = 0; one->fields && i < count; i++) {
		one->fields[i] =
			(struct preview_field){ (uint8_t)s->rules[i], s->keep[i], screening_stays(s, i) };
		one->leaving += one->fields[i].leaves;
		one->staying += one->fields[i].stays;
	}
	return one->fields ? true : error_memory(e);
}

bool preview_clients_add_declaration(struct preview_clients *c, const struct screened *s, struct bytes line,
                                     struct error *e)
{
	struct preview_declaration *all =
		with_room(c->declarations, sizeof *all, c->declaration_count, &c->declaration_room, e);
	if (!all)
		return false;
	c->declarations = all;
	struct preview_declaration *one = &all[c->declaration_count];
	memcpy(one->record, s->stored->id, sizeof one->record);
	if (!consent_parse(line, "declaration", &one->said, e))
		return false;
	if (!take_number(s, &one->number, e)) {
		consent_clear(&one->said);
		return false;
	}
	c->declaration_count++;
	return true;
}

/* --- telling --- */

/* Where a statute asks it, and by when; a power to send needs no words. */
static void tell_duty(struct account *a, const struct pack_result *r)
{
	const struct ground *g = grounds_find(r->terms->pinned.grounds, r->purpose->ground);
	if (!g || !g->duty)
		return;
	account_pair_words(a, "duty", _("power or duty"), ground_duty_name(g->duty),
	                   ground_duty_words(g->duty));
	if (g->answer_weeks)
		account_pair_number(a, "answer_weeks", _("weeks to answer in, once asked"), g->answer_weeks);
}

/* What no field tells of. */
static void tell_besides(struct account *a, const struct pack_result *r)
{
	if (r->sums.leaving)
		account_line(
			a, "%s",
			_("Each record also carries a number of 32 hexadecimal digits, which says nothing "
		          "about the client: by it the receiver keeps your records apart."));
	if (r->sums.twice) {
		account_pair_number(a, "twice", _("records of a case that is in already"), r->sums.twice);
		account_pair(a, "twice_record", _("the first of them"), r->sums.twice_record);
		account_line(a, "%s",
		             _("warning: so no package can be made of this selection; leave these out"));
	}
}

void preview_tell_terms(struct account *a, const struct pack_request *q, const struct pack_result *r)
{
	account_section(a, "terms", _("On which terms"));
	/* What was typed needn't be told to who typed it, but for a page that others read. */
	account_only(a, ACCOUNT_PAGE);
	account_pair(a, "to", _("to"), q->to);
	account_pair(a, NULL, _("purpose"), r->purpose->description);
	account_for_all(a);
	account_pair(a, "agreement", _("agreement"), r->terms->id);
	account_pair_number(a, "agreement_version", _("version"), r->terms->version);
	account_pair(a, "purpose", account_has(a, ACCOUNT_PAGE) ? _("in the agreement") : _("purpose"),
	             q->purpose);
	account_pair(a, "ground", _("ground"), r->purpose->ground);
	account_pair(a, "article", _("article"), r->purpose->article);
	tell_duty(a, r);
	account_pair_number(a, "records", _("records selected"), r->sums.records);
	account_pair_number(a, "clients", _("of so many clients"), r->sums.clients);
	account_pair_number(a, "leaving", _("records that leave"), r->sums.leaving);
	account_pair_number(a, "declared", _("declarations that go along"), r->sums.declared);
	tell_besides(a, r);
	account_section_end(a);
}

void preview_tell_stays(struct account *a, const struct pack_result *r)
{
	static const struct column columns[] = {
		{ NULL, N_("reason"), COLUMN_TEXT, ACCOUNT_PAGE },
		{ "rule", NULL, COLUMN_ID, ACCOUNT_JSON },
		{ "clients", N_("records that stay"), COLUMN_NUMBER },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "certainty", N_("certainty"), COLUMN_STATE },
		{ "reason", N_("reason"), COLUMN_TEXT, ACCOUNT_TEXT | ACCOUNT_JSON },
	};
	account_section(a, "clients-stay", _("Records that stay"));
	account_table(a, "stays", _("Why records stay"), columns, ELEMENTS(columns));
	for (unsigned i = 0; i < RULE_COUNT; i++) {
		if (!r->sums.stayed[i])
			continue;
		const char *reason = words_rule((enum rule)i);
		account_cell(a, reason);
		account_cell(a, rule_name((enum rule)i));
		account_cell_number(a, r->sums.stayed[i]);
		account_cell(a, r->sums.why[i].article);
		account_cell_words(a, r->sums.why[i].certainty, certainty_words(r->sums.why[i].certainty));
		account_cell(a, reason);
	}
	account_table_end(a, _("Nothing of the selection stays."));
	account_section_end(a);
}

static void tell_fields(struct account *a, const struct catalogue *c, const struct pack_result *r)
{
	static const struct column columns[] = {
		{ "field", N_("field"), COLUMN_NAME },     { "leaves", N_("leaves"), COLUMN_NUMBER },
		{ "stays", N_("stays"), COLUMN_NUMBER },   { "rule", N_("rule"), COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT }, { "certainty", N_("certainty"), COLUMN_STATE },
	};
	account_section(a, "fields", NULL);
	account_table(a, "fields", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		if (!r->sums.field_leaves[i] && !r->sums.field_stays[i])
			continue;
		const struct screening_why *why =
			r->sums.field_stays[i] ? &r->sums.why[r->sums.field_rule[i]] : NULL;
		account_cell_words(a, catalogue_field(c, i)->name, label_of(catalogue_field(c, i)));
		account_cell_number(a, r->sums.field_leaves[i]);
		account_cell_number(a, r->sums.field_stays[i]);
		account_cell(a, why ? rule_name(r->sums.field_rule[i]) : "");
		account_cell(a, why ? why->article : "");
		account_cell_words(a, why ? why->certainty : "", why ? certainty_words(why->certainty) : "");
	}
	account_table_end(a, NULL);
	account_section_end(a);
}

void preview_tell(struct account *a, const struct catalogue *c, const struct pack_request *q,
                  const struct pack_result *r)
{
	preview_tell_terms(a, q, r);
	overrides_tell(a, r->terms, r->purpose);
	preview_tell_stays(a, r);
	tell_fields(a, c, r);
}

static void separate(struct buffer *out, const char *by)
{
	if (out->size)
		buffer_append_string(out, by);
}

/* For people a number tells enough of what leaves, and of what stays what doesn't stay for everyone because
 * the agreement doesn't list it. */
static void cells_fields(struct account *a, const struct catalogue *catalogue,
                         const struct preview_client *one)
{
	_cleanup_(buffer_clear) struct buffer leaves = { 0 }, stays = { 0 }, differs = { 0 };
	for (size_t i = 0; one->fields && i < catalogue_size(catalogue); i++) {
		const struct preview_field *f = &one->fields[i];
		const struct field *field = catalogue_field(catalogue, i);
		enum rule rule = f->rule;
		if (f->leaves) {
			separate(&leaves, " ");
			buffer_append_string(&leaves, field->name);
		}
		if (f->stays) {
			separate(&stays, " ");
			buffer_printf(&stays, "%s:%s", field->name, rule_name(rule));
		}
		if (f->stays && rule != RULE_NOT_AGREED) {
			separate(&differs, ", ");
			buffer_printf(&differs, "%s: %s", label_of(field), rule_name(rule));
		}
	}
	a->text.failed = a->text.failed || stays.failed || differs.failed;
	account_cell_words(a, stays.size ? buffer_string(&stays) : "",
	                   differs.size ? buffer_string(&differs) : "");
	account_cell_buffer(a, &leaves);
}

static void tell_decisions(struct account *a, const struct catalogue *catalogue,
                           const struct preview_clients *c)
{
	static const struct column columns[] = {
		{ "record", N_("record"), COLUMN_ID },
		{ "verdict", N_("verdict"), COLUMN_STATE },
		{ "rule", N_("rule"), COLUMN_ID, ACCOUNT_PAGE | ACCOUNT_JSON },
		{ "fields", N_("fields"), COLUMN_NUMBER },
		{ "reason", N_("reason"), COLUMN_TEXT },
		{ "stays", N_("stays"), COLUMN_TEXT },
		{ "leaves", NULL, COLUMN_TEXT, ACCOUNT_JSON },
	};
	account_section(a, "clients", NULL);
	account_table(a, "decisions", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < c->count; i++) {
		const struct preview_client *one = &c->items[i];
		account_cell(a, one->record);
		account_cell_words(a, one->leaves ? "leaves" : "stays",
		                   one->leaves ? N_("leaves") : N_("stays"));
		account_cell(a, rule_name(one->rule));
		account_cell_number(a, one->leaving);
		account_cell(a, one->leaves ? "" : words_rule(one->rule));
		cells_fields(a, catalogue, one);
	}
	account_table_end(a, NULL);
	account_section_end(a);
}

static void cell_hash(struct account *a, const char *hash)
{
	account_cell_words(a, hash ? hash : "", hash ? N_("yes") : N_("no"));
}

/* On a page one looks at the decisions first. */
static void open_fold(struct account *a, const struct preview_clients *c)
{
	_cleanup_(string_freep) char *summary =
		string_printf(_("Declarations: %llu"), (unsigned long long)c->declaration_count);
	account_only(a, ACCOUNT_PAGE);
	if (c->declaration_count)
		account_fold(a, summary);
	account_for_all(a);
}

static void close_fold(struct account *a, const struct preview_clients *c)
{
	account_only(a, ACCOUNT_PAGE);
	if (c->declaration_count)
		account_fold_end(a);
	account_for_all(a);
}

/* All that a line of the package has of it; of hashes people see that they are there, and on a terminal no
 * more than they can look at. */
void preview_tell_declarations(struct account *a, const struct catalogue *catalogue,
                               const struct pack_result *r, const struct preview_clients *c)
{
	static const struct column columns[] = {
		{ "record", N_("record"), COLUMN_ID, ACCOUNT_TEXT | ACCOUNT_JSON },
		{ NULL, N_("case number"), COLUMN_NAME, ACCOUNT_PAGE },
		{ "kind", N_("kind"), COLUMN_STATE },
		{ "names", N_("names the client by"), COLUMN_STATE },
		{ "given", N_("given"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },
		{ "evidence", N_("signed form"), COLUMN_STATE },
		{ "words", N_("mark of your words"), COLUMN_STATE, ACCOUNT_PAGE | ACCOUNT_JSON },
		DECLARATION_COLUMNS,
		{ "id", N_("id"), COLUMN_ID, ACCOUNT_PAGE | ACCOUNT_JSON },
	};
	_cleanup_(buffer_clear) struct buffer all = { 0 };
	agreement_purpose_fields(r->purpose, &all);
	account_section(a, "declared", _("What goes along of what clients said"));
	open_fold(a, c);
	account_table(a, "declarations", _("Declarations that go along"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < c->declaration_count; i++) {
		const struct preview_declaration *one = &c->declarations[i];
		account_cell(a, one->record);
		account_cell(a, one->number ? one->number : one->record);
		declaration_cell_kind(a, &one->said);
		bool number = tie_is_number(one->said.tie);
		account_cell_words(a, number ? "bsn" : "set",
		                   number ? N_("BSN") : N_("names, birth date, address"));
		account_cell_day(a, one->said.given);
		account_cell_day(a, one->said.until);
		cell_hash(a, one->said.evidence);
		cell_hash(a, one->said.words_hash);
		declaration_cells(a, catalogue, &one->said, buffer_string(&all));
		account_cell(a, one->said.id);
	}
	account_table_end(a, _("None: nothing was asked of these clients, or nothing was said."));
	close_fold(a, c);
	account_section_end(a);
}

void preview_tell_clients(struct account *a, const struct catalogue *catalogue, const struct pack_result *r,
                          const struct preview_clients *c)
{
	tell_decisions(a, catalogue, c);
	preview_tell_declarations(a, catalogue, r, c);
}
