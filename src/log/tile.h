/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where tiles stand and how wide they are (c2sp.org/tlog-tiles): names and sizes
 * only, no bytes of them. */

#include "base/bytes.h"
#include "base/limits.h"

#include <limits.h>

#define TILE_WIDTH 256u
#define TILE_LEVELS 8u        /* 256^8 leaves */
#define TILE_ENTRIES UINT_MAX /* in place of a level: the bundles of entries */
#define TILE_PATH_MAX 80u
#define ENTRIES_FILE_MAX \
	(TILE_WIDTH * (2u + LIMIT_LOG_ENTRY_SIZE)) /* bytes of a file of entries, each behind its length */

/* How many hashes (or entries) tile (level, n) holds in a tree of `size` leaves; 0: there is none. */
unsigned tile_width(uint64_t size, unsigned level, uint64_t n);
/* "tile/0/x001/234.p/17", "tile/entries/000". */
void tile_path(unsigned level, uint64_t n, unsigned width, char out[TILE_PATH_MAX]);
/* The reverse; false unless `path` is exactly what `tile_path` gives. */
bool tile_path_parse(const char *path, unsigned *ret_level, uint64_t *ret_n, unsigned *ret_width)
	_must_check_;
