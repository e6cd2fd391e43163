/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/age.h"
#include "base/limits.h"
#include "codec/base64.h"
#include "crypto/hash.h"

#include "vectors/published_keys.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

/* Criterion's children skip the check at exit. Absent outside sanitizer builds. */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* Declared first in a test, it runs last; a .fini's verdict wouldn't count. */
static void check_leaks(const int *unused)
{
	(void)unused;
	if (__lsan_do_recoverable_leak_check)
		cr_assert_eq(__lsan_do_recoverable_leak_check(), 0);
}

static struct age_identity generate(void)
{
	struct age_identity id;
	struct error e;
	cr_assert(age_identity_generate(&id, &e));
	return id;
}

static struct secret secret_of(const char *text)
{
	struct secret s;
	struct error e;
	cr_assert(secret_copy(&s, bytes_of_string(text), &e));
	return s;
}

/* `size` bytes that differ from place to place. */
static struct buffer sample(size_t size)
{
	struct buffer b = { 0 };
	uint8_t *room = buffer_room(&b, size + 1);
	for (size_t i = 0; i < size; i++)
		room[i] = (uint8_t)(i * 7 + i / 251);
	buffer_grew(&b, size);
	return b;
}

static void encrypt(struct bytes plain, size_t step, const struct age_recipient *to, size_t count,
                    struct buffer *out)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	struct error e;
	cr_assert(age_writer_start(sink_to_buffer(out), to, count, &w, &e));
	struct sink s = age_writer_sink(w);
	for (size_t at = 0; at < plain.size; at += step)
		cr_assert(
			sink_write(s,
		                   bytes_of(plain.data + at, step < plain.size - at ? step : plain.size - at),
		                   &e));
	cr_assert(age_writer_end(w, &e));
}

static bool decrypt(struct bytes file, const struct age_keys *keys, struct buffer *out, struct error *e)
{
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	return age_reader_start(source_of_bytes(&file), keys, &r, e) &&
	       source_drain(age_reader_source(r), SIZE_MAX, out, e);
}

static enum error_code why(struct bytes file, const struct age_keys *keys)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error e;
	return decrypt(file, keys, &out, &e) ? ERR_NONE : e.code;
}

Test(age_keys, are_the_specifications)
{
	_cleanup_(age_identity_clear) struct age_identity id = { 0 };
	struct age_recipient r;
	struct error e;
	char text[AGE_RECIPIENT_SIZE + 1];
	_cleanup_(secret_clear) struct secret room = { 0 };
	cr_assert(age_identity_parse(BYTES(SPEC_IDENTITY), &id, &e));
	age_recipient_format(&id.recipient, text);
	cr_assert_str_eq(text, SPEC_RECIPIENT);
	cr_assert(age_recipient_parse(BYTES(SPEC_RECIPIENT), &r, &e));
	cr_assert(age_recipient_equal(&r, &id.recipient));
	cr_assert(secret_new(&room, AGE_IDENTITY_SIZE, &e),
	          "exactly that many bytes, a guard page behind them");
	age_identity_format(&id, (char *)room.data);
	cr_assert(bytes_equal_string(bytes_of(room.data, room.size), SPEC_IDENTITY));
}

Test(age_keys, survive_their_text)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate(), again = { 0 }, other = generate();
	char text[AGE_IDENTITY_SIZE];
	struct error e;
	age_identity_format(&id, text);
	cr_assert(age_identity_parse(bytes_of(text, sizeof text), &again, &e));
	cr_assert(age_recipient_equal(&id.recipient, &again.recipient));
	cr_assert_not(age_recipient_equal(&id.recipient, &other.recipient));
	age_identity_clear(&other);
	age_identity_clear(&other);
	age_identity_clear(NULL);
}

