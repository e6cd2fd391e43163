/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/status_tasks.h"

#include "cli/words.h"
#include "exchange/recovery.h"
#include "exchange/renewing.h"
#include "exchange/restriction.h"
#include "exchange/screening.h"
#include "exchange/witnessing.h"
#include "report/account.h"
#include "store/arrivals.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/statements.h"
#include "tools/sluis/access_account.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/requests_account.h"
#include "tools/sluis/status_agreements.h"
#include "tools/sluis/status_rights.h"
#include "tools/sluis/status_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAR_OFF (366 * SECONDS_A_DAY) /* a day that far tells nobody to hurry */

struct tasks {
	struct session *session;
	uint64_t count;
	moment until;                  /* until when packages may leave as things are; 0: nothing bounds it */
	const struct agreement *bound; /* by this one */
	struct seen {                  /* how much of this log each unit has shown that it saw */
		char unit[128 + 1];
		uint64_t size;
	} * seen;
	size_t seen_count;
};

/* `before` 0: no day is set. */
static void tell(struct tasks *t, const char *task, const char *peer, const char *id, const char *file,
                 moment before, const char *sentence)
{
	status_row(t->session, &t->count, task, peer, id, file, sentence);
	account_cell_moment(t->session->out, before);
}

/* --- letters --- */

/* Did the unit show, in a letter since, that it saw this log behind that entry? Then the letter came. */
static bool was_seen(const struct tasks *t, const struct exchange_row *row)
{
	for (size_t i = 0; i < t->seen_count; i++)
		if (strcmp(t->seen[i].unit, row->peer) == 0)
			return t->seen[i].size > row->log_index;
	return false;
}

static bool tell_undecided(struct tasks *t, const struct exchange_row *row, const char *id, struct error *e);

static bool tell_letter(void *context, const struct exchange_row *row, struct error *e)
{
	struct tasks *t = context;
	struct session *s = t->session;
	const unsigned long long number = row->sequence, records = row->records;
	char id[2 * PACKAGE_ID_SIZE + 1];
	_cleanup_(string_freep) char *what = NULL;
	moment before = row->use_by;
	const char *task = NULL;
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	switch ((int)letter_state_of(row, s->desk->now)) {
	case LETTER_WAITING:
		task = "carry";
		before = before > s->desk->now + FAR_OFF ? 0 : before;
		what = string_printf(_("Carry %s to %s, unless you did: its receipt hasn't come yet"),
		                     row->file, row->peer);
		break;
	case LETTER_OVERDUE:
		task = "ask";
		what = string_printf(_("Ask %s whether letter %llu was opened: no receipt came in time"),
		                     row->peer, number);
		break;
	case LETTER_SENT:
		if (was_seen(t, row))
			return true;
		task = "reply";
		before = 0;
		what = string_printf(_("Carry %s back to %s, unless you did"), row->file, row->peer);
		break;
	case LETTER_PENDING:
		task = "approve";
		what = string_printf(
			ngettext("Look at the package of %llu record for %s, which waits for a second "
		                 "person: `sluis approve %.*s`",
		                 "Look at the package of %llu records for %s, which waits for a second "
		                 "person: `sluis approve %.*s`",
		                 records),
			records, row->peer, (int)named_digits(s, ID_PACKAGE, id), id);
		break;
	case LETTER_LOST:
		task = "again";
		before = 0;
		what = string_printf(
			_("Send letter %llu to %s again, which was lost in a crash: `sluis resend %.*s`"),
			number, row->peer, (int)named_digits(s, ID_PACKAGE, id), id);
		break;
	default:
		return tell_undecided(t, row, id, e);
	}
	if (!what)
		return error_memory(e);
	tell(t, task, row->peer, id, row->file, before, what);
	return true;
}

static bool tell_gap(void *context, const char *peer, uint64_t first, uint64_t last, struct error *e)
{
	struct tasks *t = context;
	_cleanup_(string_freep) char *what =
		first == last ? string_printf(_("Ask %s for its letter %llu, which never came"), peer,
	                                      (unsigned long long)first)
			      : string_printf(_("Ask %s for its letters %llu to %llu, which never came"),
	                                      peer, (unsigned long long)first, (unsigned long long)last);
	if (!what)
		return error_memory(e);
	tell(t, "missing", peer, NULL, NULL, 0, what);
	return true;
}

