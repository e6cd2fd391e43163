/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A unit with its people for the tests of this layer: three officers, two clerks
 * with a mandate at oss.nl/wmo, one person without. Keys are made when a test starts;
 * everything on disk is in one folder that goes when it ends. */

#include "io/file.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__ /* Criterion's children end without the check */
#include <sanitizer/lsan_interface.h>
#define LEAKS() __lsan_do_recoverable_leak_check()
#else
#define LEAKS() 0
#endif

#define UNIT "oss.nl/wmo"
#define FOLDER "/tmp/sluis-store-XXXXXX"
enum { OFFICER_1, OFFICER_2, OFFICER_3, CLERK_1, CLERK_2, STRANGER, PEOPLE };

struct unit {
	char folder[sizeof FOLDER], home[sizeof FOLDER + 8];
	struct keyfile people[PEOPLE];
	struct roster *roster; /* version 1 */
	struct store *store;
};

#define OK(call) \
	do { \
		struct error e = { 0 }; \
		bool done_ = (call); \
		cr_assert(done_, "%s: %s %s in %s: %s", #call, error_name(e.code), e.subject, \
		          e.where ? e.where : "?", e.detail); \
	} while (0)
#define FAILS(want, call) \
	do { \
		struct error e = { 0 }; \
		bool done_ = (call); \
		cr_assert(!done_, "%s succeeded", #call); \
		cr_assert_eq(e.code, want, "%s: %s instead of %s: %s %s", #call, error_name(e.code), \
		             error_name(want), e.subject, e.detail); \
	} while (0)

_unused_ static moment a_day(const char *text)
{
	moment m = 0;
	cr_assert(day_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

#define GROW(rows, count) ((rows) = reallocarray((rows), (count) + 1, sizeof *(rows)), &(rows)[(count)++])

static struct roster *unit_draft(const struct unit *u)
{
	struct roster *r = calloc(1, sizeof *r);
	r->id = string_copy("oss");
	r->version = 1;
	r->issued = a_day("2024-02-01") + 36000;
	r->review_by = a_day("2099-02-01");
	*GROW(r->controllers, r->controller_count) = (struct roster_controller){ string_copy("oss.nl"), 2 };
	for (int i = 0; i < PEOPLE; i++)
		*GROW(r->persons, r->person_count) =
			(struct roster_person){ .name = string_copy(u->people[i].name),
			                        .label = string_copy("somebody"),
			                        .key = u->people[i].signer.public,
			                        .recipient = u->people[i].identity.recipient,
			                        .from = a_day("2024-01-01") };
	for (int i = OFFICER_1; i <= OFFICER_3; i++)
		*GROW(r->officers, r->officer_count) =
			(struct roster_officer){ string_copy(u->people[i].name), string_copy("oss.nl") };
	*GROW(r->units, r->unit_count) =
		(struct roster_unit){ .name = string_copy(UNIT), .controller = string_copy("oss.nl") };
	*GROW(r->units, r->unit_count) =
		(struct roster_unit){ .name = string_copy("oss.nl/wi"), .controller = string_copy("oss.nl") };
	for (int i = CLERK_1; i <= CLERK_2; i++)
		*GROW(r->mandates, r->mandate_count) =
			(struct roster_mandate){ string_printf("m-%d", i),
			                         string_copy(u->people[i].name),
			                         string_copy(UNIT),
			                         string_copy("consulent"),
			                         LAW_WMO,
			                         POWER_READ | POWER_IMPORT,
			                         a_day("2024-01-01"),
			                         a_day("2099-12-31") };
	*GROW(r->mandates, r->mandate_count) = (struct roster_mandate){ string_copy("m-old"),
		                                                        string_copy(u->people[STRANGER].name),
		                                                        string_copy(UNIT),
		                                                        string_copy("consulent"),
		                                                        LAW_WMO,
		                                                        POWER_READ,
		                                                        a_day("2020-01-01"),
		                                                        a_day("2020-12-31") };
	return r;
}

/* The draft signed by two officers and parsed again; frees the draft. */
static struct roster *unit_sign(const struct unit *u, struct roster *draft)
{
	_cleanup_(roster_freep) struct roster *d = draft;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct roster *r = NULL;
	OK(roster_format(d, &text, &e));
	for (int i = OFFICER_1; i <= OFFICER_2; i++)
		OK(note_sign(&note, buffer_bytes(&text), &u->people[i].signer, 0, &e));
	OK(roster_parse(buffer_bytes(&note), "roster.note", &r, &e));
	return r;
}

/* Version 2, with the keys of the unit that `log` &c. belong to. */
_unused_ static struct roster *unit_next_roster(const struct unit *u, const struct age_recipient *recipient,
                                                const struct note_verifier *log,
                                                const struct note_verifier *witness)
{
	struct roster *d = unit_draft(u);
	d->version = 2;
	d->previous = u->roster->hash;
	d->issued += 3600;
	d->units[0].ready = true;
	d->units[0].recipient = *recipient;
	d->units[0].log = *log;
	d->units[0].witness = *witness;
	return unit_sign(u, d);
}

static void unit_start(struct unit *u)
{
	static const char *const names[PEOPLE] = { "oss.nl/p-0001", "oss.nl/p-0002", "oss.nl/p-0003",
		                                   "oss.nl/p-7f3k", "oss.nl/p-8g4m", "oss.nl/p-9h5n" };
	*u = (struct unit){ .folder = FOLDER };
	OK(crypto_start(&e));
	cr_assert(mkdtemp(u->folder));
	snprintf(u->home, sizeof u->home, "%s/home", u->folder);
	for (size_t i = 0; i < PEOPLE; i++)
		OK(keyfile_generate(names[i], &u->people[i], &e));
	u->roster = unit_sign(u, unit_draft(u));
}

_unused_ static void unit_open(struct unit *u)
{
	OK(store_open(u->home, &u->people[CLERK_1], STORE_WORK, false, &u->store, &e));
}

_unused_ static void unit_close(struct unit *u)
{
	store_freep(&u->store);
}

/* The store made, both clerks' keys bound to it. */
_unused_ static void unit_create(struct unit *u)
{
	unit_start(u);
	OK(store_create(u->home, UNIT, u->roster, &u->people[CLERK_1], &u->store, &e));
	for (int i = CLERK_1; i <= CLERK_2; i++)
		OK(keyfile_bind(&u->people[i], &u->roster->hash, store_id(u->store), &e));
}

static int remove_one(const char *path, _unused_ const struct stat *st, _unused_ int type,
                      _unused_ struct FTW *where)
{
	return remove(path);
}

_unused_ static void unit_end(struct unit *u)
{
	store_freep(&u->store);
	for (size_t i = 0; i < PEOPLE; i++)
		keyfile_clear(&u->people[i]);
	roster_freep(&u->roster);
	nftw(u->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	cr_expect_eq(LEAKS(), 0, "memory leaks");
}

/* --- files of HOME --- */

_unused_ static void unit_path(const struct unit *u, const char *name, char out[128])
{
	snprintf(out, 128, "%s/%s", u->home, name);
}

_unused_ static void read_whole(const char *path, struct buffer *ret)
{
	buffer_reset(ret);
	OK(file_read(path, 256u << 20, ret, &e));
}

_unused_ static bool home_has(const struct unit *u, const char *name)
{
	char path[128];
	unit_path(u, name, path);
	return file_exists(path);
}

_unused_ static void save(const struct unit *u, const char *name, struct buffer *ret)
{
	char path[128];
	unit_path(u, name, path);
	read_whole(path, ret);
}

_unused_ static void put_back(const struct unit *u, const char *name, const struct buffer *content)
{
	char path[128];
	unit_path(u, name, path);
	OK(file_replace(path, buffer_bytes(content), true, &e));
}

_unused_ static void drop(const struct unit *u, const char *name)
{
	char path[128];
	unit_path(u, name, path);
	cr_assert_eq(unlink(path), 0, "%s", path);
}

/* --- acts --- */

/* An entry with `children` clients under it, inside a transaction that is open. */
_unused_ static void append_act(struct store *s, const char *action, uint64_t children)
{
	struct entry entry = { .start = moment_now(),
		               .end = moment_now(),
		               .action = action,
		               .unit = UNIT,
		               .role = "consulent",
		               .mandate = "m-3",
		               .key = "00112233",
		               .roster_version = 1,
		               .records = children };
	struct entry_private p = { .values = { [PRIVATE_REASON] = "because" } };
	uint64_t parent, index;
	OK(store_log_append(s, &entry, &p, &parent, &e));
	for (uint64_t i = 0; i < children; i++) {
		struct entry child = { .child = true, .parent = parent };
		struct entry_private q = {
			.values = { [PRIVATE_SUBJECT] = "999990019", [PRIVATE_SUBJECT_TYPE] = "bsn" }
		};
		OK(store_log_append(s, &child, &q, &index, &e));
		cr_assert_eq(index, parent + 1 + i);
	}
}

_unused_ static void act(struct store *s, const char *action, uint64_t children)
{
	OK(store_begin(s, &e));
	append_act(s, action, children);
	OK(store_commit(s, &e));
}

/* --- records --- */

_unused_ static struct catalogue *shipped_catalogue(void)
{
	struct catalogue *c = NULL;
	OK(catalogue_load(catalogue_shipped(), "catalogue.yaml", &c, &e));
	return c;
}
