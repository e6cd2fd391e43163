/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/setup_plan.h"

#include "base/text.h"
#include "cli/words.h"
#include "codec/keyed.h"
#include "tools/officer/templates.h"
#include "trust/grounds.h"
#include "trust/role_presets.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the text --- */

static const struct keyed name_item = KEYED_TEXT_ITEM();
static const struct keyed controller_keys[] = {
	KEYED_TEXT("name", struct setup_controller, name),
	KEYED_VALUES("officers", struct setup_controller, officers, officer_count, name_item, SETUP_ROWS_MAX,
	             KEYED_OPTIONAL),
	KEYED_NUMBER("threshold", struct setup_controller, threshold, SETUP_ROWS_MAX, KEYED_OPTIONAL),
	KEYED_TEXT("fg", struct setup_controller, fg, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed person_keys[] = {
	KEYED_TEXT("person", struct setup_person, name),
	KEYED_TEXT("roles", struct setup_person, roles, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed unit_keys[] = {
	KEYED_TEXT("name", struct setup_unit, name),
	KEYED_TEXT("kind", struct setup_unit, kind, KEYED_OPTIONAL),
	KEYED_LIST("people", struct setup_unit, people, person_count, person_keys, SETUP_ROWS_MAX,
	           KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed plan_keys[] = {
	KEYED_CONSTANT("type", SETUP_TYPE),
	KEYED_LIST("controllers", struct setup_plan, controllers, controller_count, controller_keys,
	           SETUP_ROWS_MAX, KEYED_OPTIONAL),
	KEYED_LIST("units", struct setup_plan, units, unit_count, unit_keys, SETUP_ROWS_MAX, KEYED_OPTIONAL),
	KEYED_TEXT("auditor", struct setup_plan, auditor, KEYED_OPTIONAL),
	KEYED_VALUES("agreements", struct setup_plan, agreements, agreement_count, name_item, SETUP_ROWS_MAX,
	             KEYED_OPTIONAL),
	KEYED_TRUTH("complete", struct setup_plan, complete, KEYED_OPTIONAL),
	{ 0 },
};

bool setup_plan_read(struct bytes text, const char *subject, struct setup_plan *ret, struct error *e)
{
	_cleanup_(setup_plan_clear) struct setup_plan p = { 0 };
	if (!keyed_read(text, subject, plan_keys, &p, NULL, e))
		return false;
	*ret = p;
	p = (struct setup_plan){ 0 };
	return true;
}

bool setup_plan_format(const struct setup_plan *p, struct buffer *out, struct error *e)
{
	keyed_write(p, plan_keys, KEYED_PLAIN, out);
	return buffer_ok(out, e);
}

void setup_plan_clear(struct setup_plan *p)
{
	keyed_clear(p, plan_keys);
}

/* --- the questions --- */

struct steps {
	struct setup_step *list;
	size_t count;
	bool failed;
};

static void add(struct steps *s, enum setup_question question, size_t i, size_t j, bool more, bool required)
{
	struct setup_step *grown = reallocarray(s->list, s->count + 1, sizeof *grown);
	if (!grown) {
		s->failed = true;
		return;
	}
	s->list = grown;
	s->list[s->count++] = (struct setup_step){ question, i, j, more, required };
}

/* Of controller `i`, which may be the one that isn't there yet. */
static void add_controller(struct steps *s, const struct setup_plan *p, size_t i)
{
	bool there = i < p->controller_count;
	const struct setup_controller *c = there ? &p->controllers[i] : &(struct setup_controller){ 0 };
	add(s, i ? SETUP_CONTROLLER : SETUP_MUNICIPALITY, i, 0, !there, i == 0);
	if (!there)
		return;
	for (size_t j = 0; j <= c->officer_count; j++)
		add(s, SETUP_OFFICER, i, j, j == c->officer_count,
		    j == c->officer_count && j < SETUP_OFFICERS_LEAST);
	if (c->officer_count < SETUP_OFFICERS_LEAST)
		return;
	add(s, SETUP_THRESHOLD, i, 0, false, false);
	add(s, SETUP_FG, i, 0, false, false);
}

static void add_unit(struct steps *s, const struct setup_plan *p, size_t i)
{
	bool there = i < p->unit_count;
	const struct setup_unit *u = there ? &p->units[i] : &(struct setup_unit){ 0 };
	add(s, SETUP_UNIT, i, 0, !there, !there && i == 0);
	if (!there)
		return;
	add(s, SETUP_KIND, i, 0, false, true);
	for (size_t j = 0; j < u->person_count; j++) {
		add(s, SETUP_PERSON, i, j, false, false);
		add(s, SETUP_ROLES, i, j, false, true);
	}
	add(s, SETUP_PERSON, i, u->person_count, true, u->person_count == 0);
}

struct setup_step *setup_steps(const struct setup_plan *p, size_t *ret_count)
{
	struct steps s = { 0 };
	for (size_t i = 0; i <= p->controller_count; i++)
		add_controller(&s, p, i);
	for (size_t i = 0; i <= p->unit_count; i++)
		add_unit(&s, p, i);
	add(&s, SETUP_AUDITOR, 0, 0, false, false);
	for (size_t i = 0; i <= p->agreement_count; i++)
		add(&s, SETUP_AGREEMENT, i, 0, i == p->agreement_count, false);
	if (s.failed) {
		free(s.list);
		return NULL;
	}
	*ret_count = s.count;
	return s.list;
}

/* Where the text of a step that is there stands. */
static char **place_of(const struct setup_plan *p, const struct setup_step *s)
{
	if (s->more)
		return NULL;
	switch (s->question) {
	case SETUP_MUNICIPALITY:
	case SETUP_CONTROLLER:
		return &p->controllers[s->i].name;
	case SETUP_OFFICER:
		return &p->controllers[s->i].officers[s->j];
	case SETUP_FG:
		return &p->controllers[s->i].fg;
	case SETUP_UNIT:
		return &p->units[s->i].name;
	case SETUP_KIND:
		return &p->units[s->i].kind;
	case SETUP_PERSON:
		return &p->units[s->i].people[s->j].name;
	case SETUP_ROLES:
		return &p->units[s->i].people[s->j].roles;
	case SETUP_AGREEMENT:
		return &p->agreements[s->i];
	case SETUP_THRESHOLD:
	case SETUP_AUDITOR:
		break;
	}
	return NULL;
}

const char *setup_value(const struct setup_plan *p, const struct setup_step *s, char room[24])
{
	char *const *place = place_of(p, s);
	if (place)
		return *place;
	if (s->question == SETUP_AUDITOR)
		return p->auditor;
	if (s->question != SETUP_THRESHOLD || !p->controllers[s->i].threshold)
		return NULL;
	snprintf(room, 24, "%" PRIu64, p->controllers[s->i].threshold);
	return room;
}

/* --- changing it --- */

/* Room for one more item, which is zero, as keyed_read leaves one. */
static bool grow(void *list, size_t *count, size_t size, struct error *e)
{
	char *items;
	memcpy(&items, list, sizeof items);
	char *more = reallocarray(items, *count + 2, size);
	if (!more)
		return error_memory(e);
	memcpy(list, &more, sizeof more);
	memset(more + *count * size, 0, 2 * size);
	++*count;
	return true;
}

/* Takes an item out of a list whose items own what `keys` tells (NULL: a text each). */
static void drop(void *list, size_t *count, size_t size, size_t at, const struct keyed *keys)
{
	char *items, *text;
	memcpy(&items, list, sizeof items);
	char *item = items + at * size;
	if (keys) {
		keyed_clear(item, keys);
	} else {
		memcpy(&text, item, sizeof text);
		free(text);
	}
	memmove(item, item + size, (*count - at) * size);
	--*count;
}

static bool make_room(struct setup_plan *p, const struct setup_step *s, struct error *e)
{
	switch (s->question) {
	case SETUP_MUNICIPALITY:
	case SETUP_CONTROLLER:
		return grow(&p->controllers, &p->controller_count, sizeof *p->controllers, e);
	case SETUP_OFFICER: {
		struct setup_controller *c = &p->controllers[s->i];
		return grow(&c->officers, &c->officer_count, sizeof *c->officers, e);
	}
	case SETUP_UNIT:
		return grow(&p->units, &p->unit_count, sizeof *p->units, e);
	case SETUP_PERSON: {
		struct setup_unit *u = &p->units[s->i];
		return grow(&u->people, &u->person_count, sizeof *u->people, e);
	}
	case SETUP_AGREEMENT:
		return grow(&p->agreements, &p->agreement_count, sizeof *p->agreements, e);
	case SETUP_THRESHOLD:
	case SETUP_FG:
	case SETUP_KIND:
	case SETUP_ROLES:
	case SETUP_AUDITOR:
		break;
	}
	return true;
}

/* An item goes whole; what is no item is emptied. */
static void take_out(struct setup_plan *p, const struct setup_step *s)
{
	char **place = s->question == SETUP_AUDITOR ? &p->auditor : place_of(p, s);
	switch (s->question) {
	case SETUP_MUNICIPALITY:
	case SETUP_CONTROLLER:
		drop(&p->controllers, &p->controller_count, sizeof *p->controllers, s->i, controller_keys);
		return;
	case SETUP_OFFICER: {
		struct setup_controller *c = &p->controllers[s->i];
		drop(&c->officers, &c->officer_count, sizeof *c->officers, s->j, NULL);
		return;
	}
	case SETUP_UNIT:
		drop(&p->units, &p->unit_count, sizeof *p->units, s->i, unit_keys);
		return;
	case SETUP_PERSON: {
		struct setup_unit *u = &p->units[s->i];
		drop(&u->people, &u->person_count, sizeof *u->people, s->j, person_keys);
		return;
	}
	case SETUP_AGREEMENT:
		drop(&p->agreements, &p->agreement_count, sizeof *p->agreements, s->i, NULL);
		return;
	case SETUP_THRESHOLD:
		p->controllers[s->i].threshold = 0;
		return;
	case SETUP_FG:
	case SETUP_KIND:
	case SETUP_ROLES:
	case SETUP_AUDITOR:
		free(*place);
		*place = NULL;
		return;
	}
}

bool setup_set(struct setup_plan *p, const struct setup_step *s, const char *value, struct error *e)
{
	struct setup_step at = *s;
	if (!value) {
		if (!s->more)
			take_out(p, s);
		return true;
	}
	if (s->question == SETUP_THRESHOLD)
		return number_parse(bytes_of_string(value), SETUP_ROWS_MAX,
		                    &p->controllers[s->i].threshold) ||
		       error_set(e, ERR_VALUE, "threshold", "%s", "");
	char *copy = string_copy(value);
	if (!copy)
		return error_memory(e);
	if (s->more && !make_room(p, s, e)) {
		free(copy);
		return false;
	}
	at.more = false;
	char **place = s->question == SETUP_AUDITOR ? &p->auditor : place_of(p, &at);
	assert(place); /* every other question has one */
	free(*place);
	*place = copy;
	return true;
}

void setup_missing(const struct setup_plan *p, struct buffer *out)
{
	static const char *const names[] = {
		[SETUP_MUNICIPALITY] = N_("the municipality"),
		[SETUP_OFFICER] = N_("its officers, three at least"),
		[SETUP_THRESHOLD] = "",
		[SETUP_FG] = "",
		[SETUP_CONTROLLER] = "",
		[SETUP_UNIT] = N_("a unit"),
		[SETUP_KIND] = N_("the kind of a unit"),
		[SETUP_PERSON] = N_("the people of a unit"),
		[SETUP_ROLES] = N_("the role of a person"),
		[SETUP_AUDITOR] = "",
		[SETUP_AGREEMENT] = "",
	};
	bool told[ELEMENTS(names)] = { false };
	size_t count = 0;
	char room[24];
	struct setup_step *steps = setup_steps(p, &count);
	out->failed = out->failed || !steps;
	for (size_t i = 0; i < count; i++) {
		const struct setup_step *s = &steps[i];
		told[s->question] = told[s->question] || (s->required && !setup_value(p, s, room));
	}
	free(steps);
	/* What isn't asked yet as long as those are missing. */
	told[SETUP_OFFICER] = told[SETUP_OFFICER] || !p->controller_count;
	told[SETUP_PERSON] = told[SETUP_PERSON] || !p->unit_count;
	for (size_t i = 0; i < ELEMENTS(names); i++)
		if (told[i])
			buffer_printf(out, "%s%s", out->size ? ", " : "", _(names[i]));
}

/* --- what is right --- */

static bool is_among(char *const *list, size_t count, size_t but, const char *value)
{
	for (size_t i = 0; i < count; i++)
		if (i != but && strcmp(list[i], value) == 0)
			return true;
	return false;
}

static const struct setup_controller *controller_of(const struct setup_plan *p, const char *name)
{
	size_t size = strcspn(name, "/");
	for (size_t i = 0; i < p->controller_count; i++)
		if (strlen(p->controllers[i].name) == size && memcmp(p->controllers[i].name, name, size) == 0)
			return &p->controllers[i];
	return NULL;
}

static const char *fault_of_controller(const struct setup_plan *p, const struct setup_step *s,
                                       const char *value)
{
	char name[NAME_MAX_SIZE + 3];
	snprintf(name, sizeof name, "%.*s/x", (int)NAME_MAX_SIZE, value);
	if (!name_is_valid(bytes_of_string(name)))
		return N_("A controller is named by its domain, such as oss.nl: a-z, 0-9, '.' and '-'.");
	for (size_t i = 0; i < p->controller_count; i++)
		if (i != s->i && strcmp(p->controllers[i].name, value) == 0)
			return N_("This controller is there already.");
	return NULL;
}

static const char *fault_of_person(const struct setup_plan *p, const struct setup_step *s, const char *value)
{
	if (!name_is_person(bytes_of_string(value)))
		return N_("A person is named like oss.nl/p-7f3k: the card has the name.");
	for (size_t i = 0; i < p->controller_count; i++) {
		const struct setup_controller *c = &p->controllers[i];
		bool here = s->question == SETUP_OFFICER && i == s->i;
		bool officer = is_among(c->officers, c->officer_count, here ? s->j : SIZE_MAX, value);
		if (here && officer)
			return N_("This officer is there already.");
		if (s->question == SETUP_FG && officer)
			return N_("An officer can't be the FG as well: who advises doesn't decide.");
		if (s->question == SETUP_OFFICER && c->fg && strcmp(c->fg, value) == 0)
			return N_("The FG can't be an officer as well: who advises doesn't decide.");
	}
	if (s->question != SETUP_PERSON)
		return NULL;
	const struct setup_unit *u = &p->units[s->i];
	for (size_t j = 0; j < u->person_count; j++)
		if (j != s->j && strcmp(u->people[j].name, value) == 0)
			return N_("This person is in the unit already.");
	return NULL;
}

static const char *fault_of_unit(const struct setup_plan *p, const struct setup_step *s, const char *value)
{
	if (!name_is_unit(bytes_of_string(value)))
		return N_("A unit is named like oss.nl/wmo.");
	if (!controller_of(p, value))
		return N_("The first half of a unit's name is a controller that was named above.");
	for (size_t i = 0; i < p->unit_count; i++)
		if (i != s->i && strcmp(p->units[i].name, value) == 0)
			return N_("This unit is there already.");
	return NULL;
}

static const char *fault_of_threshold(const struct setup_plan *p, const struct setup_step *s,
                                      const char *value)
{
	uint64_t m, n = p->controllers[s->i].officer_count;
	return number_parse(bytes_of_string(value), n, &m) && m < n && 2 * m > n
	               ? NULL
	               : N_("More than half of the officers, but not all: a key may get lost.");
}

static const char *fault_of_roles(const char *value)
{
	struct cursor c = cursor_of(bytes_of_string(value));
	while (!cursor_done(&c))
		if (!role_preset_find(cursor_until(&c, ' ')))
			return N_("A role is one of the list; several have a blank between.");
	return *value ? NULL : N_("A role is one of the list; several have a blank between.");
}

static const char *fault_of_agreement(const struct setup_plan *p, const struct setup_step *s,
                                      const char *value)
{
	const struct template *t = templates_of_agreements;
	while (t->name && strcmp(t->name, value) != 0)
		t++;
	if (!t->name)
		return N_("A template is one of the list.");
	return is_among(p->agreements, p->agreement_count, s->more ? SIZE_MAX : s->i, value)
	               ? N_("This agreement is there already.")
	               : NULL;
}

const char *setup_fault(const struct setup_plan *p, const struct setup_step *s, const char *value)
{
	enum party_kind kind;
	switch (s->question) {
	case SETUP_MUNICIPALITY:
	case SETUP_CONTROLLER:
		return fault_of_controller(p, s, value);
	case SETUP_OFFICER:
	case SETUP_FG:
	case SETUP_PERSON:
	case SETUP_AUDITOR:
		return fault_of_person(p, s, value);
	case SETUP_THRESHOLD:
		return fault_of_threshold(p, s, value);
	case SETUP_UNIT:
		return fault_of_unit(p, s, value);
	case SETUP_KIND:
		return party_kind_parse(bytes_of_string(value), &kind) ? NULL
		                                                       : N_("A kind is one of the list.");
	case SETUP_ROLES:
		return fault_of_roles(value);
	case SETUP_AGREEMENT:
		return fault_of_agreement(p, s, value);
	}
	return NULL;
}
