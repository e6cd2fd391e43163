/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/open.h"

#include "base/limits.h"
#include "exchange/adopt.h"
#include "exchange/bsn_set.h"
#include "exchange/dispatch.h"
#include "exchange/sift.h"
#include "log/proof.h"
#include "store/consents.h"
#include "store/exchanges.h"
#include "store/records.h"
#include "store/statements.h"
#include "trust/decide.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECEIPT_DAYS 3650          /* a receipt is history: it stays welcome for ten years */
#define CLOCK_SLACK SECONDS_A_DAY  /* how far ahead a sender's clock may stand */

void open_result_clear(struct open_result *r)
{
	free(r->sender);
	free(r->signer);
	free(r->agreement);
	free(r->purpose);
	free(r->receipt);
	*r = (struct open_result){ 0 };
}

/* A package being opened. */
struct opening {
	struct act act;
	struct package_reader *reader;
	struct buffer note_text;
	struct note note;
	struct manifest manifest;
	char id[2 * PACKAGE_ID_SIZE + 1];
	bool verified;                         /* the manifest's signature holds: its words can be quoted */
	unsigned sender_laws;                  /* of the signer's mandates */
	uint64_t rosters, gap;
	struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct client_spool clients;
	struct bsn_set consented;              /* clients with a consent in the package, whose record hasn't come yet */
	int64_t import;
	struct import_counts counts;
	moment retain_until;
	bool *keep;
	struct buffer consent_ids;
	struct buffer raw_proof;
	struct proof proof;
	struct dispatch receipt;
};

static void opening_clear(struct opening *o)
{
	act_clear(&o->act);
	package_reader_freep(&o->reader);
	buffer_clear(&o->note_text);
	manifest_clear(&o->manifest);
	agreement_freep(&o->agreement);
	client_spool_clear(&o->clients);
	bsn_set_clear(&o->consented);
	free(o->keep);
	buffer_clear(&o->consent_ids);
	buffer_clear(&o->raw_proof);
	proof_clear(&o->proof);
	dispatch_clear(&o->receipt);
}

/* --- rosters that came along --- */

static bool take_roster(struct opening *o, struct bytes note, struct error *e)
{
	struct store *s = o->act.desk->store;
	if (roster_chain_has(store_rosters(s), note))
		return true;
	o->rosters++;
	return statements_add_roster(s, note, e);
}

static bool take_rosters(struct opening *o, struct error *e)
{
	for (bool more = true; more;) {
		if (!package_reader_roster(o->reader, &o->note_text, &more, e))
			return false;
		if (more && !take_roster(o, buffer_bytes(&o->note_text), e))
			return false;
	}
	if (!store_is_ready(o->act.desk->store))
		return error_set(e, ERR_UNIT_NOT_READY, store_unit(o->act.desk->store), "%s", "");
	return o->rosters == 0 || act_renew(&o->act, ACTION_OPEN, e);
}

/* --- the manifest: who sent this, to whom, may they --- */

/* The first person of the roster whose signature stands on the note. */
static bool find_signer(const struct note *n, const struct roster *r, const char **ret, struct error *e)
{
	struct note_verifier *keys = calloc(r->person_count, sizeof *keys);
	bool *signed_by = calloc(r->person_count, sizeof *signed_by);
	size_t count = 0;
	bool ok = keys && signed_by;
	if (!ok)
		error_memory(e);
	for (size_t i = 0; ok && i < r->person_count; i++)
		keys[i] = r->persons[i].key;
	ok = ok && note_verify(n, keys, r->person_count, signed_by, NULL, &count, e);
	if (ok && count == 0) {
		struct cursor lines = cursor_of(n->signatures);
		struct note_signature s = { 0 };
		_cleanup_(string_freep) char *name = note_next_signature(&lines, &s) ? string_of_bytes(s.name) : NULL;
		ok = error_set(e, ERR_PERSON_UNKNOWN, name, "%s", "no signature by anyone in the roster");
	} else if (ok && count > 1) {
		ok = error_set(e, ERR_NOTE, "manifest.note", "%zu signatures, one expected", count);
	}
	for (size_t i = 0; ok && i < r->person_count; i++)
		if (signed_by[i])
			*ret = r->persons[i].name;
	free(keys);
	free(signed_by);
	return ok;
}

