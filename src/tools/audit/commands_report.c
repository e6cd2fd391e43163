/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "base/text.h"
#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "log/reconcile.h"
#include "report/account.h"
#include "report/activity.h"
#include "tools/audit/audit_account.h"
#include "tools/audit/report_month.h"
#include "tools/common/override_account.h"
#include "trust/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `sluis-audit report`: what a log shows, counted and told. */

#define REPORT_DAYS_MOST 62u /* more days than that are shown by month */

struct reporting {
	struct audit_sides sides;
	struct activity activity;
	struct reconciliation together;
	struct audit_start start;
	struct account report;
	const char *tester;
	const char *const *seeds;
	size_t seed_count;
	moment now;
	enum audit_verdict verdict;
	uint64_t open;
};

static void reporting_clear(struct reporting *p)
{
	reconciliation_clear(&p->together);
	audit_sides_clear(&p->sides);
	activity_clear(&p->activity);
	audit_start_clear(&p->start);
	account_clear(&p->report);
}

static const char *moment_text(moment when, char out[MOMENT_SIZE + 1])
{
	out[0] = 0;
	if (when)
		moment_format(when, out);
	return out;
}

/* --- verdict, logs, findings --- */

static void put_roots(struct reporting *p)
{
	static const struct column columns[] = { { "log", N_("log of"), COLUMN_NAME },
		                                 { "size", N_("entries"), COLUMN_NUMBER },
		                                 { "root", N_("root"), COLUMN_ID } };
	struct account *r = &p->report;
	account_table(r, "roots", _("The trees that were verified"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < p->sides.count; i++) {
		const struct verify_result *v = &p->sides.ledgers[i].result;
		char root[SHA256_HEX_SIZE + 1];
		sha256_hex(&v->root, root);
		account_cell(r, audit_log_name(&p->sides.ledgers[i]));
		account_cell_number(r, v->size);
		account_cell(r, root);
	}
	account_table_end(r, _("none"));
}

static void put_seeds(struct reporting *p)
{
	static const struct column columns[] = { { "seed", N_("seed of a sample"), COLUMN_ID } };
	account_table(&p->report, "seeds", _("Seeds of samples"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < p->seed_count; i++)
		account_cell(&p->report, p->seeds[i]);
	account_table_end(&p->report, _("No sample was drawn."));
}

static void put_test(struct reporting *p)
{
	struct account *r = &p->report;
	account_section(r, "test", _("The test"));
	account_pair(r, "tester", _("tester"), p->tester);
	account_pair_moment(r, "made", _("made"), p->now);
	account_pair_moment(r, "from", _("acts from"), p->activity.first);
	account_pair_moment(r, "until", _("acts until"), p->activity.last);
	account_pair_hash(r, "fingerprint", _("fingerprint of the first roster"),
	                  &p->start.trusting.fingerprint);
	put_seeds(p);
	put_roots(p);
	account_section_end(r);
}

static void put_logs(struct reporting *p)
{
	static const struct column columns[] = {
		{ "log", N_("log of"), COLUMN_NAME },
		{ "size", N_("entries"), COLUMN_NUMBER },
		{ "witnessed", N_("of which witnessed"), COLUMN_NUMBER },
		{ "acts", N_("acts"), COLUMN_NUMBER },
		{ "packed", N_("packages sent"), COLUMN_NUMBER },
		{ "opened", N_("packages opened"), COLUMN_NUMBER },
		{ "refused", N_("refusals"), COLUMN_NUMBER },
		{ "findings", N_("findings"), COLUMN_NUMBER },
	};
	struct account *r = &p->report;
	account_table(r, "logs", _("The logs that were verified"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < p->sides.count; i++) {
		const struct verify_result *v = &p->sides.ledgers[i].result;
		account_cell(r, audit_log_name(&p->sides.ledgers[i]));
		account_cell_number(r, v->size);
		account_cell_number(r, v->witnessed);
		account_cell_number(r, v->acts);
		account_cell_number(r, v->packed);
		account_cell_number(r, v->opened);
		account_cell_number(r, v->refused);
		account_cell_number(r, v->finding_count);
	}
	account_table_end(r, _("none"));
}

static void put_findings(struct reporting *p)
{
	struct account *r = &p->report;
	account_section(r, "findings", _("Findings"));
	findings_tell_all(r, "list", p->sides.ledgers, p->sides.count, &p->together.findings);
	put_logs(p);
	account_section_end(r);
}

/* --- exchanges --- */

static void put_open(struct reporting *p)
{
	static const struct column columns[] = {
		{ "from", N_("from unit"), COLUMN_NAME },    { "to", N_("to unit"), COLUMN_NAME },
		{ "sequence", N_("number"), COLUMN_NUMBER }, { "state", N_("state"), COLUMN_STATE },
		{ "since", N_("open since"), COLUMN_DATE },  { "package", N_("package"), COLUMN_ID },
	};
	struct account *r = &p->report;
	account_table(r, "unfinished", _("Exchanges that aren't finished"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < p->together.exchange_count; i++) {
		const struct exchange *x = &p->together.exchanges[i];
		char id[2 * PACKAGE_ID_SIZE + 1];
		if (!x->since && x->state != EXCHANGE_CONTRADICTED)
			continue;
		hex_encode(bytes_of(x->manifest->id, PACKAGE_ID_SIZE), id);
		account_cell(r, x->manifest->sender);
		account_cell(r, x->manifest->receiver);
		account_cell_number(r, x->manifest->sequence);
		account_cell_words(r, exchange_state_name(x->state), exchange_state_words(x->state));
		account_cell_moment(r, x->since);
		account_cell(r, id);
	}
	account_table_end(r, _("No exchange is open."));
}

static void put_exchanges(struct reporting *p)
{
	account_section(&p->report, "exchanges", _("Exchanges"));
	sums_tell(&p->report, &p->together, true);
	put_open(p);
	account_section_end(&p->report);
}

/* --- activity --- */

/* Days, or months when there are many days. NULL when memory is out. */
static struct tally *periods_of(const struct tallies *days, size_t *ret_count)
{
	struct tally *periods = calloc(days->count + 1, sizeof *periods);
	size_t count = 0, width = days->count > REPORT_DAYS_MOST ? 7 : DAY_SIZE;
	for (size_t i = 0; periods && i < days->count; i++) {
		const struct tally *day = &days->items[i];
		if (count == 0 || strncmp(periods[count - 1].key, day->key, width) != 0)
			snprintf(periods[count++].key, sizeof periods->key, "%.*s", (int)width, day->key);
		periods[count - 1].acts += day->acts;
		periods[count - 1].clients += day->clients;
		periods[count - 1].outside += day->outside;
		periods[count - 1].refused += day->refused;
		if (day->most > periods[count - 1].most)
			periods[count - 1].most = day->most;
	}
	*ret_count = count;
	return periods;
}

/* What each table of activity counts. `clients` is what programs have always called the looks. */
/* clang-format off */
#define TALLY_COLUMNS \
	{ "acts", N_("acts"), COLUMN_NUMBER }, \
	{ "clients", NULL, COLUMN_NUMBER, ACCOUNT_JSON }, \
	{ "looks", N_("looks"), COLUMN_NUMBER }, \
	{ "largest", N_("most records in one act"), COLUMN_NUMBER }, \
	{ "outside", N_("outside office hours"), COLUMN_NUMBER }, \
	{ "refused", N_("refusals"), COLUMN_NUMBER }
/* clang-format on */

static void tally_cells(struct account *r, const struct tally *t)
{
	account_cell_number(r, t->acts);
	account_cell_few(r, t->clients);
	account_cell_few(r, t->clients);
	account_cell_few(r, t->most);
	account_cell_number(r, t->outside);
	account_cell_number(r, t->refused);
}

static const struct column tally_columns[] = { { "key", NULL, COLUMN_NAME }, TALLY_COLUMNS };

/* A day is one, a month isn't. */
static void cell_key(struct account *r, const char *key)
{
	moment day = 0;
	if (day_parse(bytes_of_string(key), &day))
		account_cell_day(r, day);
	else
		account_cell(r, key);
}

static void put_tallies(struct reporting *p, const struct tally *items, size_t count, const char *key,
                        const char *column, const char *caption, const char *(*words)(const char *key))
{
	struct account *r = &p->report;
	struct column columns[ELEMENTS(tally_columns)];
	memcpy(columns, tally_columns, sizeof columns);
	columns[0].title = column;
	account_table(r, key, caption, columns, ELEMENTS(columns));
	for (size_t i = 0; i < count; i++) {
		if (strcmp(items[i].key, "-") == 0)
			account_cell_words(r, "", N_("without a purpose"));
		else if (words)
			account_cell_words(r, items[i].key, words(items[i].key));
		else
			cell_key(r, items[i].key);
		tally_cells(r, &items[i]);
	}
	account_table_end(r, _("Nothing was done."));
}

static bool put_time(struct reporting *p, struct error *e)
{
	size_t count;
	struct tally *periods = periods_of(&p->activity.days, &count);
	struct page_bar *bars = calloc(count + 1, sizeof *bars);
	bool there = periods && bars;
	for (size_t i = 0; there && i < count; i++)
		bars[i] = (struct page_bar){ periods[i].key, periods[i].acts, periods[i].outside };
	if (there) {
		account_bars(
			&p->report,
			_("Acts over time; dark: outside office hours. The table below has the numbers."),
			bars, count);
		put_tallies(p, periods, count, "time", N_("period"),
		            _("Acts over time, in the civil time of Europe/Amsterdam"), NULL);
	}
	free(periods);
	free(bars);
	return there || error_memory(e);
}

/* "oss.nl/wi mandate role": the mandate's holder, by the newest roster that has it. Of two rosters that were
 * merged each may have called another by that id. */
static const char *holder_of(const struct reporting *p, const char *unit, const char *mandate)
{
	for (size_t s = 0; s < p->sides.count; s++) {
		const struct roster_chain *chain = &p->sides.ledgers[s].signed_texts.chain;
		for (size_t v = chain->count; v-- > 0;)
			for (size_t i = 0; i < chain->versions[v]->mandate_count; i++)
				if (strcmp(chain->versions[v]->mandates[i].id, mandate) == 0 &&
				    strcmp(chain->versions[v]->mandates[i].unit, unit) == 0)
					return chain->versions[v]->mandates[i].person;
	}
	return "-";
}

static bool put_people(struct reporting *p, struct error *e)
{
	static const struct column columns[] = {
		{ "unit", N_("unit"), COLUMN_NAME },
		{ "person", N_("person"), COLUMN_NAME },
		{ "role", N_("role"), COLUMN_NAME },
		TALLY_COLUMNS,
	};
	struct account *r = &p->report;
	account_table(r, "people", _("By person and role, under the roster's pseudonyms"), columns,
	              ELEMENTS(columns));
	for (size_t i = 0; i < p->activity.people.count; i++) {
		const struct tally *t = &p->activity.people.items[i];
		struct cursor c = cursor_of(bytes_of_string(t->key));
		_cleanup_(string_freep) char *unit = string_of_bytes(cursor_until(&c, ' '));
		_cleanup_(string_freep) char *mandate = string_of_bytes(cursor_until(&c, ' '));
		_cleanup_(string_freep) char *role = string_of_bytes(c.left);
		if (!unit || !mandate || !role)
			return error_memory(e);
		account_cell(r, unit);
		account_cell(r, holder_of(p, unit, mandate));
		account_cell(r, role);
		tally_cells(r, t);
	}
	account_table_end(r, _("Nothing was done."));
	return true;
}

static bool put_activity(struct reporting *p, struct error *e)
{
	const struct activity *a = &p->activity;
	account_section(&p->report, "activity", _("Activity"));
	account_line(
		&p->report, "%s",
		_("A look is one client in one act: who was in three acts counts three times. Which clients "
	          "these were, and so how many different ones, a log doesn't tell; how many there were in "
	          "the largest act, it does."));
	if (!put_time(p, e))
		return false;
	put_tallies(p, a->units.items, a->units.count, "units", N_("unit"), _("By unit"), NULL);
	put_tallies(p, a->purposes.items, a->purposes.count, "purposes", N_("purpose"), _("By purpose"),
	            NULL);
	put_tallies(p, a->actions.items, a->actions.count, "actions", N_("act"), _("By kind of act"),
	            words_act);
	if (!put_people(p, e))
		return false;
	account_section_end(&p->report);
	return true;
}

/* --- what to ask about --- */

static void put_largest(struct reporting *p)
{
	static const struct column columns[] = {
		{ "log", N_("log of"), COLUMN_NAME },        { "entry", N_("entry"), COLUMN_NUMBER },
		{ "action", N_("act"), COLUMN_STATE },       { "when", N_("when"), COLUMN_DATE },
		{ "clients", N_("clients"), COLUMN_NUMBER },
	};
	struct account *r = &p->report;
	account_table(r, "largest", _("The acts in which most records were looked at"), columns,
	              ELEMENTS(columns));
	for (size_t i = 0; i < ACTIVITY_LARGEST && p->activity.largest[i].clients >= ACTIVITY_LEAST; i++) {
		const struct large_act *l = &p->activity.largest[i];
		account_cell(r, l->unit);
		account_cell_number(r, l->index);
		account_cell_words(r, l->action, words_act(l->action));
		account_cell_moment(r, l->when);
		account_cell_number(r, l->clients);
	}
	account_table_end(r, _("No act showed five records or more."));
}

/* A log may hold a code of a later version: that has no words here. */
static bool append_refusal(struct buffer *words, const char *finding, struct error *e)
{
	for (unsigned code = ERR_NONE + 1; code < ERR_COUNT; code++)
		if (strcmp(error_name((enum error_code)code), finding) == 0)
			audit_append_meaning(words, (enum error_code)code);
	return buffer_ok(words, e);
}

static bool put_refusals(struct reporting *p, struct error *e)
{
	static const struct column columns[] = {
		{ "message", N_("what it means"), COLUMN_TEXT },
		{ "refused", N_("how often"), COLUMN_NUMBER },
		{ "finding", N_("code"), COLUMN_ID, .english = true },
	};
	struct account *r = &p->report;
	account_table(r, "refusals", _("What was refused, by reason"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < p->activity.refusals.count; i++) {
		_cleanup_(buffer_clear) struct buffer words = { 0 };
		if (!append_refusal(&words, p->activity.refusals.items[i].key, e))
			return false;
		account_cell(r, words.size ? buffer_string(&words) : "");
		account_cell_number(r, p->activity.refusals.items[i].acts);
		account_cell(r, p->activity.refusals.items[i].key);
	}
	account_table_end(r, _("Nothing was refused."));
	return true;
}

/* The override with that hash, and an agreement that pins it; NULL when no bundle has the text (a finding by
 * itself). */
static const struct override *find_override(const struct reporting *p, const char *hex,
                                            const struct agreement **ret_agreement)
{
	struct sha256 hash;
	if (!sha256_parse(bytes_of_string(hex), &hash))
		return NULL;
	for (size_t i = 0; i < p->sides.count; i++) {
		const struct signed_texts *signed_texts = &p->sides.ledgers[i].signed_texts;
		for (size_t j = 0; j < signed_texts->agreement_count; j++) {
			const struct agreement *a = signed_texts->agreements[j].agreement;
			for (size_t k = 0; a && k < a->pinned.override_count; k++)
				if (sha256_equal(&a->pinned.overrides[k]->hash, &hash)) {
					*ret_agreement = a;
					return a->pinned.overrides[k];
				}
		}
	}
	return NULL;
}

static void put_overrides(struct reporting *p)
{
	struct account *r = &p->report;
	const struct tallies *overrides = &p->activity.overrides;
	account_list(r, "overrides");
	account_line(r, "%s",
	             overrides->count ? _("Acts that rested on an override of the officers")
	                              : _("No act rested on an override."));
	for (size_t i = 0; i < overrides->count; i++) {
		const struct agreement *a = NULL;
		const struct override *w = find_override(p, overrides->items[i].key, &a);
		override_tell_acts(r, overrides->items[i].key, w,
		                   w ? grounds_find(a->pinned.grounds, w->ground) : NULL,
		                   overrides->items[i].acts);
	}
	account_list_end(r);
}

static bool put_odd(struct reporting *p, struct error *e)
{
	struct account *r = &p->report;
	account_section(r, "odd", _("What to ask about"));
	account_line(
		r, "%s",
		_("None of this is wrong by itself. It is where somebody who knows the work should look."));
	account_pair_number(r, "outside", _("acts outside office hours"), p->activity.outside);
	account_pair_number(r, "clock_back", _("acts before which a clock was put back"),
	                    p->activity.clock_back);
	put_largest(p);
	if (!put_refusals(p, e))
		return false;
	put_overrides(p);
	account_section_end(r);
	return true;
}

static void put_limits(struct reporting *p)
{
	struct account *r = &p->report;
	account_section(r, "limits", _("What this report can't tell"));
	account_line(r, "%s",
	             _("That an entry is true. A log shows what was said to be done, by whom, under which "
	               "mandate and agreement; not whether the reason was."));
	account_line(r, "%s",
	             _("That no act went around the program: somebody who reads the database with other "
	               "tools leaves no entry."));
	account_line(r, "%s",
	             _("A tail that nobody else has seen. Entries above the witnessed size could still be "
	               "taken back by who holds the unit's keys, without a trace in these folders."));
	account_line(r, "%s",
	             _("Which client it was about. The log commits to that without telling it; a privacy "
	               "officer can have single entries disclosed."));
	account_line(r, "%s",
	             _("Numbers of records from one to four are left out. Office hours are Monday to "
	               "Friday from 7 to 19 o'clock; public holidays aren't known."));
	account_section_end(r);
}

/* --- all of it --- */

/* What is told of a month stands on one page, and names nobody. */
static bool put_month(struct reporting *p, struct error *e)
{
	struct account *r = &p->report;
	put_findings(p);
	report_month_put(r, &p->activity);
	if (!put_refusals(p, e))
		return false;
	put_test(p);
	report_month_limits(r);
	return true;
}

static bool put_whole(struct reporting *p, struct error *e)
{
	put_findings(p);
	put_exchanges(p);
	if (!put_activity(p, e) || !put_odd(p, e))
		return false;
	put_test(p);
	put_limits(p);
	return true;
}

static bool put_all(struct reporting *p, struct error *e)
{
	struct account *r = &p->report;
	_cleanup_(buffer_clear) struct buffer subtitle = { 0 };
	for (size_t i = 0; i < p->sides.count; i++)
		buffer_printf(&subtitle, "%s%s", i ? ", " : "", audit_log_name(&p->sides.ledgers[i]));
	const struct page_words words = {
		.language = language_code(),
		.title = *p->activity.month ? _("Report on a month of looking at case records")
		                            : _("Report on the logs of exchanged case records"),
		.subtitle = buffer_string(&subtitle),
		.skip = _("To the content"),
		.made_by = _("Made by sluis-audit from exported logs, with public keys alone. The signed "
		             "note beside this file lists its hash."),
	};
	account_begin(r, ACCOUNT_PEOPLE | ACCOUNT_JSON, "type", "sluis.report/v1", &words);
	audit_verdict_tell(r, p->verdict, p->sides.count == 1 ? AUDIT_REPORT_OF_ONE : AUDIT_REPORT, p->open);
	return (*p->activity.month ? put_month(p, e) : put_whole(p, e)) && account_end(r, e);
}

/* --- the files, and the note that vouches for them --- */

static const struct report_form {
	const char *format, *suffix;
	size_t offset;
} forms[] = {
	{ "html", "html", offsetof(struct account, page) },
	{ "json", "json", offsetof(struct account, object) },
	{ "text", "txt", offsetof(struct account, text) },
};

static bool is_asked(const struct invocation *in, const char *format)
{
	const char *asked = invocation_value(in, "format");
	return !asked || strcmp(asked, format) == 0;
}

static void note_logs(const struct reporting *p, struct buffer *note)
{
	buffer_append_string(note, "logs:\n");
	for (size_t i = 0; i < p->sides.count; i++) {
		const struct verify_result *v = &p->sides.ledgers[i].result;
		char root[SHA256_HEX_SIZE + 1];
		sha256_hex(&v->root, root);
		buffer_printf(note,
		              "  - log: \"%s\"\n    size: %" PRIu64
		              "\n    root: \"%s\"\n    witnessed: %" PRIu64 "\n    findings: %zu\n",
		              v->origin, v->size, root, v->witnessed, v->finding_count);
	}
}

static void note_head(const struct reporting *p, struct buffer *note)
{
	char made[MOMENT_SIZE + 1], from[MOMENT_SIZE + 1], until[MOMENT_SIZE + 1], hex[SHA256_HEX_SIZE + 1];
	sha256_hex(&p->start.trusting.fingerprint, hex);
	buffer_printf(note,
	              "type: sluis.report/v1\ntester: \"%s\"\nmade: %s\nfrom: \"%s\"\nuntil: "
	              "\"%s\"\nfingerprint: \"%s\"\nverdict: %s\ncontradictions: %zu\nopen: %" PRIu64 "\n",
	              p->tester, moment_text(p->now, made), moment_text(p->activity.first, from),
	              moment_text(p->activity.last, until), hex, audit_verdict_name(p->verdict),
	              p->together.findings.finding_count, p->open);
	if (*p->activity.month)
		buffer_printf(note, "month: \"%s\"\n", p->activity.month);
	for (size_t i = 0; i < p->seed_count; i++)
		buffer_printf(note, "%s  - \"%s\"\n", i ? "" : "seeds:\n", p->seeds[i]);
	note_logs(p, note);
	/* As in a manifest: `sha256sum -c` reads these lines. */
	buffer_append_string(note, "sha256: |\n");
}

static bool write_form(const struct reporting *p, const struct report_form *form, const char *base,
                       struct buffer *note, struct account *o, struct error *e)
{
	const struct buffer *content = (const struct buffer *)((const char *)&p->report + form->offset);
	_cleanup_(string_freep) char *path = string_printf("%s.%s", base, form->suffix);
	char hex[SHA256_HEX_SIZE + 1];
	struct sha256 hash;
	if (!path)
		return error_memory(e);
	sha256_of(buffer_bytes(content), &hash);
	sha256_hex(&hash, hex);
	const char *slash = strrchr(path, '/');
	buffer_printf(note, "  %s  %s\n", hex, slash ? slash + 1 : path);
	account_pair(o, form->format, form->format, path);
	return file_replace(path, buffer_bytes(content), false, e);
}

static bool write_all(const struct invocation *in, const struct reporting *p, struct account *o,
                      struct error *e)
{
	const char *base = invocation_value(in, "output");
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(string_freep) char *path = string_printf("%s.note", base);
	note_head(p, &note);
	for (size_t i = 0; i < ELEMENTS(forms); i++)
		if (is_asked(in, forms[i].format) && !write_form(p, &forms[i], base, &note, o, e))
			return false;
	if (!path)
		return error_memory(e);
	if (!buffer_ok(&note, e) || !text_check_signed(buffer_bytes(&note), path, e) ||
	    !file_replace(path, buffer_bytes(&note), false, e))
		return false;
	account_pair(o, "note", _("to be signed"), path);
	return true;
}

static bool read_arguments(const struct invocation *in, struct reporting *p, struct error *e)
{
	const char *format = invocation_value(in, "format");
	bool known = !format;
	for (size_t i = 0; !known && i < ELEMENTS(forms); i++)
		known = strcmp(format, forms[i].format) == 0;
	p->tester = invocation_value(in, "tester");
	p->seeds = invocation_values(in, "seed", &p->seed_count);
	p->now = moment_now();
	if (!known)
		return error_set(e, ERR_USAGE, "--format", "%s", _("html, json or text"));
	if (!invocation_value(in, "output"))
		return error_set(e, ERR_USAGE, "-o", "%s",
		                 _("name the files: -o report gives report.html, report.json, report.txt and "
		                   "report.note"));
	if (!p->tester || !name_is_person(bytes_of_string(p->tester)))
		return error_set(e, ERR_USAGE, "--tester", "%s",
		                 _("name yourself as your key does: oss.nl/p-7f3k"));
	const char *month = invocation_value(in, "month");
	if (month && !month_is_valid(bytes_of_string(month)))
		return error_set(e, ERR_USAGE, "--month", "%s", _("a month as YYYY-MM"));
	if (month)
		memcpy(p->activity.month, month, MONTH_SIZE + 1);
	if (invocation_value(in, "checkpoint") && invocation_count(in) > 1)
		return error_set(e, ERR_USAGE, "--checkpoint", "%s", _("belongs to a report on one log"));
	for (size_t i = 0; i < p->seed_count; i++)
		if (strspn(p->seeds[i], "0123456789abcdef") != strlen(p->seeds[i]))
			return error_set(e, ERR_USAGE, "--seed", "%s", _("hexadecimal digits are needed"));
	return audit_start_read(in, true, &p->start, e);
}

bool audit_report(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(reporting_clear) struct reporting p = { 0 };
	if (!read_arguments(in, &p, e) ||
	    !audit_sides_read(in, &p.start, activity_see, &p.activity, &p.sides, e))
		return false;
	activity_end(&p.activity);
	if (!reconcile(p.sides.ledgers, p.sides.count, &p.together, e))
		return false;
	p.verdict = audit_judge(audit_sides_verified(&p.sides), &p.together, &p.open);
	if (!put_all(&p, e) || !write_all(in, &p, o, e))
		return false;
	trusting_tell(o, &p.start.trusting);
	account_pair_words(o, "verdict", _("verdict"), audit_verdict_name(p.verdict),
	                   audit_verdict_words(p.verdict));
	account_line(o, _("Sign it where your key is: sluis-officer report sign %s.note --key FILE"),
	             invocation_value(in, "output"));
	s->outcome = p.verdict >= VERDICT_UNFINISHED ? EXIT_DONE : EXIT_VERIFICATION;
	return true;
}
