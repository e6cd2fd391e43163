/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_report.h"

#include "base/limits.h"
#include "codec/json.h"
#include "crypto/age.h"
#include "io/file.h"
#include "log/act_kinds.h"
#include "store/right_requests.h"
#include "trust/letter_kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what is owned --- */

static char **row_texts(struct report_row *r, size_t i)
{
	char **const texts[] = { &r->action, &r->kind,     &r->peer,     &r->agreement, &r->purpose,
		                 &r->role,   &r->right,    &r->decision, &r->reason,    &r->article,
		                 &r->term,   &r->withheld, &r->package };
	return i < ELEMENTS(texts) ? texts[i] : NULL;
}

void report_part_clear(struct report_part *p)
{
	for (size_t i = 0; i < p->row_count; i++)
		for (size_t t = 0; row_texts(&p->rows[i], t); t++)
			string_freep(row_texts(&p->rows[i], t));
	free(p->rows);
	string_freep(&p->path);
	disclosure_text_freep(&p->text);
	json_freep(&p->lines);
	buffer_wipe(&p->file);
	*p = (struct report_part){ 0 };
}

void client_report_clear(struct client_report *r)
{
	for (size_t i = 0; i < r->count; i++)
		report_part_clear(&r->parts[i]);
	free(r->parts);
	*r = (struct client_report){ 0 };
}

/* --- lines --- */

const json_t *report_part_next(const struct report_part *p, const char *what, size_t *at)
{
	while (*at < json_array_size(p->lines)) {
		const json_t *line = json_array_get(p->lines, (*at)++);
		const char *kind = report_line_text(line, "client");
		if (kind && strcmp(kind, what) == 0)
			return line;
	}
	return NULL;
}

const char *report_line_text(const json_t *line, const char *key)
{
	return json_string_value(json_object_get(line, key));
}

moment report_line_moment(const json_t *line, const char *key)
{
	const char *text = report_line_text(line, key);
	moment m = 0;
	if (!text || (!moment_parse(bytes_of_string(text), &m) && !day_parse(bytes_of_string(text), &m)))
		return 0;
	return m;
}

const json_t *report_part_terms(const struct report_part *p, const char *agreement, const char *purpose,
                                uint64_t version)
{
	const json_t *line, *found = NULL;
	json_int_t best = -1;
	for (size_t at = 0; agreement && purpose && (line = report_part_next(p, "terms", &at));) {
		json_int_t its = json_integer_value(json_object_get(line, "version"));
		if (strcmp(report_line_text(line, "agreement"), agreement) != 0 ||
		    strcmp(report_line_text(line, "purpose"), purpose) != 0 || its <= best ||
		    (version && (uint64_t)its != version))
			continue;
		found = line;
		best = its;
	}
	return found;
}

static bool unfit(const struct report_part *p, struct error *e, const char *why)
{
	const char *own = p->what.log ? p->what.log : "report";
	return error_set(e, ERR_PART, p->path ? p->path : own, "%s", why);
}

/* --- what a line may say: docs/format/log.md. Another unit's are signed for, and may say anything. --- */

enum member_kind { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_TRUTH, MEMBER_TEXTS, MEMBER_VALUES };

struct line_member {
	const char *name;
	enum member_kind kind;
	bool always;
};

