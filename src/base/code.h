/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An enumeration whose values have a code in files and words for people: a row for each, at its value's
 * place. */

#include "base/bytes.h"

struct code {
	const char *name;  /* "" of a value that isn't said; NULL: there is no such value */
	const char *words; /* marked by N_(); translated by whoever shows them */
};
/* Both "" beyond the table. */
const char *code_name(const struct code *all, size_t count, unsigned value);
const char *code_words(const struct code *all, size_t count, unsigned value);
/* The value with that code; negative: none has it. Nothing is a value's code. */
int code_find(const struct code *all, size_t count, struct bytes name);
