/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/limits.h"
#include "cli/fingerprints.h"
#include "exchange/desk_open.h"
#include "exchange/open.h"
#include "exchange/open_note.h"
#include "io/file.h"
#include "tools/common/joining.h"
#include "tools/sluis/access_account.h"
#include "tools/sluis/commands.h"
#include "trust/card.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* `sluis join`: a clerk's way into a partnership, by the folder that the officers share. */

const struct option join_options[] = {
	{ "name", 0, OPTION_VALUE, "NAME", N_("of whom the key is, when it is yet to be made") },
	{ "unit", 0, OPTION_VALUE, "NAME", N_("the unit, when you work at several") },
	{ "fingerprint", 0, OPTION_VALUE, "HEX",
	  N_("the roster's fingerprint, as the officers read it aloud") },
	{ "work-factor", 0, OPTION_VALUE, "N", N_("scrypt work factor, 14 to 20; 18 unless told otherwise") },
	{ 0 },
};

struct joining {
	struct session *s;
	const char *folder;
	struct folder texts;
	struct roster *root, *newest;
	struct keyfile key;
	struct secret passphrase;
	const char *unit, *home;
	bool exists; /* the store */
	bool waits;  /* for a colleague, who gives access to it */
};

static void joining_clear(struct joining *j)
{
	folder_clear(&j->texts);
	roster_freep(&j->root);
	roster_freep(&j->newest);
	keyfile_clear(&j->key);
	secret_clear(&j->passphrase);
}

static bool at_terminal(void)
{
	return isatty(STDIN_FILENO) == 1;
}

/* --- what the folder has --- */

/* Units at which the roster gives this person a mandate; the first, and how many. */
static const char *unit_of(const struct roster *r, const char *person, size_t *ret_count)
{
	const char *unit = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < r->mandate_count; i++) {
		const struct roster_mandate *m = &r->mandates[i];
		if (strcmp(m->person, person) != 0 || (unit && strcmp(unit, m->unit) == 0))
			continue;
		unit = unit ? unit : m->unit;
		++*ret_count;
	}
	return unit;
}

/* By the newest version that lies there; NULL, and true: none. */
static bool find_unit(struct joining *j, struct error *e)
{
	size_t count;
	const char *named = invocation_value(j->s->in, "unit");
	if (!folder_roster(&j->texts, &j->newest, NULL, e))
		return false;
	const char *only = unit_of(j->newest, j->key.name, &count);
	if (count > 1 && !named)
		return error_set(e, ERR_USAGE, "--unit", "%s", N_("you work at several units: name one"));
	j->unit = named ? named : only;
	return true;
}

/* --- what must be told --- */

static bool find_home(struct joining *j, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	bool given = invocation_given(j->s->in, "home") || getenv("SLUIS_HOME");
	if (!given && at_terminal()) {
		if (!joining_ask(
			    _("In which folder is the store of your unit, or is it to be made?"),
			    _("A folder on this machine that your unit's colleagues can get at and nobody "
		              "else; all of them name the same. Not the one that the officers share."),
			    NULL, NULL, &answer, e))
			return false;
		if (setenv("SLUIS_HOME", buffer_string(&answer), 1) < 0)
			return error_memory(e);
	}
	if (!invocation_home(j->s->in, &j->home, e))
		return false;
	_cleanup_(string_freep) char *database = path_join(j->home, STORE_DATABASE);
	if (!database)
		return error_memory(e);
	j->exists = file_exists(database);
	return true;
}

static bool is_fingerprint(struct bytes text)
{
	struct sha256 hash;
	return fingerprint_parse(text, &hash);
}

/* From a second channel; a key that is bound already knows it. */
static bool find_fingerprint(struct joining *j, struct sha256 *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	const char *typed = invocation_value(j->s->in, "fingerprint");
	if (j->key.bound && !typed) {
		*ret = j->key.root;
		return true;
	}
	if (!typed && at_terminal()) {
		if (!joining_ask(
			    _("Which fingerprint does an officer read aloud to you?"),
			    _("Sixteen groups: of four digits and letters from a to f, or of five digits; "
		              "blanks don't matter. Don't take it from the folder: who put something "
		              "false there put its fingerprint there too."),
			    NULL, is_fingerprint, &answer, e))
			return false;
		typed = buffer_string(&answer);
	}
	if (!typed)
		return error_set(e, ERR_USAGE, "--fingerprint", "%s", _("missing"));
	return fingerprint_parse(bytes_of_string(typed), ret) ||
	       error_set(e, ERR_USAGE, "--fingerprint", "%s", FINGERPRINT_FORMS);
}

/* Everything that a script left out, at once. */
static bool check_told(const struct joining *j, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	if (!invocation_given(j->s->in, "home") && !getenv("SLUIS_HOME"))
		buffer_append_string(&missing, "--home");
	if (!j->key.bound && !invocation_given(j->s->in, "fingerprint"))
		buffer_printf(&missing, "%s--fingerprint", missing.size ? ", " : "");
	if (!buffer_ok(&missing, e))
		return false;
	return !missing.size || at_terminal() ||
	       error_set(e, ERR_USAGE, buffer_string(&missing), "%s", _("missing"));
}

/* --- the store --- */

static bool create(struct joining *j, const struct sha256 *fingerprint, struct desk *d, struct error *e)
{
	return desk_create(j->home, j->unit, &j->root, fingerprint, &j->key, d, e);
}

/* The card of a store whose keys no roster has goes to the officers: a copy in the folder, named after the
 * unit. Every time, since the first may not have come so far. */
