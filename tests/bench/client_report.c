/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What it takes to join one client's report from the parts of twenty units, each with a log of N entries of
 * which a hundred are about that client: every part is read and proved from the fingerprint, as `sluis client
 * report` does. Beside it, what it takes to write their proofs. The logs are made here: what nobody asks for
 * is hashed and forgotten. */
#include "bench.h"

#include "exchange/client_report.h"
#include "trust/roster_edit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { UNITS = 20, ACTS = 100, OFFICERS = 3 };

static struct error e;
static const moment made = 20780 * SECONDS_A_DAY;

/* Of the processor: the machine may have other work. */
static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- who --- */

static struct keyfile people[OFFICERS + 1];
static struct note_signer logs[UNITS];
static char units[UNITS][32];
static struct roster *roster;
static struct roster_chain chain;

static void make_card(const char *name, const struct age_recipient *recipient,
                      const struct note_signer *signer, const struct note_signer *witness, struct card *ret)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	NEED(card_make(name, recipient, signer, witness, &note, &e));
	NEED(card_parse(buffer_bytes(&note), "card", ret, &e));
}

static void add_people(struct roster *r)
{
	char name[32];
	for (int i = 0; i <= OFFICERS; i++) {
		struct card card;
		snprintf(name, sizeof name, "oss.nl/p-%d", i + 1);
		NEED(keyfile_generate(name, &people[i], &e));
		make_card(name, &people[i].identity.recipient, &people[i].signer, NULL, &card);
		NEED(roster_add_person(r, &card, NULL, made - 100 * SECONDS_A_DAY, &e));
		if (i < OFFICERS)
			NEED(roster_add_officer(r, name, "oss.nl", &e));
	}
}

static void add_units(struct roster *r)
{
	for (int u = 0; u < UNITS; u++) {
		_cleanup_(keyfile_clear) struct keyfile keys = { 0 };
		struct note_signer witness;
		struct card card;
		snprintf(units[u], sizeof units[u], "oss.nl/team-%d", u + 1);
		NEED(keyfile_generate("oss.nl/p-unit", &keys, &e));
		NEED(note_signer_generate(units[u], NOTE_ED25519, &logs[u], &e));
		NEED(note_signer_generate(units[u], NOTE_COSIGNATURE, &witness, &e));
		make_card(units[u], &keys.identity.recipient, &logs[u], &witness, &card);
		NEED(roster_add_unit(r, units[u], &e));
		NEED(roster_set_unit(r, &card, false, &e));
		NEED(roster_add_mandate(r, people[OFFICERS].name, units[u], "teamleider", LAW_WMO, POWER_ANY,
		                        made - 100 * SECONDS_A_DAY, 0, &e));
		note_signer_clear(&witness);
	}
}

static void make_roster(void)
{
	_cleanup_(roster_freep) struct roster *draft = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	NEED(roster_draft("oss.nl", made - 90 * SECONDS_A_DAY, made + 300 * SECONDS_A_DAY, &draft, &e));
	NEED(roster_add_controller(draft, "oss.nl", 2, &e));
	add_people(draft);
	add_units(draft);
	NEED(roster_format(draft, &text, &e));
	for (int i = 0; i < 2; i++)
		NEED(note_sign(&note, buffer_bytes(&text), &people[i].signer, 0, &e));
	NEED(roster_parse(buffer_bytes(&note), "roster", &roster, &e));
	chain = (struct roster_chain){ .versions = &roster, .count = 1, .fingerprint = roster->hash };
}

/* --- a log, of which only what is asked for is kept --- */

struct kept {
	uint64_t index;
	struct buffer entry;
	struct entry_private private;
	bool client;
};
struct unit_log {
	struct kept kept[2 * ACTS + 1];
	size_t count;
	struct buffer tiles[4][4000];
	struct unit_keys keys;
	struct log *log;
};

static bool put_entry(void *context, uint64_t index, struct bytes entry, struct error *error)
{
	struct unit_log *l = context;
	if (!l->count || l->kept[l->count - 1].index != index)
		return true;
	buffer_append(&l->kept[l->count - 1].entry, entry);
	return buffer_ok(&l->kept[l->count - 1].entry, error);
}

