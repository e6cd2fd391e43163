/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/witnessing.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/exchanges.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void incident_clear(struct incident *i)
{
	struct buffer *const buffers[] = { &i->shown_note,     &i->chain,       &i->known_manifest,
		                           &i->shown_manifest, &i->shown_proof, &i->path };
	for (size_t n = 0; n < ELEMENTS(buffers); n++)
		buffer_clear(buffers[n]);
	seen_checkpoint_clear(&i->known);
	*i = (struct incident){ 0 };
}

/* --- what a letter carries --- */

struct chain {
	struct store *store;
	struct buffer *out;
	uint64_t old;
	size_t count;
	struct resumed_list untold; /* places that the log went on from, which the receiver is to see */
};

static bool chain_add(struct chain *c, uint64_t size, struct bytes note, struct error *e)
{
	if (c->count++ == LIMIT_WITNESS_STEPS)
		return error_set(e, ERR_TOO_LARGE, "log.witness",
		                 "more than %u letters of which no receipt was opened", LIMIT_WITNESS_STEPS);
	if (!witness_add(store_log(c->store), c->old, note, c->out, e))
		return false;
	c->old = size;
	return true;
}

static bool chain_add_tree(struct chain *c, uint64_t size, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	return witnesses_checkpoint_at(c->store, size, &note, e) &&
	       chain_add(c, size, buffer_bytes(&note), e);
}

/* The places between what stands in the chain and `size`, smallest first. */
static bool chain_add_places(struct chain *c, uint64_t size, struct error *e)
{
	for (;;) {
		uint64_t next = size;
		for (size_t i = 0; i < c->untold.count; i++) {
			uint64_t place = c->untold.list[i].statement->size;
			next = place > c->old && place < next ? place : next;
		}
		if (next == size)
			return true;
		if (!chain_add_tree(c, next, e))
			return false;
	}
}

static bool chain_add_sent(void *context, uint64_t size, struct error *e)
{
	return chain_add_places(context, size, e) && chain_add_tree(context, size, e);
}

static void chain_clear(struct chain *c)
{
	resumed_list_clear(&c->untold);
}

/* From what the peer acknowledged through what was sent since. A letter that is written again has its
 * checkpoint of then, and begins with what was acknowledged before it: the peer may have lost the rest. */
static bool write_chain(struct store *s, const char *peer, uint64_t size, struct bytes checkpoint,
                        struct buffer *out, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer acknowledged = { 0 };
	_cleanup_(chain_clear) struct chain c = { .store = s, .out = out };
	uint64_t base;
	witness_start(out);
	if (!witnesses_cosigned_below(s, peer, size, &base, &acknowledged, e) ||
	    !resumed_untold(s, peer, &c.untold, e))
		return false;
	if (base && !chain_add(&c, base, buffer_bytes(&acknowledged), e))
		return false;
	if (size && !witnesses_each_sent(s, peer, base, size - 1, chain_add_sent, &c, e))
		return false;
	return chain_add_places(&c, size, e) && chain_add(&c, size, checkpoint, e);
}

static bool write_seen(struct desk *d, const char *peer, struct buffer *out, struct error *e)
{
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint seen = { 0 };
	_cleanup_(buffer_clear) struct buffer cosigned = { 0 };
	bool there;
	if (!witnesses_largest_seen(d->store, peer, &there, &seen, e))
		return false;
	if (!there)
		return true;
	return checkpoint_cosign(buffer_bytes(&seen.note), store_witness_key(d->store), d->now, &cosigned,
	                         e) &&
	       witness_add_seen(buffer_bytes(&cosigned), out, e);
}

bool witnessing_write(struct desk *d, const char *peer, uint64_t sequence, struct bytes checkpoint,
                      struct buffer *ret, struct error *e)
{
	struct checkpoint c;
	struct note n;
	return note_parse(checkpoint, "checkpoint", &n, e) && checkpoint_parse(n.text, &c, e) &&
	       write_chain(d->store, peer, c.size, checkpoint, ret, e) && write_seen(d, peer, ret, e) &&
	       witnesses_add_sent(d->store, peer, sequence, c.size, d->now, e);
}

/* --- what came --- */

