/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "cli/words.h"
#include "log/reconcile.h"
#include "tools/audit/audit_account.h"

#include <stdlib.h>

/* `sluis-audit reconcile`: the logs of two or more units beside each other, and how a folder for each is
 * read. */

void audit_sides_clear(struct audit_sides *s)
{
	for (size_t i = 0; i < s->count; i++)
		ledger_clear(&s->ledgers[i]);
	free(s->ledgers);
	*s = (struct audit_sides){ 0 };
}

/* Two look on: the ledger, and whoever else wants to. */
struct onlookers {
	struct ledger *ledger;
	bool (*each)(void *context, const struct entry *entry, struct error *e);
	void *context;
};

static bool see(void *context, const struct entry *entry, struct error *e)
{
	struct onlookers *o = context;
	return ledger_see(o->ledger, entry, e) && (!o->each || o->each(o->context, entry, e));
}

/* The chain of a log that was read already and that was merged with one that begins so; NULL: none was. */
static const struct roster_chain *chain_merged_with(const struct audit_sides *s, const struct sha256 *root)
{
	for (size_t i = 0; i < s->count; i++)
		if (roster_chain_merged_root(&s->ledgers[i].signed_texts.chain, root))
			return &s->ledgers[i].signed_texts.chain;
	return NULL;
}

bool audit_sides_read(const struct invocation *in, const struct audit_start *start,
                      bool (*each)(void *, const struct entry *, struct error *), void *context,
                      struct audit_sides *ret, struct error *e)
{
	size_t count = invocation_count(in);
	ret->ledgers = calloc(count, sizeof *ret->ledgers);
	if (!ret->ledgers)
		return error_memory(e);
	for (; ret->count < count; ret->count++)
		ret->ledgers[ret->count].directory = invocation_argument(in, ret->count);
	/* Those that begin with the fingerprint first: what they were merged with, they vouch for. */
	for (int elsewhere = 0; elsewhere < 2; elsewhere++)
		for (size_t i = 0; i < count; i++) {
			struct ledger *l = &ret->ledgers[i];
			struct onlookers onlookers = { l, each, context };
			struct verify_request request = start->request;
			struct sha256 root = { 0 };
			request.each = see;
			request.each_context = &onlookers;
			if (audit_begins_elsewhere(l->directory, request.fingerprint, &root) != elsewhere)
				continue;
			if (!audit_examine(l->directory, &request, chain_merged_with(ret, &root), &l->result,
			                   &l->signed_texts, e) ||
			    !ledger_close(l, e))
				return false;
		}
	return true;
}

bool audit_sides_verified(const struct audit_sides *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->ledgers[i].result.finding_count)
			return false;
	return true;
}

/* --- what is shown --- */

static void tell_logs(struct account *a, const struct audit_sides *s)
{
	static const struct column columns[] = {
		{ "log", N_("log of"), COLUMN_NAME },
		{ "size", N_("entries"), COLUMN_NUMBER },
		{ "last", N_("until"), COLUMN_DATE },
		{ "witnessed", N_("witnessed"), COLUMN_NUMBER },
		{ "findings", N_("findings"), COLUMN_NUMBER },
		{ "folder", N_("folder"), COLUMN_NAME },
	};
	account_table(a, "logs", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < s->count; i++) {
		const struct verify_result *r = &s->ledgers[i].result;
		account_cell(a, r->origin);
		account_cell_number(a, r->size);
		account_cell_moment(a, r->acts ? r->last : 0);
		account_cell_number(a, r->witnessed);
		account_cell_number(a, r->finding_count);
		account_cell(a, s->ledgers[i].directory);
	}
	account_table_end(a, NULL);
}

