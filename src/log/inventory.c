/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/inventory.h"

#include "base/limits.h"
#include "base/text.h"
#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char words[] =
	"sluis.bundle/v1\n"
	"This folder is the log of one unit, with what is needed to verify it: public texts and\n"
	"commitments, no key and no client's data.\n"
	"checkpoint      size and root of the log, signed by the unit's log key: a signed note\n"
	"                (c2sp.org/signed-note, c2sp.org/tlog-checkpoint; Ed25519)\n"
	"tile/entries/   the entries, 256 a file, each behind its length in two bytes, high byte\n"
	"                first (c2sp.org/tlog-tiles); an entry is one line of JSON\n"
	"tile/0/ ...     hashes of the tree, 32 bytes each (RFC 6962, SHA-256; c2sp.org/tlog-tiles)\n"
	"rosters/        who the officers, units and persons are: signed notes, version by version;\n"
	"                the SHA-256 of the text of version 1 is the fingerprint that officers read aloud\n"
	"agreements/     what may be exchanged: signed notes\n"
	"law/            what agreements pin, by the SHA-256 of the text: tables of grounds, overrides,\n"
	"                additions to the field catalogue (signed notes); the catalogue itself (.yaml)\n"
	"manifests/      of the packages and receipts sent and received: signed notes\n"
	"witnessed/      earlier checkpoints of this log, with what others cosigned\n"
	"                (c2sp.org/tlog-cosignature); peers/ holds those of other units' logs\n"
	"Below, as `sha256sum -c policy` reads it, what the tree doesn't cover.\n";

/* "000000000040.note" */
static bool is_size(struct bytes name)
{
	uint64_t size;
	uint8_t digits[12];
	if (name.size != 17 || memcmp(name.data + 12, ".note", 5) != 0)
		return false;
	memcpy(digits, name.data, sizeof digits);
	size_t zeros = 0;
	while (zeros < 11 && digits[zeros] == '0')
		zeros++;
	return number_parse(bytes_of(digits + zeros, sizeof digits - zeros), UINT64_MAX, &size);
}

bool inventory_is_sighting(const char *name)
{
	struct cursor c = cursor_of(bytes_of_string(name));
	struct bytes folder = cursor_until(&c, '/');
	if (bytes_equal_string(folder, "witnessed"))
		return is_size(c.left);
	if (!bytes_equal_string(folder, "peers") || c.left.size <= 18 || c.left.data[c.left.size - 18] != '/')
		return false;
	return name_is_valid(bytes_of(c.left.data, c.left.size - 18)) &&
	       is_size(bytes_of(c.left.data + c.left.size - 17, 17));
}

/* "law/", 64 digits, a suffix. */
bool inventory_is_law(const char *name)
{
	static const size_t stem = 4 + SHA256_HEX_SIZE;
	return strncmp(name, "law/", 4) == 0 && strspn(name + 4, "0123456789abcdef") == SHA256_HEX_SIZE &&
	       (strcmp(name + stem, ".note") == 0 || strcmp(name + stem, ".yaml") == 0);
}

bool inventory_is_statement(const char *name)
{
	static const char *const folders[] = { "rosters/", "agreements/", "manifests/" };
	if (inventory_is_sighting(name) || inventory_is_law(name))
		return true;
	for (size_t i = 0; i < ELEMENTS(folders); i++) {
		struct bytes all = bytes_of_string(name);
		size_t skip = strlen(folders[i]);
		if (!bytes_starts_with(all, folders[i]))
			continue;
		size_t allowed = strspn(name + skip, "abcdefghijklmnopqrstuvwxyz0123456789.-");
		return all.size < 200 && allowed > 5 && skip + allowed == all.size && name[skip] != '.' &&
		       name[skip] != '-' && strcmp(name + all.size - 5, ".note") == 0;
	}
	return false;
}

bool inventory_is_beside(const char *name)
{
	static const char *const names[] = {
		".DS_Store",
		".localized",
		".apdisk",
		".Spotlight-V100",
		".Trashes",
		".fseventsd",
		"Icon\r",
		"__MACOSX",
		"Thumbs.db",
		"ehthumbs.db",
		"desktop.ini",
		"Desktop.ini",
		"$RECYCLE.BIN",
		".directory",
		".hidden",
		".Trash-1000",
		"System Volume Information",
	};
	for (const char *part = name; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL) {
		size_t size = strcspn(part, "/");
		if (strncmp(part, "._", 2) == 0)
			return true;
		for (size_t i = 0; i < ELEMENTS(names); i++)
			if (strlen(names[i]) == size && memcmp(part, names[i], size) == 0)
				return true;
	}
	return false;
}

