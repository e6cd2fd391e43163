/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/records.h"

#include "store/purging.h"
#include "store/restrictions.h"
#include "store/retraction.h"

#include "unit.h"

#define PERSON(bsn, surname, more) \
	"{\"burgerservicenummer\":\"" bsn "\",\"naam.geslachtsnaam\":\"" surname "\"," more \
	"\"wet\":\"pw\",\"gegevensbron\":\"client\"}"
#define A "999990019"
#define B "999990020"

struct desk {
	struct unit u;
	struct store *s;
	struct catalogue *c;
	enum record_change change;
	char id[RECORD_ID_SIZE + 1];
};

static void desk_start(struct desk *d)
{
	unit_create(&d->u);
	d->s = d->u.store;
	d->c = shipped_catalogue();
	OK(store_begin(d->s, &e));
}

static void desk_end(struct desk *d)
{
	catalogue_freep(&d->c);
	unit_end(&d->u);
}

static void put_from(struct desk *d, int64_t import, const char *source, const char *json,
                     const struct stored_record *template)
{
	_cleanup_(record_clear) struct record r = { 0 };
	OK(record_parse(d->c, bytes_of_string(json), "record", &r, &e));
	OK(record_put(d->s, import, source, &r, template, NULL, &d->change, d->id, &e));
}

static void put(struct desk *d, int64_t import, const char *json)
{
	put_from(d, import, "suite", json, NULL);
}

static int64_t begin(struct desk *d)
{
	int64_t import;
	OK(import_begin(d->s, "suite", "cases.csv", &import, &e));
	return import;
}

/* What a callback saw: JSON a line. */
struct seen {
	struct buffer json;
	size_t count, superseded;
	char id[RECORD_ID_SIZE + 1];
	struct store *ask; /* ask again from inside */
	bool fail;
};

static bool see(void *context, const struct stored_record *r, struct error *e)
{
	struct seen *seen = context;
	if (seen->fail)
		return error_set(e, ERR_INTERRUPTED, NULL, "%s", "");
	buffer_append(&seen->json, r->json);
	buffer_append_byte(&seen->json, '\n');
	memcpy(seen->id, r->id, sizeof seen->id);
	seen->count++;
	seen->superseded += r->superseded;
	if (seen->ask) {
		_cleanup_(buffer_clear) struct buffer inner_json = { 0 };
		struct seen inner = { .json = inner_json };
		const char *id = r->id;
		const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
		bool done = records_each(seen->ask, &one, false, see, &inner, e);
		cr_assert_eq(inner.count, 1);
		buffer_clear(&inner.json);
		return done;
	}
	return true;
}

static size_t found(struct desk *d, const char *terms)
{
	struct seen seen = { 0 };
	OK(records_search(d->s, bytes_of_string(terms), 100, see, &seen, &e));
	buffer_clear(&seen.json);
	return seen.count;
}

static uint64_t count(struct desk *d)
{
	uint64_t n;
	OK(records_count(d->s, &n, &e));
	return n;
}

Test(records, are_added_changed_and_left_the_same)
{
	struct desk d;
	char first[RECORD_ID_SIZE + 1];
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, PERSON(A, "Jansen", ""));
	cr_assert_eq(d.change, RECORD_ADDED);
	memcpy(first, d.id, sizeof first);
	put(&d, import, PERSON(B, "Pietersen", ""));
	cr_assert_eq(d.change, RECORD_ADDED);
	cr_assert_str_neq(first, d.id);
	put(&d, import, PERSON(A, "Jansen", ""));
	cr_assert_eq(d.change, RECORD_SAME);
	cr_assert_str_eq(first, d.id);
	put(&d, import, PERSON(A, "Jansens", ""));
	cr_assert_eq(d.change, RECORD_CHANGED);
	cr_assert_str_eq(first, d.id);
	cr_assert_eq(count(&d), 2);
	/* another source: another record */
	put_from(&d, import, "other", PERSON(A, "Jansen", ""), NULL);
	cr_assert_eq(d.change, RECORD_ADDED);
	OK(store_commit(d.s, &e));
	struct seen seen = { 0 };
	OK(records_history(d.s, first, see, &seen, &e));
	cr_assert_eq(seen.count, 2);
	cr_assert_eq(seen.superseded, 1);
	cr_assert_str_eq(buffer_string(&seen.json),
	                 PERSON(A, "Jansens", "") "\n" PERSON(A, "Jansen", "") "\n");
	buffer_clear(&seen.json);
	FAILS(ERR_NOT_FOUND, records_history(d.s, "00000000000000000000000000000000", see, &seen, &e));
	FAILS(ERR_NOT_FOUND, records_history(d.s, "nonsense", see, &seen, &e));
	desk_end(&d);
}

