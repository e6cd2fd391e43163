/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/logbook.h"

#include "codec/json.h"
#include "exchange/screening.h"
#include "io/file.h"
#include "log/bundle.h"
#include "log/ldv.h"
#include "log/verdicts.h"
#include "store/exchanges.h"
#include "store/renewal.h"
#include "store/statements.h"
#include "store/witnesses.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef bool (*logbook_each)(void *context, const struct logbook_row *row, struct error *e);

/* Entries being shown: with their private values they show clients, and that is told in turn. */
struct showing {
	struct act *act;
	uint64_t from, to;
	bool private;
	logbook_each each;
	void *context;
	struct shown_trees trees; /* of this log, that others cosigned */
};

static bool take_cosigned(void *context, const struct cosigned_row *row, struct error *e)
{
	struct showing *s = context;
	return shown_trees_add(&s->trees, row->size, row->when, e);
}

/* By the key that stands behind the mandate, in the version that the entry names. */
static bool judge_entry(const struct showing *s, const struct entry *entry, struct signature_judged *ret)
{
	const struct roster_chain *c = store_rosters(s->act->desk->store);
	const struct roster *named = roster_chain_version(c, entry->roster_version);
	const struct roster_mandate *m =
		named && entry->mandate ? roster_mandate_by_id(named, entry->mandate) : NULL;
	if (!m)
		return false;
	const struct signature signature = { .chain = c,
		                             .named = named,
		                             .person = m->person,
		                             .unit = m->unit,
		                             .power = POWER_ANY,
		                             .made = entry->start,
		                             .arrived = shown_trees_by(&s->trees, entry->index) };
	*ret = signature_judge(&signature);
	return true;
}

static struct bytes member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value) ? bytes_of(json_string_value(value), json_string_length(value))
	                             : (struct bytes){ NULL, 0 };
}

static bool shown_client(struct showing *s, struct bytes values, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	if (values.size == 0)
		return true;
	if (!json_parse(values, "private", &object, e))
		return false;
	bool bsn = bytes_equal_string(member(object, "subject_type"), "bsn");
	_cleanup_(string_freep) char *record = string_of_bytes(member(object, "record"));
	if (!record)
		return error_memory(e);
	return act_client_bsn(s->act, bsn ? member(object, "subject") : (struct bytes){ NULL, 0 }, record,
	                      NULL, NULL, e);
}

static bool show_entry(struct showing *s, uint64_t index, struct error *e)
{
	struct store *store = s->act->desk->store;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(buffer_wipe) struct buffer values = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (!log_entry(store_log(store), index, &raw, e) ||
	    !entry_parse(buffer_bytes(&raw), &entry, &text, e) ||
	    (s->private && !store_log_private(store, index, &values, e)) ||
	    (entry.child && !shown_client(s, buffer_bytes(&values), e)))
		return false;
	struct signature_judged judged;
	const struct logbook_row row = { &entry, buffer_bytes(&raw), buffer_bytes(&values),
		                         judge_entry(s, &entry, &judged) ? &judged : NULL };
	return s->each(s->context, &row, e);
}

static void describe_range(struct entry *entry, uint64_t from, uint64_t to)
{
	if (from >= to)
		return;
	entry->entries = to - from;
	entry->from_index = from;
	entry->to_index = to;
}

bool logbook_days(struct desk *d, moment since, moment until, uint64_t *ret_from, uint64_t *ret_to,
                  struct error *e)
{
	*ret_from = 0;
	*ret_to = UINT64_MAX;
	return (!since || store_log_day(d->store, since, ret_from, e)) &&
	       (!until || store_log_day(d->store, until + SECONDS_A_DAY, ret_to, e));
}

static bool show_body(struct act *a, void *context, struct error *e)
{
	struct showing *s = context;
	uint64_t size = log_size(store_log(a->desk->store));
	s->act = a;
	if (!witnesses_each_cosigned(a->desk->store, take_cosigned, s, e))
		return false;
	shown_trees_settle(&s->trees);
	for (uint64_t i = s->from; i < s->to && i < size; i++)
		if (!show_entry(s, i, e))
			return false;
	a->entry.records = a->clients.count;
	describe_range(&a->entry, s->from, s->to < size ? s->to : size);
	return true;
}

static const struct act_frame showing_log = { .kind = ACT_LOG, .body = show_body };

bool logbook_show(struct desk *d, uint64_t from, uint64_t to, bool private, logbook_each each, void *context,
                  struct error *e)
{
	struct showing s = { .from = from, .to = to, .private = private, .each = each, .context = context };
	bool ok = act_run(d, &showing_log, &s, e);
	shown_trees_clear(&s.trees);
	return ok;
}

static bool export_agreement(void *context, const char *id, uint64_t version, struct bytes note,
                             struct error *e)
{
	char name[256];
	snprintf(name, sizeof name, "agreements/%s-v%llu.note", id, (unsigned long long)version);
	return bundle_file(context, name, note, e);
}

