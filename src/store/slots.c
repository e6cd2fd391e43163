/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/slots.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/database.h"

#include <stdio.h>
#include <string.h>

#define KEY_HEX_SIZE 96u /* 32 bytes of key, 16 of salt */
#define SLOTS_TEXT_MAX 2048u

void store_key_clear(struct store_key *k)
{
	secret_clear(&k->raw);
	*k = (struct store_key){ 0 };
}

bool store_key_generate(struct store_key *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret key = { 0 };
	if (!secret_random(&key, KEY_HEX_SIZE / 2, e) || !secret_new(&ret->raw, DATABASE_KEY_SIZE, e))
		return false;
	ret->raw.data[0] = 'x';
	ret->raw.data[1] = '\'';
	hex_encode(secret_open(&key), (char *)ret->raw.data + 2);
	secret_close(&key);
	ret->raw.data[DATABASE_KEY_SIZE - 1] = '\'';
	secret_close(&ret->raw);
	random_bytes(ret->store, sizeof ret->store);
	return true;
}

/* --- writing --- */

static bool seal(const char *path, struct bytes text, const struct age_recipient *recipients, size_t count,
                 struct error *e)
{
	_cleanup_(buffer_clear) struct buffer sealed = { .limit = LIMIT_KEY_FILE_SIZE };
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	if (!age_writer_start(sink_to_buffer(&sealed), recipients, count, &w, e))
		return false;
	return sink_write(age_writer_sink(w), text, e) && age_writer_end(w, e) && buffer_ok(&sealed, e) &&
	       file_replace(path, buffer_bytes(&sealed), false, e);
}

bool slots_write_store(const char *path, const struct store_key *k, const struct age_recipient *recipients,
                       size_t count, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	char id[2 * STORE_ID_SIZE + 1];
	if (!secret_new(&text, SLOTS_TEXT_MAX, e))
		return false;
	hex_encode(bytes_of(k->store, sizeof k->store), id);
	struct bytes raw = secret_open(&k->raw);
	int size = snprintf((char *)text.data, text.size, "# sluis store key\nstore: %s\nkey: %.*s\n", id,
	                    (int)KEY_HEX_SIZE, (const char *)raw.data + 2);
	secret_close(&k->raw);
	bool done = seal(path, bytes_of(text.data, (size_t)size), recipients, count, e);
	secret_close(&text);
	return done;
}

bool slots_write_signing(const char *path, const struct note_signer *log, const struct note_signer *witness,
                         const struct age_recipient *recipients, size_t count, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (!secret_new(&text, SLOTS_TEXT_MAX, e))
		return false;
	size_t size = note_signer_format(log, (char *)text.data);
	text.data[size++] = '\n';
	size += note_signer_format(witness, (char *)text.data + size);
	text.data[size++] = '\n';
	bool done = seal(path, bytes_of(text.data, size), recipients, count, e);
	secret_close(&text);
	return done;
}

/* --- reading --- */

/* An error of age's own tells what is wrong; the path tells where. */
static bool about(const char *path, struct error *e)
{
	if (e->subject[0] == 0)
		snprintf(e->subject, sizeof e->subject, "%s", path);
	return false;
}

/* The plaintext whole, its end seen, in secret memory; left closed. */
static bool unseal(const char *path, const struct age_identity *identity, struct secret *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer sealed = { .limit = LIMIT_KEY_FILE_SIZE };
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	struct age_keys keys = { .identities = identity, .identity_count = 1 };
	size_t size;
	if (!file_read(path, LIMIT_KEY_FILE_SIZE, &sealed, e))
		return false;
	struct bytes left = buffer_bytes(&sealed);
	if (!age_reader_start(source_of_bytes(&left), &keys, &r, e))
		return about(path, e);
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (!secret_new(&text, SLOTS_TEXT_MAX, e))
		return false;
	bool done = source_fill(age_reader_source(r), text.data, SLOTS_TEXT_MAX, &size, e);
	if (done && (size == 0 || size == SLOTS_TEXT_MAX))
		done = error_set(e, ERR_STORE_KEY, path, "the slots hold something else than keys");
	done = done && secret_copy(ret, bytes_of(text.data, size), e);
	secret_close(&text);
	return done || about(path, e);
}

static bool parse_store(struct bytes text, struct store_key *k)
{
	static const char want[] = "# sluis store key\nstore: ";
	struct cursor c = cursor_of(text);
	uint8_t key[KEY_HEX_SIZE / 2];
	if (!bytes_equal_string(cursor_take(&c, sizeof want - 1), want) ||
	    !hex_decode(cursor_line(&c), k->store, STORE_ID_SIZE) ||
	    !bytes_equal_string(cursor_take(&c, 5), "key: "))
		return false;
	struct bytes hex = cursor_line(&c);
	bool fits = hex_decode(hex, key, sizeof key) && !c.failed && cursor_done(&c);
	memory_wipe(key, sizeof key);
	if (fits)
		memcpy(k->raw.data + 2, hex.data, hex.size);
	return fits;
}

bool slots_read_store(const char *path, const struct age_identity *identity, struct store_key *ret,
                      struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	if (!unseal(path, identity, &text, e) || !secret_new(&k.raw, DATABASE_KEY_SIZE, e))
		return false;
	k.raw.data[0] = 'x';
	k.raw.data[1] = k.raw.data[DATABASE_KEY_SIZE - 1] = '\'';
	bool done = parse_store(secret_open(&text), &k);
	secret_close(&text);
	secret_close(&k.raw);
	if (!done)
		return error_set(e, ERR_STORE_KEY, path, "these are no slots of a store");
	memcpy(ret->store, k.store, sizeof k.store);
	secret_move(&ret->raw, &k.raw);
	return true;
}

static bool parse_signing(struct bytes text, struct note_signer *log, struct note_signer *witness,
                          struct error *e)
{
	struct cursor c = cursor_of(text);
	struct bytes first = cursor_line(&c), second = cursor_line(&c);
	if (c.failed || !cursor_done(&c))
		return error_set(e, ERR_STORE_KEY, NULL, "two keys belong here, a line each");
	return note_signer_parse(first, log, e) && note_signer_parse(second, witness, e);
}

bool slots_read_signing(const char *path, const char *unit, const struct age_identity *identity,
                        struct note_signer *ret_log, struct note_signer *ret_witness, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	_cleanup_(note_signer_clear) struct note_signer log = { 0 };
	_cleanup_(note_signer_clear) struct note_signer witness = { 0 };
	if (!unseal(path, identity, &text, e))
		return false;
	bool done = parse_signing(secret_open(&text), &log, &witness, e);
	secret_close(&text);
	if (!done)
		return about(path, e);
	if (log.public.type != NOTE_ED25519 || witness.public.type != NOTE_COSIGNATURE ||
	    strcmp(log.public.name, unit) != 0 || strcmp(witness.public.name, unit) != 0)
		return error_set(e, ERR_STORE_KEY, path, "these are not the keys of unit %s", unit);
	*ret_log = log;
	*ret_witness = witness;
	log = witness = (struct note_signer){ 0 };
	return true;
}
