/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/session.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "base/written.h"
#include "crypto/keyring.h"
#include "exchange/desk_open.h"
#include "io/file.h"
#include "tools/common/checks.h"

#include <stdio.h>

bool session_keyring_name(const char *path, char ret[7 + 32 + 1], struct error *e)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	/* Before anybody types a passphrase. */
	if (!file_read(path, LIMIT_KEY_FILE_SIZE, &file, e) ||
	    !file_kind_check(buffer_bytes(&file), path, FILE_FOR_KEY, e))
		return false;
	sha256_of(buffer_bytes(&file), &hash);
	sha256_hex(&hash, hex);
	snprintf(ret, 7 + 32 + 1, "sluis:%.32s", hex);
	return true;
}

bool session_key_rewrite(const char *path, const struct keyfile *key, const struct secret *passphrase,
                         unsigned work_factor, struct error *e)
{
	char name[7 + 32 + 1] = "";
	struct error ignored;
	if (!session_keyring_name(path, name, e) ||
	    !keyfile_write(key, path, passphrase, work_factor, true, e))
		return false;
	(void)!keyring_drop(name, &ignored);
	return true;
}

bool session_lock(size_t *ret_count, struct error *e)
{
	return keyring_drop_all("sluis:", ret_count, e);
}

/* What a check found, as a remark on the way to the work itself. */
static void remark(struct invocation *in, struct found *f)
{
	const char *what = buffer_string(&f->what);
	if (f->health == HEALTH_WRONG)
		invocation_say(in, _("warning: %s: %s"), what ? what : "", f->todo);
	else if (f->health == HEALTH_REMARK)
		invocation_say(in, _("note: %s: %s"), what ? what : "", f->todo);
	found_clear(f);
}

static void remark_on_permissions(struct invocation *in, const char *path, bool folder)
{
	struct found f = { 0 };
	check_permissions(path, folder, &f);
	remark(in, &f);
}

static bool from_keyring(const char *name, struct keyfile *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	return keyring_get(name, &text, e) && keyfile_parse(&text, ret, e);
}

bool session_key_unlocked(const char *path, struct keyfile *ret, struct error *e)
{
	char name[7 + 32 + 1];
	return session_keyring_name(path, name, e) && from_keyring(name, ret, e);
}

bool session_key_typed(struct invocation *in, const char *path, const char *prompt,
                       struct secret *ret_passphrase, struct keyfile *ret, struct error *e)
{
	for (unsigned left = invocation_tries(in); left; left--) {
		_cleanup_(secret_clear) struct secret passphrase = { 0 };
		if (invocation_passphrase(in, prompt, &passphrase, e) &&
		    keyfile_read(path, &passphrase, ret, e)) {
			secret_move(ret_passphrase, &passphrase);
			return true;
		}
		if (e->code != ERR_PASSPHRASE)
			return false;
		if (left > 1)
			invocation_say(in, _("that isn't the passphrase of %s"), path);
	}
	return false;
}

bool session_second_key(struct invocation *in, struct keyfile *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	const char *path = invocation_value(in, "second-key");
	if (!path)
		return true;
	if (!file_exists(path))
		return error_set(e, ERR_FILE_MISSING, path, "%s", "");
	return session_key_typed(in, path, _("Passphrase of the second person: "), &passphrase, ret, e);
}

bool session_key(struct invocation *in, struct keyfile *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	const char *path;
	char name[7 + 32 + 1];
	struct error locked;
	if (!invocation_key(in, &path, e) || !session_keyring_name(path, name, e))
		return false;
	remark_on_permissions(in, path, false);
	if (from_keyring(name, ret, &locked))
		return true;
	return session_key_typed(in, path, _("Passphrase: "), &passphrase, ret, e);
}

static void remark_on_roster(struct invocation *in, const struct desk *d)
{
	struct found clock = { 0 }, age = { 0 };
	check_clock(desk_roster(d), 0, d->now, &clock);
	remark(in, &clock);
	check_roster(desk_roster(d), d->now, &age);
	remark(in, &age);
}

bool session_sit_down(struct session *s, enum command_needs needs, struct error *e)
{
	static const enum store_use uses[] = { [NEEDS_STORE_READ] = STORE_READ,
		                               [NEEDS_STORE_WORK] = STORE_WORK,
		                               [NEEDS_STORE_BULK] = STORE_BULK };
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	static struct desk desk; /* a program runs one command */
	const char *home;
	if (!invocation_home(s->in, &home, e) || !session_key(s->in, &key, e) ||
	    !desk_open(home, &key, uses[needs], &desk, e))
		return false;
	s->desk = &desk;
	return true;
}

bool session_open(struct session *s, enum command_needs needs, struct error *e)
{
	if (!session_sit_down(s, needs, e))
		return false;
	struct desk *desk = s->desk;
	remark_on_permissions(s->in, store_home(desk->store), true);
	if (desk->unlogged.code != ERR_NONE)
		invocation_warn(s->in, &desk->unlogged);
	if (desk->lost)
		invocation_say(s->in,
		               ngettext("warning: a crash lost %zu package before it was written; `sluis "
		                        "status` tells which",
		                        "warning: a crash lost %zu packages before they were written; `sluis "
		                        "status` tells which",
		                        desk->lost),
		               desk->lost);
	desk->unlogged = (struct error){ 0 };
	remark_on_roster(s->in, desk);
	return true;
}

void session_close(struct session *s)
{
	session_tell_unlogged(s);
	/* It can be so at the end only: a store that opens has moved its anchor on, or doesn't open. */
	if (!store_anchor_is_current(s->desk->store))
		invocation_say(
			s->in, "%s",
			_("warning: what was done is kept, but the anchor beside the store could not be "
		          "moved on; check the disk and run `sluis status`, which moves it on"));
	desk_clear(s->desk);
	s->desk = NULL;
}

bool session_tell_cut_off(const struct session *s, bool begun)
{
	if (begun)
		invocation_say(s->in, "%s",
		               _("warning: this is logged, and was cut off before it was done; run the same "
		                 "command again"));
	return false;
}

void session_tell_unlogged(struct session *s)
{
	if (s->desk->unlogged.code == ERR_NONE)
		return;
	invocation_say(s->in, "%s", _("warning: this refusal could not be logged:"));
	invocation_warn(s->in, &s->desk->unlogged);
	s->desk->unlogged = (struct error){ 0 };
}

bool session_words(const char *path, size_t most, struct buffer *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	if (!file_open(path, true, &fd, e))
		return false;
	_cleanup_(buffer_wipe) struct buffer raw = { 0 };
	struct fd_stream file = { fd, path };
	return source_drain(fd_source(&file), most, &raw, e) &&
	       file_kind_check(buffer_bytes(&raw), path, FILE_FOR_WORDS, e) &&
	       text_read_words(buffer_bytes(&raw), path, ret, e) &&
	       (ret->size || error_set(e, ERR_MISSING, path, "%s", N_("there are no words in it")));
}
