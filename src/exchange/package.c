/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/package.h"

#include "base/limits.h"
#include "codec/gzip.h"
#include "io/tar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMBER_TARGET (4u << 20) /* inflated size at which a member is closed */

uint64_t package_padded_size(uint64_t size)
{
	if (size <= PACKAGE_LEAST_SIZE)
		return PACKAGE_LEAST_SIZE;
	unsigned exponent = 63u - (unsigned)__builtin_clzll(size);
	unsigned kept = 32u - (unsigned)__builtin_clz(exponent); /* bits of `exponent` */
	uint64_t mask = (UINT64_C(1) << (exponent - kept)) - 1;
	return (size + mask) & ~mask;
}

/* --- members on their way in --- */

bool member_spool_start(struct member_spool *m, const char *prefix, const char *directory, struct error *e)
{
	*m = (struct member_spool){ .prefix = prefix };
	return spool_start(directory, &m->spool, e);
}

void member_spool_clear(struct member_spool *m)
{
	spool_freep(&m->spool);
	buffer_wipe(&m->lines);
	free(m->members);
	*m = (struct member_spool){ 0 };
}

static bool member_spool_close_member(struct member_spool *m, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer packed = { 0 };
	if (m->count >= LIMIT_PACKAGE_MEMBERS)
		return error_set(e, ERR_MEMBER_COUNT, m->prefix, "more than %u members",
		                 LIMIT_PACKAGE_MEMBERS);
	if (!gzip_deflate(buffer_bytes(&m->lines), &packed, e))
		return false;
	struct manifest_member *members = realloc(m->members, (m->count + 1) * sizeof *members);
	if (!members)
		return error_memory(e);
	m->members = members;
	struct manifest_member *member = &members[m->count];
	*member = (struct manifest_member){ .size = packed.size, .inflated = m->lines.size };
	snprintf(member->name, sizeof member->name, "%s/%06zu.ndjson.gz", m->prefix, m->count + 1);
	sha256_of(buffer_bytes(&packed), &member->hash);
	m->count++;
	buffer_reset(&m->lines);
	return sink_write(spool_sink(m->spool), buffer_bytes(&packed), e);
}

bool member_spool_line(struct member_spool *m, struct bytes line, struct error *e)
{
	if (m->lines.size && m->lines.size + line.size + 1 > MEMBER_TARGET &&
	    !member_spool_close_member(m, e))
		return false;
	buffer_append(&m->lines, line);
	buffer_append_byte(&m->lines, '\n');
	return buffer_ok(&m->lines, e);
}

bool member_spool_end(struct member_spool *m, struct error *e)
{
	if (m->lines.size && !member_spool_close_member(m, e))
		return false;
	return spool_rewind(m->spool, e);
}

/* --- writing --- */

static bool write_spooled(struct tar_writer *tar, const struct member_spool *spool, struct error *e)
{
	uint8_t block[16384];
	for (size_t i = 0; i < spool->count; i++) {
		const struct manifest_member *member = &spool->members[i];
		if (!tar_writer_member(tar, member->name, member->size, e))
			return false;
		for (uint64_t left = member->size; left;) {
			size_t now = left < sizeof block ? (size_t)left : sizeof block;
			if (!source_exactly(spool_source(spool->spool), block, now, "spool", e) ||
			    !tar_writer_content(tar, bytes_of(block, now), e))
				return false;
			left -= now;
		}
	}
	return true;
}

static bool write_padding(struct tar_writer *tar, struct error *e)
{
	static const uint8_t zeros[16384];
	uint64_t without = tar->written + TAR_BLOCK /* its header */ + 2 * TAR_BLOCK /* the end */;
	uint64_t left = package_padded_size(without) - without;
	if (!tar_writer_member(tar, "padding", left, e))
		return false;
	while (left) {
		size_t now = left < sizeof zeros ? (size_t)left : sizeof zeros;
		if (!tar_writer_content(tar, bytes_of(zeros, now), e))
			return false;
		left -= now;
	}
	return true;
}

#define RESUMPTIONS "resumptions"
#define TERMINATIONS "terminations"

/* "resumptions/000001.note" */
static void numbered_name(const char *folder, size_t i, const char *suffix, char ret[TAR_NAME_MAX + 1])
{
	snprintf(ret, TAR_NAME_MAX + 1, "%s/%06zu.%s", folder, i + 1, suffix);
}

static bool write_numbered(struct tar_writer *tar, const char *folder, const struct bytes *texts,
                           size_t count, const char *suffix, struct error *e)
{
	for (size_t i = 0; i < count; i++) {
		char name[TAR_NAME_MAX + 1];
		numbered_name(folder, i, suffix, name);
		if (!tar_writer_file(tar, name, texts[i], e))
			return false;
	}
	return true;
}

