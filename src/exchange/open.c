/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/open.h"

#include "base/limits.h"
#include "exchange/adopt.h"
#include "exchange/bsn_set.h"
#include "exchange/dispatch.h"
#include "exchange/letter.h"
#include "exchange/refusing.h"
#include "exchange/retraction.h"
#include "exchange/sift.h"
#include "store/consents.h"
#include "store/exchanges.h"
#include "store/records.h"
#include "store/retraction.h"
#include "store/statements.h"
#include "trust/decide.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void open_result_clear(struct open_result *r)
{
	free(r->sender);
	free(r->signer);
	free(r->approver);
	free(r->agreement);
	free(r->purpose);
	free(r->receipt);
	free(r->notice);
	agreement_freep(&r->terms);
	free(r->why);
	refusal_clear(&r->refusal);
	*r = (struct open_result){ 0 };
}

/* A package being opened. */
struct opening {
	struct source in;
	struct open_result *result;
	struct act *act;
	struct letter letter;
	struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct terms *terms;
	struct client_spool clients;
	struct bsn_set consented; /* clients with a consent in the package, whose record hasn't come yet */
	int64_t import;
	struct import_counts counts;
	moment retain_until;
	char retention[RETENTION_CLASS_SIZE + 1];
	bool *keep;
	enum rule *rules;
	struct buffer consent_ids;
	bool retracted;          /* the record at hand: withdrawn meanwhile, so it isn't taken in */
	uint64_t withdrawn;      /* how many such */
	uint64_t removed;        /* PACKAGE_RETRACTION: records */
	struct refusal too_much; /* what the agreement doesn't allow; without reasons: nothing */
	struct dispatch receipt;
	char *sent; /* of a receipt: path of the package that arrived, when its file is still here */
};

static void opening_clear(struct opening *o)
{
	letter_clear(&o->letter);
	terms_freep(&o->terms);
	agreement_freep(&o->agreement);
	client_spool_clear(&o->clients);
	bsn_set_clear(&o->consented);
	free(o->keep);
	free(o->rules);
	buffer_clear(&o->consent_ids);
	dispatch_clear(&o->receipt);
	refusal_clear(&o->too_much);
	string_freep(&o->sent);
}

/* --- the agreement, as the sender should have applied it --- */

/* What it asks of a package as a whole. */
static bool check_measures(const struct agreement *a, const struct letter *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	uint64_t size = 0;
	for (size_t i = 0; i < m->member_count; i++)
		size += m->members[i].size;
	if (size > a->largest_package_mib << 20)
		return error_set(e, ERR_TOO_LARGE, a->id, "the agreement allows packages of %llu MiB",
		                 (unsigned long long)a->largest_package_mib);
	if (m->use_by > m->created + (moment)a->use_by_days * SECONDS_A_DAY)
		return error_set(e, ERR_PACKAGE_EXPIRED, m->sender, "the agreement allows %llu days",
		                 (unsigned long long)a->use_by_days);
	if (a->approval_by_two && !l->approver)
		return error_set(e, ERR_UNSIGNED, a->id, "%s", "it asks for approval by two, and one signed");
	if (!a->approval_by_two && l->approver)
		return error_set(e, ERR_NOTE, "manifest.note", "%s", "two signatures, one expected");
	return true;
}

/* A version that a later one replaced by the day the package was made no longer counts. */
static bool check_superseded(const struct opening *o, struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *current = NULL;
	const struct manifest *m = &o->letter.manifest;
	const struct desk *d = o->act->desk;
	if (!statements_agreement_at(d->store, m->terms.agreement, m->created, &current, e))
		return false;
	return current->version <= m->terms.version || current->valid_from > m->created ||
	       error_set(e, ERR_AGREEMENT_EXPIRED, m->terms.agreement,
	                 "version %llu took the place of version %llu", (unsigned long long)current->version,
	                 (unsigned long long)m->terms.version);
}

/* The sender says on which overrides the package rests: those that the agreement pins for the purpose, no
 * others. */
