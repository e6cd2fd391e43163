/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the auditors' commands share: where trust starts, and findings in words. */

#include "cli/output.h"
#include "log/bundle.h"
#include "log/reconcile.h"
#include "tools/audit/trusting.h"

#define AUDIT_OPTIONS \
	{ "roster", 0, OPTION_VALUES, "NOTE…", \
	  N_("rosters that you have from the officers; those in the folder serve as well") }, \
		{ "fingerprint", 0, OPTION_VALUE, "HEX", \
		  N_("the fingerprint of the first roster, as an officer reads it aloud; not needed where " \
		     "`sluis-audit trust` kept it") }, \
		TRUST_OPTION

extern const struct option trust_options[];
bool audit_trust(struct session *s, struct error *e);

bool audit_verify(struct session *s, struct error *e);
bool audit_reconcile(struct session *s, struct error *e);
bool audit_prove(struct session *s, struct error *e);
bool audit_report(struct session *s, struct error *e);
bool audit_sample(struct session *s, struct error *e);

/* Files given by an option, read whole. */
struct audit_notes {
	struct buffer *raw;
	struct bytes *views;
	size_t count;
};
void audit_notes_clear(struct audit_notes *n);
bool audit_notes_read(const struct invocation *in, const char *option, struct audit_notes *ret,
                      struct error *e) _must_check_;

/* --roster, --fingerprint or what is kept of it, and --checkpoint, where the command has it; and the progress
 * bar. */
struct audit_start {
	struct trusting trusting;
	struct audit_notes rosters, checkpoints;
	struct verify_request request;
};
void audit_start_clear(struct audit_start *s);
bool audit_start_read(const struct invocation *in, bool checkpoints, struct audit_start *ret, struct error *e)
	_must_check_;
/* One bundle, with progress on the terminal. `ret_signed_texts` may be NULL. A bundle whose chain began
 * elsewhere is verified from there when the rosters that are trusted were merged with it: those of `trusted`
 * (NULL: none), or those behind --roster. */
bool audit_examine(const char *directory, const struct verify_request *request,
                   const struct roster_chain *trusted, struct verify_result *ret,
                   struct signed_texts *ret_signed_texts, struct error *e) _must_check_;
/* Does this folder hold a chain that begins with another version 1 than that? */
bool audit_begins_elsewhere(const char *directory, const struct sha256 *fingerprint, struct sha256 *ret);

/* The logs that the arguments name, each verified, with what crossed its border. `each` (may be NULL) sees
 * every entry too. */
struct audit_sides {
	struct ledger *ledgers;
	size_t count;
};
void audit_sides_clear(struct audit_sides *s);
bool audit_sides_read(const struct invocation *in, const struct audit_start *start,
                      bool (*each)(void *context, const struct entry *entry, struct error *e), void *context,
                      struct audit_sides *ret, struct error *e) _must_check_;
bool audit_sides_verified(const struct audit_sides *s); /* none has a finding of its own */
