/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The end of a ceremony: what went otherwise, and the transcript that all who were there sign. */
#include "base/text.h"
#include "cli/confirm.h"
#include "cli/fingerprints.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/session.h"
#include "tools/officer/sitting.h"
#include "trust/agreement_text.h"
#include "trust/grounds.h"
#include "trust/override.h"
#include "trust/statement.h"

#include <string.h>

/* Does it fit into a text that is signed? Else that is told. */
static bool fits(struct sitting *t, const struct buffer *words, size_t most)
{
	struct error why;
	if (words->size > most) {
		dialogue_say(&t->talk, _("  ! At most %u characters."), (unsigned)most);
		return false;
	}
	if (text_check_signed(buffer_bytes(words), "", &why))
		return true;
	dialogue_say(&t->talk, "  ! %s", words_sentence(why.code));
	return false;
}

static bool ask_witness(struct sitting *t, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	enum reply reply = REPLY_TEXT;
	while (!t->c.witness && !t->stopped && reply == REPLY_TEXT) {
		if (!sitting_ask(
			    t, _("Did anybody read along, such as the FG? In which office; Enter for nobody"),
			    _("An office, and no employee's name: units' exported logs have this text."),
			    false, &words, &reply, e))
			return false;
		if (reply != REPLY_TEXT || !fits(t, &words, CEREMONY_WITNESS_MOST))
			continue;
		t->c.witness = string_copy(buffer_string(&words));
		if (!t->c.witness)
			return error_memory(e);
		if (!sitting_save(t, e))
			return false;
	}
	return true;
}

static bool ask_deviations(struct sitting *t, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	enum reply reply = REPLY_TEXT;
	while (!t->stopped && reply != REPLY_ENTER) {
		if (!sitting_ask(
			    t,
			    _("Did anything go otherwise than the script says? One line each; Enter when "
		              "that is all"),
			    _("Such as: the printer jammed at page 2, which was printed again. No "
		              "employee's name, and no secret."),
			    false, &words, &reply, e))
			return false;
		if (reply != REPLY_TEXT || !fits(t, &words, CEREMONY_WORDS_MOST))
			continue;
		if (!ceremony_add_deviation(&t->c, moment_now(), buffer_string(&words), e) ||
		    !sitting_save(t, e))
			return false;
	}
	return true;
}

/* --- what there is now --- */

static bool is_present(const struct sitting *t, const char *person)
{
	for (size_t i = 0; i < t->c.officer_count; i++)
		if (strcmp(t->c.officers[i].person, person) == 0)
			return true;
	return false;
}

static bool take_card(struct sitting *t, const struct folder_text *x, const struct roster *r, struct error *e)
{
	struct error ignored;
	struct card card;
	if (!card_parse(buffer_bytes(&x->raw), x->path, &card, &ignored) || card.is_unit ||
	    is_present(t, card.name))
		return true;
	const struct roster_person *p = roster_person(r, card.name);
	return !p || !note_verifier_equal(&p->key, &card.key) ||
	       ceremony_add_card(&t->c, card.name, &card.fingerprint, e);
}

static bool take_text(struct sitting *t, const struct folder_text *x, struct error *e)
{
	static const char *const types[] = { GROUNDS_TYPE, OVERRIDE_TYPE, CATALOGUE_TYPE, AGREEMENT_TYPE };
	struct note note;
	for (size_t i = 0; i < ELEMENTS(types); i++) {
		if (strcmp(x->type, types[i]) != 0 || !statement_is_signed(buffer_bytes(&x->raw)))
			continue;
		return statement_open(buffer_bytes(&x->raw), x->type, x->path, &note, e) &&
		       ceremony_add_text(&t->c, x->type, &note.hash, e);
	}
	return true;
}

static bool gather(struct sitting *t, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	if (!folder_read(t->folder, &f, e) || !folder_root(&f, &r, e))
		return false;
	if (!r || !sha256_equal(&r->hash, &t->c.root))
		return error_set(e, ERR_BUSY, t->folder, "%s", N_("the roster was changed meanwhile"));
	for (size_t i = 0; i < f.count; i++)
		if (strcmp(f.list[i].type, CARD_TYPE) == 0 ? !take_card(t, &f.list[i], r, e)
		                                           : !take_text(t, &f.list[i], e))
			return false;
	return true;
}

/* --- telling --- */

