/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the log keeps in private of what stayed of a client: "naam.voornamen:secret-address …", or
 * "*:consent-missing" of one who stayed as a whole. */

#include "base/bytes.h"

/* Did this field stay, by what is written there (NULL: nothing)? `ret_rule` gets the rule, borrowed. */
bool withheld_names(const char *withheld, const char *field, struct bytes *ret_rule);
