/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/exchanges.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/outbox.h"
#include "store/resumed.h"
#include "store/store_internal.h"

#include <string.h>

static struct bytes id_bytes(const uint8_t id[PACKAGE_ID_SIZE])
{
	return bytes_of(id, PACKAGE_ID_SIZE);
}

static bool not_found(const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	char hex[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(id_bytes(id), hex);
	return error_set(e, ERR_NOT_FOUND, hex, "%s", "");
}

/* --- writing --- */

char *exchanges_path(const struct store *s, const char *file)
{
	_cleanup_(string_freep) char *outbox = store_path(s, "outbox");
	return outbox ? path_join(outbox, file) : NULL;
}

static const char *last_part(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	return slash ? slash + 1 : path;
}

static bool add(struct store *s, bool sent, enum sent_state state, const struct manifest *m,
                struct bytes note, const char *path, const char *temporary, uint64_t log_index,
                struct error *e)
{
	static const char sql[] =
		"INSERT INTO exchange (sent, id, kind, peer, sequence, hash, previous, agreement, purpose, "
		"signer, records,"
		" withheld, accepted, log_index, created, use_by, done, state, path, temporary, note) VALUES"
		" (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, "
		"?20, ?21)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, sent);
	bind_blob(&st, 2, id_bytes(m->id));
	bind_number(&st, 3, m->kind);
	bind_text(&st, 4, sent ? m->receiver : m->sender);
	bind_count(&st, 5, m->sequence);
	bind_blob(&st, 6, bytes_of(m->hash.bytes, SHA256_SIZE));
	bind_blob(&st, 7, bytes_of(m->previous.bytes, SHA256_SIZE));
	bind_text(&st, 8, m->terms.agreement);
	bind_text(&st, 9, m->terms.purpose);
	bind_text(&st, 10, m->signer);
	bind_count(&st, 11, m->records);
	bind_count(&st, 12, m->withheld);
	bind_count(&st, 13, m->accepted);
	bind_count(&st, 14, log_index);
	bind_number(&st, 15, m->created);
	bind_number(&st, 16, m->use_by);
	bind_number(&st, 17, sent ? 0 : moment_now());
	bind_number(&st, 18, state);
	bind_text(&st, 19, last_part(path));
	bind_text(&st, 20, last_part(temporary));
	bind_blob(&st, 21, note);
	return statement_run(&st, e);
}

/* A row known by (sent, peer, sequence): its hash. */
static bool numbered(struct store *s, bool sent, const char *peer, uint64_t sequence, bool *ret_there,
                     struct sha256 *ret_hash, struct sha256 *ret_previous, struct error *e)
{
	static const char sql[] =
		"SELECT hash, previous FROM exchange WHERE sent = ?1 AND peer = ?2 AND sequence = ?3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, sent);
	bind_text(&st, 2, peer);
	bind_count(&st, 3, sequence);
	if (!statement_row(&st, ret_there, e))
		return false;
	return !*ret_there || (column_exactly(&st, 0, ret_hash->bytes, SHA256_SIZE, e) &&
	                       column_exactly(&st, 1, ret_previous->bytes, SHA256_SIZE, e));
}

static bool largest(struct store *s, bool sent, const char *peer, uint64_t below, uint64_t *ret,
                    struct error *e)
{
	static const char sql[] = "SELECT coalesce(max(sequence), 0) FROM exchange WHERE sent = ?1 AND peer "
				  "= ?2 AND sequence < ?3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, sent);
	bind_text(&st, 2, peer);
	bind_count(&st, 3, below);
	if (!statement_row(&st, &more, e))
		return false;
	*ret = more ? column_count(&st, 0) : 0;
	return true;
}

bool exchanges_next(struct store *s, const char *peer, uint64_t *ret_sequence, struct sha256 *ret_previous,
                    struct error *e)
{
	struct sha256 hash = { 0 }, previous;
	uint64_t last, skipped;
	bool there;
	if (!largest(s, true, peer, INT64_MAX, &last, e) ||
	    !numbered(s, true, peer, last, &there, &hash, &previous, e) ||
	    !resumed_last_number(s, peer, &skipped, e))
		return false;
	*ret_sequence = (skipped > last ? skipped : last) + 1;
	*ret_previous = hash;
	return true;
}

static bool check_next(struct store *s, const struct manifest *m, struct error *e)
{
	struct sha256 previous;
	uint64_t next;
	if (!exchanges_next(s, m->receiver, &next, &previous, e))
		return false;
	if (m->sequence != next || !sha256_equal(&m->previous, &previous))
		return error_set(e, ERR_PACKAGE_CONFLICT, m->receiver, "numbered %llu, the next is %llu",
		                 (unsigned long long)m->sequence, (unsigned long long)next);
	return true;
}

bool exchanges_add_sent(struct store *s, const struct manifest *m, struct bytes manifest_note,
                        const char *path, const char *temporary, uint64_t log_index, struct error *e)
{
	return check_next(s, m, e) && outbox_hold(s, e) &&
	       add(s, true, SENT_PREPARED, m, manifest_note, path, temporary, log_index, e);
}

bool exchanges_add_pending(struct store *s, const struct manifest *m, struct bytes manifest_note,
                           const char *path, uint64_t log_index, struct error *e)
{
	return check_next(s, m, e) && add(s, true, SENT_PENDING, m, manifest_note, path, NULL, log_index, e);
}

bool exchanges_approve(struct store *s, const uint8_t id[PACKAGE_ID_SIZE], struct bytes manifest_note,
                       const char *temporary, uint64_t log_index, struct error *e)
{
	static const char sql[] = "UPDATE exchange SET state = ?2, note = ?3, temporary = ?4, log_index = ?5 "
				  "WHERE sent AND id = ?1 AND state = ?6";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!outbox_hold(s, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(id));
	bind_number(&st, 2, SENT_PREPARED);
	bind_blob(&st, 3, manifest_note);
	bind_text(&st, 4, last_part(temporary));
	bind_count(&st, 5, log_index);
	bind_number(&st, 6, SENT_PENDING);
	if (!statement_run(&st, e))
		return false;
	char hex[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(id_bytes(id), hex);
	return database_changes(s->db) == 1 || error_set(e, ERR_NOT_PENDING, hex, "%s", "");
}

bool exchanges_set_state(struct store *s, const uint8_t id[PACKAGE_ID_SIZE], enum sent_state state,
                         struct error *e)
{
	static const char sql[] = "UPDATE exchange SET state = ?2, temporary = CASE ?2 WHEN 0 THEN "
				  "temporary WHEN 5 THEN path WHEN 7 THEN path END WHERE sent AND id = ?1";
	_Static_assert(SENT_PREPARED == 0 && SENT_REFUSED == 5 && SENT_VOIDED == 7,
	               "the numbers in the statement");
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(id));
	bind_number(&st, 2, state);
	if (!statement_run(&st, e))
		return false;
	if (database_changes(s->db) != 1)
		return not_found(id, e);
	if (state != SENT_PREPARED)
		outbox_release(s);
	return true;
}

/* --- receipts --- */

/* The sent package that a receipt names, and what stands there of a receipt already. */
static bool receipted(struct store *s, const struct manifest *receipt, int64_t *ret_row, bool *ret_again,
                      char **ret_path, struct error *e)
{
	static const char sql[] = "SELECT row, answer, path, records FROM exchange WHERE sent AND id = ?1 "
				  "AND peer = ?2 AND sequence = ?3 AND hash = ?4";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(receipt->answer_id));
	bind_text(&st, 2, receipt->sender);
	bind_count(&st, 3, receipt->answer_sequence);
	bind_blob(&st, 4, bytes_of(receipt->answer_hash.bytes, SHA256_SIZE));
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return error_set(e, ERR_RECEIPT, receipt->sender,
		                 "nothing was sent that this receipt answers");
	*ret_row = column_number(&st, 0);
	*ret_again = !column_is_null(&st, 1);
	if (*ret_again && !bytes_equal(column_bytes(&st, 1), id_bytes(receipt->id)))
		return error_set(e, ERR_RECEIPT, receipt->sender, "the package has another receipt already");
	if (receipt->accepted > column_count(&st, 3))
		return error_set(e, ERR_RECEIPT, receipt->sender, "it counts more records than were sent");
	const char *file = column_text(&st, 2);
	*ret_path = exchanges_path(s, file ? file : "");
	return *ret_path || error_memory(e);
}

