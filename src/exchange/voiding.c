/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/voiding.h"

#include "exchange/act.h"
#include "exchange/following.h"
#include "exchange/past_letter.h"
#include "io/file.h"
#include "store/exchanges.h"
#include "store/package_consents.h"
#include "store/pending.h"
#include "store/requests.h"

#include <stdlib.h>
#include <string.h>

struct voiding {
	const char *id;
	enum void_reason reason;
	struct act *act;
	uint8_t raw[PACKAGE_ID_SIZE];
	enum sent_state state;
	enum package_kind kind;
	bool answered;               /* a request */
	uint64_t log_index, entries; /* of the act with which it left, and of clients behind that */
	char *file;
	struct manifest sent;
	struct following letter;
	struct voiding_result result;
};

void voiding_result_clear(struct voiding_result *r)
{
	free(r->to);
	free(r->path);
	*r = (struct voiding_result){ 0 };
}

static void voiding_clear(struct voiding *v)
{
	free(v->file);
	manifest_clear(&v->sent);
	following_clear(&v->letter);
	voiding_result_clear(&v->result);
}

/* --- what was sent --- */

static bool note_sent(void *context, const struct exchange_row *row, struct error *e)
{
	struct voiding *v = context;
	struct note note;
	v->state = row->state;
	v->kind = row->kind;
	v->log_index = row->log_index;
	v->entries = row->records + row->withheld;
	v->file = string_copy(row->file);
	if (row->file && !v->file)
		return error_memory(e);
	return note_parse(row->manifest_note, "manifest", &note, e) && manifest_parse(&note, &v->sent, e);
}

static bool note_request(void *context, const struct request_row *row, struct error *e)
{
	struct voiding *v = context;
	(void)e;
	v->answered = row->is_answered;
	return true;
}

static bool refuse(const struct voiding *v, const char *why, struct error *e)
{
	return error_set(e, ERR_NO_VOID, v->id, "%s", why);
}

static bool check_sent(struct voiding *v, struct error *e)
{
	if (!package_kind_is(v->kind, LETTER_MAY_BE_VOIDED))
		return refuse(v, N_("only a package of cases, or a request, is voided"), e);
	if (v->answered)
		return refuse(v, N_("it was answered: what came is its sender's to take back"), e);
	switch (v->state) {
	case SENT_PREPARED:
		return refuse(v, N_("its file isn't written yet: any other command does that"), e);
	case SENT_REFUSED:
		return refuse(v, N_("the receiver refused it, and kept nothing of it"), e);
	case SENT_DECLINED:
		return refuse(v, N_("a colleague declined it, and it never left"), e);
	case SENT_VOIDED:
		return refuse(v, N_("it was voided before"), e);
	case SENT_OUT:
	case SENT_RECEIPTED:
		v->result.left = true;
		v->result.opened = v->state == SENT_RECEIPTED;
		return true;
	case SENT_PENDING:
	case SENT_FAILED:
		return true;
	}
	return error_set(e, ERR_STORE, v->id, "%s", "");
}

static bool find_sent(struct voiding *v, struct error *e)
{
	if (!hex_decode(bytes_of_string(v->id), v->raw, sizeof v->raw))
		return error_set(e, ERR_NOT_FOUND, v->id, "%s", "");
	struct store *s = v->act->desk->store;
	if (!exchanges_find(s, v->raw, true, note_sent, v, e) ||
	    (v->kind == PACKAGE_REQUEST && !requests_find(s, true, v->raw, note_request, v, e) &&
	     e->code != ERR_NOT_FOUND))
		return false;
	return check_sent(v, e);
}

/* --- whose records: the log has an entry for each client behind the act with which it left --- */

static bool add_client(struct voiding *v, uint64_t index, struct error *e)
{
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	if (!past_client_read(v->act->desk->store, index, &client, e))
		return false;
	return !client.record || client.stayed ||
	       act_client_bsn(v->act, bytes_of_string(client.bsn), client.record, NULL, NULL, e);
}

