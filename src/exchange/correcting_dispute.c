/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/amending.h"
#include "exchange/correcting.h"
#include "exchange/past_letter.h"
#include "store/exchanges.h"

#include <stdlib.h>
#include <string.h>

/* Of a record that came from elsewhere: a letter there. */

struct disputing {
	const struct correcting_request *request;
	struct amendment amended;
	struct correcting_result result;
	char *to;
	char tag[CORRECTION_TAG_SIZE + 1];
	uint8_t package[PACKAGE_ID_SIZE];
	struct outgoing outgoing;
	struct member_spool member;
	struct told_letter sent;
};

static void disputing_clear(struct disputing *d)
{
	amendment_clear(&d->amended);
	correcting_result_clear(&d->result);
	outgoing_clear(&d->outgoing);
	member_spool_clear(&d->member);
	free(d->to);
	free(d->sent.to);
	free(d->sent.path);
}

/* How the sender tells the record from others: "UNIT 0x1f #TAG 0x1f …". */
static bool find_tag(struct disputing *d, const struct stored_record *stored, struct error *e)
{
	struct cursor c = cursor_of(stored->key);
	(void)cursor_until(&c, 0x1f);
	struct bytes tag = cursor_until(&c, 0x1f);
	uint8_t raw[CORRECTION_TAG_SIZE / 2];
	if (tag.size != CORRECTION_TAG_SIZE + 1 || tag.data[0] != '#' ||
	    !hex_decode(bytes_of(tag.data + 1, CORRECTION_TAG_SIZE), raw, sizeof raw) ||
	    !hex_decode(bytes_of_string(stored->package), d->package, sizeof d->package))
		return error_set(
			e, ERR_NO_CORRECTION, d->amended.record, "%s",
			N_("it came before records were told apart: ask its sender to send it anew"));
	hex_encode(bytes_of(raw, sizeof raw), d->tag);
	return true;
}

/* Of what came from there, and of nothing else. */
static bool check_came(const struct disputing *d, struct error *e)
{
	const struct record *before = &d->amended.before, *after = &d->amended.after;
	for (size_t i = 0; i < catalogue_size(after->catalogue); i++)
		if (!before->values[i].data && after->values[i].data)
			return error_set(e, ERR_FIELD_NOT_AGREED, catalogue_field(after->catalogue, i)->name,
			                 "%s", N_("it didn't come from there"));
	return true;
}

static bool write_dispute(struct disputing *d, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer fields = { 0 }, line = { 0 };
	_cleanup_(buffer_clear) struct buffer removed = { 0 };
	const struct record *before = &d->amended.before, *after = &d->amended.after;
	const size_t count = catalogue_size(after->catalogue);
	bool *keep = calloc(count, sizeof *keep), any = false;
	if (!keep)
		return error_memory(e);
	for (size_t i = 0; i < count; i++) {
		bool differs = !bytes_equal(before->values[i], after->values[i]);
		keep[i] = differs && after->values[i].data;
		any = any || keep[i];
		if (differs && !keep[i])
			buffer_printf(&removed, "%s%s", removed.size ? " " : "",
			              catalogue_field(after->catalogue, i)->name);
	}
	bool ok = buffer_ok(&removed, e) && (!any || record_format(after, keep, &fields, e));
	free(keep);
	struct correction said = { .reason = d->request->why.reason,
		                   .found = d->request->why.found,
		                   .kept = KEEPS_COUNT,
		                   .fields = buffer_bytes(&fields),
		                   .removed = buffer_bytes(&removed) };
	memcpy(said.tag, d->tag, sizeof said.tag);
	memcpy(said.package, d->package, sizeof said.package);
	return ok && correction_format(&said, &line, e) &&
	       member_spool_start(&d->member, "disputes", store_home(d->amended.act->desk->store), e) &&
	       member_spool_line(&d->member, buffer_bytes(&line), e) && member_spool_end(&d->member, e);
}

