/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/exchanges.h"

#include "unit.h"

#define PEER "oss.nl/wi"

/* Letters between us and PEER; their numbers are the first byte of their ids. */
static struct manifest letter(uint8_t number, bool sent, const struct sha256 *previous)
{
	struct manifest m = {
		.id = { number, sent },
		.kind = PACKAGE_CASES,
		.sender = string_copy(sent ? UNIT : PEER),
		.receiver = string_copy(sent ? PEER : UNIT),
		.signer = string_copy("oss.nl/p-7f3k"),
		.sequence = number,
		.terms.agreement = string_copy("oss-wmo-wi"),
		.terms.purpose = string_copy("onderzoek-2.3.2"),
		.created = 1795514400,
		.use_by = 1796724000,
		.records = 41,
		.withheld = 2,
		.hash = { { number, 0xaa, sent } },
	};
	if (previous)
		m.previous = *previous;
	return m;
}

static bool keep_row(void *context, const struct exchange_row *row, struct error *e)
{
	struct exchange_row *kept = context;
	(void)e;
	*kept = *row;
	cr_assert_str_eq(row->peer, PEER);
	cr_assert_str_eq(row->signer, "oss.nl/p-7f3k");
	cr_assert_str_eq(row->agreement, "oss-wmo-wi");
	cr_assert(bytes_equal(row->manifest_note, BYTES("note\n")));
	return true;
}

static struct exchange_row row_of(struct unit *u, const uint8_t *id, bool sent)
{
	struct exchange_row row = { 0 };
	OK(exchanges_find(u->store, id, sent, keep_row, &row, &e));
	return row;
}

static void outbox_path(const struct unit *u, const char *name, char out[128])
{
	snprintf(out, 128, "%s/outbox/%s", u->home, name);
}

static void send(struct unit *u, const struct manifest *m, const char *name, const char *temporary)
{
	char path[128], temp[128];
	outbox_path(u, name, path);
	outbox_path(u, temporary, temp);
	OK(exchanges_add_sent(u->store, m, BYTES("note\n"), path, temp, 5, &e));
}

static void make_file(const struct unit *u, const char *name)
{
	char path[128];
	outbox_path(u, name, path);
	OK(file_replace(path, BYTES("age"), false, &e));
}

static bool outbox_has(const struct unit *u, const char *name)
{
	char path[128];
	outbox_path(u, name, path);
	return file_exists(path);
}

Test(exchanges, sent_letters_are_numbered_and_receipted)
{
	struct unit u;
	uint64_t next;
	struct sha256 previous, none = { 0 };
	_cleanup_(string_freep) char *path = NULL, *again = NULL;
	unit_create(&u);
	_cleanup_(manifest_clear) struct manifest one = letter(1, true, NULL),
						  two = letter(2, true, &one.hash),
						  wrong = letter(3, true, NULL),
						  receipt = letter(1, false, NULL);
	OK(store_begin(u.store, &e));
	OK(exchanges_next(u.store, PEER, &next, &previous, &e));
	cr_assert_eq(next, 1);
	cr_assert(sha256_equal(&previous, &none));
	send(&u, &one, "a", ".a.tmp");
	OK(exchanges_next(u.store, PEER, &next, &previous, &e));
	cr_assert_eq(next, 2);
	cr_assert(sha256_equal(&previous, &one.hash));
	FAILS(ERR_PACKAGE_CONFLICT, exchanges_add_sent(u.store, &wrong, BYTES("note\n"), "x", "y", 1, &e));
	FAILS(ERR_PACKAGE_CONFLICT, exchanges_add_sent(u.store, &one, BYTES("note\n"), "x", "y", 1, &e));
	send(&u, &two, "b", ".b.tmp");
	cr_assert_eq(row_of(&u, one.id, true).state, SENT_PREPARED);
	OK(exchanges_set_state(u.store, one.id, SENT_OUT, &e));
	FAILS(ERR_NOT_FOUND, exchanges_set_state(u.store, wrong.id, SENT_OUT, &e));
	FAILS(ERR_RECEIPT, exchanges_receipt(u.store, &receipt, &path, &e)); /* answers nothing */
	receipt.answers = true;
	memcpy(receipt.answer_id, one.id, PACKAGE_ID_SIZE);
	receipt.answer_sequence = 1;
	receipt.answer_hash = two.hash;
	receipt.accepted = 40;
	FAILS(ERR_RECEIPT, exchanges_receipt(u.store, &receipt, &path, &e)); /* another hash */
	receipt.answer_hash = one.hash;
	OK(exchanges_receipt(u.store, &receipt, &path, &e));
	cr_assert(strstr(path, "/outbox/a"));
	struct exchange_row row = row_of(&u, one.id, true);
	cr_assert_eq(row.state, SENT_RECEIPTED);
	cr_assert_eq(row.accepted, 40);
	cr_assert_eq(row.records, 41);
	cr_assert_eq(row.withheld, 2);
	cr_assert_eq(row.log_index, 5);
	cr_assert_eq(row.done, receipt.created);
	cr_assert(row.has_answer && memcmp(row.answer, receipt.id, PACKAGE_ID_SIZE) == 0);
	OK(exchanges_receipt(u.store, &receipt, &again, &e)); /* the same once more */
	receipt.id[5] ^= 1;
	FAILS(ERR_RECEIPT, exchanges_receipt(u.store, &receipt, &path, &e));
	unit_end(&u);
}

