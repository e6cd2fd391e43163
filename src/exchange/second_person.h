/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The second person at an act for which the roster may ask two: at the same desk, with a key file of his own
 * and a mandate for the same. The act's entry names his mandate and his key. */

#include "exchange/act.h"

struct second_person {
	const struct keyfile *key; /* NULL: there is nobody */
	char key_id[8 + 1];        /* what the entry points to */
};
/* `is_asked`: by the roster, for which `words` stand (N_()). ERR_UNSIGNED without one who is asked for, and
 * for one who is the first himself; ERR_MANDATE; ERR_SIGNATURE for a key that isn't the roster's. */
bool second_person_enter(struct second_person *p, struct act *a, enum power power, bool is_asked,
                         const char *words, struct error *e) _must_check_;