static bool get_entry(void *context, uint64_t index, struct buffer *ret, struct error *error)
{
	struct unit_log *l = context;
	for (size_t i = 0; i < l->count; i++)
		if (l->kept[i].index == index)
			buffer_append(ret, buffer_bytes(&l->kept[i].entry));
	return buffer_ok(ret, error);
}

static bool put_tile(void *context, unsigned level, uint64_t n, struct bytes hashes, struct error *error)
{
	struct unit_log *l = context;
	buffer_reset(&l->tiles[level][n]);
	buffer_append(&l->tiles[level][n], hashes);
	return buffer_ok(&l->tiles[level][n], error);
}

static bool get_tile(void *context, unsigned level, uint64_t n, struct buffer *ret, struct error *error)
{
	struct unit_log *l = context;
	buffer_append(ret, buffer_bytes(&l->tiles[level][n]));
	return buffer_ok(ret, error);
}

static bool put_checkpoint(_unused_ void *context, _unused_ struct bytes note, _unused_ struct error *error)
{
	return true;
}

static bool get_checkpoint(_unused_ void *context, _unused_ struct buffer *ret, _unused_ struct error *error)
{
	return true;
}

static void unit_log_clear(struct unit_log *l)
{
	log_freep(&l->log);
	for (size_t i = 0; i < l->count; i++)
		buffer_clear(&l->kept[i].entry);
	for (size_t level = 0; level < ELEMENTS(l->tiles); level++)
		for (size_t n = 0; n < ELEMENTS(l->tiles[level]); n++)
			buffer_clear(&l->tiles[level][n]);
	*l = (struct unit_log){ 0 };
}

static void append(struct unit_log *l, struct entry *entry, struct buffer *text)
{
	entry->index = log_size(l->log);
	buffer_reset(text);
	NEED(entry_format(entry, text, &e));
	NEED(log_append(l->log, buffer_bytes(text), &e));
}

static void keep(struct unit_log *l, bool client)
{
	l->kept[l->count] = (struct kept){ .index = log_size(l->log), .client = client };
	if (client) {
		struct entry_private *p = &l->kept[l->count].private;
		random_bytes(p->secret, sizeof p->secret);
		p->values[PRIVATE_SUBJECT] = "999990019";
		p->values[PRIVATE_SUBJECT_TYPE] = "bsn";
		p->values[PRIVATE_RECORD] = "00112233445566778899aabbccddeeff";
		p->values[PRIVATE_CASE] = "WMO-2026-00103";
	}
	l->count++;
}

static struct entry an_act(int u, const char *key, const char *mandate)
{
	return (struct entry){ .log = units[u],
		               .start = made,
		               .end = made,
		               .action = "read",
		               .unit = units[u],
		               .role = "teamleider",
		               .mandate = mandate,
		               .key = key,
		               .roster_version = 1,
		               .records = 1 };
}

static void grow(struct unit_log *l, int u, uint64_t size, const char *key, const char *mandate)
{
	const struct log_storage storage = { l,        put_entry,      get_entry,     put_tile,
		                             get_tile, put_checkpoint, get_checkpoint };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	l->keys = unit_log_keys(&chain, units[u]);
	NEED(log_open(&storage, &l->keys, &l->log, &e));
	for (uint64_t every = size / ACTS; log_size(l->log) < size;) {
		struct entry act = an_act(u, key, mandate), other = { .child = true };
		uint64_t parent = log_size(l->log);
		keep(l, false);
		append(l, &act, &text);
		keep(l, true);
		struct entry client = { .child = true, .parent = parent };
		entry_commit(&l->kept[l->count - 1].private, &client.commitment);
		append(l, &client, &text);
		for (uint64_t i = 2; i < every; i++) {
			other.parent = parent;
			append(l, &other, &text);
		}
	}
}

/* --- a part --- */

static void about_client(struct buffer *lines)
{
	buffer_append_string(lines, "{\"client\":\"who\",\"number\":\"999990019\",\"sets\":[]}\n");
	for (int i = 0; i < 3; i++)
		buffer_append_string(lines,
		                     "{\"client\":\"record\",\"record\":\"00112233445566778899aabbccddeeff\","
		                     "\"law\":\"wmo\",\"values\":{\"naam.geslachtsnaam\":\"Brouwer\","
		                     "\"postcode\":\"5341AA\"},\"left_out\":[]}\n");
}

