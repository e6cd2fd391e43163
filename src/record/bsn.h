/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The burgerservicenummer: nine digits of which 9a+8b+7c+6d+5e+4f+3g+2h−i is a
 * multiple of 11 (Wabb; RvIG). Not all zeros. */

#include "base/bytes.h"

#define BSN_SIZE 9u

bool bsn_is_valid(struct bytes text);
/* The same, and says what is wrong: ERR_FIELD_VALUE when it isn't nine digits, ERR_BSN when they fail the
 * 11-test. `subject` is the field, or where it was read; `line` may be 0. */
bool bsn_check(struct bytes text, const char *subject, uint64_t line, struct error *e) _must_check_;
/* As people and spreadsheets write it: white space around it and between groups; dots, commas or hyphens
 * between groups as a number or a sofi-number has them (123.456.782, 1234.56.782); ="123456782" and
 * '123456782, which spreadsheets write; zeros in front dropped (eight or seven digits). Nothing else is
 * guessed. Errors as `bsn_check`; a number in scientific notation is told as that, for its digits are lost.
 */
bool bsn_read(struct bytes written, const char *subject, uint64_t line, char ret[BSN_SIZE + 1],
              struct error *e) _must_check_;
