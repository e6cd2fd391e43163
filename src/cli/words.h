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
/* A token of the machine's output ("sent", "receipt", "yes") in words; the token itself when it has none. */
const char *words_token(const char *token);
const char *words_rule(enum rule rule); /* the sentence, translated */
/* "S", "S/I", "I", "?": how sure a ground is; and what it does as it stands, "allow", "ask", "deny",
 * "bars", "bars-but-for-override" or "disabled". */
const char *words_certainty(const char *certainty);
const char *words_standing(const char *standing);

/* Prints `PROGRAM: error: …`, then `hint: …` (stderr), or in --json the object
 * {"sluis":1,"error":{"finding":…,"message":…,"hint":…,"subject":…,"line":…,"exit":…}} on stdout; returns the
 * exit code. */
int invocation_fail(const struct invocation *in, const struct error *e);
/* The same as a warning: prints, returns nothing. */
void invocation_warn(const struct invocation *in, const struct error *e);
/* A plain remark on stderr: `PROGRAM: …`; not in --json. Format must be translated already. */
void invocation_say(const struct invocation *in, const char *format, ...) _printf_(2, 3);
