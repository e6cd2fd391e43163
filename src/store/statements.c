/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/statements.h"

#include "store/renewal.h"
#include "store/store_internal.h"
#include "trust/statement.h"

#include <stdlib.h>

/* --- rosters --- */

static bool put_roster(struct store *s, const struct roster *r, struct error *e)
{
	static const char sql[] = "INSERT INTO roster (version, note) VALUES (?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, r->version);
	bind_blob(&st, 2, buffer_bytes(&r->note));
	return statement_run(&st, e);
}

/* The roster goes on, to the database and to other units, with the lines of those it and the chain know
 * alone. */
static bool roster_keep(const struct roster_chain *c, struct roster *r, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer kept = { 0 };
	if (!roster_chain_keep(c, r, buffer_bytes(&r->note), "roster", &kept, e))
		return false;
	buffer_clear(&r->note);
	r->note = kept;
	kept = (struct buffer){ 0 };
	return true;
}

bool statements_add_roster(struct store *s, struct bytes note, moment now, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	struct note form;
	if (!statement_open_draft(note, ROSTER_TYPE, "roster", &form, e))
		return false;
	if (!roster_chain_has(&s->rosters, note) &&
	    !roster_vouches(roster_chain_newest(&s->rosters), note, "roster", e))
		return false;
	if (!roster_parse(note, "roster", &r, e) || !roster_keep(&s->rosters, r, e) ||
	    !roster_check_issued(r, now, e) || !store_check_unit_keys(s, r, e) ||
	    !roster_chain_append(&s->rosters, &r, e))
		return false;
	if (put_roster(s, roster_chain_newest(&s->rosters), e) && renewal_take_up(s, e))
		return true;
	roster_freep(&s->rosters.versions[--s->rosters.count]);
	store_choose_keys(s);
	return false;
}

/* --- texts that agreements pin --- */

static bool find_pinned(void *context, const struct sha256 *hash, struct buffer *ret, bool *ret_found,
                        struct error *e)
{
	static const char sql[] = "SELECT note FROM pinned WHERE hash = ?1";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct sha256 shipped;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(hash->bytes, sizeof hash->bytes));
	if (!statement_row(&st, ret_found, e))
		return false;
	sha256_of(catalogue_shipped(), &shipped);
	if (*ret_found) {
		buffer_append(ret, column_bytes(&st, 0));
	} else if (sha256_equal(&shipped, hash)) {
		buffer_append(ret, catalogue_shipped());
		*ret_found = true;
	}
	return buffer_ok(ret, e);
}

struct pinned_source statements_pinned_source(struct store *s)
{
	return (struct pinned_source){ find_pinned, s };
}

/* What is kept of a signed text: the lines of persons of the rosters alone, and with them those that came
 * with it before: what was taken in on the word of some stays so. One that nobody signed, as the shipped
 * catalogue, is kept as it is. `old` is empty when it is new. */
static bool keep_signed(const struct store *s, struct bytes old, struct bytes note, const char *subject,
                        struct buffer *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer both = { 0 };
	struct note n;
	if (!statement_is_signed(note)) {
		buffer_append(ret, note);
		return buffer_ok(ret, e);
	}
	if (old.size == 0)
		return roster_chain_keep(&s->rosters, NULL, note, subject, ret, e);
	if (!roster_chain_keep(&s->rosters, NULL, note, subject, &both, e) ||
	    !note_parse(old, subject, &n, e))
		return false;
	buffer_append(&both, n.signatures);
	return buffer_ok(&both, e) &&
	       roster_chain_keep(&s->rosters, NULL, buffer_bytes(&both), subject, ret, e);
}

static bool put_pinned(struct store *s, const char *type, const struct sha256 *hash, struct bytes note,
                       struct error *e)
{
	static const char sql[] = "INSERT INTO pinned (hash, type, note) VALUES (?1, ?2, ?3)"
				  " ON CONFLICT (hash) DO UPDATE SET note = excluded.note";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(hash->bytes, sizeof hash->bytes));
	bind_text(&st, 2, type);
	bind_blob(&st, 3, note);
	return statement_run(&st, e);
}

bool statements_add_pinned(struct store *s, const char *type, const struct sha256 *hash, struct bytes note,
                           struct error *e)
{
	static const char sql[] = "SELECT note FROM pinned WHERE hash = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(buffer_clear) struct buffer kept = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(hash->bytes, sizeof hash->bytes));
	if (!statement_row(&st, &there, e) ||
	    !keep_signed(s, there ? column_bytes(&st, 0) : bytes_of(NULL, 0), note, type, &kept, e))
		return false;
	statement_clear(&st);
	return put_pinned(s, type, hash, buffer_bytes(&kept), e);
}

