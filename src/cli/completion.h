/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Completion of a command line, for bash, zsh and fish. What a shell is given is a few lines: it asks the
 * program itself, by `PROGRAM --complete WORD…`, what may stand where the cursor is. So there is one
 * completion, and it follows from the tables. */

#include "base/bytes.h"
#include "cli/command.h"

/* False for a shell that isn't known. */
bool completion_script(struct buffer *out, const struct program *p, const char *shell);
/* `words` are those behind the program's name, the last one as far as it was typed. A line each: the word, a
 * tab and what it is; or ":files", with the endings that are meant, or ":folders", where the shell looks.
 * Never an error: where nothing is known, nothing is offered. Words of which a shell would make something
 * else are left out. */
void completion_answer(struct buffer *out, const struct program *p, char **words, size_t count);
