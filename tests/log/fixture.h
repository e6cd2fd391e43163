/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* For the tests of this layer: a log kept in memory, and a story: what the two
 * units of an invented municipality did, as entries that a test may alter before
 * the bundle is written. Keys are made when a test starts. */

#include "../trust/partnership.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/bundle.h"
#include "log/proof.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(call) cr_assert((call), "%s: %s %s: %s", #call, error_name(e.code), e.subject, e.detail)

/* --- a log in memory --- */

struct memory_tile {
	unsigned level;
	uint64_t n;
	struct buffer hashes;
};
struct memory_log {
	struct buffer *entries;
	size_t entry_count;
	struct memory_tile *tiles;
	size_t tile_count, tile_puts;
	struct buffer checkpoint;
	bool refuse_entry, refuse_tile, refuse_checkpoint;
};

static bool refused(struct error *e)
{
	return error_set(e, ERR_DISK_FULL, "memory", "%s", "as the test asked");
}

static bool memory_put_entry(void *context, uint64_t index, struct bytes entry, struct error *e)
{
	struct memory_log *m = context;
	if (m->refuse_entry)
		return refused(e);
	if (index >= m->entry_count) {
		cr_assert_eq(index, m->entry_count);
		if ((index & (index - 1)) == 0) /* room doubles at each power of two */
			m->entries =
				reallocarray(m->entries, index ? 2 * (size_t)index : 1, sizeof *m->entries);
		m->entries[index] = (struct buffer){ 0 };
		m->entry_count = (size_t)index + 1;
	}
	buffer_reset(&m->entries[index]);
	buffer_append(&m->entries[index], entry);
	return buffer_ok(&m->entries[index], e);
}

static bool memory_get_entry(void *context, uint64_t index, struct buffer *ret, struct error *e)
{
	struct memory_log *m = context;
	if (index >= m->entry_count)
		return error_set(e, ERR_LOG_MISSING, "memory", "%s", "");
	buffer_append(ret, buffer_bytes(&m->entries[index]));
	return buffer_ok(ret, e);
}

static struct memory_tile *memory_tile(struct memory_log *m, unsigned level, uint64_t n)
{
	for (size_t i = m->tile_count; i-- > 0;)
		if (m->tiles[i].level == level && m->tiles[i].n == n)
			return &m->tiles[i];
	return NULL;
}

static bool memory_put_tile(void *context, unsigned level, uint64_t n, struct bytes hashes, struct error *e)
{
	struct memory_log *m = context;
	struct memory_tile *tile = memory_tile(m, level, n);
	if (m->refuse_tile)
		return refused(e);
	if (!tile) {
		m->tiles = reallocarray(m->tiles, m->tile_count + 1, sizeof *m->tiles);
		tile = &m->tiles[m->tile_count++];
		*tile = (struct memory_tile){ .level = level, .n = n };
	}
	m->tile_puts++;
	buffer_reset(&tile->hashes);
	buffer_append(&tile->hashes, hashes);
	return buffer_ok(&tile->hashes, e);
}

static bool memory_get_tile(void *context, unsigned level, uint64_t n, struct buffer *ret, struct error *e)
{
	struct memory_tile *tile = memory_tile(context, level, n);
	if (tile)
		buffer_append(ret, buffer_bytes(&tile->hashes));
	return buffer_ok(ret, e);
}

static bool memory_put_checkpoint(void *context, struct bytes note, struct error *e)
{
	struct memory_log *m = context;
	if (m->refuse_checkpoint)
		return refused(e);
	buffer_reset(&m->checkpoint);
	buffer_append(&m->checkpoint, note);
	return buffer_ok(&m->checkpoint, e);
}

static bool memory_get_checkpoint(void *context, struct buffer *ret, struct error *e)
{
	struct memory_log *m = context;
	buffer_append(ret, buffer_bytes(&m->checkpoint));
	return buffer_ok(ret, e);
}

