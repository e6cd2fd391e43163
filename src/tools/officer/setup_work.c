/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/setup_work.h"

#include "cli/fingerprints.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/officer/signable.h"
#include "tools/officer/templates.h"
#include "trust/agreement_text.h"
#include "trust/ceremony.h"
#include "trust/role_presets.h"
#include "trust/roster_edit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define REVIEW_MONTHS 12u
#define CARD_TYPE "sluis.card/v1"

static moment today(void)
{
	moment now = moment_now();
	return now - now % SECONDS_A_DAY;
}

/* --- cards --- */

/* The card with that name; `*ret_found` false where there is none. */
static bool find_card(const struct folder *f, const char *name, struct card *ret, bool *ret_found,
                      struct error *e)
{
	struct card card;
	struct error ignored;
	*ret_found = false;
	for (const struct folder_text *t = NULL; (t = folder_next(f, CARD_TYPE, t));) {
		if (!card_parse(buffer_bytes(&t->raw), t->path, &card, &ignored) ||
		    strcmp(card.name, name) != 0)
			continue;
		if (*ret_found && !sha256_equal(&card.fingerprint, &ret->fingerprint))
			return error_set(
				e, ERR_AMBIGUOUS, t->path,
				N_("another card bears the name %s: ask that person which is theirs, and "
			           "take the other away"),
				name);
		*ret = card;
		*ret_found = true;
	}
	return true;
}

typedef bool (*person_hook)(void *context, const char *name, struct error *e);

/* Everybody whom the plan names; somebody with two tasks twice. */
static bool each_person(const struct setup_plan *p, person_hook hook, void *context, struct error *e)
{
	for (size_t i = 0; i < p->controller_count; i++) {
		const struct setup_controller *c = &p->controllers[i];
		for (size_t j = 0; j < c->officer_count; j++)
			if (!hook(context, c->officers[j], e))
				return false;
		if (c->fg && !hook(context, c->fg, e))
			return false;
	}
	for (size_t i = 0; i < p->unit_count; i++)
		for (size_t j = 0; j < p->units[i].person_count; j++)
			if (!hook(context, p->units[i].people[j].name, e))
				return false;
	return !p->auditor || hook(context, p->auditor, e);
}

struct missing {
	const struct folder *folder;
	struct buffer *names;
};

static bool add_if_missing(void *context, const char *name, struct error *e)
{
	struct missing *m = context;
	struct card card;
	bool found;
	if (!find_card(m->folder, name, &card, &found, e))
		return false;
	if (!found && !bytes_lists(buffer_bytes(m->names), name))
		buffer_printf(m->names, "%s%s", m->names->size ? ", " : "", name);
	return buffer_ok(m->names, e);
}

bool setup_cards_missing(const struct setup_plan *p, const struct folder *f, struct buffer *ret,
                         struct error *e)
{
	struct missing m = { f, ret };
	return each_person(p, add_if_missing, &m, e);
}

/* --- the roster --- */

struct drafting {
	const struct folder *folder;
	struct roster *roster;
};

static bool add_person(void *context, const char *name, struct error *e)
{
	struct drafting *d = context;
	struct card card;
	bool found;
	if (!find_card(d->folder, name, &card, &found, e))
		return false;
	return found ? roster_add_person(d->roster, &card, NULL, today(), e)
	             : error_set(e, ERR_NOT_FOUND, name, "%s", "");
}

static bool add_controller(struct roster *r, const struct setup_controller *c, struct error *e)
{
	uint64_t usual = c->officer_count / 2 + 1;
	if (!roster_add_controller(r, c->name, c->threshold ? c->threshold : usual, e))
		return false;
	for (size_t i = 0; i < c->officer_count; i++)
		if (!roster_add_officer(r, c->officers[i], c->name, e))
			return false;
	return !c->fg || roster_set_fg(r, c->fg, c->name, e);
}

/* A mandate for each role, under the law of the unit's kind. */
static bool add_unit(struct roster *r, const struct setup_unit *u, struct error *e)
{
	enum party_kind kind;
	if (!party_kind_parse(bytes_of_string(u->kind), &kind))
		return error_set(e, ERR_VALUE, u->name, "%s", "kind");
	if (!roster_add_unit(r, u->name, e))
		return false;
	for (size_t i = 0; i < u->person_count; i++) {
		struct cursor roles = cursor_of(bytes_of_string(u->people[i].roles));
		while (!cursor_done(&roles)) {
			const struct role_preset *preset = role_preset_find(cursor_until(&roles, ' '));
			if (preset &&
			    !roster_add_mandate(r, u->people[i].name, u->name, preset->name,
			                        party_kind_law(kind), preset->powers, today(), 0, e))
				return false;
		}
	}
	return true;
}

