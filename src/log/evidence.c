/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/evidence.h"

#include "base/code.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/tar.h"
#include "log/proof.h"
#include "trust/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EVIDENCE_LINE "sluis.evidence/v1"

static const struct code kinds[] = {
#define X(kind, name, words) [kind] = { name, words },
	EVIDENCE_KINDS(X)
#undef X
};

const char *evidence_kind_name(enum evidence_kind kind)
{
	return code_name(kinds, ELEMENTS(kinds), kind);
}

const char *evidence_kind_words(enum evidence_kind kind)
{
	return code_words(kinds, ELEMENTS(kinds), kind);
}

/* --- writing --- */

static bool put(struct tar_writer *tar, const char *name, struct bytes content, struct error *e)
{
	return content.size == 0 || tar_writer_file(tar, name, content, e);
}

static bool put_rosters(struct tar_writer *tar, const struct roster_chain *chain, struct error *e)
{
	for (size_t i = 0; i < chain->count; i++) {
		char name[40];
		snprintf(name, sizeof name, "rosters/%06" PRIu64 ".note", chain->versions[i]->version);
		if (!tar_writer_file(tar, name, buffer_bytes(&chain->versions[i]->note), e))
			return false;
	}
	return true;
}

bool evidence_format(const struct evidence_parts *p, struct buffer *out, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer head = { 0 };
	struct tar_writer tar;
	char found[MOMENT_SIZE + 1];
	moment_format(p->found, found);
	buffer_printf(&head, EVIDENCE_LINE "\nkind %s\nlog %s\nwitness %s\nfound %s\n",
	              evidence_kind_name(p->kind), p->log, p->witness, found);
	if (!buffer_ok(&head, e))
		return false;
	tar_writer_start(&tar, sink_to_buffer(out));
	return put(&tar, "evidence", buffer_bytes(&head), e) && put_rosters(&tar, p->rosters, e) &&
	       put(&tar, "known.note", p->known, e) && put(&tar, "shown.note", p->shown, e) &&
	       put(&tar, "log.witness", p->chain, e) && put(&tar, "known.proof", p->known_proof, e) &&
	       put(&tar, "known.manifest", p->known_manifest, e) &&
	       put(&tar, "shown.proof", p->shown_proof, e) &&
	       put(&tar, "shown.manifest", p->shown_manifest, e) && tar_writer_end(&tar, e) &&
	       buffer_ok(out, e);
}

/* --- reading: the parts --- */

/* Those behind the rosters, in their order. */
enum part {
	PART_KNOWN,
	PART_SHOWN,
	PART_CHAIN,
	PART_KNOWN_PROOF,
	PART_KNOWN_MANIFEST,
	PART_SHOWN_PROOF,
	PART_SHOWN_MANIFEST,
	PART_COUNT
};

static const char *const part_names[PART_COUNT] = {
	"known.note",     "shown.note",  "log.witness",    "known.proof",
	"known.manifest", "shown.proof", "shown.manifest",
};

struct file {
	struct evidence is;
	struct roster_chain chain;
	struct buffer head, parts[PART_COUNT];
};

static void file_clear(struct file *f)
{
	roster_chain_clear(&f->chain);
	buffer_clear(&f->head);
	for (size_t i = 0; i < PART_COUNT; i++)
		buffer_clear(&f->parts[i]);
}

static bool shows_nothing(struct error *e, const char *subject, const char *why)
{
	return error_set(e, ERR_EVIDENCE, subject, "%s", why);
}

static bool labelled(struct cursor *lines, const char *label, struct bytes *ret)
{
	struct bytes line = cursor_line(lines);
	size_t skip = strlen(label);
	if (lines->failed || !bytes_starts_with(line, label))
		return false;
	*ret = bytes_of(line.data + skip, line.size - skip);
	return true;
}

static bool read_name(struct cursor *lines, const char *label, char ret[128 + 1])
{
	struct bytes name;
	if (!labelled(lines, label, &name) || !name_is_valid(name) || name.size > 128)
		return false;
	memcpy(ret, name.data, name.size);
	ret[name.size] = 0;
	return true;
}

static bool read_head(struct file *f, struct error *e)
{
	struct cursor lines = cursor_of(buffer_bytes(&f->head));
	struct bytes kind, found;
	if (!bytes_equal_string(cursor_line(&lines), EVIDENCE_LINE) || !labelled(&lines, "kind ", &kind) ||
	    !read_name(&lines, "log ", f->is.log) || !read_name(&lines, "witness ", f->is.witness) ||
	    !labelled(&lines, "found ", &found) || !moment_parse(found, &f->is.found) || !cursor_done(&lines))
		return shows_nothing(e, "evidence", N_("not evidence of a kind known here"));
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (bytes_equal_string(kind, kinds[i].name)) {
			f->is.kind = (enum evidence_kind)i;
			return true;
		}
	return shows_nothing(e, "evidence", N_("not evidence of a kind known here"));
}

