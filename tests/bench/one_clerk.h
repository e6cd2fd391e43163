/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A store with one clerk, and a log that grows, for what is measured of stores. */
#include "bench.h"

#include "crypto/hash.h"
#include "io/file.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define A_BATCH 10000u /* entries in one act while it grows */

static struct error e;

_unused_ static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- a store with one clerk --- */

static struct keyfile people[4];
static struct roster *roster;

static void make_roster(void)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	struct roster_person persons[4] = { 0 };
	struct roster_officer officers[3] = { 0 };
	char controller[] = "oss.nl", unit[] = "oss.nl/wmo", label[] = "somebody", id[] = "oss",
	     mandate[] = "m-1", role[] = "consulent";
	char *const names[] = { people[0].name, people[1].name, people[2].name, people[3].name };
	for (size_t i = 0; i < 4; i++)
		persons[i] = (struct roster_person){ .name = names[i],
			                             .label = label,
			                             .key = people[i].signer.public,
			                             .recipient = people[i].identity.recipient,
			                             .from = SECONDS_A_DAY };
	for (size_t i = 0; i < 3; i++)
		officers[i] = (struct roster_officer){ names[i], controller };
	struct roster_controller controllers[] = { { controller, 2 } };
	struct roster_unit units[] = { { .name = unit, .controller = controller } };
	struct roster_mandate mandates[] = { { .id = mandate,
		                               .person = names[3],
		                               .unit = unit,
		                               .role = role,
		                               .laws = LAW_WMO,
		                               .powers = POWER_READ | POWER_DECIDE,
		                               .from = SECONDS_A_DAY } };
	struct roster draft = {
		.id = id,
		.version = 1,
		.issued = 2 * SECONDS_A_DAY,
		.review_by = 100000 * SECONDS_A_DAY,
		.controllers = controllers,
		.controller_count = 1,
		.persons = persons,
		.person_count = 4,
		.officers = officers,
		.officer_count = 3,
		.units = units,
		.unit_count = 1,
		.mandates = mandates,
		.mandate_count = 1,
	};
	NEED(roster_format(&draft, &text, &e));
	NEED(note_sign(&note, buffer_bytes(&text), &people[0].signer, 0, &e) &&
	     note_sign(&note, buffer_bytes(&text), &people[1].signer, 0, &e));
	NEED(roster_parse(buffer_bytes(&note), "roster", &roster, &e));
}

static struct store *make_store(const char *home)
{
	static const char *const names[] = { "oss.nl/p-1", "oss.nl/p-2", "oss.nl/p-3", "oss.nl/p-4" };
	struct store *s = NULL;
	for (size_t i = 0; i < 4; i++)
		NEED(keyfile_generate(names[i], &people[i], &e));
	make_roster();
	NEED(store_create(home, "oss.nl/wmo", roster, &people[3], &s, &e));
	return s;
}

static moment day = 20000 * SECONDS_A_DAY;

static uint64_t act(struct store *s)
{
	struct entry entry = { .start = day,
		               .end = day,
		               .action = "read",
		               .unit = "oss.nl/wmo",
		               .role = "consulent",
		               .mandate = "m-1",
		               .key = "0a0b0c0d",
		               .roster_version = 1,
		               .records = 1 };
	struct entry_private p = {
		.values = { [PRIVATE_WORKSTATION] = "balie-3", [PRIVATE_FIELDS_SHOWN] = "*" }
	};
	uint64_t index = 0;
	NEED(store_log_append(s, &entry, &p, &index, &e));
	return index;
}

static void client(struct store *s, uint64_t parent, uint64_t number)
{
	char bsn[10], record[33];
	struct entry entry = { .child = true, .parent = parent };
	struct entry_private p = { .values = { [PRIVATE_SUBJECT] = bsn,
		                               [PRIVATE_SUBJECT_TYPE] = "bsn",
		                               [PRIVATE_RECORD] = record } };
	uint64_t index;
	snprintf(bsn, sizeof bsn, "%09llu", (unsigned long long)(number % 100000));
	snprintf(record, sizeof record, "%032llu", (unsigned long long)number);
	NEED(store_log_append(s, &entry, &p, &index, &e));
}

_unused_ static void grow(struct store *s, uint64_t size)
{
	while (log_size(store_log(s)) < size) {
		NEED(store_begin(s, &e));
		uint64_t parent = act(s);
		for (uint64_t i = 1; i < A_BATCH && log_size(store_log(s)) < size; i++)
			client(s, parent, log_size(store_log(s)));
		NEED(store_commit(s, &e));
		day += SECONDS_A_DAY;
	}
}

_unused_ static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

static int remove_item(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status, (void)type, (void)place;
	return remove(path);
}