static bool verify_manifest(struct opening *o, struct error *e)
{
	const struct roster *roster = desk_roster(o->act.desk);
	const char *signer;
	if (!statement_open(buffer_bytes(&o->note_text), MANIFEST_TYPE, "manifest.note", &o->note, e) ||
	    !find_signer(&o->note, roster, &signer, e) || !manifest_parse(&o->note, &o->manifest, e))
		return false;
	if (strcmp(o->manifest.signer, signer) != 0)
		return error_set(e, ERR_SIGNATURE, signer, "the manifest names %s", o->manifest.signer);
	hex_encode(bytes_of(o->manifest.id, PACKAGE_ID_SIZE), o->id);
	o->verified = true;
	return true;
}

/* The signed recipients are exactly this unit's keys, in the roster that the
 * sender used; one of them opened the file; and the file has no other stanza. */
static bool check_recipients(const struct opening *o, const struct roster *used, struct error *e)
{
	const struct manifest *m = &o->manifest;
	const struct roster_unit *unit = roster_unit(used, m->receiver);
	const struct age_recipient *opened = package_reader_opened_with(o->reader);
	if (!unit || !unit->ready)
		return error_set(e, ERR_UNIT_NOT_READY, m->receiver, "in roster version %llu", (unsigned long long)used->version);
	size_t wanted = 1 + (unit->has_recovery ? 1 : 0);
	bool exact = m->recipient_count == wanted && age_recipient_equal(&m->recipients[0], &unit->recipient) &&
	             (!unit->has_recovery || age_recipient_equal(&m->recipients[1], &unit->recovery));
	bool opener = false;
	for (size_t i = 0; exact && i < wanted; i++)
		opener = opener || age_recipient_equal(&m->recipients[i], opened);
	if (!exact || !opener || package_reader_stanzas(o->reader) != wanted)
		return error_set(e, ERR_PACKAGE_RECIPIENTS, m->receiver, "%s", "");
	return true;
}

static bool check_roster_used(const struct opening *o, const struct roster **ret, struct error *e)
{
	const struct manifest *m = &o->manifest;
	const struct roster *used = roster_chain_version(store_rosters(o->act.desk->store), m->roster_version);
	if (!used)
		return error_set(e, ERR_NO_ROSTER, m->sender, "roster version %llu is not known here", (unsigned long long)m->roster_version);
	if (!sha256_equal(&used->hash, &m->roster_hash))
		return error_set(e, ERR_ROSTER_FORK, used->id, "version %llu", (unsigned long long)used->version);
	*ret = used;
	return true;
}

static bool check_dates(const struct manifest *m, moment now, struct error *e)
{
	char day[DAY_SIZE + 1];
	if (m->created > now + CLOCK_SLACK) {
		day_format(m->created, day);
		return error_set(e, ERR_PACKAGE_FUTURE, m->sender, "made on %s", day);
	}
	if (now > m->use_by) {
		day_format(m->use_by, day);
		return error_set(e, ERR_PACKAGE_EXPIRED, m->sender, "to be opened by %s", day);
	}
	return true;
}

static bool check_envelope(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->manifest;
	struct desk *d = o->act.desk;
	const struct roster *newest = desk_roster(d), *used;
	const struct roster_mandate *mandate;
	if (strcmp(m->receiver, store_unit(d->store)) != 0)
		return error_set(e, ERR_PACKAGE_NOT_OURS, m->receiver, "%s", "");
	if (!roster_unit(newest, m->sender) || strcmp(m->sender, m->receiver) == 0)
		return error_set(e, ERR_UNIT_UNKNOWN, m->sender, "%s", "");
	if (!check_roster_used(o, &used, e) || !check_recipients(o, used, e))
		return false;
	enum action needs = m->kind == PACKAGE_RECEIPT ? ACTION_OPEN : ACTION_PACK;
	o->sender_laws = roster_laws_for(newest, m->signer, m->sender, needs, m->created);
	return roster_key_valid(newest, m->signer, m->created, e) &&
	       roster_mandate_for(newest, m->signer, m->sender, needs, 0, m->created, &mandate, e) &&
	       exchanges_check_received(d->store, m, &o->gap, e) && check_dates(m, d->now, e);
}

