/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/note.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/base64.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define DASH "\xe2\x80\x94 " /* em dash and space, before every signature */
#define ID_SIZE 4u
#define TIME_SIZE 8u
#define ED25519_SIZE 64u
#define KEY_RAW_SIZE 33u               /* type and key, or type and seed */
#define SIGNATURE_RAW_MAX (8u * 1024u) /* of a kind not known here; post-quantum ones reach 5 kB */
#define SECRET_PREFIX "PRIVATE+KEY+"

/* --- names --- */

/* U+00A0, 1680, 2000–200A, 202F, 205F, 3000 at `s` of well-formed UTF-8; the other
 * spaces are controls to `text_check_signed`. */
static bool is_wide_space(const uint8_t *s, size_t left)
{
	if (left >= 2 && s[0] == 0xc2 && s[1] == 0xa0)
		return true;
	if (left < 3)
		return false;
	if (s[0] == 0xe2 && s[1] == 0x80)
		return s[2] <= 0x8a || s[2] == 0xaf;
	return (s[0] == 0xe1 && s[1] == 0x9a && s[2] == 0x80) ||
	       (s[0] == 0xe2 && s[1] == 0x81 && s[2] == 0x9f) ||
	       (s[0] == 0xe3 && s[1] == 0x80 && s[2] == 0x80);
}

/* A key name of c2sp.org/signed-note: not empty, no space of any kind, no plus. */
static bool key_name_is_valid(struct bytes name)
{
	struct error ignored;
	if (name.size == 0 || !text_check_signed(name, NULL, &ignored))
		return false;
	for (size_t i = 0; i < name.size; i++)
		if (name.data[i] == ' ' || name.data[i] == '+' || name.data[i] == '\n' ||
		    is_wide_space(name.data + i, name.size - i))
			return false;
	return true;
}

/* --- keys as text --- */

static bool type_is_known(uint8_t type)
{
	return type == NOTE_ED25519 || type == NOTE_COSIGNATURE;
}

static void key_id(const char *name, enum note_key_type type, const uint8_t key[32], uint8_t ret[ID_SIZE])
{
	const uint8_t line_and_type[] = { '\n', (uint8_t)type };
	const struct bytes parts[] = { bytes_of_string(name), bytes_of(line_and_type, 2), bytes_of(key, 32) };
	struct sha256 hash;
	sha256_of_parts(parts, ELEMENTS(parts), &hash);
	memcpy(ret, hash.bytes, ID_SIZE);
}

/* The name, the id and the base64 of "name+keyid+base64", by form. */
struct key_text {
	struct bytes name, base64;
	uint8_t id[ID_SIZE];
};

static bool key_text_split(struct bytes text, struct key_text *ret)
{
	struct cursor c = cursor_of(text);
	struct key_text t = { .name = cursor_until(&c, '+') };
	struct bytes id = cursor_until(&c, '+');
	t.base64 = c.left;
	if (t.name.size >= sizeof((struct note_verifier *)NULL)->name || !key_name_is_valid(t.name) ||
	    !hex_decode(id, t.id, ID_SIZE))
		return false;
	*ret = t;
	return true;
}

bool note_verifier_parse(struct bytes text, struct note_verifier *ret, struct error *e)
{
	struct note_verifier v = { 0 };
	struct key_text t;
	uint8_t raw[KEY_RAW_SIZE];
	size_t size;
	if (!key_text_split(text, &t) || !base64_decode(t.base64, BASE64_PADDED, raw, sizeof raw, &size) ||
	    size != sizeof raw)
		return error_set(e, ERR_VALUE, NULL, "not a verifier key of the form name+keyid+key");
	memcpy(v.name, t.name.data, t.name.size);
	if (!type_is_known(raw[0]))
		return error_set(e, ERR_VALUE, v.name, "a verifier key of type 0x%02x", raw[0]);
	v.type = (enum note_key_type)raw[0];
	memcpy(v.key, raw + 1, sizeof v.key);
	key_id(v.name, v.type, v.key, v.id);
	if (memcmp(v.id, t.id, ID_SIZE) != 0)
		return error_set(e, ERR_VALUE, v.name, "the key id doesn't belong to name and key");
	*ret = v;
	return true;
}

