/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The two slot files, written for the persons of a list; `access` decides when. */

#include "store/access_list.h"
#include "store/slots.h"

struct store;

/* `k` as it is to stand in the file; the list that it names becomes `l`. */
bool access_slots_write(struct store *s, const struct access_list *l, struct store_key *k, struct error *e)
	_must_check_;
bool access_slots_write_signing(struct store *s, const struct access_list *l, const struct signing_keys *keys,
                                size_t pairs, struct error *e) _must_check_;
