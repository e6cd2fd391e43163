/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/breach_texts.h"

#include "cli/label.h"
#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "report/account.h"
#include "report/when.h"
#include "tools/sluis/named.h"

#include <string.h>

static void blank(struct account *a, const char *label)
{
	account_pair(a, NULL, label, _("[to fill in]"));
}

static bool write_one(const struct buffer *content, const char *base, const char *suffix, struct error *e)
{
	_cleanup_(string_freep) char *path = string_printf("%s.%s", base, suffix);
	return path ? file_replace(path, buffer_bytes(content), false, e) : error_memory(e);
}

static bool write_both(struct account *a, const char *base, struct error *e)
{
	return account_end(a, e) && write_one(&a->text, base, "txt", e) &&
	       write_one(&a->page, base, "html", e);
}

/* --- the form --- */

static const char *controller_of(const struct session *s, const char *unit)
{
	const struct roster_unit *u = roster_unit(desk_roster(s->desk), unit);
	return u ? u->controller : "";
}

static void tell_who(struct session *s, struct account *a, const struct breach *b)
{
	const char *unit = store_unit(s->desk->store), *controller = controller_of(s, unit);
	const struct roster_person *fg = roster_fg(desk_roster(s->desk), controller);
	account_section(a, "about", _("0. About this report"));
	blank(a, _("first report, addition to one, or withdrawal"));
	account_pair(a, NULL, _("made under"), _("AVG art. 33"));
	account_pair_number(a, NULL, _("own number of the breach"), b->number);
	account_pair_number(a, NULL, _("entry in the log of this unit"), b->entry);
	account_section_end(a);
	account_section(a, "contact", _("1. Contact"));
	account_pair(a, NULL, _("organisation"), controller);
	account_pair(a, NULL, _("unit"), unit);
	blank(a, _("who reports: name, function, telephone, e-mail"));
	if (fg)
		account_pair(a, NULL, _("data protection officer (FG)"),
		             fg->label && *fg->label ? fg->label : fg->name);
	else
		blank(a, _("data protection officer (FG)"));
	blank(a, _("other organisations that are involved, and which reports"));
	account_section_end(a);
}

static void tell_timeline(struct session *s, struct account *a, const struct breach *b,
                          const struct exposure *x)
{
	account_section(a, "timeline", _("2. Timeline"));
	account_pair_moment(a, NULL, _("the unit learned of it"), b->learned);
	account_pair_moment(a, NULL, _("72 hours behind that"), breach_due(b->learned));
	account_pair_moment(a, NULL, _("reported"), b->reported);
	if ((b->reported ? b->reported : s->desk->now) > breach_due(b->learned))
		blank(a, _("why it is later than 72 hours"));
	account_pair_moment(a, NULL, _("data that it is about are there since"), x->since);
	blank(a, _("when it began, and when it ended"));
	blank(a, _("does it go on still"));
	account_section_end(a);
}

static void tell_what(struct session *s, struct account *a, const struct breach *b, const struct exposure *x)
{
	account_section(a, "breach", _("3. The breach"));
	account_pair(a, NULL, _("about"), _(breach_source_words(b->source)));
	if (b->source == BREACH_KEY)
		account_pair(a, NULL, _("key of"), b->holder);
	if (b->source == BREACH_STICK) {
		account_pair_number(a, NULL, _("files looked at"), b->files);
		account_pair_number(a, NULL, _("encrypted, no letter known here"), b->sealed);
		account_pair_number(a, NULL, _("not encrypted"), b->clear);
	}
	breach_tell_exposure(s, a, x);
	blank(a, _("what happened"));
	blank(a, _("how it came"));
	blank(a, _("what was touched: confidentiality, integrity, availability"));
	account_section_end(a);
}

static bool has_special(const struct catalogue *c, const struct exposure *x)
{
	for (size_t i = 0; i < catalogue_size(c); i++) {
		enum category g = catalogue_field(c, i)->category;
		if (x->fields[i] && (g == CATEGORY_SPECIAL || g == CATEGORY_HEALTH || g == CATEGORY_CRIMINAL))
			return true;
	}
	return false;
}

