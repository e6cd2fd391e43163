/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/confirm.h"
#include "exchange/client_rights.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"
#include "tools/sluis/rights_account.h"

/* What a client asks by right: `sluis client`. */

#define RIGHT_NAMES N_("access, correction, erasure, restriction or objection")
#define ASKED_OPTION \
	{ \
		"asked", 0, OPTION_VALUE, "DAY", \
			N_("the day that the request came; needed unless it was put down before") \
	}
#define REFUSE_OPTIONS \
	{ "refuse", 0, OPTION_VALUE, "REASON", \
	  N_("refuse it: retention, archive, public-task, legal-claim or other-interest") }, \
	{ \
		"article", 0, OPTION_VALUE, "ARTICLE", \
			N_("on which it is refused, as in \"AVG art. 17 lid 3 onder b\"") \
	}
const struct option client_request_options[] = {
	{ "right", 0, OPTION_VALUE, "RIGHT", RIGHT_NAMES },
	{ "asked", 0, OPTION_VALUE, "DAY", N_("the day that the request came") },
	{ 0 },
};
const struct option client_requests_options[] = {
	{ "open", 0, OPTION_FLAG, NULL, N_("only those that are still to be answered") },
	{ 0 },
};
const struct option client_postpone_options[] = {
	{ "reason", 0, OPTION_VALUE, "TEXT",
	  N_("why, in one line; it goes into the log, in private, so name no client") },
	{ 0 },
};
const struct option client_answer_options[] = { REFUSE_OPTIONS, { 0 } };
const struct option client_erase_options[] = {
	ASKED_OPTION,
	{ "weighed", 0, OPTION_FLAG, NULL,
	  N_("somebody weighed whether a law or an interest opposes: none does") },
	REFUSE_OPTIONS,
	CONFIRM_OPTION,
	{ 0 },
};
const struct option client_state_options[] = { ASKED_OPTION, { 0 } };
const struct option client_unrestrict_options[] = {
	{ "told", 0, OPTION_VALUE, "DAY", N_("the day on which the client was told of it") },
	{ 0 },
};

static bool find(struct session *s, char ret[ID_DIGITS + 1], struct error *e)
{
	return named_find(s, ID_RECORD, invocation_argument(s->in, 0), ret, e);
}

/* --- what is put down --- */

bool client_request(struct session *s, struct error *e)
{
	const char *name = invocation_value(s->in, "right");
	struct right_request r;
	char id[ID_DIGITS + 1];
	enum right right;
	moment asked;
	if (!invocation_wants(s->in, e, "right", "asked") || !invocation_day(s->in, "asked", 0, &asked, e))
		return false;
	if (!right_parse(bytes_of_string(name), &right))
		return error_set(e, ERR_USAGE, "--right", "%s", _(RIGHT_NAMES));
	if (!find(s, id, e) || !right_ask(s->desk, id, right, asked, &r, e))
		return false;
	rights_tell_one(s, &r);
	return true;
}

static bool tell_one(void *context, const struct right_request *r, _unused_ struct error *e)
{
	rights_tell(context, r);
	return true;
}

bool client_requests(struct session *s, struct error *e)
{
	rights_tell_start(s->out);
	if (!right_list(s->desk, invocation_flag(s->in, "open"), tell_one, s, e))
		return false;
	rights_tell_end(s->out);
	return true;
}

static bool read_number(struct session *s, uint64_t *ret, struct error *e)
{
	return number_parse(bytes_of_string(invocation_argument(s->in, 0)), INT64_MAX, ret) ||
	       error_set(e, ERR_USAGE, "N", "%s", _("the number of a request is expected"));
}

bool client_postpone(struct session *s, struct error *e)
{
	struct right_request r;
	uint64_t number;
	if (!invocation_wants(s->in, e, "reason") || !read_number(s, &number, e) ||
	    !right_postpone(s->desk, number, invocation_value(s->in, "reason"), &r, e))
		return false;
	rights_tell_one(s, &r);
	return true;
}

