/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/card.h"

#include "partnership.h"

static enum error_code parse_fault(struct bytes raw)
{
	struct card c;
	struct error e = { 0 };
	return card_parse(raw, "x.card", &c, &e) ? ERR_NONE : e.code;
}

Test(card, of_a_person_comes_back_as_it_was_made)
{
	struct partnership p;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	struct card c;
	partnership_start(&p);
	cr_assert(card_make(member_names[OSS_1], &p.recipients[OSS_1], &p.signers[OSS_1], NULL, &note, &e),
	          "%s", e.detail);
	cr_assert(card_parse(buffer_bytes(&note), "x.card", &c, &e), "%s %s", error_name(e.code), e.detail);
	cr_expect_not(c.is_unit);
	cr_expect_str_eq(c.name, "oss.nl/p-0001");
	cr_expect(note_verifier_equal(&c.key, &p.signers[OSS_1].public));
	cr_expect(age_recipient_equal(&c.recipient, &p.recipients[OSS_1]));
	struct note n;
	cr_assert(note_parse(buffer_bytes(&note), "x", &n, &e));
	cr_expect(sha256_equal(&n.hash, &c.fingerprint));
	cr_expect(bytes_starts_with(n.text, "type: sluis.card/v1\nname: oss.nl/p-0001\nrecipient: age1"));
	partnership_clear(&p);
}

Test(card, of_a_unit_has_a_witness_key_that_signs_nothing_but_checkpoints)
{
	struct partnership p;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	struct card c;
	partnership_start(&p);
	cr_assert(card_make("oss.nl/wmo", &p.unit_recipients[OSS_WMO], &p.logs[OSS_WMO],
	                    &p.witnesses[OSS_WMO], &note, &e),
	          "%s", e.detail);
	cr_assert(card_parse(buffer_bytes(&note), "x.card", &c, &e), "%s %s", error_name(e.code), e.detail);
	cr_expect(c.is_unit);
	cr_expect(note_verifier_equal(&c.witness, &p.witnesses[OSS_WMO].public));
	struct note n;
	size_t lines = 0;
	cr_assert(note_parse(buffer_bytes(&note), "x.card", &n, &e));
	for (size_t i = 0; i < n.signatures.size; i++)
		lines += n.signatures.data[i] == '\n';
	cr_expect_eq(lines, 1);
	partnership_clear(&p);
}

Test(card, is_refused_with_the_wrong_keys)
{
	struct partnership p;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	partnership_start(&p);
	const struct age_recipient *r = &p.recipients[0];
	cr_expect_not(card_make("oss.nl", r, &p.signers[OSS_1], NULL, &note, &e));
	cr_expect_eq(e.code, ERR_NAME);
	cr_expect_not(card_make("oss.nl/p-0002", r, &p.signers[OSS_1], NULL, &note, &e)); /* another's key */
	cr_expect_eq(e.code, ERR_VALUE);
	cr_expect_not(card_make("oss.nl/p-0001", r, &p.signers[OSS_1], &p.witnesses[OSS_WMO], &note, &e));
	cr_expect_eq(e.code, ERR_VALUE);
	cr_expect_not(card_make("oss.nl/wmo", r, &p.logs[OSS_WMO], NULL, &note, &e));
	cr_expect_eq(e.code, ERR_VALUE);
	cr_expect_not(card_make("oss.nl/wmo", r, &p.logs[OSS_WMO], &p.logs[OSS_WMO], &note,
	                        &e)); /* not a cosigning key */
	cr_expect_eq(e.code, ERR_VALUE);
	cr_expect_not(card_make("oss.nl/wmo", r, &p.witnesses[OSS_WMO], &p.witnesses[OSS_WMO], &note, &e));
	cr_expect_eq(e.code, ERR_VALUE);
	cr_expect_eq(note.size, 0);
	partnership_clear(&p);
}

Test(card, that_was_changed_or_is_of_another_shape_is_refused)
{
	struct partnership p;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	char was[AGE_RECIPIENT_SIZE + 1], is[AGE_RECIPIENT_SIZE + 1];
	partnership_start(&p);
	cr_assert(card_make(member_names[OSS_1], &p.recipients[OSS_1], &p.signers[OSS_1], NULL, &note, &e));
	age_recipient_format(&p.recipients[OSS_1], was);
	age_recipient_format(&p.recipients[OSS_2], is);
	const struct {
		const char *from, *to;
		enum error_code code;
	} changes[] = {
		{ was, is, ERR_SIGNATURE }, /* somebody else's recipient */
		{ was, "age1qqqq", ERR_VALUE },
		{ "name: oss.nl/p-0001", "name: oss.nl/p-0002", ERR_VALUE }, /* the key is in another name */
		{ "name: oss.nl/p-0001", "name: oss", ERR_VALUE },
		{ "name: oss.nl/p-0001", "name: oss.nl/p-0001\nextra: 1", ERR_UNKNOWN_KEY },
		{ "name: oss.nl/p-0001\n", "", ERR_MISSING },
		{ "type: sluis.card/v1", "type: sluis.card/v2", ERR_VERSION },
		{ "type: sluis.card/v1", "type: sluis.roster/v1", ERR_NOTE },
	};
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		_cleanup_(buffer_clear) struct buffer changed = { 0 };
		replaced(buffer_bytes(&note), changes[i].from, changes[i].to, &changed);
		cr_expect_eq(parse_fault(buffer_bytes(&changed)), changes[i].code, "case %zu: %s", i,
		             error_name(parse_fault(buffer_bytes(&changed))));
	}
	partnership_clear(&p);
}

Test(card, cut_anywhere_never_opens)
{
	struct partnership p;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	partnership_start(&p);
	cr_assert(card_make(member_names[OSS_1], &p.recipients[OSS_1], &p.signers[OSS_1], NULL, &note, &e));
	for (size_t size = 0; size < note.size; size++)
		cr_expect_neq(parse_fault(bytes_of(note.data, size)), ERR_NONE, "cut at %zu", size);
	partnership_clear(&p);
}
