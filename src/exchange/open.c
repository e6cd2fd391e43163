/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/open.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "exchange/fetch.h"
#include "exchange/open_note.h"
#include "exchange/opening.h"
#include "exchange/resuming.h"
#include "exchange/terminating.h"
#include "store/exchanges.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- a package, whatever its kind --- */

static const struct opener *const openers[PACKAGE_UNKNOWN] = {
#define X(kind, how) [kind] = &(how),
	OPENERS(X)
#undef X
};

static void opening_clear(struct opening *o)
{
	if (o->own && o->opener->clear)
		o->opener->clear(o->own);
	free(o->own);
	incoming_clear(&o->letter);
	outgoing_clear(&o->answer);
}

static bool is_answered(const struct opening *o)
{
	return package_kind_answer(o->letter.manifest.kind) != PACKAGE_UNKNOWN;
}

static bool find_opener(struct opening *o, struct error *e)
{
	enum package_kind kind = o->letter.manifest.kind;
	if (!package_kind_is(kind, LETTER_DECIDED) && o->letter.approver)
		return error_set(e, ERR_NOTE, "manifest.note", "%s", N_("two signatures, one expected"));
	if (!openers[kind])
		return error_set(e, ERR_VERSION, package_kind_name(kind), "%s",
		                 N_("this version has no way to open it"));
	o->own = calloc(1, openers[kind]->size);
	o->opener = openers[kind];
	return o->own || error_memory(e);
}

static bool describe_answer(struct opening *o, struct error *e)
{
	struct manifest *r = &o->answer.manifest;
	const struct manifest *m = &o->letter.manifest;
	r->kind = package_kind_answer(m->kind);
	r->receiver = string_copy(m->sender);
	r->use_by = o->act->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	r->answers = true;
	memcpy(r->answer_id, m->id, sizeof r->answer_id);
	r->answer_sequence = m->sequence;
	r->answer_hash = m->hash;
	r->accepted = o->read - o->left_out;
	const struct terms_named terms = terms_named_without_overrides(&m->terms);
	return (r->receiver || error_memory(e)) && terms_named_copy(&terms, &r->terms, e);
}

static bool prepare_answer(struct opening *o, struct error *e)
{
	struct entry *entry = &o->act->entry;
	outgoing_start(&o->answer);
	if (!describe_answer(o, e) || !outgoing_prepare(&o->answer, o->act, NULL, 0, e))
		return false;
	entry->records = o->read - o->left_out;
	entry->rejected = o->left_out;
	entry->receipt = &o->answer.manifest.hash;
	return true;
}

static bool fill_result(const struct opening *o, struct open_result *r, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	r->what = OPENED_LETTER;
	r->letter.kind = m->kind;
	memcpy(r->letter.id, o->letter.id, sizeof r->letter.id);
	r->sender = string_copy(m->sender);
	r->signer = string_copy(m->signer);
	r->letter.approver = string_copy(o->letter.approver);
	r->letter.sequence = m->sequence;
	r->letter.gap = o->letter.gap;
	r->letter.rosters = o->letter.rosters;
	r->letter.signature = o->letter.judged.verdict;
	r->letter.roster_version = o->letter.judged.of_day->version;
	r->letter.mandate = string_copy(o->letter.judged.mandate->id);
	o->opener->fill(o, r);
	if (!r->sender || !r->signer || !r->letter.mandate || (o->letter.approver && !r->letter.approver))
		return error_memory(e);
	return terms_named_copy(&m->terms, &r->terms, e);
}

/* Everything between the first byte and the entry. */
static bool open_body(struct act *a, void *context, struct error *e)
{
	struct opening *o = context;
	o->act = o->letter.act = a;
	if (!incoming_read(&o->letter, o->in, e) || !find_opener(o, e) || !o->opener->take(o, e) ||
	    !incoming_check_proof(&o->letter, e) || (o->opener->settle && !o->opener->settle(o, e)))
		return false;
	incoming_describe(&o->letter, &a->entry);
	return (!is_answered(o) || prepare_answer(o, e)) && fill_result(o, o->result, e);
}

static bool open_logged(struct act *a, void *context, struct error *e)
{
	struct opening *o = context;
	struct store *s = a->desk->store;
	const struct manifest *m = &o->letter.manifest;
	bool answered = is_answered(o);
	if (answered && !outgoing_write(&o->answer, a, NULL, 0, e))
		return false;
	return exchanges_add_received(s, m, buffer_bytes(&o->letter.note_text), a->index, e) &&
	       (!answered || exchanges_set_answer(s, m->id, o->answer.manifest.id, e)) &&
	       (!o->opener->logged || o->opener->logged(o, e)) &&
	       resuming_learn(a, o->letter.resumptions, o->letter.resumption_count, m->sequence, e) &&
	       terminating_learn(a, o->letter.termination_notes, o->letter.termination_count,
	                         &o->result->letter.terminations, e);
}