/* What agreements pin. A catalogue is no note: only its hash vouches for it. */
static bool export_law(void *context, const char *type, const struct sha256 *hash, struct bytes note,
                       struct error *e)
{
	char name[4 + SHA256_HEX_SIZE + 5 + 1], hex[SHA256_HEX_SIZE + 1];
	sha256_hex(hash, hex);
	snprintf(name, sizeof name, "law/%s.%s", hex, strcmp(type, "catalogue") == 0 ? "yaml" : "note");
	return bundle_file(context, name, note, e);
}

static bool export_manifest(void *context, const struct exchange_row *row, struct error *e)
{
	char id[2 * PACKAGE_ID_SIZE + 1], name[64];
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	snprintf(name, sizeof name, "manifests/%s.note", id);
	return bundle_file(context, name, row->manifest_note, e);
}

/* A peer's checkpoint, as it was seen here. */
static bool export_seen(void *context, const struct seen_row *row, struct error *e)
{
	char name[200];
	snprintf(name, sizeof name, "peers/%s/%012llu.note", row->peer, (unsigned long long)row->size);
	return bundle_file(context, name, row->note, e);
}

/* The signatures of one size together, in one note: of witnesses, and of a log key that another took over
 * from. */
struct witnessed {
	struct bundle_writer *w;
	uint64_t size;
	struct buffer note;
	struct store *store;
};

static void witnessed_clear(struct witnessed *g)
{
	buffer_clear(&g->note);
}

/* Behind the log's own line, which is the first of each. */
static bool append_others(struct buffer *out, struct bytes note, struct error *e)
{
	struct note n;
	if (!note_parse(note, "cosignature", &n, e))
		return false;
	struct cursor lines = cursor_of(n.signatures);
	(void)cursor_line(&lines);
	buffer_append(out, lines.left);
	return buffer_ok(out, e);
}

struct change_of_size {
	uint64_t size;
	struct buffer *note;
};

static bool take_change(void *context, uint64_t size, struct bytes note, struct error *e)
{
	struct change_of_size *c = context;
	if (size == c->size)
		buffer_append(c->note, note);
	return buffer_ok(c->note, e);
}

static bool export_witnessed(struct witnessed *g, struct error *e)
{
	char name[40];
	snprintf(name, sizeof name, "witnessed/%012llu.note", (unsigned long long)g->size);
	return g->note.size == 0 ||
	       (buffer_ok(&g->note, e) && bundle_file(g->w, name, buffer_bytes(&g->note), e));
}

/* Where two keys of the log signed, their note comes first: what the witnesses keep has one of them. */
static bool add_witnessed(void *context, const struct cosigned_row *row, struct error *e)
{
	struct witnessed *g = context;
	if (row->size == g->size && g->note.size)
		return append_others(&g->note, row->note, e);
	if (!export_witnessed(g, e))
		return false;
	buffer_reset(&g->note);
	g->size = row->size;
	struct change_of_size change = { g->size, &g->note };
	if (!renewal_each_change(g->store, take_change, &change, e))
		return false;
	if (g->note.size)
		return append_others(&g->note, row->note, e);
	buffer_append(&g->note, row->note);
	return buffer_ok(&g->note, e);
}

static bool find_size(void *context, const struct cosigned_row *row, _unused_ struct error *e)
{
	struct change_of_size *c = context;
	if (row->size == c->size)
		c->note = NULL;
	return true;
}

/* That nobody cosigned as well. */
static bool export_change(void *context, uint64_t size, struct bytes note, struct error *e)
{
	struct witnessed *g = context;
	struct change_of_size seen = { size, &g->note };
	char name[40];
	snprintf(name, sizeof name, "witnessed/%012llu.note", (unsigned long long)size);
	return witnesses_each_cosigned(g->store, find_size, &seen, e) &&
	       (!seen.note || bundle_file(g->w, name, note, e));
}

static bool export_sightings(struct desk *d, struct bundle_writer *w, struct error *e)
{
	_cleanup_(witnessed_clear) struct witnessed g = { .w = w, .store = d->store };
	return witnesses_each_cosigned(d->store, add_witnessed, &g, e) && export_witnessed(&g, e) &&
	       renewal_each_change(d->store, export_change, &g, e) &&
	       witnesses_each_seen(d->store, export_seen, w, e);
}

static bool export_parts(struct desk *d, struct bundle_writer *w, struct error *e)
{
	const struct roster_chain *chain = store_rosters(d->store);
	for (size_t i = 0; i < chain->count; i++) {
		char name[64];
		snprintf(name, sizeof name, "rosters/%06" PRIu64 ".note", chain->versions[i]->version);
		if (!bundle_file(w, name, buffer_bytes(&chain->versions[i]->note), e))
			return false;
	}
	return statements_each_signed_agreement(d->store, export_agreement, w, e) &&
	       statements_each_pinned(d->store, NULL, export_law, w, e) &&
	       exchanges_each(d->store, export_manifest, w, e) && export_sightings(d, w, e);
}

struct exporting {
	const char *directory;
	struct bundle_writer *writer;
	uint64_t size;
};

static bool export_body(_unused_ struct act *a, void *context, struct error *e)
{
	struct exporting *x = context;
	return bundle_start(x->directory, &x->writer, e);
}

