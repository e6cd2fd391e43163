/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/unit_keys.h"

struct unit_keys unit_log_keys(const struct roster_chain *c, const char *unit)
{
	return (struct unit_keys){ .chain = c, .unit = unit, .use = UNIT_KEY_LOG };
}

struct unit_keys unit_witness_keys(const struct roster_chain *c, const char *unit)
{
	return (struct unit_keys){ .chain = c, .unit = unit, .use = UNIT_KEY_WITNESS };
}

/* Of the chain's version `i`; NULL when the unit has none there. */
static const struct note_verifier *listed(const struct unit_keys *k, size_t i)
{
	const struct roster_unit *u = roster_unit(k->chain->versions[i], k->unit);
	if (!u || !u->ready)
		return NULL;
	return k->use == UNIT_KEY_LOG ? &u->log : &u->witness;
}

/* Of a newer version than `i`, or the store's own? Keys change rarely: mostly the version behind it tells. */
static bool came_before(const struct unit_keys *k, size_t i, const struct note_verifier *key)
{
	if (k->own && note_verifier_equal(key, k->own))
		return true;
	for (size_t newer = i + 1; newer < k->chain->count; newer++) {
		const struct note_verifier *other = listed(k, newer);
		if (other && note_verifier_equal(key, other))
			return true;
	}
	return false;
}

const struct note_verifier *unit_keys_next(const struct unit_keys *k, size_t *at)
{
	size_t count = k->chain ? k->chain->count : 0;
	if (*at == 0) {
		*at = 1;
		if (k->own)
			return k->own;
	}
	while (*at <= count) {
		size_t i = count - (*at)++;
		const struct note_verifier *key = listed(k, i);
		if (key && !came_before(k, i, key))
			return key;
	}
	return NULL;
}

const struct note_verifier *unit_keys_newest(const struct unit_keys *k)
{
	size_t at = 0;
	return unit_keys_next(k, &at);
}

bool unit_keys_signed(const struct unit_keys *k, const struct note *n, const struct note_verifier **ret,
                      moment *ret_when, struct error *e)
{
	const struct note_verifier *key;
	for (size_t at = 0; (key = unit_keys_next(k, &at));) {
		bool by;
		int64_t when;
		size_t count;
		if (!note_verify(n, key, 1, &by, &when, &count, e))
			return false;
		if (!by)
			continue;
		*ret = key;
		if (ret_when)
			*ret_when = when;
		return true;
	}
	return error_set(e, ERR_UNSIGNED, k->unit, "%s", N_("no signature by this key"));
}
