/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/request.h"

#include "base/code.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_reader.h"

#include <stdlib.h>
#include <string.h>

static const struct code outcomes[] = {
#define X(outcome, code, words) [outcome] = { code, words },
	REQUEST_OUTCOMES(X)
#undef X
};

const char *request_outcome_code(enum request_outcome o)
{
	return code_name(outcomes, REQUEST_OUTCOME_COUNT, o);
}

const char *request_outcome_words(enum request_outcome o)
{
	return code_words(outcomes, REQUEST_OUTCOME_COUNT, o);
}

bool request_outcome_parse(struct bytes code, enum request_outcome *ret)
{
	int found = code_find(outcomes, REQUEST_OUTCOME_COUNT, code);
	if (found >= 0)
		*ret = (enum request_outcome)found;
	return found >= 0;
}

/* --- lines: flat objects of texts, in one spelling --- */

#define TEXTS_MOST 6u
/* The members that a line may have, in the order in which they stand. */
struct line {
	const char *names[TEXTS_MOST];
	char *texts[TEXTS_MOST]; /* NULL: not there */
};

static void line_clear(struct line *l)
{
	for (size_t i = 0; i < TEXTS_MOST; i++)
		tie_freep(&l->texts[i]);
}

static bool line_take(struct line *l, const struct json_member *m, const char *subject, struct error *e)
{
	if (m->kind != JSON_TEXT)
		return error_set(e, ERR_VALUE, subject, "%s", N_("not a text"));
	for (size_t i = 0; i < TEXTS_MOST && l->names[i]; i++) {
		if (!bytes_equal_string(m->key, l->names[i]))
			continue;
		if (l->texts[i])
			return error_set(e, ERR_DUPLICATE, subject, "%s", l->names[i]);
		l->texts[i] = string_of_bytes(m->value);
		return l->texts[i] || error_memory(e);
	}
	return error_set(e, ERR_UNKNOWN_KEY, subject, "%s", N_("a member that a request doesn't have"));
}

static bool line_read(struct bytes json, const char *subject, struct line *l, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	struct json_member m;
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_JSON_LINE_SIZE);
	if (!json_reader_begin(&o, json, subject, e))
		return false;
	for (bool more = true;;) {
		if (!json_reader_next(&o, &m, &more, e))
			return false;
		if (!more)
			return true;
		if (!line_take(l, &m, subject, e))
			return false;
	}
}

static bool line_write(const struct line *l, struct buffer *out, struct error *e)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	for (size_t i = 0; i < TEXTS_MOST && l->names[i]; i++)
		if (l->texts[i])
			json_text(&w, l->names[i], l->texts[i]);
	json_end_object(&w);
	return buffer_ok(out, e);
}

/* What was read, written again, is the same. */
static bool line_check(const struct line *l, struct bytes json, const char *subject, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer again = { 0 };
	return line_write(l, &again, e) &&
	       (bytes_equal(buffer_bytes(&again), json) ||
	        error_set(e, ERR_SYNTAX, subject, "%s", N_("not as the lines of a request are written")));
}

/* --- what is asked --- */

#define ASKED_NAMES \
	{ \
		"fields", "by" \
	}

void request_asked_clear(struct request_asked *a)
{
	free(a->fields);
	*a = (struct request_asked){ 0 };
}

bool request_asked_format(const struct request_asked *a, struct buffer *out, struct error *e)
{
	char day[DAY_SIZE + 1];
	day_format(a->by, day);
	const struct line l = { ASKED_NAMES, { a->fields, day } };
	return line_write(&l, out, e);
}

/* Names with one blank between, each once, and not too many. */
static bool are_fields(const char *names)
{
	size_t count = 0;
	for (const char *at = names; *at;) {
		size_t size = strcspn(at, " ");
		if (size == 0 || ++count > LIMIT_REQUEST_FIELDS)
			return false;
		for (const char *before = names; before < at; before += strcspn(before, " ") + 1)
			if (strcspn(before, " ") == size && memcmp(before, at, size) == 0)
				return false;
		at += size;
		if (*at && !*++at)
			return false;
	}
	return count > 0;
}

