/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "../sampled.h"
#include "fixture.h"

#include "log/inventory.h"

#include <fcntl.h>
#include <sys/stat.h>

/* --- writing --- */

Test(bundle, holds_the_files_that_its_format_names)
{
	_cleanup_(story_clear) struct story s;
	static const char *const names[] = { "checkpoint",
		                             "policy",
		                             "tile/0/000.p/11",
		                             "tile/entries/000.p/11",
		                             "rosters/000001.note",
		                             "rosters/000002.note",
		                             "agreements/oss-wmo-wi-v1.note" };
	story_start(&s, OSS_WI);
	story_write(&s);
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_(string_freep) char *path = path_join(s.bundle, names[i]);
		cr_assert(file_exists(path), "%s", names[i]);
	}
}

Test(bundle, an_existing_folder_is_not_touched)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = NULL;
	struct error e;
	story_start(&s, OSS_WI);
	cr_assert_eq(mkdir(s.bundle, 0700), 0);
	cr_assert_not(bundle_start(s.bundle, &w, &e));
	cr_assert_eq(e.code, ERR_FILE_EXISTS);
}

static bool count_file(void *context, const char *name, enum inventory_kind kind, struct error *e)
{
	(void)name;
	(void)kind;
	(void)e;
	*(size_t *)context += 1;
	return true;
}

Test(bundle, given_up_leaves_nothing)
{
	_cleanup_(story_clear) struct story s;
	struct bundle_writer *w = NULL;
	size_t count = 0;
	struct error e;
	story_start(&s, OSS_WI);
	CHECK(bundle_start(s.bundle, &w, &e));
	CHECK(bundle_file(w, "rosters/000001.note", BYTES("x"), &e));
	bundle_writer_freep(&w);
	CHECK(inventory_walk(s.directory, count_file, &count, &e));
	cr_assert_eq(count, 0);
}

Test(bundle, refuses_names_that_it_does_not_have)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = NULL;
	static const char *const names[] = { "../x.note",      "rosters/../../x.note", "policy",
		                             "rosters/.note",  "other/a.note",         "manifests/a.txt",
		                             "/etc/x.note",    "law/a.note",           "rosters/a/b.note",
		                             "rosters/A.note", "rosters/-a.note" };
	struct error e;
	story_start(&s, OSS_WI);
	CHECK(bundle_start(s.bundle, &w, &e));
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		cr_assert_not(bundle_file(w, names[i], BYTES("x"), &e), "%s", names[i]);
		cr_assert_eq(e.code, ERR_NAME);
	}
	CHECK(bundle_file(w, "rosters/000001.note", BYTES("x"), &e));
	cr_assert_not(bundle_file(w, "rosters/000001.note", BYTES("x"), &e));
	cr_assert_eq(e.code, ERR_FILE_EXISTS);
}

/* --- verifying what is right --- */

Test(bundle, of_the_sender_verifies)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
	cr_assert_str_eq(r.origin, "oss.nl/wi");
	cr_assert_eq(r.size, 11);
	cr_assert_eq(r.acts, 8);
	cr_assert_eq(r.clients, 3);
	cr_assert_eq(r.packed, 1);
	cr_assert_eq(r.opened, 0);
	cr_assert_eq(r.receipts, 1);
	cr_assert_eq(r.unreceipted, 0);
	cr_assert_eq(r.refused, 1);
	cr_assert_eq(r.roster_version, 2);
	cr_assert_eq(r.first, s.entries[0].start);
	cr_assert_eq(r.last, s.entries[10].end);
}

Test(bundle, of_the_receiver_verifies)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WMO);
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
	cr_assert_eq(r.opened, 1);
	cr_assert_eq(r.receipts, 0);
}

Test(bundle, with_many_tiles_verifies)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, checkpoint = { 0 };
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	story_start(&s, OSS_WI);
	CHECK(log_open(&storage, ONE_KEY(&s.log_key->public), &l, &e));
	for (size_t i = 0; i < 66000; i++) {
		struct entry child = { .child = true, .index = i, .parent = s.entry_count - 1 };
		buffer_reset(&raw);
		CHECK(entry_format(i < s.entry_count ? &s.entries[i] : &child, &raw, &e));
		CHECK(log_append(l, buffer_bytes(&raw), &e));
	}
	CHECK(log_sign(l, s.log_key, &checkpoint, &e));
	CHECK(bundle_start(s.bundle, &w, &e));
	CHECK(bundle_log(w, l, buffer_bytes(&checkpoint), &e));
	story_parts(&s, w);
	CHECK(bundle_end(w, &e));
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
	cr_assert_eq(r.size, 66000);
	/* One bit in a tile of each level. */
	static const char *const tiles[] = { "tile/0/100", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1" };
	for (size_t i = 0; i < ELEMENTS(tiles); i++) {
		_cleanup_(string_freep) char *path = path_join(s.bundle, tiles[i]);
		_cleanup_(buffer_clear) struct buffer content = file_of(path);
		content.data[7] ^= 16;
		CHECK(file_replace(path, buffer_bytes(&content), true, &e));
		verify_result_clear(&r);
		r = story_verify(&s);
		cr_assert_eq(r.finding_count, 1, "%s", tiles[i]);
		cr_assert_eq(r.findings[0].code, ERR_LOG);
		cr_assert_str_eq(r.findings[0].subject, tiles[i]);
		content.data[7] ^= 16;
		CHECK(file_replace(path, buffer_bytes(&content), true, &e));
	}
}

