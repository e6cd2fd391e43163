/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file_kind.h"
#include "base/limits.h"
#include "cli/fingerprints.h"
#include "io/file.h"
#include "tools/officer/commands.h"
#include "tools/officer/signable.h"
#include "trust/role_presets.h"
#include "trust/roster_edit.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `sluis-officer roster …`: the roster made, changed, signed, shown and verified. */

#define REVIEW_MONTHS 12u

const struct option roster_init_options[] = {
	{ "controller", 0, OPTION_VALUE, "NAME", N_("the municipality, such as oss.nl") },
	{ "threshold", 0, OPTION_VALUE, "M",
	  N_("officers who must sign a change: more than half of them, but not all") },
	{ "officer", 0, OPTION_VALUES, "CARD…", N_("cards of the officers") },
	{ "review-by", 0, OPTION_VALUE, "DAY",
	  N_("when the roster is to be reviewed; in a year unless told otherwise") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ 0 },
};
const struct option roster_add_options[] = {
	{ "roster", 0, OPTION_OUTPUT, "NOTE",
	  N_("the roster to change: a draft, or a signed version, of which the next is drafted") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("write the draft here; a draft is changed in place when left out") },
	{ "unit", 0, OPTION_VALUE, "NAME", N_("give the person a mandate at this unit") },
	{ "role", 0, OPTION_VALUE, "ROLE",
	  N_("consulent, teamleider, privacy-medewerker or gegevensbeheerder, each with its usual powers; or "
	     "any other, with --action") },
	{ "law", 0, OPTION_VALUES, "LAW…", N_("one or more of wmo pw jeugdwet wgs wi suwi zvw") },
	{ "action", 0, OPTION_VALUES, "ACTION…",
	  N_("instead of the role's usual powers: read, import, export, consent, pack, approve, open, log, "
	     "access, decide") },
	{ "from", 0, OPTION_VALUE, "DAY", N_("first day; today unless told otherwise") },
	{ "until", 0, OPTION_VALUE, "DAY", N_("last day; open end when left out") },
	{ "label", 0, OPTION_VALUE, "TEXT", N_("what the roster shows for the person") },
	{ "fg-of", 0, OPTION_VALUE, "NAME",
	  N_("the person is this controller's data protection officer (FG), and no officer of any") },
	{ 0 },
};
const struct option roster_remove_options[] = {
	{ "roster", 0, OPTION_OUTPUT, "NOTE",
	  N_("the roster to change: a draft, or a signed version, of which the next is drafted") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("write the draft here; a draft is changed in place when left out") },
	{ 0 },
};
const struct option roster_set_options[] = {
	{ "roster", 0, OPTION_OUTPUT, "NOTE",
	  N_("the roster to change: a draft, or a signed version, of which the next is drafted") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("write the draft here; a draft is changed in place when left out") },
	{ "log-months", 0, OPTION_VALUE, "N",
	  N_("after so many months logs may forget whom their entries are about; 60 unless told otherwise") },
	{ "disclosure-by", 0, OPTION_VALUE, "one|two",
	  N_("how many persons must sign to disclose what a log keeps private") },
	{ "unit", 0, OPTION_VALUES, "UNIT…", N_("the units for which --recovery is") },
	{ "recovery", 0, OPTION_VALUE, "RECIPIENT",
	  N_("the recovery recipient that `recovery split` told, or `none`: what is encrypted to those units "
	     "is "
	     "encrypted to it, too") },
	{ 0 },
};
const struct option roster_sign_options[] = {
	{ "previous", 0, OPTION_VALUE, "FILE",
	  N_("the version before; looked for beside the roster when left out") },
	CONFIRM_OPTION,
	SIGNING_ANEW,
	{ 0 },
};
const struct option roster_verify_options[] = {
	{ "fingerprint", 0, OPTION_VALUE, "HEX", N_("of version 1, as read aloud") },
	{ 0 },
};

bool officer_read(const char *path, struct buffer *ret, struct error *e)
{
	return statement_read(path, ret, e);
}

static bool read_roster(const char *path, struct roster **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return officer_read(path, &raw, e) && roster_parse(buffer_bytes(&raw), path, ret, e);
}

static bool read_card(const char *path, struct card *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return file_take(path, LIMIT_NOTE_SIZE, &raw, e) &&
	       file_kind_check(buffer_bytes(&raw), path, FILE_FOR_CARD, e) &&
	       card_parse(buffer_bytes(&raw), path, ret, e);
}

