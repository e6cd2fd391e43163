/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/json.h"
#include "exchange/amending.h"
#include "exchange/correction_answers.h"
#include "exchange/opening.h"
#include "exchange/screening.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/voided.h"
#include "trust/decide.h"

#include <stdlib.h>
#include <string.h>

/* What their sender says now of records that came before; and that what was disputed here is kept there. */
struct corrections {
	struct opening *opening;
	struct terms *terms;
	moment since, created; /* created: of the package that is corrected, at hand */
	int64_t import;
	uint64_t outcomes[CORRECTION_OUTCOME_COUNT], kept_there;
	const struct correction *said; /* at hand */
	struct bytes line;
	enum correction_outcome outcome;
	struct buffer text, names, but; /* but: fields of it that something newer brought */
	struct correction_answers answers;
	struct correction_letters onward;
};

static void corrections_clear(void *own)
{
	struct corrections *c = own;
	terms_freep(&c->terms);
	buffer_wipe(&c->text);
	buffer_clear(&c->names);
	buffer_clear(&c->but);
	correction_answers_clear(&c->answers);
	correction_letters_clear(&c->onward);
}

/* --- may it say so? --- */

/* A package of cases of the same unit, on the same terms. */
static bool check_package(void *context, const struct exchange_row *row, struct error *e)
{
	struct corrections *c = context;
	const struct manifest *m = &c->opening->letter.manifest;
	c->created = row->created;
	return (row->kind == PACKAGE_CASES && strcmp(row->peer, m->sender) == 0 && row->agreement &&
	        row->purpose && strcmp(row->agreement, m->terms.agreement) == 0 &&
	        strcmp(row->purpose, m->terms.purpose) == 0) ||
	       error_set(e, ERR_PACKAGE, "corrections", "%s",
	                 N_("it corrects what another letter, or another unit, brought"));
}

static bool find_package(struct corrections *c, bool *ret_there, struct error *e)
{
	struct opening *o = c->opening;
	struct manifest corrected = { .sender = o->letter.manifest.sender };
	struct store *s = o->act->desk->store;
	struct error why;
	memcpy(corrected.id, c->said->package, sizeof corrected.id);
	*ret_there = exchanges_find(s, c->said->package, false, check_package, c, e);
	if (*ret_there || e->code != ERR_NOT_FOUND)
		return *ret_there;
	if (!voided_check(s, &corrected, &why))
		return why.code == ERR_PACKAGE_VOIDED ||
		       error_set(e, why.code, why.subject, "%s", why.detail);
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(c->said->package, PACKAGE_ID_SIZE), id);
	return error_set(e, ERR_PACKAGE_EARLY, id, "%s", o->letter.manifest.sender);
}

static bool not_agreed(const struct field *f, const char *why, struct error *e)
{
	return error_set(e, ERR_FIELD_NOT_AGREED, f->name, "%s", why);
}

/* Each field had come with that package, or is here since another, and may come as it is now. */
static bool check_field(struct corrections *c, const struct question *q, const struct record *came, size_t i,
                        struct error *e)
{
	const struct field *f = catalogue_field(came->catalogue, i);
	if (!came->values[i].data || f->kind == FIELD_ATTACHMENTS)
		return not_agreed(f, N_("it wasn't in the package that is corrected"), e);
	buffer_printf(&c->names, "%s%s", c->names.size ? " " : "", f->name);
	struct decision d =
		q->record->values[i].data ? decide_field(q, f) : (struct decision){ .allowed = true };
	return d.allowed || not_agreed(f, rule_name(d.rule), e);
}

static bool check_fields(struct corrections *c, const struct record *came, const struct record *now,
                         struct error *e)
{
	const struct opening *o = c->opening;
	const struct catalogue *catalogue = now->catalogue;
	const struct question q = {
		.terms = c->terms,
		.laws = o->letter.sender_laws,
		.when = c->created,
		.since = c->since,
		.received = true,
		.record = now,
		.roster = roster_chain_version(store_rosters(o->act->desk->store),
		                               o->letter.manifest.roster_version),
	};
	_cleanup_(json_freep) json_t *fields = NULL;
	_cleanup_(buffer_wipe) struct buffer again = { 0 };
	bool *keep = calloc(catalogue_size(catalogue), sizeof *keep);
	bool ok = keep ? !c->said->fields.size || json_parse(c->said->fields, "corrections", &fields, e)
	               : error_memory(e);
	buffer_reset(&c->names);
	for (size_t i = 0; ok && i < catalogue_size(catalogue); i++) {
		const char *name = catalogue_field(catalogue, i)->name;
		keep[i] = fields && json_object_get(fields, name);
		if (keep[i] || amendment_names(c->said->removed, name))
			ok = check_field(c, &q, came, i, e);
	}
	ok = ok && buffer_ok(&c->names, e) && (!fields || record_format(now, keep, &again, e));
	free(keep);
	return ok && (bytes_equal(buffer_bytes(&again), c->said->fields) ||
	              error_set(e, ERR_PACKAGE_CONTENT, "corrections", "%s",
	                        N_("fields that aren't spelled as records have them")));
}