static bool check_overrides(const struct agreement *a, const struct agreement_purpose *p,
                            const struct manifest *m, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer mine = { 0 };
	if (!agreement_overrides(a, p, &mine, e))
		return false;
	return bytes_equal_string(buffer_bytes(&mine), m->terms.overrides ? m->terms.overrides : "") ||
	       error_set(e, ERR_AGREEMENT_INVALID, a->id, "%s",
	                 "the package names other overrides than the agreement");
}

/* Known here by the same text, with this purpose in this direction on this ground. */
static bool find_agreement(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	struct desk *d = o->act->desk;
	if (!m->terms.agreement || !m->terms.purpose || !m->terms.ground)
		return error_set(e, ERR_PACKAGE, "manifest.note", "%s",
		                 "without agreement, purpose or ground");
	if (!statements_agreement(d->store, m->terms.agreement, m->terms.version, &o->agreement, e))
		return false;
	if (!sha256_equal(&o->agreement->hash, &m->terms.hash))
		return error_set(e, ERR_AGREEMENT_UNKNOWN, m->terms.agreement, "%s",
		                 "another text than the one signed here");
	o->purpose = agreement_purpose(o->agreement, m->terms.purpose);
	if (!o->purpose)
		return error_set(e, ERR_PURPOSE, m->terms.purpose, "%s", m->terms.agreement);
	if (strcmp(o->purpose->from, m->sender) != 0 || strcmp(o->purpose->to, m->receiver) != 0)
		return error_set(e, ERR_DIRECTION, m->terms.agreement, "%s is agreed from %s to %s",
		                 m->terms.purpose, o->purpose->from, o->purpose->to);
	if (strcmp(o->purpose->ground, m->terms.ground) != 0)
		return error_set(e, ERR_PURPOSE, m->terms.ground, "%s rests on %s", m->terms.purpose,
		                 o->purpose->ground);
	return true;
}

static bool check_agreement(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	if (!find_agreement(o, e) ||
	    !terms_prepare(o->agreement, o->purpose, o->act->desk->catalogue, &o->terms, e) ||
	    !check_overrides(o->agreement, o->purpose, m, e))
		return false;
	o->retain_until = moment_add_months(m->created, (unsigned)o->purpose->retention_months);
	return check_measures(o->agreement, &o->letter, e) && check_superseded(o, e) &&
	       sift_in_force(o->act->desk, o->agreement, m->created, e);
}

/* --- members --- */

static bool take_consent(struct opening *o, struct bytes line, struct error *e)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	bool new;
	if (!consent_parse(line, "consents", &c, e))
		return false;
	if (!sift_relies_on(&c, o->agreement, o->purpose, o->letter.manifest.created))
		return error_set(e, ERR_CONSENT, c.id, "%s",
		                 "it is for something else, or did not hold when the package was made");
	if (consents_add(o->act->desk->store, &c, o->letter.id, e))
		return bsn_set_add(&o->consented, bytes_of_string(c.bsn), &new, e);
	return e->code != ERR_FILE_EXISTS ? false
	                                  : error_set(e, ERR_PACKAGE, "consents",
	                                              "%s is the id of another one that is known here", c.id);
}

/* The decision stands as of the day the package was made; but who withdrew since, and of whom word overtook
 * the package, is heard. */
static bool was_retracted(const struct opening *o, const struct consent *consents, size_t count)
{
	bool asked[] = {
		[CONSENT_EXPLICIT] = o->purpose->consent, [CONSENT_NO_OBJECTION] = o->purpose->no_objection
	};
	bool withdrawn[] = { false, false }, carried[] = { false, false };
	for (size_t i = 0; i < count; i++) {
		if (!sift_relies_on(&consents[i], o->agreement, o->purpose, o->letter.manifest.created))
			continue;
		withdrawn[consents[i].kind] = withdrawn[consents[i].kind] || consents[i].withdrawn;
		carried[consents[i].kind] = carried[consents[i].kind] || !consents[i].withdrawn;
	}
	for (size_t k = 0; k < ELEMENTS(asked); k++)
		if (asked[k] && withdrawn[k] && !carried[k])
			return true;
	return false;
}

