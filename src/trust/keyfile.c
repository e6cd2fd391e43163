/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/keyfile.h"

#include "base/text.h"
#include "trust/sealed_text.h"

#include <stdlib.h>
#include <string.h>

/* Kept apart from everything that only verifies: it pulls in decryption. */

static const char name_prefix[] = "# sluis key file: ";
static const char root_prefix[] = "# sluis root: ";
static const char store_prefix[] = "# sluis store: ";

#define STORE_HEX_SIZE (2u * STORE_ID_SIZE)
#define STORE_LINE_SIZE (sizeof store_prefix - 1 + STORE_HEX_SIZE + 1)
#define KEYFILE_TEXT_MAX \
	(sizeof name_prefix - 1 + NAME_MAX_SIZE + 1 + AGE_IDENTITY_SIZE + 1 + \
	 2 * (NOTE_SIGNER_TEXT_MAX + 1) + sizeof root_prefix - 1 + SHA256_HEX_SIZE + 1 + \
	 KEYFILE_STORES_MAX * STORE_LINE_SIZE)

bool keyfile_generate(const char *name, struct keyfile *ret, struct error *e)
{
	if (!name_is_person(bytes_of_string(name)))
		return error_set(e, ERR_NAME, name, "a person's name is municipality/p-xxxx");
	_cleanup_(keyfile_clear) struct keyfile k = { .name = string_copy(name) };
	if (!k.name)
		return error_memory(e);
	if (!age_identity_generate(&k.identity, e) || !note_signer_generate(name, NOTE_ED25519, &k.signer, e))
		return false;
	*ret = k;
	k = (struct keyfile){ 0 };
	return true;
}

bool keyfile_add_witness(struct keyfile *k, struct error *e)
{
	if (k->has_witness)
		return true;
	k->has_witness = note_signer_generate(k->name, NOTE_COSIGNATURE, &k->witness, e);
	return k->has_witness;
}

void keyfile_clear(struct keyfile *k)
{
	if (!k)
		return;
	age_identity_clear(&k->identity);
	note_signer_clear(&k->signer);
	note_signer_clear(&k->witness);
	free(k->name);
	*k = (struct keyfile){ 0 };
}

void keyfile_move(struct keyfile *to, struct keyfile *from)
{
	*to = *from;
	*from = (struct keyfile){ 0 };
}

/* --- the text --- */

/* A place in secret memory that text is put to; the sizes were added up in KEYFILE_TEXT_MAX. */
static char *put(char *at, const char *text)
{
	return stpcpy(at, text);
}

static char *put_line_of_hex(char *at, const char *prefix, struct bytes raw)
{
	at = put(at, prefix);
	hex_encode(raw, at);
	return put(at + 2 * raw.size, "\n");
}

static size_t write_text(const struct keyfile *k, char *out)
{
	char *at = put(put(put(out, name_prefix), k->name), "\n");
	age_identity_format(&k->identity, at);
	at = put(at + AGE_IDENTITY_SIZE, "\n");
	at += note_signer_format(&k->signer, at);
	at = put(at, "\n");
	if (k->has_witness) {
		at += note_signer_format(&k->witness, at);
		at = put(at, "\n");
	}
	if (k->bound)
		at = put_line_of_hex(at, root_prefix, bytes_of(k->root.bytes, SHA256_SIZE));
	for (size_t i = 0; i < k->store_count; i++)
		at = put_line_of_hex(at, store_prefix, bytes_of(k->stores[i], STORE_ID_SIZE));
	return (size_t)(at - out);
}

bool keyfile_format(const struct keyfile *k, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret scratch = { 0 };
	if (!secret_new(&scratch, KEYFILE_TEXT_MAX + 2, e))
		return false;
	size_t size = write_text(k, (char *)scratch.data);
	return secret_copy(ret, bytes_of(scratch.data, size), e);
}

static bool damaged(struct error *e, uint64_t line, const char *rule)
{
	return error_line(e, ERR_KEYFILE, "key file", line, "%s", rule);
}

/* The rest of a line behind its prefix. */
static bool line_value(struct bytes line, const char *prefix, struct bytes *ret)
{
	if (!bytes_starts_with(line, prefix))
		return false;
	*ret = bytes_of(line.data + strlen(prefix), line.size - strlen(prefix));
	return true;
}

static bool parse_keys(struct cursor *lines, struct keyfile *k, struct error *e)
{
	struct bytes line = cursor_line(lines), name;
	struct error ignored;
	if (lines->failed || !line_value(line, name_prefix, &name) || !name_is_person(name))
		return damaged(e, 1, N_("\"# sluis key file: NAME\" is expected"));
	k->name = string_of_bytes(name);
	if (!k->name)
		return error_memory(e);
	line = cursor_line(lines);
	if (lines->failed || !age_identity_parse(line, &k->identity, &ignored))
		return damaged(e, 2, N_("an age identity is expected"));
	line = cursor_line(lines);
	if (lines->failed || !note_signer_parse(line, &k->signer, &ignored))
		return damaged(e, 3, N_("a note signer key is expected"));
	if (strcmp(k->signer.public.name, k->name) != 0 || k->signer.public.type != NOTE_ED25519)
		return damaged(e, 3, N_("the signer key is another person's or of another kind"));
	return true;
}

