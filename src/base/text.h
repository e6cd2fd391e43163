/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Rules for text that comes from elsewhere: UTF-8, characters that could mislead
 * a reader, and the names of units, logs and persons. */

#include "base/bytes.h"

/* Decodes the code point at `*at` and goes on to the next; false, with `*at` as it was, where it isn't well
 * formed. */
bool text_next(struct bytes text, size_t *at, uint32_t *ret) _must_check_;
/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool text_is_utf8(struct bytes text);

/* As `text_is_utf8`, and none of: U+0000–1F but LF, U+007F–9F, U+2028, U+2029 and
 * the bidirectional controls (U+061C, U+200E/F, U+202A–E, U+2066–9). The rule for
 * signed texts. On failure ERR_UTF8 or ERR_CONTROL_CHARACTER with the line. */
bool text_check_signed(struct bytes text, const char *subject, struct error *e) _must_check_;

/* Appends a copy that is safe to show on a terminal: what `text_check_signed` refuses,
 * and LF as well, becomes U+FFFD. Everything that came from a file goes through it before it is
 * printed. */
void text_append_shown(struct buffer *out, struct bytes text);
/* How many columns it takes on a screen: a letter takes one, many characters of Asia take two, and an accent
 * that combines with the letter before it takes none. */
size_t text_width(struct bytes text);

/* Is there anything but blanks and line ends? */
bool text_is_told(struct bytes text);

/* `municipality/unit` or `municipality/p-xxxx`: [a-z0-9.-] and exactly one `/`,
 * neither half empty or starting with '.' or '-', at most NAME_MAX_SIZE bytes. */
#define NAME_MAX_SIZE 128
bool name_is_valid(struct bytes name);
bool name_is_person(struct bytes name); /* valid, and the second half starts with "p-" */
bool name_is_unit(struct bytes name);   /* valid, and not a person's */
/* A controller's: what may stand before the `/`. */
bool name_is_controller(struct bytes name);
/* An agreement's id, a purpose's code or a ground, as signed texts carry them: [a-z0-9.-], 1 to 64
 * characters. */
bool identifier_is_valid(struct bytes text);