static bool add_clients(struct voiding *v, struct error *e)
{
	for (uint64_t i = 1; i <= v->entries; i++)
		if (!add_client(v, v->log_index + i, e))
			return false;
	return true;
}

/* --- the letter --- */

static bool write_notice(struct voiding *v, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	struct void_notice n = { .sequence = v->sent.sequence,
		                 .manifest = v->sent.hash,
		                 .reason = v->reason };
	memcpy(n.package, v->raw, sizeof n.package);
	return following_start(&v->letter, v->act, PACKAGE_VOID, "voids", v->sent.receiver, &v->sent.terms,
	                       e) &&
	       void_notice_format(&n, &line, e) && following_line(&v->letter, buffer_bytes(&line), e);
}

/* Whose it was, the act before tells. */
static bool about_nobody(struct act *a, _unused_ void *context, struct error *e)
{
	return act_client_bsn(a, bytes_of(NULL, 0), NULL, NULL, NULL, e);
}

/* --- the act --- */

static bool describe(struct voiding *v, struct error *e)
{
	struct entry *entry = &v->act->entry;
	v->result.sequence = v->sent.sequence;
	v->result.records = v->sent.records;
	v->result.to = string_copy(v->sent.receiver);
	if (!v->result.to)
		return error_memory(e);
	hex_encode(bytes_of(v->raw, sizeof v->raw), v->result.id);
	entry->package = v->result.id;
	entry->package_kind = package_kind_name(v->kind);
	entry->peer = v->result.to;
	entry->records = v->sent.records;
	v->act->private.values[PRIVATE_REASON] = void_reason_name(v->reason);
	return true;
}

static bool void_body(struct act *a, void *context, struct error *e)
{
	struct voiding *v = context;
	struct store *s = a->desk->store;
	v->act = a;
	if (!find_sent(v, e) || !describe(v, e) || !add_clients(v, e) ||
	    !exchanges_set_state(s, v->raw, SENT_VOIDED, e) || !requests_reopen(s, false, v->raw, e) ||
	    !requests_void(s, true, v->raw, e))
		return false;
	return v->state != SENT_PENDING ||
	       (pending_forget(s, v->raw, e) && package_consents_forget(s, v->raw, e));
}

static bool void_logged(struct act *a, void *context, struct error *e)
{
	struct voiding *v = context;
	return !v->result.left || (write_notice(v, e) && following_send(&v->letter, a, about_nobody, v, e));
}

/* Its file, if it is still in the outbox, goes; if that fails, the next start does it. */
static bool void_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct voiding *v = context;
	struct error later;
	_cleanup_(string_freep) char *path = v->file ? exchanges_path(a->desk->store, v->file) : NULL;
	struct voiding_result *r = &v->result;
	following_publish(&v->letter, a);
	r->unreachable = v->letter.unreachable;
	memcpy(r->letter, v->letter.id, sizeof r->letter);
	r->letter_sequence = v->letter.sequence;
	r->named = v->letter.named;
	r->path = v->letter.path;
	v->letter.path = NULL;
	if (path)
		(void)!file_remove(path, &later);
	return true;
}

static void void_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct voiding *v = context;
	following_failed(&v->letter, why);
}

static bool void_refused(_unused_ struct act *a, void *context, struct act_refusal *ret,
                         _unused_ struct error *why)
{
	struct voiding *v = context;
	if (v->sent.receiver)
		*ret = (struct act_refusal){ .package = v->id, .peer = v->sent.receiver };
	return true;
}

static const struct act_frame frame = { .kind = ACT_VOID,
	                                .body = void_body,
	                                .logged = void_logged,
	                                .done = void_done,
	                                .failed = void_failed,
	                                .refused = void_refused };

bool voiding(struct desk *d, const char *id, enum void_reason reason, struct voiding_result *ret,
             struct error *e)
{
	_cleanup_(voiding_clear) struct voiding v = { .id = id, .reason = reason };
	if (!act_run(d, &frame, &v, e))
		return false;
	*ret = v.result;
	v.result = (struct voiding_result){ 0 };
	return true;
}