void inventory_clear(struct inventory *i)
{
	if (!i)
		return;
	for (size_t n = 0; n < i->count; n++)
		free(i->items[n].name);
	free(i->items);
	*i = (struct inventory){ 0 };
}

bool inventory_add(struct inventory *i, const char *name, const struct sha256 *hash, struct error *e)
{
	if (i->count >= LIMIT_BUNDLE_STATEMENTS)
		return error_set(e, ERR_TOO_LARGE, name, "more than %u signed texts",
		                 LIMIT_BUNDLE_STATEMENTS);
	if (i->count == i->capacity) {
		size_t capacity = i->capacity ? 2 * i->capacity : 16;
		struct inventory_item *items = reallocarray(i->items, capacity, sizeof *items);
		if (!items)
			return error_memory(e);
		i->items = items;
		i->capacity = capacity;
	}
	char *copy = string_copy(name);
	if (!copy)
		return error_memory(e);
	struct inventory_item *item = &i->items[i->count++];
	memset(item, 0, sizeof *item);
	item->name = copy;
	if (hash)
		item->hash = *hash;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct inventory_item *)a)->name, ((const struct inventory_item *)b)->name);
}

void inventory_sort(struct inventory *i)
{
	if (i->count)
		qsort(i->items, i->count, sizeof *i->items, by_name);
}

bool inventory_format(const struct inventory *i, struct buffer *out, struct error *e)
{
	buffer_append_string(out, words);
	for (size_t n = 0; n < i->count; n++) {
		char hex[SHA256_HEX_SIZE + 1];
		sha256_hex(&i->items[n].hash, hex);
		buffer_printf(out, "%s  %s\n", hex, i->items[n].name);
	}
	return buffer_ok(out, e);
}

/* --- walking --- */

struct walk {
	bool (*each)(void *context, const char *name, enum inventory_kind kind, struct error *e);
	void *context;
	const char *directory;
};

static void closedirp(DIR **d)
{
	if (*d)
		closedir(*d);
}

static bool walk_folder(const struct walk *w, const char *folder, unsigned depth, struct error *e);

static bool walk_item(const struct walk *w, const char *name, unsigned depth, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(w->directory, name);
	struct stat status;
	if (!path)
		return error_memory(e);
	if (lstat(path, &status) < 0)
		return error_errno(e, errno, path, "%s", "lstat");
	if (S_ISREG(status.st_mode))
		return w->each(w->context, name, INVENTORY_FILE, e);
	if (!S_ISDIR(status.st_mode) || depth >= LIMIT_BUNDLE_DEPTH)
		return w->each(w->context, name, INVENTORY_OTHER, e);
	return walk_folder(w, name, depth + 1, e);
}

/* `folder` is relative; NULL: the top. */
static bool walk_folder(const struct walk *w, const char *folder, unsigned depth, struct error *e)
{
	_cleanup_(string_freep) char *path =
		folder ? path_join(w->directory, folder) : string_copy(w->directory);
	if (!path)
		return error_memory(e);
	_cleanup_(closedirp) DIR *d = opendir(path);
	if (!d)
		return error_errno(e, errno, path, "%s", "opendir");
	bool empty = true;
	for (;;) {
		errno = 0;
		const struct dirent *item = readdir(d);
		if (!item && errno)
			return error_errno(e, errno, path, "%s", "readdir");
		if (!item)
			break;
		if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
			continue;
		empty = false;
		_cleanup_(string_freep) char *name =
			folder ? path_join(folder, item->d_name) : string_copy(item->d_name);
		if (!name)
			return error_memory(e);
		if (!walk_item(w, name, depth, e))
			return false;
	}
	return !empty || !folder || w->each(w->context, folder, INVENTORY_EMPTY_DIRECTORY, e);
}

bool inventory_walk(const char *directory,
                    bool (*each)(void *context, const char *name, enum inventory_kind kind, struct error *e),
                    void *context, struct error *e)
{
	const struct walk w = { each, context, directory };
	return walk_folder(&w, NULL, 0, e);
}