static void tell_data(struct session *s, struct account *a, const struct breach *b, const struct exposure *x)
{
	const struct catalogue *c = s->desk->catalogue;
	account_section(a, "data", _("4. Personal data"));
	account_pair_yes(a, NULL, _("BSN"), x->fields[catalogue_role(c, ROLE_BSN)->index] > 0);
	account_pair_yes(a, NULL, _("special categories (AVG art. 9) or criminal data (art. 10)"),
	                 has_special(c, x));
	breach_tell_fields(s, a, x);
	if (b->clear)
		blank(a, _("what the files hold that aren't encrypted"));
	account_section_end(a);
	account_section(a, "people", _("5. The people whose data they are"));
	account_pair_number(a, NULL, _("how many, at most"), x->client_count);
	account_pair(a, NULL, _("who they are"),
	             _("clients of this unit, and of the units it exchanges with"));
	blank(a, _("are there children or other vulnerable people among them"));
	account_section_end(a);
}

static void tell_measures(struct account *a, const struct breach *b, const struct exposure *x)
{
	account_section(a, "before", _("6. Measures from before"));
	if (x->letter_count)
		account_line(a, "%s",
		             _("Letters are encrypted with age: X25519 for each recipient, ChaCha20-Poly1305 "
		               "for what they hold."));
	if (x->whole)
		account_line(
			a, "%s",
			_("The store is encrypted with SQLCipher: AES-256, under a key that is "
		          "encrypted to each person with access; their own keys stand under a passphrase."));
	breach_tell_keys(a, x, b->clear);
	blank(a, _("other measures"));
	account_section_end(a);
}

static void tell_after(struct account *a, const struct breach *b)
{
	account_section(a, "consequences", _("7. Consequences"));
	blank(a, _("what may follow for the people"));
	blank(a, _("how serious that is"));
	account_section_end(a);
	account_section(a, "actions", _("8. What was done since"));
	if (b->told)
		account_pair_moment(a, NULL, _("clients told"), b->told);
	else if (b->not_told)
		account_pair(a, NULL, _("clients not told, since"), _(breach_reason_words(b->not_told)));
	else
		blank(a, _("are clients told, when and how; or why not"));
	blank(a, _("what was done to end it, and so that it doesn't happen again"));
	blank(a, _("does it touch people in other countries of the Union"));
	account_section_end(a);
	account_section(a, "other", _("9. Other"));
	blank(a, _("anything else"));
	account_section_end(a);
}

static bool write_form(struct session *s, const char *base, const struct breach *b, const struct exposure *x,
                       struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	const struct page_words words = {
		.language = language_code(),
		.title = _("Breach: for the form of the Autoriteit Persoonsgegevens"),
		.subtitle =
			_("AVG art. 33 lid 3. What the log of this unit knows is filled in; the rest people "
		          "fill in. Nobody but they decides whether there is a risk."),
		.skip = _("To the content"),
		.made_by = _("Made by sluis. Names no client."),
	};
	account_begin(&a, ACCOUNT_TEXT | ACCOUNT_PAGE, NULL, NULL, &words);
	tell_who(s, &a, b);
	tell_timeline(s, &a, b, x);
	tell_what(s, &a, b, x);
	tell_data(s, &a, b, x);
	tell_measures(&a, b, x);
	tell_after(&a, b);
	return write_both(&a, base, e);
}

/* --- the letter --- */

static void append_address(struct buffer *out, const struct record *r)
{
	static const enum role parts[] = { ROLE_NUMBER, ROLE_LETTER, ROLE_SUFFIX };
	for (size_t i = 0; i < ELEMENTS(parts); i++)
		buffer_append(out, record_role(r, parts[i]));
	buffer_append_string(out, out->size ? ", " : "");
	buffer_append(out, record_role(r, ROLE_POSTCODE));
}

/* Whom it is to. */
static bool tell_addressee(struct account *a, const struct record *client, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer name = { 0 }, address = { 0 };
	if (!client) {
		blank(a, _("name"));
		blank(a, _("address"));
		return true;
	}
	name_append(&name, client);
	append_address(&address, client);
	if (!buffer_ok(&name, e) || !buffer_ok(&address, e))
		return false;
	account_pair(a, NULL, _("name"), name.size ? buffer_string(&name) : _("[to fill in]"));
	account_pair(a, NULL, _("house number, postcode"),
	             address.size ? buffer_string(&address) : _("[to fill in]"));
	return true;
}

