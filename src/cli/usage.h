/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A program's table of commands, shown: help, the nearest
 * name to one that was mistyped, and a plain dump for the lints. Parsing is
 * `invocation_parse.c`'s. */

#include "base/bytes.h"
#include "cli/command.h"

/* The command's own options first, then those that it has by what it needs (--key, --home …) and those of
 * every command; NULL past the last. */
const struct option *command_option(const struct command *c, size_t i);
/* By its letter, or by a name of `size` bytes when `letter` is 0; NULL when the command hasn't got it. */
const struct option *command_find_option(const struct command *c, const char *name, size_t size, char letter);

/* "roster add" before "roster": two words if they are a command, else one; `second` may be NULL. NULL when
 * there is none. */
const struct command *command_find(const struct program *p, const char *first, const char *second,
                                   int *ret_words);

bool option_takes_one(const struct option *o);  /* a value, once */
bool option_names_path(const struct option *o); /* its values are files or folders */

void usage_program(struct buffer *out, const struct program *p);
void usage_tasks(struct buffer *out, const struct program *p);  /* of a program that has tasks */
bool usage_is_group(const struct program *p, const char *word); /* the first of two, of some command */
void usage_group(struct buffer *out, const struct program *p, const char *word);
void usage_command(struct buffer *out, const struct program *p, const struct command *c);
/* Lines of tab-separated fields: command, its name, arguments, summary, details; option, command,
 * --name, -letter, METAVAR, help; in the reader's language. What is made or changed by its name ends with
 * another field, "output": a command's first argument, or an option. */
void usage_dump(struct buffer *out, const struct program *p);

/* The nearest command or option by spelling; NULL when none is near. */
const char *usage_near_command(const struct program *p, const char *typed);
const char *usage_near_option(const struct command *c, const char *typed);