Test(records, received_for_two_purposes_are_two)
{
	struct desk d;
	struct stored_record one = { .package = "00ff",
		                     .agreement = "oss-wmo-wi",
		                     .purpose = "onderzoek-2.3.2",
		                     .retain_until = 1000 };
	struct stored_record two = {
		.package = "01ff", .agreement = "oss-wmo-wi", .purpose = "other", .retain_until = 1000
	};
	struct seen seen = { 0 };
	char id[RECORD_ID_SIZE + 1];
	desk_start(&d);
	int64_t import = begin(&d);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), &one);
	memcpy(id, d.id, sizeof id);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), &two);
	cr_assert_eq(d.change, RECORD_ADDED);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), NULL);
	cr_assert_eq(d.change, RECORD_ADDED);
	cr_assert_eq(count(&d), 3);
	const struct selection all = { .kind = SELECT_ALL };
	OK(records_each(d.s, &all, true, see, &seen, &e));
	cr_assert_eq(seen.count, 1);
	one.retain_until = 2000;
	one.package = "02ff";
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), &one);
	cr_assert_eq(d.change, RECORD_SAME);
	cr_assert_str_eq(id, d.id);
	int64_t until;
	OK(database_number(d.s->db, "SELECT max(retain_until) FROM record", &until, &e));
	cr_assert_eq(until, 2000);
	buffer_clear(&seen.json);
	desk_end(&d);
}

#define AT(first, birth, number, more) \
	"{" more "\"naam.geslachtsnaam\":\"Jansén\",\"naam.voornamen\":\"" first \
	"\",\"geboorte.datum\":\"" birth "\",\"postcode\":\"5341AB\",\"huisnummer\":" number \
	",\"wet\":\"pw\",\"gegevensbron\":\"client\"}"
#define ANNA \
	"Jansén\x1f" \
	"Anna Maria\x1f" \
	"1980-01-01\x1f" \
	"5341AB\x1f" \
	"12"

static size_t tied(struct desk *d, const char *tie, bool own_only)
{
	const struct selection which = { .kind = SELECT_TIED, .tie = tie };
	struct seen seen = { 0 };
	OK(records_each(d->s, &which, own_only, see, &seen, &e));
	buffer_clear(&seen.json);
	return seen.count;
}

/* Exactly, among those who live at the address, and whether the record has a number or not. */
Test(records, are_found_by_what_a_declaration_names)
{
	const struct stored_record received = { .package = "00ff", .agreement = "oss", .purpose = "one" };
	struct desk d;
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, AT("Anna Maria", "1980-01-01", "12", ""));
	put(&d, import, AT("Anna Maria", "1980-01-01", "12", "\"burgerservicenummer\":\"" A "\","));
	put(&d, import, AT("Anna", "1980-01-01", "12", ""));        /* a twin */
	put(&d, import, AT("Anna Maria", "1980-01-02", "12", ""));  /* a namesake */
	put(&d, import, AT("Anna Maria", "1980-01", "12", ""));     /* maybe the same */
	put(&d, import, AT("Anna Maria", "1980-01-01", "120", "")); /* a neighbour */
	put(&d, import, PERSON(B, "Jansén", "\"huisnummer\":12,"));
	put_from(&d, import, "oss.nl/wi", AT("Anna Maria", "1980-01-01", "12", ""), &received);
	cr_expect_eq(tied(&d, ANNA, false), 3);
	cr_expect_eq(tied(&d, ANNA, true), 2);
	cr_expect_eq(tied(&d, A, false), 1);
	cr_expect_eq(tied(&d, "999990032", false), 0, "nobody, and no error");
	cr_expect_eq(tied(&d,
	                  "Jansén\x1f"
	                  "Nobody\x1f"
	                  "1980-01-01\x1f"
	                  "5341AB\x1f"
	                  "12",
	                  false),
	             0);
	desk_end(&d);
}

