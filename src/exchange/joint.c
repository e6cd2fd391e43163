/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/joint.h"

#include "base/limits.h"
#include "exchange/declarations.h"
#include "exchange/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *field;
} kinds[] = {
#define X(kind, name, field) [kind] = { name, field },
	JOINT_KINDS(X)
#undef X
};

const char *joint_kind_name(enum joint_kind k)
{
	return (unsigned)k < JOINT_KIND_COUNT ? kinds[k].name : "";
}

/* --- the fields: what is shown of a record, and no more --- */

#define GENERAL READING_LISTED " huishouden.soort huishouden.id regisseur plan.id plan.doel.code"

/* clang-format off */
#define STEP_PARTS(X) X(STEP_WHAT, "code") X(STEP_UNIT, "wie") X(STEP_DAY, "voor") X(STEP_STATE, "status")
/* clang-format on */
enum step_part {
#define X(part, name) part,
	STEP_PARTS(X)
#undef X
		STEP_PART_COUNT
};
static const char *const step_parts[] = {
#define X(part, name) [part] = name,
	STEP_PARTS(X)
#undef X
};
static const char *const ended[] = { "klaar", "vervallen" }; /* of a step's states */

/* plan.actie.code, plan.actie2.code …; NULL: the catalogue has none. */
static const struct field *step_field(const struct catalogue *c, unsigned number, enum step_part part)
{
	char name[64], digits[16] = "";
	if (number > 1)
		snprintf(digits, sizeof digits, "%u", number);
	snprintf(name, sizeof name, "plan.actie%s.%s", digits, step_parts[part]);
	return catalogue_find(c, bytes_of_string(name));
}

static unsigned step_most(const struct catalogue *c)
{
	unsigned count = 0;
	while (step_field(c, count + 1, STEP_WHAT))
		count++;
	return count;
}

static bool name_fields(const struct catalogue *c, char **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer names = { 0 };
	const unsigned most = step_most(c);
	buffer_append_string(&names, GENERAL);
	for (unsigned i = 1; i <= most; i++)
		for (unsigned part = 0; part < STEP_PART_COUNT; part++) {
			const struct field *f = step_field(c, i, (enum step_part)part);
			if (f)
				buffer_printf(&names, " %s", f->name);
		}
	if (!buffer_ok(&names, e))
		return false;
	*ret = string_copy(buffer_string(&names));
	return *ret || error_memory(e);
}

/* --- gathering --- */

struct gathering {
	struct desk *desk;
	const struct joint_wish *wish;
	struct joint_view view;
	struct record *hidden; /* one for each client of whom nothing was shown yet */
	size_t hidden_count;
};

void joint_view_clear(struct joint_view *v)
{
	for (size_t i = 0; i < v->record_count; i++)
		record_clear(&v->records[i].record);
	free(v->records);
	free(v->steps);
	free(v->shown);
	*v = (struct joint_view){ 0 };
}

static void gathering_clear(struct gathering *g)
{
	joint_view_clear(&g->view);
	for (size_t i = 0; i < g->hidden_count; i++)
		record_clear(&g->hidden[i]);
	free(g->hidden);
}

static const char *unit_of(const struct gathering *g, const struct stored_record *stored)
{
	return stored->package ? stored->source : store_unit(g->desk->store);
}

static bool is_wanted(void *context, const struct stored_record *stored)
{
	const struct gathering *g = context;
	for (size_t i = 0; i < g->wish->from_count; i++)
		if (strcmp(g->wish->from[i], unit_of(g, stored)) == 0)
			return true;
	return !g->wish->from_count;
}

/* The place among those that are shown of the client of a record; `client_count`: none. */
static size_t client_of(const struct joint_view *v, const struct record *r)
{
	for (size_t i = 0; i < v->record_count; i++)
		if (declarations_same_client(&v->records[i].record, r))
			return v->records[i].client;
	return v->client_count;
}

static bool take_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct gathering *g = context;
	struct joint_view *v = &g->view;
	struct arrival_row arrival = { 0 };
	struct joint_record *more = reallocarray(v->records, v->record_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	v->records = more;
	struct joint_record *r = &more[v->record_count];
	*r = (struct joint_record){ .received = stored->package != NULL };
	memcpy(r->id, stored->id, sizeof r->id);
	snprintf(r->unit, sizeof r->unit, "%s", unit_of(g, stored));
	if (!record_recall(g->desk->catalogue, stored->json, stored->id, &r->record, e))
		return false;
	r->client = client_of(v, &r->record);
	if (r->client == v->client_count)
		v->client_count++;
	v->record_count++;
	if (!handover_standing(g->desk, stored, &r->record, &r->standing, e) ||
	    (r->received && !arrival_of(g->desk->store, r->id, &arrival, e)))
		return false;
	r->decide_by = r->received && arrival.state == ARRIVAL_WAITS ? arrival.decide_by : 0;
	return true;
}

