/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/signable.h"

#include "tools/officer/roster_files.h"

#include <string.h>

const struct signable *signable_of(const char *type)
{
	static const struct signable *const kinds[] = { &signable_roster,     &signable_grounds,
		                                        &signable_override,   &signable_catalogue,
		                                        &signable_agreement,  &signable_report,
		                                        &signable_resumption, &signable_termination,
		                                        &signable_order };
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (strcmp(kinds[i]->type, type) == 0)
			return kinds[i];
	return NULL;
}

void signable_end(struct signable_text *t)
{
	if (t->what)
		t->kind->end(t->what);
	signing_clear(&t->signing);
	*t = (struct signable_text){ 0 };
}

bool signable_begin(const char *type, const char *path, struct bytes raw, const struct signable_with *with,
                    struct signable_text *ret, struct error *e)
{
	_cleanup_(signable_end) struct signable_text t = { .kind = signable_of(type) };
	struct note note;
	if (!statement_open_draft(raw, type, path, &note, e) || !t.kind->begin(with, raw, path, &t.what, e))
		return false;
	t.signing = (struct signing){ .path = path,
		                      .raw = raw,
		                      .kind = t.kind->kind,
		                      .when = moment_now(),
		                      .describe = t.kind->describe,
		                      .what = t.what };
	if (!t.kind->needs(&t.signing, t.what, with, e))
		return false;
	*ret = t;
	t = (struct signable_text){ 0 };
	return true;
}

/* The versions before a roster that is to be signed: named, or beside it. */
static bool find_before(struct invocation *in, const char *path, struct bytes raw, struct rosters_before *ret,
                        struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	const struct given *named = invocation_given(in, "previous");
	if (!roster_parse(raw, path, &r, e))
		return false;
	for (size_t i = 0; named && i < named->count; i++) {
		_cleanup_(roster_freep) struct roster *one = NULL;
		if (!roster_file_read(named->values[i], &one, e))
			return false;
		if (!rosters_before_take(ret, r, &one))
			return error_set(e, ERR_ROSTER_CHAIN, named->values[i], "%s",
			                 N_("another version than the one before"));
	}
	return named || roster_file_before(path, r, ret, e);
}

bool signable_command(struct session *s, const char *type, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(roster_freep) struct roster *roster = NULL;
	_cleanup_(rosters_before_clear) struct rosters_before before = { 0 };
	_cleanup_(signable_end) struct signable_text t = { 0 };
	struct signable_with with = { 0 };
	struct note note;
	const char *path = invocation_argument(s->in, 0);
	bool is_roster = strcmp(type, ROSTER_TYPE) == 0;
	const struct given *pinned = invocation_given(s->in, "pinned"); /* agreements' own */
	if (pinned) {
		with.pinned = pinned->values;
		with.pinned_count = pinned->count;
	}
	if (!statement_read(path, &raw, e) || !statement_open_draft(buffer_bytes(&raw), type, path, &note, e))
		return false;
	if (!(is_roster ? find_before(s->in, path, buffer_bytes(&raw), &before, e)
	                : signing_roster(s->in, path, &roster, e)))
		return false;
	with.roster = roster;
	with.before = &before;
	return signable_begin(type, path, buffer_bytes(&raw), &with, &t, e) &&
	       signing_command(s, &t.signing, e);
}
