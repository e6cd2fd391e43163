/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_edit.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool roster_draft(const char *id, moment issued, moment review_by, struct roster **ret, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = calloc(1, sizeof *r);
	if (!r)
		return error_memory(e);
	r->id = string_copy(id);
	if (!r->id)
		return error_memory(e);
	r->version = 1;
	r->issued = issued;
	r->review_by = review_by;
	*ret = r;
	r = NULL;
	return true;
}

bool roster_edit(struct roster *r, moment issued, struct error *e)
{
	if (r->version == UINT64_MAX)
		return error_set(e, ERR_TOO_LARGE, r->id, "%s", "version");
	if (r->note.size) {
		char day[DAY_SIZE + 1];
		day_format(r->issued, day);
		if (issued < r->issued)
			return error_set(e, ERR_CLOCK, r->id, "version %llu was issued on %s",
			                 (unsigned long long)r->version, day);
		r->previous = r->hash;
		r->version++;
		buffer_clear(&r->note);
	}
	r->issued = issued;
	return true;
}

/* Room for one more zeroed row at the end of an array; NULL when out of memory. */
static void *one_more(void *rows, size_t *count, size_t size)
{
	char *grown = reallocarray(rows, *count + 1, size);
	if (!grown)
		return NULL;
	memset(grown + *count * size, 0, size);
	(*count)++;
	return grown;
}

#define ADD_ROW(r, rows, count) (one_more((r)->rows, &(r)->count, sizeof *(r)->rows))

bool roster_add_controller(struct roster *r, const char *name, uint64_t threshold, struct error *e)
{
	struct roster_controller *rows = ADD_ROW(r, controllers, controller_count);
	if (!rows)
		return error_memory(e);
	r->controllers = rows;
	struct roster_controller *c = &rows[r->controller_count - 1];
	c->threshold = threshold;
	c->name = string_copy(name);
	return c->name ? true : error_memory(e);
}

bool roster_set_text(char **member, const char *text, struct error *e)
{
	char *copy = string_copy(text);
	if (!copy)
		return error_memory(e);
	free(*member);
	*member = copy;
	return true;
}

static bool relabel(struct roster_person *p, const char *label, struct error *e)
{
	return !label || roster_set_text(&p->label, label, e);
}

bool roster_add_person(struct roster *r, const struct card *card, const char *label, moment from,
                       struct error *e)
{
	for (size_t i = 0; i < r->person_count; i++) {
		struct roster_person *p = &r->persons[i];
		if (strcmp(p->name, card->name) != 0)
			continue;
		if (!note_verifier_equal(&p->key, &card->key) ||
		    !age_recipient_equal(&p->recipient, &card->recipient))
			return error_set(e, ERR_FILE_EXISTS, card->name, "%s",
			                 N_("the roster has another card of this person"));
		if (p->has_witness &&
		    (!card->has_witness || !note_verifier_equal(&p->witness, &card->witness)))
			return error_set(e, ERR_FILE_EXISTS, card->name, "%s",
			                 N_("the roster has another card of this person"));
		p->has_witness = card->has_witness;
		p->witness = card->witness;
		return relabel(p, label, e);
	}
	struct roster_person *rows = ADD_ROW(r, persons, person_count);
	if (!rows)
		return error_memory(e);
	r->persons = rows;
	struct roster_person *p = &rows[r->person_count - 1];
	p->key = card->key;
	p->recipient = card->recipient;
	p->has_witness = card->has_witness;
	p->witness = card->witness;
	p->from = from;
	p->name = string_copy(card->name);
	p->label = string_copy(label ? label : card->name);
	return p->name && p->label ? true : error_memory(e);
}

bool roster_add_revocation(struct roster *r, const struct roster_revocation *v, struct error *e)
{
	struct roster_revocation *rows = ADD_ROW(r, revocations, revocation_count);
	if (!rows)
		return error_memory(e);
	r->revocations = rows;
	struct roster_revocation *added = &rows[r->revocation_count - 1];
	*added = *v;
	added->person = v->person ? string_copy(v->person) : NULL;
	return !v->person || added->person ? true : error_memory(e);
}

