/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A program at a glance: a table of subcommands, their options, and one entry point
 * that parses, runs and turns the outcome into an exit code. */

#include "base/bytes.h"
#include "base/error.h"
#include "base/moment.h"
#include "crypto/secret.h"

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

enum option_kind {
	OPTION_FLAG,   /* --all */
	OPTION_VALUE,  /* --to UNIT, once */
	OPTION_VALUES, /* --record ID…: every following argument that isn't an option; may be repeated */
};
struct option {
	const char *name; /* "to", without dashes */
	char letter;      /* 'o' for -o; 0 for none */
	enum option_kind kind;
	const char *metavar; /* "UNIT" */
	const char *help;    /* N_("…") */
};

struct invocation; /* what was typed */

struct command {
	const char *name;             /* "roster add": one or two words */
	const char *arguments;        /* "CARD…" for the usage line; NULL for none */
	size_t least, most;           /* positional arguments; most SIZE_MAX for any number */
	const char *summary;          /* N_("one line") */
	const char *details;          /* N_("paragraphs for --help and the man page"); may be NULL */
	const struct option *options; /* ends with a NULL name; the common ones (--json, --lang, --help, and
	                                 the two flags below) come by themselves */
	bool wants_key;               /* --key FILE, --passphrase-fd N */
	bool wants_home;              /* --home DIR or SLUIS_HOME */
	int (*run)(struct invocation *in); /* enum exit_code */
};
struct program {
	const char *name;               /* "sluis" */
	const char *summary;            /* N_("…") */
	const struct command *commands; /* ends with a NULL name */
	bool secrets;                   /* calls crypto_start, warns once when memory can't be locked */
};

/* Sets locale, umask 077, stdio; parses; runs; flushes and checks stdout (a full pipe or disk is a failure).
 * Also:
 * --version, help, help COMMAND, COMMAND --help, --completion bash, and a "did you mean" for unknown names.
 * Unknown options exit 2.
 * `--dump-commands` prints the table for the lints that compare it with the manual. */
int program_main(const struct program *p, int argc, char **argv);

const char *invocation_program(const struct invocation *in); /* "sluis" */
const char *invocation_command(const struct invocation *in); /* "roster add"; NULL when none was found */
size_t invocation_count(const struct invocation *in);        /* positional */
const char *invocation_argument(const struct invocation *in, size_t i);
bool invocation_flag(const struct invocation *in, const char *option);
const char *invocation_value(const struct invocation *in, const char *option); /* NULL when not given */
const char *const *invocation_values(const struct invocation *in, const char *option, size_t *ret_count);
bool invocation_json(const struct invocation *in);
/* An option's value as a day (YYYY-MM-DD) or a number within bounds; `otherwise` when it wasn't given.
 * ERR_USAGE. */
bool invocation_day(const struct invocation *in, const char *option, moment otherwise, moment *ret,
                    struct error *e) _must_check_;
bool invocation_number(const struct invocation *in, const char *option, uint64_t otherwise, uint64_t least,
                       uint64_t most, uint64_t *ret, struct error *e) _must_check_;
/* The home or the key file; ERR_USAGE with a hint when neither option nor environment (SLUIS_HOME, SLUIS_KEY)
 * has it. */
bool invocation_home(const struct invocation *in, const char **ret, struct error *e) _must_check_;
bool invocation_key(const struct invocation *in, const char **ret, struct error *e) _must_check_;
/* Asks for a passphrase (--passphrase-fd or terminal); `again` for a new one. */
bool invocation_passphrase(const struct invocation *in, const char *prompt, const char *again,
                           struct secret *ret, struct error *e) _must_check_;
