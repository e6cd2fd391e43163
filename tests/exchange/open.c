/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/open.h"

#include "team.h"

#define CONSENTS_1 \
	SAID("00000000000000000000000000000001", "consent", BSN_1) \
	SAID("00000000000000000000000000000002", "no-objection", BSN_1)
#define CONSENTS_2 \
	SAID("00000000000000000000000000000003", "consent", BSN_2) \
	SAID("00000000000000000000000000000004", "no-objection", BSN_2)
#define CONSENTS_3 \
	SAID("00000000000000000000000000000005", "consent", BSN_2) \
	SAID("00000000000000000000000000000006", "no-objection", BSN_2)
#define RECORD_1 CASE(BSN_1, "Z1") "\n"
#define RECORD_2 CASE(BSN_2, "Z2") "\n"

static enum error_code forged(struct team *t, const struct forgery *f)
{
	_cleanup_(string_freep) char *path = forge(t, f);
	return open_forged(t, path);
}

Test(open, takes_what_an_honest_clerk_could_have_packed)
{
	struct team t;
	team_start(&t);
	const struct forgery two = { .consents = CONSENTS_1 CONSENTS_2,
		                     .records = RECORD_1 RECORD_2,
		                     .count = 2 };
	cr_expect_eq(forged(&t, &two), ERR_NONE);
	team_end(&t);
}

/* By the day on which it was packed, whatever the clock here says. */
Test(open, refuses_a_birth_date_that_cant_be)
{
#define BORN(year) \
	"{\"burgerservicenummer\":\"" BSN_1 "\",\"geboorte.datum\":\"" year \
	"\",\"wet\":\"pw\",\"gegevensbron\":\"pw\"}\n"
	struct team t;
	team_start(&t);
	const struct forgery to_come = { .consents = CONSENTS_1, .records = BORN("2129"), .count = 1 };
	const struct forgery past = { .consents = CONSENTS_1, .records = BORN("1960"), .count = 1 };
	cr_expect_eq(forged(&t, &to_come), ERR_PACKAGE_CONTENT);
	cr_expect_neq(forged(&t, &past), ERR_PACKAGE_CONTENT);
	team_end(&t);
}

Test(open, refuses_declarations_of_clients_who_are_not_in_the_package)
{
	struct team t;
	team_start(&t);
	const struct forgery more = { .consents = CONSENTS_1 CONSENTS_2, .records = RECORD_1, .count = 1 };
	const struct forgery none = { .consents = CONSENTS_1, .records = RECORD_2, .count = 1 };
	const struct forgery fewer_records = { .consents = CONSENTS_1, .records = RECORD_1, .count = 2 };
	cr_expect_eq(forged(&t, &more), ERR_PACKAGE);
	cr_expect_eq(forged(&t, &none), ERR_CONSENT);
	cr_expect_eq(forged(&t, &fewer_records), ERR_PACKAGE);
	team_end(&t);
}

Test(open, refuses_a_declaration_under_the_id_of_another)
{
	struct team t;
	team_start(&t);
	const struct forgery first = { .consents = CONSENTS_1, .records = RECORD_1, .count = 1 };
	const struct forgery taken = { .records = RECORD_2,
		                       .count = 1,
		                       .consents = SAID("00000000000000000000000000000001", "consent", BSN_2)
		                               SAID("00000000000000000000000000000009", "no-objection",
		                                    BSN_2) };
	cr_expect_eq(forged(&t, &first), ERR_NONE);
	cr_expect_eq(forged(&t, &taken), ERR_PACKAGE);
	team_end(&t);
}

