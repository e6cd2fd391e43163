/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The language of messages, and nothing else of the locale: numbers, dates and
 * sorting stay those of the C locale, in every language. */

#include <stdbool.h>

/* `asked` is --lang's value, "nl" or "en"; NULL: what the environment says
 * (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), also when no such locale is installed.
 * Call it before the first message. False when `asked` is another language. */
bool language_start(const char *asked);
/* "nl" or "en": for texts that carry their own translations, such as the catalogue's. */
const char *language_code(void);
/* False when the texts of that language were not found, so that messages are in English; and the folder where
 * they were looked for. */
bool language_is_there(void);
const char *language_folder(void);