struct taking {
	struct desk *desk;
	const struct witnessed_letter *letter;
	struct incident *incident;
	struct unit_keys log_keys, witness_keys; /* of its sender */
	struct witness chain;
	struct seen_checkpoint largest;
	bool has_largest;
	struct resumed_list known; /* of the sender's log, before this letter */
	bool forgotten; /* the chain begins with what this unit cosigned and, being an older copy, doesn't
	                   know */
};

static void taking_clear(struct taking *t)
{
	resumed_list_clear(&t->known);
	witness_clear(&t->chain);
	seen_checkpoint_clear(&t->largest);
}

/* The incident holds copies: what the letter is read from is gone when the evidence is written. Takes `known`
 * over. */
static bool incident_set(struct taking *t, enum evidence_kind kind, struct seen_checkpoint *known,
                         const struct checkpoint *shown, struct bytes note, struct error *e)
{
	struct incident *i = t->incident;
	i->kind = kind;
	i->shown = *shown;
	i->known = *known;
	*known = (struct seen_checkpoint){ 0 };
	buffer_append(&i->shown_note, note);
	buffer_append(&i->chain, t->letter->chain);
	i->is = true;
	return buffer_ok(&i->shown_note, e) && buffer_ok(&i->chain, e);
}

/* --- this unit's own log, as the peer saw it --- */

static bool own_log_went_back(struct taking *t, const struct checkpoint *c, struct bytes note,
                              struct error *e)
{
	struct incident *i = t->incident;
	i->is = i->own = true;
	i->shown = *c;
	buffer_append(&i->shown_note, note);
	return buffer_ok(&i->shown_note, e) &&
	       error_set(e, ERR_STORE_ROLLBACK, t->letter->sender,
	                 "it has seen %" PRIu64 " entries of the log of %s, and this store's log isn't the "
	                 "one that goes on from those",
	                 c->size, store_unit(t->desk->store));
}

/* Does the log of here hold what was signed with its own key? */
static bool holds(struct store *s, const struct checkpoint *c, bool *ret, struct error *e)
{
	struct sha256 root;
	*ret = c->size <= log_size(store_log(s));
	if (!*ret)
		return true;
	if (!log_root_at(store_log(s), c->size, &root, e))
		return false;
	*ret = sha256_equal(&root, &c->root);
	return true;
}

/* The log's line and the witness's, and no line that somebody else put beside them: exports hold the note. */
static bool keep_cosigned(struct desk *d, const struct unit_keys *witness, uint64_t size, moment when,
                          struct bytes note, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer only = { 0 };
	const struct unit_keys own = store_log_keys(d->store);
	const struct unit_keys *const keys[] = { &own, witness };
	return checkpoint_only(note, keys, ELEMENTS(keys), &only, e) &&
	       witnesses_add_cosigned(d->store, witness->unit, size, when, buffer_bytes(&only), d->now, e);
}

/* A cosignature whose time can't be is none: an auditor would say so of every export that holds it. */
static bool check_when(struct desk *d, const struct unit_keys *witness, uint64_t size, moment when,
                       struct error *e)
{
	moment act = 0;
	return (size == 0 || witnesses_entry_start(d->store, size - 1, &act, e)) &&
	       checkpoint_check_cosigned(witness->unit, when, act, d->now, e);
}

/* The officers gave that tree up, and the peer, which saw it, hadn't heard of that when it wrote: it isn't
 * known to have heard yet, or a later letter of it was here before. */
static bool own_is_given_up(struct taking *t, uint64_t size, bool *ret, struct error *e)
{
	struct store *s = t->desk->store;
	const struct witnessed_letter *l = t->letter;
	_cleanup_(resumed_list_clear) struct resumed_list own = { 0 }, untold = { 0 };
	uint64_t index;
	bool late;
	if (!resumed_load(s, store_unit(s), &own, e) || !resumed_untold(s, l->sender, &untold, e) ||
	    !exchanges_first_behind(s, l->sender, l->sequence, &late, &index, e))
		return false;
	*ret = resumed_covers(late ? &own : &untold, size) != NULL;
	return true;
}

