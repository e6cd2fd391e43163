/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/overshare_notice.h"

#include "exchange/incoming.h"
#include "io/file.h"
#include "store/exchanges.h"
#include "store/outbox.h"
#include "store/refusals.h"
#include "store/requests.h"
#include "store/statements.h"
#include "trust/statement.h"
#include "trust/verdict.h"

#include <stdlib.h>
#include <string.h>

/* --- telling --- */

struct telling {
	struct refusal *refusal;
	const struct error *why;
	bool there; /* opened and refused before: the notice that stands there says the same */
	struct act *act;
	struct file_write file;
	struct buffer note;
	char *path;
	char id[2 * PACKAGE_ID_SIZE + 1];
};

static void telling_clear(struct telling *t)
{
	file_write_clear(&t->file);
	buffer_clear(&t->note);
	string_freep(&t->path);
}

/* HOME/outbox/oss.nl_wi-000004-refusal.note */
static char *notice_path(const struct store *s, const struct refusal *r)
{
	_cleanup_(string_freep) char *name =
		string_printf("%s-%06llu-refusal.note", r->sender, (unsigned long long)r->sequence);
	char *slash = name ? strchr(name, '/') : NULL;
	if (slash)
		*slash = '_';
	return name ? exchanges_path(s, name) : NULL;
}

static bool sign_notice(struct telling *t, struct refusal *r, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const struct desk *d = t->act->desk;
	return refusal_format(r, &text, e) && note_sign(&t->note, buffer_bytes(&text), &d->key.signer, 0, e);
}

static bool write_notice(struct telling *t, struct error *e)
{
	return outbox_hold(t->act->desk->store, e) && file_write_start(&t->file, t->path, e) &&
	       sink_write(file_write_sink(&t->file), buffer_bytes(&t->note), e) &&
	       file_write_sync(&t->file, e);
}

static bool tell_body(struct act *a, void *context, struct error *e)
{
	struct telling *t = context;
	struct refusal *r = t->refusal;
	struct entry *entry = &a->entry;
	t->act = a;
	if (!sign_notice(t, r, e))
		return false;
	t->path = notice_path(a->desk->store, r);
	if (!t->path)
		return error_memory(e);
	entry->failed = true;
	entry->finding = error_name(t->why->code);
	entry->package = t->id;
	entry->peer = r->sender;
	entry->statement = REFUSAL_TYPE;
	entry->statement_hash = &r->hash;
	a->private.values[PRIVATE_REASON] = act_kind_name(ACT_OPEN);
	t->there = file_exists(t->path);
	return t->there || write_notice(t, e);
}

/* Logged, whether the file gets its name or not: then nobody is told of a path. */
static bool tell_publish(struct act *a, void *context, struct error *e)
{
	struct telling *t = context;
	if (!t->there && !file_write_publish(&t->file, false, e))
		string_freep(&t->path);
	outbox_release(a->desk->store);
	return true;
}

static const struct act_frame telling = {
	.kind = ACT_REFUSE, .inner = true, .body = tell_body, .done = tell_publish
};

bool overshare_notice_tell(struct desk *d, struct refusal *r, const struct error *why, char **ret_path)
{
	_cleanup_(telling_clear) struct telling t = { .refusal = r, .why = why, .file.fd = -1 };
	struct error e;
	hex_encode(bytes_of(r->package, PACKAGE_ID_SIZE), t.id);
	if (!act_run(d, &telling, &t, &e))
		return false;
	*ret_path = t.path;
	t.path = NULL;
	return true;
}

struct screening_why *overshare_notice_explain(struct desk *d, const struct refusal *r)
{
	const struct agreement *a;
	_cleanup_(terms_freep) struct terms *terms = NULL;
	struct error ignored;
	if (!statements_agreement(d->store, r->terms.agreement, r->terms.version, &a, &ignored))
		return NULL;
	const struct agreement_purpose *p = agreement_purpose(a, r->terms.purpose);
	if (!p || !terms_prepare(a, p, d->catalogue, &terms, &ignored))
		return NULL;
	struct screening_why *why = calloc(r->reason_count, sizeof *why);
	for (size_t i = 0; why && i < r->reason_count; i++) {
		enum rule rule;
		if (rule_parse(r->reasons[i].rule, &rule))
			screening_explain(terms, rule, &why[i]);
	}
	return why;
}

/* --- taking in --- */

struct taking {
	struct bytes note;
	const char *path; /* of the notice, for errors */
	struct act *act;
	struct open_result result;
	struct refusal refusal;
	char id[2 * PACKAGE_ID_SIZE + 1];
	char *sent;   /* path of the package, when its file is still here */
	bool arrived; /* it was opened after all */
};

static void taking_clear(struct taking *t)
{
	open_result_clear(&t->result);
	refusal_clear(&t->refusal);
	string_freep(&t->sent);
}