/* --- what was asked, by others and of them --- */

static bool tell_request(void *context, const struct request_row *row, struct error *e)
{
	struct tasks *t = context;
	struct session *s = t->session;
	const enum request_state state = request_state_of(row, s->desk->now);
	const unsigned long long clients = row->clients;
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	const int digits = (int)named_digits(s, ID_PACKAGE, id);
	if (state == REQUEST_ANSWERED || (row->sent && state != REQUEST_OVERDUE))
		return true;
	_cleanup_(string_freep) char *what =
		row->sent ? string_printf(_("Ask %s for its answer to your request %.*s, whose day is past"),
	                                  row->peer, digits, id)
			  : string_printf(
				    ngettext("Answer %s, which asks about %llu client: `sluis answer %.*s`",
	                                     "Answer %s, which asks about %llu clients: `sluis answer "
	                                     "%.*s`",
	                                     clients),
				    row->peer, clients, digits, id);
	if (!what)
		return error_memory(e);
	status_row(t->session, &t->count, row->sent ? "await-answer" : "answer", row->peer, id, NULL, what);
	account_cell_day(s->out, row->due);
	return true;
}

/* --- what waits for a decision --- */

static void tell_decisions(struct tasks *t, const struct restriction_counts *n)
{
	if (!n->waiting)
		return;
	_cleanup_(string_freep) char *what =
		string_printf(ngettext("Decide on %llu restricted record: `sluis restriction list`",
	                               "Decide on %llu restricted records: `sluis restriction list`",
	                               n->waiting),
	                      (unsigned long long)n->waiting);
	tell(t, "decide", NULL, NULL, NULL, n->first ? n->first + RESTRICTION_DAYS * SECONDS_A_DAY : 0, what);
}

/* --- what isn't right elsewhere, or is said not to be here --- */

static bool tell_due(void *context, const char *unit, uint64_t records, struct error *e)
{
	struct tasks *t = context;
	_cleanup_(string_freep) char *what = string_printf(
		ngettext("Tell %s what is right of %llu record that an import changed after it had left: "
	                 "`sluis record correct --changed`",
	                 "Tell %s what is right of %llu records that an import changed after they had left: "
	                 "`sluis record correct --changed`",
	                 records),
		unit, (unsigned long long)records);
	if (!what)
		return error_memory(e);
	tell(t, "correct", unit, NULL, NULL, 0, what);
	return true;
}

static bool tell_corrections(struct tasks *t, struct error *e)
{
	struct store *s = t->session->desk->store;
	struct correction_counts n;
	if (!corrections_count(s, &n, e) || !corrections_due_units(s, tell_due, t, e))
		return false;
	if (!n.disputed)
		return true;
	_cleanup_(string_freep) char *what =
		string_printf(ngettext("Correct %llu record that another unit disputes, or keep it with a "
	                               "reason: `sluis record corrections`",
	                               "Correct %llu records that other units dispute, or keep them with a "
	                               "reason: `sluis record corrections`",
	                               n.disputed),
	                      (unsigned long long)n.disputed);
	if (!what)
		return error_memory(e);
	tell(t, "answer-dispute", NULL, NULL, NULL, n.first + RESTRICTION_DAYS * SECONDS_A_DAY, what);
	return true;
}

/* --- what waits to be accepted, here and elsewhere --- */

static void tell_arrivals(struct tasks *t, const struct arrival_counts *n)
{
	if (!n->waiting)
		return;
	_cleanup_(string_freep) char *what = string_printf(
		ngettext("Accept or decline %llu record that arrived: `sluis accept`, `sluis decline`",
	                 "Accept or decline %llu records that arrived: `sluis accept`, `sluis decline`",
	                 n->waiting),
		(unsigned long long)n->waiting);
	tell(t, "accept", NULL, NULL, NULL, n->first, what);
}

