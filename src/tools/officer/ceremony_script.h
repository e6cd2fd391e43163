/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The script of a ceremony, before there is one: who must be there, what to bring, and each step with the
 * words that are spoken, a box to tick and room for a time and a signature. */

#include "report/account.h"

/* Text for a terminal, and the same as a page to be printed. */
bool ceremony_script(struct account *ret, struct error *e) _must_check_;
