/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/resuming.h"

#include "store/directing.h"
#include "store/restore.h"
#include "store/statements.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the place to go on from --- */

static bool kind_at(struct store *s, uint64_t index, enum act_kind *ret, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!log_entry_read(store_log(s), index, &entry, &text, e))
		return false;
	*ret = entry.child || entry.peer ? ACT_UNKNOWN : act_kind_of(entry.action);
	return true;
}

/* Where the store came out of a backup, by its log: behind that nothing of it is in the log that others saw.
 * `*ret` 0: nothing tells. */
static bool restored_at(struct store *s, uint64_t *ret, struct error *e)
{
	bool untold;
	*ret = log_size(store_log(s));
	if (!restore_is_untold(s, &untold, e))
		return false;
	if (untold)
		return true;
	for (uint64_t i = log_size(store_log(s)); i-- > 0;) {
		enum act_kind kind, before = ACT_UNKNOWN;
		if (!kind_at(s, i, &kind, e) || (i && !kind_at(s, i - 1, &before, e)))
			return false;
		/* Where the officers' word came first, whoever opens the store next tells of the restore. */
		*ret = kind == ACT_RESTORE && before != ACT_RESUME ? i : 0;
		if (kind == ACT_RESTORE || kind == ACT_RESUME)
			return true;
	}
	return true;
}

/* An old copy that was put in place by hand leaves no entry of that. Where it was refused before anything was
 * done, all of its log is what others saw; else what others cosigned of it is. */
static bool find_place(struct desk *d, struct resuming_state *ret, struct error *e)
{
	struct store *s = d->store;
	uint64_t size = 0;
	if (!restored_at(s, &size, e))
		return false;
	if (size == 0 && ret->behind && !store_is_condemned(s))
		size = ret->entries;
	if (size == 0 && !witnesses_largest_cosigned(s, NULL, &size, NULL, e))
		return false;
	if (size == 0)
		size = 1; /* its first entry */
	ret->from.size = size;
	snprintf(ret->from.origin, sizeof ret->from.origin, "%s", store_unit(s));
	return log_root_at(store_log(s), size, &ret->from.root, e);
}

bool resuming_look(struct desk *d, struct resuming_state *ret, struct error *e)
{
	struct resuming_state state = { .entries = log_size(store_log(d->store)) };
	state.behind = store_behind(d->store, &state.seen);
	if (!find_place(d, &state, e))
		return false;
	*ret = state;
	return true;
}

/* The place of the last time. */
static bool place_of_before(struct desk *d, struct checkpoint *ret, struct error *e)
{
	_cleanup_(resumed_list_clear) struct resumed_list own = { 0 };
	if (!resumed_load(d->store, store_unit(d->store), &own, e))
		return false;
	if (own.count == 0)
		return error_set(e, ERR_RESUMPTION, store_unit(d->store), "%s",
		                 N_("the log never went on from an older place"));
	ret->size = own.list[own.count - 1].statement->size;
	ret->root = own.list[own.count - 1].statement->root;
	return true;
}

bool resuming_draft(struct desk *d, uint64_t lost_to, bool again, const char *reason, struct buffer *out,
                    struct resuming_state *ret, struct error *e)
{
	if (!resuming_look(d, ret, e) || (again && !place_of_before(d, &ret->from, e)))
		return false;
	uint64_t least = ret->seen > ret->from.size ? ret->seen : ret->from.size + 1;
	if (lost_to == 0 && ret->seen <= ret->from.size)
		return error_set(e, ERR_RESUMPTION, store_unit(d->store), "%s",
		                 N_("nobody is known here to have seen more of the log; ask the other units "
		                    "how many entries they have seen, and say --lost-to"));
	lost_to = lost_to ? lost_to : ret->seen;
	if (lost_to < least)
		return error_set(e, ERR_RESUMPTION, store_unit(d->store),
		                 "%" PRIu64 " entries of the log were seen", least);
	_cleanup_(string_freep) char *why = string_copy(reason);
	const struct resumption r = { .unit = ret->from.origin,
		                      .size = ret->from.size,
		                      .root = ret->from.root,
		                      .lost_to = lost_to,
		                      .made = d->now,
		                      .reason = why };
	ret->seen = lost_to;
	return why ? resumption_format(&r, out, e) : error_memory(e);
}

