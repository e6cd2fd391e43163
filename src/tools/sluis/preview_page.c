/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/preview_page.h"

#include "cli/label.h"
#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/override_account.h"

#include <stdlib.h>

/* What is being told. */
struct telling {
	struct account *a;
	const struct catalogue *catalogue;
	const struct pack_request *q;
	const struct pack_result *r;
};

/* --- fields in groups: those that leave by what they are about, those that stay by reason --- */

typedef bool in_group(const struct preview_field *f, const struct field *field, unsigned group);

static bool leaves_in(const struct preview_field *f, const struct field *field, unsigned category)
{
	return f->leaves && field->category == category;
}

static bool stays_by(const struct preview_field *f, const struct field *field, unsigned rule)
{
	(void)field;
	return f->stays && f->rule == rule;
}

static unsigned long long clients_with(const struct telling *t, size_t field, in_group *in)
{
	const struct screening_sums *sums = &t->r->sums;
	return in == leaves_in ? sums->field_leaves[field] : sums->field_stays[field];
}

/* The labels of a group's fields; how many these are. Of all clients together (`together`) each with the
 * number of those who have it. */
static unsigned long long labels_of(const struct telling *t, const struct preview_client *one, in_group *in,
                                    unsigned group, struct buffer *ret)
{
	unsigned long long count = 0;
	for (size_t i = 0; one->fields && i < catalogue_size(t->catalogue); i++) {
		const struct field *field = catalogue_field(t->catalogue, i);
		if (!in(&one->fields[i], field, group))
			continue;
		buffer_printf(ret, "%s%s", count++ ? ", " : "", label_of(field));
		if (one->record[0] == 0)
			buffer_printf(ret, " (%llu)", clients_with(t, i, in));
		else if (one->fields[i].leaves && one->fields[i].stays)
			buffer_append_string(ret, _(" (in part)"));
	}
	return count;
}

/* "the address is secret (Wmo 2015 art. 5.1.1)": why, and on which authority. */
static void append_reason(const struct telling *t, enum rule rule, struct buffer *out)
{
	const char *article = t->r->sums.why[rule].article;
	buffer_append_string(out, words_rule(rule));
	if (article[0])
		buffer_printf(out, " (%s)", article);
}

/* Calls `each` with every group that has fields: its heading, and their labels. */
static bool each_group(const struct telling *t, const struct preview_client *one, in_group *in,
                       void (*each)(const struct telling *t, bool leaves, const char *heading,
                                    const char *labels),
                       struct error *e)
{
	bool leaves = in == leaves_in;
	unsigned groups = leaves ? (unsigned)CATEGORY_COUNT : (unsigned)RULE_COUNT;
	for (unsigned group = 0; group < groups; group++) {
		_cleanup_(buffer_clear) struct buffer heading = { 0 }, labels = { 0 };
		unsigned long long count = labels_of(t, one, in, group, &labels);
		if (!count)
			continue;
		if (leaves)
			buffer_append_string(&heading, words_category((enum category)group));
		else
			append_reason(t, (enum rule)group, &heading);
		buffer_printf(&heading, ": %llu", count);
		if (!buffer_ok(&heading, e) || !buffer_ok(&labels, e))
			return false;
		each(t, leaves, buffer_string(&heading), buffer_string(&labels));
	}
	return true;
}

/* --- one client --- */

static void tell_fold(const struct telling *t, bool leaves, const char *heading, const char *labels)
{
	(void)leaves;
	account_fold(t->a, heading);
	account_line(t->a, "%s", labels);
	account_fold_end(t->a);
}

static bool tell_fields(const struct telling *t, const struct preview_client *one, struct error *e)
{
	account_section(t->a, "leaves", _("What leaves"));
	if (!each_group(t, one, leaves_in, tell_fold, e))
		return false;
	account_section_end(t->a);
	account_section(t->a, "stays", _("What stays, and why"));
	if (!one->staying)
		account_line(t->a, "%s", _("Nothing: the record has no more than what leaves."));
	if (!each_group(t, one, stays_by, tell_fold, e))
		return false;
	account_section_end(t->a);
	return true;
}

static bool tell_one(const struct telling *t, const struct preview_client *one, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer verdict = { 0 };
	if (one->leaves) {
		buffer_printf(&verdict, _("Fields that may leave for %s: %llu. Fields that stay: %llu."),
		              t->q->to, (unsigned long long)one->leaving, (unsigned long long)one->staying);
	} else {
		buffer_printf(&verdict, _("Nothing may leave for %s: "), t->q->to);
		append_reason(t, one->rule, &verdict);
		buffer_append_string(&verdict, ".");
	}
	if (!buffer_ok(&verdict, e))
		return false;
	account_verdict(t->a, one->leaves ? PAGE_GOOD : PAGE_BAD, NULL, buffer_string(&verdict));
	return !one->leaves || tell_fields(t, one, e);
}

/* --- several --- */

static bool tell_sums(const struct telling *t, struct error *e)
{
	const unsigned long long leaving = t->r->sums.leaving, selected = t->r->sums.records;
	enum page_tone tone = leaving == 0 ? PAGE_BAD : leaving == selected ? PAGE_GOOD : PAGE_OPEN;
	_cleanup_(string_freep) char *text =
		leaving == 0 ? string_printf(_("Nothing of this selection may leave for %s."), t->q->to)
			     : string_printf(ngettext("%llu of %llu record may leave for %s.",
	                                              "%llu of %llu records may leave for %s.",
	                                              (unsigned long)selected),
	                                     leaving, selected, t->q->to);
	if (!text)
		return error_memory(e);
	account_verdict(t->a, tone, NULL, text);
	return true;
}

