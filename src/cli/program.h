/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The one entry point of a program, over its tables (command.h): it parses, makes ready
 * what the command needs, runs it, prints what it has to say or why it failed, and turns
 * that into an exit code. So a command is a function that does its work and fills an
 * output, and nothing else. */

#include "cli/command.h"

/* Sets locale, umask 077, stdio; parses; opens what the command needs; runs; prints; flushes and checks
 * stdout (a full pipe or disk is a failure). Also:
 * --version, help, help COMMAND, COMMAND --help, --completion bash, and a "did you mean" for unknown names.
 * Unknown options exit 2.
 * `--dump-commands` prints the table for the lints that compare it with the manual. */
int program_main(const struct program *p, int argc, char **argv);
