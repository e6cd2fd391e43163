/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/incoming.h"

#include "exchange/resuming.h"
#include "log/acts.h"
#include "log/proven.h"
#include "store/exchanges.h"
#include "store/statements.h"
#include "store/voided.h"
#include "store/witnesses.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void incoming_clear(struct incoming *l)
{
	package_reader_freep(&l->reader);
	buffer_clear(&l->note_text);
	manifest_clear(&l->manifest);
	string_freep(&l->approver);
	buffer_clear(&l->raw_proof);
	buffer_clear(&l->raw_witness);
	incident_clear(&l->incident);
	for (size_t i = 0; i < l->resumption_count; i++) {
		buffer_clear(&l->resumption_notes[i]);
		resumption_freep(&l->resumptions[i].statement);
	}
	for (size_t i = 0; i < l->termination_count; i++)
		buffer_clear(&l->termination_notes[i]);
	proof_clear(&l->proof);
}

/* --- rosters that came along --- */

static bool take_roster(struct incoming *l, struct bytes note, struct error *e)
{
	struct store *s = l->act->desk->store;
	if (roster_chain_has(store_rosters(s), note))
		return true;
	l->rosters++;
	return statements_add_roster(s, note, l->act->desk->now, e);
}

/* Read once it is known whose letter it is. */
static bool keep_note(struct incoming *l, enum package_note what, struct error *e)
{
	struct buffer *kept = what == NOTE_RESUMPTION ? &l->resumption_notes[l->resumption_count++]
	                                              : &l->termination_notes[l->termination_count++];
	buffer_append(kept, buffer_bytes(&l->note_text));
	return buffer_ok(kept, e);
}

static bool take_rosters(struct incoming *l, struct error *e)
{
	for (enum package_note what = NOTE_ROSTER; what != NOTE_MANIFEST;) {
		if (!package_reader_note(l->reader, &l->note_text, &what, e))
			return false;
		if (what == NOTE_ROSTER && !take_roster(l, buffer_bytes(&l->note_text), e))
			return false;
		if ((what == NOTE_RESUMPTION || what == NOTE_TERMINATION) && !keep_note(l, what, e))
			return false;
	}
	if (!store_is_ready(l->act->desk->store))
		return error_set(e, ERR_UNIT_NOT_READY, store_unit(l->act->desk->store), "%s", "");
	return l->rosters == 0 || act_renew(l->act, e);
}

/* --- the manifest: who sent this, to whom, may they --- */

bool incoming_signers(const struct note *n, const struct roster_chain *c, const char *subject,
                      struct note_verifier ret[2], size_t *ret_count, struct error *e)
{
	struct note_verifier *keys = NULL;
	size_t key_count = 0, count = 0;
	if (!roster_chain_keys(c, NULL, &keys, &key_count, e))
		return false;
	bool *signed_by = calloc(key_count + 1, sizeof *signed_by);
	bool ok = signed_by ? note_verify(n, keys, key_count, signed_by, NULL, &count, e) : error_memory(e);
	if (ok && count && count != note_signature_count(n)) {
		ok = error_set(e, ERR_NOTE, subject, "%s",
		               N_("a signature by nobody in the roster, or one twice"));
	} else if (ok && count == 0) {
		struct cursor lines = cursor_of(n->signatures);
		struct note_signature s = { 0 };
		_cleanup_(string_freep) char *name =
			note_next_signature(&lines, &s) ? string_of_bytes(s.name) : NULL;
		ok = error_set(e, ERR_PERSON_UNKNOWN, name, "%s", N_("no signature by anyone in the roster"));
	} else if (ok && count > 2) {
		ok = error_set(e, ERR_NOTE, subject, "%zu signatures, two at most", count);
	}
	*ret_count = 0;
	for (size_t i = 0; ok && i < key_count; i++)
		if (signed_by[i])
			ret[(*ret_count)++] = keys[i];
	free(keys);
	free(signed_by);
	return ok;
}

