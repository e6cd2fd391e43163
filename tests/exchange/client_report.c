/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_report.h"

#include "crypto/age.h"
#include "exchange/client_rights.h"
#include "record/bsn.h"
#include "team.h"

/* What clients are told, over random histories: each act that touched one is told to her, and nothing of
 * anybody else. What was done to whom is written down here beside the log, by who did it. */

/* --- people --- */

enum { ACTS_MOST = 64, OPERATIONS = 26 };

struct person {
	char bsn[BSN_SIZE + 1]; /* empty: known without one */
	char name[40], third[40];
	char id[2][RECORD_ID_SIZE + 1]; /* at W&I, and at the Wmo; empty: not there */
	uint64_t acts[2][ACTS_MOST];    /* that touched her, by their entries */
	size_t count[2];
	bool restricted;
};

struct town {
	struct team team;
	struct person *people;
	size_t count;
	uint64_t random;
};
enum { AT_WI, AT_WMO };

static uint64_t draw(struct town *w, uint64_t below)
{
	w->random += 0x9e3779b97f4a7c15u;
	uint64_t z = w->random;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) % below;
}

/* The n-th number that passes the test of eleven. */
static void make_bsn(size_t n, char out[BSN_SIZE + 1])
{
	for (unsigned base = 90000000u;; base++) {
		unsigned sum = 0, digits = base;
		for (unsigned weight = 2; weight <= 9; weight++, digits /= 10)
			sum += weight * (digits % 10);
		if (sum % 11 == 10)
			continue;
		if (n-- == 0) {
			char text[24];
			snprintf(text, sizeof text, "%08u%u", base, sum % 11);
			memcpy(out, text, BSN_SIZE);
			out[BSN_SIZE] = 0;
			return;
		}
	}
}

static void touched(struct person *p, int where, uint64_t act)
{
	cr_assert_lt(p->count[where], ACTS_MOST);
	p->acts[where][p->count[where]++] = act;
}

/* A row of the source: her own data, somebody else's beside it, and her neighbour in her own words. */
static void append_row(const struct town *w, size_t i, unsigned version, struct buffer *out)
{
	const struct person *p = &w->people[i], *neighbour = &w->people[(i + 1) % w->count];
	buffer_append_string(out, "{");
	if (*p->bsn)
		buffer_printf(out, "\"burgerservicenummer\":\"%s\",", p->bsn);
	buffer_printf(
		out,
		"\"naam.voornamen\":\"Bo\",\"naam.geslachtsnaam\":\"%s\",\"geboorte.datum\":\"1980-01-02\","
		"\"postcode\":\"5341AA\",\"huisnummer\":%zu,\"zaak.identificatie\":\"Z-%zu\",\"wet\":\"pw\","
		"\"gegevensbron\":\"pw\",\"loonkostensubsidie.percentageLoonwaarde\":%u,\"vertegenwoordiger."
		"naam\":\"%s\","
		"\"vertegenwoordiger.telefoon\":\"06%08zu\",\"huishouden.id\":\"HH-%s-1\","
		"\"ikWil\":\"Ik wil bij %s en %s blijven.\"}\n",
		p->name, i + 1, i + 1, 1 + version, p->third, i + 70000000, p->third, p->third,
		neighbour->name);
}

static void import_some(struct town *w, unsigned version, const bool *which)
{
	_cleanup_(importing_result_clear) struct importing_result r = { 0 };
	_cleanup_(buffer_clear) struct buffer lines = { 0 };
	uint64_t act = log_length(&w->team.wi);
	char path[160];
	team_path(&w->team, "cases.ndjson", path);
	for (size_t i = 0; i < w->count; i++)
		if (which[i])
			append_row(w, i, version, &lines);
	OK(file_replace(path, buffer_bytes(&lines), true, &e));
	const struct importing_request q = { .path = path };
	OK(importing_file(&w->team.wi, &q, &r, &e));
	cr_assert_eq(r.counts.rejected, 0);
	for (size_t i = 0; i < w->count; i++)
		if (which[i])
			touched(&w->people[i], AT_WI, act);
}

struct finding {
	struct town *town;
	struct desk *desk;
	int where;
};

static bool find_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct finding *f = context;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(f->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	for (size_t i = 0; i < f->town->count; i++)
		if (bytes_equal_string(record_role(&r, ROLE_SURNAME), f->town->people[i].name))
			memcpy(f->town->people[i].id[f->where], stored->id, RECORD_ID_SIZE + 1);
	return true;
}

static void find_all(struct town *w, int where)
{
	struct finding f = { w, where == AT_WI ? &w->team.wi : &w->team.wmo, where };
	OK(records_each(f.desk->store, &everyone, false, find_one, &f, &e));
}

