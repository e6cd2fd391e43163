/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Signed texts that the store holds: rosters, agreements, and what agreements pin. An agreement is read with
 * the very texts that it was signed with, whatever this program ships; it is read once, and stays with the
 * store until that is closed. */

#include "trust/agreement.h"

struct store;

/* Takes in the next roster (verified against the chain) and reloads the chain. Nothing is parsed that no
 * officer of the newest one signed. `now` is that of the act, by which an auditor asks the same of its entry.
 */
bool statements_add_roster(struct store *s, struct bytes note, moment now, struct error *e) _must_check_;
/* A text that agreements pin, verified by the caller: a table of grounds, an override, additions to the
 * catalogue ("sluis.grounds/v1" …). `hash` is of the text without signatures. Of what is there already the
 * signatures are put together. */
bool statements_add_pinned(struct store *s, const char *type, const struct sha256 *hash, struct bytes note,
                           struct error *e) _must_check_;
/* In the order in which they came; `type` NULL: all, catalogues (type "catalogue", bare YAML) among them. */
bool statements_each_pinned(struct store *s, const char *type,
                            bool (*each)(void *context, const char *type, const struct sha256 *hash,
                                         struct bytes note, struct error *e),
                            void *context, struct error *e) _must_check_;
struct pinned_source statements_pinned_source(struct store *s);
/* An agreement, verified by the caller; kept as what agreements pin. The same id and version with another
 * hash: ERR_AGREEMENT_FORK. */
bool statements_add_agreement(struct store *s, const struct agreement *a, struct error *e) _must_check_;
/* By id; version 0: the newest. ERR_AGREEMENT_UNKNOWN. */
bool statements_agreement(struct store *s, const char *id, uint64_t version, const struct agreement **ret,
                          struct error *e) _must_check_;
/* By id: the newest version that is in force at `when`, or of all when none is. ERR_AGREEMENT_UNKNOWN. */
bool statements_agreement_at(struct store *s, const char *id, moment when, const struct agreement **ret,
                             struct error *e) _must_check_;
/* Calls `each` for the newest version of every agreement; with `id`, for all versions of that one. */
bool statements_each_agreement(struct store *s, const char *id,
                               bool (*each)(void *context, const struct agreement *a, struct error *e),
                               void *context, struct error *e) _must_check_;
/* All versions of all, as they were signed: what can't be read any more is exported as well. */
bool statements_each_signed_agreement(struct store *s,
                                      bool (*each)(void *context, const char *id, uint64_t version,
                                                   struct bytes note, struct error *e),
                                      void *context, struct error *e) _must_check_;
