/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/statement.h"

#include <criterion/criterion.h>
#include <string.h>

static void make_note(const char *text, struct buffer *note)
{
	struct error e;
	_cleanup_(note_signer_clear) struct note_signer signer = { 0 };
	cr_assert(crypto_start(&e));
	cr_assert(note_signer_generate("oss.nl/p-0001", NOTE_ED25519, &signer, &e));
	cr_assert(note_sign(note, bytes_of_string(text), &signer, 0, &e), "%s", e.detail);
}

static enum error_code open_as(const char *text, const char *type)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct note n;
	struct error e = { 0 };
	make_note(text, &note);
	return statement_open(buffer_bytes(&note), type, "x.note", &n, &e) ? ERR_NONE : e.code;
}

Test(statement, opens_its_kind_and_no_other)
{
	cr_expect_eq(open_as("type: sluis.card/v1\nname: a\n", "sluis.card/v1"), ERR_NONE);
	static const char *const others[] = {
		"type: sluis.roster/v1\n", "type: sluis.card\n",
		"type: sluis.card/v0\n",   "type: sluis.card/v01\n",
		"type: sluis.card/v1 \n",  "type: sluis.card/v1#\n",
		"type:  sluis.card/v1\n",  "# hello\ntype: sluis.card/v1\n",
		"type: other.card/v1\n",   "Type: sluis.card/v1\n",
		"type: sluis.cards/v2\n",  "type: \"sluis.card/v1\"\n",
	};
	for (size_t i = 0; i < ELEMENTS(others); i++)
		cr_expect_eq(open_as(others[i], "sluis.card/v1"), ERR_NOTE, "%s", others[i]);
}

Test(statement, tells_a_newer_version_from_another_kind)
{
	cr_expect_eq(open_as("type: sluis.card/v2\n", "sluis.card/v1"), ERR_VERSION);
	cr_expect_eq(open_as("type: sluis.card/v10\n", "sluis.card/v9"), ERR_VERSION);
	cr_expect_eq(open_as("type: sluis.card/v99999999999999999999\n", "sluis.card/v1"), ERR_NOTE);
}

Test(statement, gives_text_and_hash)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct note n;
	struct error e;
	struct sha256 hash;
	make_note("type: sluis.card/v1\nname: a\n", &note);
	cr_assert(statement_open(buffer_bytes(&note), "sluis.card/v1", "x.note", &n, &e));
	cr_expect(bytes_equal_string(n.text, "type: sluis.card/v1\nname: a\n"));
	sha256_of(n.text, &hash);
	cr_expect(sha256_equal(&hash, &n.hash));
}

Test(statement, a_text_without_signatures_is_a_draft_and_no_statement)
{
	struct note n;
	struct error e;
	cr_assert(crypto_start(&e));
	struct bytes draft = BYTES("type: sluis.roster/v1\nid: a\n");
	cr_expect_not(statement_is_signed(draft));
	cr_expect_not(statement_open(draft, "sluis.roster/v1", "d", &n, &e));
	cr_assert(statement_open_draft(draft, "sluis.roster/v1", "d", &n, &e));
	cr_expect_eq(n.signatures.size, 0);
	cr_expect(bytes_equal(n.text, draft));
	cr_expect_not(statement_open_draft(draft, "sluis.card/v1", "d", &n, &e));
	cr_expect_eq(e.code, ERR_NOTE);
	cr_expect_not(
		statement_open_draft(BYTES("type: sluis.roster/v1\nid: a"), "sluis.roster/v1", "d", &n, &e));
	cr_expect_eq(e.code, ERR_TRUNCATED);
	cr_expect_not(statement_open_draft(BYTES("type: sluis.roster/v1\nid: \x1b\n"), "sluis.roster/v1", "d",
	                                   &n, &e));
	cr_expect_eq(e.code, ERR_CONTROL_CHARACTER);
	cr_expect_eq(e.line, 2);
	cr_expect_not(statement_open_draft((struct bytes){ 0 }, "sluis.roster/v1", "d", &n, &e));
	cr_expect_eq(e.code, ERR_NOTE);
}

Test(statement, what_looks_signed_is_opened_as_a_note_only)
{
	struct note n;
	struct error e;
	struct bytes half = BYTES("type: sluis.roster/v1\n\n\xe2\x80\x94 not a signature\n");
	cr_expect(statement_is_signed(half));
	cr_expect_not(statement_open_draft(half, "sluis.roster/v1", "d", &n, &e));
	cr_expect_eq(e.code, ERR_NOTE);
}

Test(statement, names_the_type_of_anything)
{
	char type[STATEMENT_TYPE_MAX + 1];
	cr_assert(statement_type(BYTES("type: sluis.agreement/v1\nrest"), type, sizeof type));
	cr_expect_str_eq(type, "sluis.agreement/v1");
	cr_expect_not(statement_type(BYTES("type: sluis.agreement/v1\n"), type, 18));
	cr_expect(statement_type(BYTES("type: sluis.agreement/v1\n"), type, 19));
	static const char *const none[] = { "", "type: sluis.card/v1", "age-encryption.org/v1\n",
		                            "type: sluis.\x1b[1m\n", "type: sluis.Card/v1\n" };
	for (size_t i = 0; i < ELEMENTS(none); i++)
		cr_expect_not(statement_type(bytes_of_string(none[i]), type, sizeof type), "case %zu", i);
	char name[200] = "type: sluis.";
	memset(name + strlen(name), 'a', 100);
	strcat(name, "\n");
	char big[256];
	cr_expect_not(statement_type(bytes_of_string(name), big, sizeof big));
}
