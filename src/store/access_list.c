/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/access_list.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/key_types.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

#define ACCESS_TYPE "sluis.access/v1"
#define SUBJECT "access" /* as the setting is called */

static const struct keyed person_keys[] = {
	KEYED_TEXT("person", struct access_person, person, .fits = name_is_person),
	KEYED_OTHER("recipient", struct access_person, recipient, recipient_type),
	{ 0 },
};
static bool may_have_slot(struct bytes name)
{
	return bytes_equal_string(name, ROSTER_RECOVERY) || name_is_person(name);
}

static const struct keyed list_keys[] = {
	KEYED_CONSTANT("type", ACCESS_TYPE),
	KEYED_HEX("store", struct access_list, store),
	KEYED_TEXT("unit", struct access_list, unit),
	KEYED_DAY("made", struct access_list, made),
	KEYED_TEXT("added", struct access_list, added, KEYED_OPTIONAL, .fits = may_have_slot),
	KEYED_TEXT("removed", struct access_list, removed, KEYED_OPTIONAL, .fits = may_have_slot),
	KEYED_TEXT("replaced", struct access_list, replaced, KEYED_OPTIONAL, .fits = name_is_person),
	KEYED_TEXT("recovered", struct access_list, recovered, KEYED_OPTIONAL, .fits = name_is_person),
	KEYED_TEXT("second", struct access_list, second, KEYED_OPTIONAL, .fits = name_is_person),
	KEYED_OTHER("recovery", struct access_list, recovery, recipient_type,
	            KEYED_HAS(struct access_list, has_recovery)),
	KEYED_LIST("persons", struct access_list, persons, person_count, person_keys, ACCESS_PERSONS_MOST),
	{ 0 },
};

void access_list_clear(struct access_list *l)
{
	keyed_clear(l, list_keys);
	free(l->by);
	*l = (struct access_list){ 0 };
}

const char *access_list_about(const struct access_list *l)
{
	const char *const members[] = { l->added, l->removed, l->replaced, l->recovered };
	size_t i = 0;
	while (i + 1 < ELEMENTS(members) && !members[i])
		i++;
	return members[i];
}

bool access_list_changed(const struct access_list *l)
{
	return access_list_about(l);
}

static struct access_person *find(const struct access_list *l, const char *person)
{
	for (size_t i = 0; i < l->person_count; i++)
		if (strcmp(l->persons[i].person, person) == 0)
			return &l->persons[i];
	return NULL;
}

static bool is_recovery(const char *name)
{
	return strcmp(name, ROSTER_RECOVERY) == 0;
}

const struct age_recipient *access_list_key(const struct access_list *l, const char *person)
{
	if (is_recovery(person))
		return l->has_recovery ? &l->recovery : NULL;
	const struct access_person *p = find(l, person);
	return p ? &p->recipient : NULL;
}

bool access_list_add(struct access_list *l, const char *person, const struct age_recipient *recipient,
                     struct error *e)
{
	if (is_recovery(person)) {
		l->has_recovery = true;
		l->recovery = *recipient;
		return true;
	}
	if (l->person_count == ACCESS_PERSONS_MOST)
		return error_set(e, ERR_TOO_LARGE, person, "%s",
		                 N_("127 persons have access, and there is no room for more"));
	struct access_person *more = reallocarray(l->persons, l->person_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	l->persons = more;
	more[l->person_count] = (struct access_person){ string_copy(person), *recipient };
	if (!more[l->person_count].person)
		return error_memory(e);
	l->person_count++;
	return true;
}

void access_list_drop(struct access_list *l, const char *person)
{
	struct access_person *p = find(l, person);
	if (is_recovery(person))
		l->has_recovery = false;
	if (!p)
		return;
	free(p->person);
	struct access_person *last = &l->persons[--l->person_count];
	memmove(p, p + 1, (size_t)(last - p) * sizeof *p);
}

bool access_list_sign(struct access_list *l, const struct note_signer *by, struct buffer *note,
                      struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	keyed_write(l, list_keys, KEYED_PLAIN, &text);
	if (!buffer_ok(&text, e) || !note_sign(note, buffer_bytes(&text), by, 0, e))
		return false;
	sha256_of(buffer_bytes(&text), &l->hash);
	return true;
}

/* --- reading --- */

/* Might a person with this mandate have made the list? The first was made with the store, by whoever did
 * that. */
static bool might(const struct access_list *l, const struct roster_mandate *m)
{
	return strcmp(m->unit, l->unit) == 0 && (!access_list_changed(l) || (m->powers & POWER_ACCESS));
}

/* By any version of the roster: who has left since signed it all the same. */
static const char *find_signer(const struct access_list *l, const struct note *note,
                               const struct roster_chain *rosters, bool is_second)
{
	const char *second = l->second ? l->second : "";
	struct error ignored;
	for (size_t v = rosters->count; v > 0; v--) {
		const struct roster *r = rosters->versions[v - 1];
		for (size_t i = 0; i < r->mandate_count; i++) {
			const struct roster_person *p = roster_person(r, r->mandates[i].person);
			if (p && (strcmp(p->name, second) == 0) == is_second && might(l, &r->mandates[i]) &&
			    note_verify_one(note, &p->key, &ignored))
				return p->name;
		}
	}
	return NULL;
}

static bool is_not_one(struct error *e, const char *what)
{
	return error_set(e, ERR_ACCESS_LIST, SUBJECT, "%s", what);
}

static bool check(struct access_list *l, const struct note *note, const struct roster_chain *rosters,
                  const char *unit, const uint8_t store[STORE_ID_SIZE], struct error *e)
{
	if (strcmp(l->unit, unit) != 0 ||
	    !bytes_equal(bytes_of(l->store, STORE_ID_SIZE), bytes_of(store, STORE_ID_SIZE)))
		return is_not_one(e, N_("it is of another store"));
	const char *by = find_signer(l, note, rosters, false);
	if (!by || (l->second && !find_signer(l, note, rosters, true)))
		return is_not_one(e, N_("nobody signed it who might"));
	l->hash = note->hash;
	l->by = string_copy(by);
	return l->by ? true : error_memory(e);
}

bool access_list_read(struct bytes raw, const struct roster_chain *rosters, const char *unit,
                      const uint8_t store[STORE_ID_SIZE], struct access_list *ret, struct error *e)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	struct note note;
	if (!statement_open(raw, ACCESS_TYPE, SUBJECT, &note, e) ||
	    !keyed_read(note.text, SUBJECT, list_keys, &l, NULL, e))
		return e->code == ERR_MEMORY ? false : is_not_one(e, N_("it can't be read"));
	if (!check(&l, &note, rosters, unit, store, e))
		return false;
	*ret = l;
	l = (struct access_list){ 0 };
	return true;
}