Test(open, leaves_out_who_withdrew_here_whatever_day_the_package_was_made)
{
	struct team t;
	team_start(&t);
	_cleanup_(retraction_result_clear) struct retraction_result gone = { 0 };
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	const struct forgery first = { .consents = CONSENTS_1, .records = RECORD_1, .count = 1 };
	const struct forgery later = { .consents = CONSENTS_1 CONSENTS_2,
		                       .records = RECORD_1 RECORD_2,
		                       .count = 2 };
	cr_expect_eq(forged(&t, &first), ERR_NONE);
	OK(retract(&t.wmo, "00000000000000000000000000000002", false, &gone, &e));
	set_clock("2026-11-24T10:00:00Z");
	_cleanup_(string_freep) char *path = forge(&t, &later);
	OK(open_file(&t.wmo, path, &r, &e));
	cr_expect_eq(r.cases.withdrawn, 1);
	cr_expect_eq(r.cases.counts.added, 1);
	cr_expect(last_act_says(&t.wmo, "\"records\":1,\"rejected\":1"));
	team_end(&t);
}

static void as_decision(struct manifest *m, struct team *t)
{
	(void)t;
	m->kind = PACKAGE_DECISION;
}

Test(open, takes_no_decision_from_who_sent_the_records)
{
	struct team t;
	team_start(&t);
	const struct forgery f = {
		.consents = CONSENTS_1, .records = RECORD_1, .count = 1, .manifest = as_decision
	};
	cr_expect_eq(forged(&t, &f), ERR_DIRECTION);
	team_end(&t);
}

static void too_long(struct manifest *m, struct team *t)
{
	(void)t;
	m->use_by = m->created + 300 * SECONDS_A_DAY;
}

static void other_terms(struct manifest *m, const struct terms_named *other)
{
	struct terms_named copy;
	OK(terms_named_copy(other, &copy, &e));
	terms_named_clear(&m->terms);
	m->terms = copy;
}

static void other_ground(struct manifest *m, struct team *t)
{
	(void)t;
	struct terms_named other = m->terms;
	other.ground = "wmo-2.3.2";
	other_terms(m, &other);
}

static void no_such_version(struct manifest *m, struct team *t)
{
	(void)t;
	m->terms.version = 7;
}

static void other_text(struct manifest *m, struct team *t)
{
	(void)t;
	m->terms.hash.bytes[0] ^= 1;
}

/* To one more who may read it: signed for, but not this unit's key in the roster. */
static void one_more_reader(struct manifest *m, struct team *t)
{
	m->recipients = realloc(m->recipients, 2 * sizeof *m->recipients);
	m->recipients[m->recipient_count++] = t->officers[OFFICER_1].identity.recipient;
}

static void before_its_signer(struct manifest *m, struct team *t)
{
	(void)t;
	m->created = a_day("2026-10-01");
	m->use_by = m->created + 200 * SECONDS_A_DAY;
}

static void from_tomorrow(struct manifest *m, struct team *t)
{
	(void)t;
	m->created += 2 * SECONDS_A_DAY;
	m->use_by += 2 * SECONDS_A_DAY;
}

static void of_a_later_kind(struct manifest *m, struct team *t)
{
	(void)t;
	m->kind = PACKAGE_MATCH;
}

static void older_roster(struct manifest *m, struct team *t)
{
	m->roster_version = 1;
	m->roster_hash = t->fingerprint;
}

static void forked_roster(struct manifest *m, struct team *t)
{
	(void)t;
	m->roster_hash.bytes[31] ^= 1;
}

Test(open, refuses_what_the_envelope_may_not_say)
{
	static const struct {
		void (*change)(struct manifest *m, struct team *t);
		enum error_code code;
	} cases[] = {
		{ too_long, ERR_PACKAGE_EXPIRED },           { other_ground, ERR_PURPOSE },
		{ no_such_version, ERR_AGREEMENT_UNKNOWN },  { other_text, ERR_AGREEMENT_UNKNOWN },
		{ one_more_reader, ERR_PACKAGE_RECIPIENTS }, { before_its_signer, ERR_NOT_YET },
		{ from_tomorrow, ERR_PACKAGE_FUTURE },       { older_roster, ERR_UNIT_NOT_READY },
		{ forked_roster, ERR_ROSTER_FORK },          { of_a_later_kind, ERR_VERSION },
	};
	struct team t;
	team_start(&t);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const struct forgery f = {
			.consents = CONSENTS_1, .records = RECORD_1, .count = 1, .manifest = cases[i].change
		};
		enum error_code got = forged(&t, &f);
		cr_expect_eq(got, cases[i].code, "%zu: %s instead of %s", i, error_name(got),
		             error_name(cases[i].code));
	}
	team_end(&t);
}

