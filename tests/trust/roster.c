/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "partnership.h"

#include "base/limits.h"
#include "trust/roster_change.h"
#include "trust/roster_check.h"
#include "trust/verdict.h"

static struct partnership p;

static void start(void)
{
	partnership_start(&p);
}

static void stop(void)
{
	partnership_clear(&p);
}

TestSuite(roster, .init = start, .fini = stop);

static struct roster *root(void)
{
	return SIGNED(&p, partnership_draft(&p), OSS_1, OSS_2, UDEN_1, UDEN_3);
}

static enum error_code root_fault(struct roster *r)
{
	_cleanup_(roster_freep) struct roster *owned = r;
	struct error e = { 0 };
	return roster_verify_root(r, &r->hash, &e) ? ERR_NONE : e.code;
}

/* The fault of `next`, signed by `who`, behind `known`; frees the draft. */
static enum error_code next_fault(const struct roster *known, struct roster *draft, const int *who)
{
	_cleanup_(roster_freep) struct roster *next = partnership_sign(&p, draft, who);
	struct error e = { 0 };
	return roster_verify_next(known, next, &e) ? ERR_NONE : e.code;
}
#define NEXT_FAULT(known, draft, ...) next_fault((known), (draft), (const int[]){ __VA_ARGS__, NOBODY })

/* --- text --- */

Test(roster, comes_back_as_it_was_written)
{
	_cleanup_(roster_freep) struct roster *d = partnership_draft(&p), *r = NULL, *again = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 }, second = { 0 };
	struct error e;
	put_revocation(d, GUEST, REVOKED_SUPERSEDED, "2026-08-01");
	d->units[1].ready = false; /* before `init` */
	d->units[0].has_recovery = true;
	random_bytes(d->units[0].recovery.key, 32);
	d->persons[0].until = a_day("2029-12-31");
	free(d->persons[1].label);
	d->persons[1].label = string_copy("J. de Vriès: \"FG\" #1");
	cr_assert(roster_format(d, &text, &e), "%s", e.detail);
	cr_assert(roster_parse(buffer_bytes(&text), "draft", &r, &e), "%s line %d: %s", error_name(e.code),
	          (int)e.line, e.detail);
	cr_assert(roster_format(r, &second, &e));
	cr_expect(bytes_equal(buffer_bytes(&text), buffer_bytes(&second)));
	cr_expect(sha256_equal(&d->hash, &r->hash));
	cr_expect_eq(r->note.size, 0, "a draft");
	cr_expect_str_eq(r->persons[1].label, "J. de Vriès: \"FG\" #1");
	cr_expect_not(r->units[1].ready);
	cr_expect(r->units[0].has_recovery &&
	          age_recipient_equal(&r->units[0].recovery, &d->units[0].recovery));
	cr_expect(note_verifier_equal(&r->units[0].witness, &p.witnesses[OSS_WMO].public));
	cr_expect_eq(r->mandates[0].powers, (unsigned)(POWER_READ | POWER_PACK));
	cr_expect_eq(r->mandates[2].laws, (unsigned)(LAW_WMO | LAW_PW));
	cr_expect_eq(r->revocations[0].reason, REVOKED_SUPERSEDED);
	cr_expect_eq(r->issued, d->issued);
	cr_expect(bytes_starts_with(buffer_bytes(&text),
	                            "type: sluis.roster/v1\nid: maashorst\nversion: 1\nprevious: "));
	cr_assert(roster_format(r, &second, &e)); /* appends */
	cr_expect_eq(second.size, 2 * text.size);
}

Test(roster, names_powers)
{
	enum power a;
	for (unsigned bit = 1; bit & POWER_ANY; bit <<= 1) {
		cr_assert(power_parse(bytes_of_string(power_name((enum power)bit)), &a));
		cr_expect_eq((unsigned)a, bit);
	}
	cr_expect_not(power_parse(BYTES("unknown"), &a));
	cr_expect_str_eq(power_name((enum power)(POWER_READ | POWER_PACK)), "unknown");
}

Test(roster, refuses_bad_text_with_its_line)
{
	_cleanup_(roster_freep) struct roster *d = partnership_draft(&p);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	put_revocation(d, GUEST, REVOKED_LEFT, "2026-08-01");
	cr_assert(roster_format(d, &text, &e));
	const struct {
		const char *from, *to;
		enum error_code code;
		uint64_t line; /* 0: any */
	} changes[] = {
		{ "type: sluis.roster/v1", "type: sluis.roster/v2", ERR_VERSION, 1 },
		{ "type: sluis.roster/v1", "type: sluis.card/v1", ERR_NOTE, 1 },
		{ "version: 1", "version: 0x1", ERR_VALUE, 3 },
		{ "version: 1", "version: -1", ERR_VALUE, 3 },
		{ "version: 1", "version: 99999999999999999999", ERR_VALUE, 3 },
		{ "version: 1", "version: 0", ERR_ROSTER_INVALID, 0 },
		{ "version: 1", "version: 2", ERR_ROSTER_INVALID, 0 }, /* previous is zeros */
		{ "\"0000000000", "\"1000000000", ERR_ROSTER_INVALID, 0 },
		{ "\"0000000000", "\"000000000", ERR_VALUE, 4 },
		{ "issued:", "colour: red\nissued:", ERR_UNKNOWN_KEY, 5 },
		{ "issued:", "id: again\nissued:", ERR_DUPLICATE, 5 },
		{ "id: maashorst", "id: Maashorst", ERR_ROSTER_INVALID, 0 },
		{ "id: maashorst\n", "", ERR_MISSING, 0 },
		{ "2026-02-01T10:00:00Z", "2026-02-30T10:00:00Z", ERR_VALUE, 5 },
		{ "2027-02-01", "2026-01-31", ERR_ROSTER_INVALID, 0 }, /* review before issue */
		{ "threshold: 2", "threshold: 1", ERR_ROSTER_INVALID, 8 },
		{ "threshold: 2", "threshold: 3", ERR_ROSTER_INVALID, 8 },
		{ "threshold: 2", "threshold: two", ERR_VALUE, 9 },
		{ "name: uden.nl\n", "name: oss.nl\n", ERR_ROSTER_INVALID, 0 },
		{ "name: oss.nl/p-0001", "name: oss.nl/0001", ERR_ROSTER_INVALID, 0 },
		{ "name: oss.nl/p-0002", "name: oss.nl/p-0001", ERR_ROSTER_INVALID, 0 },
		{ "label: person 0", "label: \"a\\nb\"", ERR_ROSTER_INVALID, 0 },
		{ "label: person 0", "label: \"a\\eb\"", ERR_CONTROL_CHARACTER, 0 },
		{ "label: person 0", "label: \"\"", ERR_ROSTER_INVALID, 0 },
		{ "recipient: age1", "recipient: age2", ERR_VALUE, 0 },
		{ "from: \"2026-01-01\"", "from: \"2026-1-1\"", ERR_VALUE, 0 },
		{ "person: oss.nl/p-0001", "person: oss.nl/p-0002", ERR_ROSTER_INVALID,
		  0 }, /* officer twice */
		{ "person: oss.nl/p-0001", "person: oss.nl/p-9999", ERR_ROSTER_INVALID, 0 },
		{ "controller: oss.nl", "controller: nobody.nl", ERR_ROSTER_INVALID, 0 },
		{ "name: oss.nl/wi", "name: oss.nl/p-wi", ERR_ROSTER_INVALID, 0 },
		{ "name: oss.nl/wi", "name: oss.nl/wmo", ERR_ROSTER_INVALID, 0 },
		{ "name: oss.nl/wi\n", "name: uden.nl/wi\n", ERR_ROSTER_INVALID, 0 }, /* in another's name */
		{ "log: oss.nl/wmo", "log: oss.nl/wi", ERR_VALUE, 0 }, /* the key id is no longer right */
		{ "id: m-2", "id: m-1", ERR_ROSTER_INVALID, 0 },
		{ "unit: oss.nl/wi", "unit: oss.nl/xx", ERR_ROSTER_INVALID, 0 },
		{ "      - wmo\n", "      - wlz\n", ERR_VALUE, 0 },
		{ "      - pack\n", "      - read\n", ERR_VALUE, 0 },
		{ "      - pack\n", "      - rule\n", ERR_VALUE, 0 },
		{ "reason: left", "reason: bored", ERR_VALUE, 0 },
		{ "effective: \"2026-08-01\"", "effective: \"2026-02-30\"", ERR_VALUE, 0 },
		{ "revocations:\n  - person: ggd.nl/p-0001", "revocations:\n  - person: ggd.nl/p-0002",
		  ERR_ROSTER_INVALID, 0 },
	};
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		_cleanup_(buffer_clear) struct buffer changed = { 0 };
		struct roster *r = NULL;
		e = (struct error){ 0 };
		replaced(buffer_bytes(&text), changes[i].from, changes[i].to, &changed);
		cr_expect_not(roster_parse(buffer_bytes(&changed), "draft", &r, &e), "case %zu: %s", i,
		              changes[i].to);
		cr_expect_eq(e.code, changes[i].code, "case %zu: %s: %s %s", i, changes[i].to,
		             error_name(e.code), e.detail);
		cr_expect(changes[i].line == 0 || e.line == changes[i].line, "case %zu: line %d", i,
		          (int)e.line);
	}
}