static bool take_roster(struct file *f, struct bytes note, const char *name, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	if (roster_chain_has(&f->chain, note))
		return true;
	/* Authenticated before it is parsed: the first by the fingerprint, each next one by an officer of the
	 * one before. */
	if (f->chain.count) {
		if (!roster_vouches(roster_chain_newest(&f->chain), note, name, e))
			return false;
	} else {
		struct note form;
		if (!statement_open(note, ROSTER_TYPE, name, &form, e))
			return false;
		if (!sha256_equal(&form.hash, &f->chain.fingerprint))
			return error_set(e, ERR_FINGERPRINT, name, "%s", "");
	}
	return roster_parse(note, name, &r, e) && roster_chain_append(&f->chain, &r, e);
}

static bool take_parts(struct file *f, struct tar_reader *tar, struct tar_member *member, bool more,
                       struct error *e)
{
	size_t next = 0;
	while (more) {
		while (next < PART_COUNT && strcmp(member->name, part_names[next]) != 0)
			next++;
		if (next == PART_COUNT)
			return shows_nothing(e, member->name,
			                     N_("not a part that evidence has, or not in its place"));
		if (!tar_reader_take(tar, LIMIT_WITNESS_SIZE, &f->parts[next++], e) ||
		    !tar_reader_next(tar, member, &more, e))
			return false;
	}
	return true;
}

static bool read_file(struct file *f, struct bytes raw, struct error *e)
{
	struct tar_reader tar;
	struct tar_member member;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	bool more;
	tar_reader_start(&tar, source_of_bytes(&raw));
	if (!tar_reader_next(&tar, &member, &more, e))
		return false;
	if (!more || strcmp(member.name, "evidence") != 0)
		return shows_nothing(e, "evidence", N_("not evidence of a kind known here"));
	if (!tar_reader_take(&tar, 4096, &f->head, e) || !read_head(f, e) ||
	    !tar_reader_next(&tar, &member, &more, e))
		return false;
	while (more && strncmp(member.name, "rosters/", 8) == 0)
		if (!tar_reader_take(&tar, LIMIT_NOTE_SIZE, &note, e) ||
		    !take_roster(f, buffer_bytes(&note), member.name, e) ||
		    !tar_reader_next(&tar, &member, &more, e))
			return false;
	return take_parts(f, &tar, &member, more, e);
}

/* --- reading: what it shows --- */

/* Signed by a log key that any version of the roster gives the unit. */
static bool open_checkpoint(const struct file *f, enum part part, struct checkpoint *ret, struct error *e)
{
	const struct unit_keys keys = unit_log_keys(&f->chain, f->is.log);
	if (!unit_keys_newest(&keys))
		return error_set(e, ERR_UNIT_UNKNOWN, f->is.log, "%s", N_("the rosters list no log key"));
	return checkpoint_open(buffer_bytes(&f->parts[part]), part_names[part], &keys, ret, e);
}

/* A letter of that log to the witness: its manifest, by somebody in the rosters, and the proof that it is
 * logged in that very checkpoint. */
static bool open_manifest(const struct file *f, enum part part, struct manifest *ret, struct error *e)
{
	struct note note;
	if (!statement_open(buffer_bytes(&f->parts[part]), MANIFEST_TYPE, part_names[part], &note, e))
		return false;
	for (size_t i = f->chain.count; i-- > 0;) {
		const struct roster *r = f->chain.versions[i];
		for (size_t p = 0; p < r->person_count; p++)
			if (note_verify_one(&note, &r->persons[p].key, e))
				return manifest_parse(&note, ret, e);
	}
	return error_set(e, ERR_UNSIGNED, part_names[part], "%s",
	                 N_("no signature by anyone in the rosters"));
}

static bool entry_names(const struct proof *proof, const struct sha256 *manifest, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!entry_parse(buffer_bytes(&proof->entry), &entry, &text, e))
		return false;
	if ((entry.manifest && sha256_equal(entry.manifest, manifest)) ||
	    (entry.receipt && sha256_equal(entry.receipt, manifest)))
		return true;
	return shows_nothing(e, "evidence", N_("an entry is about another letter than its manifest"));
}