/* "name+keyid+base64(type ‖ key)" to `out`, without NUL; its size. Writes to `out` alone. */
static size_t format_key(const struct note_verifier *v, const uint8_t raw[KEY_RAW_SIZE], char *out,
                         size_t room)
{
	char id[2 * ID_SIZE + 1];
	hex_encode(bytes_of(v->id, ID_SIZE), id);
	/* Borrowed and large enough, so that it is never moved to memory that isn't secret. */
	struct buffer b = { .data = (uint8_t *)out, .capacity = room, .limit = room - 1 };
	buffer_append_string(&b, v->name);
	buffer_append_byte(&b, '+');
	buffer_append_string(&b, id);
	buffer_append_byte(&b, '+');
	base64_append(&b, bytes_of(raw, KEY_RAW_SIZE), BASE64_PADDED);
	assert(!b.failed && b.data == (uint8_t *)out);
	return b.size;
}

void note_verifier_format(const struct note_verifier *v, char out[NOTE_VERIFIER_TEXT_MAX + 1])
{
	uint8_t raw[KEY_RAW_SIZE] = { (uint8_t)v->type };
	memcpy(raw + 1, v->key, sizeof v->key);
	out[format_key(v, raw, out, NOTE_VERIFIER_TEXT_MAX + 1)] = 0;
}

bool note_verifier_equal(const struct note_verifier *a, const struct note_verifier *b)
{
	return strcmp(a->name, b->name) == 0 && a->type == b->type &&
	       memcmp(a->key, b->key, sizeof a->key) == 0;
}

/* The public half of name, type and `seed`, which is open. */
static bool derive(struct bytes name, enum note_key_type type, const uint8_t seed[32],
                   struct note_verifier *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret pair = { 0 };
	if (!secret_new(&pair, crypto_sign_SECRETKEYBYTES, e))
		return false;
	struct note_verifier v = { .type = type };
	memcpy(v.name, name.data, name.size);
	crypto_sign_seed_keypair(v.key, pair.data, seed);
	key_id(v.name, type, v.key, v.id);
	*ret = v;
	return true;
}

bool note_signer_generate(const char *name, enum note_key_type type, struct note_signer *ret, struct error *e)
{
	struct bytes n = bytes_of_string(name);
	assert(type_is_known((uint8_t)type));
	if (n.size >= sizeof ret->public.name || !key_name_is_valid(n))
		return error_set(e, ERR_NAME, name, "not a name for a key");
	struct note_signer s = { 0 };
	if (!secret_random(&s.seed, 32, e))
		return false;
	bool good = derive(n, type, secret_open(&s.seed).data, &s.public, e);
	secret_close(&s.seed);
	if (!good)
		note_signer_clear(&s);
	else
		*ret = s;
	return good;
}

bool note_signer_parse(struct bytes text, struct note_signer *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret raw = { 0 };
	struct note_verifier public;
	struct key_text t;
	size_t size;
	if (!secret_new(&raw, KEY_RAW_SIZE, e))
		return false;
	struct cursor c = cursor_of(text);
	cursor_take(&c, sizeof SECRET_PREFIX - 1);
	if (!bytes_starts_with(text, SECRET_PREFIX) || !key_text_split(c.left, &t) ||
	    !base64_decode(t.base64, BASE64_PADDED, raw.data, raw.size, &size) || size != raw.size ||
	    !type_is_known(raw.data[0]))
		return error_set(e, ERR_KEYFILE, NULL, "the signing key isn't well formed");
	if (!derive(t.name, (enum note_key_type)raw.data[0], raw.data + 1, &public, e))
		return false;
	if (memcmp(public.id, t.id, ID_SIZE) != 0)
		return error_set(e, ERR_KEYFILE, public.name, "the signing key's id doesn't belong to it");
	if (!secret_copy(&ret->seed, bytes_of(raw.data + 1, 32), e))
		return false;
	ret->public = public;
	return true;
}

size_t note_signer_format(const struct note_signer *s, char *out)
{
	uint8_t raw[KEY_RAW_SIZE] = { (uint8_t)s->public.type };
	memcpy(raw + 1, secret_open(&s->seed).data, 32);
	secret_close(&s->seed);
	size_t prefix = sizeof SECRET_PREFIX - 1;
	memcpy(out, SECRET_PREFIX, prefix);
	size_t size = prefix + format_key(&s->public, raw, out + prefix, NOTE_VERIFIER_TEXT_MAX + 1);
	memory_wipe(raw, sizeof raw);
	out[size] = 0;
	return size;
}

