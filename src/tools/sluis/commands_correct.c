/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What wasn't right: `sluis void` of a package, `sluis record` of a record. */

#include "cli/choices.h"
#include "cli/label.h"
#include "codec/json.h"
#include "exchange/correcting.h"
#include "exchange/voiding.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/correction_account.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/picker.h"

#include <stdlib.h>
#include <string.h>

#define CHANGES_MAX (1u << 20)
#define VOIDED_WHY N_("why: wrong-unit, wrong-client, too-much, outdated, lost or mistake")
#define WHY N_("what was wrong: inaccurate, incomplete or outdated")
#define FOUND N_("who found it: client, self or unit")
#define KEPT N_("why it is kept: established, register, judgement or unproven")
#define CHANGES \
	{ "changes-from", 0, OPTION_VALUE, "FILE", \
	  N_("the fields and what they should say, as a JSON object; null takes one away; - is standard " \
	     "input. Without it they are asked for") }, \
		{ "as-disputed", 0, OPTION_FLAG, NULL, N_("as the unit says that disputes it") }, \
		{ "reason", 0, OPTION_VALUE, "REASON", WHY }, \
	{ \
		"found-by", 0, OPTION_VALUE, "WHO", FOUND \
	}

const struct option void_options[] = {
	{ "reason", 0, OPTION_VALUE, "REASON", VOIDED_WHY },
	{ 0 },
};
/* clang-format off */
const struct option correct_options[] = {
	CHANGES,
	{ "changed", 0, OPTION_FLAG, NULL,
	  N_("no record: whoever got what an import changed since is told of that") },
	{ 0 },
};
const struct option dispute_options[] = {
	CHANGES,
	{ 0 },
};
/* clang-format on */
const struct option keep_options[] = {
	{ "reason", 0, OPTION_VALUE, "REASON", KEPT },
	{ 0 },
};

/* --- a package --- */

static void tell_voided(struct session *s, const struct voiding_result *r)
{
	struct account *o = s->out;
	named_pair(s, "id", _("package"), ID_PACKAGE, r->id);
	account_pair_number(o, "sequence", _("number"), r->sequence);
	account_pair(o, "to", _("to"), r->to);
	account_pair_number(o, "records", _("records"), r->records);
	letter_state_pair(o, LETTER_VOIDED);
	account_pair_yes(o, "opened", _("opened there"), r->opened);
	if (!r->left)
		account_line(o, "%s", _("It never left: nobody needs to be told."));
	else if (r->unreachable)
		account_line(o,
		             _("%s has no keys in the roster: tell it in another way that the package is "
		               "void."),
		             r->to);
	if (!r->path)
		return;
	named_pair(s, "letter", _("letter"), ID_PACKAGE, r->letter);
	account_pair_number(o, "letter_sequence", _("its number"), r->letter_sequence);
	account_pair(o, "file", _("written"), r->path);
	account_line(
		o,
		r->opened ? _("Carry the letter to %s: what it opened is restricted there, to be decided on.")
			  : _("Carry the letter to %s: the package never opens there; if it was opened "
	                      "already, that is restricted and decided on."),
		r->to);
	correction_tell_unnamed(s, r->named);
}

bool void_command(struct session *s, struct error *e)
{
	_cleanup_(voiding_result_clear) struct voiding_result r = { 0 };
	const char *reason = invocation_value(s->in, "reason");
	enum void_reason why;
	char id[ID_DIGITS + 1];
	if (!reason || !void_reason_parse(bytes_of_string(reason), &why))
		return error_set(e, ERR_USAGE, "--reason", "%s", _(VOIDED_WHY));
	if (!named_find(s, ID_PACKAGE, invocation_argument(s->in, 0), id, e) ||
	    !voiding(s->desk, id, why, &r, e))
		return false;
	tell_voided(s, &r);
	return true;
}

/* --- what a record should say --- */

struct asked {
	struct buffer changes;
	struct correction_why why;
};

static void asked_clear(struct asked *a)
{
	buffer_wipe(&a->changes);
}

