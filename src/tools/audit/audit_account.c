/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/audit_account.h"

#include "cli/words.h"
#include "report/activity.h"

#include <inttypes.h>
#include <stdio.h>

/* --- findings --- */

void audit_append_meaning(struct buffer *out, enum error_code code)
{
	struct error told;
	error_set(&told, code, NULL, "%s", ""); /* subject and detail have their own columns */
	words_append_error(out, &told);
}

const char *audit_log_name(const struct ledger *l)
{
	return l->result.origin[0] ? l->result.origin : l->directory;
}

/* The parts that each row has, in the order of either table; `log`: of a report. */
static void tell_finding(struct account *a, const char *log, const struct verify_finding *f)
{
	_cleanup_(buffer_clear) struct buffer meaning = { 0 };
	char index[24] = "";
	bool has_index = f->index != UINT64_MAX;
	audit_append_meaning(&meaning, f->code);
	if (has_index)
		snprintf(index, sizeof index, "%" PRIu64, f->index);
	if (log) {
		account_cell_buffer(a, &meaning);
		account_cell(a, log);
	} else {
		account_cell(a, error_name(f->code));
	}
	if (log && has_index)
		account_cell_number(a, f->index);
	else
		account_cell_words(a, log ? NULL : index, index);
	account_cell(a, f->subject);
	account_cell_words(a, f->detail, f->told);
	if (log)
		account_cell(a, error_name(f->code));
	else
		account_cell_buffer(a, &meaning);
}

void findings_tell(struct account *a, const char *key, const struct verify_result *r)
{
	static const struct column columns[] = {
		{ "finding", N_("finding"), COLUMN_ID },         { "entry", N_("entry"), COLUMN_ID },
		{ "subject", N_("subject"), COLUMN_NAME },       { "detail", N_("detail"), COLUMN_TEXT },
		{ "message", N_("what it means"), COLUMN_TEXT },
	};
	account_table(a, key, NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->finding_count; i++)
		tell_finding(a, NULL, &r->findings[i]);
	account_table_end(a, NULL);
}

void findings_tell_all(struct account *a, const char *key, const struct ledger *ledgers, size_t count,
                       const struct verify_result *together)
{
	static const struct column columns[] = {
		{ "message", N_("what it means"), COLUMN_TEXT },
		{ "log", N_("log of"), COLUMN_NAME },
		{ "entry", N_("entry"), COLUMN_NUMBER },
		{ "subject", N_("subject"), COLUMN_NAME },
		{ "detail", N_("detail"), COLUMN_TEXT },
		{ "finding", N_("code"), COLUMN_ID, .english = true },
	};
	account_table(a, key, _("What is wrong"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < ledgers[i].result.finding_count; k++)
			tell_finding(a, audit_log_name(&ledgers[i]), &ledgers[i].result.findings[k]);
	for (size_t k = 0; k < together->finding_count; k++)
		tell_finding(a, "", &together->findings[k]);
	account_table_end(a, _("Nothing was found wrong."));
}

/* --- logs that went on from an older place --- */

void resumptions_tell(struct account *a, const char *key, const struct verify_result *r)
{
	static const struct column columns[] = {
		{ "log", N_("log of"), COLUMN_NAME },
		{ "entry", N_("in entry"), COLUMN_NUMBER },
		{ "when", N_("when"), COLUMN_DATE },
		{ "size", N_("goes on from entries"), COLUMN_NUMBER },
		{ "lost_to", N_("given up to"), COLUMN_NUMBER },
	};
	if (r->resumption_count)
		account_line(
			a, "%s",
			_("By the word of its officers a log went on from an older copy of its store. What "
		          "stood behind that place is lost, and no fault of the log that is here:"));
	account_table(a, key, NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->resumption_count; i++) {
		const struct verify_resumption *one = &r->resumptions[i];
		account_cell(a, one->origin);
		account_cell_number(a, one->index);
		account_cell_moment(a, one->when);
		account_cell_number(a, one->size);
		account_cell_number(a, one->lost_to);
	}
	account_table_end(a, NULL);
}

/* --- signatures --- */

static void tell_signature(struct account *a, const struct signed_texts_manifest *m)
{
	const struct signature_judged *j = &m->judged;
	const struct roster *by = j->revoked_in ? j->revoked_in : j->of_day;
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(m->manifest.id, PACKAGE_ID_SIZE), id);
	account_cell_words(a, signature_verdict_name(j->verdict), signature_verdict_words(j->verdict));
	account_cell_number(a, m->seen_at);
	account_cell(a, j->revoked ? roster_revocation_name(j->revoked) : m->manifest.signer);
	account_cell(a, j->revoked ? revocation_reason_name(j->revoked->reason) : error_name(j->why.code));
	account_cell_day(a, j->revoked ? j->revoked->effective : 0);
	account_cell_number(a, by ? by->version : m->manifest.roster_version);
	account_cell(a, j->mandate ? j->mandate->id : NULL);
	account_cell_id(a, id, 8);
}