void note_signer_clear(struct note_signer *s)
{
	if (!s)
		return;
	secret_clear(&s->seed);
	*s = (struct note_signer){ 0 };
}

/* --- reading --- */

bool note_next_signature(struct cursor *lines, struct note_signature *ret)
{
	if (lines->failed || cursor_done(lines))
		return false;
	struct cursor line = cursor_of(cursor_line(lines));
	struct note_signature s;
	uint8_t raw[SIGNATURE_RAW_MAX];
	size_t size;
	if (!bytes_equal_string(cursor_take(&line, sizeof DASH - 1), DASH))
		lines->failed = true;
	s.name = cursor_until(&line, ' ');
	s.base64 = line.left;
	if (lines->failed || !key_name_is_valid(s.name) ||
	    !base64_decode(s.base64, BASE64_PADDED, raw, sizeof raw, &size) || size <= ID_SIZE) {
		lines->failed = true;
		return false;
	}
	memcpy(s.id, raw, ID_SIZE);
	*ret = s;
	return true;
}

size_t note_signature_count(const struct note *n)
{
	struct cursor lines = cursor_of(n->signatures);
	struct note_signature s;
	size_t count = 0;
	while (note_next_signature(&lines, &s))
		count++;
	return count;
}

/* Where the last empty line's own LF stands; 0 when there is none. */
static size_t last_empty_line(struct bytes raw)
{
	for (size_t i = raw.size; i > 1; i--)
		if (raw.data[i - 1] == '\n' && raw.data[i - 2] == '\n')
			return i - 1;
	return 0;
}

static uint64_t lines_in(struct bytes text)
{
	uint64_t lines = 0;
	for (size_t i = 0; i < text.size; i++)
		lines += text.data[i] == '\n';
	return lines;
}

static bool check_signatures(const struct note *n, const char *subject, struct error *e)
{
	struct cursor lines = cursor_of(n->signatures);
	struct note_signature s;
	size_t count = 0;
	while (note_next_signature(&lines, &s))
		if (++count > LIMIT_NOTE_SIGNATURES)
			return error_set(e, ERR_TOO_LARGE, subject, "more than %u signatures",
			                 LIMIT_NOTE_SIGNATURES);
	if (lines.failed)
		return error_line(e, ERR_NOTE, subject, lines_in(n->text) + 2 + count,
		                  "not a signature line");
	if (count == 0)
		return error_set(e, ERR_NOTE, subject, "no signature line");
	return true;
}

bool note_parse(struct bytes raw, const char *subject, struct note *ret, struct error *e)
{
	if (raw.size > LIMIT_NOTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_NOTE_SIZE);
	if (!text_check_signed(raw, subject, e))
		return false;
	size_t split = last_empty_line(raw);
	if (split == 0 || raw.data[raw.size - 1] != '\n')
		return error_set(e, ERR_NOTE, subject, "%s",
		                 split ? N_("it doesn't end in a line feed")
		                       : N_("no empty line before signatures"));
	struct note n = { .text = bytes_of(raw.data, split),
		          .signatures = bytes_of(raw.data + split + 1, raw.size - split - 1) };
	if (!check_signatures(&n, subject, e))
		return false;
	sha256_of(n.text, &n.hash);
	*ret = n;
	return true;
}

/* --- signing and verifying --- */

/* What is signed: the text itself, or the cosignature's two lines before it (tlog-cosignature). */
static bool signed_message(struct bytes text, enum note_key_type type, uint64_t when, struct buffer *ret,
                           struct error *e)
{
	if (type == NOTE_COSIGNATURE)
		buffer_printf(ret, "cosignature/v1\ntime %llu\n", (unsigned long long)when);
	buffer_append(ret, text);
	return buffer_ok(ret, e);
}

static void put_time(uint64_t when, uint8_t out[TIME_SIZE])
{
	for (size_t i = 0; i < TIME_SIZE; i++)
		out[i] = (uint8_t)(when >> (56 - 8 * i));
}

static uint64_t get_time(const uint8_t in[TIME_SIZE])
{
	uint64_t when = 0;
	for (size_t i = 0; i < TIME_SIZE; i++)
		when = when << 8 | in[i];
	return when;
}

