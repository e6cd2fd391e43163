/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/limits.h"
#include "cli/fingerprints.h"
#include "crypto/keyring.h"
#include "exchange/desk_open.h"
#include "exchange/open.h"
#include "io/file.h"
#include "tools/sluis/commands.h"
#include "trust/card.h"
#include "trust/ceremony.h"
#include "trust/statement.h"

#include <stdio.h>

/* The store and the person's key: `sluis init`, `key trust`, `unlock` and `lock`. */

#define UNLOCK_HOURS 8u
#define UNLOCK_MOST_HOURS 24u

const struct option init_options[] = {
	{ "unit", 0, OPTION_VALUE, "NAME", N_("the unit, such as oss.nl/wmo") },
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("version 1 of the roster") },
	{ "fingerprint", 0, OPTION_VALUE, "HEX",
	  N_("the roster's fingerprint, as the officers read it aloud") },
	{ "transcript", 0, OPTION_VALUE, "NOTE",
	  N_("the transcript of the officers' ceremony: its hash goes into the log at once") },
	{ 0 },
};
const struct option trust_options[] = {
	{ "fingerprint", 0, OPTION_VALUE, "HEX",
	  N_("the roster's fingerprint, as the officers read it aloud") },
	{ 0 },
};
const struct option unlock_options[] = {
	{ "hours", 0, OPTION_VALUE, "N", N_("keep it this long; 8 unless told otherwise, 24 at most") },
	{ "whole-account", 0, OPTION_FLAG, NULL,
	  N_("where there is no session, let every program of this account use it") },
	{ 0 },
};
/* The key file written anew with what it is now bound to, under the passphrase just typed. */
static bool rebind_file(struct invocation *in, const struct keyfile *bound, const struct secret *passphrase,
                        struct error *e)
{
	const char *path;
	return invocation_key(in, &path, e) && session_key_rewrite(path, bound, passphrase, 0, e);
}

static bool read_key(struct invocation *in, struct secret *passphrase, struct keyfile *ret, struct error *e)
{
	const char *path;
	return invocation_key(in, &path, e) &&
	       session_key_typed(in, path, _("Passphrase: "), passphrase, ret, e);
}

/* A desk that was sat down at by another way than session_open is left by the same. */
static void leave(struct session *s, struct desk *d)
{
	s->desk = d;
	session_close(s);
}

/* Before there is a store: is it of this roster? */
static bool check_transcript(const char *path, const struct roster *root, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(ceremony_clear) struct ceremony c = { 0 };
	return !path || (statement_read(path, &raw, e) && ceremony_parse(buffer_bytes(&raw), path, &c, e) &&
	                 ceremony_verify(&c, root, e));
}

static bool open_transcript(struct desk *d, const char *path, struct account *o, struct error *e)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	if (!path)
		return true;
	if (!open_file(d, path, &r, e))
		return false;
	account_pair(o, "transcript", _("transcript, whose hash is in the log"), path);
	return true;
}

bool init(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(desk_clear) struct desk d = { 0 };
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(roster_freep) struct roster *roster = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(string_freep) char *card = NULL;
	const char *home, *unit = invocation_value(in, "unit"), *path = invocation_value(in, "roster"),
			  *transcript = invocation_value(in, "transcript");
	struct sha256 fingerprint;
	if (!invocation_home(in, &home, e) || !invocation_wants(in, e, "unit", "roster", "fingerprint") ||
	    !fingerprint_needed(in, &fingerprint, e) || !statement_read(path, &note, e) ||
	    !roster_parse(buffer_bytes(&note), path, &roster, e) ||
	    !roster_verify_root(roster, &fingerprint, e) || !check_transcript(transcript, roster, e) ||
	    !read_key(in, &passphrase, &key, e) ||
	    !desk_create(home, unit, &roster, &fingerprint, &key, &d, e) ||
	    !rebind_file(in, &d.key, &passphrase, e))
		return false;
	bool told = open_transcript(&d, transcript, o, e);
	leave(s, &d);
	if (!told)
		return false;
	card = path_join(home, "unit.card");
	account_pair(o, "home", _("store"), home);
	account_pair(o, "unit", _("unit"), unit);
	account_pair(o, "card", _("unit's card"), card);
	account_line(o, "%s",
	             _("Give unit.card to the officers. When they have put it in the roster, open that "
	               "roster: `sluis open FILE`."));
	return card ? true : error_memory(e);
}

bool key_trust(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(desk_clear) struct desk d = { 0 };
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	struct sha256 fingerprint;
	const char *home;
	if (!invocation_home(in, &home, e) || !fingerprint_needed(in, &fingerprint, e) ||
	    !read_key(in, &passphrase, &key, e) || !desk_bind(home, &key, &fingerprint, &d, e) ||
	    !rebind_file(in, &d.key, &passphrase, e))
		return false;
	leave(s, &d);
	account_line(o, "%s", _("this key now works with this store"));
	return true;
}

bool unlock(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 };
	const char *path;
	uint64_t hours;
	char name[7 + 32 + 1];
	if (!invocation_number(in, "hours", UNLOCK_HOURS, 1, UNLOCK_MOST_HOURS, &hours, e) ||
	    !invocation_key(in, &path, e) || !session_keyring_name(path, name, e) ||
	    !read_key(in, &passphrase, &key, e) || !keyfile_format(&key, &text, e) ||
	    !keyring_put(name, &text, (unsigned)hours * 3600, invocation_given(in, "whole-account"), e))
		return false;
	account_pair(o, "name", _("unlocked"), key.name);
	account_pair_moment(o, NULL, _("unlocked until"), moment_now() + (moment)hours * 3600);
	account_pair_number(o, "hours", NULL, hours);
	return true;
}

bool lock(struct session *s, struct error *e)
{
	size_t count;
	if (!session_lock(&count, e))
		return false;
	account_pair_number(s->out, "keys", _("keys locked"), count);
	return true;
}
