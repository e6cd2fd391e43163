/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/breach_account.h"

#include "cli/label.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"

#include <string.h>

/* --- where it stands --- */

static const char *state_token(const struct breach *b)
{
	return b->closed ? "closed" : breach_is_settled(b) ? "settled" : "open";
}

static const char *state_words(const struct breach *b)
{
	return b->closed ? N_("closed") : breach_is_settled(b) ? N_("to be closed") : N_("open");
}

static void tell_said(struct account *o, const char *key, const char *why_key, const char *label, moment when,
                      enum breach_reason why)
{
	account_pair_moment(o, key, when || !why ? label : NULL, when);
	account_pair_words(o, why_key, why ? label : NULL, breach_reason_name(why),
	                   why ? _(breach_reason_words(why)) : "");
}

void breach_tell_state(struct session *s, const struct breach *b)
{
	struct account *o = s->out;
	account_pair_number(o, "breach", _("breach"), b->number);
	account_pair_words(o, "about", _("about"), breach_source_name(b->source),
	                   breach_source_words(b->source));
	if (b->source == BREACH_KEY)
		account_pair(o, "holder", _("key of"), b->holder);
	account_pair_moment(o, "learned", _("learned of it"), b->learned);
	account_pair_moment(o, "due", _("report to the AP by"), breach_due(b->learned));
	tell_said(o, "reported", "not_reported", _("reported to the AP"), b->reported, b->not_reported);
	tell_said(o, "told", "not_told", _("clients told"), b->told, b->not_told);
	account_pair_words(o, "state", _("state"), state_token(b), state_words(b));
	account_pair_number(o, "entry", _("entry in the log"), b->entry);
}

void breach_tell_rows_start(struct account *a)
{
	static const struct column columns[] = {
		{ "number", N_("number"), COLUMN_NUMBER },
		{ "about", N_("about"), COLUMN_STATE },
		{ "learned", N_("learned of it"), COLUMN_DATE },
		{ "due", N_("report by"), COLUMN_DATE },
		{ "reported", N_("reported"), COLUMN_DATE },
		{ "not_reported", N_("not reported, since"), COLUMN_TEXT },
		{ "told", N_("clients told"), COLUMN_DATE },
		{ "not_told", N_("not told, since"), COLUMN_TEXT },
		{ "state", N_("state"), COLUMN_STATE },
	};
	account_table(a, "breaches", NULL, columns, ELEMENTS(columns));
}

static void cell_reason(struct account *a, enum breach_reason r)
{
	if (r)
		account_cell_words(a, breach_reason_name(r), breach_reason_words(r));
	else
		account_cell(a, NULL);
}

void breach_tell_row(struct session *s, const struct breach *b)
{
	struct account *a = s->out;
	account_cell_number(a, b->number);
	account_cell_words(a, breach_source_name(b->source), breach_source_words(b->source));
	account_cell_moment(a, b->learned);
	account_cell_moment(a, breach_due(b->learned));
	account_cell_moment(a, b->reported);
	cell_reason(a, b->not_reported);
	account_cell_moment(a, b->told);
	cell_reason(a, b->not_told);
	account_cell_words(a, state_token(b), state_words(b));
}

/* --- what it laid open --- */

static void tell_places(struct account *a, const struct exposure *x)
{
	static const struct column columns[] = {
		{ "place", N_("what can be read with it"), COLUMN_TEXT },
		{ "count", N_("number, at most"), COLUMN_NUMBER },
		{ "from", N_("from"), COLUMN_DATE },
		{ "to", N_("to"), COLUMN_DATE },
	};
	account_table(a, "places", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < x->place_count; i++) {
		const struct exposed_place *p = &x->places[i];
		account_cell_words(a, exposed_place_name(p->kind), exposed_place_words(p->kind));
		account_cell_number(a, p->count);
		account_cell_moment(a, p->from);
		account_cell_moment(a, p->to);
	}
	account_table_end(a, NULL);
}

static void tell_letters(struct session *s, struct account *a, const struct exposure *x)
{
	static const struct column columns[] = {
		{ "direction", N_("direction"), COLUMN_STATE }, { "peer", N_("unit"), COLUMN_NAME },
		{ "sequence", N_("number"), COLUMN_NUMBER },    { "kind", N_("kind"), COLUMN_STATE },
		{ "created", N_("made"), COLUMN_DATE },         { "clients", N_("clients"), COLUMN_NUMBER },
		{ "receipt", N_("opened there"), COLUMN_DATE }, { "package", N_("package"), COLUMN_ID },
	};
	account_table(a, "letters", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < x->letter_count; i++) {
		const struct exposed_letter *l = &x->letters[i];
		char id[2 * PACKAGE_ID_SIZE + 1];
		hex_encode(bytes_of(l->id, PACKAGE_ID_SIZE), id);
		account_cell_words(a, l->sent ? "sent" : "received", l->sent ? N_("sent") : N_("received"));
		account_cell(a, l->peer);
		account_cell_number(a, l->sequence);
		account_cell_words(a, package_kind_name(l->kind), words_kind(package_kind_name(l->kind)));
		account_cell_moment(a, l->created);
		account_cell_number(a, l->clients);
		account_cell_moment(a, l->sent ? l->done : 0);
		account_cell_id(a, id, named_digits(s, ID_PACKAGE, id));
	}
	account_table_end(a, NULL);
}

