/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The agreement's YAML as it stands: every scalar a text, every key optional, so that
 * a draft with a part missing can be loaded and told what it lacks. Inside `trust`
 * only, but for its type: `trust/agreement.h` is what others use. */

#include "base/bytes.h"
#include "base/limits.h"
#include "codec/keyed.h"

#define AGREEMENT_TYPE "sluis.agreement/v1"
#define AGREEMENT_PARTIES_MAX 64u
#define AGREEMENT_PURPOSES_MAX 256u
#define AGREEMENT_FIELDS_MAX 1024u
#define AGREEMENT_OVERRIDES_MAX 64u
#define AGREEMENT_AT_ONCE "at-once" /* what `accept` says instead of a number of days */

/* The keys, in the order in which they are written. TEXT is a scalar, LIST a list of what has keys of its own
 * (its struct is agreement_ITEM_text, its keys are ITEM_keys) up to `most`, VALUES one of scalars. */
/* clang-format off */
#define AGREEMENT_FIELD_KEYS(TEXT) \
	TEXT(field) TEXT(why)
#define AGREEMENT_PARTY_KEYS(TEXT) \
	TEXT(unit) TEXT(controller) TEXT(kind) TEXT(role) TEXT(tasks) TEXT(decision) TEXT(decided_on)
#define AGREEMENT_PURPOSE_KEYS(TEXT, LIST) \
	TEXT(code) TEXT(description) TEXT(necessity) TEXT(from) TEXT(to) TEXT(task) TEXT(phase) \
	TEXT(ground) TEXT(article) TEXT(basis) TEXT(exception) TEXT(consent) TEXT(no_objection) \
	TEXT(free_text) TEXT(secret_address) TEXT(household) TEXT(client_supplied) TEXT(consent_months) \
	TEXT(retention_months) TEXT(retention_article) TEXT(retention_why) TEXT(weighed) TEXT(weighed_on) \
	TEXT(acts_for) \
	LIST(fields, field, AGREEMENT_FIELDS_MAX)
#define AGREEMENT_KEYS(TEXT, LIST, VALUES) \
	TEXT(type) TEXT(id) TEXT(version) TEXT(title) TEXT(kind) TEXT(goal) TEXT(target_group) \
	TEXT(excluded) \
	LIST(parties, party, AGREEMENT_PARTIES_MAX) \
	LIST(purposes, purpose, AGREEMENT_PURPOSES_MAX) \
	TEXT(approval_by_two) TEXT(use_by_days) TEXT(largest_package_mib) TEXT(dpia) TEXT(joint_arrangement) \
	TEXT(processor_agreement) TEXT(rights) TEXT(incidents) \
	TEXT(contact) TEXT(budget) TEXT(results) TEXT(evaluation) TEXT(valid_from) TEXT(valid_until) \
	TEXT(supersedes) TEXT(witness_days) TEXT(witness_quorum) \
	VALUES(witnesses, LIMIT_WITNESSES_NAMED) \
	TEXT(accept) TEXT(handover) \
	TEXT(catalogue) TEXT(additions) TEXT(grounds) \
	VALUES(overrides, AGREEMENT_OVERRIDES_MAX)
/* clang-format on */

#define TEXT(key) char *key;
#define LIST(key, item, most) \
	struct agreement_##item##_text *key; \
	size_t key##_count;
#define VALUES(key, most) \
	char **key; \
	size_t key##_count;
struct agreement_field_text {
	AGREEMENT_FIELD_KEYS(TEXT)
};
struct agreement_party_text {
	AGREEMENT_PARTY_KEYS(TEXT)
};
struct agreement_purpose_text {
	AGREEMENT_PURPOSE_KEYS(TEXT, LIST)
};
struct agreement_text {
	AGREEMENT_KEYS(TEXT, LIST, VALUES)
	struct keyed_lines lines; /* where each part stands; empty in a draft that was made here */
};
#undef TEXT
#undef LIST
#undef VALUES

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