static bool take_seen(struct taking *t, struct error *e)
{
	struct store *s = t->desk->store;
	const struct unit_keys own = store_log_keys(s);
	struct bytes note = t->chain.seen;
	struct checkpoint c;
	moment when;
	bool held, given_up;
	if (note.size == 0)
		return true;
	if (!checkpoint_open_cosigned(note, "log.witness", &own, &t->witness_keys, &c, &when, e) ||
	    !holds(s, &c, &held, e) || !own_is_given_up(t, c.size, &given_up, e))
		return false;
	if (!held)
		return given_up || own_log_went_back(t, &c, note, e);
	if (!check_when(t->desk, &t->witness_keys, c.size, when, e))
		return e->code == ERR_LOG_COSIGNED; /* not kept, and no reason to refuse what came with it */
	return keep_cosigned(t->desk, &t->witness_keys, c.size, when, note, e);
}

/* The chain begins with what this unit cosigned. If it doesn't remember that, it is the one that went back.
 */
static bool check_own_cosignature(struct taking *t, struct error *e)
{
	struct store *s = t->desk->store;
	const struct unit_keys own = store_witness_keys(s);
	const struct witness_step *first = &t->chain.steps[0];
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint seen = { 0 };
	struct checkpoint c;
	struct error not_ours;
	moment when;
	bool there;
	if (!checkpoint_open_cosigned(first->note, "log.witness", &t->log_keys, &own, &c, &when, &not_ours)) {
		*e = not_ours;
		return not_ours.code == ERR_UNSIGNED;
	}
	if (!witnesses_seen(s, t->letter->sender, c.size, &there, &seen, e) ||
	    !resumed_unheard(s, t->letter->sender, &t->forgotten, e))
		return false;
	if (there || t->forgotten)
		return true;
	struct incident *i = t->incident;
	i->is = i->own = true;
	i->shown = c;
	buffer_append(&i->shown_note, first->note);
	return buffer_ok(&i->shown_note, e) &&
	       error_set(e, ERR_STORE_ROLLBACK, t->letter->sender,
	                 "%s cosigned %" PRIu64 " entries of its log, and this store doesn't know of that",
	                 store_unit(s), c.size);
}

/* --- the peer's log --- */

static bool check_known(struct taking *t, const struct witness_step *step, struct error *e)
{
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint known = { 0 };
	bool there;
	if (!witnesses_seen(t->desk->store, t->letter->sender, step->checkpoint.size, &there, &known, e))
		return false;
	if (!there || sha256_equal(&known.checkpoint.root, &step->checkpoint.root))
		return true;
	return incident_set(t, EVIDENCE_FORK, &known, &step->checkpoint, step->note, e) &&
	       error_set(e, ERR_LOG_FORK, t->letter->sender,
	                 "two roots of its first %" PRIu64 " entries, both signed", step->checkpoint.size);
}

struct wanted_manifest {
	const char *peer;
	uint64_t sequence;
	struct buffer *note;
};

static bool find_manifest(void *context, const struct exchange_row *row, struct error *e)
{
	struct wanted_manifest *w = context;
	if (!row->sent && row->sequence == w->sequence && strcmp(row->peer, w->peer) == 0)
		buffer_append(w->note, row->manifest_note);
	return buffer_ok(w->note, e);
}

static bool rolled_back(struct taking *t, struct error *e)
{
	const struct witnessed_letter *l = t->letter;
	struct incident *i = t->incident;
	uint64_t size = t->largest.checkpoint.size, sequence = t->largest.sequence;
	struct wanted_manifest known = { l->sender, sequence, &i->known_manifest };
	buffer_append(&i->shown_manifest, l->manifest_note);
	buffer_append(&i->shown_proof, l->proof);
	return incident_set(t, EVIDENCE_ROLLBACK, &t->largest, &l->checkpoint, witness_last(&t->chain)->note,
	                    e) &&
	       exchanges_each(t->desk->store, find_manifest, &known, e) && buffer_ok(&i->shown_manifest, e) &&
	       buffer_ok(&i->shown_proof, e) &&
	       error_set(e, ERR_LOG_SHORTER, l->sender,
	                 "letter %" PRIu64 " stands on %" PRIu64 " entries, and letter %" PRIu64
	                 " stood on %" PRIu64,
	                 l->sequence, l->checkpoint.size, sequence, size);
}