Test(records, are_selected_by_id_bsn_and_list)
{
	static const char *const both[] = { B, A, A }, *const unknown[] = { A, "999990032", B };
	struct desk d;
	struct seen seen = { 0 };
	char id[RECORD_ID_SIZE + 1];
	const char *ids[] = { id, id };
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, PERSON(A, "Jansen", "\"zaak.identificatie\":\"Z1\","));
	put(&d, import, PERSON(A, "Jansen", "\"zaak.identificatie\":\"Z2\","));
	put(&d, import, PERSON(B, "Pietersen", ""));
	memcpy(id, d.id, sizeof id);
	const struct selection by_bsn = { .kind = SELECT_BSNS, .items = both, .count = 3 };
	const struct selection wrong = { .kind = SELECT_BSNS, .items = unknown, .count = 3 };
	const struct selection by_id = { .kind = SELECT_RECORDS, .items = ids, .count = 2 };
	const struct selection list = { .kind = SELECT_LIST, .list = "monday" };
	OK(records_each(d.s, &by_bsn, true, see, &seen, &e)); /* in the order they came in, each once */
	cr_assert_str_eq(buffer_string(&seen.json),
	                 PERSON(A, "Jansen", "\"zaak.identificatie\":\"Z1\",") "\n" PERSON(
				 A, "Jansen", "\"zaak.identificatie\":\"Z2\",") "\n" PERSON(B, "Pietersen",
	                                                                                    "") "\n");
	seen.count = 0;
	OK(records_each(d.s, &by_id, true, see, &seen, &e));
	cr_assert_eq(seen.count, 1);
	struct error fault = { 0 };
	cr_assert_not(records_each(d.s, &wrong, true, see, &seen, &fault));
	cr_assert_eq(fault.code, ERR_NOT_FOUND);
	cr_assert_eq(fault.line, 2);
	cr_assert_null(strstr(fault.detail, "99999"));
	cr_assert_null(strstr(fault.subject, "99999"));
	id[0] = 'x';
	FAILS(ERR_NOT_FOUND, records_each(d.s, &by_id, true, see, &seen, &e));
	FAILS(ERR_NOT_FOUND, records_each(d.s, &list, true, see, &seen, &e));
	OK(database_run(d.s->db,
	                "INSERT INTO list (name, record) SELECT 'monday', row FROM record WHERE bsn = '" A
	                "'",
	                &e));
	seen.count = 0;
	OK(records_each(d.s, &list, true, see, &seen, &e));
	cr_assert_eq(seen.count, 2);
	int64_t left;
	OK(database_number(d.s->db, "SELECT count(*) FROM temp.chosen", &left, &e));
	cr_assert_eq(left, 0);
	buffer_clear(&seen.json);
	desk_end(&d);
}

Test(records, the_first_are_read_and_the_others_not)
{
	struct desk d;
	struct seen first = { 0 };
	uint64_t count;
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, PERSON(A, "Berg", "\"zaak.identificatie\":\"1\","));
	put(&d, import, PERSON(B, "Smit", "\"zaak.identificatie\":\"2\","));
	put(&d, import, PERSON(A, "Vis", "\"zaak.identificatie\":\"3\","));
	OK(records_first(d.s, 2, see, &first, &e));
	cr_assert_eq(first.count, 2);
	cr_assert(strstr(buffer_string(&first.json), "Smit"));
	buffer_reset(&first.json);
	OK(records_first(d.s, 0, see, &first, &e));
	cr_assert_eq(first.count, 2);
	OK(records_first(d.s, UINT64_MAX, see, &first, &e));
	cr_assert_eq(first.count, 5);
	OK(records_count(d.s, &count, &e));
	cr_assert_eq(count, 3);
	buffer_clear(&first.json);
	desk_end(&d);
}

