/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "log/reconcile.h"

/* W&I sent one letter, the Wmo team opened it, its receipt came back; and what could be otherwise. */

struct both {
	struct story s;
	char directories[2][96]; /* of W&I, of Wmo */
	struct ledger ledgers[2];
	struct reconciliation result;
};

static void both_clear(struct both *b)
{
	reconciliation_clear(&b->result);
	ledger_clear(&b->ledgers[0]);
	ledger_clear(&b->ledgers[1]);
	story_clear(&b->s);
}

/* Turns the story to one of the units, its entries as they were. */
static void tell(struct both *b, int side)
{
	struct story *s = &b->s;
	s->unit = side ? OSS_WMO : OSS_WI;
	s->log_key = &s->p.logs[s->unit];
	s->entry_count = 0;
	story_entries(s);
}

static void write_side(struct both *b, int side)
{
	snprintf(b->s.bundle, sizeof b->s.bundle, "%s", b->directories[side]);
	story_write(&b->s);
}

static void both_start(struct both *b)
{
	*b = (struct both){ 0 };
	story_start(&b->s, OSS_WI);
	for (int side = 0; side < 2; side++) {
		snprintf(b->directories[side], sizeof b->directories[side], "%.60s/side-%d", b->s.directory,
		         side);
		tell(b, side);
		write_side(b, side);
	}
}

static void read_side(struct both *b, int side)
{
	struct ledger *l = &b->ledgers[side];
	const struct verify_request request = { .fingerprint = &b->s.rosters[0]->hash,
		                                .each = ledger_see,
		                                .each_context = l };
	struct error e;
	l->directory = b->directories[side];
	CHECK(bundle_examine(l->directory, &request, &l->result, &l->signed_texts, &e));
	CHECK(ledger_close(l, &e));
	show_findings(&l->result);
	cr_assert_eq(l->result.finding_count, 0);
}

static void both_reconcile(struct both *b, size_t count)
{
	struct error e;
	for (size_t i = 0; i < count; i++)
		read_side(b, (int)i);
	CHECK(reconcile(b->ledgers, count, &b->result, &e));
	show_findings(&b->result.findings);
}

Test(reconcile, what_is_finished_is_complete)
{
	_cleanup_(both_clear) struct both b;
	both_start(&b);
	both_reconcile(&b, 2);
	cr_assert_eq(b.result.findings.finding_count, 0);
	cr_assert_eq(b.result.exchange_count, 1);
	const struct exchange *x = &b.result.exchanges[0];
	cr_assert_eq(x->state, EXCHANGE_COMPLETE);
	cr_assert_eq(x->since, 0);
	cr_assert_eq(x->packed_at, AT_LETTER);
	cr_assert_eq(x->opened_at, AT_LETTER);
	cr_assert_eq(x->receipted_at, AT_LETTER + 2);
	cr_assert_eq(b.result.sum_count, 1);
	cr_assert_eq(b.result.sums[0].letters, 1);
	cr_assert_eq(b.result.sums[0].records, 2);
	cr_assert_eq(b.result.sums[0].states[EXCHANGE_COMPLETE], 1);
}

Test(reconcile, without_the_other_log_it_stands_alone)
{
	_cleanup_(both_clear) struct both b;
	struct error e;
	both_start(&b);
	read_side(&b, 1);
	CHECK(reconcile(&b.ledgers[1], 1, &b.result, &e));
	cr_assert_eq(b.result.exchange_count, 1);
	cr_assert_eq(b.result.exchanges[0].state, EXCHANGE_ALONE);
	cr_assert_eq(b.result.findings.finding_count, 0);
}

/* The sender's log ends before the receipt came. */
Test(reconcile, a_receipt_that_is_not_back_is_open_since_it_was_opened)
{
	_cleanup_(both_clear) struct both b;
	both_start(&b);
	tell(&b, 0);
	b.s.entry_count = AT_LETTER + 2;
	b.s.without = RECEIPT;
	write_side(&b, 0);
	both_reconcile(&b, 2);
	cr_assert_eq(b.ledgers[0].result.unreceipted, 1);
	cr_assert_eq(b.result.findings.finding_count, 0);
	cr_assert_eq(b.result.exchanges[0].state, EXCHANGE_UNRECEIPTED);
	cr_assert_eq(b.result.exchanges[0].since, b.result.exchanges[0].opened);
	cr_assert_neq(b.result.exchanges[0].since, 0);
}

Test(reconcile, a_letter_that_is_not_opened_is_open_since_it_was_packed)
{
	_cleanup_(both_clear) struct both b;
	both_start(&b);
	tell(&b, 0);
	b.s.entry_count = AT_LETTER + 2;
	b.s.without = RECEIPT;
	write_side(&b, 0);
	tell(&b, 1);
	b.s.entry_count = AT_LETTER;
	b.s.without = EVERY_LETTER;
	write_side(&b, 1);
	both_reconcile(&b, 2);
	cr_assert_eq(b.result.findings.finding_count, 0);
	cr_assert_eq(b.result.exchanges[0].state, EXCHANGE_UNOPENED);
	cr_assert_eq(b.result.exchanges[0].since, b.result.exchanges[0].packed);
}