void signatures_tell(struct account *a, const struct verify_result *r, const struct signed_texts *s)
{
	static const struct column columns[] = {
		{ "verdict", N_("signature"), COLUMN_STATE },
		{ "entry", N_("entry"), COLUMN_NUMBER },
		{ "signer", N_("signed by"), COLUMN_NAME },
		{ "reason", N_("reason"), COLUMN_STATE },
		{ "effective", N_("from"), COLUMN_DATE },
		{ "roster_version", N_("roster version"), COLUMN_NUMBER },
		{ "mandate", N_("mandate"), COLUMN_ID },
		{ "package", N_("package"), COLUMN_ID },
	};
	account_pair_number(a, "signatures_valid", NULL, r->signatures[SIGNATURE_VALID]);
	account_pair_number(a, "signatures_since_revoked", NULL, r->signatures[SIGNATURE_SINCE_REVOKED]);
	account_pair_number(a, "signatures_unproven", NULL, r->signatures[SIGNATURE_UNPROVEN]);
	account_pair_number(a, "signatures_invalid", NULL, r->signatures[SIGNATURE_INVALID]);
	if (r->signatures[SIGNATURE_SINCE_REVOKED] + r->signatures[SIGNATURE_UNPROVEN] +
	    r->signatures[SIGNATURE_INVALID])
		account_line(
			a, "%s",
			_("Of some letters the signature is no longer simply valid, by what the rosters say "
		          "since. Unproven: nobody else's clock shows that the letter was there before the "
		          "key "
		          "was lost or stolen."));
	account_table(a, "signatures", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < s->manifest_count; i++)
		if (s->manifests[i].is_judged && s->manifests[i].judged.verdict != SIGNATURE_VALID)
			tell_signature(a, &s->manifests[i]);
	account_table_end(a, NULL);
}

/* --- exchanges --- */

void account_cell_few(struct account *a, uint64_t clients)
{
	if (clients && clients < ACTIVITY_LEAST)
		account_cell_words(a, NULL, N_("fewer than 5"));
	else
		account_cell_number(a, clients);
}

void sums_tell(struct account *a, const struct reconciliation *r, bool few)
{
	uint64_t lost_of_all = 0;
	for (size_t i = 0; i < r->sum_count; i++)
		lost_of_all += r->sums[i].states[EXCHANGE_LOST];
	const struct column columns[] = {
		{ "from", N_("from unit"), COLUMN_NAME },
		{ "to", N_("to unit"), COLUMN_NAME },
		{ "agreement", N_("agreement"), COLUMN_NAME },
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "letters", N_("packages"), COLUMN_NUMBER },
		{ "clients", N_("records"), COLUMN_NUMBER },
		{ "complete", N_("complete"), COLUMN_NUMBER },
		{ "void", N_("withdrawn"), COLUMN_NUMBER },
		{ "open", N_("open"), COLUMN_NUMBER },
		{ "lost", N_("lost"), COLUMN_NUMBER, lost_of_all ? 0 : ACCOUNT_JSON },
		{ "contradicted", N_("contradicted"), COLUMN_NUMBER },
	};
	account_table(a, "sums", _("Exchanges, by pair of units, agreement and purpose"), columns,
	              ELEMENTS(columns));
	for (size_t i = 0; i < r->sum_count; i++) {
		const struct exchange_sum *sum = &r->sums[i];
		uint64_t finished = sum->states[EXCHANGE_COMPLETE], withdrawn = sum->states[EXCHANGE_VOID],
			 contradicted = sum->states[EXCHANGE_CONTRADICTED], lost = sum->states[EXCHANGE_LOST];
		account_cell(a, sum->first->sender);
		account_cell(a, sum->first->receiver);
		account_cell(a, sum->first->terms.agreement);
		account_cell(a, sum->first->terms.purpose);
		account_cell_number(a, sum->letters);
		if (few)
			account_cell_few(a, sum->records);
		else
			account_cell_number(a, sum->records);
		account_cell_number(a, finished);
		account_cell_number(a, withdrawn);
		account_cell_number(a, sum->letters - finished - withdrawn - contradicted - lost);
		account_cell_number(a, lost);
		account_cell_number(a, contradicted);
	}
	account_table_end(a, _("Nothing was exchanged."));
}