/* Whatever fails of this now: the next start gives the answer its name. */
static bool open_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct opening *o = context;
	struct open_result *r = o->result;
	struct error later;
	if (is_answered(o)) {
		r->letter.receipt = string_copy(o->answer.path);
		(void)!outgoing_publish(&o->answer, a->desk, &later);
	}
	if (o->opener->done)
		o->opener->done(o);
	r->letter.agreement = o->agreement;
	return true;
}

/* Opened before: nothing changes, and its receipt is there again for whoever lost it. */
struct receipt_of {
	uint8_t id[PACKAGE_ID_SIZE];
	bool found;
};

static bool note_answer(void *context, const struct exchange_row *row, struct error *e)
{
	struct receipt_of *answer = context;
	(void)e;
	answer->found = row->has_answer;
	memcpy(answer->id, row->answer, sizeof answer->id);
	return true;
}

struct again {
	const struct opening *opening;
	struct receipt_of answer;
	char id[2 * PACKAGE_ID_SIZE + 1];
	struct outgoing outgoing;
	bool written;
};

static bool again_body(struct act *a, void *context, struct error *e)
{
	struct again *g = context;
	const struct incoming *letter = &g->opening->letter;
	(void)e;
	hex_encode(bytes_of(g->answer.id, sizeof g->answer.id), g->id);
	a->entry.package = g->id;
	a->entry.package_kind = package_kind_name(package_kind_answer(letter->manifest.kind));
	a->entry.peer = letter->manifest.sender;
	return true;
}

static bool again_logged(struct act *a, void *context, struct error *e)
{
	struct again *g = context;
	struct opened_letter *r = &g->opening->result->letter;
	memcpy(r->id, g->opening->letter.id, sizeof r->id);
	return outgoing_again(&g->outgoing, a, g->answer.id, NULL, 0, &g->written, e) &&
	       ((r->receipt = string_copy(g->outgoing.path)) || error_memory(e));
}

static bool again_done(struct act *a, void *context, struct error *e)
{
	struct again *g = context;
	return !g->written || outgoing_publish_again(&g->outgoing, a->desk, e);
}

static const struct act_frame resending = { .kind = ACT_RESEND,
	                                    .powers = POWER_OPEN,
	                                    .inner = true,
	                                    .body = again_body,
	                                    .logged = again_logged,
	                                    .done = again_done };

static bool receipt_again(struct desk *d, const struct opening *o, struct error *e)
{
	struct again g = { .opening = o, .outgoing.file.fd = -1 };
	if (!exchanges_find(d->store, o->letter.manifest.id, false, note_answer, &g.answer, e))
		return false;
	bool done = !g.answer.found || act_run(d, &resending, &g, e);
	outgoing_clear(&g.outgoing);
	return done;
}

/* What a signature covers and can't be right all the same is a fault of the package, whatever kind of text it
 * stands in: "correct the file" is no advice to who received it. The detail keeps what was wrong. */
static void blame_package(const struct opening *o, struct error *e)
{
	const struct error why = *e;
	if (error_class(why.code) != CLASS_ROW)
		return;
	error_set(e, ERR_PACKAGE_CONTENT, why.subject, "%s", "");
	if (o->read)
		error_add(e, "record %llu: ", (unsigned long long)o->read);
	error_add(e, "%s%s", error_name(why.code), *why.detail ? ": " : "");
	error_add_detail(e, &why);
}

static void open_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct opening *o = context;
	blame_package(o, why);
	incoming_blame(&o->letter, why);
	outgoing_failed(&o->answer, why);
	if (o->own && o->opener->failed)
		o->opener->failed(o, why);
}

static bool open_refused(struct act *a, void *context, struct act_refusal *ret, struct error *why)
{
	struct opening *o = context;
	struct desk *d = a->desk;
	struct incident *incident = &o->letter.incident;
	struct error other;
	if (o->letter.verified)
		*ret = (struct act_refusal){ .package = o->letter.id, .peer = o->letter.manifest.sender };
	if (o->own && o->opener->refused && o->opener->refused(o, why))
		return false;
	if (incident->is) {
		witnessing_refused(d, incident, o->letter.manifest.sender, why);
		ret->shown = &incident->shown;
		ret->own_note = incident->own ? buffer_bytes(&incident->shown_note) : (struct bytes){ 0 };
	}
	if (why->code == ERR_PACKAGE_REPLAYED && !receipt_again(d, o, &other))
		d->unlogged = other;
	return true;
}

static const struct act_frame opening = { .kind = ACT_OPEN,
	                                  .body = open_body,
	                                  .logged = open_logged,
	                                  .done = open_done,
	                                  .failed = open_failed,
	                                  .refused = open_refused };

static bool open_package(struct desk *d, struct source in, struct open_result *r, struct error *e)
{
	_cleanup_(opening_clear) struct opening o = { .in = in, .result = r, .answer.file.fd = -1 };
	return act_run(d, &opening, &o, e);
}

/* --- any file --- */

static bool open_age(struct desk *d, struct source in, uint64_t size, const char *path,
                     struct open_result *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	if (!fetch_letter(d, in, size, path, &fd, e))
		return act_turn_down(d, ACT_OPEN, e);
	struct fd_stream copy = { fd, path };
	return open_package(d, fd_source(&copy), ret, e);
}

