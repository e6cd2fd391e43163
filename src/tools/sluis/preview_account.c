/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/preview_account.h"

#include "cli/label.h"
#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "report/when.h"
#include "tools/common/override_account.h"
#include "tools/sluis/declaration_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void preview_clients_clear(struct preview_clients *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->items[i].fields);
		free(c->items[i].stays);
		free(c->items[i].differs);
		free(c->items[i].labels);
		free(c->items[i].words);
	}
	free(c->items);
	for (size_t i = 0; i < c->declaration_count; i++)
		consent_clear(&c->declarations[i].said);
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

static bool stays_by(const struct screened *s, size_t i, enum rule rule)
{
	return screening_stays(s, i) && s->rules[i] == rule;
}

/* "the address is secret: postcode, huisnummer; …" */
static void put_words(struct buffer *out, const struct screened *s)
{
	size_t count = catalogue_size(s->record->catalogue);
	for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
		size_t found = 0;
		for (size_t i = 0; i < count; i++) {
			if (!stays_by(s, i, rule))
				continue;
			if (found++ == 0)
				buffer_printf(out, "%s%s: ", out->size ? "; " : "", words_rule(rule));
			buffer_printf(out, "%s%s%s", found > 1 ? ", " : "",
			              label_of(catalogue_field(s->record->catalogue, i)),
			              s->keep[i] ? _(" (in part)") : "");
		}
	}
}

bool preview_clients_add(struct preview_clients *c, const struct screened *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer fields = { 0 }, stays = { 0 }, differs = { 0 }, words = { 0 },
					      labels = { 0 };
	const struct catalogue *catalogue = s->record->catalogue;
	struct preview_client *items = with_room(c->items, sizeof *items, c->count, &c->room, e);
	if (!items)
		return false;
	c->items = items;
	struct preview_client one = { .leaves = s->client.allowed, .rule = s->client.rule };
	memcpy(one.record, s->stored->id, sizeof one.record);
	for (size_t i = 0; s->client.allowed && i < catalogue_size(catalogue); i++) {
		const char *name = catalogue_field(catalogue, i)->name;
		if (s->keep[i])
			buffer_printf(&fields, "%s%s", one.field_count++ ? " " : "", name);
		if (!screening_stays(s, i))
			continue;
		buffer_printf(&stays, "%s%s:%s", stays.size ? " " : "", name, rule_name(s->rules[i]));
		if (s->rules[i] != RULE_NOT_AGREED)
			buffer_printf(&differs, "%s%s: %s", differs.size ? ", " : "",
			              label_of(catalogue_field(catalogue, i)), rule_name(s->rules[i]));
	}
	if (s->client.allowed)
		put_words(&words, s);
	if (buffer_string(&fields))
		labels_append(&labels, catalogue, buffer_string(&fields));
	if (!buffer_ok(&fields, e) || !buffer_ok(&labels, e) || !buffer_ok(&stays, e) ||
	    !buffer_ok(&differs, e) || !buffer_ok(&words, e))
		return false;
	one.fields = string_of_bytes(buffer_bytes(&fields));
	one.stays = string_of_bytes(buffer_bytes(&stays));
	one.differs = string_of_bytes(buffer_bytes(&differs));
	one.labels = string_of_bytes(buffer_bytes(&labels));
	one.words = string_of_bytes(buffer_bytes(&words));
	c->items[c->count++] = one;
	return one.fields && one.stays && one.differs && one.labels && one.words ? true : error_memory(e);
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
	c->declaration_count++;
	return true;
}

/* --- telling --- */

static void tell_verdict(struct account *a, const struct pack_request *q, const struct pack_result *r)
{
	const unsigned long long leaving = r->sums.leaving, selected = r->sums.clients;
	enum page_tone tone = leaving == 0 ? PAGE_BAD : leaving == selected ? PAGE_GOOD : PAGE_OPEN;
	_cleanup_(string_freep) char *text =
		leaving == 0 ? string_printf(_("Nothing of this selection may leave for %s."), q->to)
			     : string_printf(_("%llu of %llu clients may leave for %s."), leaving, selected,
	                                     q->to);
	account_verdict(a, tone, NULL, text);
}

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

