/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A signed text: a note whose text is a strict YAML document with the first line
 * `type: sluis.KIND/vN`. That line is the domain separation: it is compared before
 * anything else is parsed, so a signature for one kind never serves as another. */

#include "crypto/note.h"

#define STATEMENT_TYPE_MAX 64u

/* A signed text, or a draft of one, that somebody named: whole, whatever kind it is. ERR_WRONG_FILE for what
 * can be none, or was changed on its way so that its signatures can't fit; a draft may have any line endings.
 */
bool statement_read(const char *path, struct buffer *ret, struct error *e) _must_check_;
/* Splits a note and checks its first line against `type` ("sluis.roster/v1").
 * ERR_VERSION when the kind fits but the version is newer, ERR_NOTE when it is another kind. */
bool statement_open(struct bytes raw, const char *type, const char *subject, struct note *ret,
                    struct error *e) _must_check_;
/* The same for what officers have in hand before it is signed: a text without
 * signatures passes too (`ret->signatures` is then empty, no key ever verifies it). */
bool statement_open_draft(struct bytes raw, const char *type, const char *subject, struct note *ret,
                          struct error *e) _must_check_;
/* Does an empty line with a signature line behind it stand in it? Form only: nothing is verified. */
bool statement_is_signed(struct bytes raw);
/* The kind in the first line ("sluis.roster/v1") without checking signatures; for `sluis open`, which takes
 * any. */
bool statement_type(struct bytes raw, char *ret, size_t size) _must_check_;
