/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A program at a glance: a table of subcommands, their options and what each needs; and
 * one entry point that parses, makes ready what the command needs, runs it, prints what
 * it has to say or why it failed, and turns that into an exit code. So a command is a
 * function that does its work and fills an output, and nothing else. */

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
struct account;    /* what it tells: report/account.h */
struct desk;       /* a unit's store with its key; nothing in this layer looks into it */

/* What a command is given, ready to be used. */
struct session {
	struct invocation *in;
	struct account *out; /* printed when the command succeeds, dropped when it fails */
	struct desk *desk;   /* open, when the command needs a store; NULL otherwise */
	int outcome;         /* the exit code when it succeeds: EXIT_DONE unless it says otherwise */
};

/* What must be there before a command can start, which is also what it takes options for. */
enum command_needs {
	NEEDS_NOTHING,
	/* --key and --passphrase-fd. The command itself opens the key, once it has looked at all that it can
	 * look at without: nobody types a passphrase to be told that a file isn't there. */
	NEEDS_KEY,
	/* And --home: the folder of a store that isn't open yet, or isn't there yet. */
	NEEDS_HOME,
	/* An open store, to look at; the other two, to change it (enum store_use). */
	NEEDS_STORE_READ,
	NEEDS_STORE_WORK,
	NEEDS_STORE_BULK,
};

struct command {
	const char *name;      /* "roster add": one or two words */
	const char *arguments; /* "CARD…" for the usage line; NULL for none */
	size_t least, most;    /* positional arguments; most SIZE_MAX for any number */
	const char *summary;   /* N_("one line") */
	const char *details;   /* N_("paragraphs for --help and the man page"); may be NULL */
	/* Ends with a NULL name; NULL for none. The common ones (--json, --lang, --help) and those of what it
	 * needs come by themselves. */
	const struct option *options;
	enum command_needs needs;
	/* What is wrong with the command line, before anybody is asked for a passphrase; NULL when the table
	 * says it all. */
	bool (*check)(const struct invocation *in, struct error *e);
	bool (*run)(struct session *s, struct error *e);
};
/* A row of the usual form:
 * { COMMAND("show", STORE_READ, show, show_options), ARGUMENT("ID"), .summary = N_("Show one record") }, */
#define COMMAND(words, what, function, own_options) \
	.name = (words), .needs = NEEDS_##what, .run = (function), .options = (own_options)
#define ARGUMENTS(shown, fewest, greatest) .arguments = (shown), .least = (fewest), .most = (greatest)
#define ARGUMENT(shown) ARGUMENTS(shown, 1, 1)

struct program {
	const char *name;               /* "sluis" */
	const char *summary;            /* N_("…") */
	const struct command *commands; /* ends with a NULL name */
	bool secrets;                   /* calls crypto_start, warns once when memory can't be locked */
	/* For a program with commands that need a store: sets `s->desk`; and closes that again, after it has
	 * told what is left to be told of it. */
	bool (*open)(struct session *s, enum command_needs needs, struct error *e);
	void (*close)(struct session *s);
};

/* Sets locale, umask 077, stdio; parses; opens what the command needs; runs; prints; flushes and checks
 * stdout (a full pipe or disk is a failure). Also:
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