/* Larger than all that was seen: it must hold the largest of those. Smaller: it must be known. */
static bool check_newest(struct taking *t, struct error *e)
{
	const struct witnessed_letter *l = t->letter;
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint known = { 0 };
	bool there;
	if (!t->has_largest)
		return true; /* first contact: nothing below this size is proven by it */
	if (l->checkpoint.size > t->largest.checkpoint.size) {
		uint64_t size = t->largest.checkpoint.size;
		/* What it cosigned itself held all that it had seen. */
		bool vouched = t->forgotten && t->chain.steps[0].checkpoint.size >= size;
		return vouched || witness_at(&t->chain, size) ||
		       (incident_set(t, EVIDENCE_UNPROVEN, &t->largest, &l->checkpoint,
		                     witness_last(&t->chain)->note, e) &&
		        error_set(e, ERR_LOG_FORK, l->sender,
		                  "it doesn't prove that it goes on from the %" PRIu64
		                  " entries that were seen before",
		                  size));
	}
	if (!witnesses_seen(t->desk->store, l->sender, l->checkpoint.size, &there, &known, e))
		return false;
	if (there)
		return true; /* late, or crossed with another: verified, and not cosigned */
	if (l->sequence > t->largest.sequence)
		return rolled_back(t, e);
	return error_set(e, ERR_LOG_PROOF, l->sender,
	                 "no later letter told of this one's %" PRIu64 " entries", l->checkpoint.size);
}

/* --- a peer's log that went on from an older place --- */

/* Is what was seen of it last a part of what it shows now? */
static bool holds_largest(const struct taking *t)
{
	const struct witness_step *step = witness_at(&t->chain, t->largest.checkpoint.size);
	return step && sha256_equal(&step->checkpoint.root, &t->largest.checkpoint.root);
}

static bool take_resumption(const struct taking *t, struct witnessed_resumption *r, struct error *e)
{
	const struct resumption *text = r->statement;
	const struct witness_step *from = witness_at(&t->chain, text->size);
	if (resumed_has(&t->known, &text->hash))
		return true; /* once: what comes behind it must go on from what it brought */
	if (from && !sha256_equal(&from->checkpoint.root, &text->root))
		return error_set(e, ERR_RESUMPTION, text->unit, "%s",
		                 N_("the log doesn't hold what it is to go on from"));
	r->learned = true;
	return true;
}

/* Is what was seen last above the place, and no part of what the log shows now? */
static bool is_above(const struct taking *t, const struct resumption *text)
{
	return witness_at(&t->chain, text->size) && t->has_largest &&
	       t->largest.checkpoint.size > text->size && !holds_largest(t);
}

/* One that this letter brings and that gives up what was seen last; NULL: none does. */
static const struct resumption *giving_up(const struct taking *t)
{
	for (size_t i = 0; i < t->letter->resumption_count; i++) {
		const struct witnessed_resumption *r = &t->letter->resumptions[i];
		if (r->learned && is_above(t, r->statement) &&
		    resumption_covers(r->statement, t->largest.checkpoint.size))
			return r->statement;
	}
	return NULL;
}

/* Where the first gave up too little, another came behind it: together they are enough. Each step leaves less
 * of what was seen. */
static bool take_resumptions(struct taking *t, struct error *e)
{
	struct store *s = t->desk->store;
	const struct witnessed_letter *l = t->letter;
	const struct resumption *text;
	for (size_t i = 0; i < l->resumption_count; i++)
		if (!take_resumption(t, &l->resumptions[i], e))
			return false;
	while ((text = giving_up(t)))
		if (!resumed_give_up(s, text->unit, text->size, log_size(store_log(s)), e) ||
		    !witnesses_largest_seen(s, text->unit, &t->has_largest, &t->largest, e))
			return false;
	for (size_t i = 0; i < l->resumption_count; i++) {
		text = l->resumptions[i].statement;
		if (l->resumptions[i].learned && is_above(t, text))
			return error_set(e, ERR_RESUMPTION, text->unit,
			                 "%" PRIu64 " entries of the log were seen, and it gives up %" PRIu64,
			                 t->largest.checkpoint.size, text->lost_to);
	}
	return true;
}

/* Its number is lower than that of the letter which told that the log went on, and its tree is larger than
 * what it went on from. */
