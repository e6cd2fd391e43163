/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/exchange_shown.h"

#include "cli/label.h"
#include "cli/words.h"
#include "report/account.h"
#include "tools/sluis/named.h"

void exchange_shown_clear(struct exchange_shown *x)
{
	buffer_wipe(&x->leaving);
	buffer_wipe(&x->staying);
	selection_options_clear(&x->unsaid);
}

/* Would asking the client again let the record go? */
static bool is_unsaid(enum rule rule)
{
	static const enum rule rules[] = { RULE_NO_CONSENT,   RULE_CONSENT_PAST,    RULE_CONSENT_EARLY,
		                           RULE_CONSENT_TERM, RULE_NO_NO_OBJECTION, RULE_NO_EVIDENCE,
		                           RULE_GIVER,        RULE_NOT_TOLD };
	for (size_t i = 0; i < ELEMENTS(rules); i++)
		if (rules[i] == rule)
			return true;
	return false;
}

bool exchange_shown_client(void *context, const struct screened *s, struct error *e)
{
	struct exchange_shown *x = context;
	bool leaves = s->client.allowed;
	struct buffer *lines = leaves ? &x->leaving : &x->staying;
	uint64_t *count = leaves ? &x->leaving_count : &x->staying_count;
	if (!leaves && is_unsaid(s->client.rule) && !selection_options_add(&x->unsaid, s->stored->id, e))
		return false;
	if (++*count > SHOWN_MOST)
		return true;
	buffer_append_string(lines, "  ");
	client_append(lines, s->record);
	if (!leaves)
		buffer_printf(lines, ": %s", words_rule(s->client.rule));
	buffer_append_byte(lines, '\n');
	return buffer_ok(lines, e);
}

/* "Naam, Postcode" of the fields with a number above 0. */
static void labels_of(struct buffer *out, const struct catalogue *c, const uint64_t *counts)
{
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (counts[i])
			buffer_printf(out, "%s%s", out->size ? ", " : "", label_of(catalogue_field(c, i)));
}

/* Below its heading. */
static void tell_lines(struct account *a, const struct buffer *lines, uint64_t count)
{
	for (struct cursor c = cursor_of(buffer_bytes(lines)); !cursor_done(&c);) {
		struct bytes line = cursor_until(&c, '\n');
		account_line(a, "%.*s", (int)line.size, (const char *)line.data);
	}
	if (count > SHOWN_MOST)
		account_line(a, _("  and %llu more"), (unsigned long long)(count - SHOWN_MOST));
}

void exchange_shown_tell(struct account *a, const struct exchange_shown *x, const struct pack_result *r)
{
	const struct catalogue *c = x->session->desk->catalogue;
	_cleanup_(buffer_clear) struct buffer leave = { 0 }, stay = { 0 };
	labels_of(&leave, c, r->sums.field_leaves);
	labels_of(&stay, c, r->sums.field_stays);
	account_blank(a);
	account_pair(a, NULL, _("to"), r->purpose->to);
	account_pair(a, NULL, _("purpose"), r->purpose->description);
	account_pair(a, NULL, _("agreement"), r->terms->title);
	account_pair(a, NULL, _("article"), r->purpose->article);
	account_line(a, _("Go along (%llu):"), (unsigned long long)x->leaving_count);
	tell_lines(a, &x->leaving, x->leaving_count);
	account_line(a, _("Stay (%llu):"), (unsigned long long)x->staying_count);
	tell_lines(a, &x->staying, x->staying_count);
	if (x->leaving_count && leave.size)
		account_line(a, _("Of them these data leave: %s."), buffer_string(&leave));
	if (x->leaving_count && stay.size)
		account_line(a, _("These stay here, for one of them or all: %s."), buffer_string(&stay));
	a->text.failed = a->text.failed || leave.failed || stay.failed;
}
