/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/keyfile.h"

#include "base/limits.h"
#include "io/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/sluis-keyfile-XXXXXX";
static char path[64];
static struct secret passphrase;

static void start(void)
{
	struct error e;
	cr_assert(crypto_start(&e));
	cr_assert(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/me.key", directory);
	cr_assert(secret_copy(&passphrase, BYTES("correct horse"), &e));
}

static void stop(void)
{
	secret_clear(&passphrase);
	unlink(path);
	rmdir(directory);
}

TestSuite(keyfile, .init = start, .fini = stop);

static void generate(struct keyfile *k)
{
	struct error e;
	cr_assert(keyfile_generate("oss.nl/p-7f3k", k, &e), "%s", e.detail);
}

static bool same_secret(const struct secret *a, const struct secret *b)
{
	bool same = bytes_equal_secret(secret_open(a), secret_open(b));
	secret_close(a);
	secret_close(b);
	return same;
}

static void expect_same(const struct keyfile *a, const struct keyfile *b)
{
	cr_expect_str_eq(a->name, b->name);
	cr_expect(same_secret(&a->identity.scalar, &b->identity.scalar));
	cr_expect(age_recipient_equal(&a->identity.recipient, &b->identity.recipient));
	cr_expect(same_secret(&a->signer.seed, &b->signer.seed));
	cr_expect(note_verifier_equal(&a->signer.public, &b->signer.public));
	cr_expect_eq(a->bound, b->bound);
	cr_expect(sha256_equal(&a->root, &b->root));
	cr_expect_eq(a->store_count, b->store_count);
	cr_expect_arr_eq(a->stores, b->stores, a->store_count * STORE_ID_SIZE);
}

/* The text of a key file, for mangling: a test's key is no secret. */
static void text_of(const struct keyfile *k, struct buffer *out)
{
	_cleanup_(secret_clear) struct secret text = { 0 };
	struct error e;
	cr_assert(keyfile_format(k, &text, &e), "%s", e.detail);
	buffer_append(out, secret_open(&text));
	secret_close(&text);
}

static enum error_code parse_fault(struct bytes text)
{
	_cleanup_(secret_clear) struct secret s = { 0 };
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	struct error e = { 0 };
	cr_assert(secret_copy(&s, text, &e));
	return keyfile_parse(&s, &k, &e) ? ERR_NONE : e.code;
}

Test(keyfile, is_for_persons)
{
	struct keyfile k = { 0 };
	struct error e;
	static const char *const names[] = { "oss.nl/wmo", "oss.nl", "Oss.nl/p-1", "", "oss.nl/p-1/x" };
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		cr_expect_not(keyfile_generate(names[i], &k, &e), "%s", names[i]);
		cr_expect_eq(e.code, ERR_NAME);
	}
	cr_expect_null(k.name);
}

Test(keyfile, text_comes_back_as_it_was)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 }, back = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 };
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	struct error e;
	struct sha256 root;
	generate(&k);
	cr_assert(keyfile_format(&k, &text, &e));
	cr_assert(keyfile_parse(&text, &back, &e), "line %d: %s", (int)e.line, e.detail);
	expect_same(&k, &back);
	text_of(&k, &shown);
	cr_expect(
		bytes_starts_with(buffer_bytes(&shown), "# sluis key file: oss.nl/p-7f3k\nAGE-SECRET-KEY-1"));
	cr_expect(strstr(buffer_string(&shown), "\nPRIVATE+KEY+oss.nl/p-7f3k+"));
	secret_clear(&text);
	keyfile_clear(&back);
	sha256_of(BYTES("root"), &root);
	for (uint8_t i = 0; i < KEYFILE_STORES_MAX; i++)
		cr_assert(keyfile_bind(&k, &root, (const uint8_t[STORE_ID_SIZE]){ i }, &e));
	cr_assert(keyfile_format(&k, &text, &e), "the longest text fits");
	cr_assert(keyfile_parse(&text, &back, &e), "line %d: %s", (int)e.line, e.detail);
	expect_same(&k, &back);
}

Test(keyfile, longest_name_fits)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 }, back = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 };
	struct error e;
	char name[128 + 1];
	memset(name, 'a', 128);
	memcpy(name + 60, "/p-", 3);
	name[128] = 0;
	cr_assert(keyfile_generate(name, &k, &e));
	cr_assert(keyfile_format(&k, &text, &e));
	cr_assert(keyfile_parse(&text, &back, &e), "%s", e.detail);
	expect_same(&k, &back);
}