bool open_file(struct desk *d, const char *path, struct open_result *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	struct peek p;
	if (!file_open(path, true, &fd, e))
		return false;
	struct fd_stream file = { fd, path };
	uint64_t size;
	struct error unknown;
	if (!file_size(fd, &size, &unknown))
		size = 0;
	if (!peek_start(&p, fd_source(&file), e) ||
	    !file_kind_check(p.left, path, FILE_FOR_PACKAGE | FILE_FOR_NOTE, e))
		return false;
	*ret = (struct open_result){ 0 };
	bool ok;
	if (file_kind_of(p.left) == FILE_AGE || file_kind_of(p.left) == FILE_ARMOR) {
		ok = open_age(d, peek_source(&p), size, path, ret, e);
	} else {
		_cleanup_(buffer_clear) struct buffer note = { 0 };
		ok = source_drain(peek_source(&p), LIMIT_NOTE_SIZE, &note, e)
		             ? open_note(d, buffer_bytes(&note), path, ret, e)
		             : act_turn_down(d, ACT_OPEN, e);
	}
	if (!ok && e->code != ERR_PACKAGE_REPLAYED && ret->excess.refusal.reason_count == 0)
		open_result_clear(ret);
	return ok;
}

/* --- without opening it --- */

static bool note_hash(void *context, const struct exchange_row *row, _unused_ struct error *e)
{
	struct sha256 *hash = context;
	*hash = row->hash;
	return true;
}

/* Its manifest, whoever signed it, is the one that was taken in. */
static bool is_known(struct desk *d, struct package_reader *r)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	struct note note;
	struct sha256 hash = { 0 };
	struct error ignored;
	for (enum package_note what = NOTE_ROSTER; what != NOTE_MANIFEST;) {
		buffer_reset(&text);
		if (!package_reader_note(r, &text, &what, &ignored))
			return false;
	}
	return note_parse(buffer_bytes(&text), "manifest", &note, &ignored) &&
	       manifest_parse(&note, &m, &ignored) &&
	       exchanges_find(d->store, m.id, false, note_hash, &hash, &ignored) &&
	       sha256_equal(&hash, &m.hash);
}

static enum open_look look_at_letter(struct desk *d, struct source in)
{
	_cleanup_(package_reader_freep) struct package_reader *r = NULL;
	struct error why = { 0 };
	size_t count;
	const struct age_identity *identities = store_identities(d->store, &count);
	if (!package_reader_start(in, identities, count, &r, &why))
		return why.code == ERR_NO_KEY ? OPEN_NOT_DUE : OPEN_NEW;
	return is_known(d, r) ? OPEN_BEFORE : OPEN_NEW;
}

/* Of rosters, agreements and what they pin; a cosignature, or a notice, is taken in as often as it comes. */
static enum open_look look_at_text(struct desk *d, struct source in, const char *path)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error ignored;
	bool due;
	if (open_rank(path) == OPEN_RANKS - 1 || !source_drain(in, LIMIT_NOTE_SIZE, &note, &ignored) ||
	    !open_note_is_due(d, buffer_bytes(&note), path, &due, &ignored) || due)
		return OPEN_NEW;
	return OPEN_NOT_DUE;
}

enum open_look open_look(struct desk *d, const char *path)
{
	_cleanup_(fd_closep) int fd = -1;
	struct error ignored;
	struct peek p;
	if (!file_open(path, false, &fd, &ignored))
		return ignored.code == ERR_FOLDER || ignored.code == ERR_FILE_UNSAFE ? OPEN_NOT_DUE
		                                                                     : OPEN_NEW;
	struct fd_stream file = { fd, path };
	if (!peek_start(&p, fd_source(&file), &ignored))
		return OPEN_NEW;
	enum file_kind kind = file_kind_of(p.left);
	if (kind == FILE_AGE || kind == FILE_ARMOR)
		return look_at_letter(d, peek_source(&p));
	return kind == FILE_NOTE ? look_at_text(d, peek_source(&p), path) : OPEN_NOT_DUE;
}

int open_rank(const char *path)
{
	static const struct {
		const char *start;
		int rank;
	} ranks[] = {
		{ "type: sluis.roster/", 0 },      { "type: sluis.ceremony/", 0 },
		{ "type: sluis.grounds/", 1 },     { "type: sluis.catalogue/", 1 },
		{ "type: sluis.override/", 1 },    { "type: sluis.agreement/", 2 },
		{ "type: sluis.termination/", 3 },
	};
	_cleanup_(fd_closep) int fd = -1;
	uint8_t head[32];
	struct error ignored;
	size_t size;
	if (!file_open(path, false, &fd, &ignored))
		return OPEN_RANKS - 1;
	struct fd_stream file = { fd, path };
	if (!source_fill(fd_source(&file), head, sizeof head, &size, &ignored))
		return OPEN_RANKS - 1;
	for (size_t i = 0; i < ELEMENTS(ranks); i++)
		if (bytes_starts_with(bytes_of(head, size), ranks[i].start))
			return ranks[i].rank;
	return OPEN_RANKS - 1;
}