Test(bundle, takes_rosters_from_elsewhere)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct error e;
	story_start(&s, OSS_WI);
	story_write(&s);
	const struct bytes extra[] = { buffer_bytes(&s.rosters[1]->note), buffer_bytes(&s.rosters[0]->note) };
	CHECK(bundle_verify(s.bundle, extra, 2, &s.rosters[0]->hash, NULL, NULL, &r, &e));
	cr_assert_eq(r.finding_count, 0);
	verify_result_clear(&r);
	const struct bytes junk[] = { BYTES("junk\n") };
	CHECK(bundle_verify(s.bundle, junk, 1, &s.rosters[0]->hash, NULL, NULL, &r, &e));
	cr_assert_eq(r.finding_count, 1);
	cr_assert_str_eq(r.findings[0].subject, "--roster");
}

/* --- verifying what is wrong --- */

Test(bundle, another_fingerprint_vouches_for_nothing)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct sha256 other;
	struct error e;
	story_start(&s, OSS_WI);
	story_write(&s);
	sha256_of(BYTES("x"), &other);
	CHECK(bundle_verify(s.bundle, NULL, 0, &other, NULL, NULL, &r, &e));
	cr_assert(has_finding(&r, ERR_FINGERPRINT, UINT64_MAX));
	cr_assert(has_finding(&r, ERR_NO_ROSTER, UINT64_MAX));
}

Test(bundle, that_is_not_there_is_an_error)
{
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct sha256 any = { 0 };
	struct error e;
	cr_assert_not(bundle_verify("/nonexistent/bundle", NULL, 0, &any, NULL, NULL, &r, &e));
	cr_assert_eq(e.code, ERR_FILE_MISSING);
}

/* Each case alters the story and says which finding is due, and about which entry. */
struct lie {
	const char *what;
	int unit;
	void (*tell)(struct story *s);
	enum error_code code;
	uint64_t index;
};

static void no_mandate(struct story *s)
{
	s->entries[AT_IMPORT].mandate = NULL;
}
static void unknown_mandate(struct story *s)
{
	s->entries[AT_IMPORT].mandate = "m-none";
}
static void other_units_mandate(struct story *s)
{
	s->entries[AT_IMPORT].mandate = "m-wmo";
}
static void mandate_too_small(struct story *s)
{
	s->entries[AT_IMPORT].mandate = "m-wi-read";
}
static void mandate_past(struct story *s)
{
	s->entries[AT_IMPORT].mandate = "m-wi-past";
}
static void other_key(struct story *s)
{
	s->entries[AT_IMPORT].key = "00000000";
}
static void other_role(struct story *s)
{
	s->entries[AT_IMPORT].role = "teamleider";
}
static void before_the_mandate(struct story *s)
{
	s->entries[AT_IMPORT].mandate = "m-wi-later";
}
static void before_the_roster(struct story *s)
{
	for (size_t i = 0; i < s->entry_count; i++)
		if (i <= AT_IMPORT)
			s->entries[i].start = s->entries[i].end = a_day("2025-12-31") + (moment)i;
}
static void unknown_roster(struct story *s)
{
	s->entries[AT_IMPORT].roster_version = 3;
}
static void older_roster(struct story *s)
{
	s->entries[AT_IMPORT].roster_version = 1;
}
static void other_roster_taken(struct story *s)
{
	s->entries[AT_ROSTER].manifest = &s->rosters[0]->hash;
}
static void roster_not_there(struct story *s)
{
	s->entries[AT_ROSTER].sequence = 3;
}
static void unknown_action(struct story *s)
{
	s->entries[AT_IMPORT].action = "dance";
}
static void second_init(struct story *s)
{
	s->entries[AT_IMPORT].action = "init";
}
static void no_init(struct story *s)
{
	s->entries[AT_INIT].action = "read";
}
static void init_with_agreement(struct story *s)
{
	story_agreed(s, &s->entries[AT_INIT], false);
}
static void other_log(struct story *s)
{
	s->entries[AT_IMPORT].log = "oss.nl/wmo";
}
static void other_unit(struct story *s)
{
	s->entries[AT_IMPORT].unit = "oss.nl/wmo";
}
static void wrong_index(struct story *s)
{
	s->entries[AT_IMPORT].index = 7;
}
static void orphan(struct story *s)
{
	s->entries[AT_CHILD].parent = 9;
}
static void child_of_child(struct story *s)
{
	s->entries[AT_CHILD + 1].parent = AT_CHILD;
}
static void parent_long_before(struct story *s)
{
	s->entries[AT_LETTER + 1].parent = AT_IMPORT;
}
static void own_parent(struct story *s)
{
	s->entries[AT_CHILD].parent = AT_CHILD;
}
static void clock_untold(struct story *s)
{
	s->entries[AT_IMPORT].start -= 7200;
}
static void ends_before_it_starts(struct story *s)
{
	s->entries[AT_IMPORT].end = s->entries[AT_IMPORT].start - 1;
}
static void error_without_finding(struct story *s)
{
	s->entries[AT_IMPORT].failed = true;
}
static void finding_without_error(struct story *s)
{
	s->entries[AT_IMPORT].finding = "quorum-missing";
}
static void no_agreement(struct story *s)
{
	s->entries[AT_LETTER].terms.agreement = NULL;
	s->entries[AT_LETTER].terms.version = 0;
	s->entries[AT_LETTER].terms.hash = (struct sha256){ 0 };
}
static void unknown_agreement(struct story *s)
{
	s->entries[AT_AGREEMENT].terms.version = 2;
}
static void other_agreement_text(struct story *s)
{
	s->entries[AT_AGREEMENT].terms.hash = s->rosters[0]->hash;
}
static void other_purpose(struct story *s)
{
	s->entries[AT_LETTER].terms.purpose = "nieuwsgierigheid";
}
static void other_ground(struct story *s)
{
	s->entries[AT_LETTER].terms.ground = "wmo-1";
}
static void too_late(struct story *s)
{
	for (size_t i = AT_LETTER; i < s->entry_count; i++)
		if (!s->entries[i].child)
			s->entries[i].start = s->entries[i].end = a_day("2031-01-01") + (moment)i;
}
static void other_manifest(struct story *s)
{
	s->entries[AT_LETTER].manifest = &s->rosters[0]->hash;
}
static void no_manifest(struct story *s)
{
	s->entries[AT_LETTER].manifest = NULL;
}
static void other_package(struct story *s)
{
	s->entries[AT_LETTER].package = "00112233445566778899aabbccddeeff";
}
static void other_number(struct story *s)
{
	s->entries[AT_LETTER].sequence = 2;
}
static void other_counts(struct story *s)
{
	s->entries[AT_LETTER].records = 1;
}
static void other_peer(struct story *s)
{
	s->entries[AT_LETTER].peer = "oss.nl/wi";
}
static void other_receipt(struct story *s)
{
	s->entries[AT_LETTER].receipt = &s->rosters[0]->hash;
}
static void other_answer(struct story *s)
{
	s->entries[AT_LETTER + 2].answers = "00112233445566778899aabbccddeeff";
}
static void manifest_twice(struct story *s)
{
	s->entries[AT_LETTER + 2] = s->entries[AT_LETTER];
	s->entries[AT_LETTER + 2].index = AT_LETTER + 2;
	s->entries[AT_LETTER + 2].start += 120;
	s->entries[AT_LETTER + 2].end += 120;
}