Test(roster, a_unit_has_all_of_its_keys_or_none)
{
	_cleanup_(roster_freep) struct roster *d = partnership_draft(&p);
	_cleanup_(buffer_clear) struct buffer text = { 0 }, changed = { 0 };
	struct roster *r = NULL;
	struct error e;
	char witness[NOTE_VERIFIER_TEXT_MAX + 1];
	cr_assert(roster_format(d, &text, &e));
	note_verifier_format(&p.witnesses[OSS_WMO].public, witness);
	_cleanup_(string_freep) char *quoted = string_printf("    witness: %s\n", witness);
	replaced(buffer_bytes(&text), quoted, "", &changed);
	cr_expect_not(roster_parse(buffer_bytes(&changed), "draft", &r, &e));
	cr_expect_eq(e.code, ERR_VALUE);
	d->units[0].ready = false;
	d->units[0].has_recovery = true;
	cr_expect_not(roster_format(d, &text, &e));
	cr_expect_eq(e.code, ERR_ROSTER_INVALID);
}

static void expect_invalid(struct roster *draft, const char *what)
{
	_cleanup_(roster_freep) struct roster *d = draft;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	cr_expect_not(roster_format(d, &text, &e), "%s", what);
	cr_expect_eq(e.code, ERR_ROSTER_INVALID, "%s", what);
	cr_expect_eq(text.size, 0);
}

/* A person's key under another name, to be listed twice. */
static struct note_verifier renamed(const struct note_verifier *v, const char *name)
{
	struct error e;
	struct note_verifier out = *v;
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct sha256 id;
	buffer_printf(&b, "%s\n%c", name, v->type);
	buffer_append(&b, bytes_of(v->key, 32));
	cr_assert(buffer_ok(&b, &e));
	sha256_of(buffer_bytes(&b), &id);
	memcpy(out.id, id.bytes, 4);
	strcpy(out.name, name);
	return out;
}

Test(roster, no_key_is_listed_twice)
{
	struct roster *d = partnership_draft(&p);
	person_of(d, OSS_2)->key = renamed(&p.signers[OSS_1].public, member_names[OSS_2]);
	expect_invalid(d, "one key for two officers would be two voices");
	d = partnership_draft(&p);
	d->units[0].log = renamed(&p.signers[OSS_1].public, "oss.nl/wmo");
	expect_invalid(d, "a person's key as a log key");
	d = partnership_draft(&p);
	memcpy(d->units[0].witness.key, d->units[0].log.key, 32);
	expect_invalid(d, "a log key as a witness key");
	d = partnership_draft(&p);
	person_of(d, OSS_2)->recipient = p.recipients[OSS_1];
	expect_invalid(d, "one recipient for two persons");
	d = partnership_draft(&p);
	d->units[1].recipient = d->units[0].recipient;
	expect_invalid(d, "one recipient for two units");
	d = partnership_draft(&p);
	d->units[0].has_recovery = true;
	d->units[0].recovery = p.recipients[OSS_1];
	expect_invalid(d, "a person's recipient as a recovery recipient");
	d = partnership_draft(&p);
	person_of(d, OSS_2)->key = p.signers[SPARE_1].public;
	expect_invalid(d, "a key in another name");
	d = partnership_draft(&p);
	d->units[0].log.type = NOTE_COSIGNATURE;
	expect_invalid(d, "a log key of the cosigning kind");
	d = partnership_draft(&p);
	d->units[0].witness.type = NOTE_ED25519;
	expect_invalid(d, "a witness key of the signing kind");
	d = partnership_draft(&p);
	person_of(d, OSS_2)->key.type = NOTE_COSIGNATURE;
	expect_invalid(d, "a person's key of the cosigning kind");
	d = partnership_draft(&p);
	free(d->units[1].controller);
	d->units[1].controller = string_copy("uden.nl");
	expect_invalid(d, "a unit in the name of another controller");
}

Test(roster, units_may_share_a_recovery_key)
{
	struct roster *d = partnership_draft(&p);
	d->units[0].has_recovery = d->units[1].has_recovery = true;
	random_bytes(d->units[0].recovery.key, 32);
	d->units[1].recovery = d->units[0].recovery;
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	cr_expect(r->units[1].has_recovery);
}

Test(roster, quorum_is_more_than_half_and_less_than_all)
{
	static const struct {
		int officers;
		uint64_t threshold;
		bool fine;
	} cases[] = {
		{ 3, 2, true }, { 3, 1, false }, { 3, 3, false }, { 3, 0, false }, { 4, 2, false },
		{ 4, 3, true }, { 4, 4, false }, { 5, 3, true },  { 5, 2, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(roster_freep) struct roster *d = partnership_draft(&p);
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e;
		if (cases[i].officers > 3)
			put_officer(d, &p, SPARE_1, "oss.nl");
		if (cases[i].officers > 4)
			put_officer(d, &p, SPARE_2, "oss.nl");
		d->controllers[0].threshold = cases[i].threshold;
		cr_expect_eq(roster_format(d, &text, &e), cases[i].fine, "case %zu", i);
	}
	static const int two[] = { OSS_1, OSS_2 };
	for (size_t left = 0; left < 3; left++) { /* with 0, 1 or 2 officers a controller cannot be */
		struct roster *d = partnership_draft(&p);
		drop_officer(d, OSS_3);
		for (size_t i = left; i < 2; i++)
			drop_officer(d, two[i]);
		d->controllers[0].threshold = left;
		expect_invalid(d, "too few officers");
	}
}

Test(roster, windows_and_days_are_checked)
{
	struct roster *d = partnership_draft(&p);
	d->mandates[0].until = a_day("2025-12-31");
	expect_invalid(d, "until before from");
	d = partnership_draft(&p);
	d->mandates[0].from += 1;
	expect_invalid(d, "not a day");
	d = partnership_draft(&p);
	d->mandates[0].powers = 0;
	expect_invalid(d, "a mandate for nothing");
	d = partnership_draft(&p);
	d->mandates[0].laws = 1u << 9;
	expect_invalid(d, "a law that isn't there");
	d = partnership_draft(&p);
	d->persons[0].from = 0;
	expect_invalid(d, "a person from nowhere");
	d = partnership_draft(&p);
	put_revocation(d, GUEST, REVOKED_LEFT, "2026-08-01");
	d->revocations[0].effective += 60;
	expect_invalid(d, "effective within a day");
}

Test(roster, too_many_rows_are_refused)
{
	_cleanup_(roster_freep) struct roster *d = partnership_draft(&p);
	_cleanup_(buffer_clear) struct buffer text = { 0 }, changed = { 0 }, rows = { 0 };
	struct roster *r = NULL;
	struct error e;
	cr_assert(roster_format(d, &text, &e));
	buffer_append_string(&rows, "controllers:\n");
	for (unsigned i = 0; i < LIMIT_ROSTER_CONTROLLERS; i++)
		buffer_printf(&rows, "  - name: c%u.nl\n    threshold: 2\n", i);
	replaced(buffer_bytes(&text), "controllers:\n", buffer_string(&rows), &changed);
	cr_expect_not(roster_parse(buffer_bytes(&changed), "draft", &r, &e));
	cr_expect_eq(e.code, ERR_VALUE);
}

Test(roster, cut_anywhere_never_verifies)
{
	_cleanup_(roster_freep) struct roster *r = root();
	for (size_t size = 0; size < r->note.size; size += size + 400 < r->note.size ? 97 : 1) {
		_cleanup_(roster_freep) struct roster *cut = NULL;
		struct error e;
		if (roster_parse(bytes_of(r->note.data, size), "cut", &cut, &e))
			cr_expect_not(roster_verify_root(cut, &r->hash, &e), "cut at %zu", size);
	}
}

/* --- the root --- */

Test(roster, root_is_verified_by_fingerprint_and_every_quorum)
{
	struct error e;
	_cleanup_(roster_freep) struct roster *r = root();
	cr_expect(roster_verify_root(r, &r->hash, &e), "%s %s", error_name(e.code), e.detail);
	struct sha256 other = r->hash;
	other.bytes[31] ^= 1;
	cr_expect_not(roster_verify_root(r, &other, &e));
	cr_expect_eq(e.code, ERR_FINGERPRINT);
}

Test(roster, root_with_a_signature_too_few_is_refused)
{
	cr_expect_eq(root_fault(SIGNED(&p, partnership_draft(&p), OSS_1, OSS_2, UDEN_1)), ERR_QUORUM);
	cr_expect_eq(root_fault(SIGNED(&p, partnership_draft(&p), OSS_1, OSS_2, OSS_3)), ERR_QUORUM);
	cr_expect_eq(root_fault(SIGNED(&p, partnership_draft(&p), OSS_1, OSS_CLERK, UDEN_1, UDEN_2)),
	             ERR_QUORUM, "a clerk is no officer");
	cr_expect_eq(root_fault(SIGNED(&p, partnership_draft(&p), OSS_1, SPARE_1, UDEN_1, UDEN_2)),
	             ERR_QUORUM, "an unknown signer");
	_cleanup_(roster_freep) struct roster *draft = SIGNED(&p, partnership_draft(&p), NOBODY);
	struct error e;
	cr_expect_not(roster_verify_root(draft, &draft->hash, &e));
	cr_expect_eq(e.code, ERR_QUORUM);
}

Test(roster, error_names_the_controller_that_lacks_signatures)
{
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, partnership_draft(&p), OSS_1, OSS_2, UDEN_1);
	struct error e;
	cr_assert_not(roster_verify_root(r, &r->hash, &e));
	cr_expect_str_eq(e.subject, "uden.nl");
	cr_expect(strstr(e.detail, "1 of the 2"), "%s", e.detail);
}

