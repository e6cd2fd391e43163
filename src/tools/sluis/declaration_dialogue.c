/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/declaration_dialogue.h"

#include "cli/confirm.h"
#include "cli/value_kind.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/session.h"
#include "tools/sluis/declaration_account.h"
#include "tools/sluis/named.h"
#include "tools/sluis/picker.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 4096u
#define EVIDENCE_MAX (64u << 20)
#define MONTHS_UNSAID 12u /* a consent holds no longer than that, where the agreement sets no term */

/* What the questions look at. */
struct asking {
	struct session *session;
	struct dialogue *talk;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct declared_answers *answers;
};

void declared_answers_clear(struct declared_answers *a)
{
	buffer_wipe(&a->words);
}

static bool needs(const struct asking *q, enum consent_kind kind)
{
	return agreement_needs(q->agreement, q->purpose, kind);
}

/* --- kind --- */

#define BOTH "both"

static bool take_kind(struct consenting_request *r, const char *kind, struct error *e)
{
	enum consent_kind one;
	memset(r->kinds, 0, sizeof r->kinds);
	if (strcmp(kind, BOTH) == 0)
		r->kinds[CONSENT_EXPLICIT] = r->kinds[CONSENT_NO_OBJECTION] = true;
	else if (consent_kind_parse(bytes_of_string(kind), &one))
		r->kinds[one] = true;
	else
		return error_set(e, ERR_USAGE, "--kind", "%s", _("consent, no-objection, both or told"));
	return true;
}

static bool ask_kind(struct asking *q, enum reply *ret_reply, struct error *e)
{
	const struct choice_question question = {
		.text = _("What did the client say?"),
		.help = _("The purpose asks for these; a no-objection is one in writing (Participatiewet "
		          "65(2)(b))."),
		.standard = needs(q, CONSENT_EXPLICIT) && needs(q, CONSENT_NO_OBJECTION) ? BOTH : NULL,
	};
	struct choices c = { .hidden = true };
	const struct choice *one = NULL;
	/* A form that another kind had asked for isn't this one's. */
	if (!invocation_value(q->session->in, "evidence"))
		q->answers->request.evidence = NULL;
	if (question.standard)
		choices_add(&c, BOTH, _("consent, and a no-objection in writing"));
	for (enum consent_kind kind = 0; kind < CONSENT_KINDS; kind++)
		if (needs(q, kind))
			choices_add(&c, consent_kind_name(kind), _(consent_kind_words(kind)));
	bool ok = c.count == 1 ? take_kind(&q->answers->request, c.list[0].token, e)
	                       : choices_pick(q->talk, &question, &c, &one, ret_reply, e) &&
	                                 (!one || take_kind(&q->answers->request, one->token, e));
	choices_clear(&c);
	return ok;
}

/* --- who gave it --- */

static bool add_giver(struct consenting_request *r, const char *code, struct error *e)
{
	enum consent_giver giver;
	if (!consent_giver_parse(bytes_of_string(code), &giver))
		return error_set(e, ERR_USAGE, "--by", "%s",
		                 _("client, parent, voogd, curator, mentor or gevolmachtigde"));
	r->by |= CONSENT_BY(giver);
	return true;
}

static bool ask_unable(struct asking *q, enum reply *ret_reply, struct error *e)
{
	bool able = true;
	if (q->answers->request.unable || !(q->answers->request.by & ~CONSENT_BY(GIVER_CLIENT)))
		return true;
	dialogue_say(q->talk, "%s", "");
	if (!choices_yes(q->talk, _("Can the client weigh it?"), NULL, &able, ret_reply, e))
		return false;
	q->answers->request.unable = !able;
	return true;
}

/* One after the other: who gave it together. */
static bool ask_givers(struct asking *q, enum reply *ret_reply, struct error *e)
{
	struct consenting_request *r = &q->answers->request;
	struct choices c = { .hidden = true };
	bool ok = true, over = false;
	r->by = 0;
	r->unable = invocation_flag(q->session->in, "unable");
	for (enum consent_giver g = 0; g < GIVER_BEWINDVOERDER; g++)
		choices_add(&c, consent_giver_name(g), _(consent_giver_words(g)));
	while (ok && !over) {
		const struct choice_question question = {
			.text = r->by ? _("Who else gave it, together? Enter when nobody did")
			              : _("Who gave it?"),
			.help = _(
				"Under twelve the parents or the guardian; from twelve to fifteen the client "
				"together with them; from sixteen the client, unless somebody represents the "
				"client."),
			.standard = r->by ? NULL : consent_giver_name(GIVER_CLIENT),
			.optional = r->by != 0,
		};
		const struct choice *one = NULL;
		bool first = r->by == 0;
		ok = choices_pick(q->talk, &question, &c, &one, ret_reply, e) &&
		     (!one || add_giver(r, one->token, e));
		/* Enter at the first is the client alone, which is nearly always so. */
		over = !one || (first && r->by == CONSENT_BY(GIVER_CLIENT));
	}
	choices_clear(&c);
	return ok && (*ret_reply == REPLY_BACK || *ret_reply == REPLY_STOP || *ret_reply == REPLY_END ||
	              ask_unable(q, ret_reply, e));
}