static void sign_again(struct story *s, int which, int who)
{
	struct note note;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	CHECK(note_parse(buffer_bytes(&s->notes[which]), "manifest", &note, &e));
	buffer_append(&text, note.text);
	buffer_clear(&s->notes[which]);
	CHECK(note_sign(&s->notes[which], buffer_bytes(&text), &s->p.signers[who], 0, &e));
}
static void write_again(struct story *s, int which, int who)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	CHECK(manifest_format(&s->manifests[which], &text, &e));
	buffer_clear(&s->notes[which]);
	CHECK(note_sign(&s->notes[which], buffer_bytes(&text), &s->p.signers[who], 0, &e));
}
static void manifest_unsigned(struct story *s)
{
	sign_again(s, CASES, WMO_CLERK);
}
static void manifest_by_stranger(struct story *s)
{
	free(s->manifests[CASES].signer);
	s->manifests[CASES].signer = string_copy(member_names[GUEST]);
	write_again(s, CASES, GUEST);
}
static void manifest_names_stranger(struct story *s)
{
	free(s->manifests[CASES].signer);
	s->manifests[CASES].signer = string_copy(member_names[GUEST]);
	write_again(s, CASES, WI_CLERK);
}
static void manifest_without_mandate(struct story *s)
{
	free(s->manifests[CASES].signer);
	s->manifests[CASES].signer = string_copy(member_names[WMO_CLERK]);
	write_again(s, CASES, WMO_CLERK);
}
static void letter_skipped(struct story *s)
{
	s->manifests[CASES].sequence = 2;
	s->manifests[CASES].previous = s->rosters[0]->hash;
	s->entries[AT_LETTER].sequence = 2;
	write_again(s, CASES, WI_CLERK);
}
static void opened_past_its_use_by(struct story *s)
{
	s->manifests[CASES].use_by = s->entries[AT_LETTER].start - 1;
	write_again(s, CASES, WI_CLERK);
	s->entries[AT_LETTER].manifest = &s->manifests[CASES].hash;
}
static void opened_before_it_was_made(struct story *s)
{
	s->manifests[CASES].created = s->entries[AT_LETTER].start + 2 * SECONDS_A_DAY;
	write_again(s, CASES, WI_CLERK);
	s->entries[AT_LETTER].manifest = &s->manifests[CASES].hash;
}
static void receipt_skipped(struct story *s)
{
	s->manifests[RECEIPT].sequence = 2;
	s->manifests[RECEIPT].previous = s->rosters[0]->hash;
	write_again(s, RECEIPT, WMO_CLERK);
}
static void receipt_for_another(struct story *s)
{
	s->manifests[RECEIPT].answer_hash = s->rosters[0]->hash;
	write_again(s, RECEIPT, WMO_CLERK);
}
static struct entry *disclosed(struct story *s, const char *second_mandate, const char *second_key)
{
	struct entry *act = &s->entries[s->entry_count - 1];
	act->action = "disclose";
	act->second = second_mandate != NULL;
	act->second_mandate = second_mandate;
	act->second_key = second_key;
	return act;
}
static void one_as_two(struct story *s)
{
	disclosed(s, "m-wi-read", s->keys[0]);
}
static void second_elsewhere(struct story *s)
{
	disclosed(s, "m-wmo", s->keys[1]);
}
static void second_unknown(struct story *s)
{
	disclosed(s, "m-nobody", s->keys[1]);
}
static void second_absent(struct story *s)
{
	disclosed(s, "m-wmo", s->keys[1])->second = false;
}
static void second_where_none_is(struct story *s)
{
	disclosed(s, "m-wmo", s->keys[1])->action = "log";
}
static struct entry *decided(struct story *s, const char *outcome, const char *reason, const char *article)
{
	struct entry *act = &s->entries[s->entry_count - 1];
	act->action = "decide";
	act->decision = outcome;
	act->reason = reason;
	act->article = article;
	return act;
}
static void kept_without_article(struct story *s)
{
	decided(s, "keep", "retention", NULL);
}
static void kept_without_reason(struct story *s)
{
	decided(s, "keep", "because", "Wmo 2015 art. 5.3.4");
}
static void kept_in_words(struct story *s)
{
	decided(s, "keep", "retention", "Jansen asked for it");
}
static void erased_on_an_article(struct story *s)
{
	decided(s, "erase", NULL, "Wmo 2015 art. 5.3.4");
}
static void decided_nothing(struct story *s)
{
	decided(s, NULL, NULL, NULL);
}
static void decided_where_nothing_is(struct story *s)
{
	decided(s, "erase", NULL, NULL)->action = "log";
}
static struct entry *access_of(struct story *s, const char *person, const char *how)
{
	struct entry *act = &s->entries[s->entry_count - 1];
	act->action = "access";
	act->recipient = person;
	act->access = how;
	return act;
}
static void slot_without_mandate(struct story *s)
{
	access_of(s, member_names[OSS_1], "added");
}
static void slot_of_another_unit(struct story *s)
{
	access_of(s, member_names[WMO_CLERK], "added");
}
static void slot_of_recovery(struct story *s)
{
	access_of(s, ROSTER_RECOVERY, "added");
}
static void slot_regained_under_the_same_key(struct story *s)
{
	access_of(s, member_names[WI_CLERK], "recovered");
}
static void slot_of_nobody(struct story *s)
{
	access_of(s, NULL, "removed");
}
static void slot_somehow(struct story *s)
{
	access_of(s, member_names[OSS_1], "lent");
}
static void slot_by_another_act(struct story *s)
{
	access_of(s, member_names[OSS_1], "removed")->action = "log";
}
static void override_not_pinned(struct story *s)
{
	s->entries[AT_LETTER].terms.overrides =
		"1a7cb2b1dcd7d85b9dc3ea7de3b5b0a9c2a2f4d2d3a6f2e3b1c0d9e8f7a6b5c4";
}
static void override_hidden(struct story *s)
{
	s->manifests[CASES].terms.overrides =
		string_copy("1a7cb2b1dcd7d85b9dc3ea7de3b5b0a9c2a2f4d2d3a6f2e3b1c0d9e8f7a6b5c4");
	write_again(s, CASES, WI_CLERK);
	s->entries[AT_LETTER].manifest = &s->manifests[CASES].hash;
}
static void override_no_hash(struct story *s)
{
	s->entries[AT_LETTER].terms.overrides = "";
}
static void override_without_agreement(struct story *s)
{
	override_not_pinned(s);
	s->entries[AT_IMPORT].terms.overrides = s->entries[AT_LETTER].terms.overrides;
}