static bool check_roster_used(struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	l->used = roster_chain_version(store_rosters(l->act->desk->store), m->roster_version);
	if (!l->used)
		return error_set(e, ERR_NO_ROSTER, m->sender, "roster version %llu is not known here",
		                 (unsigned long long)m->roster_version);
	return sha256_equal(&l->used->hash, &m->roster_hash) ||
	       error_set(e, ERR_ROSTER_FORK, l->used->id, "version %llu",
	                 (unsigned long long)l->used->version);
}

static bool verify_manifest(struct incoming *l, struct error *e)
{
	struct note_verifier signers[2];
	size_t count;
	if (!statement_open(buffer_bytes(&l->note_text), MANIFEST_TYPE, "manifest.note", &l->note, e) ||
	    !incoming_signers(&l->note, store_rosters(l->act->desk->store), "manifest.note", signers, &count,
	                      e) ||
	    !manifest_parse(&l->note, &l->manifest, e))
		return false;
	bool first = strcmp(l->manifest.signer, signers[0].name) == 0;
	if (!first && (count < 2 || strcmp(l->manifest.signer, signers[1].name) != 0))
		return error_set(e, ERR_SIGNATURE, signers[0].name, "the manifest names %s",
		                 l->manifest.signer);
	if (count == 2 && !(l->approver = string_copy(signers[first ? 1 : 0].name)))
		return error_memory(e);
	hex_encode(bytes_of(l->manifest.id, PACKAGE_ID_SIZE), l->id);
	if (l->manifest.answers)
		hex_encode(bytes_of(l->manifest.answer_id, PACKAGE_ID_SIZE), l->answers);
	l->verified = true;
	return true;
}

static bool note_created(void *context, const struct exchange_row *row, struct error *e)
{
	moment *created = context;
	(void)e;
	*created = row->created;
	return true;
}

/* When it was made, at the earliest; what letter of ours it answers, this unit's own clock dated. */
static bool find_made(struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	struct store *s = l->act->desk->store;
	moment before, answered = 0;
	if (!witnesses_proven(s, m->sender, PROVEN_BY_NUMBER, m->sequence, &before, e))
		return false;
	if (m->answers && !exchanges_find(s, m->answer_id, true, note_created, &answered, e) &&
	    e->code != ERR_NOT_FOUND)
		return false;
	l->made = proven_made(m, before, l->used, answered);
	return true;
}

/* By when it was there already: a letter with a higher number stands behind it, and that one was opened. Of
 * two persons the second signs in a place of its own, which no number tells. */
static bool find_arrived(struct incoming *l, struct error *e)
{
	struct store *s = l->act->desk->store;
	const struct manifest *m = &l->manifest;
	uint64_t index;
	bool there;
	if (l->approver)
		return true;
	return exchanges_first_behind(s, m->sender, m->sequence, &there, &index, e) &&
	       (!there || witnesses_entry_start(s, index, &l->arrived, e));
}

/* As it is told. */
static struct signature_judged judge_signer(const struct incoming *l)
{
	const struct manifest *m = &l->manifest;
	const struct signature s = { .chain = store_rosters(l->act->desk->store),
		                     .named = l->used,
		                     .person = m->signer,
		                     .unit = m->sender,
		                     .power = (enum power)package_kind_powers(m->kind),
		                     .made = l->made,
		                     .arrived = l->arrived };
	return signature_judge(&s);
}

/* By the key that the roster has which the letter names: in another version the same name may have another.
 */
static bool check_signer(struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	const struct roster_chain *c = store_rosters(l->act->desk->store);
	const struct roster *of_day;
	uint64_t known = roster_chain_newest(c)->version;
	if (!find_arrived(l, e) || !proven_mandated(c, known, m, m->created, l->arrived, &of_day, e) ||
	    (l->made > m->created && !proven_mandated(c, known, m, l->made, l->arrived, &of_day, e)))
		return false;
	l->judged = judge_signer(l);
	l->sender_laws = roster_laws_for(of_day, m->signer, m->sender,
	                                 (enum power)package_kind_powers(m->kind), l->made);
	return note_verify_one(&l->note, &roster_person(l->used, m->signer)->key, e);
}

/* The signed recipients are exactly this unit's keys, in the roster that the
 * sender used; one of them opened the file; and the file has no other stanza. */
