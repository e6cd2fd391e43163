/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What log_audit.py holds verification against: reading the entries of a bundle and
 * hashing the same bytes with libcrypto, leaves and tree, and nothing else. Prints the root. */
#include "io/file.h"
#include "log/bundle.h"
#include "log/tile.h"

#include <stdio.h>
#include <stdlib.h>

static bool hash_file(const char *directory, uint64_t n, unsigned width, struct merkle_edge *edge,
                      struct buffer *file, struct error *e)
{
	char name[TILE_PATH_MAX];
	tile_path(TILE_ENTRIES, n, width, name);
	_cleanup_(string_freep) char *path = path_join(directory, name);
	buffer_reset(file);
	if (!path || !file_read(path, ENTRIES_FILE_MAX, file, e))
		return false;
	struct cursor c = cursor_of(buffer_bytes(file));
	for (unsigned i = 0; i < width; i++) {
		struct bytes length = cursor_take(&c, 2);
		struct bytes raw =
			c.failed ? length : cursor_take(&c, (size_t)(length.data[0] << 8 | length.data[1]));
		struct sha256 leaf;
		merkle_leaf(raw, &leaf);
		merkle_edge_append(edge, &leaf, NULL, NULL);
	}
	return !c.failed;
}

int main(int argc, char **argv)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct merkle_edge edge = { 0 };
	struct error e = { 0 };
	struct sha256 root;
	char hex[SHA256_HEX_SIZE + 1];
	uint64_t size = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	unsigned width;
	for (uint64_t n = 0; argc > 2 && (width = tile_width(size, TILE_ENTRIES, n)); n++)
		if (!hash_file(argv[1], n, width, &edge, &file, &e)) {
			fprintf(stderr, "log_hash: %s %s\n", error_name(e.code), e.subject);
			return EXIT_FAILURE;
		}
	merkle_edge_root(&edge, &root);
	sha256_hex(&root, hex);
	puts(hex);
	return EXIT_SUCCESS;
}