static const struct lie lies[] = {
	{ "no mandate", OSS_WI, no_mandate, ERR_LOG_MANDATE, AT_IMPORT },
	{ "unknown mandate", OSS_WI, unknown_mandate, ERR_LOG_MANDATE, AT_IMPORT },
	{ "another unit's mandate", OSS_WI, other_units_mandate, ERR_LOG_MANDATE, AT_IMPORT },
	{ "mandate too small", OSS_WI, mandate_too_small, ERR_LOG_MANDATE, AT_IMPORT },
	{ "mandate past", OSS_WI, mandate_past, ERR_LOG_MANDATE, AT_IMPORT },
	{ "mandate not yet", OSS_WI, before_the_mandate, ERR_LOG_MANDATE, AT_IMPORT },
	{ "before its roster", OSS_WI, before_the_roster, ERR_ROSTER_FUTURE, AT_INIT },
	{ "another key", OSS_WI, other_key, ERR_LOG_MANDATE, AT_IMPORT },
	{ "another role", OSS_WI, other_role, ERR_LOG_MANDATE, AT_IMPORT },
	{ "unknown roster", OSS_WI, unknown_roster, ERR_LOG_MANDATE, AT_IMPORT },
	{ "older roster", OSS_WI, older_roster, ERR_LOG_MANDATE, AT_IMPORT },
	{ "another roster taken", OSS_WI, other_roster_taken, ERR_ROSTER_FORK, AT_ROSTER },
	{ "a roster that isn't here", OSS_WI, roster_not_there, ERR_LOG_MISSING, AT_ROSTER },
	{ "unknown action", OSS_WI, unknown_action, ERR_LOG_ENTRY, AT_IMPORT },
	{ "second init", OSS_WI, second_init, ERR_LOG_ENTRY, AT_IMPORT },
	{ "no init", OSS_WI, no_init, ERR_LOG_ENTRY, AT_INIT },
	{ "init under an agreement", OSS_WI, init_with_agreement, ERR_LOG_ENTRY, AT_INIT },
	{ "another log", OSS_WI, other_log, ERR_LOG_ENTRY, AT_IMPORT },
	{ "another unit", OSS_WI, other_unit, ERR_LOG_ENTRY, AT_IMPORT },
	{ "wrong index", OSS_WI, wrong_index, ERR_LOG_SEQUENCE, AT_IMPORT },
	{ "parent after it", OSS_WI, orphan, ERR_LOG_ENTRY, AT_CHILD },
	{ "parent is a child", OSS_WI, child_of_child, ERR_LOG_ENTRY, AT_CHILD + 1 },
	{ "parent is an act before the last", OSS_WI, parent_long_before, ERR_LOG_ENTRY, AT_LETTER + 1 },
	{ "its own parent", OSS_WI, own_parent, ERR_LOG_ENTRY, AT_CHILD },
	{ "clock back untold", OSS_WI, clock_untold, ERR_LOG_ENTRY, AT_IMPORT },
	{ "ends before it starts", OSS_WI, ends_before_it_starts, ERR_LOG_ENTRY, AT_IMPORT },
	{ "an error without a finding", OSS_WI, error_without_finding, ERR_LOG_ENTRY, AT_IMPORT },
	{ "a finding without an error", OSS_WI, finding_without_error, ERR_LOG_ENTRY, AT_IMPORT },
	{ "no agreement", OSS_WI, no_agreement, ERR_LOG_AGREEMENT, AT_LETTER },
	{ "unknown agreement", OSS_WI, unknown_agreement, ERR_LOG_AGREEMENT, AT_AGREEMENT },
	{ "another agreement text", OSS_WI, other_agreement_text, ERR_LOG_AGREEMENT, AT_AGREEMENT },
	{ "another purpose", OSS_WI, other_purpose, ERR_LOG_AGREEMENT, AT_LETTER },
	{ "another ground", OSS_WI, other_ground, ERR_LOG_GROUND, AT_LETTER },
	{ "agreement past", OSS_WI, too_late, ERR_LOG_AGREEMENT, AT_LETTER },
	{ "another manifest", OSS_WI, other_manifest, ERR_LOG_MISSING, AT_LETTER },
	{ "no manifest", OSS_WI, no_manifest, ERR_LOG_MISSING, AT_LETTER },
	{ "another package", OSS_WI, other_package, ERR_LOG_ENTRY, AT_LETTER },
	{ "another number", OSS_WI, other_number, ERR_LOG_ENTRY, AT_LETTER },
	{ "other counts", OSS_WI, other_counts, ERR_LOG_ENTRY, AT_LETTER },
	{ "another peer", OSS_WI, other_peer, ERR_LOG_ENTRY, AT_LETTER },
	{ "manifest named twice", OSS_WI, manifest_twice, ERR_DUPLICATE, AT_LETTER + 2 },
	{ "manifest not named", OSS_WI, other_manifest, ERR_LOG_POLICY, UINT64_MAX },
	{ "manifest signed by another", OSS_WI, manifest_unsigned, ERR_UNSIGNED, UINT64_MAX },
	{ "manifest by a stranger", OSS_WI, manifest_by_stranger, ERR_LOG_POLICY, UINT64_MAX },
	{ "manifest that names a stranger", OSS_WI, manifest_names_stranger, ERR_PERSON_UNKNOWN, UINT64_MAX },
	{ "manifest without mandate", OSS_WI, manifest_without_mandate, ERR_MANDATE, UINT64_MAX },
	{ "manifest by another than the actor", OSS_WI, manifest_without_mandate, ERR_LOG_MANDATE,
	  AT_LETTER },
	{ "a letter skipped", OSS_WI, letter_skipped, ERR_LOG_SEQUENCE, AT_LETTER },
	{ "opened past its use-by", OSS_WMO, opened_past_its_use_by, ERR_PACKAGE_EXPIRED, AT_LETTER },
	{ "opened before it was made", OSS_WMO, opened_before_it_was_made, ERR_PACKAGE_FUTURE, AT_LETTER },
	{ "a receipt skipped", OSS_WMO, receipt_skipped, ERR_LOG_SEQUENCE, AT_LETTER },
	{ "receipt for another", OSS_WMO, receipt_for_another, ERR_RECEIPT, AT_LETTER },
	{ "receipt for another, received", OSS_WI, receipt_for_another, ERR_RECEIPT, AT_LETTER + 2 },
	{ "receipt for another, the entry says", OSS_WI, other_answer, ERR_LOG_ENTRY, AT_LETTER + 2 },
	{ "receipt not there", OSS_WMO, other_receipt, ERR_LOG_MISSING, AT_LETTER },
	{ "one person disclosed as two", OSS_WI, one_as_two, ERR_LOG_MANDATE, AT_END },
	{ "disclosed with another unit's", OSS_WI, second_elsewhere, ERR_LOG_MANDATE, AT_END },
	{ "disclosed with nobody", OSS_WI, second_unknown, ERR_LOG_MANDATE, AT_END },
	{ "a second person who wasn't there", OSS_WI, second_absent, ERR_LOG_ENTRY, AT_END },
	{ "a slot for an officer without mandate", OSS_WI, slot_without_mandate, ERR_LOG_MANDATE, AT_END },
	{ "a slot for another unit's clerk", OSS_WI, slot_of_another_unit, ERR_LOG_MANDATE, AT_END },
	{ "a slot for a recovery key that isn't listed", OSS_WI, slot_of_recovery, ERR_LOG_MANDATE, AT_END },
	{ "a slot of nobody", OSS_WI, slot_of_nobody, ERR_LOG_ENTRY, AT_END },
	{ "access regained where the log kept its key", OSS_WI, slot_regained_under_the_same_key,
	  ERR_LOG_MANDATE, AT_END },
	{ "a slot that was lent", OSS_WI, slot_somehow, ERR_LOG_ENTRY, AT_END },
	{ "a slot by another act", OSS_WI, slot_by_another_act, ERR_LOG_ENTRY, AT_END },
	{ "a second person to show the log", OSS_WI, second_where_none_is, ERR_LOG_ENTRY, AT_END },
	{ "kept without an article", OSS_WI, kept_without_article, ERR_LOG_ENTRY, AT_END },
	{ "kept without a reason of the list", OSS_WI, kept_without_reason, ERR_LOG_ENTRY, AT_END },
	{ "kept in words about a client", OSS_WI, kept_in_words, ERR_LOG_ENTRY, AT_END },
	{ "erased on an article", OSS_WI, erased_on_an_article, ERR_LOG_ENTRY, AT_END },
	{ "decided nothing", OSS_WI, decided_nothing, ERR_LOG_ENTRY, AT_END },
	{ "a decision by another act", OSS_WI, decided_where_nothing_is, ERR_LOG_ENTRY, AT_END },
	{ "an override that isn't pinned", OSS_WI, override_not_pinned, ERR_LOG_OVERRIDES_NAMED, AT_LETTER },
	{ "an override that is no hash", OSS_WI, override_no_hash, ERR_LOG_ENTRY, AT_LETTER },
	{ "an override that the entry hides", OSS_WI, override_hidden, ERR_LOG_ENTRY, AT_LETTER },
	{ "an override without an agreement", OSS_WI, override_without_agreement, ERR_LOG_AGREEMENT,
	  AT_IMPORT },
};