bool roster_replace_person(struct roster *r, const struct card *card, enum revocation_reason reason,
                           moment effective, bool *ret_replaced, struct error *e)
{
	struct roster_person *p = NULL;
	for (size_t i = 0; i < r->person_count; i++)
		if (strcmp(r->persons[i].name, card->name) == 0)
			p = &r->persons[i];
	if (!p)
		return error_set(e, ERR_NOT_FOUND, card->name, "%s", "");
	struct roster_revocation v = { .reason = reason, .effective = effective, .has_key = true };
	bool other = !note_verifier_equal(&p->key, &card->key),
	     watched = p->has_witness &&
	               (!card->has_witness || !note_verifier_equal(&p->witness, &card->witness));
	*ret_replaced = other || watched || !age_recipient_equal(&p->recipient, &card->recipient);
	v.key = p->key;
	if (other && !roster_add_revocation(r, &v, e))
		return false;
	v.key = p->witness;
	if (watched && !roster_add_revocation(r, &v, e))
		return false;
	p->key = card->key;
	p->recipient = card->recipient;
	p->has_witness = card->has_witness;
	p->witness = card->witness;
	return true;
}

/* --- a key by what somebody types --- */

static bool is_named(const struct note_verifier *key, const char *text)
{
	char hex[2 * sizeof key->id + 1];
	size_t size = strlen(key->name);
	hex_encode(bytes_of(key->id, sizeof key->id), hex);
	return strncmp(key->name, text, size) == 0 && text[size] == '+' && strcmp(text + size + 1, hex) == 0;
}

static bool find_listed(const struct roster *r, const char *text, struct note_verifier *ret)
{
	const struct note_verifier *found = NULL;
	for (size_t i = 0; i < r->person_count; i++) {
		const struct roster_person *p = &r->persons[i];
		found = is_named(&p->key, text)                         ? &p->key
		        : p->has_witness && is_named(&p->witness, text) ? &p->witness
		                                                        : found;
	}
	for (size_t i = 0; i < r->unit_count; i++) {
		const struct roster_unit *u = &r->units[i];
		if (!u->ready)
			continue;
		found = strcmp(u->name, text) == 0 || is_named(&u->log, text) ? &u->log
		        : is_named(&u->witness, text)                         ? &u->witness
		                                                              : found;
	}
	for (size_t i = 0; i < r->revocation_count; i++)
		if (r->revocations[i].has_key && is_named(&r->revocations[i].key, text))
			found = &r->revocations[i].key;
	if (found)
		*ret = *found;
	return found;
}

bool roster_add_succession(struct roster *r, const char *controller, const char *successor, moment from,
                           struct error *e)
{
	struct roster_succession *rows = ADD_ROW(r, successions, succession_count);
	if (!rows)
		return error_memory(e);
	r->successions = rows;
	struct roster_succession *s = &rows[r->succession_count - 1];
	s->controller = string_copy(controller);
	s->successor = string_copy(successor);
	s->from = from;
	return s->controller && s->successor ? true : error_memory(e);
}

bool roster_find_key(const struct roster *r, const char *text, struct note_verifier *ret, struct error *e)
{
	struct error ignored;
	if (find_listed(r, text, ret) || note_verifier_parse(bytes_of_string(text), ret, &ignored))
		return true;
	return error_set(e, ERR_NOT_FOUND, text, "%s",
	                 N_("not a person, a unit with keys, or a key that the roster lists"));
}

bool roster_add_officer(struct roster *r, const char *person, const char *controller, struct error *e)
{
	if (roster_is_officer(r, person, controller))
		return true;
	struct roster_officer *rows = ADD_ROW(r, officers, officer_count);
	if (!rows)
		return error_memory(e);
	r->officers = rows;
	struct roster_officer *o = &rows[r->officer_count - 1];
	o->person = string_copy(person);
	o->controller = string_copy(controller);
	return o->person && o->controller ? true : error_memory(e);
}

bool roster_set_fg(struct roster *r, const char *person, const char *controller, struct error *e)
{
	struct roster_adviser *a = NULL;
	for (size_t i = 0; i < r->adviser_count; i++)
		if (strcmp(r->advisers[i].controller, controller) == 0)
			a = &r->advisers[i];
	if (!a) {
		struct roster_adviser *rows = ADD_ROW(r, advisers, adviser_count);
		if (!rows)
			return error_memory(e);
		r->advisers = rows;
		a = &rows[r->adviser_count - 1];
		a->controller = string_copy(controller);
	}
	free(a->person);
	a->person = string_copy(person);
	return a->person && a->controller ? true : error_memory(e);
}

