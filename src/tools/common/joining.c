/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/joining.h"

#include "base/text.h"
#include "cli/dialogue.h"
#include "cli/fingerprints.h"
#include "crypto/secret.h"
#include "io/file.h"
#include "tools/common/key_making.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool joining_ask(const char *question, const char *help, const char *standard,
                 bool (*fits)(struct bytes answer), struct buffer *ret, struct error *e)
{
	struct dialogue talk;
	bool ok = true, done = false;
	dialogue_begin(&talk);
	dialogue_say(&talk, "%s", question);
	if (standard)
		dialogue_say(&talk, _("  Enter: %s"), standard);
	while (ok && !done) {
		enum reply reply;
		buffer_reset(ret);
		ok = dialogue_ask(&talk, "> ", ret, &reply, e);
		if (!ok)
			break;
		if (reply == REPLY_STOP || reply == REPLY_BACK || reply == REPLY_END) {
			ok = error_set(e, ERR_INTERRUPTED, NULL, "%s", "");
		} else if (reply == REPLY_ENTER && standard) {
			buffer_append_string(ret, standard);
			done = true;
		} else if (reply == REPLY_TEXT && (!fits || fits(buffer_bytes(ret)))) {
			done = true;
		} else {
			dialogue_say(&talk, "%s", help);
		}
	}
	dialogue_clear(&talk);
	return ok && buffer_ok(ret, e);
}

/* Whose names the folder's people have: of a card or a roster that lies there. NULL: nobody's yet. */
static char *owner_in(const char *folder)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	struct error ignored;
	struct card card;
	if (!folder_read(folder, &f, &ignored))
		return NULL;
	for (const struct folder_text *t = NULL; (t = folder_next(&f, "sluis.card/v1", t));)
		if (card_parse(buffer_bytes(&t->raw), t->path, &card, &ignored))
			return string_printf("%.*s", (int)strcspn(card.name, "/"), card.name);
	return NULL;
}

/* A name that nobody has yet: chance is enough, and the roster takes no two. */
static char *fresh_name(const char *folder)
{
	static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
	_cleanup_(string_freep) char *owner = owner_in(folder);
	uint8_t random[4];
	random_bytes(random, sizeof random);
	return owner ? string_printf("%s/p-%c%c%c%c", owner, signs[random[0] % 31], signs[random[1] % 31],
	                             signs[random[2] % 31], signs[random[3] % 31])
	             : NULL;
}

static bool ask_key_path(struct error *e)
{
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	const char *home = getenv("HOME");
	_cleanup_(string_freep) char *usual = string_printf("%s/sluis.key", home ? home : ".");
	if (!usual)
		return error_memory(e);
	if (!joining_ask(_("Which file is your key, or is it to become?"),
	                 _("Nobody else needs it: keep it in a folder of your own, and not in the one that "
	                   "you share."),
	                 usual, NULL, &answer, e))
		return false;
	return setenv("SLUIS_KEY", buffer_string(&answer), 1) == 0 || error_memory(e);
}

/* All that a script left out; on a terminal it is asked. */
static bool complete(struct session *s, const char *folder, const char **ret_path, char **ret_name,
                     struct error *e)
{
	bool terminal = isatty(STDIN_FILENO) == 1;
	const char *name = invocation_value(s->in, "name");
	bool key = invocation_given(s->in, "key") || getenv("SLUIS_KEY");
	if (!key && !terminal)
		return error_set(e, ERR_USAGE, "--key", "%s",
		                 name ? _("missing; or set SLUIS_KEY")
		                      : _("missing; and --name too, where the key is yet to be made"));
	if ((!key && !ask_key_path(e)) || !invocation_key(s->in, ret_path, e))
		return false;
	*ret_name = string_copy(name);
	if (name || file_exists(*ret_path))
		return true;
	if (!terminal)
		return error_set(e, ERR_USAGE, "--name", "%s",
		                 _("missing: there is no such key file yet, and a new key needs a name"));
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	_cleanup_(string_freep) char *fresh = fresh_name(folder);
	if (!joining_ask(
		    _("There is no key yet, so one is made. What is your name in the partnership?"),
		    _("Such as oss.nl/p-7f3k: the municipality's domain, and p- with some letters or digits. "
	              "It goes into logs, so it is no real name."),
		    fresh, name_is_person, &answer, e))
		return false;
	*ret_name = string_copy(buffer_string(&answer));
	return *ret_name ? true : error_memory(e);
}

/* Does a card of this key lie in the folder, whatever it is called? */
static bool lies_there(const char *folder, const struct keyfile *key)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	struct error ignored;
	struct card card;
	if (!folder_read(folder, &f, &ignored))
		return false;
	for (const struct folder_text *t = NULL; (t = folder_next(&f, "sluis.card/v1", t));)
		if (card_parse(buffer_bytes(&t->raw), t->path, &card, &ignored) &&
		    note_verifier_equal(&card.key, &key->signer.public))
			return true;
	return false;
}

/* The fingerprint belongs to the card, and is compared aloud: it tells whose it is. */
static bool tell_card(struct session *s, const char *path, const struct keyfile *key, bool write,
                      struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	if (!key_card(key, &note, &card, e) || (write && !file_replace(path, buffer_bytes(&note), false, e)))
		return false;
	account_pair(s->out, "name", _("name"), key->name);
	account_pair(s->out, "card_file", _("card, for the officers"), path);
	fingerprint_tell(s->out, "card_fingerprint", _("card's fingerprint, to compare aloud"),
	                 &card.fingerprint);
	return true;
}

bool joining_key(struct session *s, const char *folder, bool officer, struct keyfile *ret,
                 struct secret *ret_passphrase, bool *ret_made, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(string_freep) char *name = NULL;
	const char *path;
	if (!directory_check(folder, e) || !complete(s, folder, &path, &name, e))
		return false;
	_cleanup_(string_freep) char *card = key_card_path(path, folder);
	if (!card)
		return error_memory(e);
	*ret_made = !file_exists(path);
	if (*ret_made) {
		if (!key_make(s->in, name, path, card, officer, &key, &passphrase, e))
			return false;
		account_pair(s->out, "key_file", _("key file"), path);
	} else if (ret_passphrase) {
		char keyring[7 + 32 + 1]; /* it looks at the file before anybody types */
		if (!session_keyring_name(path, keyring, e) ||
		    !session_key_typed(s->in, path, _("Passphrase: "), &passphrase, &key, e))
			return false;
	} else if (!session_key(s->in, &key, e)) {
		return false;
	}
	if ((*ret_made || !lies_there(folder, &key)) && !tell_card(s, card, &key, !*ret_made, e))
		return false;
	if (ret_passphrase)
		secret_move(ret_passphrase, &passphrase);
	*ret = key;
	key = (struct keyfile){ 0 };
	return true;
}

void joining_warn(struct session *s, const struct folder *f)
{
	if (f->key)
		invocation_say(
			s->in,
			_("warning: %s is somebody's key, and lies where others can get at it: take it away"),
			f->key);
}