/* Kept to be compared, so that who has a record that is shown isn't counted as hidden. */
static bool take_hidden(void *context, const struct stored_record *stored, struct error *e)
{
	struct gathering *g = context;
	_cleanup_(record_clear) struct record record = { 0 };
	g->view.hidden_records++;
	if (!record_recall(g->desk->catalogue, stored->json, stored->id, &record, e))
		return false;
	for (size_t i = 0; i < g->hidden_count; i++)
		if (declarations_same_client(&g->hidden[i], &record))
			return true;
	struct record *more = reallocarray(g->hidden, g->hidden_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	g->hidden = more;
	more[g->hidden_count++] = record;
	record = (struct record){ 0 };
	return true;
}

static void count_hidden(struct gathering *g)
{
	for (size_t i = 0; i < g->hidden_count; i++)
		if (client_of(&g->view, &g->hidden[i]) == g->view.client_count)
			g->view.hidden_clients++;
}

/* --- one plan, or two that have one number --- */

/* Records of a unit that share a client with those marked are of the same plan; and so on from there. */
static bool spread(const struct joint_view *v, bool *marked)
{
	bool more = false;
	for (size_t i = 0; i < v->record_count; i++)
		for (size_t j = 0; marked[i] && j < v->record_count; j++)
			if (!marked[j] && (v->records[i].client == v->records[j].client ||
			                   strcmp(v->records[i].unit, v->records[j].unit) == 0))
				marked[j] = more = true;
	return more;
}

static bool check_one(const struct gathering *g, struct error *e)
{
	const struct joint_view *v = &g->view;
	bool marked[LIMIT_TOGETHER_RECORDS] = { true };
	if (g->wish->from_count)
		return true;
	while (spread(v, marked))
		;
	for (size_t i = 1; i < v->record_count; i++)
		if (!marked[i])
			return error_set(
				e, ERR_AMBIGUOUS, "--from",
				N_("records of %s and of %s have this number, and no client in common"),
				v->records[0].unit, v->records[i].unit);
	return true;
}

/* --- steps --- */

static bool is_ended(struct bytes state)
{
	for (size_t i = 0; i < ELEMENTS(ended); i++)
		if (bytes_equal_string(state, ended[i]))
			return true;
	return false;
}

static struct bytes step_value(const struct record *r, unsigned number, enum step_part part)
{
	const struct field *f = step_field(r->catalogue, number, part);
	return f ? record_get(r, f) : bytes_of(NULL, 0);
}

bool joint_same_step(const struct joint_view *v, const struct joint_step *a, const struct joint_step *b)
{
	return v->records[a->record].client == v->records[b->record].client &&
	       bytes_equal(a->what, b->what) && bytes_equal(a->unit, b->unit) &&
	       bytes_equal(a->day, b->day) && bytes_equal(a->state, b->state);
}

static bool add_step(struct joint_view *v, size_t record, unsigned number, struct error *e)
{
	const struct record *r = &v->records[record].record;
	struct joint_step step = { .record = record,
		                   .number = number,
		                   .what = step_value(r, number, STEP_WHAT),
		                   .unit = step_value(r, number, STEP_UNIT),
		                   .day = step_value(r, number, STEP_DAY),
		                   .state = step_value(r, number, STEP_STATE) };
	if (!step.what.size && !step.unit.size && !step.day.size && !step.state.size)
		return true;
	if (!day_parse(step.day, &step.due))
		step.due = 0;
	step.ended = is_ended(step.state);
	for (size_t i = 0; i < v->step_count; i++)
		step.again = step.again || joint_same_step(v, &v->steps[i], &step);
	struct joint_step *more = reallocarray(v->steps, v->step_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	v->steps = more;
	more[v->step_count++] = step;
	return true;
}

static int by_day(const void *a, const void *b)
{
	const struct joint_step *x = a, *y = b;
	if ((x->due == 0) != (y->due == 0))
		return x->due == 0 ? 1 : -1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static bool see_whole(void *context, struct error *e)
{
	struct gathering *g = context;
	struct joint_view *v = &g->view;
	const unsigned most = step_most(g->desk->catalogue);
	if (!v->record_count)
		return v->hidden_records ? error_set(e, ERR_RESTRICTED, kinds[v->kind].name, "%s",
		                                     N_("each record that has this number"))
		                         : error_set(e, ERR_NOT_FOUND, kinds[v->kind].name, "%s", "");
	if (!check_one(g, e))
		return false;
	count_hidden(g);
	for (size_t i = 0; i < v->record_count; i++)
		for (unsigned number = 1; number <= most; number++)
			if (!add_step(v, i, number, e))
				return false;
	if (v->step_count)
		qsort(v->steps, v->step_count, sizeof *v->steps, by_day);
	return true;
}

bool joint_read(struct desk *d, const struct joint_wish *wish, struct joint_view *ret, struct error *e)
{
	_cleanup_(gathering_clear) struct gathering g = { .desk = d, .wish = wish, .view.kind = wish->kind };
	if (!name_fields(d->catalogue, &g.view.shown, e))
		return false;
	const struct reading_together t = { .field = kinds[wish->kind].field,
		                            .value = wish->value,
		                            .fields = g.view.shown,
		                            .wanted = is_wanted,
		                            .each = take_record,
		                            .hidden = take_hidden,
		                            .whole = see_whole,
		                            .context = &g };
	if (!reading_together(d, &t, e))
		return false;
	*ret = g.view;
	g.view = (struct joint_view){ 0 };
	return true;
}

/* --- who directs --- */

const char *joint_record_director(const struct joint_record *r, const char *own_unit)
{
	const enum directing_state state = r->standing.row.directing.state;
	if (!r->standing.certain || state == DIRECTING_ASKING)
		return NULL;
	if (state == DIRECTING_HERE)
		return own_unit;
	return *r->standing.row.peer ? r->standing.row.peer : NULL;
}

const char *joint_director(const struct joint_view *v, const char *own_unit, bool *ret_differ)
{
	const char *found = NULL;
	*ret_differ = false;
	for (size_t i = 0; i < v->record_count; i++) {
		const char *unit = joint_record_director(&v->records[i], own_unit);
		if (unit && found && strcmp(unit, found) != 0)
			*ret_differ = true;
		if (unit && !found)
			found = unit;
	}
	return *ret_differ ? NULL : found;
}
