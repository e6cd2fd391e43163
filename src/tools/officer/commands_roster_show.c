/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `sluis-officer roster sign`, `show`, `diff` and `verify`: what a roster says, in what two of them differ,
 * and who signed. */

#include "cli/fingerprints.h"
#include "io/file.h"
#include "tools/common/roster_account.h"
#include "tools/officer/commands.h"
#include "tools/officer/roster_files.h"
#include "tools/officer/signable.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

const struct option roster_sign_options[] = {
	{ "previous", 0, OPTION_VALUES, "FILE…",
	  N_("the version before, of a merger both; looked for beside the roster when left out") },
	CONFIRM_OPTION,
	SIGNING_ANEW,
	{ 0 },
};
const struct option roster_show_options[] = {
	{ "at", 0, OPTION_VALUE, "DAY",
	  N_("who held which key, mandate and office on that day; NOTE is then a folder with the versions, "
	     "or "
	     "several of them") },
	{ 0 },
};
const struct option roster_verify_options[] = {
	{ "fingerprint", 0, OPTION_VALUE, "HEX", N_("of version 1, as read aloud") },
	{ 0 },
};

/* --- who signed --- */

static bool output_signers(struct account *o, const struct roster *r, struct error *e)
{
	static const struct column columns[] = {
		{ "officer", N_("officer"), COLUMN_NAME },
		{ "controller", N_("for"), COLUMN_NAME },
		{ "signed", N_("signed"), COLUMN_STATE },
		{ "witness", N_("cosigns logs"), COLUMN_STATE },
	};
	bool *signed_by = calloc(r->officer_count + 1, sizeof *signed_by);
	if (!signed_by)
		return error_memory(e);
	bool ok = roster_signers(r, signed_by, e);
	account_table(o, "officers", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; ok && i < r->officer_count; i++) {
		account_cell(o, r->officers[i].person);
		account_cell(o, r->officers[i].controller);
		account_cell_yes(o, signed_by[i]);
		const struct roster_person *p = roster_person(r, r->officers[i].person);
		account_cell_yes(o, p && p->has_witness);
	}
	account_table_end(o, NULL);
	for (size_t i = 0; ok && i < r->controller_count; i++) {
		uint64_t missing = roster_signers_missing(r, r->controllers[i].name, signed_by);
		if (missing)
			account_line(o,
			             ngettext("%s: %llu more signature is needed",
			                      "%s: %llu more signatures are needed", (unsigned long)missing),
			             r->controllers[i].name, (unsigned long long)missing);
	}
	free(signed_by);
	account_blank(o);
	return ok;
}

/* --- signing --- */

struct roster_to_sign {
	struct roster *roster;
	const struct rosters_before *before;
};

static void end_signing(void *what)
{
	struct roster_to_sign *t = what;
	roster_freep(&t->roster);
	free(t);
}

static bool begin_signing(const struct signable_with *with, struct bytes raw, const char *path, void **ret,
                          struct error *e)
{
	struct roster_to_sign *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	*ret = t;
	t->before = with->before;
	/* What no store would take in isn't signed: a later version couldn't follow on it. */
	if (!roster_parse(raw, path, &t->roster, e) || !roster_check_issued(t->roster, moment_now(), e))
		return false;
	for (size_t i = 0; i < t->before->count; i++)
		if (!roster_check_succession(t->before->list[i], t->roster, e))
			return false;
	return true;
}

static bool needs_officers(struct signing *g, const void *what, const struct signable_with *with,
                           struct error *e)
{
	const struct roster_to_sign *t = what;
	return signing_add_roster(g, t->roster, with->before, e);
}

/* Of a merger: seen from either side. */
static bool roster_tell_changes(struct account *o, const struct rosters_before *before,
                                const struct roster *next, struct error *e)
{
	for (size_t i = 0; i < before->count; i++) {
		if (roster_merger_of(next))
			account_line(o, _("Seen from the roster of %s, version %llu:"), before->list[i]->id,
			             (unsigned long long)before->list[i]->version);
		if (!roster_changes_tell(o, before->list[i], next, e))
			return false;
	}
	return true;
}

