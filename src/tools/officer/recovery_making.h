/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A new recovery key, made and split into shares, each a page to be printed in a folder. The key itself is
 * kept nowhere, and the words of its shares only in those files. */

#include "crypto/age.h"
#include "crypto/slip39.h"

struct recovery_making {
	/* What is asked; borrowed. */
	const char *folder; /* made when it isn't there */
	unsigned threshold, count;
	const char *const *units; /* whose key it is to be */
	size_t unit_count;
	/* What came of it. */
	char *paths[SLIP39_MEMBERS_MOST];
	size_t written; /* how many of them there are */
	struct age_recipient public;
	unsigned set;
};
void recovery_making_clear(struct recovery_making *m);
/* The paths of the pages; ERR_FILE_EXISTS when one is there already. */
bool recovery_making_begin(struct recovery_making *m, struct error *e) _must_check_;
/* All of the pages, or none. */
bool recovery_making_write(struct recovery_making *m, struct error *e) _must_check_;
/* The pages go, once they are on paper. Their bytes may still be found on the disk. */
bool recovery_making_erase(struct recovery_making *m, struct error *e) _must_check_;
