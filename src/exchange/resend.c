/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/resend.h"

#include "exchange/asking.h"
#include "exchange/made_again.h"
#include "exchange/past_letter.h"
#include "store/exchanges.h"

#include <stdlib.h>
#include <string.h>

struct resending {
	const char *id;
	bool copied;
	struct made_again made;
	struct asking_members asked; /* of a request */
	enum sent_state state;
	enum package_kind kind;
	uint64_t log_index, entries; /* of the act with which it left, and of clients behind that */
	struct buffer note;
	char **records;
	size_t record_count;
	struct outgoing again;
	bool written;
};

static void resending_clear(struct resending *r)
{
	for (size_t i = 0; i < r->record_count; i++)
		free(r->records[i]);
	free(r->records);
	made_again_clear(&r->made);
	asking_members_clear(&r->asked);
	outgoing_clear(&r->again);
	buffer_clear(&r->note);
}

/* --- what was sent --- */

static bool note_sent(void *context, const struct exchange_row *row, struct error *e)
{
	struct resending *r = context;
	r->state = row->state;
	r->kind = row->kind;
	r->log_index = row->log_index;
	r->entries = row->records + row->withheld;
	buffer_append(&r->note, row->manifest_note);
	return buffer_ok(&r->note, e);
}

static bool check_left(const struct resending *r, struct error *e)
{
	if (r->kind != PACKAGE_CASES && r->kind != PACKAGE_REQUEST)
		return error_set(
			e, ERR_NO_RESEND, r->id, "%s",
			N_("a receipt is written again when its letter is opened again, a retraction by "
		           "`sluis consent withdraw --again`"));
	switch (r->state) {
	case SENT_PREPARED:
	case SENT_OUT:
	case SENT_FAILED:
		return true;
	case SENT_RECEIPTED:
		return r->copied || error_set(e, ERR_NO_RESEND, r->id, "%s",
		                              N_("it arrived; with -o a copy is made for who lost it since"));
	case SENT_PENDING:
		return error_set(e, ERR_NO_RESEND, r->id, "%s", N_("it waits for approval"));
	case SENT_REFUSED:
		return error_set(e, ERR_NO_RESEND, r->id, "%s",
		                 N_("the receiver refused it: it held too much"));
	case SENT_VOIDED:
		return error_set(e, ERR_NO_RESEND, r->id, "%s", N_("it was voided"));
	case SENT_DECLINED:
		return error_set(e, ERR_NO_RESEND, r->id, "%s", N_("a colleague declined it"));
	}
	return error_set(e, ERR_STORE, r->id, "%s", "");
}