Test(age_keys, refuse_text_that_is_not_exactly_right)
{
	static const char *const identities[] = {
		"",
		"AGE-SECRET-KEY-1",
		SPEC_RECIPIENT,
		SPEC_IDENTITY "\n",
		" " SPEC_IDENTITY,
		SPEC_IDENTITY_LOWER,
		SPEC_IDENTITY_SPOILT,
		HYBRID_IDENTITY,
	};
	static const char *const recipients[] = {
		"",
		"age1",
		SPEC_IDENTITY,
		SPEC_RECIPIENT "\n",
		"AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwq",
		"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqdgq8q9",
	};
	for (size_t i = 0; i < ELEMENTS(identities); i++) {
		struct age_identity id = { 0 };
		struct error e;
		cr_assert_not(age_identity_parse(bytes_of_string(identities[i]), &id, &e), "%zu", i);
		cr_assert_eq(e.code, ERR_KEYFILE);
		cr_assert_null(strstr(e.detail, "GFPYY"), "an error shows no secret");
		cr_assert_null(id.scalar.data);
	}
	for (size_t i = 0; i < ELEMENTS(recipients); i++) {
		struct age_recipient r;
		struct error e;
		cr_assert_not(age_recipient_parse(bytes_of_string(recipients[i]), &r, &e), "%zu", i);
		cr_assert_eq(e.code, ERR_VALUE);
	}
}

Test(age_keys, refuse_a_recipient_of_low_order)
{
	struct age_recipient zero = { 0 }, r;
	char text[AGE_RECIPIENT_SIZE + 1];
	struct error e;
	age_recipient_format(&zero, text);
	cr_assert_not(age_recipient_parse(bytes_of_string(text), &r, &e));
	cr_assert_eq(e.code, ERR_VALUE);
	cr_assert_not_null(strstr(e.detail, "low order"));
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	cr_assert_not(age_writer_start(sink_to_buffer(&out), &zero, 1, &w, &e));
	cr_assert_eq(e.code, ERR_VALUE);
	cr_assert_eq(out.size, 0);
}

/* What is refused is what multiplication finds to be of low order: the spellings of those points, their
 * neighbours and others at random, each with the top bit and without. */
Test(age_keys, refuse_what_multiplies_to_nothing_and_nothing_else)
{
	static const uint8_t eight[32] = { 8 };
	static const char *const points[] = {
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	};
	size_t refused = 0;
	for (unsigned i = 0; i < 5 * ELEMENTS(points) + 200; i++) {
		struct age_recipient r, read;
		uint8_t shared[32];
		char text[AGE_RECIPIENT_SIZE + 1];
		struct error e;
		if (i < 5 * ELEMENTS(points))
			cr_assert(hex_decode(bytes_of_string(points[i / 5]), r.key, sizeof r.key));
		else
			random_bytes(r.key, sizeof r.key);
		if (i < 5 * ELEMENTS(points))
			r.key[i % 5 == 4 ? 15 : 0] ^= (uint8_t)(i % 5 ? i % 5 : 0);
		for (unsigned top = 0; top < 2; top++, r.key[31] ^= 0x80) {
			age_recipient_format(&r, text);
			bool nothing = crypto_scalarmult(shared, eight, r.key) != 0;
			cr_assert_eq(age_recipient_parse(bytes_of_string(text), &read, &e), !nothing, "%u",
			             i);
			refused += nothing;
		}
	}
	cr_assert_geq(refused, 2 * ELEMENTS(points));
}

Test(age, goes_there_and_back_at_every_edge)
{
	static const size_t sizes[] = {
		0, 1, 15, 16, 17, 65535, 65536, 65537, 131071, 131072, 131073, 200000
	};
	static const size_t steps[] = { 1000, 65536, 1000000 };
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	struct age_keys keys = { .identities = &id, .identity_count = 1 };
	for (size_t i = 0; i < ELEMENTS(sizes) * ELEMENTS(steps); i++) {
		size_t size = sizes[i % ELEMENTS(sizes)],
		       chunks = size ? (size + AGE_CHUNK - 1) / AGE_CHUNK : 1;
		_cleanup_(buffer_clear) struct buffer plain = sample(size), file = { 0 }, out = { 0 };
		struct error e;
		encrypt(buffer_bytes(&plain), steps[i / ELEMENTS(sizes)], &id.recipient, 1, &file);
		cr_assert(decrypt(buffer_bytes(&file), &keys, &out, &e), "%zu: %s", size, e.detail);
		cr_assert(bytes_equal(buffer_bytes(&plain), buffer_bytes(&out)), "%zu", size);
		cr_assert_eq(file.size, 22 + 54 + 44 + 48 + 16 + size + 16 * chunks,
		             "header, nonce, and a tag a chunk");
	}
}