/* --- a record --- */

static bool settle(struct corrections *c, const char *record, enum correction_outcome outcome,
                   enum correction_keep kept, struct error *e)
{
	const struct opening *o = c->opening;
	c->outcomes[outcome]++;
	c->outcome = outcome;
	return correction_answers_add(&c->answers, o->act, c->said->tag, record, o->letter.manifest.id,
	                              outcome, kept, e);
}

static bool keep_row(struct corrections *c, const char *record, struct error *e)
{
	const struct opening *o = c->opening;
	const struct manifest *m = &o->letter.manifest;
	bool waits = c->outcome == CORRECTION_KEPT;
	struct correction_row row = { .way = WAY_CORRECTION_CAME,
		                      .peer = m->sender,
		                      .tag = c->said->tag,
		                      .fields = buffer_string(&c->names),
		                      .made = o->act->desk->now,
		                      .outcome = waits ? NULL : correction_outcome_name(c->outcome),
		                      .decided = waits ? 0 : o->act->desk->now };
	if (waits)
		row.line = c->line;
	memcpy(row.letter, m->id, sizeof row.letter);
	memcpy(row.package, c->said->package, sizeof row.package);
	memcpy(row.record, record, sizeof row.record);
	return corrections_add(o->act->desk->store, &row, e);
}

static bool put(struct corrections *c, const struct stored_record *stored, const struct record *now,
                struct error *e)
{
	struct opening *o = c->opening;
	struct store *s = o->act->desk->store;
	const struct manifest *m = &o->letter.manifest;
	bool stands = c->but.size > 0; /* the rest came with something newer */
	const struct stored_record template = { .package = stands ? stored->package : o->letter.id,
		                                .tag = c->said->tag,
		                                .agreement = m->terms.agreement,
		                                .purpose = m->terms.purpose,
		                                .sequence = stands ? RECORD_NEWEST : m->sequence,
		                                .taken_in = o->act->desk->now,
		                                .retain_until = stored->retain_until };
	const struct correction_why why = { c->said->reason, c->said->found };
	char id[RECORD_ID_SIZE + 1];
	enum record_change change;
	uint64_t told;
	if (!c->import && !import_begin(s, m->sender, o->letter.id, &c->import, e))
		return false;
	return record_put(s, c->import, m->sender, now, &template, NULL, &change, id, e) &&
	       correction_letters_add(&c->onward, o->act, id, &why, &told, e);
}

/* What came with that package; and what other packages of the same sender brought since, on the same terms.
 */
static bool find_came(const struct corrections *c, const struct stored_record *stored, struct record *ret,
                      struct error *e)
{
	const struct desk *d = c->opening->act->desk;
	_cleanup_(buffer_wipe) struct buffer json = { 0 };
	_cleanup_(record_clear) struct record stands = { 0 };
	bool there;
	if (!corrections_version_came(d->store, stored->id, c->said->package, &json, &there, e) ||
	    !record_recall(d->catalogue, there ? buffer_bytes(&json) : stored->json, stored->id, ret, e) ||
	    !record_recall(d->catalogue, stored->json, stored->id, &stands, e))
		return false;
	for (size_t i = 0; i < catalogue_size(d->catalogue); i++)
		if (!ret->values[i].data) {
			ret->values[i] = stands.values[i];
			stands.values[i] = (struct bytes){ 0 };
		}
	return true;
}

static bool apply(void *context, const struct stored_record *stored, struct error *e)
{
	struct corrections *c = context;
	struct opening *o = c->opening;
	struct desk *d = o->act->desk;
	_cleanup_(record_clear) struct record came = { 0 }, now = { 0 };
	bool later;
	buffer_reset(&c->but);
	if (!amendment_overtaken(d->store, stored->id, o->letter.manifest.sequence, c->said, &c->but, &later,
	                         e) ||
	    !find_came(c, stored, &came, e) ||
	    !amendment_merge(d->catalogue, stored->json, c->said, bytes_of(NULL, 0), &now, e) ||
	    !check_fields(c, &came, &now, e))
		return false;
	record_clear(&now);
	if (!amendment_merge(d->catalogue, stored->json, c->said, buffer_bytes(&c->but), &now, e))
		return false;
	char id[RECORD_ID_SIZE + 1];
	memcpy(id, stored->id, sizeof id);
	bool done = later ? settle(c, id, CORRECTION_OVERTAKEN, KEEPS_COUNT, e)
	            : stored->restricted
	                    ? settle(c, id, CORRECTION_KEPT, KEEPS_RESTRICTED, e)
	                    : put(c, stored, &now, e) && settle(c, id, CORRECTION_APPLIED, KEEPS_COUNT, e);
	return done && keep_row(c, id, e) && act_client(o->act, &now, id, NULL, NULL, e);
}