/* The same line twice is one signature at most. */
Test(roster, a_signature_that_stands_twice_counts_once)
{
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, partnership_draft(&p), UDEN_1, UDEN_2, OSS_1),
					      *twice = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	size_t start = r->note.size - 1;
	while (r->note.data[start - 1] != '\n')
		start--;
	buffer_append(&note, buffer_bytes(&r->note));
	buffer_append(&note, bytes_of(r->note.data + start, r->note.size - start));
	if (roster_parse(buffer_bytes(&note), "twice", &twice, &e)) {
		cr_expect_not(roster_verify_root(twice, &twice->hash, &e));
		cr_expect_eq(e.code, ERR_QUORUM);
	}
}

Test(roster, a_person_who_is_officer_of_two_controllers_counts_for_both)
{
	struct roster *d = partnership_draft(&p);
	drop_officer(d, UDEN_1);
	put_officer(d, &p, OSS_1, "uden.nl");
	cr_expect_eq(root_fault(SIGNED(&p, d, OSS_1, OSS_2, UDEN_2)), ERR_NONE);
}

Test(roster, the_fg_is_named_and_never_counts)
{
	struct roster *d = partnership_draft(&p);
	put_fg(d, GUEST, "oss.nl");
	put_fg(d, GUEST, "uden.nl"); /* one FG may serve several */
	cr_expect_eq(root_fault(SIGNED(&p, d, OSS_1, OSS_2, UDEN_1, UDEN_2)), ERR_NONE);
	d = partnership_draft(&p);
	put_fg(d, GUEST, "oss.nl");
	cr_expect_eq(root_fault(SIGNED(&p, d, OSS_1, GUEST, UDEN_1, UDEN_2)), ERR_QUORUM);
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 }, again = { 0 }, bad = { 0 };
	struct error e = { 0 };
	d = partnership_draft(&p);
	put_fg(d, GUEST, "oss.nl");
	cr_assert(roster_format(d, &text, &e));
	roster_freep(&d);
	cr_assert(roster_parse(buffer_bytes(&text), "r", &r, &e) && roster_format(r, &again, &e));
	cr_expect(bytes_equal(buffer_bytes(&text), buffer_bytes(&again)));
	cr_assert_eq(roster_fg(r, "oss.nl"), roster_person(r, member_names[GUEST]));
	cr_expect_null(roster_fg(r, "uden.nl"));
	cr_expect(roster_is_fg(r, member_names[GUEST]) && !roster_is_fg(r, member_names[OSS_1]));
	replaced(buffer_bytes(&text), "role: fg", "role: officer", &bad);
	roster_freep(&r);
	cr_expect_not(roster_parse(buffer_bytes(&bad), "r", &r, &e));
	cr_expect_eq(e.code, ERR_VALUE);
}

Test(roster, an_fg_who_cannot_be_one)
{
	static const struct {
		int who;
		const char *controller;
		int second; /* for the same controller */
	} cases[] = {
		{ OSS_3, "oss.nl", NOBODY },    /* an officer there */
		{ UDEN_1, "oss.nl", NOBODY },   /* an officer elsewhere */
		{ SPARE_1, "oss.nl", NOBODY },  /* no person of the roster */
		{ GUEST, "boxtel.nl", NOBODY }, /* no such controller */
		{ GUEST, "oss.nl", OSS_CLERK }, /* two of them */
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(roster_freep) struct roster *d = partnership_draft(&p);
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e = { 0 };
		put_fg(d, cases[i].who, cases[i].controller);
		if (cases[i].second != NOBODY)
			put_fg(d, cases[i].second, cases[i].controller);
		cr_expect_not(roster_format(d, &text, &e), "case %zu", i);
		cr_expect_eq(e.code, ERR_ROSTER_INVALID, "case %zu", i);
	}
}

Test(roster, an_officer_who_becomes_the_fg_has_no_voice_in_it)
{
	_cleanup_(roster_freep) struct roster *r = root();
	static const struct {
		int who[4];
		enum error_code code;
	} cases[] = {
		{ { OSS_1, OSS_2, NOBODY }, ERR_NONE },
		{ { OSS_1, OSS_3, SPARE_1, NOBODY }, ERR_QUORUM }, /* OSS_3 is who becomes the FG */
		{ { UDEN_1, UDEN_2, NOBODY }, ERR_QUORUM },        /* it touches Oss */
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct roster *d = partnership_next(r);
		drop_officer(d, OSS_3);
		put_officer(d, &p, SPARE_1, "oss.nl");
		put_fg(d, OSS_3, "oss.nl");
		cr_expect_eq(next_fault(r, d, cases[i].who), cases[i].code, "case %zu", i);
	}
	struct roster *named = partnership_next(r);
	put_fg(named, GUEST, "oss.nl");
	cr_expect_eq(NEXT_FAULT(r, named, UDEN_1, UDEN_2), ERR_QUORUM);
	named = partnership_next(r);
	put_fg(named, GUEST, "oss.nl");
	cr_expect_eq(NEXT_FAULT(r, named, OSS_1, OSS_2), ERR_NONE);
}

Test(roster, tampered_text_is_refused)
{
	_cleanup_(roster_freep) struct roster *r = root(), *changed = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	replaced(buffer_bytes(&r->note), "id: m-1\n", "id: m-9\n", &note);
	cr_assert(roster_parse(buffer_bytes(&note), "changed", &changed, &e));
	cr_expect_not(roster_verify_root(changed, &r->hash, &e));
	cr_expect_eq(e.code, ERR_FINGERPRINT);
	cr_expect_not(roster_verify_root(changed, &changed->hash, &e));
	cr_expect_eq(e.code, ERR_SIGNATURE);
}

Test(roster, officers_out_of_office_do_not_count)
{
	struct roster *d = partnership_draft(&p);
	person_of(d, OSS_2)->until = a_day("2026-01-31"); /* issued a day later */
	cr_expect_eq(root_fault(SIGNED(&p, d, OSS_1, OSS_2, UDEN_1, UDEN_2)), ERR_QUORUM);
	d = partnership_draft(&p);
	person_of(d, OSS_2)->until = a_day("2026-02-01");
	cr_expect_eq(root_fault(SIGNED(&p, d, OSS_1, OSS_2, UDEN_1, UDEN_2)), ERR_NONE, "the last day is in");
	d = partnership_draft(&p);
	put_revocation(d, OSS_2, REVOKED_LOST, "2026-09-01");
	cr_expect_eq(root_fault(SIGNED(&p, d, OSS_1, OSS_2, UDEN_1, UDEN_2)), ERR_QUORUM);
}