static bool check_recipients(const struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	const struct roster *used = l->used;
	const struct roster_unit *unit = roster_unit(used, m->receiver);
	const struct age_recipient *opened = package_reader_opened_with(l->reader);
	if (!unit || !unit->ready)
		return error_set(e, ERR_UNIT_NOT_READY, m->receiver, "in roster version %llu",
		                 (unsigned long long)used->version);
	size_t wanted = 1 + (unit->has_recovery ? 1 : 0);
	bool exact = m->recipient_count == wanted &&
	             age_recipient_equal(&m->recipients[0], &unit->recipient) &&
	             (!unit->has_recovery || age_recipient_equal(&m->recipients[1], &unit->recovery));
	bool opener = false;
	for (size_t i = 0; exact && i < wanted; i++)
		opener = opener || age_recipient_equal(&m->recipients[i], opened);
	if (!exact || !opener || package_reader_stanzas(l->reader) != wanted)
		return error_set(e, ERR_PACKAGE_RECIPIENTS, m->receiver, "%s", "");
	return true;
}

static bool check_envelope(struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	struct desk *d = l->act->desk;
	if (strcmp(m->receiver, store_unit(d->store)) != 0)
		return error_set(e, ERR_PACKAGE_NOT_OURS, m->receiver, "%s", "");
	if (!roster_unit(desk_roster(d), m->sender) || strcmp(m->sender, m->receiver) == 0)
		return error_set(e, ERR_UNIT_UNKNOWN, m->sender, "%s", "");
	/* Before the store is asked for its neighbours. */
	return exchanges_check_number(m, e) && check_roster_used(l, e) && check_recipients(l, e) &&
	       exchanges_check_new(d->store, m, e) && find_made(l, e) && check_signer(l, e) &&
	       exchanges_check_received(d->store, m, &l->gap, e) && voided_check(d->store, m, e) &&
	       manifest_check_dates(m, d->now, e);
}

/* --- the sender logged it --- */

static bool same(const char *a, const char *b)
{
	return bytes_equal(bytes_of_string(a), bytes_of_string(b)); /* NULL is empty */
}

/* On the same terms, as a receipt has them: of overrides it says nothing. */
static bool on_terms(const struct entry *entry, const struct manifest *m)
{
	return same(entry->terms.agreement, m->terms.agreement) && entry->terms.version == m->terms.version &&
	       sha256_equal(&entry->terms.hash, &m->terms.hash) &&
	       same(entry->terms.purpose, m->terms.purpose);
}

/* That the receipt was given: it stands with the opening of the letter that it answers. */
static bool tells_of_receipt(const struct entry *entry, const struct manifest *m)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(m->answer_id, PACKAGE_ID_SIZE), id);
	return act_kind_of(entry->action) == ACT_OPEN && entry->receipt &&
	       sha256_equal(entry->receipt, &m->hash) && same(entry->package, id) &&
	       same(entry->peer, m->receiver) && entry->sequence == m->answer_sequence &&
	       entry->records == m->accepted && on_terms(entry, m);
}

/* Of two persons the second one finished it. */
static bool tells_of_letter(const struct incoming *l, const struct entry *entry)
{
	const struct manifest *m = &l->manifest;
	return act_kind_of(entry->action) == (l->approver ? ACT_APPROVE : ACT_PACK) &&
	       entry->second == (l->approver != NULL) && entry->manifest &&
	       sha256_equal(entry->manifest, &m->hash) && entry->start >= m->created &&
	       !acts_manifest_fault(m->sender, entry, m);
}

/* Does the entry tell of this very act: this letter, by this person, on the same terms? All that it says is
 * held against the letter and the roster that it names, as the auditor of that log will. */
