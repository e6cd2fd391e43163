/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/statements.h"

#include "unit.h"

/* The template that is shipped, with another version and the catalogue's hash filled in. */
static struct agreement *agreement_version(const struct catalogue *c, unsigned version, const char *title)
{
	_cleanup_(buffer_clear) struct buffer yaml = { 0 }, made = { 0 };
	_cleanup_(string_freep) char *path =
		string_printf("%s/share/sluis/agreements/wmo-wi.yaml", getenv("SLUIS_SOURCE"));
	char catalogue[SHA256_HEX_SIZE + 1], grounds[SHA256_HEX_SIZE + 1];
	struct sha256 hash;
	sha256_of(catalogue_shipped(), &hash);
	sha256_hex(&hash, catalogue);
	sha256_of(grounds_shipped(), &hash);
	sha256_hex(&hash, grounds);
	struct agreement *a = NULL;
	read_whole(path, &yaml);
	struct cursor lines = cursor_of(buffer_bytes(&yaml));
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_line(&lines);
		if (bytes_starts_with(line, "version: "))
			buffer_printf(&made, "version: %u\n", version);
		else if (bytes_starts_with(line, "title: "))
			buffer_printf(&made, "title: %s\n", title);
		else if (bytes_starts_with(line, "catalogue: "))
			buffer_printf(&made, "catalogue: \"%s\"\n", catalogue);
		else if (bytes_starts_with(line, "grounds: "))
			buffer_printf(&made, "grounds: \"%s\"\n", grounds);
		else
			buffer_printf(&made, "%.*s\n", (int)line.size, (const char *)line.data);
	}
	OK(agreement_parse(buffer_bytes(&made), "agreement", c, &a, &e));
	return a;
}

static bool count_versions(void *context, const struct agreement *a, struct error *e)
{
	uint64_t *sum = context;
	(void)e;
	cr_assert_str_eq(a->id, "oss-wmo-wi");
	*sum = *sum * 10 + a->version;
	return true;
}

Test(statements, agreements_are_kept_by_version)
{
	struct unit u;
	uint64_t sum = 0;
	struct catalogue *c = shipped_catalogue();
	unit_create(&u);
	_cleanup_(agreement_freep) struct agreement *one = agreement_version(c, 1, "een"),
						    *two = agreement_version(c, 2, "twee"),
						    *other = agreement_version(c, 2, "anders");
	const struct agreement *got, *newest, *again;
	OK(store_begin(u.store, &e));
	FAILS(ERR_AGREEMENT_UNKNOWN, statements_agreement(u.store, "oss-wmo-wi", 0, &got, &e));
	OK(statements_add_agreement(u.store, two, &e));
	/* Read with what it pins alone: until that is here, it isn't read. */
	FAILS(ERR_PINNED, statements_agreement(u.store, "oss-wmo-wi", 2, &got, &e));
	OK(statements_add_pinned(u.store, GROUNDS_TYPE, &two->grounds, grounds_shipped(), &e));
	OK(statements_add_pinned(u.store, GROUNDS_TYPE, &two->grounds, grounds_shipped(), &e));
	OK(statements_add_agreement(u.store, one, &e));
	OK(statements_add_agreement(u.store, one, &e)); /* once more: nothing */
	FAILS(ERR_AGREEMENT_FORK, statements_add_agreement(u.store, other, &e));
	OK(store_commit(u.store, &e));
	OK(statements_agreement(u.store, "oss-wmo-wi", 1, &got, &e));
	cr_assert_str_eq(got->title, "een");
	cr_assert(sha256_equal(&got->hash, &one->hash));
	OK(statements_agreement(u.store, "oss-wmo-wi", 0, &newest, &e));
	cr_assert_eq(newest->version, 2);
	OK(statements_agreement(u.store, "oss-wmo-wi", 1, &again, &e));
	cr_assert_eq(again, got, "read once");
	FAILS(ERR_AGREEMENT_UNKNOWN, statements_agreement(u.store, "oss-wmo-wi", 3, &got, &e));
	FAILS(ERR_AGREEMENT_UNKNOWN, statements_agreement(u.store, "uden", 0, &got, &e));
	OK(statements_each_agreement(u.store, NULL, count_versions, &sum, &e));
	cr_assert_eq(sum, 2);
	sum = 0;
	OK(statements_each_agreement(u.store, "oss-wmo-wi", count_versions, &sum, &e));
	cr_assert_eq(sum, 12);
	unit_end(&u);
	catalogue_freep(&c);
}

Test(statements, a_roster_must_follow_the_one_before)
{
	struct unit u;
	size_t count;
	unit_create(&u);
	act(u.store, "init", 0);
	const struct age_identity *id = store_identities(u.store, &count);
	_cleanup_(roster_freep) struct roster *next =
		unit_next_roster(&u, &id[0].recipient, &store_log_key(u.store)->public,
	                         &store_witness_key(u.store)->public);
	_cleanup_(buffer_clear) struct buffer unsigned_text = { 0 };
	OK(store_begin(u.store, &e));
	FAILS(ERR_ROSTER_OLD,
	      statements_add_roster(u.store, buffer_bytes(&u.roster->note), moment_now(), &e));
	FAILS(ERR_NOTE, statements_add_roster(u.store, BYTES("type: sluis.card/v1\n\n"), moment_now(), &e));
	/* one signature too few */
	size_t size = next->note.size - 1;
	while (next->note.data[size - 1] != '\n')
		size--;
	FAILS(ERR_QUORUM, statements_add_roster(u.store, bytes_of(next->note.data, size), moment_now(), &e));
	cr_assert_eq(store_rosters(u.store)->count, 1);
	OK(statements_add_roster(u.store, buffer_bytes(&next->note), moment_now(), &e));
	OK(store_commit(u.store, &e));
	unit_close(&u);
	unit_open(&u);
	cr_assert_eq(store_rosters(u.store)->count, 2);
	unit_end(&u);
}