static bool hand_in_card(const struct joining *j, struct error *e)
{
	if (store_is_ready(j->s->desk->store))
		return true;
	_cleanup_(string_freep) char *from = path_join(j->home, "unit.card");
	_cleanup_(string_freep) char *name = string_printf("%s.card", store_unit(j->s->desk->store));
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	if (!from || !name)
		return error_memory(e);
	*strchr(name, '/') = '_';
	_cleanup_(string_freep) char *to = path_join(j->folder, name);
	if (!to)
		return error_memory(e);
	if (!file_read(from, LIMIT_NOTE_SIZE, &card, e) || !file_replace(to, buffer_bytes(&card), true, e))
		return false;
	account_pair(j->s->out, "unit_card", _("unit's card, for the officers"), to);
	return true;
}

/* The desk, whichever way leads there; the program leaves it. */
static bool sit_down(struct joining *j, struct error *e)
{
	static struct desk desk; /* a program runs one command */
	struct sha256 fingerprint;
	const char *path;
	struct error unbound = { 0 };
	bool made = !j->exists, access = made;
	/* Made before the roster gave this person a mandate: no fingerprint is asked to find that out. */
	if (!made && !store_has_slot(j->home, &j->key, &access, e))
		return false;
	if (!access) {
		j->waits = true;
		return true;
	}
	if (j->exists && j->key.bound && desk_open(j->home, &j->key, STORE_WORK, &desk, &unbound)) {
		j->s->desk = &desk;
		return true;
	}
	/* Anything else than a key that isn't bound to this store yet is an error, and none to be mended
	 * here. */
	if (j->exists && j->key.bound && unbound.code != ERR_KEY_UNBOUND) {
		*e = unbound;
		return false;
	}
	if (!find_fingerprint(j, &fingerprint, e) ||
	    !(made ? create(j, &fingerprint, &desk, e) : desk_bind(j->home, &j->key, &fingerprint, &desk, e)))
		return false;
	j->s->desk = &desk;
	if (!invocation_key(j->s->in, &path, e) ||
	    !session_key_rewrite(path, &desk.key, &j->passphrase, 0, e))
		return false;
	account_pair(j->s->out, "home", _("store"), j->home);
	account_pair(j->s->out, "unit", _("unit"), store_unit(desk.store));
	if (!made)
		account_line(j->s->out, "%s", _("this key now works with this store"));
	return true;
}

/* --- what came since --- */

static bool open_if_due(struct joining *j, const struct folder_text *t, bool *ret_opened, struct error *e)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	bool due;
	*ret_opened = false;
	if (!open_note_is_due(j->s->desk, buffer_bytes(&t->raw), t->path, &due, e))
		return false;
	if (!due)
		return true;
	if (!open_file(j->s->desk, t->path, &r, e))
		return false;
	*ret_opened = true;
	account_pair(j->s->out, NULL, _("opened"), t->path);
	return true;
}

/* Those of one rank that are due; one roster may make another due. */
static bool open_rank_of(struct joining *j, int rank, uint64_t *ret_count, struct error *e)
{
	for (bool opened = true; opened;) {
		opened = false;
		for (size_t i = 0; i < j->texts.count; i++) {
			bool this_one = false;
			if (open_rank(j->texts.list[i].path) == rank &&
			    !open_if_due(j, &j->texts.list[i], &this_one, e))
				return false;
			*ret_count += this_one;
			opened = opened || this_one;
		}
	}
	return true;
}

static bool open_folder(struct joining *j, struct error *e)
{
	uint64_t count = 0;
	for (int rank = 0; rank < OPEN_RANKS; rank++)
		if (!open_rank_of(j, rank, &count, e))
			return false;
	account_pair_number(j->s->out, "opened", NULL, count);
	return !count || access_tell_differing(j->s, e);
}

/* --- all of it --- */

static void tell_next(struct joining *j)
{
	struct account *o = j->s->out;
	account_blank(o);
	if (!j->root && !j->s->desk)
		account_line(o,
		             _("Read your card's fingerprint aloud to an officer. When the officers have "
		               "signed the "
		               "roster, run this again: sluis join %s"),
		             j->folder);
	else if (j->waits)
		account_line(
			o,
			_("Your unit has a store already, and you have no access to it yet. A colleague who "
		          "has runs: sluis access add %s. Then run this again: sluis join %s"),
			j->key.name, j->folder);
	else if (!j->s->desk)
		account_line(o, "%s",
		             _("The roster gives you no mandate at a unit, so that there is no store for you "
		               "to make "
		               "or open. There is nothing else to do here."));
	else if (!store_is_ready(j->s->desk->store))
		account_line(
			o,
			_("The officers put the unit's card in the next roster and sign it (`sluis-officer "
		          "setup`). Then run this again: sluis join %s"),
			j->folder);
	else
		account_line(o, "%s",
		             _("This store can exchange packages. Next: `sluis unlock`, and `sluis import` "
		               "for the "
		               "first clients."));
}

bool join(struct session *s, struct error *e)
{
	_cleanup_(joining_clear) struct joining j = { .s = s, .folder = invocation_argument(s->in, 0) };
	bool made;
	if (!joining_key(s, j.folder, false, &j.key, &j.passphrase, &made, e) ||
	    !folder_read(j.folder, &j.texts, e))
		return false;
	joining_warn(s, &j.texts);
	if (!folder_root(&j.texts, &j.root, e))
		return false;
	if (j.root &&
	    (!find_unit(&j, e) || (j.unit && (!check_told(&j, e) || !find_home(&j, e) || !sit_down(&j, e) ||
	                                      (!j.waits && (!open_folder(&j, e) || !hand_in_card(&j, e)))))))
		return false;
	tell_next(&j);
	return true;
}
