/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/commands.h"

#include "trust/statement.h"

/* An auditor's report is made by a program that can't read a key (sluis-audit), and so
 * signed by this one. Nothing of it is judged here but that it is a report. */

static bool run_sign(struct invocation *in, struct output *o, struct error *e)
{
	const char *path = invocation_argument(in, 0);
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct note note;
	return officer_read(path, &raw, e) &&
	       statement_open_draft(buffer_bytes(&raw), "sluis.report/v1", path, &note, e) &&
	       officer_sign(in, path, buffer_bytes(&raw), o, e);
}

int report_sign(struct invocation *in)
{
	return session_run(in, run_sign);
}
