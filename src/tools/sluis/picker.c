/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/picker.h"

#include "cli/confirm.h"
#include "cli/label.h"
#include "cli/words.h"
#include "exchange/reading.h"
#include "exchange/screening.h"
#include "record/date.h"
#include "report/when.h"
#include "tools/sluis/named.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CLIENTS_SHOWN 20u

void picked_clear(struct picked *p)
{
	dialogue_clear(&p->talk);
	selection_options_clear(&p->clients);
	free(p->owned_to);
	free(p->owned_agreement);
	free(p->owned_purpose);
}

struct pack_request picked_request(const struct picked *p)
{
	return (struct pack_request){ .to = p->to,
		                      .agreement = p->agreement,
		                      .purpose = p->purpose,
		                      .selection = p->clients.selection };
}

/* --- clients --- */

struct found {
	struct session *session;
	struct choices choices;
};

static bool found_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct found *f = context;
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(buffer_wipe) struct buffer label = { 0 };
	if (!record_recall(f->session->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	struct bytes birth = record_role(&r, ROLE_BIRTH);
	client_append(&label, &r);
	if (birth.size)
		buffer_printf(&label, _(", born %.*s"), (int)birth.size, (const char *)birth.data);
	if (stored->package)
		buffer_printf(&label, _(", received from %s"), stored->source);
	buffer_printf(&label, "  [%.*s]", (int)named_digits(f->session, ID_RECORD, stored->id), stored->id);
	if (!buffer_ok(&label, e))
		return false;
	choices_add(&f->choices, stored->id, buffer_string(&label));
	return true;
}

/* Those whom the words fit; a beginning of an id is words, too. */
static bool look_up(struct found *f, struct bytes words, struct error *e)
{
	struct session *s = f->session;
	struct error none;
	char id[ID_DIGITS + 1];
	const char *typed = (const char *)words.data;
	if (strlen(typed) >= ID_LEAST_DIGITS && strpbrk(typed, "0123456789") && id_may_begin(typed) &&
	    id_find(s->desk->store, ID_RECORD, typed, id, &none)) {
		const char *const ids[] = { id };
		const struct selection one = { .kind = SELECT_RECORDS, .items = ids, .count = 1 };
		uint64_t total;
		return reading_list(s->desk, &one, 1, &total, found_one, f, e);
	}
	return reading_search(s->desk, words, CLIENTS_SHOWN, found_one, f, e);
}

/* Which of those found; one that is found alone needs a yes, for names resemble each other. */
static bool choose_client(struct dialogue *talk, const struct choices *found, struct selection_options *ret,
                          bool *ret_chosen, enum reply *ret_reply, struct error *e)
{
	const struct choice_question which = {
		.text = found->count == 1 ? _("Is this the client?") : _("Which client?"),
		.help = _("Enter takes the only one there is; < looks for somebody else."),
	};
	const struct choice *one = NULL;
	*ret_chosen = false;
	if (!choices_pick(talk, &which, found, &one, ret_reply, e))
		return false;
	if (!one)
		return true;
	*ret_chosen = true;
	return selection_options_add(ret, one->token, e);
}

static void say_who(struct dialogue *talk, bool more)
{
	dialogue_say(talk, "%s", "");
	dialogue_say(talk, "%s",
	             more ? _("Another client? Name, birth date or case number; Enter to go on")
	                  : _("Which client? Name, birth date or case number"));
}

static void say_who_help(struct dialogue *talk)
{
	dialogue_say(
		talk, "%s",
		_("A part of the name is enough, as in \"bakker daan\"; also 01-03-1980, a case number, or "
	          "the beginning of a record's id. What you type here stays on this screen, and the "
	          "log tells that you looked."));
	dialogue_say(talk, "%s", _("<  back   .  stop, nothing is done   ?  help"));
}

/* One round: who is looked for, and which of those found it is. `*ret_over`: no more is asked. */
static bool pick_client(struct session *s, struct dialogue *talk, bool several, struct selection_options *ret,
                        enum reply *ret_reply, bool *ret_over, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer words = { 0 };
	struct found f = { .session = s, .choices.hidden = true };
	bool chosen = false, more = ret->selection.count > 0;
	say_who(talk, more);
	if (!dialogue_ask(talk, "> ", &words, ret_reply, e))
		return false;
	*ret_over = *ret_reply == REPLY_BACK || *ret_reply == REPLY_STOP || *ret_reply == REPLY_END ||
	            (*ret_reply == REPLY_ENTER && more);
	if (*ret_reply != REPLY_TEXT) {
		if (!*ret_over)
			say_who_help(talk);
		return true;
	}
	if (!buffer_string(&words))
		return error_memory(e);
	bool ok = look_up(&f, buffer_bytes(&words), e);
	if (ok && f.choices.count == 0)
		dialogue_say(talk, "%s", _("Nobody of that name, date or number is in this store."));
	else if (ok && f.choices.count >= CLIENTS_SHOWN)
		dialogue_say(talk, _("These are the first %u; type more of the name to see others."),
		             CLIENTS_SHOWN);
	choices_sort(&f.choices);
	if (ok && f.choices.count)
		ok = choose_client(talk, &f.choices, ret, &chosen, ret_reply, e);
	choices_clear(&f.choices);
	*ret_over = (chosen && !several) || *ret_reply == REPLY_STOP || *ret_reply == REPLY_END;
	return ok;
}

bool pick_clients(struct session *s, struct dialogue *talk, bool several, struct selection_options *ret,
                  enum reply *ret_reply, struct error *e)
{
	bool over = false;
	while (!over)
		if (!pick_client(s, talk, several, ret, ret_reply, &over, e))
			return false;
	return true;
}

/* --- team and purpose --- */

struct offering {
	struct choices choices;
	const char *to;        /* only purposes to this unit; NULL: the units are what is asked */
	const char *agreement; /* only of this one; NULL: of any */
};

static bool offer_unit(void *context, const struct agreement *a, const struct agreement_purpose *p,
                       struct error *e)
{
	struct offering *o = context;
	const struct agreement_party *party = agreement_party_of(a, p->to);
	(void)e;
	if (o->agreement && strcmp(a->id, o->agreement) != 0)
		return true;
	for (size_t i = 0; i < o->choices.count; i++)
		if (strcmp(o->choices.list[i].token, p->to) == 0)
			return true;
	choices_add(&o->choices, p->to, party ? _(party_kind_words(party->kind)) : NULL);
	return true;
}

/* Its agreement goes with it: "AGREEMENT PURPOSE". */
static bool offer_purpose(void *context, const struct agreement *a, const struct agreement_purpose *p,
                          struct error *e)
{
	struct offering *o = context;
	if (strcmp(p->to, o->to) != 0 || (o->agreement && strcmp(a->id, o->agreement) != 0))
		return true;
	_cleanup_(string_freep) char *token = string_printf("%s %s", a->id, p->code);
	_cleanup_(string_freep) char *label = string_printf("%s: %s (%s)", p->code, p->description, a->title);
	if (!token || !label)
		return error_memory(e);
	choices_add(&o->choices, token, label);
	return true;
}

static bool own(const char *text, char **ret_owned, const char **ret, struct error *e)
{
	free(*ret_owned);
	*ret = *ret_owned = string_copy(text);
	return *ret ? true : error_memory(e);
}

static bool offer(struct session *s, struct offering *o,
                  bool (*each)(void *context, const struct agreement *a, const struct agreement_purpose *p,
                               struct error *e),
                  struct error *e)
{
	return screening_each_purpose(s->desk, each, o, e) &&
	       (o->choices.count || error_set(e, ERR_AGREEMENT_UNKNOWN, o->to ? o->to : "", "%s",
	                                      _("no agreement that is in force lets this unit send there")));
}

static bool pick_to(struct session *s, struct picked *p, enum reply *ret_reply, struct error *e)
{
	const struct choice_question q = {
		.text = _("To which team?"),
		.help = _("These are the teams to which an agreement that is in force lets this unit send."),
	};
	struct offering o = { .agreement = invocation_value(s->in, "agreement") };
	const struct choice *one = NULL;
	bool ok = offer(s, &o, offer_unit, e) && choices_pick(&p->talk, &q, &o.choices, &one, ret_reply, e) &&
	          (!one || own(one->token, &p->owned_to, &p->to, e));
	choices_clear(&o.choices);
	return ok;
}

static bool pick_purpose(struct session *s, struct picked *p, enum reply *ret_reply, struct error *e)
{
	const struct choice_question q = {
		.text = _("For which purpose?"),
		.help = _("The agreement says for each purpose which fields may go, and on which article. "
		          "`sluis "
		          "preview` shows what that means for a client."),
	};
	/* What was chosen before, and is asked again, isn't what was asked for. */
	struct offering o = { .to = p->to,
		              .agreement = invocation_value(s->in, "agreement"),
		              .choices.hidden = true };
	const struct choice *one = NULL;
	bool ok =
		offer(s, &o, offer_purpose, e) && choices_pick(&p->talk, &q, &o.choices, &one, ret_reply, e);
	if (ok && one) {
		char *blank = strchr(one->token, ' ');
		*blank = 0;
		ok = own(one->token, &p->owned_agreement, &p->agreement, e) &&
		     own(blank + 1, &p->owned_purpose, &p->purpose, e);
	}
	choices_clear(&o.choices);
	return ok;
}

/* --- all of it --- */

static bool pick_selection(struct session *s, struct picked *p, enum reply *ret_reply, struct error *e)
{
	return pick_clients(s, &p->talk, true, &p->clients, ret_reply, e);
}

/* All that is missing, at once. */
static bool tell_missing(const struct picked *p, bool clients, struct error *e)
{
	return error_set(e, ERR_USAGE, "", _("these are needed:%s%s%s"), p->to ? "" : N_(" --to UNIT"),
	                 p->purpose ? "" : N_(" --purpose PURPOSE"),
	                 clients ? "" : N_(" --record ID…|--select-from FILE|--all"));
}

bool pick_exchange(struct session *s, struct picked *ret, struct error *e)
{
	typedef bool (*step)(struct session * s, struct picked * p, enum reply * ret_reply, struct error * e);
	bool clients = selection_options_given(s->in);
	step steps[3];
	size_t count = 0;
	dialogue_begin(&ret->talk);
	ret->to = invocation_value(s->in, "to");
	ret->agreement = invocation_value(s->in, "agreement");
	ret->purpose = invocation_value(s->in, "purpose");
	if (clients && !selection_options_read(s, &ret->clients, e))
		return false;
	if (clients && ret->to && ret->purpose)
		return true;
	if (!confirm_can_ask(s->in))
		return tell_missing(ret, clients, e);
	if (!clients)
		steps[count++] = pick_selection;
	if (!ret->to)
		steps[count++] = pick_to;
	if (!ret->purpose)
		steps[count++] = pick_purpose;
	for (size_t at = 0; at < count;) {
		enum reply reply = REPLY_TEXT;
		if (!steps[at](s, ret, &reply, e))
			return false;
		if (reply == REPLY_STOP || reply == REPLY_END)
			return picker_stopped(s, e);
		at = reply != REPLY_BACK ? at + 1 : at ? at - 1 : 0;
		if (reply == REPLY_BACK && steps[at] == pick_selection)
			selection_options_clear(&ret->clients);
	}
	return true;
}

bool picker_stopped(struct session *s, struct error *e)
{
	invocation_say(s->in, "%s", _("Nothing was done."));
	return error_set(e, ERR_INTERRUPTED, "", "%s", "");
}

/* --- days --- */

static bool day_meant(struct bytes text, moment *ret)
{
	_cleanup_(buffer_clear) struct buffer day = { 0 };
	const char *typed = (const char *)text.data;
	if (strcasecmp(typed, _("today")) == 0) {
		*ret = moment_now() - moment_now() % SECONDS_A_DAY;
		return true;
	}
	return date_read(text, &day) && day_parse(buffer_bytes(&day), ret);
}

bool pick_day(struct dialogue *talk, const char *question, moment standard, moment *ret,
              enum reply *ret_reply, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	char day[WHEN_SIZE];
	for (;;) {
		dialogue_say(talk, "%s", "");
		dialogue_say(talk, "%s", question);
		if (standard)
			dialogue_say(talk, _("  Enter: %s"), day_in_words(standard, WHEN_IN_A_SENTENCE, day));
		if (!dialogue_ask(talk, "> ", &answer, ret_reply, e))
			return false;
		*ret = standard;
		if (*ret_reply == REPLY_TEXT && !buffer_string(&answer))
			return error_memory(e);
		if (*ret_reply == REPLY_BACK || *ret_reply == REPLY_STOP || *ret_reply == REPLY_END ||
		    (*ret_reply == REPLY_ENTER && standard) ||
		    (*ret_reply == REPLY_TEXT && day_meant(buffer_bytes(&answer), ret)))
			return true;
		dialogue_say(talk, "%s", _("A day is written like 31-12-2026 or 2026-12-31."));
	}
}
