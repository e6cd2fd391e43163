/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Names of all kinds. What may name a member of a package must be harmless to whoever
 * unpacks it with other tools. */

#include "fuzz.h"

#include "base/text.h"
#include "io/tar.h"
#include "log/inventory.h"
#include "log/tile.h"
#include "trust/card.h"
#include "trust/manifest.h"
#include "trust/statement.h"

/* A member's name stays below the folder it is unpacked in, and tar carries it. */
static bool member(const char *name)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct tar_writer w;
	struct error e = { 0 };
	if (!member_name_is_valid(name))
		return false;
	MUST(name[0] != '/' && name[0] != '-' && !strstr(name, "//") && !strchr(name, '\\') &&
	     !strchr(name, ' '));
	for (const char *part = name; part; part = strchr(part, '/')) {
		part += *part == '/';
		MUST(strcmp(part, ".") != 0 && strcmp(part, "..") != 0 && strncmp(part, "./", 2) != 0 &&
		     strncmp(part, "../", 3) != 0);
	}
	MUST(strcmp(name, "manifest.note") != 0 && strcmp(name, "log.proof") != 0 &&
	     strcmp(name, "log.witness") != 0 && strcmp(name, "padding") != 0);
	tar_writer_start(&w, sink_to_buffer(&out));
	MUST(tar_writer_file(&w, name, BYTES("x"), &e));
	return true;
}

static bool tile(const char *name)
{
	char again[TILE_PATH_MAX];
	unsigned level, width;
	uint64_t n;
	if (!tile_path_parse(name, &level, &n, &width))
		return false;
	tile_path(level, n, width, again);
	MUST(strcmp(name, again) == 0 && width > 0 && width <= TILE_WIDTH);
	return true;
}

static bool fingerprint(struct bytes raw)
{
	char shown[FINGERPRINT_SHOWN_SIZE + 1], spoken[FINGERPRINT_SPOKEN_SIZE + 1];
	struct sha256 hash, same;
	if (!fingerprint_parse(raw, &hash))
		return false;
	fingerprint_show(&hash, shown);
	MUST(fingerprint_parse(bytes_of_string(shown), &same) && sha256_equal(&hash, &same));
	fingerprint_show_spoken(&hash, spoken);
	MUST(fingerprint_parse(bytes_of_string(spoken), &same) && sha256_equal(&hash, &same));
	return true;
}

static bool unit(struct bytes raw)
{
	bool person = name_is_person(raw);
	if (!name_is_valid(raw)) {
		MUST(!person);
		return false;
	}
	const uint8_t *slash = memchr(raw.data, '/', raw.size);
	MUST(raw.size <= NAME_MAX_SIZE && slash && slash > raw.data && slash < raw.data + raw.size - 1);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = bytes_of(data, size);
	char type[STATEMENT_TYPE_MAX + 1];
	if (statement_type(raw, type, sizeof type))
		MUST(strncmp(type, "sluis.", 6) == 0);
	if (size && data[size - 1] == '\n')
		raw.size--; /* seeds are text files */
	_cleanup_(string_freep) char *name = string_of_bytes(raw);
	bool any = member(name);
	any = tile(name) || any;
	any = inventory_is_statement(name) || any;
	any = fingerprint(raw) || any;
	any = unit(raw) || any;
	any = identifier_is_valid(raw) || any;
	fuzz_accepted = any;
	return 0;
}
