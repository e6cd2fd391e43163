/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/words.h"
#include "tools/officer/commands.h"
#include "tools/officer/signable.h"

#include <stdlib.h>

/* An auditor's report is made by a program that can't read a key (sluis-audit), and so
 * signed by this one. Nothing of it is judged here but that it is a report. */

#define REPORT_TYPE "sluis.report/v1"

static bool begin_report(_unused_ const struct signable_with *with, struct bytes raw,
                         _unused_ const char *path, void **ret, struct error *e)
{
	char *text = string_of_bytes(raw);
	*ret = text;
	return text ? true : error_memory(e);
}

/* An auditor signs, who is no officer. */
static bool needs_nobody(_unused_ struct signing *g, _unused_ const void *what,
                         _unused_ const struct signable_with *with, _unused_ struct error *e)
{
	return true;
}

static bool describe_report(struct account *o, const void *what, _unused_ struct error *e)
{
	account_line(o, "%s", (const char *)what);
	return true;
}

const struct signable signable_report = { REPORT_TYPE,     N_("the note of an auditor's report"),
	                                  begin_report,    needs_nobody,
	                                  describe_report, free };

bool report_sign(struct session *s, struct error *e)
{
	return signable_command(s, REPORT_TYPE, e);
}