Test(bundle, tells_each_lie_apart)
{
	for (size_t i = 0; i < ELEMENTS(lies); i++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		story_start(&s, lies[i].unit);
		lies[i].tell(&s);
		story_write(&s);
		r = story_verify(&s);
		bool found = has_finding(&r, lies[i].code, lies[i].index);
		if (!found)
			show_findings(&r);
		cr_assert(found, "%s", lies[i].what);
	}
}

/* --- what another act says --- */

static void a_right(struct entry *act)
{
	act->right = "access";
}
static void a_breach(struct entry *act)
{
	act->breach = "store";
}
static void a_moment(struct entry *act)
{
	act->at = "2026-06-01T10:00:00Z";
}
static void a_remark(struct entry *act)
{
	act->remark = "2026-05 many";
}
static void nothing_else(_unused_ struct entry *act)
{
}

/* Acts that name what came of something: right as they are, and not with what is another's. */
Test(bundle, an_act_says_nothing_of_another)
{
	static const struct {
		const char *action, *decision;
		void (*own)(struct entry *act), (*other)(struct entry *act);
		bool right;
	} cases[] = {
		{ "right", "asked", a_right, nothing_else, true },
		{ "right", "asked", a_right, a_breach, false },
		{ "right", "asked", a_right, a_moment, false },
		{ "right", "asked", a_right, a_remark, false },
		{ "breach", "written", a_breach, nothing_else, true },
		{ "breach", "written", a_breach, a_right, false },
		{ "breach", "written", a_breach, a_remark, false },
		{ "follow-up", "explained", a_remark, nothing_else, true },
		{ "follow-up", "explained", a_remark, a_right, false },
		{ "follow-up", "explained", a_remark, a_breach, false },
		{ "follow-up", "explained", a_remark, a_moment, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		story_start(&s, OSS_WI);
		struct entry *act = &s.entries[s.entry_count - 1];
		act->action = cases[i].action;
		act->decision = cases[i].decision;
		act->from_index = 1; /* of a breach: the entry that put it down */
		cases[i].own(act);
		cases[i].other(act);
		story_write(&s);
		r = story_verify(&s);
		if (has_finding(&r, ERR_LOG_ENTRY, AT_END) == cases[i].right)
			show_findings(&r);
		cr_assert_eq(has_finding(&r, ERR_LOG_ENTRY, AT_END), !cases[i].right, "%s %zu",
		             cases[i].action, i);
	}
}

/* What the roster of that day asks for counts, whatever the entry says. */
Test(bundle, one_person_discloses_where_one_is_enough)
{
	for (int by_two = 0; by_two < 2; by_two++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		story_start_with(&s, OSS_WI, by_two);
		disclosed(&s, NULL, NULL);
		story_write(&s);
		r = story_verify(&s);
		show_findings(&r);
		cr_assert_eq(r.finding_count, (size_t)by_two);
		cr_assert_eq(has_finding(&r, ERR_UNSIGNED, AT_END), by_two == 1);
	}
}

Test(bundle, a_slot_comes_with_a_mandate_and_goes_without)
{
	for (int removed = 0; removed < 2; removed++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		story_start(&s, OSS_WI);
		access_of(&s, removed ? "oss.nl/p-gone" : member_names[WI_CLERK],
		          removed ? "removed" : "added");
		story_write(&s);
		r = story_verify(&s);
		show_findings(&r);
		cr_assert_eq(r.finding_count, 0);
	}
}

Test(bundle, access_is_changed_by_one_where_the_officers_ask_no_two)
{
	for (int by_two = 0; by_two < 2; by_two++) {
		_cleanup_(story_clear) struct story s;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		story_start_with(&s, OSS_WI, by_two);
		access_of(&s, member_names[WI_CLERK], "added");
		story_write(&s);
		r = story_verify(&s);
		show_findings(&r);
		cr_assert_eq(r.finding_count, (size_t)by_two);
		cr_assert_eq(has_finding(&r, ERR_UNSIGNED, AT_END), by_two == 1);
	}
}

Test(bundle, a_clock_that_went_back_and_says_so_is_fine)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	clock_untold(&s);
	s.entries[AT_IMPORT].clock_back = true;
	story_write(&s);
	r = story_verify(&s);
	show_findings(&r);
	cr_assert_eq(r.finding_count, 0);
}

