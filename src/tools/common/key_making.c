/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/key_making.h"

#include "base/text.h"
#include "cli/invocation.h"
#include "cli/words.h"
#include "io/file.h"

#include <string.h>

bool key_work_factor(struct invocation *in, unsigned *ret, struct error *e)
{
	const char *text = invocation_value(in, "work-factor");
	uint64_t n = 0;
	if (text && (!number_parse(bytes_of_string(text), KEYFILE_MOST_WORK_FACTOR, &n) ||
	             n < KEYFILE_LEAST_WORK_FACTOR))
		return error_set(e, ERR_USAGE, "--work-factor", "%u to %u", KEYFILE_LEAST_WORK_FACTOR,
		                 KEYFILE_MOST_WORK_FACTOR);
	*ret = (unsigned)n; /* 0: as it was, or 18 */
	return true;
}

char *key_card_path(const char *key_path, const char *folder)
{
	const char *slash = strrchr(key_path, '/'), *name = slash ? slash + 1 : key_path;
	size_t size = strlen(name);
	if (size > 4 && strcmp(name + size - 4, ".key") == 0)
		size -= 4;
	return folder ? string_printf("%s/%.*s.card", folder, (int)size, name)
	              : string_printf("%.*s%.*s.card", (int)(name - key_path), key_path, (int)size, name);
}

bool key_card(const struct keyfile *k, struct buffer *note, struct card *ret, struct error *e)
{
	return card_make(k->name, &k->identity.recipient, &k->signer, k->has_witness ? &k->witness : NULL,
	                 note, e) &&
	       card_parse(buffer_bytes(note), "card", ret, e);
}

bool key_make(struct invocation *in, const char *name, const char *path, const char *card_path, bool officer,
              struct keyfile *ret, struct secret *ret_passphrase, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	unsigned factor;
	if (file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (file_exists(card_path))
		return error_set(e, ERR_FILE_EXISTS, card_path, "%s", "");
	if (!key_work_factor(in, &factor, e) || !keyfile_generate(name, &key, e) ||
	    (officer && !keyfile_add_witness(&key, e)) || !key_card(&key, &note, &card, e) ||
	    !invocation_new_passphrase(in, ret_passphrase, e) ||
	    !keyfile_write(&key, path, ret_passphrase, factor, false, e) ||
	    !file_replace(card_path, buffer_bytes(&note), false, e))
		return false;
	*ret = key;
	key = (struct keyfile){ 0 };
	return true;
}