/* --- the agreement, as the sender should have applied it --- */

/* What it asks of a package as a whole. */
static bool check_measures(const struct agreement *a, const struct manifest *m, struct error *e)
{
	uint64_t size = 0;
	for (size_t i = 0; i < m->member_count; i++)
		size += m->members[i].size;
	if (size > a->largest_package_mib << 20)
		return error_set(e, ERR_TOO_LARGE, a->id, "the agreement allows packages of %llu MiB", (unsigned long long)a->largest_package_mib);
	if (m->use_by > m->created + (moment)a->use_by_days * SECONDS_A_DAY)
		return error_set(e, ERR_PACKAGE_EXPIRED, m->sender, "the agreement allows %llu days", (unsigned long long)a->use_by_days);
	if (a->approval_by_two)
		return error_set(e, ERR_UNSIGNED, a->id, "%s", "it asks for approval by two, and one signed");
	return true;
}

/* A version that a later one replaced by the day the package was made no longer counts. */
static bool check_superseded(const struct opening *o, struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *current = NULL;
	const struct manifest *m = &o->manifest;
	const struct desk *d = o->act.desk;
	if (!statements_agreement_at(d->store, m->agreement, m->created, d->catalogue, &current, e))
		return false;
	return current->version <= m->agreement_version || current->valid_from > m->created ||
	       error_set(e, ERR_AGREEMENT_EXPIRED, m->agreement, "version %llu took the place of version %llu",
	                 (unsigned long long)current->version, (unsigned long long)m->agreement_version);
}

static bool check_agreement(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->manifest;
	struct desk *d = o->act.desk;
	if (!m->agreement || !m->purpose || !m->ground)
		return error_set(e, ERR_PACKAGE, "manifest.note", "%s", "case records without agreement, purpose or ground");
	if (!statements_agreement(d->store, m->agreement, m->agreement_version, d->catalogue, &o->agreement, e))
		return false;
	if (!sha256_equal(&o->agreement->hash, &m->agreement_hash))
		return error_set(e, ERR_AGREEMENT_UNKNOWN, m->agreement, "%s", "another text than the one signed here");
	if (!sha256_equal(&o->agreement->catalogue, &d->catalogue_hash))
		return error_set(e, ERR_AGREEMENT_INVALID, m->agreement, "%s", "it was signed with another field catalogue");
	o->purpose = agreement_purpose(o->agreement, m->purpose);
	if (!o->purpose)
		return error_set(e, ERR_PURPOSE, m->purpose, "%s", m->agreement);
	if (strcmp(o->purpose->from, m->sender) != 0 || strcmp(o->purpose->to, m->receiver) != 0)
		return error_set(e, ERR_DIRECTION, m->agreement, "%s is agreed from %s to %s", m->purpose, o->purpose->from, o->purpose->to);
	if (strcmp(o->purpose->ground, m->ground) != 0)
		return error_set(e, ERR_PURPOSE, m->ground, "%s rests on %s", m->purpose, o->purpose->ground);
	o->retain_until = moment_add_months(m->created, (unsigned)o->purpose->retention_months);
	return check_measures(o->agreement, m, e) && check_superseded(o, e) && agreement_valid_at(o->agreement, m->created, e);
}

/* --- members --- */

static bool take_consent(struct opening *o, struct bytes line, struct error *e)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	bool new;
	if (!consent_parse(line, "consents", &c, e))
		return false;
	if (!sift_relies_on(&c, o->agreement, o->purpose, o->manifest.created))
		return error_set(e, ERR_CONSENT, c.id, "%s", "it is for something else, or did not hold when the package was made");
	if (consents_add(o->act.desk->store, &c, o->id, e))
		return bsn_set_add(&o->consented, bytes_of_string(c.bsn), &new, e);
	return e->code != ERR_FILE_EXISTS ? false : error_set(e, ERR_PACKAGE, "consents", "%s is the id of another one that is known here", c.id);
}

