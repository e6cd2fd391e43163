/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Each officer in turn makes her key, or brings it, and its fingerprint goes over paper. */
#include "base/text.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/joining.h"
#include "tools/common/key_making.h"
#include "tools/officer/sitting.h"

#include <stdlib.h>
#include <string.h>

#define OFFICERS_LEAST 2u

/* What is told, and asked again; what the machine does is an error. */
static bool refuse(struct sitting *t, const struct error *why, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	if (error_class(why->code) == CLASS_MACHINE || why->code == ERR_INTERRUPTED) {
		*e = *why;
		return false;
	}
	words_append_error(&words, why);
	const char *hint = words_hint(why);
	if (!buffer_string(&words))
		return error_memory(e);
	dialogue_say(&t->talk, "  ! %s", buffer_string(&words));
	if (hint)
		dialogue_say(&t->talk, "    %s", hint);
	return true;
}

/* The card of somebody who has that name, with another key than this? */
static bool is_taken(const struct sitting *t, const char *name, const struct note_verifier *key,
                     bool *ret_there, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	struct error ignored;
	struct card card;
	*ret_there = false;
	for (size_t i = 0; i < t->c.officer_count; i++)
		if (strcmp(t->c.officers[i].person, name) == 0 ||
		    (key && note_verifier_equal(&t->c.officers[i].key, key)))
			return error_set(
				e, ERR_DUPLICATE, t->c.officers[i].person, "%s",
				N_("this officer sat down already: each signs with a key of her own"));
	if (!folder_read(t->folder, &f, e))
		return false;
	for (const struct folder_text *x = NULL; (x = folder_next(&f, CARD_TYPE, x));) {
		if (!card_parse(buffer_bytes(&x->raw), x->path, &card, &ignored) ||
		    strcmp(card.name, name) != 0)
			continue;
		*ret_there = key && note_verifier_equal(&card.key, key);
		if (!*ret_there)
			return error_set(
				e, ERR_AMBIGUOUS, x->path,
				N_("another card bears the name %s: ask that person which is theirs, and "
			           "take the other away"),
				name);
	}
	return true;
}

static bool ask_name(struct sitting *t, struct buffer *ret, struct error *e)
{
	enum reply reply = REPLY_ENTER;
	while (!t->stopped) {
		if (!sitting_ask(
			    t,
			    _("There is no key yet, so one is made. What is your name in the partnership?"),
			    _("Such as oss.nl/p-7f3k: the municipality's domain, and p- with some letters or "
		              "digits. It goes into logs, so it is no real name."),
			    false, ret, &reply, e))
			return false;
		if (reply == REPLY_TEXT && name_is_person(buffer_bytes(ret)))
			return true;
		if (reply == REPLY_TEXT)
			dialogue_say(&t->talk, "  ! %s",
			             _("A person is named like oss.nl/p-7f3k: the card has the name."));
	}
	return true;
}

static bool make(struct sitting *t, const char *path, struct keyfile *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(string_freep) char *card = key_card_path(path, t->folder);
	bool there;
	if (!card)
		return error_memory(e);
	if (!ask_name(t, &name, e) || t->stopped)
		return t->stopped;
	dialogue_say(&t->talk, _("The others look away while %s types a passphrase."), buffer_string(&name));
	return is_taken(t, buffer_string(&name), NULL, &there, e) && sitting_show(t, e) &&
	       key_make(t->s->in, buffer_string(&name), path, card, true, ret, &passphrase, e);
}

static bool bring(struct sitting *t, const char *path, struct keyfile *ret, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(string_freep) char *card = key_card_path(path, t->folder);
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card made;
	char keyring[7 + 32 + 1]; /* it looks at the file before anybody types */
	bool there;
	dialogue_say(&t->talk, "%s", _("The others look away while you type your passphrase."));
	if (!card)
		return error_memory(e);
	if (!session_keyring_name(path, keyring, e) || !sitting_show(t, e) ||
	    !session_key_typed(t->s->in, path, _("Passphrase: "), &passphrase, &key, e) ||
	    !is_taken(t, key.name, &key.signer.public, &there, e))
		return false;
	if (!key.has_witness)
		return error_set(e, ERR_NOT_OFFICER, key.name, "%s",
		                 N_("a clerk's key: an officer's is made with sluis-officer"));
	if (!there &&
	    (!key_card(&key, &note, &made, e) || !file_replace(card, buffer_bytes(&note), false, e)))
		return false;
	*ret = key;
	key = (struct keyfile){ 0 };
	return true;
}