bool exchanges_receipt(struct store *s, const struct manifest *receipt, char **ret_path, struct error *e)
{
	static const char sql[] = "UPDATE exchange SET state = CASE state WHEN 7 THEN 7 ELSE ?2 END, "
				  "answer = ?3, accepted = ?4, done = ?5, temporary = path WHERE row = ?1";
	_Static_assert(SENT_VOIDED == 7, "the number in the statement");
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(string_freep) char *path = NULL;
	int64_t row;
	bool again;
	if (!receipt->answers)
		return error_set(e, ERR_RECEIPT, receipt->sender, "it names no package");
	if (!receipted(s, receipt, &row, &again, &path, e))
		return false;
	if (!again) {
		if (!statement_start(&st, s->db, sql, e))
			return false;
		bind_number(&st, 1, row);
		bind_number(&st, 2, SENT_RECEIPTED);
		bind_blob(&st, 3, id_bytes(receipt->id));
		bind_count(&st, 4, receipt->accepted);
		bind_number(&st, 5, receipt->created);
		if (!statement_run(&st, e))
			return false;
	}
	*ret_path = path;
	path = NULL;
	return true;
}

bool exchanges_forget_receipt(struct store *s, const struct manifest *receipt, uint64_t below,
                              struct error *e)
{
	static const char sql[] =
		"UPDATE exchange SET answer = NULL WHERE sent AND id = ?1 AND peer = ?2"
		" AND (SELECT r.sequence FROM exchange r WHERE NOT r.sent AND r.id = exchange.answer) < ?3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(receipt->answer_id));
	bind_text(&st, 2, receipt->sender);
	bind_count(&st, 3, below);
	return statement_run(&st, e);
}

