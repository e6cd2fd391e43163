/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a command tells, on standard output: an account (report/account.h) as text for
 * people, cut to the terminal, or with --json as one versioned object. */

#include "cli/invocation.h"
#include "report/account.h"

/* {"sluis":1,"command":"roster show", … */
void output_begin(struct account *a, const struct invocation *in);
/* Print and clear; false when memory was out. Whether it arrived, output_flush tells. */
bool output_end(struct account *a, struct error *e) _must_check_;
/* Instead of all else: a whole document in a format of its own (JSON-LD), as it stands,
 * also with --json. Call it last. */
void output_document(struct account *a, struct bytes document);
