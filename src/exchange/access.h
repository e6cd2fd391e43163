/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Who has a slot at this unit's store, held against who has a mandate there, and the two acts that change it
 * (store/access.h says in which order on the disk). A slot is for the key that the roster in force lists:
 * never for one that somebody brings along.
 *
 * Whose slot goes had the unit's own keys in reach: new ones are made with it, and no package leaves until
 * the roster lists them (exchange/renewing.h). Where no roster lists the first ones yet, they stay. */

#include "exchange/desk.h"
#include "store/access_list.h"

enum access_standing {
	ACCESS_FITS,
	ACCESS_NO_SLOT,    /* a mandate today, and no slot yet */
	ACCESS_NO_MANDATE, /* a slot, and no mandate today */
	ACCESS_OTHER_KEY,  /* both, and the slot is for another key than the roster lists */
};
const char *access_standing_name(enum access_standing s); /* for programs */

struct access_row {
	const char *person;                   /* or ROSTER_RECOVERY, which has neither of the next two */
	const struct roster_person *known;    /* NULL: the roster in force doesn't have him */
	const struct roster_mandate *mandate; /* the first that holds today; NULL: none */
	enum access_standing standing;
};
struct access_overview {
	struct access_list list;
	bool settled;            /* false: the list's change was cut off before the slots were made */
	struct access_row *rows; /* points into the list and the desk's roster; those with a slot first */
	size_t count, differing;
};
/* Not an act: it tells nothing of clients. ERR_ACCESS_LIST. */
bool access_overview(struct desk *d, struct access_overview *ret, struct error *e) _must_check_;
void access_overview_clear(struct access_overview *o);

/* What `access_add` would do of somebody who has a slot for another key than the roster lists: that one goes,
 * and the store gets another key. */
struct access_replacing {
	bool is;       /* zeros: there is no such slot */
	bool in_reach; /* the old key was revoked as lost or compromised: the unit's own keys are renewed too
	                */
};
bool access_replacing(struct desk *d, const char *person, struct access_replacing *ret, struct error *e)
	_must_check_;

/* `second` (NULL: nobody) is a second person with the power `access`, whom the roster may ask for
 * (`access_by_two`): ERR_UNSIGNED without one.
 *
 * Would the change below be done? For who is asked first; nothing is changed or logged. */
bool access_look_add(struct desk *d, const char *person, const struct keyfile *second, struct error *e)
	_must_check_;
bool access_look_remove(struct desk *d, const char *person, const struct keyfile *second, struct error *e)
	_must_check_;
/* `*ret_begun`, also of a failure: the entry is committed, so that the same must be asked again until it is
 * done.
 *
 * A slot for a person with a mandate at this unit today, whatever it allows, or for ROSTER_RECOVERY where the
 * roster lists a recovery key (else ERR_RECOVERY_NONE); the actor's must allow `access`.
 * ERR_PERSON_UNKNOWN, ERR_REVOKED, ERR_MANDATE: who gets none. ERR_SLOT_THERE. ERR_SLOT_OTHER_KEY: another
 * recovery key has one. ERR_ACCESS_UNFINISHED: a removal was cut off. Of an addition that was cut off: it is
 * done again. Where it replaces a slot (access_replacing) what is said of access_remove holds as well. */
bool access_add(struct desk *d, const char *person, const struct keyfile *second, bool *ret_begun,
                struct error *e) _must_check_;
/* The slot goes, and the database gets another key. ERR_SLOT_MISSING. ERR_SLOT_LAST: nobody with a mandate
 * would have one any more. ERR_BUSY: somebody else has the store open. ERR_DISK_FULL. Of a removal that was
 * cut off: it is done again. When it fails behind the entry, the desk can only be cleared. */
bool access_remove(struct desk *d, const char *person, const struct keyfile *second, bool *ret_begun,
                   struct error *e) _must_check_;