/* --- taking it in --- */

struct resuming {
	struct bytes note;
	const char *path;
	struct resumption *statement;
	struct resuming_taken taken;
};

/* Is it about this log, and does it give up all that is known to have been seen? */
static bool check_fits(struct desk *d, const struct resumption *r, struct error *e)
{
	struct store *s = d->store;
	_cleanup_(resumed_list_clear) struct resumed_list own = { 0 };
	struct sha256 root;
	uint64_t seen;
	if (strcmp(r->unit, store_unit(s)) != 0)
		return error_set(e, ERR_RESUMPTION, r->unit, "%s", N_("it is about another unit's log"));
	if (!resumed_load(s, store_unit(s), &own, e))
		return false;
	if (resumed_has(&own, &r->hash))
		return error_set(e, ERR_RESUMPTION, r->unit, "%s", N_("it was taken in before"));
	if (r->size > log_size(store_log(s)))
		return error_set(e, ERR_RESUMPTION, r->unit, "%s",
		                 N_("the log is shorter than what it is to go on from"));
	if (!log_root_at(store_log(s), r->size, &root, e))
		return false;
	if (!sha256_equal(&root, &r->root))
		return error_set(e, ERR_RESUMPTION, r->unit, "%s",
		                 N_("the log doesn't hold what it is to go on from"));
	(void)store_behind(s, &seen);
	return seen <= r->lost_to ||
	       error_set(e, ERR_RESUMPTION, r->unit,
	                 "%" PRIu64 " entries of the log were seen, and it gives up %" PRIu64, seen,
	                 r->lost_to);
}

static void describe(struct entry *entry, const struct resumption *r)
{
	entry->statement = RESUMPTION_TYPE;
	entry->statement_hash = &r->hash;
	entry->from_index = r->size;
	entry->to_index = r->lost_to;
	entry->entries = r->lost_to - r->size;
}

static bool keep_text(struct store *s, const struct resumption *r, struct error *e)
{
	return statements_add_pinned(s, RESUMPTION_TYPE, &r->hash, buffer_bytes(&r->note), e);
}

static bool take_body(struct act *a, void *context, struct error *e)
{
	struct resuming *t = context;
	struct desk *d = a->desk;
	/* Nothing is parsed that no officer signed. */
	if (!roster_vouches(desk_roster(d), t->note, t->path, e) ||
	    !resumption_parse(t->note, t->path, &t->statement, e) ||
	    !resumption_verify(t->statement, desk_roster(d), d->now, e) || !check_fits(d, t->statement, e))
		return false;
	describe(&a->entry, t->statement);
	a->private.values[PRIVATE_REASON] = t->statement->reason;
	return keep_text(d->store, t->statement, e) &&
	       resumed_skip_numbers(d->store, resumption_skips(t->statement), e) &&
	       directing_begin_life(d->store, d->now, e) && store_absolve(d->store, e);
}

static bool take_logged(struct act *a, void *context, struct error *e)
{
	struct resuming *t = context;
	const struct resumption *r = t->statement;
	t->taken = (struct resuming_taken){ .lost_to = r->lost_to, .entry = a->index };
	snprintf(t->taken.from.origin, sizeof t->taken.from.origin, "%s", r->unit);
	t->taken.from.size = r->size;
	t->taken.from.root = r->root;
	return resumed_add(a->desk->store, r, a->index, 0, e);
}

static const struct act_frame taking = {
	.kind = ACT_RESUME, .inner = true, .body = take_body, .logged = take_logged
};

/* `inner`: a refusal leaves no entry in a log that isn't to grow before the officers said so. */
bool resuming_take(struct desk *d, struct bytes note, const char *path, struct resuming_taken *ret,
                   struct error *e)
{
	struct resuming t = { .note = note, .path = path };
	bool done = act_run(d, &taking, &t, e);
	if (done)
		*ret = t.taken;
	resumption_freep(&t.statement);
	return done;
}

/* --- letters --- */

void resuming_carried_clear(struct resuming_carried *c)
{
	for (size_t i = 0; i < c->count; i++)
		buffer_clear(&c->proofs[i]);
	resumed_list_clear(&c->untold);
	*c = (struct resuming_carried){ 0 };
}

