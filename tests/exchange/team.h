/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Two units that can exchange, for the tests of this layer: three officers, the stores
 * of oss.nl/wi and oss.nl/wmo with a clerk each, the shipped agreement. And a forger: a
 * clerk of W&I with the unit's keys and a program of his own, who puts into a package
 * what he likes. Keys are made when a test starts; everything on disk goes when it ends. */

#include "exchange/consenting.h"
#include "exchange/desk_open.h"
#include "exchange/importing.h"
#include "exchange/open.h"
#include "exchange/open_note.h"
#include "exchange/outgoing.h"
#include "exchange/pack.h"
#include "exchange/reading.h"
#include "exchange/retraction.h"
#include "io/file.h"
#include "log/entry.h"
#include "store/exchanges.h"
#include "store/statements.h"
#include "trust/roster_edit.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__ /* Criterion's children end without the check */
#include <sanitizer/lsan_interface.h>
#define LEAKS() __lsan_do_recoverable_leak_check()
#else
#define LEAKS() 0
#endif

#define WI "oss.nl/wi"
#define WMO "oss.nl/wmo"
#define PURPOSE "onderzoek-2.3.2"
#define AGREEMENT "oss-wmo-wi"
#define NOW "2026-11-23T10:00:00Z"
#define TEAM_FOLDER "/tmp/sluis-team-XXXXXX"
#define WORDS "At the kitchen table."
#define FORM "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define EVERY_ACTION (POWER_ANY)
enum { OFFICER_1, OFFICER_2, OFFICER_3, CLERK_WI, CLERK_WMO, PEOPLE };

struct team {
	char folder[sizeof TEAM_FOLDER];
	struct keyfile officers[CLERK_WI];
	struct card cards[PEOPLE];
	struct roster *roster; /* newest, signed */
	struct sha256 fingerprint;
	struct desk wi, wmo;
};

#define OK(call) \
	do { \
		struct error e = { 0 }; \
		bool done_ = (call); \
		cr_assert(done_, "%s: %s %s in %s: %s", #call, error_name(e.code), e.subject, \
		          e.where ? e.where : "?", e.detail); \
	} while (0)
#define FAILS(want, call) \
	do { \
		struct error e = { 0 }; \
		bool done_ = (call); \
		cr_assert(!done_, "%s succeeded", #call); \
		cr_assert_eq(e.code, want, "%s: %s instead of %s: %s %s", #call, error_name(e.code), \
		             error_name(want), e.subject, e.detail); \
	} while (0)

_unused_ static moment a_day(const char *text)
{
	moment m = 0;
	cr_assert(day_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

_unused_ static void set_clock(const char *now)
{
	cr_assert_eq(setenv("SLUIS_TEST_NOW", now, 1), 0);
}

static void team_path(const struct team *t, const char *name, char out[160])
{
	snprintf(out, 160, "%s/%s", t->folder, name);
}

/* --- rosters and agreements --- */

/* Signed by two officers; frees the draft. */
static void team_sign_roster(struct team *t, struct roster *draft)
{
	_cleanup_(roster_freep) struct roster *d = draft;
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	OK(roster_format(d, &text, &e));
	for (int i = OFFICER_1; i <= OFFICER_2; i++)
		OK(note_sign(&note, buffer_bytes(&text), &t->officers[i].signer, 0, &e));
	roster_freep(&t->roster);
	OK(roster_parse(buffer_bytes(&note), "roster.note", &t->roster, &e));
}

/* A draft of the next version. */
_unused_ static struct roster *team_next_roster(const struct team *t)
{
	struct roster *r = NULL;
	OK(roster_parse(buffer_bytes(&t->roster->note), "roster.note", &r, &e));
	OK(roster_edit(r, r->issued + 60, &e));
	return r;
}

_unused_ static void team_adopt(struct team *t, struct desk *d)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	OK(open_note(d, buffer_bytes(&t->roster->note), "roster.note", &r, &e));
}

struct change {
	const char *from, *to;
};

static void change_text(struct buffer *text, const char *from, const char *to)
{
	_cleanup_(buffer_clear) struct buffer old = *text;
	const uint8_t *at = memmem(old.data, old.size, from, strlen(from));
	cr_assert(at, "the agreement doesn't say %s", from);
	size_t before = (size_t)(at - old.data);
	*text = (struct buffer){ 0 };
	buffer_append(text, bytes_of(old.data, before));
	buffer_append_string(text, to);
	buffer_append(text, bytes_of(at + strlen(from), old.size - before - strlen(from)));
}

/* The shipped agreement with `changes` (ends with a NULL), signed by two officers. */
_unused_ static void team_agreement(struct team *t, const struct change *changes, struct buffer *note)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	char path[512], hex[SHA256_HEX_SIZE + 1];
	snprintf(path, sizeof path, "%s/share/sluis/agreements/wmo-wi.yaml", getenv("SLUIS_SOURCE"));
	OK(file_read(path, 1u << 20, &text, &e));
	sha256_hex(&t->wi.catalogue_hash, hex);
	change_text(&text, "@catalogue@", hex);
	struct sha256 grounds;
	sha256_of(grounds_shipped(), &grounds);
	sha256_hex(&grounds, hex);
	change_text(&text, "@grounds@", hex);
	for (; changes && changes->from; changes++)
		change_text(&text, changes->from, changes->to);
	for (int i = OFFICER_1; i <= OFFICER_2; i++)
		OK(note_sign(note, buffer_bytes(&text), &t->officers[i].signer, 0, &e));
}

_unused_ static void team_adopt_agreement(struct team *t, const struct change *changes)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct desk *const desks[] = { &t->wi, &t->wmo };
	team_agreement(t, changes, &note);
	for (size_t i = 0; i < ELEMENTS(desks); i++) {
		_cleanup_(open_result_clear) struct open_result r = { 0 }, g = { 0 };
		_cleanup_(buffer_clear) struct buffer grounds = { 0 };
		for (int o = OFFICER_1; o <= OFFICER_2; o++)
			OK(note_sign(&grounds, grounds_shipped(), &t->officers[o].signer, 0, &e));
		OK(open_note(desks[i], buffer_bytes(&grounds), "grounds.note", &g, &e));
		OK(open_note(desks[i], buffer_bytes(&note), "agreement.note", &r, &e));
	}
}