static void tell_rows(struct account *o, const struct ceremony *c)
{
	static const struct column columns[] = {
		{ "at", N_("when"), COLUMN_DATE },       { "step", N_("step"), COLUMN_TEXT },
		{ "about", N_("who"), COLUMN_NAME },     { "result", N_("done"), COLUMN_STATE },
		{ "tries", N_("wrong"), COLUMN_NUMBER },
	};
	static const char *const results[] = {
		[CEREMONY_DONE] = N_("yes"), [CEREMONY_SKIPPED] = N_("left out"), [CEREMONY_FAILED] = N_("no")
	};
	account_table(o, "steps", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < c->step_count; i++) {
		const struct ceremony_row *row = &c->steps[i];
		account_cell_moment(o, row->at);
		account_cell_words(o, ceremony_step_name(row->step), ceremony_step_words(row->step));
		account_cell(o, row->about);
		account_cell_words(o, ceremony_result_name(row->result), results[row->result]);
		account_cell_number(o, row->tries);
	}
	account_table_end(o, NULL);
}

static void tell_who(struct account *o, const struct ceremony *c)
{
	_cleanup_(buffer_clear) struct buffer who = { 0 };
	for (size_t i = 0; i < c->officer_count; i++)
		buffer_printf(&who, "%s%s", i ? ", " : "", c->officers[i].person);
	account_pair(o, "officers", _("officers who were there"), buffer_string(&who));
	account_pair(o, "witness", _("who read along"), c->witness);
	account_pair_moment(o, "begun", _("begun"), c->begun);
	account_pair_moment(o, "ended", _("ended"), c->ended);
	account_pair_number(o, "cards", _("cards that others had brought"), c->card_count);
	account_pair_number(o, "texts", _("texts signed besides the roster"), c->text_count);
}

static void tell_all(struct account *o, const struct ceremony *c)
{
	tell_who(o, c);
	account_blank(o);
	tell_rows(o, c);
	for (size_t i = 0; i < c->deviation_count; i++)
		account_line(o, _("otherwise: %s"), c->deviations[i].words);
}

void sitting_tell(const struct sitting *t)
{
	struct account *o = t->s->out;
	tell_who(o, &t->c);
	account_pair(o, "transcript", _("transcript"), t->path);
	fingerprint_tell(o, "transcript_hash", _("its hash, which goes into the units' logs"), &t->c.hash);
}

/* --- the end --- */

static bool show(struct sitting *t, struct error *e)
{
	_cleanup_(account_clear) struct account o = { 0 };
	confirm_begin(&o, t->s->in);
	tell_all(&o, &t->c);
	if (!account_end(&o, e))
		return false;
	buffer_append(&t->talk.shown, buffer_bytes(&o.text));
	return true;
}

bool sitting_end(struct sitting *t, struct error *e)
{
	bool ends = false;
	if (t->c.ended)
		return true;
	sitting_heading(t, _("The transcript"));
	if (!ask_witness(t, e) || t->stopped || !ask_deviations(t, e) || t->stopped)
		return t->stopped;
	if (!show(t, e) ||
	    !sitting_yes(t, _("Is this what happened? Then it is signed, and stays so"), &ends, e))
		return false;
	t->stopped = !ends;
	if (t->stopped)
		return true;
	t->c.ended = moment_now();
	return gather(t, e) && sitting_save(t, e);
}

static bool has_signed(struct bytes raw, const struct note_verifier *key)
{
	struct note note;
	struct error ignored;
	return statement_is_signed(raw) && note_parse(raw, "transcript", &note, &ignored) &&
	       note_line_of(&note, key).size > 0;
}

static bool sign_turn(struct sitting *t, size_t officer, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, signed_note = { 0 };
	struct note note = { 0 };
	if (!statement_read(t->path, &raw, e))
		return false;
	if (has_signed(buffer_bytes(&raw), &t->c.officers[officer].key))
		return true;
	if (!sitting_key(t, officer, &key, e) || t->stopped)
		return t->stopped;
	if (!statement_open_draft(buffer_bytes(&raw), CEREMONY_TYPE, t->path, &note, e))
		return false;
	if (statement_is_signed(buffer_bytes(&raw)))
		buffer_append(&signed_note, buffer_bytes(&raw));
	return note_sign(&signed_note, note.text, &key.signer, 0, e) &&
	       file_replace(t->path, buffer_bytes(&signed_note), true, e);
}

/* As it lies there, whoever signed it: held against the roster at the end. */
bool sitting_sign_transcript(struct sitting *t, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	for (size_t i = 0; !t->stopped && i < t->c.officer_count; i++)
		if (!sign_turn(t, i, e))
			return false;
	if (t->stopped)
		return true;
	ceremony_clear(&t->c);
	if (!statement_read(t->path, &raw, e) || !ceremony_parse(buffer_bytes(&raw), t->path, &t->c, e) ||
	    !folder_read(t->folder, &f, e) || !folder_root(&f, &r, e))
		return false;
	return r ? ceremony_verify(&t->c, r, e)
	         : error_set(e, ERR_FILE_MISSING, t->folder, "%s", N_("the first roster is gone"));
}