Test(roster, only_version_1_is_a_root)
{
	_cleanup_(roster_freep) struct roster *r = root(), *next = SIGNED(&p, partnership_next(r), OSS_1,
	                                                                  OSS_2, UDEN_1, UDEN_2);
	struct error e;
	cr_expect_not(roster_verify_root(next, &next->hash, &e));
	cr_expect_eq(e.code, ERR_ROSTER_CHAIN);
}

Test(roster, shows_who_signed_and_who_is_still_needed)
{
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, partnership_draft(&p), OSS_1, UDEN_1, UDEN_3);
	_cleanup_(roster_freep) struct roster *draft = SIGNED(&p, partnership_draft(&p), NOBODY);
	bool by[6];
	struct error e;
	cr_assert(roster_signers(r, by, &e));
	static const bool expected[] = { true, false, false, true, false, true };
	cr_expect_arr_eq(by, expected, sizeof by);
	cr_expect_eq(roster_signers_missing(r, "oss.nl", by), 1);
	cr_expect_eq(roster_signers_missing(r, "uden.nl", by), 0);
	cr_assert(roster_signers(draft, by, &e));
	cr_expect_eq(roster_signers_missing(draft, "oss.nl", by), 2);
}

/* --- the chain --- */

Test(roster, next_version_is_taken_with_the_touched_controllers_quorum)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	put_mandate(d, "m-5", OSS_CLERK, OSS_WMO, LAW_WMO, POWER_OPEN);
	cr_expect_eq(NEXT_FAULT(r, d, OSS_2, OSS_3), ERR_NONE);
	d = partnership_next(r);
	put_mandate(d, "m-5", OSS_CLERK, OSS_WMO, LAW_WMO, POWER_OPEN);
	cr_expect_eq(NEXT_FAULT(r, d, OSS_2, UDEN_1), ERR_QUORUM, "one too few");
	d = partnership_next(r);
	put_mandate(d, "m-5", OSS_CLERK, OSS_WMO, LAW_WMO, POWER_OPEN);
	cr_expect_eq(NEXT_FAULT(r, d, UDEN_1, UDEN_2, UDEN_3), ERR_QUORUM, "another controller's officers");
	d = partnership_next(r);
	put_mandate(d, "m-5", OSS_CLERK, OSS_WMO, LAW_WMO, POWER_OPEN);
	put_mandate(d, "m-6", UDEN_CLERK, UDEN_WMO, LAW_WMO, POWER_OPEN);
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2, UDEN_1), ERR_QUORUM, "both are touched");
}

/* Every way to change something of uden.nl, signed by oss.nl alone. */
static struct note_verifier new_witness(const char *name)
{
	struct error e;
	_cleanup_(note_signer_clear) struct note_signer key = { 0 };
	cr_assert(note_signer_generate(name, NOTE_COSIGNATURE, &key, &e));
	return key.public;
}

Test(roster, no_change_goes_past_the_controller_it_touches)
{
	_cleanup_(roster_freep) struct roster *r = root();
	for (int change = 0; change < 16; change++) {
		struct roster *d = partnership_next(r);
		switch (change) {
		case 0:
			put_mandate(d, "m-9", OSS_CLERK, UDEN_WMO, LAW_WMO, POWER_READ);
			break;
		case 1:
			d->mandates[2].powers |= POWER_EXPORT;
			break;
		case 2:
			d->mandates[2].until += SECONDS_A_DAY;
			break;
		case 3:
			d->mandates[3].laws = LAW_PW;
			break; /* of the guest at uden.nl/wmo */
		case 4:
			person_of(d, UDEN_CLERK)->key =
				renamed(&p.signers[SPARE_1].public, member_names[UDEN_CLERK]);
			break;
		case 5:
			person_of(d, UDEN_CLERK)->recipient = p.recipients[SPARE_1];
			break;
		case 6:
			person_of(d, GUEST)->key = renamed(&p.signers[SPARE_1].public, member_names[GUEST]);
			break;
		case 7:
			put_revocation(d, UDEN_CLERK, REVOKED_LEFT, "2026-03-01");
			break;
		case 8:
			put_revocation(d, GUEST, REVOKED_LEFT, "2026-03-01");
			break;
		case 9:
			random_bytes(d->units[2].recipient.key, 32);
			break;
		case 10:
			d->units[2].ready = false;
			break;
		case 11:
			put_officer(d, &p, SPARE_1, "uden.nl");
			d->controllers[1].threshold = 3;
			break;
		case 12:
			d->units[2].has_recovery = true;
			random_bytes(d->units[2].recovery.key, 32);
			break;
		case 13:
			free(person_of(d, UDEN_3)->label);
			person_of(d, UDEN_3)->label = string_copy("another");
			break;
		case 14:
			person_of(d, UDEN_3)->has_witness = true;
			person_of(d, UDEN_3)->witness = new_witness(member_names[UDEN_3]);
			break;
		case 15:
			put_fg(d, UDEN_CLERK, "uden.nl");
			break;
		default:
			cr_assert_fail("no such case");
		}
		_cleanup_(roster_freep) struct roster *next = SIGNED(&p, d, OSS_1, OSS_2, OSS_3);
		struct error e = { 0 };
		cr_expect_not(roster_verify_next(r, next, &e), "change %d", change);
		cr_expect_eq(e.code, ERR_QUORUM, "change %d: %s", change, error_name(e.code));
		cr_expect_str_eq(e.subject, "uden.nl", "change %d: %s", change, e.subject);
	}
}

/* --- every key of every row is compared --- */

/* A revocation of that key; `size` of the key of a log. */
static void put_key_revocation(struct roster *r, const struct note_verifier *key,
                               enum revocation_reason reason, const char *effective, bool has_size,
                               uint64_t size)
{
	*GROW(r->revocations, r->revocation_count) =
		(struct roster_revocation){ .has_key = true,
		                            .key = *key,
		                            .reason = reason,
		                            .effective = a_day(effective),
		                            .has_size = has_size,
		                            .size = size };
}

/* Then it isn't a first version any more. */
static void put_merger(struct roster *r)
{
	r->version = 2;
	random_bytes(r->previous.bytes, sizeof r->previous.bytes);
	for (int i = 0; i < 2; i++) {
		struct roster_merged *m = GROW(r->merged, r->merged_count);
		*m = (struct roster_merged){ .id = string_copy(i ? "uden" : "landerd"), .version = 1 };
		random_bytes(m->hash.bytes, sizeof m->hash.bytes);
		random_bytes(m->root.bytes, sizeof m->root.bytes);
	}
}

/* Another value than it has, whatever it is: what is compared needn't be a roster that holds. */
static void change_key(char *row, const struct keyed *k)
{
	char *member = row + k->offset;
	if (k->has)
		row[k->has - 1] = 1;
	switch ((int)k->kind) {
	case KEYED_IS_TEXT: {
		char *was, *text = string_copy("another/p-9");
		memcpy(&was, member, sizeof was);
		free(was);
		memcpy(member, &text, sizeof text);
		break;
	}
	case KEYED_IS_DAY:
		*(moment *)(void *)member += SECONDS_A_DAY;
		break;
	case KEYED_IS_NUMBER:
		*(uint64_t *)(void *)member += 1;
		break;
	case KEYED_IS_WORD:
		*(unsigned *)(void *)member ^= 1;
		break;
	case KEYED_IS_BITS:
		*(unsigned *)(void *)member ^= 2;
		break;
	case KEYED_IS_HEX:
		member[0] ^= 1;
		break;
	case KEYED_IS_OTHER:
		if (k->size == sizeof(struct note_verifier)) /* its text has a name, which must be one */
			*(struct note_verifier *)(void *)member = p.witnesses[1].public;
		else
			member[0] ^= 1;
		break;
	default:
		cr_assert_fail("a kind of key that this test doesn't know: %s", k->name);
	}
}