static void town_start(struct town *w, size_t count, uint64_t seed)
{
	_cleanup_(buffer_clear) struct buffer whom = { 0 };
	bool *all = calloc(count, sizeof *all);
	*w = (struct town){ .count = count, .random = seed, .people = calloc(count, sizeof *w->people) };
	cr_assert(w->people && all);
	team_start(&w->team);
	for (size_t i = 0; i < count; i++) {
		struct person *p = &w->people[i];
		if (i % 5 != 4)
			make_bsn(i, p->bsn);
		snprintf(p->name, sizeof p->name, "Eigen%06zuq", i);
		snprintf(p->third, sizeof p->third, "Derde%06zuq", i);
		all[i] = true;
	}
	import_some(w, 0, all);
	find_all(w, AT_WI);
	free(all);
}

static void town_close(struct town *w)
{
	free(w->people);
	team_close(&w->team);
}

static void town_end(struct town *w)
{
	free(w->people);
	team_end(&w->team);
}

/* --- what is done --- */

static bool see(_unused_ void *context, _unused_ const struct stored_record *r, _unused_ struct error *e)
{
	return true;
}

/* Some of them, by record. */
struct some {
	const char **ids;
	bool *in;
	struct selection selection;
};

static void some_draw(struct town *w, int where, struct some *s)
{
	s->ids = calloc(w->count, sizeof *s->ids);
	s->in = calloc(w->count, sizeof *s->in);
	cr_assert(s->ids && s->in);
	size_t n = 0;
	for (size_t i = 0; i < w->count; i++) {
		s->in[i] = *w->people[i].id[where] && draw(w, 3) == 0;
		if (s->in[i])
			s->ids[n++] = w->people[i].id[where];
	}
	s->selection = (struct selection){ .kind = SELECT_RECORDS, .items = s->ids, .count = n };
}

static void some_clear(struct some *s)
{
	free(s->ids);
	free(s->in);
}

static void all_touched(struct town *w, const struct some *s, int where, uint64_t act)
{
	for (size_t i = 0; i < w->count; i++)
		if (s->in[i])
			touched(&w->people[i], where, act);
}

static struct desk *desk_of(struct town *w, int where)
{
	return where == AT_WI ? &w->team.wi : &w->team.wmo;
}

static void do_list(struct town *w, int where)
{
	_cleanup_(some_clear) struct some s = { 0 };
	uint64_t total, act = log_length(desk_of(w, where));
	some_draw(w, where, &s);
	if (!s.selection.count)
		return;
	OK(reading_list(desk_of(w, where), &s.selection, UINT32_MAX, &total, see, NULL, &e));
	all_touched(w, &s, where, act);
}

static void do_show(struct town *w, int where)
{
	struct person *p = &w->people[draw(w, w->count)];
	uint64_t act = log_length(desk_of(w, where));
	if (!*p->id[where])
		return;
	OK(reading_show(desk_of(w, where), p->id[where], true, true, see, NULL, &e));
	touched(p, where, act);
}

static void do_search(struct town *w, int where)
{
	struct person *p = &w->people[draw(w, w->count)];
	uint64_t act = log_length(desk_of(w, where));
	if (!*p->id[where])
		return;
	OK(reading_search(desk_of(w, where), bytes_of_string(p->name), 10, see, NULL, &e));
	touched(p, where, act);
	/* Her neighbour's own words have her name, so that a search finds her, too. */
	if (where == AT_WI)
		touched(p == w->people ? &w->people[w->count - 1] : p - 1, where, act);
}

static void do_import(struct town *w, unsigned version)
{
	_cleanup_(some_clear) struct some s = { 0 };
	some_draw(w, AT_WI, &s);
	if (s.selection.count)
		import_some(w, version, s.in);
}

static void do_consent(struct town *w)
{
	_cleanup_(some_clear) struct some s = { 0 };
	uint64_t act = log_length(&w->team.wi);
	some_draw(w, AT_WI, &s);
	s.selection.count = 0; /* nothing is put down of one who is restricted */
	for (size_t i = 0; i < w->count; i++) {
		s.in[i] = s.in[i] && !w->people[i].restricted;
		if (s.in[i])
			s.ids[s.selection.count++] = w->people[i].id[AT_WI];
	}
	if (!s.selection.count)
		return;
	team_consent(&w->team, &s.selection);
	all_touched(w, &s, AT_WI, act);
}

/* Those who stayed as a whole are told so; only who went is at the other side. */
static void do_exchange(struct town *w)
{
	_cleanup_(some_clear) struct some s = { 0 };
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 };
	_cleanup_(open_result_clear) struct open_result opened = { 0 };
	uint64_t act = log_length(&w->team.wi), open = log_length(&w->team.wmo);
	struct error none = { 0 };
	some_draw(w, AT_WI, &s);
	if (!s.selection.count)
		return;
	const struct pack_request q = { .to = WMO, .purpose = PURPOSE, .selection = s.selection };
	if (!pack(&w->team.wi, &q, &packed, &none)) {
		cr_assert_eq(none.code, ERR_NOTHING_LEAVES, "%s", error_name(none.code));
		return;
	}
	all_touched(w, &s, AT_WI, act);
	OK(open_file(&w->team.wmo, packed.path, &opened, &e));
	find_all(w, AT_WMO);
	for (uint64_t i = open; i < log_length(&w->team.wmo); i++) {
		_cleanup_(buffer_clear) struct buffer private = { 0 };
		OK(store_log_private(w->team.wmo.store, i, &private, &e));
		for (size_t k = 0; k < w->count && private.size; k++)
			if (*w->people[k].id[AT_WMO] &&
			    strstr(buffer_string(&private), w->people[k].id[AT_WMO]))
				touched(&w->people[k], AT_WMO, open);
	}
}