bool client_answer(struct session *s, struct error *e)
{
	struct right_request r;
	uint64_t number;
	if (!read_number(s, &number, e) || !right_answer(s->desk, number, invocation_value(s->in, "refuse"),
	                                                 invocation_value(s->in, "article"), &r, e))
		return false;
	rights_tell_one(s, &r);
	return true;
}

/* --- what is done --- */

/* It can't be undone, so it is asked at a terminal, and said in a script. */
static bool ask_weighed(struct session *s, struct error *e)
{
	_cleanup_(account_clear) struct account shown = { 0 };
	bool weighed = invocation_flag(s->in, "weighed");
	if (weighed && !confirm_is_asked(s->in))
		return true;
	if (!confirm_is_asked(s->in))
		return error_set(
			e, ERR_USAGE, "--weighed", "%s",
			_("whether AVG art. 17 lid 3, Wmo 2015 art. 5.3.5 lid 2, the Archiefwet or "
		          "another's interest opposes, a person weighs: say that it was, or --refuse"));
	confirm_begin(&shown, s->in);
	account_line(&shown, "%s",
	             _("Everything that is here of this client is erased, for good, and every unit that "
	               "received a record is told."));
	account_line(&shown, "%s",
	             _("What may oppose: AVG art. 17 lid 3, Wmo 2015 art. 5.3.5 lid 2, the Archiefwet, "
	               "another's interest."));
	return confirm(s->in, &shown, _("Was that weighed, and does nothing oppose? (yes/no) "), NULL, e);
}

static void tell_done(struct session *s, const struct right_result *r)
{
	account_pair_number(s->out, "records", _("records"), r->records);
	if (r->request.number)
		rights_tell_one(s, &r->request);
	if (!r->purged.records)
		return;
	account_pair_number(s->out, "private_parts", _("entries that no longer tell whom they are about"),
	                    r->purged.private_parts);
	account_pair_number(s->out, "declarations", _("declarations of who isn't a client here any more"),
	                    r->purged.declarations);
	account_pair_number(s->out, "declarations_kept",
	                    _("of these kept, withdrawn, until no package can rest on them"),
	                    r->purged.declarations_kept);
	rights_tell_letters(s, &r->letters);
	account_line(s->out, "%s",
	             _("Copies and backups made before still hold what was erased here, until they are "
	               "destroyed themselves."));
}

static bool decide(struct session *s, struct right_decision *q, struct error *e)
{
	_cleanup_(right_result_clear) struct right_result r = { 0 };
	char id[ID_DIGITS + 1];
	if (!find(s, id, e))
		return false;
	q->record = id;
	if (!right_decide(s->desk, q, &r, e))
		return false;
	tell_done(s, &r);
	return true;
}

bool client_erase(struct session *s, struct error *e)
{
	struct right_decision q = { .right = RIGHT_ERASURE,
		                    .reason = invocation_value(s->in, "refuse"),
		                    .article = invocation_value(s->in, "article") };
	q.refused = q.reason || q.article;
	return invocation_day(s->in, "asked", 0, &q.asked, e) && (q.refused || ask_weighed(s, e)) &&
	       decide(s, &q, e);
}

static bool restrict_client(struct session *s, enum right right, struct error *e)
{
	struct right_decision q = { .right = right };
	return invocation_day(s->in, "asked", 0, &q.asked, e) && decide(s, &q, e);
}

bool client_restrict(struct session *s, struct error *e)
{
	return restrict_client(s, RIGHT_RESTRICTION, e);
}

bool client_object(struct session *s, struct error *e)
{
	return restrict_client(s, RIGHT_OBJECTION, e);
}

bool client_unrestrict(struct session *s, struct error *e)
{
	struct right_decision q = { .right = RIGHT_RESTRICTION, .lifted = true };
	return invocation_wants(s->in, e, "told") && invocation_day(s->in, "told", 0, &q.told, e) &&
	       decide(s, &q, e);
}
