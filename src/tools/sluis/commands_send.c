/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `sluis send`: an exchange in one sitting. Who, to which team, for which purpose; what clients still have to
 * say; what is going to leave; and the package, put where it is to be carried from. Each step is an act of
 * its own, and is what the commands of its name do. */

#include "cli/confirm.h"
#include "cli/outputs.h"
#include "exchange/pack.h"
#include "io/file.h"
#include "tools/sluis/carried.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/declaration_dialogue.h"
#include "tools/sluis/exchange_shown.h"
#include "tools/sluis/picker.h"

const struct option send_options[] = {
	EXCHANGE_OPTIONS,
	DECLARATION_OPTIONS,
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("put a copy of the package here, or under its own name into this folder") },
	CONFIRM_OPTION,
	{ 0 },
};

/* What would leave, with the names of whom it is about. */
static bool look(struct session *s, const struct picked *p, struct exchange_shown *x, struct pack_result *ret,
                 struct error *e)
{
	struct pack_request q = picked_request(p);
	q.each = exchange_shown_client;
	q.context = x;
	*x = (struct exchange_shown){ .session = s };
	return preview(s->desk, &q, ret, e);
}

static bool put_unsaid(struct session *s, struct picked *p, const struct exchange_shown *x,
                       const struct pack_result *r, struct error *e)
{
	_cleanup_(declared_answers_clear) struct declared_answers answers = { 0 };
	if (!declaration_ask(s, &p->talk, r->terms, r->purpose, &answers, e))
		return false;
	answers.request.selection = x->unsaid.selection;
	return declaration_put(s, &answers.request, e);
}

static bool ask_unsaid(struct session *s, struct picked *p, const struct exchange_shown *x,
                       const struct pack_result *r, bool *ret_said, struct error *e)
{
	_cleanup_(account_clear) struct account told = { 0 };
	enum reply reply;
	confirm_begin(&told, s->in);
	exchange_shown_tell(&told, x, r);
	if (!account_end(&told, e))
		return false;
	buffer_append(&p->talk.shown, buffer_bytes(&told.text));
	dialogue_say(&p->talk, "%s", "");
	if (!choices_yes(&p->talk, _("Did these clients say so, and is it to be recorded now?"),
	                 _("One answer for all of them. n leaves them out."), ret_said, &reply, e))
		return false;
	if (reply == REPLY_STOP || reply == REPLY_END || reply == REPLY_BACK)
		return picker_stopped(s, e);
	return true;
}

/* Clients of whom nothing that holds is recorded: one declaration for all of them, if they said so. On the
 * command line --kind says that they did. */
static bool settle_unsaid(struct session *s, struct picked *p, const struct exchange_shown *x,
                          const struct pack_result *r, bool *ret_put, struct error *e)
{
	bool said = invocation_value(s->in, "kind");
	if (!said && confirm_is_asked(s->in) && !ask_unsaid(s, p, x, r, &said, e))
		return false;
	*ret_put = said;
	return !said || put_unsaid(s, p, x, r, e);
}

/* Asked on a terminal, when no -o said it; Enter leaves it where it is. */
static bool ask_where(struct session *s, struct picked *p, struct buffer *ret, struct error *e)
{
	enum reply reply;
	if (invocation_value(s->in, "output") || !confirm_is_asked(s->in))
		return true;
	do {
		dialogue_say(&p->talk, "%s", "");
		dialogue_say(&p->talk, "%s",
		             _("Where is the file to go: a folder, a stick? Enter leaves it where it is"));
		if (!dialogue_ask(&p->talk, "> ", ret, &reply, e))
			return false;
	} while (reply == REPLY_HELP || reply == REPLY_BACK);
	if (reply != REPLY_TEXT)
		buffer_reset(ret);
	return true;
}

static bool send_it(struct session *s, struct picked *p, struct error *e)
{
	const struct pack_request q = picked_request(p);
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write copy = { .fd = -1 };
	_cleanup_(buffer_clear) struct buffer where = { 0 };
	_cleanup_(string_freep) char *to = NULL;
	struct error no_copy = { 0 };
	if (!pack(s->desk, &q, &r, e))
		return false;
	const char *named = invocation_value(s->in, "output");
	/* From here on it is packed: what goes wrong is told beside that. */
	if (r.path && ask_where(s, p, &where, &no_copy) && (named || where.size)) {
		to = carried_path(s->desk, r.path, named ? named : buffer_string(&where));
		if (to ? outputs_check_path(s->in, to, &no_copy) : error_memory(&no_copy))
			(void)!file_write_start(&copy, to, &no_copy);
	}
	s->outcome = output_package(s, &r, &copy);
	if (no_copy.code != ERR_NONE) {
		invocation_warn(s->in, &no_copy);
		s->outcome = EXIT_FAILED;
	}
	if (!r.pending)
		account_line(s->out,
		             _("Next: carry the file to %s. `sluis status` shows when its receipt came."),
		             q.to);
	return true;
}

bool send_command(struct session *s, struct error *e)
{
	_cleanup_(picked_clear) struct picked p = { 0 };
	_cleanup_(exchange_shown_clear) struct exchange_shown x = { 0 };
	_cleanup_(pack_result_clear) struct pack_result seen = { 0 };
	_cleanup_(account_clear) struct account shown = { 0 };
	bool asked = false;
	if (!pick_exchange(s, &p, e) || !look(s, &p, &x, &seen, e))
		return false;
	if (x.unsaid.count && !settle_unsaid(s, &p, &x, &seen, &asked, e))
		return false;
	if (asked) {
		exchange_shown_clear(&x);
		pack_result_clear(&seen);
		seen = (struct pack_result){ 0 };
		if (!look(s, &p, &x, &seen, e))
			return false;
	}
	confirm_begin(&shown, s->in);
	exchange_shown_tell(&shown, &x, &seen);
	bool sent = (!x.leaving_count || confirm(s->in, &shown, _("Send it?"), _("Nothing was sent."), e)) &&
	            send_it(s, &p, e);
	if (!sent && asked)
		invocation_say(s->in, "%s", _("What the clients said is recorded, and stays."));
	return sent;
}