static bool tells_of(const struct incoming *l, const struct entry *entry, moment done)
{
	const struct manifest *m = &l->manifest;
	const struct roster *named =
		roster_chain_version(store_rosters(l->act->desk->store), entry->roster_version);
	const struct roster_person *signer =
		named ? roster_person(named, l->approver ? l->approver : m->signer) : NULL;
	struct error why;
	if (!signer || named->version < m->roster_version)
		return false;
	char key[2 * sizeof signer->key.id + 1];
	hex_encode(bytes_of(signer->key.id, sizeof signer->key.id), key);
	return !entry->child && !entry->failed && !entry->finding && entry->end >= entry->start &&
	       same(entry->log, m->sender) && same(entry->unit, m->sender) &&
	       entry->index == l->proof.index && same(entry->key, key) &&
	       !acts_mandate_fault(named, entry, m->sender, done, &why) &&
	       (package_kind_is(m->kind, LETTER_ANSWERS) ? tells_of_receipt(entry, m)
	                                                 : tells_of_letter(l, entry));
}

/* As of the moment when it was finished, which the sender's log tells, and by the roster that it knew then.
 */
static bool check_finisher(const struct incoming *l, const struct entry *entry, moment done, struct error *e)
{
	const struct roster_chain *c = store_rosters(l->act->desk->store);
	const struct roster *named = roster_chain_version(c, entry->roster_version), *of_day;
	const struct manifest *m = &l->manifest;
	char day[DAY_SIZE + 1];
	if (entry->start < m->created || entry->start > m->use_by)
		return error_set(e, ERR_LOG_PROOF, m->sender, "%s",
		                 N_("logged before it was made, or past its use-by"));
	if (entry->end > l->act->desk->now + CLOCK_SLACK) {
		day_format(entry->end, day);
		return error_set(e, ERR_PACKAGE_FUTURE, m->sender, "logged on %s", day);
	}
	enum power needs = l->approver ? POWER_APPROVE : (enum power)package_kind_powers(m->kind);
	/* Of one person the entry stands where the letter does. */
	const struct signature s = { .chain = c,
		                     .named = named,
		                     .person = l->approver ? l->approver : m->signer,
		                     .unit = m->sender,
		                     .power = needs,
		                     .made = done,
		                     .arrived = l->arrived };
	return signature_stands(&s, &of_day, e);
}

/* The entry of the last letter before it in its sender's log that was seen here: no older roster than that
 * one names is named behind it, and no lower number given by one person. */
static bool check_place(const struct incoming *l, const struct entry *entry, struct error *e)
{
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint seen = { 0 };
	_cleanup_(proof_clear) struct proof before = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	const struct manifest *m = &l->manifest;
	const struct unit_keys keys = unit_log_keys(store_rosters(l->act->desk->store), m->sender);
	struct entry known;
	bool there;
	if (!witnesses_seen_before(l->act->desk->store, m->sender, entry->index, &there, &seen, e))
		return false;
	if (!there)
		return true;
	if (!proof_open(buffer_bytes(&seen.proof), "log.proof", &keys, &before, e) ||
	    !entry_parse(buffer_bytes(&before.entry), &known, &text, e))
		return false;
	if (known.roster_version > entry->roster_version)
		return error_set(e, ERR_LOG_PROOF, m->sender, "%s",
		                 N_("it was made by an older roster than the log knew by then"));
	return l->approver || seen.sequence < m->sequence ||
	       error_set(e, ERR_LOG_PROOF, m->sender,
	                 "its number is %llu, and it stands behind letter %llu in the log",
	                 (unsigned long long)m->sequence, (unsigned long long)seen.sequence);
}

/* When that entry was made, at the earliest. */
static bool find_done(const struct incoming *l, const struct entry *entry, moment *ret, struct error *e)
{
	struct store *s = l->act->desk->store;
	const struct roster *named = roster_chain_version(store_rosters(s), entry->roster_version);
	moment before;
	if (!witnesses_proven(s, l->manifest.sender, PROVEN_BY_SIZE, entry->index + 1, &before, e))
		return false;
	*ret = proven_latest(proven_latest(entry->start, before), l->made);
	if (named)
		*ret = proven_latest(*ret, proven_elsewhere(named->issued));
	return true;
}

/* What this letter proves of those behind it. */
static bool remember_made(const struct incoming *l, moment done, struct error *e)
{
	const struct manifest *m = &l->manifest;
	const struct desk *d = l->act->desk;
	return witnesses_prove(d->store, m->sender, PROVEN_BY_NUMBER, m->sequence,
	                       proven_told(l->made, d->now), e) &&
	       witnesses_prove(d->store, m->sender, PROVEN_BY_SIZE, l->proof.checkpoint.size,
	                       proven_told(done, d->now), e);
}