static bool open_letter(const struct file *f, enum part manifest_part, enum part proof_part,
                        const struct checkpoint *checkpoint, uint64_t *ret_sequence, struct error *e)
{
	const struct unit_keys keys = unit_log_keys(&f->chain, f->is.log);
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	_cleanup_(proof_clear) struct proof proof = { 0 };
	if (!open_manifest(f, manifest_part, &m, e) ||
	    !proof_open(buffer_bytes(&f->parts[proof_part]), part_names[proof_part], &keys, &proof, e) ||
	    !entry_names(&proof, &m.hash, e))
		return false;
	if (strcmp(m.sender, f->is.log) != 0 || strcmp(m.receiver, f->is.witness) != 0 ||
	    !checkpoint_equal(&proof.checkpoint, checkpoint))
		return shows_nothing(e, "evidence",
		                     N_("a letter of other units, or with another checkpoint"));
	*ret_sequence = m.sequence;
	return true;
}

static bool check_rollback(struct file *f, struct error *e)
{
	struct evidence *is = &f->is;
	if (!open_letter(f, PART_KNOWN_MANIFEST, PART_KNOWN_PROOF, &is->known, &is->known_sequence, e) ||
	    !open_letter(f, PART_SHOWN_MANIFEST, PART_SHOWN_PROOF, &is->shown, &is->shown_sequence, e))
		return false;
	return (is->shown.size < is->known.size && is->shown_sequence > is->known_sequence) ||
	       shows_nothing(e, is->log, N_("the later letter stands on the larger tree, as it should"));
}

/* Nothing came, or something that doesn't lead from the one to the other. */
static bool check_unproven(const struct file *f, struct error *e)
{
	const struct unit_keys keys = unit_log_keys(&f->chain, f->is.log);
	_cleanup_(witness_clear) struct witness chain = { 0 };
	struct error fails;
	if (f->is.shown.size <= f->is.known.size)
		return shows_nothing(e, f->is.log, N_("the tree that was shown isn't the larger one"));
	if (f->parts[PART_CHAIN].size == 0 ||
	    !witness_open(buffer_bytes(&f->parts[PART_CHAIN]), "log.witness", &keys, &chain, &fails))
		return true;
	const struct witness_step *known = witness_at(&chain, f->is.known.size);
	return !known || !checkpoint_equal(&known->checkpoint, &f->is.known) ||
	       !checkpoint_equal(&witness_last(&chain)->checkpoint, &f->is.shown) ||
	       shows_nothing(e, f->is.log,
	                     N_("the proof that came along is right: the larger tree holds the smaller one"));
}

static bool check(struct file *f, struct error *e)
{
	struct evidence *is = &f->is;
	if (!open_checkpoint(f, PART_KNOWN, &is->known, e) || !open_checkpoint(f, PART_SHOWN, &is->shown, e))
		return false;
	switch (is->kind) {
	case EVIDENCE_FORK:
		return (is->known.size == is->shown.size &&
		        !sha256_equal(&is->known.root, &is->shown.root)) ||
		       shows_nothing(e, is->log, N_("not one size with two roots"));
	case EVIDENCE_ROLLBACK:
		return check_rollback(f, e);
	case EVIDENCE_UNPROVEN:
		return check_unproven(f, e);
	}
	return false;
}

bool evidence_is(struct bytes raw)
{
	static const char name[] = "evidence"; /* a tar begins with its first member's name */
	return raw.size > TAR_BLOCK + sizeof EVIDENCE_LINE && memcmp(raw.data, name, sizeof name) == 0 &&
	       memcmp(raw.data + TAR_BLOCK, EVIDENCE_LINE "\n", sizeof EVIDENCE_LINE) == 0;
}

bool evidence_open(struct bytes raw, const struct bytes *rosters, size_t roster_count,
                   const struct sha256 *fingerprint, struct evidence *ret, struct error *e)
{
	_cleanup_(file_clear) struct file f = { .chain.fingerprint = *fingerprint };
	if (raw.size > LIMIT_EVIDENCE_SIZE)
		return error_set(e, ERR_TOO_LARGE, "evidence", "more than %u bytes", LIMIT_EVIDENCE_SIZE);
	if (!read_file(&f, raw, e))
		return false;
	for (size_t i = 0; i < roster_count; i++)
		if (!take_roster(&f, rosters[i], "--roster", e))
			return false;
	if (f.chain.count == 0)
		return error_set(e, ERR_NO_ROSTER, "evidence", "%s", N_("no roster came with it: give one"));
	f.is.roster_version = roster_chain_newest(&f.chain)->version;
	if (!check(&f, e))
		return false;
	*ret = f.is;
	return true;
}
