/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/roster_account.h"

#include "cli/fingerprints.h"
#include "cli/words.h"
#include "report/when.h"
#include <string.h>

/* --- words --- */

/* What the text calls it, and what people do. */
struct roster_word {
	const char *name, *words;
};
static const struct roster_word lists[] = {
	{ "controllers", N_("controller") },
	{ "persons", N_("person") },
	{ "officers", N_("officer") },
	{ "advisers", N_("data protection officer (FG)") },
	{ "units", N_("unit") },
	{ "mandates", N_("mandate") },
	{ "revocations", N_("revocation") },
	{ "successions", N_("succession") },
	{ "merged", N_("merged roster") },
	{ "roster", N_("the roster itself") },
};
static const struct roster_word keys[] = {
	{ "name", N_("name") },
	{ "threshold", N_("officers who must sign") },
	{ "label", N_("label") },
	{ "key", N_("key") },
	{ "recipient", N_("recipient") },
	{ "witness", N_("cosigning key") },
	{ "from", N_("from") },
	{ "until", N_("until") },
	{ "person", N_("person") },
	{ "controller", N_("controller") },
	{ "recovery", N_("recovery key") },
	{ "log", N_("log key") },
	{ "unit", N_("unit") },
	{ "role", N_("role") },
	{ "laws", N_("laws") },
	{ "actions", N_("actions") },
	{ "reason", N_("reason") },
	{ "effective", N_("effective") },
	{ "valid_to_size", N_("counts up to so many entries") },
	{ "review_by", N_("to be reviewed by") },
	{ "log_months", N_("logs forget after, in months") },
	{ "disclosure_by_two", N_("disclosure by two persons") },
	{ "access_by_two", N_("change of access by two persons") },
	{ "id", N_("id") },
	{ "successor", N_("successor") },
	{ "version", N_("version") },
	{ "hash", N_("fingerprint of that version") },
	{ "root", N_("fingerprint of version 1") },
};
/* Of revocations; the words of the text are for programs. */
static const struct roster_word reasons[] = {
	[REVOKED_LEFT] = { "left", N_("left") },
	[REVOKED_SUPERSEDED] = { "superseded", N_("superseded") },
	[REVOKED_LOST] = { "lost", N_("lost") },
	[REVOKED_COMPROMISED] = { "compromised", N_("compromised") },
};

static const char *words_of(const struct roster_word *table, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].words;
	return name;
}

/* --- differences --- */

/* "name+1a2b3c4d" of a verifier: enough to name it by; the rest of it is for programs. */
static void append_short(struct buffer *out, const char *value, bool is_key)
{
	const char *end = is_key ? strchr(value, '+') : NULL;
	end = end ? strchr(end + 1, '+') : NULL;
	buffer_append(out, bytes_of(value, end ? (size_t)(end - value) : strlen(value)));
}

/* For people: what is known so far of the row that is being told. */
struct row_told {
	struct account *a;
	struct buffer text;
	bool open;
	uint64_t count;
};

static void end_row(struct row_told *t)
{
	if (t->open)
		account_cell_buffer(t->a, &t->text);
	buffer_reset(&t->text);
	t->open = false;
}

static void append_difference(struct buffer *out, const struct roster_difference *d)
{
	const char *word = _(words_of(keys, ELEMENTS(keys), d->key));
	buffer_printf(out, "%s%s ", out->size ? "; " : "", word);
	if (d->kind == DIFFERENCE_CHANGED) {
		append_short(out, d->was ? d->was : _("none"), d->was && d->is_key);
		buffer_append_string(out, " → ");
	}
	const char *now = d->kind == DIFFERENCE_GONE ? d->was : d->is;
	append_short(out, now ? now : _("none"), now && d->is_key);
}

static bool tell_row(void *context, const struct roster_difference *d, struct error *e)
{
	static const char *const kinds[DIFFERENCES] = { N_("added"), N_("gone"), N_("changed") };
	struct row_told *t = context;
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	if (d->first) {
		end_row(t);
		append_short(&name, d->name, strchr(d->name, '+') != NULL);
		account_cell_words(t->a, difference_name(d->kind), kinds[d->kind]);
		account_cell_words(t->a, d->list, words_of(lists, ELEMENTS(lists), d->list));
		account_cell_buffer(t->a, &name);
		t->open = true;
		t->count++;
	}
	append_difference(&t->text, d);
	return account_ok(t->a, e);
}