bool package_write(struct sink out, const struct package_content *content, struct error *e)
{
	_cleanup_(age_writer_freep) struct age_writer *age = NULL;
	const struct manifest *m = content->manifest;
	if (!age_writer_start(out, m->recipients, m->recipient_count, &age, e))
		return false;
	struct tar_writer tar;
	tar_writer_start(&tar, age_writer_sink(age));
	for (size_t i = 0; i < content->roster_count; i++) {
		char name[TAR_NAME_MAX + 1];
		snprintf(name, sizeof name, "rosters/%06llu.note",
		         (unsigned long long)content->rosters[i]->version);
		if (!tar_writer_file(&tar, name, buffer_bytes(&content->rosters[i]->note), e))
			return false;
	}
	if (!write_numbered(&tar, RESUMPTIONS, content->resumptions, content->resumption_count, "note", e) ||
	    !write_numbered(&tar, TERMINATIONS, content->terminations, content->termination_count, "note",
	                    e) ||
	    !tar_writer_file(&tar, "manifest.note", content->manifest_note, e))
		return false;
	for (size_t i = 0; i < content->spool_count; i++)
		if (!write_spooled(&tar, content->spools[i], e))
			return false;
	return tar_writer_file(&tar, "log.proof", content->log_proof, e) &&
	       tar_writer_file(&tar, "log.witness", content->log_witness, e) &&
	       write_numbered(&tar, RESUMPTIONS, content->resumption_proofs, content->resumption_count,
	                      "proof", e) &&
	       write_padding(&tar, e) && tar_writer_end(&tar, e) && age_writer_end(age, e);
}

/* --- reading --- */

struct package_reader {
	struct age_reader *age;
	const struct age_identity *identities;
	struct tar_reader tar;
	struct buffer packed, content;
	size_t rosters, resumptions, terminations;
	struct buffer resumption_proofs[LIMIT_PACKAGE_RESUMPTIONS];
};

void package_reader_freep(struct package_reader **r)
{
	if (!*r)
		return;
	age_reader_freep(&(*r)->age);
	buffer_wipe(&(*r)->packed);
	buffer_wipe(&(*r)->content);
	for (size_t i = 0; i < LIMIT_PACKAGE_RESUMPTIONS; i++)
		buffer_clear(&(*r)->resumption_proofs[i]);
	free(*r);
	*r = NULL;
}

bool package_reader_start(struct source in, const struct age_identity *identities, size_t count,
                          struct package_reader **ret, struct error *e)
{
	_cleanup_(package_reader_freep) struct package_reader *r = calloc(1, sizeof *r);
	if (!r)
		return error_memory(e);
	r->identities = identities;
	const struct age_keys keys = { .identities = identities, .identity_count = count };
	if (!age_reader_start(in, &keys, &r->age, e))
		return false;
	tar_reader_start(&r->tar, age_reader_source(r->age));
	*ret = r;
	r = NULL;
	return true;
}

const struct age_recipient *package_reader_opened_with(const struct package_reader *r)
{
	return &r->identities[age_reader_identity(r->age)].recipient;
}

size_t package_reader_stanzas(const struct package_reader *r)
{
	return age_reader_stanzas(r->age);
}

/* The next member, which must be there. */
static bool next_member(struct package_reader *r, const char *wanted, struct tar_member *ret, struct error *e)
{
	bool more;
	if (!tar_reader_next(&r->tar, ret, &more, e))
		return false;
	if (!more)
		return error_set(e, ERR_MEMBER_MISSING, wanted, "%s", N_("the package ends before it"));
	return true;
}

static bool is_next(const char *folder, size_t i, const char *name)
{
	char due[TAR_NAME_MAX + 1];
	numbered_name(folder, i, "note", due);
	return strcmp(name, due) == 0;
}