/* --- what was disputed here --- */

static bool sent_there(void *context, const struct exchange_row *row, struct error *e)
{
	const struct manifest *m = context;
	return (row->kind == PACKAGE_DISPUTE && strcmp(row->peer, m->sender) == 0) ||
	       error_set(e, ERR_PACKAGE, "corrections", "%s", N_("nothing was disputed by that letter"));
}

static bool end_dispute(struct corrections *c, struct error *e)
{
	struct opening *o = c->opening;
	const struct correction *said = c->said;
	struct store *s = o->act->desk->store;
	bool kept = said->kept != KEEPS_COUNT;
	char record[RECORD_ID_SIZE + 1];
	if (!exchanges_find(s, said->dispute, true, sent_there, &o->letter.manifest, e))
		return e->code != ERR_NOT_FOUND ? false
		                                : error_set(e, ERR_PACKAGE, "corrections", "%s",
		                                            N_("nothing was disputed by that letter"));
	c->kept_there += kept;
	return corrections_settle(s, WAY_DISPUTED, said->dispute, said->tag,
	                          correction_outcome_name(kept ? CORRECTION_KEPT : CORRECTION_APPLIED),
	                          kept ? correction_keep_name(said->kept) : NULL, o->act->desk->now, record,
	                          e) &&
	       (!kept || !*record || act_client_bsn(o->act, bytes_of(NULL, 0), record, NULL, NULL, e));
}

static bool take_line(struct opening *o, struct bytes line, struct error *e)
{
	struct corrections *c = o->own;
	const struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	struct correction said;
	char id[RECORD_ID_SIZE + 1];
	const char *one = id;
	bool there;
	o->read++;
	if (!correction_parse(line, "corrections", &said, &c->text, e))
		return false;
	c->said = &said;
	c->line = line;
	if (said.answers && !end_dispute(c, e))
		return false;
	if (said.kept != KEEPS_COUNT)
		return true;
	if (!find_package(c, &there, e))
		return false;
	if (there &&
	    !corrections_find_record(s, m->sender, said.tag, m->terms.agreement, m->terms.purpose, id, e))
		return false;
	if (!there || !*id)
		return settle(c, NULL, CORRECTION_UNKNOWN, KEEPS_COUNT, e);
	const struct selection which = { .kind = SELECT_RECORDS, .items = &one, .count = 1 };
	return records_each(s, &which, false, apply, c, e);
}

/* Whatever day it is: what isn't right stays so when its agreement ended (AVG 19). */
static bool take(struct opening *o, struct error *e)
{
	struct corrections *c = o->own;
	struct desk *d = o->act->desk;
	const struct import_counts counts = { .read = o->letter.manifest.records };
	c->opening = o;
	return opening_find_agreement(o, e) &&
	       terms_prepare(o->agreement, o->purpose, d->catalogue, &c->terms, e) &&
	       screening_purpose_since(d, o->agreement, o->purpose, &c->since, e) &&
	       correction_answers_start(&c->answers, o->act, o->letter.manifest.sender,
	                                &o->letter.manifest.terms, e) &&
	       opening_read_members(o, e) && opening_check_count(o, "corrections", e) &&
	       (!c->import || import_end(d->store, c->import, &counts, e));
}

/* --- what came of it, told back --- */

static bool tell(struct opening *o, struct error *e)
{
	struct corrections *c = o->own;
	return correction_answers_send(&c->answers, o->act, e) &&
	       correction_letters_send(&c->onward, o->act, e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct corrections *c = o->own;
	memcpy(ret->corrected.outcomes, c->outcomes, sizeof ret->corrected.outcomes);
	ret->corrected.kept_there = c->kept_there;
}

static void done(struct opening *o)
{
	struct corrections *c = o->own;
	struct open_result *r = o->result;
	struct error later;
	r->corrected.answer = correction_answers_publish(&c->answers, o->act);
	correction_letters_publish(&c->onward, o->act);
	(void)!correction_letters_give(&c->onward, &r->corrected.onward, &r->corrected.onward_count, &later);
}

static void failed(struct opening *o, const struct error *why)
{
	struct corrections *c = o->own;
	correction_answers_failed(&c->answers, why);
	correction_letters_failed(&c->onward, why);
}

const struct opener open_correction = { .name = "correction",
	                                .size = sizeof(struct corrections),
	                                .clear = corrections_clear,
	                                .members = { { "corrections/", take_line } },
	                                .take = take,
	                                .logged = tell,
	                                .fill = fill,
	                                .done = done,
	                                .failed = failed };
