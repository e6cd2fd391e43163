/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/receipt_account.h"

#include "cli/label.h"
#include "cli/language.h"
#include "cli/words.h"
#include "exchange/desk.h"
#include "io/file.h"
#include "report/when.h"
#include "store/statements.h"
#include "tools/sluis/named.h"
#include "trust/consent_receipt.h"

#include <string.h>

/* What it is called, and what the client did, by the kind of declaration. */
/* clang-format off */
#define KIND_WORDS(X) \
	X(CONSENT_EXPLICIT, N_("Receipt of your consent"), N_("You gave consent to share your data.")) \
	X(CONSENT_NO_OBJECTION, N_("Receipt: you had no objection"), \
	  N_("You said that you have no objection to sharing your data.")) \
	X(CONSENT_TOLD, N_("Receipt: what you were told"), \
	  N_("You were told that your data are shared, unless you object."))
/* clang-format on */
static const struct {
	const char *title, *said;
} kinds[CONSENT_KINDS] = {
#define X(kind, title, said) [kind] = { title, said },
	KIND_WORDS(X)
#undef X
};

struct telling {
	struct account *a;
	const struct desk *desk;
	const struct roster *roster;
	const struct consent *c;
	const struct agreement *agreement; /* as it was on the day that it was said */
	const struct agreement_purpose *purpose;
	const char *client; /* by name and case, as a record has it; empty: no record here tells */
};

static const char *unit_label(const struct telling *t, const char *name)
{
	const struct roster_unit *u = roster_unit(t->roster, name);
	return u && u->label ? u->label : name;
}

static const char *controller_of(const struct telling *t, const char *unit)
{
	const struct agreement_party *party = agreement_party_of(t->agreement, unit);
	return party ? party->controller : "";
}

/* --- its state --- */

static void tell_state(const struct telling *t)
{
	char day[WHEN_SIZE];
	const struct consent *c = t->c;
	_cleanup_(string_freep) char *text = NULL;
	switch (consent_state_on(c, t->desk->now)) {
	case CONSENT_IN_FORCE:
		text = string_printf(_("This holds up to and including %s, unless you withdraw it."),
		                     day_in_words(c->until, WHEN_IN_A_SENTENCE, day));
		account_verdict(t->a, PAGE_GOOD, "in-force", text);
		break;
	case CONSENT_WITHDRAWN:
		text = string_printf(_("Withdrawn on %s. Nothing more may be shared on it."),
		                     day_in_words(c->withdrawn, WHEN_IN_A_SENTENCE, day));
		account_verdict(t->a, PAGE_BAD, "withdrawn", text);
		break;
	case CONSENT_OVER:
		text = string_printf(_("This held up to and including %s. Nothing more may be shared on it."),
		                     day_in_words(c->until, WHEN_IN_A_SENTENCE, day));
		account_verdict(t->a, PAGE_OPEN, "over", text);
		break;
	}
}

/* --- what was said --- */

static void tell_givers(const struct telling *t)
{
	_cleanup_(buffer_clear) struct buffer by = { 0 };
	for (unsigned i = 0; i < GIVER_COUNT; i++)
		if (t->c->by & 1u << i)
			buffer_printf(&by, "%s%s", by.size ? "; " : "",
			              gettext(consent_giver_words((enum consent_giver)i)));
	account_pair(t->a, "by", _("said by"), buffer_string(&by) ? buffer_string(&by) : "");
}

static void tell_said(const struct telling *t)
{
	struct account *a = t->a;
	account_part(a, "said", _("What was said"));
	account_line(a, "%s", gettext(kinds[t->c->kind].said));
	if (*t->client)
		account_pair(a, NULL, _("client"), t->client);
	tell_givers(t);
	account_pair_day(a, "given", _("on"), t->c->given);
	account_pair_day(a, "until", _("holds up to and including"), t->c->until);
	if (t->c->withdrawn)
		account_pair_day(a, "withdrawn", _("withdrawn on"), t->c->withdrawn);
	account_pair_words(a, "assured", _("how you could say no"), consent_assurance_name(t->c->assured),
	                   consent_assurance_sentence(t->c->assured));
	account_section_end(a);
}

static void tell_purpose(const struct telling *t)
{
	struct account *a = t->a;
	account_part(a, "purpose_of_it", _("What for, and between whom"));
	account_pair_words(a, "purpose", _("what for"), t->c->purpose,
	                   t->purpose ? t->purpose->description : t->c->purpose);
	if (t->purpose)
		account_pair(a, "from", _("asked by"), unit_label(t, t->purpose->from));
	account_pair(a, "to", _("goes to"), unit_label(t, t->c->to));
	if (t->purpose && *controller_of(t, t->purpose->from))
		account_pair(a, "controller", _("responsible for it"), controller_of(t, t->purpose->from));
	if (t->purpose && t->purpose->article)
		account_pair(a, "article", _("the law that allows it"), t->purpose->article);
	account_section_end(a);
}

/* The labels of what was said that is of this category. */
static void append_labels(const struct telling *t, enum category category, struct buffer *out)
{
	struct bytes left = bytes_of_string(t->c->fields);
	while (left.size) {
		const uint8_t *end = memchr(left.data, ' ', left.size);
		size_t size = end ? (size_t)(end - left.data) : left.size;
		const struct field *f = catalogue_find(t->desk->catalogue, bytes_of(left.data, size));
		if (f && f->category == category)
			buffer_printf(out, "%s%s", out->size ? ", " : "", label_of(f));
		size += end != NULL;
		left = bytes_of(left.data + size, left.size - size);
	}
}