Test(age, reads_in_any_step)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer plain = sample(70000), file = { 0 };
	encrypt(buffer_bytes(&plain), 70000, &id.recipient, 1, &file);
	static const size_t steps[] = { 1, 7, 4096, 65535, 65537, 100000 };
	for (size_t i = 0; i < ELEMENTS(steps); i++) {
		_cleanup_(age_reader_freep) struct age_reader *r = NULL;
		struct bytes left = buffer_bytes(&file);
		struct error e;
		cr_assert(age_reader_start(source_of_bytes(&left), &keys, &r, &e));
		struct source s = age_reader_source(r);
		static uint8_t out[100000];
		size_t total = 0, got;
		do {
			cr_assert(s.read(s.context, out, steps[i], &got, &e));
			cr_assert(got <= steps[i] && total + got <= plain.size &&
			          memcmp(out, plain.data + total, got) == 0);
			total += got;
		} while (got);
		cr_assert_eq(total, plain.size);
		cr_assert(s.read(s.context, out, 1, &got, &e) && got == 0, "the end stays the end");
	}
}

Test(age, opens_for_each_of_its_recipients_and_nobody_else)
{
	struct age_identity ids[4];
	struct age_recipient to[3];
	for (size_t i = 0; i < 4; i++) {
		ids[i] = generate();
		if (i < 3)
			to[i] = ids[i].recipient;
	}
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	encrypt(BYTES("geheim"), 6, to, 3, &file);
	for (size_t i = 0; i < 4; i++) {
		const struct age_keys keys = { .identities = &ids[i], .identity_count = 1 };
		cr_assert_eq(why(buffer_bytes(&file), &keys), i < 3 ? ERR_NONE : ERR_NO_KEY);
	}
	const struct age_identity order[] = { ids[3], ids[2], ids[0] };
	const struct age_keys keys = { .identities = order, .identity_count = 3 };
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	struct bytes left = buffer_bytes(&file);
	struct error e;
	cr_assert(age_reader_start(source_of_bytes(&left), &keys, &r, &e));
	cr_assert_eq(age_reader_stanzas(r), 3);
	cr_assert_eq(age_reader_identity(r), 1);
	const struct age_keys none = { 0 };
	cr_assert_eq(why(buffer_bytes(&file), &none), ERR_NO_KEY);
	for (size_t i = 0; i < 4; i++)
		age_identity_clear(&ids[i]);
}

Test(age, takes_as_many_recipients_as_its_limit)
{
	static struct age_recipient to[LIMIT_AGE_STANZAS + 1];
	_cleanup_(age_identity_clear) struct age_identity id = generate(), last = generate();
	for (size_t i = 0; i < LIMIT_AGE_STANZAS; i++)
		to[i] = i + 1 < LIMIT_AGE_STANZAS ? id.recipient : last.recipient;
	const struct age_keys keys = { .identities = &last, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer file = { 0 }, more = { 0 };
	encrypt(BYTES("x"), 1, to, LIMIT_AGE_STANZAS, &file);
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_NONE);
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	struct error e;
	cr_assert_not(age_writer_start(sink_to_buffer(&more), to, LIMIT_AGE_STANZAS + 1, &w, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert_not(age_writer_start(sink_to_buffer(&more), to, 0, &w, &e));
	cr_assert_eq(e.code, ERR_VALUE);
	/* one stanza more than the limit, as a foreign file may have */
	size_t first = 22;
	buffer_append(&more, bytes_of(file.data, first));
	buffer_append_string(&more, "-> grease\n\n");
	buffer_append(&more, bytes_of(file.data + first, file.size - first));
	cr_assert_eq(why(buffer_bytes(&more), &keys), ERR_TOO_LARGE);
}

Test(age, refuses_an_endless_header)
{
	const struct age_keys keys = { 0 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	buffer_append_string(&file, "age-encryption.org/v1\n-> x ");
	for (size_t i = 0; i < LIMIT_AGE_HEADER_SIZE; i++)
		buffer_append_byte(&file, 'a');
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_TOO_LARGE);
}

Test(age, opens_with_the_passphrase_alone)
{
	_cleanup_(check_leaks) int leaks = 0;
	_cleanup_(secret_clear) struct secret right = secret_of("correct horse"),
					      wrong = secret_of("correct hors");
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer file = { 0 }, out = { 0 };
	struct error e;
	cr_assert(age_writer_start_passphrase(sink_to_buffer(&file), &right, 10, &w, &e));
	cr_assert(sink_write(age_writer_sink(w), BYTES("geheim"), &e));
	cr_assert(age_writer_end(w, &e));
	struct age_keys keys = { .identities = &id,
		                 .identity_count = 1,
		                 .passphrase = &right,
		                 .least_work_factor = 10,
		                 .most_work_factor = 10 };
	cr_assert(decrypt(buffer_bytes(&file), &keys, &out, &e));
	cr_assert(bytes_equal_string(buffer_bytes(&out), "geheim"));
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	struct bytes left = buffer_bytes(&file);
	cr_assert(age_reader_start(source_of_bytes(&left), &keys, &r, &e));
	cr_assert_eq(age_reader_identity(r), SIZE_MAX);
	cr_assert_eq(age_reader_stanzas(r), 1);
	keys.passphrase = &wrong;
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_PASSPHRASE);
	keys.passphrase = NULL;
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_NO_KEY);
	keys.passphrase = &right;
	keys.least_work_factor = 11;
	keys.most_work_factor = 20;
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_WORK_FACTOR);
	keys.least_work_factor = 1;
	keys.most_work_factor = 9;
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_WORK_FACTOR);
}