/* The table of keys is asked, so that a key that a row gets later is tried as well. */
Test(roster, each_key_of_each_row_is_a_change_of_its_own)
{
	struct roster *first = partnership_draft(&p);
	put_fg(first, OSS_CLERK, "oss.nl");
	put_key_revocation(first, &p.logs[UDEN_WMO].public, REVOKED_LOST, "2027-03-01", true, 7);
	put_revocation(first, UDEN_CLERK, REVOKED_LEFT, "2027-03-01");
	put_merger(first);
	*GROW(first->successions, first->succession_count) =
		(struct roster_succession){ string_copy("landerd.nl"), string_copy("uden.nl"),
		                            a_day("2026-02-01") };
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, first, OSS_1, OSS_2, UDEN_1, UDEN_3);
	size_t tried = 0;
	for (const struct keyed *list = roster_keys; list->name; list++)
		for (const struct keyed *k = list->keys; list->kind == KEYED_IS_LIST && k->name; k++) {
			_cleanup_(roster_freep) struct roster *d = partnership_next(r);
			_cleanup_(roster_change_clear) struct roster_change none = { 0 }, change = { 0 };
			struct error e = { 0 };
			char *rows;
			if (k->kind == KEYED_IS_CONSTANT)
				continue;
			cr_assert(roster_change_between(r, d, &none, &e));
			cr_expect(!none.terms && none.count == 0, "%s", list->name);
			memcpy(&rows, (char *)d + list->offset, sizeof rows);
			cr_assert_not_null(rows, "no %s to change", list->name);
			change_key(rows, k);
			cr_assert(roster_change_between(r, d, &change, &e));
			cr_expect(change.count == 2, "%s/%s: %zu", list->name, k->name, change.count);
			cr_expect_str_eq(change.rows[0].list, list->name);
			tried++;
		}
	cr_expect_gt(tried, 25u);
}

/* --- revocations of keys --- */

/* Of each kind of key that a controller's people and units have: put there, changed and taken away by every
 * other controller's officers only. */
Test(roster, a_keys_revocation_touches_whose_key_it_is)
{
	struct note_verifier gone;
	struct note_signer unlisted = { 0 };
	struct error e;
	cr_assert(note_signer_generate("uden.nl/gone", NOTE_ED25519, &unlisted, &e));
	gone = unlisted.public;
	note_signer_clear(&unlisted);
	const struct {
		const struct note_verifier *key;
		bool has_size;
	} cases[] = {
		{ &p.signers[UDEN_1].public, false },     { &p.signers[UDEN_CLERK].public, false },
		{ &p.signers[GUEST].public, false },      { &p.logs[UDEN_WMO].public, true },
		{ &p.witnesses[UDEN_WMO].public, false }, { &gone, true },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct roster *first = partnership_draft(&p);
		put_key_revocation(first, cases[i].key, REVOKED_SUPERSEDED, "2027-03-01", cases[i].has_size,
		                   5);
		_cleanup_(roster_freep) struct roster *without = root(),
						      *with = SIGNED(&p, first, OSS_1, OSS_2, UDEN_1, UDEN_3);
		for (int act = 0; act < 5; act++) {
			const struct roster *known = act == 0 ? without : with;
			if (act == 4 && !cases[i].has_size)
				continue;
			struct roster *d = partnership_next(known);
			struct roster_revocation *v = d->revocations;
			if (act == 0)
				put_key_revocation(d, cases[i].key, REVOKED_LOST, "2027-03-01",
				                   cases[i].has_size, 5);
			else if (act == 1)
				d->revocation_count = 0;
			else if (act == 2)
				v->reason = REVOKED_COMPROMISED;
			else if (act == 3)
				v->effective += SECONDS_A_DAY;
			else
				v->size++;
			_cleanup_(roster_freep) struct roster *next = SIGNED(&p, d, OSS_1, OSS_2, OSS_3);
			cr_expect_not(roster_verify_next(known, next, &e), "case %zu, act %d", i, act);
			cr_expect_eq(e.code, ERR_QUORUM, "case %zu, act %d: %s", i, act, error_name(e.code));
			cr_expect_str_eq(e.subject, "uden.nl", "case %zu, act %d", i, act);
		}
	}
}

Test(roster, a_keys_revocation_is_of_a_kind_that_there_is)
{
	const struct {
		const struct note_verifier *key;
		enum revocation_reason reason;
		bool has_size, fine;
	} cases[] = {
		{ &p.signers[OSS_1].public, REVOKED_SUPERSEDED, false, true },
		{ &p.signers[OSS_1].public, REVOKED_LEFT, false, false },
		{ &p.signers[OSS_1].public, REVOKED_LOST, true, false },
		{ &p.signers[SPARE_2].public, REVOKED_LOST, false, true },
		{ &p.logs[OSS_WMO].public, REVOKED_LOST, true, true },
		{ &p.logs[OSS_WMO].public, REVOKED_LOST, false, false },
		{ &p.witnesses[OSS_WMO].public, REVOKED_LOST, false, true },
		{ &p.witnesses[OSS_WMO].public, REVOKED_LOST, true, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(roster_freep) struct roster *d = partnership_draft(&p), *again = NULL;
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e;
		put_key_revocation(d, cases[i].key, cases[i].reason, "2026-07-01", cases[i].has_size, 0);
		bool fine = roster_format(d, &text, &e);
		cr_expect_eq(fine, cases[i].fine, "case %zu", i);
		if (!fine) {
			cr_expect_eq(e.code, ERR_ROSTER_INVALID, "case %zu", i);
			continue;
		}
		cr_assert(roster_parse(buffer_bytes(&text), "roster", &again, &e), "case %zu: %s", i,
		          e.detail);
		cr_expect(again->revocations[0].has_key &&
		          again->revocations[0].has_size == cases[i].has_size);
		cr_expect(note_verifier_equal(&again->revocations[0].key, cases[i].key));
		cr_expect_eq(again->revocations[0].size, 0, "up to nothing is a size, too");
	}
}

Test(roster, a_log_key_counts_up_to_its_size)
{
	struct roster *d = partnership_draft(&p);
	struct error e;
	put_key_revocation(d, &p.logs[OSS_WMO].public, REVOKED_COMPROMISED, "2026-07-01", true, 12);
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	cr_expect(roster_log_key_stands(r, &p.logs[OSS_WMO].public, 11, &e));
	cr_expect(roster_log_key_stands(r, &p.logs[OSS_WMO].public, 12, &e));
	cr_expect_not(roster_log_key_stands(r, &p.logs[OSS_WMO].public, 13, &e));
	cr_expect_eq(e.code, ERR_REVOKED);
	cr_expect(roster_log_key_stands(r, &p.logs[UDEN_WMO].public, 13, &e), "another's stays");
}

Test(roster, a_key_is_revoked_and_the_person_goes_on_with_another)
{
	struct roster *d = partnership_draft(&p);
	struct note_verifier old = renamed(&p.signers[SPARE_1].public, member_names[OSS_CLERK]);
	struct error e;
	put_key_revocation(d, &old, REVOKED_COMPROMISED, "2026-07-01", false, 0);
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	cr_expect(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-08-01"), &e));
	cr_expect_not(roster_key_stands(r, &old, a_day("2026-06-01"), &e));
	cr_expect_eq(e.code, ERR_REVOKED);
	cr_expect_str_eq(e.subject, member_names[OSS_CLERK]);
}

/* Whose key the next version revokes doesn't sign it, though the version before still counts him. */
Test(roster, a_revoked_key_does_not_sign_its_own_roster)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	put_key_revocation(d, &p.signers[OSS_1].public, REVOKED_LOST, "2026-03-01", false, 0);
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2), ERR_QUORUM);
	d = partnership_next(r);
	put_key_revocation(d, &p.signers[OSS_1].public, REVOKED_LOST, "2026-03-01", false, 0);
	cr_expect_eq(NEXT_FAULT(r, d, OSS_2, OSS_3), ERR_NONE);
}