_unused_ static struct log_storage memory_storage(struct memory_log *m)
{
	return (struct log_storage){ m,
		                     memory_put_entry,
		                     memory_get_entry,
		                     memory_put_tile,
		                     memory_get_tile,
		                     memory_put_checkpoint,
		                     memory_get_checkpoint };
}

_unused_ static void memory_log_clear(struct memory_log *m)
{
	for (size_t i = 0; i < m->entry_count; i++)
		buffer_clear(&m->entries[i]);
	for (size_t i = 0; i < m->tile_count; i++)
		buffer_clear(&m->tiles[i].hashes);
	buffer_clear(&m->checkpoint);
	free(m->entries);
	free(m->tiles);
	*m = (struct memory_log){ 0 };
}

/* --- folders --- */

static int remove_item(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

_unused_ static void folder_remove(const char *path)
{
	nftw(path, remove_item, 16, FTW_DEPTH | FTW_PHYS);
}

/* --- the story --- */

enum { WI_CLERK = OSS_CLERK, WMO_CLERK = SPARE_1 };
enum { CASES, RECEIPT, LETTERS, EVERY_LETTER = LETTERS };

/* The law of a story, where it isn't the shipped table, signed by the quorum, and no override. */
struct story_law {
	const char *from, *to;               /* in the table, the first `from` becomes `to` */
	const char *override_until;          /* there is one for the purpose, up to and with this day */
	bool grounds_by_one, override_by_fg; /* signatures that don't suffice */
	bool by_two; /* the officers ask two persons to disclose, and to change access */
	const char
		*names; /* the overrides that manifest and entries name; NULL: those that the agreement has */
};

#define STORY_MAX 32u
struct story {
	struct story_law law;
	struct buffer grounds, override; /* signed */
	struct sha256 grounds_hash, override_hash;
	char overrides[SHA256_HEX_SIZE + 1];
	struct partnership p;
	struct roster *rosters[2];
	struct agreement *agreement;
	struct manifest manifests[LETTERS];
	struct buffer notes[LETTERS]; /* signed manifests */
	char ids[LETTERS][2 * PACKAGE_ID_SIZE + 1];
	char keys[2][9]; /* of the clerks, W&I first */
	int unit;        /* whose log: OSS_WI or OSS_WMO */
	struct entry entries[STORY_MAX];
	size_t entry_count;
	struct note_signer *log_key;
	char directory[64]; /* a fresh folder; the bundle is `bundle` in it */
	char bundle[96];
	bool by_two;           /* the newest roster asks for it */
	bool quiet;            /* nothing exchanged: no agreement, no letters */
	int without;           /* RECEIPT or EVERY_LETTER: what the bundle's manifests lack */
	struct buffer seen[4]; /* checkpoints that others saw, and their names in the bundle */
	char seen_names[4][100];
	size_t seen_count;
	struct buffer texts[2]; /* other signed texts that entries name */
	struct sha256 text_hashes[2];
	size_t text_count;
	moment cosigned; /* when they did; 0: in the afternoon of the story's day */
};

_unused_ static struct buffer file_of(const char *path)
{
	struct buffer b = { 0 };
	struct error e;
	CHECK(file_read(path, 1 << 24, &b, &e));
	return b;
}

static void story_rosters(struct story *s)
{
	struct roster *r = calloc(1, sizeof *r);
	unsigned all = POWER_READ | POWER_IMPORT | POWER_EXPORT | POWER_CONSENT | POWER_PACK | POWER_OPEN |
	               POWER_LOG | POWER_ACCESS | POWER_DECIDE;
	r->id = string_copy("oss");
	r->version = 1;
	r->issued = a_day("2026-02-01") + 36000;
	r->review_by = a_day("2027-02-01");
	put_controller(r, "oss.nl", 2);
	for (int i = OSS_1; i <= OSS_3; i++)
		put_officer(r, &s->p, i, "oss.nl");
	put_person(r, &s->p, WI_CLERK);
	put_person(r, &s->p, WMO_CLERK);
	put_unit(r, &s->p, OSS_WMO, "oss.nl");
	put_unit(r, &s->p, OSS_WI, "oss.nl");
	r->units[0].ready = r->units[1].ready = false;
	put_mandate(r, "m-wi", WI_CLERK, OSS_WI, LAW_PW, all);
	put_mandate(r, "m-wmo", WMO_CLERK, OSS_WMO, LAW_WMO, all);
	put_mandate(r, "m-wi-read", WI_CLERK, OSS_WI, LAW_PW, POWER_READ);
	put_mandate(r, "m-wi-past", WI_CLERK, OSS_WI, LAW_PW, all);
	r->mandates[3].until = a_day("2026-03-01");
	put_mandate(r, "m-wi-later", WI_CLERK, OSS_WI, LAW_PW, all);
	r->mandates[4].from = a_day("2026-06-01");
	s->rosters[0] = SIGNED(&s->p, r, OSS_1, OSS_2, OSS_3);
	struct roster *next = partnership_next(s->rosters[0]);
	for (size_t i = 0; i < 2; i++) {
		char *name = next->units[i].name, *controller = next->units[i].controller;
		struct roster ready = { 0 };
		put_unit(&ready, &s->p, strcmp(name, "oss.nl/wi") == 0 ? OSS_WI : OSS_WMO, "oss.nl");
		free(name);
		free(controller);
		next->units[i] = ready.units[0];
		free(ready.units);
	}
	next->disclosure_by_two = next->access_by_two = s->by_two;
	s->rosters[1] = SIGNED(&s->p, next, OSS_1, OSS_3);
}

/* As small as an agreement can be. */
static const char agreement_text[] = "type: sluis.agreement/v1\n"
				     "id: oss-wmo-wi\n"
				     "version: 1\n"
				     "title: t\n"
				     "kind: convenant\n"
				     "goal: g\n"
				     "target_group: t\n"
				     "excluded: e\n"
				     "parties:\n"
				     "  - unit: oss.nl/wi\n"
				     "    controller: oss.nl\n"
				     "    kind: pw\n"
				     "    role: r\n"
				     "    tasks: t\n"
				     "  - unit: oss.nl/wmo\n"
				     "    controller: oss.nl\n"
				     "    kind: wmo\n"
				     "    role: r\n"
				     "    tasks: t\n"
				     "purposes:\n"
				     "  - code: onderzoek-2.3.2\n"
				     "    description: d\n"
				     "    necessity: m\n"
				     "    from: oss.nl/wi\n"
				     "    to: oss.nl/wmo\n"
				     "    task: wmo-2.3.2\n"
				     "    phase: onderzoek\n"
				     "    ground: wmo-5.1.1-4\n"
				     "    article: \"Wmo 2015 art. 5.1.1 lid 4\"\n"
				     "    basis: A6-1-e\n"
				     "    exception: A9-2-a\n"
				     "    consent: true\n"
				     "    no_objection: false\n"
				     "    free_text: false\n"
				     "    secret_address: false\n"
				     "    retention_months: 24\n"
				     "    fields:\n"
				     "      - field: postcode\n"
				     "        why: w\n"
				     "approval_by_two: false\n"
				     "use_by_days: 14\n"
				     "largest_package_mib: 256\n"
				     "rights: r\n"
				     "incidents: i\n"
				     "contact: c\n"
				     "budget: b\n"
				     "results: r\n"
				     "evaluation: 2027-12-31\n"
				     "valid_from: 2026-01-01\n"
				     "valid_until: 2030-12-31\n"
				     "catalogue: \"@catalogue@\"\n"
				     "grounds: \"@grounds@\"\n";

static void story_grounds(struct story *s)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const int *who = s->law.grounds_by_one ? (const int[]){ OSS_2, NOBODY }
	                                       : (const int[]){ OSS_2, OSS_3, NOBODY };
	if (s->law.from)
		replaced(grounds_shipped(), s->law.from, s->law.to, &text);
	else
		buffer_append(&text, grounds_shipped());
	sha256_of(buffer_bytes(&text), &s->grounds_hash);
	sign_text(&s->p, buffer_bytes(&text), who, &s->grounds);
}

