/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_change.h"

#include "codec/keyed.h"
#include "trust/roster_check.h"

#include <string.h>

/* --- which row of the one is which of the other --- */

/* The keys that say which row it is; two at most. Of the others all do. */
static const struct {
	const char *list, *keys[2];
} identities[] = {
	{ "controllers", { "name" } },
	{ "persons", { "name" } },
	{ "officers", { "person", "controller" } },
	{ "advisers", { "controller" } },
	{ "units", { "name" } },
	{ "mandates", { "id" } },
	{ "revocations", { "person", "key" } },
	{ "successions", { "controller" } },
	{ "merged", { "id", "version" } },
};

static bool is_identity(const char *list, const char *key)
{
	for (size_t i = 0; i < ELEMENTS(identities); i++)
		for (size_t k = 0; strcmp(identities[i].list, list) == 0 && k < 2; k++)
			if (identities[i].keys[k] && strcmp(identities[i].keys[k], key) == 0)
				return true;
	return false;
}

/* What the text says behind one key, on one line; nothing when it isn't there. */
void roster_row_value(const void *row, const struct keyed *key, struct buffer *out)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const struct keyed alone[] = { *key, { 0 } };
	keyed_write(row, alone, KEYED_QUOTED, &text);
	out->failed = out->failed || text.failed;
	struct cursor c = cursor_of(buffer_bytes(&text));
	cursor_until(&c, ':');
	for (bool first = true; !cursor_done(&c);) {
		struct bytes line = cursor_line(&c);
		while (line.size && (line.data[0] == ' ' || line.data[0] == '-' || line.data[0] == '"'))
			line = bytes_of(line.data + 1, line.size - 1);
		if (line.size && line.data[line.size - 1] == '"')
			line.size--;
		if (line.size == 0)
			continue;
		buffer_append_string(out, first ? "" : " ");
		buffer_append(out, line);
		first = false;
	}
}

static const struct keyed *keys_of(const char *list)
{
	const struct keyed *k = roster_keys;
	while (strcmp(k->name, list) != 0)
		k++;
	return k->keys;
}

void roster_row_name(const struct roster_row *row, struct buffer *out)
{
	for (const struct keyed *k = keys_of(row->list); k->name; k++) {
		_cleanup_(buffer_clear) struct buffer value = { 0 };
		if (!is_identity(row->list, k->name))
			continue;
		roster_row_value(row->row, k, &value);
		out->failed = out->failed || value.failed;
		if (value.size)
			buffer_printf(out, "%s%s", out->size ? " " : "", buffer_string(&value));
	}
}