static const struct line_member who_members[] = {
	{ "number", MEMBER_TEXT, false },
	{ "sets", MEMBER_TEXTS, true },
	{ 0 },
}, record_members[] = {
	{ "record", MEMBER_TEXT, true },       { "law", MEMBER_TEXT, true },
	{ "origin", MEMBER_TEXT, true },       { "sender", MEMBER_TEXT, false },
	{ "source", MEMBER_TEXT, false },      { "agreement", MEMBER_TEXT, false },
	{ "version", MEMBER_NUMBER, false },   { "purpose", MEMBER_TEXT, false },
	{ "taken_in", MEMBER_TEXT, false },    { "until", MEMBER_TEXT, false },
	{ "held", MEMBER_TRUTH, false },       { "restricted", MEMBER_TRUTH, false },
	{ "waits", MEMBER_TRUTH, false },      { "before", MEMBER_TRUTH, false },
	{ "values", MEMBER_VALUES, true },     { "left_out", MEMBER_TEXTS, true },
	{ 0 },
}, terms_members[] = {
	{ "agreement", MEMBER_TEXT, true },    { "version", MEMBER_NUMBER, true },
	{ "purpose", MEMBER_TEXT, true },      { "description", MEMBER_TEXT, false },
	{ "article", MEMBER_TEXT, false },     { "months", MEMBER_NUMBER, false },
	{ "retention_article", MEMBER_TEXT, false },
	{ 0 },
}, went_members[] = {
	{ "entry", MEMBER_NUMBER, true },
	{ "known", MEMBER_TRUTH, true },
	{ "fields", MEMBER_TEXTS, false },
	{ 0 },
}, declaration_members[] = {
	{ "declaration", MEMBER_TEXT, true },  { "kind", MEMBER_TEXT, true },
	{ "agreement", MEMBER_TEXT, true },    { "purpose", MEMBER_TEXT, true },
	{ "to", MEMBER_TEXT, true },           { "given", MEMBER_TEXT, false },
	{ "until", MEMBER_TEXT, false },       { "withdrawn", MEMBER_TEXT, false },
	{ "by", MEMBER_TEXTS, true },          { "fields", MEMBER_TEXTS, true },
	{ 0 },
}, request_members[] = {
	{ "number", MEMBER_NUMBER, true },     { "right", MEMBER_TEXT, true },
	{ "asked", MEMBER_TEXT, false },       { "due", MEMBER_TEXT, false },
	{ "postponed", MEMBER_TEXT, false },   { "decided", MEMBER_TEXT, false },
	{ "outcome", MEMBER_TEXT, false },     { "article", MEMBER_TEXT, false },
	{ 0 },
}, hidden_members[] = {
	{ "acts", MEMBER_NUMBER, true },
	{ "article", MEMBER_TEXT, true },
	{ "until", MEMBER_TEXT, false },
	{ 0 },
}, field_members[] = {
	{ "name", MEMBER_TEXT, true },         { "label", MEMBER_TEXT, true },
	{ "label_nl", MEMBER_TEXT, true },     { "gloss", MEMBER_TEXT, false },
	{ "gloss_nl", MEMBER_TEXT, false },
	{ 0 },
};

static const struct {
	const char *what;
	const struct line_member *members; /* until one without a name */
} line_kinds[] = {
	{ "who", who_members },
	{ "record", record_members },
	{ "terms", terms_members },
	{ "went", went_members },
	{ "declaration", declaration_members },
	{ "request", request_members },
	{ "hidden", hidden_members },
	{ "field", field_members },
};

static bool all_texts(const json_t *value)
{
	for (size_t i = 0; i < json_array_size(value); i++)
		if (!json_is_string(json_array_get(value, i)))
			return false;
	return json_is_array(value);
}

static bool all_values(json_t *object)
{
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value) if (!json_is_string(value)) return false;
	return json_is_object(object);
}

static bool is_of_kind(json_t *value, enum member_kind kind)
{
	switch (kind) {
	case MEMBER_TEXT:
		return json_is_string(value);
	case MEMBER_NUMBER:
		return json_is_integer(value) && json_integer_value(value) >= 0;
	case MEMBER_TRUTH:
		return json_is_boolean(value);
	case MEMBER_TEXTS:
		return all_texts(value);
	case MEMBER_VALUES:
		return all_values(value);
	}
	return false;
}

/* Just the members that such a line has: what isn't known here would be kept from the client unsaid. */
static bool is_line(const json_t *line)
{
	const char *what = report_line_text(line, "client");
	const struct line_member *m = NULL;
	size_t known = 1;
	for (size_t i = 0; what && i < ELEMENTS(line_kinds); i++)
		if (strcmp(line_kinds[i].what, what) == 0)
			m = line_kinds[i].members;
	for (; m && m->name; m++) {
		json_t *value = json_object_get(line, m->name);
		if (value ? !is_of_kind(value, m->kind) : m->always)
			return false;
		known += value != NULL;
	}
	return m && json_object_size(line) == known;
}

static bool read_lines(struct report_part *p, struct error *e)
{
	struct cursor lines = cursor_of(p->what.about);
	p->lines = json_array();
	if (!p->lines)
		return error_memory(e);
	while (!cursor_done(&lines)) {
		_cleanup_(json_freep) json_t *line = NULL;
		if (!json_parse(cursor_line(&lines), p->path ? p->path : "client", &line, e))
			return false;
		if (!is_line(line))
			return unfit(p, e, N_("a line on the client isn't as the format has it"));
		if (json_array_append(p->lines, line) != 0)
			return error_memory(e);
	}
	return true;
}

/* --- rows --- */

struct reading {
	struct report_part *part;
	struct report_row act; /* the act that was met last: its entry stands before those of its clients */
	bool met, failed;
	uint64_t done; /* the act of which a row was made last … */
	bool any;      /* … if there was one */
};