static void story_override(struct story *s)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	char hex[SHA256_HEX_SIZE + 1];
	if (!s->law.override_until)
		return;
	sha256_hex(&s->grounds_hash, hex);
	buffer_printf(&text,
	              "type: sluis.override/v1\nid: o-1\nversion: 1\ncontroller: oss.nl\ngrounds: "
	              "\"%s\"\nground: wmo-5.1.1-4\n"
	              "agreement: oss-wmo-wi\npurpose: onderzoek-2.3.2\nreasons: \"r\"\nfg: \"%s\"\nadvised: "
	              "2026-01-01\nadvice: \"a\"\n"
	              "valid_from: 2026-01-01\nvalid_until: %s\n",
	              hex, s->law.override_by_fg ? member_names[OSS_1] : "the FG", s->law.override_until);
	sha256_of(buffer_bytes(&text), &s->override_hash);
	sha256_hex(&s->override_hash, s->overrides);
	sign_text(&s->p, buffer_bytes(&text), (const int[]){ OSS_1, OSS_3, NOBODY }, &s->override);
}

static void story_agreement(struct story *s)
{
	struct error e;
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	_cleanup_(buffer_clear) struct buffer half = { 0 }, text = { 0 }, note = { 0 };
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	sha256_of(catalogue_shipped(), &hash);
	sha256_hex(&hash, hex);
	replaced(bytes_of_string(agreement_text), "@catalogue@", hex, &half);
	sha256_hex(&s->grounds_hash, hex);
	replaced(buffer_bytes(&half), "@grounds@", hex, &text);
	if (s->override.size)
		buffer_printf(&text, "overrides:\n  - \"%s\"\n", s->overrides);
	sign_text(&s->p, buffer_bytes(&text), (const int[]){ OSS_1, OSS_2, NOBODY }, &note);
	CHECK(catalogue_load(catalogue_shipped(), "catalogue", &c, &e));
	CHECK(agreement_parse(buffer_bytes(&note), "agreement", c, &s->agreement, &e));
}

