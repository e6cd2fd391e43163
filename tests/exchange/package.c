/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/package.h"

#include "crypto/age.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

Test(package, pads_to_the_sizes_of_padme)
{
	/* Padmé keeps the exponent's own bit count of leading bits below the first. */
	static const struct {
		uint64_t size, padded;
	} cases[] = {
		{ 0, 65536 },       { 1, 65536 },         { 65536, 65536 },     { 65537, 67584 },
		{ 100000, 100352 }, { 1048576, 1048576 }, { 1048577, 1081344 }, { 1000000000, 1006632960 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(package_padded_size(cases[i].size), cases[i].padded, "%llu gives %llu",
		             (unsigned long long)cases[i].size,
		             (unsigned long long)package_padded_size(cases[i].size));
	/* Never smaller, never more than 12 % larger, always whole tar blocks. */
	for (uint64_t size = 70000; size < UINT64_C(1) << 40; size = size * 3 / 2 + 1) {
		uint64_t padded = package_padded_size(size);
		cr_expect(padded >= size && padded - size <= size / 8 && padded % 512 == 0, "%llu",
		          (unsigned long long)size);
	}
}

static const char *directory(void)
{
	const char *tmp = getenv("TMPDIR");
	return tmp ? tmp : "/tmp";
}

Test(spool, gives_back_what_went_in_and_shows_none_of_it)
{
	_cleanup_(spool_freep) struct spool *s = NULL;
	struct error e;
	cr_assert(crypto_start(&e) && spool_start(directory(), &s, &e), "%s", e.detail);
	for (int i = 0; i < 50000; i++)
		cr_assert(sink_write(spool_sink(s), BYTES("burgerservicenummer "), &e));
	cr_assert(spool_rewind(s, &e), "%s", e.detail);
	uint8_t block[20];
	for (int i = 0; i < 50000; i++) {
		cr_assert(source_exactly(spool_source(s), block, sizeof block, "spool", &e), "%s", e.detail);
		cr_assert(bytes_equal_string(bytes_of(block, sizeof block), "burgerservicenummer "));
	}
	cr_assert_not(source_exactly(spool_source(s), block, 1, "spool", &e));
}

/* A package of two members to one unit, as bytes. */
struct fixture {
	struct age_identity unit;
	struct member_spool records;
	struct manifest manifest;
	struct buffer note, file;
};

static void fixture_clear(struct fixture *f)
{
	age_identity_clear(&f->unit);
	member_spool_clear(&f->records);
	f->manifest.members = NULL; /* the spool's */
	f->manifest.recipients = NULL;
	buffer_clear(&f->note);
	buffer_clear(&f->file);
}

static void fixture_make(struct fixture *f)
{
	struct error e;
	cr_assert(crypto_start(&e) && age_identity_generate(&f->unit, &e), "%s", e.detail);
	cr_assert(member_spool_start(&f->records, "records", directory(), &e), "%s", e.detail);
	for (int i = 0; i < 60000; i++) {
		_cleanup_(buffer_clear) struct buffer line = { 0 };
		buffer_printf(&line, "{\"record\":%d,\"text\":\"%0100d\"}", i, i);
		cr_assert(member_spool_line(&f->records, buffer_bytes(&line), &e));
	}
	cr_assert(member_spool_end(&f->records, &e));
	cr_assert_eq(f->records.count, 2, "6.7 MB of lines are two members of at most 4 MiB");
	f->manifest.members = f->records.members;
	f->manifest.member_count = f->records.count;
	f->manifest.recipients = &f->unit.recipient;
	f->manifest.recipient_count = 1;
	buffer_append_string(&f->note, "type: sluis.manifest/v1\n");
	struct member_spool *const spools[] = { &f->records };
	const struct package_content content = {
		.manifest = &f->manifest,
		.manifest_note = buffer_bytes(&f->note),
		.spools = spools,
		.spool_count = 1,
		.log_proof = BYTES("proof"),
		.log_witness = BYTES("witness"),
		.resumptions = { BYTES("first"), BYTES("second") },
		.resumption_proofs = { BYTES("first proof"), BYTES("second proof") },
		.resumption_count = 2,
		.terminations = { BYTES("ended") },
		.termination_count = 1,
	};
	cr_assert(package_write(sink_to_buffer(&f->file), &content, &e), "%s", e.detail);
}

static bool add_size(void *context, const struct manifest_member *member, struct bytes content,
                     struct error *e)
{
	(void)e;
	cr_expect_eq(content.size, member->inflated);
	*(size_t *)context += content.size;
	return true;
}

/* Reads all of a package; the error's code, or ERR_NONE. */
static enum error_code read_all(const struct fixture *f, const struct manifest *m, size_t *ret_content)
{
	_cleanup_(package_reader_freep) struct package_reader *r = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(buffer_clear) struct buffer proof = { 0 };
	_cleanup_(buffer_clear) struct buffer witness = { 0 };
	struct bytes left = buffer_bytes(&f->file);
	struct error e = { 0 };
	enum package_note what = NOTE_ROSTER;
	size_t resumptions = 0, terminations = 0;
	bool ok = package_reader_start(source_of_bytes(&left), &f->unit, 1, &r, &e);
	while (ok && what != NOTE_MANIFEST) {
		ok = package_reader_note(r, &note, &what, &e);
		resumptions += ok && what == NOTE_RESUMPTION;
		terminations +=
			ok && what == NOTE_TERMINATION && bytes_equal_string(buffer_bytes(&note), "ended");
	}
	ok = ok && package_reader_members(r, m, add_size, ret_content, &e) &&
	     package_reader_end(r, m, &proof, &witness, &e);
	if (!ok)
		return e.code;
	cr_expect_eq(resumptions, 2);
	cr_expect_eq(terminations, 1);
	cr_expect(bytes_equal_string(package_reader_resumption_proof(r, 0), "first proof"));
	cr_expect(bytes_equal_string(package_reader_resumption_proof(r, 1), "second proof"));
	cr_expect(bytes_equal(buffer_bytes(&note), buffer_bytes(&f->note)));
	cr_expect(bytes_equal_string(buffer_bytes(&proof), "proof"));
	cr_expect(bytes_equal_string(buffer_bytes(&witness), "witness"));
	cr_expect_eq(package_reader_stanzas(r), 1);
	return ERR_NONE;
}

Test(package, is_read_as_it_was_written)
{
	_cleanup_(fixture_clear) struct fixture f = { 0 };
	size_t content = 0;
	fixture_make(&f);
	cr_assert_eq(read_all(&f, &f.manifest, &content), ERR_NONE);
	cr_expect_gt(content, 6000000);
}

Test(package, is_refused_when_the_manifest_says_otherwise)
{
	_cleanup_(fixture_clear) struct fixture f = { 0 };
	struct manifest_member members[3];
	size_t content = 0;
	fixture_make(&f);
	struct manifest m = f.manifest;
	m.members = members;
#define WITH(change, code) \
	do { \
		members[0] = f.records.members[0]; \
		members[1] = members[2] = f.records.members[1]; \
		m.member_count = 2; \
		change; \
		cr_expect_eq(read_all(&f, &m, &content), code, #change); \
	} while (0)
	WITH((void)0, ERR_NONE);
	WITH(members[0].hash.bytes[3] ^= 1, ERR_MEMBER_HASH);
	WITH(members[1].size++, ERR_MEMBER_SIZE);
	WITH(members[0].inflated--, ERR_MEMBER_SIZE);
	WITH(members[0].inflated++, ERR_MEMBER_SIZE);
	WITH(members[0].inflated = UINT64_MAX, ERR_MEMBER_SIZE);
	WITH(m.member_count = 1, ERR_MEMBER_UNLISTED); /* the second isn't in it then */
	WITH(m.member_count = 3, ERR_MEMBER_MISSING);
	WITH((members[0] = f.records.members[1], members[1] = f.records.members[0]), ERR_MEMBER_MISSING);
#undef WITH
}

Test(package, cut_anywhere_is_refused)
{
	_cleanup_(fixture_clear) struct fixture f = { 0 };
	size_t content = 0;
	fixture_make(&f);
	size_t whole = f.file.size;
	for (size_t cut = 0; cut < whole; cut += 4096 * 37 + 1) {
		f.file.size = cut;
		cr_expect_neq(read_all(&f, &f.manifest, &content), ERR_NONE, "cut at %zu", cut);
	}
	f.file.size = whole - 1;
	cr_expect_neq(read_all(&f, &f.manifest, &content), ERR_NONE, "without its last byte");
}

/* An agreement's size bounds what travels, and what that may grow to. */
Test(package, is_bounded_when_inflated_too)
{
	struct manifest_member members[600] = { 0 };
	struct manifest m = { .members = members, .member_count = ELEMENTS(members) };
	struct agreement a = { .id = (char[]){ "a" }, .largest_package_mib = 100 };
	struct error e;
	for (size_t i = 0; i < m.member_count; i++)
		members[i] = (struct manifest_member){ .size = 1000, .inflated = 1u << 20 };
	cr_assert(package_check_size(&m, &a, &e));
	a.largest_package_mib = 18;
	cr_assert_not(package_check_size(&m, &a, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	a.largest_package_mib = 100;
	members[0].size = 100u << 20;
	cr_assert_not(package_check_size(&m, &a, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}
