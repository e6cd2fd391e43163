/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/consenting.h"
#include "exchange/retraction.h"
#include "io/file.h"
#include "io/terminal.h"
#include "tools/sluis/commands.h"

#include <string.h>

#define WORDS_MAX 4096u
#define EVIDENCE_MAX (64u << 20)

const struct option consent_record_options[] = {
	SELECTION_OPTIONS,
	{ "to", 0, OPTION_VALUE, "UNIT", N_("the unit that may receive") },
	{ "agreement", 0, OPTION_VALUE, "ID", N_("needed where several fit") },
	{ "purpose", 0, OPTION_VALUE, "CODE", N_("the agreement's purpose") },
	{ "kind", 0, OPTION_VALUE, "KIND", N_("consent, no-objection or both") },
	{ "field", 0, OPTION_VALUES, "NAME…",
	  N_("only these of the fields that the purpose lists; all of them when left out") },
	{ "given", 0, OPTION_VALUE, "DAY", N_("day it was given, YYYY-MM-DD; today unless told otherwise") },
	{ "until", 0, OPTION_VALUE, "DAY", N_("last day on which it holds") },
	{ "words-from", 0, OPTION_VALUE, "FILE",
	  N_("how you made sure it was voluntary, in your words; asked for when left out; - is standard "
	     "input") },
	{ "evidence", 0, OPTION_VALUE, "FILE", N_("the signed form; only its SHA-256 is kept") },
	{ 0 },
};
const struct option consent_list_options[] = { SELECTION_OPTIONS, { 0 } };

static bool read_words(struct invocation *in, struct buffer *ret, struct error *e)
{
	const char *path = invocation_value(in, "words-from");
	if (!path)
		return terminal_read_line(_("How did you make sure it was voluntary? "), ret, e);
	return session_words(path, WORDS_MAX, ret, e);
}

static bool hash_evidence(const char *path, char ret[SHA256_HEX_SIZE + 1], struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	_cleanup_(sha256_freep) struct sha256_stream *hash = NULL;
	uint8_t block[16384];
	struct sha256 sum;
	if (!file_open(path, false, &fd, e) || !sha256_start(&hash, e))
		return false;
	struct fd_stream file = { fd, path };
	for (uint64_t total = 0;;) {
		size_t got;
		if (!source_fill(fd_source(&file), block, sizeof block, &got, e))
			return false;
		total += got;
		if (total > EVIDENCE_MAX)
			return error_set(e, ERR_TOO_LARGE, path, "more than %u bytes", EVIDENCE_MAX);
		if (got == 0)
			break;
		sha256_update(hash, bytes_of(block, got));
	}
	sha256_end(hash, &sum);
	sha256_hex(&sum, ret);
	return true;
}

/* The option's value or, on a terminal, the answer to `question`; kept in `ret`. */
static bool ask(struct invocation *in, const char *option, const char *question, struct buffer *ret,
                const char **ret_text, struct error *e)
{
	const char *given = invocation_value(in, option);
	*ret_text = given;
	if (given)
		return true;
	if (!terminal_read_line(question, ret, e))
		return e->code != ERR_NO_TERMINAL
		               ? false
		               : error_set(e, ERR_USAGE, option, "--%s %s", option,
		                           "is needed where there is no terminal to ask on");
	*ret_text = buffer_string(ret);
	return *ret_text || error_memory(e);
}

static bool read_kind(const char *kind, struct consenting_request *q, struct error *e)
{
	q->consent = kind && (strcmp(kind, "consent") == 0 || strcmp(kind, "both") == 0);
	q->no_objection = kind && (strcmp(kind, "no-objection") == 0 || strcmp(kind, "both") == 0);
	return q->consent || q->no_objection ||
	       error_set(e, ERR_USAGE, "--kind", "%s", "consent, no-objection or both");
}

/* What was typed, for as long as the request borrows it. */
struct answers {
	struct buffer to, purpose, kind, until;
};

static void answers_clear(struct answers *a)
{
	buffer_clear(&a->to);
	buffer_clear(&a->purpose);
	buffer_clear(&a->kind);
	buffer_clear(&a->until);
}

