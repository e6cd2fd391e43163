/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/label.h"
#include "exchange/explaining.h"
#include "tools/common/override_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"
#include "trust/articles.h"
#include "trust/rules.h"

#include <string.h>

/* `sluis why`: for whoever answers a client who asks why something about him went to another team. */

#define OUTCOMES(X) \
	X(EXPLAINED_WENT, "went", N_("it went"), N_("it came")) \
	X(EXPLAINED_STAYED, "stayed", N_("it stayed"), N_("it stayed with the sender")) \
	X(EXPLAINED_EMPTY, "empty", N_("it might have gone, and was empty"), N_("it was empty")) \
	X(EXPLAINED_CORRECTED, "corrected", N_("it went again, corrected"), N_("it came again, corrected"))

static const struct {
	const char *name, *sent, *received;
} outcomes[] = {
#define X(outcome, name, sent, received) [outcome] = { name, sent, received },
	OUTCOMES(X)
#undef X
};

struct telling {
	struct session *session;
	struct articles *articles;
	uint64_t told;
};

static void tell_rule(struct account *o, const char *name)
{
	enum rule rule;
	bool known = rule_parse(name, &rule);
	account_pair_words(o, "rule", _("why"), name, known ? _(rule_sentence(rule)) : name);
	if (known && *rule_article(rule))
		account_pair(o, "rule_article", _("article"), rule_article(rule));
}

/* Of an article its paragraph that was named ("lid 4"), or all of it. */
static void tell_paragraphs(struct account *o, const struct article *article, const char *paragraph)
{
	size_t length = strspn(paragraph, "0123456789");
	bool inside = !length;
	for (const char *line = article->text; *line;) {
		size_t size = strcspn(line, "\n"), digits = strspn(line, "0123456789");
		if (length && digits && line[digits] == ' ')
			inside = digits == length && strncmp(line, paragraph, length) == 0;
		if (inside)
			account_line(o, "  %.*s", (int)size, line);
		line += size + (line[size] == '\n');
	}
}

/* The words of each article that the row of the table names, as they are shipped. */
static void tell_words(struct account *o, const struct articles *all, const char *named)
{
	struct article_name name = { 0 };
	account_list(o, "articles");
	for (size_t at = 0; article_named_next(named, &at, &name);) {
		const struct article *article = articles_named(all, &name);
		const char *rest = named + at, *lid = strstr(rest, "lid "), *end = strchr(rest, ';');
		if (!article)
			continue;
		account_item(o, NULL, NULL);
		account_only(o, ACCOUNT_JSON);
		account_pair(o, "law", NULL, article->law);
		account_pair(o, "number", NULL, article->number);
		account_pair(o, "text", NULL, article->text);
		account_pair_day(o, "from", NULL, article->version);
		account_only(o, ACCOUNT_PEOPLE);
		account_line(o, _("%s article %s:"), article->law, article->number);
		tell_paragraphs(o, article, lid && (!end || lid < end) ? lid + strlen("lid ") : "");
		account_for_all(o);
		account_item_end(o);
	}
	account_list_end(o);
}

static void tell_ground(struct account *o, const struct explained *x, const struct articles *articles)
{
	account_pair(o, "agreement", _("agreement"), x->agreement->id);
	account_pair_number(o, "agreement_version", _("version"), x->agreement->version);
	account_pair_words(o, "purpose", _("purpose"), x->purpose->code, x->purpose->description);
	account_pair(o, "ground", _("ground"), x->purpose->ground);
	account_pair(o, "article", _("article"), x->purpose->article);
	account_pair(o, "consents", _("what the client said"), x->consents ? x->consents : "");
	overrides_tell(o, x->agreement, x->purpose);
	if (x->purpose->article)
		tell_words(o, articles, x->purpose->article);
}

static void tell_act(struct session *s, const struct explained *x)
{
	struct account *o = s->out;
	account_pair_moment(o, "when", _("when"), x->entry->start);
	account_pair(o, "peer", x->sent ? _("to") : _("from"), x->entry->peer);
	named_pair(s, "package", _("package"), ID_PACKAGE, x->entry->package);
	account_pair_number(o, "sequence", _("number"), x->entry->sequence);
}

static bool tell_exchange(void *context, const struct explained *x, struct error *e)
{
	struct telling *t = context;
	struct account *o = t->session->out;
	if (t->told++)
		account_blank(o);
	account_item(o, NULL, NULL);
	account_pair_words(o, "outcome", _("outcome"), outcomes[x->outcome].name,
	                   x->sent ? _(outcomes[x->outcome].sent) : _(outcomes[x->outcome].received));
	account_pair_words(o, "direction", NULL, x->sent ? "sent" : "received", "");
	if (x->voided)
		account_pair_words(o, "voided", _("taken back since"), "yes", _("yes"));
	tell_act(t->session, x);
	if (x->outcome == EXPLAINED_STAYED)
		tell_rule(o, x->rule);
	account_pair(o, "mandate", _("mandate"), x->entry->mandate);
	account_pair(o, "role", _("role"), x->entry->role);
	account_pair_number(o, "entry", _("entry in the log"), x->entry->index);
	if (x->has_receipt)
		account_pair_number(o, "receipt_entry", _("entry of its receipt"), x->receipt);
	tell_ground(o, x, t->articles);
	account_item_end(o);
	return account_ok(o, e);
}

bool why_command(struct session *s, struct error *e)
{
	struct telling t = { .session = s };
	const char *typed = invocation_argument(s->in, 1);
	const struct field *field = field_called(s->desk->catalogue, typed);
	char id[ID_DIGITS + 1];
	if (!field)
		return error_set(e, ERR_FIELD_UNKNOWN, typed, "%s", "");
	if (!named_find(s, ID_RECORD, invocation_argument(s->in, 0), id, e))
		return false;
	account_pair(s->out, "field", NULL, field->name);
	account_list(s->out, "exchanges");
	if (!articles_parse(articles_shipped(), "articles-nl.yaml", &t.articles, e))
		return false;
	bool ok = explain(s->desk, id, field, tell_exchange, &t, e);
	articles_freep(&t.articles);
	if (!ok)
		return false;
	account_list_end(s->out);
	if (!t.told)
		account_line(s->out, "%s",
		             _("The log knows of no package with this record: it neither left nor came with "
		               "one."));
	return true;
}
