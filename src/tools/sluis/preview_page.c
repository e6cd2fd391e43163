/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/preview_page.h"

#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "report/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void preview_clients_clear(struct preview_clients *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->items[i].fields);
		free(c->items[i].stays);
		free(c->items[i].differs);
		free(c->items[i].words);
	}
	free(c->items);
	*c = (struct preview_clients){ 0 };
}

/* --- gathering --- */

static bool room_for_one(struct preview_clients *c, struct error *e)
{
	if (c->count < c->room)
		return true;
	size_t room = c->room ? 2 * c->room : 64;
	struct preview_client *items = reallocarray(c->items, room, sizeof *items);
	if (!items)
		return error_memory(e);
	c->items = items;
	c->room = room;
	return true;
}

static bool stays_by(const struct sifted *s, size_t i, enum decision_rule rule)
{
	return s->record->values[i].data && !s->keep[i] && s->rules[i] == rule;
}

/* "the address is secret: postcode, huisnummer; …" */
static void put_words(struct buffer *out, const struct sifted *s)
{
	size_t count = catalogue_size(s->record->catalogue);
	for (enum decision_rule rule = 0; rule < RULE_COUNT; rule++) {
		size_t found = 0;
		for (size_t i = 0; i < count; i++) {
			if (!stays_by(s, i, rule))
				continue;
			if (found++ == 0)
				buffer_printf(out, "%s%s: ", out->size ? "; " : "", words_rule(rule));
			buffer_printf(out, "%s%s", found > 1 ? ", " : "",
			              catalogue_field(s->record->catalogue, i)->name);
		}
	}
}

bool preview_clients_add(struct preview_clients *c, const struct sifted *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer fields = { 0 }, stays = { 0 }, differs = { 0 }, words = { 0 };
	const struct catalogue *catalogue = s->record->catalogue;
	if (!room_for_one(c, e))
		return false;
	struct preview_client one = { .leaves = s->client.allowed, .rule = s->client.rule };
	memcpy(one.record, s->stored->id, sizeof one.record);
	for (size_t i = 0; s->client.allowed && i < catalogue_size(catalogue); i++) {
		const char *name = catalogue_field(catalogue, i)->name;
		if (s->keep[i])
			buffer_printf(&fields, "%s%s", one.field_count++ ? " " : "", name);
		else if (s->record->values[i].data)
			buffer_printf(&stays, "%s%s:%s", stays.size ? " " : "", name,
			              decision_rule_name(s->rules[i]));
		if (s->record->values[i].data && !s->keep[i] && s->rules[i] != RULE_NOT_AGREED)
			buffer_printf(&differs, "%s%s:%s", differs.size ? " " : "", name,
			              decision_rule_name(s->rules[i]));
	}
	if (s->client.allowed)
		put_words(&words, s);
	if (!buffer_ok(&fields, e) || !buffer_ok(&stays, e) || !buffer_ok(&differs, e) ||
	    !buffer_ok(&words, e))
		return false;
	one.fields = string_of_bytes(buffer_bytes(&fields));
	one.stays = string_of_bytes(buffer_bytes(&stays));
	one.differs = string_of_bytes(buffer_bytes(&differs));
	one.words = string_of_bytes(buffer_bytes(&words));
	c->items[c->count++] = one;
	return one.fields && one.stays && one.differs && one.words ? true : error_memory(e);
}

bool preview_clients_print(const struct preview_clients *c, struct output *o, struct error *e)
{
	const struct table_column columns[] = {
		{ "record", _("record"), false }, { "verdict", _("verdict"), false },
		{ "rule", _("rule"), false },     { "fields", _("fields"), true },
		{ "reason", _("reason"), false }, { "stays", _("stays"), false },
	};
	const struct table_column with_names = { "leaves", _("leaves"), false };
	struct table_column all[ELEMENTS(columns) + 1];
	_cleanup_(table_freep) struct table *t = NULL;
	memcpy(all, columns, sizeof columns);
	all[ELEMENTS(columns)] = with_names;
	/* All names are for programs and for the page: on a terminal a number tells enough, and what differs
	 * from the others. */
	if (!table_start(&t, all, o->json ? ELEMENTS(all) : ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		const struct preview_client *one = &c->items[i];
		table_cell(t, one->record);
		table_cell_token(t, one->leaves ? "leaves" : "stays");
		table_cell(t, decision_rule_name(one->rule));
		table_cell_number(t, one->field_count);
		table_cell(t, one->leaves ? "" : words_rule(one->rule));
		table_cell(t, o->json ? one->stays : one->differs);
		if (o->json)
			table_cell(t, one->fields);
	}
	return table_print(t, o, "decisions", e);
}

/* --- the page --- */

static void put_number(struct buffer *out, const char *label, uint64_t value)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)value);
	page_pair(out, label, text);
}