/* The same decision as the sender's, and nothing in the record that it doesn't allow. */
static bool decide_received(struct opening *o, const struct record *r, const struct consent *consents,
                            size_t count, struct error *e)
{
	struct desk *d = o->act->desk;
	const struct question q = {
		.terms = o->terms,
		.laws = o->letter.sender_laws,
		.when = o->letter.manifest.created,
		.consents = consents,
		.consent_count = count,
		.record = r,
	};
	struct decision client = decide_record(&q, o->keep, o->rules);
	if (!client.allowed && !refusal_count(&o->too_much, REFUSAL_WHOLE, rule_name(client.rule), e))
		return false;
	for (size_t i = 0; client.allowed && i < catalogue_size(d->catalogue); i++)
		if (r->values[i].data && !o->keep[i] &&
		    !refusal_count(&o->too_much, catalogue_field(d->catalogue, i)->name,
		                   rule_name(o->rules[i]), e))
			return false;
	o->retracted = was_retracted(o, consents, count);
	buffer_reset(&o->consent_ids);
	for (size_t i = 0; i < count; i++)
		if (sift_relies_on(&consents[i], o->agreement, o->purpose, o->letter.manifest.created))
			buffer_printf(&o->consent_ids, "%s%s", o->consent_ids.size ? " " : "",
			              consents[i].id);
	return buffer_ok(&o->consent_ids, e);
}

static bool decide_with_consents(struct opening *o, const struct record *r, struct error *e)
{
	struct consent *consents = NULL;
	size_t count = 0;
	_cleanup_(string_freep) char *bsn = string_of_bytes(record_role(r, ROLE_BSN));
	if (!bsn)
		return error_memory(e);
	if (*bsn && !consents_of(o->act->desk->store, bsn, &consents, &count, e))
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
	struct desk *d = o->act->desk;
	_cleanup_(record_clear) struct record r = { 0 };
	char subject[48], record_id[RECORD_ID_SIZE + 1];
	enum record_change change;
	o->counts.read++;
	snprintf(subject, sizeof subject, "record %llu", (unsigned long long)o->counts.read);
	if (!record_parse(d->catalogue, line, subject, &r, e) || !record_check_identity(&r, e) ||
	    !decide_with_consents(o, &r, e))
		return false;
	if (o->too_much.reason_count) /* refused as a whole: what follows is read to tell of all of it, and
	                                 stored no more */
		return true;
	if (o->retracted) {
		o->withdrawn++;
		return client_spool_add(&o->clients, &r, NULL, buffer_string(&o->consent_ids),
		                        "*:consent-withdrawn", e);
	}
	const struct stored_record template = {
		.package = o->letter.id,
		.agreement = o->letter.manifest.terms.agreement,
		.purpose = o->letter.manifest.terms.purpose,
		.taken_in = d->now,
		.retain_until = o->retain_until,
	};
	if (!record_put(d->store, o->import, o->letter.manifest.sender, &r, &template, &change, record_id, e))
		return false;
	o->counts.added += change == RECORD_ADDED;
	o->counts.changed += change == RECORD_CHANGED;
	o->counts.same += change == RECORD_SAME;
	return client_spool_add(&o->clients, &r, record_id,
	                        o->consent_ids.size ? buffer_string(&o->consent_ids) : NULL, NULL, e);
}

static bool take_member(void *context, const struct manifest_member *member, struct bytes content,
                        struct error *e)
{
	struct opening *o = context;
	bool consents = strncmp(member->name, "consents/", 9) == 0;
	if (!consents && strncmp(member->name, "records/", 8) != 0)
		return error_set(e, ERR_MEMBER_UNLISTED, member->name, "%s",
		                 "not a kind of member that a package of cases has");
	struct cursor lines = cursor_of(content);
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_line(&lines);
		if (lines.failed)
			return error_set(e, ERR_TRUNCATED, member->name, "%s", "the last line has no end");
		if (line.size > LIMIT_JSON_LINE_SIZE)
			return error_set(e, ERR_PACKAGE_CONTENT, member->name, "a line of more than %u bytes",
			                 LIMIT_JSON_LINE_SIZE);
		if (!(consents ? take_consent(o, line, e) : take_record(o, line, e)))
			return false;
	}
	return true;
}

/* Over-sharing is refused as a whole, and all of it is told: a field before a client who may not go at all.
 */