bool request_asked_parse(struct bytes json, const char *subject, struct request_asked *ret, struct error *e)
{
	_cleanup_(line_clear) struct line l = { ASKED_NAMES, { 0 } };
	struct request_asked a = { 0 };
	if (!line_read(json, subject, &l, e) || !line_check(&l, json, subject, e))
		return false;
	if (!l.texts[0] || !l.texts[1])
		return error_set(e, ERR_MISSING, subject, "%s", N_("the fields that are asked, or the day"));
	if (!are_fields(l.texts[0]))
		return error_set(e, ERR_VALUE, subject, "%s", N_("the fields that are asked"));
	if (!day_parse(bytes_of_string(l.texts[1]), &a.by))
		return error_set(e, ERR_VALUE, subject, "%s", N_("the day by which it is asked"));
	a.fields = l.texts[0];
	l.texts[0] = NULL;
	*ret = a;
	return true;
}

bool request_asked_mark(const char *fields, const struct catalogue *c, bool *ret, struct error *e)
{
	for (struct cursor names = cursor_of(bytes_of_string(fields)); !cursor_done(&names);) {
		struct bytes name = cursor_until(&names, ' ');
		const struct field *f = catalogue_find(c, name);
		if (!f) {
			_cleanup_(string_freep) char *text = string_of_bytes(name);
			return error_set(e, ERR_FIELD_UNKNOWN, text ? text : "", "%s", "");
		}
		ret[f->index] = true;
	}
	return true;
}

bool request_check_fields(const struct terms *t, const struct catalogue *c, const bool *asked, moment when,
                          struct error *e)
{
	_cleanup_(buffer_clear) struct buffer list = { 0 };
	const char *first = NULL;
	struct decision purpose = decide_purpose(t, when);
	if (!purpose.allowed)
		return error_set(e, ERR_PURPOSE, rule_name(purpose.rule), "%s", rule_name(purpose.rule));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		struct decision d = decide_field_ever(t, f);
		if (!asked[i] || d.allowed)
			continue;
		buffer_printf(&list, "%s%s %s", first ? ", " : "", f->name, rule_name(d.rule));
		first = first ? first : f->name;
	}
	return !first ||
	       (buffer_ok(&list, e) && error_set(e, ERR_FIELD_NOT_AGREED, first, "%s", buffer_string(&list)));
}

moment request_due(const struct agreement *a, const struct agreement_purpose *p, moment asked)
{
	const struct ground *g = a->pinned.grounds ? grounds_find(a->pinned.grounds, p->ground) : NULL;
	moment day = asked - asked % SECONDS_A_DAY;
	return g && g->answer_weeks ? day + (moment)g->answer_weeks * 7 * SECONDS_A_DAY : 0;
}

/* --- of whom --- */

/* "bsn", or the roles of the set, as declarations have them. */
static struct line client_line(void)
{
	struct line l = { { "bsn" }, { 0 } };
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		l.names[1 + i] = role_name(record_identifying[i]);
	return l;
}
_Static_assert(1 + IDENTIFYING_COUNT <= TEXTS_MOST, "a line has room for who is asked for");

bool request_client_format(const char *tie, struct buffer *out, struct error *e)
{
	_cleanup_(line_clear) struct line l = client_line();
	struct bytes values[IDENTIFYING_COUNT];
	if (tie_is_number(tie)) {
		l.texts[0] = string_copy(tie);
		return (l.texts[0] || error_memory(e)) && line_write(&l, out, e);
	}
	tie_values(tie, values);
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (!(l.texts[1 + i] = string_of_bytes(values[i])))
			return error_memory(e);
	return line_write(&l, out, e);
}

bool request_client_parse(struct bytes json, const char *subject, char **ret, struct error *e)
{
	_cleanup_(line_clear) struct line l = client_line();
	_cleanup_(tie_freep) char *tie = NULL;
	struct bytes values[IDENTIFYING_COUNT];
	bool some = false;
	if (!line_read(json, subject, &l, e) || !line_check(&l, json, subject, e))
		return false;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++) {
		values[i] = bytes_of_string(l.texts[1 + i]);
		some = some || l.texts[1 + i];
	}
	if (some == (l.texts[0] != NULL))
		return error_set(e, ERR_MISSING, subject, "%s",
		                 N_("a BSN, or the set that stands in its place"));
	if (some && !tie_of_values(values, subject, &tie, e))
		return false;
	if (!some) {
		tie = l.texts[0];
		l.texts[0] = NULL;
	}
	if (!tie_check(tie, subject, e))
		return false;
	*ret = tie;
	tie = NULL;
	return true;
}

