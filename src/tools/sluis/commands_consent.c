/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/consenting.h"
#include "exchange/retraction.h"
#include "io/file.h"
#include "io/terminal.h"
#include "store/decisions.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/declaration_account.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/restriction_account.h"

#include <string.h>

#define WORDS_MAX 4096u
#define EVIDENCE_MAX (64u << 20)

const struct option consent_record_options[] = {
	SELECTION_OPTIONS,
	{ "to", 0, OPTION_VALUE, "UNIT", N_("the unit that may receive") },
	{ "agreement", 0, OPTION_VALUE, "ID", N_("needed where several fit") },
	{ "purpose", 0, OPTION_VALUE, "CODE", N_("the agreement's purpose") },
	{ "kind", 0, OPTION_VALUE, "KIND",
	  N_("consent, no-objection or both; told, where data go unless the client objects") },
	{ "field", 0, OPTION_VALUES, "NAME…",
	  N_("only these of the fields that the purpose lists; all of them when left out") },
	{ "given", 0, OPTION_VALUE, "DAY", N_("day it was given, YYYY-MM-DD; today unless told otherwise") },
	{ "until", 0, OPTION_VALUE, "DAY", N_("last day on which it holds") },
	{ "by", 0, OPTION_VALUES, "CODE…",
	  N_("who gave it, together: client, parent, voogd, curator, mentor, gevolmachtigde") },
	{ "unable", 0, OPTION_FLAG, NULL, N_("the client can't weigh it, and others speak for the client") },
	{ "age-band", 0, OPTION_VALUE, "BAND",
	  N_("how old the client was: 0-11, 12-15 or 16+; only where no birth date is recorded") },
	{ "assured", 0, OPTION_VALUE, "CODE",
	  N_("how it was assured that the client could refuse: conversation, telephone, form, supporter or "
	     "own-request; this travels") },
	{ "words-from", 0, OPTION_VALUE, "FILE",
	  N_("how you made sure it was voluntary, in your words; asked for when left out; - is standard "
	     "input; they stay in this store") },
	{ "evidence", 0, OPTION_VALUE, "FILE",
	  N_("the signed form; only its SHA-256 is kept; a no-objection needs one") },
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
	struct sha256_stream hash;
	uint8_t block[16384];
	struct sha256 sum;
	if (!file_open(path, false, &fd, e))
		return false;
	sha256_start(&hash);
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
		sha256_update(&hash, bytes_of(block, got));
	}
	sha256_end(&hash, &sum);
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
	enum consent_kind one;
	if (kind && strcmp(kind, "both") == 0)
		q->kinds[CONSENT_EXPLICIT] = q->kinds[CONSENT_NO_OBJECTION] = true;
	else if (consent_kind_parse(bytes_of_string(kind), &one))
		q->kinds[one] = true;
	else
		return error_set(e, ERR_USAGE, "--kind", "%s", "consent, no-objection, both or told");
	return true;
}

static bool add_giver(struct bytes code, struct consenting_request *q, struct error *e)
{
	enum consent_giver giver;
	if (!consent_giver_parse(code, &giver))
		return error_set(e, ERR_USAGE, "--by", "%s",
		                 "client, parent, voogd, curator, mentor or gevolmachtigde");
	q->by |= CONSENT_BY(giver);
	return true;
}

/* From the options; or on a terminal, with blanks between, and then, if others speak, whether the client
 * can't weigh it. */
static bool read_givers(struct invocation *in, struct buffer *typed, struct consenting_request *q,
                        struct error *e)
{
	_cleanup_(buffer_clear) struct buffer able = { 0 };
	size_t count;
	const char *const *codes = invocation_values(in, "by", &count), *text;
	q->unable = invocation_flag(in, "unable");
	for (size_t i = 0; i < count; i++)
		if (!add_giver(bytes_of_string(codes[i]), q, e))
			return false;
	if (count)
		return true;
	if (!ask(in, "by", _("Who gave it: client, parent, voogd, curator, mentor or gevolmachtigde? "),
	         typed, &text, e))
		return false;
	for (const char *at = text; *at; at += strspn(at, " ")) {
		size_t size = strcspn(at, " ");
		if (!add_giver(bytes_of(at, size), q, e))
			return false;
		at += size;
	}
	if (q->unable || !(q->by & ~CONSENT_BY(GIVER_CLIENT)))
		return true;
	if (!terminal_read_line(_("Can the client weigh it, yes or no? "), &able, e))
		return false;
	q->unable = bytes_equal_string(buffer_bytes(&able), _("no"));
	return q->unable || bytes_equal_string(buffer_bytes(&able), _("yes")) ||
	       error_set(e, ERR_USAGE, "--unable", "%s", "yes or no");
}

static bool read_age_band(struct invocation *in, struct consenting_request *q, struct error *e)
{
	const char *band = invocation_value(in, "age-band");
	return !band || consent_age_parse(bytes_of_string(band), &q->age) ||
	       error_set(e, ERR_USAGE, "--age-band", "%s", "0-11, 12-15 or 16+");
}

