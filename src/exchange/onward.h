/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What went on to others. A unit that holds copies may pass them on under a consent of
 * its own, which names the next (Wmo 5.2.1(1)(b)). When the consent that they came on is
 * withdrawn, those end with it, and each next unit gets a retraction. */

#include "exchange/ending.h"

struct onward {
	struct ending *list;
	size_t count;
};
void onward_clear(struct onward *o);
/* For `body`: ends this client's declarations by which what came on `c` was passed on: recorded here, for a
 * purpose of this unit under a ground that asks the client and carries data of a law that came on `c`. */
bool onward_end(struct onward *o, struct act *a, const struct consent *c, struct error *e) _must_check_;
/* For `logged`, `done` and `failed`. */
bool onward_send(struct onward *o, struct act *a, struct error *e) _must_check_;
void onward_publish(struct onward *o, struct act *a);
void onward_failed(struct onward *o, const struct error *why);
/* After `done`: what ended and what is to be sent, by unit. The caller clears each and frees the list. */
bool onward_give(struct onward *o, struct retraction_result **ret, size_t *ret_count, struct error *e)
	_must_check_;
