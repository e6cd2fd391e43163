/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/adopt.h"

#include "exchange/refusing.h"
#include "exchange/witnessing.h"
#include "store/statements.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

static bool adopt_roster(struct desk *d, struct bytes note, struct open_result *ret, struct error *e)
{
	_cleanup_(act_clear) struct act a = { 0 };
	if (!act_begin(&a, d, "roster", POWER_OPEN, e))
		return false;
	bool was_ready = store_is_ready(d->store);
	if (!statements_add_roster(d->store, note, e))
		return false;
	const struct roster *roster = desk_roster(d);
	a.entry.sequence = roster->version;
	a.entry.manifest = &roster->hash;
	if (!act_log(&a, e) || !act_commit(&a, e))
		return false;
	*ret = (struct open_result){ .what = OPENED_ROSTER,
		                     .version = roster->version,
		                     .now_ready = !was_ready && store_is_ready(d->store) };
	return true;
}

static bool is_party(const struct agreement *agreement, const char *unit)
{
	for (size_t i = 0; i < agreement->party_count; i++)
		if (strcmp(agreement->parties[i].unit, unit) == 0)
			return true;
	return false;
}

/* What `agreement check` finds at fault in the text is taken in from nobody, though a quorum signed it with
 * other tools. Not asked is what changes with the roster and the day: an agreement of last year is still
 * opened. */
static bool check_text(const struct agreement *a, const char *path, struct error *e)
{
	const struct agreement_against with = { .catalogue = a->pinned.catalogue,
		                                .grounds = a->pinned.grounds,
		                                .pinned = &a->pinned,
		                                .today = -1 };
	struct agreement_finding *found = NULL;
	struct note note;
	size_t count = 0;
	bool ok = note_parse(buffer_bytes(&a->note), path, &note, e) &&
	          agreement_check(note.text, path, &with, &found, &count, e);
	if (ok && count)
		ok = error_line(e, ERR_AGREEMENT_INVALID, a->id, found[0].line, "%s: %s%s%s%s",
		                rule_name(found[0].rule), found[0].subject, *found[0].article ? " (" : "",
		                found[0].article, *found[0].article ? ")" : "");
	free(found);
	return ok;
}

/* It may end another only for all who are party to that. */
static bool check_supersedes(const struct desk *d, const struct agreement *a, struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *old = NULL;
	const char *other = NULL;
	if (!a->supersedes)
		return true;
	if (!statements_agreement(d->store, a->supersedes, 0, &old, e))
		return e->code == ERR_AGREEMENT_UNKNOWN;
	return agreement_takes_over(a, old, &other) ||
	       error_set(e, ERR_AGREEMENT_INVALID, a->id, "it takes the place of %s, to which %s is a party",
	                 old->id, other);
}

static bool read_agreement(const struct desk *d, struct bytes note, const char *path, struct agreement **ret,
                           struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	const char *unit = store_unit(d->store);
	if (!store_is_ready(d->store))
		return error_set(e, ERR_UNIT_NOT_READY, unit, "%s", "");
	const struct pinned_source from = statements_pinned_source(d->store);
	if (!roster_vouches(desk_roster(d), note, path, e) || !agreement_load(note, path, &from, &a, e) ||
	    !agreement_verify(a, desk_roster(d), e))
		return false;
	if (!is_party(a, unit))
		return error_set(e, ERR_AGREEMENT_INVALID, a->id, "%s is not a party to it", unit);
	if (!check_text(a, path, e) || !check_supersedes(d, a, e))
		return false;
	*ret = a;
	a = NULL;
	return true;
}

static bool adopt_agreement(struct desk *d, struct bytes note, const char *path, struct open_result *ret,
                            struct error *e)
{
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(agreement_freep) struct agreement *agreement = NULL;
	_cleanup_(open_result_clear) struct open_result result = { .what = OPENED_AGREEMENT };
	if (!act_begin(&a, d, "agreement", POWER_OPEN, e) || !read_agreement(d, note, path, &agreement, e))
		return false;
	result.version = agreement->version;
	result.agreement = string_copy(agreement->id);
	if (!result.agreement)
		return error_memory(e);
	a.entry.terms = terms_named_of(agreement, NULL, NULL);
	if (!statements_add_agreement(d->store, agreement, e) || !act_log(&a, e) || !act_commit(&a, e))
		return false;
	*ret = result;
	result = (struct open_result){ 0 };
	return true;
}