static void put_terms(struct buffer *out, const struct pack_request *q, const struct pack_result *r)
{
	page_section(out, "terms", _("On which terms"));
	page_pairs(out);
	page_pair(out, _("to"), q->to);
	page_pair(out, _("agreement"), r->terms->id);
	put_number(out, _("version"), r->terms->version);
	page_pair(out, _("purpose"), q->purpose);
	page_pair(out, _("ground"), r->purpose->ground);
	page_pair(out, _("article"), r->purpose->article);
	put_number(out, _("clients selected"), r->sums.clients);
	put_number(out, _("of whom leave"), r->sums.leaving);
	page_pairs_end(out);
	page_section_end(out);
}

/* With the reasons and the advice in full: who prints the page has what the decision rests on. */
static void put_override(struct buffer *out, const struct pack_result *r, const struct override *w)
{
	const struct ground *row = grounds_find(r->terms->pinned.grounds, w->ground);
	char hex[SHA256_HEX_SIZE + 1], from[DAY_SIZE + 1], until[DAY_SIZE + 1], advised[DAY_SIZE + 1];
	sha256_hex(&w->hash, hex);
	day_format(w->valid_from, from);
	day_format(w->valid_until, until);
	day_format(w->advised, advised);
	page_subheading(out, w->id);
	page_pairs(out);
	page_pair(out, _("ground"), w->ground);
	page_pair(out, _("article"), row ? row->article : "");
	page_pair(out, _("certainty"), row ? words_certainty(row->certainty) : "");
	page_pair(out, _("decided by the officers of"), w->controller);
	page_pair(out, _("reasons"), w->reasons);
	page_pair(out, _("advice by (FG)"), w->fg);
	page_pair(out, _("on"), advised);
	page_pair(out, _("advice"), w->advice);
	page_pair(out, _("valid from"), from);
	page_pair(out, _("until and with"), until);
	page_pair(out, "SHA-256", hex);
	page_pairs_end(out);
}

static void put_overrides(struct buffer *out, const struct pack_result *r)
{
	const struct pinned *p = &r->terms->pinned;
	size_t shown = 0;
	for (size_t i = 0; i < p->override_count; i++) {
		if (strcmp(p->overrides[i]->purpose, r->purpose->code) != 0)
			continue;
		if (shown++ == 0)
			page_section(out, "overrides", _("Overrides that this rests on"));
		put_override(out, r, p->overrides[i]);
	}
	if (shown)
		page_section_end(out);
}

static void put_stays(struct buffer *out, const struct pack_result *r)
{
	const struct column columns[] = {
		{ NULL, N_("reason"), COLUMN_TEXT },    { NULL, N_("clients"), COLUMN_NUMBER },
		{ NULL, N_("rule"), COLUMN_TEXT },      { NULL, N_("article"), COLUMN_TEXT },
		{ NULL, N_("certainty"), COLUMN_TEXT },
	};
	struct page_table t;
	page_section(out, "clients-stay", _("Clients who stay"));
	if (r->sums.leaving == r->sums.clients) {
		page_paragraph(out, _("Nobody of the selection stays."));
	} else {
		page_table_begin(&t, out, _("Why clients stay"), columns, ELEMENTS(columns));
		for (size_t i = 0; i < RULE_COUNT; i++) {
			if (!r->sums.stayed[i])
				continue;
			page_cell(&t, words_rule((enum decision_rule)i));
			page_cell_number(&t, r->sums.stayed[i]);
			page_cell(&t, decision_rule_name((enum decision_rule)i));
			page_cell(&t, r->sums.why[i].article);
			page_cell(&t, words_certainty(r->sums.why[i].certainty));
		}
		page_table_end(&t);
	}
	page_section_end(out);
}