Test(roster, review_has_four_stages)
{
	_cleanup_(roster_freep) struct roster *r = root();
	const struct {
		moment day;
		enum roster_review stage;
	} cases[] = {
		{ -(moment)ROSTER_WARN_DAYS * SECONDS_A_DAY - 1, REVIEW_FAR },
		{ -(moment)ROSTER_WARN_DAYS * SECONDS_A_DAY, REVIEW_NEAR },
		{ SECONDS_A_DAY - 1, REVIEW_NEAR },
		{ SECONDS_A_DAY, REVIEW_PAST },
		{ (moment)(ROSTER_GRACE_DAYS + 1) * SECONDS_A_DAY - 1, REVIEW_PAST },
		{ (moment)(ROSTER_GRACE_DAYS + 1) * SECONDS_A_DAY, REVIEW_OVER },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(roster_review(r, r->review_by + cases[i].day), cases[i].stage, "case %zu", i);
}

Test(roster, removing_rows_touches_too)
{
	_cleanup_(roster_freep) struct roster *r = root();
	for (int last = 0; last < 2; last++) {
		struct roster *d = partnership_next(r);
		struct roster_mandate gone = d->mandates[last ? 3 : 2];
		if (!last)
			d->mandates[2] = d->mandates[3];
		d->mandate_count--;
		free(gone.id), free(gone.person), free(gone.unit), free(gone.role);
		cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2, OSS_3), ERR_QUORUM, "case %d", last);
	}
}

Test(roster, a_threshold_is_its_controllers_business)
{
	for (int own = 0; own < 2; own++) {
		struct roster *d = partnership_draft(&p);
		put_officer(d, &p, SPARE_1, "oss.nl");
		put_officer(d, &p, SPARE_2, "oss.nl");
		d->controllers[0].threshold = 3;
		_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1, OSS_2, OSS_3, UDEN_1, UDEN_2);
		d = partnership_next(r);
		d->controllers[0].threshold = 4;
		if (own)
			cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2, OSS_3, SPARE_1), ERR_NONE);
		else
			cr_expect_eq(NEXT_FAULT(r, d, UDEN_1, UDEN_2, UDEN_3), ERR_QUORUM);
	}
}

Test(roster, an_officer_from_elsewhere_belongs_to_both)
{
	struct roster *d = partnership_draft(&p);
	drop_officer(d, UDEN_1);
	put_officer(d, &p, OSS_CLERK, "uden.nl");
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1, OSS_2, UDEN_2, UDEN_3);
	d = partnership_next(r);
	person_of(d, OSS_CLERK)->key = renamed(&p.signers[SPARE_1].public, member_names[OSS_CLERK]);
	_cleanup_(roster_freep) struct roster *next = SIGNED(&p, d, OSS_1, OSS_2, OSS_3);
	struct error e;
	cr_expect_not(roster_verify_next(r, next, &e));
	cr_expect_eq(e.code, ERR_QUORUM);
	cr_expect_str_eq(e.subject, "uden.nl");
}

Test(roster, version_that_touches_nobody_needs_some_known_quorum)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	d->review_by += 30 * SECONDS_A_DAY;
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_3), ERR_NONE);
	d = partnership_next(r);
	d->review_by += 30 * SECONDS_A_DAY;
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, UDEN_1), ERR_QUORUM, "a half and a half is no whole");
	cr_expect_eq(NEXT_FAULT(r, partnership_next(r), SPARE_1, SPARE_2), ERR_QUORUM);
}

static void add_boxtel(struct roster *d)
{
	put_controller(d, "boxtel.nl", 2);
	for (int i = NEW_1; i <= NEW_3; i++)
		put_officer(d, &p, i, "boxtel.nl");
}

Test(roster, a_new_controller_does_not_let_itself_in)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	add_boxtel(d);
	cr_expect_eq(NEXT_FAULT(r, d, NEW_1, NEW_2, NEW_3), ERR_QUORUM);
	d = partnership_next(r);
	add_boxtel(d);
	cr_expect_eq(NEXT_FAULT(r, d, UDEN_1, UDEN_2), ERR_QUORUM, "nor is it put in without its own word");
	d = partnership_next(r);
	add_boxtel(d);
	cr_expect_eq(NEXT_FAULT(r, d, UDEN_1, UDEN_2, NEW_1, NEW_3), ERR_NONE);
}

Test(roster, a_new_controller_does_not_take_over_anothers_guest)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	put_controller(d, "ggd.nl", 2); /* the guest at uden.nl/wmo is ggd.nl/p-0001 */
	for (int i = NEW_1; i <= NEW_3; i++)
		put_officer(d, &p, i, "ggd.nl");
	_cleanup_(roster_freep) struct roster *next = SIGNED(&p, d, OSS_1, OSS_2, NEW_1, NEW_2);
	struct error e;
	cr_expect_not(roster_verify_next(r, next, &e));
	cr_expect_eq(e.code, ERR_QUORUM);
	cr_expect_str_eq(e.subject, "uden.nl");
}

Test(roster, a_controller_leaves_with_its_own_quorum)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	add_boxtel(d);
	_cleanup_(roster_freep) struct roster *with = SIGNED(&p, d, UDEN_1, UDEN_2, NEW_1, NEW_3);
	for (int signed_by_it = 0; signed_by_it < 2; signed_by_it++) {
		d = partnership_next(with);
		for (int i = NEW_1; i <= NEW_3; i++)
			drop_officer(d, i);
		free(d->controllers[--d->controller_count].name);
		if (signed_by_it)
			cr_expect_eq(NEXT_FAULT(with, d, NEW_1, NEW_2), ERR_NONE);
		else
			cr_expect_eq(NEXT_FAULT(with, d, OSS_1, OSS_2, UDEN_1, UDEN_2), ERR_QUORUM);
	}
}

Test(roster, succession_is_strict)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	d->version++;
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2), ERR_ROSTER_CHAIN, "a version is missing");
	d = partnership_next(r);
	d->previous.bytes[0] ^= 1;
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2), ERR_ROSTER_CHAIN, "continues another");
	d = partnership_next(r);
	d->issued -= 7200;
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2), ERR_ROSTER_CHAIN, "issued earlier");
	d = partnership_next(r);
	free(d->id);
	d->id = string_copy("another");
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2), ERR_ROSTER_CHAIN, "another roster");
}

Test(roster, fork_and_rollback_are_told_apart)
{
	_cleanup_(roster_freep) struct roster *r = root(),
					      *second = SIGNED(&p, partnership_next(r), OSS_1, OSS_2);
	struct error e;
	struct roster *d = partnership_next(r);
	d->issued += 60;
	cr_expect_eq(NEXT_FAULT(second, d, OSS_1, OSS_2), ERR_ROSTER_FORK);
	cr_expect_not(roster_verify_next(second, second, &e));
	cr_expect_eq(e.code, ERR_ROSTER_OLD);
	cr_expect_not(roster_verify_next(second, r, &e));
	cr_expect_eq(e.code, ERR_ROSTER_OLD);
}

Test(roster, more_signatures_do_not_make_another_version)
{
	_cleanup_(roster_freep) struct roster *r = root();
	_cleanup_(roster_freep) struct roster *more =
		SIGNED(&p, partnership_draft(&p), OSS_1, OSS_2, OSS_3, UDEN_1, UDEN_2, UDEN_3);
	struct error e;
	cr_expect(sha256_equal(&r->hash, &more->hash));
	cr_expect_not(roster_verify_next(r, more, &e));
	cr_expect_eq(e.code, ERR_ROSTER_OLD);
}

Test(roster, officer_change_is_signed_by_old_and_new)
{
	_cleanup_(roster_freep) struct roster *r = root();
	static const struct {
		int who[4];
		enum error_code code;
	} cases[] = {
		{ { OSS_1, OSS_2, NOBODY }, ERR_NONE },          /* both stay: m of the old and of the new */
		{ { OSS_1, OSS_3, NOBODY }, ERR_QUORUM },        /* two of the old, one of the new */
		{ { OSS_1, OSS_3, SPARE_1, NOBODY }, ERR_NONE }, /* two of each */
		{ { OSS_1, SPARE_1, NOBODY }, ERR_QUORUM },      /* one of the old, two of the new */
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct roster *d = partnership_next(r);
		drop_officer(d, OSS_3);
		put_officer(d, &p, SPARE_1, "oss.nl");
		cr_expect_eq(next_fault(r, d, cases[i].who), cases[i].code, "case %zu", i);
	}
}