/* Of a package that arrived at a unit that decides on each record, and past its term. */
static bool tell_undecided(struct tasks *t, const struct exchange_row *row, const char *id, struct error *e)
{
	struct store *s = t->session->desk->store;
	const struct agreement *a;
	uint64_t left;
	if (!row->sent || row->kind != PACKAGE_CASES || row->state != SENT_RECEIPTED)
		return true;
	if (!statements_agreement(s, row->agreement, 0, &a, e))
		return e->code == ERR_AGREEMENT_UNKNOWN;
	const moment by = row->done + (moment)a->accept_days * SECONDS_A_DAY;
	if (!a->accept_days || t->session->desk->now <= by)
		return true;
	if (!outcomes_awaited(s, row, &left, e))
		return false;
	if (!left)
		return true;
	_cleanup_(string_freep) char *what = string_printf(
		ngettext("Ask %s whether it accepts %llu record of letter %llu: its term passed",
	                 "Ask %s whether it accepts %llu records of letter %llu: its term passed", left),
		row->peer, (unsigned long long)left, (unsigned long long)row->sequence);
	if (!what)
		return error_memory(e);
	tell(t, "accept-overdue", row->peer, id, NULL, by, what);
	return true;
}

/* --- witnesses --- */

static bool note_bound(void *context, const struct agreement *a, struct error *e)
{
	struct tasks *t = context;
	struct tail tail;
	moment until;
	if (!witnessing_until(t->session->desk->store, a, &tail, &until, e))
		return false;
	if (until && (!t->until || until < t->until)) {
		t->until = until;
		t->bound = a;
	}
	return true;
}

/* From two thirds of the days on: early enough for a letter to go and its receipt to come. */
static bool tell_witness(struct tasks *t, struct error *e)
{
	struct desk *d = t->session->desk;
	_cleanup_(buffer_clear) struct buffer who = { 0 };
	_cleanup_(string_freep) char *what = NULL;
	if (!screening_each_in_force(d, note_bound, t, e))
		return false;
	if (!t->until || d->now < t->until - (moment)t->bound->witness_days * SECONDS_A_DAY / 3)
		return true;
	if (!witnessing_name(d->store, t->bound, &who, e))
		return false;
	what = !who.size ? string_copy(_("Let somebody else see the log, or nothing leaves any more: send a "
	                                 "letter whose receipt comes back, or hand an officer `sluis log "
	                                 "export`"))
	                 : string_printf(_("Let %llu of these see the log, or nothing leaves any more under "
	                                   "%s: %s. A unit by a letter whose receipt comes back, an officer "
	                                   "by `sluis log export`"),
	                                 (unsigned long long)agreement_witnesses_needed(t->bound,
	                                                                                store_unit(d->store)),
	                                 t->bound->id, buffer_string(&who));
	if (!what)
		return error_memory(e);
	tell(t, "witness", NULL, NULL, NULL, t->until, what);
	return true;
}

/* --- agreements that ended since their controller is no more --- */

static bool tell_lapsed(void *context, const struct agreement *a, const struct error *why, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer reason = { 0 };
	words_append_error(&reason, why);
	const char *words = buffer_string(&reason);
	_cleanup_(string_freep) char *what =
		words ? string_printf(
				_("Ask the officers for an agreement in the place of one that ended: %s"),
				words)
		      : NULL;
	if (!what)
		return error_memory(e);
	tell(context, "agreement-lapsed", NULL, a->id, NULL, 0, what);
	return true;
}

/* --- the unit's own keys --- */

static bool tell_unit_keys(struct tasks *t, struct error *e)
{
	struct desk *d = t->session->desk;
	uint64_t due;
	struct error owes = { 0 };
	bool waits;
	if (!renewal_waits(d->store, &waits, NULL, e) || !renewing_due(d, &due, e))
		return false;
	bool owed = !renewal_check_owed(d->store, &owes);
	if (waits)
		tell(t, "unit-keys-wait", NULL, NULL, "unit.card", 0,
		     owed ? _("Give unit.card, in the store's folder, to your officers, and open the roster "
		              "that "
		              "lists it: until then no package leaves")
		          : _("Give unit.card, in the store's folder, to your officers, and open the roster "
		              "that "
		              "lists it"));
	else if (owed)
		tell(t, "unit-keys-renew", NULL, NULL, NULL, 0,
		     _("Make new keys for this unit: `sluis unit renew`; until the roster lists them, no "
		       "package "
		       "leaves"));
	if (due)
		tell(t, "unit-keys-destroy", NULL, NULL, NULL, 0,
		     _("Destroy the decryption key that was replaced and isn't needed any more: `sluis unit "
		       "destroy`"));
	return true;
}