/* Entry, checkpoint and files belong together: the transaction is held until all of it is written. */
static bool export_logged(struct act *a, void *context, struct error *e)
{
	struct exporting *x = context;
	struct desk *d = a->desk;
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	x->size = log_size(store_log(d->store));
	return store_sign_log(d->store, &checkpoint, e) &&
	       bundle_log(x->writer, store_log(d->store), buffer_bytes(&checkpoint), e) &&
	       export_parts(d, x->writer, e);
}

static bool export_end(_unused_ struct act *a, void *context, struct error *e)
{
	struct exporting *x = context;
	return bundle_end(x->writer, e);
}

static const struct act_frame exporting_log = {
	.kind = ACT_LOG, .body = export_body, .logged = export_logged, .done = export_end
};

bool logbook_export(struct desk *d, const char *directory, uint64_t *ret_size, struct error *e)
{
	struct exporting x = { .directory = directory };
	bool done = act_run(d, &exporting_log, &x, e);
	bundle_writer_freep(&x.writer);
	if (done)
		*ret_size = x.size;
	return done;
}

/* --- Logboek Dataverwerkingen --- */

/* The key of the pseudonyms, made once a store: a client keeps his pseudonym from one export to the next. */
static bool load_pseudonym_key(struct store *s, uint8_t ret[LDV_KEY_SIZE], struct error *e)
{
	static const char name[] = "ldv.key";
	_cleanup_(buffer_wipe) struct buffer kept = { 0 };
	if (store_get(s, name, &kept, e)) {
		if (kept.size != LDV_KEY_SIZE)
			return error_set(e, ERR_STORE, name, "%s", N_("not the size of a key"));
		memcpy(ret, kept.data, LDV_KEY_SIZE);
		return true;
	}
	if (e->code != ERR_NOT_FOUND)
		return false;
	random_bytes(ret, LDV_KEY_SIZE);
	return store_set(s, name, bytes_of(ret, LDV_KEY_SIZE), e);
}

static bool write_ldv(struct ldv *l, struct store *s, uint64_t index, struct sink out, struct ldv_result *r,
                      struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	_cleanup_(buffer_wipe) struct buffer values = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	_cleanup_(json_freep) json_t *object = NULL;
	struct entry entry;
	if (!log_entry_read(store_log(s), index, &entry, &text, e))
		return false;
	if (entry.child && !store_log_private(s, index, &values, e))
		return false;
	if (entry.child && values.size == 0) {
		r->forgotten++;
		return true;
	}
	if (entry.child && !json_parse(buffer_bytes(&values), "private", &object, e))
		return false;
	r->records++;
	return ldv_append(l, &entry,
	                  json_string_value(
				  json_object_get(object, private_field_name(PRIVATE_SUBJECT_TYPE))),
	                  json_string_value(json_object_get(object, private_field_name(PRIVATE_SUBJECT))),
	                  &line, e) &&
	       sink_write(out, buffer_bytes(&line), e);
}

/* A range may begin among the children of an act: then with that act. */
static bool whole_acts(struct store *s, uint64_t *from, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	if (*from >= log_size(store_log(s)))
		return true;
	if (!log_entry_read(store_log(s), *from, &entry, &text, e))
		return false;
	*from = entry.child ? entry.parent : *from;
	return true;
}

struct exporting_ldv {
	uint64_t from, to;
	const char *path;
	struct ldv ldv;
	struct file_write file;
	struct ldv_result result;
};

static void exporting_ldv_clear(struct exporting_ldv *x)
{
	ldv_clear(&x->ldv);
	file_write_clear(&x->file);
}

static bool ldv_body(struct act *a, void *context, struct error *e)
{
	struct exporting_ldv *x = context;
	struct store *s = a->desk->store;
	uint64_t size = log_size(store_log(s));
	x->to = x->to < size ? x->to : size;
	if (!load_pseudonym_key(s, x->ldv.key, e) || !whole_acts(s, &x->from, e) ||
	    !file_write_start(&x->file, x->path, e))
		return false;
	for (uint64_t i = x->from; i < x->to; i++)
		if (!write_ldv(&x->ldv, s, i, file_write_sink(&x->file), &x->result, e))
			return false;
	describe_range(&a->entry, x->from, x->to);
	a->private.values[PRIVATE_REASON] = "ldv";
	return file_write_sync(&x->file, e);
}

static bool ldv_publish(_unused_ struct act *a, void *context, struct error *e)
{
	struct exporting_ldv *x = context;
	return file_write_publish(&x->file, false, e);
}

static const struct act_frame exporting_to_ldv = { .kind = ACT_LOG, .body = ldv_body, .done = ldv_publish };

bool logbook_export_ldv(struct desk *d, uint64_t from, uint64_t to, const char *activity, const char *path,
                        struct ldv_result *ret, struct error *e)
{
	_cleanup_(exporting_ldv_clear) struct exporting_ldv x = {
		.from = from, .to = to, .path = path, .ldv.activity = activity, .file.fd = -1
	};
	if (file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!act_run(d, &exporting_to_ldv, &x, e))
		return false;
	*ret = x.result;
	return true;
}
