/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/activity.h"

#include "log/act_kinds.h"
#include "report/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool outside_hours(const struct civil *c)
{
	return c->weekday > 4 || c->hour < OFFICE_FROM || c->hour >= OFFICE_UNTIL;
}

/* --- tallies --- */

static void tallies_clear(struct tallies *t)
{
	free(t->items);
	*t = (struct tallies){ 0 };
}

void activity_clear(struct activity *a)
{
	if (!a)
		return;
	struct tallies *all[] = { &a->days,     &a->units,     &a->actions, &a->purposes, &a->people,
		                  &a->refusals, &a->overrides, &a->roles,   &a->followed };
	for (size_t i = 0; i < ELEMENTS(all); i++)
		tallies_clear(all[i]);
}

/* Makes `t->last` the tally with that key; mostly it is the one it was. */
static bool tally_turn(struct tallies *t, const char *key, struct error *e)
{
	if (t->count && strcmp(t->items[t->last].key, key) == 0)
		return true;
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->items[i].key, key) == 0) {
			t->last = i;
			return true;
		}
	struct tally *more = reallocarray(t->items, t->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	t->items = more;
	t->last = t->count++;
	t->items[t->last] = (struct tally){ 0 };
	snprintf(t->items[t->last].key, sizeof t->items[t->last].key, "%s", key);
	return true;
}

static bool count_act(struct tallies *t, const char *key, bool outside, bool refused, struct error *e)
{
	if (!tally_turn(t, key, e))
		return false;
	struct tally *tally = &t->items[t->last];
	tally->acts++;
	tally->outside += outside;
	tally->refused += refused;
	return true;
}

static void count_clients(struct tallies *t, uint64_t clients)
{
	if (t->count == 0)
		return;
	struct tally *tally = &t->items[t->last];
	tally->clients += clients;
	tally->most = clients > tally->most ? clients : tally->most;
}

/* --- acts --- */

static void rank_open(struct activity *a)
{
	struct large_act act = a->open;
	for (size_t i = 0; a->consulting && act.clients && i < ACTIVITY_LARGEST; i++)
		if (act.clients > a->largest[i].clients) {
			struct large_act lower = a->largest[i];
			a->largest[i] = act;
			act = lower;
		}
}

/* Clients that the open act showed, to whoever did it; an hour counts once, when it becomes many. */
static void count_looks(struct activity *a)
{
	struct tally *person = a->people.count ? &a->people.items[a->people.last] : NULL,
		     *role = a->roles.count ? &a->roles.items[a->roles.last] : NULL;
	int64_t hour = a->open.when / 3600;
	if (!person || !role)
		return;
	uint64_t before = person->hour == hour ? person->in_hour : 0;
	person->hour = hour;
	person->in_hour = before + a->open.clients;
	if (before < ACTIVITY_MANY && person->in_hour >= ACTIVITY_MANY)
		role->many++;
	role->looks += a->open.clients;
	role->looks_outside += a->open_outside ? a->open.clients : 0;
	role->without_case += a->open_without_case;
}

/* The act before, all of whose clients have been counted. Those without a purpose or person count nowhere
 * there. */
static void close_act(struct activity *a)
{
	if (a->open.clients) {
		count_clients(&a->days, a->open.clients);
		count_clients(&a->units, a->open.clients);
		count_clients(&a->actions, a->open.clients);
		count_clients(&a->purposes, a->open.clients);
		count_clients(&a->people, a->open.clients);
		count_clients(&a->roles, a->open.clients);
		if (a->consulting)
			count_looks(a);
		rank_open(a);
	}
	a->open.clients = 0;
	a->consulting = false;
}

static bool count_person(struct activity *a, const struct entry *entry, bool outside, bool refused,
                         struct error *e)
{
	char key[sizeof a->people.items->key];
	snprintf(key, sizeof key, "%.60s %.48s %.48s", entry->unit, entry->mandate ? entry->mandate : "-",
	         entry->role ? entry->role : "-");
	return count_act(&a->people, key, outside, refused, e);
}

