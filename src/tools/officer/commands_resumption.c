/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/commands.h"
#include "tools/officer/signable.h"
#include "trust/resumption.h"

/* `sluis-officer resumption`: that a unit's log goes on from an older copy of its store. */

static void resumption_tell(struct account *a, const struct resumption *r)
{
	account_pair(a, "unit", _("unit"), r->unit);
	account_pair_number(a, "size", _("its log goes on from entries"), r->size);
	account_pair_hash(a, "root", _("with the root"), &r->root);
	account_pair_number(a, "lost_to", _("given up to entries"), r->lost_to);
	account_pair_number(a, "lost", _("entries that are lost, at the most"), r->lost_to - r->size);
	account_pair_moment(a, "made", _("made"), r->made);
	account_pair(a, "reason", _("reason"), r->reason);
	account_pair_hash(a, "sha256", _("SHA-256 of the text"), &r->hash);
}

static void end_resumption(void *what)
{
	struct resumption *r = what;
	resumption_freep(&r);
}

static bool begin_resumption(_unused_ const struct signable_with *with, struct bytes raw, const char *path,
                             void **ret, struct error *e)
{
	struct resumption *r = NULL;
	if (!resumption_parse(raw, path, &r, e))
		return false;
	*ret = r;
	return true;
}

/* Of the controller whose unit it is. */
static bool needs_officers(struct signing *g, const void *what, const struct signable_with *with,
                           struct error *e)
{
	const struct resumption *r = what;
	return !with->roster || signing_add_unit(g, with->roster, r->unit, e);
}

static bool describe_resumption(struct account *o, const void *what, _unused_ struct error *e)
{
	resumption_tell(o, what);
	account_line(o, "%s",
	             _("What stands behind that place in the log that others saw is given up for good. Ask "
	               "how the newest copy of the store was lost, and whether it is really gone."));
	return true;
}

const struct signable signable_resumption = {
	RESUMPTION_TYPE,     N_("that a log goes on from an older place"),
	begin_resumption,    needs_officers,
	describe_resumption, end_resumption
};

bool resumption_sign(struct session *s, struct error *e)
{
	return signable_command(s, RESUMPTION_TYPE, e);
}

bool resumption_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, known = { 0 };
	_cleanup_(resumption_freep) struct resumption *r = NULL;
	_cleanup_(roster_freep) struct roster *roster = NULL;
	const char *path = invocation_argument(in, 0), *named = invocation_value(in, "roster");
	if (!officer_read(path, &raw, e) || !resumption_parse(buffer_bytes(&raw), path, &r, e))
		return false;
	if (named &&
	    (!officer_read(named, &known, e) || !roster_parse(buffer_bytes(&known), named, &roster, e) ||
	     !resumption_verify(r, roster, moment_now(), e)))
		return false;
	resumption_tell(s->out, r);
	if (roster)
		account_pair_yes(s->out, "quorum", _("signed by the quorum"), true);
	return true;
}