/* --- received --- */

static bool conflict(const struct manifest *m, const char *what, struct error *e)
{
	return error_set(e, ERR_PACKAGE_CONFLICT, m->sender, "number %llu: %s",
	                 (unsigned long long)m->sequence, what);
}

static bool opened_with_id(struct store *s, const struct manifest *m, bool *ret_there,
                           struct sha256 *ret_hash, struct error *e)
{
	static const char sql[] = "SELECT hash FROM exchange WHERE NOT sent AND id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(m->id));
	return statement_row(&st, ret_there, e) &&
	       (!*ret_there || column_exactly(&st, 0, ret_hash->bytes, SHA256_SIZE, e));
}

bool exchanges_check_new(struct store *s, const struct manifest *m, struct error *e)
{
	struct sha256 hash;
	bool there;
	if (!opened_with_id(s, m, &there, &hash, e))
		return false;
	if (!there || !sha256_equal(&hash, &m->hash))
		return true;
	char hex[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(id_bytes(m->id), hex);
	return error_set(e, ERR_PACKAGE_REPLAYED, hex, "%s", "");
}

static bool check_id(struct store *s, const struct manifest *m, struct error *e)
{
	struct sha256 hash;
	bool there;
	if (!exchanges_check_new(s, m, e) || !opened_with_id(s, m, &there, &hash, e))
		return false;
	return !there || conflict(m, N_("another package with this id was opened before"), e);
}

/* The letter before names the hash of the one before it, and so does the one behind. */
static bool check_neighbours(struct store *s, const struct manifest *m, struct error *e)
{
	struct sha256 hash, previous;
	bool there = false;
	if (m->sequence > 1 && !numbered(s, false, m->sender, m->sequence - 1, &there, &hash, &previous, e))
		return false;
	if (there && !sha256_equal(&hash, &m->previous))
		return conflict(m, N_("it follows another letter than the one that came"), e);
	if (!numbered(s, false, m->sender, m->sequence + 1, &there, &hash, &previous, e))
		return false;
	if (there && !sha256_equal(&previous, &m->hash))
		return conflict(m, N_("the letter after it follows another one"), e);
	return true;
}

/* Letters get lost, but not by the thousand: a number far ahead of the last one is a mistake or a trick. The
 * first letter from a sender may have any number, since a store can be new where the sender isn't. */
static bool check_not_far_ahead(struct store *s, const struct manifest *m, struct error *e)
{
	uint64_t last;
	if (!largest(s, false, m->sender, INT64_MAX, &last, e))
		return false;
	return last == 0 || m->sequence <= last || m->sequence - last <= LIMIT_SEQUENCE_AHEAD ||
	       error_set(e, ERR_PACKAGE_NUMBER, m->sender, "number %llu, the last one was %llu",
	                 (unsigned long long)m->sequence, (unsigned long long)last);
}

bool exchanges_check_number(const struct manifest *m, struct error *e)
{
	return (m->sequence > 0 && m->sequence < INT64_MAX) ||
	       error_set(e, ERR_VALUE, "sequence", "from 1 and below 2^63");
}

bool exchanges_check_received(struct store *s, const struct manifest *m, uint64_t *ret_gap, struct error *e)
{
	struct sha256 hash, previous;
	uint64_t before;
	bool there;
	if (!exchanges_check_number(m, e) || !check_id(s, m, e) ||
	    !numbered(s, false, m->sender, m->sequence, &there, &hash, &previous, e))
		return false;
	if (there)
		return conflict(m, N_("another package with this number was opened before"), e);
	if (!check_neighbours(s, m, e) || !check_not_far_ahead(s, m, e) ||
	    !largest(s, false, m->sender, m->sequence, &before, e))
		return false;
	*ret_gap = m->sequence - before - 1;
	return true;
}

bool exchanges_first_behind(struct store *s, const char *peer, uint64_t number, bool *ret_there,
                            uint64_t *ret_index, struct error *e)
{
	static const char sql[] =
		"SELECT log_index FROM exchange WHERE NOT sent AND peer = ?1 AND sequence > ?2 "
		"ORDER BY log_index LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, number);
	if (!statement_row(&st, ret_there, e))
		return false;
	*ret_index = *ret_there ? (uint64_t)column_number(&st, 0) : 0;
	return true;
}

bool exchanges_add_received(struct store *s, const struct manifest *m, struct bytes manifest_note,
                            uint64_t log_index, struct error *e)
{
	uint64_t gap;
	return exchanges_check_received(s, m, &gap, e) &&
	       add(s, false, SENT_PREPARED, m, manifest_note, NULL, NULL, log_index, e);
}

bool exchanges_set_answer(struct store *s, const uint8_t id[PACKAGE_ID_SIZE],
                          const uint8_t receipt_id[PACKAGE_ID_SIZE], struct error *e)
{
	static const char sql[] = "UPDATE exchange SET answer = ?2 WHERE NOT sent AND id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(id));
	bind_blob(&st, 2, id_bytes(receipt_id));
	if (!statement_run(&st, e))
		return false;
	return database_changes(s->db) == 1 || not_found(id, e);
}

/* --- reading --- */

#define COLUMNS \
	"sent, id, kind, peer, agreement, purpose, path, temporary, signer, sequence, records, withheld, " \
	"accepted, log_index," \
	" hash, created, use_by, done, state, answer, note"

static bool take_row(struct statement *st, struct exchange_row *ret, struct error *e)
{
	*ret = (struct exchange_row){
		.sent = column_number(st, 0) != 0,
		.kind = (enum package_kind)column_number(st, 2),
		.peer = column_text(st, 3),
		.agreement = column_text(st, 4),
		.purpose = column_text(st, 5),
		.file = column_text(st, 6),
		.temporary = column_text(st, 7),
		.signer = column_text(st, 8),
		.sequence = column_count(st, 9),
		.records = column_count(st, 10),
		.withheld = column_count(st, 11),
		.accepted = column_count(st, 12),
		.log_index = column_count(st, 13),
		.created = column_number(st, 15),
		.use_by = column_number(st, 16),
		.done = column_number(st, 17),
		.state = (enum sent_state)column_number(st, 18),
		.has_answer = !column_is_null(st, 19),
		.manifest_note = column_bytes(st, 20),
	};
	return column_exactly(st, 1, ret->id, PACKAGE_ID_SIZE, e) &&
	       column_exactly(st, 14, ret->hash.bytes, SHA256_SIZE, e) &&
	       (!ret->has_answer || column_exactly(st, 19, ret->answer, PACKAGE_ID_SIZE, e));
}

static bool each_row(struct statement *st,
                     bool (*each)(void *context, const struct exchange_row *row, struct error *e),
                     void *context, uint64_t *ret_rows, struct error *e)
{
	bool more;
	for (*ret_rows = 0;; ++*ret_rows) {
		struct exchange_row row;
		if (!statement_row(st, &more, e))
			return false;
		if (!more)
			return true;
		if (!take_row(st, &row, e) || !each(context, &row, e))
			return false;
	}
}

bool exchanges_each(struct store *s,
                    bool (*each)(void *context, const struct exchange_row *row, struct error *e),
                    void *context, struct error *e)
{
	static const char sql[] = "SELECT " COLUMNS " FROM exchange ORDER BY row";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	return statement_start(&st, s->db, sql, e) && each_row(&st, each, context, &rows, e);
}

bool exchanges_find(struct store *s, const uint8_t id[PACKAGE_ID_SIZE], bool sent,
                    bool (*each)(void *context, const struct exchange_row *row, struct error *e),
                    void *context, struct error *e)
{
	static const char sql[] = "SELECT " COLUMNS " FROM exchange WHERE sent = ?1 AND id = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, sent);
	bind_blob(&st, 2, id_bytes(id));
	return each_row(&st, each, context, &rows, e) && (rows || not_found(id, e));
}

bool exchanges_came_later(struct store *s, const char *package, uint64_t sequence, bool *ret, struct error *e)
{
	static const char sql[] = "SELECT sequence FROM exchange WHERE NOT sent AND id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t id[PACKAGE_ID_SIZE];
	bool there;
	*ret = false;
	if (!package || !hex_decode(bytes_of_string(package), id, sizeof id))
		return true;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(id, sizeof id));
	if (!statement_row(&st, &there, e))
		return false;
	*ret = there && column_count(&st, 0) > sequence;
	return true;
}