/* Where the receiver's log went on from an older copy, a receipt of the lost part gives way to another; one
 * that came since doesn't. */
Test(exchanges, a_receipt_gives_way_when_it_is_of_a_lost_part_alone)
{
	struct unit u;
	_cleanup_(string_freep) char *path = NULL;
	unit_create(&u);
	_cleanup_(manifest_clear) struct manifest sent = letter(1, true, NULL),
						  first = letter(5, false, NULL),
						  second = letter(9, false, NULL);
	struct manifest *const receipts[] = { &first, &second };
	for (size_t i = 0; i < ELEMENTS(receipts); i++) {
		receipts[i]->kind = PACKAGE_RECEIPT;
		receipts[i]->answers = true;
		memcpy(receipts[i]->answer_id, sent.id, PACKAGE_ID_SIZE);
		receipts[i]->answer_sequence = 1;
		receipts[i]->answer_hash = sent.hash;
		receipts[i]->accepted = 40;
	}
	OK(store_begin(u.store, &e));
	send(&u, &sent, "a", ".a.tmp");
	OK(exchanges_receipt(u.store, &first, &path, &e));
	OK(exchanges_add_received(u.store, &first, BYTES("note\n"), 3, &e));
	string_freep(&path);
	OK(exchanges_forget_receipt(u.store, &second, 5,
	                            &e)); /* told of in letter 5: the first came with it */
	FAILS(ERR_RECEIPT, exchanges_receipt(u.store, &second, &path, &e));
	OK(exchanges_forget_receipt(u.store, &second, 6, &e));
	OK(exchanges_receipt(u.store, &second, &path, &e));
	cr_assert_eq(memcmp(row_of(&u, sent.id, true).answer, second.id, PACKAGE_ID_SIZE), 0);
	unit_end(&u);
}

static bool keep_gap(void *context, const char *peer, uint64_t first, uint64_t last, struct error *e)
{
	char *text = context;
	(void)e;
	cr_assert_str_eq(peer, PEER);
	snprintf(text + strlen(text), 200 - strlen(text), "%llu-%llu ", (unsigned long long)first,
	         (unsigned long long)last);
	return true;
}

Test(exchanges, received_letters_may_be_missing_but_not_repeated)
{
	struct unit u;
	uint64_t gap;
	char gaps[200] = "";
	struct exchange_row row = { 0 };
	unit_create(&u);
	_cleanup_(manifest_clear) struct manifest two = letter(2, false, NULL),
						  three = letter(3, false, &two.hash),
						  seven = letter(7, false, NULL),
						  again = letter(2, false, NULL),
						  other_id = letter(2, false, NULL);
	OK(store_begin(u.store, &e));
	OK(exchanges_check_received(u.store, &two, &gap, &e));
	cr_assert_eq(gap, 1);
	OK(exchanges_add_received(u.store, &two, BYTES("note\n"), 3, &e));
	FAILS(ERR_PACKAGE_REPLAYED, exchanges_check_received(u.store, &two, &gap, &e));
	FAILS(ERR_PACKAGE_REPLAYED, exchanges_check_new(u.store, &two, &e));
	again.hash.bytes[9] = 1;
	FAILS(ERR_PACKAGE_CONFLICT, exchanges_check_received(u.store, &again, &gap, &e));
	other_id.id[9] = 1;
	FAILS(ERR_PACKAGE_CONFLICT, exchanges_check_received(u.store, &other_id, &gap, &e));
	FAILS(ERR_PACKAGE_CONFLICT, exchanges_add_received(u.store, &other_id, BYTES("note\n"), 3, &e));
	OK(exchanges_add_received(u.store, &seven, BYTES("note\n"), 3, &e));
	OK(exchanges_check_received(u.store, &three, &gap, &e)); /* overtaken: late, but fine */
	cr_assert_eq(gap, 0);
	OK(exchanges_gaps(u.store, keep_gap, gaps, &e));
	cr_assert_str_eq(gaps, "1-1 3-6 ");
	OK(exchanges_set_answer(u.store, two.id, seven.id, &e));
	FAILS(ERR_NOT_FOUND, exchanges_set_answer(u.store, three.id, seven.id, &e));
	row = row_of(&u, two.id, false);
	cr_assert(row.has_answer && row.answer[0] == 7 && row.done > 0 && !row.sent);
	FAILS(ERR_NOT_FOUND, exchanges_find(u.store, two.id, true, keep_row, &row, &e));
	OK(exchanges_each(u.store, keep_row, &row, &e));
	unit_end(&u);
}