static bool draft_roster(const struct setup_plan *p, const struct folder *f, struct roster **ret,
                         struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	struct drafting d = { .folder = f };
	if (!roster_draft(p->controllers[0].name, moment_now(), moment_add_months(today(), REVIEW_MONTHS), &r,
	                  e))
		return false;
	d.roster = r;
	if (!each_person(p, add_person, &d, e))
		return false;
	for (size_t i = 0; i < p->controller_count; i++)
		if (!add_controller(r, &p->controllers[i], e))
			return false;
	for (size_t i = 0; i < p->unit_count; i++)
		if (!add_unit(r, &p->units[i], e))
			return false;
	*ret = r;
	r = NULL;
	return true;
}

static bool write_file(struct account *o, const char *folder, const char *name, struct bytes text,
                       struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(folder, name);
	if (!path)
		return error_memory(e);
	if (!file_replace(path, text, false, e))
		return false;
	account_pair(o, NULL, _("drafted"), path);
	return true;
}

static bool write_roster(struct account *o, const char *folder, struct roster *r, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(string_freep) char *name = string_printf("roster-%" PRIu64 ".note", r->version);
	if (!name)
		return error_memory(e);
	return roster_format(r, &text, e) && write_file(o, folder, name, buffer_bytes(&text), e);
}

/* The recovery key that officers made in a ceremony, whose transcript lies there: a unit gets it with its
 * keys. Zeros: none; one that still goes on counts for nothing. */
static bool find_recovery(const struct folder *f, struct ceremony *c, struct error *e)
{
	_cleanup_(roster_freep) struct roster *root = NULL;
	const struct folder_text *t = folder_next(f, CEREMONY_TYPE, NULL);
	if (!t)
		return true;
	return folder_root(f, &root, e) && ceremony_parse(buffer_bytes(&t->raw), t->path, c, e) &&
	       (!c->ended || !root || ceremony_verify(c, root, e));
}

/* The keys of units that came since go into the next version. */
static bool draft_next(struct account *o, const char *folder, const struct folder *f, struct roster *r,
                       struct error *e)
{
	_cleanup_(ceremony_clear) struct ceremony c = { 0 };
	bool adopted, changed = false, edited = false;
	if (!signing_is_adopted(r, f, &adopted, e) || (adopted && !find_recovery(f, &c, e)))
		return false;
	for (size_t i = 0; adopted && i < r->unit_count; i++) {
		struct card card;
		bool found;
		if (r->units[i].ready)
			continue;
		if (!find_card(f, r->units[i].name, &card, &found, e))
			return false;
		if (!found)
			continue;
		if (!edited && !roster_edit(r, moment_now(), e))
			return false;
		edited = changed = true;
		if (!roster_set_unit(r, &card, false, e) ||
		    (c.ended && c.has_recovery && !roster_set_recovery(r, card.name, &c.recovery, e)))
			return false;
	}
	return !changed || write_roster(o, folder, r, e);
}

/* --- the law, and what is agreed --- */

static bool draft_grounds(struct account *o, const char *folder, const struct folder *f, struct sha256 *ret,
                          struct error *e)
{
	const struct folder_text *t = folder_next(f, GROUNDS_TYPE, NULL);
	struct note note;
	sha256_of(grounds_shipped(), ret);
	if (!t)
		return write_file(o, folder, "grounds.note", grounds_shipped(), e);
	if (!statement_open_draft(buffer_bytes(&t->raw), GROUNDS_TYPE, t->path, &note, e))
		return false;
	*ret = note.hash;
	return true;
}

static bool draft_agreements(struct account *o, const char *folder, const struct setup_plan *p,
                             const struct roster *r, const struct sha256 *grounds, struct error *e)
{
	for (size_t i = 0; i < p->agreement_count; i++) {
		_cleanup_(string_freep) char *name = string_printf("agreement-%s.note", p->agreements[i]);
		_cleanup_(string_freep) char *path = name ? path_join(folder, name) : NULL;
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		if (!path)
			return error_memory(e);
		if (!file_exists(path) && (!template_fit(p->agreements[i], r, grounds, &text, e) ||
		                           !write_file(o, folder, name, buffer_bytes(&text), e)))
			return false;
	}
	return true;
}