#define STORY_DAY "2026-05-04"

static void story_manifest(struct story *s, int which)
{
	struct manifest *m = &s->manifests[which];
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	bool receipt = which == RECEIPT;
	struct error e;
	*m = (struct manifest){
		.kind = receipt ? PACKAGE_RECEIPT : PACKAGE_CASES,
		.sender = string_copy(receipt ? "oss.nl/wmo" : "oss.nl/wi"),
		.receiver = string_copy(receipt ? "oss.nl/wi" : "oss.nl/wmo"),
		.signer = string_copy(member_names[receipt ? WMO_CLERK : WI_CLERK]),
		.recipients = calloc(1, sizeof(struct age_recipient)),
		.recipient_count = 1,
		.sequence = 1,
		.terms.agreement = string_copy(s->agreement->id),
		.terms.version = 1,
		.terms.hash = s->agreement->hash,
		.terms.purpose = string_copy("onderzoek-2.3.2"),
		.terms.ground = string_copy("wmo-5.1.1-4"),
		.roster_version = 2,
		.roster_hash = s->rosters[1]->hash,
		.created = a_day(STORY_DAY) + 36000 + 60 * which,
		.use_by = a_day(STORY_DAY) + 10 * SECONDS_A_DAY,
		.records = receipt ? 0 : 2,
		.withheld = receipt ? 0 : 1,
		.answers = receipt,
	};
	m->recipients[0] = s->p.unit_recipients[receipt ? OSS_WI : OSS_WMO];
	const char *overrides = s->law.names ? s->law.names : s->overrides;
	m->terms.overrides = !receipt && *overrides ? string_copy(overrides) : NULL;
	memset(m->id, 0xa0 + which, sizeof m->id);
	if (receipt) {
		memcpy(m->answer_id, s->manifests[CASES].id, sizeof m->answer_id);
		m->answer_sequence = 1;
		m->answer_hash = s->manifests[CASES].hash;
		m->accepted = 2;
	} else {
		m->members = calloc(1, sizeof *m->members);
		m->member_count = 1;
		m->members[0] = (struct manifest_member){ .name = "records/000001.ndjson.gz",
			                                  .size = 10,
			                                  .inflated = 20 };
	}
	CHECK(manifest_format(m, &text, &e));
	buffer_clear(&s->notes[which]);
	CHECK(note_sign(&s->notes[which], buffer_bytes(&text), &s->p.signers[receipt ? WMO_CLERK : WI_CLERK],
	                0, &e));
	hex_encode(bytes_of(m->id, sizeof m->id), s->ids[which]);
}

