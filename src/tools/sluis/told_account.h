/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The letters that an act made beside what it did, as they are told: to be carried to each unit. */

#include "cli/command.h"
#include "exchange/told_letters.h"

/* A table of them; and for who has no keys in the roster, that it is to be told in another way. */
void told_letters_tell(struct session *s, const struct told_letter *list, size_t count);
