/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/witnesses.h"

#include "unit.h"

#define PEER "oss.nl/wi"

static struct checkpoint of(uint64_t size, uint8_t root)
{
	return (struct checkpoint){ .origin = PEER, .size = size, .root = { { root } } };
}

static void add(struct unit *u, uint64_t size, uint8_t root, uint64_t sequence)
{
	const struct checkpoint c = of(size, root);
	OK(witnesses_add_seen(u->store, &c, BYTES("note\n"), sequence, BYTES("proof\n"), 5, &e));
}

Test(witnesses, know_the_largest_and_each_checkpoint_of_a_peer)
{
	struct unit u;
	_cleanup_(seen_checkpoint_clear) struct seen_checkpoint seen = { 0 };
	bool there;
	unit_create(&u);
	OK(store_begin(u.store, &e));
	OK(witnesses_largest_seen(u.store, PEER, &there, &seen, &e));
	cr_assert_not(there);
	add(&u, 7, 1, 1);
	add(&u, 30, 2, 3);
	add(&u, 12, 3, 0);
	add(&u, 12, 9, 4); /* there already: stays as it was */
	OK(witnesses_largest_seen(u.store, PEER, &there, &seen, &e));
	cr_assert(there && seen.checkpoint.size == 30 && seen.checkpoint.root.bytes[0] == 2 &&
	          seen.sequence == 3);
	cr_assert_str_eq(seen.checkpoint.origin, PEER);
	cr_assert(bytes_equal_string(buffer_bytes(&seen.proof), "proof\n"));
	OK(witnesses_seen(u.store, PEER, 12, &there, &seen, &e));
	cr_assert(there && seen.checkpoint.root.bytes[0] == 3 && seen.sequence == 0 && seen.proof.size == 0);
	OK(witnesses_seen(u.store, "oss.nl/jgd", 12, &there, &seen, &e));
	cr_assert_not(there);
	store_rollback(u.store);
	unit_end(&u);
}

static bool sum(void *context, uint64_t size, struct error *e)
{
	(void)e;
	*(uint64_t *)context = *(uint64_t *)context * 100 + size; /* in order */
	return true;
}

static bool count_largest(void *context, const struct cosigned_row *row, struct error *e)
{
	(void)e;
	*(uint64_t *)context = *(uint64_t *)context * 100 + (row->largest ? row->size : 0);
	return true;
}

Test(witnesses, keep_what_was_sent_and_what_was_cosigned)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	uint64_t size, sizes = 0;
	moment first;
	bool there;
	unit_create(&u);
	OK(store_begin(u.store, &e));
	OK(witnesses_first_sent(u.store, &first, &e));
	cr_assert_eq(first, 0);
	OK(witnesses_add_sent(u.store, PEER, 1, 10, 100, &e));
	OK(witnesses_add_sent(u.store, PEER, 3, 20, 90, &e));
	OK(witnesses_add_sent(u.store, PEER, 2, 20, 300, &e));
	OK(witnesses_add_sent(u.store, PEER, 4, 40, 300, &e));
	OK(witnesses_add_sent(u.store, "oss.nl/jgd", 1, 30, 300, &e));
	OK(witnesses_add_sent(u.store, PEER, 1, 99, 1, &e)); /* written again: it keeps its size */
	OK(witnesses_first_sent(u.store, &first, &e));
	cr_assert_eq(first, 90);
	OK(witnesses_each_sent(u.store, PEER, 0, 39, sum, &sizes, &e));
	cr_assert_eq(sizes, 1020);
	OK(witnesses_sent_with(u.store, PEER, 1, &there, &size, &e));
	cr_assert(there && size == 10);
	OK(witnesses_sent_with(u.store, PEER, 9, &there, &size, &e));
	cr_assert_not(there);
	OK(witnesses_largest_cosigned(u.store, NULL, &size, &note, &e));
	cr_assert(size == 0 && note.size == 0);
	OK(witnesses_add_cosigned(u.store, PEER, 20, 5, BYTES("a\n"), 6, &e));
	OK(witnesses_add_cosigned(u.store, PEER, 10, 7, BYTES("b\n"), 8, &e));
	OK(witnesses_add_cosigned(u.store, "oss.nl/p-0001", 30, 9, BYTES("c\n"), 9, &e));
	OK(witnesses_largest_cosigned(u.store, PEER, &size, &note, &e));
	cr_assert(size == 20 && bytes_equal_string(buffer_bytes(&note), "a\n"));
	OK(witnesses_largest_cosigned(u.store, NULL, &size, &note, &e));
	cr_assert_eq(size, 30);
	sizes = 0;
	OK(witnesses_each_cosigned(u.store, count_largest, &sizes, &e));
	cr_assert_eq(sizes, 2030, "10 isn't its witness's largest; 20 and 30 are");
	store_rollback(u.store);
	unit_end(&u);
}

/* What is proven at a place is the latest of all that lie below it: against a plain list of what was told. */
Test(witnesses, prove_as_a_list_of_all_that_was_told_would)
{
	struct unit u;
	struct told {
		uint64_t at;
		moment when;
	} told[64];
	uint32_t random = 7;
	unit_create(&u);
	OK(store_begin(u.store, &e));
	for (size_t n = 0; n < ELEMENTS(told); n++) {
		random = random * 1103515245u + 12345u;
		told[n] = (struct told){ 1 + random / 65536u % 40u, 1 + random / 4096u % 16u * 100 };
		OK(witnesses_prove(u.store, PEER, PROVEN_BY_SIZE, told[n].at, told[n].when, &e));
		for (uint64_t before = 0; before < 45; before++) {
			moment latest = 0, found;
			for (size_t i = 0; i <= n; i++)
				if (told[i].at < before && told[i].when > latest)
					latest = told[i].when;
			OK(witnesses_proven(u.store, PEER, PROVEN_BY_SIZE, before, &found, &e));
			cr_assert_eq(found, latest, "%zu told, below %llu: %lld, not %lld", n + 1,
			             (unsigned long long)before, (long long)found, (long long)latest);
		}
	}
	moment found;
	OK(witnesses_proven(u.store, PEER, PROVEN_BY_NUMBER, 45, &found, &e));
	cr_assert_eq(found, 0, "numbers aren't sizes");
	OK(witnesses_proven(u.store, "oss.nl/jgd", PROVEN_BY_SIZE, 45, &found, &e));
	cr_assert_eq(found, 0, "nor is another unit's log this one's");
	store_rollback(u.store);
	unit_end(&u);
}