Test(exchanges, a_letter_must_follow_the_one_that_came)
{
	struct unit u;
	uint64_t gap;
	unit_create(&u);
	_cleanup_(manifest_clear) struct manifest one = letter(1, false, NULL),
						  forked = letter(2, false, NULL),
						  three = letter(3, false, NULL),
						  huge = letter(4, false, NULL);
	OK(store_begin(u.store, &e));
	OK(exchanges_add_received(u.store, &one, BYTES("note\n"), 3, &e));
	FAILS(ERR_PACKAGE_CONFLICT, exchanges_check_received(u.store, &forked, &gap, &e));
	three.previous.bytes[0] = 77;
	OK(exchanges_add_received(u.store, &three, BYTES("note\n"), 3, &e));
	forked.previous = one.hash;
	FAILS(ERR_PACKAGE_CONFLICT,
	      exchanges_check_received(u.store, &forked, &gap, &e)); /* three follows another */
	huge.sequence = UINT64_MAX;
	FAILS(ERR_VALUE, exchanges_check_received(u.store, &huge, &gap, &e));
	huge.sequence = 0;
	FAILS(ERR_VALUE, exchanges_check_received(u.store, &huge, &gap, &e));
	unit_end(&u);
}

Test(exchanges, a_number_far_ahead_is_refused)
{
	struct unit u;
	uint64_t gap;
	unit_create(&u);
	_cleanup_(manifest_clear) struct manifest first = letter(1, false, NULL),
						  far = letter(2, false, NULL), near = letter(3, false, NULL),
						  late = letter(4, false, NULL);
	first.sequence = 70000;
	far.sequence = 80001;
	near.sequence = 80000;
	late.sequence = 3;
	OK(store_begin(u.store, &e));
	OK(exchanges_add_received(u.store, &first, BYTES("note\n"), 3,
	                          &e)); /* a new store, and a sender who has long been there */
	FAILS(ERR_PACKAGE_NUMBER, exchanges_check_received(u.store, &far, &gap, &e));
	OK(exchanges_check_received(u.store, &late, &gap, &e));
	OK(exchanges_check_received(u.store, &near, &gap, &e));
	cr_expect_eq(gap, 9999);
	unit_end(&u);
}

Test(exchanges, a_crash_is_finished)
{
	struct unit u;
	size_t lost, unfinished;
	unit_create(&u);
	_cleanup_(manifest_clear) struct manifest one = letter(1, true, NULL),
						  two = letter(2, true, &one.hash),
						  three = letter(3, true, &two.hash);
	make_file(&u, ".a.tmp"); /* before the rename */
	make_file(&u, "b");      /* after it */
	make_file(&u, ".left.tmp");
	OK(store_begin(u.store, &e));
	send(&u, &one, "a", ".a.tmp");
	send(&u, &two, "b", ".b.tmp");
	send(&u, &three, "c", ".c.tmp"); /* neither: lost */
	OK(store_commit(u.store, &e));
	/* while the program that sends is there, it is no crash */
	struct store *other = NULL;
	OK(store_open(u.home, &u.people[CLERK_2], STORE_WORK, false, &other, &e));
	OK(exchanges_unfinished(other, &unfinished, &e));
	cr_assert_eq(unfinished, 0);
	OK(store_begin(other, &e));
	OK(exchanges_finish_crashed(other, &lost, &e));
	cr_assert_eq(lost, 0);
	store_rollback(other);
	cr_assert(outbox_has(&u, ".a.tmp") && outbox_has(&u, ".left.tmp"));
	store_freep(&other);
	unit_close(&u);
	unit_open(&u);
	OK(exchanges_unfinished(u.store, &unfinished, &e));
	cr_assert_eq(unfinished, 3);
	OK(store_begin(u.store, &e));
	OK(exchanges_finish_crashed(u.store, &lost, &e));
	OK(store_commit(u.store, &e));
	cr_assert_eq(lost, 1);
	cr_assert_eq(row_of(&u, one.id, true).state, SENT_OUT);
	cr_assert_eq(row_of(&u, two.id, true).state, SENT_OUT);
	cr_assert_eq(row_of(&u, three.id, true).state, SENT_FAILED);
	cr_assert(outbox_has(&u, "a") && outbox_has(&u, "b") && !outbox_has(&u, ".a.tmp"));
	cr_assert(!outbox_has(&u, ".left.tmp"));
	OK(exchanges_unfinished(u.store, &unfinished, &e));
	cr_assert_eq(unfinished, 0);
	unit_end(&u);
}