static void of_someone_else(struct entry *entry)
{
	entry->peer = WI;
}
static void of_another_letter(struct entry *entry)
{
	entry->package = "ffffffffffffffffffffffffffffffff";
}
static void of_another_number(struct entry *entry)
{
	entry->sequence += 1;
}
static void of_fewer(struct entry *entry)
{
	entry->records = 0;
}
static void by_another_key(struct entry *entry)
{
	entry->key = "00112233";
}
static void as_failed(struct entry *entry)
{
	entry->failed = true;
}
static void as_preview(struct entry *entry)
{
	entry->action = "preview";
}

/* The sender's log must tell of this letter what the letter says itself. */
Test(open, refuses_a_letter_that_its_sender_logged_otherwise)
{
	static void (*const changes[])(struct entry * entry) = {
		of_someone_else, of_another_letter, of_another_number, of_fewer,
		by_another_key,  as_failed,         as_preview,
	};
	struct team t;
	team_start(&t);
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		const struct forgery f = {
			.consents = CONSENTS_1, .records = RECORD_1, .count = 1, .entry = changes[i]
		};
		enum error_code got = forged(&t, &f);
		cr_expect_eq(got, ERR_LOG_PROOF, "%zu: %s", i, error_name(got));
	}
	team_end(&t);
}

static const struct change second_version = { "version: 1\n", "version: 2\n" };
static const struct forgery fair = { .consents = CONSENTS_1, .records = RECORD_1, .count = 1 };

static void under_version_1(struct manifest *m, struct team *t)
{
	const struct agreement *a;
	OK(statements_agreement(t->wi.store, AGREEMENT, 1, &a, &e));
	m->terms.version = 1;
	m->terms.hash = a->hash;
}

Test(open, refuses_one_signature_where_the_agreement_asks_for_two)
{
	struct team t;
	team_start(&t);
	team_adopt_agreement(&t,
	                     (const struct change[]){ second_version,
	                                              { "approval_by_two: false", "approval_by_two: true" },
	                                              { 0 } });
	cr_expect_eq(forged(&t, &fair), ERR_UNSIGNED);
	team_end(&t);
}

Test(open, refuses_a_version_of_the_agreement_that_was_replaced)
{
	const struct forgery old = {
		.consents = CONSENTS_1, .records = RECORD_1, .count = 1, .manifest = under_version_1
	};
	struct team t;
	team_start(&t);
	team_adopt_agreement(&t,
	                     (const struct change[]){ second_version,
	                                              { "valid_from: 2026-01-01", "valid_from: 2026-11-20" },
	                                              { 0 } });
	cr_expect_eq(forged(&t, &old), ERR_AGREEMENT_EXPIRED);
	cr_expect_eq(forged(&t, &fair), ERR_NONE);
	team_end(&t);
}

/* Signed in good time for next year, it doesn't end this year's. */
Test(open, goes_on_under_the_version_in_force)
{
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 };
	struct team t;
	team_start(&t);
	team_adopt_agreement(&t,
	                     (const struct change[]){ second_version,
	                                              { "valid_from: 2026-01-01", "valid_from: 2027-01-01" },
	                                              { 0 } });
	team_import(&t, RECORD_1);
	team_consent(&t, &everyone);
	team_pack(&t, &packed);
	cr_expect_eq(packed.terms->version, 1);
	cr_expect_eq(open_forged(&t, packed.path), ERR_NONE);
	team_end(&t);
}

/* --- receipts --- */

static bool keep_last_id(void *context, const struct exchange_row *row, struct error *e)
{
	(void)e;
	if (row->sent)
		memcpy(context, row->id, PACKAGE_ID_SIZE);
	return true;
}

