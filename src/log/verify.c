/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "sluis/verify.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/bundle.h"
#include "trust/statement.h"

#include <assert.h>
#include <stdlib.h>

/* The public face of bundle_verify: plain C types, nothing decided here. */

struct sluis_verification {
	struct verify_result result;
};

struct notes {
	struct buffer *raw;
	struct bytes *views;
	size_t count;
};

static void notes_clear(struct notes *n)
{
	for (size_t i = 0; i < n->count; i++)
		buffer_clear(&n->raw[i]);
	free(n->raw);
	free(n->views);
}

static bool read_notes(const char *const *paths, size_t count, struct notes *n, struct error *e)
{
	n->raw = calloc(count + 1, sizeof *n->raw);
	n->views = calloc(count + 1, sizeof *n->views);
	if (!n->raw || !n->views)
		return error_memory(e);
	for (; n->count < count; n->count++) {
		if (!statement_read(paths[n->count], &n->raw[n->count], e))
			return false;
		n->views[n->count] = buffer_bytes(&n->raw[n->count]);
	}
	return true;
}

static void verification_freep(struct sluis_verification **v)
{
	sluis_verification_free(*v);
	*v = NULL;
}

enum sluis_outcome sluis_bundle_verify(const char *directory, const char *fingerprint,
                                       const char *const *rosters, size_t roster_count,
                                       struct sluis_verification **ret)
{
	_cleanup_(verification_freep) struct sluis_verification *v = calloc(1, sizeof *v);
	_cleanup_(notes_clear) struct notes notes = { 0 };
	struct sha256 root;
	struct error e;
	if (!v || !fingerprint_parse(bytes_of_string(fingerprint), &root) ||
	    !read_notes(rosters, roster_count, &notes, &e) ||
	    !bundle_verify(directory, notes.views, notes.count, &root, NULL, NULL, &v->result, &e))
		return SLUIS_TROUBLE;
	enum sluis_outcome outcome = v->result.finding_count ? SLUIS_FINDINGS : SLUIS_VERIFIED;
	*ret = v;
	v = NULL;
	return outcome;
}

void sluis_verification_free(struct sluis_verification *v)
{
	if (v)
		verify_result_clear(&v->result);
	free(v);
}

const char *sluis_verification_origin(const struct sluis_verification *v)
{
	return v->result.origin;
}

uint64_t sluis_verification_size(const struct sluis_verification *v)
{
	return v->result.size;
}

size_t sluis_verification_count(const struct sluis_verification *v)
{
	return v->result.finding_count;
}

static const struct verify_finding *finding(const struct sluis_verification *v, size_t i)
{
	assert(i < v->result.finding_count);
	return &v->result.findings[i];
}

const char *sluis_verification_code(const struct sluis_verification *v, size_t i)
{
	return error_name(finding(v, i)->code);
}

const char *sluis_verification_subject(const struct sluis_verification *v, size_t i)
{
	return finding(v, i)->subject;
}

const char *sluis_verification_detail(const struct sluis_verification *v, size_t i)
{
	return finding(v, i)->detail;
}

uint64_t sluis_verification_entry(const struct sluis_verification *v, size_t i)
{
	return finding(v, i)->index;
}