/* id, for a cosignature the time, and the signature; `*ret_size` of them. */
static bool sign_text(struct bytes text, const struct note_signer *signer, uint64_t when,
                      uint8_t out[ID_SIZE + TIME_SIZE + ED25519_SIZE], size_t *ret_size, struct error *e)
{
	_cleanup_(secret_clear) struct secret pair = { 0 };
	_cleanup_(buffer_clear) struct buffer message = { 0 };
	if (!secret_new(&pair, crypto_sign_SECRETKEYBYTES, e) ||
	    !signed_message(text, signer->public.type, when, &message, e))
		return false;
	uint8_t key[32];
	crypto_sign_seed_keypair(key, pair.data, secret_open(&signer->seed).data);
	secret_close(&signer->seed);
	size_t size = ID_SIZE;
	memcpy(out, signer->public.id, ID_SIZE);
	if (signer->public.type == NOTE_COSIGNATURE) {
		put_time(when, out + size);
		size += TIME_SIZE;
	}
	crypto_sign_ed25519_detached(out + size, NULL, message.data, message.size, pair.data);
	*ret_size = size + ED25519_SIZE;
	return true;
}

static bool is_by(const struct note_signature *s, const struct note_verifier *v)
{
	return memcmp(s->id, v->id, ID_SIZE) == 0 && bytes_equal_string(s->name, v->name);
}

/* `note` is one over `text`, with room for a signature by this key. */
static bool may_add(struct bytes note, struct bytes text, const struct note_verifier *v, struct error *e)
{
	struct note n;
	if (!note_parse(note, v->name, &n, e))
		return false;
	if (!bytes_equal(n.text, text))
		return error_set(e, ERR_NOTE, v->name, "the note is over another text");
	struct cursor lines = cursor_of(n.signatures);
	struct note_signature s;
	size_t count = 0;
	while (note_next_signature(&lines, &s)) {
		count++;
		if (is_by(&s, v))
			return error_set(e, ERR_FILE_EXISTS, v->name, "this key has signed already");
	}
	if (count >= LIMIT_NOTE_SIGNATURES)
		return error_set(e, ERR_TOO_LARGE, v->name, "more than %u signatures", LIMIT_NOTE_SIGNATURES);
	return true;
}

bool note_sign(struct buffer *note, struct bytes text, const struct note_signer *signer, int64_t when,
               struct error *e)
{
	const struct note_verifier *public = &signer->public;
	assert(when >= 0 && (public->type == NOTE_COSIGNATURE || when == 0));
	if (text.size == 0 || text.data[text.size - 1] != '\n')
		return error_set(e, ERR_NOTE, public->name, "the text doesn't end in a line feed");
	if (!text_check_signed(text, public->name, e) ||
	    (note->size && !may_add(buffer_bytes(note), text, public, e)))
		return false;
	uint8_t raw[ID_SIZE + TIME_SIZE + ED25519_SIZE];
	size_t size;
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	if (!sign_text(text, signer, (uint64_t)when, raw, &size, e))
		return false;
	if (note->size == 0) {
		buffer_append(&line, text);
		buffer_append_byte(&line, '\n');
	}
	buffer_printf(&line, DASH "%s ", public->name);
	base64_append(&line, bytes_of(raw, size), BASE64_PADDED);
	buffer_append_byte(&line, '\n');
	if (!buffer_ok(&line, e))
		return false;
	if (note->size > LIMIT_NOTE_SIZE || line.size > LIMIT_NOTE_SIZE - note->size)
		return error_set(e, ERR_TOO_LARGE, public->name, "more than %u bytes", LIMIT_NOTE_SIZE);
	buffer_append(note, buffer_bytes(&line));
	return buffer_ok(note, e);
}

/* One signature by one key. `*ret_good` false when it isn't right; false with an error only for want of
 * memory. */
