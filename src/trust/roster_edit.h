/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Changing a roster: a draft of the first version, or of the next one after a
 * signed version. Nothing here signs, and nothing here is checked for sense beyond what
 * `roster_format` checks when the draft is written. */

#include "trust/roster.h"

/* An empty version 1. */
bool roster_draft(const char *id, moment issued, moment review_by, struct roster **ret, struct error *e)
	_must_check_;
/* A signed version becomes a draft of the next (version + 1, previous hash, issued); a draft only gets a new
 * `issued`. */
bool roster_edit(struct roster *r, moment issued, struct error *e) _must_check_;

bool roster_add_controller(struct roster *r, const char *name, uint64_t threshold, struct error *e)
	_must_check_;
/* A person by card: ERR_FILE_EXISTS when the name stands there with other keys; the same card again changes
 * nothing but the label. */
bool roster_add_person(struct roster *r, const struct card *card, const char *label, moment from,
                       struct error *e) _must_check_;
bool roster_add_officer(struct roster *r, const char *person, const char *controller, struct error *e)
	_must_check_;
/* The controller's data protection officer, in the place of the one before: no officer of any controller. */
bool roster_set_fg(struct roster *r, const char *person, const char *controller, struct error *e)
	_must_check_;
/* A unit by name, without keys; nothing when it is there. Its controller is the first half of its name. */
bool roster_add_unit(struct roster *r, const char *name, struct error *e) _must_check_;
/* The keys of a unit, by its card. ERR_FILE_EXISTS: it has others, unless `replace`; or the same, with it. */
bool roster_set_unit(struct roster *r, const struct card *card, bool replace, struct error *e) _must_check_;
/* The recovery key of a unit, in the place of one that there was; NULL: none. ERR_UNIT_UNKNOWN. */
bool roster_set_recovery(struct roster *r, const char *unit, const struct age_recipient *recovery,
                         struct error *e) _must_check_;
/* The mandate's id is chosen here: m-VERSION-1 and so on, so never one that an earlier version held. */
bool roster_add_mandate(struct roster *r, const char *person, const char *unit, const char *role,
                        unsigned laws, unsigned powers, moment from, moment until, struct error *e)
	_must_check_;
/* A person's whole card in the place of the one that stands there, whose keys get revocations: of a
 * person the signing key and the cosigning one, from the day on. `*ret_replaced` false: it was that card
 * already. ERR_NOT_FOUND when the person isn't there. */
bool roster_replace_person(struct roster *r, const struct card *card, enum revocation_reason reason,
                           moment effective, bool *ret_replaced, struct error *e) _must_check_;
/* A row more; its texts are copied. */
bool roster_add_revocation(struct roster *r, const struct roster_revocation *v, struct error *e) _must_check_;
/* Who has the rights and obligations of a controller that goes in this version. */
bool roster_add_succession(struct roster *r, const char *controller, const char *successor, moment from,
                           struct error *e) _must_check_;
/* A key by its text, whole or "name+1a2b3c4d" of one that this version lists, or by the name of a unit: the
 * key that signs its log. ERR_NOT_FOUND; ERR_VALUE for a text that is neither. */
bool roster_find_key(const struct roster *r, const char *text, struct note_verifier *ret, struct error *e)
	_must_check_;
/* A controller's officer is no officer of its any more, and stays a person. ERR_NOT_FOUND. */
bool roster_remove_officer(struct roster *r, const char *person, const char *controller, struct error *e)
	_must_check_;
/* One text of a row in the place of another. */
bool roster_set_text(char **member, const char *text, struct error *e) _must_check_;
/* A person with mandates and office, a unit with its mandates, a controller with its officers, or one mandate
 * by id. The row of a person who is revoked stays: his key is what his signatures are judged by.
 * ERR_NOT_FOUND. */
bool roster_remove(struct roster *r, const char *name, struct error *e) _must_check_;