static bool read_assured(const char *code, struct consenting_request *q, struct error *e)
{
	return (consent_assurance_parse(bytes_of_string(code), &q->assured) &&
	        q->assured < ASSURED_IN_WORDS) ||
	       error_set(e, ERR_USAGE, "--assured", "%s",
	                 "conversation, telephone, form, supporter or own-request");
}

/* Which codes there are, and what each says, above the question. */
static bool ask_assured(struct invocation *in, struct buffer *ret, const char **ret_text, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer question = { 0 };
	for (enum consent_assurance a = 0; a < ASSURED_IN_WORDS; a++)
		buffer_printf(&question, "  %-14s%s\n", consent_assurance_name(a),
		              _(consent_assurance_sentence(a)));
	buffer_append_string(&question, _("Which of these assured that the client could refuse? "));
	return buffer_ok(&question, e) && ask(in, "assured", buffer_string(&question), ret, ret_text, e);
}

/* What was typed, for as long as the request borrows it. */
struct answers {
	struct buffer to, purpose, kind, until, by, assured, evidence;
};

static void answers_clear(struct answers *a)
{
	buffer_clear(&a->to);
	buffer_clear(&a->purpose);
	buffer_clear(&a->kind);
	buffer_clear(&a->until);
	buffer_clear(&a->by);
	buffer_clear(&a->assured);
	buffer_clear(&a->evidence);
}

/* As the record has them, for people to compare with the form. */
static void cell_set(struct account *a, const char *tie)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	struct bytes values[IDENTIFYING_COUNT];
	tie_values(tie, values);
	for (size_t i = 0; !tie_is_number(tie) && i < IDENTIFYING_COUNT; i++) {
		buffer_append_string(&text, i ? ", " : "");
		buffer_append(&text, values[i]);
	}
	account_cell_buffer(a, &text);
}

struct by_set {
	struct session *session;
	uint64_t count;
};

static bool tell_by_set(void *context, const char *record, const char *tie, _unused_ struct error *e)
{
	struct by_set *b = context;
	named_cell(b->session, ID_RECORD, record);
	cell_set(b->session->out, tie);
	b->count++;
	return true;
}

/* What was put down, and first, which clients it names by what may change. */
static bool record_and_tell(struct session *s, struct consenting_request *q, struct error *e)
{
	static const struct column columns[] = { { "record", N_("record"), COLUMN_ID },
		                                 { "set", N_("named by"), COLUMN_TEXT } };
	struct by_set by_set = { .session = s };
	uint64_t count;
	q->by_set = tell_by_set;
	q->context = &by_set;
	account_table(s->out, "by_set", NULL, columns, ELEMENTS(columns));
	if (!consenting_record(s->desk, q, &count, e))
		return false;
	account_table_end(s->out, NULL);
	if (by_set.count)
		account_line(s->out, "%s",
		             _("Compare these with the form: without a BSN they tie what the client said to "
		               "the record, exactly. When one of them changes, ask again."));
	account_pair_number(s->out, "recorded", _("recorded"), count);
	return true;
}

bool consent_record(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	char evidence[SHA256_HEX_SIZE + 1];
	_cleanup_(answers_clear) struct answers answers = { 0 };
	const char *form = invocation_value(in, "evidence"), *kind, *until, *assured;
	struct consenting_request q = { .agreement = invocation_value(in, "agreement"),
		                        .given = s->desk->now - s->desk->now % SECONDS_A_DAY };
	if (!ask(in, "to", _("Which unit may receive it? "), &answers.to, &q.to, e) ||
	    !ask(in, "purpose", _("For which purpose, as the agreement names it? "), &answers.purpose,
	         &q.purpose, e) ||
	    !ask(in, "kind", _("Consent, no-objection or both? "), &answers.kind, &kind, e) ||
	    !ask(in, "until", _("Last day on which it holds (YYYY-MM-DD)? "), &answers.until, &until, e))
		return false;
	if (!day_parse(bytes_of_string(until), &q.until))
		return error_set(e, ERR_USAGE, "--until", "%s", "a day is written like 2027-06-30");
	q.fields = invocation_values(in, "field", &q.field_count);
	if (!read_kind(kind, &q, e) || !read_age_band(in, &q, e) || !read_givers(in, &answers.by, &q, e) ||
	    !ask_assured(in, &answers.assured, &assured, e) || !read_assured(assured, &q, e) ||
	    (q.kinds[CONSENT_NO_OBJECTION] &&
	     !ask(in, "evidence", _("Which file is the signed form? "), &answers.evidence, &form, e)) ||
	    !invocation_day(in, "given", q.given, &q.given, e) || !selection_options_read(s, &chosen, e) ||
	    (form && !hash_evidence(form, evidence, e)) || !read_words(in, &words, e))
		return false;
	q.words = buffer_string(&words);
	q.evidence = form ? evidence : NULL;
	q.selection = chosen.selection;
	return q.words ? record_and_tell(s, &q, e) : error_memory(e);
}