static bool is_late(const struct taking *t)
{
	const struct witnessed_letter *l = t->letter;
	for (size_t i = 0; i < t->known.count; i++)
		if (l->sequence < t->known.list[i].number &&
		    l->checkpoint.size > t->known.list[i].statement->size)
			return true;
	return false;
}

/* Written before the log went on, and come afterwards: it stands on nothing that the log holds. */
static bool check_not_given_up(const struct taking *t, struct error *e)
{
	const struct witnessed_letter *l = t->letter;
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint seen = { 0 };
	bool there;
	if (!is_late(t))
		return true;
	if (!witnesses_seen(t->desk->store, l->sender, l->checkpoint.size, &there, &seen, e))
		return false;
	return (there && sha256_equal(&seen.checkpoint.root, &l->checkpoint.root)) ||
	       error_set(e, ERR_LOG_ABANDONED, l->sender, "letter %" PRIu64 " stands on %" PRIu64 " entries",
	                 l->sequence, l->checkpoint.size);
}

static bool remember(struct taking *t, struct error *e)
{
	const struct witnessed_letter *l = t->letter;
	for (size_t i = 0; i < t->chain.count; i++) {
		const struct witness_step *step = &t->chain.steps[i];
		_cleanup_(buffer_clear) struct buffer only = { 0 };
		const struct unit_keys *const keys[] = { &t->log_keys };
		bool last = i + 1 == t->chain.count;
		if (!checkpoint_only(step->note, keys, ELEMENTS(keys), &only, e) ||
		    !witnesses_add_seen(t->desk->store, &step->checkpoint, buffer_bytes(&only),
		                        last ? l->sequence : 0, last ? l->proof : (struct bytes){ 0 },
		                        t->desk->now, e))
			return false;
	}
	return true;
}

/* A chain that can't be read or whose proof fails says nothing of the log; but where a larger tree came with
 * it, that tree is still signed for. */
static bool bad_chain(struct taking *t, struct bytes checkpoint_note, struct error *e)
{
	struct error other;
	if ((e->code == ERR_LOG_PROOF || e->code == ERR_LOG_UNSIGNED || e->code == ERR_SIGNATURE) &&
	    t->has_largest && t->letter->checkpoint.size > t->largest.checkpoint.size &&
	    !incident_set(t, EVIDENCE_UNPROVEN, &t->largest, &t->letter->checkpoint, checkpoint_note, &other))
		*e = other;
	return false;
}

bool witnessing_take(struct desk *d, const struct witnessed_letter *l, struct incident *ret, struct error *e)
{
	_cleanup_(taking_clear) struct taking t = { .desk = d, .letter = l, .incident = ret };
	const struct roster_unit *sender = roster_unit(desk_roster(d), l->sender);
	if (!sender || !sender->ready)
		return error_set(e, ERR_UNIT_NOT_READY, l->sender, "%s", "");
	t.log_keys = unit_log_keys(store_rosters(d->store), l->sender);
	t.witness_keys = unit_witness_keys(store_rosters(d->store), l->sender);
	if (!witnesses_largest_seen(d->store, l->sender, &t.has_largest, &t.largest, e) ||
	    !resumed_load(d->store, l->sender, &t.known, e))
		return false;
	if (!witness_open(l->chain, "log.witness", &t.log_keys, &t.chain, e))
		return bad_chain(&t, l->checkpoint_note, e);
	if (!checkpoint_equal(&witness_last(&t.chain)->checkpoint, &l->checkpoint))
		return error_set(e, ERR_LOG_PROOF, l->sender, "%s",
		                 N_("log.witness doesn't lead to the checkpoint of log.proof"));
	if (!check_not_given_up(&t, e) || !take_seen(&t, e) || !check_own_cosignature(&t, e) ||
	    !take_resumptions(&t, e))
		return false;
	for (size_t i = 0; i < t.chain.count; i++)
		if (!check_known(&t, &t.chain.steps[i], e))
			return false;
	return check_newest(&t, e) && remember(&t, e);
}

/* --- when it was refused --- */