static void describe(const struct unit_log *l, int u, struct bytes about, struct disclosure *d,
                     struct buffer *note, struct sha256 *hash)
{
	_cleanup_(buffer_clear) struct buffer list = { 0 }, text = { 0 };
	*d = (struct disclosure){ .log = units[u],
		                  .made = made,
		                  .roster_version = 1,
		                  .by = people[OFFICERS].name,
		                  .recipient = people[OFFICERS].name,
		                  .reason = CLIENT_REPORT_REASON,
		                  .entries = l->count,
		                  .has_client = true };
	for (size_t i = 0; i < l->count; i++)
		buffer_printf(&list, "%" PRIu64 "\n", l->kept[i].index);
	sha256_of(buffer_bytes(&list), &d->list);
	sha256_of(about, &d->client);
	NEED(disclosure_format(d, &text, &e));
	sha256_of(buffer_bytes(&text), hash);
	NEED(note_sign(note, buffer_bytes(&text), &people[OFFICERS].signer, 0, &e));
}

/* Seconds that its proofs took. */
static double write_part(struct unit_log *l, int u, uint64_t size, struct buffer *ret)
{
	_cleanup_(buffer_clear) struct buffer about = { 0 }, note = { 0 }, text = { 0 }, checkpoint = { 0 };
	const struct roster_mandate *mandate;
	struct disclosure d;
	struct sha256 hash;
	bool fields[PRIVATE_COUNT];
	char key[2 * sizeof people->signer.public.id + 1];
	hex_encode(bytes_of(people[OFFICERS].signer.public.id, sizeof people->signer.public.id), key);
	NEED(roster_mandate_for(roster, people[OFFICERS].name, units[u], POWER_LOG, 0, made, &mandate, &e));
	grow(l, u, size, key, mandate->id);
	about_client(&about);
	client_part_fields(fields);
	describe(l, u, buffer_bytes(&about), &d, &note, &hash);
	struct entry act = an_act(u, key, mandate->id);
	act.action = "disclose";
	act.statement = DISCLOSURE_TYPE;
	act.statement_hash = &hash;
	act.recipient = d.recipient;
	keep(l, false);
	append(l, &act, &text);
	double start = now();
	NEED(log_sign(l->log, &logs[u], &checkpoint, &e));
	NEED(disclosure_head(buffer_bytes(&note), buffer_bytes(&checkpoint), &chain, ret, &e));
	buffer_append(ret, buffer_bytes(&about));
	for (size_t i = 0; i < l->count; i++)
		NEED(disclosure_line(l->log, l->kept[i].index, log_size(l->log),
		                     l->kept[i].client ? &l->kept[i].private : NULL, fields, ret, &e));
	return now() - start;
}

int main(int argc, char **argv)
{
	uint64_t size = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000, bytes = 0, told = 0;
	static struct unit_log l;
	static struct report_part parts[UNITS];
	double writing = 0;
	NEED(crypto_start(&e));
	make_roster();
	for (int u = 0; u < UNITS; u++) {
		writing += write_part(&l, u, size, &parts[u].file);
		bytes += parts[u].file.size;
		unit_log_clear(&l);
	}
	double start = now();
	for (int u = 0; u < UNITS; u++)
		NEED(report_part_read(&parts[u], &chain, &e));
	double reading = now() - start;
	for (int u = 0; u < UNITS; u++) {
		told += parts[u].row_count;
		report_part_clear(&parts[u]);
	}
	printf("# %d units with logs of %" PRIu64 " entries: %" PRIu64 " acts of one client, %.1f MB\n",
	       UNITS, size, told, (double)bytes / 1e6);
	printf("# their proofs written in %.3f s, read and proved in %.3f s of the processor\n", writing,
	       reading);
	bool all = told == (uint64_t)UNITS * ACTS;
	printf("%s 1 - every act is told\n%s 2 - one client of %d units is joined within a second\n1..2\n",
	       all ? "ok" : "not ok", reading <= 1 ? "ok" : "not ok", UNITS);
	roster_freep(&roster);
	for (int u = 0; u < UNITS; u++)
		note_signer_clear(&logs[u]);
	for (int i = 0; i <= OFFICERS; i++)
		keyfile_clear(&people[i]);
	return all && reading <= 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
