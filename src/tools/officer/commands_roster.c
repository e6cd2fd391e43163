/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file_kind.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/fingerprints.h"
#include "io/file.h"
#include "tools/officer/commands.h"
#include "tools/officer/roster_files.h"
#include "tools/officer/signable.h"
#include "trust/role_presets.h"
#include "trust/roster_edit.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `sluis-officer roster init`, `add`, `remove`, `revoke` and `set`: the roster drafted and changed. */

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
/* Of each command that changes one. */
#define DRAFT_OPTIONS \
	{ "roster", 0, OPTION_OUTPUT, "NOTE", \
	  N_("the roster to change: a draft, or a signed version, of which the next is drafted") }, \
		{ "output", 'o', OPTION_OUTPUT, "FILE", \
		  N_("write the draft here; a draft is changed in place when left out") }, \
	{ \
		"review-by", 0, OPTION_VALUE, "DAY", N_("when the roster is to be reviewed next") \
	}
#define REASON_OPTION \
	{ \
		"reason", 0, OPTION_VALUE, "REASON", N_("left, superseded, lost or compromised") \
	}

const struct option roster_add_options[] = {
	DRAFT_OPTIONS,
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
	{ "officer-of", 0, OPTION_VALUE, "NAME", N_("the persons are officers of this controller") },
	{ "instead-of", 0, OPTION_VALUES, "PERSON…",
	  N_("with --officer-of: these are its officers no more, and stay persons") },
	{ "threshold", 0, OPTION_VALUE, "M",
	  N_("with --officer-of a controller that is new: how many of its officers must sign") },
	{ "fg-of", 0, OPTION_VALUE, "NAME",
	  N_("the person is this controller's data protection officer (FG), and no officer of any") },
	{ "replace", 0, OPTION_FLAG, NULL,
	  N_("the person has a new key: the old one is revoked, superseded from today unless --reason and "
	     "--from say otherwise; or the unit renewed its keys") },
	REASON_OPTION,
	{ 0 },
};
const struct option roster_remove_options[] = {
	DRAFT_OPTIONS,
	{ "officer-of", 0, OPTION_VALUE, "NAME",
	  N_("only as an officer of this controller; the person stays") },
	{ "units-to", 0, OPTION_VALUE, "NAME",
	  N_("of a controller that goes: this one answers for its units from now on") },
	{ "successor", 0, OPTION_FLAG, NULL,
	  N_("with --units-to: it has the rights and obligations of the one that goes by law, so that its "
	     "agreements go on; without, they end") },
	{ "from", 0, OPTION_VALUE, "DAY",
	  N_("with --successor: since this day; today unless told otherwise") },
	{ 0 },
};
const struct option roster_set_options[] = {
	DRAFT_OPTIONS,
	{ "label", 0, OPTION_VALUE, "TEXT", N_("what the roster shows for the person or the unit") },
	{ "from", 0, OPTION_VALUE, "DAY", N_("first day of the person or the mandate") },
	{ "until", 0, OPTION_VALUE, "DAY",
	  N_("last day of the person or the mandate; `open` for an open end") },
	{ "controller", 0, OPTION_VALUE, "NAME", N_("who answers for the unit from now on") },
	{ "threshold", 0, OPTION_VALUE, "M", N_("how many of the controller's officers must sign") },
	{ "log-months", 0, OPTION_VALUE, "N",
	  N_("after so many months logs may forget whom their entries are about; 60 unless told otherwise") },
	{ "disclosure-by", 0, OPTION_VALUE, "one|two",
	  N_("how many persons must sign to disclose what a log keeps private") },
	{ "access-by", 0, OPTION_VALUE, "one|two",
	  N_("how many persons it takes to change who has access to a store") },
	{ "recovery", 0, OPTION_VALUE, "RECIPIENT",
	  N_("of a unit: the recovery recipient that `recovery split` told, or `none`; what is encrypted to "
	     "that unit is encrypted to it, too") },
	{ 0 },
};
const struct option roster_revoke_options[] = {
	DRAFT_OPTIONS,
	REASON_OPTION,
	{ "from", 0, OPTION_VALUE, "DAY",
	  N_("from this day on; of a key that was lost or stolen, the day from which somebody else may have "
	     "had "
	     "it. Today unless told otherwise") },
	{ "valid-to-size", 0, OPTION_VALUE, "N",
	  N_("of the key that signs a unit's log: it counts up to so many entries") },
	{ 0 },
};

