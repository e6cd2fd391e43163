/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where a command may write. The table of commands tells which words name what is made (OPTION_OUTPUT, and
 * `writes` for the first argument), so this is asked of every one of them, before anything is opened and
 * whether or not it may replace what stands there. */

#include "cli/invocation.h"

/* ERR_USAGE for standard output ("-": a command tells there what it did), for a place in the folder of a
 * store outside its outbox, and for what is another argument or the key, by device and inode, whatever their
 * names; ERR_FILE_UNSAFE for a link or a device. */
/* The same of a path that was typed at a prompt. ERR_USAGE, ERR_FILE_UNSAFE. */
bool outputs_check_path(const struct invocation *in, const char *path, struct error *e) _must_check_;
bool outputs_check(const struct invocation *in, struct error *e) _must_check_;