bool consent_record(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	char evidence[SHA256_HEX_SIZE + 1];
	_cleanup_(answers_clear) struct answers answers = { 0 };
	const char *form = invocation_value(in, "evidence"), *kind, *until;
	uint64_t count;
	struct consenting_request q = { .agreement = invocation_value(in, "agreement"),
		                        .given = d->now - d->now % SECONDS_A_DAY };
	if (!ask(in, "to", _("Which unit may receive it? "), &answers.to, &q.to, e) ||
	    !ask(in, "purpose", _("For which purpose, as the agreement names it? "), &answers.purpose,
	         &q.purpose, e) ||
	    !ask(in, "kind", _("Consent, no-objection or both? "), &answers.kind, &kind, e) ||
	    !ask(in, "until", _("Last day on which it holds (YYYY-MM-DD)? "), &answers.until, &until, e))
		return false;
	if (!day_parse(bytes_of_string(until), &q.until))
		return error_set(e, ERR_USAGE, "--until", "%s", "a day is written like 2027-06-30");
	q.fields = invocation_values(in, "field", &q.field_count);
	if (!read_kind(kind, &q, e) || !invocation_day(in, "given", q.given, &q.given, e) ||
	    !selection_options_read(in, &chosen, e) || (form && !hash_evidence(form, evidence, e)) ||
	    !read_words(in, &words, e))
		return false;
	q.voluntary = buffer_string(&words);
	q.evidence = form ? evidence : NULL;
	q.selection = chosen.selection;
	if (!q.voluntary)
		return error_memory(e);
	if (!consenting_record(d, &q, &count, e))
		return false;
	output_pair_number(o, "recorded", _("recorded"), count);
	return true;
}

static bool output_packages(struct output *o, const struct retraction_result *r, struct error *e)
{
	const struct table_column columns[] = {
		{ "sequence", _("number"), true },
		{ "created", _("made"), false },
		{ "state", _("state"), false },
		{ "id", _("package"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	char day[DAY_SIZE + 1];
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < r->package_count; i++) {
		const struct retracted_package *p = &r->packages[i];
		day_format(p->created, day);
		table_cell_number(t, p->sequence);
		table_cell(t, day);
		table_cell_token(t, p->pending ? "pending" : p->arrived ? "arrived" : "waiting");
		table_cell(t, p->id);
	}
	if (r->package_count)
		output_line(o, "%s", _("Packages that rest on it:"));
	return table_print(t, o, "packages", e);
}

/* What is left to be done, in words. */
static void output_next(struct output *o, const struct retraction_result *r)
{
	if (r->path)
		output_line(o, "%s",
		            _("Send the retraction to the receiver: opening it removes what rested on this, "
		              "and answers with a receipt."));
	else if (r->unreachable)
		output_line(o,
		            _("%s has no keys in the roster: tell it in another way that it has to remove "
		              "what it received."),
		            r->to);
	else if (r->removed)
		output_line(o,
		            _("What %s sent on it has been removed here. Tell %s: nothing more may be sent."),
		            r->to, r->to);
	else
		output_line(o, "%s", _("No package went on it, so nobody needs to be told."));
	for (size_t i = 0; i < r->package_count; i++)
		if (r->packages[i].pending)
			output_line(o,
			            _("Package %s waits for approval and can't leave any more: decline it."),
			            r->packages[i].id);
}

bool consent_withdraw(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(retraction_result_clear) struct retraction_result r = { 0 };
	if (!retract(d, invocation_argument(in, 0), &r, e))
		return false;
	output_pair_number(o, "withdrawn", _("withdrawn"), r.declarations);
	output_pair(o, "unit", _("unit"), r.to);
	if (r.removed)
		output_pair_number(o, "removed", _("records removed"), r.removed);
	if (r.path) {
		output_pair(o, "id", _("retraction"), r.id);
		output_pair_number(o, "sequence", _("number"), r.sequence);
		output_pair(o, "file", _("written"), r.path);
		if (!r.named)
			invocation_say(in, "%s",
			               _("warning: the package is made and logged, but its file could not "
			                 "get its name yet; the next command does that"));
	}
	output_line(o, "%s", "");
	if (!output_packages(o, &r, e))
		return false;
	output_next(o, &r);
	return true;
}

static bool list_consent(void *context, const struct consent *c, struct error *e)
{
	struct table *t = context;
	char given[DAY_SIZE + 1], until[DAY_SIZE + 1], withdrawn[DAY_SIZE + 1] = "";
	(void)e;
	day_format(c->given, given);
	day_format(c->until, until);
	if (c->withdrawn)
		day_format(c->withdrawn, withdrawn);
	table_cell(t, c->id);
	table_cell_token(t, consent_kind_name(c->kind));
	table_cell(t, c->bsn);
	table_cell(t, c->purpose);
	table_cell(t, c->to);
	table_cell(t, given);
	table_cell(t, until);
	table_cell(t, withdrawn);
	table_cell(t, c->fields);
	return true;
}

bool consent_list(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(table_freep) struct table *table = NULL;
	const struct table_column columns[] = {
		{ "id", _("id"), false },         { "kind", _("kind"), false },
		{ "bsn", _("BSN"), false },       { "purpose", _("purpose"), false },
		{ "to", _("to"), false },         { "given", _("given"), false },
		{ "until", _("until"), false },   { "withdrawn", _("withdrawn"), false },
		{ "fields", _("fields"), false },
	};
	return selection_options_read(in, &chosen, e) && table_start(&table, columns, ELEMENTS(columns), e) &&
	       consenting_list(d, &chosen.selection, list_consent, table, e) &&
	       table_print(table, o, "consents", e);
}