bool setup_draft(struct session *s, const char *folder, const struct setup_plan *p, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	struct sha256 grounds;
	if (!folder_read(folder, &f, e) || !folder_roster(&f, &r, NULL, e))
		return false;
	if (!r) {
		if (!setup_cards_missing(p, &f, &missing, e))
			return false;
		if (missing.size)
			return true; /* which setup_tell_next tells */
		if (!draft_roster(p, &f, &r, e) || !write_roster(s->out, folder, r, e))
			return false;
	} else if (!draft_next(s->out, folder, &f, r, e)) {
		return false;
	}
	return draft_grounds(s->out, folder, &f, &grounds, e) &&
	       draft_agreements(s->out, folder, p, r, &grounds, e);
}

/* --- signing --- */

/* In the order in which each rests on those before. */
static const char *const order[] = { ROSTER_TYPE, GROUNDS_TYPE, OVERRIDE_TYPE, CATALOGUE_TYPE,
	                             AGREEMENT_TYPE };

struct beside {
	struct folder folder;
	struct roster *newest;
	const char **pinned; /* borrowed from the folder */
	size_t pinned_count;
};
static void beside_clear(struct beside *b)
{
	folder_clear(&b->folder);
	roster_freep(&b->newest);
	free(b->pinned);
}

static bool read_beside(const char *folder, struct beside *b, struct error *e)
{
	if (!folder_read(folder, &b->folder, e) || !folder_roster(&b->folder, &b->newest, NULL, e))
		return false;
	b->pinned = calloc(b->folder.count + 1, sizeof *b->pinned);
	if (!b->pinned)
		return error_memory(e);
	for (size_t i = 1; i + 1 < ELEMENTS(order); i++)
		for (const struct folder_text *t = NULL; (t = folder_next(&b->folder, order[i], t));)
			b->pinned[b->pinned_count++] = t->path;
	return true;
}

typedef bool (*text_hook)(struct session *s, void *context, const struct signing *g, struct error *e);

/* Each text that officers sign, ready for it. One that isn't fit to be signed is told, and left. */
static bool each_text(struct session *s, struct beside *b, bool warn, text_hook hook, void *context,
                      struct error *e)
{
	for (size_t i = 0; i < ELEMENTS(order); i++)
		for (const struct folder_text *t = NULL; (t = folder_next(&b->folder, order[i], t));) {
			_cleanup_(signable_end) struct signable_text text = { 0 };
			_cleanup_(roster_freep) struct roster *this = NULL;
			_cleanup_(rosters_before_clear) struct rosters_before before = { 0 };
			struct error why;
			struct bytes raw = buffer_bytes(&t->raw);
			if (i == 0 && (!roster_parse(raw, t->path, &this, e) ||
			               !folder_rosters_before(&b->folder, this, &before, e)))
				return false;
			const struct signable_with with = { b->newest, &before, b->pinned, b->pinned_count };
			if (!signable_begin(order[i], t->path, raw, &with, &text, &why)) {
				if (why.code == ERR_MEMORY)
					return error_memory(e);
				if (warn)
					invocation_warn(s->in, &why);
				s->outcome = EXIT_REFUSED;
				continue;
			}
			if (!hook(s, context, &text.signing, e))
				return false;
		}
	return true;
}

struct signing_by {
	const struct keyfile *key;
	size_t signed_count;
};

static bool sign_one(struct session *s, void *context, const struct signing *g, struct error *e)
{
	struct signing_by *by = context;
	bool done;
	if (!signing_waits_for(g, by->key))
		return true;
	if (!signing_sign(s, by->key, g, &done, e))
		return false;
	account_pair(s->out, NULL, done ? _("signed") : _("not signed"), g->path);
	by->signed_count += done;
	return true;
}

bool setup_sign(struct session *s, const char *folder, const struct keyfile *key, struct error *e)
{
	_cleanup_(beside_clear) struct beside b = { 0 };
	struct signing_by by = { .key = key };
	if (!read_beside(folder, &b, e) || !each_text(s, &b, true, sign_one, &by, e))
		return false;
	account_pair_number(s->out, "signed", NULL, by.signed_count);
	return true;
}

/* --- what is next --- */

struct telling {
	struct account *o;
	const char *folder;
};

static void row(struct account *o, const char *who, const char *what, const char *command)
{
	account_cell(o, who);
	account_cell(o, what);
	account_cell(o, command);
}