static bool describe_roster(struct account *o, const void *what, struct error *e)
{
	const struct roster_to_sign *t = what;
	account_pair(o, "id", _("roster"), t->roster->id);
	account_pair_number(o, "version", _("version"), t->roster->version);
	roster_tell_fingerprint(o, t->roster, false);
	account_blank(o);
	roster_tell_review(o, t->roster, moment_now());
	if (roster_merger_of(t->roster))
		roster_tell_merger(o, t->roster);
	if (t->before->count)
		return roster_tell_changes(o, t->before, t->roster, e);
	roster_tell_advisers(o, t->roster);
	roster_tell_units(o, t->roster);
	roster_tell_mandates(o, t->roster, 0);
	roster_tell_revocations(o, t->roster);
	return true;
}

const struct signable signable_roster = { ROSTER_TYPE,    N_("a roster"),  begin_signing,
	                                  needs_officers, describe_roster, end_signing };

bool roster_sign(struct session *s, struct error *e)
{
	return signable_command(s, ROSTER_TYPE, e);
}

/* --- as of a day --- */

/* The versions that lie there, each that was signed once; the caller frees. */
struct versions {
	struct roster **list;
	size_t count;
};
static void versions_clear(struct versions *v)
{
	for (size_t i = 0; i < v->count; i++)
		roster_freep(&v->list[i]);
	free(v->list);
}

static bool add_version(struct versions *v, struct bytes raw, const char *path, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	if (!roster_parse(raw, path, &r, e))
		return false;
	for (size_t i = 0; i < v->count; i++)
		if (sha256_equal(&v->list[i]->hash, &r->hash))
			return true;
	struct roster **more = reallocarray(v->list, v->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	v->list = more;
	v->list[v->count++] = r;
	r = NULL;
	return true;
}

/* Drafts, and what nobody adopted yet, were never in force. */
static bool add_folder(struct versions *v, const char *path, struct error *e)
{
	_cleanup_(folder_clear) struct folder f = { 0 };
	if (!folder_read(path, &f, e))
		return false;
	for (const struct folder_text *t = NULL; (t = folder_next(&f, ROSTER_TYPE, t));) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		bool adopted;
		if (!roster_parse(buffer_bytes(&t->raw), t->path, &r, e) ||
		    !signing_is_adopted(r, &f, &adopted, e) ||
		    (adopted && !add_version(v, buffer_bytes(&t->raw), t->path, e)))
			return false;
	}
	return v->count > 0 || error_set(e, ERR_NO_ROSTER, path, "%s", N_("no signed roster lies there"));
}

static int by_version(const void *a, const void *b)
{
	const struct roster *x = *(struct roster *const *)a, *y = *(struct roster *const *)b;
	return x->version < y->version ? -1 : x->version > y->version;
}

static bool read_versions(const struct invocation *in, struct versions *v, struct error *e)
{
	for (size_t i = 0; i < invocation_count(in); i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		const char *path = invocation_argument(in, i);
		if (file_is_folder(path)
		            ? !add_folder(v, path, e)
		            : !officer_read(path, &raw, e) || !add_version(v, buffer_bytes(&raw), path, e))
			return false;
	}
	qsort(v->list, v->count, sizeof *v->list, by_version);
	for (size_t i = 1; i < v->count; i++)
		if (!roster_verify_next(v->list[i - 1], v->list[i], e))
			return false;
	return true;
}

