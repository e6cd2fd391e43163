/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The terms of an exchange by their names: which text of which agreement, for which
 * purpose, on which ground. Manifests, log entries and notices of refusal each name them,
 * and one takes them over from the other. The terms themselves, which decide, are
 * `terms_prepare`'s. */

#include "base/error.h"
#include "crypto/hash.h"

/* Whether it owns its texts is for the struct that holds it to say. */
struct terms_named {
	const char *agreement; /* id; NULL: there is none, and nothing else is named either */
	uint64_t version;
	struct sha256 hash;
	const char *purpose, *ground; /* NULL where the act or the kind of letter has none */
	const char *overrides; /* hashes of those that it rests on, in hex with a blank between; NULL: none */
};

/* Less the overrides: a letter that answers or follows another one repeats what was agreed, and not
 * on what the decision of then rested. Borrows. */
struct terms_named terms_named_without_overrides(const struct terms_named *t);
bool terms_named_same(const struct terms_named *a, const struct terms_named *b);
/* Texts of its own, to be cleared. */
bool terms_named_copy(const struct terms_named *from, struct terms_named *ret, struct error *e) _must_check_;
void terms_named_clear(struct terms_named *t);
