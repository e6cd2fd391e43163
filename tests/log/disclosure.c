/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/disclosure.h"

#include "../sampled.h"
#include "fixture.h"

/* A log with an act and two clients in it, of whom one is disclosed, and the act of disclosing. */
struct sample {
	struct story story;
	struct memory_log memory;
	struct log *log;
	struct entry_private clients[2];
	struct disclosure what;
	struct buffer text, note, checkpoint, file;
	const char *about; /* lines on the client; NULL: none */
	struct sha256 hash;
	struct roster_chain chain;
	bool fields[PRIVATE_COUNT];
};

static void sample_clear(struct sample *s)
{
	log_freep(&s->log);
	memory_log_clear(&s->memory);
	buffer_clear(&s->text);
	buffer_clear(&s->note);
	buffer_clear(&s->checkpoint);
	buffer_clear(&s->file);
	story_clear(&s->story);
}

static void append(struct sample *s, struct entry *entry)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error e;
	CHECK(entry_format(entry, &raw, &e));
	CHECK(log_append(s->log, buffer_bytes(&raw), &e));
}

static void append_client(struct sample *s, size_t i, const char *bsn)
{
	struct entry entry = { .child = true, .index = log_size(s->log), .parent = 1 };
	s->clients[i] = (struct entry_private){ .values = { [PRIVATE_SUBJECT] = bsn,
		                                            [PRIVATE_SUBJECT_TYPE] = "bsn",
		                                            [PRIVATE_CASE] = "Z-\xc3\xa9\xc3\xa9n" } };
	random_bytes(s->clients[i].secret, ENTRY_SECRET_SIZE);
	entry_commit(&s->clients[i], &entry.commitment);
	append(s, &entry);
}

static void sample_start(struct sample *s)
{
	struct error e;
	*s = (struct sample){ 0 };
	story_start(&s->story, OSS_WI);
	const struct log_storage storage = memory_storage(&s->memory);
	CHECK(log_open(&storage, ONE_KEY(&s->story.log_key->public), &s->log, &e));
	append(s, &s->story.entries[AT_INIT]);
	struct entry read = s->story.entries[AT_IMPORT];
	read.index = 1;
	append(s, &read);
	append_client(s, 0, "999990019");
	append_client(s, 1, "999990020");
	s->chain = (struct roster_chain){ .versions = s->story.rosters, .count = 2 };
	s->fields[PRIVATE_SUBJECT] = s->fields[PRIVATE_CASE] = s->fields[PRIVATE_REASON] = true;
	s->what = (struct disclosure){
		.log = "oss.nl/wi",
		.made = a_day(STORY_DAY) + 40000,
		.roster_version = 2,
		.by = member_names[WI_CLERK],
		.recipient = "oss.nl/p-0001",
		.reason = "inzageverzoek",
		.entries = 2,
	};
	sha256_of(BYTES("1\n2\n"), &s->what.list);
}

static void sign(struct sample *s, int who)
{
	struct error e;
	struct sha256 before = s->hash;
	buffer_reset(&s->text);
	CHECK(disclosure_format(&s->what, &s->text, &e));
	sha256_of(buffer_bytes(&s->text), &s->hash);
	if (!sha256_equal(&before, &s->hash))
		buffer_reset(&s->note);
	CHECK(note_sign(&s->note, buffer_bytes(&s->text), &s->story.p.signers[who], 0, &e));
}

/* The act's entry and the file, once it was signed. */
static void finish(struct sample *s, void (*alter)(struct entry *act))
{
	struct error e;
	struct entry *act = story_act(&s->story, "disclose");
	act->index = 4;
	act->start = s->what.made;
	act->end = s->what.made;
	act->roster_version = s->what.roster_version;
	act->recipient = s->what.recipient;
	act->statement = DISCLOSURE_TYPE;
	act->statement_hash = &s->hash;
	act->records = 1;
	if (alter)
		alter(act);
	append(s, act);
	CHECK(log_sign(s->log, s->story.log_key, &s->checkpoint, &e));
	buffer_reset(&s->file);
	CHECK(disclosure_head(buffer_bytes(&s->note), buffer_bytes(&s->checkpoint), &s->chain, &s->file, &e));
	if (s->about)
		buffer_append_string(&s->file, s->about);
	CHECK(disclosure_line(s->log, 1, 5, NULL, NULL, &s->file, &e));
	CHECK(disclosure_line(s->log, 2, 5, &s->clients[0], s->fields, &s->file, &e));
	CHECK(disclosure_line(s->log, 4, 5, NULL, NULL, &s->file, &e));
}

