/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Errors, findings and decisions in words: the one place where a code becomes a
 * sentence, a hint and an exit code. English in the source, Dutch in po/nl.po. */

#include "base/bytes.h"
#include "base/error.h"
#include "trust/decide.h"

#include <libintl.h>

#define _(text) gettext(text)

/* The one table of exit codes. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_VERIFICATION = 3,
	EXIT_NO_KEY = 4,
	EXIT_NOT_FOUND = 5,
	EXIT_EXISTS = 6,
	EXIT_BUSY = 7,
	EXIT_REFUSED = 8,
	EXIT_SOME_REJECTED = 9,
	EXIT_INTERRUPTED = 130,
};

int words_exit_code(enum error_code code);
/* "what failed": a sentence without full stop, from code, subject, detail and line. Untrusted parts go
 * through text_append_shown. */
void words_append_error(struct buffer *out, const struct error *e);
/* The sentence of a code alone, translated. */
const char *words_sentence(enum error_code code);
/* What to do next; NULL when there is nothing to say. */
const char *words_hint(const struct error *e);
/* A log's act and a letter's kind, by the names that entries and manifests have; itself when it has no words.
 * Not translated yet. */
const char *words_act(const char *action);
const char *words_kind(const char *kind);
const char *words_system(int sys_errno);            /* what the system said, translated */
const char *words_rule(enum rule rule);             /* the sentence, translated */
const char *words_category(enum category category); /* what fields of it are about, translated */
