/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_draft.h"

#include "trust/agreement.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct agreement_text *draft(void)
{
	struct agreement_text *t = NULL;
	struct error e;
	cr_assert(agreement_draft_new(&t, &e));
	return t;
}

static void put(struct agreement_text *t, const char *path, const char *value)
{
	struct error e = { 0 };
	cr_assert(agreement_draft_set(t, path, value, &e), "%s: %s", path, e.detail);
}

static void assert_text(const struct agreement_text *t, const char *expected)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct error e;
	cr_assert(agreement_draft_format(t, &b, &e));
	cr_assert_str_eq(buffer_string(&b), expected);
}

static char *shipped(const char *name)
{
	_cleanup_(string_freep) char *path =
		string_printf("%s/share/sluis/agreements/%s.yaml",
	                      getenv("SLUIS_SOURCE") ? getenv("SLUIS_SOURCE") : ".", name);
	FILE *f = fopen(path, "re");
	cr_assert_not_null(f, "%s", path);
	char *text = calloc(1, 1 << 17);
	cr_assert_gt(fread(text, 1, (1 << 17) - 1, f), 0);
	fclose(f);
	return text;
}

Test(agreement_draft, writes_what_there_is_in_the_order_of_the_format)
{
	_cleanup_(agreement_draft_freep) struct agreement_text *t = draft();
	assert_text(t, "type: sluis.agreement/v1\n");
	put(t, "valid_from", "2027-01-01");
	put(t, "purposes/0/code", "onderzoek");
	put(t, "purposes/0/fields/0/field", "postcode");
	put(t, "purposes/0/fields/0/why", "voor \"thuis\"");
	put(t, "parties/0/unit", "oss.nl/wi");
	put(t, "parties/1/unit", "oss.nl/wmo");
	put(t, "version", "2");
	put(t, "approval_by_two", "true");
	cr_assert_eq(agreement_draft_count(t, "parties"), 2);
	cr_assert_eq(agreement_draft_count(t, "purposes/0/fields"), 1);
	cr_assert_eq(agreement_draft_count(t, "purposes/1/fields"), 0);
	cr_assert_str_eq(agreement_draft_get(t, "parties/1/unit"), "oss.nl/wmo");
	cr_assert_null(agreement_draft_get(t, "parties/1/role"));
	cr_assert_null(agreement_draft_get(t, "parties/2/unit"));
	cr_assert_null(agreement_draft_get(t, "purposes/3/fields/0/why"));
	assert_text(
		t,
		"type: sluis.agreement/v1\nversion: 2\nparties:\n  - unit: oss.nl/wi\n  - unit: oss.nl/wmo\n"
		"purposes:\n  - code: onderzoek\n    fields:\n      - field: postcode\n        why: \"voor "
		"\\\"thuis\\\"\"\n"
		"approval_by_two: true\nvalid_from: \"2027-01-01\"\n");
	put(t, "version", NULL);
	agreement_draft_remove(t, "parties/0");
	agreement_draft_remove(t, "purposes/0");
	agreement_draft_remove(t, "purposes/7");
	assert_text(t, "type: sluis.agreement/v1\nparties:\n  - unit: oss.nl/wmo\napproval_by_two: "
	               "true\nvalid_from: \"2027-01-01\"\n");
}

Test(agreement_draft, an_item_without_any_part_stays_one)
{
	_cleanup_(agreement_draft_freep) struct agreement_text *t = draft(), *again = NULL;
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct error e;
	put(t, "parties/0/unit", "oss.nl/wi");
	put(t, "parties/0/unit", NULL);
	cr_assert(agreement_draft_format(t, &b, &e));
	cr_assert(agreement_draft_load(buffer_bytes(&b), "draft", &again, &e));
	cr_assert_eq(agreement_draft_count(again, "parties"), 1);
}

/* Every key of the schema: a template that is loaded and written means the same, and so does each of its
 * parts. */