static void put_fields(struct buffer *out, const struct catalogue *c, const struct pack_result *r)
{
	const struct column columns[] = {
		{ NULL, N_("field"), COLUMN_TEXT },   { NULL, N_("leaves"), COLUMN_NUMBER },
		{ NULL, N_("stays"), COLUMN_NUMBER }, { NULL, N_("reason"), COLUMN_TEXT },
		{ NULL, N_("article"), COLUMN_TEXT }, { NULL, N_("certainty"), COLUMN_TEXT },
	};
	struct page_table t;
	page_section(out, "fields", _("Fields, of the clients who leave"));
	page_table_begin(&t, out, _("In how many records each field leaves or stays"), columns,
	                 ELEMENTS(columns));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		if (!r->sums.field_leaves[i] && !r->sums.field_stays[i])
			continue;
		bool stays = r->sums.field_stays[i] > 0;
		page_cell(&t, catalogue_field(c, i)->name);
		page_cell_number(&t, r->sums.field_leaves[i]);
		page_cell_number(&t, r->sums.field_stays[i]);
		page_cell(&t, stays ? words_rule(r->sums.field_rule[i]) : "");
		page_cell(&t, stays ? r->sums.why[r->sums.field_rule[i]].article : "");
		page_cell(&t, stays ? words_certainty(r->sums.why[r->sums.field_rule[i]].certainty) : "");
	}
	page_table_end(&t);
	page_section_end(out);
}

static void put_clients(struct buffer *out, const struct preview_clients *clients)
{
	const struct column columns[] = {
		{ NULL, N_("record"), COLUMN_TEXT },
		{ NULL, N_("verdict"), COLUMN_TEXT },
		{ NULL, N_("fields that leave"), COLUMN_TEXT },
		{ NULL, N_("what stays, and why"), COLUMN_TEXT },
	};
	struct page_table t;
	page_section(out, "clients", _("Client by client"));
	page_table_begin(&t, out, _("What of each client leaves and stays"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < clients->count; i++) {
		const struct preview_client *one = &clients->items[i];
		page_cell(&t, one->record);
		page_cell(&t, words_token(one->leaves ? "leaves" : "stays"));
		page_cell(&t, one->fields);
		page_cell(&t, one->leaves ? one->words : words_rule(one->rule));
	}
	page_table_end(&t);
	page_section_end(out);
}

static void put_verdict(struct buffer *out, const struct pack_request *q, const struct pack_result *r)
{
	const unsigned long long leaving = r->sums.leaving, selected = r->sums.clients;
	enum page_tone tone = leaving == 0 ? PAGE_BAD : leaving == selected ? PAGE_GOOD : PAGE_OPEN;
	_cleanup_(string_freep) char *text =
		leaving == 0 ? string_printf(_("Nothing of this selection may leave for %s."), q->to)
			     : string_printf(_("%llu of %llu clients may leave for %s."), leaving, selected,
	                                     q->to);
	page_verdict(out, tone, text);
}

bool preview_page_write(const char *path, const struct desk *d, const struct pack_request *q,
                        const struct pack_result *r, const struct preview_clients *clients, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	char when[MOMENT_SIZE + 1];
	moment_format(d->now, when);
	_cleanup_(string_freep) char *made =
		string_printf(_("Made by sluis at %s, %s. Shows record ids and names of fields, no values: "
	                        "keep it as confidential as the records."),
	                      store_unit(d->store), when);
	const struct page_words words = {
		.language = language_code(),
		.title = _("What leaves, what stays and why"),
		.subtitle = _("A preview: nothing has left."),
		.skip = _("To the content"),
		.made_by = made,
	};
	page_begin(&out, &words);
	put_verdict(&out, q, r);
	put_terms(&out, q, r);
	put_overrides(&out, r);
	put_stays(&out, r);
	put_fields(&out, d->catalogue, r);
	put_clients(&out, clients);
	page_end(&out, &words);
	return buffer_ok(&out, e) && file_replace(path, buffer_bytes(&out), false, e);
}