/* What the Wmo answered to a package with one record, with `change` made before it was signed and logged. */
static enum error_code forged_receipt(struct team *t, void (*change)(struct manifest *m))
{
	struct desk *d = &t->wmo;
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(outgoing_clear) struct outgoing p = { .file.fd = -1 };
	_cleanup_(string_freep) char *sent = forge(t, &fair);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	struct manifest *m = &p.manifest;
	char id[2 * PACKAGE_ID_SIZE + 1];
	OK(act_begin(&a, d, ACT_OPEN, POWER_OPEN, &e));
	forge_manifest(m, &fair, &t->wi);
	m->kind = PACKAGE_RECEIPT;
	free(m->receiver);
	m->receiver = string_copy(WI);
	m->records = 0;
	m->answers = true;
	m->accepted = 1;
	OK(exchanges_next(t->wi.store, WMO, &m->answer_sequence, &m->answer_hash, &e));
	m->answer_sequence--;
	OK(exchanges_each(t->wi.store, keep_last_id, m->answer_id, &e));
	outgoing_start(&p);
	OK(outgoing_prepare(&p, &a, NULL, 0, &e));
	change(m);
	buffer_reset(&p.note);
	OK(manifest_format(m, &text, &e));
	OK(note_sign(&p.note, buffer_bytes(&text), &d->key.signer, 0, &e));
	hex_encode(bytes_of(m->answer_id, PACKAGE_ID_SIZE), id);
	a.entry.package = id;
	a.entry.sequence = m->answer_sequence;
	a.entry.receipt = &m->hash;
	a.entry.peer = WI;
	a.entry.terms = m->terms;
	a.entry.records = m->accepted;
	OK(act_log(&a, &e));
	OK(outgoing_write(&p, &a, NULL, 0, &e));
	OK(act_commit(&a, &e));
	OK(outgoing_publish(&p, d, &e));
	struct error why = { 0 };
	bool done = open_file(&t->wi, p.path, &r, &why);
	cr_expect_eq(file_exists(sent), !done, "the letter is kept until its receipt is in");
	return done ? ERR_NONE : why.code;
}

static void as_it_is(struct manifest *m)
{
	(void)m;
}
static void more_than_came(struct manifest *m)
{
	m->accepted = 2;
}
static void another_agreement(struct manifest *m)
{
	struct terms_named other = m->terms;
	other.agreement = "oss-wmo-wi-2";
	other_terms(m, &other);
}
static void another_text(struct manifest *m)
{
	m->terms.hash.bytes[5] ^= 1;
}
static void another_purpose(struct manifest *m)
{
	struct terms_named other = m->terms;
	other.purpose = "onderzoek-9.9.9";
	other_terms(m, &other);
}
static void another_letter(struct manifest *m)
{
	m->answer_hash.bytes[5] ^= 1;
}
static void another_number(struct manifest *m)
{
	m->answer_sequence++;
}

Test(open, takes_no_receipt_that_says_otherwise_than_the_letter)
{
	static const struct {
		void (*change)(struct manifest *m);
		enum error_code code;
	} cases[] = {
		{ as_it_is, ERR_NONE },
		{ more_than_came, ERR_RECEIPT },
		{ another_agreement, ERR_RECEIPT },
		{ another_text, ERR_RECEIPT },
		{ another_purpose, ERR_RECEIPT },
		{ another_letter, ERR_RECEIPT },
		{ another_number, ERR_RECEIPT },
	};
	struct team t;
	team_start(&t);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		enum error_code got = forged_receipt(&t, cases[i].change);
		cr_expect_eq(got, cases[i].code, "%zu: %s instead of %s", i, error_name(got),
		             error_name(cases[i].code));
	}
	team_end(&t);
}

/* --- rosters that come along --- */

static void end_mandate(struct roster *r, const char *person, moment until)
{
	for (size_t i = 0; i < r->mandate_count; i++)
		if (strcmp(r->mandates[i].person, person) == 0)
			r->mandates[i].until = until;
}