/* The one in force on a day is the last that was issued by its end. */
static bool show_at(struct session *s, moment at, struct error *e)
{
	_cleanup_(versions_clear) struct versions v = { 0 };
	const struct roster *then = NULL;
	char day[DAY_SIZE + 1];
	if (!read_versions(s->in, &v, e))
		return false;
	for (size_t i = 0; i < v.count; i++)
		if (v.list[i]->issued < at + SECONDS_A_DAY)
			then = v.list[i];
	if (!then) {
		day_format(v.list[0]->issued, day);
		return error_set(e, ERR_NO_ROSTER, v.list[0]->id,
		                 N_("the first version here, %llu, was issued on %s"),
		                 (unsigned long long)v.list[0]->version, day);
	}
	roster_tell_at(s->out, then, v.list[v.count - 1], at);
	account_line(
		s->out, "%s",
		_("These versions follow on each other. Whether the first is the right one tells `roster "
	          "verify`, with its fingerprint."));
	return true;
}

static bool show_one(struct session *s, struct error *e)
{
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *r = NULL;
	bool adopted;
	if (invocation_count(s->in) != 1)
		return error_set(e, ERR_USAGE, "NOTE…", "%s", N_("several only with --at"));
	if (!roster_file_read(invocation_argument(s->in, 0), &r, e) ||
	    !signing_is_adopted(r, NULL, &adopted, e))
		return false;
	account_pair(o, "id", _("roster"), r->id);
	account_pair_number(o, "version", _("version"), r->version);
	roster_tell_fingerprint(o, r, adopted);
	account_pair_day(o, "issued", _("issued"), r->issued);
	account_pair_day(o, "review_by", _("to be reviewed by"), r->review_by);
	account_pair_number(o, "log_months", _("logs forget after, in months"),
	                    r->log_months ? r->log_months : ROSTER_LOG_MONTHS);
	account_pair_yes(o, "disclosure_by_two", _("disclosure by two persons"), r->disclosure_by_two);
	account_pair_yes(o, "access_by_two", _("change of access by two persons"), r->access_by_two);
	account_blank(o);
	if (!output_signers(o, r, e))
		return false;
	roster_tell_advisers(o, r);
	roster_tell_units(o, r);
	roster_tell_persons(o, r, NULL, 0);
	roster_tell_mandates(o, r, 0);
	roster_tell_revocations(o, r);
	roster_tell_successions(o, r);
	roster_tell_merger(o, r);
	roster_tell_review(o, r, moment_now());
	return true;
}

bool roster_show(struct session *s, struct error *e)
{
	moment at;
	return invocation_day(s->in, "at", 0, &at, e) && (at ? show_at(s, at, e) : show_one(s, e));
}

/* --- two of them --- */

bool roster_diff(struct session *s, struct error *e)
{
	struct account *o = s->out;
	_cleanup_(roster_freep) struct roster *known = NULL, *next = NULL;
	if (!roster_file_read(invocation_argument(s->in, 0), &known, e) ||
	    !roster_file_read(invocation_argument(s->in, 1), &next, e))
		return false;
	if (strcmp(known->id, next->id) != 0 && !roster_merger(known, next))
		return error_set(e, ERR_ROSTER_CHAIN, next->id, N_("another roster's text: ours is %s"),
		                 known->id);
	account_pair(o, "id", _("roster"), next->id);
	account_pair_number(o, "from", _("from version"), known->version);
	account_pair_number(o, "to", _("to version"), next->version);
	account_blank(o);
	const struct rosters_before before = { .list = { known }, .count = 1 };
	return roster_changes_tell(o, known, next, e) && roster_tell_touched(o, &before, next, e);
}

bool roster_verify(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(roster_chain_clear) struct roster_chain chain = { 0 };
	if (!fingerprint_needed(in, &chain.fingerprint, e))
		return false;
	for (size_t i = 0; i < invocation_count(in); i++) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		if (!roster_file_read(invocation_argument(in, i), &r, e) ||
		    !roster_chain_append(&chain, &r, e))
			return false;
	}
	account_pair_number(o, "version", _("valid up to version"), roster_chain_newest(&chain)->version);
	return true;
}
