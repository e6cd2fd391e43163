/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/checking.h"

#include "crypto/merkle.h"
#include "io/file.h"
#include "store/exchanges.h"
#include "store/search.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool checking_database(struct store *s, struct error *e)
{
	bool sound;
	return database_is_sound(s->db, &sound, e) &&
	       (sound || error_set(e, ERR_STORE_DAMAGED, s->home, "%s",
	                           N_("its rows and indexes don't fit together")));
}

/* --- the search index --- */

/* The whole text as one phrase, so that the index takes it apart as it did when the record came in. */
static bool phrase_of(struct bytes text, struct buffer *ret, bool *ret_words, struct error *e)
{
	*ret_words = false;
	buffer_append_byte(ret, '"');
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		*ret_words = *ret_words || isalnum(c);
		if (c == '"')
			buffer_append_byte(ret, c);
		buffer_append_byte(ret, c);
	}
	buffer_append_byte(ret, '"');
	return buffer_ok(ret, e);
}

static bool is_found(struct store *s, int64_t row, struct bytes text, bool *ret, struct error *e)
{
	static const char sql[] = "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(buffer_wipe) struct buffer phrase = { 0 };
	bool words;
	if (!phrase_of(text, &phrase, &words, e) || !statement_start(&st, s->db, sql, e))
		return false;
	*ret = true;
	if (!words) /* nothing of it is in the index */
		return true;
	bind_utf8(&st, 1, buffer_bytes(&phrase));
	bind_number(&st, 2, row);
	return statement_row(&st, ret, e);
}

static bool hold_records_against(struct store *s, uint64_t *ret_missing, struct error *e)
{
	static const char sql[] = "SELECT row, json FROM record ORDER BY row";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more, found;
	*ret_missing = 0;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	for (;;) {
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!search_text_of_json(column_bytes(&st, 1), &s->text, e) ||
		    !is_found(s, column_number(&st, 0), buffer_bytes(&s->text), &found, e))
			return false;
		*ret_missing += !found;
	}
}

/* FTS5 is asked by what looks like a change; it is taken back. */
static bool ask_index(struct store *s, struct error *e)
{
	static const char sql[] = "INSERT INTO search (search) VALUES ('integrity-check')";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	if (statement_run(&st, e))
		return true;
	return e->code == ERR_STORE_KEY
	               ? error_set(e, ERR_STORE_DAMAGED, s->home, "%s", N_("the search index is damaged"))
	               : false;
}

bool checking_search(struct store *s, uint64_t *ret_missing, struct error *e)
{
	if (!database_begin(s->db, e))
		return false;
	bool done = ask_index(s, e) && hold_records_against(s, ret_missing, e);
	database_rollback(s->db);
	return done;
}

/* --- the log --- */

static bool take_entry(struct store *s, struct merkle_edge *edge, uint64_t index, struct buffer *raw,
                       struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	struct sha256 leaf;
	buffer_reset(raw);
	if (!log_entry(s->log, index, raw, e) || !entry_parse(buffer_bytes(raw), &entry, &text, e))
		return false;
	if (entry.index != index)
		return error_set(e, ERR_LOG_ENTRY, s->unit, "entry %" PRIu64 " says that it is %" PRIu64,
		                 index, entry.index);
	merkle_leaf(buffer_bytes(raw), &leaf);
	merkle_edge_append(edge, &leaf, NULL, NULL);
	return true;
}

static bool compute_tree(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct merkle_edge edge = { 0 };
	struct sha256 root, signed_root;
	uint64_t size = log_size(s->log);
	for (uint64_t i = 0; i < size; i++)
		if (!take_entry(s, &edge, i, &raw, e))
			return false;
	merkle_edge_root(&edge, &root);
	log_root(s->log, &signed_root);
	return sha256_equal(&root, &signed_root) ||
	       error_set(e, ERR_LOG_ROOT, s->unit, "%s",
	                 N_("its entries don't give the root that was signed"));
}

bool checking_log(struct store *s, struct error *e)
{
	if (!database_begin_reading(s->db, e))
		return false;
	bool done = compute_tree(s, e);
	database_rollback(s->db);
	return done;
}

/* --- the outbox --- */

static bool count_letter(void *context, const struct exchange_row *row, struct error *e)
{
	struct outbox_state *o = context;
	(void)e;
	if (row->sent && row->state == SENT_OUT && row->file)
		o->there++;
	return true;
}

struct letters {
	struct store *store;
	struct outbox_state state;
	char **files; /* of letters on their way */
	size_t count;
};

static void letters_clear(struct letters *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->files[i]);
	free(l->files);
}

static bool take_letter(void *context, const struct exchange_row *row, struct error *e)
{
	struct letters *l = context;
	if (!row->sent || row->state != SENT_OUT || !row->file)
		return true;
	_cleanup_(string_freep) char *path = exchanges_path(l->store, row->file);
	char *file = string_copy(row->file);
	if (!path || !file) {
		free(file);
		return error_memory(e);
	}
	l->files[l->count++] = file;
	if (file_exists(path))
		l->state.there++;
	else
		l->state.missing++;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool count_unknown(struct letters *l, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(l->store, "outbox");
	if (!path)
		return error_memory(e);
	DIR *d = opendir(path);
	if (!d)
		return errno == ENOENT || error_errno(e, errno, path, "%s", "");
	const struct dirent *entry;
	while ((entry = readdir(d))) {
		const char *name = entry->d_name;
		if (name[0] != '.' &&
		    !(l->count && bsearch(&name, l->files, l->count, sizeof *l->files, by_name)))
			l->state.unknown++;
	}
	closedir(d);
	return true;
}

bool checking_outbox(struct store *s, struct outbox_state *ret, struct error *e)
{
	_cleanup_(letters_clear) struct letters l = { .store = s };
	struct outbox_state counted = { 0 };
	if (!exchanges_each(s, count_letter, &counted, e))
		return false;
	if (!(l.files = calloc(counted.there + 1, sizeof *l.files)))
		return error_memory(e);
	if (!exchanges_each(s, take_letter, &l, e))
		return false;
	qsort(l.files, l.count, sizeof *l.files, by_name);
	if (!count_unknown(&l, e))
		return false;
	*ret = l.state;
	return true;
}