Test(roster, never_as_many_officers_as_the_threshold_at_once)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	drop_officer(d, OSS_3);
	drop_officer(d, OSS_2);
	put_officer(d, &p, SPARE_1, "oss.nl");
	put_officer(d, &p, SPARE_2, "oss.nl");
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2, OSS_3, SPARE_1, SPARE_2), ERR_ROSTER_CHAIN);
	d = partnership_next(r); /* one goes and another is revoked: as much */
	drop_officer(d, OSS_3);
	put_officer(d, &p, SPARE_1, "oss.nl");
	put_revocation(d, OSS_2, REVOKED_LOST, "2026-02-01");
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_3, SPARE_1), ERR_ROSTER_CHAIN);
	d = partnership_next(r); /* new keys for two are as much */
	person_of(d, OSS_2)->key = renamed(&p.signers[SPARE_1].public, member_names[OSS_2]);
	person_of(d, OSS_3)->key = renamed(&p.signers[SPARE_2].public, member_names[OSS_3]);
	struct note_signer s1 = p.signers[SPARE_1], s2 = p.signers[SPARE_2];
	p.signers[SPARE_1].public = person_of(d, OSS_2)->key;
	p.signers[SPARE_2].public = person_of(d, OSS_3)->key;
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_2, OSS_3, SPARE_1, SPARE_2), ERR_ROSTER_CHAIN);
	p.signers[SPARE_1] = s1;
	p.signers[SPARE_2] = s2;
}

Test(roster, an_officer_changes_his_key_with_both)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct note_verifier fresh = renamed(&p.signers[SPARE_1].public, member_names[OSS_2]),
			     was = p.signers[SPARE_1].public;
	p.signers[SPARE_1].public = fresh;
	static const struct {
		int who[4];
		enum error_code code;
	} cases[] = {
		{ { OSS_1, OSS_2, SPARE_1, NOBODY }, ERR_NONE }, { { OSS_1, OSS_3, NOBODY }, ERR_NONE },
		{ { OSS_1, OSS_2, NOBODY }, ERR_QUORUM },   /* the old key is not among the new officers' */
		{ { OSS_1, SPARE_1, NOBODY }, ERR_QUORUM }, /* nor the new among the old */
		{ { OSS_2, SPARE_1, NOBODY }, ERR_QUORUM }, /* one person with two keys is one */
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct roster *d = partnership_next(r);
		person_of(d, OSS_2)->key = fresh;
		cr_expect_eq(next_fault(r, d, cases[i].who), cases[i].code, "case %zu", i);
	}
	p.signers[SPARE_1].public = was;
}

Test(roster, a_revoked_officer_has_no_voice)
{
	_cleanup_(roster_freep) struct roster *r = root();
	struct roster *d = partnership_next(r);
	put_revocation(d, OSS_3, REVOKED_COMPROMISED, "2026-02-01");
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_3), ERR_QUORUM, "not even on his own revocation");
	d = partnership_next(r); /* nor when he is replaced at once */
	put_revocation(d, OSS_3, REVOKED_COMPROMISED, "2026-02-01");
	drop_officer(d, OSS_3);
	put_officer(d, &p, SPARE_1, "oss.nl");
	cr_expect_eq(NEXT_FAULT(r, d, OSS_1, OSS_3, SPARE_1), ERR_QUORUM);
	d = partnership_next(r);
	put_revocation(d, OSS_3, REVOKED_COMPROMISED, "2026-02-01");
	_cleanup_(roster_freep) struct roster *second = SIGNED(&p, d, OSS_1, OSS_2);
	struct error e;
	cr_expect(roster_verify_next(r, second, &e), "%s", e.detail);
	d = partnership_next(second);
	d->review_by += SECONDS_A_DAY;
	cr_expect_eq(NEXT_FAULT(second, d, OSS_1, OSS_3), ERR_QUORUM);
	d = partnership_next(second); /* he is replaced in the version behind */
	drop_officer(d, OSS_3);
	put_officer(d, &p, SPARE_1, "oss.nl");
	cr_expect_eq(NEXT_FAULT(second, d, OSS_1, OSS_2), ERR_NONE);
}

Test(roster, a_bad_signature_of_an_officer_refuses_the_version)
{
	_cleanup_(roster_freep) struct roster *r = root(), *next = NULL;
	_cleanup_(roster_freep) struct roster *good = SIGNED(&p, partnership_next(r), OSS_1, OSS_2);
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	replaced(buffer_bytes(&good->note), "person 7", "person 0", &note);
	cr_assert(roster_parse(buffer_bytes(&note), "changed", &next, &e));
	cr_expect_not(roster_verify_next(r, next, &e));
	cr_expect_eq(e.code, ERR_SIGNATURE);
}

Test(roster, chain_grows_from_the_root_and_knows_its_versions)
{
	_cleanup_(roster_chain_clear) struct roster_chain c = { 0 };
	struct roster *r = root(), *second = SIGNED(&p, partnership_next(r), OSS_1, OSS_2);
	struct error e;
	cr_expect_null(roster_chain_newest(&c));
	cr_expect_not(roster_chain_append(&c, &r, &e), "no fingerprint was given");
	cr_expect_eq(e.code, ERR_FINGERPRINT);
	cr_assert_not_null(r, "not taken on failure");
	c.fingerprint = r->hash;
	cr_expect_not(roster_chain_append(&c, &second, &e));
	cr_expect_eq(e.code, ERR_ROSTER_CHAIN);
	cr_assert(roster_chain_append(&c, &r, &e), "%s", e.detail);
	cr_expect_null(r);
	cr_assert(roster_chain_append(&c, &second, &e), "%s %s", error_name(e.code), e.detail);
	cr_expect_eq(roster_chain_newest(&c)->version, 2);
	cr_expect_eq(roster_chain_version(&c, 1)->version, 1);
	cr_expect_null(roster_chain_version(&c, 0));
	cr_expect_null(roster_chain_version(&c, 3));
}

Test(roster, chain_tells_an_old_version_from_a_forked_one)
{
	_cleanup_(roster_chain_clear) struct roster_chain c = { 0 };
	struct roster *r = root(), *second = SIGNED(&p, partnership_next(r), OSS_1, OSS_2);
	_cleanup_(roster_freep) struct roster *old = root();
	struct roster *d = partnership_draft(&p);
	d->issued += 1;
	_cleanup_(roster_freep) struct roster *other = SIGNED(&p, d, OSS_1, OSS_2, UDEN_1, UDEN_3);
	struct error e;
	c.fingerprint = r->hash;
	cr_assert(roster_chain_append(&c, &r, &e));
	cr_assert(roster_chain_append(&c, &second, &e));
	cr_expect_not(roster_chain_append(&c, &old, &e));
	cr_expect_eq(e.code, ERR_ROSTER_OLD);
	cr_expect_not(roster_chain_append(&c, &other, &e));
	cr_expect_eq(e.code, ERR_ROSTER_FORK);
	cr_expect_eq(c.count, 2);
}

/* --- who may --- */

static enum error_code mandate_fault(const struct roster *r, int who, int unit, enum power power,
                                     unsigned law, const char *day)
{
	const struct roster_mandate *m = NULL;
	struct error e = { 0 };
	if (!roster_mandate_for(r, member_names[who], unit_names[unit], power, law, a_day(day), &m, &e))
		return e.code;
	cr_expect_str_eq(m->person, member_names[who]);
	return ERR_NONE;
}

Test(roster, mandate_is_for_person_unit_act_law_and_day)
{
	_cleanup_(roster_freep) struct roster *r = root();
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, LAW_WMO, "2026-06-01"), ERR_NONE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, 0, "2026-06-01"), ERR_NONE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_OPEN, LAW_WMO, "2026-06-01"), ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_ANY, 0, "2026-06-01"), ERR_NONE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, (enum power)0, 0, "2026-06-01"), ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, LAW_PW, "2026-06-01"), ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, LAW_PW | LAW_WMO, "2026-06-01"),
	             ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, UDEN_CLERK, UDEN_WMO, POWER_READ, LAW_PW | LAW_WMO, "2026-06-01"),
	             ERR_NONE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, UDEN_WMO, POWER_PACK, LAW_WMO, "2026-06-01"), ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, OSS_1, OSS_WMO, POWER_READ, 0, "2026-06-01"), ERR_MANDATE,
	             "an officer has none by that");
	cr_expect_eq(mandate_fault(r, SPARE_1, OSS_WMO, POWER_READ, 0, "2026-06-01"), ERR_PERSON_UNKNOWN);
	cr_expect_eq(mandate_fault(r, GUEST, UDEN_WMO, POWER_LOG, 0, "2026-06-01"), ERR_NONE);
	cr_expect_eq(mandate_fault(r, GUEST, UDEN_WMO, POWER_LOG, LAW_WMO, "2026-06-01"), ERR_MANDATE);
}