bool statements_each_pinned(struct store *s, const char *type,
                            bool (*each)(void *context, const char *type, const struct sha256 *hash,
                                         struct bytes note, struct error *e),
                            void *context, struct error *e)
{
	static const char sql[] =
		"SELECT type, hash, note FROM pinned WHERE ?1 IS NULL OR type = ?1 ORDER BY number";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct sha256 hash;
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, type);
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		if (!column_exactly(&st, 1, hash.bytes, sizeof hash.bytes, e) ||
		    !each(context, column_text(&st, 0), &hash, column_bytes(&st, 2), e) ||
		    !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

/* --- agreements --- */

/* What is there of that version, to `ret`; ERR_AGREEMENT_FORK when it is another text. */
static bool find_known(struct store *s, const struct agreement *a, struct buffer *ret, struct error *e)
{
	static const char sql[] = "SELECT hash, note FROM agreement WHERE id = ?1 AND version = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct sha256 hash;
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, a->id);
	bind_count(&st, 2, a->version);
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return true;
	if (!column_exactly(&st, 0, hash.bytes, sizeof hash.bytes, e))
		return false;
	buffer_append(ret, column_bytes(&st, 1));
	return buffer_ok(ret, e) &&
	       (sha256_equal(&hash, &a->hash) ||
	        error_set(e, ERR_AGREEMENT_FORK, a->id, "another text of version %llu is in the store",
	                  (unsigned long long)a->version));
}

static bool keep_catalogue(struct store *s, const struct agreement *a, struct error *e)
{
	struct sha256 shipped;
	sha256_of(catalogue_shipped(), &shipped);
	return !sha256_equal(&shipped, &a->catalogue) ||
	       statements_add_pinned(s, "catalogue", &shipped, catalogue_shipped(), e);
}

/* The catalogue too: a later program ships another one. */
bool statements_add_agreement(struct store *s, const struct agreement *a, struct error *e)
{
	static const char sql[] = "INSERT INTO agreement (id, version, hash, note) VALUES (?1, ?2, ?3, ?4)"
				  " ON CONFLICT (id, version) DO UPDATE SET note = excluded.note";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(buffer_clear) struct buffer old = { 0 }, kept = { 0 };
	if (!find_known(s, a, &old, e) ||
	    !keep_signed(s, buffer_bytes(&old), buffer_bytes(&a->note), a->id, &kept, e) ||
	    !statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, a->id);
	bind_count(&st, 2, a->version);
	bind_blob(&st, 3, bytes_of(a->hash.bytes, sizeof a->hash.bytes));
	bind_blob(&st, 4, buffer_bytes(&kept));
	return statement_run(&st, e) && keep_catalogue(s, a, e);
}

/* The one of that hash, which the row holds as well: a text that was signed never changes, nor what it pins.
 */
static bool read_once(struct store *s, struct statement *st, const char *id, const struct agreement **ret,
                      struct error *e)
{
	struct sha256 hash;
	if (!column_exactly(st, 0, hash.bytes, sizeof hash.bytes, e))
		return false;
	for (size_t i = 0; i < s->agreement_count; i++)
		if (sha256_equal(&s->agreements[i]->hash, &hash)) {
			*ret = s->agreements[i];
			return true;
		}
	struct agreement **more = reallocarray(s->agreements, s->agreement_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	s->agreements = more;
	const struct pinned_source from = statements_pinned_source(s);
	if (!agreement_load(column_bytes(st, 1), id, &from, &more[s->agreement_count], e))
		return false;
	*ret = more[s->agreement_count++];
	return true;
}

bool statements_agreement(struct store *s, const char *id, uint64_t version, const struct agreement **ret,
                          struct error *e)
{
	static const char sql[] =
		"SELECT hash, note FROM agreement WHERE id = ?1 AND (?2 = 0 OR version = ?2) "
		"ORDER BY version DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, id);
	bind_count(&st, 2, version);
	if (!statement_row(&st, &there, e))
		return false;
	if (!there && version)
		return error_set(e, ERR_AGREEMENT_UNKNOWN, id, "version %llu", (unsigned long long)version);
	if (!there)
		return error_set(e, ERR_AGREEMENT_UNKNOWN, id, "%s", "");
	return read_once(s, &st, id, ret, e);
}

/* One signed for next year doesn't end this year's. */
bool statements_agreement_at(struct store *s, const char *id, moment when, const struct agreement **ret,
                             struct error *e)
{
	static const char sql[] = "SELECT hash, note FROM agreement WHERE id = ?1 ORDER BY version DESC";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, id);
	for (;;) {
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return statements_agreement(s, id, 0, ret, e);
		if (!read_once(s, &st, id, ret, e))
			return false;
		if ((*ret)->valid_from <= when)
			return true;
	}
}

bool statements_each_agreement(struct store *s, const char *id,
                               bool (*each)(void *context, const struct agreement *a, struct error *e),
                               void *context, struct error *e)
{
	static const char sql[] =
		"SELECT a.hash, a.note, a.id FROM agreement a WHERE a.id = ?1 OR (?1 IS NULL AND a.version ="
		" (SELECT max(b.version) FROM agreement b WHERE b.id = a.id)) ORDER BY a.id, a.version";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, id);
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		const struct agreement *a;
		if (!read_once(s, &st, column_text(&st, 2), &a, e) || !each(context, a, e) ||
		    !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool statements_each_signed_agreement(struct store *s,
                                      bool (*each)(void *context, const char *id, uint64_t version,
                                                   struct bytes note, struct error *e),
                                      void *context, struct error *e)
{
	static const char sql[] = "SELECT id, version, note FROM agreement ORDER BY id, version";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more)
		if (!each(context, column_text(&st, 0), column_count(&st, 1), column_bytes(&st, 2), e) ||
		    !statement_row(&st, &more, e))
			return false;
	return true;
}