static void tell_terms(struct account *a, const struct pack_request *q, const struct pack_result *r)
{
	/* What was typed needn't be told to who typed it, but for a page that others read. */
	account_only(a, ACCOUNT_PAGE);
	tell_verdict(a, q, r);
	account_for_all(a);
	account_section(a, "terms", _("On which terms"));
	account_only(a, ACCOUNT_PAGE);
	account_pair(a, "to", _("to"), q->to);
	account_for_all(a);
	account_pair(a, "agreement", _("agreement"), r->terms->id);
	account_pair_number(a, "agreement_version", _("version"), r->terms->version);
	account_pair(a, "purpose", _("purpose"), q->purpose);
	account_pair(a, "ground", _("ground"), r->purpose->ground);
	account_pair(a, "article", _("article"), r->purpose->article);
	tell_duty(a, r);
	account_pair_number(a, "clients", _("clients selected"), r->sums.clients);
	account_pair_number(a, "leaving", _("of whom leave"), r->sums.leaving);
	account_pair_number(a, "declared", _("declarations that go along"), r->sums.declared);
	account_section_end(a);
}

static void tell_stays(struct account *a, const struct pack_result *r)
{
	static const struct column columns[] = {
		{ NULL, N_("reason"), COLUMN_TEXT, ACCOUNT_PAGE },
		{ "rule", N_("rule"), COLUMN_ID },
		{ "clients", N_("clients that stay"), COLUMN_NUMBER },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "certainty", N_("certainty"), COLUMN_STATE },
		{ "reason", N_("reason"), COLUMN_TEXT, ACCOUNT_TEXT | ACCOUNT_JSON },
	};
	account_section(a, "clients-stay", _("Clients who stay"));
	account_table(a, "stays", _("Why clients stay"), columns, ELEMENTS(columns));
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
	account_table_end(a, _("Nobody of the selection stays."));
	account_section_end(a);
}

static void tell_fields(struct account *a, const struct catalogue *c, const struct pack_result *r)
{
	static const struct column columns[] = {
		{ "field", N_("field"), COLUMN_NAME },
		{ "leaves", N_("leaves"), COLUMN_NUMBER },
		{ "stays", N_("stays"), COLUMN_NUMBER },
		{ "rule", N_("rule"), COLUMN_ID, ACCOUNT_TEXT | ACCOUNT_JSON },
		{ NULL, N_("reason"), COLUMN_TEXT, ACCOUNT_PAGE },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "certainty", N_("certainty"), COLUMN_STATE },
	};
	account_section(a, "fields", _("Fields, of the clients who leave"));
	account_table(a, "fields", _("In how many records each field leaves or stays"), columns,
	              ELEMENTS(columns));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		if (!r->sums.field_leaves[i] && !r->sums.field_stays[i])
			continue;
		const struct screening_why *why =
			r->sums.field_stays[i] ? &r->sums.why[r->sums.field_rule[i]] : NULL;
		account_cell_words(a, catalogue_field(c, i)->name, label_of(catalogue_field(c, i)));
		account_cell_number(a, r->sums.field_leaves[i]);
		account_cell_number(a, r->sums.field_stays[i]);
		account_cell(a, why ? rule_name(r->sums.field_rule[i]) : "");
		account_cell(a, why ? words_rule(r->sums.field_rule[i]) : "");
		account_cell(a, why ? why->article : "");
		account_cell_words(a, why ? why->certainty : "", why ? certainty_words(why->certainty) : "");
	}
	account_table_end(a, NULL);
	account_section_end(a);
}

void preview_tell(struct account *a, const struct catalogue *c, const struct pack_request *q,
                  const struct pack_result *r)
{
	tell_terms(a, q, r);
	overrides_tell(a, r->terms, r->purpose);
	tell_stays(a, r);
	tell_fields(a, c, r);
}

/* All names are for programs and for the page: on a terminal a number tells enough, and what differs from the
 * others. */