static struct entry *story_act(struct story *s, const char *action)
{
	struct entry *entry = &s->entries[s->entry_count];
	bool wi = s->unit == OSS_WI;
	*entry = (struct entry){
		.index = s->entry_count,
		.log = unit_names[s->unit],
		.unit = unit_names[s->unit],
		.start = a_day(STORY_DAY) + 36000 + 60 * (moment)s->entry_count,
		.end = a_day(STORY_DAY) + 36001 + 60 * (moment)s->entry_count,
		.action = action,
		.role = "consulent",
		.mandate = wi ? "m-wi" : "m-wmo",
		.key = s->keys[wi ? 0 : 1],
		.roster_version = s->entry_count < 2 ? 1 : 2,
	};
	random_bytes(entry->commitment.bytes, SHA256_SIZE);
	s->entry_count++;
	return entry;
}

static void story_child(struct story *s, uint64_t parent)
{
	struct entry *entry = &s->entries[s->entry_count];
	*entry = (struct entry){ .child = true, .index = s->entry_count, .parent = parent };
	random_bytes(entry->commitment.bytes, SHA256_SIZE);
	s->entry_count++;
}

static void story_agreed(struct story *s, struct entry *entry, bool purpose)
{
	entry->terms = agreement_terms(s->agreement, NULL, NULL);
	if (purpose) {
		entry->terms.purpose = "onderzoek-2.3.2";
		entry->terms.ground = "wmo-5.1.1-4";
	}
}

static struct entry *story_letter(struct story *s, const char *action, int which)
{
	struct entry *entry = story_act(s, action);
	const struct manifest *m = &s->manifests[which];
	story_agreed(s, entry, true);
	entry->package = s->ids[which];
	entry->package_kind = package_kind_name(m->kind);
	entry->sequence = m->sequence;
	entry->manifest = &m->hash;
	entry->answers = which == RECEIPT ? s->ids[CASES] : NULL;
	entry->terms.overrides = m->terms.overrides;
	entry->peer = strcmp(action, "pack") == 0 ? m->receiver : m->sender;
	entry->records = m->records;
	entry->withheld = strcmp(action, "pack") == 0 ? m->withheld : 0;
	return entry;
}

/* What stands where, for tests that alter one. */
enum { AT_INIT, AT_ROSTER, AT_AGREEMENT, AT_IMPORT, AT_CHILD, AT_LETTER = 6, AT_END = 10 };