static void tell_line(const struct telling *t, bool leaves, const char *heading, const char *labels)
{
	account_line(t->a, leaves ? _("Leaves: %s: %s") : _("Stays: %s: %s"), heading, labels);
}

/* A line for each client, and behind it the groups, or on which authority nothing leaves. */
static bool tell_client(const struct telling *t, const struct preview_client *one, struct error *e)
{
	const struct screening_why *why = &t->r->sums.why[one->rule];
	_cleanup_(buffer_clear) struct buffer summary = { 0 };
	buffer_printf(&summary, "%s: ", one->number ? one->number : one->record);
	if (one->leaves)
		buffer_printf(&summary, _("%llu leave, %llu stay"), (unsigned long long)one->leaving,
		              (unsigned long long)one->staying);
	else
		buffer_printf(&summary, _("nothing leaves: %s"), words_rule(one->rule));
	if (!buffer_ok(&summary, e))
		return false;
	account_fold(t->a, buffer_string(&summary));
	if (!one->leaves && why->article[0])
		account_line(t->a, "%s", why->article);
	if (!one->leaves && why->certainty[0])
		account_line(t->a, "%s", gettext(certainty_words(why->certainty)));
	bool ok = each_group(t, one, leaves_in, tell_line, e) && each_group(t, one, stays_by, tell_line, e);
	account_fold_end(t->a);
	return ok;
}

static bool tell_each(const struct telling *t, const struct preview_clients *c, struct error *e)
{
	account_section(t->a, "clients", _("Record by record, with how many fields leave and stay"));
	for (size_t i = 0; i < c->count; i++)
		if (!tell_client(t, &c->items[i], e))
			return false;
	account_section_end(t->a);
	return true;
}

/* What of any client leaves, and what of any stays: as if it were one, without an id. */
static bool together(const struct telling *t, struct preview_client *ret, struct error *e)
{
	const struct screening_sums *sums = &t->r->sums;
	size_t count = catalogue_size(t->catalogue);
	*ret = (struct preview_client){ .leaves = true, .fields = calloc(count, sizeof *ret->fields) };
	for (size_t i = 0; ret->fields && i < count; i++) {
		ret->fields[i] = (struct preview_field){ (uint8_t)sums->field_rule[i], sums->field_leaves[i],
			                                 sums->field_stays[i] };
		ret->leaving += ret->fields[i].leaves;
		ret->staying += ret->fields[i].stays;
	}
	return ret->fields || error_memory(e);
}

static bool tell_several(const struct telling *t, const struct preview_clients *c, struct error *e)
{
	struct preview_client all;
	if (!tell_sums(t, e))
		return false;
	preview_tell_stays(t->a, t->r);
	if (!tell_each(t, c, e) || !together(t, &all, e))
		return false;
	bool ok = !all.leaving || tell_fields(t, &all, e);
	free(all.fields);
	return ok;
}

/* --- the page --- */

static bool tell_all(const struct telling *t, const struct desk *d, const struct preview_clients *c,
                     const struct page_words *words, struct error *e)
{
	account_begin(t->a, ACCOUNT_PAGE, NULL, NULL, words);
	if (!(c->count == 1 ? tell_one(t, &c->items[0], e) : tell_several(t, c, e)))
		return false;
	preview_tell_declarations(t->a, t->catalogue, t->r, c);
	preview_tell_terms(t->a, t->q, t->r);
	overrides_tell(t->a, t->r->terms, t->r->purpose);
	account_section(t->a, "made", _("This page"));
	account_pair(t->a, NULL, _("made at"), store_unit(d->store));
	account_pair_moment(t->a, NULL, _("made"), d->now);
	account_section_end(t->a);
	return account_end(t->a, e);
}

bool preview_page_write(const char *path, const struct desk *d, const struct pack_request *q,
                        const struct pack_result *r, const struct preview_clients *clients, struct error *e)
{
	_cleanup_(account_clear) struct account a = { 0 };
	const struct telling t = { .a = &a, .catalogue = d->catalogue, .q = q, .r = r };
	const struct preview_client *one = clients->count == 1 ? &clients->items[0] : NULL;
	_cleanup_(string_freep) char *title = !one ? string_printf("%s", _("What leaves, what stays and why"))
	                                      : one->number ? string_printf(_("Case %s"), one->number)
	                                                    : string_printf(_("Record %s"), one->record);
	_cleanup_(string_freep) char *subtitle = string_printf(
		one ? _("What may leave for %s, what stays and why. A preview: nothing has left.")
		    : _("A preview of what may leave for %s: nothing has left."),
		q->to);
	if (!title || !subtitle)
		return error_memory(e);
	const struct page_words words = {
		.language = language_code(),
		.title = title,
		.subtitle = subtitle,
		.skip = _("To the content"),
		.made_by = _(
			"Made by sluis. Shows numbers of cases, names of fields and the codes and days of "
			"declarations, no other values of records: keep it as confidential as the records."),
	};
	return tell_all(&t, d, clients, &words, e) && file_replace(path, buffer_bytes(&a.page), false, e);
}
