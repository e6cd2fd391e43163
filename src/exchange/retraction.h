/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A client withdraws a consent or a no-objection. At the unit that recorded it: the
 * declaration ends, the packages that went on it are named, and a package of the kind
 * `retraction` is made ready for whoever received them. At that unit: what rested on
 * it is restricted, until it is decided on (`restriction.h`). docs/adr/0014, 0037. */

#include "exchange/act.h"
#include "exchange/retracted.h"
#include "trust/consent.h"

/* `id` is a declaration's; with `both`, a consent ends together with the no-objection that the client gave
 * for the very same, and the other way around. ERR_NOT_FOUND; ERR_FILE_EXISTS when it was withdrawn before.
 */
bool retract(struct desk *d, const char *id, bool both, struct retraction_result *ret, struct error *e)
	_must_check_;
/* Did the client give the other of the two as well, and hasn't withdrawn it? */
bool retraction_has_pair(struct desk *d, const struct consent *c, bool *ret, struct error *e) _must_check_;
/* Word of a declaration that was withdrawn, sent once more under a new number: the letter was lost, or who
 * sent it is gone. Anybody who may record consents or pack may. ERR_NOT_FOUND,
 * ERR_NO_RETRACTION. */
bool retract_again(struct desk *d, const char *id, struct retraction_result *ret, struct error *e)
	_must_check_;

struct onward;
/* What `sender` sent on this declaration, which is withdrawn, is restricted, unless another one of the
 * client still carries it. Each record gets its entry; `*restricted` counts up. What
 * went on from here ends, too, in `onward`. */
bool retraction_apply(struct act *a, const struct consent *c, const char *sender, uint64_t *restricted,
                      struct onward *onward, struct error *e) _must_check_;