/* --- start and end --- */

static void team_card(struct keyfile *k, struct card *ret)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	OK(card_make(k->name, &k->identity.recipient, &k->signer, NULL, &note, &e));
	OK(card_parse(buffer_bytes(&note), "card", ret, &e));
}

static struct roster *team_first_roster(struct team *t)
{
	struct roster *r = NULL;
	OK(roster_draft("oss.nl", a_day("2026-11-01") + 36000, a_day("2027-11-01"), &r, &e));
	OK(roster_add_controller(r, "oss.nl", 2, &e));
	for (int i = OFFICER_1; i < PEOPLE; i++) {
		OK(roster_add_person(r, &t->cards[i], NULL, a_day("2026-11-01"), &e));
		if (i <= OFFICER_3)
			OK(roster_add_officer(r, t->cards[i].name, "oss.nl", &e));
	}
	OK(roster_add_unit(r, WI, &e));
	OK(roster_add_unit(r, WMO, &e));
	OK(roster_add_mandate(r, t->cards[CLERK_WI].name, WI, "consulent", LAW_PW, EVERY_ACTION,
	                      a_day("2026-11-01"), 0, &e));
	OK(roster_add_mandate(r, t->cards[CLERK_WMO].name, WMO, "consulent", LAW_WMO, EVERY_ACTION,
	                      a_day("2026-11-01"), 0, &e));
	return r;
}

static void team_store(struct team *t, const char *name, const char *unit, struct keyfile *clerk,
                       struct desk *ret)
{
	struct roster *root = NULL;
	char home[160];
	team_path(t, name, home);
	OK(roster_parse(buffer_bytes(&t->roster->note), "roster.note", &root, &e));
	OK(desk_create(home, unit, &root, &t->fingerprint, clerk, ret, &e));
}

static void team_unit_card(struct team *t, struct roster *r, const char *name)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	char path[160];
	team_path(t, name, path);
	OK(file_read(path, 1u << 16, &note, &e));
	OK(card_parse(buffer_bytes(&note), "unit.card", &card, &e));
	OK(roster_set_unit(r, &card, roster_unit(r, card.name)->ready, &e));
}

