/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An agreement as rows for a register of processing that is kept as a table (AVG 30): a row a purpose, a
 * column for each thing that article 30(1) asks for and for what municipalities keep beside it. CSV with
 * semicolons and a mark for UTF-8, which spreadsheets here open as it is. docs/format/register.md. */

#include "trust/agreement.h"

/* `g` and `r` as of dpv_append. */
bool register_rows_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                          const struct roster *r, struct error *e) _must_check_;