static void tell_keys(struct account *a, const struct exposure *x)
{
	static const struct column columns[] = {
		{ "holder", N_("can be read with the key of"), COLUMN_NAME },
		{ "compromised", N_("known to be in others' hands"), COLUMN_STATE },
	};
	account_table(a, "keys", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < x->keys.count; i++) {
		account_cell(a, x->keys.list[i].holder);
		account_cell_yes(a, x->keys.list[i].compromised);
	}
	account_table_end(a, NULL);
}

static bool is_special(enum category c)
{
	return c == CATEGORY_SPECIAL || c == CATEGORY_HEALTH || c == CATEGORY_CRIMINAL;
}

static void tell_fields(struct account *a, const struct catalogue *c, const struct exposure *x)
{
	static const struct column columns[] = {
		{ "category", N_("category"), COLUMN_TEXT },
		{ "field", N_("field"), COLUMN_TEXT },
		{ "special", N_("special or criminal"), COLUMN_STATE },
		{ "records", N_("records, at most"), COLUMN_NUMBER },
	};
	account_table(a, "fields", NULL, columns, ELEMENTS(columns));
	for (unsigned g = 0; g < CATEGORY_COUNT; g++)
		for (size_t i = 0; i < catalogue_size(c); i++) {
			const struct field *f = catalogue_field(c, i);
			if (f->category != g || !x->fields[i])
				continue;
			account_cell_words(a, category_names[g], words_category((enum category)g));
			account_cell_words(a, f->name, label_of(f));
			account_cell_yes(a, is_special(f->category));
			account_cell_number(a, x->fields[i]);
		}
	account_table_end(a, NULL);
}

static void tell_readable(struct account *a, const struct exposure *x, uint64_t clear)
{
	if (clear)
		account_line(a, "%s", _("Some files aren't encrypted: whoever has them reads them."));
	if (exposure_is_readable(x))
		account_line(a, "%s",
		             _("Readable by whoever has a key that is in others' hands: treat it as read."));
	else if (x->keys.count)
		account_line(a, "%s",
		             _("Encrypted to keys of which none is known to be in others' hands: readable "
		               "by their holders, and as far as is known here by nobody else."));
	else
		account_line(a, "%s", _("No letter or store of this unit is among what was looked at."));
}

static void tell_counts(struct account *a, const struct exposure *x)
{
	account_pair_number(a, "clients", _("clients"), x->client_count);
	account_pair_number(a, "records", _("records"), x->records);
	account_pair_number(a, "gone", x->gone ? _("of these no longer here") : NULL, x->gone);
	account_pair_moment(a, "since", _("data since"), x->since);
}

/* --- clients by name --- */

struct naming {
	struct session *session;
	struct buffer name;
};

static bool read_name(void *context, const struct stored_record *stored, struct error *e)
{
	struct naming *n = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(n->session->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	client_append(&n->name, &r);
	return buffer_ok(&n->name, e);
}

static bool tell_clients(struct session *s, const struct exposure *x, struct error *e)
{
	static const struct column columns[] = {
		{ "record", N_("record"), COLUMN_ID },
		{ "client", N_("client"), COLUMN_NAME },
	};
	struct account *a = s->out;
	bool ok = true;
	account_table(a, "named", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; ok && i < x->client_count; i++) {
		const char *id = x->clients[i].record;
		struct naming n = { .session = s };
		const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
		struct error why;
		if (*id && !records_each(s->desk->store, &one, false, read_name, &n, &why)) {
			ok = why.code == ERR_NOT_FOUND;
			if (!ok)
				*e = why;
		}
		named_cell(s, ID_RECORD, id);
		account_cell(a, n.name.size ? buffer_string(&n.name) : _("no longer here"));
		buffer_wipe(&n.name);
	}
	account_table_end(a, NULL);
	return ok;
}

bool breach_tell(struct session *s, const struct breach *b, const struct exposure *x, bool named,
                 struct error *e)
{
	struct account *o = s->out;
	breach_tell_state(s, b);
	account_blank(o);
	tell_counts(o, x);
	account_truth(o, "readable", exposure_is_readable(x) || b->clear);
	tell_readable(o, x, b->clear);
	account_blank(o);
	tell_places(o, x);
	account_blank(o);
	tell_letters(s, o, x);
	account_blank(o);
	tell_keys(o, x);
	account_blank(o);
	tell_fields(o, s->desk->catalogue, x);
	if (!named)
		return true;
	account_blank(o);
	if (breach_may_name(s->desk))
		return tell_clients(s, x, e);
	account_line(o, "%s", _("Who the clients are, a colleague sees whose mandate allows reading."));
	return true;
}

/* --- parts for texts --- */

void breach_tell_exposure(struct session *s, struct account *a, const struct exposure *x)
{
	tell_places(a, x);
	tell_letters(s, a, x);
}

void breach_tell_keys(struct account *a, const struct exposure *x, uint64_t clear)
{
	tell_keys(a, x);
	tell_readable(a, x, clear);
}

void breach_tell_fields(struct session *s, struct account *a, const struct exposure *x)
{
	tell_fields(a, s->desk->catalogue, x);
	tell_counts(a, x);
}
