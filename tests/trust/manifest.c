/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/manifest.h"

#include "base/limits.h"

#include <criterion/criterion.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char content_a[] = "first member\n", content_b[] = "second\n";

static void add_member(struct manifest *m, const char *name, uint64_t size, uint64_t inflated,
                       struct bytes content)
{
	m->members = realloc(m->members, (m->member_count + 1) * sizeof *m->members);
	cr_assert(m->members);
	struct manifest_member *one = &m->members[m->member_count++];
	*one = (struct manifest_member){ .size = size, .inflated = inflated };
	snprintf(one->name, sizeof one->name, "%s", name);
	sha256_of(content, &one->hash);
}

static struct manifest sample(void)
{
	struct manifest m = {
		.id = { 1, 2, 3 },
		.kind = PACKAGE_CASES,
		.sender = string_copy("oss.nl/wi"),
		.receiver = string_copy("oss.nl/wmo"),
		.signer = string_copy("oss.nl/p-7f3k"),
		.recipients = calloc(2, sizeof(struct age_recipient)),
		.recipient_count = 2,
		.sequence = 7,
		.previous = { { 9 } },
		.terms.agreement = string_copy("oss-wmo-wi"),
		.terms.version = 1,
		.terms.hash = { { 8 } },
		.terms.purpose = string_copy("onderzoek-2.3.2"),
		.terms.ground = string_copy("wmo-5.1.1-4"),
		.roster_version = 3,
		.roster_hash = { { 7 } },
		.created = 1795514400,
		.use_by = 1796724000,
		.records = 41,
		.withheld = 2,
	};
	memset(m.recipients[0].key, 9, 32);
	memset(m.recipients[1].key, 8, 32);
	add_member(&m, "records/000001.ndjson.gz", 13, 4000000, BYTES(content_a));
	add_member(&m, "consents.ndjson.gz", 7, 100, BYTES(content_b));
	return m;
}

static void format(struct manifest *m, struct buffer *text)
{
	struct error e = { 0 };
	cr_assert(manifest_format(m, text, &e), "%s: %s %s", error_name(e.code), e.subject, e.detail);
}

static bool parse(struct bytes text, struct manifest *ret, struct error *e)
{
	struct note n = { .text = text };
	return manifest_parse(&n, ret, e);
}

Test(manifest, reads_back_what_it_writes)
{
	_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	format(&m, &text);
	cr_assert(parse(buffer_bytes(&text), &back, &e), "%s:%lu %s", error_name(e.code),
	          (unsigned long)e.line, e.detail);
	cr_assert(sha256_equal(&back.hash, &m.hash));
	cr_assert_eq(memcmp(back.id, m.id, sizeof m.id), 0);
	cr_assert_eq(back.kind, PACKAGE_CASES);
	cr_assert_str_eq(back.sender, "oss.nl/wi");
	cr_assert_str_eq(back.receiver, "oss.nl/wmo");
	cr_assert_str_eq(back.signer, "oss.nl/p-7f3k");
	cr_assert_eq(back.recipient_count, 2);
	cr_assert(age_recipient_equal(&back.recipients[1], &m.recipients[1]));
	cr_assert_eq(back.sequence, 7);
	cr_assert(sha256_equal(&back.previous, &m.previous));
	cr_assert_str_eq(back.terms.agreement, "oss-wmo-wi");
	cr_assert_eq(back.terms.version, 1);
	cr_assert(sha256_equal(&back.terms.hash, &m.terms.hash));
	cr_assert_str_eq(back.terms.purpose, "onderzoek-2.3.2");
	cr_assert_str_eq(back.terms.ground, "wmo-5.1.1-4");
	cr_assert_eq(back.roster_version, 3);
	cr_assert_eq(back.created, m.created);
	cr_assert_eq(back.use_by, m.use_by);
	cr_assert_eq(back.records, 41);
	cr_assert_eq(back.withheld, 2);
	cr_assert_not(back.answers);
	cr_assert_eq(back.member_count, 2);
	cr_assert_str_eq(back.members[0].name, "records/000001.ndjson.gz");
	cr_assert_eq(back.members[0].inflated, 4000000);
	cr_assert(sha256_equal(&back.members[1].hash, &m.members[1].hash));
}

Test(manifest, of_a_receipt_has_answers_and_may_have_no_members)
{
	_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	m.kind = PACKAGE_RECEIPT;
	m.answers = true;
	m.answer_id[15] = 5;
	m.answer_sequence = 12;
	m.answer_hash.bytes[0] = 4;
	m.accepted = 40;
	m.member_count = 0;
	terms_named_clear(&m.terms);
	format(&m, &text);
	cr_assert(parse(buffer_bytes(&text), &back, &e), "%s", e.detail);
	cr_assert(back.answers);
	cr_assert_eq(back.answer_id[15], 5);
	cr_assert_eq(back.answer_sequence, 12);
	cr_assert(sha256_equal(&back.answer_hash, &m.answer_hash));
	cr_assert_eq(back.accepted, 40);
	cr_assert_null(back.terms.agreement);
	cr_assert_eq(back.member_count, 0);
}

