/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/standard_output.h"

#include "cli/pager.h"
#include "cli/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int failure; /* errno of the first write that failed since the last flush; 0: none */

static struct buffer held;
static bool holding;

void output_hold(void)
{
	holding = true;
}

static void put(struct bytes text)
{
	errno = 0;
	if (!failure && text.size && fwrite(text.data, 1, text.size, stdout) != text.size)
		failure = errno ? errno : EIO;
}

void output_write(struct bytes text)
{
	if (holding)
		buffer_append(&held, text);
	else
		put(text);
}

static void let_go(void)
{
	struct bytes text = buffer_bytes(&held);
	if (held.failed)
		failure = ENOMEM;
	else if (!pager_is_wanted(text) || !pager_show(text))
		put(text);
	buffer_wipe(&held);
}

bool output_flush(struct error *e)
{
	let_go();
	errno = 0;
	if (fflush(stdout) != 0 && !failure)
		failure = errno ? errno : EIO;
	int why = failure;
	failure = 0;
	clearerr(stdout);
	return why == 0 || why == EPIPE ||
	       error_set(e, ERR_TOLD, _("standard output"), "%s", words_system(why));
}