struct seen {
	uint64_t count;
	char subject[16], reason[16];
	bool consent;
};

static bool see(void *context, const struct disclosure_entry *entry, struct error *e)
{
	struct seen *seen = context;
	(void)e;
	seen->count++;
	if (!entry->disclosed[PRIVATE_SUBJECT])
		return true;
	snprintf(seen->subject, sizeof seen->subject, "%s", entry->values[PRIVATE_SUBJECT]);
	snprintf(seen->reason, sizeof seen->reason, "%s|", entry->values[PRIVATE_REASON]);
	seen->consent = entry->disclosed[PRIVATE_CONSENT];
	return true;
}

static bool verify(const struct sample *s, struct bytes file, struct seen *seen, struct error *e)
{
	_cleanup_(disclosure_text_freep) struct disclosure_text *text = NULL;
	struct disclosure d;
	if (!disclosure_verify(file, "file", NULL, 0, &s->story.rosters[0]->hash, &d, &text, see, seen, e))
		return false;
	cr_assert_str_eq(d.recipient, "oss.nl/p-0001");
	cr_assert_str_eq(d.reason, "inzageverzoek");
	cr_assert_eq(d.made, s->what.made);
	return true;
}

Test(disclosure, shows_what_was_disclosed_and_nothing_else)
{
	_cleanup_(sample_clear) struct sample s;
	struct seen seen = { 0 };
	struct error e;
	sample_start(&s);
	sign(&s, WI_CLERK);
	finish(&s, NULL);
	cr_assert(disclosure_looks_like(buffer_bytes(&s.file)));
	cr_assert_not(disclosure_looks_like(BYTES("{\"sluis\":1}")));
	CHECK(verify(&s, buffer_bytes(&s.file), &seen, &e));
	cr_assert_eq(seen.count, 3);
	cr_assert_str_eq(seen.subject, "999990019");
	cr_assert_str_eq(seen.reason, "|", "the entry gave none, and that is disclosed too");
	cr_assert_not(seen.consent);
	cr_assert_null(strstr(buffer_string(&s.file), "999990020"), "the other client isn't there");
	char hex[2 * ENTRY_SECRET_SIZE + 1];
	hex_encode(bytes_of(s.clients[0].secret, ENTRY_SECRET_SIZE), hex);
	cr_assert_null(strstr(buffer_string(&s.file), hex), "nor the entry's secret");
}

/* Each byte changed, each cut: nothing is shown. */
Test(disclosure, no_changed_byte_and_no_part_is_taken)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(buffer_clear) struct buffer changed = { 0 };
	struct error e;
	sample_start(&s);
	sign(&s, WI_CLERK);
	finish(&s, NULL);
	buffer_append(&changed, buffer_bytes(&s.file));
	for (size_t i = 0; i < changed.size; i += ONE_IN(11)) {
		struct seen seen = { 0 };
		uint8_t was = changed.data[i];
		changed.data[i] ^= (uint8_t)(1u << (i % 8));
		cr_assert_not(verify(&s, buffer_bytes(&changed), &seen, &e), "byte %zu, %c for %c", i,
		              changed.data[i], was);
		cr_assert_eq(seen.count, 0, "byte %zu", i);
		changed.data[i] = was;
	}
	for (size_t size = 0; size < s.file.size; size += 7 * ONE_IN(11))
		cr_assert_not(verify(&s, bytes_of(s.file.data, size), &(struct seen){ 0 }, &e), "%zu bytes",
		              size);
	buffer_append_byte(&changed, '\n');
	cr_assert_not(verify(&s, buffer_bytes(&changed), &(struct seen){ 0 }, &e));
}