Test(age, writes_no_absurd_work_factor)
{
	_cleanup_(secret_clear) struct secret p = secret_of("p");
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct error e;
	cr_assert_not(age_writer_start_passphrase(sink_to_buffer(&file), &p, 0, &w, &e));
	cr_assert_eq(e.code, ERR_WORK_FACTOR);
	cr_assert_not(age_writer_start_passphrase(sink_to_buffer(&file), &p, 31, &w, &e));
	cr_assert_eq(e.code, ERR_WORK_FACTOR);
	cr_assert_eq(file.size, 0);
}

Test(age, never_opens_when_cut_off_anywhere)
{
	_cleanup_(check_leaks) int leaks = 0;
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer plain = sample(65536 + 100), file = { 0 };
	encrypt(buffer_bytes(&plain), plain.size, &id.recipient, 1, &file);
	const size_t payload = 22 + 54 + 44 + 48 + 16, second = payload + AGE_CHUNK + 16;
	for (size_t size = 0; size < file.size;
	     size += size < payload + 40 || size + 200 > second ? 1 : 997) {
		enum error_code code = why(bytes_of(file.data, size), &keys);
		bool inside = size > payload + 15 && (size < second || size > second + 16);
		if (inside)
			cr_assert_eq(code, ERR_AGE_PAYLOAD, "%zu: %s", size, error_name(code));
		else
			cr_assert(code == ERR_TRUNCATED || size == second + 16, "%zu: %s", size,
			          error_name(code));
	}
}

Test(age, never_opens_with_a_bit_changed)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	encrypt(BYTES("geheim"), 6, &id.recipient, 1, &file);
	for (size_t bit = 0; bit < file.size * 8; bit++) {
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		cr_assert_neq(why(buffer_bytes(&file), &keys), ERR_NONE, "bit %zu", bit);
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	cr_assert_eq(why(buffer_bytes(&file), &keys), ERR_NONE);
}

Test(age, hands_out_only_what_is_authentic)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer plain = sample(200000), file = { 0 }, out = { 0 };
	encrypt(buffer_bytes(&plain), plain.size, &id.recipient, 1, &file);
	file.data[184 + 2 * (AGE_CHUNK + 16) + 5] ^= 1;
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	struct bytes left = buffer_bytes(&file);
	struct error e = { 0 };
	cr_assert(age_reader_start(source_of_bytes(&left), &keys, &r, &e));
	cr_assert_not(source_drain(age_reader_source(r), SIZE_MAX, &out, &e));
	cr_assert_eq(e.code, ERR_AGE_PAYLOAD);
	cr_assert_eq(out.size, 2 * AGE_CHUNK);
	cr_assert_eq(memcmp(out.data, plain.data, out.size), 0);
	e = (struct error){ 0 };
	cr_assert_not(source_drain(age_reader_source(r), SIZE_MAX, &out, &e), "it stays failed");
	cr_assert_eq(e.code, ERR_AGE_PAYLOAD);
}