Test(bundle, another_key_for_the_log_is_unsigned)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	_cleanup_(note_signer_clear) struct note_signer other = { 0 };
	struct error e;
	story_start(&s, OSS_WI);
	CHECK(note_signer_generate("oss.nl/wi", NOTE_ED25519, &other, &e));
	s.log_key = &other;
	story_write(&s);
	r = story_verify(&s);
	cr_assert(has_finding(&r, ERR_LOG_UNSIGNED, UINT64_MAX));
}

/* --- tampering with files --- */

struct names {
	char *name[64];
	size_t count;
};

static bool collect(void *context, const char *name, enum inventory_kind kind, struct error *e)
{
	struct names *n = context;
	(void)e;
	cr_assert_eq(kind, INVENTORY_FILE);
	cr_assert_lt(n->count, ELEMENTS(n->name));
	n->name[n->count++] = string_copy(name);
	return true;
}

static void names_clear(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->name[i]);
}

static void list(const struct story *s, struct names *n)
{
	struct error e;
	CHECK(inventory_walk(s->bundle, collect, n, &e));
	cr_assert_eq(n->count, 11);
}

/* "Verified" only when nothing was found; an error is no verification either. */
static bool verified(const struct story *s, struct verify_result *ret)
{
	struct error e;
	verify_result_clear(ret);
	return bundle_verify(s->bundle, NULL, 0, &s->rosters[0]->hash, NULL, NULL, ret, &e) &&
	       ret->finding_count == 0;
}