/* What isn't here is REPORT_LOOKED where it consults records, and else REPORT_DID. */
static const struct {
	enum act_kind kind;
	enum report_sort of_cases, otherwise;
} sorts[] = {
	{ ACT_REFUSE, REPORT_REFUSED, REPORT_REFUSED }, { ACT_CONSENT, REPORT_SAID, REPORT_SAID },
	{ ACT_WITHDRAW, REPORT_SAID, REPORT_SAID },     { ACT_OPEN, REPORT_CAME, REPORT_LETTER },
	{ ACT_PACK, REPORT_WENT, REPORT_LETTER },       { ACT_APPROVE, REPORT_WENT, REPORT_LETTER },
	{ ACT_PREVIEW, REPORT_LOOKED, REPORT_LOOKED },  { ACT_LOG, REPORT_LOOKED, REPORT_LOOKED },
	{ ACT_DISCLOSE, REPORT_LOOKED, REPORT_LOOKED },
};

static enum report_sort sort_of_act(const struct entry *act)
{
	enum act_kind kind = act_kind_of(act->action);
	enum package_kind package = package_kind_of(act->package_kind);
	bool cases = package == PACKAGE_CORRECTION || package_kind_is(package, LETTER_DECIDED);
	for (size_t i = 0; i < ELEMENTS(sorts); i++)
		if (sorts[i].kind == kind)
			return cases ? sorts[i].of_cases : sorts[i].otherwise;
	return act_kind_is(kind, ACT_CONSULTS) ? REPORT_LOOKED : REPORT_DID;
}

static char *copy_of(struct reading *r, const char *text)
{
	char *copy = text ? string_copy(text) : NULL;
	r->failed = r->failed || (text && !copy);
	return copy;
}

static void clear_row(struct report_row *row)
{
	for (size_t t = 0; row_texts(row, t); t++)
		string_freep(row_texts(row, t));
	*row = (struct report_row){ 0 };
}

static void note_act(struct reading *r, const struct entry *act)
{
	clear_row(&r->act);
	r->met = true;
	r->act = (struct report_row){ .sort = act->failed ? REPORT_REFUSED : sort_of_act(act),
		                      .act = act->index,
		                      .when = act->start,
		                      .action = copy_of(r, act->action),
		                      .kind = copy_of(r, act->package_kind),
		                      .package = copy_of(r, act->package),
		                      .peer = copy_of(r, act->peer),
		                      .agreement = copy_of(r, act->terms.agreement),
		                      .version = act->terms.version,
		                      .purpose = copy_of(r, act->terms.purpose),
		                      .role = copy_of(r, act->role),
		                      .right = copy_of(r, act->right),
		                      .decision = copy_of(r, act->decision),
		                      .reason = copy_of(r, act->reason),
		                      .article = copy_of(r, act->article),
		                      .term = copy_of(r, act->term) };
}

#define ROWS_MORE 256u

static struct report_row *next_row(struct report_part *p)
{
	if (p->row_count % ROWS_MORE == 0) {
		struct report_row *more = reallocarray(p->rows, p->row_count + ROWS_MORE, sizeof *more);
		if (!more)
			return NULL;
		p->rows = more;
	}
	return &p->rows[p->row_count++];
}

static bool is_cases(const struct report_row *row)
{
	return row->sort == REPORT_WENT || row->sort == REPORT_CAME;
}

static bool add_row(struct reading *r, const struct disclosure_entry *shown, struct error *e)
{
	struct report_row act = r->act;
	/* One act of looking, saying or doing is one, however many of her records it showed. */
	if (!is_cases(&act) && r->any && r->done == act.act)
		return true;
	struct report_row *row = next_row(r->part);
	if (!row)
		return error_memory(e);
	*row = (struct report_row){ .sort = act.sort,
		                    .act = act.act,
		                    .entry = shown->entry->index,
		                    .when = act.when,
		                    .version = act.version };
	for (size_t t = 0; row_texts(row, t); t++)
		*row_texts(row, t) = copy_of(r, *row_texts(&act, t));
	const char *withheld = shown->values[PRIVATE_WITHHELD];
	row->withheld = withheld && *withheld ? copy_of(r, withheld) : NULL;
	r->any = true;
	r->done = act.act;
	return !r->failed || error_memory(e);
}

/* Of cases, what the part says that went: lines and rows stand in the order of entries. One of which it says
 * nothing waits for a second person, and went nowhere. */
