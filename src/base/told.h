/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A detail in the reader's language, made where the fault is seen: later its numbers and names can't be told
 * from its words any more. The English stands beside it, for `--json`, the log and the reports, which say the
 * same in every language. */

#include "base/macros.h"

#include <stdarg.h>
#include <stddef.h>

/* vsnprintf() with the words of `format` translated, and of its %s those that are a message themselves: a
 * sentence, which has a blank in it, or what is the whole of it. A message keeps its conversions in their
 * order (tests/lint/words.py). */
void told_format(char *out, size_t size, const char *format, va_list args) _printf_(3, 0);