Test(manifest, has_a_size_that_is_known_before_its_values)
{
	_cleanup_(manifest_clear) struct manifest m = sample();
	_cleanup_(buffer_clear) struct buffer early = { 0 }, late = { 0 };
	m.sequence = 1;
	m.previous = (struct sha256){ 0 };
	m.records = m.withheld = m.members[0].size = m.members[0].inflated = 0;
	m.members[0].hash = (struct sha256){ 0 };
	format(&m, &early);
	m.sequence = UINT64_MAX;
	memset(&m.previous, 0x11, sizeof m.previous);
	m.records = m.withheld = UINT64_MAX;
	m.members[0].size = m.members[0].inflated = LIMIT_MEMBER_SIZE;
	memset(&m.members[0].hash, 0xff, sizeof m.members[0].hash);
	format(&m, &late);
	cr_assert_eq(early.size, late.size);
}

static void put_file(int directory, const char *path, struct bytes content)
{
	int fd = openat(directory, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	cr_assert_geq(fd, 0, "%s", path);
	cr_assert_eq(write(fd, content.data, content.size), (ssize_t)content.size);
	close(fd);
}

/* Exit status of `sha256sum -c manifest.note` in a directory. */
static int sha256sum_check(const char *directory)
{
	pid_t child = fork();
	cr_assert_geq(child, 0);
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, 1);
		dup2(null, 2);
		if (chdir(directory) == 0)
			execlp("sha256sum", "sha256sum", "-c", "manifest.note", (char *)NULL);
		_exit(127);
	}
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Test(manifest, is_checked_by_sha256sum)
{
	_cleanup_(manifest_clear) struct manifest m = sample();
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	char directory[] = "/tmp/sluis-manifest-XXXXXX";
	cr_assert_not_null(mkdtemp(directory));
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_eq(mkdirat(fd, "records", 0700), 0);
	format(&m, &text);
	buffer_append_string(&text, "\n\xe2\x80\x94 oss.nl/p-7f3k AAAA\n");
	put_file(fd, "manifest.note", buffer_bytes(&text));
	put_file(fd, "records/000001.ndjson.gz", BYTES(content_a));
	put_file(fd, "consents.ndjson.gz", BYTES(content_b));
	cr_expect_eq(sha256sum_check(directory), 0);
	put_file(fd, "consents.ndjson.gz", BYTES("Second\n"));
	cr_expect_eq(sha256sum_check(directory), 1);
	unlinkat(fd, "records/000001.ndjson.gz", 0);
	unlinkat(fd, "records", AT_REMOVEDIR);
	unlinkat(fd, "consents.ndjson.gz", 0);
	unlinkat(fd, "manifest.note", 0);
	close(fd);
	rmdir(directory);
}

Test(manifest, member_names_are_plain_and_relative)
{
	static const char *const good[] = {
		"a", "records/000001.ndjson.gz", "consents.ndjson.gz", "bijlagen/A_b-c.pdf", "..a", "a..b",
		".a"
	};
	static const char *const bad[] = { "",
		                           "/a",
		                           "a/",
		                           "a//b",
		                           "../x",
		                           "a/../b",
		                           "..",
		                           ".",
		                           "./a",
		                           "a/.",
		                           "a b",
		                           "a\\b",
		                           "a\nb",
		                           "a:b",
		                           "-",
		                           "a/-r",
		                           "é",
		                           "padding",
		                           "log.proof",
		                           "log.witness",
		                           "manifest.note",
		                           "roster/1.note",
		                           "rosters/000001.note",
		                           "roster.note" };
	for (size_t i = 0; i < ELEMENTS(good); i++)
		cr_expect(member_name_is_valid(good[i]), "%s", good[i]);
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_expect_not(member_name_is_valid(bad[i]), "%s", bad[i]);
	char longest[102];
	memset(longest, 'a', sizeof longest);
	longest[101] = 0;
	cr_expect_not(member_name_is_valid(longest));
	longest[100] = 0;
	cr_expect(member_name_is_valid(longest));
}

/* The text with the first `from` replaced by `to`. */
static void replace(struct buffer *text, const char *from, const char *to)
{
	_cleanup_(string_freep) char *old = string_of_bytes(buffer_bytes(text));
	const char *at = strstr(old, from);
	cr_assert_not_null(at, "%s", from);
	buffer_reset(text);
	buffer_append(text, bytes_of(old, (size_t)(at - old)));
	buffer_append_string(text, to);
	buffer_append_string(text, at + strlen(from));
}

