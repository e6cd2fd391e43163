/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/open_note.h"

#include "base/file_kind.h"
#include "exchange/act.h"
#include "exchange/overshare_notice.h"
#include "exchange/terminating.h"
#include "exchange/witnessing.h"
#include "store/statements.h"
#include "trust/ceremony.h"
#include "trust/order.h"
#include "trust/quorum.h"
#include "trust/resumption.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

/* A bare note that is taken in. */
struct adopting {
	struct bytes note;
	const char *path;
	const struct pinned_kind *kind;
	struct open_result result;
	struct agreement *agreement;
	struct sha256 hash;      /* of what agreements pin */
	bool known;              /* that hash is in the store */
	const char *witness;     /* borrowed from the roster; of a cosignature */
	struct checkpoint shown; /* by that */
};

static void adopting_clear(struct adopting *t)
{
	agreement_freep(&t->agreement);
	open_result_clear(&t->result);
}

static bool roster_body(struct act *a, void *context, struct error *e)
{
	struct adopting *t = context;
	struct store *s = a->desk->store;
	bool was_ready = store_is_ready(s);
	if (!statements_add_roster(s, t->note, a->desk->now, e))
		return false;
	const struct roster *roster = desk_roster(a->desk);
	a->entry.sequence = roster->version;
	a->entry.manifest = &roster->hash;
	t->result = (struct open_result){ .what = OPENED_ROSTER,
		                          .roster = { .version = roster->version,
		                                      .now_ready = !was_ready && store_is_ready(s) } };
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
 * other tools. Not asked is what changes with the roster and the day, and what is asked of a draft alone: an
 * agreement of last year is still opened. */
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
	const struct agreement_finding *f = ok ? agreement_gravest(found, count, true) : NULL;
	if (f)
		ok = error_line(e, agreement_refusal(f), a->id, f->line, "%s: %s%s%s%s", rule_name(f->rule),
		                f->subject, *f->article ? " (" : "", f->article, *f->article ? ")" : "");
	free(found);
	return ok;
}

/* It may end another only for all who are party to that. */
static bool check_supersedes(const struct desk *d, const struct agreement *a, struct error *e)
{
	const struct agreement *old;
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
	    !agreement_verify(a, desk_roster(d), d->now, e))
		return false;
	if (!is_party(a, unit))
		return error_set(e, ERR_AGREEMENT_INVALID, a->id, "%s is not a party to it", unit);
	if (!check_text(a, path, e) || !check_supersedes(d, a, e))
		return false;
	*ret = a;
	a = NULL;
	return true;
}

static bool agreement_body(struct act *a, void *context, struct error *e)
{
	struct adopting *t = context;
	if (!read_agreement(a->desk, t->note, t->path, &t->agreement, e))
		return false;
	t->result.what = OPENED_AGREEMENT;
	a->entry.terms = agreement_terms(t->agreement, NULL, NULL);
	return terms_named_copy(&a->entry.terms, &t->result.terms, e) &&
	       statements_add_agreement(a->desk->store, t->agreement, e);
}

/* What a witness has seen of this unit's log. */
static bool cosignature_body(struct act *a, void *context, struct error *e)
{
	struct adopting *t = context;
	if (!witnessing_adopt(a->desk, t->note, t->path, &t->witness, &t->shown, e))
		return false;
	t->result.what = OPENED_COSIGNATURE;
	a->entry.peer = t->witness;
	a->entry.peer_log = t->shown.origin;
	a->entry.peer_size = t->result.cosigned = t->shown.size;
	a->entry.peer_root = &t->shown.root;
	t->result.sender = string_copy(t->witness);
	return t->result.sender || error_memory(e);
}

static bool cosignature_refused(_unused_ struct act *a, void *context, struct act_refusal *ret,
                                struct error *why)
{
	struct adopting *t = context;
	if (t->witness && why->code == ERR_STORE_ROLLBACK)
		*ret = (struct act_refusal){ .peer = t->witness, .shown = &t->shown, .own_note = t->note };
	return true;
}

/* A checkpoint has no line that tells its type: its first is the log's origin. */
static bool is_checkpoint(struct bytes raw)
{
	struct checkpoint c;
	struct error ignored;
	struct note n;
	return note_parse(raw, "checkpoint", &n, &ignored) && checkpoint_parse(n.text, &c, &ignored);
}

/* --- what agreements pin, and what is kept beside it --- */