static void overwrite(const char *path, struct bytes content)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, content.data, content.size), (ssize_t)content.size);
	close(fd);
}

/* What agreements pin is long, takes milliseconds to read, and is held against one hash. */
#define FLIP_STEP_LAW 131u

/* Every byte of the files whose name starts so. */
static void flip_all(struct story *s, const char *const *starts)
{
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	_cleanup_(names_clear) struct names n = { 0 };
	struct error e;
	CHECK(inventory_walk(s->bundle, collect, &n, &e));
	cr_assert(verified(s, &r));
	for (; *starts; starts++)
		for (size_t i = 0; i < n.count; i++) {
			if (strncmp(n.name[i], *starts, strlen(*starts)) != 0)
				continue;
			_cleanup_(string_freep) char *path = path_join(s->bundle, n.name[i]);
			_cleanup_(buffer_clear) struct buffer content = file_of(path);
			int fd = open(path, O_WRONLY | O_CLOEXEC);
			cr_assert_geq(fd, 0);
			cr_assert_gt(content.size, 0);
			size_t step = inventory_is_law(n.name[i]) ? FLIP_STEP_LAW * ONE_IN(7) : ONE_IN(31);
			for (size_t at = 0; at < content.size; at += step) {
				uint8_t flipped = content.data[at] ^ (uint8_t)(1u << (at % 8));
				cr_assert_eq(pwrite(fd, &flipped, 1, (off_t)at), 1);
				cr_assert_not(verified(s, &r), "%s byte %zu", n.name[i], at);
				cr_assert_eq(pwrite(fd, &content.data[at], 1, (off_t)at), 1);
			}
			close(fd);
		}
	cr_assert(verified(s, &r));
}

/* In two parts: reading an agreement takes milliseconds, so the first does without. */
Test(bundle, no_flipped_byte_verifies)
{
	_cleanup_(story_clear) struct story s;
	story_start(&s, OSS_WI);
	s.quiet = true;
	s.entry_count = 0;
	story_act(&s, "init");
	struct entry *roster = story_act(&s, "roster");
	roster->sequence = 2;
	roster->manifest = &s.rosters[1]->hash;
	story_act(&s, "import");
	story_child(&s, 2);
	story_write(&s);
	flip_all(&s, (const char *const[]){ "checkpoint", "policy", "tile/", "rosters/", NULL });
}

Test(bundle, no_flipped_byte_of_agreement_or_manifest_verifies)
{
	_cleanup_(story_clear) struct story s;
	story_start(&s, OSS_WI);
	story_write(&s);
	flip_all(&s, (const char *const[]){ "agreements/", "law/", "manifests/", NULL });
}

Test(bundle, a_log_of_one_entry_verifies)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	s.quiet = true;
	s.entry_count = 1;
	story_write(&s);
	cr_assert(verified(&s, &r));
	cr_assert_eq(r.size, 1);
}

Test(bundle, no_lost_emptied_cut_or_longer_file_verifies)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	_cleanup_(names_clear) struct names n = { 0 };
	struct error e;
	story_start(&s, OSS_WI);
	story_write(&s);
	list(&s, &n);
	for (size_t i = 0; i < n.count; i++) {
		_cleanup_(string_freep) char *path = path_join(s.bundle, n.name[i]);
		_cleanup_(buffer_clear) struct buffer content = file_of(path);
		for (size_t size = 0; size < content.size; size += content.size / 5 + 1) {
			overwrite(path, bytes_of(content.data, size));
			cr_assert_not(verified(&s, &r), "%s cut to %zu", n.name[i], size);
		}
		overwrite(path, bytes_of(content.data, content.size - 1));
		cr_assert_not(verified(&s, &r), "%s without its last byte", n.name[i]);
		cr_assert_eq(unlink(path), 0);
		cr_assert_not(verified(&s, &r), "%s removed", n.name[i]);
		cr_assert(has_finding(&r, ERR_LOG_MISSING, UINT64_MAX) ||
		                  has_finding(&r, ERR_NO_ROSTER, UINT64_MAX),
		          "%s", n.name[i]);
		buffer_append_byte(&content, '\n');
		CHECK(file_replace(path, buffer_bytes(&content), true, &e));
		cr_assert_not(verified(&s, &r), "%s with a byte behind it", n.name[i]);
		overwrite(path, bytes_of(content.data, content.size - 1));
	}
	cr_assert(verified(&s, &r));
}

