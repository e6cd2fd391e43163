/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What can't be taken back is shown before it is done: who, what, to whom. Then somebody says yes. */

#include "cli/invocation.h"
#include "report/account.h"

/* Does anybody sit there who can be asked? A terminal, and no --json. */
bool confirm_can_ask(const struct invocation *in);
/* And is the question to be asked: not with --yes, where the command has that? For who has work to do for
 * what is shown. */
bool confirm_is_asked(const struct invocation *in);
/* Begins an account of what is going to be done, as wide as the terminal; ended by `confirm`, and cleared by
 * the caller. */
void confirm_begin(struct account *shown, const struct invocation *in);
/* Shows it with the question below, and waits for yes or no. In a script, and with --yes, it is yes, and
 * nothing is shown. ERR_INTERRUPTED when the answer is no, once `no` was said; NULL is that nothing was done.
 */
bool confirm(const struct invocation *in, struct account *shown, const char *question, const char *no,
             struct error *e) _must_check_;
#define CONFIRM_OPTION \
	{ \
		"yes", 'y', OPTION_FLAG, NULL, N_("do it without asking; what would be shown isn't shown") \
	}
