/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/ceremony.h"

#include "partnership.h"

static const moment when = 1795510800;

static void take_step(struct ceremony *c, enum ceremony_step step, const char *about,
                      enum ceremony_result result)
{
	struct error e;
	_cleanup_(string_freep) char *name = string_copy(about);
	const struct ceremony_row row = { .step = step, .about = name, .result = result, .at = when };
	cr_assert(ceremony_add_step(c, &row, &e));
}

/* Of two officers of Oss, which ended in this roster. */
static void describe(struct ceremony *c, const struct partnership *p, const struct roster *r, const int *who)
{
	struct error e;
	*c = (struct ceremony){ .roster = string_copy(r->id),
		                .has_root = true,
		                .root = r->hash,
		                .begun = when,
		                .ended = when + 3600 };
	cr_assert(ceremony_add_program(c, "sluis-officer 1", &e) &&
	          ceremony_add_program(c, "sluis-officer 1", &e));
	take_step(c, CEREMONY_BEGUN, NULL, CEREMONY_DONE);
	for (; *who != NOBODY; who++) {
		cr_assert(ceremony_add_officer(c, member_names[*who], &p->signers[*who].public, &r->hash,
		                               true, &e));
		take_step(c, CEREMONY_CARD, member_names[*who], CEREMONY_DONE);
	}
	cr_assert(ceremony_add_card(c, "oss.nl/p-k001", &r->hash, &e));
	cr_assert(ceremony_add_text(c, "sluis.grounds/v1", &r->hash, &e));
	cr_assert(ceremony_add_deviation(c, when, "the printer jammed", &e));
}

static struct roster *a_root(const struct partnership *p)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	struct roster *r = partnership_draft(p);
	cr_assert(roster_format(r, &text, &e), "%s", e.detail);
	return r;
}

static enum error_code judged(const struct partnership *p, const struct roster *said,
                              const struct roster *root, const int *there, const int *signers)
{
	_cleanup_(ceremony_clear) struct ceremony c = { 0 }, read = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	struct error e = { 0 };
	describe(&c, p, said, there);
	cr_assert(ceremony_format(&c, &text, &e));
	if (*signers == NOBODY)
		buffer_append(&note, buffer_bytes(&text));
	for (; *signers != NOBODY; signers++)
		cr_assert(note_sign(&note, buffer_bytes(&text), &p->signers[*signers], 0, &e));
	if (!ceremony_parse(buffer_bytes(&note), "transcript", &read, &e))
		return e.code;
	return ceremony_verify(&read, root, &e) ? ERR_NONE : e.code;
}

Test(ceremony, is_signed_by_all_who_were_there_and_enough_of_them)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = a_root(&p), *other = partnership_draft(&p);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2), BY(OSS_1, OSS_2)), ERR_NONE);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2), BY(OSS_2, OSS_1, OSS_3)), ERR_NONE);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2, UDEN_1), BY(OSS_1, OSS_2, UDEN_1)), ERR_NONE);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2), BY(OSS_1)), ERR_UNSIGNED);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2), BY(OSS_1, OSS_3)), ERR_UNSIGNED);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2), BY(NOBODY)), ERR_UNSIGNED);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1), BY(OSS_1)), ERR_QUORUM);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, UDEN_1), BY(OSS_1, UDEN_1)), ERR_QUORUM);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2, OSS_CLERK), BY(OSS_1, OSS_2, OSS_CLERK)),
	             ERR_TRANSCRIPT);
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_1), BY(OSS_1)), ERR_DUPLICATE);
	memset(&other->hash, 1, sizeof other->hash);
	cr_expect_eq(judged(&p, other, r, BY(OSS_1, OSS_2), BY(OSS_1, OSS_2)), ERR_TRANSCRIPT);
}

Test(ceremony, with_another_key_than_the_rosters)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = a_root(&p);
	struct error e;
	note_signer_clear(&p.signers[OSS_2]);
	cr_assert(note_signer_generate(member_names[OSS_2], NOTE_ED25519, &p.signers[OSS_2], &e));
	cr_expect_eq(judged(&p, r, r, BY(OSS_1, OSS_2), BY(OSS_1, OSS_2)), ERR_TRANSCRIPT);
}