Test(records, may_be_asked_for_again_from_inside)
{
	struct desk d;
	struct seen seen = { 0 };
	const struct selection all = { .kind = SELECT_ALL };
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, PERSON(A, "Jansen", ""));
	put(&d, import, PERSON(B, "Pietersen", ""));
	seen.ask = d.s;
	OK(records_each(d.s, &all, false, see, &seen, &e));
	cr_assert_eq(seen.count, 2);
	seen.fail = true;
	FAILS(ERR_INTERRUPTED, records_each(d.s, &all, false, see, &seen, &e));
	buffer_clear(&seen.json);
	desk_end(&d);
}

/* A birth date stands in no index, and a BSN may be typed in groups; a number alone may be several things. */
Test(records, are_found_by_birth_and_by_bsn)
{
	static const struct {
		const char *terms;
		size_t want;
	} cases[] = {
		{ "1922-09-25", 1 },
		{ "25-09-1922", 1 },
		{ "25-9-1922", 1 },
		{ "19220925", 1 },
		{ "1922", 2 },
		{ "1922-09", 1 },
		{ "09-1922", 0 },
		{ "00-09-1922", 1 },
		{ "jansen 25-09-1922", 1 },
		{ "bea 1922", 0 },
		{ "jansen 1922", 2 },
		{ "1922 jans", 2 },
		{ "1923-01-01", 0 },
		{ "1922-09-2", 0 },
		{ "1922-09-25*", 0 },
		{ "1922-09-25 1922", 0 },
		{ "9999 900 19", 1 },
		{ "999.990.019", 1 },
		{ "9999.90.019", 1 },
		{ "999990019", 1 },
		{ "999 990 020", 0 },
		{ "12345672", 1 },
		{ "012345672", 1 },
		{ "12.345.672", 1 },
		{ "42", 1 },
	};
	struct desk d;
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, PERSON("999990019", "Jansen", "\"geboorte.datum\":\"1922-09-25\","));
	put(&d, import, PERSON("012345672", "Pietersen", "\"geboorte.datum\":\"1984\",\"huisnummer\":42,"));
	put(&d, import, PERSON("999990032", "Jansen", "\"verslag\":\"in dienst sinds 1922\","));
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(found(&d, cases[i].terms), cases[i].want, "%s: %zu", cases[i].terms,
		             found(&d, cases[i].terms));
	desk_end(&d);
}

Test(records, are_found_by_words)
{
	static const struct {
		const char *terms;
		size_t want;
		/* clang-format off */
	} cases[] = {
		{ "jansen", 2 },      { "JANSEN", 2 },     { "Bea", 1 },         { "bêa jansen", 1 },
		  { "jans", 2 },       { "jans bea", 0 },
		{ A, 1 },             { "99999", 2 },      { "3077AW", 1 },      { "Z-2026-17", 1 },
		   { "31", 1 },         { "\"", 0 },
		{ "jansen OR bea", 0 }, { "jansen*", 2 },  { "text:jansen", 0 }, { "-jansen", 2 },
		     { "jan\"sen", 0 },   { "fiets", 1 },
		{ "NEAR(jansen)", 0 }, { "jansen \" - ", 2 }, { "client", 0 },
	};
	/* clang-format on */
	struct desk d;
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import,
	    PERSON(A, "Jansen",
	           "\"naam.voornamen\":\"Béa\",\"huisnummer\":31,\"zaak.identificatie\":\"Z-2026-17\","));
	put(&d, import,
	    PERSON(B, "Jansen", "\"postcode\":\"3077AW\",\"verslag\":\"kan niet\\nmeer fietsen\","));
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(found(&d, cases[i].terms), cases[i].want, "%s: %zu", cases[i].terms,
		             found(&d, cases[i].terms));
	FAILS(ERR_USAGE, records_search(d.s, BYTES(" \t "), 10, see, NULL, &e));
	FAILS(ERR_UTF8, records_search(d.s, BYTES("\xff"), 10, see, NULL, &e));
	static const uint8_t nul[3] = { 'a', 0, 'b' };
	struct seen seen = { 0 };
	OK(records_search(d.s, bytes_of(nul, sizeof nul), 10, see, &seen, &e));
	cr_assert_eq(seen.count, 0);
	char long_one[1100];
	memset(long_one, 'a', sizeof long_one);
	FAILS(ERR_TOO_LARGE, records_search(d.s, bytes_of(long_one, sizeof long_one), 10, see, NULL, &e));
	for (size_t i = 0; i < 100; i += 2)
		long_one[i] = ' ';
	FAILS(ERR_TOO_LARGE, records_search(d.s, bytes_of(long_one, 100), 10, see, NULL, &e));
	OK(records_search(d.s, BYTES("jansen"), 1, see, &seen, &e));
	cr_assert_eq(seen.count, 1);
	buffer_clear(&seen.json);
	desk_end(&d);
}

