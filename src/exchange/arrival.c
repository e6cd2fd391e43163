/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/arrival.h"

#include "store/purging.h"
#include "store/record_tag.h"
#include "store/retention.h"

#include <stdlib.h>
#include <string.h>

void arrival_result_clear(struct arrival_result *r)
{
	told_letters_free(r->letters, r->letter_count);
	*r = (struct arrival_result){ 0 };
}

struct saying {
	const struct arrival_word *word;
	struct act *act;
	struct told_letters telling;
	struct step {
		char record[RECORD_ID_SIZE + 1];
		enum arrival_state next;
	} * steps;
	uint64_t untold;
};

static void saying_clear(struct saying *g)
{
	told_letters_clear(&g->telling);
	free(g->steps);
}

/* --- each of the selection --- */

static bool add_line(struct saying *g, const struct stored_record *stored, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	struct outcome_line l = { .said = g->word->said,
		                  .reason = g->word->reason,
		                  .when = g->act->desk->now };
	struct told_draft *letter;
	record_tag_of_received(stored, l.record);
	if (!*l.record) {
		g->untold++;
		return true;
	}
	if (!hex_decode(bytes_of_string(stored->package), l.package, sizeof l.package))
		return error_set(e, ERR_STORE, stored->id, "%s", N_("a package's id"));
	return told_letters_on_package(&g->telling, g->act, stored->source, l.package, false, &letter, e) &&
	       outcome_line_format(&l, &line, e) &&
	       told_letters_add(letter, buffer_bytes(&line), stored->id, e);
}

static bool keep_step(struct saying *g, const char *record, enum arrival_state next, struct error *e)
{
	const uint64_t count = g->act->clients.count;
	if (count % 1024 == 0) {
		struct step *more = reallocarray(g->steps, count + 1024, sizeof *more);
		if (!more)
			return error_memory(e);
		g->steps = more;
	}
	memcpy(g->steps[count].record, record, sizeof g->steps[count].record);
	g->steps[count].next = next;
	return true;
}

/* What is declined goes. */
static bool check_not_held(struct store *s, const char *record, struct error *e)
{
	_cleanup_(kept_record_clear) struct kept_record k = { 0 };
	return retention_of(s, record, &k, e) &&
	       (!k.held || error_set(e, ERR_HELD, record, "%s", N_("there is a hold on it")));
}

/* Of all of them those that it is about; of others each must be. */
static bool say_of(void *context, const struct stored_record *stored, struct error *e)
{
	struct saying *g = context;
	_cleanup_(record_clear) struct record record = { 0 };
	struct arrival_row row = { .state = ARRIVAL_COUNT };
	enum arrival_state next;
	if (stored->package && !arrival_of(g->act->desk->store, stored->id, &row, e))
		return false;
	const enum error_code code = arrival_say(row.state, stored->restricted, g->word->said, &next);
	if (code != ERR_NONE)
		return g->word->which->kind == SELECT_ALL || error_set(e, code, stored->id, "%s", "");
	if (g->word->said == SAID_DECLINED && !check_not_held(g->act->desk->store, stored->id, e))
		return false;
	return record_recall(g->act->desk->catalogue, stored->json, stored->id, &record, e) &&
	       add_line(g, stored, e) && keep_step(g, stored->id, next, e) &&
	       act_client(g->act, &record, stored->id, NULL, NULL, e);
}

/* --- the act --- */

static bool carry_out(struct saying *g, struct error *e)
{
	struct act *a = g->act;
	for (uint64_t i = 0; i < a->clients.count; i++)
		if (!arrival_set(a->desk->store, g->steps[i].record, g->steps[i].next, a->desk->now, e))
			return false;
	return g->word->said != SAID_DECLINED || arrivals_forget(a->desk->store, a->when, e);
}

static bool say_body(struct act *a, void *context, struct error *e)
{
	struct saying *g = context;
	g->act = a;
	if (!records_each(a->desk->store, g->word->which, false, say_of, g, e))
		return false;
	if (!a->clients.count)
		return error_set(e, ERR_NOT_FOUND, "record", "%s", N_("none of which it can be said"));
	a->entry.decision = client_outcome_name(g->word->said);
	a->entry.reason = g->word->reason ? decline_reason_name(g->word->reason) : NULL;
	a->entry.records = a->clients.count;
	return carry_out(g, e);
}

static bool say_logged(struct act *a, void *context, struct error *e)
{
	struct saying *g = context;
	return told_letters_send(&g->telling, a, e);
}

static bool say_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct saying *g = context;
	told_letters_publish(&g->telling, a);
	if (g->word->said == SAID_DECLINED)
		(void)!purge_settle(a->desk->store);
	return true;
}

static void say_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct saying *g = context;
	told_letters_failed(&g->telling, why);
}

static const struct act_frame saying = {
	.kind = ACT_ACCEPTANCE, .body = say_body, .logged = say_logged, .done = say_done, .failed = say_failed
};

bool arrival_tell(struct desk *d, const struct arrival_word *word, struct arrival_result *ret,
                  struct error *e)
{
	_cleanup_(saying_clear) struct saying g = {
		.word = word, .telling = { .kind = PACKAGE_ACCEPTANCE, .member = "acceptances" }
	};
	if (!client_outcome_fits(word->said, word->reason))
		return error_set(e, ERR_USAGE, "--reason", "%s", N_("declining has one, and nothing else"));
	if (!act_run(d, &saying, &g, e))
		return false;
	uint64_t told = 0;
	for (size_t i = 0; i < g.telling.count; i++)
		told += g.telling.list[i]->letter.records;
	ret->records = told + g.untold;
	ret->untold = g.untold;
	return told_letters_give(&g.telling, &ret->letters, &ret->letter_count, e);
}
