/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The tables that a program is: its commands, their options, and what each needs before it can start. Nothing
 * is done here; program.h runs them. */

#include "base/bytes.h"
#include "base/error.h"

#include <stddef.h>

enum option_kind {
	OPTION_FLAG,   /* --all */
	OPTION_VALUE,  /* --to UNIT, once */
	OPTION_OUTPUT, /* -o FILE: as OPTION_VALUE, and names what is made or changed (outputs.h) */
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
	bool writes;           /* the first of them names what is made or changed (outputs.h) */
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
#define COMMAND_NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define OUTPUT_ARGUMENT(shown) ARGUMENT(shown), .writes = true

/* Commands that go together in somebody's work. */
struct task {
	const char *heading;         /* N_("…") */
	const char *const *commands; /* by their names, in the order of the work; ends with NULL */
};

struct program {
	const char *name;               /* "sluis" */
	const char *summary;            /* N_("…") */
	const struct command *commands; /* ends with a NULL name */
	const struct task *tasks; /* what a day is made of, for who types no command; NULL: all of them */
	bool secrets;             /* calls crypto_start, warns once when memory can't be locked */
	/* For a program with commands that need a store: sets `s->desk`; and closes that again, after it has
	 * told what is left to be told of it. */
	bool (*open)(struct session *s, enum command_needs needs, struct error *e);
	void (*close)(struct session *s);
	/* For a program that can tell of what a store has without an act that is logged: appends what there
	 * is of a kind of value (cli/value_kind.h), a line each. Quietly: it asks for nothing, and nothing is
	 * no error. */
	void (*complete)(const char *kind, struct buffer *out);
};
