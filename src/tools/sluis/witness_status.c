/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/witnessing.h"
#include "tools/sluis/commands.h"

#include <stdio.h>
#include <string.h>

/* What `status` says of witnesses: how much of this log nobody else has seen, who has
 * seen how much of it, and how much of the other units' logs was seen here. */

#define OLDEST_SIZE (DAY_SIZE + 1)

static void day_or_nothing(moment when, char out[OLDEST_SIZE])
{
	out[0] = 0;
	if (when)
		day_format(when, out);
}

struct witness_tables {
	struct desk *desk;
	struct table *witnesses, *seen;
	char peer[128 + 1]; /* whose rows are going by */
	uint64_t from;
};

static bool add_witness(void *context, const struct cosigned_row *row, struct error *e)
{
	struct witness_tables *t = context;
	struct tail tail;
	char when[OLDEST_SIZE], oldest[OLDEST_SIZE];
	if (!row->largest)
		return true;
	if (!witnessing_tail(t->desk->store, row->witness, &tail, e))
		return false;
	day_or_nothing(row->when, when);
	day_or_nothing(tail.oldest, oldest);
	table_cell(t->witnesses, row->witness);
	table_cell_number(t->witnesses, row->size);
	table_cell(t->witnesses, when);
	table_cell_number(t->witnesses, tail.entries);
	table_cell(t->witnesses, oldest);
	return true;
}

static bool add_seen(void *context, const struct seen_row *row, struct error *e)
{
	struct witness_tables *t = context;
	char day[OLDEST_SIZE];
	(void)e;
	if (strcmp(t->peer, row->peer) != 0) {
		snprintf(t->peer, sizeof t->peer, "%s", row->peer);
		t->from = row->size;
	}
	if (!row->largest)
		return true;
	day_or_nothing(row->seen, day);
	table_cell(t->seen, row->peer);
	table_cell_number(t->seen, row->size);
	table_cell_number(t->seen, t->from);
	table_cell(t->seen, day);
	return true;
}

static void output_tail(struct output *o, const struct tail *tail)
{
	char oldest[OLDEST_SIZE];
	day_or_nothing(tail->oldest, oldest);
	output_pair_number(o, "unwitnessed", _("log entries that nobody else has seen"), tail->entries);
	output_pair(o, "unwitnessed_since", _("the oldest of them is of"), oldest);
	output_line(o, "%s", "");
}

bool status_witnesses(struct output *o, struct desk *d, struct error *e)
{
	const struct table_column witnesses[] = {
		{ "witness", _("witness"), false },     { "size", _("has seen entries"), true },
		{ "signed", _("on"), false },           { "unseen", _("not yet"), true },
		{ "since", _("the oldest of"), false },
	};
	const struct table_column seen[] = {
		{ "peer", _("log of"), false },
		{ "size", _("entries seen here"), true },
		{ "from", _("witnessed from entry"), true },
		{ "seen", _("on"), false },
	};
	_cleanup_(table_freep) struct table *of_ours = NULL;
	_cleanup_(table_freep) struct table *of_theirs = NULL;
	struct tail tail;
	if (!table_start(&of_ours, witnesses, ELEMENTS(witnesses), e) ||
	    !table_start(&of_theirs, seen, ELEMENTS(seen), e) || !witnessing_tail(d->store, NULL, &tail, e))
		return false;
	struct witness_tables t = { .desk = d, .witnesses = of_ours, .seen = of_theirs };
	output_tail(o, &tail);
	return witnesses_each_cosigned(d->store, add_witness, &t, e) &&
	       witnesses_each_seen(d->store, add_seen, &t, e) && table_print(of_ours, o, "witnesses", e) &&
	       table_print(of_theirs, o, "seen", e);
}
