/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Amounts of money as sources and people write them. */

#include "base/bytes.h"

/* 1.234,56, 1,234.56, 1 234,50, 1234.5, 1234, 12,-, with € or EUR on either side and a - before it: appends
 * the number of cents. ERR_FIELD_VALUE on `subject` for anything else, and for what could be read in two
 * ways: of 1.234 nobody can tell whether the dot is of thousands. The error never holds the amount. */
bool amount_read(struct bytes written, const char *subject, struct buffer *out, struct error *e) _must_check_;