/* Of the numbers up to `*last`, those that were passed over where the peer's log went on from an older copy:
 * the first letter behind them brought word of that, or came after it. */
static bool pass_over(struct store *s, const char *peer, uint64_t first, uint64_t *last, uint64_t log_index,
                      struct error *e)
{
	_cleanup_(resumed_list_clear) struct resumed_list known = { 0 };
	if (!resumed_load(s, peer, &known, e))
		return false;
	for (size_t i = 0; i < known.count; i++) {
		const struct resumed *r = &known.list[i];
		uint64_t behind = *last + 1, skipped = resumption_skips(r->statement);
		if (behind > r->number || (behind < r->number && log_index < r->entry))
			continue;
		*last = behind - first > skipped ? *last - skipped : first - 1;
		return true;
	}
	return true;
}

bool exchanges_gaps(struct store *s,
                    bool (*each)(void *context, const char *peer, uint64_t first, uint64_t last,
                                 struct error *e),
                    void *context, struct error *e)
{
	/* for each letter, the largest number below it: a gap where that isn't the one before. One that its
	 * sender voided before it was opened doesn't come any more, and isn't missing. */
#define LARGEST_BELOW \
	"max(coalesce((SELECT max(y.sequence) FROM exchange y WHERE" \
	" y.peer = x.peer AND y.sequence < x.sequence AND y.sent = 0), 0)," \
	" coalesce((SELECT max(v.sequence) FROM voided v WHERE" \
	" v.peer = x.peer AND v.sequence < x.sequence AND NOT v.opened), 0)) AS before"
	static const char sql[] =
		"SELECT x.peer, x.sequence, " LARGEST_BELOW ", x.log_index"
		" FROM exchange x WHERE x.sent = 0 AND before + 1 < x.sequence"
		" UNION ALL SELECT x.peer, x.sequence, " LARGEST_BELOW ", x.log_index"
		" FROM voided x WHERE NOT x.opened AND before + 1 < x.sequence ORDER BY 1, 2";
#undef LARGEST_BELOW
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		uint64_t first = column_count(&st, 2) + 1, last = column_count(&st, 1) - 1;
		if (!pass_over(s, column_text(&st, 0), first, &last, column_count(&st, 3), e) ||
		    (last >= first && !each(context, column_text(&st, 0), first, last, e)) ||
		    !statement_row(&st, &more, e))
			return false;
	}
	return true;
}
