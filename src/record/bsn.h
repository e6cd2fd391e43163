/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The burgerservicenummer: nine digits of which 9a+8b+7c+6d+5e+4f+3g+2h−i is a
 * multiple of 11 (Wabb; RvIG). Not all zeros. */

#include "base/bytes.h"

#define BSN_SIZE 9u

bool bsn_is_valid(struct bytes text);
/* Puts back leading zeros that a spreadsheet dropped (eight or seven digits);
 * false when the result isn't valid. */
bool bsn_complete(struct bytes text, char ret[BSN_SIZE + 1]) _must_check_;