static bool what_note(struct package_reader *r, const char *name, enum package_note *ret, struct error *e)
{
	*ret = NOTE_MANIFEST;
	if (strcmp(name, "manifest.note") == 0)
		return true;
	*ret = NOTE_ROSTER;
	if (strncmp(name, "rosters/", 8) == 0 && r->resumptions == 0 && r->terminations == 0)
		return ++r->rosters <= LIMIT_PACKAGE_ROSTERS ||
		       error_set(e, ERR_MEMBER_COUNT, name, "more than %u rosters", LIMIT_PACKAGE_ROSTERS);
	*ret = NOTE_RESUMPTION;
	if (is_next(RESUMPTIONS, r->resumptions, name) && r->terminations == 0)
		return ++r->resumptions <= LIMIT_PACKAGE_RESUMPTIONS ||
		       error_set(e, ERR_MEMBER_COUNT, name, "more than %u resumptions",
		                 LIMIT_PACKAGE_RESUMPTIONS);
	*ret = NOTE_TERMINATION;
	if (is_next(TERMINATIONS, r->terminations, name))
		return ++r->terminations <= LIMIT_PACKAGE_TERMINATIONS ||
		       error_set(e, ERR_MEMBER_COUNT, name, "more than %u terminations",
		                 LIMIT_PACKAGE_TERMINATIONS);
	return error_set(e, ERR_MEMBER_UNLISTED, name, "%s",
	                 N_("before the manifest only rosters, resumptions and terminations may stand"));
}

bool package_reader_note(struct package_reader *r, struct buffer *ret, enum package_note *ret_what,
                         struct error *e)
{
	struct tar_member member;
	return next_member(r, "manifest.note", &member, e) && what_note(r, member.name, ret_what, e) &&
	       tar_reader_take(&r->tar, LIMIT_NOTE_SIZE, ret, e);
}

/* A name that the manifest lists, but not here: a member twice, or out of order. A part
 * that stands behind the members came too early: one is missing. */
static enum error_code misplaced(const struct manifest *m, size_t expected, const char *name)
{
	if (strcmp(name, "padding") == 0 || strcmp(name, "log.witness") == 0 ||
	    (expected < m->member_count && strcmp(name, "log.proof") == 0))
		return ERR_MEMBER_MISSING;
	for (size_t i = 0; i < m->member_count; i++)
		if (strcmp(m->members[i].name, name) == 0)
			return i < expected ? ERR_MEMBER_DUPLICATE : ERR_MEMBER_MISSING;
	return ERR_MEMBER_UNLISTED;
}

static bool read_member(struct package_reader *r, const struct manifest *m, size_t i, struct error *e)
{
	const struct manifest_member *want = &m->members[i];
	struct tar_member member;
	if (!next_member(r, want->name, &member, e))
		return false;
	if (strcmp(member.name, want->name) != 0)
		return error_set(e, misplaced(m, i, member.name), member.name, "expected %s here",
		                 want->name);
	if (member.size != want->size || member.size > LIMIT_MEMBER_SIZE)
		return error_set(e, ERR_MEMBER_SIZE, member.name, "%llu bytes, the manifest says %llu",
		                 (unsigned long long)member.size, (unsigned long long)want->size);
	if (!tar_reader_take(&r->tar, LIMIT_MEMBER_SIZE, &r->packed, e))
		return false;
	struct sha256 hash;
	sha256_of(buffer_bytes(&r->packed), &hash);
	if (!sha256_equal(&hash, &want->hash))
		return error_set(e, ERR_MEMBER_HASH, member.name, "%s", "");
	return true;
}

/* Within the size that the sender signed for: more than that is a bomb, or a lie. */
static bool inflate(struct package_reader *r, const struct manifest_member *member, struct error *e)
{
	if (gzip_inflate(buffer_bytes(&r->packed), (size_t)member->inflated, &r->content, e))
		return true;
	if (e->code == ERR_TOO_LARGE)
		return error_set(e, ERR_MEMBER_SIZE, member->name,
		                 "inflates to more than the %llu bytes that the manifest says",
		                 (unsigned long long)member->inflated);
	snprintf(e->subject, sizeof e->subject, "%s", member->name);
	return false;
}

/* Of all members together, as the manifest says it; each has a limit of its own. */
static uint64_t inflated_size(const struct manifest *m)
{
	uint64_t size = 0;
	for (size_t i = 0; i < m->member_count; i++)
		size += m->members[i].inflated;
	return size;
}

bool package_reader_members(struct package_reader *r, const struct manifest *m,
                            bool (*each)(void *context, const struct manifest_member *member,
                                         struct bytes content, struct error *e),
                            void *context, struct error *e)
{
	if (inflated_size(m) > LIMIT_PACKAGE_INFLATED)
		return error_set(e, ERR_TOO_LARGE, "manifest.note",
		                 "members of more than %llu bytes inflated", LIMIT_PACKAGE_INFLATED);
	for (size_t i = 0; i < m->member_count; i++) {
		const struct manifest_member *member = &m->members[i];
		if (member->inflated > LIMIT_MEMBER_INFLATED)
			return error_set(e, ERR_MEMBER_SIZE, member->name, "more than %u bytes when inflated",
			                 LIMIT_MEMBER_INFLATED);
		if (!read_member(r, m, i, e))
			return false;
		if (!inflate(r, member, e))
			return false;
		if (r->content.size != member->inflated)
			return error_set(e, ERR_MEMBER_SIZE, member->name,
			                 "inflates to %zu bytes, the manifest says %llu", r->content.size,
			                 (unsigned long long)member->inflated);
		if (!each(context, member, buffer_bytes(&r->content), e))
			return false;
	}
	return true;
}

