/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/purging.h"

#include "store/pending.h"
#include "store/retention.h"
#include "store/retraction.h"
#include "trust/manifest.h"

#include "unit.h"

#include <openssl/evp.h>

/* docs/forgetting.md, a cell at a time: something to be found by is written in each place, and looked for in
 * the pages of the database and its write-ahead log as they stand on disk, decrypted here, free pages and
 * all. Before the purge it is found there, or the test proves nothing. */

#define GOING 1000u
#define STAYING 50u
#define PAGE 4096u
#define RESERVED 80u /* of SQLCipher: IV and MAC */

struct birds {
	struct unit u;
	struct store *s;
	struct catalogue *c;
	char (*ids)[RECORD_ID_SIZE + 1];
};

/* --- the raw image --- */

static void decrypt(const uint8_t *page, size_t skip, const uint8_t key[32], struct buffer *out)
{
	uint8_t plain[PAGE];
	int size = 0;
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	cr_assert(ctx && EVP_DecryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, key, page + PAGE - RESERVED) == 1);
	EVP_CIPHER_CTX_set_padding(ctx, 0);
	cr_assert_eq(EVP_DecryptUpdate(ctx, plain, &size, page + skip, (int)(PAGE - RESERVED - skip)), 1);
	EVP_CIPHER_CTX_free(ctx);
	buffer_append(out, bytes_of(plain, (size_t)size));
}

static void read_key(const struct birds *b, uint8_t key[32])
{
	struct store_key k = { 0 };
	char path[128];
	unit_path(&b->u, "store.slots", path);
	OK(slots_read_store(path, &b->u.people[CLERK_1].identity, &k, &e));
	struct bytes text = secret_open(&k.raw);
	cr_assert(hex_decode(bytes_of(text.data + 2, 64), key, 32));
	secret_close(&k.raw);
	store_key_clear(&k);
}

static void read_image(const struct birds *b, struct buffer *out)
{
	static const char *const copies[] = { "store.db", "store.db.before-13" };
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	uint8_t key[32];
	read_key(b, key);
	buffer_reset(out);
	for (size_t f = 0; f < ELEMENTS(copies); f++) {
		if (!home_has(&b->u, copies[f]))
			continue;
		save(&b->u, copies[f], &raw);
		for (size_t at = 0; at + PAGE <= raw.size; at += PAGE)
			decrypt(raw.data + at, at ? 0 : 16, key, out);
	}
	if (!home_has(&b->u, "store.db-wal"))
		return;
	save(&b->u, "store.db-wal", &raw);
	for (size_t at = 32; at + 24 + PAGE <= raw.size; at += 24 + PAGE) {
		bool first = memcmp(raw.data + at, "\0\0\0\1", 4) == 0;
		decrypt(raw.data + at + 24, first ? 16 : 0, key, out);
	}
}

static bool has(const struct buffer *image, struct bytes what)
{
	return image->size && memmem(image->data, image->size, what.data, what.size);
}

/* --- what is written --- */

/* The n-th number that is a BSN. */
static void bsn_of(unsigned n, char out[10])
{
	unsigned long stem = 99000000ul + n * 2;
	for (;; stem++) {
		unsigned sum = 0, rest;
		char digits[12];
		snprintf(digits, sizeof digits, "%08lu", stem % 100000000ul);
		for (unsigned i = 0; i < 8; i++)
			sum += (9 - i) * (unsigned)(digits[i] - '0');
		rest = sum % 11;
		if (rest < 10) {
			memcpy(out, digits, 8);
			out[8] = (char)('0' + rest);
			out[9] = '\0';
			return;
		}
	}
}

static void put(struct birds *b, int64_t import, unsigned n, const char *surname, char id[RECORD_ID_SIZE + 1])
{
	_cleanup_(record_clear) struct record r = { 0 };
	char json[320], bsn[10];
	enum record_change change;
	bsn_of(n * 8, bsn);
	snprintf(json, sizeof json,
	         "{\"burgerservicenummer\":\"%s\",\"naam.geslachtsnaam\":\"%s%04u\",\"wet\":\"pw\","
	         "\"zaak.identificatie\":\"Z-%04u\",\"gegevensbron\":\"client\"}",
	         bsn, surname, n, n);
	OK(record_parse(b->c, bytes_of_string(json), "record", &r, &e));
	OK(record_put(b->s, import, "suite", &r, NULL, NULL, &change, id, &e));
}