static bool count_role(struct activity *a, const struct entry *entry, bool outside, bool refused,
                       struct error *e)
{
	char key[sizeof a->roles.items->key];
	snprintf(key, sizeof key, "%.80s %.48s", entry->unit, entry->role ? entry->role : "-");
	return count_act(&a->roles, key, outside, refused, e);
}

/* What came of a remark on the month; it is told later. */
static bool count_follow_up(struct activity *a, const struct entry *entry, struct error *e)
{
	char key[sizeof a->followed.items->key];
	if (!*a->month || !entry->remark || !entry->decision ||
	    strncmp(entry->remark, a->month, strlen(a->month)) != 0)
		return true;
	const char *code = strchr(entry->remark, ' ');
	snprintf(key, sizeof key, "%.60s %.60s", code ? code + 1 : "", entry->decision);
	return count_act(&a->followed, key, false, false, e);
}

static bool count_overrides(struct activity *a, const char *hashes, struct error *e)
{
	struct cursor c = cursor_of(bytes_of_string(hashes));
	while (!cursor_done(&c)) {
		struct bytes hash = cursor_until(&c, ' ');
		char key[SHA256_HEX_SIZE + 1] = "";
		if (hash.size != SHA256_HEX_SIZE)
			continue;
		memcpy(key, hash.data, SHA256_HEX_SIZE);
		if (!count_act(&a->overrides, key, false, false, e))
			return false;
	}
	return true;
}

bool activity_see(void *context, const struct entry *entry, struct error *e)
{
	struct activity *a = context;
	struct civil civil;
	if (entry->child) {
		a->open.clients += !a->skipping;
		a->clients += !a->skipping;
		return true;
	}
	close_act(a);
	if (!entry->action || !entry->unit)
		return true; /* a finding of the verification */
	enum act_kind kind = act_kind_of(entry->action);
	civil_of(entry->start, &civil);
	a->skipping = *a->month && strncmp(civil.day, a->month, strlen(a->month)) != 0;
	if (kind == ACT_FOLLOW && !count_follow_up(a, entry, e))
		return false;
	if (a->skipping)
		return true;
	bool outside = outside_hours(&civil), refused = kind == ACT_REFUSE;
	a->acts++;
	a->outside += outside;
	a->clock_back += entry->clock_back;
	a->first = a->first && a->first < entry->start ? a->first : entry->start;
	a->last = entry->end > a->last ? entry->end : a->last;
	a->consulting = act_kind_is(kind, ACT_CONSULTS);
	a->open = (struct large_act){ .index = entry->index, .when = entry->start };
	a->open_outside = outside;
	a->open_without_case = entry->without_case;
	snprintf(a->open.unit, sizeof a->open.unit, "%s", entry->unit);
	snprintf(a->open.action, sizeof a->open.action, "%.31s", entry->action);
	return count_act(&a->days, civil.day, outside, refused, e) &&
	       count_act(&a->units, entry->unit, outside, refused, e) &&
	       count_act(&a->actions, entry->action, outside, refused, e) &&
	       count_act(&a->purposes, entry->terms.purpose ? entry->terms.purpose : "-", outside, refused,
	                 e) &&
	       count_person(a, entry, outside, refused, e) && count_role(a, entry, outside, refused, e) &&
	       (!refused ||
	        count_act(&a->refusals, entry->finding ? entry->finding : "-", outside, true, e)) &&
	       (!entry->terms.overrides || count_overrides(a, entry->terms.overrides, e));
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct tally *)a)->key, ((const struct tally *)b)->key);
}

void activity_end(struct activity *a)
{
	struct tallies *all[] = { &a->days,     &a->units,     &a->actions, &a->purposes, &a->people,
		                  &a->refusals, &a->overrides, &a->roles,   &a->followed };
	close_act(a);
	for (size_t i = 0; i < ELEMENTS(all); i++)
		if (all[i]->count)
			qsort(all[i]->items, all[i]->count, sizeof *all[i]->items, by_key);
}
