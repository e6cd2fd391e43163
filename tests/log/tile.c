/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/tile.h"

#include <criterion/criterion.h>

/* The specification's example: a tree of 70 000 leaves. */
Test(tile, widths_of_the_specifications_example)
{
	cr_assert_eq(tile_width(70000, 0, 272), 256);
	cr_assert_eq(tile_width(70000, 0, 273), 112);
	cr_assert_eq(tile_width(70000, 0, 274), 0);
	cr_assert_eq(tile_width(70000, TILE_ENTRIES, 273), 112);
	cr_assert_eq(tile_width(70000, 1, 0), 256);
	cr_assert_eq(tile_width(70000, 1, 1), 17);
	cr_assert_eq(tile_width(70000, 2, 0), 1);
	cr_assert_eq(tile_width(70000, 2, 1), 0);
	cr_assert_eq(tile_width(70000, 3, 0), 0);
	cr_assert_eq(tile_width(256, 0, 0), 256);
	cr_assert_eq(tile_width(256, 0, 1), 0);
	cr_assert_eq(tile_width(256, 1, 0), 1);
	cr_assert_eq(tile_width(0, 0, 0), 0);
	cr_assert_eq(tile_width(UINT64_MAX, 7, 0), 255);
}

static const struct {
	unsigned level;
	uint64_t n;
	unsigned width;
	const char *path;
} paths[] = {
	{ 0, 0, 256, "tile/0/000" },
	{ 0, 1234067, 256, "tile/0/x001/x234/067" },
	{ 3, 5, 17, "tile/3/005.p/17" },
	{ TILE_ENTRIES, 999, 1, "tile/entries/999.p/1" },
	{ TILE_ENTRIES, 1000, 255, "tile/entries/x001/000.p/255" },
	{ 7, UINT64_MAX, 256, "tile/7/x018/x446/x744/x073/x709/x551/615" },
};

Test(tile, paths_both_ways)
{
	for (size_t i = 0; i < ELEMENTS(paths); i++) {
		char path[TILE_PATH_MAX];
		unsigned level, width;
		uint64_t n;
		tile_path(paths[i].level, paths[i].n, paths[i].width, path);
		cr_assert_str_eq(path, paths[i].path);
		cr_assert(tile_path_parse(path, &level, &n, &width), "%s", path);
		cr_assert(level == paths[i].level && n == paths[i].n && width == paths[i].width, "%s", path);
	}
}

Test(tile, other_paths_are_none)
{
	/* clang-format off */
	static const char *const bad[] = {
		"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000",
		  "tile/0/x000/001", "tile/0/x001/1", "tile/0/001/002",
		"tile/0/x001", "tile/00/001", "tile/8/001", "tile/64/001", "tile/-1/001", "tile/entry/001",
		  "tile/0/001.p/0", "tile/0/001.p/256",
		"tile/0/001.p/01", "tile/0/001.p/", "tile/0/001.p", "tile/0/001.p/1/2", "tile/0/ 01",
		  "tiles/0/001", "tile/0/../0/001", "tile/.p/3",
		"tile/0/x018/x446/x744/x073/x709/x551/616",
		  "tile/0/x999/x999/x999/x999/x999/x999/x999/999", ".p/1", "tile/0.p/1",
	};
	/* clang-format on */
	unsigned level, width;
	uint64_t n;
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(tile_path_parse(bad[i], &level, &n, &width), "%s", bad[i]);
}