Test(agreement_draft, loses_nothing_of_a_template)
{
	static const char *const names[] = { "wmo-wi", "pilot", "wmo-zorg" };
	static const char *const paths[] = { "id",
		                             "goal",
		                             "excluded",
		                             "budget",
		                             "witness_days",
		                             "grounds",
		                             "purposes/0/task",
		                             "purposes/0/household",
		                             "parties/1/kind",
		                             "purposes/0/fields/11/why" };
	for (size_t n = 0; n < ELEMENTS(names); n++) {
		_cleanup_(string_freep) char *text = shipped(names[n]);
		_cleanup_(agreement_draft_freep) struct agreement_text *t = NULL, *again = NULL;
		_cleanup_(buffer_clear) struct buffer once = { 0 }, twice = { 0 };
		struct error e = { 0 };
		cr_assert(agreement_draft_load(bytes_of_string(text), names[n], &t, &e), "%s", e.detail);
		cr_assert(agreement_draft_format(t, &once, &e));
		cr_assert(agreement_draft_load(buffer_bytes(&once), names[n], &again, &e), "%s", e.detail);
		cr_assert(agreement_draft_format(again, &twice, &e));
		cr_assert(bytes_equal(buffer_bytes(&once), buffer_bytes(&twice)));
		for (size_t i = 0; i < ELEMENTS(paths); i++) {
			const char *a = agreement_draft_get(t, paths[i]),
				   *b = agreement_draft_get(again, paths[i]);
			cr_assert((a == NULL) == (b == NULL) && (!a || strcmp(a, b) == 0), "%s: %s", names[n],
			          paths[i]);
		}
		/* As many keys as the template has. */
		size_t keys = 0, written = 0;
		for (const char *line = text; (line = strchr(line, '\n')); line++)
			keys += line[1] && line[1] != '#' && line[1 + strspn(line + 1, " ")] != '#';
		for (const char *line = buffer_string(&once); (line = strchr(line, '\n')); line++)
			written += line[1] != 0;
		cr_assert_eq(keys, written, "%s: %zu keys became %zu", names[n], keys, written);
	}
}

Test(agreement_draft, keeps_overrides)
{
	static const char text[] = "type: sluis.agreement/v1\nid: x\noverrides:\n  - \"00\"\n  - \"11\"\n";
	_cleanup_(agreement_draft_freep) struct agreement_text *t = NULL;
	struct error e;
	cr_assert(agreement_draft_load(BYTES(text), "draft", &t, &e));
	assert_text(t, text);
}

Test(agreement_draft, takes_no_signed_text_and_no_other)
{
	static const struct {
		const char *text;
		enum error_code code;
	} bad[] = {
		{ "type: sluis.agreement/v1\nid: x\n\n\xe2\x80\x94 oss.nl/p-po AAAAAAAA\n", ERR_NONE },
		{ "type: sluis.roster/v1\nid: x\n", ERR_NOTE },
		{ "type: sluis.agreement/v2\nid: x\n", ERR_VERSION },
		{ "type: sluis.agreement/v1\nidee: x\n", ERR_UNKNOWN_KEY },
		{ "type: sluis.agreement/v1\nid: x\nid: y\n", ERR_DUPLICATE },
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(agreement_draft_freep) struct agreement_text *t = NULL;
		struct error e = { 0 };
		cr_assert_not(agreement_draft_load(bytes_of_string(bad[i].text), "draft", &t, &e), "%zu", i);
		cr_assert(bad[i].code == ERR_NONE || e.code == bad[i].code, "%zu: %s", i, error_name(e.code));
		cr_assert_null(t);
	}
}

Test(agreement_draft, has_no_gaps_and_no_more_items_than_an_agreement)
{
	_cleanup_(agreement_draft_freep) struct agreement_text *t = draft();
	struct error e = { 0 };
	cr_assert_not(agreement_draft_set(t, "parties/1/unit", "oss.nl/wi", &e));
	cr_assert_eq(e.code, ERR_NOT_FOUND);
	cr_assert_not(agreement_draft_set(t, "purposes/0/fields/0/field", "postcode", &e));
	cr_assert_eq(e.code, ERR_NOT_FOUND);
	for (unsigned i = 0; i < 64; i++) {
		char path[32];
		snprintf(path, sizeof path, "parties/%u/unit", i);
		put(t, path, "oss.nl/wi");
	}
	cr_assert_not(agreement_draft_set(t, "parties/64/unit", "oss.nl/wi", &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}