static void put_log(struct birds *b, unsigned n, uint64_t parent)
{
	char bsn[10];
	uint64_t index;
	bsn_of(n * 8, bsn);
	struct entry child = { .child = true, .parent = parent };
	struct entry_private by_record = { .values = { [PRIVATE_SUBJECT] = bsn,
		                                       [PRIVATE_SUBJECT_TYPE] = "bsn",
		                                       [PRIVATE_RECORD] = b->ids[n],
		                                       [PRIVATE_WITHHELD] =
		                                               n < GOING ? "Roodborst" : "Blijver" } };
	OK(store_log_append(b->s, &child, &by_record, &index, &e));
	struct entry_private by_client = { .values = { [PRIVATE_SUBJECT] = bsn,
		                                       [PRIVATE_SUBJECT_TYPE] = "bsn",
		                                       [PRIVATE_CONSENT] =
		                                               n < GOING ? "Nachtegaal" : "Blijver" } };
	struct entry another = { .child = true, .parent = parent };
	OK(store_log_append(b->s, &another, &by_client, &index, &e));
}

static void put_around(struct birds *b, unsigned n)
{
	const uint8_t package[PACKAGE_ID_SIZE] = { 1 };
	const struct sha256 digest = { { 7 } };
	char sql[2048], bsn[10];
	const char *kind = n < GOING ? "Sijsje" : "Blijver";
	bsn_of(n * 8, bsn);
	OK(pending_add(b->s, package, b->ids[n], &digest, &e));
	OK(retention_hold(b->s, b->ids[n], n < GOING ? "Putter" : "Blijver", "oss.nl/p-7f3k", 1000, &e));
	snprintf(sql, sizeof sql,
	         "INSERT INTO consent (id, tie, given, json, package, taken_in, words) VALUES ('%032u', "
	         "'%s', 0,"
	         " '{\"until\":\"2026-01-01\",\"note\":\"%s\"}', NULL, 0, '%s');"
	         "INSERT INTO relied VALUES (x'%032u', x'%032x');"
	         "INSERT INTO client_state VALUES ('%s', 'client', 0);"
	         "INSERT INTO list SELECT '%s', row FROM record WHERE id = x'%s';"
	         "INSERT INTO request_client (sent, request, number, tie) VALUES (0, x'0a', %u, '%s');"
	         "INSERT INTO outcome (peer, tag, agreement, purpose, record, package, outcome, said, "
	         "sequence)"
	         " VALUES ('oss.nl/wmo', '%u', 'a', 'p', x'%s', x'01', 'accepted', 0, 1);"
	         "INSERT INTO correction (letter, way, peer, record, tag, package, fields, line, made)"
	         " SELECT x'02', 0, 'oss.nl/wmo', row, 't', x'01', '', '%s', 0 FROM record WHERE id = x'%s'",
	         n, bsn, kind, kind, n, 0xfeed0000 + n, bsn, kind, b->ids[n], n, bsn, n, b->ids[n],
	         n < GOING ? "Goudvink" : "Blijver", b->ids[n]);
	OK(database_run(b->s->db, sql, &e));
}

static void birds_start(struct birds *b)
{
	int64_t import;
	*b = (struct birds){ 0 };
	unit_create(&b->u);
	b->s = b->u.store;
	b->c = shipped_catalogue();
	b->ids = calloc(GOING + STAYING, sizeof *b->ids);
	OK(store_begin(b->s, &e));
	OK(import_begin(b->s, "suite", "cases.csv", &import, &e));
	append_act(b->s, "import", 0);
	OK(database_run(
		b->s->db,
		"INSERT INTO request (sent, id, peer, agreement, purpose, fields, made, due, clients, answer)"
		" VALUES (0, x'0a', 'oss.nl/wmo', 'a', 'p', 'wet', 0, 0, 1, x'0b')",
		&e));
	for (unsigned n = 0; n < GOING + STAYING; n++) {
		put(b, import, n, n < GOING ? "Vroeger" : "Blijver", b->ids[n]);
		put(b, import, n, n < GOING ? "Kanarie" : "Blijver", b->ids[n]);
		put_log(b, n, 0);
		put_around(b, n);
	}
	OK(store_commit(b->s, &e));
}

