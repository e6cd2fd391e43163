/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an agreement pins by hash: the texts that it was signed with, read. The agreement loads them
 * (`trust/agreement.h`); the law is asked under them (`trust/law.h`). */

#include "record/catalogue.h"
#include "trust/grounds.h"
#include "trust/override.h"

/* What an agreement pins by hash, read. */
struct pinned {
	struct catalogue *catalogue; /* as it was when the agreement was signed, additions included */
	struct grounds *grounds;
	struct override **overrides;
	size_t override_count;
};
void pinned_clear(struct pinned *p);
/* Where such texts come from, by the hash of the text without signatures: a note, or for the catalogue its
 * YAML. `*ret_found` false when it isn't there. Whoever keeps them verified them. */
struct pinned_source {
	bool (*find)(void *context, const struct sha256 *hash, struct buffer *ret, bool *ret_found,
	             struct error *e);
	void *context;
};