static bool tell_key(void *context, const struct roster_difference *d, struct error *e)
{
	struct account *a = context;
	account_cell(a, difference_name(d->kind));
	account_cell(a, d->list);
	account_cell(a, d->name);
	account_cell(a, d->key);
	account_cell(a, d->was);
	account_cell(a, d->is);
	return account_ok(a, e);
}

bool roster_changes_tell(struct account *a, const struct roster *known, const struct roster *next,
                         struct error *e)
{
	static const struct column columns[] = {
		{ "change", N_("change"), COLUMN_STATE },
		{ "list", N_("of"), COLUMN_STATE },
		{ "name", N_("which"), COLUMN_NAME },
		{ "what", N_("what"), COLUMN_TEXT },
	};
	static const struct column for_programs[] = {
		{ "change", NULL, COLUMN_STATE }, { "list", NULL, COLUMN_NAME },
		{ "name", NULL, COLUMN_NAME },    { "key", NULL, COLUMN_NAME },
		{ "was", NULL, COLUMN_TEXT },     { "is", NULL, COLUMN_TEXT },
	};
	struct row_told t = { .a = a };
	account_only(a, ACCOUNT_JSON);
	account_table(a, "changes", NULL, for_programs, ELEMENTS(for_programs));
	bool ok = roster_each_difference(known, next, tell_key, a, e);
	account_table_end(a, NULL);
	account_for_all(a);
	account_only(a, ACCOUNT_PEOPLE);
	account_table(a, NULL, NULL, columns, ELEMENTS(columns));
	ok = ok && roster_each_difference(known, next, tell_row, &t, e);
	end_row(&t);
	account_table_end(a, NULL);
	if (ok && !t.count)
		account_line(a, "%s", _("It says the same as the version before."));
	account_for_all(a);
	buffer_clear(&t.text);
	return ok;
}

/* --- tables --- */

void roster_tell_officers(struct account *a, const struct roster *r)
{
	static const struct column columns[] = {
		{ "officer", N_("officer"), COLUMN_NAME },
		{ "label", N_("label"), COLUMN_NAME },
		{ "controller", N_("for"), COLUMN_NAME },
	};
	account_table(a, "officers", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->officer_count; i++) {
		const struct roster_person *p = roster_person(r, r->officers[i].person);
		account_cell(a, r->officers[i].person);
		account_cell(a, p ? p->label : "");
		account_cell(a, r->officers[i].controller);
	}
	account_table_end(a, NULL);
	account_blank(a);
}

void roster_tell_advisers(struct account *a, const struct roster *r)
{
	static const struct column columns[] = {
		{ "person", N_("data protection officer (FG)"), COLUMN_NAME },
		{ "controller", N_("for"), COLUMN_NAME },
	};
	account_table(a, "advisers", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->adviser_count; i++) {
		account_cell(a, r->advisers[i].person);
		account_cell(a, r->advisers[i].controller);
	}
	account_table_end(a, NULL);
	if (r->adviser_count)
		account_blank(a);
}

void roster_tell_units(struct account *a, const struct roster *r)
{
	static const struct column columns[] = {
		{ "unit", N_("unit"), COLUMN_NAME },
		{ "label", N_("label"), COLUMN_NAME },
		{ "controller", N_("controller"), COLUMN_NAME },
		{ "ready", N_("has keys"), COLUMN_STATE },
		{ "recovery", N_("recovery key"), COLUMN_STATE },
	};
	account_table(a, "units", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->unit_count; i++) {
		account_cell(a, r->units[i].name);
		account_cell(a, r->units[i].label);
		account_cell(a, r->units[i].controller);
		account_cell_yes(a, r->units[i].ready);
		account_cell_yes(a, r->units[i].has_recovery);
	}
	account_table_end(a, NULL);
	account_blank(a);
}