static const struct pinned_kind {
	const char *type;
	enum act_kind act;
	enum opened_what what;
} pinned_kinds[] = {
	{ GROUNDS_TYPE, ACT_GROUNDS, OPENED_GROUNDS },
	{ OVERRIDE_TYPE, ACT_OVERRIDE, OPENED_OVERRIDE },
	{ CATALOGUE_TYPE, ACT_CATALOGUE, OPENED_CATALOGUE },
	{ CEREMONY_TYPE, ACT_CEREMONY, OPENED_TRANSCRIPT },
	{ ORDER_TYPE, ACT_ORDER, OPENED_ORDER },
};

static const struct pinned_kind *pinned_kind(const char *type)
{
	for (size_t i = 0; i < ELEMENTS(pinned_kinds); i++)
		if (strcmp(type, pinned_kinds[i].type) == 0)
			return &pinned_kinds[i];
	return NULL;
}

static bool is_transcript(const char *type)
{
	return strcmp(type, CEREMONY_TYPE) == 0;
}

/* By whose officers it must be signed before anything of it is parsed: of a ceremony those of the first
 * roster, all of whom may have left. */
static const struct roster *signers_of(const struct desk *d, const char *type)
{
	return is_transcript(type) ? roster_chain_version(store_rosters(d->store), 1) : desk_roster(d);
}

/* For this unit, by enough of its officers, and not too late to be carried out. */
static bool verify_order(const struct desk *d, struct bytes raw, const char *path, struct error *e)
{
	_cleanup_(order_freep) struct order *o = NULL;
	if (!order_parse(raw, path, &o, e))
		return false;
	if (strcmp(o->unit, store_unit(d->store)) != 0)
		return error_set(e, ERR_ORDER, path, "%s", N_("it is about the log of another unit"));
	if (!order_valid_at(o, d->now))
		return error_set(e, ERR_ORDER, path, "%s", N_("its term is over, or hasn't begun"));
	return order_verify(o, desk_roster(d), d->now, e);
}

/* Its hash, once it was read and the quorum found that it needs: of the override's own controller, or of any
 * in the roster, since an agreement that pins it needs the officers of each of its controllers. */
static bool verify_pinned(const struct desk *d, const char *type, struct bytes raw, const char *path,
                          struct sha256 *ret, struct error *e)
{
	_cleanup_(grounds_freep) struct grounds *grounds = NULL;
	_cleanup_(override_freep) struct override *override = NULL;
	_cleanup_(catalogue_freep) struct catalogue *catalogue = NULL;
	_cleanup_(ceremony_clear) struct ceremony ceremony = { 0 };
	struct note note;
	bool *signed_by = NULL;
	if (!statement_open(raw, type, path, &note, e))
		return false;
	*ret = note.hash;
	const struct catalogue_addition addition = { note.text, path };
	if (is_transcript(type))
		return ceremony_parse(raw, path, &ceremony, e) &&
		       ceremony_verify(&ceremony, signers_of(d, type), e);
	if (strcmp(type, ORDER_TYPE) == 0)
		return verify_order(d, raw, path, e);
	if (strcmp(type, OVERRIDE_TYPE) == 0)
		return override_parse(raw, path, &override, e) &&
		       override_verify(override, desk_roster(d), d->now, e);
	bool read = strcmp(type, GROUNDS_TYPE) == 0
	                    ? grounds_parse(raw, path, &grounds, e) && grounds_check_floors(grounds, e)
	                    : desk_catalogue_with(d, &addition, &catalogue, e);
	if (!read || !quorum_signers(&note, desk_roster(d), &signed_by, e))
		return false;
	bool ok = quorum_of_any(desk_roster(d), signed_by, d->now, path, e);
	free(signed_by);
	return ok;
}

static bool pinned_body(struct act *a, void *context, struct error *e)
{
	struct adopting *t = context;
	const char *type = t->kind->type;
	if (!roster_vouches(signers_of(a->desk, type), t->note, t->path, e) ||
	    !verify_pinned(a->desk, type, t->note, t->path, &t->hash, e))
		return false;
	a->entry.statement = type;
	a->entry.statement_hash = &t->hash;
	t->result.what = t->kind->what;
	return statements_add_pinned(a->desk->store, type, &t->hash, t->note, e);
}

static bool renew_catalogue(struct act *a, void *context, struct error *e)
{
	const struct adopting *t = context;
	return t->kind->what != OPENED_CATALOGUE || desk_renew_catalogue(a->desk, e);
}

static bool open_note_as(struct desk *d, const struct act_frame *f, struct adopting *t,
                         struct open_result *ret, struct error *e)
{
	if (!act_run(d, f, t, e))
		return false;
	*ret = t->result;
	t->result = (struct open_result){ 0 };
	return true;
}