static void do_ask(struct town *w)
{
	struct person *p = &w->people[draw(w, w->count)];
	struct right_request r;
	uint64_t act = log_length(&w->team.wi);
	OK(right_ask(&w->team.wi, p->id[AT_WI], RIGHT_ACCESS, a_day("2026-11-20"), &r, &e));
	touched(p, AT_WI, act);
}

static void do_restrict(struct town *w)
{
	_cleanup_(right_result_clear) struct right_result r = { 0 };
	struct person *p = &w->people[draw(w, w->count)];
	uint64_t act = log_length(&w->team.wi);
	const struct right_decision q = { .record = p->id[AT_WI],
		                          .right = RIGHT_RESTRICTION,
		                          .asked = a_day("2026-11-20") };
	OK(right_decide(&w->team.wi, &q, &r, &e));
	touched(p, AT_WI, act);
	p->restricted = true;
}

static void do_something(struct town *w, unsigned version)
{
	int where = draw(w, 3) == 0 ? AT_WMO : AT_WI;
	switch (draw(w, 9)) {
	case 0:
		do_import(w, version);
		break;
	case 1:
		do_show(w, where);
		break;
	case 2:
		do_search(w, where);
		break;
	case 3:
		do_consent(w);
		break;
	case 4:
	case 5:
		do_exchange(w);
		break;
	case 6:
		do_ask(w);
		break;
	case 7:
		if (draw(w, 4) == 0)
			do_restrict(w);
		break;
	default:
		do_list(w, where);
	}
}

/* --- what is told --- */

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

/* Each act that touched her is told once, and no other. */
static void check_acts(struct person *p, int where, const struct report_part *part)
{
	uint64_t *was = p->acts[where];
	size_t count = 0, row = 0;
	qsort(was, p->count[where], sizeof *was, by_value);
	for (size_t i = 0; i < p->count[where]; i++)
		if (!count || was[count - 1] != was[i])
			was[count++] = was[i];
	p->count[where] = count;
	for (size_t i = 0; i < count; i++, row++) {
		cr_assert_lt(row, part->row_count, "%s: act %llu isn't told", p->name,
		             (unsigned long long)was[i]);
		cr_assert_eq(part->rows[row].act, was[i], "%s: act %llu is told, and not %llu", p->name,
		             (unsigned long long)part->rows[row].act, (unsigned long long)was[i]);
	}
	cr_assert_eq(row, part->row_count, "%s: an act is told that wasn't", p->name);
}

static void check_nobody_else(const struct town *w, const struct person *p, const struct report_part *part)
{
	const uint8_t *data = part->file.data;
	size_t size = part->file.size;
	const struct person *before = p == w->people ? &w->people[w->count - 1] : p - 1, *behind = p + 1;
	if (behind == w->people + w->count)
		behind = w->people;
	cr_assert_not(memmem(data, size, "Derde", 5), "%s is told of somebody else", p->name);
	for (const uint8_t *at = data; (at = memmem(at, size - (size_t)(at - data), "Eigen", 5)); at++)
		cr_assert_eq(memcmp(at, p->name, strlen(p->name)), 0, "%s is told of another client",
		             p->name);
	cr_assert(!*before->bsn || before == p || !memmem(data, size, before->bsn, BSN_SIZE));
	cr_assert(!*behind->bsn || behind == p || !memmem(data, size, behind->bsn, BSN_SIZE));
}

/* `change`, where there is one, is what a clerk with a program of his own signs otherwise. */
static bool tell_otherwise(void *context, _unused_ struct act *a, const struct client_part *part,
                           _unused_ struct error *e)
{
	const struct change *change = context;
	const struct buffer *told = &part->lines;
	struct buffer *lines;
	memcpy(&lines, &told, sizeof lines); /* it isn't const where it is made */
	change_text(lines, change->from, change->to);
	return true;
}

static char *export_changed(struct town *w, const struct person *p, const char *to, const char *name,
                            struct change *change)
{
	_cleanup_(disclose_result_clear) struct disclose_result r = { 0 };
	bool fields[PRIVATE_COUNT];
	char path[160];
	team_path(&w->team, name, path);
	unlink(path);
	client_part_fields(fields);
	const struct client_part_request q = { .record = p->id[AT_WMO] };
	const struct disclose_request d = { .recipient = to,
		                            .reason = CLIENT_REPORT_REASON,
		                            .path = path,
		                            .fields = fields,
		                            .client = &q,
		                            .meet = change ? tell_otherwise : NULL,
		                            .context = change };
	OK(disclose(&w->team.wmo, &d, &r, &e));
	return string_copy(path);
}

