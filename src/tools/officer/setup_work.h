/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What `setup` makes of a plan and of what lies in the folder: the roster, its next version once units have
 * cards, the table of grounds and the agreements, each only where it isn't there yet; and what there is to
 * sign and to do next. Nothing that is there is changed but a roster's draft that nobody signed. */

#include "cli/command.h"
#include "tools/common/folder.h"
#include "tools/officer/setup_plan.h"
#include "trust/keyfile.h"

/* Names of people who stand in the plan and have no card in the folder yet. ERR_AMBIGUOUS when two different
 * cards bear one name: then one of them is somebody else's. */
bool setup_cards_missing(const struct setup_plan *p, const struct folder *f, struct buffer *ret,
                         struct error *e) _must_check_;
/* Makes what can be made now, and tells of each file. */
bool setup_draft(struct session *s, const char *folder, const struct setup_plan *p, struct error *e)
	_must_check_;
/* Signs each text that waits for this key, the roster first; asks for each on a terminal. */
bool setup_sign(struct session *s, const char *folder, const struct keyfile *key, struct error *e)
	_must_check_;
/* Who does what next, with the command; `p` NULL where there is no plan. */
bool setup_tell_next(struct session *s, const char *folder, const struct setup_plan *p, struct error *e)
	_must_check_;
