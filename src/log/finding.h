/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What verification found wrong, collected; and the line between a fault of the
 * bundle and the reader's own trouble (memory, disk), which ends the work. */

#include "log/bundle.h"

#define FINDINGS_MAX 1000u
#define NO_INDEX UINT64_MAX

/* Always true but for want of memory, so that checks go on. */
bool finding_add(struct verify_result *r, enum error_code code, uint64_t index, const char *subject,
                 struct error *e, const char *format, ...) _printf_(6, 7) _must_check_;
/* `why` as a finding with its own code (ERR_FILE_MISSING becomes ERR_LOG_MISSING) about `subject`, or, when
 * it is no fault of the bundle's, as the error: false. */
bool finding_of_error(struct verify_result *r, const struct error *why, uint64_t index, const char *subject,
                      struct error *e) _must_check_;