static void output_packages(struct session *s, const struct retraction_result *r)
{
	struct account *o = s->out;
	static const struct column columns[] = {
		{ "sequence", N_("number"), COLUMN_NUMBER },
		{ "created", N_("made"), COLUMN_DATE },
		{ "state", N_("state"), COLUMN_STATE },
		{ "id", N_("package"), COLUMN_ID },
	};
	if (r->package_count)
		account_line(o, "%s", _("Packages that rest on it:"));
	account_table(o, "packages", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->package_count; i++) {
		const struct retracted_package *p = &r->packages[i];
		account_cell_number(o, p->sequence);
		account_cell_day(o, p->created);
		letter_state_cell(o, p->pending   ? LETTER_PENDING
		                     : p->arrived ? LETTER_ARRIVED
		                                  : LETTER_WAITING);
		named_cell(s, ID_PACKAGE, p->id);
	}
	account_table_end(o, NULL);
}

/* What is left to be done, in words. */
static void output_next(struct account *o, const struct retraction_result *r)
{
	if (r->path)
		account_line(
			o, "%s",
			_("Send the retraction to the receiver: opening it restricts what rested on this "
		          "until it is decided on there, and answers with a receipt."));
	else if (r->unreachable)
		account_line(o,
		             _("%s has no keys in the roster: tell it in another way that it may not use "
		               "what it received."),
		             r->to);
	else if (r->restricted)
		account_line(o,
		             _("What %s sent on it is restricted here until it is decided on (`sluis "
		               "restriction list`). Tell %s: nothing more may be sent."),
		             r->to, r->to);
	else
		account_line(o, "%s", _("No package went on it, so nobody needs to be told."));
	for (size_t i = 0; i < r->package_count; i++)
		if (r->packages[i].pending)
			account_line(o,
			             _("Package %s waits for approval and can't leave any more: decline it."),
			             r->packages[i].id);
}

bool consent_withdraw(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(retraction_result_clear) struct retraction_result r = { 0 };
	char id[ID_DIGITS + 1];
	if (!named_find(s, ID_DECLARATION, invocation_argument(in, 0), id, e) || !retract(d, id, &r, e))
		return false;
	account_pair_number(o, "withdrawn", _("withdrawn"), r.declarations);
	account_pair(o, "unit", _("unit"), r.to);
	if (r.restricted)
		account_pair_number(o, "restricted", _("records restricted, to be decided on"), r.restricted);
	if (r.path) {
		named_pair(s, "id", _("retraction"), ID_PACKAGE, r.id);
		account_pair_number(o, "sequence", _("number"), r.sequence);
		account_pair(o, "file", _("written"), r.path);
		if (!r.named)
			invocation_say(in, "%s",
			               _("warning: the package is made and logged, but its file could not "
			                 "get its name yet; the next command does that"));
	}
	account_blank(o);
	output_packages(s, &r);
	restriction_tell_onward(o, r.onward, r.onward_count);
	output_next(o, &r);
	return true;
}

static bool list_consent(void *context, const struct consent *c, struct error *e)
{
	struct session *s = context;
	struct account *a = s->out;
	struct withdrawal_decision d = { .outcome = OUTCOME_COUNT };
	bool told;
	if (!decisions_last(s->desk->store, c->id, &d, &told, e))
		return false;
	named_cell(s, ID_DECLARATION, c->id);
	declaration_cell_kind(a, c);
	account_cell(a, tie_is_number(c->tie) ? c->tie : "");
	cell_set(a, c->tie);
	account_cell(a, c->purpose);
	account_cell(a, c->to);
	account_cell_day(a, c->given);
	account_cell_day(a, c->until);
	account_cell_day(a, c->withdrawn);
	declaration_cells(a, s->desk->catalogue, c);
	account_cell(a, consent_words(c) ? consent_words(c) : "");
	account_cell_words(a, withdrawal_outcome_name(d.outcome), withdrawal_outcome_words(d.outcome));
	account_cell_day(a, d.decided);
	account_cell_words(a, keep_reason_name(d.reason), keep_reason_words(d.reason));
	account_cell(a, d.article);
	return true;
}

bool consent_list(struct session *s, struct error *e)
{
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	static const struct column columns[] = {
		{ "id", N_("id"), COLUMN_ID },
		{ "kind", N_("kind"), COLUMN_STATE },
		{ "bsn", N_("BSN"), COLUMN_ID },
		{ "set", N_("named by"), COLUMN_TEXT },
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "to", N_("to"), COLUMN_NAME },
		{ "given", N_("given"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },
		{ "withdrawn", N_("withdrawn"), COLUMN_DATE },
		DECLARATION_COLUMNS,
		{ "words", N_("your words"), COLUMN_TEXT },
		{ "decision", N_("decided there"), COLUMN_STATE },
		{ "decided", N_("on"), COLUMN_DATE },
		{ "reason", N_("reason"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	if (!selection_options_read(s, &chosen, e))
		return false;
	account_table(o, "consents", NULL, columns, ELEMENTS(columns));
	if (!consenting_list(d, &chosen.selection, list_consent, s, e))
		return false;
	account_table_end(o, NULL);
	return true;
}