static void story_entries(struct story *s)
{
	story_act(s, "init");
	struct entry *roster = story_act(s, "roster");
	roster->sequence = 2;
	roster->manifest = &s->rosters[1]->hash;
	story_agreed(s, story_act(s, "agreement"), false);
	story_act(s, "import")->records = 2;
	story_child(s, AT_IMPORT);
	story_child(s, AT_IMPORT);
	if (s->unit == OSS_WI) {
		story_letter(s, "pack", CASES);
		story_child(s, AT_LETTER);
		story_letter(s, "open", RECEIPT);
	} else {
		story_letter(s, "open", CASES)->receipt = &s->manifests[RECEIPT].hash;
		story_child(s, AT_LETTER);
	}
	struct entry *refusal = story_act(s, "refuse");
	refusal->failed = true;
	refusal->finding = "package-malformed";
	refusal->mandate = refusal->key = refusal->role = NULL;
	story_act(s, "log");
}

_unused_ static void story_start_under(struct story *s, int unit, const struct story_law *law)
{
	*s = (struct story){ .unit = unit, .law = *law, .by_two = law->by_two };
	partnership_start(&s->p);
	s->log_key = &s->p.logs[unit];
	hex_encode(bytes_of(s->p.signers[WI_CLERK].public.id, 4), s->keys[0]);
	hex_encode(bytes_of(s->p.signers[WMO_CLERK].public.id, 4), s->keys[1]);
	story_rosters(s);
	story_grounds(s);
	story_override(s);
	story_agreement(s);
	story_manifest(s, CASES);
	story_manifest(s, RECEIPT);
	story_entries(s);
	strcpy(s->directory, "/tmp/sluis-log-XXXXXX");
	cr_assert(mkdtemp(s->directory));
	snprintf(s->bundle, sizeof s->bundle, "%s/bundle", s->directory);
}

_unused_ static void story_start(struct story *s, int unit)
{
	story_start_under(s, unit, &(struct story_law){ 0 });
}

_unused_ static void story_start_with(struct story *s, int unit, bool by_two)
{
	story_start_under(s, unit, &(struct story_law){ .by_two = by_two });
}

_unused_ static void story_clear(struct story *s)
{
	buffer_clear(&s->grounds);
	buffer_clear(&s->override);
	folder_remove(s->directory);
	roster_freep(&s->rosters[0]);
	roster_freep(&s->rosters[1]);
	agreement_freep(&s->agreement);
	for (size_t i = 0; i < s->seen_count; i++)
		buffer_clear(&s->seen[i]);
	for (size_t i = 0; i < s->text_count; i++)
		buffer_clear(&s->texts[i]);
	for (int i = 0; i < LETTERS; i++) {
		manifest_clear(&s->manifests[i]);
		buffer_clear(&s->notes[i]);
	}
	partnership_clear(&s->p);
}

static void story_put_law(struct bundle_writer *w, const struct sha256 *hash, const char *suffix,
                          struct bytes content)
{
	char name[80], hex[SHA256_HEX_SIZE + 1];
	struct error e;
	sha256_hex(hash, hex);
	snprintf(name, sizeof name, "law/%s.%s", hex, suffix);
	CHECK(bundle_file(w, name, content, &e));
}

static void story_law_parts(struct story *s, struct bundle_writer *w)
{
	struct sha256 hash;
	sha256_of(catalogue_shipped(), &hash);
	story_put_law(w, &hash, "yaml", catalogue_shipped());
	story_put_law(w, &s->grounds_hash, "note", buffer_bytes(&s->grounds));
	if (s->override.size)
		story_put_law(w, &s->override_hash, "note", buffer_bytes(&s->override));
	for (size_t i = 0; i < s->text_count; i++)
		story_put_law(w, &s->text_hashes[i], "note", buffer_bytes(&s->texts[i]));
}

