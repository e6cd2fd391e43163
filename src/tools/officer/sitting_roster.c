/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Who takes part, the cards of who isn't here, and the first roster: drafted, signed, and its fingerprint. */
#include "base/limits.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/joining.h"
#include "tools/officer/setup_asking.h"
#include "tools/officer/setup_work.h"
#include "tools/officer/sitting.h"

#include <stdlib.h>
#include <string.h>

static bool is_among(const char *name, char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_officer_in(const struct setup_plan *p, const char *person)
{
	for (size_t i = 0; i < p->controller_count; i++)
		if (is_among(person, p->controllers[i].officers, p->controllers[i].officer_count))
			return true;
	return false;
}

static bool is_named_in(const struct setup_plan *p, const char *person)
{
	for (size_t i = 0; i < p->controller_count; i++)
		if (p->controllers[i].fg && strcmp(p->controllers[i].fg, person) == 0)
			return true;
	for (size_t i = 0; i < p->unit_count; i++)
		for (size_t k = 0; k < p->units[i].person_count; k++)
			if (strcmp(p->units[i].people[k].name, person) == 0)
				return true;
	return is_officer_in(p, person) || (p->auditor && strcmp(p->auditor, person) == 0);
}

static bool is_present(const struct sitting *t, const char *person)
{
	for (size_t i = 0; i < t->c.officer_count; i++)
		if (strcmp(t->c.officers[i].person, person) == 0)
			return true;
	return false;
}

/* --- the answers --- */

static bool check_officers(const struct sitting *t, const struct setup_plan *p, struct error *e)
{
	for (size_t i = 0; i < t->c.officer_count; i++)
		if (!is_officer_in(p, t->c.officers[i].person))
			return error_set(
				e, ERR_VALUE, SETUP_FILE,
				N_("%s sits here, and isn't an officer in these answers: change that file"),
				t->c.officers[i].person);
	return true;
}

/* Nothing is drafted before every card is there: who brings one, and the same command again. */
static bool wait_for_cards(struct sitting *t, const struct setup_plan *p, struct error *e)
{
	while (!t->stopped) {
		_cleanup_(folder_clear) struct folder f = { 0 };
		_cleanup_(buffer_clear) struct buffer missing = { 0 };
		if (!folder_read(t->folder, &f, e) || !setup_cards_missing(p, &f, &missing, e))
			return false;
		if (!missing.size)
			return true;
		if (!buffer_string(&missing))
			return error_memory(e);
		dialogue_say(&t->talk,
		             _("\nThese have no card in %s yet: %s. Copy the cards there from the stick."),
		             t->folder, buffer_string(&missing));
		if (!sitting_wait(t, _("Enter, when they are there."), e))
			return false;
	}
	return true;
}

static bool note_answers(struct sitting *t, const char *path, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct ceremony_row row = { .step = CEREMONY_ANSWERS, .has_hash = true };
	if (!file_read(path, LIMIT_NOTE_SIZE, &raw, e))
		return false;
	sha256_of(buffer_bytes(&raw), &row.hash);
	const struct ceremony_row *last = ceremony_last(&t->c, CEREMONY_ANSWERS, NULL);
	return (last && sha256_equal(&last->hash, &row.hash)) || sitting_note(t, &row, e);
}

bool sitting_answers(struct sitting *t, struct setup_plan *p, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(string_freep) char *path = path_join(t->folder, SETUP_FILE);
	bool ready = false, begun = path && file_exists(path);
	if (!path)
		return error_memory(e);
	if (ceremony_last(&t->c, CEREMONY_ROSTER, NULL)) /* once there is a roster they are history */
		return true;
	if (!begun) {
		sitting_heading(t, _("Who takes part"));
		dialogue_say(&t->talk, _("Copy the cards of all who aren't here into %s now."), t->folder);
		if (!sitting_wait(t, _("Enter, when they are there."), e) || t->stopped)
			return t->stopped;
	}
	if (!folder_read(t->folder, &f, e))
		return false;
	joining_warn(t->s, &f);
	if (!sitting_show(t, e) ||
	    !setup_make_plan(path, begun ? NULL : invocation_value(t->s->in, "from"), &f, p, &ready, e))
		return false;
	t->stopped = !ready;
	return !ready || (check_officers(t, p, e) && wait_for_cards(t, p, e) && note_answers(t, path, e));
}

/* --- the cards of who isn't here --- */

bool sitting_cards(struct sitting *t, const struct setup_plan *p, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	struct error ignored;
	struct card card;
	if (ceremony_last(&t->c, CEREMONY_ROSTER, NULL))
		return true;
	if (!folder_read(t->folder, &f, e))
		return false;
	for (const struct folder_text *x = NULL; !t->stopped && (x = folder_next(&f, CARD_TYPE, x));) {
		if (!card_parse(buffer_bytes(&x->raw), x->path, &card, &ignored) || card.is_unit ||
		    is_present(t, card.name) || !is_named_in(p, card.name))
			continue;
		const struct spoken w = {
			.step = CEREMONY_CARD, .about = card.name, .hash = &card.fingerprint, .may_skip = true
		};
		if (!sitting_spoken(t, &w, e))
			return false;
	}
	return true;
}

/* --- the draft --- */

static bool find_roster(const struct sitting *t, struct folder *f, struct roster **ret, const char **ret_path,
                        struct error *e)
{
	if (!folder_read(t->folder, f, e) || !folder_roster(f, ret, ret_path, e))
		return false;
	return !*ret || (*ret)->version == 1 ||
	       error_set(e, ERR_FILE_EXISTS, *ret_path, "%s",
	                 N_("a second version lies there: the partnership has begun already"));
}

bool sitting_roster(struct sitting *t, const struct setup_plan *p, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *path = NULL;
	if (!ceremony_last(&t->c, CEREMONY_ROSTER, NULL) && !setup_draft(t->s, t->folder, p, e))
		return false;
	if (!find_roster(t, &f, &r, &path, e))
		return false;
	if (!r)
		return error_set(e, ERR_FILE_MISSING, t->folder, "%s", N_("the draft of the roster is gone"));
	if (t->c.has_root && sha256_equal(&t->c.root, &r->hash))
		return true;
	t->c.has_root = true;
	t->c.root = r->hash;
	free(t->c.roster);
	t->c.roster = string_copy(r->id);
	return t->c.roster
	               ? sitting_note(t,
	                              &(struct ceremony_row){
					      .step = CEREMONY_ROSTER, .has_hash = true, .hash = r->hash },
	                              e)
	               : error_memory(e);
}

/* --- signing --- */

static bool has_signed(const struct roster *r, const struct note_verifier *key)
{
	struct note note;
	struct error ignored;
	return note_parse(buffer_bytes(&r->note), "roster", &note, &ignored) &&
	       note_verify_one(&note, key, &ignored);
}

static bool sign_turn(struct sitting *t, size_t officer, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	const struct ceremony_officer *o = &t->c.officers[officer];
	const struct ceremony_row *last = ceremony_last(&t->c, CEREMONY_SIGNED, o->person);
	const char *path;
	if (last && sha256_equal(&last->hash, &t->c.root))
		return true;
	if (!sitting_key(t, officer, &key, e) || t->stopped)
		return t->stopped;
	if (!sitting_show(t, e) || !setup_sign(t->s, t->folder, &key, e) || !find_roster(t, &f, &r, &path, e))
		return false;
	if (!r || !sha256_equal(&r->hash, &t->c.root))
		return error_set(e, ERR_BUSY, t->folder, "%s", N_("the roster was changed meanwhile"));
	if (!has_signed(r, &o->key)) {
		dialogue_say(&t->talk, _("%s didn't sign the roster: the ceremony stops here."), o->person);
		t->stopped = true;
		return sitting_show(t, e);
	}
	return sitting_note(t,
	                    &(struct ceremony_row){ .step = CEREMONY_SIGNED,
	                                            .about = o->person,
	                                            .has_hash = true,
	                                            .hash = r->hash },
	                    e);
}

bool sitting_sign(struct sitting *t, struct error *e)
{
	sitting_heading(t, _("The roster is signed"));
	for (size_t i = 0; !t->stopped && i < t->c.officer_count; i++)
		if (!sign_turn(t, i, e))
			return false;
	return true;
}

/* --- the fingerprint on which all rests --- */

bool sitting_root(struct sitting *t, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *path;
	if (!find_roster(t, &f, &r, &path, e) || (r && !roster_verify_root(r, &t->c.root, e)))
		return false;
	const struct spoken w = { .step = CEREMONY_ROOT,
		                  .reads = t->c.officers[0].person,
		                  .hash = &t->c.root,
		                  .types = t->c.officer_count - 1 };
	return sitting_spoken(t, &w, e);
}