/* "name+1a2b3c4d", as `roster revoke` takes it. */
static void cell_key(struct account *a, const struct note_verifier *key)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	char hex[2 * sizeof key->id + 1];
	hex_encode(bytes_of(key->id, sizeof key->id), hex);
	buffer_printf(&text, "%s+%s", key->name, hex);
	account_cell_buffer(a, &text);
}

static void cell_counts(struct account *a, const struct roster *r, const struct roster *newest,
                        const struct roster_person *p, moment at)
{
	struct error why;
	bool counts = roster_key_valid(r, p->name, at, &why) && roster_key_stands(newest, &p->key, at, &why);
	account_cell_words(a, counts ? "valid" : error_name(why.code),
	                   counts                    ? N_("counts")
	                   : why.code == ERR_REVOKED ? N_("revoked or past")
	                                             : N_("not yet"));
}

void roster_tell_persons(struct account *a, const struct roster *r, const struct roster *newest, moment at)
{
	static const struct column columns[] = {
		{ "person", N_("person"), COLUMN_NAME }, { "label", N_("label"), COLUMN_NAME },
		{ "key", N_("key"), COLUMN_ID },         { "from", N_("from"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },   { "state", N_("state"), COLUMN_STATE },
	};
	account_table(a, "persons", NULL, columns, at ? ELEMENTS(columns) : ELEMENTS(columns) - 1);
	for (size_t i = 0; i < r->person_count; i++) {
		const struct roster_person *p = &r->persons[i];
		account_cell(a, p->name);
		account_cell(a, p->label);
		cell_key(a, &p->key);
		account_cell_day(a, p->from);
		account_cell_day(a, p->until);
		if (at)
			cell_counts(a, r, newest ? newest : r, p, at);
	}
	account_table_end(a, NULL);
	account_blank(a);
}

static void append_words(struct buffer *out, const char *word)
{
	buffer_printf(out, "%s%s", out->size ? " " : "", word);
}

static void tell_mandate(struct account *a, const struct roster *r, const struct roster_mandate *m)
{
	_cleanup_(buffer_clear) struct buffer laws = { 0 };
	_cleanup_(buffer_clear) struct buffer powers = { 0 };
	const struct roster_person *p = roster_person(r, m->person);
	for (size_t i = 0; i < LAW_COUNT; i++)
		if (m->laws & 1u << i)
			append_words(&laws, law_names[i]);
	for (unsigned bit = 1; bit & POWER_ANY; bit <<= 1)
		if (m->powers & bit)
			append_words(&powers, power_name((enum power)bit));
	account_cell(a, m->id);
	account_cell(a, m->person);
	account_cell(a, p ? p->label : "");
	account_cell(a, m->unit);
	account_cell(a, m->role);
	account_cell_buffer(a, &laws);
	account_cell_buffer(a, &powers);
	account_cell_day(a, m->from);
	account_cell_day(a, m->until);
}

void roster_tell_mandates(struct account *a, const struct roster *r, moment at)
{
	static const struct column columns[] = {
		{ "mandate", N_("mandate"), COLUMN_ID },   { "person", N_("person"), COLUMN_NAME },
		{ "label", N_("label"), COLUMN_NAME },     { "unit", N_("unit"), COLUMN_NAME },
		{ "role", N_("role"), COLUMN_NAME },       { "laws", N_("laws"), COLUMN_TEXT },
		{ "actions", N_("actions"), COLUMN_TEXT }, { "from", N_("from"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },
	};
	account_table(a, "mandates", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->mandate_count; i++) {
		const struct roster_mandate *m = &r->mandates[i];
		if (!at || (at >= m->from && (!m->until || at < m->until + SECONDS_A_DAY)))
			tell_mandate(a, r, m);
	}
	account_table_end(a, NULL);
}

void roster_tell_successions(struct account *a, const struct roster *r)
{
	static const struct column columns[] = {
		{ "controller", N_("controller that is no more"), COLUMN_NAME },
		{ "successor", N_("successor"), COLUMN_NAME },
		{ "from", N_("from"), COLUMN_DATE },
	};
	if (!r->succession_count)
		return;
	account_blank(a);
	account_table(a, "successions", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->succession_count; i++) {
		account_cell(a, r->successions[i].controller);
		account_cell(a, r->successions[i].successor);
		account_cell_day(a, r->successions[i].from);
	}
	account_table_end(a, NULL);
}

void roster_tell_merger(struct account *a, const struct roster *r)
{
	if (!r->merged_count)
		return;
	account_list(a, "merged");
	for (size_t i = 0; i < r->merged_count; i++) {
		const struct roster_merged *m = &r->merged[i];
		account_item(a, NULL, NULL);
		account_pair(a, "roster", _("became one with another"), m->id);
		account_pair_number(a, "version", _("its last version"), m->version);
		fingerprint_tell(a, "root", _("fingerprint of its version 1"), &m->root);
		account_item_end(a);
		account_blank(a);
	}
	account_list_end(a);
	account_line(a, "%s",
	             _("Compare each fingerprint with the one that the officers of that partnership read "
	               "aloud, before you sign. Whoever trusts one of them needs no other."));
}

void roster_tell_revocations(struct account *a, const struct roster *r)
{
	static const struct column columns[] = {
		{ "revoked", N_("revoked"), COLUMN_NAME },
		{ "reason", N_("reason"), COLUMN_STATE },
		{ "effective", N_("from"), COLUMN_DATE },
		{ "valid_to_size", N_("counts up to so many entries"), COLUMN_ID },
	};
	if (!r->revocation_count)
		return;
	account_blank(a);
	account_table(a, "revocations", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->revocation_count; i++) {
		const struct roster_revocation *v = &r->revocations[i];
		_cleanup_(buffer_clear) struct buffer size = { 0 };
		if (v->has_key)
			cell_key(a, &v->key);
		else
			account_cell(a, v->person);
		account_cell_words(a, reasons[v->reason].name, reasons[v->reason].words);
		account_cell_day(a, v->effective);
		if (v->has_size)
			buffer_printf(&size, "%llu", (unsigned long long)v->size);
		account_cell_buffer(a, &size);
	}
	account_table_end(a, NULL);
}

void roster_tell_at(struct account *a, const struct roster *r, const struct roster *newest, moment at)
{
	account_pair(a, "id", _("roster"), r->id);
	account_pair_day(a, "at", _("as of"), at);
	account_pair_number(a, "version", _("version in force then"), r->version);
	account_pair_day(a, "issued", _("issued"), r->issued);
	account_pair_number(a, "newest", _("newest version here, which says what was revoked"),
	                    newest->version);
	account_blank(a);
	roster_tell_officers(a, r);
	roster_tell_advisers(a, r);
	roster_tell_units(a, r);
	roster_tell_persons(a, r, newest, at);
	roster_tell_mandates(a, r, at);
	roster_tell_revocations(a, newest);
}

void roster_tell_review(struct account *a, const struct roster *r, moment now)
{
	static const char *const names[] = { "far", "near", "past", "over" };
	enum roster_review stage = roster_review(r, now);
	char day[WHEN_SIZE], end[WHEN_SIZE];
	account_pair(a, "review", NULL, names[stage]);
	if (stage == REVIEW_FAR)
		return;
	account_blank(a);
	day_in_words(r->review_by, WHEN_IN_A_SENTENCE, day);
	day_in_words(r->review_by + ROSTER_GRACE_DAYS * SECONDS_A_DAY, WHEN_IN_A_SENTENCE, end);
	if (stage == REVIEW_OVER)
		account_line(a, _("It was to be reviewed by %s: since %s nothing is packed with it."), day,
		             end);
	else if (stage == REVIEW_PAST)
		account_line(a, _("It was to be reviewed by %s: after %s nothing is packed with it."), day,
		             end);
	else
		account_line(a, _("It is to be reviewed by %s: after %s nothing is packed with it."), day,
		             end);
	account_line(
		a, "%s",
		_("The next version says when it is next: `roster set --review-by DAY`, and signatures."));
}
