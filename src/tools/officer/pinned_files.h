/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The signed texts that an officer gives beside an agreement (`--pinned FILE…`): tables
 * of grounds, overrides, additions to the catalogue. The catalogue and the table of
 * grounds of this program are there without being given. */

#include "trust/agreement.h"

struct pinned_file {
	const char *path; /* as it was given */
	struct buffer note;
	struct bytes text; /* without signatures */
	char type[64 + 1];
	struct sha256 hash;
};
struct pinned_files {
	struct pinned_file *list;
	size_t count;
};

bool pinned_files_read(const char *const *paths, size_t count, struct pinned_files *ret, struct error *e)
	_must_check_;
void pinned_files_clear(struct pinned_files *p);
struct pinned_source pinned_files_source(struct pinned_files *p);
/* What a draft is checked against before it pins anything: the table given, else the shipped one; every
 * override; the shipped catalogue with the additions given. */
bool pinned_files_all(const struct pinned_files *p, struct pinned *ret, struct error *e) _must_check_;