static bool check_signature(struct bytes text, const struct note_signature *s, const struct note_verifier *v,
                            int64_t *ret_time, bool *ret_good, struct error *e)
{
	uint8_t raw[ID_SIZE + TIME_SIZE + ED25519_SIZE];
	size_t size, head = ID_SIZE + (v->type == NOTE_COSIGNATURE ? TIME_SIZE : 0);
	*ret_good = false;
	if (!base64_decode(s->base64, BASE64_PADDED, raw, sizeof raw, &size) || size != head + ED25519_SIZE)
		return true;
	uint64_t when = v->type == NOTE_COSIGNATURE ? get_time(raw + ID_SIZE) : 0;
	if (when > INT64_MAX)
		return true;
	_cleanup_(buffer_clear) struct buffer message = { 0 };
	if (!signed_message(text, v->type, when, &message, e))
		return false;
	*ret_good = crypto_sign_ed25519_verify_detached(raw + head, message.data, message.size, v->key) == 0;
	*ret_time = (int64_t)when;
	return true;
}

/* One signature line against every verifier. Where two of them share name and id,
 * which takes an attacker 2^32 tries, one that fits is enough. */
static bool check_line(const struct note *n, const struct note_signature *s,
                       const struct note_verifier *verifiers, size_t count, bool *signed_by, int64_t *times,
                       struct error *e)
{
	const struct note_verifier *known = NULL;
	bool fits = false;
	for (size_t i = 0; i < count; i++) {
		int64_t when = 0;
		bool good;
		if (!is_by(s, &verifiers[i]))
			continue;
		known = &verifiers[i];
		if (!check_signature(n->text, s, known, &when, &good, e))
			return false;
		if (!good)
			continue;
		fits = true;
		if (times && (!signed_by[i] || when > times[i]))
			times[i] = when;
		signed_by[i] = true;
	}
	if (known && !fits)
		return error_set(e, ERR_SIGNATURE, known->name, "the signature doesn't fit the text");
	return true;
}

static size_t count_distinct(const struct note_verifier *verifiers, size_t count, const bool *signed_by)
{
	size_t distinct = 0;
	for (size_t i = 0; i < count; i++) {
		bool seen = !signed_by[i];
		for (size_t j = 0; j < i && !seen; j++)
			seen = signed_by[j] &&
			       memcmp(verifiers[i].key, verifiers[j].key, sizeof verifiers[i].key) == 0;
		distinct += !seen;
	}
	return distinct;
}

bool note_verify(const struct note *n, const struct note_verifier *verifiers, size_t count, bool *signed_by,
                 int64_t *ret_times, size_t *ret_count, struct error *e)
{
	struct cursor lines = cursor_of(n->signatures);
	struct note_signature s;
	for (size_t i = 0; i < count; i++) {
		signed_by[i] = false;
		if (ret_times)
			ret_times[i] = 0;
	}
	bool good = true;
	while (good && note_next_signature(&lines, &s))
		good = check_line(n, &s, verifiers, count, signed_by, ret_times, e);
	if (good && lines.failed)
		good = error_set(e, ERR_NOTE, NULL, "not a signature line");
	if (!good) {
		for (size_t i = 0; i < count; i++)
			signed_by[i] = false; /* nobody signed a refused note */
		return false;
	}
	*ret_count = count_distinct(verifiers, count, signed_by);
	return true;
}

bool note_verify_one(const struct note *n, const struct note_verifier *v, struct error *e)
{
	bool by;
	size_t count;
	if (!note_verify(n, v, 1, &by, NULL, &count, e))
		return false;
	if (!by)
		return error_set(e, ERR_UNSIGNED, v->name, "%s", N_("no signature by this key"));
	return true;
}

struct bytes note_line_of(const struct note *n, const struct note_verifier *key)
{
	struct cursor lines = cursor_of(n->signatures);
	struct note_signature s;
	const uint8_t *start = lines.left.data;
	for (; note_next_signature(&lines, &s); start = lines.left.data)
		if (is_by(&s, key))
			return bytes_of(start, (size_t)(lines.left.data - start));
	return bytes_of(NULL, 0);
}

bool note_keep(const struct note *n, const struct note_verifier *keys, size_t count, struct buffer *out,
               struct error *e)
{
	bool *by = calloc(count + 1, sizeof *by);
	size_t known;
	bool ok = by ? note_verify(n, keys, count, by, NULL, &known, e) : error_memory(e);
	if (ok) {
		buffer_append(out, n->text);
		buffer_append_byte(out, '\n');
	}
	for (size_t i = 0; ok && i < count; i++)
		if (by[i])
			buffer_append(out, note_line_of(n, &keys[i]));
	free(by);
	return ok && buffer_ok(out, e);
}
