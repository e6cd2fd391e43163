/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/reading.h"

#include "base/limits.h"
#include "exchange/declarations.h"
#include "exchange/screening.h"
#include "io/file.h"

#include <string.h>

/* What the four have in common: a client's entry for each record shown. */
struct reading {
	const char *fields; /* which of a record's are shown; "*" for all */
	const struct selection *which;
	const char *id;     /* of the record whose history is asked for; NULL: of none */
	struct bytes terms; /* of a search */
	uint64_t limit, total;
	/* what becomes of a restricted one; NULL: shown, as any */
	bool (*restricted)(struct reading *r, const struct stored_record *stored, struct error *e);
	uint64_t left_out;
	uint64_t arrived;         /* and not accepted yet: an export leaves them out */
	const char *reason;       /* for the log's private part; NULL: none */
	reading_each each, shown; /* shown: of a history, what each version is given to */
	struct record current;    /* of a history */
	void *context;
	struct act *act;
	struct file_write file; /* of an export */
	bool replace;
	const char *path;
};

static void reading_clear(struct reading *r)
{
	file_write_clear(&r->file);
	record_clear(&r->current);
}

static bool reading_shown(void *context, const struct stored_record *stored, struct error *e)
{
	struct reading *r = context;
	_cleanup_(record_clear) struct record record = { 0 };
	if (stored->restricted && r->restricted)
		return r->restricted(r, stored, e);
	if (!arrival_may_go(stored->arrival) && r->path) {
		r->arrived++;
		return true;
	}
	if (r->total++ >= r->limit)
		return true;
	return record_recall(r->act->desk->catalogue, stored->json, stored->id, &record, e) &&
	       act_client(r->act, &record, stored->id, NULL, NULL, e) && r->each(r->context, stored, e);
}

static void reading_start(struct reading *r, struct act *a)
{
	r->act = a;
	a->private.values[PRIVATE_FIELDS_SHOWN] = r->fields;
	a->private.values[PRIVATE_REASON] = r->reason;
}