static bool open_resumptions(struct incoming *l, struct error *e)
{
	for (size_t i = 0; i < l->resumption_count; i++)
		if (!resuming_open(l->act->desk, l->manifest.sender, buffer_bytes(&l->resumption_notes[i]),
		                   package_reader_resumption_proof(l->reader, i), &l->proof.checkpoint,
		                   &l->resumptions[i].statement, e))
			return false;
	return true;
}

/* Numbers that its sender passed over, since its log went on from an older copy, aren't missing. */
static void pass_over(struct incoming *l)
{
	for (size_t i = 0; i < l->resumption_count; i++) {
		uint64_t skipped = resumption_skips(l->resumptions[i].statement);
		if (l->resumptions[i].learned)
			l->gap -= l->gap < skipped ? l->gap : skipped;
	}
}

bool incoming_check_proof(struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	const struct unit_keys keys = unit_log_keys(store_rosters(l->act->desk->store), m->sender);
	const struct roster_unit *sender = roster_unit(desk_roster(l->act->desk), m->sender);
	if (!sender->ready)
		return error_set(e, ERR_UNIT_NOT_READY, m->sender, "%s", "");
	if (!package_reader_end(l->reader, m, &l->raw_proof, &l->raw_witness, e) ||
	    !proof_open(buffer_bytes(&l->raw_proof), "log.proof", &keys, &l->proof, e))
		return false;
	struct entry entry;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	if (!entry_parse(buffer_bytes(&l->proof.entry), &entry, &text, e))
		return false;
	moment done;
	if (!find_done(l, &entry, &done, e))
		return false;
	if (!tells_of(l, &entry, done))
		return error_set(e, ERR_LOG_PROOF, m->sender, "%s",
		                 N_("the entry shown is about something else"));
	if (!check_finisher(l, &entry, done, e))
		return false;
	const struct witnessed_letter seen = {
		.sender = m->sender,
		.sequence = m->sequence,
		.manifest_note = buffer_bytes(&l->note_text),
		.proof = buffer_bytes(&l->raw_proof),
		.checkpoint = l->proof.checkpoint,
		.checkpoint_note = buffer_bytes(&l->proof.checkpoint_note),
		.chain = buffer_bytes(&l->raw_witness),
		.resumptions = l->resumptions,
		.resumption_count = l->resumption_count,
	};
	if (!open_resumptions(l, e) || !witnessing_take(l->act->desk, &seen, &l->incident, e))
		return false;
	pass_over(l);
	return check_place(l, &entry, e) && remember_made(l, done, e);
}

void incoming_blame(const struct incoming *l, struct error *why)
{
	char told[DAY_SIZE + 1], made[DAY_SIZE + 1];
	if (l->made <= l->manifest.created || !error_is_refusal(why->code))
		return;
	day_format(l->manifest.created, told);
	day_format(l->made, made);
	error_add(why, "%s", why->detail[0] ? "; " : "");
	error_add(why, "it says %s, and what came before it shows that it was made on %s or later", told,
	          made);
}

void incoming_describe(const struct incoming *l, struct entry *entry)
{
	const struct manifest *m = &l->manifest;
	entry->package = l->id;
	entry->package_kind = package_kind_name(m->kind);
	entry->sequence = m->sequence;
	entry->manifest = &m->hash;
	entry->answers = *l->answers ? l->answers : NULL;
	entry->peer = m->sender;
	entry->peer_log = l->proof.checkpoint.origin;
	entry->peer_size = l->proof.checkpoint.size;
	entry->peer_root = &l->proof.checkpoint.root;
	entry->terms = m->terms;
}

bool incoming_read(struct incoming *l, struct source in, struct error *e)
{
	size_t count;
	const struct age_identity *identities = store_identities(l->act->desk->store, &count);
	return package_reader_start(in, identities, count, &l->reader, e) && take_rosters(l, e) &&
	       verify_manifest(l, e) && check_envelope(l, e);
}