Test(records, that_changed_are_found_by_their_new_words_only)
{
	struct desk d;
	desk_start(&d);
	int64_t import = begin(&d);
	put(&d, import, PERSON(A, "Jansen", "\"huisnummer\":31,"));
	put(&d, import, PERSON(A, "Smit", "\"huisnummer\":31,"));
	cr_assert_eq(found(&d, "jansen"), 0);
	cr_assert_eq(found(&d, "smit"), 1);
	cr_assert_eq(found(&d, "31"), 1);
	/* the index agrees with itself */
	OK(database_run(d.s->db, "INSERT INTO search (search) VALUES ('integrity-check')", &e));
	desk_end(&d);
}

Test(records, many_that_changed_leave_no_old_words)
{
	struct desk d;
	int64_t n;
	desk_start(&d);
	for (int round = 0; round < 2; round++) {
		int64_t import = begin(&d);
		for (int i = 0; i < 300; i++) {
			char json[200];
			snprintf(json, sizeof json,
			         "{\"naam.geslachtsnaam\":\"%s\",\"zaak.identificatie\":\"Z%d\",\"wet\":"
			         "\"pw\"}",
			         round ? "smit" : "jansen", i);
			put(&d, import, json);
			cr_assert_eq(d.change, round ? RECORD_CHANGED : RECORD_ADDED);
		}
	}
	OK(store_commit(d.s, &e));
	cr_assert_eq(found(&d, "jansen"), 0);
	cr_assert_eq(found(&d, "smit"), 100); /* the limit */
	cr_assert_eq(found(&d, "z299 smit"), 1);
	OK(database_run(d.s->db, "INSERT INTO search (search) VALUES ('integrity-check')", &e));
	OK(database_number(d.s->db, "SELECT v FROM search_config WHERE k = 'secure-delete'", &n, &e));
	cr_assert_eq(n, 1);
	/* the word itself is gone from the index's pages, not only marked */
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	OK(statement_start(&st, d.s->db, "SELECT block FROM search_data", &e));
	OK(statement_row(&st, &more, &e));
	for (; more;) {
		struct bytes block = column_bytes(&st, 0);
		cr_assert_null(block.size ? memmem(block.data, block.size, "jansen", 6) : NULL);
		OK(statement_row(&st, &more, &e));
	}
	statement_clear(&st);
	desk_end(&d);
}

/* --- imports --- */

Test(records, imports_are_counted)
{
	struct desk d;
	static const char right[] =
		"SELECT count(*) FROM import WHERE id = 1 AND rows_read = 6 AND added = 1 AND "
		"changed = 2 AND same = 3 AND rejected = 4 AND skipped = 5 AND NOT undone";
	int64_t rows;
	const struct import_counts counts = { 6, 1, 2, 3, 4, 5 };
	desk_start(&d);
	int64_t import = begin(&d);
	OK(import_end(d.s, import, &counts, &e));
	cr_assert_eq(begin(&d), import + 1);
	FAILS(ERR_NOT_FOUND, import_end(d.s, 99, &counts, &e));
	OK(database_number(d.s->db, right, &rows, &e));
	cr_assert_eq(import, 1);
	cr_assert_eq(rows, 1);
	desk_end(&d);
}