Test(open, is_ended_by_the_roster_that_the_package_brings)
{
	struct team t;
	team_start(&t);
	struct roster *next = team_next_roster(&t);
	end_mandate(next, t.wmo.key.name, a_day("2026-11-10"));
	team_sign_roster(&t, next);
	team_adopt(&t, &t.wi);
	cr_expect_eq(forged(&t, &fair), ERR_MANDATE);
	cr_expect_eq(desk_roster(&t.wmo)->version, 2, "a refused package leaves the roster as it was");
	team_end(&t);
}

Test(open, logs_the_roster_that_the_package_brought)
{
	struct team t;
	team_start(&t);
	struct roster *next = team_next_roster(&t);
	OK(roster_add_unit(next, "oss.nl/schuld", &e));
	team_sign_roster(&t, next);
	team_adopt(&t, &t.wi);
	cr_expect_eq(forged(&t, &fair), ERR_NONE);
	cr_expect_eq(desk_roster(&t.wmo)->version, 3);
	cr_expect(last_act_says(&t.wmo, "\"action\":\"open\"") &&
	          last_act_says(&t.wmo, "\"roster_version\":3"));
	team_end(&t);
}

/* A person with a mandate for each law, one after the other. */
Test(open, knows_every_law_of_the_senders_mandates)
{
	struct team t;
	team_start(&t);
	struct roster *next = team_next_roster(&t);
	for (size_t i = 0; i < next->mandate_count; i++)
		if (strcmp(next->mandates[i].unit, WI) == 0)
			next->mandates[i].laws = LAW_WMO;
	OK(roster_add_mandate(next, t.wi.key.name, WI, "consulent", LAW_PW, EVERY_ACTION, a_day("2026-11-01"),
	                      0, &e));
	team_sign_roster(&t, next);
	team_adopt(&t, &t.wi);
	team_import(&t, RECORD_1);
	team_consent(&t, &everyone);
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 };
	team_pack(&t, &packed);
	cr_expect_eq(packed.sums.leaving, 1);
	cr_expect_eq(open_forged(&t, packed.path), ERR_NONE);
	team_end(&t);
}

/* --- again --- */

Test(open, again_writes_the_receipt_wherever_it_is_run_from)
{
	_cleanup_(open_result_clear) struct open_result first = { 0 }, again = { 0 };
	struct team t;
	team_start(&t);
	_cleanup_(string_freep) char *path = forge(&t, &fair);
	OK(open_file(&t.wmo, path, &first, &e));
	uint64_t length = log_length(&t.wmo);
	OK(file_remove(first.letter.receipt, &e));
	cr_assert_eq(chdir("/"), 0);
	FAILS(ERR_PACKAGE_REPLAYED, open_file(&t.wmo, path, &again, &e));
	cr_assert_str_eq(again.letter.receipt, first.letter.receipt);
	cr_expect(file_exists(first.letter.receipt));
	cr_expect_eq(log_length(&t.wmo), length + 1);
	cr_expect(last_act_says(&t.wmo, "\"action\":\"resend\""));
	open_result_clear(&again);
	OK(open_file(&t.wi, first.letter.receipt, &again, &e));
	cr_expect_not(file_exists(path), "its receipt is in");
	team_end(&t);
}

Test(open, a_package_is_no_import_to_be_undone)
{
	struct team t;
	uint64_t rows;
	team_start(&t);
	cr_expect_eq(forged(&t, &fair), ERR_NONE);
	FAILS(ERR_IMPORT_RECEIVED, importing_undo(&t.wmo, 1, &rows, &e));
	cr_expect_eq(forged(&t, &fair), ERR_NONE); /* nothing new in it: an import without rows */
	FAILS(ERR_IMPORT_RECEIVED, importing_undo(&t.wmo, 2, &rows, &e));
	cr_expect(last_act_says(&t.wmo, "\"action\":\"refuse\""));
	team_end(&t);
}