static bool add(struct sitting *t, const struct keyfile *key, const char *path, bool made, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	if (!key_card(key, &note, &card, e) ||
	    !ceremony_add_officer(&t->c, key->name, &key->signer.public, &card.fingerprint, made, e))
		return false;
	char **kept = &t->key_paths[t->c.officer_count - 1];
	*kept = string_copy(path);
	if (!*kept)
		return error_memory(e);
	return sitting_note(t,
	                    &(struct ceremony_row){ .step = CEREMONY_KEY,
	                                            .about = t->c.officers[t->c.officer_count - 1].person,
	                                            .has_hash = true,
	                                            .hash = card.fingerprint },
	                    e);
}

/* One officer's turn; what isn't right is told, and the turn begins again. */
static bool take_turn(struct sitting *t, const char *path, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	struct error why = { 0 };
	bool made = !file_exists(path);
	if (!(made ? make(t, path, &key, &why) : bring(t, path, &key, &why)))
		return refuse(t, &why, e);
	return t->stopped || add(t, &key, path, made, e);
}

/* A key that lies where all share it is nobody's own. */
static bool lies_in_folder(const struct sitting *t, const char *path)
{
	size_t size = strlen(t->folder);
	return strncmp(path, t->folder, size) == 0 && path[size] == '/';
}

static bool seat_officers(struct sitting *t, struct error *e)
{
	bool all = false;
	sitting_heading(t, _("The officers' keys"));
	while (!all && !t->stopped && t->c.officer_count < SITTING_OFFICERS_MOST) {
		_cleanup_(buffer_clear) struct buffer path = { 0 };
		bool enough = t->c.officer_count >= OFFICERS_LEAST;
		enum reply reply;
		if (!sitting_ask(t,
		                 enough ? _("The next officer sits down. Which file is your key, or is it to "
		                            "become? Enter when all are done")
		                 : t->c.officer_count
		                         ? _("The next officer sits down. Which file is your key, or is it "
		                             "to become?")
		                         : _("The first officer sits down. Which file is your key, or is it "
		                             "to become?"),
		                 _("On a stick of your own, and not in the folder that you share: such as "
		                   "/media/stick/anna.key."),
		                 false, &path, &reply, e))
			return false;
		if (reply == REPLY_ENTER)
			all = enough;
		if (reply != REPLY_TEXT)
			continue;
		if (lies_in_folder(t, buffer_string(&path)))
			dialogue_say(
				&t->talk, "  ! %s",
				_("Nobody else needs it: keep it in a folder of your own, and not in the "
			          "one that you share."));
		else if (!take_turn(t, buffer_string(&path), e))
			return false;
	}
	return true;
}

static size_t after(const struct sitting *t, size_t officer)
{
	return (officer + 1) % t->c.officer_count;
}

/* Once a fingerprint was spoken nobody else sits down. */
bool sitting_officers(struct sitting *t, struct error *e)
{
	bool begun = false;
	for (size_t i = 0; i < t->c.step_count; i++)
		begun = begun || (t->c.steps[i].step == CEREMONY_CARD);
	if (!begun && !seat_officers(t, e))
		return false;
	for (size_t i = 0; !t->stopped && i < t->c.officer_count; i++) {
		const struct ceremony_officer *o = &t->c.officers[i];
		const struct spoken w = { .step = CEREMONY_CARD,
			                  .about = o->person,
			                  .reads = o->person,
			                  .hash = &o->card,
			                  .types = after(t, i) };
		if (!sitting_spoken(t, &w, e))
			return false;
	}
	return true;
}
