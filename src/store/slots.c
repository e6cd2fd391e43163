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
#define HEADING "# sluis store key\n"

void store_key_clear(struct store_key *k)
{
	secret_clear(&k->raw);
	secret_clear(&k->before);
	*k = (struct store_key){ 0 };
}

static bool generate(struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret key = { 0 };
	if (!secret_random(&key, KEY_HEX_SIZE / 2, e) || !secret_new(ret, DATABASE_KEY_SIZE, e))
		return false;
	ret->data[0] = 'x';
	ret->data[1] = '\'';
	hex_encode(secret_open(&key), (char *)ret->data + 2);
	secret_close(&key);
	ret->data[DATABASE_KEY_SIZE - 1] = '\'';
	secret_close(ret);
	return true;
}

bool store_key_generate(struct store_key *ret, struct error *e)
{
	if (!generate(&ret->raw, e))
		return false;
	random_bytes(ret->store, sizeof ret->store);
	return true;
}

bool store_key_renew(struct store_key *k, struct error *e)
{
	_cleanup_(secret_clear) struct secret fresh = { 0 };
	if (!generate(&fresh, e))
		return false;
	secret_clear(&k->before);
	secret_move(&k->before, &k->raw);
	secret_move(&k->raw, &fresh);
	return true;
}

/* --- writing --- */

static bool seal(const char *path, struct bytes text, const struct age_recipient *recipients, size_t count,
                 bool replace, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer sealed = { .limit = LIMIT_KEY_FILE_SIZE };
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	if (!age_writer_start(sink_to_buffer(&sealed), recipients, count, &w, e))
		return false;
	return sink_write(age_writer_sink(w), text, e) && age_writer_end(w, e) && buffer_ok(&sealed, e) &&
	       file_replace(path, buffer_bytes(&sealed), replace, e);
}

/* Behind `size` bytes of the open text, which has room for all the lines there are. */
static size_t put_line(struct secret *text, size_t size, const char *name, struct bytes value)
{
	return size + (size_t)snprintf((char *)text->data + size, text->size - size, "%s: %.*s\n", name,
	                               (int)value.size, (const char *)value.data);
}

static size_t put_key(struct secret *text, size_t size, const char *name, const struct secret *key)
{
	struct bytes raw = secret_open(key);
	size = put_line(text, size, name, bytes_of(raw.data + 2, KEY_HEX_SIZE));
	secret_close(key);
	return size;
}

bool store_key_format(const struct store_key *k, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	char id[2 * STORE_ID_SIZE + 1], access[SHA256_HEX_SIZE + 1];
	if (!secret_new(&text, SLOTS_TEXT_MAX, e))
		return false;
	hex_encode(bytes_of(k->store, sizeof k->store), id);
	sha256_hex(&k->access, access);
	memcpy(text.data, HEADING, sizeof HEADING - 1);
	size_t size = put_line(&text, sizeof HEADING - 1, "store", bytes_of_string(id));
	size = put_key(&text, size, "key", &k->raw);
	if (k->before.data)
		size = put_key(&text, size, "before", &k->before);
	if (k->has_access)
		size = put_line(&text, size, "access", bytes_of_string(access));
	bool done = secret_copy(ret, bytes_of(text.data, size), e);
	secret_close(&text);
	return done;
}

bool slots_write_store(const char *path, const struct store_key *k, const struct age_recipient *recipients,
                       size_t count, bool replace, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (!store_key_format(k, &text, e))
		return false;
	bool done = seal(path, secret_open(&text), recipients, count, replace, e);
	secret_close(&text);
	return done;
}

void signing_keys_clear(struct signing_keys *k)
{
	note_signer_clear(&k->log);
	note_signer_clear(&k->witness);
}

bool signing_keys_generate(const char *unit, struct signing_keys *ret, struct error *e)
{
	return note_signer_generate(unit, NOTE_ED25519, &ret->log, e) &&
	       note_signer_generate(unit, NOTE_COSIGNATURE, &ret->witness, e);
}

/* A line each, behind `size` bytes of the open text. */
static size_t put_signer(struct secret *text, size_t size, const struct note_signer *key)
{
	size += note_signer_format(key, (char *)text->data + size);
	text->data[size++] = '\n';
	return size;
}

bool slots_write_signing(const char *path, const struct signing_keys *keys, size_t pairs,
                         const struct age_recipient *recipients, size_t count, bool replace, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	size_t size = 0;
	if (!secret_new(&text, SLOTS_TEXT_MAX, e))
		return false;
	for (size_t i = 0; i < pairs; i++) {
		size = put_signer(&text, size, &keys[i].log);
		size = put_signer(&text, size, &keys[i].witness);
	}
	bool done = seal(path, bytes_of(text.data, size), recipients, count, replace, e);
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
static bool unseal(const char *path, const struct age_identity *identity, struct secret *ret,
                   size_t *ret_stanzas, struct error *e)
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
	*ret_stanzas = age_reader_stanzas(r);
	return done || about(path, e);
}