static const char *what_happened(enum breach_source s)
{
	static const char *const words[BREACH_SOURCE_COUNT] = {
		[BREACH_PACKAGE] =
			N_("A file with data of you may have come to others than it was meant for."),
		[BREACH_STICK] =
			N_("A stick or disk with data of you was lost, or was with others for some time."),
		[BREACH_KEY] =
			N_("A key with which data of you can be read may have come into others' hands."),
		[BREACH_STORE] =
			N_("A computer or copy with data of you was lost, or was with others for some time."),
	};
	return _(words[s]);
}

static void tell_labels(struct account *a, const struct catalogue *c, const struct exposure *x)
{
	static const struct column columns[] = {
		{ "field", N_("which data"), COLUMN_TEXT },
		{ "about", N_("what they are about"), COLUMN_TEXT },
	};
	account_table(a, "fields", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		if (!x->fields[i])
			continue;
		account_cell(a, label_of(f));
		account_cell(a, words_category(f->category));
	}
	account_table_end(a, NULL);
}

static void tell_contact(struct session *s, struct account *a)
{
	const char *controller = controller_of(s, store_unit(s->desk->store));
	const struct roster_person *fg = roster_fg(desk_roster(s->desk), controller);
	account_section(a, "questions", _("Questions, and your rights"));
	account_line(a, "%s",
	             _("You may ask which data we have of you and who saw them. You may also complain to the "
	               "Autoriteit Persoonsgegevens."));
	account_pair(a, NULL, _("data protection officer (FG)"),
	             fg ? fg->label && *fg->label ? fg->label : fg->name : _("[to fill in]"));
	blank(a, _("telephone and e-mail"));
	account_section_end(a);
}

static bool write_letter(struct session *s, const char *base, const struct breach *b,
                         const struct exposure *x, const struct record *client, struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	char when[WHEN_SIZE];
	const struct page_words words = {
		.language = language_code(),
		.title = _("Something went wrong with your data"),
		.subtitle = controller_of(s, store_unit(s->desk->store)),
		.skip = _("To the content"),
		.made_by = _("Draft made by sluis, to be finished by people (AVG art. 34)."),
	};
	account_begin(&a, ACCOUNT_TEXT | ACCOUNT_PAGE, NULL, NULL, &words);
	account_section(&a, "to", _("For"));
	if (!tell_addressee(&a, client, e))
		return false;
	account_section_end(&a);
	account_section(&a, "happened", _("What happened"));
	account_line(&a, "%s", what_happened(b->source));
	account_line(&a, _("We learned of it on %s."), moment_in_words(b->learned, WHEN_IN_A_SENTENCE, when));
	blank(&a, _("what happened, in plain words"));
	account_section_end(&a);
	account_section(&a, "data", _("Which data it is about"));
	account_line(&a, "%s", _("These data, as far as they are filled in:"));
	tell_labels(&a, s->desk->catalogue, x);
	account_section_end(&a);
	account_section(&a, "follows", _("What it may mean for you"));
	blank(&a, _("what may follow"));
	account_section_end(&a);
	account_section(&a, "done", _("What we did, and what you can do"));
	blank(&a, _("what we did"));
	blank(&a, _("what you can do yourself"));
	account_section_end(&a);
	tell_contact(s, &a);
	return write_both(&a, base, e);
}

bool breach_write_texts(struct session *s, const char *base, const struct breach *b, const struct exposure *x,
                        struct error *e)
{
	_cleanup_(string_freep) char *letter = string_printf("%s-client", base);
	if (!letter)
		return error_memory(e);
	return write_form(s, base, b, x, e) && write_letter(s, letter, b, x, NULL, e);
}

bool breach_write_letter(struct session *s, const char *base, const struct breach_written *w, struct error *e)
{
	return write_letter(s, base, &w->breach, &w->exposure, &w->client, e);
}