static void birds_end(struct birds *b)
{
	free(b->ids);
	catalogue_freep(&b->c);
	unit_end(&b->u);
}

static void purge_all(struct birds *b, struct purged *p)
{
	OK(store_begin(b->s, &e));
	OK(purge_begin(b->s, &e));
	for (unsigned n = 0; n < GOING; n++)
		OK(purge_record(b->s, b->ids[n], &e));
	OK(purge_end(b->s, a_day("2027-06-01"), true, p, &e));
	append_act(b->s, "purge", 0);
	OK(store_commit(b->s, &e));
}

static const struct place {
	const char *name, *mark;
} places[] = {
	{ "record", "Kanarie" },
	{ "history", "Vroeger" },
	{ "search index", "kanarie" },
	{ "private of the log, by record", "Roodborst" },
	{ "private of the log, by client", "Nachtegaal" },
	{ "declaration, list", "Sijsje" },
	{ "hold", "Putter" },
	{ "correction", "Goudvink" },
	{ "write-ahead log", "Walvis" },
};

/* The first client's and a late one's: number and record, as text and as bytes. */
static void expect_numbers(const struct birds *b, const struct buffer *image, bool there)
{
	for (unsigned n = 0; n < GOING; n += 37) {
		uint8_t id[RECORD_ID_SIZE / 2];
		char bsn[10], case_number[16];
		bsn_of(n * 8, bsn);
		snprintf(case_number, sizeof case_number, "Z-%04u", n);
		cr_assert(hex_decode(bytes_of_string(b->ids[n]), id, sizeof id));
		cr_expect_eq(has(image, bytes_of_string(bsn)), there, "a BSN, %u", n);
		cr_expect_eq(has(image, bytes_of_string(case_number)), there, "a case, %u", n);
		cr_expect_eq(has(image, bytes_of_string(b->ids[n])), there, "a record in the log, %u", n);
		cr_expect_eq(has(image, bytes_of(id, sizeof id)), there, "a record, %u", n);
	}
}

Test(purging, leaves_nothing_in_any_place)
{
	struct birds b;
	struct purged p;
	_cleanup_(buffer_clear) struct buffer image = { 0 }, wal = { 0 }, copy = { 0 };
	birds_start(&b);
	cr_assert(store_scrub(b.s));
	save(&b.u, "store.db", &copy);
	put_back(&b.u, "store.db.before-13", &copy);
	/* What stands in the write-ahead log alone. */
	OK(store_begin(b.s, &e));
	OK(retention_hold(b.s, b.ids[1], "Walvis", "oss.nl/p-7f3k", 1000, &e));
	OK(store_commit(b.s, &e));
	save(&b.u, "store.db-wal", &wal);
	cr_assert(wal.size, "the write-ahead log is a place, too");
	read_image(&b, &image);
	for (size_t i = 0; i < ELEMENTS(places); i++)
		cr_assert(has(&image, bytes_of_string(places[i].mark)), "not found before: %s",
		          places[i].name);
	expect_numbers(&b, &image, true);

	uint64_t size = log_size(store_log(b.s));
	struct sha256 before, after;
	OK(log_root_at(store_log(b.s), size, &before, &e));
	purge_all(&b, &p);
	cr_expect(p.records == GOING && p.declarations == GOING && p.private_parts == 2 * GOING &&
	          !p.declarations_kept);
	cr_expect(purge_settle(b.s));
	cr_expect_not(home_has(&b.u, "store.db.before-13"), "a copy from before an upgrade");
	read_image(&b, &image);
	for (size_t i = 0; i < ELEMENTS(places); i++)
		cr_expect_not(has(&image, bytes_of_string(places[i].mark)), "still found: %s",
		              places[i].name);
	expect_numbers(&b, &image, false);
	cr_expect(has(&image, BYTES("Blijver")), "who stays, stays");
	OK(log_root_at(store_log(b.s), size, &after, &e));
	cr_expect(sha256_equal(&before, &after));
	unit_close(&b.u);
	OK(store_open(b.u.home, &b.u.people[CLERK_1], STORE_WORK, false, &b.u.store, &e));
	OK(store_check_whole(b.u.store, &e));
	birds_end(&b);
}

