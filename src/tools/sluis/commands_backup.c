/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file_kind.h"
#include "cli/confirm.h"
#include "cli/fingerprints.h"
#include "cli/outputs.h"
#include "exchange/backing_up.h"
#include "io/file.h"
#include "store/restore.h"
#include "tools/common/session.h"
#include "tools/sluis/commands.h"
#include "trust/recovery_key.h"

#include <sys/stat.h>
#include <unistd.h>

/* A store kept elsewhere, and back: `sluis backup` and `restore`. */

const struct option backup_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("the file to make, or the folder to put one in") },
	{ "keep", 0, OPTION_VALUE, "N",
	  N_("in a folder: keep this many of this store, and remove older ones") },
	{ "pipe", 0, OPTION_FLAG, NULL, N_("to standard output, for another program") },
	{ "to-clerks", 0, OPTION_FLAG, NULL, N_("encrypt it to everybody who has access now, too") },
	{ 0 },
};
const struct option restore_options[] = {
	{ "fingerprint", 0, OPTION_VALUE, "HEX",
	  N_("the roster's fingerprint, as the officers read it aloud") },
	{ "unit", 0, OPTION_VALUE, "UNIT", N_("refuse a backup of another unit") },
	{ 0 },
};

/* --- making one --- */

static bool is_folder(const char *path)
{
	struct stat status;
	return path && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool backup_check(const struct invocation *in, struct error *e)
{
	const char *path = invocation_value(in, "output");
	bool pipe = invocation_flag(in, "pipe");
	if (!pipe && !invocation_wants(in, e, "output"))
		return false;
	if (pipe && (path || invocation_json(in)))
		return error_set(e, ERR_USAGE, "--pipe, --output, --json", "%s", N_("one of them"));
	if (pipe && isatty(STDOUT_FILENO))
		return error_set(e, ERR_USAGE, "--pipe", "%s",
		                 _("a backup isn't shown on a terminal: let another program take it"));
	if (invocation_value(in, "keep") && !is_folder(path))
		return error_set(e, ERR_USAGE, "--keep", "%s", _("only with a folder that is there"));
	return true;
}

static bool read_wish(const struct invocation *in, struct backup_wish *w, struct error *e)
{
	uint64_t keep;
	*w = (struct backup_wish){ .kind = BACKUP_FILE,
		                   .path = invocation_value(in, "output"),
		                   .fd = STDOUT_FILENO,
		                   .to_clerks = invocation_flag(in, "to-clerks") };
	if (is_folder(w->path))
		w->kind = BACKUP_FOLDER;
	if (invocation_flag(in, "pipe")) {
		w->kind = BACKUP_PIPE;
		w->path = _("standard output");
	}
	if (!invocation_number(in, "keep", 0, 1, 100000, &keep, e))
		return false;
	w->keep = (size_t)keep;
	return true;
}

static const char *opened_by(const struct backup_wish *w, const struct backup_made *m)
{
	if (!w->to_clerks)
		return _("the unit's recovery key");
	return m->recovery ? _("the unit's recovery key, or the key of anybody who has access now")
	                   : _("the key of anybody who has access now");
}

static void tell_made(struct session *s, const struct backup_wish *w, const struct backup_made *m)
{
	struct account *a = s->out;
	account_pair(a, "file", _("backup"), m->path);
	account_pair_moment(a, "made", _("of"), m->made);
	account_pair_number(a, "entries", _("entries of the log"), m->entries);
	account_pair_number(a, "size", _("bytes"), m->size);
	account_pair(a, NULL, _("opens with"), opened_by(w, m));
	account_pair_yes(a, "verified", _("read back, and as it was written"), true);
	if (w->keep)
		account_pair_number(a, "removed", _("older ones removed"), m->removed);
	account_line(
		a, "%s",
		_("Keep it on another disk, in another room. To get a store out of it: `sluis restore`."));
}

bool backup_command(struct session *s, struct error *e)
{
	_cleanup_(backup_made_clear) struct backup_made m = { 0 };
	struct backup_wish w;
	if (!read_wish(s->in, &w, e) || !backing_up(s->desk, &w, &m, e))
		return false;
	if (w.kind == BACKUP_PIPE)
		invocation_say(
			s->in, "%s",
			_("the backup is written, and could not be read back: have the program behind the "
		          "pipe keep it, and try now and then that it restores"));
	else
		tell_made(s, &w, &m);
	if (m.not_removed.code != ERR_NONE) {
		invocation_say(s->in, "%s",
		               _("warning: the backup is made; an older one could not be removed:"));
		invocation_warn(s->in, &m.not_removed);
	}
	return true;
}

/* --- a store out of one --- */

/* The recovery key, in the file that the officers made of their shares, or the key file of a clerk. */
static bool read_identity(struct invocation *in, struct age_identity *ret, struct error *e)
{
	const char *path;
	if (!invocation_key(in, &path, e))
		return false;
	for (unsigned left = invocation_tries(in); left; left--) {
		_cleanup_(secret_clear) struct secret passphrase = { 0 };
		if (invocation_passphrase(in, _("Passphrase: "), &passphrase, e) &&
		    recovery_key_read(path, &passphrase, ret, e))
			return true;
		if (e->code != ERR_PASSPHRASE)
			return false;
		if (left > 1)
			invocation_say(in, _("that isn't the passphrase of %s"), path);
	}
	return false;
}

static void tell_restored(struct account *a, const char *home, const struct restored *r)
{
	account_pair(a, "home", _("store"), home);
	account_pair(a, "unit", _("unit"), r->note.unit);
	account_pair_moment(a, "made", _("as it was"), r->note.made);
	account_pair(a, "by", _("backup made by"), r->by);
	account_pair_number(a, "entries", _("entries of the log"), r->note.entries);
	account_pair_number(a, "letters", _("letters on their way"), r->letters);
	account_blank(a);
	static const struct column columns[] = { { "person", N_("has access"), COLUMN_NAME } };
	account_table(a, "persons", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->access.person_count; i++)
		account_cell(a, r->access.persons[i].person);
	account_table_end(a, NULL);
	account_blank(a);
	account_line(
		a, "%s",
		_("It was looked through, and is whole. What was done since isn't in it, nor who got or lost "
	          "access since."));
	account_line(
		a, "%s",
		_("Next: with no program on the old store, move its folder away and this one to its place; "
	          "don't remove the old one yet. Then somebody with access runs `sluis check`, and opens "
	          "what "
	          "came since."));
	account_line(
		a, "%s",
		_("Where the other units have seen more of this log than is in it, their next letter says "
	          "so, and the store then refuses everything until officers sign that it goes on: `sluis log "
	          "resume`."));
}

bool restore_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(restored_clear) struct restored r = { 0 };
	_cleanup_(age_identity_clear) struct age_identity identity = { 0 };
	_cleanup_(fd_closep) int fd = -1;
	const char *from = invocation_argument(in, 0), *home = invocation_argument(in, 1);
	const struct age_keys keys = { .identities = &identity, .identity_count = 1 };
	struct sha256 fingerprint;
	struct peek peek;
	if (file_exists(home))
		return error_set(e, ERR_FILE_EXISTS, home, "%s", "");
	if (!outputs_check_path(in, home, e))
		return false;
	if (!file_open(from, true, &fd, e))
		return false;
	struct fd_stream stream = { fd, from };
	if (!peek_start(&peek, fd_source(&stream), e) ||
	    !file_kind_check(peek.left, from, FILE_FOR_PACKAGE, e) ||
	    !fingerprint_wanted(
		    in,
		    _("The roster's fingerprint, as an officer reads it aloud: a backup can be made by "
	              "anybody who knows the recovery recipient."),
		    &fingerprint, e) ||
	    !read_identity(in, &identity, e) ||
	    !restore_backup(peek_source(&peek), &keys, home, invocation_value(in, "unit"), &fingerprint, &r,
	                    e))
		return false;
	tell_restored(s->out, home, &r);
	return true;
}