Test(keyfile, text_is_read_strictly)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 }, other = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	struct sha256 root;
	generate(&k);
	cr_assert(keyfile_generate("oss.nl/p-1111", &other, &e));
	sha256_of(BYTES("root"), &root);
	cr_assert(keyfile_bind(&k, &root, (const uint8_t[STORE_ID_SIZE]){ 7 }, &e));
	text_of(&k, &text);
	cr_assert_eq(parse_fault(buffer_bytes(&text)), ERR_NONE);
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "# sluis key file: oss", "# sluis key file: uden" }, /* not the signer's name */
		{ "# sluis key file: ", "# sluis key  file: " },
		{ "p-7f3k\n", "7f3k\n" },
		{ "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-2" },
		{ "AGE-SECRET-KEY-1", "\nAGE-SECRET-KEY-1" },
		{ "PRIVATE+KEY+oss", "PRIVATE+KEY+uden" },
		{ "PRIVATE+KEY+", "PUBLIC+KEY+" },
		{ "# sluis root: ", "# a remark\n# sluis root: " },
		{ "# sluis root: ", "# sluis root:  " },
		{ "# sluis store: 07", "# sluis store: 7" },
		{ "# sluis store: 07", "# sluis store: 0G" },
		{ "# sluis store: 07", "# sluis store: 07000000000000000000000000000000\n# sluis store: 07" },
		{ "# sluis store: 07000000000000000000000000000000\n",
		  "# sluis store: 07000000000000000000000000000000" },
		{ "# sluis store: 07000000000000000000000000000000\n",
		  "# sluis store: 07000000000000000000000000000000\n\n" },
	};
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		_cleanup_(buffer_clear) struct buffer changed = { 0 };
		const char *all = buffer_string(&text), *at = strstr(all, changes[i].from);
		cr_assert(at, "case %zu", i);
		buffer_append(&changed, bytes_of(all, (size_t)(at - all)));
		buffer_append_string(&changed, changes[i].to);
		buffer_append_string(&changed, at + strlen(changes[i].from));
		cr_expect_eq(parse_fault(buffer_bytes(&changed)), ERR_KEYFILE, "case %zu: %s", i,
		             changes[i].to);
	}
	size_t keys_end = (size_t)(strstr(buffer_string(&text), "# sluis root") - buffer_string(&text));
	size_t root_end = (size_t)(strstr(buffer_string(&text), "# sluis store") - buffer_string(&text));
	for (size_t size = 1; size < text.size; size++)
		cr_expect_eq(parse_fault(bytes_of(text.data, size)),
		             size == keys_end || size == root_end ? ERR_NONE : ERR_KEYFILE, "cut at %zu",
		             size);
}

Test(keyfile, holds_no_more_stores_than_it_says)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e;
	struct sha256 root;
	generate(&k);
	sha256_of(BYTES("root"), &root);
	for (uint8_t i = 0; i < KEYFILE_STORES_MAX; i++)
		cr_assert(keyfile_bind(&k, &root, (const uint8_t[STORE_ID_SIZE]){ i }, &e));
	cr_expect_not(keyfile_bind(&k, &root, (const uint8_t[STORE_ID_SIZE]){ 200 }, &e));
	cr_expect_eq(e.code, ERR_TOO_LARGE);
	cr_expect(keyfile_bind(&k, &root, (const uint8_t[STORE_ID_SIZE]){ 3 }, &e), "a known one is fine");
	text_of(&k, &text);
	buffer_append_string(&text, "# sluis store: ffffffffffffffffffffffffffffffff\n");
	cr_expect_eq(parse_fault(buffer_bytes(&text)), ERR_KEYFILE);
}

