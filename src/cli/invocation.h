/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What was typed, and talking back about it on stderr. A command asks with the functions; the members are for
 * program.c, which makes it. */

#include "base/bytes.h"
#include "base/moment.h"
#include "cli/command.h"
#include "crypto/secret.h"

struct given {
	const struct option *option;
	const char **values; /* room for as many as there are arguments */
	size_t count;
};

struct invocation {
	const struct program *program;
	const struct command *command; /* NULL until it is known */
	const char *group;             /* help was asked of all commands with this first word; else NULL */
	bool json, help, version;
	bool plain, quiet; /* --plain, --quiet */
	size_t room;       /* for each array */
	const char **arguments;
	size_t count;
	struct given *given;
	size_t given_count;
};
/* Parses a command line, as far as it goes: what stands there when it fails is still to be cleared.
 * ERR_USAGE. */
bool invocation_parse(struct invocation *in, int argc, char **argv, struct error *e) _must_check_;
void invocation_clear(struct invocation *in);
/* NULL when it wasn't given; an option of any command. */
const struct given *invocation_given(const struct invocation *in, const char *name);

const char *invocation_program(const struct invocation *in); /* "sluis" */
const char *invocation_command(const struct invocation *in); /* "roster add"; NULL when none was found */
size_t invocation_count(const struct invocation *in);        /* positional */
const char *invocation_argument(const struct invocation *in, size_t i);
bool invocation_flag(const struct invocation *in, const char *option);
const char *invocation_value(const struct invocation *in, const char *option); /* NULL when not given */
/* ERR_USAGE that names every one of `options`, up to its NULL, that wasn't given. */
bool invocation_needs(const struct invocation *in, const char *const *options, struct error *e) _must_check_;
#define invocation_wants(in, e, ...) invocation_needs((in), (const char *const[]){ __VA_ARGS__, NULL }, (e))
const char *const *invocation_values(const struct invocation *in, const char *option, size_t *ret_count);
bool invocation_json(const struct invocation *in);
/* An option's value as a day (YYYY-MM-DD) or a number within bounds; `otherwise` when it wasn't given.
 * ERR_USAGE. */
bool invocation_day(const struct invocation *in, const char *option, moment otherwise, moment *ret,
                    struct error *e) _must_check_;
/* The same as a moment: "2026-11-27T09:30" by the clock on the wall in the Netherlands, or in UTC as
 * "2026-11-27T08:30:00Z". */
bool invocation_moment(const struct invocation *in, const char *option, moment otherwise, moment *ret,
                       struct error *e) _must_check_;
bool invocation_number(const struct invocation *in, const char *option, uint64_t otherwise, uint64_t least,
                       uint64_t most, uint64_t *ret, struct error *e) _must_check_;
/* The home or the key file; ERR_USAGE with a hint when neither option nor environment (SLUIS_HOME, SLUIS_KEY)
 * has it. */
bool invocation_home(const struct invocation *in, const char **ret, struct error *e) _must_check_;
bool invocation_key(const struct invocation *in, const char **ret, struct error *e) _must_check_;
/* Asks for a passphrase (--passphrase-fd or terminal), or for a new one, which is held to
 * passphrase_is_strong and, on the terminal, offered when the answer is empty. */
bool invocation_passphrase(const struct invocation *in, const char *prompt, struct secret *ret,
                           struct error *e) _must_check_;
bool invocation_new_passphrase(const struct invocation *in, struct secret *ret, struct error *e) _must_check_;
/* How often one may be wrong: somebody at a terminal tries again, a script doesn't. */
unsigned invocation_tries(const struct invocation *in);

/* Prints `PROGRAM: error: …`, then `hint: …` (stderr), or in --json the object
 * {"sluis":1,"error":{"finding":…,"message":…,"hint":…,"subject":…,"line":…,"exit":…}} on stdout; returns the
 * exit code. Who interrupted it isn't told that it was interrupted. */
int invocation_fail(const struct invocation *in, const struct error *e);
/* The same as a warning: prints, unless --quiet was given, and returns nothing. */
void invocation_warn(const struct invocation *in, const struct error *e);
/* A plain remark on stderr: `PROGRAM: …`; not in --json, nor with --quiet. Format must be translated already.
 */
void invocation_say(const struct invocation *in, const char *format, ...) _printf_(2, 3);