/* What a witness has seen of this unit's log. */
static bool adopt_cosignature(struct desk *d, struct bytes note, const char *path, struct open_result *ret,
                              struct error *e)
{
	struct incident went_back = { .own = true };
	const char *witness = NULL;
	bool ok = false;
	{
		_cleanup_(act_clear) struct act a = { 0 };
		_cleanup_(open_result_clear) struct open_result result = { .what = OPENED_COSIGNATURE };
		if (act_begin(&a, d, "witness", POWER_OPEN, e) &&
		    witnessing_adopt(d, note, path, &witness, &went_back.shown, e)) {
			a.entry.peer = witness;
			a.entry.peer_log = went_back.shown.origin;
			a.entry.peer_size = result.cosigned = went_back.shown.size;
			a.entry.peer_root = &went_back.shown.root;
			result.sender = string_copy(witness);
			ok = (result.sender || error_memory(e)) && act_log(&a, e) && act_commit(&a, e);
		}
		if (ok) {
			*ret = result;
			result = (struct open_result){ 0 };
		}
	}
	if (!ok && witness && e->code == ERR_STORE_ROLLBACK)
		return desk_refused_after(d, "open", NULL, witness, &went_back.shown, note, e);
	return ok || desk_refused(d, "open", NULL, NULL, e);
}

/* A checkpoint has no line that tells its type: its first is the log's origin. */
static bool is_checkpoint(struct bytes raw)
{
	struct checkpoint c;
	struct error ignored;
	struct note n;
	return note_parse(raw, "checkpoint", &n, &ignored) && checkpoint_parse(n.text, &c, &ignored);
}

/* --- what agreements pin --- */

static const struct pinned_kind {
	const char *type, *act;
	enum opened_what what;
} pinned_kinds[] = {
	{ GROUNDS_TYPE, "grounds", OPENED_GROUNDS },
	{ OVERRIDE_TYPE, "override", OPENED_OVERRIDE },
	{ CATALOGUE_TYPE, "catalogue", OPENED_CATALOGUE },
};

static const struct pinned_kind *pinned_kind(const char *type)
{
	for (size_t i = 0; i < ELEMENTS(pinned_kinds); i++)
		if (strcmp(type, pinned_kinds[i].type) == 0)
			return &pinned_kinds[i];
	return NULL;
}

/* Its hash, once it was read and the quorum found that it needs: of the override's own controller, or of any
 * in the roster, since an agreement that pins it needs the officers of each of its controllers. */
static bool verify_pinned(const struct desk *d, const char *type, struct bytes raw, const char *path,
                          struct sha256 *ret, struct error *e)
{
	_cleanup_(grounds_freep) struct grounds *grounds = NULL;
	_cleanup_(override_freep) struct override *override = NULL;
	_cleanup_(catalogue_freep) struct catalogue *catalogue = NULL;
	struct note note;
	bool *signed_by = NULL;
	if (!statement_open(raw, type, path, &note, e))
		return false;
	*ret = note.hash;
	const struct catalogue_addition addition = { note.text, path };
	if (strcmp(type, OVERRIDE_TYPE) == 0)
		return override_parse(raw, path, &override, e) &&
		       override_verify(override, desk_roster(d), e);
	bool read = strcmp(type, GROUNDS_TYPE) == 0 ? grounds_parse(raw, path, &grounds, e)
	                                            : desk_catalogue_with(d, &addition, &catalogue, e);
	if (!read || !quorum_signers(&note, desk_roster(d), &signed_by, e))
		return false;
	bool ok = quorum_of_any(desk_roster(d), signed_by, path, e);
	free(signed_by);
	return ok;
}

static bool adopt_pinned(struct desk *d, const struct pinned_kind *kind, struct bytes note, const char *path,
                         struct open_result *ret, struct error *e)
{
	_cleanup_(act_clear) struct act a = { 0 };
	const char *type = kind->type;
	struct sha256 hash;
	bool new;
	if (!act_begin(&a, d, kind->act, POWER_OPEN, e) || !roster_vouches(desk_roster(d), note, path, e) ||
	    !verify_pinned(d, type, note, path, &hash, e))
		return false;
	a.entry.statement = type;
	a.entry.statement_hash = &hash;
	if (!statements_add_pinned(d->store, type, &hash, note, &new, e) || !act_log(&a, e) ||
	    !act_commit(&a, e))
		return false;
	*ret = (struct open_result){ .what = kind->what };
	return strcmp(type, CATALOGUE_TYPE) != 0 || desk_renew_catalogue(d, e);
}

bool adopt(struct desk *d, struct bytes note, const char *path, struct open_result *ret, struct error *e)
{
	char type[STATEMENT_TYPE_MAX + 1];
	bool ok;
	if (is_checkpoint(note))
		return adopt_cosignature(d, note, path, ret, e);
	if (!statement_type(note, type, sizeof type))
		ok = error_set(e, ERR_PACKAGE, path, "%s", "neither an age file nor a signed text of sluis");
	else if (strncmp(type, "sluis.roster/", 13) == 0)
		ok = adopt_roster(d, note, ret, e);
	else if (strncmp(type, "sluis.agreement/", 16) == 0)
		ok = adopt_agreement(d, note, path, ret, e);
	else if (strcmp(type, REFUSAL_TYPE) == 0)
		ok = refusing_take(d, note, path, ret, e);
	else if (pinned_kind(type))
		ok = adopt_pinned(d, pinned_kind(type), note, path, ret, e);
	else
		ok = error_set(e, ERR_VERSION, path, "%s", type);
	return ok || desk_refused(d, "open", NULL, NULL, e);
}
