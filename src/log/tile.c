/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/tile.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

unsigned tile_width(uint64_t size, unsigned level, uint64_t n)
{
	unsigned height = level == TILE_ENTRIES ? 0 : level;
	assert(height < TILE_LEVELS);
	uint64_t hashes = size >> (8 * height);
	if (n < hashes / TILE_WIDTH)
		return TILE_WIDTH;
	return n == hashes / TILE_WIDTH ? (unsigned)(hashes % TILE_WIDTH) : 0;
}

void tile_path(unsigned level, uint64_t n, unsigned width, char out[TILE_PATH_MAX])
{
	char digits[22]; /* a uint64_t in groups of three */
	assert(width > 0 && width <= TILE_WIDTH);
	int size = level == TILE_ENTRIES ? snprintf(out, TILE_PATH_MAX, "tile/entries/")
	                                 : snprintf(out, TILE_PATH_MAX, "tile/%u/", level);
	size_t at = (size_t)size;
	snprintf(digits, sizeof digits, "%021" PRIu64, n);
	size_t first = strspn(digits, "0") / 3 * 3;
	if (first > 18)
		first = 18;
	for (; first < 18; first += 3)
		at += (size_t)snprintf(out + at, TILE_PATH_MAX - at, "x%.3s/", digits + first);
	at += (size_t)snprintf(out + at, TILE_PATH_MAX - at, "%s", digits + 18);
	if (width < TILE_WIDTH)
		snprintf(out + at, TILE_PATH_MAX - at, ".p/%u", width);
}

/* Digits of the index without 'x' and '/', up to ".p/" or the end. */
static bool parse_index(struct bytes text, uint64_t *ret)
{
	uint64_t n = 0;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (c == 'x' || c == '/')
			continue;
		if (c < '0' || c > '9' || __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, c - '0', &n))
			return false;
	}
	*ret = n;
	return true;
}

bool tile_path_parse(const char *path, unsigned *ret_level, uint64_t *ret_n, unsigned *ret_width)
{
	struct cursor c = cursor_of(bytes_of_string(path));
	uint64_t level = TILE_ENTRIES, n, width = TILE_WIDTH;
	char again[TILE_PATH_MAX];
	if (!bytes_equal_string(cursor_until(&c, '/'), "tile"))
		return false;
	struct bytes name = cursor_until(&c, '/');
	if (!bytes_equal_string(name, "entries") && !number_parse(name, TILE_LEVELS - 1, &level))
		return false;
	const char *partial = strstr(path, ".p/");
	struct bytes index = c.left;
	if (partial && (const uint8_t *)partial >= index.data) {
		index.size = (size_t)((const uint8_t *)partial - index.data);
		if (!number_parse(bytes_of_string(partial + 3), TILE_WIDTH - 1, &width) || width == 0)
			return false;
	}
	if (!parse_index(index, &n))
		return false;
	tile_path((unsigned)level, n, (unsigned)width, again);
	if (strcmp(again, path) != 0) /* the one form */
		return false;
	*ret_level = (unsigned)level;
	*ret_n = n;
	*ret_width = (unsigned)width;
	return true;
}