/* Whoever made the file chose which rosters are in it: one who checks it may know more. */
Test(disclosure, by_a_key_that_a_later_roster_revokes)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(roster_freep) struct roster *third = NULL, *fourth = NULL;
	_cleanup_(disclosure_text_freep) struct disclosure_text *text = NULL;
	struct seen seen = { 0 };
	struct disclosure d;
	struct error e;
	sample_start(&s);
	sign(&s, WI_CLERK);
	finish(&s, NULL);
	third = SIGNED(&s.story.p, partnership_next(s.story.rosters[1]), OSS_1, OSS_2);
	struct roster *draft = partnership_next(third);
	put_revocation(draft, WI_CLERK, REVOKED_COMPROMISED, STORY_DAY);
	fourth = SIGNED(&s.story.p, draft, OSS_1, OSS_2);
	const struct bytes later[] = { buffer_bytes(&fourth->note), buffer_bytes(&third->note) };
	cr_assert(disclosure_verify(buffer_bytes(&s.file), "file", &later[1], 1, &s.story.rosters[0]->hash,
	                            &d, &text, see, &seen, &e));
	disclosure_text_freep(&text);
	seen = (struct seen){ 0 };
	cr_assert_not(disclosure_verify(buffer_bytes(&s.file), "file", later, 2, &s.story.rosters[0]->hash,
	                                &d, &text, see, &seen, &e));
	cr_assert_eq(e.code, ERR_REVOKED, "%s", error_name(e.code));
	cr_assert_eq(seen.count, 0);
}

/* Where all is disclosed no commitment stands, and the name of their member counts all the same. */
Test(disclosure, of_all_fields)
{
	_cleanup_(sample_clear) struct sample s;
	struct error e;
	struct seen seen = { 0 };
	sample_start(&s);
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		s.fields[f] = true;
	sign(&s, WI_CLERK);
	finish(&s, NULL);
	CHECK(verify(&s, buffer_bytes(&s.file), &seen, &e));
	cr_assert(seen.consent);
	uint8_t *name = memmem(s.file.data, s.file.size, "\"commitments\":{}", 16);
	cr_assert(name);
	name[1] ^= 1;
	cr_assert_not(verify(&s, buffer_bytes(&s.file), &(struct seen){ 0 }, &e));
	cr_assert_eq(e.code, ERR_UNKNOWN_KEY, "%s", error_name(e.code));
}

static void fails(struct sample *s, enum error_code code)
{
	struct error e = { 0 };
	cr_assert_not(verify(s, buffer_bytes(&s->file), &(struct seen){ 0 }, &e));
	cr_assert_eq(e.code, code, "%s: %s %s", error_name(e.code), e.subject, e.detail);
}

Test(disclosure, by_someone_without_a_mandate_for_the_log)
{
	_cleanup_(sample_clear) struct sample s;
	sample_start(&s);
	s.what.by = member_names[WMO_CLERK];
	sign(&s, WMO_CLERK);
	finish(&s, NULL);
	fails(&s, ERR_MANDATE);
}

Test(disclosure, by_a_stranger)
{
	_cleanup_(sample_clear) struct sample s;
	sample_start(&s);
	sign(&s, GUEST);
	finish(&s, NULL);
	fails(&s, ERR_PERSON_UNKNOWN);
}

Test(disclosure, in_the_name_of_another)
{
	_cleanup_(sample_clear) struct sample s;
	sample_start(&s);
	sign(&s, WMO_CLERK);
	finish(&s, NULL);
	fails(&s, ERR_UNSIGNED);
}

Test(disclosure, one_person_twice)
{
	_cleanup_(sample_clear) struct sample s;
	sample_start(&s);
	s.what.second = member_names[WI_CLERK];
	sign(&s, WI_CLERK);
	finish(&s, NULL);
	fails(&s, ERR_UNSIGNED);
}

