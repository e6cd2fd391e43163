/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which fingerprint an auditor's command starts from: the one that is typed, or the one that `sluis-audit
 * trust` kept (trust/trusted.h). Kept are files in $XDG_CONFIG_HOME/sluis/trust, or ~/.config/sluis/trust,
 * one a partnership; or one file that --trust names. */

#include "cli/invocation.h"
#include "report/account.h"
#include "trust/trusted.h"

#define TRUST_OPTION \
	{ \
		"trust", 0, OPTION_VALUE, "FILE", \
			N_("what `sluis-audit trust` kept, where that isn't in its usual place") \
	}

struct kept {
	char *path;
	struct trusted trusted;
};
struct kept_list {
	struct kept *list;
	size_t count;
};
void kept_list_clear(struct kept_list *k);
/* All that is kept: of --trust that file alone, else of the usual folder, where nothing may be there. A file
 * that can't be read, a link, and one that others may write are errors: whoever wrote there could have
 * himself trusted. */
bool kept_list_read(const struct invocation *in, struct kept_list *ret, struct error *e) _must_check_;
/* The folder, which needn't be there; NULL where there is no home. The caller frees. */
char *kept_folder(void);

struct trusting {
	struct sha256 fingerprint;
	struct kept kept; /* which of those kept has it; `path` NULL: none, it was typed */
	bool typed;
};
void trusting_clear(struct trusting *t);
/* `rosters`: those that are given. Those in the folders of logs that the command line names are looked at as
 * well, only to tell which partnership it is: what the fingerprint is of, is verified later. ERR_USAGE when
 * nothing tells; ERR_FINGERPRINT when the one typed isn't the one that was kept of this partnership. */
bool trusting_find(const struct invocation *in, const struct bytes *rosters, size_t count,
                   struct trusting *ret, struct error *e) _must_check_;
/* For programs which one was used, and for people where it comes from, when it was kept. */
void trusting_tell(struct account *a, const struct trusting *t);