/* Each denies what the other says; both are signed and verify. */
Test(reconcile, what_one_side_lacks_is_a_contradiction)
{
	for (int liar = 0; liar < 2; liar++) {
		_cleanup_(both_clear) struct both b;
		both_start(&b);
		tell(&b, liar);
		b.s.entry_count = AT_LETTER;
		b.s.without = EVERY_LETTER;
		write_side(&b, liar);
		both_reconcile(&b, 2);
		cr_assert_eq(b.result.findings.finding_count, 1);
		cr_assert_eq(b.result.findings.findings[0].code, ERR_EXCHANGE_LACKS);
		cr_assert_eq(b.result.exchange_count, 1);
		cr_assert_eq(b.result.exchanges[0].state, EXCHANGE_CONTRADICTED);
	}
}

/* The other saw more of this log than is here, and this log ends before that: exported too early to tell. */
Test(reconcile, a_log_exported_too_early_is_no_contradiction)
{
	_cleanup_(both_clear) struct both b;
	static const struct sha256 root = { { 1 } };
	both_start(&b);
	tell(&b, 1);
	struct entry *open = &b.s.entries[AT_LETTER];
	open->peer_log = "oss.nl/wi";
	open->peer_size = AT_LETTER + 1;
	open->peer_root = &root;
	open->end += 3600;
	for (size_t i = AT_LETTER + 1; i < b.s.entry_count; i++) {
		b.s.entries[i].start += b.s.entries[i].child ? 0 : 7200;
		b.s.entries[i].end += b.s.entries[i].child ? 0 : 7200;
	}
	write_side(&b, 1);
	tell(&b, 0);
	b.s.entry_count = AT_LETTER;
	b.s.without = EVERY_LETTER;
	write_side(&b, 0);
	both_reconcile(&b, 2);
	cr_assert_eq(b.result.findings.finding_count, 0);
	cr_assert_eq(b.result.exchanges[0].state, EXCHANGE_UNSEEN);
}

Test(reconcile, counts_that_differ)
{
	_cleanup_(both_clear) struct both b;
	both_start(&b);
	tell(&b, 1);
	b.s.entries[AT_LETTER].records = 1;
	write_side(&b, 1);
	both_reconcile(&b, 2);
	cr_assert_eq(b.result.findings.finding_count, 1);
	cr_assert_eq(b.result.findings.findings[0].code, ERR_EXCHANGE_DIFFERS);
}

/* A client who withdrew before the letter was opened is left out and told; no other number will do. */
Test(reconcile, clients_left_out_count_as_sent)
{
	for (unsigned left_out = 0; left_out < 3; left_out++) {
		_cleanup_(both_clear) struct both b;
		struct error e;
		both_start(&b);
		tell(&b, 1);
		b.s.entries[AT_LETTER].records = 1;
		b.s.entries[AT_LETTER].rejected = left_out;
		write_side(&b, 1);
		tell(&b, 0);
		b.s.entry_count = AT_LETTER + 2; /* without the receipt, which counts two */
		b.s.without = RECEIPT;
		write_side(&b, 0);
		read_side(&b, 0);
		read_side(&b, 1);
		CHECK(reconcile(b.ledgers, 2, &b.result, &e));
		cr_assert_eq(b.result.findings.finding_count == 0, left_out == 1, "%u", left_out);
		cr_assert_eq(b.result.exchanges[0].state,
		             left_out == 1 ? EXCHANGE_UNRECEIPTED : EXCHANGE_CONTRADICTED);
	}
}

/* What the one saw of the other's log isn't what the other shows to the auditor. */
Test(reconcile, two_views_of_one_log_are_a_fork)
{
	_cleanup_(both_clear) struct both b;
	struct sha256 root = { { 1 } };
	both_start(&b);
	tell(&b, 1);
	b.s.entries[AT_LETTER].peer_log = "oss.nl/wi";
	b.s.entries[AT_LETTER].peer_size = 7;
	b.s.entries[AT_LETTER].peer_root = &root;
	write_side(&b, 1);
	both_reconcile(&b, 2);
	cr_assert_eq(b.result.findings.finding_count, 1);
	cr_assert_eq(b.result.findings.findings[0].code, ERR_LOG_FORK);
	cr_assert_str_eq(b.result.findings.findings[0].subject, "oss.nl/wi");
}

Test(reconcile, two_logs_of_one_unit_are_refused)
{
	_cleanup_(both_clear) struct both b;
	struct error e;
	both_start(&b);
	snprintf(b.directories[1], sizeof b.directories[1], "%s", b.directories[0]);
	read_side(&b, 0);
	read_side(&b, 1);
	cr_assert_not(reconcile(b.ledgers, 2, &b.result, &e));
	cr_assert_eq(e.code, ERR_USAGE);
}