/* --- who has access, and who may --- */

static bool tell_access(struct tasks *t, struct error *e)
{
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	if (!access_overview(t->session->desk, &o, e)) {
		if (e->code != ERR_ACCESS_LIST) /* which keeps nobody from the rest of the work */
			return false;
		_cleanup_(buffer_clear) struct buffer words = { 0 };
		words_append_error(&words, e);
		tell(t, "access-list", NULL, NULL, NULL, 0, buffer_string(&words));
		*e = (struct error){ 0 };
		return true;
	}
	if (!o.settled) {
		_cleanup_(string_freep) char *what = access_unfinished_sentence(&o);
		if (!what)
			return error_memory(e);
		tell(t, "access-unfinished", NULL, access_list_about(&o.list), NULL, 0, what);
	}
	for (size_t i = 0; i < o.count; i++) {
		if (o.rows[i].standing == ACCESS_FITS)
			continue;
		_cleanup_(string_freep) char *what = access_sentence(&o.rows[i]);
		if (!what)
			return error_memory(e);
		tell(t, "access", NULL, o.rows[i].person, NULL, 0, what);
	}
	return true;
}

/* --- whether recovery works --- */

static bool tell_drill(struct tasks *t, struct error *e)
{
	struct desk *d = t->session->desk;
	struct recovery_state r;
	if (!recovery_state(d, &r, e))
		return false;
	if (r.listed && r.due <= d->now)
		tell(t, "drill", NULL, NULL, NULL, r.due,
		     r.drilled
		             ? _("Show again, with the officers, that their recovery shares open this store: "
		                 "`sluis recovery drill`")
		             : _("Show, with the officers, that their recovery shares open this store: "
		                 "`sluis "
		                 "recovery drill`"));
	return true;
}

static bool note_seen(void *context, const struct cosigned_row *row, struct error *e)
{
	struct tasks *t = context;
	if (!row->largest)
		return true;
	struct seen *more = reallocarray(t->seen, t->seen_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	t->seen = more;
	snprintf(more[t->seen_count].unit, sizeof more->unit, "%s", row->witness);
	more[t->seen_count++].size = row->size;
	return true;
}

bool status_tell_tasks(struct session *s, const struct restriction_counts *restricted,
                       const struct arrival_counts *arrived, struct error *e)
{
	static const struct column columns[] = {
		{ "task", NULL, COLUMN_STATE, ACCOUNT_JSON },     { "peer", NULL, COLUMN_NAME, ACCOUNT_JSON },
		{ "id", NULL, COLUMN_ID, ACCOUNT_JSON },          { "file", NULL, COLUMN_NAME, ACCOUNT_JSON },
		{ NULL, N_("to do"), COLUMN_TEXT, ACCOUNT_TEXT }, { "before", N_("before"), COLUMN_DATE },
	};
	struct tasks t = { .session = s };
	account_table(s->out, "todo", NULL, columns, ELEMENTS(columns));
	tell_decisions(&t, restricted);
	tell_arrivals(&t, arrived);
	bool ok = status_tell_rights(s, &t.count, e) &&
	          witnesses_each_cosigned(s->desk->store, note_seen, &t, e) &&
	          exchanges_each(s->desk->store, tell_letter, &t, e) &&
	          requests_each(s->desk->store, tell_request, &t, e) &&
	          exchanges_gaps(s->desk->store, tell_gap, &t, e) && tell_corrections(&t, e) &&
	          tell_witness(&t, e) && status_tell_agreements(s, &t.count, e) &&
	          screening_each_lapsed(s->desk, tell_lapsed, &t, e) && tell_access(&t, e) &&
	          tell_unit_keys(&t, e) && tell_drill(&t, e);
	free(t.seen);
	if (!ok)
		return false;
	account_table_end(s->out, NULL);
	if (!t.count)
		account_line(s->out, "%s", _("Nothing to do."));
	return true;
}
