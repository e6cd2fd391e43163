/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/file.h"
#include "tools/officer/commands.h"
#include "tools/officer/signable.h"
#include "trust/order.h"

/* `sluis-officer order`: that what a log keeps private of one person, or about one client, is disclosed. */

const struct option order_new_options[] = {
	{ "unit", 0, OPTION_VALUE, "UNIT", N_("whose log") },
	{ "person", 0, OPTION_VALUE, "PERSON", N_("whose acts it is about") },
	{ "record", 0, OPTION_VALUE, "HEX",
	  N_("or about which client: a record of hers, by the whole id that `sluis list --json` shows") },
	{ "from", 0, OPTION_VALUE, "DAY", N_("acts from this day") },
	{ "until", 0, OPTION_VALUE, "DAY", N_("to this day, which is included") },
	{ "auditor", 0, OPTION_VALUE, "PERSON", N_("who gets it") },
	{ "reason", 0, OPTION_VALUE, "TEXT", N_("why, in one line; name no client") },
	{ "valid-until", 0, OPTION_VALUE, "DAY",
	  N_("the last day on which it can be carried out; 30 days from now when left out") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ 0 },
};

static void order_tell(struct account *a, const struct order *o)
{
	account_pair(a, "unit", _("unit"), o->unit);
	account_pair(a, "person", o->person ? _("acts of") : NULL, o->person);
	account_pair(a, "record", o->record ? _("client, by record") : NULL, o->record);
	account_pair_day(a, "from", _("from"), o->from);
	account_pair_day(a, "until", _("until and including"), o->until);
	account_pair(a, "auditor", _("disclosed to"), o->auditor);
	account_pair(a, "reason", _("reason"), o->reason);
	account_pair_moment(a, "made", _("made"), o->made);
	account_pair_day(a, "valid_until", _("to be carried out until"), o->valid_until);
	account_pair_hash(a, "sha256", _("SHA-256 of the text"), &o->hash);
}

static void end_order(void *what)
{
	struct order *o = what;
	order_freep(&o);
}

static bool begin_order(_unused_ const struct signable_with *with, struct bytes raw, const char *path,
                        void **ret, struct error *e)
{
	struct order *o = NULL;
	if (!order_parse(raw, path, &o, e))
		return false;
	*ret = o;
	return true;
}

/* Of the controller whose unit it is. */
static bool needs_officers(struct signing *g, const void *what, const struct signable_with *with,
                           struct error *e)
{
	const struct order *o = what;
	return !with->roster || signing_add_unit(g, with->roster, o->unit, e);
}

static bool describe_order(struct account *a, const void *what, _unused_ struct error *e)
{
	order_tell(a, what);
	account_line(a, "%s",
	             _("The auditor is shown who did what with which clients. Is there a remark that gives "
	               "reason to, and is no lighter way enough?"));
	return true;
}

const struct signable signable_order = { ORDER_TYPE,     N_("an order to disclose from a log"),
	                                 begin_order,    needs_officers,
	                                 describe_order, end_order };

bool order_sign(struct session *s, struct error *e)
{
	return signable_command(s, ORDER_TYPE, e);
}

bool order_new(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	moment now = moment_now(), today = now - now % SECONDS_A_DAY;
	struct order o = { .made = now };
	if (!invocation_wants(in, e, "unit", "from", "until", "auditor", "reason", "output") ||
	    !invocation_day(in, "from", 0, &o.from, e) || !invocation_day(in, "until", 0, &o.until, e) ||
	    !invocation_day(in, "valid-until", today + 30 * SECONDS_A_DAY, &o.valid_until, e))
		return false;
	/* Borrowed, for formatting alone. */
	const char *const typed[] = { invocation_value(in, "unit"), invocation_value(in, "person"),
		                      invocation_value(in, "record"), invocation_value(in, "auditor"),
		                      invocation_value(in, "reason") };
	char **const members[] = { &o.unit, &o.person, &o.record, &o.auditor, &o.reason };
	bool ok = true;
	for (size_t i = 0; ok && i < ELEMENTS(typed); i++) {
		*members[i] = string_copy(typed[i]);
		ok = !typed[i] || *members[i] || error_memory(e);
	}
	_cleanup_(order_freep) struct order *read = NULL;
	const char *path = invocation_value(in, "output");
	ok = ok && order_format(&o, &text, e) && order_parse(buffer_bytes(&text), path, &read, e) &&
	     file_replace(path, buffer_bytes(&text), false, e);
	for (size_t i = 0; i < ELEMENTS(members); i++)
		string_freep(members[i]);
	if (!ok)
		return false;
	order_tell(s->out, read);
	account_pair(s->out, "file", _("draft"), path);
	account_line(
		s->out, "%s",
		_("Officers sign it with `sluis-officer order sign`; the unit opens it, and carries it out "
	          "with `sluis log disclose --order`."));
	return true;
}

bool order_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, known = { 0 };
	_cleanup_(order_freep) struct order *o = NULL;
	_cleanup_(roster_freep) struct roster *roster = NULL;
	const char *path = invocation_argument(in, 0), *named = invocation_value(in, "roster");
	if (!officer_read(path, &raw, e) || !order_parse(buffer_bytes(&raw), path, &o, e))
		return false;
	if (named &&
	    (!officer_read(named, &known, e) || !roster_parse(buffer_bytes(&known), named, &roster, e) ||
	     !order_verify(o, roster, moment_now(), e)))
		return false;
	order_tell(s->out, o);
	if (roster)
		account_pair_yes(s->out, "quorum", _("signed by the quorum"), true);
	return true;
}