static bool take_givers(struct asking *q, struct error *e)
{
	struct invocation *in = q->session->in;
	size_t count;
	const char *const *codes = invocation_values(in, "by", &count);
	for (size_t i = 0; i < count; i++)
		if (!add_giver(&q->answers->request, codes[i], e))
			return false;
	return true;
}

/* --- how it was assured --- */

static bool take_assured(struct consenting_request *r, const char *code, struct error *e)
{
	return (consent_assurance_parse(bytes_of_string(code), &r->assured) &&
	        r->assured < ASSURED_IN_WORDS) ||
	       error_set(e, ERR_USAGE, "--assured", "%s",
	                 _("conversation, telephone, form, supporter or own-request"));
}

static bool ask_assured(struct asking *q, enum reply *ret_reply, struct error *e)
{
	const struct choice_question question = {
		.text = _("What assured that the client could refuse?"),
		.help = _("This code goes along with the declaration; your own words about it stay here."),
	};
	struct choices c = { .hidden = true };
	const struct choice *one = NULL;
	for (enum consent_assurance a = 0; a < ASSURED_IN_WORDS; a++)
		choices_add(&c, consent_assurance_name(a), _(consent_assurance_sentence(a)));
	bool ok = choices_pick(q->talk, &question, &c, &one, ret_reply, e) &&
	          (!one || take_assured(&q->answers->request, one->token, e));
	choices_clear(&c);
	return ok;
}

/* --- days --- */

static bool ask_given(struct asking *q, enum reply *ret_reply, struct error *e)
{
	const moment today = q->session->desk->now - q->session->desk->now % SECONDS_A_DAY;
	return pick_day(q->talk, _("On which day?"), today, &q->answers->request.given, ret_reply, e);
}

static bool ask_until(struct asking *q, enum reply *ret_reply, struct error *e)
{
	unsigned months = q->purpose->consent_months ? (unsigned)q->purpose->consent_months : MONTHS_UNSAID;
	return pick_day(q->talk, _("Last day on which it holds?"),
	                moment_add_months(q->answers->request.given, months), &q->answers->request.until,
	                ret_reply, e);
}

/* --- the form, and the consulent's words --- */

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

static bool take_evidence(struct asking *q, const char *path, struct error *e)
{
	if (!hash_evidence(path, q->answers->evidence, e))
		return false;
	q->answers->request.evidence = q->answers->evidence;
	return true;
}

/* A file that isn't there is asked for again. */
static bool ask_evidence(struct asking *q, enum reply *ret_reply, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer path = { 0 };
	for (;;) {
		dialogue_say(q->talk, "%s", "");
		dialogue_say(q->talk, "%s",
		             _("Which file is the signed form? Only a mark that fits no other file is kept"));
		if (!dialogue_ask(q->talk, "> ", &path, ret_reply, e))
			return false;
		if (*ret_reply == REPLY_BACK || *ret_reply == REPLY_STOP || *ret_reply == REPLY_END)
			return true;
		if (*ret_reply == REPLY_TEXT && !buffer_string(&path))
			return error_memory(e);
		if (*ret_reply == REPLY_TEXT && take_evidence(q, buffer_string(&path), e))
			return true;
		if (*ret_reply == REPLY_TEXT)
			dialogue_say(q->talk, "%s", _("That file can't be read. Its name, or . to stop."));
	}
}

static bool ask_words(struct asking *q, enum reply *ret_reply, struct error *e)
{
	do {
		dialogue_say(q->talk, "%s", "");
		dialogue_say(q->talk, "%s",
		             _("How did you make sure it was voluntary, in your words? They stay in this "
		               "store"));
		if (!dialogue_ask(q->talk, "> ", &q->answers->words, ret_reply, e))
			return false;
	} while (*ret_reply == REPLY_ENTER || *ret_reply == REPLY_HELP || *ret_reply == REPLY_CLEAR);
	return true;
}

/* --- all of it --- */

typedef bool (*question)(struct asking *q, enum reply *ret_reply, struct error *e);