Test(bundle, no_two_files_swapped_verify)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	_cleanup_(names_clear) struct names n = { 0 };
	story_start(&s, OSS_WI);
	story_write(&s);
	list(&s, &n);
	for (size_t i = 0; i < n.count; i++)
		for (size_t j = 0; j < i; j++) {
			_cleanup_(string_freep) char *a = path_join(s.bundle, n.name[i]),
						     *b = path_join(s.bundle, n.name[j]);
			_cleanup_(string_freep) char *spare = path_join(s.directory, "spare");
			cr_assert(rename(a, spare) == 0 && rename(b, a) == 0 && rename(spare, b) == 0);
			cr_assert_not(verified(&s, &r), "%s and %s", n.name[i], n.name[j]);
			cr_assert(rename(b, spare) == 0 && rename(a, b) == 0 && rename(spare, a) == 0);
		}
	cr_assert(verified(&s, &r));
}

Test(bundle, nothing_added_verifies)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct error e;
	static const char *const added[] = { "x",
		                             "tile/0/001.p/1",
		                             "tile/0/000.p/10",
		                             "tile/entries/000",
		                             "tile/1/000",
		                             "rosters/000003.note",
		                             "manifests/00.note",
		                             "agreements/a-v1.note",
		                             "rosters/x.note",
		                             "rosters/1.note",
		                             "law/00.note",
		                             "checkpoint.old" };
	story_start(&s, OSS_WI);
	story_write(&s);
	for (size_t i = 0; i < ELEMENTS(added); i++) {
		_cleanup_(string_freep) char *path = path_join(s.bundle, added[i]);
		_cleanup_(string_freep) char *folder = string_copy(path);
		*strrchr(folder, '/') = 0;
		bool made = mkdir(folder, 0700) == 0;
		CHECK(file_replace(path, BYTES("x"), false, &e));
		cr_assert_not(verified(&s, &r), "%s", added[i]);
		unlink(path);
		if (made)
			rmdir(folder);
	}
	cr_assert(verified(&s, &r));
	_cleanup_(string_freep) char *link = path_join(s.bundle, "link"),
				     *empty = path_join(s.bundle, "tile/9");
	cr_assert_eq(symlink("/etc/passwd", link), 0);
	cr_assert_not(verified(&s, &r));
	cr_assert(has_finding(&r, ERR_FILE_UNSAFE, UINT64_MAX));
	unlink(link);
	cr_assert_eq(mkdir(empty, 0700), 0);
	cr_assert_not(verified(&s, &r));
}

/* The entries file with two entries exchanged, one removed, one doubled. */
static void entries_of(struct bytes file, struct bytes *ret)
{
	struct cursor c = cursor_of(file);
	for (size_t i = 0; i < 11; i++) {
		struct bytes length = bytes_of(c.left.data, 2);
		ret[i] = cursor_take(&c, 2u + ((size_t)length.data[0] << 8 | length.data[1]));
	}
	cr_assert(!c.failed && cursor_done(&c));
}

Test(bundle, no_entries_reordered_removed_or_added_verify)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct bytes entries[11];
	story_start(&s, OSS_WI);
	story_write(&s);
	_cleanup_(string_freep) char *path = path_join(s.bundle, "tile/entries/000.p/11");
	_cleanup_(buffer_clear) struct buffer content = file_of(path), other = { 0 };
	entries_of(buffer_bytes(&content), entries);
	for (size_t skip = 0; skip < 11; skip++)
		for (size_t again = 0; again <= 11; again++) {
			buffer_reset(&other);
			for (size_t i = 0; i < 11; i++) {
				if (i != skip)
					buffer_append(&other, entries[i]);
				if (i == again)
					buffer_append(&other, entries[skip]);
			}
			if (bytes_equal(buffer_bytes(&other), buffer_bytes(&content)))
				continue;
			overwrite(path, buffer_bytes(&other));
			cr_assert_not(verified(&s, &r), "%zu behind %zu", skip, again);
		}
}

/* A shorter tree, signed by the same key, still wants its own tiles and all manifests named. */
Test(bundle, with_its_tail_cut_and_signed_again_is_told_by_what_it_leaves)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	story_start(&s, OSS_WI);
	s.entry_count = AT_LETTER;
	story_write(&s);
	cr_assert_not(verified(&s, &r));
	cr_assert(has_finding(&r, ERR_LOG_POLICY, UINT64_MAX));
}

/* A roster with a signature line that nobody can check says so. */
Test(bundle, with_a_strangers_signature_is_not_vouched)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct note note;
	struct error e;
	story_start(&s, OSS_WI);
	CHECK(note_parse(buffer_bytes(&s.notes[CASES]), "manifest", &note, &e));
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	buffer_append(&text, note.text);
	CHECK(note_sign(&s.notes[CASES], buffer_bytes(&text), &s.p.signers[NEW_1], 0, &e));
	story_write(&s);
	cr_assert_not(verified(&s, &r));
	cr_assert(has_finding(&r, ERR_LOG_POLICY, UINT64_MAX));
}

Test(bundle, with_an_agreement_nobody_signed)
{
	_cleanup_(story_clear) struct story s;
	_cleanup_(verify_result_clear) struct verify_result r = { 0 };
	struct note note;
	struct error e;
	story_start(&s, OSS_WI);
	CHECK(note_parse(buffer_bytes(&s.agreement->note), "agreement", &note, &e));
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	buffer_append(&text, note.text);
	buffer_clear(&s.agreement->note);
	sign_text(&s.p, buffer_bytes(&text), (const int[]){ OSS_1, NOBODY }, &s.agreement->note);
	story_write(&s);
	r = story_verify(&s);
	cr_assert(has_finding(&r, ERR_QUORUM, UINT64_MAX));
	cr_assert(has_finding(&r, ERR_LOG_AGREEMENT, AT_LETTER));
}