Test(roster, mandate_window_holds_its_last_day)
{
	struct roster *d = partnership_draft(&p);
	d->mandates[0].from = a_day("2026-03-01");
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	const struct roster_mandate *m;
	struct error e;
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, 0, "2026-02-28"), ERR_NOT_YET);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, 0, "2026-03-01"), ERR_NONE);
	cr_expect(roster_mandate_for(r, member_names[OSS_CLERK], "oss.nl/wmo", POWER_PACK, 0,
	                             a_day("2026-12-31") + 86399, &m, &e));
	cr_expect_not(roster_mandate_for(r, member_names[OSS_CLERK], "oss.nl/wmo", POWER_PACK, 0,
	                                 a_day("2027-01-01"), &m, &e));
	cr_expect_eq(e.code, ERR_MANDATE);
}

Test(roster, several_mandates_are_not_added_up)
{
	struct roster *d = partnership_draft(&p);
	put_mandate(d, "m-5", OSS_CLERK, OSS_WMO, LAW_PW, POWER_OPEN);
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_OPEN, LAW_PW, "2026-06-01"), ERR_NONE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_OPEN, LAW_WMO, "2026-06-01"), ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_ANY, 0, "2026-06-01"), ERR_NONE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, (enum power)0, 0, "2026-06-01"), ERR_MANDATE);
	cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, LAW_PW, "2026-06-01"), ERR_MANDATE);
}

Test(roster, who_left_keeps_what_was_signed_before)
{
	static const enum revocation_reason kinds[] = { REVOKED_LEFT, REVOKED_SUPERSEDED };
	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		struct roster *d = partnership_draft(&p);
		struct error e;
		put_revocation(d, OSS_CLERK, kinds[i], "2026-07-01");
		_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
		cr_expect(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-07-01") - 1, &e));
		cr_expect_not(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-07-01"), &e));
		cr_expect_eq(e.code, ERR_REVOKED);
		cr_expect(strstr(e.detail, revocation_reason_name(kinds[i])) &&
		                  strstr(e.detail, "2026-07-01"),
		          "%s", e.detail);
		cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, 0, "2026-06-30"), ERR_NONE);
		cr_expect_eq(mandate_fault(r, OSS_CLERK, OSS_WMO, POWER_PACK, 0, "2026-07-01"), ERR_REVOKED);
		cr_expect(roster_key_valid(r, member_names[OSS_1], a_day("2026-07-02"), &e),
		          "others keep theirs");
	}
}

Test(roster, a_lost_key_proves_nothing_whatever_the_date)
{
	static const enum revocation_reason kinds[] = { REVOKED_LOST, REVOKED_COMPROMISED };
	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		struct roster *d = partnership_draft(&p);
		struct error e;
		put_revocation(d, OSS_CLERK, kinds[i], "2026-07-01");
		_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
		cr_expect_not(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-02-02"), &e));
		cr_expect_eq(e.code, ERR_REVOKED);
	}
}

Test(roster, the_stricter_of_two_revocations_counts)
{
	struct roster *d = partnership_draft(&p);
	struct error e;
	put_revocation(d, OSS_CLERK, REVOKED_LEFT, "2026-07-01");
	put_revocation(d, OSS_CLERK, REVOKED_COMPROMISED, "2026-08-01");
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	cr_expect_not(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-02-02"), &e));
}

Test(roster, key_is_valid_within_the_persons_days)
{
	struct roster *d = partnership_draft(&p);
	struct error e;
	person_of(d, OSS_CLERK)->until = a_day("2026-07-01");
	_cleanup_(roster_freep) struct roster *r = SIGNED(&p, d, OSS_1);
	cr_expect_not(roster_key_valid(r, member_names[OSS_CLERK], a_day("2025-12-31"), &e));
	cr_expect_eq(e.code, ERR_NOT_YET);
	cr_expect(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-07-01") + 86399, &e));
	cr_expect_not(roster_key_valid(r, member_names[OSS_CLERK], a_day("2026-07-02"), &e));
	cr_expect_not(roster_key_valid(r, "oss.nl/p-none", a_day("2026-07-02"), &e));
	cr_expect_eq(e.code, ERR_PERSON_UNKNOWN);
}

Test(roster, looks_up_by_name)
{
	_cleanup_(roster_freep) struct roster *r = root();
	cr_expect_str_eq(roster_unit(r, "uden.nl/wmo")->controller, "uden.nl");
	cr_expect_null(roster_unit(r, "uden.nl/wm"));
	cr_expect_null(roster_person(r, "uden.nl/wmo"));
	cr_expect(roster_is_officer(r, "oss.nl/p-0001", "oss.nl"));
	cr_expect_not(roster_is_officer(r, "oss.nl/p-0001", "uden.nl"));
	cr_expect_not(roster_is_officer(r, "oss.nl/p-k001", "oss.nl"));
}

/* --- past acts, by the rights of their day --- */

/* Two versions, the second issued on 1 July without the clerk, or with him and what `later` says of him. */
struct past {
	struct roster *versions[2];
	struct roster_chain chain;
};

static void past_start(struct past *a, struct roster *later)
{
	later->version = 2;
	later->issued = a_day("2026-07-01");
	*a = (struct past){ .versions = { root(), later }, .chain = { .versions = a->versions, .count = 2 } };
}

static void past_clear(struct past *a)
{
	roster_freep(&a->versions[0]);
	roster_freep(&a->versions[1]);
}

static enum error_code past_fault(const struct past *a, uint64_t named, const char *day)
{
	const struct roster *of_day = NULL;
	struct error e = { 0 };
	const struct signature s = { .chain = &a->chain,
		                     .named = a->versions[named - 1],
		                     .person = member_names[OSS_CLERK],
		                     .unit = unit_names[OSS_WMO],
		                     .power = POWER_PACK,
		                     .made = a_day(day) };
	bool ok = signature_stands(&s, &of_day, &e);
	cr_expect(!ok || (of_day && of_day->issued <= a_day(day)));
	return ok ? ERR_NONE : e.code;
}

Test(roster, who_left_has_signed_what_he_signed)
{
	struct roster *without = root();
	person_of(without, OSS_CLERK)->name[0] = 'x';
	_cleanup_(past_clear) struct past a = { 0 };
	past_start(&a, without);
	cr_expect_eq(past_fault(&a, 1, "2026-06-30"), ERR_NONE);
	cr_expect_eq(past_fault(&a, 1, "2026-07-01"), ERR_PERSON_UNKNOWN);
	cr_expect_eq(past_fault(&a, 2, "2026-06-30"), ERR_PERSON_UNKNOWN,
	             "of the version that is named, too");
	cr_expect_eq(roster_chain_last_with(&a.chain, &person_of(a.versions[0], OSS_CLERK)->key),
	             a.versions[0]);
	cr_expect_eq(roster_chain_last_with(&a.chain, &person_of(without, OSS_1)->key), without);
}

Test(roster, a_later_roster_takes_back_only_what_had_ended)
{
	static const struct {
		enum revocation_reason reason;
		const char *effective;
		enum error_code fault;
	} cases[] = {
		{ REVOKED_LEFT, "2026-07-01", ERR_NONE },
		{ REVOKED_LEFT, "2026-06-01", ERR_REVOKED },
		{ REVOKED_SUPERSEDED, "2026-07-01", ERR_NONE },
		{ REVOKED_LOST, "2026-07-01", ERR_REVOKED },
		{ REVOKED_COMPROMISED, "2026-07-01", ERR_REVOKED },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct roster *d = partnership_draft(&p);
		put_revocation(d, OSS_CLERK, cases[i].reason, cases[i].effective);
		_cleanup_(past_clear) struct past a = { 0 };
		past_start(&a, SIGNED(&p, d, OSS_1));
		cr_expect_eq(past_fault(&a, 1, "2026-06-30"), cases[i].fault, "case %zu", i);
	}
	struct roster *again = root();
	person_of(again, OSS_CLERK)->from = a_day("2026-09-01");
	_cleanup_(past_clear) struct past a = { 0 };
	past_start(&a, again);
	cr_expect_eq(past_fault(&a, 1, "2026-06-30"), ERR_NONE, "he came back under another first day");
	person_of(again, OSS_CLERK)->until = a_day("2026-06-01");
	cr_expect_eq(past_fault(&a, 1, "2026-06-30"), ERR_REVOKED, "his days had ended");
}