static char *export_part(struct town *w, const struct person *p, const char *to, const char *name)
{
	return export_changed(w, p, to, name, NULL);
}

static const char *clerk(const struct town *w)
{
	return w->team.wi.key.name;
}

static void check_person(struct town *w, struct person *p)
{
	_cleanup_(client_report_clear) struct client_report r = { 0 };
	_cleanup_(string_freep) char *part = *p->id[AT_WMO] ? export_part(w, p, clerk(w), "one.part") : NULL;
	const char *others[] = { part };
	const struct client_report_request q = { .client.record = p->id[AT_WI],
		                                 .others = others,
		                                 .other_count = part ? 1 : 0 };
	OK(client_report_make(&w->team.wi, &q, &r, &e));
	cr_assert_eq(r.count, part ? 2u : 1u);
	for (size_t i = 0; i < r.count; i++) {
		check_acts(p, i == 0 ? AT_WI : AT_WMO, &r.parts[i]);
		check_nobody_else(w, p, &r.parts[i]);
	}
}

Test(client_report, every_act_is_told_and_nobody_else_is)
{
	const bool whole = getenv("FAULT_STEP") && strcmp(getenv("FAULT_STEP"), "1") == 0;
	const size_t towns = whole ? 200 : 1, people = whole ? 50 : 30;
	size_t with_both = 0, rows = 0;
	for (size_t t = 0; t < towns; t++) {
		struct town w;
		town_start(&w, people, 7 + t);
		for (unsigned i = 1; i <= OPERATIONS; i++)
			do_something(&w, i);
		for (size_t i = 0; i < w.count; i++) {
			check_person(&w, &w.people[i]);
			with_both += *w.people[i].id[AT_WMO] != 0;
			rows += w.people[i].count[AT_WI] + w.people[i].count[AT_WMO];
		}
		town_end(&w);
	}
	printf("# %zu histories, %zu acts, %zu of them at two units\n", towns * people, rows, with_both);
	cr_assert_gt(with_both, towns * people / 4, "few histories have two units");
	cr_assert_gt(rows, towns * people * 4, "histories are short");
}

/* --- what it tells --- */

static void two_clients(struct town *w)
{
	bool both[] = { true, true };
	town_start(w, 2, 3);
	import_some(w, 3, both);
	team_consent(&w->team, &everyone);
	struct pack_result packed = { 0 };
	struct open_result opened = { 0 };
	team_pack(&w->team, &packed);
	OK(open_file(&w->team.wmo, packed.path, &opened, &e));
	pack_result_clear(&packed);
	open_result_clear(&opened);
	find_all(w, AT_WMO);
}

static bool told(const struct report_part *p, const char *text)
{
	return memmem(p->what.about.data, p->what.about.size, text, strlen(text)) != NULL;
}

Test(client_report, tells_what_there_is)
{
	struct town w;
	struct right_request asked;
	moment made;
	two_clients(&w);
	OK(right_ask(&w.team.wi, w.people[0].id[AT_WI], RIGHT_ACCESS, a_day("2026-11-20"), &asked, &e));
	OK(client_report_made(w.team.wi.store, asked.number, &made, &e));
	cr_assert_eq(made, 0);
	_cleanup_(string_freep) char *part = export_part(&w, &w.people[0], clerk(&w), "a.part");
	const char *others[] = { part };
	struct client_report r = { 0 };
	const struct client_report_request q = { .client.record = w.people[0].id[AT_WI],
		                                 .others = others,
		                                 .other_count = 1 };
	OK(client_report_make(&w.team.wi, &q, &r, &e));
	size_t at = 0;
	const json_t *record = report_part_next(&r.parts[0], "record", &at);
	const json_t *before = report_part_next(&r.parts[0], "record", &at);
	const json_t *values = json_object_get(record, "values");
	cr_assert_str_eq(report_line_text(values, "loonkostensubsidie.percentageLoonwaarde"), "4");
	cr_assert_str_eq(report_line_text(values, "naam.geslachtsnaam"), w.people[0].name);
	cr_assert_eq(json_array_size(json_object_get(record, "left_out")), 4);
	cr_assert(json_is_true(json_object_get(before, "before")));
	cr_assert_str_eq(report_line_text(json_object_get(before, "values"),
	                                  "loonkostensubsidie.percentageLoonwaarde"),
	                 "1");
	cr_assert_not(report_line_text(json_object_get(before, "values"), "naam.geslachtsnaam"));
	cr_assert(told(&r.parts[0], "\"client\":\"request\"") &&
	          told(&r.parts[0], "\"kind\":\"no-objection\""));
	cr_assert(told(&r.parts[1], "\"until\":\"2041-11-23\"") &&
	          told(&r.parts[1], "Wmo 2015 art. 5.3.4 lid 1"));
	size_t crossed = 0;
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < r.parts[i].row_count; j++) {
			const struct report_row *row = &r.parts[i].rows[j];
			if (row->sort != (i ? REPORT_CAME : REPORT_WENT))
				continue;
			cr_assert_str_eq(row->peer, i ? WI : WMO);
			cr_assert_gt(json_array_size(row->fields), 5);
			crossed++;
		}
	cr_assert_eq(crossed, 2);
	OK(client_report_made(w.team.wi.store, asked.number, &made, &e));
	cr_assert_eq(made, r.parts[0].what.made);
	client_report_clear(&r);
	town_end(&w);
}