Test(manifest, is_strict)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "type: sluis.manifest/v1", "type: sluis.manifest/v2", ERR_NOTE },
		{ "kind: \"cases\"", "kind: \"letters\"", ERR_VALUE },
		{ "kind: \"cases\"", "kind: cases", ERR_SYNTAX },
		{ "kind: \"cases\"", "kind: \"receipt\"", ERR_MISSING },
		{ "kind: \"cases\"", "kind: \"roster\"", ERR_VALUE },
		{ "kind: \"cases\"\n", "", ERR_MISSING },
		{ "id: \"0102", "id: \"01", ERR_VALUE },
		{ "id: \"0102", "colour: \"x\"\nid: \"0102", ERR_UNKNOWN_KEY },
		{ "signer:", "sender: \"oss.nl/x\"\nsigner:", ERR_DUPLICATE },
		{ "sender: \"oss.nl/wi\"", "sender: \"Oss\"", ERR_VALUE },
		{ "sender: \"oss.nl/wi\"", "sender: \"oss.nl/wmo\"", ERR_VALUE },
		{ "receiver: \"oss.nl/wmo\"", "receiver: \"oss.nl/p-1\"", ERR_VALUE },
		{ "signer: \"oss.nl/p-7f3k\"", "signer: \"oss.nl/wi\"", ERR_VALUE },
		{ "  - \"age1", "  - \"age2", ERR_VALUE },
		{ "sequence: \"00000000000000000007\"", "sequence: \"7\"", ERR_VALUE },
		{ "sequence: \"00000000000000000007\"", "sequence: \"99999999999999999999\"", ERR_VALUE },
		{ "sequence: \"00000000000000000007\"", "sequence: \"0000000000000000000x\"", ERR_VALUE },
		{ "sequence: \"00000000000000000007\"", "sequence: \"00000000000000000000\"", ERR_VALUE },
		{ "sequence: \"00000000000000000007\"", "sequence: \"00000000000000000001\"", ERR_VALUE },
		{ "agreement_version: 1", "agreement_version: 0x1", ERR_VALUE },
		{ "agreement_version: 1", "agreement_version: 0", ERR_VALUE },
		{ "agreement_version: 1\n", "", ERR_MISSING },
		{ "agreement: \"oss-wmo-wi\"", "agreement: \"oss wmo\"", ERR_VALUE },
		{ "purpose: \"onderzoek-2.3.2\"\n", "", ERR_MISSING },
		{ "roster_version: 3", "roster_version: 0", ERR_VALUE },
		{ "created: \"2026", "created: \"2036", ERR_VALUE },
		{ "created: \"2026", "created: \"26", ERR_VALUE },
		{ "name: \"records/000001.ndjson.gz\"", "name: \"../000001.ndjson.gz\"", ERR_MEMBER_NAME },
		{ "name: \"records/000001.ndjson.gz\"", "name: \"/x\"", ERR_MEMBER_NAME },
		{ "name: \"records/000001.ndjson.gz\"", "name: \"padding\"", ERR_MEMBER_NAME },
		{ "name: \"records/000001.ndjson.gz\"", "name: \"records/000002.ndjson.gz\"",
		  ERR_MEMBER_MISSING },
		{ "inflated: \"00000000000004000000\"", "inflated: \"00000000009000000000\"",
		  ERR_MEMBER_SIZE },
		{ "size: \"00000000000000000013\"", "size: \"00000000000100000000\"", ERR_MEMBER_SIZE },
		{ "size: \"00000000000000000013\"", "size: \"13\"", ERR_VALUE },
		{ "  consents.ndjson.gz\n", "  consents.ndjson.gz\n  more\n", ERR_MEMBER_UNLISTED },
		{ "  consents.ndjson.gz\n", " consents.ndjson.gz\n", ERR_MEMBER_MISSING },
		{ "  consents.ndjson.gz\n", "  consents.ndjson.xz\n", ERR_MEMBER_MISSING },
		{ "sha256: |", "sha256: |+", ERR_SYNTAX },
		{ "use_by:", "# a remark\nuse_by:", ERR_SYNTAX },
		{ "records: ", "records:  ", ERR_SYNTAX },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e = { 0 };
		format(&m, &text);
		replace(&text, cases[i].from, cases[i].to);
		cr_expect_not(parse(buffer_bytes(&text), &back, &e), "case %zu: %s", i, cases[i].to);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s: %s (%s)", i, cases[i].to,
		             error_name(e.code), e.detail);
	}
}

Test(manifest, spelling_error_names_the_line)
{
	_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	format(&m, &text);
	replace(&text, "kind: \"cases\"", "kind: cases");
	cr_assert_not(parse(buffer_bytes(&text), &back, &e));
	cr_assert_eq(e.line, 3);
}