bool officer_read(const char *path, struct buffer *ret, struct error *e)
{
	return statement_read(path, ret, e);
}

static bool read_card(const char *path, struct card *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return file_take(path, LIMIT_NOTE_SIZE, &raw, e) &&
	       file_kind_check(buffer_bytes(&raw), path, FILE_FOR_CARD, e) &&
	       card_parse(buffer_bytes(&raw), path, ret, e);
}

/* --- init --- */

static bool add_officers(struct invocation *in, struct roster *r, const char *controller, struct error *e)
{
	size_t count;
	const char *const *cards = invocation_values(in, "officer", &count);
	for (size_t i = 0; i < count; i++) {
		struct card card;
		if (!read_card(cards[i], &card, e) || !roster_add_person(r, &card, NULL, roster_today(), e) ||
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
	       invocation_day(in, "review-by", moment_add_months(roster_today(), REVIEW_MONTHS), &review,
	                      e) &&
	       roster_draft(controller, moment_now(), review, &r, e) &&
	       roster_add_controller(r, controller, m, e) && add_officers(in, r, controller, e) &&
	       roster_write_draft(r, &(const struct rosters_before){ 0 }, path, false, o, e);
}

/* --- a version more --- */

/* What a command changes, and where it goes. */
struct change {
	struct roster *roster;
	struct rosters_before before;
	const char *path;
	bool replace;
};
static void change_clear(struct change *c)
{
	roster_freep(&c->roster);
	rosters_before_clear(&c->before);
}

/* A day that is past can't stand in a new version: it is asked for, whatever else is changed. */
static bool set_review(const struct invocation *in, struct roster *r, struct error *e)
{
	char day[DAY_SIZE + 1];
	if (!invocation_value(in, "review-by") && r->review_by < r->issued) {
		day_format(r->review_by, day);
		return error_set(e, ERR_USAGE, "--review-by",
		                 N_("the roster was to be reviewed by %s: say when it is next"), day);
	}
	return invocation_day(in, "review-by", r->review_by, &r->review_by, e);
}

static bool begin_change(struct invocation *in, struct change *ret, struct error *e)
{
	_cleanup_(change_clear) struct change c = { 0 };
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	const char *from = invocation_value(in, "roster"), *to = invocation_value(in, "output");
	if (!from)
		return error_set(e, ERR_USAGE, "--roster", "%s", N_("missing"));
	if (!officer_read(from, &raw, e) || !roster_parse(buffer_bytes(&raw), from, &c.roster, e))
		return false;
	bool is_signed = c.roster->note.size > 0;
	if (is_signed && !to)
		return error_set(
			e, ERR_USAGE, "-o", "%s",
			N_("a signed roster isn't changed in place: name the file for the next version"));
	c.path = to ? to : from;
	c.replace = !to || strcmp(to, from) == 0;
	if (is_signed ? !roster_parse(buffer_bytes(&raw), from, &c.before.list[0], e)
	              : !roster_file_before(from, c.roster, &c.before, e))
		return false;
	c.before.count = is_signed ? 1 : c.before.count;
	if (!roster_edit(c.roster, moment_now(), e) || !set_review(in, c.roster, e))
		return false;
	*ret = c;
	c = (struct change){ 0 };
	return true;
}

static bool end_change(struct change *c, struct account *o, struct error *e)
{
	return roster_write_draft(c->roster, &c->before, c->path, c->replace, o, e);
}

/* --- add --- */

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
	       invocation_day(in, "from", roster_today(), &from, e) &&
	       invocation_day(in, "until", 0, &until, e) && roster_add_unit(r, unit, e) &&
	       roster_add_mandate(r, card->name, unit, role, laws, powers, from, until, e);
}

static bool read_reason(const struct invocation *in, enum revocation_reason otherwise, bool of_person,
                        enum revocation_reason *ret, struct error *e)
{
	const char *word = invocation_value(in, "reason");
	*ret = otherwise;
	if (word && !revocation_reason_parse(bytes_of_string(word), ret))
		return error_set(e, ERR_USAGE, "--reason", "%s", N_("left, superseded, lost or compromised"));
	return of_person || *ret != REVOKED_LEFT ||
	       error_set(e, ERR_USAGE, "--reason", "%s",
	                 N_("a person leaves; a key is superseded, lost or compromised"));
}

/* A person who is there has another card from now on. */
static bool replace_card(struct invocation *in, struct roster *r, const struct card *card, struct account *o,
                         struct error *e)
{
	enum revocation_reason reason;
	moment from;
	bool replaced;
	if (!read_reason(in, REVOKED_SUPERSEDED, false, &reason, e) ||
	    !invocation_day(in, "from", roster_today(), &from, e) ||
	    !roster_replace_person(r, card, reason, from, &replaced, e))
		return false;
	if (!replaced)
		return error_set(e, ERR_FILE_EXISTS, card->name, "%s",
		                 N_("the roster has this card already"));
	account_pair_words(o, "reason", _("the old key is revoked"), revocation_reason_name(reason),
	                   revocation_reason_name(reason));
	account_pair_day(o, "effective", _("from"), from);
	return true;
}

static bool add_office(struct invocation *in, struct roster *r, const struct card *card, struct error *e)
{
	const char *officer_of = invocation_value(in, "officer-of"), *fg_of = invocation_value(in, "fg-of");
	uint64_t threshold;
	if (fg_of && !roster_set_fg(r, card->name, fg_of, e))
		return false;
	if (!officer_of)
		return true;
	if (!roster_controller(r, bytes_of_string(officer_of)) &&
	    (!invocation_wants(in, e, "threshold") ||
	     !invocation_number(in, "threshold", 0, 2, 1000, &threshold, e) ||
	     !roster_add_controller(r, officer_of, threshold, e)))
		return false;
	return roster_add_officer(r, card->name, officer_of, e);
}

static bool add_card(struct invocation *in, struct roster *r, const struct card *card, struct account *o,
                     struct error *e)
{
	bool replace = invocation_flag(in, "replace");
	if (card->is_unit ? !roster_set_unit(r, card, replace, e)
	    : replace     ? !replace_card(in, r, card, o, e)
	                  : !roster_add_person(r, card, invocation_value(in, "label"), roster_today(), e))
		return false;
	if (!card->is_unit && (!add_mandate(in, r, card, e) || !add_office(in, r, card, e)))
		return false;
	account_pair(o, "added", _("added"), card->name);
	fingerprint_tell(o, "card_fingerprint", _("card's fingerprint, to compare aloud"),
	                 &card->fingerprint);
	return true;
}

/* At once, since a controller has as many officers as its threshold allows, before and behind. */
static bool drop_former(struct invocation *in, struct roster *r, struct error *e)
{
	size_t count;
	const char *controller = invocation_value(in, "officer-of");
	const char *const *former = invocation_values(in, "instead-of", &count);
	if (count && !controller)
		return invocation_wants(in, e, "officer-of");
	for (size_t i = 0; i < count; i++)
		if (!roster_remove_officer(r, former[i], controller, e))
			return false;
	return true;
}

bool roster_add(struct session *s, struct error *e)
{
	_cleanup_(change_clear) struct change c = { 0 };
	if (!begin_change(s->in, &c, e) || !drop_former(s->in, c.roster, e))
		return false;
	for (size_t i = 0; i < invocation_count(s->in); i++) {
		struct card card;
		if (!read_card(invocation_argument(s->in, i), &card, e) ||
		    !add_card(s->in, c.roster, &card, s->out, e))
			return false;
	}
	return end_change(&c, s->out, e);
}

/* --- remove and revoke --- */

/* What the roster alone doesn't do. */
static void tell_slots(struct account *o)
{
	account_line(
		o, "%s",
		_("Who could open a unit's store still can: once this roster is opened there, a colleague "
	          "takes that away with `sluis access remove`."));
}

/* In one step: a unit isn't in the name of another controller, nor without one. */
static bool move_units(const struct invocation *in, struct roster *r, struct error *e)
{
	const char *from = invocation_argument(in, 0), *to = invocation_value(in, "units-to");
	bool succeeds = invocation_flag(in, "successor");
	moment since;
	if (succeeds || invocation_value(in, "from")) {
		if (!invocation_wants(in, e, "units-to", "successor") ||
		    !invocation_day(in, "from", roster_today(), &since, e))
			return false;
	}
	if (!to)
		return true;
	if (!roster_controller(r, bytes_of_string(from)) || !roster_controller(r, bytes_of_string(to)))
		return error_set(e, ERR_USAGE, "--units-to", "%s",
		                 N_("one controller for another, both in the roster"));
	for (size_t i = 0; i < r->unit_count; i++)
		if (strcmp(r->units[i].controller, from) == 0 &&
		    !roster_set_text(&r->units[i].controller, to, e))
			return false;
	return !succeeds || roster_add_succession(r, from, to, since, e);
}

/* What becomes of what it agreed. */
static void tell_agreements(const struct invocation *in, struct account *o)
{
	const char *from = invocation_argument(in, 0), *to = invocation_value(in, "units-to");
	if (to && invocation_flag(in, "successor"))
		account_line(o,
		             _("What %s agreed goes on under %s, until it ends or another agreement takes "
		               "its place."),
		             from, to);
	else if (to)
		account_line(
			o,
			_("What %s agreed ends with it: nothing is packed under it any more, until %s agrees "
		          "anew. --successor takes it over."),
			from, to);
}

bool roster_remove_command(struct session *s, struct error *e)
{
	struct account *o = s->out;
	_cleanup_(change_clear) struct change c = { 0 };
	const char *name = invocation_argument(s->in, 0), *office = invocation_value(s->in, "officer-of");
	if (!begin_change(s->in, &c, e))
		return false;
	bool was_unit = roster_unit(c.roster, name);
	if (!move_units(s->in, c.roster, e))
		return false;
	if (office ? !roster_remove_officer(c.roster, name, office, e) : !roster_remove(c.roster, name, e))
		return false;
	account_pair(o, "removed", _("removed"), name);
	if (was_unit)
		account_line(
			o, "%s",
			_("Letters to this unit are refused from now on, and its own as well: see that those "
		          "under way were opened. Its log can still be verified."));
	else if (!office && roster_person(c.roster, name))
		account_line(
			o, "%s",
			_("This person was revoked, so that the row stays: what that person signed is judged "
		          "by it."));
	tell_agreements(s->in, o);
	if (!office && !was_unit)
		tell_slots(o);
	return end_change(&c, o, e);
}

/* What counts and what doesn't, before anybody signs it. */
static void tell_revoked(struct account *o, const struct roster *r, const struct roster_revocation *v)
{
	const char *name = roster_revocation_name(v);
	bool person = name_is_person(bytes_of_string(name));
	account_pair(o, "revoked", _("revoked"), name);
	account_pair_words(o, "reason", _("reason"), revocation_reason_name(v->reason),
	                   revocation_reason_name(v->reason));
	account_pair_day(o, "effective", _("from"), v->effective);
	if (v->has_size) {
		account_pair_number(o, "valid_to_size", _("counts up to so many entries"), v->size);
		account_line(o, "%s",
		             _("The unit needs another log key before anything of it is taken in above that "
		               "size."));
		return;
	}
	account_line(
		o, "%s",
		revocation_spares_dates(v->reason)
			? _("What was signed before that day stands, and packages that are under way are "
	                    "taken until their last day.")
			: _("Whoever has the key writes any date: of what it signed only that counts which "
	                    "others saw before that day."));
	if (person && roster_is_an_officer(r, name))
		account_line(
			o, "%s",
			_("This person is an officer, whose signature doesn't count from then on; `roster "
		          "add CARD --officer-of --instead-of` puts another in the place."));
	if (v->person)
		tell_slots(o);
}

bool roster_revoke(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(change_clear) struct change c = { 0 };
	struct roster_revocation v = { 0 };
	char name[sizeof v.key.name];
	if (!invocation_wants(in, e, "roster", "reason") || !begin_change(in, &c, e))
		return false;
	const struct roster_person *person = roster_person(c.roster, invocation_argument(in, 0));
	v.has_key = !person;
	if ((!person && !roster_find_key(c.roster, invocation_argument(in, 0), &v.key, e)) ||
	    !read_reason(in, REVOKED_LEFT, person, &v.reason, e) ||
	    !invocation_day(in, "from", roster_today(), &v.effective, e))
		return false;
	v.has_size = v.has_key && v.key.type == NOTE_ED25519 && !name_is_person(bytes_of_string(v.key.name));
	if ((v.has_size && !invocation_wants(in, e, "valid-to-size")) ||
	    !invocation_number(in, "valid-to-size", 0, 0, INT64_MAX, &v.size, e))
		return false;
	if (!v.has_size && invocation_value(in, "valid-to-size"))
		return error_set(e, ERR_USAGE, "--valid-to-size", "%s",
		                 N_("only of the key that signs a unit's log"));
	if (person) {
		snprintf(name, sizeof name, "%s", person->name);
		v.person = name;
	}
	if (!roster_add_revocation(c.roster, &v, e))
		return false;
	tell_revoked(s->out, c.roster, &v);
	return end_change(&c, s->out, e);
}

/* --- set --- */

/* What may be set of what: a row is one of these. */
enum target { OF_ROSTER = 1, OF_PERSON = 2, OF_UNIT = 4, OF_MANDATE = 8, OF_CONTROLLER = 16 };
static const struct {
	const char *option;
	unsigned of;
} settable[] = {
	{ "label", OF_PERSON | OF_UNIT },
	{ "from", OF_PERSON | OF_MANDATE },
	{ "until", OF_PERSON | OF_MANDATE },
	{ "controller", OF_UNIT },
	{ "recovery", OF_UNIT },
	{ "threshold", OF_CONTROLLER },
	{ "log-months", OF_ROSTER },
	{ "disclosure-by", OF_ROSTER },
	{ "access-by", OF_ROSTER },
	{ "review-by", OF_ROSTER | OF_PERSON | OF_UNIT | OF_MANDATE | OF_CONTROLLER },
};

/* The row of that name, of whichever list. */
struct row {
	enum target target;
	struct roster_person *person;
	struct roster_unit *unit;
	struct roster_mandate *mandate;
	struct roster_controller *controller;
};

static bool find_row(struct roster *r, const char *name, struct row *ret, struct error *e)
{
	*ret = (struct row){ .target = OF_ROSTER };
	if (!name)
		return true;
	for (size_t i = 0; i < r->person_count; i++)
		if (strcmp(r->persons[i].name, name) == 0)
			*ret = (struct row){ .target = OF_PERSON, .person = &r->persons[i] };
	for (size_t i = 0; i < r->unit_count; i++)
		if (strcmp(r->units[i].name, name) == 0)
			*ret = (struct row){ .target = OF_UNIT, .unit = &r->units[i] };
	for (size_t i = 0; i < r->mandate_count; i++)
		if (strcmp(r->mandates[i].id, name) == 0)
			*ret = (struct row){ .target = OF_MANDATE, .mandate = &r->mandates[i] };
	for (size_t i = 0; i < r->controller_count; i++)
		if (strcmp(r->controllers[i].name, name) == 0)
			*ret = (struct row){ .target = OF_CONTROLLER, .controller = &r->controllers[i] };
	return ret->target != OF_ROSTER || error_set(e, ERR_NOT_FOUND, name, "%s", "");
}

static bool check_settable(const struct invocation *in, enum target target, struct error *e)
{
	bool any = false;
	for (size_t i = 0; i < ELEMENTS(settable); i++) {
		if (!invocation_value(in, settable[i].option))
			continue;
		any = true;
		if (!(settable[i].of & (unsigned)target))
			return error_set(
				e, ERR_USAGE, settable[i].option, "%s",
				N_("isn't of what was named; `roster set --help` tells what is of what"));
	}
	return any || error_set(e, ERR_USAGE, NULL, "%s", N_("say what is to be set"));
}

static bool set_days(const struct invocation *in, moment *from, moment *until, struct error *e)
{
	const char *last = invocation_value(in, "until");
	if (last && strcmp(last, "open") == 0)
		*until = 0;
	else if (!invocation_day(in, "until", *until, until, e))
		return false;
	return invocation_day(in, "from", *from, from, e);
}

static bool set_by_two(const struct invocation *in, const char *option, bool *by_two, struct error *e)
{
	const char *by = invocation_value(in, option);
	if (!by)
		return true;
	*by_two = strcmp(by, "two") == 0;
	return *by_two || strcmp(by, "one") == 0 || error_set(e, ERR_USAGE, option, "%s", _("one or two"));
}

static bool set_terms(struct invocation *in, struct roster *r, struct error *e)
{
	if (!set_by_two(in, "disclosure-by", &r->disclosure_by_two, e) ||
	    !set_by_two(in, "access-by", &r->access_by_two, e))
		return false;
	return invocation_number(in, "log-months", r->log_months, 1, ROSTER_LOG_MONTHS_MOST, &r->log_months,
	                         e);
}

/* The recovery key of a unit. */
static bool set_recovery(struct invocation *in, struct roster *r, const char *unit, struct error *e)
{
	const char *typed = invocation_value(in, "recovery");
	const bool none = typed && strcmp(typed, "none") == 0;
	struct age_recipient recovery;
	if (!typed)
		return true;
	if (!none && !age_recipient_parse(bytes_of_string(typed), &recovery, e))
		return error_set(e, ERR_USAGE, "--recovery", "%s",
		                 N_("an age recipient is needed, such as age1…, or `none`"));
	return roster_set_recovery(r, unit, none ? NULL : &recovery, e);
}

static bool set_row(struct invocation *in, struct roster *r, struct row *row, struct error *e)
{
	const char *label = invocation_value(in, "label"), *controller = invocation_value(in, "controller");
	switch (row->target) {
	case OF_PERSON:
		return (!label || roster_set_text(&row->person->label, label, e)) &&
		       set_days(in, &row->person->from, &row->person->until, e);
	case OF_UNIT:
		return (!label || roster_set_text(&row->unit->label, label, e)) &&
		       (!controller || roster_set_text(&row->unit->controller, controller, e)) &&
		       set_recovery(in, r, row->unit->name, e);
	case OF_MANDATE:
		return set_days(in, &row->mandate->from, &row->mandate->until, e);
	case OF_CONTROLLER:
		return invocation_number(in, "threshold", row->controller->threshold, 2, 1000,
		                         &row->controller->threshold, e);
	case OF_ROSTER:
		break;
	}
	return set_terms(in, r, e);
}

bool roster_set(struct session *s, struct error *e)
{
	_cleanup_(change_clear) struct change c = { 0 };
	struct row row;
	const char *name = invocation_count(s->in) ? invocation_argument(s->in, 0) : NULL;
	if (!begin_change(s->in, &c, e) || !find_row(c.roster, name, &row, e) ||
	    !check_settable(s->in, row.target, e) || !set_row(s->in, c.roster, &row, e))
		return false;
	if (name)
		account_pair(s->out, "set", _("changed"), name);
	return end_change(&c, s->out, e);
}