/* What the command line said; of each question, whether it is answered. */
static bool take_options(struct asking *q, struct error *e)
{
	struct invocation *in = q->session->in;
	struct consenting_request *r = &q->answers->request;
	const char *kind = invocation_value(in, "kind"), *assured = invocation_value(in, "assured"),
		   *band = invocation_value(in, "age-band"), *evidence = invocation_value(in, "evidence"),
		   *words = invocation_value(in, "words-from");
	const moment today = q->session->desk->now - q->session->desk->now % SECONDS_A_DAY;
	r->unable = invocation_flag(in, "unable");
	r->fields = invocation_values(in, "field", &r->field_count);
	if (band && !consent_age_parse(bytes_of_string(band), &r->age))
		return error_set(e, ERR_USAGE, "--age-band", "%s", _("0-11, 12-15 or 16+"));
	return invocation_day(in, "given", today, &r->given, e) &&
	       invocation_day(in, "until", 0, &r->until, e) && (!kind || take_kind(r, kind, e)) &&
	       take_givers(q, e) && (!assured || take_assured(r, assured, e)) &&
	       (!evidence || take_evidence(q, evidence, e)) &&
	       (!words || session_words(words, WORDS_MAX, &q->answers->words, e));
}

/* What is still to be asked, in its order; and, for a script, by which option it would be said. */
static size_t open_questions(const struct asking *q, question ret[7], struct buffer *missing)
{
	struct invocation *in = q->session->in;
	const struct consenting_request *r = &q->answers->request;
	bool asks_form = r->kinds[CONSENT_NO_OBJECTION] ||
	                 (!invocation_value(in, "kind") && needs(q, CONSENT_NO_OBJECTION));
	const struct {
		question ask;
		bool open;
		const char *option; /* NULL: it has a standard */
	} all[] = {
		{ ask_kind, !invocation_value(in, "kind"), "--kind KIND" },
		{ ask_givers, !r->by, "--by GIVER…" },
		{ ask_assured, !invocation_value(in, "assured"), "--assured ASSURANCE" },
		{ ask_given, !invocation_value(in, "given") && !r->until, NULL },
		{ ask_until, !r->until, "--until DAY" },
		{ ask_evidence, asks_form && !r->evidence, "--evidence FILE" },
		{ ask_words, !q->answers->words.size, "--words-from FILE" },
	};
	size_t count = 0;
	for (size_t i = 0; i < ELEMENTS(all); i++) {
		if (!all[i].open)
			continue;
		ret[count++] = all[i].ask;
		if (!all[i].option)
			continue;
		buffer_append_byte(missing, ' ');
		value_kind_append(missing, all[i].option);
	}
	return count;
}

/* A form is asked for where the kind that was chosen needs one. */
static bool is_moot(const struct asking *q, question ask)
{
	return ask == ask_evidence && !q->answers->request.kinds[CONSENT_NO_OBJECTION];
}

static bool ask_all(struct asking *q, const question *list, size_t count, struct error *e)
{
	for (size_t at = 0; at < count;) {
		enum reply reply = REPLY_TEXT;
		if (!is_moot(q, list[at]) && !list[at](q, &reply, e))
			return false;
		if (reply == REPLY_STOP || reply == REPLY_END)
			return picker_stopped(q->session, e);
		at = reply != REPLY_BACK ? at + 1 : at ? at - 1 : 0;
		while (reply == REPLY_BACK && at && is_moot(q, list[at]))
			at--;
	}
	return true;
}

bool declaration_ask(struct session *s, struct dialogue *talk, const struct agreement *agreement,
                     const struct agreement_purpose *purpose, struct declared_answers *ret, struct error *e)
{
	struct asking q = { s, talk, agreement, purpose, ret };
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	question list[7];
	if (!take_options(&q, e))
		return false;
	size_t count = open_questions(&q, list, &missing);
	if (missing.size && !confirm_can_ask(s->in))
		return error_set(e, ERR_USAGE, "", _("these are needed:%s"),
		                 buffer_string(&missing) ? buffer_string(&missing) : "");
	if (missing.size && !ask_all(&q, list, count, e))
		return false;
	ret->request.to = purpose->to;
	ret->request.agreement = agreement->id;
	ret->request.purpose = purpose->code;
	ret->request.words = buffer_string(&ret->words);
	return ret->request.words ? true : error_memory(e);
}

/* --- putting it down --- */

struct by_set {
	struct session *session;
	uint64_t count;
};

static bool tell_by_set(void *context, const char *record, const char *tie, _unused_ struct error *e)
{
	struct by_set *b = context;
	named_cell(b->session, ID_RECORD, record);
	declaration_cell_set(b->session->out, tie);
	b->count++;
	return true;
}

static void tell_receipt(struct session *s, const char *id, uint64_t count)
{
	if (count == 1)
		account_line(s->out,
		             _("For the client: `sluis consent receipt %.*s -o FILE` makes a receipt to hand "
		               "over."),
		             (int)named_digits(s, ID_DECLARATION, id), id);
	else
		account_line(s->out, "%s",
		             _("For the clients: `sluis consent receipt ID -o FILE` makes a receipt to hand "
		               "over; `sluis consent list` shows the ids."));
}

/* What was put down, and first, which clients it names by what may change. */
bool declaration_put(struct session *s, struct consenting_request *q, struct error *e)
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
	if (q->ret_id && count)
		tell_receipt(s, q->ret_id, count);
	return true;
}