static bool dispute_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct disputing *d = context;
	if (!stored->package)
		return error_set(e, ERR_NO_CORRECTION, d->amended.record, "%s",
		                 N_("it is this unit's own: `sluis record correct`"));
	d->to = string_copy(stored->source);
	if (!d->to)
		return error_memory(e);
	return find_tag(d, stored, e) && amendment_read(&d->amended, stored, e) && check_came(d, e) &&
	       (amendment_keeps(&d->amended, ROLE_BSN) ||
	        error_set(e, ERR_NO_CORRECTION, d->amended.record, "%s",
	                  N_("it would be about another client, or another case"))) &&
	       write_dispute(d, e) &&
	       act_client(d->amended.act, &d->amended.before, d->amended.record, NULL, NULL, e);
}

static bool dispute_body(struct act *a, void *context, struct error *e)
{
	struct disputing *d = context;
	struct outgoing *p = &d->outgoing;
	struct manifest *m = &p->manifest;
	struct member_spool *const spools[] = { &d->member };
	const struct selection one = { .kind = SELECT_RECORDS, .items = &d->amended.record, .count = 1 };
	d->amended.act = a;
	outgoing_start(p);
	if (!records_each(a->desk->store, &one, false, dispute_one, d, e))
		return false;
	m->kind = PACKAGE_DISPUTE;
	m->receiver = string_copy(d->to);
	m->use_by = a->desk->now + LASTING_DAYS * SECONDS_A_DAY;
	m->records = 1;
	if (!m->receiver)
		return error_memory(e);
	if (!exchanges_find(a->desk->store, d->package, false, past_letter_terms, &m->terms, e) ||
	    !outgoing_prepare(p, a, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), d->sent.id);
	d->sent.sequence = m->sequence;
	d->sent.records = 1;
	a->entry.package = d->sent.id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(p, &a->entry);
	a->private.values[PRIVATE_FIELDS_SHOWN] = buffer_string(&d->amended.names);
	return true;
}

static bool dispute_logged(struct act *a, void *context, struct error *e)
{
	struct disputing *d = context;
	struct member_spool *const spools[] = { &d->member };
	struct correction_row row = { .way = WAY_DISPUTED,
		                      .peer = d->to,
		                      .tag = d->tag,
		                      .fields = buffer_string(&d->amended.names),
		                      .made = a->desk->now };
	memcpy(row.letter, d->outgoing.manifest.id, sizeof row.letter);
	memcpy(row.package, d->package, sizeof row.package);
	memcpy(row.record, d->amended.record, sizeof row.record);
	return corrections_add(a->desk->store, &row, e) &&
	       outgoing_write(&d->outgoing, a, spools, ELEMENTS(spools), e);
}

static bool dispute_done(struct act *a, void *context, struct error *e)
{
	struct disputing *d = context;
	struct correcting_result *r = &d->result;
	struct error later;
	r->records = 1;
	r->fields = string_copy(buffer_string(&d->amended.names));
	r->sent = calloc(1, sizeof *r->sent);
	d->sent.to = string_copy(d->to);
	d->sent.path = string_copy(d->outgoing.path);
	d->sent.named = outgoing_publish(&d->outgoing, a->desk, &later);
	if (!r->sent || !r->fields || !d->sent.to || !d->sent.path)
		return error_memory(e);
	r->sent[0] = d->sent;
	r->sent_count = 1;
	d->sent = (struct told_letter){ 0 };
	return true;
}

static void dispute_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct disputing *d = context;
	outgoing_failed(&d->outgoing, why);
}

bool correcting_dispute(struct desk *desk, const struct correcting_request *q, struct correcting_result *ret,
                        struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_PACK,
		                                .powers = POWER_PACK | POWER_OPEN,
		                                .body = dispute_body,
		                                .logged = dispute_logged,
		                                .done = dispute_done,
		                                .failed = dispute_failed };
	_cleanup_(disputing_clear) struct disputing d = {
		.request = q,
		.amended = { .record = q->record, .changes = q->changes, .as_disputed = q->as_disputed },
		.outgoing.file.fd = -1
	};
	if (!act_run(desk, &frame, &d, e))
		return false;
	*ret = d.result;
	d.result = (struct correcting_result){ 0 };
	return true;
}