static void team_start(struct team *t)
{
	static const char *const names[PEOPLE] = { "oss.nl/p-0001", "oss.nl/p-0002", "oss.nl/p-0003",
		                                   "oss.nl/p-7f3k", "oss.nl/p-4c8x" };
	struct keyfile clerks[2] = { 0 };
	*t = (struct team){ .folder = TEAM_FOLDER };
#ifndef SLUIS_TEST_CLOCK
	cr_skip_test("keys, agreements and consents have days: this needs a build with -Dtest_clock=true");
#endif
	set_clock(NOW);
	OK(crypto_start(&e));
	cr_assert(mkdtemp(t->folder));
	for (int i = OFFICER_1; i < PEOPLE; i++) {
		struct keyfile *k = i < CLERK_WI ? &t->officers[i] : &clerks[i - CLERK_WI];
		OK(keyfile_generate(names[i], k, &e));
		team_card(k, &t->cards[i]);
	}
	team_sign_roster(t, team_first_roster(t));
	t->fingerprint = t->roster->hash;
	team_store(t, "wi", WI, &clerks[0], &t->wi);
	team_store(t, "wmo", WMO, &clerks[1], &t->wmo);
	struct roster *second = team_next_roster(t);
	team_unit_card(t, second, "wi/unit.card");
	team_unit_card(t, second, "wmo/unit.card");
	team_sign_roster(t, second);
	team_adopt(t, &t->wi);
	team_adopt(t, &t->wmo);
	team_adopt_agreement(t, NULL);
}

static int remove_one(const char *path, _unused_ const struct stat *st, _unused_ int type,
                      _unused_ struct FTW *where)
{
	return remove(path);
}

