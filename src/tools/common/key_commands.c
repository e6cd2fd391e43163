/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/key_commands.h"

#include "cli/fingerprints.h"
#include "cli/output.h"
#include "io/file.h"
#include "tools/common/key_making.h"
#include "tools/common/session.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct option key_new_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the key file here") },
	{ "work-factor", 0, OPTION_VALUE, "N", N_("scrypt work factor, 14 to 20; 18 unless told otherwise") },
	{ "passphrase-fd", 0, OPTION_VALUE, "N",
	  N_("read the passphrase from the open file of this number, not from the terminal") },
	{ 0 },
};
const struct option key_show_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the card here") },
	{ 0 },
};
const struct option key_passphrase_options[] = {
	{ "work-factor", 0, OPTION_VALUE, "N", N_("scrypt work factor, 14 to 20; 18 unless told otherwise") },
	{ 0 },
};

/* The card of a key: its note and, in words, its name and fingerprint. */
static bool output_card(struct account *o, const struct keyfile *k, struct buffer *note, struct error *e)
{
	struct card card;
	if (!key_card(k, note, &card, e))
		return false;
	account_pair(o, "name", _("name"), k->name);
	fingerprint_tell(o, "fingerprint", _("fingerprint, to be read aloud"), &card.fingerprint);
	return true;
}

static bool make_key_of(struct invocation *in, bool officer, struct account *o, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	const char *path = invocation_value(in, "output");
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", N_("the key file to write"));
	_cleanup_(string_freep) char *card_path = key_card_path(path, NULL);
	if (!card_path)
		return error_memory(e);
	if (!key_make(in, invocation_argument(in, 0), path, card_path, officer, &key, &passphrase, e))
		return false;
	account_pair(o, "file", _("key file"), path);
	account_pair(o, "card_file", _("card, for the officers"), card_path);
	return output_card(o, &key, &note, e);
}

bool key_new(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	return make_key_of(in, false, o, e);
}

bool key_new_officer(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	return make_key_of(in, true, o, e);
}

bool key_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	const char *path = invocation_value(in, "output");
	if (!session_key(in, &key, e) || !output_card(o, &key, &card, e))
		return false;
	if (path && !file_replace(path, buffer_bytes(&card), false, e))
		return false;
	if (path)
		account_pair(o, "file", _("card"), path);
	if (path)
		return true;
	account_pair(o, "card", NULL, buffer_string(&card));
	account_line(o, "\n%s", buffer_string(&card));
	return true;
}

bool key_passphrase(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(secret_clear) struct secret old = { 0 };
	_cleanup_(secret_clear) struct secret new = { 0 };
	const char *path;
	unsigned factor;
	if (!invocation_key(in, &path, e) || !key_work_factor(in, &factor, e) ||
	    !session_key_typed(in, path, _("Passphrase: "), &old, &key, e) ||
	    !invocation_new_passphrase(in, &new, e) || !session_key_rewrite(path, &key, &new, factor, e))
		return false;
	account_line(o, "%s", _("the passphrase is changed; copies of the file still have the old one"));
	return true;
}

/* Each piece that comes out has been authenticated; whether it is all there, the end tells. */
static bool pass_through(struct source in, struct sink out, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	size_t size;
	bool ok = secret_new(&room, AGE_CHUNK, e);
	do {
		ok = ok && source_fill(in, room.data, AGE_CHUNK, &size, e) &&
		     sink_write(out, bytes_of(room.data, size), e);
	} while (ok && size == AGE_CHUNK);
	return ok;
}

bool key_decrypt(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(age_reader_freep) struct age_reader *reader = NULL;
	_cleanup_(fd_closep) int fd = -1;
	const char *path = invocation_argument(in, 0);
	struct fd_stream out = { STDOUT_FILENO, "-" };
	if (account_has(o, ACCOUNT_JSON) || isatty(STDOUT_FILENO))
		return error_set(e, ERR_USAGE, "key decrypt", "%s",
		                 _("its output is for another program: `sluis-officer key decrypt FILE | "
		                   "sluis-audit prove -`"));
	if (!file_open(path, true, &fd, e) || !session_key(in, &key, e))
		return false;
	struct fd_stream file = { fd, path };
	const struct age_keys keys = { .identities = &key.identity, .identity_count = 1 };
	return age_reader_start(fd_source(&file), &keys, &reader, e) &&
	       pass_through(age_reader_source(reader), fd_sink(&out), e);
}