Test(client_report, typed_texts_are_told_once_somebody_read_them)
{
	struct town w;
	struct client_report r = { 0 };
	two_clients(&w);
	const struct client_report_request q = { .client = { .record = w.people[0].id[AT_WI],
		                                             .texts_read = true } };
	OK(client_report_make(&w.team.wi, &q, &r, &e));
	cr_assert(told(&r.parts[0], "Ik wil bij"));
	cr_assert_not(told(&r.parts[0], "vertegenwoordiger.naam\":\""), "never a representative's name");
	client_report_clear(&r);
	town_end(&w);
}

Test(client_report, a_client_of_whom_only_the_log_knows)
{
	struct town w;
	struct client_report r = { 0 };
	uint64_t rows;
	town_start(&w, 2, 3);
	const struct client_report_request known = { .client.number = w.people[1].bsn },
					   stranger = { .client.number = "999990184" };
	touched(&w.people[1], AT_WI, log_length(&w.team.wi));
	OK(importing_undo(&w.team.wi, 1, &rows, &e));
	cr_assert_eq(rows, 2);
	OK(client_report_make(&w.team.wi, &known, &r, &e));
	check_acts(&w.people[1], AT_WI, &r.parts[0]);
	check_nobody_else(&w, &w.people[1], &r.parts[0]);
	client_report_clear(&r);
	uint64_t length = log_length(&w.team.wi);
	FAILS(ERR_NOT_FOUND, client_report_make(&w.team.wi, &stranger, &r, &e));
	cr_assert_eq(log_length(&w.team.wi), length);
	town_end(&w);
}

static void forget_log(struct desk *d)
{
	uint64_t count;
	OK(store_begin(d->store, &e));
	OK(store_log_forget(d->store, log_length(d), &count, &e));
	OK(store_commit(d->store, &e));
	cr_assert_gt(count, 0);
}

Test(client_report, of_whom_the_log_forgot_what_the_store_keeps)
{
	struct town w;
	struct client_report r = { 0 };
	uint64_t rows;
	town_start(&w, 2, 3);
	team_consent(&w.team, &everyone);
	const struct client_report_request known = { .client.record = w.people[0].id[AT_WI] },
					   said = { .client.number = w.people[1].bsn },
					   stranger = { .client.number = "999990184" };
	forget_log(&w.team.wi);
	OK(client_report_make(&w.team.wi, &known, &r, &e));
	cr_assert_eq(r.parts[0].row_count, 0);
	cr_assert_eq(r.parts[0].what.entries, 0);
	cr_assert(told(&r.parts[0], "{\"client\":\"record\"") && told(&r.parts[0], w.people[0].name));
	cr_assert(last_act_says(&w.team.wi, "\"action\":\"disclose\"") &&
	                  last_act_says(&w.team.wi, "\"records\":1,"),
	          "it is an act with the client, too");
	client_report_clear(&r);
	OK(importing_undo(&w.team.wi, 1, &rows, &e));
	forget_log(&w.team.wi);
	OK(client_report_make(&w.team.wi, &said, &r, &e));
	cr_assert(told(&r.parts[0], "{\"client\":\"declaration\"") &&
	          !told(&r.parts[0], "{\"client\":\"record\""));
	cr_assert(last_act_says(&w.team.wi, "\"records\":1,"));
	client_report_clear(&r);
	FAILS(ERR_NOT_FOUND, client_report_make(&w.team.wi, &stranger, &r, &e));
	town_end(&w);
}

Test(client_report, what_went_of_a_record_that_is_somebody_elses_now)
{
	struct town w;
	struct client_report r = { 0 };
	char before[BSN_SIZE + 1];
	size_t went = 0;
	bool first[] = { true, false };
	two_clients(&w);
	memcpy(before, w.people[0].bsn, sizeof before);
	make_bsn(40, w.people[0].bsn);
	memcpy(w.people[0].name, "Ander", 5);
	import_some(&w, 4, first);
	const struct client_report_request q = { .client.number = before };
	OK(client_report_make(&w.team.wi, &q, &r, &e));
	for (size_t i = 0; i < r.parts[0].row_count; i++)
		if (r.parts[0].rows[i].sort == REPORT_WENT) {
			cr_assert_not(r.parts[0].rows[i].fields);
			went++;
		}
	cr_assert_eq(went, 1, "it went, though which data isn't known");
	cr_assert(told(&r.parts[0], "\"known\":false"));
	client_report_clear(&r);
	town_end(&w);
}