/* What is read aloud is the first version's, once nobody can change that any more. */
static void tell_fingerprint(struct account *o, const struct roster *r, bool adopted)
{
	char shown[FINGERPRINT_SHOWN_SIZE + 1];
	if (adopted && r->version == 1) {
		fingerprint_tell(o, "fingerprint", _("fingerprint, to be read aloud"), &r->hash);
		return;
	}
	fingerprint_show(&r->hash, shown);
	account_pair(o, "fingerprint",
	             adopted ? _("fingerprint of this version")
	                     : _("fingerprint (a draft: not to be read aloud)"),
	             shown);
}

static bool write_draft(struct roster *r, const char *path, bool replace, struct account *o, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	if (!roster_format(r, &text, e) || !file_replace(path, buffer_bytes(&text), replace, e))
		return false;
	account_pair(o, "file", _("draft"), path);
	account_pair_number(o, "version", _("version"), r->version);
	tell_fingerprint(o, r, false);
	return true;
}

static moment today(void)
{
	moment now = moment_now();
	return now - now % SECONDS_A_DAY;
}

/* --- init --- */

static bool add_officers(struct invocation *in, struct roster *r, const char *controller, struct error *e)
{
	size_t count;
	const char *const *cards = invocation_values(in, "officer", &count);
	for (size_t i = 0; i < count; i++) {
		struct card card;
		if (!read_card(cards[i], &card, e) || !roster_add_person(r, &card, NULL, today(), e) ||
		    !roster_add_officer(r, card.name, controller, e))
			return false;
	}
	return true;
}

bool roster_init(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *controller = invocation_value(in, "controller"), *path = invocation_value(in, "output");
	uint64_t m;
	moment review;
	if (!invocation_wants(in, e, "controller", "threshold", "output"))
		return false;
	return invocation_number(in, "threshold", 0, 2, 1000, &m, e) &&
	       invocation_day(in, "review-by", moment_add_months(today(), REVIEW_MONTHS), &review, e) &&
	       roster_draft(controller, moment_now(), review, &r, e) &&
	       roster_add_controller(r, controller, m, e) && add_officers(in, r, controller, e) &&
	       write_draft(r, path, false, o, e);
}

/* --- add and remove --- */

