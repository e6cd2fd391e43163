/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/terms_named.h"

#include <stdlib.h>

struct terms_named terms_named_without_overrides(const struct terms_named *t)
{
	struct terms_named less = *t;
	less.overrides = NULL;
	return less;
}

static bool same_text(const char *a, const char *b)
{
	return bytes_equal(bytes_of_string(a), bytes_of_string(b)); /* NULL is empty */
}

bool terms_named_same(const struct terms_named *a, const struct terms_named *b)
{
	return same_text(a->agreement, b->agreement) && a->version == b->version &&
	       sha256_equal(&a->hash, &b->hash) && same_text(a->purpose, b->purpose) &&
	       same_text(a->ground, b->ground) && same_text(a->overrides, b->overrides);
}

static bool copy_text(const char *from, const char **ret, struct error *e)
{
	*ret = string_copy(from);
	return *ret || !from || error_memory(e);
}

bool terms_named_copy(const struct terms_named *from, struct terms_named *ret, struct error *e)
{
	struct terms_named t = { .version = from->version, .hash = from->hash };
	if (copy_text(from->agreement, &t.agreement, e) && copy_text(from->purpose, &t.purpose, e) &&
	    copy_text(from->ground, &t.ground, e) && copy_text(from->overrides, &t.overrides, e)) {
		*ret = t;
		return true;
	}
	terms_named_clear(&t);
	return false;
}

/* The texts are constant to all but their owner. */
static void free_text(const char *text)
{
	union {
		const char *text;
		char *owned;
	} u = { text };
	free(u.owned);
}

void terms_named_clear(struct terms_named *t)
{
	free_text(t->agreement);
	free_text(t->purpose);
	free_text(t->ground);
	free_text(t->overrides);
	*t = (struct terms_named){ 0 };
}