static bool read_padding(struct package_reader *r, struct error *e)
{
	struct source in = tar_reader_content(&r->tar);
	uint8_t block[16384];
	for (;;) {
		size_t got;
		if (!in.read(in.context, block, sizeof block, &got, e))
			return false;
		if (got == 0)
			return true;
		for (size_t i = 0; i < got; i++)
			if (block[i])
				return error_set(e, ERR_PADDING, "padding", "%s", "");
	}
}

/* Padding brings the tar to its padded size: less would tell how much there is, more hides something from
 * whoever looks at the file's size. */
static bool check_padded(uint64_t size, uint64_t padded, struct error *e)
{
	return size == padded ||
	       error_set(e, ERR_PADDING, "padding", "it makes the package %llu bytes, where %llu are due",
	                 (unsigned long long)size, (unsigned long long)padded);
}

static bool read_resumption_proofs(struct package_reader *r, struct error *e)
{
	for (size_t i = 0; i < r->resumptions; i++) {
		char due[TAR_NAME_MAX + 1];
		struct tar_member member;
		numbered_name(RESUMPTIONS, i, "proof", due);
		if (!next_member(r, due, &member, e))
			return false;
		if (strcmp(member.name, due) != 0)
			return error_set(e, ERR_MEMBER_MISSING, due, "%s",
			                 N_("no proof that the sender took the resumption in"));
		if (!tar_reader_take(&r->tar, LIMIT_PROOF_SIZE, &r->resumption_proofs[i], e))
			return false;
	}
	return true;
}

struct bytes package_reader_resumption_proof(const struct package_reader *r, size_t i)
{
	return buffer_bytes(&r->resumption_proofs[i]);
}

bool package_reader_end(struct package_reader *r, const struct manifest *m, struct buffer *ret_proof,
                        struct buffer *ret_witness, struct error *e)
{
	struct tar_member member;
	bool more;
	if (!next_member(r, "log.proof", &member, e))
		return false;
	if (strcmp(member.name, "log.proof") != 0)
		return error_set(e, misplaced(m, m->member_count, member.name), member.name, "%s",
		                 N_("expected log.proof here"));
	if (!tar_reader_take(&r->tar, LIMIT_PROOF_SIZE, ret_proof, e) ||
	    !next_member(r, "log.witness", &member, e))
		return false;
	if (strcmp(member.name, "log.witness") != 0)
		return error_set(e,
		                 strcmp(member.name, "padding") == 0 ? ERR_MEMBER_MISSING
		                                                     : ERR_MEMBER_UNLISTED,
		                 member.name, "%s", N_("expected log.witness here"));
	if (!tar_reader_take(&r->tar, LIMIT_WITNESS_SIZE, ret_witness, e) || !read_resumption_proofs(r, e) ||
	    !next_member(r, "padding", &member, e))
		return false;
	if (strcmp(member.name, "padding") != 0)
		return error_set(e, ERR_MEMBER_UNLISTED, member.name, "%s", N_("expected padding here"));
	uint64_t padded = package_padded_size(r->tar.read + 2 * TAR_BLOCK /* the end */);
	if (!read_padding(r, e) || !tar_reader_next(&r->tar, &member, &more, e))
		return false;
	if (more)
		return error_set(e, ERR_MEMBER_UNLISTED, member.name, "%s", N_("behind the padding"));
	return check_padded(r->tar.read, padded, e);
}

bool package_check_size(const struct manifest *m, const struct agreement *a, struct error *e)
{
	uint64_t size = 0, most = a->largest_package_mib << 20;
	for (size_t i = 0; i < m->member_count; i++)
		size += m->members[i].size;
	if (size > most)
		return error_set(e, ERR_TOO_LARGE, a->id, "the agreement allows packages of %llu MiB",
		                 (unsigned long long)a->largest_package_mib);
	return inflated_size(m) <= most * LIMIT_PACKAGE_INFLATION ||
	       error_set(e, ERR_TOO_LARGE, a->id,
	                 "inflated, its members are more than %u times the %llu MiB of the agreement",
	                 LIMIT_PACKAGE_INFLATION, (unsigned long long)a->largest_package_mib);
}