static void check_terms(const struct report_part *p, uint64_t version, const char *article)
{
	const json_t *terms = report_part_terms(p, AGREEMENT, PURPOSE, version);
	cr_assert_str_eq(report_line_text(terms, "retention_article"), article);
}

Test(client_report, terms_are_those_of_the_version_that_counted)
{
	static const char first[] = "Wmo 2015 art. 5.3.4 lid 1", second[] = "Wmo 2015 art. 5.3.4 lid 2";
	struct town w;
	struct client_report r = { 0 };
	struct pack_result packed = { 0 };
	struct open_result opened = { 0 };
	bool both[] = { true, true };
	two_clients(&w);
	team_adopt_agreement(&w.team,
	                     (const struct change[]){ { "version: 1\n", "version: 2\n" },
	                                              { "valid_from: 2026-01-01", "valid_from: 2026-11-20" },
	                                              { first, second },
	                                              { 0 } });
	memcpy(w.people[0].name, "Nieuw", 5);
	import_some(&w, 5, both);
	team_consent(&w.team, &everyone);
	team_pack(&w.team, &packed);
	OK(open_file(&w.team.wmo, packed.path, &opened, &e));
	_cleanup_(string_freep) char *part = export_part(&w, &w.people[0], clerk(&w), "a.part");
	const struct client_report_request q = { .client.record = w.people[0].id[AT_WI],
		                                 .others = (const char *[]){ part },
		                                 .other_count = 1 };
	OK(client_report_make(&w.team.wi, &q, &r, &e));
	const struct report_part *p = &r.parts[1];
	size_t at = 0;
	const json_t *now = report_part_next(p, "record", &at), *before = report_part_next(p, "record", &at);
	cr_assert_eq(json_integer_value(json_object_get(now, "version")), 2);
	cr_assert_eq(json_integer_value(json_object_get(before, "version")), 1);
	check_terms(p, 1, first);
	check_terms(p, 2, second);
	check_terms(p, 0, second);
	cr_assert_not(report_part_terms(p, AGREEMENT, PURPOSE, 3));
	for (size_t i = 0, came = 0; i < p->row_count; i++)
		if (p->rows[i].sort == REPORT_CAME)
			cr_assert_eq(p->rows[i].version, ++came);
	pack_result_clear(&packed);
	open_result_clear(&opened);
	client_report_clear(&r);
	town_end(&w);
}

/* --- what a law hides for a time --- */

Test(client_report, hides_acts_and_says_how_many)
{
	struct town w;
	struct client_report r = { 0 };
	two_clients(&w);
	uint64_t look = log_length(&w.team.wi);
	OK(reading_show(&w.team.wi, w.people[0].id[AT_WI], false, false, see, NULL, &e));
	uint64_t others = log_length(&w.team.wi);
	OK(reading_show(&w.team.wi, w.people[1].id[AT_WI], false, false, see, NULL, &e));
	const uint64_t one[] = { look, look }, wrong[] = { others };
	struct client_report_request q = { .client = { .record = w.people[0].id[AT_WI],
		                                       .hidden = one,
		                                       .hidden_count = 2,
		                                       .article = "UAVG art. 41 lid 1 onder d",
		                                       .until = a_day("2027-02-01") } };
	OK(client_report_make(&w.team.wi, &q, &r, &e));
	cr_assert(told(&r.parts[0],
	               "{\"client\":\"hidden\",\"acts\":1,\"article\":\"UAVG art. 41 lid 1 onder "
	               "d\",\"until\":\"2027-02-01\"}\n"));
	for (size_t i = 0; i < r.parts[0].row_count; i++)
		cr_assert_neq(r.parts[0].rows[i].act, look);
	client_report_clear(&r);
	q.client.until = a_day("2026-11-23");
	FAILS(ERR_VALUE, client_report_make(&w.team.wi, &q, &r, &e));
	q.client.until = a_day("2027-11-24");
	FAILS(ERR_VALUE, client_report_make(&w.team.wi, &q, &r, &e));
	q.client.until = a_day("2027-11-23");
	q.client.article = "omdat Jansen het vraagt";
	FAILS(ERR_VALUE, client_report_make(&w.team.wi, &q, &r, &e));
	q.client.article = "UAVG art. 41 lid 1 onder d";
	q.client.hidden = wrong;
	q.client.hidden_count = 1;
	FAILS(ERR_NOT_FOUND, client_report_make(&w.team.wi, &q, &r, &e));
	town_end(&w);
}

/* --- parts that don't go in --- */

static void refuse(struct town *w, const char *const *others, size_t count, enum error_code code,
                   const char *detail)
{
	_cleanup_(client_report_clear) struct client_report r = { 0 };
	struct error why = { 0 };
	const struct client_report_request q = { .client.record = w->people[0].id[AT_WI],
		                                 .others = others,
		                                 .other_count = count };
	cr_assert_not(client_report_make(&w->team.wi, &q, &r, &why), "%s", detail);
	cr_assert_eq(why.code, code, "%s: %s %s", detail, error_name(why.code), why.detail);
	cr_assert(strstr(why.detail, detail), "%s", why.detail);
	cr_assert(code != ERR_PART || strcmp(why.subject, others[count - 1]) == 0, "it says which: %s",
	          why.subject);
	cr_assert(last_act_says(&w->team.wi, "\"action\":\"refuse\""));
}

