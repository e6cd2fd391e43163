/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/signing.h"

#include "cli/choices.h"
#include "io/file.h"

#include <stdlib.h>
#include <string.h>

const struct option signing_options[] = { SIGNING_ROSTER, CONFIRM_OPTION, SIGNING_ANEW, { 0 } };

void signing_clear(struct signing *g)
{
	free(g->quorums);
	*g = (struct signing){ 0 };
}

static bool add(struct signing *g, struct signing_quorum quorum, struct error *e)
{
	for (size_t i = 0; i < g->quorum_count; i++)
		if (g->quorums[i].in == quorum.in && strcmp(g->quorums[i].controller, quorum.controller) == 0)
			return true;
	struct signing_quorum *more = reallocarray(g->quorums, g->quorum_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	g->quorums = more;
	g->quorums[g->quorum_count++] = quorum;
	return true;
}

bool signing_add(struct signing *g, const struct roster *in, const char *controller, struct error *e)
{
	return add(g, (struct signing_quorum){ in, controller, false }, e);
}

bool signing_add_unit(struct signing *g, const struct roster *in, const char *unit, struct error *e)
{
	const struct roster_unit *u = roster_unit(in, unit);
	return u ? signing_add(g, in, u->controller, e) : error_set(e, ERR_UNIT_UNKNOWN, unit, "%s", "");
}

bool signing_add_any(struct signing *g, const struct roster *in, struct error *e)
{
	for (size_t i = 0; i < in->controller_count; i++)
		if (!add(g, (struct signing_quorum){ in, in->controllers[i].name, true }, e))
			return false;
	return true;
}

/* Of those that the change touches; of all where the version before isn't at hand. */
static bool add_touched(struct signing *g, const struct roster *of, const struct roster *before,
                        const struct roster *r, struct error *e)
{
	for (size_t i = 0; i < of->controller_count; i++) {
		const char *name = of->controllers[i].name;
		bool touched = true;
		if ((before && !roster_concerns(before, r, name, &touched, e)) ||
		    (touched && !signing_add(g, of, name, e)))
			return false;
	}
	return true;
}

bool signing_add_roster(struct signing *g, const struct roster *r, const struct rosters_before *before,
                        struct error *e)
{
	g->when = r->issued;
	g->itself = r;
	g->unsure = !rosters_before_whole(before, r);
	for (size_t i = 0; i < before->count; i++)
		if (!add_touched(g, before->list[i], before->list[i], r, e))
			return false;
	if (!before->count)
		return add_touched(g, r, NULL, r, e);
	/* What touches nobody who was there needs the word of somebody who was there. */
	return (g->quorum_count || signing_add_any(g, before->list[0], e)) &&
	       add_touched(g, r, before->list[0], r, e);
}

/* --- who signed --- */

enum line { LINE_NONE, LINE_FITS, LINE_MISFITS };

static enum line line_of(const struct signing *g, const struct note_verifier *key)
{
	struct note note;
	struct error ignored;
	bool signed_by;
	size_t count;
	if (!statement_is_signed(g->raw) || !note_parse(g->raw, g->path, &note, &ignored))
		return LINE_NONE;
	if (!note_verify(&note, key, 1, &signed_by, NULL, &count, &ignored))
		return LINE_MISFITS;
	return signed_by ? LINE_FITS : LINE_NONE;
}

/* In office, and not who advises. */
static bool counts(const struct signing *g, const struct roster *r, const char *person)
{
	struct error ignored;
	const struct roster_person *p = roster_person(r, person);
	return !roster_is_fg(r, person) && roster_key_valid(r, person, g->when, &ignored) &&
	       (!g->itself || roster_key_stands(g->itself, &p->key, g->when, &ignored)) &&
	       (!g->adviser || strcmp(g->adviser, person) != 0);
}

/* Of each officer of a quorum who may still sign or did. */
struct officer_at {
	const struct signing_quorum *quorum;
	const struct roster_person *person;
	enum line line;
};
static bool next_officer(const struct signing *g, size_t quorum, size_t *i, struct officer_at *ret)
{
	const struct signing_quorum *q = &g->quorums[quorum];
	while (*i < q->in->officer_count) {
		const struct roster_officer *o = &q->in->officers[(*i)++];
		const struct roster_person *p = roster_person(q->in, o->person);
		if (!p || strcmp(o->controller, q->controller) != 0 || !counts(g, q->in, o->person))
			continue;
		*ret = (struct officer_at){ q, p, line_of(g, &p->key) };
		return true;
	}
	return false;
}

static uint64_t missing_of(const struct signing *g, size_t quorum)
{
	const struct signing_quorum *q = &g->quorums[quorum];
	const struct roster_controller *c = roster_controller(q->in, bytes_of_string(q->controller));
	struct officer_at o;
	uint64_t there = 0;
	for (size_t i = 0; next_officer(g, quorum, &i, &o);)
		there += o.line == LINE_FITS;
	return c && there < c->threshold ? c->threshold - there : 0;
}

uint64_t signing_missing(const struct signing *g)
{
	uint64_t most = 0, least = UINT64_MAX;
	for (size_t i = 0; i < g->quorum_count; i++) {
		uint64_t missing = missing_of(g, i);
		if (g->quorums[i].one_of)
			least = missing < least ? missing : least;
		else
			most = missing > most ? missing : most;
	}
	return least != UINT64_MAX && least > most ? least : most;
}

/* Does a quorum still wait? Not where another one is enough, and there. */
static bool waits(const struct signing *g, size_t quorum)
{
	if (missing_of(g, quorum) == 0)
		return false;
	for (size_t i = 0; g->quorums[quorum].one_of && i < g->quorum_count; i++)
		if (g->quorums[i].one_of && missing_of(g, i) == 0)
			return false;
	return true;
}

static bool is_officer(const struct signing *g, const struct keyfile *key)
{
	struct officer_at o;
	for (size_t q = 0; q < g->quorum_count; q++)
		for (size_t i = 0; next_officer(g, q, &i, &o);)
			if (note_verifier_equal(&o.person->key, &key->signer.public))
				return true;
	return false;
}

bool signing_waits_for(const struct signing *g, const struct keyfile *key)
{
	struct officer_at o;
	for (size_t q = 0; q < g->quorum_count; q++) {
		if (!waits(g, q))
			continue;
		for (size_t i = 0; next_officer(g, q, &i, &o);)
			if (note_verifier_equal(&o.person->key, &key->signer.public) && o.line != LINE_FITS)
				return true;
	}
	return false;
}

void signing_append_awaited(struct buffer *out, const struct signing *g)
{
	struct officer_at o;
	for (size_t q = 0; q < g->quorum_count; q++) {
		if (!waits(g, q))
			continue;
		for (size_t i = 0; next_officer(g, q, &i, &o);)
			if (o.line != LINE_FITS && !bytes_lists(buffer_bytes(out), o.person->name))
				buffer_printf(out, "%s%s", out->size ? ", " : "", o.person->name);
	}
}

/* --- telling --- */

static const char *line_name(enum line line)
{
	return line == LINE_FITS ? "yes" : line == LINE_NONE ? "no" : "misfit";
}

static const char *line_words(enum line line)
{
	return line == LINE_FITS   ? N_("yes")
	       : line == LINE_NONE ? N_("no")
	                           : N_("no longer fits: the text was changed since");
}

/* An officer of two versions of a roster is one person. */
static bool was_told(const struct signing *g, size_t quorum, const struct officer_at *told)
{
	struct officer_at o;
	for (size_t q = 0; q < quorum; q++)
		for (size_t i = 0; next_officer(g, q, &i, &o);)
			if (strcmp(o.quorum->controller, told->quorum->controller) == 0 &&
			    note_verifier_equal(&o.person->key, &told->person->key))
				return true;
	return false;
}

void signing_tell(struct account *o, const struct signing *g)
{
	static const struct column columns[] = {
		{ "officer", N_("officer"), COLUMN_NAME },
		{ "label", N_("label"), COLUMN_NAME },
		{ "controller", N_("for"), COLUMN_NAME },
		{ "signed", N_("signed"), COLUMN_STATE },
	};
	struct officer_at at;
	if (!g->quorum_count) {
		account_line(o, "%s",
		             _("How many signatures are needed isn't known here: no roster lies beside it. "
		               "--roster FILE names one."));
		return;
	}
	account_table(o, "signatures", NULL, columns, ELEMENTS(columns));
	for (size_t q = 0; q < g->quorum_count; q++)
		for (size_t i = 0; next_officer(g, q, &i, &at);) {
			if (was_told(g, q, &at))
				continue;
			account_cell(o, at.person->name);
			account_cell(o, at.person->label);
			account_cell(o, at.quorum->controller);
			account_cell_words(o, line_name(at.line), line_words(at.line));
		}
	account_table_end(o, NULL);
	_cleanup_(buffer_clear) struct buffer awaited = { 0 };
	uint64_t missing = signing_missing(g);
	signing_append_awaited(&awaited, g);
	account_pair_number(o, "needed", _("signatures still needed"), missing);
	if (missing && buffer_string(&awaited))
		account_pair(o, "awaited", _("they can come from"), buffer_string(&awaited));
	if (g->unsure)
		account_line(o, "%s",
		             _("The version before doesn't lie beside it, so that whose officers must sign "
		               "isn't certain. --previous FILE names it."));
}

/* --- signing --- */

static bool check_officer(const struct signing *g, const struct keyfile *key, struct error *e)
{
	if (!g->quorum_count || is_officer(g, key))
		return true;
	for (size_t q = 0; q < g->quorum_count; q++) {
		const struct roster_person *p = roster_person(g->quorums[q].in, key->name);
		if (p && !note_verifier_equal(&p->key, &key->signer.public))
			return error_set(e, ERR_NOT_OFFICER, key->name, "%s",
			                 N_("the roster has another key of this person"));
	}
	return error_set(e, ERR_NOT_OFFICER, key->name, "%s",
	                 g->unsure ? N_("not in this version; an officer of the version before names it "
	                                "with --previous")
	                           : "");
}

/* The lines that don't fit, of the keys that are known: their names, and the note without them. */
struct misfits {
	struct buffer names, rest;
	size_t count;
};
static void misfits_clear(struct misfits *m)
{
	buffer_clear(&m->names);
	buffer_clear(&m->rest);
}

static bool is_misfit(const struct signing *g, const struct keyfile *key, struct bytes line)
{
	struct note note;
	struct error ignored;
	struct officer_at o;
	if (!note_parse(g->raw, g->path, &note, &ignored))
		return false;
	if (line_of(g, &key->signer.public) == LINE_MISFITS &&
	    bytes_equal(note_line_of(&note, &key->signer.public), line))
		return true;
	for (size_t q = 0; q < g->quorum_count; q++)
		for (size_t i = 0; next_officer(g, q, &i, &o);)
			if (o.line == LINE_MISFITS && bytes_equal(note_line_of(&note, &o.person->key), line))
				return true;
	return false;
}

static bool find_misfits(const struct signing *g, const struct keyfile *key, struct misfits *ret,
                         struct error *e)
{
	struct note note;
	struct note_signature s;
	if (!statement_is_signed(g->raw))
		return true;
	if (!note_parse(g->raw, g->path, &note, e))
		return false;
	struct cursor c = cursor_of(note.signatures);
	buffer_append(&ret->rest, note.text);
	buffer_append_byte(&ret->rest, '\n');
	for (const uint8_t *start = c.left.data; note_next_signature(&c, &s); start = c.left.data) {
		struct bytes line = bytes_of(start, (size_t)(c.left.data - start));
		if (!is_misfit(g, key, line)) {
			buffer_append(&ret->rest, line);
			continue;
		}
		ret->count++;
		buffer_append_string(&ret->names, ret->names.size ? ", " : "");
		buffer_append(&ret->names, s.name);
	}
	if (ret->rest.size == note.text.size + 1)
		ret->rest.size--; /* a draft again */
	return buffer_ok(&ret->names, e) && buffer_ok(&ret->rest, e);
}

/* What will be signed, for a person at a terminal. */
static bool show(const struct invocation *in, struct dialogue *talk, const struct signing *g,
                 struct misfits *m, struct error *e)
{
	_cleanup_(account_clear) struct account o = { 0 };
	confirm_begin(&o, in);
	account_pair(&o, NULL, _("to be signed"), _(g->kind));
	account_pair(&o, NULL, _("file"), g->path);
	account_blank(&o);
	if (g->describe && !g->describe(&o, g->what, e))
		return false;
	account_blank(&o);
	signing_tell(&o, g);
	if (!account_end(&o, e))
		return false;
	buffer_append(&talk->shown, buffer_bytes(&o.text));
	if (m->count)
		dialogue_say(
			talk,
			_("The text was changed after these signed it, so that their signatures no longer "
		          "fit: %s. They are taken off, and must sign again."),
			buffer_string(&m->names));
	return true;
}

/* Shown and asked, where somebody sits at a terminal who didn't say --yes. */
static bool agreed(struct session *s, const struct signing *g, struct misfits *m, bool *ret, struct error *e)
{
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	enum reply reply;
	*ret = true;
	if (!confirm_is_asked(s->in))
		return !m->count || invocation_flag(s->in, "anew") ||
		       error_set(e, ERR_SIGNATURE, g->path,
		                 N_("changed after they signed: %s; --anew takes these signatures off"),
		                 buffer_string(&m->names));
	dialogue_begin(&talk);
	if (!show(s->in, &talk, g, m, e) || !choices_yes(&talk, _("Sign it?"), NULL, ret, &reply, e))
		return false;
	*ret = *ret && reply == REPLY_TEXT;
	return true;
}

/* Another officer may have signed it while this one read. */
static bool is_unchanged(const struct signing *g, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer now = { 0 };
	return statement_read(g->path, &now, e) &&
	       (bytes_equal(buffer_bytes(&now), g->raw) ||
	        error_set(e, ERR_BUSY, g->path, "%s",
	                  N_("it was changed while you read it: look at it again")));
}

bool signing_sign(struct session *s, const struct keyfile *key, const struct signing *g, bool *ret_done,
                  struct error *e)
{
	_cleanup_(misfits_clear) struct misfits m = { 0 };
	_cleanup_(buffer_clear) struct buffer signed_note = { 0 };
	struct note note = { .text = g->raw };
	if (!check_officer(g, key, e) || !find_misfits(g, key, &m, e) || !agreed(s, g, &m, ret_done, e))
		return false;
	if (!*ret_done)
		return true;
	if (!is_unchanged(g, e))
		return false;
	bool still = m.count ? statement_is_signed(buffer_bytes(&m.rest)) : statement_is_signed(g->raw);
	if (statement_is_signed(g->raw) && !note_parse(g->raw, g->path, &note, e))
		return false;
	if (still)
		buffer_append(&signed_note, m.count ? buffer_bytes(&m.rest) : g->raw);
	return note_sign(&signed_note, note.text, &key->signer, 0, e) &&
	       file_replace(g->path, buffer_bytes(&signed_note), true, e);
}

/* As it stands now that it was signed. */
static bool tell_signed(struct account *o, const struct signing *before, const struct keyfile *key,
                        struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct signing after = *before;
	if (!statement_read(before->path, &raw, e))
		return false;
	after.raw = buffer_bytes(&raw);
	account_pair(o, "file", _("signed"), before->path);
	account_pair(o, "by", _("by"), key->name);
	account_blank(o);
	signing_tell(o, &after);
	return true;
}

bool signing_command(struct session *s, const struct signing *g, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	bool done;
	if (!session_key(s->in, &key, e) || !signing_sign(s, &key, g, &done, e))
		return false;
	if (done)
		return tell_signed(s->out, g, &key, e);
	invocation_say(s->in, "%s", _("Nothing was done."));
	return error_set(e, ERR_INTERRUPTED, "", "%s", "");
}

/* --- whose officers --- */

bool signing_is_adopted(const struct roster *r, const struct folder *f, bool *ret, struct error *e)
{
	_cleanup_(signing_clear) struct signing g = { .path = r->id, .raw = buffer_bytes(&r->note) };
	_cleanup_(rosters_before_clear) struct rosters_before before = { 0 };
	if (f && !folder_rosters_before(f, r, &before, e))
		return false;
	if (!signing_add_roster(&g, r, &before, e))
		return false;
	*ret = signing_missing(&g) == 0;
	return true;
}

bool signing_roster(struct invocation *in, const char *path, struct roster **ret, struct error *e)
{
	_cleanup_(folder_clear) struct folder beside = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	struct error ignored;
	const char *slash = strrchr(path, '/');
	bool adopted = false;
	if (invocation_value(in, "roster")) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		path = invocation_value(in, "roster");
		return statement_read(path, &raw, e) && roster_parse(buffer_bytes(&raw), path, ret, e);
	}
	_cleanup_(string_freep) char *folder =
		slash ? string_of_bytes(bytes_of(path, (size_t)(slash - path) + 1)) : string_copy(".");
	if (!folder)
		return error_memory(e);
	if (!folder_read(folder, &beside, &ignored) || !folder_roster(&beside, &r, NULL, &ignored))
		return true;
	while (r && !adopted) {
		_cleanup_(rosters_before_clear) struct rosters_before before = { 0 };
		if (!signing_is_adopted(r, &beside, &adopted, e))
			return false;
		if (adopted)
			break;
		if (!folder_rosters_before(&beside, r, &before, e))
			return false;
		roster_freep(&r);
		if (before.count == 1) { /* of a merger that isn't adopted yet nobody can say which */
			r = before.list[0];
			before.count = 0;
		}
	}
	*ret = r;
	r = NULL;
	return true;
}