static bool read_body(struct act *a, void *context, struct error *e)
{
	struct reading *r = context;
	struct store *s = a->desk->store;
	reading_start(r, a);
	/* Of all of them those that are shown are read, and the rest is counted. */
	bool some = r->which->kind == SELECT_ALL && !r->restricted;
	if (some ? !records_first(s, r->limit, reading_shown, r, e) || !records_count(s, &r->total, e)
	         : !records_each(s, r->which, false, reading_shown, r, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame listing = { .kind = ACT_READ, .body = read_body };

bool reading_list(struct desk *d, const struct selection *which, uint64_t limit, uint64_t *ret_total,
                  reading_each each, void *context, struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { .fields = READING_LISTED,
		                                      .which = which,
		                                      .limit = limit,
		                                      .each = each,
		                                      .context = context,
		                                      .file.fd = -1 };
	if (!act_run(d, &listing, &r, e))
		return false;
	*ret_total = r.total;
	return true;
}

/* A case number moves: an older version may be about somebody else. Who reads it here is logged as reading
 * that client; to the client of today it isn't shown. */
static bool show_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct reading *r = context;
	_cleanup_(record_clear) struct record version = { 0 };
	if (!record_recall(r->act->desk->catalogue, stored->json, stored->id, &version, e))
		return false;
	if (!stored->superseded) {
		r->current = version;
		version = (struct record){ 0 };
	} else if (!declarations_same_client(&r->current, &version)) {
		if (r->reason)
			return true;
		if (!act_client(r->act, &version, stored->id, NULL, NULL, e))
			return false;
	}
	return r->shown(r->context, stored, e);
}

static bool show_later(void *context, const struct stored_record *r, struct error *e)
{
	(void)context, (void)r, (void)e;
	return true;
}

/* The history holds the current state too, which comes first. */
static bool history_body(struct act *a, void *context, struct error *e)
{
	struct reading *r = context;
	r->shown = r->each;
	r->each = show_later;
	if (!read_body(a, r, e) || !records_history(a->desk->store, r->id, show_version, r, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame showing_history = { .kind = ACT_READ, .body = history_body };

static bool refuse_restricted(_unused_ struct reading *r, const struct stored_record *stored, struct error *e)
{
	return error_set(e, ERR_RESTRICTED, stored->id, "%s", "");
}

static bool leave_out_restricted(struct reading *r, _unused_ const struct stored_record *stored,
                                 _unused_ struct error *e)
{
	r->left_out++;
	return true;
}

bool reading_show(struct desk *d, const char *id, bool history, bool to_client, reading_each each,
                  void *context, struct error *e)
{
	const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
	_cleanup_(reading_clear) struct reading r = { .fields = "*",
		                                      .which = &one,
		                                      .id = id,
		                                      .restricted = to_client ? NULL : refuse_restricted,
		                                      .reason = to_client ? "to-client" : NULL,
		                                      .limit = UINT64_MAX,
		                                      .each = each,
		                                      .context = context,
		                                      .file.fd = -1 };
	return act_run(d, history ? &showing_history : &listing, &r, e);
}

static bool search_body(struct act *a, void *context, struct error *e)
{
	struct reading *r = context;
	reading_start(r, a);
	if (!records_search(a->desk->store, r->terms, r->limit, reading_shown, r, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame searching = { .kind = ACT_SEARCH, .body = search_body };

bool reading_search(struct desk *d, struct bytes terms, uint64_t limit, reading_each each, void *context,
                    struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { .fields = READING_LISTED,
		                                      .terms = terms,
		                                      .limit = limit,
		                                      .each = each,
		                                      .context = context,
		                                      .file.fd = -1 };
	return act_run(d, &searching, &r, e);
}

static bool write_line(void *context, const struct stored_record *stored, struct error *e)
{
	struct file_write *file = context;
	return sink_write(file_write_sink(file), stored->json, e) &&
	       sink_write(file_write_sink(file), BYTES("\n"), e);
}

static bool export_body(struct act *a, void *context, struct error *e)
{
	struct reading *r = context;
	if (!file_write_start(&r->file, r->path, e) || !read_body(a, r, e))
		return false;
	if (r->left_out + r->arrived && !a->clients.count)
		return error_set(e, r->left_out ? ERR_RESTRICTED : ERR_NOT_ACCEPTED, "record", "%s",
		                 N_("all of the selection"));
	return file_write_sync(&r->file, e);
}

static bool publish(_unused_ struct act *a, void *context, struct error *e)
{
	struct reading *r = context;
	return file_write_publish(&r->file, r->replace, e);
}

static const struct act_frame exporting = { .kind = ACT_EXPORT, .body = export_body, .done = publish };

bool reading_export(struct desk *d, const struct selection *which, const char *path, bool replace,
                    uint64_t *ret_count, uint64_t *ret_restricted, uint64_t *ret_arrived, struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { .fields = "*",
		                                      .which = which,
		                                      .limit = UINT64_MAX,
		                                      .each = write_line,
		                                      .restricted = leave_out_restricted,
		                                      .file.fd = -1,
		                                      .replace = replace,
		                                      .path = path };
	r.context = &r.file;
	/* Before it is logged that anything was exported. */
	if (!replace && file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!act_run(d, &exporting, &r, e))
		return false;
	*ret_count = r.total;
	*ret_restricted = r.left_out;
	*ret_arrived = r.arrived;
	return true;
}

/* --- what belongs together --- */

struct together {
	struct reading reading; /* the first member: what it calls is given it */
	const struct reading_together *asked;
	uint64_t seen;
};

static bool hide(struct reading *r, const struct stored_record *stored, struct error *e)
{
	const struct together *t = (const struct together *)(const void *)r;
	return t->asked->hidden(t->asked->context, stored, e);
}

static bool show_if_wanted(void *context, const struct stored_record *stored, struct error *e)
{
	struct together *t = context;
	const struct reading_together *asked = t->asked;
	if (asked->wanted && !asked->wanted(asked->context, stored))
		return true;
	if (t->seen++ == LIMIT_TOGETHER_RECORDS)
		return error_set(e, ERR_TOO_LARGE, asked->field, N_("more than %u records have that number"),
		                 LIMIT_TOGETHER_RECORDS);
	return reading_shown(&t->reading, stored, e);
}

static bool together_body(struct act *a, void *context, struct error *e)
{
	struct together *t = context;
	reading_start(&t->reading, a);
	if (!records_each(a->desk->store, t->reading.which, false, show_if_wanted, t, e) ||
	    !t->asked->whole(t->asked->context, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame reading_of_together = { .kind = ACT_READ, .body = together_body };

bool reading_together(struct desk *d, const struct reading_together *asked, struct error *e)
{
	const struct selection which = { .kind = SELECT_FIELD, .field = asked->field, .value = asked->value };
	struct together t = { .reading = { .fields = asked->fields,
		                           .which = &which,
		                           .restricted = hide,
		                           .limit = UINT64_MAX,
		                           .each = asked->each,
		                           .context = asked->context,
		                           .file.fd = -1 },
		              .asked = asked };
	return act_run(d, &reading_of_together, &t, e);
}

/* --- what was asked --- */

struct reading_of_request {
	uint8_t id[PACKAGE_ID_SIZE];
	bool (*whole)(void *context, const struct request_row *row, struct error *e);
	bool (*each)(void *context, const struct reading_asked *c, struct error *e);
	void *context;
	struct act *act;
	struct record record; /* of the client in hand, once one was found */
	char record_id[RECORD_ID_SIZE + 1];
};

static bool take_first(void *context, const struct stored_record *stored, struct error *e)
{
	struct reading_of_request *r = context;
	if (*r->record_id)
		return true;
	memcpy(r->record_id, stored->id, sizeof r->record_id);
	return record_recall(r->act->desk->catalogue, stored->json, stored->id, &r->record, e);
}

static bool read_client(void *context, const struct request_client *c, struct error *e)
{
	struct reading_of_request *r = context;
	const struct selection tied = { .kind = SELECT_TIED, .tie = c->tie };
	*r->record_id = 0;
	bool ok = records_each(r->act->desk->store, &tied, false, take_first, r, e);
	const struct reading_asked told = { c, *r->record_id ? &r->record : NULL };
	ok = ok &&
	     (told.record ? act_client(r->act, told.record, r->record_id, NULL, NULL, e)
	                  : act_client_bsn(r->act, tie_number(c->tie), NULL, NULL, NULL, e)) &&
	     r->each(r->context, &told, e);
	record_clear(&r->record);
	r->record = (struct record){ 0 };
	return ok;
}

static bool request_body(struct act *a, void *context, struct error *e)
{
	struct reading_of_request *r = context;
	struct store *s = a->desk->store;
	bool sent = false;
	r->act = a;
	a->private.values[PRIVATE_FIELDS_SHOWN] = READING_LISTED;
	if (!requests_find(s, sent, r->id, r->whole, r->context, e)) {
		if (e->code != ERR_NOT_FOUND)
			return false;
		sent = true;
		if (!requests_find(s, sent, r->id, r->whole, r->context, e))
			return false;
	}
	if (!requests_each_client(s, sent, r->id, read_client, r, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame reading_of_request = { .kind = ACT_READ, .body = request_body };

bool reading_request(struct desk *d, const char *id,
                     bool (*whole)(void *context, const struct request_row *row, struct error *e),
                     bool (*each)(void *context, const struct reading_asked *c, struct error *e),
                     void *context, struct error *e)
{
	struct reading_of_request r = { .whole = whole, .each = each, .context = context };
	return (hex_decode(bytes_of_string(id), r.id, sizeof r.id) ||
	        error_set(e, ERR_NOT_FOUND, id, "%s", "")) &&
	       act_run(d, &reading_of_request, &r, e);
}
