/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The terminal is one of the places where an account goes. */

#include "cli/output.h"

#include "cli/standard_output.h"
#include "io/terminal.h"

#include <unistd.h>

void output_begin(struct account *a, const struct invocation *in)
{
	account_begin(a, invocation_json(in) ? ACCOUNT_JSON : ACCOUNT_TEXT, "command", invocation_command(in),
	              NULL);
	a->width = in->plain ? 0 : terminal_width(STDOUT_FILENO);
	a->plain = in->plain;
	a->colours = !in->plain && terminal_has_colours(STDOUT_FILENO);
}

bool output_end(struct account *a, struct error *e)
{
	bool ok = account_end(a, e);
	if (ok)
		output_write(buffer_bytes(account_has(a, ACCOUNT_JSON) ? &a->object : &a->text));
	account_clear(a);
	return ok;
}

void output_document(struct account *a, struct bytes document)
{
	account_clear(a);
	*a = (struct account){ .sinks = ACCOUNT_TEXT, .open = ACCOUNT_TEXT };
	buffer_append(&a->text, document);
}