static bool ask_text(struct dialogue *d, const char *question, struct buffer *ret, enum reply *reply,
                     struct error *e)
{
	do
		if (!dialogue_ask(d, question, ret, reply, e))
			return false;
	while (*reply == REPLY_HELP || *reply == REPLY_BACK);
	return true;
}

static bool ask_value(struct dialogue *d, const struct field *f, json_t *changes, bool *stop, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer value = { 0 };
	_cleanup_(string_freep) char *question = string_printf("%s: ", label_of(f));
	enum reply reply;
	if (!question)
		return error_memory(e);
	dialogue_say(d, "%s", _("What should it say? - takes the value away."));
	if (!ask_text(d, question, &value, &reply, e))
		return false;
	*stop = reply == REPLY_STOP || reply == REPLY_END;
	if (*stop || reply == REPLY_ENTER)
		return true;
	const char *text = reply == REPLY_TEXT ? buffer_string(&value) : "";
	return json_object_set_new(changes, f->name, json_string(text)) == 0 || error_memory(e);
}

/* Field after field, until Enter. */
static bool ask_changes(struct session *s, struct dialogue *d, json_t *changes, struct error *e)
{
	for (bool stop = false;;) {
		_cleanup_(buffer_wipe) struct buffer name = { 0 };
		enum reply reply;
		dialogue_say(d, "%s", _("Which field isn't right? Enter ends."));
		if (!ask_text(d, "> ", &name, &reply, e))
			return false;
		if (reply == REPLY_STOP)
			return picker_stopped(s, e);
		if (reply != REPLY_TEXT)
			return true;
		const struct field *f = field_called(s->desk->catalogue, buffer_string(&name));
		if (!f && !d->is_terminal)
			return error_set(e, ERR_FIELD_UNKNOWN, buffer_string(&name), "%s", "");
		if (!f) {
			dialogue_say(d, "%s", _("There is no such field."));
			continue;
		}
		if (!ask_value(d, f, changes, &stop, e))
			return false;
		if (stop)
			return picker_stopped(s, e);
	}
}

static bool ask_code(struct session *s, struct dialogue *d, const char *question, struct choices *c,
                     struct buffer *ret, struct error *e)
{
	const struct choice_question q = { .text = question };
	const struct choice *one = NULL;
	enum reply reply;
	if (!choices_pick(d, &q, c, &one, &reply, e))
		return false;
	if (!one)
		return picker_stopped(s, e);
	buffer_append_string(ret, one->token);
	return buffer_ok(ret, e);
}

static bool read_why(struct session *s, struct dialogue *d, struct correction_why *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer reason = { 0 }, found = { 0 };
	_cleanup_(choices_clear) struct choices reasons = { .hidden = true }, finders = { .hidden = true };
	const char *said = invocation_value(s->in, "reason"), *by = invocation_value(s->in, "found-by");
	for (enum correction_reason r = 0; r < CORRECTION_REASON_COUNT; r++)
		choices_add(&reasons, correction_reason_name(r), _(correction_reason_words(r)));
	for (enum correction_finder f = 0; f < FOUND_COUNT; f++)
		choices_add(&finders, correction_finder_name(f), _(correction_finder_words(f)));
	if (!said && !ask_code(s, d, _("What was wrong with it?"), &reasons, &reason, e))
		return false;
	if (!by && !ask_code(s, d, _("Who found it?"), &finders, &found, e))
		return false;
	if (!correction_reason_parse(said ? bytes_of_string(said) : buffer_bytes(&reason), &ret->reason))
		return error_set(e, ERR_USAGE, "--reason", "%s", _(WHY));
	return correction_finder_parse(by ? bytes_of_string(by) : buffer_bytes(&found), &ret->found) ||
	       error_set(e, ERR_USAGE, "--found-by", "%s", _(FOUND));
}

static bool read_changes(struct session *s, struct dialogue *d, struct asked *ret, struct error *e)
{
	const char *from = invocation_value(s->in, "changes-from");
	_cleanup_(json_freep) json_t *changes = NULL;
	if (invocation_flag(s->in, "as-disputed"))
		return true;
	if (from)
		return session_words(from, CHANGES_MAX, &ret->changes, e);
	if (!(changes = json_object()))
		return error_memory(e);
	return ask_changes(s, d, changes, e) && json_append(&ret->changes, changes, e);
}