/* The same decision as the sender's, and nothing in the record that it doesn't allow. */
static bool decide_received(struct opening *o, const struct record *r, const struct consent *consents, size_t count, struct error *e)
{
	struct desk *d = o->act.desk;
	const struct question q = {
		.catalogue = d->catalogue, .agreement = o->agreement, .purpose = o->purpose, .laws = o->sender_laws,
		.when = o->manifest.created, .consents = consents, .consent_count = count, .record = r,
	};
	struct decision client = decide_record(&q, o->keep, NULL);
	if (!client.allowed)
		return error_set(e, ERR_CONSENT, o->manifest.purpose, "record %llu: %s", (unsigned long long)o->counts.read, decision_rule_name(client.rule));
	for (size_t i = 0; i < catalogue_size(d->catalogue); i++)
		if (r->values[i].data && !o->keep[i])
			return error_set(e, ERR_FIELD_NOT_AGREED, catalogue_field(d->catalogue, i)->name, "record %llu", (unsigned long long)o->counts.read);
	buffer_reset(&o->consent_ids);
	for (size_t i = 0; i < count; i++)
		if (sift_relies_on(&consents[i], o->agreement, o->purpose, o->manifest.created))
			buffer_printf(&o->consent_ids, "%s%s", o->consent_ids.size ? " " : "", consents[i].id);
	return buffer_ok(&o->consent_ids, e);
}

static bool decide_with_consents(struct opening *o, const struct record *r, struct error *e)
{
	struct consent *consents = NULL;
	size_t count = 0;
	_cleanup_(string_freep) char *bsn = string_of_bytes(record_named(r, "burgerservicenummer"));
	if (!bsn)
		return error_memory(e);
	if (*bsn && !consents_of(o->act.desk->store, bsn, &consents, &count, e))
		return false;
	if (*bsn)
		bsn_set_remove(&o->consented, bytes_of_string(bsn));
	bool ok = decide_received(o, r, consents, count, e);
	for (size_t i = 0; i < count; i++)
		consent_clear(&consents[i]);
	free(consents);
	return ok;
}

static bool take_record(struct opening *o, struct bytes line, struct error *e)
{
	struct desk *d = o->act.desk;
	_cleanup_(record_clear) struct record r = { 0 };
	char subject[48], record_id[RECORD_ID_SIZE + 1];
	enum record_change change;
	o->counts.read++;
	snprintf(subject, sizeof subject, "record %llu", (unsigned long long)o->counts.read);
	if (!record_parse(d->catalogue, line, subject, &r, e) || !record_check_identity(&r, e) || !decide_with_consents(o, &r, e))
		return false;
	const struct stored_record template = {
		.package = o->id, .agreement = o->manifest.agreement, .purpose = o->manifest.purpose,
		.taken_in = d->now, .retain_until = o->retain_until,
	};
	if (!record_put(d->store, o->import, o->manifest.sender, &r, &template, &change, record_id, e))
		return false;
	o->counts.added += change == RECORD_ADDED;
	o->counts.changed += change == RECORD_CHANGED;
	o->counts.same += change == RECORD_SAME;
	return client_spool_add(&o->clients, &r, record_id, o->consent_ids.size ? buffer_string(&o->consent_ids) : NULL, NULL, e);
}

static bool take_member(void *context, const struct manifest_member *member, struct bytes content, struct error *e)
{
	struct opening *o = context;
	bool consents = strncmp(member->name, "consents/", 9) == 0;
	if (!consents && strncmp(member->name, "records/", 8) != 0)
		return error_set(e, ERR_MEMBER_UNLISTED, member->name, "%s", "not a kind of member that a package of cases has");
	struct cursor lines = cursor_of(content);
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_line(&lines);
		if (lines.failed)
			return error_set(e, ERR_TRUNCATED, member->name, "%s", "the last line has no end");
		if (line.size > LIMIT_JSON_LINE_SIZE)
			return error_set(e, ERR_TOO_LARGE, member->name, "a line of more than %u bytes", LIMIT_JSON_LINE_SIZE);
		if (!(consents ? take_consent(o, line, e) : take_record(o, line, e)))
			return false;
	}
	return true;
}