Test(records, imports_are_taken_back)
{
	struct desk d;
	uint64_t rows;
	char id[RECORD_ID_SIZE + 1];
	desk_start(&d);
	int64_t first = begin(&d);
	put(&d, first, PERSON(A, "Jansen", ""));
	memcpy(id, d.id, sizeof id);
	int64_t second = begin(&d);
	put(&d, second, PERSON(A, "Smit", ""));
	put(&d, second, PERSON(A, "Bakker", "")); /* twice in one file */
	put(&d, second, PERSON(B, "Pietersen", ""));
	FAILS(ERR_IMPORT_PACKED, import_undo(d.s, first, &rows, &e)); /* superseded since */
	OK(import_undo(d.s, second, &rows, &e));
	cr_assert_eq(rows, 2);
	cr_assert_eq(count(&d), 1);
	cr_assert_eq(found(&d, "jansen"), 1);
	cr_assert_eq(found(&d, "smit") + found(&d, "bakker") + found(&d, "pietersen"), 0);
	struct seen history = { 0 };
	OK(records_history(d.s, id, see, &history, &e));
	cr_assert_eq(history.count, 1);
	cr_assert_str_eq(buffer_string(&history.json), PERSON(A, "Jansen", "") "\n");
	buffer_clear(&history.json);
	FAILS(ERR_NOT_FOUND, import_undo(d.s, second, &rows, &e)); /* undone already */
	FAILS(ERR_NOT_FOUND, import_undo(d.s, 77, &rows, &e));
	OK(import_undo(d.s, first, &rows, &e));
	cr_assert_eq(count(&d), 0);
	OK(database_run(d.s->db, "INSERT INTO search (search) VALUES ('integrity-check')", &e));
	int64_t left;
	OK(database_number(d.s->db, "SELECT count(*) FROM history", &left, &e));
	cr_assert_eq(left, 0);
	desk_end(&d);
}

Test(records, that_were_packed_keep_their_import)
{
	struct desk d;
	uint64_t rows;
	char id[RECORD_ID_SIZE + 1];
	desk_start(&d);
	int64_t first = begin(&d);
	put(&d, first, PERSON(A, "Jansen", ""));
	memcpy(id, d.id, sizeof id);
	OK(record_mark_packed(d.s, id, &e));
	FAILS(ERR_IMPORT_PACKED, import_undo(d.s, first, &rows, &e));
	int64_t second = begin(&d);
	put(&d, second, PERSON(A, "Smit", ""));
	OK(import_undo(d.s, second, &rows, &e)); /* what was packed is the version before */
	FAILS(ERR_IMPORT_PACKED, import_undo(d.s, first, &rows, &e));
	FAILS(ERR_NOT_FOUND, record_mark_packed(d.s, "00000000000000000000000000000000", &e));
	FAILS(ERR_NOT_FOUND, record_mark_packed(d.s, "zz", &e));
	OK(record_mark_packed(d.s, id, &e)); /* a second time */
	int64_t marks;
	OK(database_number(d.s->db, "SELECT count(*) FROM packed", &marks, &e));
	cr_expect_eq(marks, 1);
	OK(database_run(d.s->db, "DELETE FROM record",
	                &e)); /* or the next record in its row would bear the mark */
	OK(database_number(d.s->db, "SELECT count(*) AS none FROM packed", &marks, &e));
	cr_expect_eq(marks, 0);
	desk_end(&d);
}

/* --- restricted --- */

static bool note_restricted(void *context, const struct stored_record *r, _unused_ struct error *e)
{
	bool *restricted = context;
	*restricted = r->restricted;
	return true;
}

static bool is_restricted(struct desk *d, const char *id)
{
	const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
	bool restricted = false;
	OK(records_each(d->s, &one, false, note_restricted, &restricted, &e));
	return restricted;
}

static bool count_restriction(void *context, _unused_ const struct restriction *r, _unused_ struct error *e)
{
	++*(size_t *)context;
	return true;
}

static bool is_new_by(struct desk *d, const char *id, const char *consent)
{
	bool new = false;
	OK(record_restrict(d->s, id, consent, 1000, &new, &e));
	return new;
}

static bool is_new(struct desk *d, const char *id)
{
	return is_new_by(d, id, "00112233445566778899aabbccddeeff");
}

static int64_t rows(struct desk *d, const char *sql)
{
	int64_t n = -1;
	OK(database_number(d->s->db, sql, &n, &e));
	return n;
}