static bool refuse_all(struct opening *o, struct error *e)
{
	const struct refusal *r = &o->too_much;
	const char *field = NULL;
	_cleanup_(buffer_clear) struct buffer list = { 0 };
	for (size_t i = 0; i < r->reason_count; i++) {
		const struct refusal_reason *one = &r->reasons[i];
		bool whole = strcmp(one->what, REFUSAL_WHOLE) == 0;
		if (!whole && !field)
			field = one->what;
		buffer_printf(&list, "%s%s %s: %llu", i ? ", " : "", whole ? "record" : one->what, one->rule,
		              (unsigned long long)one->records);
	}
	if (!buffer_ok(&list, e))
		return false;
	return error_set(e, field ? ERR_FIELD_NOT_AGREED : ERR_CONSENT,
	                 field ? field : o->letter.manifest.terms.purpose, "%s", buffer_string(&list));
}

static bool take_cases(struct opening *o, struct error *e)
{
	struct desk *d = o->act->desk;
	o->keep = calloc(catalogue_size(d->catalogue), sizeof *o->keep);
	o->rules = calloc(catalogue_size(d->catalogue), sizeof *o->rules);
	if (!o->keep || !o->rules)
		return error_memory(e);
	if (!check_agreement(o, e) ||
	    !refusal_of(&o->letter.manifest, d->key.name, d->now, &o->too_much, e) ||
	    !client_spool_start(&o->clients, store_home(d->store), e) ||
	    !import_begin(d->store, o->letter.manifest.sender, o->letter.id, &o->import, e) ||
	    !package_reader_members(o->letter.reader, &o->letter.manifest, take_member, o, e))
		return false;
	if (o->too_much.reason_count)
		return refuse_all(o, e);
	if (o->counts.read != o->letter.manifest.records)
		return error_set(e, ERR_PACKAGE, "records", "%llu came, the manifest says %llu",
		                 (unsigned long long)o->counts.read,
		                 (unsigned long long)o->letter.manifest.records);
	if (o->consented.count)
		return error_set(e, ERR_PACKAGE, "consents",
		                 "of %llu clients whose records aren't in the package",
		                 (unsigned long long)o->consented.count);
	return import_end(d->store, o->import, &o->counts, e);
}

/* --- a retraction: the declarations that clients withdrew --- */

static bool take_withdrawal(struct opening *o, struct bytes line, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	_cleanup_(consent_clear) struct consent c = { 0 };
	if (!consent_parse(line, "consents", &c, e))
		return false;
	if (!c.withdrawn || strcmp(c.agreement, m->terms.agreement) != 0 ||
	    strcmp(c.purpose, m->terms.purpose) != 0 || strcmp(c.to, m->receiver) != 0)
		return error_set(e, ERR_PACKAGE, "consents", "%s isn't withdrawn, or is for something else",
		                 c.id);
	o->counts.read++;
	if (!consents_add(o->act->desk->store, &c, o->letter.id, e))
		return e->code != ERR_FILE_EXISTS
		               ? false
		               : error_set(e, ERR_PACKAGE, "consents",
		                           "%s is the id of another one that is known here", c.id);
	return retraction_apply(o->act, &c, m->sender, &o->clients, &o->removed, e);
}

static bool take_withdrawals(void *context, const struct manifest_member *member, struct bytes content,
                             struct error *e)
{
	struct cursor lines = cursor_of(content);
	if (strncmp(member->name, "consents/", 9) != 0)
		return error_set(e, ERR_MEMBER_UNLISTED, member->name, "%s",
		                 "not a kind of member that a retraction has");
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_line(&lines);
		if (lines.failed)
			return error_set(e, ERR_TRUNCATED, member->name, "%s", "the last line has no end");
		if (!take_withdrawal(context, line, e))
			return false;
	}
	return true;
}

/* Whatever day it is: an agreement that ended doesn't keep what a client takes back. */
static bool take_retraction(struct opening *o, struct error *e)
{
	if (!find_agreement(o, e) || !client_spool_start(&o->clients, store_home(o->act->desk->store), e) ||
	    !package_reader_members(o->letter.reader, &o->letter.manifest, take_withdrawals, o, e))
		return false;
	return o->counts.read == o->letter.manifest.records ||
	       error_set(e, ERR_PACKAGE, "consents", "%llu came, the manifest says %llu",
	                 (unsigned long long)o->counts.read, (unsigned long long)o->letter.manifest.records);
}