static bool take_cases(struct opening *o, struct error *e)
{
	struct desk *d = o->act.desk;
	o->keep = calloc(catalogue_size(d->catalogue), sizeof *o->keep);
	if (!o->keep)
		return error_memory(e);
	if (!check_agreement(o, e) || !client_spool_start(&o->clients, store_home(d->store), e) ||
	    !import_begin(d->store, o->manifest.sender, o->id, &o->import, e) ||
	    !package_reader_members(o->reader, &o->manifest, take_member, o, e))
		return false;
	if (o->counts.read != o->manifest.records)
		return error_set(e, ERR_PACKAGE, "records", "%llu came, the manifest says %llu",
		                 (unsigned long long)o->counts.read, (unsigned long long)o->manifest.records);
	if (o->consented.count)
		return error_set(e, ERR_PACKAGE, "consents", "of %llu clients whose records aren't in the package",
		                 (unsigned long long)o->consented.count);
	return import_end(d->store, o->import, &o->counts, e);
}

/* --- the sender logged it --- */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Does the entry tell of this very act: this letter, by this person, on the same terms? */
static bool tells_of(const struct opening *o, const struct entry *entry)
{
	const struct manifest *m = &o->manifest;
	const struct roster_person *signer = roster_person(desk_roster(o->act.desk), m->signer);
	bool receipt = m->kind == PACKAGE_RECEIPT;
	const struct sha256 *logged = receipt ? entry->receipt : entry->manifest;
	char id[2 * PACKAGE_ID_SIZE + 1], key[2 * sizeof signer->key.id + 1];
	hex_encode(bytes_of(receipt ? m->answer_id : m->id, PACKAGE_ID_SIZE), id);
	hex_encode(bytes_of(signer->key.id, sizeof signer->key.id), key);
	return !entry->child && !entry->failed && same(entry->action, receipt ? "open" : "pack") && logged && sha256_equal(logged, &m->hash) &&
	       same(entry->log, m->sender) && entry->index == o->proof.index && same(entry->package, id) && same(entry->key, key) &&
	       same(entry->peer, m->receiver) && entry->sequence == (receipt ? m->answer_sequence : m->sequence) &&
	       entry->records == (receipt ? m->accepted : m->records) && same(entry->agreement, m->agreement) &&
	       entry->agreement_version == m->agreement_version && same(entry->purpose, m->purpose);
}

static bool check_proof(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->manifest;
	const struct roster_unit *sender = roster_unit(desk_roster(o->act.desk), m->sender);
	if (!sender->ready)
		return error_set(e, ERR_UNIT_NOT_READY, m->sender, "%s", "");
	if (!package_reader_end(o->reader, m, &o->raw_proof, e) ||
	    !proof_open(buffer_bytes(&o->raw_proof), "log.proof", &sender->log, &o->proof, e))
		return false;
	struct entry entry;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	if (!entry_parse(buffer_bytes(&o->proof.entry), &entry, &text, e))
		return false;
	return tells_of(o, &entry) || error_set(e, ERR_LOG_PROOF, m->sender, "%s", "the entry shown is about something else");
}

static void describe_opened(struct opening *o)
{
	const struct manifest *m = &o->manifest;
	struct entry *entry = &o->act.entry;
	entry->package = o->id;
	entry->package_kind = package_kind_name(m->kind);
	entry->sequence = m->sequence;
	entry->manifest = &m->hash;
	entry->peer = m->sender;
	entry->peer_log = o->proof.checkpoint.origin;
	entry->peer_size = o->proof.checkpoint.size;
	entry->peer_root = &o->proof.checkpoint.root;
	entry->agreement = m->agreement;
	entry->agreement_version = m->agreement_version;
	entry->agreement_hash = m->agreement ? &m->agreement_hash : NULL;
	entry->purpose = m->purpose;
	entry->ground = m->ground;
	entry->records = o->counts.read;
}

/* --- answering --- */

static bool describe_receipt(struct opening *o, struct error *e)
{
	struct manifest *r = &o->receipt.manifest;
	const struct manifest *m = &o->manifest;
	r->kind = PACKAGE_RECEIPT;
	r->receiver = string_copy(m->sender);
	r->agreement = string_copy(m->agreement);
	r->agreement_version = m->agreement_version;
	r->agreement_hash = m->agreement_hash;
	r->purpose = string_copy(m->purpose);
	r->ground = string_copy(m->ground);
	r->use_by = o->act.desk->now + RECEIPT_DAYS * SECONDS_A_DAY;
	r->answers = true;
	memcpy(r->answer_id, m->id, sizeof r->answer_id);
	r->answer_sequence = m->sequence;
	r->answer_hash = m->hash;
	r->accepted = o->counts.read;
	return r->receiver && r->agreement && r->purpose && r->ground ? true : error_memory(e);
}