Test(keyfile, is_bound_to_a_root_and_its_stores)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	struct error e;
	struct sha256 root, other;
	const uint8_t store[STORE_ID_SIZE] = { 1 }, foreign[STORE_ID_SIZE] = { 2 };
	generate(&k);
	sha256_of(BYTES("root"), &root);
	sha256_of(BYTES("other"), &other);
	cr_expect_not(keyfile_check_bound(&k, &root, store, &e));
	cr_expect_eq(e.code, ERR_KEY_UNBOUND);
	cr_assert(keyfile_bind(&k, &root, store, &e));
	cr_expect(keyfile_check_bound(&k, &root, store, &e));
	cr_expect_not(keyfile_check_bound(&k, &root, foreign, &e));
	cr_expect_eq(e.code, ERR_KEY_UNBOUND);
	cr_expect_not(keyfile_check_bound(&k, &other, store, &e));
	cr_expect_eq(e.code, ERR_KEY_UNBOUND);
	cr_expect_not(keyfile_bind(&k, &other, foreign, &e));
	cr_expect_eq(e.code, ERR_FINGERPRINT);
	cr_expect_eq(k.store_count, 1);
}

Test(keyfile, is_written_once_and_replaced_only_when_asked)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 }, other = { 0 }, back = { 0 };
	struct error e;
	struct stat st;
	generate(&k);
	generate(&other);
	cr_assert(keyfile_write(&k, path, &passphrase, 14, false, &e), "%s %s", error_name(e.code), e.detail);
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 077, 0);
	cr_expect_not(keyfile_write(&other, path, &passphrase, 14, false, &e));
	cr_expect_eq(e.code, ERR_FILE_EXISTS);
	cr_assert(keyfile_read(path, &passphrase, &back, &e), "%s %s", error_name(e.code), e.detail);
	expect_same(&k, &back);
	keyfile_clear(&back);
	cr_assert(keyfile_write(&other, path, &passphrase, 14, true, &e));
	cr_assert(keyfile_read(path, &passphrase, &back, &e));
	expect_same(&other, &back);
}

static bool opens_with(struct bytes typed)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	_cleanup_(secret_clear) struct secret s = { 0 };
	struct error e;
	cr_assert(secret_copy(&s, typed, &e));
	return keyfile_read(path, &s, &k, &e);
}

/* é in one part, and in two; and a file that age itself made with it in two. */
Test(keyfile, opens_with_a_passphrase_from_another_keyboard)
{
	const struct bytes one = BYTES("caf\xc3\xa9 op de hoek"), two = BYTES("cafe\xcc\x81 op de hoek"),
			   other = BYTES("cafe op de hoek"), raw = BYTES("caf\xe9 op de hoek");
	const struct bytes first[] = { one, two };
	struct error e;
	for (size_t i = 0; i < ELEMENTS(first); i++) {
		_cleanup_(keyfile_clear) struct keyfile k = { 0 };
		_cleanup_(secret_clear) struct secret s = { 0 };
		generate(&k);
		cr_assert(secret_copy(&s, first[i], &e));
		cr_assert(keyfile_write(&k, path, &s, 14, true, &e));
		cr_expect(opens_with(one) && opens_with(two));
		cr_expect_not(opens_with(other));
		cr_expect_not(opens_with(raw));
	}
}

Test(keyfile, work_factor_has_a_floor_and_a_ceiling)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	struct error e;
	generate(&k);
	static const unsigned bad[] = { 1, KEYFILE_LEAST_WORK_FACTOR - 1, 21, 64 };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_expect_not(keyfile_write(&k, path, &passphrase, bad[i], false, &e), "%u", bad[i]);
		cr_expect_eq(e.code, ERR_WORK_FACTOR);
	}
	cr_expect_not(file_exists(path));
}

/* A file under the passphrase, written by other hands. */
static void write_foreign(const char *content, unsigned work_factor)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer cipher = { 0 };
	struct error e;
	cr_assert(age_writer_start_passphrase(sink_to_buffer(&cipher), &passphrase, work_factor, &w, &e));
	cr_assert(sink_write(age_writer_sink(w), bytes_of_string(content), &e));
	cr_assert(age_writer_end(w, &e));
	cr_assert(file_replace(path, buffer_bytes(&cipher), true, &e));
}

static enum error_code read_fault(void)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	struct error e = { 0 };
	if (keyfile_read(path, &passphrase, &k, &e))
		return ERR_NONE;
	cr_expect_str_eq(e.subject, path);
	return e.code;
}