/* --- answering --- */

static bool describe_receipt(struct opening *o, struct error *e)
{
	struct manifest *r = &o->receipt.manifest;
	const struct manifest *m = &o->letter.manifest;
	r->kind = PACKAGE_RECEIPT;
	r->receiver = string_copy(m->sender);
	r->use_by = o->act->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	r->answers = true;
	memcpy(r->answer_id, m->id, sizeof r->answer_id);
	r->answer_sequence = m->sequence;
	r->answer_hash = m->hash;
	r->accepted = o->counts.read - o->withdrawn;
	const struct terms_named terms = terms_named_without_overrides(&m->terms);
	return (r->receiver || error_memory(e)) && terms_named_copy(&terms, &r->terms, e);
}

static bool prepare_answer(struct opening *o, struct error *e)
{
	struct act *a = o->act;
	dispatch_start(&o->receipt);
	if (!describe_receipt(o, e) || !dispatch_prepare(&o->receipt, a, NULL, 0, e))
		return false;
	letter_describe(&o->letter, &a->entry);
	if (o->letter.manifest.kind == PACKAGE_CASES)
		a->entry.retention = sift_retention(o->purpose, o->retention);
	a->entry.records = o->counts.read - o->withdrawn;
	a->entry.rejected = o->withdrawn;
	a->entry.receipt = &o->receipt.manifest.hash;
	return true;
}

/* A receipt repeats the terms of what it answers: our log will say them after it. */
static bool same_terms(void *context, const struct exchange_row *row, struct error *e)
{
	const struct manifest *r = context;
	_cleanup_(manifest_clear) struct manifest sent = { 0 };
	struct note note;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &sent, e))
		return false;
	const struct terms_named asked = terms_named_without_overrides(&sent.terms),
				 told = terms_named_without_overrides(&r->terms);
	if (terms_named_same(&asked, &told))
		return true;
	return error_set(e, ERR_RECEIPT, r->sender, "%s",
	                 "it names other terms than the package that it answers");
}

static bool take_receipt(struct opening *o, struct error *e)
{
	struct act *a = o->act;
	struct store *s = a->desk->store;
	if (!o->letter.manifest.answers || o->letter.manifest.member_count)
		return error_set(e, ERR_PACKAGE, "manifest.note", "%s",
		                 "a receipt answers one package and holds nothing else");
	if (!letter_check_proof(&o->letter, e) || !exchanges_receipt(s, &o->letter.manifest, &o->sent, e) ||
	    !exchanges_find(s, o->letter.manifest.answer_id, true, same_terms, &o->letter.manifest, e))
		return false;
	letter_describe(&o->letter, &a->entry);
	return true;
}

static bool fill_result(const struct opening *o, struct open_result *r, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	r->what = m->kind == PACKAGE_RECEIPT      ? OPENED_RECEIPT
	          : m->kind == PACKAGE_RETRACTION ? OPENED_RETRACTION
	                                          : OPENED_CASES;
	memcpy(r->id, o->letter.id, sizeof r->id);
	r->sender = string_copy(m->sender);
	r->signer = string_copy(m->signer);
	r->approver = string_copy(o->letter.approver);
	r->agreement = string_copy(m->terms.agreement);
	r->purpose = string_copy(m->terms.purpose);
	r->sequence = m->sequence;
	r->gap = o->letter.gap;
	r->added = o->counts.added;
	r->changed = o->counts.changed;
	r->same = o->counts.same;
	r->withheld = m->withheld;
	r->withdrawn = m->kind == PACKAGE_RETRACTION ? o->counts.read : o->withdrawn;
	r->removed = o->removed;
	r->retain_until = o->retain_until;
	r->rosters = o->letter.rosters;
	r->accepted = m->accepted;
	r->answered_sequence = m->answer_sequence;
	hex_encode(bytes_of(m->answer_id, PACKAGE_ID_SIZE), r->answered);
	return r->sender && r->signer ? true : error_memory(e);
}

