/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An import may change what other units were told. Which records those are, and to whom they went, is noted,
 * until each unit was told what they say now (`correcting_changed`). */

#include "exchange/act.h"

struct import_notice {
	struct import_notice_unit {
		char *unit;
		uint64_t records; /* that it has as they were before, those of earlier imports included */
	} * units;
	size_t count;
	uint64_t records; /* that this import changed after they had left */
};
void import_notice_clear(struct import_notice *n);
/* For `body`, behind the import's rows. Goes once through what the log keeps in private, when it changed a
 * record that had left; and then decides for each unit whether what had gone there is otherwise now. */
bool import_notice(struct act *a, int64_t import, struct import_notice *ret, struct error *e) _must_check_;