static bool write_evidence(struct desk *d, struct incident *i, const char *peer, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	_cleanup_(string_freep) char *folder = path_join(store_home(d->store), "evidence");
	_cleanup_(string_freep) char *name =
		string_printf("%s-%" PRIu64 "-%s.evidence", peer, i->shown.size, evidence_kind_name(i->kind));
	char *slash = name ? strchr(name, '/') : NULL;
	if (slash)
		*slash = '_';
	_cleanup_(string_freep) char *path = folder && name ? path_join(folder, name) : NULL;
	if (!path)
		return error_memory(e);
	const struct evidence_parts parts = {
		.kind = i->kind,
		.log = peer,
		.witness = store_unit(d->store),
		.found = d->now,
		.rosters = store_rosters(d->store),
		.known = buffer_bytes(&i->known.note),
		.shown = buffer_bytes(&i->shown_note),
		.chain = buffer_bytes(&i->chain),
		.known_proof =
			i->kind == EVIDENCE_ROLLBACK ? buffer_bytes(&i->known.proof) : (struct bytes){ 0 },
		.known_manifest = buffer_bytes(&i->known_manifest),
		.shown_proof = buffer_bytes(&i->shown_proof),
		.shown_manifest = buffer_bytes(&i->shown_manifest),
	};
	if (!evidence_format(&parts, &file, e) || !directory_make(folder, e) ||
	    (!file_exists(path) && !file_replace(path, buffer_bytes(&file), false, e)))
		return false;
	buffer_append_string(&i->path, path);
	return buffer_ok(&i->path, e);
}

void witnessing_refused(struct desk *d, struct incident *i, const char *peer, struct error *why)
{
	struct error e;
	if (!i->own && !write_evidence(d, i, peer, &e))
		d->unlogged = e; /* the refusal itself is logged all the same */
	if (i->path.size)
		error_add(why, "; evidence: %s", buffer_string(&i->path));
}

/* --- a bare cosignature --- */

/* The keys of the roster's row `i`, units first: a unit's other than this one's, or an officer's. False: no
 * witness. */
static bool witness_of_row(const struct desk *d, size_t i, struct unit_keys *ret)
{
	const struct roster *r = desk_roster(d);
	if (i < r->unit_count) {
		const struct roster_unit *u = &r->units[i];
		*ret = unit_witness_keys(store_rosters(d->store), u->name);
		return u->ready && strcmp(u->name, store_unit(d->store)) != 0;
	}
	const struct roster_person *p = &r->persons[i - r->unit_count];
	*ret = *ONE_KEY(&p->witness);
	return p->has_witness && roster_is_an_officer(r, p->name);
}

/* Who of the roster cosigned it. */
static bool find_witness(const struct desk *d, struct bytes note, const char *path,
                         struct unit_keys *ret_witness, struct checkpoint *ret, moment *ret_when,
                         struct error *e)
{
	const struct roster *r = desk_roster(d);
	const struct unit_keys own = store_log_keys(d->store);
	if (!checkpoint_open(note, path, &own, ret, e))
		return false;
	for (size_t i = 0; i < r->unit_count + r->person_count; i++) {
		if (!witness_of_row(d, i, ret_witness))
			continue;
		if (checkpoint_open_cosigned(note, path, &own, ret_witness, ret, ret_when, e))
			return i < r->unit_count || roster_key_valid(r, ret_witness->unit, d->now, e);
		if (e->code != ERR_UNSIGNED)
			return false;
	}
	return error_set(e, ERR_UNSIGNED, path, "%s",
	                 N_("no cosignature by a unit or an officer of the roster"));
}

bool witnessing_adopt(struct desk *d, struct bytes note, const char *path, const char **ret_witness,
                      struct checkpoint *ret, struct error *e)
{
	struct unit_keys witness;
	struct checkpoint c;
	moment when;
	bool held;
	if (!find_witness(d, note, path, &witness, &c, &when, e) || !holds(d->store, &c, &held, e))
		return false;
	*ret_witness = witness.unit;
	*ret = c;
	_cleanup_(resumed_list_clear) struct resumed_list gone_on = { 0 };
	if (!held && !resumed_load(d->store, store_unit(d->store), &gone_on, e))
		return false;
	if (!held && resumed_covers(&gone_on, c.size))
		return error_set(e, ERR_LOG_ABANDONED, witness.unit, "it has seen %" PRIu64 " entries",
		                 c.size);
	if (!held)
		return error_set(e, ERR_STORE_ROLLBACK, witness.unit,
		                 "it has seen %" PRIu64
		                 " entries of this log, which isn't the one that goes on from those",
		                 c.size);
	return check_when(d, &witness, c.size, when, e) && keep_cosigned(d, &witness, c.size, when, note, e);
}