static int64_t rows(struct birds *b, const char *sql)
{
	int64_t n = -1;
	OK(database_number(b->s->db, sql, &n, &e));
	return n;
}

/* What a package rests on can still be withdrawn when the record's term is over, unless its receivers are
 * told. */
Test(purging, leaves_what_a_package_rests_on)
{
	struct birds b;
	struct purged p;
	birds_start(&b);
	OK(store_begin(b.s, &e));
	OK(purge_begin(b.s, &e));
	for (unsigned n = 0; n < GOING; n++)
		OK(purge_record(b.s, b.ids[n], &e));
	OK(purge_end(b.s, a_day("2026-11-28"), false, &p, &e));
	cr_expect_eq(p.declarations, 0);
	cr_expect_eq(p.declarations_kept, GOING);
	cr_expect_eq(rows(&b, "SELECT count(*) FROM relied"), GOING + STAYING);
	OK(store_commit(b.s, &e));
	birds_end(&b);
}

/* A client of whom another record stays keeps what isn't of the one that went. */
Test(purging, of_one_record_leaves_the_client)
{
	struct birds b;
	struct purged p;
	char other[RECORD_ID_SIZE + 1], bsn[10];
	enum record_change change;
	_cleanup_(record_clear) struct record r = { 0 };
	char json[320];
	int64_t import;
	birds_start(&b);
	bsn_of(0, bsn);
	snprintf(json, sizeof json,
	         "{\"burgerservicenummer\":\"%s\",\"naam.geslachtsnaam\":\"Andere\",\"wet\":\"pw\","
	         "\"zaak.identificatie\":\"Z-99999\",\"gegevensbron\":\"client\"}",
	         bsn);
	OK(store_begin(b.s, &e));
	OK(import_begin(b.s, "suite", "cases.csv", &import, &e));
	OK(record_parse(b.c, bytes_of_string(json), "record", &r, &e));
	OK(record_put(b.s, import, "suite", &r, NULL, NULL, &change, other, &e));
	OK(purge_begin(b.s, &e));
	OK(purge_record(b.s, b.ids[0], &e));
	FAILS(ERR_NOT_FOUND, purge_record(b.s, b.ids[0], &e));
	FAILS(ERR_NOT_FOUND, purge_record(b.s, "nonsense", &e));
	OK(purge_end(b.s, a_day("2027-06-01"), true, &p, &e));
	cr_expect(p.records == 1 && p.private_parts == 1 && p.declarations == 0);
	/* And then the last. A declaration that was withdrawn stays until nothing can rest on it. */
	OK(database_run(b.s->db,
	                "UPDATE consent SET json ="
	                " '{\"until\":\"2026-01-01\",\"withdrawn\":\"2025-12-01T10:00:00Z\"}' WHERE id = "
	                "'00000000000000000000000000000000'",
	                &e));
	OK(purge_begin(b.s, &e));
	OK(purge_record(b.s, other, &e));
	OK(purge_end(b.s, a_day("2027-01-02"), true, &p, &e));
	cr_expect(p.records == 1 && p.private_parts == 1 && p.declarations == 0 && p.declarations_kept == 1);
	cr_expect_eq(rows(&b, "SELECT count(*) FROM consent WHERE id = '00000000000000000000000000000000'"),
	             1);
	OK(store_commit(b.s, &e));
	record_clear(&r);
	birds_end(&b);
}