Test(manifest, is_not_written_when_it_would_not_be_read)
{
	struct error e = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(manifest_clear) struct manifest twice = sample(), plain = sample(), recipient = sample();
	add_member(&twice, "consents.ndjson.gz", 1, 1, BYTES("x"));
	cr_assert_not(manifest_format(&twice, &text, &e));
	cr_assert_eq(e.code, ERR_MEMBER_DUPLICATE);
	cr_assert_str_eq(e.subject, "consents.ndjson.gz");
	add_member(&plain, "bijlagen/1.pdf", 10, 11, BYTES("x"));
	cr_assert_not(manifest_format(&plain, &text, &e));
	cr_assert_eq(e.code, ERR_MEMBER_SIZE);
	recipient.recipients[1] = recipient.recipients[0];
	cr_assert_not(manifest_format(&recipient, &text, &e));
	cr_assert_eq(e.code, ERR_PACKAGE_RECIPIENTS);
	cr_assert_eq(text.size, 0);
}

Test(manifest, takes_as_many_members_as_the_limit_and_no_more)
{
	_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	m.member_count = 0;
	for (unsigned i = 0; i < LIMIT_PACKAGE_MEMBERS; i++) {
		char name[101]; /* as long as a name may be */
		snprintf(name, sizeof name, "records/%089u.gz", i);
		add_member(&m, name, 1, 1, BYTES("x"));
	}
	format(&m, &text);
	cr_assert_lt(text.size, LIMIT_NOTE_SIZE);
	cr_assert(parse(buffer_bytes(&text), &back, &e), "%s %s", error_name(e.code), e.detail);
	cr_assert_eq(back.member_count, LIMIT_PACKAGE_MEMBERS);
	add_member(&m, "one-more", 1, 1, BYTES("x"));
	buffer_reset(&text);
	cr_assert_not(manifest_format(&m, &text, &e));
	cr_assert_eq(e.code, ERR_MEMBER_COUNT);
}

/* The text up to `members:`. */
static void without_members(struct manifest *m, struct buffer *text)
{
	format(m, text);
	_cleanup_(string_freep) char *all = string_of_bytes(buffer_bytes(text));
	text->size = (size_t)(strstr(all, "members:") - all);
}

/* At the first that is one too many or isn't a member; nothing behind it is read. */
Test(manifest, a_million_members_are_refused_before_they_are_read)
{
	static const char *const items[] = {
		"- {name: a, size: \"00000000000000000001\", inflated: \"00000000000000000001\"}\n",
		"  - name: a\n    size: \"00000000000000000001\"\n    inflated: \"00000000000000000001\"\n",
		"- name: a\n",
		"-\n",
		"  - a\n",
		"\t- a\n",
	};
	static const enum error_code codes[] = { ERR_MEMBER_COUNT, ERR_MEMBER_COUNT, ERR_MISSING,
		                                 ERR_VALUE,        ERR_VALUE,        ERR_CONTROL_CHARACTER };
	for (size_t i = 0; i < ELEMENTS(items); i++) {
		_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		struct error e = { 0 };
		without_members(&m, &text);
		buffer_append_string(&text, "members:\n");
		for (unsigned n = 0; n < 1000000 && text.size < LIMIT_NOTE_SIZE - 100; n++)
			buffer_append_string(&text, items[i]);
		cr_expect_not(parse(buffer_bytes(&text), &back, &e));
		cr_expect_eq(e.code, codes[i], "case %zu: %s", i, error_name(e.code));
		while (text.size <= LIMIT_NOTE_SIZE)
			buffer_append_string(&text, items[i]);
		cr_expect_not(parse(buffer_bytes(&text), &back, &e));
		cr_expect_eq(e.code, ERR_TOO_LARGE, "case %zu: %s", i, error_name(e.code));
	}
}

Test(manifest, flow_lists_do_not_get_around_the_count)
{
	_cleanup_(manifest_clear) struct manifest m = sample(), back = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	without_members(&m, &text);
	buffer_append_string(&text, "members: [");
	for (unsigned n = 0; n < 40000; n++)
		buffer_append_string(&text, "{name: a, size: a, inflated: a}, ");
	buffer_append_string(&text, "]\n");
	cr_assert_not(parse(buffer_bytes(&text), &back, &e));
	cr_assert_neq(e.code, ERR_NONE);
}

Test(manifest, survives_every_truncation)
{
	_cleanup_(manifest_clear) struct manifest m = sample();
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	format(&m, &text);
	for (size_t size = 0; size < text.size; size++) {
		_cleanup_(manifest_clear) struct manifest back = { 0 };
		struct error e = { 0 };
		cr_assert_not(parse(bytes_of(text.data, size), &back, &e), "%zu", size);
		cr_assert_neq(e.code, ERR_NONE);
		cr_assert_null(back.sender);
	}
}
