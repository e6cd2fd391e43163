/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/label.h"
#include "exchange/open.h"
#include "exchange/pack.h"
#include "io/file.h"
#include "io/terminal.h"
#include "store/exchanges.h"
#include "store/refusals.h"
#include "tools/common/override_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/picker.h"
#include "tools/sluis/preview_account.h"
#include "tools/sluis/preview_page.h"
#include "tools/sluis/restriction_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct option preview_options[] = {
	EXCHANGE_OPTIONS,
	{ "clients", 0, OPTION_FLAG, NULL,
	  N_("a line for each record, and for what goes along of what clients said, too") },
	{ "html", 0, OPTION_OUTPUT, "FILE",
	  N_("write it as a page for a browser or a printer, record by record") },
	{ 0 },
};
const struct option pack_options[] = {
	EXCHANGE_OPTIONS,
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("put a copy of the package here, too") },
	{ 0 },
};

struct packing {
	struct progress progress;
	struct preview_clients *clients; /* NULL: not asked for */
};

static void packing_progress(void *context, uint64_t done)
{
	struct packing *p = context;
	progress_update(&p->progress, done);
}

static bool packing_client(void *context, const struct screened *s, struct error *e)
{
	struct packing *p = context;
	return !p->clients || preview_clients_add(p->clients, s, e);
}

static bool packing_declaration(void *context, const struct screened *s, struct bytes line, struct error *e)
{
	struct packing *p = context;
	return !p->clients || preview_clients_add_declaration(p->clients, s, line, e);
}

bool preview_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	const char *page = invocation_value(in, "html");
	_cleanup_(picked_clear) struct picked picked = { 0 };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(preview_clients_clear) struct preview_clients clients = { 0 };
	struct packing p = { 0 };
	if (page && file_exists(page))
		return error_set(e, ERR_FILE_EXISTS, page, "%s", "");
	if (!pick_exchange(s, &picked, e))
		return false;
	p.clients = page || invocation_flag(in, "clients") ? &clients : NULL;
	struct pack_request q = picked_request(&picked);
	q.each = packing_client;
	q.declared = packing_declaration;
	q.context = &p;
	q.progress = packing_progress;
	q.progress_context = &p;
	progress_start(&p.progress, _("deciding"), 0);
	bool ok = preview(d, &q, &r, e);
	if (!ok)
		return false;
	preview_tell(o, d->catalogue, &q, &r);
	if (page && !preview_page_write(page, d, &q, &r, &clients, e))
		return false;
	if (page)
		account_pair(o, "page", _("written"), page);
	if (invocation_flag(in, "clients"))
		preview_tell_clients(o, d->catalogue, &r, &clients);
	return true;
}

/* The package is made and logged: whatever goes wrong from here on is told next to that, not instead of it.
 */
int output_package(struct session *s, const struct pack_result *r, struct file_write *copy)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct error e;
	named_pair(s, "id", _("package"), ID_PACKAGE, r->id);
	account_pair_number(o, "sequence", _("number"), r->sequence);
	account_pair_day(o, "use_by", NULL, r->use_by);
	account_pair_moment(o, NULL, _("to be opened by"), r->use_by);
	letter_state_pair(o, r->pending   ? LETTER_PENDING
	                     : r->arrived ? LETTER_ARRIVED
	                     : r->named   ? LETTER_WAITING
	                                  : LETTER_PREPARED);
	if (r->pending) {
		account_line(o,
		             _("Nothing has left yet: the agreement asks for two. A colleague looks at it "
		               "and runs `sluis approve %.*s`."),
		             (int)named_digits(s, ID_PACKAGE, r->id), r->id);
		if (copy->path)
			invocation_say(in, "%s",
			               _("note: there is no file to copy before it is approved; give -o to "
			                 "`sluis approve`"));
		return EXIT_DONE;
	}
	if (!r->arrived)
		account_pair(o, "file", _("written"), r->path);
	if (!r->named)
		invocation_say(in, "%s",
		               _("warning: the package is made and logged, but its file could not get its "
		                 "name yet; the next command does that"));
	if (!copy->path)
		return r->named ? EXIT_DONE : EXIT_FAILED;
	if (r->named && file_write_copy(copy, r->path, &e) && file_write_commit(copy, false, &e)) {
		account_pair(o, "copy", _("copy"), copy->path);
		return EXIT_DONE;
	}
	if (r->named) {
		const struct error why = e;
		error_set(&e, ERR_COPY, copy->path, _("%s; it is here: %s"),
		          why.sys_errno ? words_system(why.sys_errno) : error_name(why.code), r->path);
		invocation_warn(in, &e);
	}
	return EXIT_FAILED;
}

bool pack_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(picked_clear) struct picked picked = { 0 };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	struct packing p = { 0 };
	const char *copy = invocation_value(in, "output");
	if (copy && file_exists(copy))
		return error_set(e, ERR_FILE_EXISTS, copy, "%s", "");
	if (!pick_exchange(s, &picked, e) || (copy && !file_write_start(&out, copy, e)))
		return false;
	struct pack_request q = picked_request(&picked);
	q.progress = packing_progress;
	q.progress_context = &p;
	progress_start(&p.progress, _("packing"), 0);
	bool ok = pack(d, &q, &r, e);
	if (!ok)
		return false;
	preview_tell(o, d->catalogue, &q, &r);
	s->outcome = output_package(s, &r, &out);
	return true;
}