/* Told from the signer's by its type alone, which is part of the key. */
static bool parse_witness(struct cursor *lines, uint64_t *number, struct keyfile *k, struct error *e)
{
	struct error ignored;
	*number = 4;
	if (!bytes_starts_with(lines->left, "PRIVATE+KEY+"))
		return true;
	struct bytes line = cursor_line(lines);
	if (lines->failed || !note_signer_parse(line, &k->witness, &ignored))
		return damaged(e, 4, N_("a note signer key is expected"));
	k->has_witness = true;
	*number = 5;
	if (strcmp(k->witness.public.name, k->name) != 0 || k->witness.public.type != NOTE_COSIGNATURE)
		return damaged(e, 4, N_("the cosigning key is another person's or of another kind"));
	return true;
}

static bool has_store(const struct keyfile *k, const uint8_t store[STORE_ID_SIZE])
{
	for (size_t i = 0; i < k->store_count; i++)
		if (memcmp(k->stores[i], store, STORE_ID_SIZE) == 0) /* public ids */
			return true;
	return false;
}

static bool parse_binding(struct cursor *lines, uint64_t number, struct keyfile *k, struct error *e)
{
	struct bytes hex;
	if (cursor_done(lines))
		return true;
	struct bytes line = cursor_line(lines);
	if (lines->failed || !line_value(line, root_prefix, &hex) || !sha256_parse(hex, &k->root))
		return damaged(e, number, N_("\"# sluis root: HEX\" or the end is expected"));
	k->bound = true;
	while (!cursor_done(lines)) {
		line = cursor_line(lines);
		number++;
		if (k->store_count == KEYFILE_STORES_MAX)
			return damaged(e, number, N_("more stores than a key file holds"));
		if (lines->failed || !line_value(line, store_prefix, &hex) ||
		    !hex_decode(hex, k->stores[k->store_count], STORE_ID_SIZE) ||
		    has_store(k, k->stores[k->store_count]))
			return damaged(e, number,
			               N_("\"# sluis store: HEX\", each once, or the end is expected"));
		k->store_count++;
	}
	return true;
}

bool keyfile_parse(const struct secret *text, struct keyfile *ret, struct error *e)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	struct cursor lines = cursor_of(secret_open(text));
	uint64_t number;
	bool ok = parse_keys(&lines, &k, e) && parse_witness(&lines, &number, &k, e) &&
	          parse_binding(&lines, number, &k, e);
	secret_close(text);
	if (!ok)
		return false;
	*ret = k;
	k = (struct keyfile){ 0 };
	return true;
}

/* --- the file --- */

bool keyfile_write(const struct keyfile *k, const char *path, const struct secret *passphrase,
                   unsigned work_factor, bool replace, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (work_factor == 0)
		work_factor = k->work_factor ? k->work_factor : KEYFILE_WORK_FACTOR;
	return keyfile_format(k, &text, e) &&
	       sealed_text_write(path, &text, passphrase, work_factor, replace, e);
}

bool keyfile_read(const char *path, const struct secret *passphrase, struct keyfile *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	unsigned work_factor;
	if (!sealed_text_read(path, KEYFILE_TEXT_MAX, passphrase, &text, &work_factor, e))
		return false;
	if (!keyfile_parse(&text, ret, e))
		return sealed_text_about(path, e);
	ret->work_factor = work_factor;
	return true;
}

/* --- binding --- */

bool keyfile_bind(struct keyfile *k, const struct sha256 *root, const uint8_t store[STORE_ID_SIZE],
                  struct error *e)
{
	if (k->bound && !sha256_equal(&k->root, root))
		return error_set(e, ERR_FINGERPRINT, k->name, "this key file is bound to another roster");
	if (has_store(k, store))
		return true;
	if (k->store_count == KEYFILE_STORES_MAX)
		return error_set(e, ERR_TOO_LARGE, k->name, "a key file holds at most %u stores",
		                 KEYFILE_STORES_MAX);
	k->bound = true;
	k->root = *root;
	memcpy(k->stores[k->store_count++], store, STORE_ID_SIZE);
	return true;
}

bool keyfile_check_bound(const struct keyfile *k, const struct sha256 *root,
                         const uint8_t store[STORE_ID_SIZE], struct error *e)
{
	if (!k->bound || !sha256_equal(&k->root, root))
		return error_set(e, ERR_KEY_UNBOUND, k->name,
		                 k->bound ? N_("the key file is bound to another roster")
		                          : N_("the key file is bound to no roster yet"));
	if (!has_store(k, store))
		return error_set(e, ERR_KEY_UNBOUND, k->name,
		                 "this store isn't among those that the key file names");
	return true;
}
