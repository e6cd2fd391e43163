/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/roster_account.h"
#include "tools/officer/commands.h"
#include "tools/officer/roster_files.h"

#include <stdlib.h>

/* `sluis-officer roster merge`: the rosters of two partnerships become one. */

const struct option roster_merge_options[] = {
	{ "id", 0, OPTION_VALUE, "NAME",
	  N_("what the merged roster is called; as the first one when left out") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ "review-by", 0, OPTION_VALUE, "DAY",
	  N_("when the roster is to be reviewed next; the earlier day of both when left out") },
	{ 0 },
};

/* One side: its newest version, and where its chain began. */
struct side {
	struct roster *newest;
	struct roster_chain chain;
};
static void side_clear(struct side *s)
{
	roster_freep(&s->newest);
	roster_chain_clear(&s->chain);
}

struct versions {
	struct roster **list; /* the newest first */
	size_t count;
};
static void versions_clear(struct versions *v)
{
	for (size_t i = 0; i < v->count; i++)
		roster_freep(&v->list[i]);
	free(v->list);
}

static bool add_version(struct versions *v, struct roster **r, struct error *e)
{
	struct roster **more = reallocarray(v->list, v->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	v->list = more;
	v->list[v->count++] = *r;
	*r = NULL;
	return true;
}

/* Back to version 1, which lies beside it. */
static bool walk_back(const char *path, struct versions *v, struct error *e)
{
	for (;;) {
		_cleanup_(rosters_before_clear) struct rosters_before before = { 0 };
		const struct roster *r = v->list[v->count - 1];
		if (r->version == 1)
			return true;
		if (!roster_file_before(path, r, &before, e))
			return false;
		if (!before.count)
			return error_set(e, ERR_ROSTER_CHAIN, path,
			                 N_("the version before version %llu doesn't lie beside it"),
			                 (unsigned long long)r->version);
		if (!add_version(v, &before.list[0], e))
			return false;
		before.list[0] = before.list[1];
		before.count--;
	}
}

/* Only what its own officers adopted, from its first version on. */
static bool read_side(const char *path, struct side *ret, struct error *e)
{
	_cleanup_(versions_clear) struct versions v = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	if (!roster_file_read(path, &ret->newest, e) || !roster_file_read(path, &r, e) ||
	    !add_version(&v, &r, e) || !walk_back(path, &v, e))
		return false;
	ret->chain.fingerprint = v.list[v.count - 1]->hash;
	for (; v.count; v.count--)
		if (!roster_chain_append(&ret->chain, &v.list[v.count - 1], e))
			return false;
	return true;
}

static bool set_review(const struct invocation *in, struct roster *r, struct error *e)
{
	char day[DAY_SIZE + 1];
	day_format(r->review_by, day);
	if (!invocation_value(in, "review-by") && r->review_by < r->issued)
		return error_set(e, ERR_USAGE, "--review-by",
		                 N_("the roster was to be reviewed by %s: say when it is next"), day);
	return invocation_day(in, "review-by", r->review_by, &r->review_by, e);
}

bool roster_merge_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(side_clear) struct side a = { 0 }, b = { 0 };
	_cleanup_(roster_freep) struct roster *merged = NULL;
	const char *id = invocation_value(in, "id");
	if (!invocation_wants(in, e, "output") || !read_side(invocation_argument(in, 0), &a, e) ||
	    !read_side(invocation_argument(in, 1), &b, e))
		return false;
	const struct sha256 roots[2] = { a.chain.fingerprint, b.chain.fingerprint };
	if (!roster_merge(a.newest, b.newest, roots, id ? id : a.newest->id, moment_now(), &merged, e) ||
	    !set_review(in, merged, e))
		return false;
	const struct rosters_before before = { .list = { a.newest, b.newest }, .count = 2 };
	if (!roster_write_draft(merged, &before, invocation_value(in, "output"), false, s->out, e))
		return false;
	account_blank(s->out);
	roster_tell_merger(s->out, merged);
	return true;
}