/* The roster to change, as a draft; where to write it, and whether that may replace. */
static bool begin_change(struct invocation *in, struct roster **ret, const char **ret_path, bool *ret_replace,
                         struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *from = invocation_value(in, "roster"), *to = invocation_value(in, "output");
	if (!from)
		return error_set(e, ERR_USAGE, "--roster", "%s", N_("missing"));
	if (!read_roster(from, &r, e))
		return false;
	if (r->note.size && !to)
		return error_set(
			e, ERR_USAGE, "-o", "%s",
			N_("a signed roster isn't changed in place: name the file for the next version"));
	*ret_path = to ? to : from;
	*ret_replace = !to || strcmp(to, from) == 0;
	if (!roster_edit(r, moment_now(), e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}

static bool read_bits(struct invocation *in, bool powers, unsigned *ret, struct error *e)
{
	const char *option = powers ? "action" : "law";
	size_t count;
	const char *const *words = invocation_values(in, option, &count);
	*ret = 0;
	for (size_t i = 0; i < count; i++) {
		enum power power = 0;
		enum law law = 0;
		struct bytes word = bytes_of_string(words[i]);
		if (!(powers ? power_parse(word, &power) : law_parse(word, &law)))
			return error_set(e, ERR_USAGE, option, "unknown: %s", words[i]);
		*ret |= (unsigned)power | (unsigned)law;
	}
	return count > 0 || error_set(e, ERR_USAGE, option, "%s", N_("name each"));
}

/* What the role usually may, unless it was said. */
static bool read_powers(struct invocation *in, const char *role, unsigned *ret, struct error *e)
{
	const struct role_preset *preset = role_preset_find(bytes_of_string(role));
	size_t said;
	(void)invocation_values(in, "action", &said);
	if (said || !preset)
		return read_bits(in, true, ret, e);
	*ret = preset->powers;
	return true;
}

/* Everything that a mandate lacks, at once. */
static bool check_mandate(struct invocation *in, struct error *e)
{
	const char *role = invocation_value(in, "role");
	bool preset = role && role_preset_find(bytes_of_string(role));
	return invocation_wants(in, e, "unit", "role", "law", preset ? NULL : "action");
}

static bool add_mandate(struct invocation *in, struct roster *r, const struct card *card, struct error *e)
{
	const char *unit = invocation_value(in, "unit"), *role = invocation_value(in, "role");
	unsigned laws, powers;
	moment from, until;
	if (!unit && !role && !invocation_given(in, "law") && !invocation_given(in, "action"))
		return true;
	return check_mandate(in, e) && read_bits(in, false, &laws, e) && read_powers(in, role, &powers, e) &&
	       invocation_day(in, "from", today(), &from, e) && invocation_day(in, "until", 0, &until, e) &&
	       roster_add_unit(r, unit, e) &&
	       roster_add_mandate(r, card->name, unit, role, laws, powers, from, until, e);
}

static bool add_fg(struct invocation *in, struct roster *r, const struct card *card, struct error *e)
{
	const char *controller = invocation_value(in, "fg-of");
	return !controller || roster_set_fg(r, card->name, controller, e);
}

bool roster_add(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *r = NULL;
	struct card card;
	const char *path;
	bool replace;
	if (!begin_change(in, &r, &path, &replace, e) || !read_card(invocation_argument(in, 0), &card, e))
		return false;
	if (card.is_unit ? !roster_set_unit(r, &card, e)
	                 : !roster_add_person(r, &card, invocation_value(in, "label"), today(), e) ||
	                           !add_mandate(in, r, &card, e) || !add_fg(in, r, &card, e))
		return false;
	account_pair(o, "added", _("added"), card.name);
	fingerprint_tell(o, "card_fingerprint", _("card's fingerprint, to compare aloud"), &card.fingerprint);
	return write_draft(r, path, replace, o, e);
}

bool roster_remove_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *path;
	bool replace;
	if (!begin_change(in, &r, &path, &replace, e) || !roster_remove(r, invocation_argument(in, 0), e))
		return false;
	account_pair(o, "removed", _("removed"), invocation_argument(in, 0));
	account_line(
		o, "%s",
		_("Who could open a unit's store still can: once this roster is opened there, a colleague "
	          "takes that away with `sluis access remove`."));
	return write_draft(r, path, replace, o, e);
}

/* The recovery key of each unit that was named. */
static bool set_recovery(struct invocation *in, struct roster *r, struct error *e)
{
	size_t count;
	const char *typed = invocation_value(in, "recovery");
	const char *const *units = invocation_values(in, "unit", &count);
	const bool none = typed && strcmp(typed, "none") == 0;
	struct age_recipient recovery;
	if (!typed && !count)
		return true;
	if (!invocation_wants(in, e, "unit", "recovery"))
		return false;
	if (!none && !age_recipient_parse(bytes_of_string(typed), &recovery, e))
		return error_set(e, ERR_USAGE, "--recovery", "%s",
		                 N_("an age recipient is needed, such as age1…, or `none`"));
	for (size_t i = 0; i < count; i++)
		if (!roster_set_recovery(r, units[i], none ? NULL : &recovery, e))
			return false;
	return true;
}

bool roster_set(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *path, *by = invocation_value(in, "disclosure-by");
	bool replace;
	if (!by && !invocation_value(in, "log-months") && !invocation_given(in, "recovery") &&
	    !invocation_given(in, "unit"))
		return error_set(e, ERR_USAGE, "--log-months, --disclosure-by, --recovery", "%s",
		                 N_("one of them, or more"));
	if (by && strcmp(by, "one") != 0 && strcmp(by, "two") != 0)
		return error_set(e, ERR_USAGE, "--disclosure-by", "%s", _("one or two"));
	if (!begin_change(in, &r, &path, &replace, e) ||
	    !invocation_number(in, "log-months", r->log_months, 1, ROSTER_LOG_MONTHS_MOST, &r->log_months,
	                       e) ||
	    !set_recovery(in, r, e))
		return false;
	if (by)
		r->disclosure_by_two = strcmp(by, "two") == 0;
	return write_draft(r, path, replace, o, e);
}

/* --- sign, show, verify --- */

static void append_words(struct buffer *out, const char *word)
{
	buffer_printf(out, "%s%s", out->size ? " " : "", word);
}

static bool output_signers(struct account *o, const struct roster *r, struct error *e)
{
	static const struct column columns[] = {
		{ "officer", N_("officer"), COLUMN_NAME },
		{ "controller", N_("for"), COLUMN_NAME },
		{ "signed", N_("signed"), COLUMN_STATE },
		{ "witness", N_("cosigns logs"), COLUMN_STATE },
	};
	bool *signed_by = calloc(r->officer_count + 1, sizeof *signed_by);
	if (!signed_by)
		return error_memory(e);
	bool ok = roster_signers(r, signed_by, e);
	account_table(o, "officers", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; ok && i < r->officer_count; i++) {
		account_cell(o, r->officers[i].person);
		account_cell(o, r->officers[i].controller);
		account_cell_yes(o, signed_by[i]);
		const struct roster_person *p = roster_person(r, r->officers[i].person);
		account_cell_yes(o, p && p->has_witness);
	}
	account_table_end(o, NULL);
	for (size_t i = 0; ok && i < r->controller_count; i++) {
		uint64_t missing = roster_signers_missing(r, r->controllers[i].name, signed_by);
		if (missing)
			account_line(o,
			             ngettext("%s: %llu more signature is needed",
			                      "%s: %llu more signatures are needed", (unsigned long)missing),
			             r->controllers[i].name, (unsigned long long)missing);
	}
	free(signed_by);
	account_blank(o);
	return ok;
}

static void output_advisers(struct account *o, const struct roster *r)
{
	static const struct column columns[] = {
		{ "person", N_("data protection officer (FG)"), COLUMN_NAME },
		{ "controller", N_("for"), COLUMN_NAME },
	};
	account_table(o, "advisers", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->adviser_count; i++) {
		account_cell(o, r->advisers[i].person);
		account_cell(o, r->advisers[i].controller);
	}
	account_table_end(o, NULL);
	if (r->adviser_count)
		account_blank(o);
}

static void output_units(struct account *o, const struct roster *r)
{
	static const struct column columns[] = {
		{ "unit", N_("unit"), COLUMN_NAME },
		{ "controller", N_("controller"), COLUMN_NAME },
		{ "ready", N_("has keys"), COLUMN_STATE },
		{ "recovery", N_("recovery key"), COLUMN_STATE },
	};
	account_table(o, "units", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->unit_count; i++) {
		account_cell(o, r->units[i].name);
		account_cell(o, r->units[i].controller);
		account_cell_yes(o, r->units[i].ready);
		account_cell_yes(o, r->units[i].has_recovery);
	}
	account_table_end(o, NULL);
	account_blank(o);
}

static void output_mandate(struct account *o, const struct roster *r, const struct roster_mandate *m)
{
	_cleanup_(buffer_clear) struct buffer laws = { 0 };
	_cleanup_(buffer_clear) struct buffer powers = { 0 };
	const struct roster_person *p = roster_person(r, m->person);
	for (size_t i = 0; i < LAW_COUNT; i++)
		if (m->laws & 1u << i)
			append_words(&laws, law_names[i]);
	for (unsigned bit = 1; bit & POWER_ANY; bit <<= 1)
		if (m->powers & bit)
			append_words(&powers, power_name((enum power)bit));
	account_cell(o, m->id);
	account_cell(o, m->person);
	account_cell(o, p ? p->label : "");
	account_cell(o, m->unit);
	account_cell(o, m->role);
	account_cell_buffer(o, &laws);
	account_cell_buffer(o, &powers);
	account_cell_day(o, m->from);
	account_cell_day(o, m->until);
}

static void output_mandates(struct account *o, const struct roster *r)
{
	static const struct column columns[] = {
		{ "mandate", N_("mandate"), COLUMN_ID },   { "person", N_("person"), COLUMN_NAME },
		{ "label", N_("label"), COLUMN_NAME },     { "unit", N_("unit"), COLUMN_NAME },
		{ "role", N_("role"), COLUMN_NAME },       { "laws", N_("laws"), COLUMN_TEXT },
		{ "actions", N_("actions"), COLUMN_TEXT }, { "from", N_("from"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },
	};
	account_table(o, "mandates", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->mandate_count; i++)
		output_mandate(o, r, &r->mandates[i]);
	account_table_end(o, NULL);
}

/* --- signing --- */

struct roster_to_sign {
	struct roster *roster;
	const struct roster *previous;
};

static void end_signing(void *what)
{
	struct roster_to_sign *t = what;
	roster_freep(&t->roster);
	free(t);
}

static bool begin_signing(const struct signable_with *with, struct bytes raw, const char *path, void **ret,
                          struct error *e)
{
	struct roster_to_sign *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	*ret = t;
	t->previous = with->previous;
	/* What no store would take in isn't signed: a later version couldn't follow on it. */
	return roster_parse(raw, path, &t->roster, e) && roster_check_issued(t->roster, moment_now(), e) &&
	       (!t->previous || roster_check_succession(t->previous, t->roster, e));
}

static bool needs_officers(struct signing *g, const void *what, const struct signable_with *with,
                           struct error *e)
{
	const struct roster_to_sign *t = what;
	return signing_add_roster(g, t->roster, with->previous, e);
}

struct rows {
	struct account *o;
	size_t count;
};

static bool tell_row(void *context, bool added, const char *list, const char *row, struct error *e)
{
	struct rows *rows = context;
	account_cell_words(rows->o, added ? "added" : "gone", added ? N_("added") : N_("gone"));
	account_cell(rows->o, list);
	account_cell(rows->o, row);
	rows->count++;
	return account_ok(rows->o, e);
}

/* Row by row what the version before doesn't say alike. */
static bool tell_rows(struct account *o, const struct roster_to_sign *t, struct error *e)
{
	static const struct column columns[] = {
		{ "change", N_("change"), COLUMN_STATE },
		{ "list", N_("in"), COLUMN_NAME },
		{ "row", N_("row"), COLUMN_TEXT },
	};
	struct rows rows = { .o = o };
	bool terms;
	account_table(o, "changes", NULL, columns, ELEMENTS(columns));
	if (!roster_each_change(t->previous, t->roster, tell_row, &rows, &terms, e))
		return false;
	account_table_end(o, NULL);
	if (terms)
		account_line(o, "%s",
		             _("What holds for every unit's log differs too: `roster show` tells it."));
	if (!rows.count && !terms)
		account_line(o, "%s", _("It says the same as the version before."));
	return true;
}

static bool describe_roster(struct account *o, const void *what, struct error *e)
{
	const struct roster_to_sign *t = what;
	account_pair(o, "id", _("roster"), t->roster->id);
	account_pair_number(o, "version", _("version"), t->roster->version);
	tell_fingerprint(o, t->roster, false);
	account_blank(o);
	if (t->previous)
		return tell_rows(o, t, e);
	output_advisers(o, t->roster);
	output_units(o, t->roster);
	output_mandates(o, t->roster);
	return true;
}

const struct signable signable_roster = { ROSTER_TYPE,    N_("a roster"),  begin_signing,
	                                  needs_officers, describe_roster, end_signing };

bool roster_sign(struct session *s, struct error *e)
{
	return signable_command(s, ROSTER_TYPE, e);
}

bool roster_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *r = NULL;
	bool adopted;
	if (!read_roster(invocation_argument(in, 0), &r, e) || !signing_is_adopted(r, NULL, &adopted, e))
		return false;
	account_pair(o, "id", _("roster"), r->id);
	account_pair_number(o, "version", _("version"), r->version);
	tell_fingerprint(o, r, adopted);
	account_pair_day(o, "issued", _("issued"), r->issued);
	account_pair_day(o, "review_by", _("to be reviewed by"), r->review_by);
	account_pair_number(o, "log_months", _("logs forget after, in months"),
	                    r->log_months ? r->log_months : ROSTER_LOG_MONTHS);
	account_pair_yes(o, "disclosure_by_two", _("disclosure by two persons"), r->disclosure_by_two);
	account_blank(o);
	if (!output_signers(o, r, e))
		return false;
	output_advisers(o, r);
	output_units(o, r);
	output_mandates(o, r);
	return true;
}

bool roster_verify(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_chain_clear) struct roster_chain chain = { 0 };
	if (!fingerprint_needed(in, &chain.fingerprint, e))
		return false;
	for (size_t i = 0; i < invocation_count(in); i++) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		if (!read_roster(invocation_argument(in, i), &r, e) || !roster_chain_append(&chain, &r, e))
			return false;
	}
	account_pair_number(o, "version", _("valid up to version"), roster_chain_newest(&chain)->version);
	return true;
}