static void settle_rows(struct report_part *p)
{
	size_t at = 0;
	const json_t *line = report_part_next(p, "went", &at);
	for (size_t i = 0; i < p->row_count; i++) {
		struct report_row *row = &p->rows[i];
		if (!is_cases(row))
			continue;
		while (line && (uint64_t)json_integer_value(json_object_get(line, "entry")) < row->entry)
			line = report_part_next(p, "went", &at);
		bool said =
			line && (uint64_t)json_integer_value(json_object_get(line, "entry")) == row->entry;
		if (said && json_is_true(json_object_get(line, "known")))
			row->fields = json_object_get(line, "fields");
		if (!said && !(row->withheld && *row->withheld == '*'))
			row->sort = REPORT_LETTER;
	}
}

static bool meet_entry(void *context, const struct disclosure_entry *shown, struct error *e)
{
	struct reading *r = context;
	const struct entry *entry = shown->entry;
	if (!entry->child && !entry->action)
		return unfit(r->part, e, N_("an act that doesn't say what was done"));
	if (!entry->child)
		note_act(r, entry);
	if (r->failed)
		return error_memory(e);
	if (!shown->disclosed[PRIVATE_SUBJECT])
		return true;
	if (!r->met || (entry->child && entry->parent != r->act.act))
		return unfit(r->part, e, N_("an entry without its act"));
	r->part->entries++;
	return add_row(r, shown, e);
}

bool report_part_read(struct report_part *p, const struct roster_chain *rosters, struct error *e)
{
	struct reading r = { .part = p };
	struct bytes *known = calloc(rosters->count + 1, sizeof *known);
	const char *subject = p->path ? p->path : "report";
	if (!known)
		return error_memory(e);
	for (size_t i = 0; i < rosters->count; i++)
		known[i] = buffer_bytes(&rosters->versions[i]->note);
	bool ok = disclosure_verify(buffer_bytes(&p->file), subject, known, rosters->count,
	                            &rosters->fingerprint, &p->what, &p->text, meet_entry, &r, e) &&
	          read_lines(p, e);
	if (ok)
		settle_rows(p);
	clear_row(&r.act);
	free(known);
	return ok;
}

/* --- another unit's --- */

static bool decrypt(struct report_part *p, const struct keyfile *key, struct error *e)
{
	_cleanup_(age_reader_freep) struct age_reader *reader = NULL;
	_cleanup_(fd_closep) int fd = -1;
	const struct age_keys keys = { .identities = &key->identity, .identity_count = 1 };
	if (!file_open(p->path, false, &fd, e))
		return false;
	struct fd_stream file = { fd, p->path };
	if (!age_reader_start(fd_source(&file), &keys, &reader, e)) {
		if (e->code != ERR_NO_KEY)
			return false;
		return error_set(e, ERR_PART, p->path, "%s", N_("it was made for another clerk"));
	}
	struct source in = age_reader_source(reader);
	p->file.limit = LIMIT_DISCLOSURE_SIZE;
	for (size_t got = 1; got;) {
		uint8_t *room = buffer_room(&p->file, AGE_CHUNK);
		if (!room)
			return buffer_ok(&p->file, e);
		if (!source_fill(in, room, AGE_CHUNK, &got, e))
			return false;
		buffer_grew(&p->file, got);
	}
	return disclosure_looks_like(buffer_bytes(&p->file)) ||
	       error_set(e, ERR_PART, p->path, "%s", N_("it is no unit's part of a report"));
}

/* Is it about whom the own part is about? By number where both have one; else by a set that both know. */
static bool same_client(const struct client_part *own, const json_t *who)
{
	const char *number = report_line_text(who, "number");
	const char *ours = own->client.ties.number ? own->client.ties.number : own->request->number;
	const json_t *sets = json_object_get(who, "sets");
	struct sha256 hash;
	if (number && ours)
		return strcmp(number, ours) == 0;
	for (size_t i = 0; i < json_array_size(sets); i++) {
		const char *hex = json_string_value(json_array_get(sets, i));
		if (!hex || !sha256_parse(bytes_of_string(hex), &hash))
			continue;
		for (size_t j = 0; j < own->sets; j++)
			if (sha256_equal(&hash, &own->set[j]))
				return true;
	}
	return false;
}

