/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/sitting.h"

#include "cli/build.h"
#include "cli/choices.h"
#include "cli/words.h"
#include "io/file.h"
#include "io/terminal.h"
#include "tools/common/joining.h"
#include "tools/common/session.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

void sitting_clear(struct sitting *t)
{
	for (size_t i = 0; i < ELEMENTS(t->key_paths); i++)
		free(t->key_paths[i]);
	free(t->path);
	ceremony_clear(&t->c);
	dialogue_clear(&t->talk);
	*t = (struct sitting){ 0 };
}

/* --- the transcript --- */

bool sitting_save(struct sitting *t, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return ceremony_format(&t->c, &text, e) && file_replace(t->path, buffer_bytes(&text), true, e);
}

bool sitting_note(struct sitting *t, const struct ceremony_row *row, struct error *e)
{
	struct ceremony_row now = *row;
	now.at = moment_now();
	return ceremony_add_step(&t->c, &now, e) && sitting_save(t, e);
}

static bool read_transcript(struct sitting *t, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (!statement_read(t->path, &raw, e) || !ceremony_parse(buffer_bytes(&raw), t->path, &t->c, e))
		return false;
	return t->c.officer_count <= SITTING_OFFICERS_MOST ||
	       error_set(e, ERR_TOO_LARGE, t->path, "%u", SITTING_OFFICERS_MOST);
}

bool sitting_begin(struct sitting *t, struct error *e)
{
	static const char program[] = "sluis-officer " SLUIS_VERSION;
	if (!directory_make(t->folder, e))
		return false;
	t->path = path_join(t->folder, TRANSCRIPT_FILE);
	if (!t->path)
		return error_memory(e);
	bool there = file_exists(t->path);
	if (there && !read_transcript(t, e))
		return false;
	if (t->c.ended)
		return true; /* nothing is added any more */
	if (!there)
		t->c.begun = moment_now();
	return ceremony_add_program(&t->c, program, e) &&
	       sitting_note(t, &(struct ceremony_row){ .step = there ? CEREMONY_RESUMED : CEREMONY_BEGUN },
	                    e);
}

/* --- talking --- */

void sitting_heading(struct sitting *t, const char *heading)
{
	dialogue_say(&t->talk, "\n== %s ==", heading);
}

bool sitting_show(struct sitting *t, struct error *e)
{
	if (!buffer_ok(&t->talk.shown, e) || !terminal_show(buffer_bytes(&t->talk.shown), e))
		return false;
	buffer_reset(&t->talk.shown);
	return true;
}

bool sitting_ask(struct sitting *t, const char *question, const char *help, bool may_clear,
                 struct buffer *ret, enum reply *ret_reply, struct error *e)
{
	dialogue_say(&t->talk, "\n%s", question);
	for (;;) {
		buffer_reset(ret);
		if (!dialogue_ask(&t->talk, "> ", ret, ret_reply, e))
			return false;
		switch (*ret_reply) {
		case REPLY_STOP:
		case REPLY_END:
			t->stopped = true;
			*ret_reply = REPLY_STOP;
			return true;
		case REPLY_CLEAR:
			if (may_clear)
				return true;
			break;
		case REPLY_TEXT:
		case REPLY_ENTER:
			return true;
		case REPLY_BACK:
		case REPLY_HELP:
			break;
		}
		dialogue_say(&t->talk, "%s", help);
		dialogue_say(&t->talk, "%s", _(".  stop here and go on later   ?  help"));
	}
}

bool sitting_wait(struct sitting *t, const char *question, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer ignored = { 0 };
	enum reply reply = REPLY_HELP;
	while (!t->stopped && reply != REPLY_ENTER)
		if (!sitting_ask(t, question, _("Enter goes on."), false, &ignored, &reply, e))
			return false;
	return true;
}

bool sitting_yes(struct sitting *t, const char *question, bool *ret, struct error *e)
{
	enum reply reply = REPLY_HELP;
	while (reply != REPLY_TEXT) {
		if (!choices_yes(&t->talk, question, NULL, ret, &reply, e))
			return false;
		if (reply == REPLY_STOP || reply == REPLY_END) {
			t->stopped = true;
			*ret = false;
			return true;
		}
	}
	return true;
}

/* --- her key --- */

static bool name_path(struct sitting *t, size_t officer, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	_cleanup_(string_freep) char *question =
		string_printf(_("Which file is the key of %s?"), t->c.officers[officer].person);
	enum reply reply = REPLY_ENTER;
	if (!question)
		return error_memory(e);
	while (!t->stopped && reply != REPLY_TEXT)
		if (!sitting_ask(t, question, _("The file on her own stick."), false, &answer, &reply, e))
			return false;
	if (t->stopped)
		return true;
	t->key_paths[officer] = string_copy(buffer_string(&answer));
	return t->key_paths[officer] ? true : error_memory(e);
}

bool sitting_key(struct sitting *t, size_t officer, struct keyfile *ret, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	const struct ceremony_officer *o = &t->c.officers[officer];
	dialogue_say(&t->talk, _("\n%s sits down. The others look away while she types her passphrase."),
	             o->person);
	if (!t->key_paths[officer] && !name_path(t, officer, e))
		return false;
	if (t->stopped)
		return true;
	if (!sitting_show(t, e) ||
	    !session_key_typed(t->s->in, t->key_paths[officer], _("Passphrase: "), &passphrase, &key, e))
		return false;
	if (!note_verifier_equal(&key.signer.public, &o->key))
		return error_set(e, ERR_NOT_OFFICER, o->person, "%s",
		                 N_("another key than the one with which this ceremony was begun"));
	*ret = key;
	key = (struct keyfile){ 0 };
	return true;
}
