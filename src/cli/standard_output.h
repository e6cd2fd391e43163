/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Everything that goes to standard output goes through these. The first that fails of what was written is
 * kept until the flush, which tells it, once (ERR_TOLD). That the reader of a pipe has had enough
 * (`sluis list | head`) is no failure: the act was done, and nobody waits for the rest. */

#include "base/bytes.h"

void output_write(struct bytes text);
/* From here on what is written waits for the flush, which shows it page by page where it is longer than the
 * screen (cli/pager.h): by then the store is closed, and nobody waits for who is reading. */
void output_hold(void);
bool output_flush(struct error *e) _must_check_;