/* --- what is answered --- */

#define ANSWER_NAMES \
	{ \
		"outcome", "rule", "stayed" \
	}

void request_answer_clear(struct request_answer *a)
{
	free(a->stayed);
	*a = (struct request_answer){ 0 };
}

/* "field:rule", with one blank between. */
static bool are_stayed(const char *text)
{
	for (struct cursor c = cursor_of(bytes_of_string(text)); !cursor_done(&c);) {
		struct bytes one = cursor_until(&c, ' ');
		const uint8_t *colon = bytes_find(one, ':');
		_cleanup_(string_freep) char *name = NULL;
		enum rule rule;
		if (!colon || colon == one.data)
			return false;
		name = string_of_bytes(bytes_of(colon + 1, one.size - (size_t)(colon + 1 - one.data)));
		if (!name || !rule_parse(name, &rule))
			return false;
	}
	return *text && text[strlen(text) - 1] != ' ';
}

static bool answer_fits(const struct request_answer *a)
{
	return (unsigned)a->outcome < REQUEST_OUTCOME_COUNT &&
	       (a->outcome == REQUEST_REFUSED) == (a->rule != RULE_AGREED) &&
	       (!a->stayed || (a->outcome == REQUEST_SENT && are_stayed(a->stayed))) &&
	       (a->rule == RULE_AGREED || rule_kind(a->rule) == RULE_OF_CLIENT ||
	        rule_kind(a->rule) == RULE_OF_PURPOSE);
}

bool request_answer_format(const struct request_answer *a, struct buffer *out, struct error *e)
{
	if (!answer_fits(a))
		return error_set(e, ERR_VALUE, "answer", "%s", N_("an outcome with what belongs to it"));
	_cleanup_(line_clear) struct line l = { ANSWER_NAMES,
		                                { string_copy(request_outcome_code(a->outcome)) } };
	if (a->outcome == REQUEST_REFUSED)
		l.texts[1] = string_copy(rule_name(a->rule));
	if (a->stayed)
		l.texts[2] = string_copy(a->stayed);
	return line_write(&l, out, e);
}

bool request_answer_parse(struct bytes json, const char *subject, struct request_answer *ret, struct error *e)
{
	_cleanup_(line_clear) struct line l = { ANSWER_NAMES, { 0 } };
	struct request_answer a = { .rule = RULE_AGREED };
	if (!line_read(json, subject, &l, e) || !line_check(&l, json, subject, e))
		return false;
	if (!l.texts[0] || !request_outcome_parse(bytes_of_string(l.texts[0]), &a.outcome) ||
	    (l.texts[1] && !rule_parse(l.texts[1], &a.rule)))
		return error_set(e, ERR_VALUE, subject, "%s", N_("an outcome with what belongs to it"));
	a.stayed = l.texts[2];
	if (!answer_fits(&a))
		return error_set(e, ERR_VALUE, subject, "%s", N_("an outcome with what belongs to it"));
	l.texts[2] = NULL;
	*ret = a;
	return true;
}

enum request_outcome request_outcome_of(const struct agreement *a, const struct agreement_purpose *p,
                                        enum rule rule)
{
	if (rule_kind(rule) == RULE_OF_PURPOSE)
		return REQUEST_REFUSED;
	for (unsigned k = 0; k < CONSENT_KINDS; k++)
		if (agreement_needs(a, p, (enum consent_kind)k))
			return REQUEST_UNTOLD;
	return rule == RULE_ABSENT ? REQUEST_NOT_HELD : REQUEST_REFUSED;
}

bool request_goes_along(const struct field *f, bool by_set)
{
	static const enum role along[] = { ROLE_BSN, ROLE_LAW, ROLE_SOURCE, ROLE_RELATION, ROLE_CASE };
	for (size_t i = 0; i < ELEMENTS(along); i++)
		if (f->role == along[i])
			return true;
	for (size_t i = 0; by_set && i < IDENTIFYING_COUNT; i++)
		if (f->role == record_identifying[i])
			return true;
	return false;
}
