/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/limits.h"
#include "cli/fingerprints.h"
#include "exchange/regaining.h"
#include "io/file.h"
#include "tools/common/recovery_shares.h"
#include "tools/common/session.h"
#include "tools/sluis/commands.h"
#include "trust/card.h"
#include "trust/recovery_key.h"
#include "trust/statement.h"

#include <stdlib.h>

/* `sluis access recover`: where nobody has access any more. */

const struct option access_recover_options[] = {
	SHARES_OPTION,
	{ "fingerprint", 0, OPTION_VALUE, "HEX",
	  N_("the roster's fingerprint, as the officers read it aloud") },
	{ 0 },
};

/* The rosters that were named. */
struct named {
	struct buffer *texts;
	struct bytes *notes; /* views */
	size_t count;
};

static void named_clear(struct named *n)
{
	for (size_t i = 0; n->texts && i < n->count; i++)
		buffer_clear(&n->texts[i]);
	free(n->texts);
	free(n->notes);
}

static bool named_read(const struct invocation *in, struct named *n, struct error *e)
{
	n->count = invocation_count(in);
	n->texts = calloc(n->count + 1, sizeof *n->texts);
	n->notes = calloc(n->count + 1, sizeof *n->notes);
	if (!n->texts || !n->notes)
		return error_memory(e);
	for (size_t i = 0; i < n->count; i++) {
		if (!statement_read(invocation_argument(in, i), &n->texts[i], e))
			return false;
		n->notes[i] = buffer_bytes(&n->texts[i]);
	}
	return true;
}

/* Everything that can be wrong is said before anybody types a share. */
struct regaining_session {
	const char *home, *path;
	struct named rosters;
	struct keyfile key;
	struct secret passphrase;
	struct sha256 fingerprint;
	struct slip39_set shares;
	struct age_identity recovery;
	struct regaining regaining;
};

static void regaining_session_clear(struct regaining_session *r)
{
	regaining_clear(&r->regaining);
	named_clear(&r->rosters);
	keyfile_clear(&r->key);
	secret_clear(&r->passphrase);
	slip39_set_clear(&r->shares);
	age_identity_clear(&r->recovery);
}

static bool find_fingerprint(struct invocation *in, struct regaining_session *r, struct error *e)
{
	bool typed = invocation_given(in, "fingerprint");
	if (r->key.bound && !typed) {
		r->fingerprint = r->key.root;
		return true;
	}
	return fingerprint_wanted(
		in,
		_("The roster's fingerprint, as an officer reads it aloud: whoever can write "
	          "the store's folder could have put another store there."),
		&r->fingerprint, e);
}

static bool prepare(struct invocation *in, struct regaining_session *r, struct error *e)
{
	return invocation_home(in, &r->home, e) && invocation_key(in, &r->path, e) &&
	       named_read(in, &r->rosters, e) &&
	       session_key_typed(in, r->path, _("Passphrase: "), &r->passphrase, &r->key, e) &&
	       find_fingerprint(in, r, e) && recovery_shares_take(in, &r->shares, e) &&
	       recovery_key_combine(&r->shares, &r->recovery, e) &&
	       regaining_start(r->home, &r->recovery, &r->key, &r->fingerprint, &r->regaining, e);
}

/* Is there nothing left but to finish: the store has the roster, and the slots are to follow? */
static bool asks_for_card(const struct regaining_session *r)
{
	return r->rosters.count == 0 && !regaining_is_begun(&r->regaining);
}

/* Whoever can write the folder could put another card there: the officers compare. */
static bool tell_fingerprint(struct account *a, const char *path, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	if (!file_read(path, LIMIT_NOTE_SIZE, &note, e) || !card_parse(buffer_bytes(&note), path, &card, e))
		return false;
	fingerprint_tell(a, "fingerprint", _("card's fingerprint, to compare aloud"), &card.fingerprint);
	return true;
}

static bool make_card(struct session *s, struct regaining_session *r, struct error *e)
{
	_cleanup_(string_freep) char *card = path_join(r->home, "unit.card");
	const struct store *store = r->regaining.desk.store;
	uint64_t entries;
	if (!card)
		return error_memory(e);
	if (!regaining_prepare(&r->regaining, &entries, e))
		return false;
	struct account *a = s->out;
	account_pair(a, "unit", _("unit"), store_unit(store));
	account_pair(a, "card", _("card for the officers"), card);
	if (!tell_fingerprint(a, card, e))
		return false;
	account_pair_number(a, "entries", _("entries of the log"), entries);
	account_blank(a);
	account_line(a, "%s", _("The officers sign a roster with this in it:"));
	account_line(a,
	             _("- first an end to the log's old key: `sluis-officer roster revoke %s --reason lost "
	               "--valid-to-size %llu`;"),
	             store_unit(store), (unsigned long long)entries);
	account_line(a, "%s", _("- the unit's new card: `sluis-officer roster add unit.card --replace`;"));
	account_line(a, _("- your own card, %s, and a mandate that allows `access` and `open`."),
	             r->regaining.desk.key.name);
	account_line(a, "%s",
	             _("Then run this again, with that roster, and those of before it that aren't here yet. "
	               "Nothing "
	               "was changed in the store: who had access still has."));
	return true;
}

static bool finish(struct session *s, struct regaining_session *r, struct error *e)
{
	struct regaining *g = &r->regaining;
	if (!regaining_bind(g, e) || !session_key_rewrite(r->path, &g->desk.key, &r->passphrase, 0, e) ||
	    !regaining_finish(g, r->rosters.notes, r->rosters.count, e)) {
		if (g->begun)
			invocation_say(s->in, "%s",
			               _("warning: this is logged, and was cut off before it was done; run "
			                 "`sluis access recover` again, without a roster"));
		return false;
	}
	account_pair(s->out, "unit", _("unit"), store_unit(g->desk.store));
	account_pair(s->out, "recovered", _("has access, alone"), g->desk.key.name);
	account_pair_yes(s->out, "rekeyed", _("store encrypted anew"), true);
	account_line(
		s->out, "%s",
		_("The unit has new keys, which its letters tell the others of. Next: `sluis access add` for "
	          "each colleague; `sluis unit renew`, since whoever had access may have copied what waited "
	          "here; `sluis check`; and with the officers a new recovery key, since this "
	          "one's shares were together."));
	return true;
}

bool access_recover_command(struct session *s, struct error *e)
{
	_cleanup_(regaining_session_clear) struct regaining_session r = { .regaining.lock = -1 };
	if (!prepare(s->in, &r, e))
		return false;
	return asks_for_card(&r) ? make_card(s, &r, e) : finish(s, &r, e);
}