static bool read_request(struct session *s, struct asked *ret, struct error *e)
{
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	dialogue_begin(&talk);
	return read_changes(s, &talk, ret, e) && read_why(s, &talk, &ret->why, e);
}

/* --- what came of it --- */

static void tell_result(struct session *s, const struct correcting_result *r)
{
	struct account *o = s->out;
	if (r->fields)
		account_pair(o, "fields", _("fields"), r->fields);
	account_pair_number(o, "records", _("records"), r->records);
	if (r->stayed)
		account_pair_number(o, "stayed", _("not told: nothing of the client may go any more"),
		                    r->stayed);
	correction_tell_letters(s, r->sent, r->sent_count);
}

typedef bool (*doing)(struct desk *d, const struct correcting_request *q, struct correcting_result *ret,
                      struct error *e);

static bool change_record(struct session *s, doing act, struct error *e)
{
	_cleanup_(correcting_result_clear) struct correcting_result r = { 0 };
	_cleanup_(asked_clear) struct asked asked = { 0 };
	char id[ID_DIGITS + 1];
	if (!invocation_count(s->in))
		return error_set(e, ERR_USAGE, "ID", "%s", _("which record?"));
	if (!named_find(s, ID_RECORD, invocation_argument(s->in, 0), id, e) || !read_request(s, &asked, e))
		return false;
	const struct correcting_request q = { .record = id,
		                              .changes = buffer_bytes(&asked.changes),
		                              .as_disputed = invocation_flag(s->in, "as-disputed"),
		                              .why = asked.why };
	if (!act(s->desk, &q, &r, e))
		return false;
	named_pair(s, "id", _("record"), ID_RECORD, id);
	tell_result(s, &r);
	return true;
}

static bool tell_changed(struct session *s, struct error *e)
{
	_cleanup_(correcting_result_clear) struct correcting_result r = { 0 };
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	struct correction_why why;
	if (invocation_count(s->in) || invocation_value(s->in, "changes-from") ||
	    invocation_flag(s->in, "as-disputed"))
		return error_set(e, ERR_USAGE, "--changed", "%s", _("it takes no record, and no changes"));
	dialogue_begin(&talk);
	if (!read_why(s, &talk, &why, e) || !correcting_changed(s->desk, &why, &r, e))
		return false;
	tell_result(s, &r);
	return true;
}

bool record_correct(struct session *s, struct error *e)
{
	return invocation_flag(s->in, "changed") ? tell_changed(s, e) : change_record(s, correcting, e);
}

bool record_dispute(struct session *s, struct error *e)
{
	return change_record(s, correcting_dispute, e);
}

bool record_keep(struct session *s, struct error *e)
{
	_cleanup_(correcting_result_clear) struct correcting_result r = { 0 };
	const char *reason = invocation_value(s->in, "reason");
	enum correction_keep kept;
	char id[ID_DIGITS + 1];
	if (!reason || !correction_keep_parse(bytes_of_string(reason), &kept) || kept == KEEPS_RESTRICTED)
		return error_set(e, ERR_USAGE, "--reason", "%s", _(KEPT));
	if (!named_find(s, ID_RECORD, invocation_argument(s->in, 0), id, e) ||
	    !correcting_keep(s->desk, id, kept, &r, e))
		return false;
	named_pair(s, "id", _("record"), ID_RECORD, id);
	account_pair_words(s->out, "kept", _("kept as it is"), reason, correction_keep_words(kept));
	tell_result(s, &r);
	return true;
}

static bool list_one(void *context, const struct correction_row *r, _unused_ struct error *e)
{
	correction_tell_row(context, r);
	return true;
}

bool record_corrections(struct session *s, struct error *e)
{
	correction_tell_start(s->out);
	if (!correcting_list(s->desk, list_one, s, e))
		return false;
	correction_tell_end(s->out);
	return true;
}
