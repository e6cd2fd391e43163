/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A recovery share as a page to be printed: its words, what they are for, and how they are used, with sluis
 * and without. The file is as secret as the paper. */

#include "base/moment.h"
#include "crypto/age.h"
#include "crypto/slip39.h"

struct recovery_page {
	const struct slip39_set *shares;
	size_t share;                       /* from 0 */
	const struct age_recipient *public; /* of the key that they give */
	const char *const *units;           /* whose it is to be */
	size_t unit_count;
	moment made;
};
/* Under a new name only: ERR_FILE_EXISTS. */
bool recovery_page_write(const char *path, const struct recovery_page *p, struct error *e) _must_check_;