/* --- the verdict --- */

static const struct {
	const char *name, *words;
	enum page_tone tone;
} verdicts[] = {
#define X(verdict, name, tone, words) [verdict] = { name, words, tone },
	AUDIT_VERDICTS(X)
#undef X
};

static const char *const sentences[][AUDIT_FORMS] = {
	[VERDICT_UNVERIFIED] = {
		N_("NOT VERIFIED. Keep this folder as it is and call the privacy officer."),
		N_("NOT VERIFIED: one of the logs has findings of its own. Nothing that it says can be "
		   "relied on."),
		N_("Not verified: there are findings. What these logs say can't be relied on until each is "
		   "explained."),
		N_("Not verified: there are findings. What these logs say can't be relied on until each is "
		   "explained."),
	},
	[VERDICT_CONTRADICTED] = {
		NULL,
		N_("THE LOGS CONTRADICT EACH OTHER. Keep the folders as they are and call the privacy "
		   "officers of both units."),
		N_("The logs verify, but contradict each other: what one unit claims, another denies."),
		N_("The logs verify, but contradict each other: what one unit claims, another denies."),
	},
	[VERDICT_UNFINISHED] = {
		NULL,
		NULL, /* with how many there are */
		N_("Verified: these are the entries that the unit signed, and each act was allowed on "
		   "its day. Some exchanges can't be followed with one log."),
		N_("Verified, and the logs agree. Some exchanges aren't finished."),
	},
	[VERDICT_VERIFIED] = {
		N_("Verified: these are the entries that the unit signed, and each act was allowed on "
		   "its day."),
		N_("The logs agree, and no exchange is open."),
		N_("Verified: these are the entries that the unit signed, and each act was allowed on "
		   "its day."),
		N_("Verified, and the logs agree on every exchange."),
	},
};

const char *audit_verdict_name(enum audit_verdict v)
{
	return verdicts[v].name;
}

const char *audit_verdict_words(enum audit_verdict v)
{
	return verdicts[v].words;
}

enum audit_verdict audit_judge(bool verified, const struct reconciliation *r, uint64_t *ret_open)
{
	*ret_open = 0;
	for (size_t i = 0; i < r->exchange_count; i++)
		*ret_open += r->exchanges[i].since != 0 && r->exchanges[i].state != EXCHANGE_LOST;
	if (!verified)
		return VERDICT_UNVERIFIED;
	if (r->findings.finding_count)
		return VERDICT_CONTRADICTED;
	return *ret_open ? VERDICT_UNFINISHED : VERDICT_VERIFIED;
}

void audit_verdict_tell(struct account *a, enum audit_verdict v, enum audit_form form, uint64_t open)
{
	const char *sentence = sentences[v][form];
	if (sentence)
		account_verdict(a, verdicts[v].tone, a->document ? verdicts[v].name : NULL, _(sentence));
	else
		account_line(a,
		             ngettext("The logs agree; %llu exchange is open.",
		                      "The logs agree; %llu exchanges are open.", (unsigned long)open),
		             (unsigned long long)open);
}