Test(ceremony, a_byte_that_was_changed)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = a_root(&p);
	_cleanup_(ceremony_clear) struct ceremony c = { 0 }, read = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 }, altered = { 0 };
	struct error e = { 0 };
	describe(&c, &p, r, BY(OSS_1, OSS_2));
	cr_assert(ceremony_format(&c, &text, &e));
	cr_assert(note_sign(&note, buffer_bytes(&text), &p.signers[OSS_1], 0, &e) &&
	          note_sign(&note, buffer_bytes(&text), &p.signers[OSS_2], 0, &e));
	replaced(buffer_bytes(&note), "printer jammed", "printer worked", &altered);
	cr_assert(ceremony_parse(buffer_bytes(&altered), "transcript", &read, &e));
	cr_expect_not(ceremony_verify(&read, r, &e));
	cr_expect_eq(e.code, ERR_SIGNATURE);
}

Test(ceremony, is_read_as_it_was_written)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = a_root(&p);
	_cleanup_(ceremony_clear) struct ceremony c = { 0 }, read = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, again = { 0 };
	struct error e = { 0 };
	describe(&c, &p, r, BY(OSS_1, OSS_2));
	take_step(&c, CEREMONY_CARD, member_names[OSS_1], CEREMONY_FAILED);
	cr_assert(ceremony_format(&c, &text, &e));
	cr_assert(ceremony_parse(buffer_bytes(&text), "transcript", &read, &e), "%s", e.detail);
	cr_assert(ceremony_format(&read, &again, &e));
	cr_expect(bytes_equal(buffer_bytes(&text), buffer_bytes(&again)));
	cr_expect_eq(read.program_count, 1, "a program is named once");
	const struct ceremony_row *last = ceremony_last(&read, CEREMONY_CARD, member_names[OSS_1]);
	cr_assert(last);
	cr_expect_eq(last->result, CEREMONY_FAILED, "the last of them");
	cr_expect_null(ceremony_last(&read, CEREMONY_CARD, NULL));
	cr_expect_not_null(ceremony_last(&read, CEREMONY_BEGUN, NULL));
}

Test(ceremony, each_defect_is_refused)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "ceremony/v1", "ceremony/v2", ERR_VERSION },
		{ "ceremony/v1", "roster/v1", ERR_NOTE },
		{ "step: begun", "step: danced", ERR_VALUE },
		{ "result: done", "result: well", ERR_VALUE },
		{ "person: oss.nl/p-0001", "person: oss.nl/wmo", ERR_VALUE },
		{ "person: oss.nl/p-0001", "person: oss.nl/p-0002", ERR_DUPLICATE },
		{ "root: ", "wortel: ", ERR_UNKNOWN_KEY },
		{ "words: the printer jammed", "words: \"  \"", ERR_VALUE },
		{ "begun: ", "begun: soon #", ERR_VALUE },
	};
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = a_root(&p);
	_cleanup_(ceremony_clear) struct ceremony c = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	describe(&c, &p, r, BY(OSS_1, OSS_2));
	cr_assert(ceremony_format(&c, &text, &e));
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer altered = { 0 };
		_cleanup_(ceremony_clear) struct ceremony read = { 0 };
		replaced(buffer_bytes(&text), cases[i].from, cases[i].to, &altered);
		cr_expect_not(ceremony_parse(buffer_bytes(&altered), "transcript", &read, &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s", i, error_name(e.code));
	}
	c.has_root = false;
	buffer_reset(&text);
	cr_assert(ceremony_format(&c, &text, &e));
	_cleanup_(ceremony_clear) struct ceremony read = { 0 };
	cr_expect_not(ceremony_parse(buffer_bytes(&text), "transcript", &read, &e),
	              "it ended without a roster");
	cr_expect_eq(e.code, ERR_MISSING);
}