Test(age, tells_what_is_no_age_file)
{
	const struct age_keys keys = { 0 };
	static const struct {
		const char *text;
		enum error_code code;
	} files[] = {
		{ "", ERR_TRUNCATED },
		{ "a", ERR_TRUNCATED },
		{ "age-encryption.org/v1", ERR_TRUNCATED },
		{ "age-encryption.org/v1\n", ERR_TRUNCATED },
		{ "age-encryption.org/v2\n", ERR_AGE_HEADER },
		{ "age-encryption.org/v10\n", ERR_AGE_HEADER },
		{ "PK\x03\x04", ERR_AGE_HEADER },
		{ "naam;bsn\n", ERR_AGE_HEADER },
		{ "age-encryption.org/v1\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		  ERR_AGE_HEADER },
		{ "\n\nage-encryption.org/v1\n", ERR_AGE_HEADER },
		{ "-----BEGIN AGE ENCRYPTED FILE-----", ERR_AGE_ARMOR },
		{ " -----BEGIN AGE ENCRYPTED FILE-----\n", ERR_AGE_ARMOR },
		{ "Dear colleague,\n-----BEGIN AGE ENCRYPTED FILE-----\n", ERR_AGE_ARMOR },
		{ "-----BEGIN PGP MESSAGE-----\n", ERR_AGE_ARMOR },
	};
	for (size_t i = 0; i < ELEMENTS(files); i++)
		cr_assert_eq(why(bytes_of_string(files[i].text), &keys), files[i].code, "%zu", i);
}

static void armor(struct bytes file, const char *end_of_line, struct buffer *out)
{
	buffer_printf(out, "-----BEGIN AGE ENCRYPTED FILE-----%s", end_of_line);
	for (size_t at = 0; at < file.size; at += 48) {
		base64_append(out, bytes_of(file.data + at, file.size - at < 48 ? file.size - at : 48),
		              BASE64_PADDED);
		buffer_append_string(out, end_of_line);
	}
	buffer_printf(out, "-----END AGE ENCRYPTED FILE-----%s", end_of_line);
}

Test(age, reads_long_armor)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	for (size_t size = 199990; size < 200040; size++) {
		_cleanup_(buffer_clear) struct buffer plain = sample(size), file = { 0 }, text = { 0 },
						      out = { 0 };
		struct error e;
		encrypt(buffer_bytes(&plain), plain.size, &id.recipient, 1, &file);
		armor(buffer_bytes(&file), size % 2 ? "\r\n" : "\n", &text);
		cr_assert(decrypt(buffer_bytes(&text), &keys, &out, &e), "%s", e.detail);
		cr_assert(bytes_equal(buffer_bytes(&plain), buffer_bytes(&out)));
	}
}

Test(age, tells_damage_in_late_armor_as_such)
{
	_cleanup_(check_leaks) int leaks = 0;
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer plain = sample(100000), file = { 0 }, text = { 0 };
	encrypt(buffer_bytes(&plain), plain.size, &id.recipient, 1, &file);
	armor(buffer_bytes(&file), "\n", &text);
	cr_assert_eq(why(buffer_bytes(&text), &keys), ERR_NONE);
	cr_assert_eq(why(bytes_of(text.data, text.size - 40), &keys), ERR_AGE_ARMOR);
	cr_assert_eq(why(bytes_of(text.data, text.size / 2), &keys), ERR_AGE_ARMOR);
	text.data[text.size - 200] = '!';
	cr_assert_eq(why(buffer_bytes(&text), &keys), ERR_AGE_ARMOR);
}

Test(age, allows_white_space_around_armor_up_to_a_limit)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	encrypt(BYTES("x"), 1, &id.recipient, 1, &file);
	for (size_t spaces = 1022; spaces < 1028; spaces++) {
		_cleanup_(buffer_clear) struct buffer before = { 0 }, behind = { 0 };
		for (size_t i = 0; i < spaces; i++)
			buffer_append_byte(&before, '\n');
		armor(buffer_bytes(&file), "\n", &before);
		armor(buffer_bytes(&file), "\n", &behind);
		for (size_t i = 0; i < spaces; i++)
			buffer_append_byte(&behind, ' ');
		cr_assert_eq(why(buffer_bytes(&before), &keys) == ERR_NONE, spaces <= 1024, "%zu", spaces);
		cr_assert_eq(why(buffer_bytes(&behind), &keys), spaces <= 1024 ? ERR_NONE : ERR_AGE_ARMOR,
		             "%zu", spaces);
	}
}

/* A sink that takes `left` writes and then has a full disk. */
static bool write_some(void *context, struct bytes bytes, struct error *e)
{
	int *left = context;
	(void)bytes;
	return (*left)-- > 0 ? true : error_set(e, ERR_DISK_FULL, "disk", "%s", "");
}