static bool take_termination(struct desk *d, struct bytes note, const char *path, struct open_result *ret,
                             struct error *e)
{
	struct terminating_taken taken = { 0 };
	if (!terminating_take(d, note, path, &taken, e))
		return false;
	*ret = (struct open_result){ .what = OPENED_TERMINATION, .terms = taken.terms, .ended = taken.from };
	return true;
}

bool open_note(struct desk *d, struct bytes note, const char *path, struct open_result *ret, struct error *e)
{
	static const struct act_frame roster = { ACT_ROSTER, .asked = ACT_OPEN, .body = roster_body },
				      agreement = { ACT_AGREEMENT, .asked = ACT_OPEN,
		                                    .body = agreement_body },
				      cosignature = { ACT_WITNESS, .asked = ACT_OPEN,
		                                      .body = cosignature_body,
		                                      .refused = cosignature_refused };
	char type[STATEMENT_TYPE_MAX + 1];
	_cleanup_(adopting_clear) struct adopting t = { .note = note, .path = path };
	/* All of it is here: whether its signatures came over. */
	if (!file_kind_check(note, path, FILE_FOR_NOTE, e))
		return false;
	if (is_checkpoint(note))
		return open_note_as(d, &cosignature, &t, ret, e);
	if (!statement_type(note, type, sizeof type)) {
		error_set(e, ERR_PACKAGE, path, "%s", N_("neither an age file nor a signed text of sluis"));
		return act_turn_down(d, ACT_OPEN, e);
	}
	if (strncmp(type, "sluis.roster/", 13) == 0)
		return open_note_as(d, &roster, &t, ret, e);
	if (strncmp(type, "sluis.agreement/", 16) == 0)
		return open_note_as(d, &agreement, &t, ret, e);
	if (strcmp(type, TERMINATION_TYPE) == 0)
		return take_termination(d, note, path, ret, e);
	if (strcmp(type, REFUSAL_TYPE) == 0)
		return overshare_notice_take(d, note, path, ret, e);
	t.kind = pinned_kind(type);
	if (t.kind) {
		const struct act_frame pinned = { t.kind->act, .asked = ACT_OPEN, .body = pinned_body,
			                          .done = renew_catalogue };
		return open_note_as(d, &pinned, &t, ret, e);
	}
	/* Letters carry it to the other units. */
	if (strcmp(type, RESUMPTION_TYPE) == 0)
		return error_set(e, ERR_WRONG_FILE, path, "%s",
		                 N_("that a log goes on from an older place: its own unit takes it in, with "
		                    "`sluis log resume`"));
	error_set(e, ERR_VERSION, path, "%s", type);
	return act_turn_down(d, ACT_OPEN, e);
}

/* --- what lies ready --- */

static bool is_hash(void *context, _unused_ const char *type, const struct sha256 *hash,
                    _unused_ struct bytes note, _unused_ struct error *e)
{
	struct adopting *t = context;
	t->known = t->known || sha256_equal(hash, &t->hash);
	return true;
}

/* Nothing is parsed that no officer of the newest one signed, and what can't be read isn't due. */
static bool roster_is_due(const struct desk *d, struct bytes note, const char *path)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	struct error ignored;
	return roster_vouches(desk_roster(d), note, path, &ignored) &&
	       roster_parse(note, path, &r, &ignored) &&
	       (r->version == desk_roster(d)->version + 1 || roster_merger(desk_roster(d), r)) &&
	       roster_check_issued(r, d->now, &ignored) && roster_verify_next(desk_roster(d), r, &ignored);
}

static bool agreement_is_due(const struct desk *d, struct bytes note, const char *path)
{
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	const struct agreement *known;
	struct error ignored;
	return read_agreement(d, note, path, &a, &ignored) &&
	       !statements_agreement(d->store, a->id, a->version, &known, &ignored);
}

bool open_note_is_due(struct desk *d, struct bytes note, const char *path, bool *ret, struct error *e)
{
	char type[STATEMENT_TYPE_MAX + 1];
	struct adopting t = { .note = note, .path = path };
	struct error ignored;
	*ret = false;
	if (!statement_is_signed(note) || !statement_type(note, type, sizeof type))
		return true;
	if (strcmp(type, ROSTER_TYPE) == 0) {
		*ret = roster_is_due(d, note, path);
		return true;
	}
	if (strncmp(type, "sluis.agreement/", 16) == 0) {
		*ret = agreement_is_due(d, note, path);
		return true;
	}
	if (strcmp(type, TERMINATION_TYPE) == 0) {
		*ret = terminating_is_due(d, note, path);
		return true;
	}
	if (!pinned_kind(type) || !verify_pinned(d, type, note, path, &t.hash, &ignored))
		return true;
	if (!statements_each_pinned(d->store, type, is_hash, &t, e))
		return false;
	*ret = !t.known;
	return true;
}