/* --- the tail --- */

static bool tail_behind(struct store *s, uint64_t witnessed, struct tail *ret, struct error *e)
{
	struct tail t = { .witnessed = witnessed };
	uint64_t size = log_size(store_log(s));
	t.entries = size > t.witnessed ? size - t.witnessed : 0;
	if (t.entries && !witnesses_entry_start(s, t.witnessed, &t.oldest, e))
		return false;
	*ret = t;
	return true;
}

bool witnessing_tail(struct store *s, const char *witness, struct tail *ret, struct error *e)
{
	uint64_t size;
	return witnesses_largest_cosigned(s, witness, &size, NULL, e) && tail_behind(s, size, ret, e);
}

/* How many entries at least `needed` of those that the agreement names have seen. */
static bool seen_by_quorum(struct store *s, const struct agreement *a, size_t needed, uint64_t *ret,
                           struct error *e)
{
	uint64_t sizes[LIMIT_WITNESSES_NAMED] = { 0 }; /* falling */
	size_t count = 0;
	for (size_t i = 0; i < a->witness_count; i++) {
		uint64_t size;
		if (strcmp(a->witnesses[i], store_unit(s)) == 0)
			continue;
		if (!witnesses_largest_cosigned(s, a->witnesses[i], &size, NULL, e))
			return false;
		size_t at = count++;
		for (; at > 0 && sizes[at - 1] < size; at--)
			sizes[at] = sizes[at - 1];
		sizes[at] = size;
	}
	*ret = needed <= count ? sizes[needed - 1] : 0;
	return true;
}

bool witnessing_until(struct store *s, const struct agreement *a, struct tail *ret, moment *ret_until,
                      struct error *e)
{
	size_t needed = agreement_witnesses_needed(a, store_unit(s));
	uint64_t seen;
	*ret = (struct tail){ 0 };
	*ret_until = 0;
	if (a->witness_days == 0)
		return true;
	if (!(needed ? seen_by_quorum(s, a, needed, &seen, e)
	             : witnesses_largest_cosigned(s, NULL, &seen, NULL, e)) ||
	    !tail_behind(s, seen, ret, e))
		return false;
	moment since = ret->oldest;
	if (seen == 0 && !witnesses_first_sent(s, &since, e))
		return false;
	*ret_until = since ? since + (moment)a->witness_days * SECONDS_A_DAY : 0;
	return true;
}

bool witnessing_name(struct store *s, const struct agreement *a, struct buffer *out, struct error *e)
{
	size_t needed = agreement_witnesses_needed(a, store_unit(s));
	const char *between = "";
	buffer_reset(out);
	for (size_t i = 0; needed && i < a->witness_count; i++) {
		if (strcmp(a->witnesses[i], store_unit(s)) == 0)
			continue;
		buffer_printf(out, "%s%s", between, a->witnesses[i]);
		between = ", ";
	}
	return buffer_ok(out, e);
}

bool witnessing_check_age(struct desk *d, const struct agreement *a, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer who = { 0 };
	struct tail t;
	moment until;
	char day[DAY_SIZE + 1];
	if (!witnessing_until(d->store, a, &t, &until, e) || !witnessing_name(d->store, a, &who, e))
		return false;
	if (until == 0 || d->now <= until)
		return true;
	day_format(until - (moment)a->witness_days * SECONDS_A_DAY, day);
	if (!who.size)
		return error_set(e, ERR_UNWITNESSED, a->id,
		                 "entries: %" PRIu64
		                 ", the oldest of %s; days that the agreement allows: %" PRIu64,
		                 t.entries, day, a->witness_days);
	return error_set(e, ERR_UNWITNESSED, a->id,
	                 "entries: %" PRIu64 ", the oldest of %s; days that the agreement allows: %" PRIu64
	                 "; to be seen by %zu of these: %s",
	                 t.entries, day, a->witness_days, agreement_witnesses_needed(a, store_unit(d->store)),
	                 buffer_string(&who));
}