/* Every byte matters: a part is one age file, and what is in it is signed. */
static void check_changed(struct town *w, const char *path)
{
	_cleanup_(buffer_clear) struct buffer whole = { 0 };
	char changed[160];
	const char *const others[] = { changed };
	team_path(&w->team, "changed.part", changed);
	OK(file_read(path, 1u << 24, &whole, &e));
	for (size_t i = 0; i < whole.size; i += whole.size / 7) {
		struct client_report r = { 0 };
		struct error why = { 0 };
		const struct client_report_request q = { .client.record = w->people[0].id[AT_WI],
			                                 .others = others,
			                                 .other_count = 1 };
		whole.data[i] ^= 0x20;
		OK(file_replace(changed, buffer_bytes(&whole), true, &e));
		whole.data[i] ^= 0x20;
		cr_assert_not(client_report_make(&w->team.wi, &q, &r, &why), "byte %zu", i);
	}
	OK(file_replace(changed, bytes_of(whole.data, whole.size - 1), true, &e));
	FAILS(ERR_AGE_PAYLOAD,
	      client_report_make(&w->team.wi,
	                         &(struct client_report_request){ .client.record = w->people[0].id[AT_WI],
	                                                          .others = others,
	                                                          .other_count = 1 },
	                         &(struct client_report){ 0 }, &e));
}

/* Who may decrypt it may change it: what the statement signed holds it together. */
static void check_inside(struct town *w, const char *path)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} changes[] = {
		{ "\"huisnummer\":\"1\"", "\"huisnummer\":\"2\"", ERR_LOG_MISSING },
		{ "{\"client\":\"terms\"", "{\"client\":\"Terms\"", ERR_LOG_MISSING },
		{ "recipient: oss.nl/p-7f3k", "recipient: oss.nl/p-4c8x", ERR_SIGNATURE },
		{ "\"index\":", "\"Index\":", ERR_LOG_SEQUENCE },
	};
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		struct report_part p = { 0 };
		_cleanup_(age_reader_freep) struct age_reader *reader = NULL;
		_cleanup_(fd_closep) int fd = -1;
		const struct age_keys keys = { .identities = &w->team.wi.key.identity, .identity_count = 1 };
		size_t size;
		OK(file_open(path, false, &fd, &e));
		struct fd_stream file = { fd, path };
		OK(age_reader_start(fd_source(&file), &keys, &reader, &e));
		uint8_t *room = buffer_room(&p.file, 1u << 20);
		OK(source_fill(age_reader_source(reader), room, 1u << 20, &size, &e));
		buffer_grew(&p.file, size);
		uint8_t *at = memmem(p.file.data, p.file.size, changes[i].from, strlen(changes[i].from));
		cr_assert(at, "%s", changes[i].from);
		memcpy(at, changes[i].to, strlen(changes[i].to));
		FAILS(changes[i].code, report_part_read(&p, store_rosters(w->team.wi.store), &e));
		report_part_clear(&p);
	}
}

Test(client_report, unfit_parts_are_refused_by_name)
{
	struct town w;
	two_clients(&w);
	char entries_path[160], note[160];
	team_path(&w.team, "entries.age", entries_path);
	team_path(&w.team, "note.part", note);
	_cleanup_(string_freep) char *mine = export_part(&w, &w.people[0], clerk(&w), "mine.part"),
				     *other = export_part(&w, &w.people[1], clerk(&w), "other.part"),
				     *elsewhere =
					     export_part(&w, &w.people[0], w.team.wmo.key.name, "else.part");
	refuse(&w, (const char *[]){ other }, 1, ERR_PART, "another client");
	refuse(&w, (const char *[]){ elsewhere }, 1, ERR_PART, "another clerk");
	refuse(&w, (const char *[]){ mine, mine }, 2, ERR_PART, "another part of the same unit");
	refuse(&w, (const char *[]){ mine, other }, 2, ERR_PART, "another client");
	check_changed(&w, mine);
	check_inside(&w, mine);
	/* Of this unit itself. */
	{
		_cleanup_(disclose_result_clear) struct disclose_result r = { 0 };
		const struct client_part_request q = { .record = w.people[0].id[AT_WI] };
		const struct disclose_request d = {
			.recipient = clerk(&w), .reason = "x", .path = note, .client = &q
		};
		OK(disclose(&w.team.wi, &d, &r, &e));
		refuse(&w, (const char *[]){ note }, 1, ERR_PART, "of this unit itself");
	}
	/* Some entries, and no part. */
	{
		_cleanup_(disclose_result_clear) struct disclose_result r = { 0 };
		const uint64_t index[] = { 1 };
		const struct disclose_request d = { .recipient = w.team.wmo.key.name,
			                            .reason = "x",
			                            .path = entries_path,
			                            .entries = index,
			                            .entry_count = 1 };
		OK(disclose(&w.team.wmo, &d, &r, &e));
		refuse(&w, (const char *[]){ entries_path }, 1, ERR_PART, "another clerk");
	}
	/* Too old, by a day more than a month. */
	set_clock("2026-12-24T10:00:00Z");
	_cleanup_(client_report_clear) struct client_report r = { 0 };
	const struct client_report_request q = { .client.record = w.people[0].id[AT_WI],
		                                 .others = (const char *[]){ mine },
		                                 .other_count = 1 };
	OK(client_report_make(&w.team.wi, &q, &r, &e));
	set_clock("2026-12-25T10:00:00Z");
	refuse(&w, (const char *[]){ mine }, 1, ERR_PART, "more than a month old");
	town_end(&w);
}

