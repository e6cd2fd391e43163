/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/account.h"

#include <criterion/criterion.h>

#include <string.h>

static const struct column columns[] = {
	{ "who", "wie", COLUMN_STATE },
	{ "clients", "cliënten", COLUMN_NUMBER },
	{ "code", "", COLUMN_ID, ACCOUNT_JSON },
	{ "why", "reden", COLUMN_TEXT, ACCOUNT_PAGE },
};

static void tell_row(struct account *a, const char *token, const char *words)
{
	account_cell_words(a, token, words);
	account_cell_number(a, 12);
	account_cell(a, "x\x1b\xff");
	account_cell(a, "<omdat>");
}

/* One account with everything in it, told to whichever forms are open. */
static void tell(struct account *a)
{
	account_verdict(a, PAGE_GOOD, "verified", "Goed <zo>");
	account_section(a, "one", "Eén");
	account_pair(a, "name", "naam", "a\x1b\"b");
	account_pair_number(a, "count", "hoe vaak", UINT64_C(12345678901234));
	account_pair_yes(a, "sure", "zeker", true);
	account_pair_day(a, "day", "dag", 0);
	account_pair_words(a, "state", "staat", "sent", "weg");
	account_pair(a, "code", NULL, "for programs");
	account_pair(a, NULL, "alleen", "voor mensen");
	account_truth(a, "ok", false);
	account_only(a, ACCOUNT_PAGE);
	account_line(a, "%s", "Alleen op de pagina.");
	account_for_all(a);
	account_table(a, "rows", "Wie", columns, ELEMENTS(columns));
	tell_row(a, "read", "las");
	account_cell_words(a, NULL, "niemand");
	account_cell_words(a, NULL, "minder dan 5");
	account_cell(a, NULL);
	account_cell(a, NULL);
	account_table_end(a, "geen");
	account_blank(a);
	account_table(a, "none", "Wie nog", columns, ELEMENTS(columns));
	account_table_end(a, "Geen.");
	account_list(a, "things");
	account_item(a, NULL, "Ding");
	account_pair(a, "id", "nummer", "1");
	account_item_end(a);
	account_list_end(a);
	account_line(a, "%d regel\nnog een", 1);
	account_fold(a, "Meer: 2");
	account_line(a, "%s", "een, twee");
	account_fold_end(a);
	account_section_end(a);
}

#define JSON_OF_ALL \
	"\"name\":\"a\\u001B\\\"b\",\"count\":12345678901234,\"sure\":\"yes\",\"day\":\"\",\"state\":" \
	"\"sent\"," \
	"\"code\":\"for programs\",\"ok\":false,\"rows\":[{\"who\":\"read\",\"clients\":12,\"code\":" \
	"\"x\xef\xbf\xbd\xef\xbf\xbd\"},{\"who\":null,\"clients\":null,\"code\":null}],\"none\":[]," \
	"\"things\":[{\"id\":\"1\"}]"

Test(account, as_a_command_prints_it)
{
	_cleanup_(account_clear) struct account a;
	struct error e;
	account_begin(&a, ACCOUNT_TEXT | ACCOUNT_JSON, "command", "show", NULL);
	tell(&a);
	cr_assert(account_end(&a, &e));
	cr_assert_str_eq(buffer_string(&a.text), "Goed <zo>\n"
	                                         "\n"
	                                         "naam:     a\xef\xbf\xbd\"b\n"
	                                         "hoe vaak: 12345678901234\n"
	                                         "zeker:    yes\n"
	                                         "dag:\n"
	                                         "staat:    weg\n"
	                                         "alleen:   voor mensen\n"
	                                         "wie          cliënten\n"
	                                         "las                12\n"
	                                         "niemand  minder dan 5\n"
	                                         "\n"
	                                         "nummer: 1\n"
	                                         "1 regel\n"
	                                         "nog een\n"
	                                         "Meer: 2\n"
	                                         "een, twee\n");
	cr_assert_str_eq(buffer_string(&a.object),
	                 "{\"sluis\":1,\"command\":\"show\",\"verdict\":\"verified\"," JSON_OF_ALL "}\n");
	cr_assert_eq(a.page.size, 0);
}

static const struct page_words words = { .language = "nl",
	                                 .title = "Titel",
	                                 .subtitle = "van een proef",
	                                 .skip = "naar de inhoud",
	                                 .made_by = "Gemaakt door sluis." };