static bool check_part(const struct client_report *r, const struct report_part *p, const struct desk *d,
                       const struct client_part *own, struct error *e)
{
	size_t at = 0;
	const json_t *who = report_part_next(p, "who", &at);
	if (!p->what.has_client || !who)
		return unfit(p, e, N_("it is a disclosure of entries, and no unit's part of a report"));
	if (strcmp(p->what.recipient, d->key.name) != 0)
		return unfit(p, e, N_("it was made for another clerk"));
	if (!same_client(own, who))
		return unfit(p, e,
		             N_("it is about another client, or can't be shown to be about the same one"));
	if (strcmp(p->what.log, store_unit(d->store)) == 0)
		return unfit(p, e, N_("it is of this unit itself, whose part is made anew"));
	for (size_t i = 1; i < r->count; i++)
		if (strcmp(p->what.log, r->parts[i].what.log) == 0)
			return unfit(p, e, N_("there is another part of the same unit"));
	if (p->what.made + CLIENT_REPORT_AGE < d->now)
		return unfit(p, e, N_("it is more than a month old: ask that unit for a new one"));
	return p->what.made <= d->now + CLOCK_SLACK ||
	       unfit(p, e, N_("it says that it was made in the future"));
}

/* --- the whole --- */

struct making {
	struct desk *desk;
	const struct client_report_request *request;
	struct client_report *report;
};

static bool take_part(struct making *m, struct report_part *p, const char *path,
                      const struct client_part *own, struct error *e)
{
	p->path = string_copy(path);
	if (!p->path)
		return error_memory(e);
	return decrypt(p, &m->desk->key, e) && report_part_read(p, store_rosters(m->desk->store), e) &&
	       check_part(m->report, p, m->desk, own, e);
}

static void setting_name(uint64_t request, char out[48])
{
	snprintf(out, 48, "client-report-%llu", (unsigned long long)request);
}

struct marking {
	struct act *act;
	const struct client_part *part;
};

/* A request to see that is open is told of as reported on: it is for a person to hand it over and say so. */
static bool mark_request(void *context, const struct right_request *r, struct error *e)
{
	struct marking *m = context;
	char name[48], when[MOMENT_SIZE + 1];
	const struct whole_client *c = &m->part->client;
	bool own = false;
	for (size_t i = 0; !own && i < c->count; i++)
		own = strcmp(c->ids[i], r->record) == 0;
	if (!own || r->right != RIGHT_ACCESS)
		return true;
	setting_name(r->number, name);
	moment_format(m->act->when, when);
	return store_set(m->act->desk->store, name, bytes_of_string(when), e);
}

static bool meet_client(void *context, struct act *a, const struct client_part *own, struct error *e)
{
	struct making *m = context;
	struct client_report *r = m->report;
	struct marking marking = { a, own };
	for (size_t i = 0; i < m->request->other_count; i++) {
		struct report_part part = { 0 };
		bool ok = take_part(m, &part, m->request->others[i], own, e);
		if (!ok) {
			report_part_clear(&part);
			return false;
		}
		r->parts[r->count++] = part;
	}
	return right_requests_each(a->desk->store, true, mark_request, &marking, e);
}

bool client_report_make(struct desk *d, const struct client_report_request *q, struct client_report *ret,
                        struct error *e)
{
	_cleanup_(client_report_clear) struct client_report r = { 0 };
	_cleanup_(disclose_result_clear) struct disclose_result made = { 0 };
	struct making m = { .desk = d, .request = q, .report = &r };
	bool fields[PRIVATE_COUNT];
	if (q->other_count >= CLIENT_REPORT_PARTS)
		return error_set(e, ERR_TOO_LARGE, "--with", "more than %u parts", CLIENT_REPORT_PARTS);
	r.parts = calloc(q->other_count + 1, sizeof *r.parts);
	if (!r.parts)
		return error_memory(e);
	r.count = 1;
	client_part_fields(fields);
	const struct disclose_request request = { .recipient = d->key.name,
		                                  .reason = CLIENT_REPORT_REASON,
		                                  .fields = fields,
		                                  .second = q->second,
		                                  .client = &q->client,
		                                  .meet = meet_client,
		                                  .context = &m,
		                                  .kept = &r.parts[0].file };
	if (!disclose(d, &request, &made, e) || !report_part_read(&r.parts[0], store_rosters(d->store), e))
		return false;
	r.entry = made.act;
	*ret = r;
	r = (struct client_report){ 0 };
	return true;
}

bool client_report_made(struct store *s, uint64_t request, moment *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer when = { 0 };
	char name[48];
	bool there;
	*ret = 0;
	setting_name(request, name);
	if (!store_find(s, name, &there, &when, e))
		return false;
	return !there || moment_parse(buffer_bytes(&when), ret) || error_set(e, ERR_STORE, name, "%s", "");
}
