/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/destruction_account.h"

#include "cli/language.h"
#include "cli/words.h"
#include "exchange/desk.h"
#include "io/file.h"
#include "report/account.h"
#include "store/retention.h"
#include "store/statements.h"

#include <stdio.h>

struct telling {
	struct session *session;
	struct account *account;
	uint64_t entry, records;
	moment when;
};

/* On what it was kept so long: of a received record the agreement says so, as it is known here now. */
static void tell_ground(struct telling *t, const struct destroyed *d)
{
	const struct agreement *agreement;
	struct error unknown;
	char months[32] = "";
	const char *article = "";
	const struct agreement_purpose *p = NULL;
	if (*d->agreement &&
	    statements_agreement(t->session->desk->store, d->agreement, 0, &agreement, &unknown))
		p = agreement_purpose(agreement, d->purpose);
	if (p) {
		snprintf(months, sizeof months, "%llu", (unsigned long long)p->retention_months);
		article = p->retention_article ? p->retention_article : "";
	}
	account_cell(t->account, months);
	account_cell(t->account, article);
}

static bool tell_row(void *context, const struct destroyed *d, struct error *e)
{
	struct telling *t = context;
	struct account *a = t->account;
	(void)e;
	account_cell(a, d->source);
	account_cell(a, d->agreement);
	account_cell(a, d->purpose);
	account_cell_number(a, d->records);
	account_cell_day(a, d->first);
	account_cell_day(a, d->last);
	account_cell_day(a, d->term_first);
	account_cell_day(a, d->term_last);
	tell_ground(t, d);
	return true;
}

static bool sum_up(void *context, const struct destroyed *d, struct error *e)
{
	struct telling *t = context;
	(void)e;
	t->entry = d->entry;
	t->when = d->when;
	t->records += d->records;
	return true;
}

bool destruction_tell(struct session *s, struct account *a, uint64_t entry, struct error *e)
{
	static const struct column columns[] = {
		{ "source", N_("received from"), COLUMN_NAME },
		{ "agreement", N_("agreement"), COLUMN_NAME },
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER },
		{ "first", N_("taken in from"), COLUMN_DATE },
		{ "last", N_("to"), COLUMN_DATE },
		{ "term_first", N_("terms over from"), COLUMN_DATE },
		{ "term_last", N_("to"), COLUMN_DATE },
		{ "months", N_("months"), COLUMN_TEXT },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	struct telling t = { .session = s, .account = a };
	struct store *store = s->desk->store;
	if (!destroyed_each(store, entry, sum_up, &t, e))
		return false;
	if (!t.records)
		return error_set(e, ERR_NOT_FOUND, "retention", "%s", N_("no run that destroyed anything"));
	account_pair(a, "unit", _("unit"), store_unit(store));
	account_pair_day(a, "destroyed", _("destroyed"), t.when);
	account_pair_number(a, "records", _("records"), t.records);
	account_pair_number(a, "entry", _("told in entry"), t.entry);
	account_table(a, "destroyed_records", _("What was destroyed"), columns, ELEMENTS(columns));
	if (!destroyed_each(store, t.entry, tell_row, &t, e))
		return false;
	account_table_end(a, NULL);
	account_line(a, "%s",
	             _("How: each record with its earlier versions, its words in the search index and what "
	               "the log kept of it in private was overwritten in the database, and the write-ahead "
	               "log emptied. The log's entries stay: they prove that it was done, and name nobody."));
	account_line(a, "%s",
	             _("Not reached: backups and copies made before, until they are destroyed themselves; "
	               "and what other units received, which have terms of their own."));
	return true;
}

static bool write_one(const struct buffer *content, const char *base, const char *suffix, struct error *e)
{
	_cleanup_(string_freep) char *path = string_printf("%s.%s", base, suffix);
	return path ? file_replace(path, buffer_bytes(content), false, e) : error_memory(e);
}

bool destruction_write(struct session *s, const char *base, uint64_t entry, struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	const struct page_words words = {
		.language = language_code(),
		.title = _("List of destruction"),
		.subtitle = _("Archiefbesluit 1995 art. 8: what was destroyed, on what ground and how."),
		.skip = _("To the content"),
		.made_by = _("Made by sluis. Names no client."),
	};
	account_begin(&a, ACCOUNT_TEXT | ACCOUNT_PAGE, NULL, NULL, &words);
	return destruction_tell(s, &a, entry, e) && account_end(&a, e) &&
	       write_one(&a.text, base, "txt", e) && write_one(&a.page, base, "html", e);
}