static void tell_decisions(struct account *a, const struct preview_clients *c)
{
	static const struct column columns[] = {
		{ "record", N_("record"), COLUMN_ID },
		{ "verdict", N_("verdict"), COLUMN_STATE },
		{ "rule", N_("rule"), COLUMN_ID, ACCOUNT_TEXT | ACCOUNT_JSON },
		{ "fields", N_("fields"), COLUMN_NUMBER, ACCOUNT_TEXT | ACCOUNT_JSON },
		{ "reason", N_("reason"), COLUMN_TEXT, ACCOUNT_TEXT | ACCOUNT_JSON },
		{ "stays", N_("stays"), COLUMN_TEXT, ACCOUNT_TEXT | ACCOUNT_JSON },
		{ "leaves", N_("fields that leave"), COLUMN_TEXT, ACCOUNT_PAGE | ACCOUNT_JSON },
		{ NULL, N_("what stays, and why"), COLUMN_TEXT, ACCOUNT_PAGE },
	};
	account_section(a, "clients", _("Client by client"));
	account_table(a, "decisions", _("What of each client leaves and stays"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < c->count; i++) {
		const struct preview_client *one = &c->items[i];
		account_cell(a, one->record);
		account_cell_words(a, one->leaves ? "leaves" : "stays",
		                   one->leaves ? N_("leaves") : N_("stays"));
		account_cell(a, rule_name(one->rule));
		account_cell_number(a, one->field_count);
		account_cell(a, one->leaves ? "" : words_rule(one->rule));
		account_cell_words(a, one->stays, one->differs);
		account_cell_words(a, one->fields, one->labels);
		account_cell(a, one->leaves ? one->words : words_rule(one->rule));
	}
	account_table_end(a, NULL);
	account_section_end(a);
}

static void cell_hash(struct account *a, const char *hash)
{
	account_cell_words(a, hash ? hash : "", hash ? N_("yes") : N_("no"));
}

/* All that a line of the package has of it; of hashes people see that they are there, and on a terminal no
 * more than they can look at. */
static void tell_declarations(struct account *a, const struct catalogue *catalogue,
                              const struct preview_clients *c)
{
	static const struct column columns[] = {
		{ "record", N_("record"), COLUMN_ID },
		{ "kind", N_("kind"), COLUMN_STATE },
		{ "names", N_("names the client by"), COLUMN_STATE },
		{ "given", N_("given"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },
		{ "evidence", N_("signed form"), COLUMN_STATE },
		{ "words", N_("hash of your words"), COLUMN_STATE, ACCOUNT_PAGE | ACCOUNT_JSON },
		DECLARATION_COLUMNS,
		{ "id", N_("id"), COLUMN_ID, ACCOUNT_PAGE | ACCOUNT_JSON },
	};
	account_section(a, "declared", _("What goes along of what clients said"));
	account_table(a, "declarations", _("Declarations that go along"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < c->declaration_count; i++) {
		const struct preview_declaration *one = &c->declarations[i];
		account_cell(a, one->record);
		declaration_cell_kind(a, &one->said);
		bool number = tie_is_number(one->said.tie);
		account_cell_words(a, number ? "bsn" : "set",
		                   number ? N_("BSN") : N_("names, birth date, address"));
		account_cell_day(a, one->said.given);
		account_cell_day(a, one->said.until);
		cell_hash(a, one->said.evidence);
		cell_hash(a, one->said.words_hash);
		declaration_cells(a, catalogue, &one->said);
		account_cell(a, one->said.id);
	}
	account_table_end(a, _("None: nothing was asked of these clients, or nothing was said."));
	account_section_end(a);
}

void preview_tell_clients(struct account *a, const struct catalogue *catalogue,
                          const struct preview_clients *c)
{
	tell_decisions(a, c);
	tell_declarations(a, catalogue, c);
}

bool preview_page_write(const char *path, const struct desk *d, const struct pack_request *q,
                        const struct pack_result *r, const struct preview_clients *clients, struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	char when[WHEN_SIZE];
	moment_in_words(d->now, WHEN_IN_A_SENTENCE, when);
	_cleanup_(string_freep) char *made = string_printf(
		_("Made by sluis at %s, %s. Shows record ids, names of fields and the codes and "
	          "days of declarations, no values of records: keep it as confidential as the "
	          "records."),
		store_unit(d->store), when);
	const struct page_words words = {
		.language = language_code(),
		.title = _("What leaves, what stays and why"),
		.subtitle = _("A preview: nothing has left."),
		.skip = _("To the content"),
		.made_by = made,
	};
	account_begin(&a, ACCOUNT_PAGE, NULL, NULL, &words);
	preview_tell(&a, d->catalogue, q, r);
	preview_tell_clients(&a, d->catalogue, clients);
	return account_end(&a, e) && file_replace(path, buffer_bytes(&a.page), false, e);
}
