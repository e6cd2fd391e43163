/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Letters on their way: on a stick or a share, where those of several units lie beside each other. */

#include "cli/command.h"
#include "exchange/desk.h"

/* Where a letter of the outbox is put when somebody says `where`. In a folder it is named by who sends it, to
 * whom, its number and its kind, so that no other letter has its name, and by name those of a unit stand in
 * their order. What is no folder is the file itself. The caller frees it; NULL when memory is out. */
char *carried_path(const struct desk *d, const char *letter, const char *where);
