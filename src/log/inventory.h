/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A bundle's files: their names, and the `policy` file, which says in words what
 * the formats are and lists the SHA-256 of what the tree doesn't cover (rosters,
 * agreements and what they pin, manifests), so that a lost file is noticed. The list is a help
 * against accidents: trust comes from signatures alone. */

#include "crypto/hash.h"

/* Is this the name of a roster ("rosters/000001.note"), an agreement, what one pins, a manifest or a
 * sighting? */
bool inventory_is_statement(const char *name);

/* A checkpoint with cosignatures ("witnessed/000000000040.note"), or of a peer's log
 * ("peers/oss.nl/wmo/000000000012.note")? */
bool inventory_is_sighting(const char *name);

/* A text that agreements pin: "law/HASH.note", or for a field catalogue "law/HASH.yaml"? */
bool inventory_is_law(const char *name);

struct inventory_item {
	char *name;
	struct sha256 hash;
};
struct inventory {
	struct inventory_item *items;
	size_t count, capacity;
};
void inventory_clear(struct inventory *i);
/* `hash` NULL: zeros, for the caller to fill in. ERR_TOO_LARGE above LIMIT_BUNDLE_STATEMENTS. */
bool inventory_add(struct inventory *i, const char *name, const struct sha256 *hash, struct error *e)
	_must_check_;
void inventory_sort(struct inventory *i); /* by name, bytewise */
/* The text of `policy`; `i` must be sorted. */
bool inventory_format(const struct inventory *i, struct buffer *out, struct error *e) _must_check_;

/* Walks every file under `directory`, in no order: names are relative, with '/'. `kind` tells what isn't a
 * plain file. */
/* What file managers and mailers put into a folder that they show or pack: a file or folder of this name says
 * nothing, and harms nothing. */
bool inventory_is_beside(const char *name);
enum inventory_kind { INVENTORY_FILE, INVENTORY_EMPTY_DIRECTORY, INVENTORY_OTHER };
bool inventory_walk(const char *directory,
                    bool (*each)(void *context, const char *name, enum inventory_kind kind, struct error *e),
                    void *context, struct error *e) _must_check_;
