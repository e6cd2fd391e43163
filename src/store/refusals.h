/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Notices of other units that a package from here held too much: each is an incident
 * that `status` goes on showing. */

#include "trust/manifest.h"

struct store;

/* The first notice about a package is kept; `*ret_new` false when there was one. */
bool refusals_add(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct bytes note, bool *ret_new,
                  struct error *e) _must_check_;
/* In the order in which they came. */
bool refusals_each(struct store *s, bool (*each)(void *context, struct bytes note, struct error *e),
                   void *context, struct error *e) _must_check_;
