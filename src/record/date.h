/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Dates as sources and people write them. */

#include "base/bytes.h"

/* As the Dutch write them, with hyphens or slashes: 31-12-1990, 31/12/1990, 1990-12-31, 19901231, and with an
 * unknown part 19850000, 00-03-1985, 1985-03, 1985: appends YYYY-MM-DD, YYYY-MM or YYYY. Whether there is
 * such a day isn't asked. False for anything else. */
bool date_read(struct bytes written, struct buffer *out);
