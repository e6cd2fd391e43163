/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_merger.h"

#include <string.h>

/* --- what holds of one --- */

static bool same_row(const struct roster_merged *a, const struct roster_merged *b)
{
	return strcmp(a->id, b->id) == 0 && a->version == b->version && sha256_equal(&a->hash, &b->hash) &&
	       sha256_equal(&a->root, &b->root);
}

static bool has_row(const struct roster *r, const struct roster_merged *row)
{
	for (size_t i = 0; i < r->merged_count; i++)
		if (same_row(&r->merged[i], row))
			return true;
	return false;
}

static bool is_row_of(const struct roster_merged *row, const struct roster *r)
{
	return strcmp(row->id, r->id) == 0 && row->version == r->version &&
	       sha256_equal(&row->hash, &r->hash);
}

const struct roster_merged *roster_merger_of(const struct roster *r)
{
	const struct roster_merged *pair = r->merged_count < 2 ? NULL : &r->merged[r->merged_count - 2];
	return pair && sha256_equal(&pair->hash, &r->previous) ? pair : NULL;
}

const struct roster_merged *roster_merger(const struct roster *known, const struct roster *next)
{
	const struct roster_merged *pair = roster_merger_of(next);
	return pair && (is_row_of(&pair[0], known) || is_row_of(&pair[1], known)) ? pair : NULL;
}

static bool check_rows_kept(const struct roster *known, const struct roster *next, struct error *e)
{
	for (size_t i = 0; i < known->merged_count; i++)
		if (!has_row(next, &known->merged[i]))
			return error_set(e, ERR_ROSTER_CHAIN, next->id,
			                 "version %llu no longer tells of the merger with %s",
			                 (unsigned long long)next->version, known->merged[i].id);
	return true;
}

bool roster_check_merger(const struct roster *known, const struct roster *next, struct error *e)
{
	const struct roster_merged *pair = roster_merger(known, next);
	unsigned long long to = next->version;
	if (!pair)
		return error_set(e, ERR_ROSTER_CHAIN, next->id,
		                 "version %llu merges others than version %llu of %s, the newest here", to,
		                 (unsigned long long)known->version, known->id);
	uint64_t higher = pair[0].version > pair[1].version ? pair[0].version : pair[1].version;
	if (next->version - higher != 1)
		return error_set(e, ERR_ROSTER_CHAIN, next->id,
		                 "version %llu: what merges two has the number above the higher one", to);
	return check_rows_kept(known, next, e);
}

static bool succession_is_new(const struct roster *known, const struct roster_succession *s)
{
	for (size_t i = 0; i < known->succession_count; i++)
		if (strcmp(known->successions[i].controller, s->controller) == 0)
			return strcmp(known->successions[i].successor, s->successor) != 0;
	return true;
}

bool roster_check_kept(const struct roster *known, const struct roster *next, struct error *e)
{
	for (size_t i = 0; i < next->succession_count; i++) {
		const struct roster_succession *s = &next->successions[i];
		if (succession_is_new(known, s) && !roster_controller(known, bytes_of_string(s->controller)))
			return error_set(e, ERR_ROSTER_CHAIN, s->controller,
			                 "who succeeds it is said in the version in which it leaves");
	}
	if (next->merged_count != known->merged_count)
		return error_set(e, ERR_ROSTER_CHAIN, next->id,
		                 "version %llu tells of a merger that it isn't",
		                 (unsigned long long)next->version);
	return check_rows_kept(known, next, e);
}

bool roster_succeeds(const struct roster *r, const char *now, const char *then)
{
	const char *name = then;
	for (size_t steps = 0; steps <= r->succession_count; steps++) {
		if (strcmp(name, now) == 0)
			return true;
		for (size_t i = 0; i < r->succession_count; i++)
			if (strcmp(r->successions[i].controller, name) == 0) {
				name = r->successions[i].successor;
				break;
			}
	}
	return false;
}

/* --- in a chain --- */

bool roster_chain_merged_root(const struct roster_chain *c, const struct sha256 *root)
{
	const struct roster *newest = roster_chain_newest(c);
	for (size_t i = 0; newest && i < newest->merged_count; i++)
		if (sha256_equal(&newest->merged[i].root, root))
			return true;
	return false;
}

/* Does `n` follow on that version, whoever signed it? */
static bool follows_on(const struct roster *n, const struct roster *version)
{
	return sha256_equal(&n->previous, &version->hash) || roster_merger(version, n);
}

bool roster_chain_check_fork(const struct roster_chain *c, const struct roster *n, struct error *e)
{
	for (size_t i = 0; i + 1 < c->count; i++)
		if (follows_on(n, c->versions[i]) && !sha256_equal(&n->hash, &c->versions[i + 1]->hash))
			return error_set(e, ERR_ROSTER_FORK, n->id,
			                 "versions %llu and %llu both continue version %llu",
			                 (unsigned long long)c->versions[i + 1]->version,
			                 (unsigned long long)n->version,
			                 (unsigned long long)c->versions[i]->version);
	return true;
}

bool roster_chain_check_root(const struct roster_chain *c, const struct roster *n, struct error *e)
{
	const struct roster *newest = roster_chain_newest(c);
	const struct roster_merged *pair = roster_merger(newest, n);
	if (!pair)
		return true;
	const struct roster_merged *own = is_row_of(&pair[0], newest) ? &pair[0] : &pair[1];
	return sha256_equal(&own->root, &c->fingerprint) || roster_chain_merged_root(c, &own->root) ||
	       error_set(e, ERR_FINGERPRINT, n->id,
	                 "version %llu says that our roster began with another version 1",
	                 (unsigned long long)n->version);
}