Test(age, a_writer_that_failed_stays_failed)
{
	_cleanup_(check_leaks) int leaks = 0;
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	_cleanup_(buffer_clear) struct buffer plain = sample(2 * AGE_CHUNK + 1);
	for (int writes = 0; writes <= 4; writes++) {
		_cleanup_(age_writer_freep) struct age_writer *w = NULL;
		int left = writes;
		struct error e = { 0 };
		bool started = age_writer_start((struct sink){ write_some, &left }, &id.recipient, 1, &w, &e);
		cr_assert_eq(started, writes > 0);
		bool written = started && sink_write(age_writer_sink(w), buffer_bytes(&plain), &e);
		cr_assert_eq(written, writes > 2, "header and two chunks");
		bool ended = started && age_writer_end(w, &e);
		cr_assert_eq(ended, writes > 3);
		cr_assert_eq(e.code, writes > 3 ? ERR_NONE : ERR_DISK_FULL);
	}
}

/* A source that fails behind `left` bytes. */
struct failing {
	struct bytes left;
};

static bool read_some(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct failing *f = context;
	if (f->left.size == 0)
		return error_set(e, ERR_IO, "stick", "pulled out");
	size_t taken = size < f->left.size ? size : f->left.size;
	memcpy(out, f->left.data, taken);
	f->left = bytes_of(f->left.data + taken, f->left.size - taken);
	*ret_size = taken;
	return true;
}

Test(age, passes_on_what_the_source_says)
{
	_cleanup_(check_leaks) int leaks = 0;
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	const struct age_keys keys = { .identities = &id, .identity_count = 1 };
	_cleanup_(buffer_clear) struct buffer plain = sample(70000), file = { 0 };
	encrypt(buffer_bytes(&plain), plain.size, &id.recipient, 1, &file);
	static const size_t cuts[] = { 0, 10, 100, 5000, 66000 };
	for (size_t i = 0; i < ELEMENTS(cuts); i++) {
		_cleanup_(age_reader_freep) struct age_reader *r = NULL;
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		struct failing f = { bytes_of(file.data, cuts[i]) };
		struct error e = { 0 };
		cr_assert_not(age_reader_start((struct source){ read_some, &f }, &keys, &r, &e) &&
		              source_drain(age_reader_source(r), SIZE_MAX, &out, &e));
		cr_assert_eq(e.code, ERR_IO);
		cr_assert_str_eq(e.subject, "stick");
	}
}

Test(age, never_writes_the_same_twice)
{
	_cleanup_(age_identity_clear) struct age_identity id = generate();
	_cleanup_(buffer_clear) struct buffer a = { 0 }, b = { 0 };
	encrypt(BYTES("x"), 1, &id.recipient, 1, &a);
	encrypt(BYTES("x"), 1, &id.recipient, 1, &b);
	cr_assert_neq(memcmp(a.data + 30, b.data + 30, 40), 0, "the share");
	cr_assert_neq(memcmp(a.data + 168, b.data + 168, 16), 0, "the nonce");
}

/* Without a key: to how many it is, and which encryption; the same of its beginning alone. */
Test(age, tells_from_its_header_which_encryption_it_is)
{
	struct age_identity one = generate(), two = generate();
	const struct age_recipient to[] = { one.recipient, two.recipient };
	_cleanup_(buffer_clear) struct buffer plain = sample(100), first = { 0 }, second = { 0 };
	struct age_outline a = { 0 }, b = { 0 }, cut = { 0 };
	struct error e;
	encrypt(buffer_bytes(&plain), 100, to, 2, &first);
	encrypt(buffer_bytes(&plain), 100, to, 2, &second);
	cr_assert(age_outline_read(buffer_bytes(&first), &a, &e));
	cr_assert(age_outline_read(buffer_bytes(&second), &b, &e));
	cr_expect_eq(a.recipients, 2);
	cr_expect_eq(a.passphrases + a.others, 0);
	cr_expect_neq(memcmp(a.mac, b.mac, sizeof a.mac), 0, "the same to the same, and yet another");
	size_t header = first.size - plain.size - 16 - 16; /* nonce, and the tag of the one chunk */
	cr_assert(age_outline_read(bytes_of(first.data, header), &cut, &e));
	cr_expect_arr_eq(a.mac, cut.mac, sizeof a.mac);
	for (size_t size = 0; size < header; size++)
		cr_assert_not(age_outline_read(bytes_of(first.data, size), &cut, &e), "%zu", size);
	cr_expect_not(age_outline_read(bytes_of(NULL, 0), &cut, &e));
	age_identity_clear(&one);
	age_identity_clear(&two);
}