/* Everything between the first byte and the entry. */
static bool open_body(struct act *a, void *context, struct error *e)
{
	struct opening *o = context;
	const struct manifest *m = &o->letter.manifest;
	o->act = o->letter.act = a;
	if (!letter_read(&o->letter, o->in, e))
		return false;
	if (m->kind != PACKAGE_CASES && o->letter.approver)
		return error_set(e, ERR_NOTE, "manifest.note", "%s", "two signatures, one expected");
	if (m->kind == PACKAGE_RECEIPT)
		return fill_result(o, o->result, e) && take_receipt(o, e);
	if (m->kind != PACKAGE_CASES && m->kind != PACKAGE_RETRACTION)
		return error_set(e, ERR_VERSION, package_kind_name(m->kind), "%s",
		                 "this version opens cases, retractions and receipts");
	return (m->kind == PACKAGE_CASES ? take_cases(o, e) : take_retraction(o, e)) &&
	       letter_check_proof(&o->letter, e) && fill_result(o, o->result, e) && prepare_answer(o, e);
}

static bool open_logged(struct act *a, void *context, struct error *e)
{
	struct opening *o = context;
	struct store *s = a->desk->store;
	const struct manifest *m = &o->letter.manifest;
	bool answered = m->kind != PACKAGE_RECEIPT;
	if (answered && (!client_spool_log(&o->clients, a, e) || !dispatch_write(&o->receipt, a, NULL, 0, e)))
		return false;
	return exchanges_add_received(s, m, buffer_bytes(&o->letter.note_text), a->index, e) &&
	       (!answered || exchanges_set_answer(s, m->id, o->receipt.manifest.id, e));
}

/* Whatever fails of this now: the next start gives the receipt its name, and a file that is needed no longer
 * just stays. */
static bool open_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct opening *o = context;
	struct open_result *r = o->result;
	struct error later;
	if (r->what != OPENED_RECEIPT) {
		r->receipt = string_copy(o->receipt.path);
		(void)!dispatch_publish(&o->receipt, a->desk, &later);
	}
	if (o->sent) /* the letter arrived */
		(void)!file_remove(o->sent, &later);
	if (r->removed)
		(void)!store_scrub(a->desk->store);
	r->terms = o->agreement;
	o->agreement = NULL;
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
	struct dispatch dispatch;
	bool written;
};

static bool again_body(struct act *a, void *context, struct error *e)
{
	struct again *g = context;
	(void)e;
	hex_encode(bytes_of(g->answer.id, sizeof g->answer.id), g->id);
	a->entry.package = g->id;
	a->entry.package_kind = package_kind_name(PACKAGE_RECEIPT);
	a->entry.peer = g->opening->letter.manifest.sender;
	return true;
}

static bool again_logged(struct act *a, void *context, struct error *e)
{
	struct again *g = context;
	struct open_result *r = g->opening->result;
	memcpy(r->id, g->opening->letter.id, sizeof r->id);
	return dispatch_again(&g->dispatch, a, g->answer.id, &g->written, e) &&
	       ((r->receipt = string_copy(g->dispatch.path)) || error_memory(e));
}

static bool again_done(struct act *a, void *context, struct error *e)
{
	struct again *g = context;
	return !g->written || dispatch_publish_again(&g->dispatch, a->desk, e);
}

static const struct act_frame resending = {
	.kind = ACT_RESEND, .inner = true, .body = again_body, .logged = again_logged, .done = again_done
};

static bool receipt_again(struct desk *d, const struct opening *o, struct error *e)
{
	struct again g = { .opening = o, .dispatch.file.fd = -1 };
	if (!exchanges_find(d->store, o->letter.manifest.id, false, note_answer, &g.answer, e))
		return false;
	bool done = !g.answer.found || act_run(d, &resending, &g, e);
	dispatch_clear(&g.dispatch);
	return done;
}

/* What a signature covers and can't be right all the same is a fault of the package, whatever kind of text it
 * stands in: "correct the file" is no advice to who received it. The detail keeps what was wrong. */
