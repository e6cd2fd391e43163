/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* For the tests only: puts a signature under any text, whatever it says and whoever signs, which the
 * programs never would.
 *
 *     countersign FILE KEY
 *
 * FILE is a note, or a bare text that becomes one. KEY is X.key with its passphrase in X.pass. */

#include "base/limits.h"
#include "io/file.h"
#include "trust/keyfile.h"
#include "trust/statement.h"

#include <stdio.h>
#include <string.h>

static bool read_key(const char *path, struct keyfile *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	_cleanup_(string_freep) char *pass = string_printf("%.*s.pass", (int)strlen(path) - 4, path);
	if (!pass || !file_read(pass, 1024, &text, e))
		return false;
	while (text.size && text.data[text.size - 1] == '\n')
		text.size--;
	return secret_copy(&passphrase, buffer_bytes(&text), e) && keyfile_read(path, &passphrase, ret, e);
}

static bool countersign(const char *path, const char *key_path, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(buffer_clear) struct buffer in = { 0 };
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	_cleanup_(file_write_clear) struct file_write file = { .fd = -1 };
	if (!read_key(key_path, &key, e) || !file_read(path, LIMIT_NOTE_SIZE, &in, e))
		return false;
	struct bytes text = buffer_bytes(&in);
	struct note note;
	if (statement_is_signed(text)) {
		if (!note_parse(text, path, &note, e))
			return false;
		buffer_append(&out, text);
		text = note.text;
	}
	return note_sign(&out, text, &key.signer, 0, e) && file_write_start(&file, path, e) &&
	       sink_write(file_write_sink(&file), buffer_bytes(&out), e) && file_write_commit(&file, true, e);
}

int main(int argc, char **argv)
{
	struct error e = { .code = ERR_USAGE };
	if (argc == 3 && crypto_start(&e) && countersign(argv[1], argv[2], &e))
		return 0;
	fprintf(stderr, "countersign: %s: %s: %s\n", error_name(e.code), e.subject, e.detail);
	return 1;
}