/* --- where a letter stands in its sender's log --- */

static const struct roster *named_instead;
static uint64_t numbered_instead;

static void name_older_roster(struct manifest *m, _unused_ struct team *t)
{
	m->roster_version = named_instead->version;
	m->roster_hash = named_instead->hash;
}

static void log_older_roster(struct entry *entry)
{
	entry->roster_version = named_instead->version;
}

/* The clerk is in both versions: only the place tells. */
Test(open, refuses_an_older_roster_than_the_log_knew_before)
{
	struct team t;
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	team_start(&t);
	team_import(&t, CASE(BSN_1, "Z-1") "\n");
	cr_assert_eq(team_consent(&t, &everyone), 2);
	const struct forgery older = { .consents = CONSENTS_2,
		                       .records = RECORD_2,
		                       .count = 1,
		                       .manifest = name_older_roster,
		                       .entry = log_older_roster };
	_cleanup_(roster_freep) struct roster *second = NULL;
	OK(roster_parse(buffer_bytes(&t.roster->note), "roster.note", &second, &e));
	named_instead = second;
	cr_expect_eq(forged(&t, &older), ERR_NONE, "nothing was seen of the log yet");
	team_sign_roster(&t, team_next_roster(&t));
	team_adopt(&t, &t.wi);
	team_adopt(&t, &t.wmo);
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 };
	team_pack(&t, &packed);
	OK(open_file(&t.wmo, packed.path, &r, &e));
	const struct forgery again = { .consents = CONSENTS_3,
		                       .records = RECORD_2,
		                       .count = 1,
		                       .manifest = name_older_roster,
		                       .entry = log_older_roster };
	cr_expect_eq(forged(&t, &again), ERR_LOG_PROOF);
	team_end(&t);
}

static void take_unused_number(struct manifest *m, _unused_ struct team *t)
{
	m->sequence = numbered_instead;
	m->previous = (struct sha256){ 0 };
}

static void log_unused_number(struct entry *entry)
{
	entry->sequence = numbered_instead;
}

/* A number that was lost, or kept back, hides no letter before those that were seen. */
Test(open, refuses_a_lower_number_behind_a_higher_one)
{
	struct team t;
	team_start(&t);
	const struct forgery before = { .consents = CONSENTS_1, .records = RECORD_1, .count = 1 };
	const struct forgery low = { .consents = CONSENTS_2,
		                     .records = RECORD_2,
		                     .count = 1,
		                     .manifest = take_unused_number,
		                     .entry = log_unused_number };
	_cleanup_(string_freep) char *lost = forge(&t, &before);
	_cleanup_(string_freep) char *lost_too = forge(&t, &before);
	cr_expect_eq(forged(&t, &before), ERR_NONE);
	numbered_instead = 1;
	cr_expect_eq(forged(&t, &low), ERR_LOG_PROOF);
	team_end(&t);
}

static moment ahead;

static void log_ahead(struct entry *entry)
{
	entry->start += ahead;
	entry->end = entry->start;
}

Test(open, refuses_what_was_logged_on_a_day_to_come)
{
	struct team t;
	team_start(&t);
	const struct forgery f = {
		.consents = CONSENTS_1, .records = RECORD_1, .count = 1, .entry = log_ahead
	};
	const struct forgery g = {
		.consents = CONSENTS_2, .records = RECORD_2, .count = 1, .entry = log_ahead
	};
	ahead = 2 * SECONDS_A_DAY;
	cr_expect_eq(forged(&t, &f), ERR_PACKAGE_FUTURE);
	ahead = 9 * SECONDS_A_DAY;
	cr_expect_eq(forged(&t, &f), ERR_LOG_PROOF, "past its use-by, too");
	ahead = -60;
	cr_expect_eq(forged(&t, &f), ERR_LOG_PROOF, "before it was made");
	ahead = SECONDS_A_DAY / 2;
	cr_expect_eq(forged(&t, &g), ERR_NONE, "clocks differ");
	team_end(&t);
}