bool roster_add_unit(struct roster *r, const char *name, struct error *e)
{
	struct bytes text = bytes_of_string(name);
	if (!name_is_valid(text) || name_is_person(text))
		return error_set(e, ERR_NAME, name, "%s", N_("a unit is named municipality/unit"));
	if (roster_unit(r, name))
		return true;
	struct roster_unit *rows = ADD_ROW(r, units, unit_count);
	if (!rows)
		return error_memory(e);
	r->units = rows;
	struct roster_unit *u = &rows[r->unit_count - 1];
	struct cursor c = cursor_of(text);
	u->name = string_copy(name);
	u->controller = string_of_bytes(cursor_until(&c, '/'));
	return u->name && u->controller ? true : error_memory(e);
}

static bool has_card(const struct roster_unit *u, const struct card *card)
{
	return note_verifier_equal(&u->log, &card->key) && note_verifier_equal(&u->witness, &card->witness) &&
	       age_recipient_equal(&u->recipient, &card->recipient);
}

bool roster_set_unit(struct roster *r, const struct card *card, bool replace, struct error *e)
{
	struct roster_unit *u = NULL;
	for (size_t i = 0; i < r->unit_count; i++)
		if (strcmp(r->units[i].name, card->name) == 0)
			u = &r->units[i];
	if (!u || (replace && !u->ready))
		return error_set(e, ERR_UNIT_UNKNOWN, card->name, "%s", "");
	if (u->ready && replace == has_card(u, card))
		return error_set(e, ERR_FILE_EXISTS, card->name, "%s",
		                 replace ? N_("the roster has this card already")
		                         : N_("the roster has another card of this unit"));
	u->ready = true;
	u->recipient = card->recipient;
	u->log = card->key;
	u->witness = card->witness;
	return true;
}

bool roster_set_recovery(struct roster *r, const char *unit, const struct age_recipient *recovery,
                         struct error *e)
{
	for (size_t i = 0; i < r->unit_count; i++) {
		struct roster_unit *u = &r->units[i];
		if (strcmp(u->name, unit) != 0)
			continue;
		u->has_recovery = recovery != NULL;
		if (recovery)
			u->recovery = *recovery;
		return true;
	}
	return error_set(e, ERR_UNIT_UNKNOWN, unit, "%s", "");
}

/* The roster's version is in it: what an earlier version called so, and a later one removed, is never called
 * so again, and this roster's own text is enough to see to that. */
static char *new_mandate_id(const struct roster *r)
{
	_cleanup_(string_freep) char *prefix = string_printf("m-%" PRIu64 "-", r->version);
	uint64_t largest = 0, n;
	if (!prefix)
		return NULL;
	for (size_t i = 0; i < r->mandate_count; i++) {
		const char *id = r->mandates[i].id;
		if (bytes_starts_with(bytes_of_string(id), prefix) &&
		    number_parse(bytes_of_string(id + strlen(prefix)), INT64_MAX, &n) && n > largest)
			largest = n;
	}
	return string_printf("%s%" PRIu64, prefix, largest + 1);
}

bool roster_add_mandate(struct roster *r, const char *person, const char *unit, const char *role,
                        unsigned laws, unsigned powers, moment from, moment until, struct error *e)
{
	char *id = new_mandate_id(r);
	struct roster_mandate *rows = ADD_ROW(r, mandates, mandate_count);
	if (!rows) {
		free(id);
		return error_memory(e);
	}
	r->mandates = rows;
	rows[r->mandate_count - 1] = (struct roster_mandate){
		.id = id,
		.person = string_copy(person),
		.unit = string_copy(unit),
		.role = string_copy(role),
		.laws = laws,
		.powers = powers,
		.from = from,
		.until = until,
	};
	const struct roster_mandate *m = &rows[r->mandate_count - 1];
	return m->id && m->person && m->unit && m->role ? true : error_memory(e);
}