/* In text only what isn't finished, unless all is asked for. */
static void tell_exchanges(struct account *a, const struct reconciliation *r, bool all)
{
	static const struct column columns[] = {
		{ "from", N_("from unit"), COLUMN_NAME },
		{ "to", N_("to unit"), COLUMN_NAME },
		{ "sequence", N_("number"), COLUMN_NUMBER },
		{ "state", N_("state"), COLUMN_STATE },
		{ "since", N_("open since"), COLUMN_DATE },
		{ "packed", N_("packed"), COLUMN_DATE },
		{ "opened", N_("opened"), COLUMN_DATE },
		{ "receipted", N_("receipt back"), COLUMN_DATE },
		{ "clients", N_("records"), COLUMN_NUMBER },
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "signature", N_("signature"), COLUMN_STATE },
		{ "package", N_("package"), COLUMN_ID },
	};
	account_table(a, "exchanges", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->exchange_count; i++) {
		const struct exchange *x = &r->exchanges[i];
		char id[2 * PACKAGE_ID_SIZE + 1];
		if (!all && !x->since && x->state != EXCHANGE_CONTRADICTED && x->signature == SIGNATURE_VALID)
			continue;
		hex_encode(bytes_of(x->manifest->id, PACKAGE_ID_SIZE), id);
		account_cell(a, x->manifest->sender);
		account_cell(a, x->manifest->receiver);
		account_cell_number(a, x->manifest->sequence);
		account_cell_words(a, exchange_state_name(x->state), exchange_state_words(x->state));
		account_cell_moment(a, x->since);
		account_cell_moment(a, x->packed);
		account_cell_moment(a, x->opened);
		account_cell_moment(a, x->receipted);
		account_cell_number(a, x->manifest->records);
		account_cell(a, x->manifest->terms.purpose);
		account_cell_words(a, signature_verdict_name(x->signature),
		                   signature_verdict_words(x->signature));
		account_cell(a, id);
	}
	account_table_end(a, NULL);
}

static void tell_findings(struct account *a, const struct audit_sides *s, const struct reconciliation *r)
{
	account_list(a, "log_findings");
	for (size_t i = 0; i < s->count; i++) {
		const struct ledger *l = &s->ledgers[i];
		account_item(a, NULL, NULL);
		account_pair(a, "folder", NULL, l->directory);
		if (l->result.finding_count)
			account_line(a, _("Wrong with the log in %s:"), l->directory);
		findings_tell(a, "findings", &l->result);
		account_item_end(a);
	}
	account_list_end(a);
	if (r->findings.finding_count)
		account_line(a, "%s", _("What the logs tell differently:"));
	findings_tell(a, "findings", &r->findings);
}

static void tell_resumptions(struct account *a, const struct audit_sides *s)
{
	account_list(a, "log_resumptions");
	for (size_t i = 0; i < s->count; i++) {
		account_item(a, NULL, NULL);
		account_pair(a, "folder", NULL, s->ledgers[i].directory);
		resumptions_tell(a, "resumptions", &s->ledgers[i].result);
		account_item_end(a);
	}
	account_list_end(a);
}

bool audit_reconcile(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(audit_start_clear) struct audit_start start = { 0 };
	_cleanup_(audit_sides_clear) struct audit_sides sides = { 0 };
	_cleanup_(reconciliation_clear) struct reconciliation r = { 0 };
	if (!audit_start_read(in, false, &start, e) || !audit_sides_read(in, &start, NULL, NULL, &sides, e) ||
	    !reconcile(sides.ledgers, sides.count, &r, e))
		return false;
	uint64_t open;
	bool verified = audit_sides_verified(&sides);
	enum audit_verdict verdict = audit_judge(verified, &r, &open);
	trusting_tell(o, &start.trusting);
	tell_logs(o, &sides);
	sums_tell(o, &r, false);
	tell_exchanges(o, &r, account_has(o, ACCOUNT_JSON) || invocation_flag(in, "all"));
	tell_findings(o, &sides, &r);
	tell_resumptions(o, &sides);
	account_pair_number(o, "given_up", NULL, r.given_up);
	account_truth(o, "verified", verified);
	account_truth(o, "agree", verified && r.findings.finding_count == 0);
	account_pair_number(o, "open", NULL, open);
	audit_verdict_tell(o, verdict, AUDIT_RECONCILE, open);
	s->outcome = verdict >= VERDICT_UNFINISHED ? EXIT_DONE : EXIT_VERIFICATION;
	return true;
}