/* Before any of the memory is taken: what isn't there isn't asked for. */
Test(keyfile, asks_for_no_more_memory_than_there_is)
{
#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of address space */
	const rlim_t most = (rlim_t)400 << 20;
	write_foreign("# sluis key file: oss.nl/p-x\n", 14);
	cr_expect_eq(read_fault(), ERR_KEYFILE, "16 MiB are there");
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct error e;
	cr_assert(file_read(path, LIMIT_KEY_FILE_SIZE, &file, &e));
	uint8_t *factor = memmem(file.data, file.size, " 14\n", 4);
	cr_assert_not_null(factor);
	memcpy(factor, " 20\n", 4);
	cr_assert(file_replace(path, buffer_bytes(&file), true, &e));
	cr_assert_eq(setrlimit(RLIMIT_AS, &(struct rlimit){ most, most }), 0);
	cr_expect_eq(read_fault(), ERR_WORK_MEMORY);
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	generate(&k);
	cr_expect_not(keyfile_write(&k, path, &passphrase, 20, true, &e));
	cr_expect_eq(e.code, ERR_WORK_MEMORY);
#endif
}

Test(keyfile, what_is_wrong_with_a_file_is_told_apart)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	_cleanup_(secret_clear) struct secret wrong = { 0 };
	_cleanup_(buffer_clear) struct buffer good = { 0 };
	struct error e;
	cr_expect_eq(read_fault(), ERR_FILE_MISSING);
	generate(&k);
	cr_assert(keyfile_write(&k, path, &passphrase, 14, false, &e));
	cr_assert(secret_copy(&wrong, BYTES("battery staple"), &e));
	cr_expect_not(keyfile_read(path, &wrong, &k, &e));
	cr_expect_eq(e.code, ERR_PASSPHRASE);
	cr_assert(file_read(path, LIMIT_KEY_FILE_SIZE, &good, &e));
	const uint8_t *end = memmem(good.data, good.size, "\n--- ", 5);
	size_t header = (size_t)(end - good.data) + 5 + 43 + 1;
	const struct {
		size_t flip, cut; /* flip 0: none */
		enum error_code code;
	} cases[] = {
		{ 0, 0, ERR_WRONG_FILE },
		{ 0, 10, ERR_TRUNCATED },
		{ 0, header - 20, ERR_TRUNCATED },
		{ 0, header + 8, ERR_TRUNCATED }, /* within the nonce */
		{ 0, good.size - 1, ERR_KEYFILE },
		{ 3, good.size, ERR_KEYFILE },           /* within the only chunk; the first line */
		{ header - 10, good.size, ERR_KEYFILE }, /* the header's MAC */
		{ header + 3, good.size, ERR_KEYFILE },  /* the nonce */
		{ good.size - 3, good.size, ERR_KEYFILE },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer bad = { 0 };
		buffer_append(&bad, bytes_of(good.data, cases[i].cut));
		if (cases[i].flip)
			bad.data[cases[i].flip] ^= 1;
		cr_assert(file_replace(path, buffer_bytes(&bad), true, &e));
		enum error_code code = read_fault();
		cr_expect_eq(code, cases[i].code, "case %zu: %s", i, error_name(code));
	}
}

Test(keyfile, other_content_is_refused)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	generate(&k);
	text_of(&k, &text);
	write_foreign(buffer_string(&text), 14);
	cr_expect_eq(read_fault(), ERR_NONE);
	write_foreign(buffer_string(&text), KEYFILE_LEAST_WORK_FACTOR - 1);
	cr_expect_eq(read_fault(), ERR_WORK_FACTOR);
	write_foreign("", 14);
	cr_expect_eq(read_fault(), ERR_KEYFILE);
	write_foreign("hello\n", 14);
	cr_expect_eq(read_fault(), ERR_KEYFILE);
	for (int i = 0; i < 300; i++)
		buffer_append_string(&text, "# sluis store: ffffffffffffffffffffffffffffffff\n");
	write_foreign(buffer_string(&text), 14);
	cr_expect_eq(read_fault(), ERR_KEYFILE);
}

Test(keyfile, a_file_for_recipients_is_not_a_key_file)
{
	_cleanup_(keyfile_clear) struct keyfile k = { 0 };
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(buffer_clear) struct buffer cipher = { 0 };
	struct error e;
	generate(&k);
	cr_assert(age_writer_start(sink_to_buffer(&cipher), &k.identity.recipient, 1, &w, &e));
	cr_assert(age_writer_end(w, &e));
	cr_assert(file_replace(path, buffer_bytes(&cipher), true, &e));
	cr_expect_eq(read_fault(), ERR_WRONG_FILE);
}
