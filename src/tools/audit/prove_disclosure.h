/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `sluis-audit prove` of a disclosure (log/disclosure.h): checked whole, then shown. */

#include "crypto/hash.h"
#include "report/account.h"

bool disclosure_prove(struct account *o, struct bytes file, const char *path, const struct bytes *rosters,
                      size_t roster_count, const struct sha256 *fingerprint,
                      const char *order_path /* NULL: not checked against one */, struct error *e)
	_must_check_;