static void team_close(struct team *t)
{
	desk_clear(&t->wi);
	desk_clear(&t->wmo);
	for (int i = OFFICER_1; i <= OFFICER_3; i++)
		keyfile_clear(&t->officers[i]);
	roster_freep(&t->roster);
	nftw(t->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Of several the last one looks for leaks: LeakSanitizer doesn't see all that an open database holds. */
static void team_end(struct team *t)
{
	team_close(t);
	cr_expect_eq(LEAKS(), 0, "memory leaks");
}

/* --- what a log says --- */

/* The last entry that isn't a client's, as JSON. */
_unused_ static void last_act(struct desk *d, struct buffer *ret)
{
	for (uint64_t i = log_size(store_log(d->store)); i-- > 0;) {
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		struct entry entry;
		buffer_reset(ret);
		OK(log_entry(store_log(d->store), i, ret, &e));
		OK(entry_parse(buffer_bytes(ret), &entry, &text, &e));
		if (!entry.child)
			return;
	}
}

_unused_ static bool last_act_says(struct desk *d, const char *what)
{
	_cleanup_(buffer_clear) struct buffer json = { 0 };
	last_act(d, &json);
	return strstr(buffer_string(&json), what) != NULL;
}

_unused_ static uint64_t log_length(struct desk *d)
{
	return log_size(store_log(d->store));
}

/* --- clients --- */

#define BSN_1 "999990019"
#define BSN_2 "999990020"
#define BSN_3 "999990032"

#define CASE(bsn, number) \
	"{\"burgerservicenummer\":\"" bsn \
	"\",\"naam.geslachtsnaam\":\"Jansen\",\"zaak.identificatie\":\"" number "\",\"wet\":\"pw\"," \
	"\"gegevensbron\":\"pw\"}"

_unused_ static void team_import(struct team *t, const char *lines)
{
	_cleanup_(importing_result_clear) struct importing_result r = { 0 };
	char path[160];
	team_path(t, "cases.ndjson", path);
	OK(file_replace(path, bytes_of_string(lines), true, &e));
	const struct importing_request q = { .path = path };
	OK(importing_file(&t->wi, &q, &r, &e));
	cr_assert_eq(r.counts.rejected, 0);
}

_unused_ static uint64_t team_consent(struct team *t, const struct selection *which)
{
	const struct consenting_request q = {
		.to = WMO,
		.purpose = PURPOSE,
		.kinds[CONSENT_EXPLICIT] = true,
		.kinds[CONSENT_NO_OBJECTION] = true,
		.given = a_day("2026-11-20"),
		.until = a_day("2027-11-20"),
		.by = CONSENT_BY(GIVER_CLIENT),
		.age = AGE_16,
		.assured = ASSURED_CONVERSATION,
		.words = WORDS,
		.evidence = FORM,
		.selection = *which,
	};
	uint64_t count = 0;
	OK(consenting_record(&t->wi, &q, &count, &e));
	return count;
}

static const struct selection everyone = { .kind = SELECT_ALL };

_unused_ static void team_pack(struct team *t, struct pack_result *ret)
{
	const struct pack_request q = { .to = WMO, .purpose = PURPOSE, .selection = everyone };
	OK(pack(&t->wi, &q, ret, &e));
}

/* --- the forger --- */

/* A line of consents. */
#define SAID(id, kind, bsn) \
	"{\"id\":\"" id "\",\"kind\":\"" kind "\",\"bsn\":\"" bsn "\",\"agreement\":\"" AGREEMENT \
	"\",\"purpose\":\"" PURPOSE "\",\"to\":\"" WMO \
	"\",\"fields\":\"burgerservicenummer naam.geslachtsnaam zaak.identificatie\"," \
	"\"given\":\"2026-11-20\",\"until\":\"2027-11-20\",\"by\":\"client\",\"age\":\"16+\",\"assured\":" \
	"\"conversation\",\"words\":" \
	"\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"," \
	"\"evidence\":\"" FORM "\"}\n"

struct forgery {
	const char *consents, *records;                       /* lines */
	uint64_t count;                                       /* of records */
	void (*manifest)(struct manifest *m, struct team *t); /* before it is signed; may be NULL */
	void (*entry)(struct entry *entry);                   /* what the log says of it; may be NULL */
};

static void forge_lines(struct member_spool *m, const char *prefix, const struct desk *d, const char *lines)
{
	struct cursor c = cursor_of(bytes_of_string(lines));
	OK(member_spool_start(m, prefix, store_home(d->store), &e));
	while (!cursor_done(&c))
		OK(member_spool_line(m, cursor_until(&c, '\n'), &e));
	OK(member_spool_end(m, &e));
}

static void forge_manifest(struct manifest *m, const struct forgery *f, struct desk *d)
{
	const struct agreement *a;
	OK(statements_agreement(d->store, AGREEMENT, 0, &a, &e));
	m->kind = PACKAGE_CASES;
	m->receiver = string_copy(WMO);
	const struct terms_named terms = agreement_terms(a, agreement_purpose(a, PURPOSE), NULL);
	OK(terms_named_copy(&terms, &m->terms, &e));
	m->use_by = d->now + 7 * SECONDS_A_DAY;
	m->records = f->count;
}

/* Signed again after the forger changed it. */
static void forge_signature(struct outgoing *p, const struct forgery *f, struct team *t)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	if (!f->manifest)
		return;
	f->manifest(&p->manifest, t);
	buffer_reset(&p->note);
	OK(manifest_format(&p->manifest, &text, &e));
	OK(note_sign(&p->note, buffer_bytes(&text), &t->wi.key.signer, 0, &e));
}

/* Packs what `f` says, past every check of the sender; the path of the package. */
_unused_ static char *forge(struct team *t, const struct forgery *f)
{
	struct desk *d = &t->wi;
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(outgoing_clear) struct outgoing p = { .file.fd = -1 };
	_cleanup_(member_spool_clear) struct member_spool consents = { 0 };
	_cleanup_(member_spool_clear) struct member_spool records = { 0 };
	struct member_spool *const spools[] = { &consents, &records };
	char id[2 * PACKAGE_ID_SIZE + 1];
	OK(act_begin(&a, d, ACT_PACK, POWER_PACK, &e));
	outgoing_start(&p);
	forge_lines(&consents, "consents", d, f->consents);
	forge_lines(&records, "records", d, f->records);
	forge_manifest(&p.manifest, f, d);
	OK(outgoing_prepare(&p, &a, spools, ELEMENTS(spools), &e));
	const uint64_t due = p.manifest.sequence;
	const struct sha256 before = p.manifest.previous;
	forge_signature(&p, f, t);
	hex_encode(bytes_of(p.manifest.id, PACKAGE_ID_SIZE), id);
	a.entry.package = id;
	a.entry.terms = p.manifest.terms;
	a.entry.records = f->count;
	outgoing_describe(&p, &a.entry);
	if (f->entry)
		f->entry(&a.entry);
	p.manifest.previous = before;
	p.manifest.sequence = due; /* the store goes on numbering, whatever the letter says */
	OK(act_log(&a, &e));
	OK(outgoing_write(&p, &a, spools, ELEMENTS(spools), &e));
	OK(act_commit(&a, &e));
	OK(outgoing_publish(&p, d, &e));
	return string_copy(p.path);
}

/* Opening it at the Wmo: what came of it, and only that; a refusal changes nothing but the log. */
_unused_ static enum error_code open_forged(struct team *t, const char *path)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	struct error why = { 0 };
	uint64_t before, after, length = log_length(&t->wmo);
	OK(records_count(t->wmo.store, &before, &e));
	if (open_file(&t->wmo, path, &r, &why))
		return ERR_NONE;
	OK(records_count(t->wmo.store, &after, &e));
	cr_expect_eq(before, after, "a refused package left records");
	cr_expect_eq(log_length(&t->wmo), length + 1, "%s: one entry tells of the refusal",
	             error_name(why.code));
	cr_expect(last_act_says(&t->wmo, "\"action\":\"refuse\"") &&
	                  last_act_says(&t->wmo, error_name(why.code)),
	          "%s", error_name(why.code));
	return why.code;
}