/* The value of the next line, if that is the one of this name. */
static bool next_is(struct cursor *c, const char *name, struct bytes *ret)
{
	struct cursor ahead = *c;
	if (!bytes_equal_string(cursor_take(&ahead, strlen(name)), name))
		return false;
	*ret = cursor_line(&ahead);
	*c = ahead;
	return !c->failed;
}

/* A key in hexadecimal into the open secret `raw`, as the database takes it. */
static bool parse_key(struct bytes hex, struct secret *raw)
{
	uint8_t key[KEY_HEX_SIZE / 2];
	bool fits = hex_decode(hex, key, sizeof key);
	memory_wipe(key, sizeof key);
	if (!fits)
		return false;
	raw->data[0] = 'x';
	raw->data[1] = raw->data[DATABASE_KEY_SIZE - 1] = '\'';
	memcpy(raw->data + 2, hex.data, hex.size);
	return true;
}

/* Both secrets are open, and of their full size. */
static bool parse_store(struct bytes text, struct store_key *k, bool *ret_before)
{
	struct cursor c = cursor_of(text);
	struct bytes value;
	if (!next_is(&c, HEADING "store: ", &value) || !hex_decode(value, k->store, STORE_ID_SIZE) ||
	    !next_is(&c, "key: ", &value) || !parse_key(value, &k->raw))
		return false;
	*ret_before = next_is(&c, "before: ", &value);
	if (*ret_before && !parse_key(value, &k->before))
		return false;
	k->has_access = next_is(&c, "access: ", &value);
	return (!k->has_access || sha256_parse(value, &k->access)) && cursor_done(&c);
}

bool store_key_parse(const struct secret *text, const char *path, struct store_key *ret, struct error *e)
{
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	bool before;
	if (!secret_new(&k.raw, DATABASE_KEY_SIZE, e) || !secret_new(&k.before, DATABASE_KEY_SIZE, e))
		return false;
	bool done = parse_store(secret_open(text), &k, &before);
	secret_close(text);
	secret_close(&k.raw);
	secret_close(&k.before);
	if (!done)
		return error_set(e, ERR_STORE_KEY, path, "these are no slots of a store");
	if (!before)
		secret_clear(&k.before);
	*ret = k;
	k = (struct store_key){ 0 };
	return true;
}

bool slots_read_store(const char *path, const struct age_identity *identity, struct store_key *ret,
                      struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	size_t stanzas;
	if (!unseal(path, identity, &text, &stanzas, e) || !store_key_parse(&text, path, ret, e))
		return false;
	ret->stanzas = stanzas;
	return true;
}

static bool parse_signing(struct bytes text, struct signing_keys keys[SIGNING_PAIRS], size_t *ret_pairs,
                          struct error *e)
{
	struct cursor c = cursor_of(text);
	size_t n = 0;
	for (; n < SIGNING_PAIRS && !cursor_done(&c); n++) {
		struct bytes first = cursor_line(&c), second = cursor_line(&c);
		if (c.failed)
			break;
		if (!note_signer_parse(first, &keys[n].log, e) ||
		    !note_signer_parse(second, &keys[n].witness, e))
			return false;
	}
	*ret_pairs = n;
	return (n && !c.failed && cursor_done(&c)) ||
	       error_set(e, ERR_STORE_KEY, NULL, "two keys belong here, a line each");
}

static bool are_of(const struct signing_keys *k, const char *unit)
{
	return k->log.public.type == NOTE_ED25519 && k->witness.public.type == NOTE_COSIGNATURE &&
	       strcmp(k->log.public.name, unit) == 0 && strcmp(k->witness.public.name, unit) == 0;
}

bool slots_read_signing(const char *path, const char *unit, const struct age_identity *identity,
                        struct signing_keys ret[SIGNING_PAIRS], size_t *ret_pairs, struct error *e)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	size_t stanzas;
	for (size_t i = 0; i < SIGNING_PAIRS; i++)
		signing_keys_clear(&ret[i]);
	*ret_pairs = 0;
	if (!unseal(path, identity, &text, &stanzas, e))
		return false;
	bool done = parse_signing(secret_open(&text), ret, ret_pairs, e);
	secret_close(&text);
	if (!done)
		return about(path, e);
	for (size_t i = 0; i < *ret_pairs; i++)
		if (!are_of(&ret[i], unit))
			return error_set(e, ERR_STORE_KEY, path, "these are not the keys of unit %s", unit);
	return true;
}