static bool answer_cases(struct opening *o, struct error *e)
{
	struct act *a = &o->act;
	struct store *s = a->desk->store;
	o->receipt.file.fd = -1;
	if (!describe_receipt(o, e) || !dispatch_prepare(&o->receipt, a, NULL, 0, e))
		return false;
	describe_opened(o);
	a->entry.receipt = &o->receipt.manifest.hash;
	return act_log(a, e) && client_spool_log(&o->clients, a, e) && dispatch_write(&o->receipt, a, NULL, 0, e) &&
	       exchanges_add_received(s, &o->manifest, buffer_bytes(&o->note_text), a->index, e) &&
	       exchanges_set_answer(s, o->manifest.id, o->receipt.manifest.id, e) && act_commit(a, e);
}

/* A receipt repeats the terms of what it answers: our log will say them after it. */
static bool same_terms(void *context, const struct exchange_row *row, struct error *e)
{
	const struct manifest *r = context;
	_cleanup_(manifest_clear) struct manifest sent = { 0 };
	struct note note;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &sent, e))
		return false;
	if (same(sent.agreement, r->agreement) && sent.agreement_version == r->agreement_version &&
	    sha256_equal(&sent.agreement_hash, &r->agreement_hash) && same(sent.purpose, r->purpose) && same(sent.ground, r->ground))
		return true;
	return error_set(e, ERR_RECEIPT, r->sender, "%s", "it names other terms than the package that it answers");
}

static bool take_receipt(struct opening *o, char **ret_sent, struct error *e)
{
	struct act *a = &o->act;
	struct store *s = a->desk->store;
	if (!o->manifest.answers || o->manifest.member_count)
		return error_set(e, ERR_PACKAGE, "manifest.note", "%s", "a receipt answers one package and holds nothing else");
	if (!check_proof(o, e) || !exchanges_receipt(s, &o->manifest, ret_sent, e) ||
	    !exchanges_find(s, o->manifest.answer_id, true, same_terms, &o->manifest, e))
		return false;
	describe_opened(o);
	return act_log(a, e) && exchanges_add_received(s, &o->manifest, buffer_bytes(&o->note_text), a->index, e) && act_commit(a, e);
}

static bool fill_result(const struct opening *o, struct open_result *r, struct error *e)
{
	const struct manifest *m = &o->manifest;
	r->what = m->kind == PACKAGE_RECEIPT ? OPENED_RECEIPT : OPENED_CASES;
	memcpy(r->id, o->id, sizeof r->id);
	r->sender = string_copy(m->sender);
	r->signer = string_copy(m->signer);
	r->agreement = string_copy(m->agreement);
	r->purpose = string_copy(m->purpose);
	r->sequence = m->sequence;
	r->gap = o->gap;
	r->added = o->counts.added;
	r->changed = o->counts.changed;
	r->same = o->counts.same;
	r->withheld = m->withheld;
	r->retain_until = o->retain_until;
	r->rosters = o->rosters;
	r->accepted = m->accepted;
	r->answered_sequence = m->answer_sequence;
	hex_encode(bytes_of(m->answer_id, PACKAGE_ID_SIZE), r->answered);
	return r->sender && r->signer ? true : error_memory(e);
}

