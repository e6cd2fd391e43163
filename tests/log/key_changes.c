/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/key_changes.h"

#include "../trust/versions.h"
#include "log/bundle.h"

/* How often the log's key changes in a chain, and how many of these nothing vouches for: each but where a key
 * comes back. cli/59-unit-keys has those that something does. */
static const struct {
	const char *versions;
	size_t own, changes, unproven;
} rows[] = {
	{ "a", 1, 0, 0 },    { "aa", 2, 0, 0 },  { "-a", 2, 0, 0 },   { "ab", 2, 1, 1 },  { "a-b", 3, 1, 1 },
	{ "a b", 3, 1, 1 },  { "a-a", 3, 0, 0 }, { "a a", 3, 0, 0 },  { "aba", 3, 2, 1 }, { "abc", 3, 2, 2 },
	{ "ab-c", 4, 2, 2 }, { "ab", 1, 0, 0 },  { "abac", 4, 3, 2 },
};

TestSuite(key_changes, .init = start, .fini = stop);

Test(key_changes, are_found_across_versions_that_list_none)
{
	struct error e;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		struct versions v;
		_cleanup_(verify_result_clear) struct verify_result r = { 0 };
		make(rows[i].versions, &v);
		const struct signed_texts s = { .chain = v.chain, .own_rosters = rows[i].own };
		cr_assert_eq(key_changes_count(&s, UNIT), rows[i].changes, "\"%s\"", rows[i].versions);
		cr_assert(key_changes_check(&s, UNIT, NULL, &r, &e));
		cr_assert_eq(r.finding_count, rows[i].unproven, "\"%s\": %zu", rows[i].versions,
		             r.finding_count);
		for (size_t k = 0; k < r.finding_count; k++)
			cr_assert_eq(r.findings[k].code, ERR_LOG_KEY);
	}
}