bool resuming_carry(struct store *s, const char *peer, struct bytes checkpoint, struct resuming_carried *ret,
                    struct package_content *content, struct error *e)
{
	struct checkpoint c;
	struct note n;
	if (!note_parse(checkpoint, "checkpoint", &n, e) || !checkpoint_parse(n.text, &c, e) ||
	    !resumed_untold(s, peer, &ret->untold, e))
		return false;
	for (size_t i = 0; i < ret->untold.count; i++) {
		const struct resumed *r = &ret->untold.list[i];
		/* A letter that is written again stands on its tree of then. */
		if (r->entry >= c.size)
			break;
		if (ret->count == LIMIT_PACKAGE_RESUMPTIONS)
			return error_set(e, ERR_TOO_LARGE, "resumptions", "more than %u that %s has not seen",
			                 LIMIT_PACKAGE_RESUMPTIONS, peer);
		if (!proof_format(store_log(s), r->entry, checkpoint, &ret->proofs[ret->count++], e))
			return false;
		content->resumptions[i] = buffer_bytes(&r->statement->note);
		content->resumption_proofs[i] = buffer_bytes(&ret->proofs[i]);
	}
	content->resumption_count = ret->count;
	return true;
}

/* The entry that says so, in that log. */
static bool tells_of(const struct entry *entry, const struct resumption *r, uint64_t index)
{
	return !entry->child && !entry->failed && !entry->peer && act_kind_of(entry->action) == ACT_RESUME &&
	       entry->index == index && entry->log && strcmp(entry->log, r->unit) == 0 && entry->statement &&
	       strcmp(entry->statement, RESUMPTION_TYPE) == 0 && entry->statement_hash &&
	       sha256_equal(entry->statement_hash, &r->hash) && entry->from_index == r->size &&
	       entry->to_index == r->lost_to && index >= r->size;
}

static bool check_entry(struct desk *d, const struct resumption *r, struct bytes raw,
                        const struct checkpoint *tree, struct error *e)
{
	const struct unit_keys keys = unit_log_keys(store_rosters(d->store), r->unit);
	_cleanup_(proof_clear) struct proof proof = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!proof_open(raw, "resumptions", &keys, &proof, e) ||
	    !entry_parse(buffer_bytes(&proof.entry), &entry, &text, e))
		return false;
	return (checkpoint_equal(&proof.checkpoint, tree) && tells_of(&entry, r, proof.index)) ||
	       error_set(e, ERR_LOG_PROOF, r->unit, "%s",
	                 N_("its log doesn't say that it went on from an older place"));
}

bool resuming_open(struct desk *d, const char *sender, struct bytes note, struct bytes proof,
                   const struct checkpoint *tree, struct resumption **ret, struct error *e)
{
	_cleanup_(resumption_freep) struct resumption *r = NULL;
	if (!roster_vouches(desk_roster(d), note, "resumption", e) ||
	    !resumption_parse(note, "resumption", &r, e) || !resumption_verify(r, desk_roster(d), d->now, e))
		return false;
	if (strcmp(r->unit, sender) != 0)
		return error_set(e, ERR_RESUMPTION, r->unit, "%s", N_("it is about another unit's log"));
	if (!check_entry(d, r, proof, tree, e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}

struct learning {
	const struct resumption *statement;
	uint64_t number;
};

static bool learn_body(struct act *a, void *context, struct error *e)
{
	const struct learning *l = context;
	describe(&a->entry, l->statement);
	a->entry.peer = l->statement->unit;
	return keep_text(a->desk->store, l->statement, e);
}

static bool learn_logged(struct act *a, void *context, struct error *e)
{
	const struct learning *l = context;
	return resumed_add(a->desk->store, l->statement, a->index, l->number, e);
}

static const struct act_frame learning = {
	.kind = ACT_RESUME, .inner = true, .body = learn_body, .logged = learn_logged
};

bool resuming_learn(struct act *a, const struct witnessed_resumption *learned, size_t count, uint64_t number,
                    struct error *e)
{
	for (size_t i = 0; i < count; i++) {
		struct learning l = { learned[i].statement, number };
		if (learned[i].learned && !act_run_also(a, &learning, &l, e))
			return false;
	}
	return true;
}