/* Signed for, and still not what a line may say: nothing is made of it, and nothing is logged but that. */
Test(client_report, lines_that_say_what_they_may_not)
{
	static const struct change changes[] = {
		{ "{\"client\":\"terms\",\"agreement\":\"" AGREEMENT "\",", "{\"client\":\"terms\"," },
		{ "{\"client\":\"terms\",\"agreement\":\"" AGREEMENT "\",",
		  "{\"client\":\"terms\",\"agreement\":null," },
		{ "\"values\":{", "\"values\":{\"x\":1," },
		{ "\"values\":{", "\"values\":[],\"waarden\":{" },
		{ "\"left_out\":[", "\"left_out\":[{}],\"left\":[" },
		{ "\"fields\":[", "\"fields\":[null," },
		{ "\"sets\":[", "\"sets\":[7," },
		{ "\"known\":true", "\"known\":1" },
		{ "\"version\":1", "\"version\":-1" },
		{ "\"version\":1", "\"version\":1.5" },
		{ "\"label_nl\":", "\"label_fy\":" },
		{ "\"taken_in\":", "\"comment\":\"x\",\"taken_in\":" },
		{ "{\"client\":\"field\",", "{\"client\":\"veld\"," },
		{ "{\"client\":\"field\",", "{\"client\":[]," },
	};
	struct town w;
	two_clients(&w);
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		struct change change = changes[i];
		_cleanup_(string_freep) char *part =
			export_changed(&w, &w.people[0], clerk(&w), "forged.part", &change);
		uint64_t length = log_length(&w.team.wi);
		refuse(&w, (const char *[]){ part }, 1, ERR_PART, "a line on the client");
		cr_assert_eq(log_length(&w.team.wi), length + 1, "%s", change.to);
	}
	town_end(&w);
}

static bool do_nothing_said(struct act *a, void *context, struct error *e)
{
	const struct person *p = context;
	a->entry.action = NULL;
	return act_client_bsn(a, bytes_of_string(p->bsn), p->id[AT_WMO], NULL, NULL, e);
}

Test(client_report, an_act_that_does_not_say_what_was_done)
{
	static const struct act_frame frame = { .kind = ACT_READ, .body = do_nothing_said };
	struct town w;
	two_clients(&w);
	OK(act_run(&w.team.wmo, &frame, &w.people[0], &e));
	_cleanup_(string_freep) char *part = export_part(&w, &w.people[0], clerk(&w), "forged.part");
	refuse(&w, (const char *[]){ part }, 1, ERR_PART, "what was done");
	town_end(&w);
}

Test(client_report, a_part_of_another_partnership)
{
	struct town w, strangers;
	two_clients(&w);
	two_clients(&strangers);
	/* By their keys it opens here; by their rosters it proves nothing. */
	struct report_part p = { 0 };
	struct client_report r = { 0 };
	const struct client_report_request q = { .client.record = strangers.people[0].id[AT_WI] };
	OK(client_report_make(&strangers.team.wi, &q, &r, &e));
	buffer_append(&p.file, buffer_bytes(&r.parts[0].file));
	FAILS(ERR_ROSTER_FORK, report_part_read(&p, store_rosters(w.team.wi.store), &e));
	report_part_clear(&p);
	client_report_clear(&r);
	town_close(&strangers);
	town_end(&w);
}

Test(client_report, to_whom_a_part_goes)
{
	struct town w;
	struct disclose_result r = { 0 };
	two_clients(&w);
	const struct client_part_request q = { .record = w.people[0].id[AT_WI] };
	struct disclose_request d = { .recipient = "oss.nl/p-0001", .reason = "x", .client = &q };
	FAILS(ERR_MANDATE, disclose(&w.team.wi, &d, &r, &e));
	d.recipient = "oss.nl/p-none";
	FAILS(ERR_PERSON_UNKNOWN, disclose(&w.team.wi, &d, &r, &e));
	d.recipient = w.team.wmo.key.name;
	OK(disclose(&w.team.wi, &d, &r, &e));
	disclose_result_clear(&r);
	town_end(&w);
}
