/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A signed text: a note whose text is a strict YAML document with the first line
 * `type: sluis.KIND/vN`. That line is the domain separation: it is compared before
 * anything else is parsed, so a signature for one kind never serves as another. */

#include "crypto/note.h"

/* Splits a note and checks its first line against `type` ("sluis.roster/v1").
 * ERR_VERSION when the kind fits but the version is newer, ERR_NOTE when it is another kind. */
bool statement_open(struct bytes raw, const char *type, const char *subject, struct note *ret, struct error *e) _must_check_;
/* The kind in the first line ("sluis.roster/v1") without checking signatures; for `sluis open`, which takes any. */
bool statement_type(struct bytes raw, char *ret, size_t size) _must_check_;