Test(records, that_are_retracted_are_restricted_until_it_is_decided)
{
	struct desk d;
	const struct stored_record received = { .package = "00ff", .agreement = "oss", .purpose = "one" };
	char id[RECORD_ID_SIZE + 1], own[RECORD_ID_SIZE + 1];
	struct restriction_counts n;
	desk_start(&d);
	int64_t import = begin(&d);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), &received);
	memcpy(id, d.id, sizeof id);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansens", ""), &received);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), NULL);
	memcpy(own, d.id, sizeof own);
	cr_expect(is_new(&d, id));
	cr_expect_not(is_new(&d, id), "once");
	cr_expect_not(is_new(&d, own), "an own record never is");
	cr_expect(is_restricted(&d, id));
	cr_expect_not(is_restricted(&d, own));
	_cleanup_(restriction_clear) struct restriction r = { 0 }, kept = { 0 }, anew = { 0 }, none = { 0 };
	OK(restriction_of(d.s, id, &r, &e));
	cr_expect(r.since == 1000 && !r.kept && !r.article);
	cr_expect_str_eq(r.consent, "00112233445566778899aabbccddeeff");
	cr_expect_str_eq(r.source, "oss.nl/wi");
	FAILS(ERR_NOT_FOUND, restriction_of(d.s, own, &none, &e));
	FAILS(ERR_NOT_FOUND, restriction_of(d.s, "nonsense", &none, &e));
	OK(restrictions_count(d.s, 1000, &n, &e));
	cr_expect(n.waiting == 1 && !n.overdue && !n.kept && n.first == 1000);
	OK(restrictions_count(d.s, 1001, &n, &e));
	cr_expect_eq(n.overdue, 1);
	OK(restriction_keep(d.s, &r, 2000, "archive", "Archiefwet 1995 art. 3", &e));
	OK(restriction_of(d.s, id, &kept, &e));
	cr_expect(kept.kept == 2000 && is_restricted(&d, id));
	cr_expect_str_eq(kept.article, "Archiefwet 1995 art. 3");
	OK(restrictions_count(d.s, 1001, &n, &e));
	cr_expect(!n.waiting && !n.overdue && n.kept == 1 && !n.first, "kept, it waits no more");
	cr_expect_not(is_new(&d, id), "the same withdrawal says nothing new");
	cr_expect(is_new_by(&d, id, "ffeeddccbbaa99887766554433221100"), "another asks anew");
	cr_expect_not(is_new(&d, id), "one at a time");
	OK(restrictions_count(d.s, 1001, &n, &e));
	cr_expect(n.waiting == 1 && !n.kept);
	OK(restriction_of(d.s, id, &anew, &e));
	cr_expect(anew.since == 1000 && !anew.kept && !anew.reason && !anew.article && is_restricted(&d, id));
	cr_expect_str_eq(anew.consent, "ffeeddccbbaa99887766554433221100");
	OK(restriction_lift(d.s, &anew, &e));
	OK(restriction_of(d.s, id, &none, &e));
	cr_expect(!none.since && !is_restricted(&d, id));
	desk_end(&d);
}

Test(records, that_are_erased_leave_nothing)
{
	struct desk d;
	const struct stored_record received = { .package = "00ff", .agreement = "oss", .purpose = "one" };
	size_t n = 0;
	desk_start(&d);
	int64_t import = begin(&d);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Jansen", ""), &received);
	put_from(&d, import, "oss.nl/wi", PERSON(A, "Pietersen", ""), &received);
	cr_assert(is_new(&d, d.id));
	struct purged p;
	OK(purge_begin(d.s, &e));
	OK(purge_record(d.s, d.id, &e));
	OK(purge_end(d.s, 0, true, &p, &e));
	OK(store_commit(d.s, &e));
	cr_expect(store_scrub(d.s));
	OK(restrictions_each(d.s, count_restriction, &n, &e));
	cr_expect_eq(n, 0);
	cr_expect_eq(rows(&d, "SELECT count(*) FROM record"), 0);
	cr_expect_eq(rows(&d, "SELECT count(*) FROM history"), 0);
	cr_expect_eq(rows(&d, "SELECT count(*) FROM restriction"), 0);
	cr_expect_eq(rows(&d, "SELECT count(*) FROM search WHERE search MATCH 'jansen OR pietersen'"), 0);
	OK(store_begin(d.s, &e));
	FAILS(ERR_NOT_FOUND, purge_record(d.s, d.id, &e));
	desk_end(&d);
}