static void story_parts(struct story *s, struct bundle_writer *w)
{
	struct error e;
	for (int i = 0; i < 2; i++) {
		char name[64];
		snprintf(name, sizeof name, "rosters/%06d.note", i + 1);
		CHECK(bundle_file(w, name, buffer_bytes(&s->rosters[i]->note), &e));
	}
	for (size_t i = 0; i < s->seen_count; i++)
		CHECK(bundle_file(w, s->seen_names[i], buffer_bytes(&s->seen[i]), &e));
	if (s->quiet)
		return;
	_cleanup_(string_freep) char *agreement = string_printf("agreements/%s-v1.note", s->agreement->id);
	CHECK(bundle_file(w, agreement, buffer_bytes(&s->agreement->note), &e));
	story_law_parts(s, w);
	for (int i = 0; i < LETTERS && s->without != EVERY_LETTER; i++) {
		char name[64];
		if (s->without == RECEIPT && i == RECEIPT)
			continue;
		snprintf(name, sizeof name, "manifests/%s.note", s->ids[i]);
		CHECK(bundle_file(w, name, buffer_bytes(&s->notes[i]), &e));
	}
}

/* Writes the bundle; the entries as they stand now. */
_unused_ static void story_write(struct story *s)
{
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, checkpoint = { 0 };
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	CHECK(log_open(&storage, ONE_KEY(&s->log_key->public), &l, &e));
	for (size_t i = 0; i < s->entry_count; i++) {
		buffer_reset(&raw);
		CHECK(entry_format(&s->entries[i], &raw, &e));
		CHECK(log_append(l, buffer_bytes(&raw), &e));
	}
	CHECK(log_sign(l, s->log_key, &checkpoint, &e));
	folder_remove(s->bundle);
	CHECK(bundle_start(s->bundle, &w, &e));
	CHECK(bundle_log(w, l, buffer_bytes(&checkpoint), &e));
	story_parts(s, w);
	CHECK(bundle_end(w, &e));
}

/* The checkpoint that the log had at `size`, of the entries as they stand now; cosigned unless `witness` is
 * NULL. */
_unused_ static void story_checkpoint(struct story *s, size_t size, const struct note_signer *witness,
                                      struct buffer *ret)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, text = { 0 };
	struct checkpoint c = { .size = size };
	struct merkle_edge edge = { 0 };
	struct error e;
	strcpy(c.origin, s->log_key->public.name);
	for (size_t i = 0; i < size; i++) {
		struct sha256 leaf;
		buffer_reset(&raw);
		CHECK(entry_format(&s->entries[i], &raw, &e));
		merkle_leaf(buffer_bytes(&raw), &leaf);
		merkle_edge_append(&edge, &leaf, NULL, NULL);
	}
	merkle_edge_root(&edge, &c.root);
	buffer_reset(ret);
	CHECK(checkpoint_sign(&c, s->log_key, ret, &e));
	CHECK(checkpoint_format(&c, &text, &e));
	if (witness)
		CHECK(note_sign(ret, buffer_bytes(&text), witness,
		                s->cosigned ? s->cosigned : a_day(STORY_DAY) + 40000, &e));
}

/* The same into the next bundle that is written. */
_unused_ static void story_seen(struct story *s, size_t size, const struct note_signer *witness)
{
	snprintf(s->seen_names[s->seen_count], sizeof s->seen_names[0], "witnessed/%012zu.note", size);
	story_checkpoint(s, size, witness, &s->seen[s->seen_count]);
	s->seen_count++;
}

_unused_ static struct verify_result story_verify(struct story *s)
{
	struct verify_result r = { 0 };
	struct error e;
	CHECK(bundle_verify(s->bundle, NULL, 0, &s->rosters[0]->hash, NULL, NULL, &r, &e));
	return r;
}

_unused_ static void show_findings(const struct verify_result *r)
{
	for (size_t i = 0; i < r->finding_count; i++)
		fprintf(stderr, "finding %s (%lld) %s: %s\n", error_name(r->findings[i].code),
		        (long long)r->findings[i].index, r->findings[i].subject, r->findings[i].detail);
}

_unused_ static bool has_finding(const struct verify_result *r, enum error_code code, uint64_t index)
{
	for (size_t i = 0; i < r->finding_count; i++)
		if (r->findings[i].code == code && r->findings[i].index == index)
			return true;
	return false;
}