static bool find_sent(struct resending *r, struct error *e)
{
	uint8_t raw[PACKAGE_ID_SIZE];
	if (!hex_decode(bytes_of_string(r->id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, r->id, "%s", "");
	return exchanges_find(r->made.act->desk->store, raw, true, note_sent, r, e) && check_left(r, e) &&
	       made_again_start(&r->made, buffer_bytes(&r->note), e);
}

/* --- whose records --- */

/* The log has an entry for each client behind the act with which it left, those who stayed too. */
static bool add_record(struct resending *r, uint64_t index, struct error *e)
{
	_cleanup_(past_client_clear) struct past_client client = { 0 };
	if (!past_client_read(r->made.act->desk->store, index, &client, e))
		return false;
	if (client.forgotten)
		return error_set(e, ERR_PENDING_CHANGED, r->id, "%s",
		                 N_("whom it was about was erased from the log"));
	if (!client.record || client.stayed)
		return true;
	char **grown = reallocarray(r->records, r->record_count + 1, sizeof *grown);
	if (!grown)
		return error_memory(e);
	r->records = grown;
	r->records[r->record_count] = string_copy(client.record);
	return r->records[r->record_count++] || error_memory(e);
}

static bool find_records(struct resending *r, struct error *e)
{
	uint64_t wanted = r->made.outgoing.manifest.records;
	for (uint64_t i = 1; i <= r->entries && r->record_count < wanted; i++)
		if (!add_record(r, r->log_index + i, e))
			return false;
	return true;
}

/* --- the act --- */

#define SPOOLS_MOST 3u
/* Its members, in their order. */
static size_t spools_of(struct resending *r, struct member_spool *ret[SPOOLS_MOST])
{
	struct member_spool *const cases[] = PACKAGE_CONTENTS_SPOOLS(&r->made.contents), *const asked[] = {
		&r->asked.asked, &r->asked.clients
	};
	_Static_assert(ELEMENTS(cases) <= SPOOLS_MOST, "room for the members of cases");
	if (r->kind == PACKAGE_REQUEST)
		memcpy(ret, asked, sizeof asked);
	else
		memcpy(ret, cases, sizeof cases);
	return r->kind == PACKAGE_REQUEST ? ELEMENTS(asked) : ELEMENTS(cases);
}

static bool gather(struct resending *r, struct act *a, struct error *e)
{
	if (r->kind == PACKAGE_REQUEST)
		return asking_recall(&r->asked, a, r->made.outgoing.manifest.id, e);
	if (!find_records(r, e))
		return false;
	const struct selection which = { .kind = SELECT_RECORDS,
		                         .items = (const char *const *)r->records,
		                         .count = r->record_count };
	return made_again_gather(&r->made, &which, e);
}

static bool resend_body(struct act *a, void *context, struct error *e)
{
	struct resending *r = context;
	const struct manifest *m = &r->made.outgoing.manifest;
	struct member_spool *spools[SPOOLS_MOST];
	r->made.act = a;
	if (!find_sent(r, e) || !made_again_check(&r->made, e) || !gather(r, a, e))
		return false;
	if (!outgoing_check_same(&r->made.outgoing, a, spools, spools_of(r, spools), e))
		return false;
	a->entry.package = r->made.result.id;
	a->entry.package_kind = package_kind_name(m->kind);
	a->entry.peer = m->receiver;
	a->entry.records = m->records;
	r->made.result.sequence = m->sequence;
	r->made.result.use_by = m->use_by;
	return true;
}

static bool resend_logged(struct act *a, void *context, struct error *e)
{
	struct resending *r = context;
	struct member_spool *spools[SPOOLS_MOST];
	return outgoing_again(&r->again, a, r->made.outgoing.manifest.id, spools, spools_of(r, spools),
	                      &r->written, e) &&
	       (r->state == SENT_RECEIPTED ||
	        exchanges_set_state(a->desk->store, r->made.outgoing.manifest.id, SENT_OUT, e));
}

static bool resend_done(struct act *a, void *context, struct error *e)
{
	struct resending *r = context;
	r->made.result.path = string_copy(r->again.path);
	r->made.result.terms = r->made.contents.agreement;
	r->made.result.purpose = r->made.contents.purpose;
	r->made.result.named = true;
	r->made.result.arrived = r->state == SENT_RECEIPTED;
	return !r->written || outgoing_publish_again(&r->again, a->desk, e);
}

static void resend_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct resending *r = context;
	const struct error changed = *why;
	outgoing_failed(&r->again, why);
	if (changed.code != ERR_PENDING_CHANGED && changed.code != ERR_NOT_FOUND)
		return;
	if (changed.code == ERR_NOT_FOUND && !r->record_count)
		return;
	error_set(why, ERR_SENT_CHANGED, r->id, "%s", "");
	error_add_detail(why, &changed);
}

static bool resend_refused(_unused_ struct act *a, void *context, struct act_refusal *ret,
                           _unused_ struct error *why)
{
	struct resending *r = context;
	if (r->made.outgoing.manifest.receiver)
		*ret = (struct act_refusal){ .package = r->made.result.id,
			                     .peer = r->made.outgoing.manifest.receiver };
	return true;
}

static const struct act_frame resending = { .kind = ACT_RESEND,
	                                    .powers = POWER_PACK,
	                                    .body = resend_body,
	                                    .logged = resend_logged,
	                                    .done = resend_done,
	                                    .failed = resend_failed,
	                                    .refused = resend_refused };

bool resend(struct desk *d, const char *id, bool copied, struct pack_result *ret, struct error *e)
{
	_cleanup_(resending_clear) struct resending r = {
		.id = id, .copied = copied, .made = MADE_AGAIN, .again.file.fd = -1
	};
	r.made.left = true;
	if (!act_run(d, &resending, &r, e))
		return false;
	*ret = r.made.result;
	r.made.result = (struct pack_result){ 0 };
	return true;
}