Test(disclosure, of_more_entries_than_there_are)
{
	_cleanup_(sample_clear) struct sample s;
	sample_start(&s);
	s.what.entries = 3;
	sha256_of(BYTES("1\n2\n3\n"), &s.what.list);
	sign(&s, WI_CLERK);
	finish(&s, NULL);
	fails(&s, ERR_LOG_MISSING);
}

/* --- with what there is beside the log --- */

#define ABOUT "{\"client\":\"who\",\"number\":\"999990019\"}\n{\"client\":\"record\",\"law\":\"pw\"}\n"

static void sample_about(struct sample *s, const char *signed_for, const char *told)
{
	sample_start(s);
	s->what.has_client = signed_for != NULL;
	sha256_of(bytes_of_string(signed_for), &s->what.client);
	s->about = told;
	sign(s, WI_CLERK);
	finish(s, NULL);
}

Test(disclosure, tells_of_a_client_what_was_signed_for)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(disclosure_text_freep) struct disclosure_text *text = NULL;
	struct disclosure d;
	struct error e;
	sample_about(&s, ABOUT, ABOUT);
	CHECK(disclosure_verify(buffer_bytes(&s.file), "file", NULL, 0, &s.story.rosters[0]->hash, &d, &text,
	                        NULL, NULL, &e));
	cr_assert(d.has_client && bytes_equal_string(d.about, ABOUT));
	uint8_t *law = memmem(s.file.data, s.file.size, "\"law\":\"pw\"", 10);
	law[8] ^= 1;
	fails(&s, ERR_LOG_MISSING);
}

Test(disclosure, tells_of_a_client_no_less_and_no_more)
{
	static const struct {
		const char *signed_for, *told;
		enum error_code code;
	} cases[] = {
		{ ABOUT, NULL, ERR_LOG_MISSING },
		{ NULL, ABOUT, ERR_LOG_MISSING },
		{ ABOUT, ABOUT ABOUT, ERR_LOG_MISSING },
		{ ABOUT, "{\"client\":\"who\"}\n", ERR_LOG_MISSING },
		{ "{\"client\": 1}\n", "{\"client\": 1}\n", ERR_SYNTAX },
		{ "{\"client\":1}x\n", "{\"client\":1}x\n", ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(sample_clear) struct sample s;
		sample_about(&s, cases[i].signed_for, cases[i].told);
		fails(&s, cases[i].code);
	}
}

static void another_recipient(struct entry *act)
{
	act->recipient = "oss.nl/p-0002";
}
static void failed_act(struct entry *act)
{
	act->failed = true;
}
static void another_act(struct entry *act)
{
	act->action = "read";
}
static void another_key(struct entry *act)
{
	act->key = "00000000";
}
static void another_mandate(struct entry *act)
{
	act->mandate = "m-9";
}
static void no_statement(struct entry *act)
{
	act->statement_hash = NULL;
}
static void a_second(struct entry *act)
{
	act->second = true;
}

Test(disclosure, that_its_act_says_otherwise)
{
	static void (*const lies[])(struct entry * act) = {
		another_recipient, failed_act,   another_act, another_key,
		another_mandate,   no_statement, a_second,
	};
	for (size_t i = 0; i < ELEMENTS(lies); i++) {
		_cleanup_(sample_clear) struct sample s;
		sample_start(&s);
		sign(&s, WI_CLERK);
		finish(&s, lies[i]);
		fails(&s, ERR_LOG_ENTRY);
	}
}

Test(disclosure, a_reason_is_one_line)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	char *long_one = calloc(1, DISCLOSURE_REASON_MAX + 2);
	struct error e;
	sample_start(&s);
	s.what.reason = "twee\nregels";
	cr_assert_not(disclosure_format(&s.what, &text, &e));
	cr_assert_eq(e.code, ERR_VALUE);
	memset(long_one, 'a', DISCLOSURE_REASON_MAX + 1);
	s.what.reason = long_one;
	cr_assert_not(disclosure_format(&s.what, &text, &e));
	s.what.reason = "\xe2\x80\xae";
	cr_assert_not(disclosure_format(&s.what, &text, &e));
	cr_assert_eq(e.code, ERR_CONTROL_CHARACTER);
	free(long_one);
}
