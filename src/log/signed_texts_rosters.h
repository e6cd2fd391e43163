/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The chain of rosters that a bundle is held against, and from it the keys whose signatures count. Inside
 * `log/signed_texts` only. */

#include "log/signed_texts.h"

/* `s->chain.fingerprint` vouches for version 1. Each further version comes from `extras`, the notes that the
 * auditor gave, or else from the bundle. Sets the chain, `own_rosters`, `keys` and `witnesses`; what is wrong
 * becomes a finding. `s->chain.count` 0: no roster could be trusted. */
bool signed_texts_rosters_load(struct signed_texts *s, const char *directory, const struct bytes *extras,
                               size_t extra_count, struct verify_result *r, struct error *e) _must_check_;
