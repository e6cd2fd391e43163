/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/backup.h"

#include "store/restore.h"
#include "unit.h"

static void start(struct unit *u)
{
	unit_create(u);
	act(u->store, "init", 3);
}

static void make(struct unit *u, struct buffer *ret)
{
	_cleanup_(backup_freep) struct backup *b = NULL;
	OK(backup_start(u->store, &u->people[CLERK_1], &b, &e));
	OK(backup_address(b, true, &e));
	buffer_reset(ret);
	OK(backup_write(b, sink_to_buffer(ret), &e));
	struct bytes left = buffer_bytes(ret);
	OK(backup_verify(b, source_of_bytes(&left), &e));
}

static bool pass_by(_unused_ void *context, _unused_ const char *name, _unused_ uint64_t size,
                    _unused_ struct source content, _unused_ struct error *e)
{
	return true;
}

static bool reads(struct bytes file, const struct keyfile *key, struct error *e)
{
	_cleanup_(backup_read_clear) struct backup_read read = { 0 };
	const struct age_keys keys = { .identities = &key->identity, .identity_count = 1 };
	return backup_read(source_of_bytes(&file), &keys, pass_by, NULL, &read, e);
}

Test(backup, opens_for_those_with_access_and_nobody_else)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	start(&u);
	make(&u, &file);
	OK(reads(buffer_bytes(&file), &u.people[CLERK_1], &e));
	OK(reads(buffer_bytes(&file), &u.people[CLERK_2], &e));
	FAILS(ERR_NO_KEY, reads(buffer_bytes(&file), &u.people[STRANGER], &e));
	unit_end(&u);
}

Test(backup, without_a_recovery_recipient_is_for_nobody)
{
	struct unit u;
	struct backup *b = NULL;
	start(&u);
	OK(backup_start(u.store, &u.people[CLERK_1], &b, &e));
	FAILS(ERR_NO_RECOVERY, backup_address(b, false, &e));
	backup_freep(&b);
	unit_end(&u);
}

Test(backup, is_never_read_when_cut_off_or_changed)
{
	struct unit u;
	struct error why;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	start(&u);
	make(&u, &file);
	for (size_t size = 0; size < file.size; size += 1 + file.size / 61)
		cr_assert_not(reads(bytes_of(file.data, size), &u.people[CLERK_1], &why), "%zu", size);
	for (size_t at = 0; at < file.size; at += 1 + file.size / 61) {
		file.data[at] ^= 4;
		/* The stanza of somebody else isn't looked into; the header's MAC is. */
		cr_assert_not(reads(buffer_bytes(&file), &u.people[CLERK_1], &why), "%zu", at);
		file.data[at] ^= 4;
	}
	OK(reads(buffer_bytes(&file), &u.people[CLERK_1], &e));
	unit_end(&u);
}

Test(backup, read_back_as_another_is_told)
{
	struct unit u;
	struct backup *b = NULL;
	_cleanup_(buffer_clear) struct buffer first = { 0 };
	start(&u);
	make(&u, &first);
	OK(backup_start(u.store, &u.people[CLERK_1], &b, &e));
	OK(backup_address(b, true, &e));
	struct bytes left = buffer_bytes(&first);
	FAILS(ERR_NO_KEY, backup_verify(b, source_of_bytes(&left), &e)); /* written with another key */
	backup_freep(&b);
	unit_end(&u);
}

Test(backup, of_which_a_store_comes_is_told_of_once)
{
	struct unit u;
	char home[160];
	bool untold;
	struct restored r = { 0 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	start(&u);
	make(&u, &file);
	snprintf(home, sizeof home, "%s/anew", u.folder);
	struct bytes left = buffer_bytes(&file);
	const struct age_keys keys = { .identities = &u.people[CLERK_2].identity, .identity_count = 1 };
	const struct sha256 root = store_rosters(u.store)->fingerprint, wrong = { { 0 } };
	FAILS(ERR_FINGERPRINT, restore_backup(source_of_bytes(&left), &keys, home, NULL, &wrong, &r, &e));
	left = buffer_bytes(&file);
	FAILS(ERR_BACKUP,
	      restore_backup(source_of_bytes(&left), &keys, home, "oss.nl/elders", &root, &r, &e));
	left = buffer_bytes(&file);
	OK(restore_backup(source_of_bytes(&left), &keys, home, store_unit(u.store), &root, &r, &e));
	cr_assert_str_eq(r.by, u.people[CLERK_1].name);
	cr_assert_eq(r.access.person_count, 2);
	left = buffer_bytes(&file);
	FAILS(ERR_FILE_EXISTS, restore_backup(source_of_bytes(&left), &keys, home, NULL, &root, &r, &e));
	OK(restore_is_untold(u.store, &untold, &e));
	cr_assert_not(untold);
	struct store *s = NULL;
	OK(store_open(home, &u.people[CLERK_1], STORE_WORK, true, &s, &e));
	OK(restore_is_untold(s, &untold, &e));
	cr_assert(untold);
	OK(store_begin(s, &e));
	OK(restore_told(s, &e));
	OK(store_commit(s, &e));
	OK(restore_is_untold(s, &untold, &e));
	cr_assert_not(untold);
	store_freep(&s);
	restored_clear(&r);
	unit_end(&u);
}
