/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_review.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct review_place review_at_key(const char *key)
{
	return (struct review_place){ .key = key };
}

struct review_place review_at_item(const char *list, size_t index, const char *key)
{
	return (struct review_place){ .key = key, .list = list, .index = index };
}

struct review_place review_at_field(size_t purpose, size_t field, const char *key)
{
	return (struct review_place){
		.key = key, .list = "purposes", .index = purpose, .in_fields = true, .field = field
	};
}

/* The line of the place, or of what should hold it when it isn't there. */
static uint64_t line_of(const struct agreement_text *t, struct review_place p)
{
	struct keyed_at whole = keyed_whole(&t->lines), at = whole;
	if (p.list)
		at = keyed_in(at, "%s/%zu", p.list, p.index);
	if (p.in_fields)
		at = keyed_in(at, "fields/%zu", p.field);
	if (p.key)
		at = keyed_in(at, "%s", p.key);
	return at.mark == whole.mark ? 0 : keyed_line(at); /* a part that is missing at the top has none */
}

bool review_is_stopped(const struct agreement_review *r)
{
	return r->out_of_memory || r->count > AGREEMENT_FINDINGS_MAX ||
	       (r->first_error_only && r->code != ERR_NONE);
}

void review_breach_of(struct agreement_review *r, enum rule rule, const char *article, struct review_place p,
                      const char *format, ...)
{
	if (review_is_stopped(r) || (r->first_error_only && rule_error(rule) == ERR_NONE))
		return;
	if (r->count == AGREEMENT_FINDINGS_MAX) {
		rule = RULE_MORE;
		p = (struct review_place){ 0 };
	}
	struct agreement_finding *list = reallocarray(r->list, r->count + 1, sizeof *list);
	if (!list) {
		r->out_of_memory = true;
		return;
	}
	r->list = list;
	struct agreement_finding *f = &list[r->count++];
	*f = (struct agreement_finding){ .line = line_of(r->text, p), .rule = rule };
	snprintf(f->article, sizeof f->article, "%s", article ? article : rule_article(rule));
	va_list args;
	va_start(args, format);
	vsnprintf(f->subject, sizeof f->subject, format, args);
	va_end(args);
	if (r->code == ERR_NONE)
		r->code = rule_error(rule);
}

bool review_is_missing(const char *text)
{
	return !text || text[strspn(text, " \n")] == 0;
}

bool review_is_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

bool review_day(const char *text, moment *ret)
{
	return !review_is_missing(text) && day_parse(bytes_of_string(text), ret);
}

bool review_is_day(const char *text)
{
	moment unused;
	return review_day(text, &unused);
}

bool review_count(const char *text, uint64_t most, uint64_t *ret)
{
	return !review_is_missing(text) && number_parse(bytes_of_string(text), most, ret) && *ret > 0;
}
