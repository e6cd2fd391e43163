/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/session.h"

#include "base/limits.h"
#include "crypto/keyring.h"
#include "io/file.h"

#include <stdio.h>

#define ROSTER_WARN_DAYS 60

bool session_keyring_name(const char *path, char ret[7 + 32 + 1], struct error *e)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	if (!file_read(path, LIMIT_KEY_FILE_SIZE, &file, e))
		return false;
	sha256_of(buffer_bytes(&file), &hash);
	sha256_hex(&hash, hex);
	snprintf(ret, 7 + 32 + 1, "sluis:%.32s", hex);
	return true;
}

static bool from_keyring(const char *path, struct keyfile *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	char name[7 + 32 + 1];
	return session_keyring_name(path, name, e) && keyring_get(name, &text, e) &&
	       keyfile_parse(&text, ret, e);
}

bool session_key(struct invocation *in, struct keyfile *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	const char *path;
	struct error locked;
	if (!invocation_key(in, &path, e))
		return false;
	if (from_keyring(path, ret, &locked))
		return true;
	if (!file_exists(path))
		return error_set(e, ERR_FILE_MISSING, path, "%s", "");
	return invocation_passphrase(in, _("Passphrase: "), NULL, &passphrase, e) &&
	       keyfile_read(path, &passphrase, ret, e);
}

static void remark_on_roster(struct invocation *in, const struct desk *d)
{
	const struct roster *r = desk_roster(d);
	char day[DAY_SIZE + 1];
	day_format(r->review_by, day);
	if (d->now > r->review_by)
		invocation_say(
			in,
			_("warning: the roster was to be reviewed by %s: ask the officers for a newer one"),
			day);
	else if (d->now > r->review_by - ROSTER_WARN_DAYS * SECONDS_A_DAY)
		invocation_say(in, _("note: the roster is to be reviewed by %s"), day);
}

bool session_desk(struct invocation *in, enum store_use use, struct desk *ret, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	const char *home;
	if (!invocation_home(in, &home, e) || !session_key(in, &key, e) ||
	    !desk_open(home, &key, use, ret, e))
		return false;
	if (ret->unlogged.code != ERR_NONE)
		invocation_warn(in, &ret->unlogged);
	if (ret->lost)
		invocation_say(in,
		               _("warning: a crash lost %zu packages before they were written; `sluis "
		                 "status` tells which"),
		               ret->lost);
	ret->unlogged = (struct error){ 0 };
	remark_on_roster(in, ret);
	return true;
}

bool session_words(const char *path, size_t most, struct buffer *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	if (!file_open(path, true, &fd, e))
		return false;
	struct fd_stream file = { fd, path };
	if (!source_drain(fd_source(&file), most, ret, e))
		return false;
	while (ret->size && (ret->data[ret->size - 1] == '\n' || ret->data[ret->size - 1] == '\r'))
		ret->size--;
	return true;
}

int session_fail(struct invocation *in, const struct desk *d, const struct error *e)
{
	if (d && d->unlogged.code != ERR_NONE) {
		invocation_say(in, "%s", _("warning: this refusal could not be logged:"));
		invocation_warn(in, &d->unlogged);
	}
	return invocation_fail(in, e);
}

int session_run(struct invocation *in, bool (*run)(struct invocation *in, struct output *o, struct error *e))
{
	_cleanup_(output_clear) struct output o = { 0 };
	struct error e;
	output_begin(&o, in);
	return run(in, &o, &e) && output_end(&o, &e) ? EXIT_DONE : invocation_fail(in, &e);
}

int session_run_at_desk(struct invocation *in, enum store_use use,
                        bool (*run)(struct invocation *in, struct output *o, struct desk *d, struct error *e))
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	_cleanup_(output_clear) struct output o = { 0 };
	struct error e;
	output_begin(&o, in);
	return session_desk(in, use, &d, &e) && run(in, &o, &d, &e) && output_end(&o, &e)
	               ? EXIT_DONE
	               : session_fail(in, &d, &e);
}