/* Signed by one person, who may open at the unit that refuses. */
static bool verify_notice(struct taking *t, struct bytes raw, const char *path, struct error *e)
{
	const struct roster_chain *rosters = store_rosters(t->act->desk->store);
	struct note_verifier signers[2];
	const struct roster *of_day;
	struct note note;
	size_t count;
	if (!statement_open(raw, REFUSAL_TYPE, path, &note, e) ||
	    !incoming_signers(&note, rosters, path, signers, &count, e) ||
	    !refusal_parse(&note, &t->refusal, e))
		return false;
	const struct refusal *r = &t->refusal;
	if (count > 1 || strcmp(signers[0].name, r->signer) != 0)
		return error_set(e, ERR_SIGNATURE, signers[0].name, "the notice names %s", r->signer);
	const struct roster *named = roster_chain_last_with(rosters, &signers[0]);
	const struct signature s = { .chain = rosters,
		                     .named = named,
		                     .person = r->signer,
		                     .unit = r->receiver,
		                     .power = POWER_OPEN,
		                     .made = r->refused };
	return signature_stands(&s, &of_day, e);
}

static bool match(void *context, const struct exchange_row *row, struct error *e)
{
	struct taking *t = context;
	const struct refusal *r = &t->refusal;
	const struct store *s = t->act->desk->store;
	if (strcmp(row->peer, r->receiver) != 0 || strcmp(r->sender, store_unit(s)) != 0 ||
	    row->sequence != r->sequence || !sha256_equal(&row->hash, &r->manifest) ||
	    r->records != row->records)
		return error_set(e, ERR_REFUSAL, r->receiver, "%s",
		                 N_("it says otherwise than what was sent"));
	t->arrived = row->state == SENT_RECEIPTED;
	t->sent = row->file ? exchanges_path(s, row->file) : NULL;
	return !row->file || t->sent || error_memory(e);
}

static bool find_refused(struct taking *t, struct error *e)
{
	if (exchanges_find(t->act->desk->store, t->refusal.package, true, match, t, e))
		return true;
	return e->code != ERR_NOT_FOUND ? false
	                                : error_set(e, ERR_REFUSAL, t->refusal.receiver, "%s",
	                                            N_("nothing was sent that it refuses"));
}

static bool take_notice(struct taking *t, struct error *e)
{
	struct store *s = t->act->desk->store;
	struct refusal *r = &t->refusal;
	bool new;
	if (!find_refused(t, e) || !refusals_add(s, r->package, t->note, &new, e))
		return false;
	if (!new)
		return error_set(e, ERR_PACKAGE_REPLAYED, t->id, "%s", N_("its notice is known"));
	return t->arrived || (exchanges_set_state(s, r->package, SENT_REFUSED, e) &&
	                      requests_reopen(s, false, r->package, e));
}

static void describe(const struct taking *t, struct entry *entry)
{
	entry->failed = true;
	entry->finding = error_name(ERR_FIELD_NOT_AGREED);
	entry->statement = REFUSAL_TYPE;
	entry->statement_hash = &t->refusal.hash;
	entry->answers = t->id;
	entry->peer = t->refusal.receiver;
}

static bool fill(const struct taking *t, struct open_result *ret, struct error *e)
{
	const struct refusal *r = &t->refusal;
	ret->what = OPENED_REFUSAL;
	ret->sender = string_copy(r->receiver);
	ret->signer = string_copy(r->signer);
	memcpy(ret->answered.id, t->id, sizeof ret->answered.id);
	ret->answered.sequence = r->sequence;
	return (ret->sender && ret->signer ? true : error_memory(e)) &&
	       terms_named_copy(&r->terms, &ret->terms, e);
}

static bool take_body(struct act *a, void *context, struct error *e)
{
	struct taking *t = context;
	t->act = a;
	if (!verify_notice(t, t->note, t->path, e))
		return false;
	hex_encode(bytes_of(t->refusal.package, PACKAGE_ID_SIZE), t->id);
	if (!fill(t, &t->result, e) || !take_notice(t, e))
		return false;
	describe(t, &a->entry);
	return true;
}

/* The package won't be opened as it is: its ciphertext need be kept no longer. If this fails, it just stays.
 */
static bool drop_sent(struct act *a, void *context, _unused_ struct error *e)
{
	struct taking *t = context;
	struct error later;
	if (t->sent)
		(void)!file_remove(t->sent, &later);
	t->result.excess.why = overshare_notice_explain(a->desk, &t->refusal);
	t->result.excess.refusal = t->refusal;
	t->refusal = (struct refusal){ 0 };
	return true;
}

static const struct act_frame taking = {
	.kind = ACT_REFUSAL, .asked = ACT_OPEN, .body = take_body, .done = drop_sent
};

bool overshare_notice_take(struct desk *d, struct bytes note, const char *path, struct open_result *ret,
                           struct error *e)
{
	_cleanup_(taking_clear) struct taking t = { .note = note, .path = path };
	if (!act_run(d, &taking, &t, e))
		return false;
	*ret = t.result;
	t.result = (struct open_result){ 0 };
	return true;
}