/* Everything between the first byte and the commit. */
static bool open_verified(struct opening *o, struct source in, struct open_result *r, struct error *e)
{
	struct desk *d = o->act.desk;
	size_t count;
	const struct age_identity *identities = store_identities(d->store, &count);
	if (!package_reader_start(in, identities, count, &o->reader, e) || !take_rosters(o, e) ||
	    !verify_manifest(o, e) || !check_envelope(o, e))
		return false;
	if (o->manifest.kind == PACKAGE_RECEIPT) {
		_cleanup_(string_freep) char *sent = NULL;
		struct error later;
		if (!fill_result(o, r, e) || !take_receipt(o, &sent, e))
			return false;
		/* The letter arrived: its ciphertext need be kept no longer. If this fails, it just stays. */
		if (sent)
			(void)!file_remove(sent, &later);
		return true;
	}
	if (o->manifest.kind != PACKAGE_CASES)
		return error_set(e, ERR_VERSION, package_kind_name(o->manifest.kind), "%s", "this version opens cases and receipts");
	return take_cases(o, e) && check_proof(o, e) && fill_result(o, r, e) && answer_cases(o, e);
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

static bool receipt_again(struct desk *d, const struct manifest *m, const char *id, struct open_result *r, struct error *e)
{
	struct receipt_of answer = { 0 };
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(dispatch_clear) struct dispatch p = { .file.fd = -1 };
	if (!act_begin(&a, d, "resend", ACTION_OPEN, e) || !exchanges_find(d->store, m->id, false, note_answer, &answer, e))
		return false;
	if (!answer.found)
		return true;
	char receipt_id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(answer.id, sizeof answer.id), receipt_id);
	a.entry.package = receipt_id;
	a.entry.package_kind = package_kind_name(PACKAGE_RECEIPT);
	a.entry.peer = m->sender;
	memcpy(r->id, id, sizeof r->id);
	bool written;
	if (!act_log(&a, e) || !dispatch_again(&p, &a, answer.id, &written, e) || !(r->receipt = string_copy(p.path)) || !act_commit(&a, e))
		return false;
	return !written || dispatch_publish_again(&p, d, e);
}

static bool open_package(struct desk *d, struct source in, struct open_result *r, struct error *e)
{
	_cleanup_(opening_clear) struct opening o = { .receipt.file.fd = -1 };
	if (act_begin(&o.act, d, "open", ACTION_OPEN, e) && open_verified(&o, in, r, e)) {
		struct error later;
		if (r->what == OPENED_CASES) {
			r->receipt = string_copy(o.receipt.path);
			/* Committed: if the rename fails now, the next start does it. */
			(void)!dispatch_publish(&o.receipt, d, &later);
		}
		return true;
	}
	dispatch_failed(&o.receipt, e);
	act_clear(&o.act);
	if (e->code != ERR_PACKAGE_REPLAYED)
		return desk_refused(d, "open", o.verified ? o.id : NULL, o.verified ? o.manifest.sender : NULL, e);
	struct error other;
	if (!receipt_again(d, &o.manifest, o.id, r, &other))
		d->unlogged = other;
	return false;
}

/* --- any file --- */

/* What was read to look at it, and then the rest of the same descriptor. */
struct peeked {
	struct bytes head;
	struct source rest;
};

static bool peeked_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct peeked *p = context;
	struct source head = source_of_bytes(&p->head);
	return p->head.size ? head.read(head.context, out, size, ret_size, e) : p->rest.read(p->rest.context, out, size, ret_size, e);
}

static bool looks_like_age(struct bytes head)
{
	while (head.size && (head.data[0] == ' ' || head.data[0] == '\n' || head.data[0] == '\r' || head.data[0] == '\t'))
		head = bytes_of(head.data + 1, head.size - 1);
	return bytes_starts_with(head, "age-encryption.org/") || bytes_starts_with(head, "-----BEGIN AGE");
}

bool open_file(struct desk *d, const char *path, struct open_result *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	uint8_t head[128];
	struct peeked p;
	size_t size;
	if (!file_open(path, true, &fd, e))
		return false;
	struct fd_stream file = { fd, path };
	p.rest = fd_source(&file);
	if (!source_fill(p.rest, head, sizeof head, &size, e))
		return false;
	p.head = bytes_of(head, size);
	const struct source whole = { peeked_read, &p };
	*ret = (struct open_result){ 0 };
	bool ok;
	if (looks_like_age(p.head)) {
		ok = open_package(d, whole, ret, e);
	} else {
		_cleanup_(buffer_clear) struct buffer note = { 0 };
		ok = source_drain(whole, LIMIT_NOTE_SIZE, &note, e) ? adopt(d, buffer_bytes(&note), path, ret, e)
		                                                     : desk_refused(d, "open", NULL, NULL, e);
	}
	if (!ok && e->code != ERR_PACKAGE_REPLAYED)
		open_result_clear(ret);
	return ok;
}