static void tell_fields(const struct telling *t)
{
	struct account *a = t->a;
	account_part(a, "data", _("Which data"));
	account_pair(a, "fields", NULL, t->c->fields);
	for (unsigned category = 0; category < CATEGORY_COUNT; category++) {
		_cleanup_(buffer_clear) struct buffer labels = { 0 };
		append_labels(t, (enum category)category, &labels);
		if (labels.size)
			account_pair(a, NULL, words_category((enum category)category),
			             buffer_string(&labels));
	}
	if (t->purpose)
		account_line(a,
		             ngettext("Who receives them keeps them for %llu month.",
		                      "Who receives them keeps them for %llu months.",
		                      (unsigned long)t->purpose->retention_months),
		             (unsigned long long)t->purpose->retention_months);
	account_section_end(a);
}

/* --- how to withdraw, and whom to ask --- */

static void tell_withdrawing(const struct telling *t)
{
	struct account *a = t->a;
	account_part(a, "withdrawing", _("If you change your mind"));
	if (t->c->withdrawn)
		account_line(a, "%s", _("You did. What was shared before then stays lawful."));
	else if (t->c->kind == CONSENT_TOLD)
		account_line(
			a, "%s",
			_("You may object on any day. From then on nothing more is shared. What was shared "
		          "before then stays lawful."));
	else
		account_line(
			a, "%s",
			_("You may withdraw this on any day, and needn't say why. It is as easy as saying "
		          "yes. From then on nothing more is shared. Who received your data doesn't use "
		          "them until it is decided what becomes of them. What was shared before then stays "
		          "lawful."));
	if (t->purpose)
		account_pair(a, NULL, _("tell it to"), unit_label(t, t->purpose->from));
	if (t->agreement)
		account_pair(a, "contact", _("how to reach them"), t->agreement->contact);
	account_section_end(a);
}

static void tell_questions(const struct telling *t)
{
	struct account *a = t->a;
	const struct roster_person *fg =
		t->purpose ? roster_fg(t->roster, controller_of(t, t->purpose->from)) : NULL;
	account_part(a, "questions", _("Your rights, and questions"));
	account_line(
		a, "%s",
		_("You may ask to see which data of you are there and who looked at them, to correct them, "
	          "to erase them, or not to use them for a time. You may object."));
	if (t->agreement)
		account_line(a, "%s", t->agreement->rights);
	if (fg)
		account_pair(a, "fg", _("data protection officer (FG)"), fg->label);
	account_line(
		a, "%s",
		_("The data protection officer (FG) watches over this and answers your questions. You may "
	          "also complain to the Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl)."));
	account_section_end(a);
}

static void tell_all(const struct telling *t)
{
	tell_state(t);
	tell_said(t);
	tell_purpose(t);
	tell_fields(t);
	tell_withdrawing(t);
	tell_questions(t);
	account_section(t->a, "receipt_made", _("This receipt"));
	account_pair(t->a, "declaration", _("number"), t->c->id);
	account_pair(t->a, NULL, _("made at"), unit_label(t, store_unit(t->desk->store)));
	account_pair_moment(t->a, NULL, _("made"), t->desk->now);
	account_section_end(t->a);
}

/* --- out of what is known --- */

static bool begin(struct session *s, struct account *a, const struct consent *c, struct buffer *client,
                  struct telling *ret, struct error *e)
{
	struct error unknown;
	if (!named_client_of(s, c->tie, client, e))
		return false;
	*ret = (struct telling){ .a = a,
		                 .desk = s->desk,
		                 .roster = desk_roster(s->desk),
		                 .c = c,
		                 .client = client->size ? buffer_string(client) : "" };
	if (statements_agreement_at(s->desk->store, c->agreement, c->given, &ret->agreement, &unknown))
		ret->purpose = agreement_purpose(ret->agreement, c->purpose);
	return true;
}

static bool for_programs(const struct telling *t, struct buffer *out, struct error *e)
{
	if (t->c->kind != CONSENT_EXPLICIT || !t->purpose)
		return true;
	return consent_receipt_append(out, t->c, t->agreement, t->purpose, t->roster, t->desk->now, e);
}

bool receipt_tell(struct session *s, const struct consent *c, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer client = { 0 };
	_cleanup_(buffer_clear) struct buffer json = { 0 };
	struct telling t;
	if (!begin(s, s->out, c, &client, &t, e) || !for_programs(&t, &json, e))
		return false;
	tell_all(&t);
	if (json.size)
		account_raw(s->out, "receipt", bytes_of(json.data, json.size - 1));
	return true;
}

static bool write_one(struct session *s, const struct buffer *content, const char *base, const char *suffix,
                      struct error *e)
{
	_cleanup_(string_freep) char *path = string_printf("%s.%s", base, suffix);
	if (!path)
		return error_memory(e);
	account_pair(s->out, suffix, _("written"), path);
	return file_replace(path, buffer_bytes(content), false, e);
}

bool receipt_write(struct session *s, const char *base, const struct consent *c, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer client = { 0 };
	_cleanup_(buffer_clear) struct buffer json = { 0 };
	_cleanup_(account_clear) struct account a = { 0 };
	const struct page_words words = {
		.language = language_code(),
		.title = gettext(kinds[c->kind].title),
		.subtitle = _("Keep this: it tells what you said, and how to take it back."),
		.skip = _("To the content"),
		.made_by = _("Made by sluis."),
	};
	struct telling t;
	if (!begin(s, &a, c, &client, &t, e) || !for_programs(&t, &json, e))
		return false;
	account_begin(&a, ACCOUNT_PAGE, NULL, NULL, &words);
	tell_all(&t);
	return account_end(&a, e) && write_one(s, &a.page, base, "html", e) &&
	       (!json.size || write_one(s, &json, base, "json", e));
}
