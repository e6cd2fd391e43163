/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/commands.h"

#include "trust/statement.h"

/* An auditor's report is made by a program that can't read a key (sluis-audit), and so
 * signed by this one. Nothing of it is judged here but that it is a report. */

bool report_sign(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	const char *path = invocation_argument(in, 0);
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct note note;
	return officer_read(path, &raw, e) &&
	       statement_open_draft(buffer_bytes(&raw), "sluis.report/v1", path, &note, e) &&
	       officer_sign(in, path, buffer_bytes(&raw), o, e);
}
