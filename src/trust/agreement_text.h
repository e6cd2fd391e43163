/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The agreement's YAML as it stands: every scalar a text, every key optional, so that
 * a draft with a part missing can be loaded and told what it lacks. Inside `trust`
 * only: `trust/agreement.h` is what others use. */

#include "base/bytes.h"
#include "codec/keyed.h"

#define AGREEMENT_TYPE "sluis.agreement/v1"
#define AGREEMENT_PARTIES_MAX 64u
#define AGREEMENT_PURPOSES_MAX 256u
#define AGREEMENT_FIELDS_MAX 1024u
#define AGREEMENT_OVERRIDES_MAX 64u

struct agreement_field_text {
	char *field, *why;
};
struct agreement_party_text {
	char *unit, *controller, *kind, *role, *tasks;
};
struct agreement_purpose_text {
	char *code, *description, *necessity, *from, *to, *task, *phase, *ground, *article, *basis,
		*exception, *consent, *no_objection, *free_text, *secret_address, *household,
		*client_supplied, *retention_months;
	struct agreement_field_text *fields;
	size_t fields_count;
};
struct agreement_text {
	char *type, *id, *version, *title, *kind, *goal, *target_group, *excluded, *approval_by_two,
		*use_by_days, *largest_package_mib, *rights, *incidents, *contact, *budget, *results,
		*evaluation, *valid_from, *valid_until, *supersedes, *witness_days, *catalogue, *additions,
		*grounds;
	struct agreement_party_text *parties;
	struct agreement_purpose_text *purposes;
	char **overrides;
	size_t parties_count, purposes_count, overrides_count;
	struct keyed_lines lines; /* where each part stands; empty in a draft that was made here */
};

extern const struct keyed agreement_keys[]; /* of struct agreement_text */

/* The YAML of a signed note or of a bare draft: a view into `raw`. ERR_NOTE when its
 * first line isn't this type, ERR_VERSION when it is a newer one, and what
 * statement_open refuses. */
bool agreement_text_find(struct bytes raw, const char *subject, struct bytes *ret, bool *ret_signed,
                         struct error *e) _must_check_;
/* Errors as keyed_read, but for missing keys, which are NULL. */
bool agreement_text_load(struct bytes yaml, const char *subject, struct agreement_text **ret, struct error *e)
	_must_check_;
void agreement_text_freep(struct agreement_text **t);