static void mandate_drop(struct roster *r, size_t i)
{
	struct roster_mandate *m = &r->mandates[i];
	free(m->id);
	free(m->person);
	free(m->unit);
	free(m->role);
	r->mandates[i] = r->mandates[--r->mandate_count];
}

/* Every mandate of that id, person or unit. */
static bool drop_mandates(struct roster *r, const char *name)
{
	bool found = false;
	for (size_t i = r->mandate_count; i-- > 0;) {
		const struct roster_mandate *m = &r->mandates[i];
		if (strcmp(m->id, name) != 0 && strcmp(m->person, name) != 0 && strcmp(m->unit, name) != 0)
			continue;
		mandate_drop(r, i);
		found = true;
	}
	return found;
}

static void officer_drop(struct roster *r, size_t i)
{
	free(r->officers[i].person);
	free(r->officers[i].controller);
	r->officers[i] = r->officers[--r->officer_count];
}

static void adviser_drop(struct roster *r, size_t i)
{
	free(r->advisers[i].person);
	free(r->advisers[i].controller);
	r->advisers[i] = r->advisers[--r->adviser_count];
}

/* The offices of a person (NULL: of whomever) at a controller (NULL: any). */
static bool drop_offices(struct roster *r, const char *person, const char *controller)
{
	bool found = false;
	for (size_t i = r->officer_count; i-- > 0;) {
		if ((person && strcmp(r->officers[i].person, person) != 0) ||
		    (controller && strcmp(r->officers[i].controller, controller) != 0))
			continue;
		officer_drop(r, i);
		found = true;
	}
	return found;
}

static bool drop_advice(struct roster *r, const char *name)
{
	bool found = false;
	for (size_t i = r->adviser_count; i-- > 0;) {
		if (strcmp(r->advisers[i].person, name) != 0 && strcmp(r->advisers[i].controller, name) != 0)
			continue;
		adviser_drop(r, i);
		found = true;
	}
	return found;
}

bool roster_remove_officer(struct roster *r, const char *person, const char *controller, struct error *e)
{
	return drop_offices(r, person, controller) ||
	       error_set(e, ERR_NOT_FOUND, person, N_("no officer of %s"), controller);
}

static bool is_revoked(const struct roster *r, const char *person)
{
	for (size_t i = 0; i < r->revocation_count; i++)
		if (r->revocations[i].person && strcmp(r->revocations[i].person, person) == 0)
			return true;
	return false;
}

static bool drop_person(struct roster *r, const char *name)
{
	bool found = drop_offices(r, name, NULL), advised = drop_advice(r, name);
	found = found || advised;
	if (is_revoked(r, name))
		return found;
	for (size_t i = r->person_count; i-- > 0;) {
		if (strcmp(r->persons[i].name, name) != 0)
			continue;
		free(r->persons[i].name);
		free(r->persons[i].label);
		r->persons[i] = r->persons[--r->person_count];
		found = true;
	}
	return found;
}

static bool drop_unit(struct roster *r, const char *name)
{
	for (size_t i = 0; i < r->unit_count; i++) {
		if (strcmp(r->units[i].name, name) != 0)
			continue;
		free(r->units[i].name);
		free(r->units[i].label);
		free(r->units[i].controller);
		r->units[i] = r->units[--r->unit_count];
		return true;
	}
	return false;
}

static bool drop_controller(struct roster *r, const char *name)
{
	for (size_t i = 0; i < r->controller_count; i++) {
		if (strcmp(r->controllers[i].name, name) != 0)
			continue;
		free(r->controllers[i].name);
		r->controllers[i] = r->controllers[--r->controller_count];
		drop_offices(r, NULL, name);
		return true;
	}
	return false;
}

bool roster_remove(struct roster *r, const char *name, struct error *e)
{
	bool mandates = drop_mandates(r, name), person = drop_person(r, name), unit = drop_unit(r, name),
	     controller = drop_controller(r, name);
	if (mandates || person || unit || controller)
		return true;
	return error_set(e, ERR_NOT_FOUND, name, "%s",
	                 is_revoked(r, name)
	                         ? N_("revoked, and without mandate or office: this row stays, since what "
	                              "that person signed is judged by it")
	                         : "");
}