static bool tell_text(_unused_ struct session *s, void *context, const struct signing *g, struct error *e)
{
	struct telling *t = context;
	_cleanup_(buffer_clear) struct buffer who = { 0 };
	uint64_t missing = signing_missing(g);
	if (!missing)
		return true;
	signing_append_awaited(&who, g);
	const char *name = strrchr(g->path, '/');
	_cleanup_(string_freep) char *what =
		string_printf(_("signatures still needed below %s: %llu"), name ? name + 1 : g->path,
	                      (unsigned long long)missing);
	_cleanup_(string_freep) char *command = string_printf("sluis-officer setup %s", t->folder);
	if (!what || !command || !buffer_string(&who))
		return error_memory(e);
	row(t->o, buffer_string(&who), what, command);
	return true;
}

static bool tell_cards(struct account *o, const char *folder, const struct setup_plan *p,
                       const struct folder *f, struct error *e)
{
	_cleanup_(string_freep) char *officer = string_printf("sluis-officer setup %s", folder);
	_cleanup_(string_freep) char *clerk = string_printf("sluis join %s", folder);
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	if (!officer || !clerk)
		return error_memory(e);
	if (!setup_cards_missing(p, f, &missing, e))
		return false;
	struct cursor c = cursor_of(buffer_bytes(&missing));
	while (!cursor_done(&c)) {
		struct bytes name = cursor_until(&c, ',');
		_cleanup_(string_freep) char *who = string_of_bytes(name);
		bool is_officer = false;
		if (!who)
			return error_memory(e);
		for (size_t i = 0; i < p->controller_count; i++)
			for (size_t j = 0; j < p->controllers[i].officer_count; j++)
				is_officer = is_officer || strcmp(p->controllers[i].officers[j], who) == 0;
		row(o, who, _("makes a key, whose card goes into the folder"), is_officer ? officer : clerk);
		if (!cursor_done(&c))
			cursor_take(&c, 1);
	}
	return true;
}

/* Once the roster counts: the people of units make their stores, and open what was signed. */
static bool tell_units(struct account *o, const char *folder, const struct roster *r, struct error *e)
{
	_cleanup_(string_freep) char *command = string_printf("sluis join %s", folder);
	if (!command)
		return error_memory(e);
	for (size_t i = 0; i < r->unit_count; i++) {
		const struct roster_unit *u = &r->units[i];
		_cleanup_(buffer_clear) struct buffer who = { 0 };
		for (size_t j = 0; j < r->mandate_count; j++)
			if (strcmp(r->mandates[j].unit, u->name) == 0 &&
			    !bytes_lists(buffer_bytes(&who), r->mandates[j].person))
				buffer_printf(&who, "%s%s", who.size ? ", " : "", r->mandates[j].person);
		_cleanup_(string_freep) char *what = string_printf(
			u->ready ? _("opens the texts at the store of %s, once they are signed")
				 : _("makes the store of %s, once; the others let their keys work with it"),
			u->name);
		if (!what || !buffer_string(&who))
			return error_memory(e);
		row(o, buffer_string(&who), what, command);
	}
	return true;
}

static bool tell_fingerprint(struct account *o, const struct folder *f, struct error *e)
{
	_cleanup_(roster_freep) struct roster *root = NULL;
	if (!folder_root(f, &root, e))
		return false;
	if (!root)
		return true;
	fingerprint_tell(o, "fingerprint", _("fingerprint, to be read aloud"), &root->hash);
	return true;
}

bool setup_tell_next(struct session *s, const char *folder, const struct setup_plan *p, struct error *e)
{
	static const struct column columns[] = {
		{ "who", N_("who"), COLUMN_NAME },
		{ "what", N_("does what next"), COLUMN_TEXT },
		{ "command", N_("with"), COLUMN_NAME },
	};
	_cleanup_(beside_clear) struct beside b = { 0 };
	struct account *o = s->out;
	struct telling t = { o, folder };
	bool adopted = false;
	if (!read_beside(folder, &b, e) ||
	    (b.newest && !signing_is_adopted(b.newest, &b.folder, &adopted, e)) ||
	    !tell_fingerprint(o, &b.folder, e))
		return false;
	account_blank(o);
	account_table(o, "next", NULL, columns, ELEMENTS(columns));
	bool ok = (b.newest || !p || tell_cards(o, folder, p, &b.folder, e)) &&
	          each_text(s, &b, false, tell_text, &t, e) &&
	          (!adopted || tell_units(o, folder, b.newest, e));
	if (ok && adopted && p && p->auditor)
		row(o, p->auditor,
		    _("keeps the fingerprint, and then verifies the logs that the units export"),
		    "sluis-audit trust roster-1.note");
	account_table_end(o, NULL);
	return ok;
}
