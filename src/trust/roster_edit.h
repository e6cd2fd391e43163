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
/* The keys of a unit, by its card. */
bool roster_set_unit(struct roster *r, const struct card *card, struct error *e) _must_check_;
/* The recovery key of a unit, in the place of one that there was; NULL: none. ERR_UNIT_UNKNOWN. */
bool roster_set_recovery(struct roster *r, const char *unit, const struct age_recipient *recovery,
                         struct error *e) _must_check_;
/* The mandate's id is chosen here: m-VERSION-1 and so on, so never one that an earlier version held. */
bool roster_add_mandate(struct roster *r, const char *person, const char *unit, const char *role,
                        unsigned laws, unsigned powers, moment from, moment until, struct error *e)
	_must_check_;
/* A person with mandates and office, a unit with its mandates, or one mandate by id. ERR_NOT_FOUND. */
bool roster_remove(struct roster *r, const char *name, struct error *e) _must_check_;
