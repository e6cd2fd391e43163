/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"
#include "io/file.h"
#include "tools/common/key_making.h"
#include "tools/common/recovery_shares.h"
#include "tools/officer/commands.h"
#include "tools/officer/recovery_making.h"
#include "trust/recovery_key.h"

#include <stdlib.h>
#include <string.h>

/* `sluis-officer recovery …`: a recovery key made in shares, and put together again. Whether the shares still
 * open a store is shown at the store: `sluis recovery drill`. */

const struct option recovery_split_options[] = {
	{ "threshold", 'm', OPTION_VALUE, "M", N_("how many shares are needed: two or more") },
	{ "shares", 'n', OPTION_VALUE, "N", N_("how many shares are made, a page each: 16 at most") },
	{ "output", 'o', OPTION_OUTPUT, "FOLDER", N_("write the pages here") },
	{ "unit", 0, OPTION_VALUES, "UNIT…", N_("whose key it is to be, for the pages") },
	{ 0 },
};
const struct option recovery_combine_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the recovery key here, under a new passphrase") },
	SHARES_OPTION,
	{ "work-factor", 0, OPTION_VALUE, "N", N_("scrypt work factor, 14 to 20; 18 unless told otherwise") },
	{ "passphrase-fd", 0, OPTION_VALUE, "N",
	  N_("read the passphrase from the open file of this number, not from the terminal") },
	{ 0 },
};

/* --- split --- */

static bool read_split(struct invocation *in, struct recovery_making *m, struct error *e)
{
	uint64_t threshold, count;
	m->folder = invocation_value(in, "output");
	m->units = invocation_values(in, "unit", &m->unit_count);
	if (!invocation_wants(in, e, "threshold", "shares", "output") ||
	    !invocation_number(in, "shares", 0, 2, SLIP39_MEMBERS_MOST, &count, e) ||
	    !invocation_number(in, "threshold", 0, 2, count, &threshold, e))
		return false;
	m->threshold = (unsigned)threshold;
	m->count = (unsigned)count;
	for (size_t i = 0; i < m->unit_count; i++)
		if (!name_is_unit(bytes_of_string(m->units[i])))
			return error_set(e, ERR_NAME, m->units[i], "%s", "");
	return recovery_making_begin(m, e);
}

static void tell_split(struct account *o, const struct recovery_making *s)
{
	static const struct column columns[] = {
		{ "share", N_("share"), COLUMN_NUMBER },
		{ "file", N_("page to be printed"), COLUMN_NAME },
	};
	char recipient[AGE_RECIPIENT_SIZE + 1];
	age_recipient_format(&s->public, recipient);
	account_pair(o, "recipient", _("recovery recipient, for the roster"), recipient);
	account_pair_number(o, "set", _("number of the set"), s->set);
	account_pair_number(o, "threshold", _("shares that are needed"), s->threshold);
	account_blank(o);
	account_table(o, "shares", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < s->count; i++) {
		account_cell_number(o, i + 1);
		account_cell(o, s->paths[i]);
	}
	account_table_end(o, NULL);
	account_blank(o);
	account_line(
		o, "%s",
		_("Each of these files is as secret as the page that comes of it. Print each, give it to "
	          "its officer, and erase the files: `shred -u`."));
	if (s->threshold == s->count)
		account_line(
			o, "%s",
			_("Every share is needed: when one page is lost, the key is lost. Make more shares "
		          "than are needed, unless you mean it so."));
	account_line(o,
	             _("Then list it: `sluis-officer roster set --roster NOTE --unit UNIT --recovery %s`."),
	             recipient);
}

bool recovery_split(struct session *session, struct error *e)
{
	_cleanup_(recovery_making_clear) struct recovery_making m = { 0 };
	if (!read_split(session->in, &m, e) || !recovery_making_write(&m, e))
		return false;
	tell_split(session->out, &m);
	return true;
}

/* --- combine --- */

bool recovery_combine(struct session *s, struct error *e)
{
	_cleanup_(slip39_set_clear) struct slip39_set shares = { 0 };
	_cleanup_(age_identity_clear) struct age_identity key = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	const char *path = invocation_value(s->in, "output");
	char recipient[AGE_RECIPIENT_SIZE + 1];
	unsigned factor;
	if (!invocation_wants(s->in, e, "output") || !key_work_factor(s->in, &factor, e))
		return false;
	if (file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!recovery_shares_take(s->in, &shares, e) || !recovery_key_combine(&shares, &key, e))
		return false;
	age_recipient_format(&key.recipient, recipient);
	if (!invocation_new_passphrase(s->in, &passphrase, e) ||
	    !recovery_key_write(&key, path, &passphrase, factor, e))
		return false;
	account_pair(s->out, "file", _("recovery key"), path);
	account_pair(s->out, "recipient", _("public half of the key"), recipient);
	account_line(s->out, _("With it `age -d -i %s` decrypts the units' packages and `store.slots`."),
	             path);
	account_line(
		s->out, "%s",
		_("Whoever has this file and its passphrase needs no other officer any more: erase it when "
	          "you are done, and make a new recovery key: `sluis-officer recovery split`."));
	return true;
}
