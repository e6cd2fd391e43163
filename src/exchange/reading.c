/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/reading.h"

#include "exchange/sift.h"
#include "io/file.h"

#include <string.h>

/* What the four have in common: a client's entry for each record shown. */
struct reading {
	struct act act;
	struct client_spool clients;
	uint64_t limit, total;
	reading_each each;
	void *context;
};

static void reading_clear(struct reading *r)
{
	act_clear(&r->act);
	client_spool_clear(&r->clients);
}

/* `fields`: which of a record's; "*" for all. */
static bool reading_begin(struct reading *r, struct desk *d, const char *action, enum power needs,
                          const char *fields, struct error *e)
{
	bool begun = act_begin(&r->act, d, action, needs, e);
	r->act.private.values[PRIVATE_FIELDS_SHOWN] = fields;
	if (begun)
		return client_spool_start(&r->clients, store_home(d->store), e);
	act_clear(&r->act);
	return desk_refused(d, action, NULL, NULL, e);
}

static bool reading_shown(void *context, const struct stored_record *stored, struct error *e)
{
	struct reading *r = context;
	_cleanup_(record_clear) struct record record = { 0 };
	if (r->total++ >= r->limit)
		return true;
	return record_parse(r->act.desk->catalogue, stored->json, stored->id, &record, e) &&
	       client_spool_add(&r->clients, &record, stored->id, NULL, NULL, e) &&
	       r->each(r->context, stored, e);
}

static bool reading_end(struct reading *r, struct error *e)
{
	r->act.entry.records = r->clients.count;
	return act_log(&r->act, e) && client_spool_log(&r->clients, &r->act, e) && act_commit(&r->act, e);
}

bool reading_list(struct desk *d, const struct selection *which, uint64_t limit, uint64_t *ret_total,
                  reading_each each, void *context, struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { .limit = limit, .each = each, .context = context };
	if (!reading_begin(&r, d, "read", POWER_READ, READING_LISTED, e) ||
	    !records_each(d->store, which, false, reading_shown, &r, e) || !reading_end(&r, e))
		return false;
	*ret_total = r.total;
	return true;
}

static bool show_later(void *context, const struct stored_record *r, struct error *e)
{
	(void)context, (void)r, (void)e;
	return true;
}

bool reading_show(struct desk *d, const char *id, bool history, reading_each each, void *context,
                  struct error *e)
{
	const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
	/* The history holds the current state too, and is one client's however long. */
	_cleanup_(reading_clear) struct reading r = { .limit = UINT64_MAX,
		                                      .each = history ? show_later : each,
		                                      .context = context };
	return reading_begin(&r, d, "read", POWER_READ, "*", e) &&
	       records_each(d->store, &one, false, reading_shown, &r, e) &&
	       (!history || records_history(d->store, id, each, context, e)) && reading_end(&r, e);
}

bool reading_search(struct desk *d, struct bytes terms, uint64_t limit, reading_each each, void *context,
                    struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { .limit = limit, .each = each, .context = context };
	return reading_begin(&r, d, "search", POWER_READ, READING_LISTED, e) &&
	       records_search(d->store, terms, limit, reading_shown, &r, e) && reading_end(&r, e);
}

static bool write_line(void *context, const struct stored_record *stored, struct error *e)
{
	struct file_write *file = context;
	return sink_write(file_write_sink(file), stored->json, e) &&
	       sink_write(file_write_sink(file), BYTES("\n"), e);
}

bool reading_export(struct desk *d, const struct selection *which, const char *path, bool replace,
                    uint64_t *ret_count, struct error *e)
{
	_cleanup_(file_write_clear) struct file_write file = { .fd = -1 };
	_cleanup_(reading_clear) struct reading r = { .limit = UINT64_MAX,
		                                      .each = write_line,
		                                      .context = &file };
	/* Before it is logged that anything was exported. */
	if (!replace && file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!reading_begin(&r, d, "export", POWER_EXPORT, "*", e) || !file_write_start(&file, path, e) ||
	    !records_each(d->store, which, false, reading_shown, &r, e) || !file_write_sync(&file, e) ||
	    !reading_end(&r, e) || !file_write_publish(&file, replace, e))
		return false;
	*ret_count = r.clients.count;
	return true;
}
