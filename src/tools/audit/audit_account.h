/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What `verify`, `reconcile` and `report` tell alike: findings in words, the exchanges
 * summed, and the verdict. */

#include "log/reconcile.h"
#include "report/account.h"

/* What a finding's code means, translated; appended. */
void audit_append_meaning(struct buffer *out, enum error_code code);

/* The findings of one log, or of logs laid beside each other. */
void findings_tell(struct account *a, const char *key, const struct verify_result *r);
/* Remarks: that it went on from an older place, and that it learned so of others. Nothing in text when there
 * is none. */
void resumptions_tell(struct account *a, const char *key, const struct verify_result *r);
/* How many signatures under letters are worth what, and each that isn't simply valid: by which version and
 * mandate, and what revokes it. No findings: what was right when it was done stays so. */
void signatures_tell(struct account *a, const struct verify_result *r, const struct signed_texts *s);
/* In a report: of all logs in one table, each row headed by its log, and then what they tell differently. */
void findings_tell_all(struct account *a, const char *key, const struct ledger *ledgers, size_t count,
                       const struct verify_result *together);
/* Nothing vouched for its name, when the log could not be read. */
const char *audit_log_name(const struct ledger *l);

/* By pair of units, agreement and purpose. `few`: small numbers of clients are left out, since who is one of
 * few may be told by them. */
void sums_tell(struct account *a, const struct reconciliation *r, bool few);
void account_cell_few(struct account *a, uint64_t clients);

/* The one thing to remember of a test. */
#define AUDIT_VERDICTS(X) \
	X(VERDICT_UNVERIFIED, "not-verified", PAGE_BAD, N_("not verified")) \
	X(VERDICT_CONTRADICTED, "contradicted", PAGE_BAD, N_("the logs contradict each other")) \
	X(VERDICT_UNFINISHED, "unfinished", PAGE_OPEN, N_("verified; some exchanges aren't finished")) \
	X(VERDICT_VERIFIED, "verified", PAGE_GOOD, N_("verified"))
enum audit_verdict {
#define X(verdict, name, tone, words) verdict,
	AUDIT_VERDICTS(X)
#undef X
};
const char *audit_verdict_name(enum audit_verdict v);
const char *audit_verdict_words(enum audit_verdict v); /* not translated yet */

/* What is told by, and of how much. */
enum audit_form { AUDIT_VERIFY, AUDIT_RECONCILE, AUDIT_REPORT_OF_ONE, AUDIT_REPORT, AUDIT_FORMS };
/* `verified`: no log has a finding of its own. `ret_open`: exchanges that aren't finished. */
enum audit_verdict audit_judge(bool verified, const struct reconciliation *r, uint64_t *ret_open);
void audit_verdict_tell(struct account *a, enum audit_verdict v, enum audit_form form, uint64_t open);