static void blame_package(const struct opening *o, struct error *e)
{
	const struct error why = *e;
	char record[48] = "";
	if (error_class(why.code) != CLASS_ROW)
		return;
	if (o->counts.read)
		snprintf(record, sizeof record, "record %llu: ", (unsigned long long)o->counts.read);
	error_set(e, ERR_PACKAGE_CONTENT, why.subject, "%s%s%s%s", record, error_name(why.code),
	          *why.detail ? ": " : "", why.detail);
}

static void open_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct opening *o = context;
	blame_package(o, why);
	dispatch_failed(&o->receipt, why);
}

/* The refusal, of which the notice is its entry's; when the notice can't be made, it is logged without. */
static bool tell_of_too_much(struct desk *d, struct opening *o, const struct error *why)
{
	struct open_result *r = o->result;
	bool told = refusing_tell(d, &o->too_much, why, &r->notice);
	r->refusal = o->too_much;
	o->too_much = (struct refusal){ 0 };
	r->why = refusing_explain(d, &r->refusal);
	return told;
}

static bool open_refused(struct act *a, void *context, struct act_refusal *ret, struct error *why)
{
	struct opening *o = context;
	struct desk *d = a->desk;
	struct incident *incident = &o->letter.incident;
	struct error other;
	if (o->letter.verified)
		*ret = (struct act_refusal){ .package = o->letter.id, .peer = o->letter.manifest.sender };
	if (o->too_much.reason_count && (why->code == ERR_FIELD_NOT_AGREED || why->code == ERR_CONSENT))
		return !tell_of_too_much(d, o, why);
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
	_cleanup_(opening_clear) struct opening o = { .in = in, .result = r, .receipt.file.fd = -1 };
	return act_run(d, &opening, &o, e);
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
	return p->head.size ? head.read(head.context, out, size, ret_size, e)
	                    : p->rest.read(p->rest.context, out, size, ret_size, e);
}

static bool looks_like_age(struct bytes head)
{
	while (head.size &&
	       (head.data[0] == ' ' || head.data[0] == '\n' || head.data[0] == '\r' || head.data[0] == '\t'))
		head = bytes_of(head.data + 1, head.size - 1);
	return bytes_starts_with(head, "age-encryption.org/") || bytes_starts_with(head, "-----BEGIN AGE");
}

/* All of it next to the store before anyone holds the store's lock: colleagues there needn't wait for a slow
 * stick, and a stick that is pulled out halfway costs nothing. It stays the ciphertext that it is, in a file
 * without a name; this copy is what is verified, and what is used. docs/adr/0028. */
static bool fetch(struct source in, const char *directory, int *ret_fd, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	uint8_t block[65536];
	size_t got = 0;
	if (!file_anonymous(directory, &fd, e))
		return false;
	struct fd_stream copy = { fd, directory };
	do {
		if (!in.read(in.context, block, sizeof block, &got, e) ||
		    !sink_write(fd_sink(&copy), bytes_of(block, got), e))
			return false;
	} while (got);
	if (lseek(fd, 0, SEEK_SET) < 0)
		return error_errno(e, errno, directory, "%s", "rewind");
	*ret_fd = fd;
	fd = -1;
	return true;
}

static bool open_age(struct desk *d, struct source in, const char *path, struct open_result *ret,
                     struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	if (!fetch(in, store_home(d->store), &fd, e))
		return false;
	struct fd_stream copy = { fd, path };
	return open_package(d, fd_source(&copy), ret, e);
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
		ok = open_age(d, whole, path, ret, e);
	} else {
		_cleanup_(buffer_clear) struct buffer note = { 0 };
		ok = source_drain(whole, LIMIT_NOTE_SIZE, &note, e)
		             ? adopt(d, buffer_bytes(&note), path, ret, e)
		             : act_turn_down(d, ACT_OPEN, e);
	}
	if (!ok && e->code != ERR_PACKAGE_REPLAYED && ret->refusal.reason_count == 0)
		open_result_clear(ret);
	return ok;
}

int open_rank(const char *path)
{
	static const struct {
		const char *start;
		int rank;
	} ranks[] = {
		{ "type: sluis.roster/", 0 },    { "type: sluis.grounds/", 1 },
		{ "type: sluis.catalogue/", 1 }, { "type: sluis.override/", 1 },
		{ "type: sluis.agreement/", 2 },
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
