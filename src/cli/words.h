/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Errors, findings and decisions in words: the one place where a code becomes a
 * sentence, a hint and an exit code. English in the source, Dutch in po/nl.po. */

#include "base/error.h"
#include "cli/program.h"
#include "trust/decide.h"

#include <libintl.h>

#define _(text) gettext(text)

int words_exit_code(enum error_code code);
/* "what failed": a sentence without full stop, from code, subject, detail and line. Untrusted parts go
 * through text_append_shown. */
void words_append_error(struct buffer *out, const struct error *e);
/* What to do next; NULL when there is nothing to say. */
const char *words_hint(enum error_code code);
/* A log's act and a letter's kind, by the names that entries and manifests have; itself when it has no words.
 * Not translated yet. */
const char *words_act(const char *action);
const char *words_kind(const char *kind);
const char *words_rule(enum rule rule); /* the sentence, translated */

/* Prints `PROGRAM: error: …`, then `hint: …` (stderr), or in --json the object
 * {"sluis":1,"error":{"finding":…,"message":…,"hint":…,"subject":…,"line":…,"exit":…}} on stdout; returns the
 * exit code. */
int invocation_fail(const struct invocation *in, const struct error *e);
/* The same as a warning: prints, returns nothing. */
void invocation_warn(const struct invocation *in, const struct error *e);
/* A plain remark on stderr: `PROGRAM: …`; not in --json. Format must be translated already. */
void invocation_say(const struct invocation *in, const char *format, ...) _printf_(2, 3);