Test(account, as_a_document)
{
	_cleanup_(account_clear) struct account a;
	struct error e;
	account_begin(&a, ACCOUNT_PEOPLE | ACCOUNT_JSON, "type", "sluis.report/v1", &words);
	tell(&a);
	cr_assert(account_end(&a, &e));
	cr_assert_str_eq(buffer_string(&a.text), "Titel\n"
	                                         "=====\n"
	                                         "\n"
	                                         "van een proef\n"
	                                         "\n"
	                                         "Goed <zo>\n"
	                                         "\n"
	                                         "\n"
	                                         "Eén\n"
	                                         "---\n"
	                                         "\n"
	                                         "naam:     a\xef\xbf\xbd\"b\n"
	                                         "hoe vaak: 12345678901234\n"
	                                         "zeker:    yes\n"
	                                         "dag:\n"
	                                         "staat:    weg\n"
	                                         "alleen:   voor mensen\n"
	                                         "\n"
	                                         "Wie\n"
	                                         "wie          cliënten\n"
	                                         "las                12\n"
	                                         "niemand  minder dan 5\n"
	                                         "\n"
	                                         "Geen.\n"
	                                         "\n"
	                                         "nummer: 1\n"
	                                         "\n"
	                                         "1 regel\nnog een\n"
	                                         "\n"
	                                         "Meer: 2\n"
	                                         "\n"
	                                         "een, twee\n"
	                                         "\n"
	                                         "Gemaakt door sluis.\n");
	cr_assert_str_eq(
		buffer_string(&a.object),
		"{\"sluis\":1,\"type\":\"sluis.report/v1\",\"verdict\":\"verified\",\"one\":{" JSON_OF_ALL
		"}}\n");
	const char *from = strstr(buffer_string(&a.page), "<main");
	cr_assert_str_eq(
		from,
		"<main id=\"content\" tabindex=\"-1\">\n"
		"<p class=\"verdict good\"><span aria-hidden=\"true\">✓</span>Goed &lt;zo&gt;</p>\n"
		"<section aria-labelledby=\"one\">\n<h2 id=\"one\">Eén</h2>\n"
		"<dl>\n<dt>naam</dt><dd>a\xef\xbf\xbd&quot;b</dd>\n<dt>hoe vaak</dt><dd>12345678901234</dd>\n"
		"<dt>zeker</dt><dd>yes</dd>\n<dt>dag</dt><dd></dd>\n<dt>staat</dt><dd>weg</dd>\n"
		"<dt>alleen</dt><dd>voor mensen</dd>\n</dl>\n"
		"<p>Alleen op de pagina.</p>\n"
		"<table role=\"table\" class=\"middling\" style=\"max-width:104ch\">\n"
		"<caption>Wie</caption>\n<colgroup><col style=\"width:26.92%\"><col "
		"style=\"width:21.15%\"><col style=\"width:51.92%\"></colgroup>\n"
		"<thead role=\"rowgroup\">\n<tr role=\"row\"><th role=\"columnheader\" scope=\"col\">wie</th>"
		"<th role=\"columnheader\" scope=\"col\" class=\"n\">cliënten</th>"
		"<th role=\"columnheader\" scope=\"col\">reden</th></tr>\n</thead>\n"
		"<tbody role=\"rowgroup\">\n"
		"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" data-label=\"wie\">las</th>"
		"<td role=\"cell\" class=\"n\" data-label=\"cliënten\">12</td>"
		"<td role=\"cell\" class=\"t\" data-label=\"reden\">&lt;omdat&gt;</td></tr>\n"
		"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" data-label=\"wie\">niemand</th>"
		"<td role=\"cell\" class=\"n\" data-label=\"cliënten\">minder dan 5</td>"
		"<td role=\"cell\" class=\"t\" data-label=\"reden\"></td></tr>\n"
		"</tbody>\n</table>\n"
		"<p>Geen.</p>\n"
		"<h3>Ding</h3>\n<dl>\n<dt>nummer</dt><dd>1</dd>\n</dl>\n"
		"<p>1 regel\xef\xbf\xbdnog een</p>\n"
		"<details>\n<summary>Meer: 2</summary>\n<p>een, twee</p>\n</details>\n"
		"</section>\n</main>\n<footer>\n<p>Gemaakt door sluis.</p>\n</footer>\n</body>\n</html>\n");
}

Test(account, writes_only_the_forms_that_are_asked)
{
	_cleanup_(account_clear) struct account a;
	struct error e;
	account_begin(&a, ACCOUNT_JSON, "command", "show", NULL);
	tell(&a);
	cr_assert(account_end(&a, &e));
	cr_assert(account_has(&a, ACCOUNT_JSON) && !account_has(&a, ACCOUNT_TEXT));
	cr_assert_eq(a.text.size, 0);
	cr_assert_eq(a.page.size, 0);
}

Test(account, fails_once_and_for_all)
{
	_cleanup_(account_clear) struct account a;
	struct error e;
	account_begin(&a, ACCOUNT_TEXT, "command", "show", NULL);
	account_pair(&a, "a", "a", "b");
	a.pairs.failed = true; /* as when memory is out */
	account_line(&a, "%s", "more");
	cr_assert(!account_ok(&a, &e) && !account_end(&a, &e));
	cr_assert_eq(e.code, ERR_MEMORY);
}
